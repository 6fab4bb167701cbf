"""A digest: what a stretch of time brought, from what the board holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from signalboard.judge.decibans import probability
from signalboard.judge.history import Step, db_at, spans
from signalboard.model import Brief, Evidence, Stance, Thesis, Watch, Withdrawn
from signalboard.times import DAY
from signalboard.values import dataclass

AHEAD = 30 * DAY
"""How far ahead of its end a digest looks for watches that come due."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How a thesis stood at a moment."""

    supports: int
    contradictions: int
    db: float | None
    """None where nothing counted."""

    @property
    def p(self) -> float | None:
        """The conviction as a probability."""
        return None if self.db is None else probability(self.db)


@dataclass(frozen=True, slots=True)
class Moved:
    """A thesis, before the stretch of time and at its end."""

    thesis: Thesis
    before: Stood
    after: Stood
    judged: int
    """Judgments made in it that still stand, those of no bearing too."""
    against: Evidence | None
    """The strongest contradiction of them, of equals the latest."""
    settled: tuple[Watch, ...]
    """Its watches that were answered in it, in the order of that."""

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to tell of it."""
        return self.before != self.after or self.judged > 0 or bool(self.settled)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A watch that waits for its answer, or soon will."""

    watch: Watch
    thesis: Thesis
    at: int
    """When it is due."""


@dataclass(frozen=True, slots=True)
class Digest:
    """From ``since_at`` to ``until_at``, both counted in."""

    since_at: int
    until_at: int
    ahead: tuple[Ahead, ...]
    """Due by 30 days after the end, the longest due first."""
    briefs: tuple[Brief, ...]
    """Finished in it, the first one first."""
    drafts: int
    """Briefs begun or changed in it that are not finished."""
    theses: tuple[Moved, ...]
    """Those in play, and those that changed, by number."""


def moved(
    thesis: Thesis,
    evidence: Sequence[Evidence],
    withdrawn: Iterable[Withdrawn],
    watches: Iterable[Watch],
    steps: Sequence[Step],
    since_at: int,
    until_at: int,
) -> Moved:
    """How a thesis moved; ``steps`` are those of ``judge.history``, the rest is its own."""
    gone = tuple(withdrawn)
    lately = [piece for piece in evidence if since_at <= piece.judged_at <= until_at]
    against = [piece for piece in lately if piece.stance is Stance.CONTRADICT]
    settled = [
        watch
        for watch in watches
        if watch.settled_at is not None and since_at <= watch.settled_at <= until_at
    ]
    return Moved(
        thesis,
        _stood(thesis, evidence, gone, steps, since_at - 1),
        _stood(thesis, evidence, gone, steps, until_at),
        len(lately),
        max(against, key=lambda piece: (piece.strength, piece.judged_at), default=None),
        tuple(sorted(settled, key=lambda watch: (watch.settled_at or 0, watch.id))),
    )


def ahead(
    watches: Iterable[Watch], theses: Iterable[Thesis], until_at: int, span: int = AHEAD
) -> tuple[Ahead, ...]:
    """The watches that were open at a moment and due by ``span`` after it."""
    known = {thesis.id: thesis for thesis in theses}
    found = [
        Ahead(watch, known[watch.thesis_id], watch.due_at)
        for watch in watches
        if watch.thesis_id in known
        and watch.opened_at <= until_at
        and (watch.settled_at is None or watch.settled_at > until_at)
        and watch.due_at <= until_at + span
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.watch.id)))


def written_in(
    briefs: Iterable[Brief], since_at: int, until_at: int
) -> tuple[tuple[Brief, ...], int]:
    """The briefs finished in a stretch of time, and how many drafts were changed in it."""
    known = tuple(briefs)
    done = [b for b in known if b.finished_at is not None and since_at <= b.finished_at <= until_at]
    drafts = [b for b in known if b.finished_at is None and since_at <= b.changed_at <= until_at]
    return tuple(sorted(done, key=lambda brief: (brief.finished_at or 0, brief.id))), len(drafts)


def _stood(
    thesis: Thesis,
    evidence: Iterable[Evidence],
    withdrawn: Iterable[Withdrawn],
    steps: Sequence[Step],
    moment: int,
) -> Stood:
    stories: dict[Stance, set[str]] = {Stance.SUPPORT: set(), Stance.CONTRADICT: set()}
    for piece, until in spans(thesis, evidence, withdrawn):
        if piece.judged_at <= moment and (until is None or moment < until):
            stories[piece.stance].add(piece.story_id)
    supports, contradictions = map(len, stories.values())
    return Stood(supports, contradictions, db_at(steps, moment))
