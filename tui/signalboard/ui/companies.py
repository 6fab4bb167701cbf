"""The companies: how often each is named lately, and which way its stories were judged."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.desk.values import CompanyRow
from signalboard.text import counted
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Line, Piece, fit, right
from signalboard.ui.sheet import Rows

BLOCKS = "▁▂▃▄▅▆▇█"
NOTHING = "·"
"""A day of a company that was on none of the days in a story."""
LEAST_SCALE = 4
"""One story alone does not fill a cell."""


class CompaniesPane(Rows):
    """One line a company: name, fourteen days, their sum, the change, the judgments."""

    BINDINGS = bindings("companies")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[CompanyRow] = ()
        self._is_read = False
        """Whether it is known which there are."""
        self._filter: str | None = None
        self._key = "a"

    @property
    def selected(self) -> CompanyRow | None:
        """The company under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[CompanyRow], filtered: str | None) -> None:
        """The companies as they stand, and the one whose stories are shown; the cursor stays."""
        if self._is_read and (rows, filtered) == (self.rows, self._filter):
            return
        self._is_read = True
        name = self.selected.company.name if self.selected else None
        self.rows, self._filter = rows, filtered
        places = [at for at, row in enumerate(rows) if row.company.name == name]
        self.cursor = places[0] if places else max(0, min(self.cursor, len(rows) - 1))
        self._name_columns()
        self.redraw()

    def resized(self) -> None:
        """The border names the columns where it has room for them."""
        super().resized()
        if self._is_read:
            self._name_columns()

    def _name_columns(self) -> None:
        days = counted(len(self.rows[0].activity.days) if self.rows else 14, "day")
        named = f"{days} · sum · change" if self.outer_size.width >= 42 and self.rows else days
        self.caption([("Companies", "strong")], [(named, "soft")])

    def reveal(self, name: str) -> None:
        """Put the cursor on a company."""
        for item, row in enumerate(self.rows):
            if row.company.name == name:
                self.move_to(item)

    def teach(self, key: str) -> None:
        """The key that adds a company, for the empty pane."""
        self._key = key

    def item_count(self) -> int:
        """How many companies there are."""
        return len(self.rows)

    def line_count(self) -> int:
        """One line each, or what is said of there being none."""
        return len(self.rows) or (3 if self._is_read else 0)

    def tone(self, y: int) -> str:
        """The cursor shows while the keys go here."""
        return "cursor" if self.has_focus and y == self.cursor and self.rows else ""

    def line(self, y: int, width: int) -> Line:
        """One company."""
        if not self._is_read:
            return []
        if not self.rows:
            said: tuple[Line, ...] = (
                [],
                [("  No companies yet.", "")],
                [("  ", ""), (self._key, "key"), (" adds one.", "soft")],
            )
            return said[y] if y < len(said) else []
        row = self.rows[y]
        filtered = row.company.name == self._filter
        here = self.has_focus and y == self.cursor
        # Who was not named lately steps back, so that those who were are found.
        quiet = not row.activity.total
        ink = "accent" if filtered else "" if row.tracked and not quiet else "soft"
        edge: Piece = ("▌", "accent") if filtered else ("▸" if here else " ", "accent")
        name_room = width - 1 - 1 - len(row.activity.days) - 4 - 5 - 6
        if name_room < 6:
            return [edge, (fit(row.company.name, max(4, width - 10)), ink), *_numbers(row)]
        line: list[Piece] = [edge, (fit(row.company.name, name_room), ink), (" ", "")]
        days = row.activity.days
        drawn = [(NOTHING * len(days), "faint")] if quiet else sparkline(days)
        return [*line, *drawn, *_numbers(row), *_judged(row)]


def sparkline(days: Sequence[int]) -> list[Piece]:
    """A cell a day; days without a story are faint."""
    top = max(LEAST_SCALE, *days) if days else LEAST_SCALE
    pieces: list[Piece] = []
    for count in days:
        block = BLOCKS[round(count / top * (len(BLOCKS) - 1))]
        ink = "read" if count else "faint"
        if pieces and pieces[-1][1] == ink:
            pieces[-1] = (pieces[-1][0] + block, ink)
        else:
            pieces.append((block, ink))
    return pieces


def _numbers(row: CompanyRow) -> list[Piece]:
    change = row.activity.change
    if not row.activity.total and not change:
        return [(" " * 9, "")]
    told = "0" if not change else f"{'+' if change > 0 else '−'}{min(abs(change), 999)}"
    ink = "read" if change else "faint"
    return [(right(str(min(row.activity.total, 999)), 4), ""), (right(told, 5), ink)]


def _judged(row: CompanyRow) -> list[Piece]:
    up, down = row.tally.supports, row.tally.contradictions
    shown = (f"▲{up}" if up else "", f"▼{down}" if down else "")
    gap = max(0, 6 - sum(map(len, shown)))
    return [(" " * gap, ""), (shown[0], "support"), (shown[1], "contradict")]
