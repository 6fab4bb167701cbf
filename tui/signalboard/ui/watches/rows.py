"""The list of watches: one line each, due ones first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from signalboard import times
from signalboard.desk import WatchRow
from signalboard.ui.ink import Line, Piece, cells, crop, fit, right
from signalboard.ui.sheet import Rows
from signalboard.ui.status import OneLine
from signalboard.ui.watches.signs import decibans, forecast, stands

EDGE, DAY, STATE, FORECAST, WEIGHT = 4, 10, 8, 6, 12
WIDE, NARROW = 100, 60
"""Least columns for what the answers weigh, and for the state in words."""


class WatchHeadings(OneLine):
    """What the columns are."""

    def compose_line(self, width: int) -> Line:
        """A word over each column."""
        line = [" " * EDGE, fit("date", DAY + 2)]
        if width >= NARROW:
            line.append(fit("state", STATE + 2))
        line.append(right("hit", FORECAST) + "  ")
        if width >= WIDE:
            line.append(fit("hit/miss, dB", WEIGHT + 2))
        return [("".join([*line, "on  question"]), "soft")]


class WatchRows(Rows):
    """The watches."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[WatchRow] = ()
        self.empty: Sequence[Line] = ()
        self.moved: Callable[[], None] = _nobody
        """Called when another watch is under the cursor."""
        self._now = 0

    @property
    def selected(self) -> WatchRow | None:
        """The watch under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[WatchRow], now: int) -> None:
        """The watches as they stand; the cursor stays on its watch, or where that was."""
        ident = self.selected.watch.id if self.selected else None
        self.rows, self._now = rows, now
        self.reveal(ident)
        self.redraw()
        self.show_cursor()

    def reveal(self, ident: str | None) -> None:
        """The cursor on a watch, where it is listed."""
        places = [at for at, row in enumerate(self.rows) if row.watch.id == ident]
        self.cursor = places[0] if places else max(0, min(self.cursor, len(self.rows) - 1))

    def move_to(self, item: int) -> None:
        """Put the cursor on a watch."""
        before = self.cursor
        super().move_to(item)
        if self.cursor != before:
            self.moved()

    def item_count(self) -> int:
        """How many watches there are."""
        return len(self.rows)

    def line_count(self) -> int:
        """One line each, or what is said of there being none."""
        return len(self.rows) or len(self.empty) + 1

    def line(self, y: int, width: int) -> Line:
        """One watch."""
        if not self.rows:
            return [(" " * EDGE, ""), *self.empty[y - 1]] if 0 < y <= len(self.empty) else []
        row = self.rows[y]
        watch = row.watch
        sign, word = stands(row, self._now)
        is_open = watch.state == "open"
        day = watch.due_at if watch.settled_at is None else watch.settled_at
        ink = "" if is_open else "read"
        line: list[Piece] = [
            ("▸ " if y == self.cursor else "  ", "accent"),
            sign,
            (" " + fit(times.day(day), DAY + 2), ink),
        ]
        if width >= NARROW:
            line.append((fit(word, STATE + 2), sign[1]))
        line.append((right(forecast(row), FORECAST) + "  ", ink))
        if width >= WIDE:
            line += self._weights(row)
        line.append((fit(str(row.thesis.number), 4), "accent" if is_open else "soft"))
        return [*line, (crop(watch.question, width - cells(line)), ink)]

    def _weights(self, row: WatchRow) -> list[Piece]:
        """What each answer weighs; once it is settled, what that one did."""
        if row.watch.state == "open":
            hit, miss = decibans(row.outlook.hit_db), decibans(row.outlook.miss_db)
            line: list[Piece] = [hit, (" / ", "faint"), miss]
        else:
            line = [decibans(row.settled_db)]
        return [*line, (" " * (WEIGHT + 2 - cells(line)), "")]


def _nobody() -> None:
    """Nobody listens yet."""
