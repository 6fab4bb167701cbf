"""What is judged: claims that can turn out false, evidence on them, dated questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from signalboard.model.stances import Stance
from signalboard.model.stories import Report, Reported


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a thesis."""

    statement: str
    negation: str
    at: int


@dataclass(frozen=True, slots=True)
class Thesis:
    """A claim that can turn out false, with its negation."""

    id: str
    number: int
    name: str
    versions: tuple[Version, ...]
    prior: float = 0.5
    keywords: tuple[str, ...] = ()
    status: Literal["draft", "active", "retired"] = "draft"
    created_at: int = 0

    @property
    def statement(self) -> str:
        """The claim as it is worded now."""
        return self.versions[-1].statement

    @property
    def negation(self) -> str:
        """What would be the case if the claim were false, as worded now."""
        return self.versions[-1].negation


@dataclass(frozen=True, slots=True)
class Snapshot(Reported):
    """The story as it read when it was judged: evidence outlives feeds and links."""

    title: str
    url: str
    at: int
    excerpt: str
    companies: tuple[str, ...]
    reports: tuple[Report, ...]
    judged_as: str = ""
    """The title it had when it was judged, where that was of a report split off since."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One story's bearing on one thesis, in one person's judgment."""

    id: str
    thesis_id: str
    story_id: str
    stance: Stance
    strength: int
    note: str
    judged_at: int
    changed_at: int
    version: int
    """Which wording of the thesis was judged: an index into its versions."""
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Watch:
    """A dated question about a thesis that will be settled."""

    id: str
    thesis_id: str
    question: str
    hit_if: str
    miss_if: str
    void_if: str
    look_up: str
    opened_at: int
    closes_at: int
    h1: float
    """P(hit if the thesis is true)."""
    h0: float
    """P(hit if the thesis is false)."""
    state: Literal["open", "hit", "miss", "void"] = "open"
    story_id: str | None = None
