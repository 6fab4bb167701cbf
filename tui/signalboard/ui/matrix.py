"""Stories against theses: theses are rows, stories columns, those that tell them apart first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from signalboard import times
from signalboard.model import STRENGTHS
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Line, Piece, cells, crop, fit, right, wrap
from signalboard.ui.marks import SPLIT
from signalboard.ui.over import Modal
from signalboard.ui.sheet import Sheet

if TYPE_CHECKING:
    from signalboard.desk.values import Cell, Column, Matrix

WIDE = 3
"""Cells of a column: mark, strength, a gap."""
_LEAST, _MOST = 12, 30
"""Cells of a thesis's name."""
_COUNT = "inconsistent"
_AGAINST = len(_COUNT) + 1
"""Cells of how much speaks against a thesis, under its word."""
FLAT = "="
"""Marks a story that weighs the same on all theses it was judged by."""
_SEEN = (
    "Theses are rows, stories columns, those that tell the theses apart first. Columns marked = "
    "weigh the same on all theses they were judged by: they fit everything and tell none apart. "
    "Beside a thesis stands how inconsistent they are with it: each that speaks against it counts "
    "1, or 4 where strong. "
    "This shows where judgments differ; it does not show that one of them is right."
)
_CELLS = (
    "▲ supports, ▼ contradicts, ± both, · no bearing; the figure is how strong: "
    + ", ".join(f"{strength} {word}" for strength, word in sorted(STRENGTHS.items()))
    + "."
)


