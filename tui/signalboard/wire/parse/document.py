"""What is looked at before any parser is: the prolog and the root of a document. Pure.

The prolog never reaches a parser, so no declaration in it can do harm.
"""

from __future__ import annotations

import html.entities
import re

from signalboard.wire.parse.raw import NotAFeedError, RefusedError

MOST_PROLOG = 4096
MOST_ATTRIBUTES = 256
LONGEST_ROOT = 1 << 16

_FEED_ROOT = re.compile(r"<(?:rss|feed|rdf:rdf)\s{1,99}(?:version|xmlns)\b", re.IGNORECASE)
_NAME = re.compile(r"<([A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})")
_PAGE = frozenset(
    {"html", "head", "body", "title", "meta", "link", "script", "style", "noscript", "main", "div"}
    | {"p", "span", "h1", "h2", "h3", "center", "table", "form", "font", "b", "br", "a", "img"}
    | {"section", "article", "pre"}
)
_OTHER = {
    "kml": "a map (KML)",
    "opml": "a list of feeds (OPML)",
    "urlset": "a site map",
    "sitemapindex": "a site map",
    "svg": "a picture",
    "error": "an error message",
    "manifest": "a manifest",
    "plist": "a property list",
}
_LOOSE_AMP = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_HALVES = re.compile(
    r"(?:&#(?:[xX]0{0,9}[dD][89a-fA-F][0-9a-fA-F]{2}"
    r"|0{0,9}(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]));)+"
)
"""References to halves of UTF-16 characters: no XML parser takes them."""
_XML_NAMES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def root_of(text: str) -> str:
    """The document from its root element on.

    Raises NotAFeedError for a page or another kind of document, and RefusedError for
    a prolog or a root that means harm.
    """
    start = _start_of_root(text)
    name = _NAME.match(text, start)
    local = name[2].lower() if name else ""
    if local in _PAGE:
        # A server's warnings, or half a page, may stand before the feed.
        feed = _FEED_ROOT.search(text, start, start + MOST_PROLOG)
        if feed is not None:
            return root_of(text[feed.start() :])
        raise NotAFeedError("a web page")
    if local in _OTHER:
        raise NotAFeedError(_OTHER[local])
    _check_root(text, start)
    return text[start:]


def _start_of_root(text: str) -> int:
    position = max(text.find("<"), 0)
    first = position
    while position != -1:
        if position - first > MOST_PROLOG:
            raise RefusedError("there is too much before its first element")
        if text.startswith("<?", position):
            end = text.find("?>", position, position + MOST_PROLOG)
            end = end + 2 if end != -1 else -1
        elif text.startswith("<!--", position):
            end = text.find("-->", position + 4, position + 2 * MOST_PROLOG)
            end = end + 3 if end != -1 else -1
        elif text.startswith("<!", position):
            end = _end_of_doctype(text, position)
        elif _NAME.match(text, position):
            return position
        else:
            end = position + 1
        if end == -1:
            raise RefusedError("there is too much before its first element")
        position = text.find("<", end)
    raise NotAFeedError("no feed, but text" if text.strip() else "empty")


def _end_of_doctype(text: str, position: int) -> int:
    """Where a declaration ends, its brackets closed; -1 where it does not in good time."""
    declaration = text[position : position + MOST_PROLOG]
    depth = 0
    for offset, character in enumerate(declaration):
        if character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
        elif character == ">" and depth <= 0:
            if "<!entity" in declaration[:offset].lower():
                raise RefusedError("it declares entities")
            return position + offset + 1
    if "<!entity" in declaration.lower():
        raise RefusedError("it declares entities")
    return -1


def _check_root(text: str, start: int) -> None:
    """Counts the attributes of the root element, quoted or not."""
    attributes, quote = 0, ""
    for character in text[start : start + LONGEST_ROOT]:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "=":
            attributes += 1
        elif character == ">":
            break
    else:
        if len(text) - start > LONGEST_ROOT:
            raise RefusedError("its first element has no end")
    if attributes > MOST_ATTRIBUTES:
        raise RefusedError("its first element has too many attributes")


def is_whole(document: str) -> bool:
    """Whether the root element of an ill-formed document is closed near its end."""
    name = _NAME.match(document)
    if name is None:
        return True
    tail = document[-(1 << 14) :].lower()
    return f"</{name[0][1:].lower()}" in tail or f"</{name[2].lower()}" in tail


def repaired(document: str) -> str:
    """An ill-formed document with the entities of HTML as characters and bare & escaped.

    Characters that were written as the two halves of UTF-16 are whole; a half alone goes.
    """
    document = _HALVES.sub(_joined, _NAMED.sub(_character, document))
    first, *sections = document.split("<![CDATA[")
    pieces = [_LOOSE_AMP.sub("&amp;", first)]
    for section in sections:
        inside, end, outside = section.partition("]]>")
        pieces.append(inside + end + _LOOSE_AMP.sub("&amp;", outside))
    return "<![CDATA[".join(pieces)


def _joined(found: re.Match[str]) -> str:
    written = [each.removeprefix("&#") for each in found[0].split(";")[:-1]]
    halves = "".join(chr(int(f"0{each}", 16 if each[0] in "xX" else 10)) for each in written)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _character(found: re.Match[str]) -> str:
    if found[1] in _XML_NAMES:
        return found[0]
    character = html.entities.html5.get(found[1])
    return found[0] if character is None or character in "<>&" else character
