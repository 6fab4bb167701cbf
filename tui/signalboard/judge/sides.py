"""The sum of one side of a thesis, kept as votes come and go. Pure.

``judge.conviction`` says what it must come to. Here stories of one weight are counted
together, and their sum has a closed form: adding one to ten thousand takes microseconds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping


class Side:
    """Votes of stories on one side; each story counts once, with its strongest."""

    __slots__ = ("_levels", "_votes", "judgments")

    def __init__(self) -> None:
        self.judgments = 0
        """How many count, of how many stories ever."""
        self._votes: dict[str, list[float]] = {}
        self._levels: dict[tuple[float, float], int] = {}
        """How many stories have each weight for their strongest, and each for their next, or 0."""

    def __len__(self) -> int:
        return len(self._votes)

    def add(self, story_id: str, weight: float) -> None:
        """A judgment that counts now, and did not."""
        self.judgments += 1
        votes = self._votes.get(story_id)
        if votes is None:
            self._votes[story_id] = [weight]
            level = weight, 0.0
            self._levels[level] = self._levels.get(level, 0) + 1
            return
        before = _level(votes)
        votes.append(weight)
        self._moved(before, _level(votes))

    def remove(self, story_id: str, weight: float) -> None:
        """A judgment that counts no more, as it was added."""
        self.judgments -= 1
        votes = self._votes[story_id]
        before = _level(votes)
        votes.remove(weight)
        if votes:
            self._moved(before, _level(votes))
        else:
            del self._votes[story_id]
            self._less(before)

    def db(self, discount: float) -> float:
        """The sum, the strongest in full and each further one discounted again."""
        return _sum(self._levels, 1, discount)

    def squares(self, discount: float) -> float:
        """The sum of the squares of what each adds."""
        return _sum(self._levels, 2, discount**2)

    def without_one(self, discount: float) -> float:
        """The least that the sum comes to without one judgment: without the weightiest."""
        least, next_best = self.db(discount), math.inf
        for level in sorted(self._levels, key=lambda each: (-each[0], each[1])):
            if level[1] < next_best:  # else a stronger story has no more to fall back on
                next_best = level[1]
                levels = {**self._levels, level: self._levels[level] - 1}
                fallen = level[1], 0.0
                levels[fallen] = levels.get(fallen, 0) + 1
                least = min(least, _sum(levels, 1, discount))
        return least

    def _moved(self, before: tuple[float, float], now: tuple[float, float]) -> None:
        if before != now:
            self._less(before)
            self._levels[now] = self._levels.get(now, 0) + 1

    def _less(self, level: tuple[float, float]) -> None:
        self._levels[level] -= 1
        if not self._levels[level]:
            del self._levels[level]


def _level(votes: list[float]) -> tuple[float, float]:
    """The strongest of votes, and the next."""
    strongest = sorted(votes, reverse=True)
    return strongest[0], strongest[1] if len(strongest) > 1 else 0.0


def _sum(levels: Mapping[tuple[float, float], int], power: int, discount: float) -> float:
    total, rank = 0.0, 0
    for level in sorted(levels, reverse=True):
        count = levels[level]
        total += level[0] ** power * discount**rank * _geometric(discount, count)
        rank += count
    return total


def _geometric(discount: float, count: int) -> float:
    """1 + d + d² + ... of so many terms."""
    return float(count) if discount == 1 else (1 - discount**count) / (1 - discount)
