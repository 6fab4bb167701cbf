"""OPML as it is found in the wild, and as it should be. Pure: text in, feeds out, and back.

Two of three lists that readers exported are not well-formed XML. So no XML parser reads them
here, which also means that no entity is ever expanded: outlines are found by their brackets,
attributes by their names, in time that grows with the length of the list and no faster.
"""

from __future__ import annotations

import html
import html.entities
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from signalboard.links import shown
from signalboard.model import Feed
from signalboard.text import clean
from signalboard.values import dataclass
from signalboard.wire.lists.listed import (
    A_LINK,
    A_LIST,
    ALLOWS_HTTP,
    LONGEST_NAME,
    NO_ADDRESS,
    UNFILTERED,
    FeedList,
    Gathering,
    NotAListError,
)

NAMESPACE = "urn:signalboard:feeds"
DEEPEST = 32
"""Folders within folders that count as tags."""

_BOUND = re.compile(
    r"<[ \t]{0,9}(/?)[ \t]{0,9}(?:[\w.-]{1,30}:)?(outline|body|head|opml)(?=[\s/>\"'])",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([A-Za-z_][\w:.-]{0,60})\s{0,99}=\s{0,99}([\"']?)")
_BARE = re.compile(r"[^\s\"'<>]*")
_TAG_END = {'"': re.compile(r"\"\s{0,99}/?\s{0,9}>"), "'": re.compile(r"'\s{0,99}/?\s{0,9}>")}
_CLOSED = re.compile(r"[^<>]*?/\s{0,9}>")
_DECLARED = re.compile(r"<!\s{0,99}(?:DOCTYPE|ENTITY)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ADDRESS = ("xmlurl", "xml_url", "xml-url", "feedurl", "feed_url", "rssurl", "rss_url")
_ALWAYS = frozenset((*_ADDRESS, "htmlurl"))
"""Attributes that begin where they stand, whether or not the one before was closed."""
_LIKE_ALWAYS = re.compile(rf"(?:{'|'.join(_ALWAYS)})\s*=", re.IGNORECASE)
_LIKE = re.compile(r"<[ \t]{0,9}(?:[\w.-]{1,30}:)?(?:opml|outline)(?=[\s/>\"'])", re.IGNORECASE)
_OURS = re.compile(rf"xmlns:signalboard\s{{0,9}}=\s{{0,9}}[\"']{NAMESPACE}[\"']")


@dataclass(slots=True)
class _Open:
    """An outline whose end has not come yet."""

    line: int
    name: str
    is_feed: bool
    why: str
    """Why it is left out, if it turns out to hold nothing."""
    has_children: bool = False


@dataclass(slots=True)
class _Outline:
    attributes: dict[str, str]
    is_closed: bool

    def get(self, *names: str) -> str:
        """The first of these attributes that says something."""
        return next((v for name in names if (v := self.attributes.get(name, "").strip())), "")


def looks_like(text: str) -> bool:
    """Whether a text is OPML, however broken."""
    return _LIKE.search(text) is not None


def read(text: str) -> FeedList:
    """The feeds of an OPML file, its folders as tags. Raises NotAListError."""
    if _DECLARED.search(text):
        raise NotAListError(
            "The list declares a DOCTYPE or entities, which no list of feeds needs. "
            "It was not read; take these lines out if you trust it."
        )
    reading = _Reading(Gathering(exact=_OURS.search(text) is not None))
    for line, is_end, segment in _outlines(_without_comments(text)):
        if is_end:
            reading.end()
        else:
            reading.outline(line, _outline(segment))
    while reading.open:
        reading.end()
    return reading.found.listed("OPML")


class _Reading:
    """Follows the outlines of one list, one after the other."""

    def __init__(self, found: Gathering) -> None:
        self.found = found
        self.open: list[_Open] = []

    def outline(self, line: int, outline: _Outline) -> None:
        """One outline begins, and may end at once."""
        if self.open:
            self.open[-1].has_children = True
        name, kind = outline.get("text", "title"), outline.get("type").lower()
        address = outline.get(*_ADDRESS)
        if not address and kind not in {"link", "include"}:
            address = outline.get("url")
        if address:
            self._feed(line, name, address, outline)
        other = outline.get("url", "htmlurl")
        why = NO_ADDRESS
        if other and kind in {"link", "include"}:
            is_list = kind == "include" or other.lower().endswith(".opml")
            why = A_LIST if is_list else A_LINK
        self.open.append(_Open(line, name or other, bool(address), why))
        if outline.is_closed:
            self.end()

    def end(self) -> None:
        """The innermost outline ends; one that is no feed and holds nothing is left out."""
        if not self.open:
            return
        ended = self.open.pop()
        if not ended.is_feed and not ended.has_children:
            self.found.leave(ended.line, ended.name, ended.why)

    def _feed(self, line: int, name: str, address: str, outline: _Outline) -> None:
        own = _own(outline.attributes) if self.found.exact else {}
        tags = own.pop("tags", None)
        if tags is None:
            folders = [each.name for each in self.open[:DEEPEST] if not each.is_feed]
            tags = [*folders, *_categories(outline.get("category", "categories"))]
        title = outline.get("title")
        feed = self.found.add(line, address, title if name == address else name, tags, **own)
        if feed is not None and outline.get("filtercmd"):
            self.found.note(line, feed, UNFILTERED)
        if feed is not None and feed.allow_http:
            self.found.note(line, feed, ALLOWS_HTTP)


def write(feeds: Iterable[Feed]) -> str:
    """Feeds as OPML 2.0, which reads back as the same feeds in the same order.

    The first tag of a feed is its folder, all of them its ``category``, for readers that know
    either. What no other reader has stands in attributes of a namespace of our own. No user
    name, password, key or header of a request leaves with it.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:signalboard="{NAMESPACE}">',
        "  <head>",
        "    <title>Feeds</title>",
        "  </head>",
        "  <body>",
    ]
    for folder, together in groupby(feeds, key=lambda feed: feed.tags[:1]):
        margin = "    "
        if folder:
            lines.append(f"    <outline text={_quoted(folder[0])} title={_quoted(folder[0])}>")
            margin += "  "
        lines += [f"{margin}<outline {_written(feed)}/>" for feed in together]
        if folder:
            lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _written(feed: Feed) -> str:
    category = ",".join(feed.tags)
    folders = feed.tags[:1]
    reads_back = tuple(dict.fromkeys((*folders, *_categories(category)))) == feed.tags
    attributes = {
        "type": "rss",
        "text": feed.name,
        "title": feed.name,
        "xmlUrl": shown(feed.url),
        "category": category if reads_back else "",
        "signalboard:tags": "" if reads_back else json.dumps(feed.tags, ensure_ascii=False),
        "signalboard:origin": feed.origin or "",
        "signalboard:reliability": feed.reliability or "",
        "signalboard:userAgent": feed.user_agent or "",
        "signalboard:enabled": "" if feed.enabled else "false",
        "signalboard:allowHttp": "true" if feed.allow_http else "",
    }
    return " ".join(f"{name}={_quoted(value)}" for name, value in attributes.items() if value)


def _quoted(value: str) -> str:
    """An attribute's value; what a tolerant reader could take for another attribute is not one."""
    return quoteattr(value, {"=": "&#61;"} if _LIKE_ALWAYS.search(value) else {})


def _own(attributes: dict[str, str]) -> dict[str, Any]:
    """The fields of a feed that only our lists have, as far as they are right."""
    said = {
        name.partition(":")[2]: value.strip()
        for name, value in attributes.items()
        if name.startswith("signalboard:") and value.strip()
    }
    own: dict[str, Any] = {}
    if "origin" in said:
        own["origin"] = clean(said["origin"], LONGEST_NAME) or None
    if said.get("reliability", "").upper() in tuple("ABCDEF"):
        own["reliability"] = said["reliability"].upper()
    if re.fullmatch(r"[\x20-\x7e]{1,400}", said.get("useragent", "")):
        own["user_agent"] = said["useragent"]
    if said.get("enabled") == "false":
        own["enabled"] = False
    if said.get("allowhttp") == "true":
        own["allow_http"] = True
    if "tags" in said:
        try:
            listed = json.loads(said["tags"])
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list) and all(isinstance(tag, str) for tag in listed):
            own["tags"] = listed
    return own


def _categories(written: str) -> list[str]:
    """The tags of a ``category``: between commas; what begins with a slash is a path of them."""
    found: list[str] = []
    for part in written.split(","):
        named = part.strip()
        found += named.split("/") if named.startswith("/") else [named]
    return [tag for tag in (each.strip() for each in found) if tag]


# -- brackets and attributes, however broken ------------------------------------------------


def _outlines(text: str) -> Iterator[tuple[int, bool, str]]:
    """Each beginning (with what follows up to the next) or end of an outline, and its line."""
    line, counted = 1, 0
    bounds = _BOUND.finditer(text)
    current = next(bounds, None)
    while current is not None:
        following = next(bounds, None)
        line += text.count("\n", counted, current.start())
        counted = current.start()
        if current[2].lower() == "outline":
            end = following.start() if following is not None else len(text)
            yield line, bool(current[1]), text[current.end() : end]
        current = following


def _without_comments(text: str) -> str:
    """The text with its comments as so many empty lines."""
    pieces: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) != -1:
        end = text.find("-->", start + 4)
        if end == -1:
            break
        pieces += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*pieces, text[at:]])


