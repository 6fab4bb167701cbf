"""A page as HTML, in the frame of evidence logs. Text is only text; addresses are http(s)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from signalboard import times
from signalboard.export.page import page as framed
from signalboard.export.pages import (
    Block,
    Heading,
    Items,
    Line,
    Page,
    Paragraph,
    Quoted,
    Ref,
    Sources,
)
from signalboard.links import safe_link
from signalboard.model import Cited

_DIR = 'dir="auto"'
"""Text from outside runs as its own letters do."""


def write(page: Page) -> str:
    """The page, ending in a line end."""
    *blocks, foot = page.blocks
    body = [line for block in blocks for line in _block(block)]
    return framed(
        page.title,
        ['<main id="main">', *body, "</main>", "<footer>", *_block(foot), "</footer>"],
        "To the text",
    )


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"<h{level} {_DIR}>{_or(text, 'untitled')}</h{level}>"
        case Paragraph(line, is_small):
            soft = ' class="soft"' if is_small else ""
            yield f"<p{soft} {_DIR}>{_line(line)}</p>"
        case Items(items, is_numbered):
            name = "ol" if is_numbered else "ul"
            yield f"<{name}>"
            for first, *rest in items:
                below = "".join(f"<li {_DIR}>{_line(line)}</li>" for line in rest)
                yield f"<li {_DIR}>{_line(first)}{f'<ul>{below}</ul>' if below else ''}</li>"
            yield f"</{name}>"
        case Quoted(text, by):
            yield "<blockquote>"
            yield f'<p class="title" {_DIR}>“{escape(text)}”</p>'
            yield f'<p class="soft" {_DIR}>— {escape(by)}</p>'
            yield "</blockquote>"
        case Sources(named, sources):
            yield '<ol class="sources">'
            for number, source in enumerate(sources, start=1):
                yield f'<li id="{_anchor(named, number)}">{_source(source)}</li>'
            yield "</ol>"


def _source(source: Cited) -> str:
    outlet = f"<bdi>{escape(source.outlet)}</bdi>, " if source.outlet else ""
    day = "" if source.published_at is None else f", {times.day(source.published_at)}"
    title = f"“<bdi>{_or(source.title, 'no title')}</bdi>”"
    if address := safe_link(source.url):
        title = f'<a href="{escape(address)}" rel="noopener noreferrer">{title}</a>'
    return f"{outlet}{title}{day}"


def _line(line: Line) -> str:
    return " ".join(
        f'<a href="#{_anchor(run.of, run.number)}">[{run.number}]</a>'
        if isinstance(run, Ref)
        else f"<strong>{escape(run.text)}</strong>"
        if run.is_strong
        else escape(run.text)
        for run in line
        if isinstance(run, Ref) or run.text
    )


def _anchor(named: str, number: int) -> str:
    return f"{escape(named)}-source-{number}"


def _or(text: str, otherwise: str) -> str:
    return escape(text) or f"({otherwise})"
