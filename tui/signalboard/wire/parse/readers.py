"""From the bytes of a feed to entries that may be stored: every text through the one door.

Runs inside a worker process only: what it calls may hang or eat memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from signalboard.links import safe_link
from signalboard.model import Entry, replace
from signalboard.text import clean, excerpt
from signalboard.wire.parse.charset import decoded
from signalboard.wire.parse.document import root_of
from signalboard.wire.parse.fast import read_fast
from signalboard.wire.parse.jsonfeed import read_json
from signalboard.wire.parse.plain import summary_of, title_of
from signalboard.wire.parse.raw import MOST_ENTRIES, NotAFeedError, RawEntry, RawFeed

LONGEST_SUMMARY = 4000
MOST_LOOKED_AT = 2 * MOST_ENTRIES
LONGEST_ID = 500
LONGEST_OUTLET = 80
EARLIEST = 631_152_000
"""1990-01-01: nothing was published in a feed before."""
LATEST_AHEAD = 86_400

_WEB = re.compile(r"https?://", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\r\n]+")
_LARGE = 1 << 20
_END_OF_ENTRY = re.compile(r"</(?:item|entry)>")
_LIKE_ENTRIES = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A feed as it may be stored."""

    title: str
    site: str
    asked: int | None
    is_whole: bool
    entries: tuple[Entry, ...]


def read(body: bytes, content_type: str, url: str, now: int) -> Read:
    """Reads any kind of feed; ``url`` is where it was found, ``now`` judges its dates.

    Raises NotAFeedError and RefusedError, each with the end of a sentence.
    """
    text = decoded(body, content_type).strip()
    if not text:
        raise NotAFeedError("empty")
    feed = read_json(text) if text[0] in "{[" else _read_xml(root_of(text))
    site = _absolute(url, feed.site)
    newest = _newest(feed.entries)
    return Read(
        title=title_of(feed.title, "loose"),
        site=safe_link(site) or "",
        asked=feed.asked,
        is_whole=feed.is_whole,
        entries=_distinct(_entry(raw, url, now) for raw in newest),
    )


def _foremost(document: str) -> str:
    """The document without the items after the first so many: feeds begin with the newest.

    What a parser needs for a hundred thousand of them is more than it may take.
    """
    if len(document) <= _LARGE:
        return document
    ends = list(islice(_END_OF_ENTRY.finditer(document), MOST_LOOKED_AT))
    if len(ends) < MOST_LOOKED_AT:
        return document
    last = max(document.rfind("</item>"), document.rfind("</entry>"))
    rest = document.find(">", last) + 1
    return document[: ends[-1].end()] + document[rest:] if rest > ends[-1].end() else document


def _read_xml(document: str) -> RawFeed:
    document = _foremost(document)
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
        title=title or excerpt(summary, 120) or link or "(without a title)",
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
