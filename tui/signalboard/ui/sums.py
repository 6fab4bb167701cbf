"""What a thesis adds up to, in two or three lines of the pane."""

from __future__ import annotations

from collections.abc import Mapping

from signalboard import times
from signalboard.desk.values import Conviction, GuardName, ThesisRow
from signalboard.text import counted
from signalboard.ui.ink import Line, Piece, cells, right, spread

GUARD = "⚠"
LETTERS: Mapping[GuardName, str] = {
    "one-sided": "o",
    "selection gap": "s",
    "linchpin": "l",
    "drift": "d",
}
"""After the mark: which guards tell of something."""
_INDENT: Piece = ("  ", "")


def summed(row: ThesisRow, now: int, width: int, *, armed: bool) -> list[Line]:
    """The lines of a thesis, each but its first cell."""
    room = width - 1
    lines = [_head(row, now, room, armed=armed), _verdict(row, room)]
    if row.tally.supports or row.tally.contradictions:
        lines.append(_counts(row, now, room))
    return lines


def verdict(found: Conviction) -> list[Piece]:
    """What the evidence says: ``very likely 88%  65-97%``."""
    return [(found.word, "strong"), (f" {found.percent}%", "strong"), (f"  {band(found)}", "soft")]


def band(found: Conviction) -> str:
    """The band in whole percents: ``65-97%``."""
    return f"{found.low * 100:.0f}-{found.high * 100:.0f}%"


def change(db: float | None) -> str:
    """The change of thirty days: ``+2.1 dB/30d``; empty where it rounds to none."""
    if not db or abs(db) < 0.05:
        return ""
    return f"{db:+.{1 if abs(db) < 9.95 else 0}f} dB/30d".replace("-", "−")


def watches(row: ThesisRow) -> Piece:
    """How many are open, and how many of those are due."""
    if row.due:
        return (f"{row.due}/{len(row.watches)} due", "warn")
    return (counted(len(row.watches), "watch") if row.watches else "", "soft")


def _head(row: ThesisRow, now: int, width: int, *, armed: bool) -> Line:
    left: list[Piece] = [
        (f"{row.thesis.number} ", "accent" if armed else "soft"),
        (row.thesis.name, "title" if armed else ""),
    ]
    told = "".join(LETTERS[guard] for guard in row.guards)
    marks = [(f"{GUARD}{told} ", "warn")] if told else []
    brief = [(f"{GUARD} ", "warn")] if told else []
    said = watches(row)
    margin: Piece = (" " if said[0] else "", "")
    # The name first, then what is due, then what the guards say.
    late: list[Piece] = [("horizon passed ", "warn")] if row.thesis.is_overdue(now) else []
    ends: tuple[list[Piece], ...] = (
        *([[*late, *marks, said, margin], [("late ", "warn"), *marks, said]] if late else ()),
        *([[("late ", "warn"), *brief, said], [("late", "warn")]] if late else ()),
        [*marks, said, margin],
        [*marks, said],
        [*brief, said],
        [("due", "warn")] if row.due else [],
    )
    room = width - cells(left) - 1
    return spread(left, next((end for end in ends if cells(end) <= room), ()), width)


def _verdict(row: ThesisRow, width: int) -> Line:
    if row.conviction is None:
        passed = row.tally.no_bearing
        if row.earlier:
            said = f"{counted(row.earlier, 'judgment')} of an earlier wording"
        else:
            said = f"no evidence yet{f', {passed} without bearing' if passed else ''}"
        return [_INDENT, ("— ", "strong"), (said, "soft")]
    left, end = [_INDENT, *verdict(row.conviction)], change(row.change)
    room = width - cells(left) - 1
    said = f"{end} " if len(end) < room else end if len(end) == room else ""
    return spread(left, [(said, "soft")] if end else (), width)


def _counts(row: ThesisRow, now: int, width: int) -> Line:
    tally, last = row.tally, "▼ never"
    if row.last_contradiction_at is not None:
        days = max(0, now - row.last_contradiction_at) // times.DAY
        last = f"▼ {f'{days}d' if days else times.age(row.last_contradiction_at, now)}"
    end: list[Piece] = [
        (f"+{tally.supports}", "support"),
        (f" −{tally.contradictions}", "contradict"),
        (right(last, 9), "soft"),
        (" ", ""),
    ]
    up, down = bar(tally.supports, tally.contradictions, width - cells(end) - 3)
    gap = " " if up and down else ""
    return spread([_INDENT, ("▲" * up + gap, "support"), ("▼" * down, "contradict")], end, width)


def bar(supports: int, contradictions: int, room: int) -> tuple[int, int]:
    """Cells for each side: one a story while they fit, else in proportion, never 0 of some."""
    gap = 1 if supports and contradictions else 0
    total = supports + contradictions
    if total + gap <= room:
        return supports, contradictions
    room = max(2, room - gap)
    up = max(1, min(room - 1, round(room * supports / total))) if gap else min(room, supports)
    down = room - up if gap else min(room, contradictions)
    return up, down