class MatrixSheet(Sheet):
    """The table, and the story of the chosen column in full below it."""

    def __init__(self, matrix: Matrix) -> None:
        super().__init__(id="matrix")
        self._matrix = matrix
        self._against = matrix.inconsistencies
        self.column = 0
        self._first = 0
        """The column at the left edge."""
        self._made: tuple[int, int, list[Line]] = (-1, -1, [])
        self._top = 0
        """The line of the columns' heads."""

    @property
    def chosen(self) -> Column | None:
        """The story of the column under the cursor; None where there is none."""
        return self._matrix.columns[self.column] if self._matrix.columns else None

    def choose(self, column: int) -> None:
        """Put the cursor on a column (clamped), in view."""
        self.column = max(0, min(column, len(self._matrix.columns) - 1))
        self.redraw()

    def line_count(self) -> int:
        """Lines at the present width."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line, a cell in from the edge."""
        lines = self._at(width)
        return [(" ", ""), *lines[y]] if y < len(lines) else []

    def room_for(self, width: int) -> int:
        """How many columns there is room for."""
        return max(1, (width - 2 - self._names(width) - _AGAINST) // WIDE)

    def on_click(self, event: events.Click) -> None:
        """A click chooses a column."""
        offset = event.get_content_offset(self)
        if offset is not None:
            at = offset.x - 1 - self._names(self.width) - _AGAINST
            if 0 <= at < self.room_for(self.width) * WIDE:
                self.choose(self._first + at // WIDE)

    # -- drawing ----------------------------------------------------------

    def _names(self, width: int) -> int:
        return max(_LEAST, min(_MOST, (width - _AGAINST) // 3))

    def _at(self, width: int) -> list[Line]:
        if self._made[:2] != (width, self.column):
            self._made = (width, self.column, self._written(width))
        return self._made[2]

    def _written(self, width: int) -> list[Line]:
        room = max(8, width - 2)
        matrix = self._matrix
        lines: list[Line] = [[(_SEEN[a:b], "read")] for a, b in wrap(_SEEN, min(room, 118))]
        lines.append([])
        if not matrix.columns:
            nothing = "No story was judged by any thesis in play yet."
            return [*lines, *([(nothing[a:b], "")] for a, b in wrap(nothing, room))]
        fits = self.room_for(width)
        self._first = max(0, min(self._first, self.column), self.column - fits + 1)
        shown = matrix.columns[self._first : self._first + fits]
        name = self._names(width)
        self._top = len(lines)
        more = len(matrix.columns) - self._first - len(shown)
        lines.append(self._heads(shown, name))
        for row, thesis in enumerate(matrix.theses):
            line: list[Piece] = [
                (fit(f"{thesis.number} {thesis.name}", name - 1), "title"), (" ", ""),
                (fit(right(str(self._against[row]), len(_COUNT)), _AGAINST), "soft"),
            ]  # fmt: skip
            for column in shown:
                line += _cell(column.cells[row], flat=column.fits_all)
            lines.append(line)
        if self._first or more:
            said = f"stories {self._first + 1} to {self._first + len(shown)} "
            lines.append([(f"{said}of {len(matrix.columns):,}", "soft")])
        column = matrix.columns[self.column]
        legend = [[(_CELLS[a:b], "soft")] for a, b in wrap(_CELLS, min(room, 118))]
        return [*lines, [], *_told(column, matrix, room), [], *legend]

    def _heads(self, shown: tuple[Column, ...], name: int) -> Line:
        line: list[Piece] = [
            (fit("", name), ""),
            (fit(_COUNT, _AGAINST), "soft"),
        ]
        for at, column in enumerate(shown, self._first):
            mark = FLAT if column.fits_all else " "
            cursor = "▾" if at == self.column else " "
            line.append((fit(cursor + mark, WIDE), "accent" if at == self.column else "faint"))
        return line


def _cell(cell: Cell | None, *, flat: bool) -> list[Piece]:
    """The mark and strength of a judgment; faint where the column tells nothing apart."""
    if cell is None:
        return [(" " * WIDE, "")]
    mark, ink, strength = _mark(cell)
    return [(fit(mark + strength, WIDE), "faint" if flat else ink)]


def _mark(cell: Cell) -> tuple[str, str, str]:
    if cell.support and cell.contradiction:
        return (*SPLIT, "")
    if cell.support:
        return "▲", "support", str(cell.support)
    if cell.contradiction:
        return "▼", "contradict", str(cell.contradiction)
    return "·", "soft", ""


def _told(column: Column, matrix: Matrix, room: int) -> list[Line]:
    """The chosen story: what it tells apart, and what it was judged to say."""
    measure = min(room, 100)
    lines: list[Line] = [[(column.title[a:b], "title")] for a, b in wrap(column.title, measure)]
    if column.fits_all:
        said = f"weighs the same on all {column.judged} it was judged by: it fits everything"
    elif column.judged < 2:
        said = "judged by one thesis alone: it tells none apart"
    else:
        said = f"puts the theses {column.diagnosticity:.1f} dB apart"
    said = f"{times.day(column.at)} · {said}"
    lines += [[(said[a:b], "soft")] for a, b in wrap(said, measure)]
    for thesis, cell in zip(matrix.theses, column.cells, strict=True):
        if cell is not None:
            mark, ink, _ = _mark(cell)
            strength = STRENGTHS.get(max(cell.support, cell.contradiction), "no bearing")
            head: list[Piece] = [
                (f"{mark} ", ink), (f"{thesis.number} ", "accent"),
                (crop(thesis.name, max(8, room - 30)), ""), ("   ", ""), (strength, ink),
            ]  # fmt: skip
            weighs = f"{cell.db:+.1f} dB".replace("-", "−")
            if cell.db and cells(head) + len(weighs) + 2 <= room:
                head.append((f"  {weighs}", "soft"))
            lines.append(head)
    return lines


class MatrixScreen(Modal[str | None]):
    """The matrix over the board; leaves with the story to read, if one was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("matrix")

    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self.sheet = MatrixSheet(matrix)

    def compose(self) -> ComposeResult:
        """One sheet."""
        yield self.sheet

    def on_mount(self) -> None:
        """The keys go to the sheet."""
        ways = [("← → stories  ", "soft"), ("Enter reads  q closes", "soft")]
        self.sheet.caption([("Stories against theses", "strong")], ways)
        self.set_focus(self.sheet)

    def action_column(self, by: int) -> None:
        """Another story."""
        self.sheet.choose(self.sheet.column + by)

    def action_column_page(self, way: int) -> None:
        """As many stories on as are shown."""
        self.action_column(way * self.sheet.room_for(self.sheet.width))

    def action_lines(self, by: int) -> None:
        """Scroll by lines."""
        self.sheet.scroll_lines(by)

    def action_read(self) -> None:
        """Back to the board, to this story."""
        chosen = self.sheet.chosen
        self.dismiss(None if chosen is None else chosen.story_id)

    def action_leave(self) -> None:
        """Back to the board."""
        self.dismiss(None)
