"""The judgments of a thesis, the strongest contradiction first: the list of its screen."""

from __future__ import annotations

from signalboard import times
from signalboard.desk.summing import Entry, ThesisSum
from signalboard.model import STRENGTHS, Stance
from signalboard.ui.ink import Line, Piece, cells, crop, fit, right, spread, wrap
from signalboard.ui.marks import GLYPHS
from signalboard.ui.sheet import Rows

PIN = "◀ linchpin"
_INDENT = 8
_OUTLETS = (8, 18)
"""Cells of who reported it: beside a title that is cut, and where it leaves room."""


class LogRows(Rows):
    """A line a judgment; what was noted and quoted below it; what counts no more at the end."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.entries: tuple[Entry, ...] = ()
        self._sum: ThesisSum | None = None
        self._marked = ""
        self._now = 0
        self._made: tuple[int, list[tuple[int | None, Line]]] = (-1, [])

    @property
    def selected(self) -> Entry | None:
        """The judgment under the cursor."""
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def show(self, found: ThesisSum, now: int, marked: str = "") -> None:
        """The log as it stands; ``marked``: what is about to be superseded."""
        if (found, now // 60, marked) == (self._sum, self._now // 60, self._marked):
            return
        kept = self.selected.piece.id if self.selected is not None else ""
        self._sum, self._now, self._marked = found, now, marked
        self.entries = found.entries
        ids = [entry.piece.id for entry in self.entries]
        at = ids.index(kept) if kept in ids else min(self.cursor, len(ids) - 1)
        self.cursor = max(0, at)
        self._made = (-1, [])
        self.redraw()
        self.show_cursor()

    def item_count(self) -> int:
        """How many judgments there are."""
        return len(self.entries)

    def line_count(self) -> int:
        """All lines."""
        return len(self._at(self.width))

    def item_of(self, y: int) -> int | None:
        """The judgment of a line."""
        lines = self._at(self.width)
        return lines[y][0] if 0 <= y < len(lines) else None

    def span(self, item: int) -> tuple[int, int]:
        """The lines of a judgment."""
        places = [y for y, (at, _) in enumerate(self._at(self.width)) if at == item]
        return (places[0], places[-1] + 1) if places else (0, 0)

    def line(self, y: int, width: int) -> Line:
        """One line."""
        lines = self._at(width)
        item, line = lines[y] if y < len(lines) else (None, [])
        here = item is not None and item == self.cursor and y == self.span(item)[0]
        return [("▸" if here else " ", "accent"), *line]

    def show_cursor(self) -> None:
        """With the first judgment, what stands above it comes into view."""
        super().show_cursor()
        if not self.cursor:
            self.scroll_to_line(0)

    def _at(self, width: int) -> list[tuple[int | None, Line]]:
        if self._made[0] != width:
            self._made = (width, self._written(width - 1))
        return self._made[1]

    def _written(self, width: int) -> list[tuple[int | None, Line]]:
        lines: list[tuple[int | None, Line]] = []
        for item, entry in enumerate(self.entries):
            if entry.is_strongest_against:
                lines.append((None, [("strongest contradiction", "soft")]))
            elif item == 1 and self.entries[0].is_strongest_against:
                lines.append((None, [("all others, the newest first", "soft")]))
            lines.append((item, self._head(entry, width)))
            lines += [(item, line) for line in _more(entry, width)]
        if not self.entries:
            lines.append((None, [("Nothing is judged on this thesis yet.", "")]))
        gone = self._sum.withdrawn if self._sum is not None else ()
        if gone:
            lines += [(None, []), (None, [("counts no more", "soft")])]
        for each in gone:
            mark, _ = GLYPHS[frozenset((each.evidence.stance,))]
            how = f"superseded by {each.by}" if each.by else "retracted"
            why = f": {each.why}" if each.why else ""
            age = right(times.age(each.at, self._now), 4)
            title = crop(each.evidence.snapshot.title, width - _INDENT)
            lines.append((None, [(f"{mark} ", "soft"), (f"{age} ", "soft"), (title, "judged")]))
            lines += [(None, line) for line in _below(f"{how}{why}", "soft", width)]
        return lines

    def _head(self, entry: Entry, width: int) -> Line:
        piece = entry.piece
        mark, ink = GLYPHS[frozenset((piece.stance,))]
        strength = "" if piece.stance is Stance.NO_BEARING else STRENGTHS[piece.strength]
        if entry.db is None:
            brief = "no bearing" if piece.stance is Stance.NO_BEARING else "—"
            adds: Piece = (fit(brief, 10), "soft")
        else:
            sign = "−" if piece.stance is Stance.CONTRADICT else "+"
            adds = (fit(f"{sign}{entry.db:.2f} dB", 10), ink)
        marked = [(" superseded by… ", "warn")] if piece.id == self._marked else []
        end: list[Piece] = [
            *([(PIN, "warn")] if entry.is_linchpin else []),
            *marked,
        ]
        left: list[Piece] = [
            (f"{mark} ", ink),
            (f"{right(times.age(piece.judged_at, self._now), 4)} ", "soft"),
            (f"{fit(strength, 9)}", ink if strength else "soft"),
            adds,
            (" ", ""),
        ]
        room = width - cells(left) - cells(end) - 1
        title: Piece = (piece.snapshot.title, "judged" if entry.db is None else "")
        if width >= 70:
            least, most = _OUTLETS
            outlets = max(least, min(most, room - cells([title]) - 2))
            end.append((f" {crop(', '.join(piece.snapshot.outlets), outlets)} ", "soft"))
            room = width - cells(left) - cells(end) - 1
        return spread([*left, (crop(title[0], room), title[1])], end, width)


def _more(entry: Entry, width: int) -> list[Line]:
    """Why, and what was said in it."""
    lines: list[Line] = []
    piece = entry.piece
    who = f" — {piece.quoted}" if piece.quoted else ""
    said = [
        (f"why: {piece.note}", "read") if piece.note else ("", ""),
        (f"“{piece.quote}”{who}", "read") if piece.quote else ("", ""),
    ]
    if entry.why_not and entry.why_not != "no bearing":
        said.append((f"does not count: {entry.why_not}", "soft"))
    if entry.changed:
        said.append((f"since judged: {entry.changed}", "soft"))
    for text, ink in said:
        lines += _below(text, ink, width) if text else []
    return lines


def _below(text: str, ink: str, width: int) -> list[Line]:
    """What is said of a judgment, below it."""
    room = max(8, width - _INDENT - 1)
    return [[(" " * _INDENT, ""), (text[a:b], ink)] for a, b in wrap(text, room)]
