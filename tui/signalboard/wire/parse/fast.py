"""The first reader: fastfeedparser, and beside it what it leaves out."""

from __future__ import annotations

from typing import Any

import fastfeedparser
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from signalboard.wire.parse.details import (
    KINDS,
    Details,
    asked_of,
    details_of,
    items_of,
    key_of,
    tree_of,
)
from signalboard.wire.parse.document import is_whole
from signalboard.wire.parse.raw import (
    MOST_ENTRIES,
    NotAFeedError,
    RawEntry,
    RawFeed,
    moment_of,
    text_of,
)


def read_fast(document: str) -> RawFeed:
    """A feed by fastfeedparser. Raises NotAFeedError where it cannot read one."""
    root, document, is_well = tree_of(document)
    try:
        found = fastfeedparser.parse(document.encode("utf-8"), include_tags=False)
    except (ValueError, AttributeError, TypeError, LookupError, LxmlError):
        raise NotAFeedError("nothing that is known as a feed") from None
    feed = found.get("feed") or found
    pairs = _matched(found.get("entries") or [], items_of(root))
    if len(pairs) > MOST_ENTRIES:  # its dates are ISO 8601 in UTC: they sort as they are written
        pairs.sort(key=lambda pair: text_of(pair[0].get("published")), reverse=True)
    return RawFeed(
        title=text_of(feed.get("title")),
        site=text_of(feed.get("link")),
        asked=asked_of(root),
        entries=[_entry(entry, item) for entry, item in pairs[:MOST_ENTRIES]],
        is_whole=is_well or is_whole(document),
    )


def _matched(entries: list[Any], items: list[Any]) -> list[tuple[Any, Any]]:
    """Each entry with its item: in the same order, or by id or link where some are missing."""
    if len(entries) == len(items):
        return list(zip(entries, items, strict=True))
    by_key = {key_of(item): item for item in reversed(items)}
    by_key[""] = None
    return [
        (entry, by_key.get(text_of(entry.get("id")), by_key.get(text_of(entry.get("link")))))
        for entry in entries
    ]


def _entry(entry: Any, item: Any) -> RawEntry:
    more = Details() if item is None else details_of(item)
    summary, kind = more.summary, more.summary_kind
    if summary is None:
        content = (entry.get("content") or [{}])[0]
        summary = text_of(content.get("value")) or text_of(entry.get("description"))
        kind = KINDS.get(text_of(content.get("type")), "loose")
    return RawEntry(
        id=text_of(entry.get("id")),
        title=text_of(entry.get("title")) if more.title is None else more.title,
        title_kind=more.title_kind,
        link=more.original or _link(entry),
        base=more.base,
        summary=summary,
        summary_kind=kind,
        author=text_of(entry.get("author")),
        outlet=more.outlet,
        # Without a date it takes one out of the id.
        published_at=moment_of(entry.get("published")) if more.is_dated else None,
        updated_at=moment_of(entry.get("updated")) if more.is_dated else None,
    )


def _link(entry: Any) -> str:
    """The page of an entry: of an Atom item's links the one that is neither file nor reply."""
    links = [link for link in entry.get("links") or [] if link.get("href")]
    pages = [link for link in links if link.get("rel") in {None, "", "alternate"}]
    written = [link for link in pages if "html" in (link.get("type") or "html")] or pages
    if written:
        return text_of(written[0]["href"])
    main = text_of(entry.get("link"))
    return (
        "" if main in {link["href"] for link in links if link.get("rel") == "enclosure"} else main
    )
