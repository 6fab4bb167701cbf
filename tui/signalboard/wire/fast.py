"""The first reader: fastfeedparser, and beside it what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import fastfeedparser
from lxml import etree  # type: ignore[import-untyped]

from signalboard.times import parse_iso
from signalboard.wire.document import is_whole, repaired
from signalboard.wire.plain import Kind
from signalboard.wire.raw import NotAFeedError, RawEntry, RawFeed

_DATES = frozenset(
    ("pubdate", "published", "issued", "date", "lastbuilddate", "updated", "modified", "created")
)
_MEDIA = "http://search.yahoo.com/mrss/"
_SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
_PERIODS = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 604800,
    "monthly": 2592000,
    "yearly": 31536000,
}
_KINDS: dict[str, Kind] = {
    "html": "html",
    "text/html": "html",
    "xhtml": "html",
    "application/xhtml+xml": "html",
    "text": "text",
    "text/plain": "text",
}


@dataclass(slots=True)
class _Details:
    """What fastfeedparser says nothing about, of one item."""

    key: str = ""
    base: str = ""
    title: str | None = None
    title_kind: Kind = "loose"
    summary: str | None = None
    summary_kind: Kind = "loose"
    outlet: str = ""
    original: str = ""
    is_dated: bool = False


def read_fast(document: str) -> RawFeed:
    """A feed by fastfeedparser. Raises NotAFeedError where it cannot read one."""
    root, document, is_well = _tree(document)
    try:
        found = fastfeedparser.parse(document.encode("utf-8"), include_tags=False)
    except (ValueError, AttributeError, TypeError, LookupError, etree.LxmlError):
        raise NotAFeedError("nothing that is known as a feed") from None
    feed = found.get("feed") or found
    entries = found.get("entries") or []
    items = [] if root is None else list(root.iter("{*}item", "{*}entry"))
    details = _aligned(entries, [_details(item) for item in items])
    return RawFeed(
        title=_text(feed.get("title")),
        site=_text(feed.get("link")),
        asked=None if root is None else _asked(root),
        entries=[_entry(entry, more) for entry, more in zip(entries, details, strict=True)],
        is_whole=is_well or is_whole(document),
    )


def _tree(document: str) -> tuple[Any, str, bool]:
    """The tree, the document as it should be read, and whether it was well-formed."""
    options = {"resolve_entities": False, "no_network": True, "huge_tree": True}
    try:
        strict = etree.XMLParser(recover=False, **options)
        return etree.fromstring(document.encode("utf-8"), strict), document, True
    except etree.XMLSyntaxError:
        document = repaired(document)
    try:
        lenient = etree.XMLParser(recover=True, **options)
        return etree.fromstring(document.encode("utf-8"), lenient), document, False
    except etree.XMLSyntaxError:
        return None, document, False


def _aligned(entries: Sequence[Any], details: list[_Details]) -> list[_Details]:
    """The details of each entry: in the same order, or by id or link where some are missing."""
    if len(entries) == len(details):
        return details
    by_key = {detail.key: detail for detail in reversed(details) if detail.key}
    return [
        by_key.get(_text(e.get("id")))
        or by_key.get(_text(e.get("link")))
        or _Details(is_dated=True)
        for e in entries
    ]


def _entry(entry: Any, more: _Details) -> RawEntry:
    link = _link(entry)
    summary, kind = more.summary, more.summary_kind
    if summary is None:
        content = entry.get("content") or [{}]
        summary = _text(content[0].get("value")) or _text(entry.get("description"))
        kind = _KINDS.get(_text(content[0].get("type")), "loose")
    return RawEntry(
        id=_text(entry.get("id")),
        title=_text(entry.get("title")) if more.title is None else more.title,
        title_kind=more.title_kind,
        link=more.original or link,
        base=more.base,
        summary=summary,
        summary_kind=kind,
        author=_text(entry.get("author")),
        outlet=more.outlet,
        published_at=_moment(entry.get("published")) if more.is_dated else None,
        updated_at=_moment(entry.get("updated")) if more.is_dated else None,
    )


def _link(entry: Any) -> str:
    """The page of an entry: of an Atom item's links the one that is neither file nor reply."""
    links = [link for link in entry.get("links") or [] if link.get("href")]
    pages = [link for link in links if link.get("rel") in {None, "", "alternate"}]
    written = [link for link in pages if "html" in (link.get("type") or "html")] or pages
    if written:
        return _text(written[0]["href"])
    main = _text(entry.get("link"))
    return (
        "" if main in {link["href"] for link in links if link.get("rel") == "enclosure"} else main
    )


def _details(item: Any) -> _Details:
    found = _Details(base=_text(item.base))
    own, _ = _named(item)
    media = ""
    for child in item:
        if not isinstance(child.tag, str):
            continue
        namespace, local = _named(child)
        text = (child.text or "").strip()
        found.is_dated = found.is_dated or local in _DATES
        if local == "origlink":
            found.original = text
        elif namespace == _MEDIA:
            media = media or _media(child, local)
        elif namespace != own:
            continue
        elif local == "title" and found.title is None:
            found.title, found.title_kind = _marked(child)
        elif local in {"summary", "description"} and not found.summary:
            found.summary, found.summary_kind = _marked(child)
        elif local in {"guid", "id"} or (local == "link" and not found.key):
            found.key = text or found.key
        elif local == "source":
            title = child.find("{*}title")
            found.outlet = "".join((child if title is None else title).itertext()).strip()
    if not found.summary:
        found.summary, found.summary_kind = media or None, "text"
    return found


def _named(element: Any) -> tuple[str, str]:
    """The namespace of an element (or its prefix, if nobody declared it) and its local name."""
    tag: str = element.tag
    namespace, found, local = tag[1:].partition("}") if tag[0] == "{" else tag.rpartition(":")
    return namespace, (local if found else tag).lower()


def _media(element: Any, local: str) -> str:
    """A video's description, in its group or by itself."""
    if local == "group":
        return _text(element.findtext(f"{{{_MEDIA}}}description")).strip()
    return (element.text or "").strip() if local == "description" else ""


def _marked(element: Any) -> tuple[str, Kind]:
    """The text of an element, as HTML where it holds elements, and how it is meant."""
    if len(element):
        inner = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        return inner[inner.find(">") + 1 : inner.rfind("<")], "html"
    kind = _KINDS.get((element.get("type") or "").strip().lower(), "loose")
    return (element.text or "").strip(), kind


def _asked(root: Any) -> int | None:
    """Seconds by ttl (minutes) or sy:updatePeriod and updateFrequency, the longer."""
    holder = root.find("{*}channel")
    channel = root if holder is None else holder
    ttl = _count(channel.findtext("{*}ttl")) * 60
    period = _PERIODS.get(_text(channel.findtext(_SYNDICATION + "updatePeriod")).strip().lower(), 0)
    times = _count(channel.findtext(_SYNDICATION + "updateFrequency")) or 1
    return max(ttl, period // times) or None


def _count(written: Any) -> int:
    digits = _text(written).strip()[:9]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _moment(written: Any) -> int | None:
    try:
        return parse_iso(written) if isinstance(written, str) else None
    except (ValueError, OverflowError):
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
