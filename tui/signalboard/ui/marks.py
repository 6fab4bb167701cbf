"""The marks of judgment: words and shapes first, colour second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from signalboard.model import STRENGTHS, Evidence, Mark, Stance, Suggestion
from signalboard.ui.ink import Line, Piece, cells, crop

GLYPHS = {
    frozenset((Stance.SUPPORT,)): ("▲", "support"),
    frozenset((Stance.CONTRADICT,)): ("▼", "contradict"),
    frozenset((Stance.NO_BEARING,)): ("·", "soft"),
    frozenset(): (" ", ""),
}
SPLIT = ("±", "split")
NO_WAY = ("?", "soft")
"""Of a suggestion that says a thesis and not which way."""
_HINT = "suggested "
LEGEND = (
    (("▲", "support"), "supports the thesis"),
    (("▼", "contradict"), "contradicts it"),
    (("·", "soft"), "no bearing: looked at and set aside"),
    (SPLIT, "split: judged both ways"),
    (("★", "star"), "starred"),
    (("x", "soft"), "muted: not in the lists any more"),
    (("×4", "soft"), "four outlets had it"),
    (NO_WAY, "suggested, but not which way"),
    (("▲1▼3", "accent"), "supports thesis 1, contradicts thesis 3"),
    (("! ◆◇–", "warn"), "a watch: due; hit, miss, void"),
    (("⚠osld", "warn"), "one-sided, selection gap, linchpin, drift"),
    (("late", "warn"), "a thesis whose horizon has passed"),
)


def weight(piece: Evidence) -> Piece:
    """How strong a piece of evidence is, in its word and colour."""
    ink = GLYPHS[frozenset((piece.stance,))][1]
    return ("no bearing" if piece.stance is Stance.NO_BEARING else STRENGTHS[piece.strength], ink)


def glyph(marks: Iterable[Mark], armed: str | None) -> Piece:
    """The mark of a row: on the armed thesis where it was judged on it, else on any."""
    marks = list(marks)
    own = [mark for mark in marks if mark.thesis_id == armed]
    stances = {mark.stance for mark in own or marks}
    if len(stances) > 1:
        stances.discard(Stance.NO_BEARING)
    return GLYPHS.get(frozenset(stances), SPLIT)


def bearings(marks: Iterable[Mark], numbers: Mapping[str, int], armed: str | None) -> list[Piece]:
    """The theses a row bears on, as ``▲1▼3``; those of closed theses are not shown."""
    on: dict[str, set[Stance]] = {}
    for mark in marks:
        if mark.stance is not Stance.NO_BEARING and mark.thesis_id in numbers:
            on.setdefault(mark.thesis_id, set()).add(mark.stance)
    pieces: list[Piece] = []
    for thesis_id in sorted(on, key=lambda thesis_id: numbers[thesis_id]):
        shown = GLYPHS.get(frozenset(on[thesis_id]), SPLIT)
        pieces += [shown, (str(numbers[thesis_id]), "accent" if thesis_id == armed else "soft")]
    return pieces


def hint_lines(
    suggestions: Sequence[Suggestion], names: Mapping[str, tuple[int, str]], room: int
) -> list[Line]:
    """What is suggested of a story, a thesis a line: which way, by which words."""
    lines: list[Line] = []
    for one in suggestions:
        number, name = names.get(one.thesis_id, (0, ""))
        mark = NO_WAY if one.stance is None else GLYPHS[frozenset((one.stance,))]
        head: list[Piece] = [
            (_HINT if not lines else " " * len(_HINT), "soft"), mark,
            (f" {number} " if number else " ", "accent"), (name, "read"),
        ]  # fmt: skip
        why = ", ".join(one.about) + (f" · “{one.said}”" if one.said else "")
        left = room - cells(head) - 3
        lines.append([*head, ("   ", ""), (crop(why, left), "soft")] if left > 7 else head)
    return lines
