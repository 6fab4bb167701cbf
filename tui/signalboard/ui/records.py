"""A list with one line a record, which says in a sentence where there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from signalboard.ui.ink import Line
from signalboard.ui.sheet import Rows

EDGE = 4
"""Cursor, sign, and a space around."""
Record = TypeVar("Record")


class Records(Rows, Generic[Record]):
    """Records, one of them under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[Record] = ()
        self.empty: Sequence[Line] = ()
        """What is said of there being none, a line each."""
        self.moved: Callable[[], None] = _nobody
        """Called when another record is under the cursor."""

    @property
    def selected(self) -> Record | None:
        """The record under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def ident_of(self, record: Record) -> str:
        """What a record is known by."""
        raise NotImplementedError

    def drawn(self, record: Record, y: int, width: int) -> Line:
        """The line of a record."""
        raise NotImplementedError

    def put(self, rows: Sequence[Record]) -> None:
        """Other records; the cursor stays on its own, or where that was."""
        ident = None if self.selected is None else self.ident_of(self.selected)
        self.rows = rows
        self.reveal(ident)
        self.redraw()
        self.show_cursor()

    def reveal(self, ident: str | None) -> None:
        """The cursor on a record, where it is listed."""
        places = [at for at, row in enumerate(self.rows) if self.ident_of(row) == ident]
        self.cursor = places[0] if places else max(0, min(self.cursor, len(self.rows) - 1))

    def move_to(self, item: int) -> None:
        """Put the cursor on a record."""
        before = self.cursor
        super().move_to(item)
        if self.cursor != before:
            self.moved()

    def item_count(self) -> int:
        """How many records there are."""
        return len(self.rows)

    def line_count(self) -> int:
        """One line each, or what is said of there being none."""
        return len(self.rows) or len(self.empty) + 1

    def line(self, y: int, width: int) -> Line:
        """One record, or a line of what is said of there being none."""
        if self.rows:
            return self.drawn(self.rows[y], y, width)
        return [(" " * EDGE, ""), *self.empty[y - 1]] if 0 < y <= len(self.empty) else []


def _nobody() -> None:
    """Nobody listens yet."""
