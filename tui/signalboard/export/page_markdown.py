"""A page as Markdown (CommonMark). Text is escaped as in evidence logs: see ``literal``."""

from __future__ import annotations

from collections.abc import Iterator

from signalboard import times
from signalboard.export.literal import escape
from signalboard.export.outward import web_address
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
from signalboard.model import Cited


def write(page: Page) -> str:
    """The page, ending in a line end."""
    return "\n\n".join("\n".join(_block(block)) for block in page.blocks) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * level} {_or(text, 'untitled')}"
        case Paragraph(line):
            yield _line(line)
        case Items(items, is_numbered):
            for number, (first, *rest) in enumerate(items, start=1):
                mark = f"{number}. " if is_numbered else "- "
                yield f"{mark}{_line(first)}"
                yield from (f"{' ' * len(mark)}- {_line(line)}" for line in rest)
        case Quoted(text, by):
            yield f"> “{escape(text)}”"
            yield ">"
            yield f"> — {escape(by)}"
        case Sources(_, sources):
            for number, source in enumerate(sources, start=1):
                yield from _source(number, source)


def _source(number: int, source: Cited) -> Iterator[str]:
    mark = f"{number}. "
    outlet = f"{escape(source.outlet)}, " if source.outlet else ""
    day = "" if source.published_at is None else f", {times.day(source.published_at)}"
    yield f"{mark}{outlet}“{_or(source.title, 'no title')}”{day}"
    if address := web_address(source.url):
        yield f"{' ' * len(mark)}<{address}>"


def _line(line: Line) -> str:
    # The spaces between runs are ours: what is escaped has none at its ends.
    return " ".join(
        f"[{run.number}]"
        if isinstance(run, Ref)
        else f"**{escape(run.text)}**"
        if run.is_strong
        else escape(run.text)
        for run in line
        if isinstance(run, Ref) or run.text
    )


def _or(text: str, otherwise: str) -> str:
    return escape(text) or f"({otherwise})"
