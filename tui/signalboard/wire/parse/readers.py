"""From the bytes of a feed to entries that may be stored: every text through the one door.

Runs inside a worker process only: what it calls may hang or eat memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urljoin

from signalboard.links import safe_link
from signalboard.model import Entry, replace
from signalboard.text import clean, excerpt
from signalboard.values import dataclass
from signalboard.wire.parse.charset import decoded, in_utf8
from signalboard.wire.parse.document import root_of
from signalboard.wire.parse.fast import read_fast
from signalboard.wire.parse.jsonfeed import read_json
from signalboard.wire.parse.large import LARGE, Portions, portions
from signalboard.wire.parse.mapped import Bytes, rewritten
from signalboard.wire.parse.plain import summary_of, title_of
from signalboard.wire.parse.raw import MOST_ENTRIES, NotAFeedError, RawEntry, RawFeed

LONGEST_SUMMARY = 4000
MOST_SUMMARIES = 4 << 20
"""Characters of all summaries of a body; where there are more, the longest are cut."""
MOST_LOOKED_AT = 2 * MOST_ENTRIES
"""Entries of a large body that are read at all."""
LONGEST_ID = 500
LONGEST_OUTLET = 80
EARLIEST = 631_152_000
"""1990-01-01: nothing was published in a feed before."""
LATEST_AHEAD = 86_400

_WEB = re.compile(r"https?://", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\r\n]+")
_LIKE_ENTRIES = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A feed as it may be stored."""

    title: str
    site: str
    asked: int | None
    is_whole: bool
    entries: tuple[Entry, ...]


def read(body: Bytes, content_type: str, url: str, now: int) -> Read:
    """Reads any kind of feed; ``url`` is where it was found, ``now`` judges its dates.

    Of more than ``MOST_ENTRIES`` the newest are kept. Raises NotAFeedError and RefusedError,
    each with the end of a sentence.
    """
    kept = _Kept(url, now)
    found = _portions(body, content_type) if len(body) > LARGE else None
    if found is not None:
        return kept.read(_by_portions(found, kept))
    text = decoded(body, content_type).strip()
    if not text:
        raise NotAFeedError("empty")
    feed = read_json(text) if text[0] in "{[" else _read_xml(root_of(text))
    kept.add(feed)
    return kept.read(feed)


def _portions(body: Bytes, content_type: str) -> Portions | None:
    pieces = in_utf8(body, content_type)
    return portions(body if pieces is None else rewritten(body, pieces))


class _Kept:
    """The entries of a body, so far, and never many more than are kept of it."""

    def __init__(self, url: str, now: int) -> None:
        self._url, self._now = url, now
        self._entries: list[Entry] = []
        self._longest = LONGEST_SUMMARY

    def add(self, feed: RawFeed) -> int:
        """Takes what was read. Returns the date of the newest of it; 0 where none has one."""
        made = [
            _shortened(_entry(raw, self._url, self._now), self._longest)
            for raw in _newest(feed.entries)
        ]
        feed.entries.clear()
        self._entries += made
        if len(self._entries) > MOST_ENTRIES:
            self._entries.sort(key=lambda entry: -(entry.published_at or 0))
            del self._entries[MOST_ENTRIES:]
        while self._longest > 1 and self._length() > MOST_SUMMARIES:
            self._longest //= 2
            self._entries = [_shortened(entry, self._longest) for entry in self._entries]
        return max((entry.published_at or 0 for entry in made), default=0)

    def read(self, feed: RawFeed) -> Read:
        """All that was taken, as what this feed said of itself."""
        return Read(
            title=title_of(feed.title, "loose"),
            site=safe_link(_absolute(self._url, feed.site)) or "",
            asked=feed.asked,
            is_whole=feed.is_whole,
            entries=_distinct(self._entries),
        )

    def _length(self) -> int:
        return sum(len(entry.summary) for entry in self._entries)