def _outline(segment: str) -> _Outline:
    """The attributes of an outline that begins here. Of two of one name the first counts."""
    found = list(_ATTRIBUTE.finditer(segment))
    attributes: dict[str, str] = {}
    at = end = 0
    while at < len(found):
        here = found[at]
        if here.start() < end:
            at += 1
            continue
        value, end, at = _value(segment, found, at)
        name = here[1].lower()
        attributes.setdefault(name, _ENTITY.sub(_character, value))
    return _Outline(attributes, _CLOSED.match(segment, end) is not None)


def _value(segment: str, found: Sequence[re.Match[str]], at: int) -> tuple[str, int, int]:
    """The value of an attribute, where it ends, and the attribute to go on with.

    It ends at the quote before the next attribute: quotes and brackets within it are text.
    """
    start, quote = found[at].end(), found[at][2]
    if not quote:
        bare = _BARE.match(segment, start)
        assert bare is not None
        closes = bare[0].endswith("/") and segment.startswith(">", bare.end())
        end = bare.end() - closes
        return segment[start:end], end, at + 1
    for number in range(at + 1, len(found)):
        following = found[number]
        last = _before(segment, following.start())
        if last >= start and segment[last] == quote:
            return segment[start:last], last + 1, number
        if following[1].lower() in _ALWAYS and last + 1 < following.start() and last >= start:
            end = segment.find(quote, start, following.start())
            return segment[start : end if end != -1 else last + 1], following.start(), number
    ends = [end.start() for end in _TAG_END[quote].finditer(segment, start)]
    end = ends[-1] if ends else segment.find(quote, start)
    if end == -1:
        end = segment.find(">", start)
    end = end if end != -1 else len(segment)
    return segment[start:end], min(end + 1, len(segment)), len(found)


def _before(segment: str, at: int) -> int:
    """The place of the last character before ``at`` that is no space."""
    least = max(0, at - 200)
    at -= 1
    while at > least and segment[at].isspace():
        at -= 1
    return at


def _character(entity: re.Match[str]) -> str:
    if entity[0].startswith("&#"):
        return html.unescape(entity[0])
    return html.entities.html5.get(entity[0][1:], entity[0])
