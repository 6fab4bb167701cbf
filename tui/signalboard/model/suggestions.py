"""What a story might be about, as its wording suggests: a hint, never a judgment."""

from __future__ import annotations

from signalboard.model.stances import Stance
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thesis that a story might bear on, and which way."""

    thesis_id: str
    stance: Stance | None
    """Support or contradict; None: it does not restate the thesis, or says neither."""
    worth: float
    """How much says that it is about this thesis, in nats; what lists are ordered by."""
    likely: float
    """How likely the stance is, of three, by headlines about rumours; where there is one."""
    about: tuple[str, ...]
    """What it shares with the thesis, the most telling first."""
    said: str
    """The words that say which way; may be empty."""
    is_contrary: bool = False
    """Whether it is worth a look as a contradiction, by its wording: wider than ``stance``."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggestion that was on screen: what a person saw before they judged."""

    story_id: str
    thesis_id: str
    stance: Stance | None
    seen_at: int
    """When it was first seen."""
