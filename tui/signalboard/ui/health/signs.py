"""How feeds and their checks stand, as signs: shapes and words first, colour second."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.desk.values import Standing
from signalboard.model import Check, Outcome
from signalboard.ui.ink import Piece

SIGNS: dict[Standing, Piece] = {
    Standing.FAILING: ("✗", "contradict"),
    Standing.STOPPED: ("■", "contradict"),
    Standing.GONE: ("×", "contradict"),
    Standing.WAITING: ("…", "warn"),
    Standing.NEW: ("○", "soft"),
    Standing.PAUSED: ("‖", "soft"),
    Standing.WELL: ("●", "support"),
    Standing.UNCHANGED: ("●", "read"),
    Standing.REMOVED: ("·", "faint"),
}
ASKING: Piece = ("⟳", "accent")
CHECKS = (
    ("█", "support", "brought entries"),
    ("▂", "read", "nothing new"),
    ("…", "warn", "asked to wait"),
    ("✗", "contradict", "failed"),
)


def sign(check: Check) -> Piece:
    """One check."""
    if check.outcome.is_well:
        return CHECKS[0][:2] if check.new else CHECKS[1][:2]
    return CHECKS[2][:2] if check.outcome is Outcome.WAIT else CHECKS[3][:2]


def strip(checks: Sequence[Check], width: int) -> list[Piece]:
    """The latest checks in so many cells, the oldest first, the newest at the right end."""
    shown = [sign(check) for check in checks[:width]][::-1]
    pieces: list[Piece] = [("·" * (width - len(shown)), "faint")] if len(shown) < width else []
    for text, ink in shown:
        if pieces and pieces[-1][1] == ink:
            pieces[-1] = (pieces[-1][0] + text, ink)
        else:
            pieces.append((text, ink))
    return pieces


def words(check: Check) -> tuple[Piece, str]:
    """A check in words: how it ended, and what was said of it."""
    ink = sign(check)[1]
    if check.outcome.is_well:
        return (("read", ink), f"{check.new:,} new" if check.new else "nothing new")
    return ((check.outcome.value.replace("-", " "), ink), check.reason)
