"""Above the log: what the evidence says, and how it came to."""

from __future__ import annotations

from signalboard.desk.summing import ThesisSum
from signalboard.ui.ink import Line, Piece, cells, spread
from signalboard.ui.sheet import Sheet
from signalboard.ui.status import OneLine
from signalboard.ui.sums import change, verdict
from signalboard.ui.thesis.chart import chart


class Title(OneLine):
    """Which thesis it is, and what its evidence says."""

    def __init__(self) -> None:
        super().__init__()
        self._sum: ThesisSum | None = None
        self._clock = ""
        self._late = False

    def show(self, found: ThesisSum, clock: str, *, late: bool = False) -> None:
        """Another state of things; ``late``: its horizon has passed."""
        if (found, clock, late) != (self._sum, self._clock, self._late):
            self._sum, self._clock, self._late = found, clock, late
            self.refresh()

    def compose_line(self, width: int) -> Line:
        """Name, word, percentage, band, decibans, tally, change, as far as they fit."""
        if self._sum is None:
            return []
        row = self._sum.row
        found = row.conviction
        left: list[Piece] = [(f" {row.thesis.number} {row.thesis.name}", "title")]
        if row.thesis.status != "active":
            left.append((f" ({row.thesis.status})", "soft"))
        if self._late:
            left.append((" late", "warn"))
        left.append(("   ", ""))
        left += [("— no evidence", "soft")] if found is None else verdict(found)
        more: list[Piece] = [(f"   [+{row.tally.supports}/−{row.tally.contradictions}]", "")]
        if found is not None:
            more.append((f"   {found.db:+.2f} dB".replace("-", "−"), ""))
        if said := change(row.change):
            more.append((f"   {said}", "soft"))
        for piece in more:  # each whole, or not at all
            left += [piece] if cells([*left, piece]) < width else []
        end: Line = [(f"{self._clock} ", "soft")]
        return spread(left, end if cells(left) + cells(end) + 2 <= width else (), width)


class Chart(Sheet, can_focus=False):
    """The line over time."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._said: tuple[ThesisSum | None, tuple[int, ...], int] = (None, (), 0)
        self._made: tuple[tuple[int, int], list[Line]] = ((-1, -1), [])

    def show(self, found: ThesisSum, due: tuple[int, ...], now: int) -> None:
        """Another state of things."""
        self._said, self._made = (found, due, now), ((-1, -1), [])
        self.redraw()

    def line_count(self) -> int:
        """As many as there is room for."""
        return self.page

    def line(self, y: int, width: int) -> Line:
        """One line."""
        if self._made[0] != (width, self.page):
            found, due, now = self._said
            steps = found.steps if found is not None else ()
            self._made = (width, self.page), chart(steps, due, now, width, self.page)
        lines = self._made[1]
        return lines[y] if y < len(lines) else []
