"""A feed as its reader found it: not cleaned, not resolved, not judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from signalboard.times import parse_iso
from signalboard.wire.parse.plain import Kind

MOST_ENTRIES = 5000
"""Entries taken of one body, the newest."""


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


def moment_of(written: object) -> int | None:
    """The moment of an ISO 8601 date; None for anything else."""
    try:
        return parse_iso(text_of(written))
    except (ValueError, OverflowError):
        return None
