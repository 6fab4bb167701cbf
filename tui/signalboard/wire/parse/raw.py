"""A feed as its reader found it: not cleaned, not resolved, not judged."""

from __future__ import annotations

import re

from signalboard.times import parse_iso
from signalboard.values import dataclass, field
from signalboard.wire.parse.plain import Kind

MOST_ENTRIES = 5000
"""Entries taken of one body, the newest."""


_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PARTS = re.compile(r"\d+|[^\W\d_]{3,}")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{1,2}[\s-]+[^\W\d_]{3,}\.?[\s-]+\d{2}(?!\d)")
_IN_ONE = re.compile(r"(?<!\d)\d{8}(?:T?\d{6})?(?!\d)")


@dataclass(slots=True)
class RawEntry:
    """One item, in the words of the feed. Dates are Unix seconds, not yet believed."""

    id: str = ""
    title: str = ""
    title_kind: Kind = "loose"
    link: str = ""
    base: str = ""
    """What a relative link is relative to, itself perhaps relative to the feed."""
    summary: str = ""
    summary_kind: Kind = "loose"
    author: str = ""
    outlet: str = ""
    published_at: int | None = None
    updated_at: int | None = None


@dataclass(slots=True)
class RawFeed:
    """A feed and its items in the order of the document."""

    title: str = ""
    site: str = ""
    asked: int | None = None
    """Seconds it asks to be left alone between two checks."""
    entries: list[RawEntry] = field(default_factory=list)
    is_whole: bool = True
    """Whether the document came to its end."""


class NotAFeedError(Exception):
    """What came is no feed; the text says what it is, as the end of a sentence."""


class RefusedError(Exception):
    """A feed that is not parsed because of what it would do; the text says why."""


def text_of(value: object) -> str:
    """A text that a parser may have left out, or put something else in its place."""
    return value if isinstance(value, str) else ""


def names_a_day(written: str) -> bool:
    """Whether a date has a day, a month and a year: parsers take what is missing from today.

    ``-1`` is no date, nor is ``2026-02``, and of ``26-02-02`` nobody knows which is the year.
    """
    written = written[:100]
    if _IN_ONE.search(written):
        return True
    dated = _TIME.sub(" ", written)
    return _YEAR.search(dated) is not None and len(_PARTS.findall(dated)) >= 3


def moment_of(written: object) -> int | None:
    """The moment of an ISO 8601 date; None for anything else."""
    try:
        return parse_iso(text_of(written))
    except (ValueError, OverflowError):
        return None
