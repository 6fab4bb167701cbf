"""Stories that look contrary to a thesis and were passed over. Pure.

A guard as those of ``judge.guards``, though of the stories at hand rather than of the log: what
nobody judged stands in no log.
"""

from __future__ import annotations

from signalboard.judge.guards import Guard
from signalboard.text import counted
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Passed:
    """What looks contrary to a thesis by its wording and was not judged to bear on it."""

    unjudged: int
    """Stories that nobody judged by it, read or not."""
    set_aside: int
    """Stories judged to have no bearing on it."""
    newest: str = ""
    """The title of the newest of them; empty where it is not to be told."""

    @property
    def guard(self) -> Guard | None:
        """The pattern as it is told; None where there is nothing to look at."""
        whole = self.unjudged + self.set_aside
        if not whole:
            return None
        were = "was" if whole == 1 else "were"
        told = f" and {were} set aside as without bearing"
        if self.unjudged:
            told = f" and {were} not judged by it"
            if self.set_aside:
                told = f": {self.unjudged:,} not judged by it, {self.set_aside:,} set aside"
        newest = ": " if whole == 1 else "; the newest is "
        told += f"{newest}“{self.newest}”" if self.newest else ""
        return Guard(
            "contrary queue",
            f"{counted(whole, 'story looks', 'stories look')} contrary by wording{told}.",
            "Wording is all that was read: most of them may say nothing against it, and what "
            "does in other words was not found.",
        )
