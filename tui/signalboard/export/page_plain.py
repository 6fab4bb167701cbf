"""A page as plain text, in lines of at most 72 columns; only a longer word exceeds that."""

from __future__ import annotations

from collections.abc import Iterator

from signalboard import times
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
from signalboard.text import cells, wrapped

WIDTH = 72
_UNDER = {1: "=", 2: "-", 3: "~", 4: ""}


def write(page: Page) -> str:
    """The page, ending in a line end."""
    return "\n\n".join("\n".join(_block(block)) for block in page.blocks) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            lines = _lines(text or "(untitled)")
            yield from lines
            if _UNDER[level]:
                yield _UNDER[level] * max(map(cells, lines))
        case Paragraph(line):
            yield from _lines(_text(line))
        case Items(items, is_numbered):
            for number, (first, *rest) in enumerate(items, start=1):
                mark = f"{number}. " if is_numbered else "- "
                yield from _lines(_text(first), mark)
                for line in rest:
                    yield from _lines(_text(line), f"{' ' * len(mark)}- ")
        case Quoted(text, by):
            yield from _lines(f"“{text}”", "    ")
            yield from _lines(f"— {by}", "    ")
        case Sources(_, sources):
            for number, source in enumerate(sources, start=1):
                yield from _source(f"{number}. ", source)


def _source(mark: str, source: Cited) -> Iterator[str]:
    outlet = f"{source.outlet}, " if source.outlet else ""
    day = "" if source.published_at is None else f", {times.day(source.published_at)}"
    yield from _lines(f"{outlet}“{source.title or '(no title)'}”{day}", mark)
    if address := safe_link(source.url):
        yield f"{' ' * len(mark)}{address}"


def _lines(text: str, mark: str = "") -> list[str]:
    """Text wrapped behind a mark, what follows set in below it."""
    lines = wrapped(text, WIDTH - len(mark), breaks_wide=True) or [""]
    return [f"{' ' * len(mark) if at else mark}{line}".rstrip() for at, line in enumerate(lines)]


def _text(line: Line) -> str:
    return " ".join(
        f"[{run.number}]" if isinstance(run, Ref) else run.text
        for run in line
        if isinstance(run, Ref) or run.text
    )
