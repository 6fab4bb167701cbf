"""Whether suggestions one way are followed more often than those the other way. Pure.

A guard as those of ``judge.guards``: it shows a pattern of the log and corrects nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.judge.guards import Guard
from signalboard.judge.intervals import disjoint, wilson
from signalboard.model import Evidence, Hint, Stance
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Followed:
    """Of stories suggested one way, how many were judged so."""

    judged: int
    suggested: int

    @property
    def told(self) -> str:
        """With the share, and how far it can be trusted."""
        interval = wilson(self.judged, self.suggested)
        if interval is None:
            return f"{self.judged} of {self.suggested}"
        low, high = interval
        share = self.judged / self.suggested
        return f"{self.judged} of {self.suggested} ({share:.0%}, {low:.0%} to {high:.0%})"


@dataclass(frozen=True, slots=True)
class Gap:
    """What became of the hints on one thesis that were seen."""

    supports: Followed
    contradictions: Followed

    @property
    def is_told(self) -> bool:
        """Whether the shares differ by more than chance is likely to make them."""
        return disjoint(
            wilson(self.supports.judged, self.supports.suggested),
            wilson(self.contradictions.judged, self.contradictions.suggested),
        )

    @property
    def guard(self) -> Guard | None:
        """The pattern as it is told; None where it is none."""
        if not self.is_told:
            return None
        return Guard(
            "selection gap",
            f"Of the stories suggested as support {self.supports.told} were judged so, of those "
            f"suggested as contradiction {self.contradictions.told}.",
            "Suggestions read wording alone and may be wrong more often on one side: the gap "
            "does not say which stories were passed over wrongly.",
        )


def gap(hints: Iterable[Hint], evidence: Iterable[Evidence]) -> Gap:
    """What became of the hints on a thesis: those judged as they suggested, and all."""
    suggested: dict[Stance, set[str]] = {Stance.SUPPORT: set(), Stance.CONTRADICT: set()}
    for hint in hints:
        if hint.stance is not None:
            suggested[hint.stance].add(hint.story_id)
    judged: dict[Stance, set[str]] = {stance: set() for stance in Stance}
    for piece in evidence:
        judged[piece.stance].add(piece.story_id)
    supports, contradictions = (
        Followed(len(suggested[way] & judged[way]), len(suggested[way])) for way in suggested
    )
    return Gap(supports, contradictions)
