"""The second reader: feedparser, for what the first cannot read. Bytes only, nothing resolved."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from signalboard.times import from_datetime
from signalboard.wire.parse.document import is_whole
from signalboard.wire.parse.plain import Kind
from signalboard.wire.parse.raw import (
    NotAFeedError,
    RawEntry,
    RawFeed,
    RefusedError,
    names_a_day,
    text_of,
)

_LIKE_A_FEED = re.compile(r"<(?:\w{1,20}:)?(?:rss|rdf|feed|channel)\b", re.IGNORECASE)
_KINDS: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html"}


def read_loose(document: str) -> RawFeed:
    """A feed by feedparser.

    Raises NotAFeedError where it finds none, RefusedError for a document that could
    make it expand entities.
    """
    if "<!entity" in document.lower():
        raise RefusedError("it declares entities")
    try:
        found = feedparser.parse(
            BytesIO(document.encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception:  # it raises whatever its decoders do
        raise NotAFeedError("nothing that is known as a feed") from None
    is_known = bool(found.get("version")) or _LIKE_A_FEED.match(document) is not None
    if not is_known or not (found.get("version") or found.get("entries")):
        raise NotAFeedError("nothing that is known as a feed")
    is_atom = str(found.get("version")).startswith("atom")
    return RawFeed(
        title=_text(found.feed, "title"),
        site=_text(found.feed, "link"),
        entries=[_entry(entry, is_atom) for entry in found.entries],
        is_whole=is_whole(document),
    )


def _entry(entry: Any, is_atom: bool) -> RawEntry:
    title_type = _text(entry.get("title_detail"), "type")
    content = (entry.get("content") or [{}])[0]
    summary = _text(entry, "summary") or _text(content, "value")
    return RawEntry(
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        title_kind=_KINDS.get(title_type, "text") if is_atom else "loose",
        link=_text(entry, "feedburner_origlink") or _text(entry, "link"),
        base=_text(entry.get("title_detail"), "base"),
        summary=summary,
        summary_kind="loose",
        author=_text(entry, "author"),
        outlet=_text(entry.get("source"), "title") or _text(entry.get("source"), "value"),
        published_at=_moment(entry, "published"),
        updated_at=_moment(entry, "updated"),
    )


def _text(holder: Any, name: str) -> str:
    return text_of(holder.get(name)) if hasattr(holder, "get") else ""


def _moment(entry: Any, name: str) -> int | None:
    # Not its own get: that takes one date for another.
    parsed, written = dict.get(entry, name + "_parsed"), dict.get(entry, name)
    try:
        if parsed is None or not names_a_day(text_of(written)):
            return None
        year, month, day, hour, minute, second = parsed[:6]
        return from_datetime(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC))
    except (ValueError, TypeError, OverflowError):
        return None
