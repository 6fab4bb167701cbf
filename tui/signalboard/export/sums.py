"""What a log says of conviction: the sum with every term of it, so anyone can redo it. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from signalboard.judge.calibration import brier
from signalboard.judge.conviction import Conviction, Term, conviction, of_wording, terms
from signalboard.judge.decibans import of_probability
from signalboard.judge.forecasts import chance_at, own
from signalboard.judge.guards import Guard, guards
from signalboard.judge.history import Settled, Step, change, history
from signalboard.judge.tally import last_contradiction_at
from signalboard.judge.watching import implied, is_due, settled_weight, weight
from signalboard.judge.weights import is_rated
from signalboard.model import Evidence, Thesis, Watch, Withdrawn, replace
from signalboard.values import dataclass

_DIGITS = 6
"""Of what is computed: the same on every machine."""


@dataclass(frozen=True, slots=True)
class Question:
    """A watch, with what its answer weighs or weighed."""

    watch: Watch
    hit_db: float
    miss_db: float
    settled_db: float | None
    """What it weighs as it came out; None while it is open."""
    forecast: float | None
    """How likely a hit is held to be now, or was when it was settled."""
    is_own: bool
    """Whether a person said so; else it follows from the conviction."""
    score: float | None
    """Its time-weighted Brier score."""
    is_due: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """What the evidence of the present wording adds up to, term by term, in decibans."""

    discount: float
    prior_db: float
    supports: tuple[Term, ...]
    """The strongest first."""
    contradictions: tuple[Term, ...]
    settled: tuple[Settled, ...]
    """Watches that were a hit or a miss, in the order they were settled."""
    conviction: Conviction | None
    """None where there is no evidence."""
    change: float | None
    """By how much the sum is another than 30 days before."""
    last_contradiction_at: int | None
    steps: tuple[Step, ...]
    """How it came to be what it is."""
    guards: tuple[Guard, ...]
    """What the log shows of how it was judged."""
    earlier: int
    """Judgments that do not count, since they stay with an earlier wording."""

    @property
    def support_db(self) -> float:
        """Of all supports."""
        return math.fsum(term.db for term in self.supports)

    @property
    def contradict_db(self) -> float:
        """Of all contradictions, above 0."""
        return math.fsum(term.db for term in self.contradictions)

    @property
    def settled_db(self) -> float:
        """Of all settled watches."""
        return math.fsum(each.db for each in self.settled)

    @property
    def db(self) -> float:
        """All of it; the prior alone where there is no evidence."""
        return self.prior_db + self.support_db - self.contradict_db + self.settled_db


def rounded(value: float) -> float:
    """A computed number as it is written down."""
    return round(value, _DIGITS) + 0.0  # no -0.0


def sum_of(
    thesis: Thesis,
    evidence: Sequence[Evidence],
    withdrawn: Sequence[Withdrawn],
    watches: Sequence[Watch],
    as_of: int | None,
    discount: float,
) -> Sum:
    """The sum of one thesis, of all that is recorded about it."""
    evidence = [_light(piece) for piece in evidence]
    withdrawn = [replace(gone, evidence=_light(gone.evidence)) for gone in withdrawn]
    counting = of_wording(evidence, thesis)
    settled = sorted(
        (
            Settled(watch.id, settled_at(watch), settled_weight(watch))
            for watch in watches
            if watch.state in ("hit", "miss")
        ),
        key=lambda each: (each.at, each.watch_id),
    )
    steps = history(thesis, evidence, withdrawn=withdrawn, settled=settled, discount=discount)
    now = max((step.at for step in steps), default=0) if as_of is None else as_of
    return Sum(
        discount,
        of_probability(thesis.prior),
        *terms(counting, discount),
        settled=tuple(settled),
        conviction=conviction(
            counting, prior=thesis.prior, settled=[s.db for s in settled], discount=discount
        ),
        change=change(steps, thesis.prior, now),
        last_contradiction_at=last_contradiction_at(evidence),
        steps=steps,
        guards=guards(
            thesis, evidence, now, settled=[each.db for each in settled], discount=discount
        ),
        earlier=len(evidence) - len(counting),
    )


def question(watch: Watch, steps: Sequence[Step], prior: float, now: int) -> Question:
    """A watch as it stood at a moment; ``steps`` and prior are those of its thesis."""
    forecast, is_own = _forecast(watch, steps, prior, now)
    return Question(
        watch,
        weight(watch.h1, watch.h0, "hit"),
        weight(watch.h1, watch.h0, "miss"),
        None if watch.state == "open" else settled_weight(watch),
        forecast,
        is_own,
        brier(watch),
        is_due(watch, now),
    )


def settled_at(watch: Watch) -> int:
    """When it was settled; one that does not say was settled as it closed."""
    return watch.closes_at if watch.settled_at is None else watch.settled_at


def _light(piece: Evidence) -> Evidence:
    """The same judgment without its reports, where none of them was rated: it weighs the same.

    Each is weighed ten times for the sum, its steps and what hangs on it, and who tells what
    by whom is found anew each time.
    """
    if not piece.snapshot.reports or is_rated(piece.snapshot.reports):
        return piece
    return replace(piece, snapshot=replace(piece.snapshot, reports=()))


def _forecast(
    watch: Watch, steps: Sequence[Step], prior: float, now: int
) -> tuple[float | None, bool]:
    if watch.state == "open" and not any(said.at <= now for said in own(watch)):
        return implied(chance_at(steps, prior, now), watch.h1, watch.h0), False
    if watch.forecasts:
        latest = max(watch.forecasts, key=lambda each: each.at)
        return latest.p, latest.is_own
    return None, False
