"""How likely a hit was held to be, over time: what the conviction implied, then one's own word."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.judge.conviction import shown
from signalboard.judge.decibans import of_probability, probability
from signalboard.judge.history import Step, db_at
from signalboard.judge.watching import implied
from signalboard.model import Forecast, Watch


def chance_at(steps: Sequence[Step], prior: float, moment: int) -> float:
    """How likely the thesis was at a moment, as it was shown then; the prior without evidence."""
    db = db_at(steps, moment)
    return shown(probability(of_probability(prior) if db is None else db))


def own(watch: Watch) -> tuple[Forecast, ...]:
    """The forecasts that the person made, in time."""
    return tuple(sorted((f for f in watch.forecasts if f.is_own), key=lambda f: f.at))


def made(watch: Watch, steps: Sequence[Step], prior: float, until: int) -> tuple[Forecast, ...]:
    """Every forecast of a watch up to a moment, each with when it began to stand.

    ``steps`` are those of its thesis. What the conviction implied stands until the first
    that the person made, and what the person made until the next.
    """
    said = [forecast for forecast in own(watch) if forecast.at <= until]
    first = said[0].at if said else until + 1
    moments = [watch.opened_at, *(step.at for step in steps if step.at > watch.opened_at)]
    told: dict[int, Forecast] = {}
    standing: float | None = None
    for at in moments:
        p = implied(chance_at(steps, prior, at), watch.h1, watch.h0)
        if at < first and p != standing:
            told[at] = Forecast(at, p, is_own=False)
            standing = p
    told |= {forecast.at: forecast for forecast in said}
    return tuple(told.values())


def standing(watch: Watch, steps: Sequence[Step], prior: float, now: int) -> Forecast:
    """The forecast of an open watch that stands now."""
    return made(watch, steps, prior, max(now, watch.opened_at))[-1]
