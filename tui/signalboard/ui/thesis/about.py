"""What a thesis claims, what the guards saw, and what would change one's mind."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard import times
from signalboard.desk.summing import ThesisSum
from signalboard.desk.watched import WatchRow
from signalboard.model import Thesis
from signalboard.ui.ink import Line, Piece, wrap
from signalboard.ui.sheet import Sheet
from signalboard.ui.sums import GUARD

_LABEL = 11
"""Cells of the longest word before what a thesis says."""


class About(Sheet):
    """Prose beside the log."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._said: tuple[ThesisSum | None, Sequence[WatchRow], int] = (None, (), 0)
        self._made: tuple[int, list[Line]] = (-1, [])

    def show(self, found: ThesisSum, watches: Sequence[WatchRow], now: int) -> None:
        """The thesis as it stands."""
        if (found, watches, now // 60) != (*self._said[:2], self._said[2] // 60):
            self._said, self._made = (found, watches, now), (-1, [])
            self.redraw()

    def line_count(self) -> int:
        """All lines."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line."""
        lines = self._at(width)
        return lines[y] if y < len(lines) else []

    def _at(self, width: int) -> list[Line]:
        if self._made[0] != width:
            self._made = (width, self._written(width))
        return self._made[1]

    def _written(self, width: int) -> list[Line]:
        found, watches, now = self._said
        if found is None:
            return []
        thesis = found.row.thesis
        lines: list[Line] = [
            *_told("statement", thesis.statement, width, "strong"),
            *_told("negation", thesis.negation, width),
            *_told(
                "prior", f"{thesis.prior:.0%}, {found.prior_db:+.2f} dB".replace("-", "−"), width
            ),
        ]
        lines += _around(thesis, now, width)
        if found.row.earlier:
            said = (
                f"{found.row.earlier} of an earlier wording do not count; a affirms the one under "
                "the cursor, A all."
            )
            lines += _told("earlier", said, width, "warn")
        for guard in found.guards:
            lines += [[], [(f" {GUARD} {guard.name}", "warn")]]
            lines += _prose(guard.seen, width) + _prose(guard.unproven, width, "soft")
        lines += [[], [(" What would change my mind", "strong")]]
        waiting = [row for row in watches if row.watch.state == "open"]
        if not waiting:
            lines += _prose("No open watch: nothing is asked yet whose answer would.", width)
        for row in waiting:
            lines += _watch(row, now, width)
        settled = [row for row in watches if row.watch.state != "open"]
        if settled:
            lines += [[], [(" Settled", "strong")]]
        for row in settled:
            said = f"◆ {row.watch.state}, {_db(row.settled_db)}: {row.watch.question}"
            lines += _prose(said, width)
        if len(thesis.versions) > 1:
            lines += [[], [(" Wordings", "strong")]]
            for version in reversed(thesis.versions):
                lines += _prose(f"{times.day(version.at)}  {version.statement}", width)
        return lines


def _around(thesis: Thesis, now: int, width: int) -> list[Line]:
    """What a thesis says of itself beside its wording, as far as it does."""
    lines: list[Line] = []
    if thesis.horizon_at is not None:
        day, passed = times.day(thesis.horizon_at), thesis.is_overdue(now)
        since = times.days_between(thesis.horizon_at, now)
        said = f"{day}, passed {since}d ago: it should have shown by then; L in Theses closes it"
        lines += _told("horizon", said if passed else day, width, "warn" if passed else "read")
    for number, rival in enumerate(thesis.rivals):
        lines += _told("" if number else "rivals", rival, width)
    for label, text in (("pre-mortem", thesis.pre_mortem), ("post-mortem", thesis.post_mortem)):
        for number, paragraph in enumerate(text.split("\n") if text else ()):
            lines += _told("" if number else label, paragraph, width)
    return lines


def _watch(row: WatchRow, now: int, width: int) -> list[Line]:
    watch, outlook = row.watch, row.outlook
    days = times.days_between(now, row.watch.due_at)
    when = "due" if row.is_due else f"in {days}d"
    lines = _prose(f"◇ {times.day(row.watch.due_at)} ({when}): {watch.question}", width)
    for name, db, after in (
        ("hit ", outlook.hit_db, outlook.after_hit),
        ("miss", outlook.miss_db, outlook.after_miss),
    ):
        ink = "support" if db > 0 else "contradict"
        lines.append([(f"   {name} ", "soft"), (_db(db), ink), (f"  → {after:.0%}", "")])
    return lines


def _db(db: float) -> str:
    return f"{db:+.2f} dB".replace("-", "−")


def _prose(text: str, width: int, ink: str = "read") -> list[Line]:
    room = max(8, width - 3)
    return [[(" ", ""), (text[a:b], ink)] for a, b in wrap(text, room)]


def _told(label: str, text: str, width: int, ink: str = "read") -> list[Line]:
    lines: list[Line] = []
    for a, b in wrap(text, max(8, width - _LABEL - 3)):
        head: Piece = (f" {label:<{_LABEL}} ", "soft")
        lines.append([head, (text[a:b], ink)])
        label = ""
    return lines
