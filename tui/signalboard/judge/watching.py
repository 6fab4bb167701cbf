"""Watches: what an answer weighs, what it is expected to be, and when it is due. Pure.

Weights are in decibans: how much more likely the answer is if the thesis is true than if
it is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from signalboard.judge.decibans import decibans
from signalboard.model import Thesis, Watch, WatchState

LEAST, MOST = 0.01, 0.99
"""Between these every chance is: nothing is certain, and no answer weighs without bound."""
MOVES = 5.0
"""Decibans that some answer has to move a thesis the other way before it can be active."""
_SAME = 1e-9


class Preset(NamedTuple):
    """Two chances that go by a name."""

    name: str
    h1: float
    """P(hit if the thesis is true)."""
    h0: float
    """P(hit if the thesis is false)."""


PRESETS = (
    Preset("straw", 0.60, 0.40),
    Preset("telling", 0.80, 0.20),
    Preset("hoop", 0.95, 0.50),
    Preset("smoking gun", 0.50, 0.05),
    Preset("decisive", 0.95, 0.05),
)


def preset(name: str) -> Preset | None:
    """The preset of that name, also without its space and in capitals; None: there is none."""
    asked = name.lower().replace("-", " ").strip()
    return next((each for each in PRESETS if each.name == asked), None)


def preset_of(h1: float, h0: float) -> Preset | None:
    """The preset that has these chances."""
    return next((p for p in PRESETS if abs(p.h1 - h1) < _SAME and abs(p.h0 - h0) < _SAME), None)


def wrong_chances(h1: float, h0: float) -> str:
    """What is wrong with the two chances, as a sentence; empty where nothing is."""
    for named, chance in (("true", h1), ("false", h0)):
        if not LEAST <= chance <= MOST:  # NaN is in no range either
            return (
                f"P(hit if {named}) is {chance:g}; it has to be between {LEAST} and {MOST}, "
                "for nothing is certain."
            )
    if abs(h1 - h0) < _SAME:
        return (
            f"Both chances are {h1:g}: a question whose answer is as likely if the thesis is "
            "true as if it is false tells nothing of it."
        )
    return ""


# -- what it weighs -----------------------------------------------------------


def weight(h1: float, h0: float, state: WatchState) -> float:
    """What an answer weighs in dB: for the thesis above 0, against it below."""
    if state == "hit":
        return decibans(h1 / h0)
    if state == "miss":
        return decibans((1 - h1) / (1 - h0))
    return 0.0


def settled_weight(watch: Watch) -> float:
    """What a watch weighs as it stands: nothing while it is open, and nothing if it is void."""
    return weight(watch.h1, watch.h0, watch.state)


def is_kill(watch: Watch) -> bool:
    """Whether a hit hurts the thesis."""
    return watch.h1 < watch.h0


def against(h1: float, h0: float) -> float:
    """What the answer weighs that hurts the thesis: always below 0."""
    return min(weight(h1, h0, "hit"), weight(h1, h0, "miss"))


def turns(h1: float, h0: float) -> bool:
    """Whether one of the answers moves the thesis 5 dB the other way."""
    return against(h1, h0) <= -MOVES + _SAME


def could_turn(watch: Watch) -> bool:
    """Whether it may still move its thesis so far."""
    return watch.state == "open" and turns(watch.h1, watch.h0)


def missing(thesis: Thesis, watches: Iterable[Watch]) -> tuple[str, ...]:
    """What a thesis lacks to be active, a sentence each; ``watches`` are its own."""
    lacks = []
    if not thesis.prior_said or not LEAST <= thesis.prior <= MOST:
        lacks.append("A prior: how likely it was before any evidence, from 1 to 99 %.")
    if not thesis.negation:
        lacks.append("A negation: what is the case if it is false.")
    if not any(could_turn(watch) for watch in watches):
        lacks.append(
            f"An open watch with an answer that weighs {MOVES:g} dB against it: what would "
            "change your mind, and by when."
        )
    return tuple(lacks)


# -- what is expected ---------------------------------------------------------


def implied(p: float, h1: float, h0: float) -> float:
    """How likely a hit is where the thesis is true with the chance ``p``."""
    return p * h1 + (1 - p) * h0


def after(p: float, h1: float, h0: float, state: WatchState) -> float:
    """How likely the thesis is once the watch has come out so, where it was ``p`` before."""
    if state == "hit":
        return p * h1 / implied(p, h1, h0)
    if state == "miss":
        return p * (1 - h1) / (1 - implied(p, h1, h0))
    return p


# -- when ---------------------------------------------------------------------


def is_due(watch: Watch, now: int) -> bool:
    """Whether it waits to be settled."""
    return watch.state == "open" and watch.due_at <= now


def open_watches(watches: Iterable[Watch]) -> tuple[Watch, ...]:
    """Watches not settled yet, the next to come due first."""
    waiting = [watch for watch in watches if watch.state == "open"]
    return tuple(sorted(waiting, key=lambda watch: (watch.due_at, watch.id)))


def due_watches(watches: Sequence[Watch], now: int) -> tuple[Watch, ...]:
    """Open watches past their date, the longest due first."""
    return tuple(watch for watch in open_watches(watches) if is_due(watch, now))
