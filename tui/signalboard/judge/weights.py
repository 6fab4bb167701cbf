"""What one judgment weighs: how strong it is, and how far its reports can be relied on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from signalboard.judge.decibans import decibans, ratio
from signalboard.model import Evidence, Report, Stance, origin_of_each

STRENGTH_DB: Mapping[int, float] = {1: 2.0, 2: 5.0, 3: 10.0}
"""Decibans of each strength; there is no fourth: a headline is never decisive."""
RELIABILITY: Mapping[str, float] = {"A": 1.0, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0, "F": 0.5}
"""How far a feed of each rating can be relied on; F: it cannot be judged."""
UNRATED = 1.0
"""A feed that nobody rated counts in full, and is shown as unrated."""


def reliability(reports: Iterable[Report]) -> float:
    """How far the reports of a story can be relied on: 1 - the product of (1 - r) of its origins.

    The r of an origin is that of its report rated best. A story without reports counts
    as unrated.
    """
    told = tuple(reports)
    best: dict[str, float] = {}
    each = origin_of_each((r.origin, r.feed_url, r.url) for r in told)
    for origin, report in zip(each, told, strict=True):
        best[origin] = max(best.get(origin, 0.0), RELIABILITY.get(report.reliability, UNRATED))
    doubt = 1.0
    for r in best.values():
        doubt *= 1 - r
    return 1 - doubt if best else UNRATED


def is_rated(reports: Iterable[Report]) -> bool:
    """Whether any of the reports is of a feed that was rated."""
    return any(report.reliability in RELIABILITY for report in reports)


def weighted(strength: int, r: float) -> float:
    """The decibans of a strength where the reports can be relied on so far."""
    full = STRENGTH_DB[strength]
    return full if r == 1 else decibans(1 + r * (ratio(full) - 1))


def weight(piece: Evidence) -> float:
    """The effective decibans of a judgment, either way; 0 where it has no bearing."""
    if piece.stance is Stance.NO_BEARING:
        return 0.0
    return weighted(piece.strength, reliability(piece.snapshot.reports))
