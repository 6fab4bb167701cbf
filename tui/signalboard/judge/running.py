"""Counts of evidence that are kept as it comes and goes, so that a judgment counts one piece."""

from __future__ import annotations

from typing import NamedTuple

from signalboard.judge.tally import Tally
from signalboard.model import Stance


class Vote(NamedTuple):
    """What of a piece of evidence is counted."""

    story_id: str
    stance: Stance
    strength: int
    judged_at: int
    order: tuple[int, ...]
    """Where it stands among all, in the order recorded."""
    weight: float = 0.0
    """Its effective decibans."""
    until_at: int | None = None
    """When it ceased to count; None where it counts."""


class Running:
    """What ``judge.tally`` says of all evidence that was added and not removed."""

    def __init__(self) -> None:
        self._stories: dict[Stance, dict[str, int]] = {stance: {} for stance in Stance}
        self._against: dict[str, Vote] = {}
        self._last: Vote | None = None
        """The contradiction recorded last, once it was asked for and while it stands."""
        self._strongest: tuple[str, Vote] | None = None
        """Likewise the strongest."""
        self._tally: Tally | None = None

    def add(self, ident: str, vote: Vote) -> None:
        """A piece that stands now, and did not."""
        self.count(vote.stance, vote.story_id)
        if vote.stance is Stance.CONTRADICT:
            self._against[ident] = vote
            if self._last is not None and vote.judged_at > self._last.judged_at:
                self._last = vote
            if self._strongest is not None and _force(vote) > _force(self._strongest[1]):
                self._strongest = ident, vote

    def count(self, stance: Stance, story_id: str) -> None:
        """As ``add``, for a piece that is no contradiction, of which no more is asked."""
        stories = self._stories[stance]
        stories[story_id] = stories.get(story_id, 0) + 1
        self._tally = None

    def remove(self, ident: str, vote: Vote) -> None:
        """A piece that stands no more, as it was added."""
        stories = self._stories[vote.stance]
        stories[vote.story_id] -= 1
        if not stories[vote.story_id]:
            del stories[vote.story_id]
        if self._against.pop(ident, None) is not None:
            self._last = self._strongest = None
        self._tally = None

    @property
    def tally(self) -> Tally:
        """Distinct stories for each stance; the same value until something changes."""
        if self._tally is None:
            self._tally = Tally(
                len(self._stories[Stance.SUPPORT]),
                len(self._stories[Stance.CONTRADICT]),
                len(self._stories[Stance.NO_BEARING]),
            )
        return self._tally

    @property
    def last_contradiction_at(self) -> int | None:
        """When a contradiction was last recorded, or None."""
        if self._last is None and self._against:
            self._last = max(self._against.values(), key=lambda vote: vote.judged_at)
        return None if self._last is None else self._last.judged_at

    @property
    def strongest_against(self) -> str | None:
        """The strongest contradiction, the newest of equals, of those the first recorded."""
        if self._strongest is None and self._against:
            self._strongest = max(self._against.items(), key=lambda item: _force(item[1]))
        return None if self._strongest is None else self._strongest[0]


def _force(vote: Vote) -> tuple[int, int, tuple[int, ...]]:
    return vote.strength, vote.judged_at, (*(-part for part in vote.order), 1)
