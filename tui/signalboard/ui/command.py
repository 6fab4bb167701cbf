"""What a command of the board is: where it counts, what it is called, which keys it has."""

from __future__ import annotations

from typing import Literal

from signalboard.values import dataclass

Scope = Literal[
    "board",
    "headlines",
    "story",
    "theses",
    "companies",
    "health",
    "brief",
    "watches",
    "thesis",
    "prompt",
    "dialog",
    "help",
    "matrix",
]
"""Where a key counts. A key of ``board`` is bound nowhere else among the panes."""

PANES: tuple[Literal["headlines", "story", "theses", "companies"], ...] = (
    "headlines",
    "story",
    "theses",
    "companies",
)
GROUPS = (
    "Judge", "Arm a thesis", "Thesis", "Watches", "Story", "Find", "Move", "Keep", "Board",
    "Feed health",
    "Brief", "In a dialog",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do."""

    id: str
    """Stable name, ``area.verb``; what a keymap names."""
    title: str
    """What the palette shows, ``area: verb``."""
    help: str
    """One line for the help screen and the docs."""
    keys: tuple[str, ...]
    """As a person writes them: ``+``, ``ctrl+z``, ``space``. None: palette only."""
    action: str
    """What the screen does; ``{key}`` stands for the key pressed."""
    group: str
    scope: Scope = "board"
    hint: str = ""
    """The word in the line of keys; commands with one word share their place there."""
    rank: int = 0
    """Order in the line of keys, the lowest first; the highest are dropped first."""
    panes: tuple[str, ...] = PANES
    """The panes whose line of keys shows the hint."""
    first: bool = False
    """Whether the palette shows it before anything is typed."""
    palette: bool = True


def verb(
    ident: str, keys: str, action: str, group: str, title: str, help_: str, **more: object
) -> Command:
    """A command in few words, with its keys parted by spaces."""
    return Command(ident, title, help_, tuple(keys.split()), action, group, **more)  # type: ignore[arg-type]
