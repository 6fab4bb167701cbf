"""What is written to be read, before it is in any format: blocks of runs of text. Pure.

A writer a format sets them: ``page_markdown``, ``page_html``, ``page_plain``. Text in a run is
never syntax in any of them.
"""

from __future__ import annotations

from typing import Literal

from signalboard.model import Cited
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Some text, perhaps set apart."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """The number of a source, which leads to it where the format can."""

    number: int
    of: str
    """Which sources: see ``Sources.named``."""


Line = tuple[Run | Ref, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a part; level 1 is that of the whole page."""

    level: Literal[1, 2, 3, 4]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that follow one another without a break."""

    line: Line
    is_small: bool = False
    """Whether it is about the page, not of it."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; an item is a line, and lines below it."""

    items: tuple[tuple[Line, ...], ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """What somebody said, and who."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources by their numbers, from 1."""

    named: str
    """Tells the sources of one brief from those of another on the same page."""
    sources: tuple[Cited, ...]


Block = Heading | Paragraph | Items | Quoted | Sources


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document."""

    title: str
    blocks: tuple[Block, ...]


def line(*runs: Run | Ref | str) -> Line:
    """A line of runs; a string is a plain one."""
    return tuple(Run(each) if isinstance(each, str) else each for each in runs)


def strong(text: str) -> Run:
    """Text that is set apart."""
    return Run(text, is_strong=True)
