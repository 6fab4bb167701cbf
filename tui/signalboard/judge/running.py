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


class Running:
    """What ``judge.tally`` says of all evidence that was added and not removed."""

    def __init__(self) -> None:
        self._stories: dict[Stance, dict[str, int]] = {stance: {} for stance in Stance}
        self._against: dict[str, Vote] = {}
        self._tally: Tally | None = None

    def add(self, ident: str, vote: Vote) -> None:
        """A piece that stands now, and did not."""
        self.count(vote.stance, vote.story_id)
        if vote.stance is Stance.CONTRADICT:
            self._against[ident] = vote

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
        self._against.pop(ident, None)
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
        return max((vote.judged_at for vote in self._against.values()), default=None)

    @property
    def strongest_against(self) -> str | None:
        """The strongest contradiction, the newest of equals, of those the first recorded."""
        if not self._against:
            return None
        best = max((vote.strength, vote.judged_at) for vote in self._against.values())
        equals = [
            (vote.order, ident)
            for ident, vote in self._against.items()
            if (vote.strength, vote.judged_at) == best
        ]
        return min(equals)[1]
