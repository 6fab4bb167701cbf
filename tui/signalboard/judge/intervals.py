"""How far a share that was counted can be trusted: Wilson's score interval. Pure."""

from __future__ import annotations

import math

Interval = tuple[float, float]
_Z = 1.959963984540054
"""Of the normal distribution, 95 % lie within so many standard deviations."""


def wilson(hits: int, among: int) -> Interval | None:
    """The 95 % interval of ``hits`` among so many; None among none, of which nothing is known."""
    if among <= 0:
        return None
    share, spread = hits / among, _Z * _Z / among
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def disjoint(one: Interval | None, two: Interval | None) -> bool:
    """Whether both are known and do not overlap: then chance is a poor explanation."""
    return one is not None and two is not None and (one[1] < two[0] or two[1] < one[0])
