"""Stories against theses: which stories tell the theses apart. Pure.

Theses are rows and stories columns: rows of hypotheses reduced bias where columns did not
(Dhami et al. 2024). A story that weighs the same on every thesis it was judged by fits all
of them, however strong it seems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from signalboard.judge.weights import weight
from signalboard.model import Evidence, Stance, Thesis
from signalboard.values import dataclass

NEUTRAL = 3
"""On a scale from 1, very inconsistent, to 5, very consistent."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one story was judged to say of one thesis."""

    support: int
    """The strength of its support; 0: none."""
    contradiction: int
    db: float
    """What it weighs in decibans, against it where negative."""

    @property
    def value(self) -> int:
        """From 1 to 5: strong against, against, neither, for, strong for."""
        lean = self.support - self.contradiction
        if not lean:
            return NEUTRAL
        strong = 2 if max(self.support, self.contradiction) == 3 else 1
        return NEUTRAL + (strong if lean > 0 else -strong)


@dataclass(frozen=True, slots=True)
class Column:
    """One story, with what it was judged to say of each thesis."""

    story_id: str
    title: str
    at: int
    cells: tuple[Cell | None, ...]
    """By thesis; None: not judged by that one."""

    @property
    def judged(self) -> int:
        """By how many theses it was judged."""
        return sum(cell is not None for cell in self.cells)

    @property
    def diagnosticity(self) -> float:
        """How many decibans apart it puts the theses it was judged by."""
        weights = [cell.db for cell in self.cells if cell is not None]
        return max(weights) - min(weights)

    @property
    def fits_all(self) -> bool:
        """Whether it was judged by several theses and weighs the same on all of them."""
        return self.judged > 1 and self.diagnosticity == 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """All stories judged by any of some theses."""

    theses: tuple[Thesis, ...]
    columns: tuple[Column, ...]
    """Those judged by several theses first, the most telling first; then the newest."""

    @property
    def inconsistencies(self) -> tuple[int, ...]:
        """Of each thesis, how much speaks against it, as ``inconsistency`` has it."""
        rows = zip(*(column.cells for column in self.columns), strict=True)
        found = tuple(inconsistency(cell and cell.value for cell in row) for row in rows)
        return found or (0,) * len(self.theses)


def inconsistency(values: Iterable[int | None]) -> int:
    """The sum of squares of what stands below neutral; None does not apply and counts nothing."""
    return sum((NEUTRAL - v) ** 2 for v in values if v is not None and v < NEUTRAL)


def matrix(theses: Sequence[Thesis], evidence: Mapping[str, Iterable[Evidence]]) -> Matrix:
    """The stories of evidence, which is given by thesis."""
    found: dict[str, list[list[Evidence]]] = {}
    for row, thesis in enumerate(theses):
        for piece in evidence.get(thesis.id, ()):
            rows = found.setdefault(piece.story_id, [[] for _ in theses])
            rows[row].append(piece)
    columns = []
    for story_id, rows in found.items():
        last = max((p for pieces in rows for p in pieces), key=lambda p: (p.judged_at, p.id))
        seen = last.snapshot
        columns.append(Column(story_id, seen.title, seen.at, tuple(map(_cell, rows))))
    columns.sort(key=lambda c: (c.judged < 2, -c.diagnosticity, -c.at, c.story_id))
    return Matrix(tuple(theses), tuple(columns))


def _cell(pieces: Sequence[Evidence]) -> Cell | None:
    """One story has one vote a side, the strongest."""
    if not pieces:
        return None
    best: dict[Stance, Evidence] = {}
    for piece in sorted(pieces, key=lambda p: (weight(p), p.strength)):
        best[piece.stance] = piece
    support, against = best.get(Stance.SUPPORT), best.get(Stance.CONTRADICT)
    return Cell(
        support.strength if support else 0,
        against.strength if against else 0,
        (weight(support) if support else 0.0) - (weight(against) if against else 0.0),
    )
