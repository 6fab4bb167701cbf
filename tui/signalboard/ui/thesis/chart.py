"""The conviction of a thesis over time: a line that steps at each judgment, words as bands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from signalboard import times
from signalboard.desk.summing import BANDS, Step, chance
from signalboard.ui.ink import Line, Piece, cells, crop_line, fit, right
from signalboard.ui.thesis.canvas import ACROSS, DOWN, Canvas
from signalboard.values import dataclass

LABEL = 17
"""Cells of the longest word, and what parts it from the line."""
_NARROW = 60
"""Cells below which bands have no words, only where each begins."""
_BOUNDS = tuple(low for _, low, _ in BANDS if low > 0.01)
"""Where a band ends and the next begins."""
CAUSES = {"support": ("▲", "support"), "contradict": ("▼", "contradict"), "settled": ("◆", "split")}


@dataclass(frozen=True, slots=True)
class Span:
    """The time a chart shows."""

    begins: int
    ends: int

    def column(self, at: int, columns: int) -> int:
        """Where a moment is among so many columns."""
        whole = max(1, self.ends - self.begins)
        return min(columns - 1, max(0, (at - self.begins) * columns // whole))


def chart(
    steps: Sequence[Step], due: Iterable[int], now: int, width: int, height: int
) -> list[Line]:
    """The chart in so many lines, of which the last three are marks and dates.

    ``due``: when open watches can be looked up; those still ahead make room for themselves.
    """
    if not steps:
        return [[], [("  No evidence yet: the line begins with the first judgment.", "soft")]]
    ahead = [at for at in due if at > now]
    span = Span(min(steps[0].at, now - times.DAY), max(now, *ahead[:1], steps[-1].at))
    named = width >= _NARROW
    edge = LABEL if named else 7
    room, rows = max(8, width - edge - 1), max(3, height - 3)
    canvas = _drawn(steps, span, min(now, span.ends), room, rows)
    lines: list[Line] = []
    for y in range(rows):
        label, bound = _label(y, rows, named)
        body = _guided(canvas.row(y), bound)
        label = right(label, edge - 1) if bound else fit(label, edge - 1)
        lines.append([(label, "soft"), ("│" if not bound else "┤", "faint"), *body])
    lines.append([(" " * (edge - 1), ""), ("│", "faint"), *_marks(steps, span, room, "support")])
    lines.append(
        [
            (" " * (edge - 1), ""),
            ("│", "faint"),
            *_marks(steps, span, room, "contradict", [*ahead]),
        ]
    )
    lines.append([(" " * edge, ""), *_dates(span, now, room)])
    return [crop_line(line, width) for line in lines]


def _drawn(steps: Sequence[Step], span: Span, now: int, room: int, rows: int) -> Canvas:
    """The line itself: at each column the last value of its time, joined upright."""
    canvas = Canvas(room, rows)
    columns = room * ACROSS
    values: list[float | None] = [None] * columns
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        until = now if following is None else following.at
        first, last = span.column(step.at, columns), span.column(until, columns)
        value = None if step.db is None else chance(step.db)
        for x in range(first, last + 1):
            values[x] = value
    before: int | None = None
    for x, value in enumerate(values):
        if value is None:
            before = None
            continue
        y = _dot(value, rows)
        canvas.upright(x, y, y if before is None else before)
        before = y
    return canvas


def _dot(p: float, rows: int) -> int:
    """How far down a probability is, in dots."""
    return min(rows * DOWN - 1, int((1 - p) * rows * DOWN))


def _label(y: int, rows: int, named: bool) -> tuple[str, str]:
    """What a row is called, and the bounds of bands that are in it.

    A word stands only where its band has a row to itself, as near its middle as one is: a row in
    which two bands meet says where they do.
    """
    bounds = [f"{low:.0%}"[:-1] for low in _BOUNDS if _row(low, rows) == y]
    bound = f"{'-'.join(dict.fromkeys((bounds[0], bounds[-1])))}%" if bounds else ""
    if bounds or not named:
        return bound, bound
    for name, low, high in BANDS:
        middle = _row((low + high) / 2, rows)
        own = [
            row
            for row in range(_row(high, rows), _row(low, rows) + 1)
            if all(_row(each, rows) != row for each in _BOUNDS)
        ]
        if y == min(own, key=lambda row: abs(row - middle), default=-1):
            return name, ""
    return "", ""


def _row(p: float, rows: int) -> int:
    return _dot(p, rows) // DOWN


def _guided(row: str, bound: str) -> list[Piece]:
    """A row of the line, over dots where a band ends."""
    if not bound:
        return [(row, "accent")]
    pieces: list[Piece] = []
    for x, character in enumerate(row):
        shown = character if character != " " else ("┈" if x % 2 else " ")
        ink = "accent" if character != " " else "faint"
        if pieces and pieces[-1][1] == ink:
            pieces[-1] = (pieces[-1][0] + shown, ink)
        else:
            pieces.append((shown, ink))
    return pieces


def _marks(
    steps: Sequence[Step], span: Span, room: int, cause: str, ahead: Sequence[int] = ()
) -> list[Piece]:
    """A mark in each column in which something was judged so; watches are in the second line."""
    marks: dict[int, Piece] = {}
    for step in steps:
        if step.cause == cause or (cause == "contradict" and step.cause == "settled"):
            marks[span.column(step.at, room)] = CAUSES[step.cause]
    for at in ahead:
        if at <= span.ends:
            marks[span.column(at, room)] = ("◇", "split")
    pieces: list[Piece] = []
    x = 0
    for column in sorted(marks):
        pieces += [(" " * (column - x), ""), marks[column]]
        x = column + 1
    return [piece for piece in pieces if piece[0]]


def _dates(span: Span, now: int, room: int) -> list[Piece]:
    """The first day, today, and the last where it is ahead."""
    first = times.day(span.begins)
    last = "today" if span.ends <= now else times.day(span.ends)
    line: list[Piece] = [(first, "soft")]
    if span.ends > now:
        at = span.column(now, room) - 2
        if len(first) + 1 <= at <= room - len(last) - 6:
            line += [(" " * (at - len(first)), ""), ("today", "soft")]
    gap = room - cells(line) - len(last)
    return [*line, (" " * max(1, gap), ""), (last, "soft")]
