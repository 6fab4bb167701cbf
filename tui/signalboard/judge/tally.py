"""Counting what was judged: pure functions of evidence.

One story has one vote on each side of a thesis: copies add outlets, not weight.
"""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.model import Evidence, Mark, Stance
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Stories on each side of a thesis; one story has one vote a side."""

    supports: int = 0
    contradictions: int = 0
    no_bearing: int = 0


def tally(evidence: Iterable[Evidence]) -> Tally:
    """Distinct stories for each stance."""
    stories: dict[Stance, set[str]] = {stance: set() for stance in Stance}
    for piece in evidence:
        stories[piece.stance].add(piece.story_id)
    return Tally(
        len(stories[Stance.SUPPORT]),
        len(stories[Stance.CONTRADICT]),
        len(stories[Stance.NO_BEARING]),
    )


def marks(evidence: Iterable[Evidence]) -> tuple[Mark, ...]:
    """What one story's evidence says, a mark for each thesis and stance, the stronger one.

    In the order judged; a thesis judged both ways has two marks (it is split).
    """
    strongest: dict[tuple[str, Stance], int] = {}
    for piece in evidence:
        key = (piece.thesis_id, piece.stance)
        strongest[key] = max(strongest.get(key, 0), piece.strength)
    return tuple(Mark(thesis, stance, strength) for (thesis, stance), strength in strongest.items())


def split_stories(evidence: Iterable[Evidence]) -> frozenset[str]:
    """Stories judged both ways on one thesis (the evidence is of one thesis)."""
    sides: dict[Stance, set[str]] = {Stance.SUPPORT: set(), Stance.CONTRADICT: set()}
    for piece in evidence:
        if piece.stance in sides:
            sides[piece.stance].add(piece.story_id)
    return frozenset(sides[Stance.SUPPORT] & sides[Stance.CONTRADICT])


def last_contradiction_at(evidence: Iterable[Evidence]) -> int | None:
    """When a contradiction was last recorded, or None."""
    return max(
        (piece.judged_at for piece in evidence if piece.stance is Stance.CONTRADICT), default=None
    )


def strongest_against(evidence: Iterable[Evidence]) -> Evidence | None:
    """The strongest contradiction, the newest of equals; None where there is none."""
    against = [piece for piece in evidence if piece.stance is Stance.CONTRADICT]
    return max(against, key=lambda piece: (piece.strength, piece.judged_at), default=None)
