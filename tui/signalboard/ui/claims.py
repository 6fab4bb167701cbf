"""What a thesis says, in full: its statement and negation, its prior, its watches."""

from __future__ import annotations

from signalboard import times
from signalboard.desk.values import ThesisRow
from signalboard.model import Thesis
from signalboard.ui.ink import Line, fit, wrap

LABEL = 11
MEASURE = 100
"""Cells of a line of prose at most."""


def claim(thesis: Thesis, width: int) -> list[Line]:
    """Statement or negation, wrapped close, for where there is little room."""
    lines: list[Line] = [[]]
    for said, ink in ((thesis.statement, "strong"), (f"or {thesis.negation}", "read")):
        lines += [[("  ", ""), (said[a:b], ink)] for a, b in wrap(said, width - 3)]
    return lines


def in_full(row: ThesisRow, now: int, width: int) -> list[Line]:
    """The claim, the prior, and the open watches with their dates."""
    lines = [
        *_labelled("statement", row.thesis.statement, width),
        *_labelled("negation", row.thesis.negation, width),
        *_labelled("prior", f"{row.thesis.prior:.0%}", width),
    ]
    if row.thesis.horizon_at is not None:
        passed = ", passed" if row.thesis.is_overdue(now) else ""
        lines += _labelled("horizon", f"{times.day(row.thesis.horizon_at)}{passed}", width)
    for number, watch in enumerate(row.watches):
        due = "due" if watch.closes_at <= now else f"in {times.days_between(now, watch.closes_at)}d"
        said = f"{times.day(watch.closes_at)} ({due}): {watch.question}"
        lines += _labelled("" if number else "watches", said, width)
    return lines


def _labelled(label: str, text: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for start, end in wrap(text, max(8, min(MEASURE, width - LABEL - 4))):
        lines.append([("  ", ""), (fit(label, LABEL), "soft"), (text[start:end], "read")])
        label = ""
    return lines
