"""The theses: what each claims, how the stories stand, and which one is armed."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard import times
from signalboard.desk.values import ThesisRow
from signalboard.ui.bindings import bindings
from signalboard.ui.claims import claim, in_full
from signalboard.ui.ink import Line, Piece, cells, crop, spread
from signalboard.ui.marks import weight
from signalboard.ui.sheet import Rows
from signalboard.ui.sums import summed


class ThesesPane(Rows):
    """Three lines a thesis, or two without evidence: name, guards and watches; what the evidence
    adds up to, and the change; a bar, the tally, days since the last contradiction.

    Where the pane has the screen to itself, what each claims follows in full.
    """

    BINDINGS = bindings("theses")

    HEIGHT = 3
    """Of most; a page is as many as that has room for."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[ThesisRow] = ()
        self._is_read = False
        """Whether it is known which there are."""
        self._armed: str | None = None
        self._ended: Sequence[ThesisRow] = ()
        self._now = 0
        self._key = "a"
        self._full = False
        self._made: tuple[int, list[tuple[int, Line]]] = (-1, [])
        """The lines at a width: (item, line without its edge)."""

    @property
    def selected(self) -> ThesisRow | None:
        """The thesis under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show(
        self,
        rows: Sequence[ThesisRow],
        armed: str | None,
        now: int,
        closed: Sequence[ThesisRow] = (),
    ) -> None:
        """The theses as they stand; those closed are listed at the end, out of play."""
        asked = (rows, armed, now, closed)
        if self._is_read and asked == (self.rows, self._armed, self._now, self._ended):
            return
        self._is_read = True
        self.rows, self._armed, self._now, self._ended = rows, armed, now, closed
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self._say_armed()
        self._made = (-1, [])
        self.redraw()

    def reveal(self, thesis_id: str) -> None:
        """Put the cursor on a thesis."""
        for item, row in enumerate(self.rows):
            if row.thesis.id == thesis_id:
                self.move_to(item)

    def show_in_full(self, full: bool) -> None:
        """Whether each thesis is shown with all that it says."""
        if full != self._full:
            self._full = full
            self._made = (-1, [])
            self.redraw()
            self.show_cursor()

    def teach(self, key: str) -> None:
        """The key that adds a thesis, for the empty pane."""
        self._key = key

    def item_count(self) -> int:
        """How many theses there are."""
        return len(self.rows)

    def line_count(self) -> int:
        """The lines of each; then the armed one's claim and what is against it."""
        return len(self._at(self.width)) + len(self._tail(self.width))

    def item_of(self, y: int) -> int | None:
        """The thesis that line ``y`` belongs to."""
        lines = self._at(self.width)
        return lines[y][0] if 0 <= y < len(lines) else None

    def span(self, item: int) -> tuple[int, int]:
        """The lines of a thesis: [first, end)."""
        places = [y for y, (at, _) in enumerate(self._at(self.width)) if at == item]
        return (places[0], places[-1] + 1) if places else (0, 0)

    def _at(self, width: int) -> list[tuple[int, Line]]:
        if self._made[0] != width:
            made: list[tuple[int, Line]] = []
            for item, row in enumerate(self.rows):
                said = [*in_full(row, self._now, width), []] if self._full else []
                armed = row.thesis.id == self._armed
                lines = [*summed(row, self._now, width, armed=armed), *said]
                made += [(item, line) for line in lines]
            self._made = (width, made)
        return self._made[1]

    def tone(self, y: int) -> str:
        """The armed thesis stands out always, the cursor while the keys go here."""
        item = self.item_of(y)
        if item is None:
            return ""
        if self.has_focus and item == self.cursor:
            return "cursor"
        return "armed" if self.rows[item].thesis.id == self._armed else ""

    def line(self, y: int, width: int) -> Line:
        """One line of a thesis, or of what follows them."""
        lines = self._at(width)
        item = self.item_of(y)
        if item is None:
            tail = self._tail(width)
            return tail[y - len(lines)] if 0 <= y - len(lines) < len(tail) else []
        said = lines[y][1]
        if not said:
            return []
        armed = self.rows[item].thesis.id == self._armed
        here = self.has_focus and item == self.cursor and y == self.span(item)[0]
        edge: Piece = ("▌" if armed else "▸" if here else " ", "accent")
        return [edge, *said]

    def _tail(self, width: int) -> list[Line]:
        if not self._is_read:
            return []
        if not self.rows:
            return [
                [],
                [("  No theses yet.", "")],
                [("  ", ""), (self._key, "key"), (" adds one: a claim that can turn out", "soft")],
                [("  false, and its negation.", "soft")],
                *self._out_of_play(width),
            ]
        row = next((row for row in self.rows if row.thesis.id == self._armed), None)
        if row is None:
            return self._out_of_play(width)
        against = self._against(row, width)
        said = [] if self._full else claim(row.thesis, width)
        # The line below the panes asks by statement and negation: what is against comes first.
        needed = len(said) + (len(against) if row.strongest_against is not None else 0)
        fits = needed <= self.page - len(self._at(width))
        return [*(said if fits else ()), *against, *self._out_of_play(width)]

    def _out_of_play(self, width: int) -> list[Line]:
        """The closed theses, a line each: number, name, how it ended, tally."""
        lines: list[Line] = [[], [("  closed", "soft")]] if self._ended else []
        for row in self._ended:
            tally = row.tally
            left = [(f"  {row.thesis.number} ", "soft"), (row.thesis.name, "read")]
            ended = row.thesis.status
            end = [(f"{ended} +{tally.supports} −{tally.contradictions} ", "soft")]
            if cells(left) + cells(end) >= width:
                end = [(f"{ended} ", "soft")]
            lines.append(spread(left, end, width))
        return lines

    def _against(self, row: ThesisRow, width: int) -> list[Line]:
        against = row.strongest_against
        if against is None:
            said = "nothing recorded against it yet"
            if row.earlier:
                said = "nothing yet in this wording"
            return [[], [("  strongest against ", "soft"), (str(row.thesis.number), "accent")],
                    [("  ", ""), (said, "soft")]]  # fmt: skip
        age = times.age(against.snapshot.at, self._now)
        title = crop(against.snapshot.title, max(4, width - 6 - len(age)))
        lines: list[Line] = [
            [],
            [("  strongest against ", "soft"), (str(row.thesis.number), "accent"),
             ("   ", ""), weight(against)],
            spread([("  ▼ ", "contradict"), (title, "")], [(f"{age} ", "soft")], width),
        ]  # fmt: skip
        if against.note:
            lines.append([("    ", ""), (crop(f"“{against.note}”", width - 5), "read")])
        return lines

    def _say_armed(self) -> None:
        row = next((row for row in self.rows if row.thesis.id == self._armed), None)
        end: Line = (
            [(f"judging {row.thesis.number}", "accent")] if row else [("none armed", "soft")]
        )
        self.caption([("Theses", "strong")], end if self.rows else ())
