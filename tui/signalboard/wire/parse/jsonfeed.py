"""JSON Feed 1.0 and 1.1, read by hand. Pure."""

from __future__ import annotations

import json
from typing import Any

from signalboard.wire.parse.raw import NotAFeedError, RawEntry, RawFeed, moment_of

_MOST_ITEMS = 100_000


def read_json(text: str) -> RawFeed:
    """A JSON Feed. Raises NotAFeedError for any other JSON and for what is none."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAFeedError("damaged JSON") from None
    items = whole.get("items") if isinstance(whole, dict) else None
    if not isinstance(items, list) or not ("version" in whole or "title" in whole):
        raise NotAFeedError("JSON, but no JSON Feed")
    return RawFeed(
        title=_text(whole, "title"),
        site=_text(whole, "home_page_url"),
        entries=[_entry(item) for item in items[:_MOST_ITEMS] if isinstance(item, dict)],
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    summary, kind = _text(item, "summary"), "text"
    if not summary:
        summary = _text(item, "content_text")
    if not summary:
        summary, kind = _text(item, "content_html"), "html"
    return RawEntry(
        id=_text(item, "id"),
        title=_text(item, "title"),
        title_kind="text",
        link=_text(item, "url") or _text(item, "external_url"),
        summary=summary,
        summary_kind="html" if kind == "html" else "text",
        author=_author(item),
        published_at=moment_of(item.get("date_published")),
        updated_at=moment_of(item.get("date_modified")),
    )


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    if isinstance(value, str):
        return value
    # Ids are often numbers, which the standard asks readers to take as text.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else ""


def _author(item: dict[str, Any]) -> str:
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    names = [_text(person, "name") for person in people[:9] if isinstance(person, dict)]
    return ", ".join(name for name in names if name)
