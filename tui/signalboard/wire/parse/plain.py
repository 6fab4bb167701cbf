"""Markup to plain text: titles to one line, bodies to paragraphs."""

from __future__ import annotations

import html
import re
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from signalboard.text import clean, clean_paragraphs

Kind = Literal["text", "html", "loose"]
"""How a text is meant: as it is, as HTML, or (RSS) as whatever its author thought it to be."""

MOST_TITLE = 20_000
MOST_HTML = 200_000
MOST_TAGS = 3000
"""What of a document is read: deep nesting costs the square of its depth."""

_BLOCK = re.compile(
    r"<(?=/?(?:p|div|br|li|ul|ol|dl|dd|dt|tr|table|h[1-6]|blockquote|pre|hr|section|article"
    r"|figure|figcaption|header|footer|aside|details|summary|option)\b)",
    re.IGNORECASE,
)
_UNSEEN = ["script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select"]
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Escaped twice on the way: never meant to be read. (&lt; might be.)
_TWICE = re.compile(
    r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip);"
)
_INLINE = (
    r"a|abbr|b|bdi|big|cite|code|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|var"
)
_PAIRED = re.compile(rf"<(/?)({_INLINE})\b[^<>]{{0,500}}>", re.IGNORECASE)
_VOID = re.compile(r"<(?:br|wbr|img)\b[^<>]{0,500}>", re.IGNORECASE)
_LOOKS_HTML = re.compile(
    r"</?(?:p|a|br|div|img|strong|em|span|ul|ol|li|b|i|h[1-6]|table|blockquote)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


def title_of(written: str, kind: Kind) -> str:
    """A title as one clean line."""
    written = written[:MOST_TITLE]
    if kind == "html":
        return clean(_text(written).replace("\n", " "))
    if kind == "loose":
        if "<" in written:
            written = _without_inline(written)
        written = _TWICE.sub(_character, _ENTITY.sub(_character, written))
    return clean(written)


def summary_of(written: str, kind: Kind, limit: int) -> str:
    """A body as clean paragraphs, at most ``limit`` characters."""
    if kind == "text":
        return clean_paragraphs(written, limit)
    text = _text(written) if "<" in written else _ENTITY.sub(_character, written[:MOST_HTML])
    if _LOOKS_HTML.search(text):  # escaped once more than it should be
        text = _text(text)
    return clean_paragraphs(_TWICE.sub(_character, text), limit)


def _text(markup: str) -> str:
    """The text of HTML, a line for each block."""
    markup = markup[:MOST_HTML]
    if markup.count("<") > MOST_TAGS:
        markup = "<".join(markup.split("<", MOST_TAGS)[:MOST_TAGS])
    parser = LexborHTMLParser(_BLOCK.sub("\n<", re.sub(r"[\r\n]+", " ", markup)))
    parser.strip_tags(_UNSEEN)
    body = parser.body
    return "" if body is None else body.text(deep=True, separator="")


def _without_inline(written: str) -> str:
    """A title without tags that dress words: pairs, and those that never have one.

    Anything else that looks like a tag is what the title is about.
    """
    opened: dict[str, list[re.Match[str]]] = {}
    cut: list[re.Match[str]] = list(_VOID.finditer(written))
    for tag in _PAIRED.finditer(written):
        stack = opened.setdefault(tag[2].lower(), [])
        if not tag[1]:
            stack.append(tag)
        elif stack:
            cut += [stack.pop(), tag]
    for tag in sorted(cut, key=lambda tag: -tag.start()):
        space = " " if tag[0].lower().startswith("<br") else ""
        written = written[: tag.start()] + space + written[tag.end() :]
    return written


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])
