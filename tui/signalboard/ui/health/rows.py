"""The list of feeds: one line each, the broken ones first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from signalboard import times
from signalboard.desk.standing import paced
from signalboard.desk.values import FeedHealth, Standing
from signalboard.model import Check
from signalboard.ui.health.signs import ASKING, SIGNS, strip
from signalboard.ui.ink import Line, Piece, cells, crop, fit, right
from signalboard.ui.records import EDGE, Records
from signalboard.ui.status import OneLine
from signalboard.values import dataclass

STATE, READ, NEXT, WEEK, MONTH = 9, 9, 9, 6, 5
REASON = 56
"""Cells of a reason before a long name has what is left."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What fits on a line, in cells; 0: not shown."""

    name: int
    read: int = 0
    week: int = 0
    month: int = 0
    checks: int = 0
    reason: int = 0

    @property
    def is_tight(self) -> bool:
        """Whether the numbers have to stand close together."""
        return self.read < READ


def columns(width: int, longest: int = 0) -> Columns:
    """The columns of a line; ``longest``: what the longest name takes, where there is room."""
    room = width - EDGE - STATE - NEXT - 1
    if width >= 100:
        checks = 8 if width < 140 else 20
        fixed = 2 + 2 + (READ + 2) + (WEEK + 2) + (MONTH + 2) + (checks + 2)
        most = max(longest, 18) if width >= 140 else 30
        name = min(most, max(18, (room - fixed) * 2 // 5, room - fixed - REASON))
        return Columns(name, READ, WEEK, MONTH, checks, room - fixed - name)
    if width >= 70:
        return Columns(room - 4 - (READ + 2) - (WEEK + 2) - (MONTH + 2), READ, WEEK, MONTH)
    if width >= 50:
        return Columns(room - 2 - 6 - MONTH, 5, 0, MONTH)
    return Columns(max(6, room - 2))


class Headings(OneLine):
    """What the columns are."""

    _longest = 0

    def show(self, longest: int) -> None:
        """Names of another length."""
        if longest != self._longest:
            self._longest = longest
            self.refresh()

    def compose_line(self, width: int) -> Line:
        """A word over each column."""
        shown = columns(width, self._longest)
        gap = " " if shown.is_tight else "  "
        line = [" " * EDGE + fit("feed", shown.name), fit("state", STATE)]
        if shown.read:
            line.append(fit("read" if shown.is_tight else "last read", shown.read))
        line.append(fit("next try", NEXT))
        if shown.week:
            line.append(right("a week", shown.week))
        if shown.month:
            line.append(right("30 d", shown.month))
        if shown.checks:
            line.append(fit("checks", shown.checks))
        if shown.reason:
            line.append("why")
        return [(gap.join(line), "soft")]


class FeedRows(Records[FeedHealth]):
    """The feeds."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.asking: Collection[str] = ()
        self.checks_of: Callable[[str], Sequence[Check]] = _none
        self.longest = 0
        """Cells of the longest name."""
        self._checks: dict[str, Sequence[Check]] = {}
        self._now = 0

    def ident_of(self, record: FeedHealth) -> str:
        """The address of the feed."""
        return record.url

    def show(self, rows: Sequence[FeedHealth], asking: Collection[str], now: int) -> None:
        """The feeds as they stand."""
        self.asking, self._now = asking, now
        self.longest = max((cells([(row.feed.name, "")]) for row in rows), default=0)
        self._checks.clear()
        self.put(rows)

    def ask(self, asking: Collection[str]) -> None:
        """Other feeds are being asked at this moment."""
        if asking != self.asking:
            self.asking = asking
            self.redraw()

    def drawn(self, record: FeedHealth, y: int, width: int) -> Line:
        """One feed."""
        row = record
        shown = columns(width, self.longest)
        is_asked = row.url in self.asking
        gap = " " if shown.is_tight else "  "
        ink = "soft" if row.standing in (Standing.PAUSED, Standing.REMOVED) else ""
        sign = ASKING if is_asked else SIGNS[row.standing]
        word = "asking" if is_asked else row.standing.value
        read = row.state.succeeded_at
        line: list[Piece] = [
            ("▸ " if y == self.cursor else "  ", "accent"),
            sign,
            (" " + fit(row.feed.name, shown.name) + gap, ink),
            (fit(word, STATE) + gap, sign[1]),
        ]
        if shown.read:
            told = times.age(read, self._now) if shown.is_tight and read is not None else ""
            if not told:
                told = "never" if read is None else times.ago(read, self._now)
            line.append((fit(told, shown.read) + gap, "soft" if read is None else ink))
        line.append((fit(row.next_try.partition(":")[0], NEXT), "soft"))
        if shown.week:
            line.append((gap + right(paced(row.per_week), shown.week), ink))
        if shown.month:
            line.append((gap + right(f"{row.month:,}" if row.month else "–", shown.month), ink))
        if shown.checks:
            line += [(gap, ""), *strip(self._known(row.url), shown.checks)]
        if shown.reason:
            line.append((gap + crop(_why(row), width - cells(line) - len(gap)), "soft"))
        return line

    def _known(self, url: str) -> Sequence[Check]:
        """The checks of a feed, read when its line is drawn."""
        if url not in self._checks:
            self._checks[url] = self.checks_of(url)
        return self._checks[url]


def _why(row: FeedHealth) -> str:
    if row.standing in (Standing.WELL, Standing.UNCHANGED):
        return row.same or row.advice or row.moved
    return row.brief


def _none(_url: str) -> Sequence[Check]:
    return ()
