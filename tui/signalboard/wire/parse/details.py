"""What fastfeedparser says nothing about, looked up in the same document by lxml."""

from __future__ import annotations

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from signalboard.values import dataclass
from signalboard.wire.parse.document import repaired
from signalboard.wire.parse.plain import Kind
from signalboard.wire.parse.raw import names_a_day, text_of

KINDS: dict[str, Kind] = {
    "html": "html",
    "text/html": "html",
    "xhtml": "html",
    "application/xhtml+xml": "html",
    "text": "text",
    "text/plain": "text",
}
"""How a text is meant, by the type it states."""

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


@dataclass(slots=True)
class Details:
    """Of one item. What is None was not found."""

    base: str = ""
    """By xml:base."""
    title: str | None = None
    title_kind: Kind = "loose"
    summary: str | None = None
    summary_kind: Kind = "loose"
    outlet: str = ""
    original: str = ""
    """The page itself, where the link leads through a middleman."""
    is_dated: bool = True
    """Whether it has a date of its own at all, and none that says no day."""


def tree_of(document: str) -> tuple[Any, str, bool]:
    """The root, the document as it should be read, and whether it was well-formed.

    No entity is expanded. The root is None where there is no telling what it is.
    """
    options = {"resolve_entities": False, "no_network": True, "huge_tree": True}
    options |= {"remove_comments": True, "remove_pis": True}
    try:
        strict = etree.XMLParser(recover=False, **options)
        return etree.fromstring(document.encode("utf-8"), strict), document, True
    except etree.XMLSyntaxError as error:
        _unless_memory(error)
        document = repaired(document)
    try:
        lenient = etree.XMLParser(recover=True, **options)
        return etree.fromstring(document.encode("utf-8"), lenient), document, False
    except etree.XMLSyntaxError as error:
        _unless_memory(error)
        return None, document, False


def _unless_memory(error: Exception) -> None:
    """Raises MemoryError where that is what a parser says in its own words."""
    if "memory" in str(error).lower():
        raise MemoryError from None


def items_of(root: Any) -> list[Any]:
    """The items of a feed, in order."""
    return [] if root is None else list(root.iter("{*}item", "{*}entry"))


def key_of(item: Any) -> str:
    """By what an item can be found again: its id, else its link, else nothing."""
    found = [text_of(item.findtext(f"{{*}}{name}")).strip() for name in ("guid", "id", "link")]
    return next(filter(None, found), "")


def details_of(item: Any) -> Details:
    """The details of an item."""
    found = Details(base=text_of(item.base), is_dated=False)
    own, _ = _named(item)
    dates = []
    media = ""
    for child in item:
        if not isinstance(child.tag, str):
            continue
        namespace, local = _named(child)
        text = (child.text or "").strip()
        if local in _DATES and text:
            dates.append(names_a_day(text))
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
        elif local == "source":
            title = child.find("{*}title")
            found.outlet = "".join((child if title is None else title).itertext()).strip()
    found.is_dated = bool(dates) and all(dates)
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
        return text_of(element.findtext(f"{{{_MEDIA}}}description")).strip()
    return (element.text or "").strip() if local == "description" else ""


def _marked(element: Any) -> tuple[str, Kind]:
    """The text of an element, as HTML where it holds elements, and how it is meant."""
    if len(element):
        inner = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        return inner[inner.find(">") + 1 : inner.rfind("<")], "html"
    kind = KINDS.get((element.get("type") or "").strip().lower(), "loose")
    return (element.text or "").strip(), kind


def asked_of(root: Any) -> int | None:
    """Seconds by ttl (minutes) or sy:updatePeriod and updateFrequency, the longer."""
    if root is None:
        return None
    holder = root.find("{*}channel")
    channel = root if holder is None else holder
    ttl = _count(channel.findtext("{*}ttl")) * 60
    period = _PERIODS.get(
        text_of(channel.findtext(_SYNDICATION + "updatePeriod")).strip().lower(), 0
    )
    times = _count(channel.findtext(_SYNDICATION + "updateFrequency")) or 1
    return max(ttl, period // times) or None


def _count(written: Any) -> int:
    digits = text_of(written).strip()[:9]
    return int(digits) if digits.isascii() and digits.isdigit() else 0
