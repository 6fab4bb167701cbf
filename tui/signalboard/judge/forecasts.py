"""How likely a hit was held to be, over time: what the conviction implied, then one's own word."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.judge.conviction import shown
from signalboard.judge.decibans import of_probability, probability
from signalboard.judge.history import Step, db_at
from signalboard.judge.watching import implied
from signalboard.model import Forecast, Watch


def chance(db: float | None, prior: float) -> float:
    """How likely a thesis is whose sum is that, as it is shown; the prior without evidence."""
    return shown(probability(of_probability(prior) if db is None else db))


def chance_at(steps: Sequence[Step], prior: float, moment: int) -> float:
    """The same of a thesis as it stood at a moment."""
    return chance(db_at(steps, moment), prior)


def own(watch: Watch) -> tuple[Forecast, ...]:
    """The forecasts that the person made, in time."""
    return tuple(sorted((f for f in watch.forecasts if f.is_own), key=lambda f: f.at))


def made(
    watch: Watch, steps: Sequence[Step], prior: float, until: int, since: int = 0
) -> tuple[Forecast, ...]:
    """Every forecast of a watch up to a moment, each with when it began to stand.

    ``steps`` are those of its thesis. What the conviction implied stands until the first
    that the person made, and what the person made until the next. ``since``: when there began
    to be a conviction; a watch that comes with a new board may have been opened long before,
    and nobody held anything of it then.
    """
    said = [forecast for forecast in own(watch) if forecast.at <= until]
    first = said[0].at if said else until + 1
    opened = max(watch.opened_at, since)
    if opened > until:
        return tuple(said)
    sums = [(opened, db_at(steps, opened)), *((s.at, s.db) for s in steps if s.at > opened)]
    told: dict[int, Forecast] = {}
    standing: float | None = None
    for at, db in sums:
        p = implied(chance(db, prior), watch.h1, watch.h0)
        if at < first and p != standing:
            told[at] = Forecast(at, p, is_own=False)
            standing = p
    told |= {forecast.at: forecast for forecast in said}
    return tuple(told.values())


def standing(watch: Watch, steps: Sequence[Step], prior: float, now: int) -> Forecast:
    """The forecast of an open watch that stands now."""
    return made(watch, steps, prior, max(now, watch.opened_at))[-1]
