"""What of the board's figures grows with the stories, and why where that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MOST = 1.3
"""Growth above which a figure is explained, or named as unexplained."""

EXPLAINED = {
    "filter unjudged p95": "it begins with how many are unjudged in each span of a thousand "
    "stories: 0.2 ms over 20 spans, 0.9 ms over 2,000",
    "filter starred p95": "of the fewest stories 25 are starred, fewer than the screen has rows; "
    "with more stories every row is read and drawn",
    "filter company p95": "of the fewest stories 40 name the company, so that all are found with "
    "the first page; of the most 49,000, and the count is painted a second time meanwhile",
    "filter thesis p95": "the stories judged on the thesis, 45 or 3,500, are gathered from the "
    "board (0.4 ms), and those at the top found among the newest that are judged (0.7 ms)",
}
"""Why a figure grows, by its name: measured by itself, query by query. What is not here is not
known, and the table says so."""

_OF_MANY = ("j p95",)
"""Figures of so many keys that the slow ones are no chance; their median is a row of its own."""


def of(found: Sequence[Mapping[str, float]], figure: str, pace: float) -> float | None:
    """How many times a figure grows from the fewest stories to the most; None from nothing.

    Where its median is known that grows: of few keys the slowest is chance. ``pace``: how many
    times longer the machine took for the same thing.
    """
    middle = figure if figure in _OF_MANY else figure.removesuffix(" p95") + " p50"
    first, last = (each.get(middle, each[figure]) for each in (found[0], found[-1]))
    return round(last / first / pace, 2) if first else None


def told(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A sentence for each figure that grows too much, as lines of Markdown."""
    grown = [row for row in rows if row["growth"] is not None and row["growth"] > MOST]
    if not grown:
        return [f"Nothing grows more than {MOST} times."]
    lines = [f"More than {MOST} times grows:", ""]
    for row in grown:
        why = EXPLAINED.get(row["figure"], "**unexplained**")
        lines.append(f"- {row['name']} ({row['growth']:.2f}): {why}.")
    return lines
