"""What is judged: claims that can turn out false, evidence on them, dated questions."""

from __future__ import annotations

from typing import Literal

from signalboard.model.stances import Stance
from signalboard.model.stories import Report, Reported
from signalboard.values import dataclass

Status = Literal["draft", "active", "confirmed", "refuted", "retired"]
"""A draft may collect evidence; the last three are closed: nothing is judged by them."""
WatchState = Literal["open", "hit", "miss", "void"]


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
    status: Status = "draft"
    created_at: int = 0
    horizon_at: int | None = None
    """By when it should have shown whether it is true."""
    rivals: tuple[str, ...] = ()
    """Other explanations of the same stories."""
    pre_mortem: str = ""
    """Supposing that it turned out false: why it did."""
    post_mortem: str = ""
    """What was learned when it was closed."""
    closed_at: int | None = None
    prior_said: bool = True
    """Whether the person said the prior; else it is the .5 that says nothing."""

    @property
    def is_closed(self) -> bool:
        """Whether it is confirmed, refuted or retired."""
        return self.status in {"confirmed", "refuted", "retired"}

    def is_overdue(self, now: int) -> bool:
        """Whether it should have shown by now whether it is true, and nobody closed it."""
        return self.horizon_at is not None and self.horizon_at <= now and not self.is_closed

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
class Original:
    """What a judgment said when it was made, of what it says otherwise now; else None."""

    strength: int | None = None
    note: str | None = None
    quote: str | None = None
    quoted: str | None = None
    version: int | None = None
    story_id: str | None = None
    reports: int | None = None
    """How many reports its story had."""


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
    quote: str = ""
    """What somebody said in it, verbatim."""
    quoted: str = ""
    """Who said that."""
    original: Original | None = None
    """None where nothing of it has changed, or the change was not kept with it."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Evidence that counts no more: retracted, or superseded by what was judged later."""

    evidence: Evidence
    at: int
    why: str = ""
    by: str = ""
    """The id of the evidence that took its place; empty where it was retracted."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How likely a hit was held to be from a moment on."""

    at: int
    p: float
    is_own: bool
    """Said by the person; else implied by the conviction of the thesis at that moment."""


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
    state: WatchState = "open"
    story_id: str | None = None
    """The story it was made from."""
    resolves_at: int | None = None
    """When the answer can be looked up, where that is after it closes."""
    forecasts: tuple[Forecast, ...] = ()
    """While it is open those the person made; once settled all that it is scored by."""
    settled_at: int | None = None
    link: str = ""
    """Where it was seen how it came out."""
    note: str = ""

    @property
    def due_at(self) -> int:
        """From when on the answer can be looked up: as it closes, or later where that is said."""
        return self.closes_at if self.resolves_at is None else self.resolves_at
