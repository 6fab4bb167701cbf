"""The sum of one side of a thesis, kept as votes come and go. Pure.

``judge.conviction`` says what it must come to. Here stories of one weight are counted
together, and their sum has a closed form: adding one to ten thousand takes microseconds.
"""

from __future__ import annotations


class Side:
    """Votes of stories on one side; each story counts once, with its strongest."""

    __slots__ = ("_levels", "_votes")

    def __init__(self) -> None:
        self._votes: dict[str, list[float]] = {}
        self._levels: dict[float, int] = {}
        """How many stories have each weight for their strongest."""

    def __len__(self) -> int:
        return len(self._votes)

    def add(self, story_id: str, weight: float) -> None:
        """A judgment that counts now, and did not."""
        votes = self._votes.get(story_id)
        if votes is None:
            self._votes[story_id] = [weight]
            self._levels[weight] = self._levels.get(weight, 0) + 1
            return
        before = max(votes)
        votes.append(weight)
        self._moved(before, max(votes))

    def remove(self, story_id: str, weight: float) -> None:
        """A judgment that counts no more, as it was added."""
        votes = self._votes[story_id]
        before = max(votes)
        votes.remove(weight)
        if votes:
            self._moved(before, max(votes))
        else:
            del self._votes[story_id]
            self._less(before)

    def db(self, discount: float) -> float:
        """The sum, the strongest in full and each further one discounted again."""
        return self._sum(1, discount)

    def squares(self, discount: float) -> float:
        """The sum of the squares of what each adds."""
        return self._sum(2, discount**2)

    def _sum(self, power: int, discount: float) -> float:
        total, rank = 0.0, 0
        for weight in sorted(self._levels, reverse=True):
            count = self._levels[weight]
            total += weight**power * discount**rank * _geometric(discount, count)
            rank += count
        return total

    def _moved(self, before: float, now: float) -> None:
        if before != now:
            self._less(before)
            self._levels[now] = self._levels.get(now, 0) + 1

    def _less(self, weight: float) -> None:
        self._levels[weight] -= 1
        if not self._levels[weight]:
            del self._levels[weight]


def _geometric(discount: float, count: int) -> float:
    """1 + d + d² + ... of so many terms."""
    return float(count) if discount == 1 else (1 - discount**count) / (1 - discount)
