"""How well forecasts came out: Brier score, calibration curve, discrimination. Pure.

A score that does not exist is None, never 0, which would be a perfect one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from signalboard.judge.intervals import Interval, wilson
from signalboard.model import Forecast, Watch
from signalboard.times import DAY
from signalboard.values import dataclass

ENOUGH = 10
"""Settled watches below which nothing is said of them together."""
BINS = 10
_EDGE = 1e-9
""".7 belongs to the bin that begins there, though as a float it may fall just short of it."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Watches whose forecasts were alike."""

    low: float
    high: float
    n: int
    hits: int
    forecast: float
    """Their mean forecast."""
    interval: Interval
    """Where the share of hits lies, by what was counted."""

    @property
    def share(self) -> float:
        """How many of them were hits."""
        return self.hits / self.n


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the forecasts of settled watches came out, taken together."""

    n: int
    """Watches that count: hit or miss, past their scheduled date."""
    early: int = 0
    """Hit or miss before their date: not counted yet, for hits come early and misses cannot."""
    brier: float | None = None
    """0 is best, .25 what 50 % always gives."""
    curve: tuple[Bin, ...] = ()
    """Bins that hold any, the lowest first."""
    base_rate: float | None = None
    """The share of hits among all."""
    on_hits: float | None = None
    """The mean forecast of what was hit; None where nothing was."""
    on_misses: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are so many that anything is said of them."""
        return self.n >= ENOUGH

    @property
    def lacking(self) -> int:
        """How many more it takes."""
        return max(0, ENOUGH - self.n)

    @property
    def discrimination(self) -> float | None:
        """How much higher forecasts were before hits than before misses; 0 tells nothing apart."""
        if self.on_hits is None or self.on_misses is None:
            return None
        return self.on_hits - self.on_misses


def spans(watch: Watch) -> tuple[tuple[float, float], ...]:
    """Each forecast that stood before the answer was known, with the days that it stood.

    From opened to settled, or to closed where that was earlier. A forecast made later than
    that is no forecast.
    """
    end = watch.closes_at if watch.settled_at is None else min(watch.settled_at, watch.closes_at)
    steps = sorted(watch.forecasts, key=_at)
    stood = []
    for step, following in zip_longest(steps, steps[1:]):
        until = end if following is None else min(following.at, end)
        seconds = until - max(step.at, watch.opened_at)
        if seconds > 0:
            stood.append((step.p, seconds / DAY))
    if stood:
        return tuple(stood)
    # Settled in the moment it was opened: what was said then stood for no time, and counts.
    said = [step.p for step in steps if step.at <= max(end, watch.opened_at)]
    return ((said[-1], 1.0),) if said else ()


def brier(watch: Watch) -> float | None:
    """The time-weighted Brier score of a watch; None where it has none."""
    if watch.state not in ("hit", "miss"):
        return None
    outcome = 1.0 if watch.state == "hit" else 0.0
    return _mean([((p - outcome) ** 2, days) for p, days in spans(watch)])


def mean_forecast(watch: Watch) -> float | None:
    """What was said of a watch on average, by the time that it stood; None: nothing."""
    return _mean(spans(watch))


def calibration(watches: Iterable[Watch], now: int) -> Calibration:
    """What settled watches say together; nothing but how many there are while they are few."""
    scored = [(w, f, s) for w in watches if (f := mean_forecast(w)) is not None
              and (s := brier(w)) is not None]  # fmt: skip
    counted = [each for each in scored if each[0].due_at <= now]
    n, early = len(counted), len(scored) - len(counted)
    if n < ENOUGH:
        return Calibration(n, early)
    said = [(forecast, watch.state == "hit") for watch, forecast, _ in counted]
    return Calibration(
        n,
        early,
        brier=sum(score for _, _, score in counted) / n,
        curve=_curve(said),
        base_rate=sum(hit for _, hit in said) / n,
        on_hits=_mean([(forecast, 1) for forecast, hit in said if hit]),
        on_misses=_mean([(forecast, 1) for forecast, hit in said if not hit]),
    )


def _curve(said: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    bins = []
    for number in range(BINS):
        mine = [each for each in said if min(BINS - 1, int(each[0] * BINS + _EDGE)) == number]
        hits = sum(hit for _, hit in mine)
        if (interval := wilson(hits, len(mine))) is not None:
            mean = sum(forecast for forecast, _ in mine) / len(mine)
            low, high = number / BINS, (number + 1) / BINS
            bins.append(Bin(low, high, len(mine), hits, mean, interval))
    return tuple(bins)


def _mean(weighed: Sequence[tuple[float, float]]) -> float | None:
    whole = sum(weight for _, weight in weighed)
    return sum(value * weight for value, weight in weighed) / whole if weighed else None


def _at(forecast: Forecast) -> int:
    return forecast.at
