"""How the sum of a thesis came to be what it is: a step at each judgment and settlement. Pure.

The judgments are those that stand or stood, with the strength they have now; one that was
withdrawn counted until then, one of an earlier wording until the thesis was reworded. One
that was affirmed for a later wording counts throughout.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from signalboard.judge.conviction import DISCOUNT
from signalboard.judge.decibans import of_probability
from signalboard.judge.sides import Side
from signalboard.judge.weights import weight
from signalboard.model import Evidence, Stance, Thesis, Withdrawn
from signalboard.times import DAY
from signalboard.values import dataclass

LATELY = 30 * DAY
"""The span whose change is shown beside a conviction."""

Cause = Literal["support", "contradict", "gone", "settled"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A watch that was a hit or a miss, and what that weighs."""

    watch_id: str
    at: int
    db: float


@dataclass(frozen=True, slots=True)
class Step:
    """The sum from a moment on."""

    at: int
    db: float | None
    """None where nothing counts (any more)."""
    cause: Cause
    """What came: a support, a contradiction, a settled watch; or something counts no more."""
    id: str
    """Of the evidence or the watch."""


class Span(NamedTuple):
    """From when until when a judgment counts."""

    piece: Evidence
    until_at: int | None = None


def spans(
    thesis: Thesis, evidence: Iterable[Evidence], withdrawn: Iterable[Withdrawn] = ()
) -> Iterator[Span]:
    """When each judgment of a thesis counted that has a bearing; those of others are passed by."""
    stood: list[tuple[Evidence, int | None]] = [(piece, None) for piece in evidence]
    stood += [(gone.evidence, gone.at) for gone in withdrawn]
    for piece, at in stood:
        if piece.thesis_id == thesis.id and piece.stance is not Stance.NO_BEARING:
            ends = [
                moment for moment in (reworded_at(thesis, piece.version), at) if moment is not None
            ]
            yield Span(piece, min(ends, default=None))


def reworded_at(thesis: Thesis, version: int) -> int | None:
    """When a wording was given up for the next; None where it is that of now."""
    later = thesis.versions[version + 1 :]
    return later[0].at if later else None


def history(
    thesis: Thesis,
    evidence: Iterable[Evidence],
    *,
    withdrawn: Iterable[Withdrawn] = (),
    settled: Iterable[Settled] = (),
    discount: float = DISCOUNT,
) -> tuple[Step, ...]:
    """The steps of the sum, in time; what came at one moment in the order of its ids."""
    events: list[tuple[int, int, str, Evidence | Settled]] = []
    for piece, until in spans(thesis, evidence, withdrawn):
        if until is None or until > piece.judged_at:
            events.append((piece.judged_at, 1, piece.id, piece))
            if until is not None:
                events.append((until, 0, piece.id, piece))
    events += [(watch.at, 2, watch.watch_id, watch) for watch in settled]
    sides = {Stance.SUPPORT: Side(), Stance.CONTRADICT: Side()}
    prior, decided, watches = of_probability(thesis.prior), 0.0, 0
    steps: list[Step] = []
    for at, rank, ident, what in sorted(events, key=lambda event: event[:3]):
        cause: Cause
        if isinstance(what, Settled):
            decided, watches, cause = decided + what.db, watches + 1, "settled"
        elif rank:
            sides[what.stance].add(what.story_id, weight(what))
            cause = "support" if what.stance is Stance.SUPPORT else "contradict"
        else:
            sides[what.stance].remove(what.story_id, weight(what))
            cause = "gone"
        up, down = sides.values()
        db = prior + up.db(discount) - down.db(discount) + decided
        steps.append(Step(at, db if up or down or watches else None, cause, ident))
    return tuple(steps)


def db_at(steps: Sequence[Step], moment: int) -> float | None:
    """The sum as it stood at a moment; None where nothing counted then."""
    before = bisect_right([step.at for step in steps], moment)
    return steps[before - 1].db if before else None


def change(steps: Sequence[Step], prior: float, now: int, span: int = LATELY) -> float | None:
    """By how many decibans the sum is another than it was, the prior where nothing counted then.

    None where nothing counts now.
    """
    here, before = db_at(steps, now), db_at(steps, now - span)
    if here is None:
        return None
    return here - (of_probability(prior) if before is None else before)
