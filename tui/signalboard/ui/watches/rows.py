"""The list of watches: one line each, due ones first."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard import times
from signalboard.desk import WatchRow
from signalboard.ui.ink import Line, Piece, cells, crop, fit, right
from signalboard.ui.records import EDGE, Records
from signalboard.ui.status import OneLine
from signalboard.ui.watches.signs import decibans, forecast, stands

DAY, STATE, FORECAST, WEIGHT = 10, 8, 6, 12
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


class WatchRows(Records[WatchRow]):
    """The watches."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = 0

    def ident_of(self, record: WatchRow) -> str:
        """The id of its watch."""
        return record.watch.id

    def show(self, rows: Sequence[WatchRow], now: int) -> None:
        """The watches as they stand."""
        self._now = now
        self.put(rows)

    def drawn(self, record: WatchRow, y: int, width: int) -> Line:
        """One watch."""
        row = record
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
