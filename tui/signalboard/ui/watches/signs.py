"""How a watch stands, in a sign, a word and an ink; numbers as they are written."""

from __future__ import annotations

from signalboard import times
from signalboard.desk import WatchRow
from signalboard.ui.ink import Piece


def stands(row: WatchRow, now: int) -> tuple[Piece, str]:
    """A sign with its ink, and a word."""
    state = row.watch.state
    if state == "open":
        if row.is_due:
            return ("!", "warn"), "due"
        return ("○", "soft"), f"in {times.days_between(now, row.watch.due_at):,} d"
    if state == "void":
        return ("–", "soft"), "void"
    ink = "support" if row.settled_db > 0 else "contradict"
    return ("◆" if state == "hit" else "◇", ink), state


def forecast(row: WatchRow) -> str:
    """What stands of it; ``~`` before what the conviction implies."""
    if row.forecast is None:
        return "–"
    return f"{'' if row.forecast.is_own else '~'}{percent(row.forecast.p)}"


def percent(p: float) -> str:
    """A probability, never as certain as it cannot be."""
    return f"{min(99, max(1, round(p * 100)))} %"


def decibans(db: float) -> Piece:
    """What it weighs, with its side's ink and a true minus."""
    ink = "support" if db > 0 else "contradict" if db < 0 else "soft"
    return f"{db:+.1f}".replace("-", "−"), ink
