"""The feed under the cursor: why it stands so, what to do, and how its latest checks went."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard import times
from signalboard.desk.standing import paced
from signalboard.desk.values import FeedHealth
from signalboard.model import Check
from signalboard.ui.companies import sparkline
from signalboard.ui.health.signs import CHECKS, SIGNS, strip, words
from signalboard.ui.ink import Line, Piece, cells, fit, wrap
from signalboard.ui.sheet import Sheet

MEASURE = 100
"""Cells of a line of prose at most."""
ROOMY = 13
"""Lines in view from which groups of lines stand apart."""
LABEL = 10
OUTCOME = 13


class FeedDetail(Sheet):
    """One feed in full."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._row: FeedHealth | None = None
        self._checks: Sequence[Check] = ()
        self._days: Sequence[int] = ()
        self._now = 0
        self._made: tuple[tuple[int, int], list[Line]] = ((-1, 0), [])

    def show(
        self, row: FeedHealth | None, checks: Sequence[Check], days: Sequence[int], now: int
    ) -> None:
        """A feed, its checks (newest first), and its entries a day; at the top if it is another."""
        is_other = (row and row.url) != (self._row and self._row.url)
        self._row, self._checks, self._days, self._now = row, checks, days, now
        self._made = ((-1, 0), [])
        if row is None:
            self.caption([("Feed", "strong")])
        else:
            sign, ink = SIGNS[row.standing]
            self.caption(
                [(row.feed.name, "strong")], [(f"{sign} {row.standing.value}", ink or "soft")]
            )
        self.redraw()
        if is_other:
            self.scroll_to_line(0)

    def line_count(self) -> int:
        """Lines at the present width."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line."""
        lines = self._at(width)
        return [(" ", ""), *lines[y]] if y < len(lines) else []

    def _at(self, width: int) -> list[Line]:
        if self._made[0] != (width, self.page):
            self._made = ((width, self.page), list(self._written(max(20, width - 2))))
        return self._made[1]

    def _written(self, width: int) -> list[Line]:
        row = self._row
        if row is None:
            return []
        measure = min(width, MEASURE)
        lines: list[Line] = [*_prose(row.reason, "", measure), *_prose(row.advice, "read", measure)]
        lines += _prose(row.moved, "warn", measure)
        if self.page >= ROOMY:
            lines.append([])
        lines += [*_labelled("address", row.url, width), *self._moments(row, width)]
        lines += self._posts(row, width)
        if self._checks:
            room = min(len(self._checks), width - LABEL)
            legend = [
                piece
                for sign, ink, said in CHECKS
                for piece in ((f"   {sign}", ink), (f" {said}", "soft"))
            ]
            told: list[Piece] = [(fit("checks", LABEL), "soft"), *strip(self._checks, room)]
            if self.page >= ROOMY:
                lines.append([])
            lines.append([*told, *legend] if cells(told) + cells(legend) <= width else told)
            lines += [self._check(check) for check in self._checks]
        return lines

    def _moments(self, row: FeedHealth, width: int) -> list[Line]:
        state = row.state
        read = "never" if state.succeeded_at is None else times.ago(state.succeeded_at, self._now)
        said = f"{read}, next try {row.next_try}"
        if state.attempted_at is not None and state.attempted_at != state.succeeded_at:
            said = f"{read}, tried {times.ago(state.attempted_at, self._now)}"
            said += f", next try {row.next_try}"
        return _labelled("last read", said, width)

    def _posts(self, row: FeedHealth, width: int) -> list[Line]:
        if not row.entries:
            return _labelled("posts", "nothing yet", width)
        week = f"{paced(row.per_week)} a week, " if row.per_week else ""
        newest = "" if row.latest_at is None else f", newest {times.ago(row.latest_at, self._now)}"
        said = f"{week}{row.month:,} in 30 days of {row.entries:,} kept{newest}"
        line: list[Piece] = [(fit("posts", LABEL), "soft")]
        if LABEL + len(self._days) + 2 + len(said) <= width:
            line += [*sparkline(self._days), ("  ", "")]
        return [[*line, (said, "")]]

    def _check(self, check: Check) -> Line:
        ended, said = words(check)
        is_said = check.status in (None, 200, 304) or str(check.status) in said
        status = "" if is_said else f"{check.status} "
        return [
            (fit(times.ago(check.at, self._now), LABEL), "soft"),
            (fit(ended[0], OUTCOME), ended[1]),
            (f"{status}{said}", ""),
        ]


def _prose(text: str, ink: str, width: int) -> list[Line]:
    return [[(text[start:end], ink)] for start, end in wrap(text, width)] if text else []


def _labelled(label: str, text: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for start, end in wrap(text, max(8, width - LABEL)):
        lines.append([(fit(label, LABEL), "soft"), (text[start:end], "")])
        label = ""
    return lines
