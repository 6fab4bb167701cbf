"""A newsletter brief: what a story says, what it may mean, and what would show that."""

from __future__ import annotations

from signalboard.model.stances import Stance
from signalboard.model.theses import Snapshot
from signalboard.values import dataclass

HEADLINE, QUOTE = 90, 300
"""Characters of a headline and of a pull quote, at most."""
POINTS = 3
"""Points of The Summary."""
OWN = "own"
"""Stands for who said a pull quote that is the writer's own."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of a brief."""

    title: str
    outlet: str = ""
    url: str = ""
    """An http or https address, or empty."""
    published_at: int | None = None
    """The first second of its day."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of The Summary."""

    text: str
    sources: tuple[int, ...] = ()
    """Numbers of sources, the first is 1."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the story was judged to say of one thesis."""

    thesis_id: str
    number: int
    name: str
    """Of the thesis, as it was called then."""
    stance: Stance
    strength: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A watch as a brief words it; one without ``watch_id`` is opened as the brief is finished."""

    thesis_id: str
    thesis: str
    """The name of the thesis."""
    question: str
    hit_if: str
    miss_if: str
    closes_at: int | None
    """None where no date is given yet."""
    h1: float
    h0: float
    watch_id: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """One story as a brief for readers. A finished one has everything a brief must have."""

    id: str
    story_id: str
    snapshot: Snapshot
    """The story as it read when the brief was last written."""
    created_at: int
    changed_at: int
    headline: str = ""
    points: tuple[Point, ...] = ()
    bearings: tuple[Bearing, ...] = ()
    """What The Signal names."""
    signal: tuple[str, ...] = ()
    """Paragraphs."""
    quote: str = ""
    quoted: str = ""
    """Who said it; ``own`` where the writer does."""
    implication: tuple[str, ...] = ()
    """Paragraphs."""
    watches: tuple[Asked, ...] = ()
    sources: tuple[Cited, ...] = ()
    finished_at: int | None = None
    """None for a draft."""

    @property
    def thesis_ids(self) -> frozenset[str]:
        """The theses that it names, as evidence or by a watch."""
        named = [each.thesis_id for each in self.bearings]
        return frozenset((*named, *(asked.thesis_id for asked in self.watches)))

    @property
    def is_own(self) -> bool:
        """Whether the pull quote is the writer's own."""
        return self.quoted == OWN

    @property
    def title(self) -> str:
        """What it is called in lists: its headline, or else the story's title."""
        return self.headline or self.snapshot.title