def _by_portions(found: Portions, kept: _Kept) -> RawFeed:
    """Reads a large document in portions, from the end where its newest entries are."""
    last = len(found.spans) - 1
    feed = _read_xml(root_of(found.text(0)))
    looked, newest = len(feed.entries), kept.add(feed)
    order = range(1, last + 1)
    if found.items > MOST_LOOKED_AT:
        other = _read_xml(root_of(found.text(last)))
        looked += len(other.entries)
        is_upwards = kept.add(other) > newest
        order = range(last - 1, 0, -1) if is_upwards else range(1, last)
        feed.is_whole = other.is_whole
    for number in order:
        if looked >= MOST_LOOKED_AT:
            break
        more = _read_xml(root_of(found.text(number)))
        looked += len(more.entries)
        kept.add(more)
        feed.is_whole = more.is_whole if number == last else feed.is_whole
    return feed


def _shortened(entry: Entry, limit: int) -> Entry:
    if len(entry.summary) <= limit:
        return entry
    return replace(entry, summary=entry.summary[: limit - 1].rstrip() + "…")


def _read_xml(document: str) -> RawFeed:
    try:
        feed = read_fast(document)
        if feed.entries or not _LIKE_ENTRIES.search(document):
            return feed
    except NotAFeedError:
        feed = None
    from signalboard.wire.parse.loose import read_loose  # rarely needed, and slow to load

    try:
        return read_loose(document)
    except NotAFeedError:
        if feed is not None:
            return feed
        raise


def _newest(entries: list[RawEntry]) -> list[RawEntry]:
    if len(entries) <= MOST_ENTRIES:
        return entries
    return sorted(entries, key=lambda raw: -(raw.published_at or 0))[:MOST_ENTRIES]


def _absolute(base: str, link: str) -> str:
    """A link made absolute; empty where it is none."""
    link = _BREAKS.sub("", link.strip())
    if link.startswith(("http://", "https://")):
        return link
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _entry(raw: RawEntry, url: str, now: int) -> Entry:
    base = _absolute(url, raw.base) or url
    named = raw.link or (raw.id if _WEB.match(raw.id.strip()) else "")
    link = safe_link(_absolute(base, named)) or ""
    title = title_of(raw.title, raw.title_kind)
    summary = summary_of(raw.summary, raw.summary_kind, LONGEST_SUMMARY)
    outlet = title_of(raw.outlet, "loose")
    kept = _BREAKS.sub(" ", raw.title.strip())[:LONGEST_SUMMARY]
    return Entry(
        id=_id(raw, link),
        title=title or excerpt(summary, 120) or clean(link) or "(without a title)",
        url=link,
        summary=summary,
        author=clean(raw.author, 200),
        # Forums name the topic itself as the source of each post.
        outlet="" if outlet == title or len(outlet) > LONGEST_OUTLET else outlet,
        published_at=_believed(raw.published_at, now),
        updated_at=_believed(raw.updated_at, now),
        title_raw="" if kept == title else kept.encode("utf-8", "replace").decode(),
    )


def _believed(moment: int | None, now: int) -> int | None:
    if moment is None or not EARLIEST <= moment <= now + LATEST_AHEAD:
        return None
    return moment


def _id(raw: RawEntry, link: str) -> str:
    """The entry's own id; else its link; else a mark of its title and date."""
    own = raw.id.strip() or link
    if not own:
        return "mark:" + _mark(f"{raw.title.strip()}\0{raw.published_at}")
    # What the door would change, or what is too long to be a key, is known by its mark.
    return own if clean(own, LONGEST_ID) == own else "mark:" + _mark(own)


def _mark(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with ids of their own: of equal ones the first, others told apart by a mark."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        first = kept.get(entry.id)
        if first is None:
            kept[entry.id] = entry
        elif (first.title, first.url) != (entry.title, entry.url):
            other = f"{entry.id}#{_mark(entry.url + chr(0) + entry.title)}"
            kept.setdefault(other, replace(entry, id=other))
    return tuple(kept.values())
