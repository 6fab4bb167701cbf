"""What a list of feeds holds: feeds, and a reason for whatever of it is none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from signalboard.links import feed_key, has_lost_secret, safe_link, shown, shown_host
from signalboard.model import Feed, Problem, replace
from signalboard.text import clean
from signalboard.values import dataclass

LONGEST_NAME = 200
LONGEST_URL = 2000
MOST_TAGS = 8000
"""Characters of the tags of one feed, together."""

NO_ADDRESS = "has no feed address"
NOT_WEB = "is no web address (http or https)"
COMMAND = "is a command; signalboard runs none"
QUERY = "is a query of newsboat, not a feed; a saved search does the same"
A_LINK = "is a link to a page, not a feed"
A_LIST = "is another list, which is not fetched"
SAME = "is the same feed as another line; their tags are joined"
UNFILTERED = "comes without its filter; signalboard runs none"
WITHOUT_USER = "comes without its user name and password; `signalboard feed login` keeps them"
WITHOUT_SECRET = "comes without the key that its address had where the list was written"  # noqa: S105
FEWER_TAGS = "has more tags than are kept"
ALLOWS_HTTP = "may be led from https down to http, as the list says"
SHOWN_HERE = "is hidden in newsboat; here it is shown"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
_BREAKS = re.compile(r"[\t\r\n]+")
_WRITTEN = re.compile(r"(?i)https?://[^\s\"<>\\^`{|}]+")
_USER_INFO = re.compile(r"(?i)^(https?://)[^/?#\\]*@")


class NotAListError(Problem):
    """What was given is no list of feeds, or one that is not read; a sentence for people."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a list that did not become a feed, or not wholly."""

    line: int
    """Counted from 1."""
    what: str
    """The name or address it goes by, clean, without credentials."""
    why: str
    """The rest of a sentence that begins with ``what``."""


@dataclass(frozen=True, slots=True)
class FeedList:
    """A list as it was read. Every outline or line of it is in exactly one of three places."""

    kind: Literal["OPML", "newsboat urls", "addresses"]
    feeds: tuple[Feed, ...] = ()
    left: tuple[Remark, ...] = ()
    """What is left out."""
    same: tuple[Remark, ...] = ()
    """Repetitions of a feed, which were joined with it."""
    notes: tuple[Remark, ...] = ()
    """What of a feed that is among ``feeds`` did not come with it."""


class Gathering:
    """Takes the feeds of a list one after the other; of repetitions the tags are joined."""

    def __init__(self, *, exact: bool = False) -> None:
        self.exact = exact
        """Whether addresses that differ only in http and https, or a last slash, are two."""
        self._feeds: dict[str, Feed] = {}
        self.left: list[Remark] = []
        self.same: list[Remark] = []
        self.notes: list[Remark] = []

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """What was found, in the order of the list."""
        return tuple(self._feeds.values())

    def add(
        self, line: int, address: str, name: str, tags: Iterable[str], **own: Any
    ) -> Feed | None:
        """Takes a feed, or says why not; ``own`` are fields that only our lists have."""
        name = clean(name, LONGEST_NAME)
        url, why, notes = admitted(address)
        if url is None:
            self.leave(line, name or address, why)
            return None
        kept, is_whole = _kept(tags)
        feed = Feed(name or shown_host(url), url, tags=kept, **own)
        self.notes += [Remark(line, feed.name, note) for note in notes]
        if not is_whole:
            self.notes.append(Remark(line, feed.name, FEWER_TAGS))
        key = url if self.exact else feed_key(url)
        if key in self._feeds:
            self.same.append(Remark(line, feed.name, SAME))
            feed = _joined(self._feeds[key], feed)
        self._feeds[key] = feed
        return feed

    def leave(self, line: int, what: str, why: str) -> None:
        """Leaves something out."""
        said = clean(shown(what[:LONGEST_URL]), LONGEST_NAME)
        self.left.append(Remark(line, said or "an outline", why))

    def note(self, line: int, feed: Feed, why: str) -> None:
        """Says what of a feed did not come with it."""
        self.notes.append(Remark(line, feed.name, why))

    def listed(self, kind: Literal["OPML", "newsboat urls", "addresses"]) -> FeedList:
        """All of it."""
        left = sorted(self.left, key=lambda remark: remark.line)
        return FeedList(kind, self.feeds, tuple(left), tuple(self.same), tuple(self.notes))


def admitted(written: str) -> tuple[str | None, str, tuple[str, ...]]:
    """The address of a feed as it may be kept, or None and why not; and what it lost.

    http and https only; a user name and a password are taken off.
    """
    address = _BREAKS.sub("", written).strip(" \u201c\u201d\u2018\u2019\u00a0")
    if not address:
        return None, NO_ADDRESS, ()
    if address.startswith("|") or address.lower().startswith(("exec:", "filter:")):
        return None, COMMAND, ()
    if address.lower().startswith("query:"):
        return None, QUERY, ()
    if address.lower().startswith(("feed://", "feed:http")):  # how browsers handed feeds on
        rest = address[len("feed:") :]
        address = f"http:{rest}" if rest.startswith("//") else rest
    scheme = _SCHEME.match(address)
    if scheme is None or scheme[1].lower() not in {"http", "https"}:
        return None, NOT_WEB, ()
    notes = []
    bare = _USER_INFO.sub(r"\1", address)
    if bare != address:
        notes.append(WITHOUT_USER)
    link = safe_link(bare)
    if link is None or len(link) > LONGEST_URL:
        return None, NOT_WEB, ()
    if has_lost_secret(bare):
        notes.append(WITHOUT_SECRET)
    # As it was written where feeds.yaml takes it so: another spelling is another address.
    fits = _WRITTEN.fullmatch(bare) is not None and clean(bare, LONGEST_URL) == bare
    return (bare if fits else link), "", tuple(notes)


class Names:
    """The names in use, so that each new feed gets one of its own."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}
        self._numbers: dict[str, int] = {}

    def free(self, name: str, url: str) -> str:
        """The name, with the host behind it, or a number too, where it is in use; in use now."""
        found, host = name, shown_host(url) or "another"
        while found.casefold() in self._taken:
            key = f"{name.casefold()} {host}"
            number = self._numbers[key] = self._numbers.get(key, 0) + 1
            mark = f" ({host})" if number == 1 else f" ({host}, {number})"
            found = clean(name, max(20, LONGEST_NAME - len(mark))) + mark
        self._taken.add(found.casefold())
        return found


def _joined(first: Feed, other: Feed) -> Feed:
    tags, _ = _kept((*first.tags, *other.tags))
    better = first.name if first.name != shown_host(first.url) else other.name
    return replace(first, name=better, tags=tags)


def _kept(tags: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Each tag once and clean, and whether all of them are kept."""
    kept: dict[str, None] = {}
    size = 0
    for written in tags:
        tag = clean(written, LONGEST_NAME)
        if not tag or tag in kept:
            continue
        size += len(tag)
        if size > MOST_TAGS:
            return tuple(kept), False
        kept[tag] = None
    return tuple(kept), True
