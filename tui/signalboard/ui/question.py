"""The sentence one judges by: what is armed, where it stands, and what to ask of a story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.strip import Strip

from signalboard.desk.values import ThesisRow
from signalboard.model import Thesis
from signalboard.ui.ink import Inked, Line, Piece, cells, crop, crop_line, flow, wrapped
from signalboard.ui.workarounds import Laid

QUESTIONS = (
    (("how much more would I expect this story if ", " than if ", "?"), 60),
    (("expected more if ", " or if ", "?"), 44),
    (("if ", " or if ", "?"), 26),
)
"""Before, between and after the two clauses; the cells they need where they do not fit whole."""
_SHORT = QUESTIONS[-1][0]
_ASKED = "Ask of each story: how much more would I expect it if the thesis is true than if not?"
_MOST = ((24, 4), (20, 2))
"""Rows of the screen, and the lines that the question may have then; one where there are less."""
_STANDS = "almost no chance, 99%"
"""Where a thesis stands, at its longest: no judgment moves what is above the question."""
_EDGE, _WIDE = 3, 104


class Question(Laid, Inked):
    """What is armed, always, and what to ask oneself.

    It is as high as the longest thesis in play needs, whichever is armed: so nothing moves when
    another one is.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._armed: ThesisRow | None = None
        self._theses: Sequence[Thesis] = ()
        self._of_screen = (0, 0)
        """Its columns and rows."""
        self._needed: tuple[object, int] = (None, 1)
        self._made: tuple[int, int, list[Line]] = (-1, -1, [])

    def show(self, theses: Sequence[Thesis], armed: ThesisRow | None = None) -> None:
        """The theses in play, and the armed one with what the evidence says of it."""
        if (theses, armed) != (self._theses, self._armed):
            self._theses, self._armed = theses, armed
            self._made = (-1, -1, [])
            self._settle()
            self.refresh()

    def measure(self, width: int, height: int) -> None:
        """The screen has another size."""
        self._of_screen = (width, height)
        self._settle()

    def _settle(self) -> None:
        """As high as is needed, and no higher than there is room for."""
        width, height = self._of_screen
        said = [(each.name, each.statement, each.negation) for each in self._theses]
        asked = (width, height, said)
        if asked == self._needed[0] or not width:
            return
        most = next((lines for rows, lines in _MOST if height >= rows), 1)
        needed = 1
        for thesis in self._theses if most > 1 else ():
            line = _asked(_head(thesis, _STANDS), _SHORT, thesis.statement, thesis.negation)
            needed = max(needed, min(most, len(wrapped(line, width - _EDGE))))
        if needed != self._needed[1]:
            self.styles.height = needed
        self._needed = (asked, needed)

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        width, height = self.size
        if self._made[:2] != (width, height):
            self._made = (width, height, self._lines(width, max(1, height)))
        lines = self._made[2]
        return self.strip_of(lines[y] if y < len(lines) else (), width)

    def _lines(self, width: int, height: int) -> list[Line]:
        if self._armed is not None:
            return _written(self._armed.thesis, _stands(self._armed), width, height)
        if not self._theses:
            none = [(" No theses yet", "strong"), (": T then a adds one", "soft")]
            return [crop_line(none, width)]
        said = "1-9 or t arms one, then + - . judge the story under the cursor"
        none = [(" No thesis armed", "strong"), (f": {said}", "soft")]
        lines: list[Line] = [crop_line(none, width)]
        asked = wrapped([(_ASKED, "read")], width - _EDGE)
        names = [[(f"{each.number} ", "accent"), (each.name, "soft")] for each in self._theses]
        named = flow(names, width - _EDGE, ("   ", ""))
        # Where there is little room nothing else says what the numbers stand for.
        for part in (named, asked) if width < _WIDE else (asked, named):
            if len(lines) + len(part) <= height:
                lines += [[(" ", ""), *line] for line in part]
        return lines


def _stands(row: ThesisRow) -> str:
    """Where a thesis stands, in its word and number."""
    if row.conviction is None:
        return f"prior {row.thesis.prior:.0%}"
    return f"{row.conviction.word} {row.conviction.percent}%"


def _written(thesis: Thesis, stands: str, width: int, most: int) -> list[Line]:
    """The question in as many lines as there may be: whole, with fewer words around the clauses,
    or with the clauses cut."""
    room = width - _EDGE
    for line in _tried(thesis, stands, room, most):
        lines = wrapped(line, room)
        if len(lines) <= most:
            return [[(" ▌", "accent"), *each] for each in lines]
    head = _head(thesis, "")
    said = crop_line([*head, (": ", "soft"), (thesis.statement.rstrip(" ."), "")], room)
    return [[(" ▌", "accent"), *said]]


def _head(thesis: Thesis, stands: str) -> list[Piece]:
    head: list[Piece] = [(f"{thesis.number} {thesis.name}", "accent")]
    return [*head, (" · ", "faint"), (stands, "strong")] if stands else head


def _tried(thesis: Thesis, stands: str, room: int, most: int) -> Iterator[Line]:
    """The ways to ask, the fullest first."""
    one, two = thesis.statement.rstrip(" ."), thesis.negation.rstrip(" .")
    heads = (_head(thesis, stands), _head(thesis, ""))
    for head in heads:
        for words, _ in QUESTIONS:
            yield _asked(head, words, one, two)
        if most > 1:
            # A word at the end of a line may leave some cells of it empty.
            for slack in range(0, room, 4):
                yield from _cut(head, *QUESTIONS[-1], one, two, most * room - slack)
    for words, least in QUESTIONS:
        yield from _cut(heads[1], words, least, one, two, room)


def _asked(head: Sequence[Piece], words: tuple[str, str, str], one: str, two: str) -> list[Piece]:
    before, between, after = words
    return [*head, (": ", "soft"), (before, "soft"), (one, "strong"),
            (between, "soft"), (two, "strong"), (after, "soft")]  # fmt: skip


def _cut(
    head: Sequence[Piece], words: tuple[str, str, str], least: int, one: str, two: str, room: int
) -> Iterator[Line]:
    """Both clauses cut to share the room, unless that would say nothing."""
    left = room - cells(_asked(head, words, "", ""))
    if left >= least:
        needs = (cells([(one, "")]), cells([(two, "")]))
        first = min(needs[0], max(left // 2, left - needs[1]))
        yield _asked(head, words, crop(one, first), crop(two, left - first))
