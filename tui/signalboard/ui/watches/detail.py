"""The watch under the cursor: what it asks, what its answers weigh, what was forecast."""

from __future__ import annotations

from collections.abc import Iterator

from signalboard import times
from signalboard.desk import WatchRow
from signalboard.ui.ink import Line, fit, right, wrap
from signalboard.ui.sheet import Sheet
from signalboard.ui.watches.signs import decibans, percent, stands

MEASURE = 100
"""Cells of a line of prose at most."""
LABEL = 10


class WatchDetail(Sheet):
    """One watch in full."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._row: WatchRow | None = None
        self._story = ""
        self._now = 0
        self._made: tuple[int, list[Line]] = (-1, [])

    def show(self, row: WatchRow | None, now: int, story: str = "") -> None:
        """A watch, with the title of the story it was made from; at the top if it is another."""
        is_other = (row and row.watch.id) != (self._row and self._row.watch.id)
        self._row, self._now, self._story = row, now, story
        self._made = (-1, [])
        if row is None:
            self.caption([("Watch", "strong")])
        else:
            sign, word = stands(row, now)
            self.caption(
                [(f"{row.thesis.number} ", "accent"), (row.thesis.name, "strong")],
                [(f"{sign[0]} {word}", sign[1])],
            )
        self.redraw()
        if is_other:
            self.scroll_to_line(0)

    def line_count(self) -> int:
        """Lines at the present width."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line."""
        lines = self._at(width)
        return [(" ", ""), *lines[y]] if y < len(lines) else []

    def _at(self, width: int) -> list[Line]:
        if self._made[0] != width:
            made = [] if self._row is None else list(self._written(self._row, max(20, width - 2)))
            self._made = (width, made)
        return self._made[1]

    def _written(self, row: WatchRow, width: int) -> Iterator[Line]:
        watch = row.watch
        measure = min(width, MEASURE)
        yield from _prose(watch.question, "strong", measure)
        for label, said in (
            ("hit if", watch.hit_if),
            ("miss if", watch.miss_if),
            ("void if", watch.void_if),
            ("look up", watch.look_up),
            ("from", self._story),
        ):
            yield from _labelled(label, said, "", measure) if said else ()
        later = "" if watch.resolves_at is None else f", known {times.day(watch.resolves_at)}"
        dates = f"opened {times.day(watch.opened_at)}, closes {times.day(watch.closes_at)}{later}"
        yield from _labelled("dates", dates, "", measure)
        yield from self._answers(row) if watch.state == "open" else self._settled(row, measure)
        yield from self._forecasts(row)

    def _answers(self, row: WatchRow) -> Iterator[Line]:
        watch, outlook = row.watch, row.outlook
        for label, chance, db, after in (
            ("a hit", "", outlook.hit_db, outlook.after_hit),
            ("a miss", "not ", outlook.miss_db, outlook.after_miss),
        ):
            h1, h0 = (1 - watch.h1, 1 - watch.h0) if chance else (watch.h1, watch.h0)
            weighs, ink = decibans(db)
            yield [
                (fit(label, LABEL), "soft"),
                (f"{right(weighs, 5)} dB", ink),
                (f"   {percent(outlook.p)} → {percent(after)}", ""),
                (f"   expected {percent(h1)} if true, {percent(h0)} if false", "soft"),
            ]
        if outlook.is_kill:
            yield [(fit("", LABEL), ""), ("a kill watch: its hit hurts", "warn")]

    def _settled(self, row: WatchRow, width: int) -> Iterator[Line]:
        watch = row.watch
        weighs, ink = decibans(row.settled_db)
        at = "" if watch.settled_at is None else f"{times.day(watch.settled_at)}  "
        yield [
            (fit("settled", LABEL), "soft"), (f"{at}{watch.state}, ", ""),
            (f"{weighs} dB", ink), (f" on {row.thesis.name}", "soft"),
        ]  # fmt: skip
        for said in (watch.link, watch.note):
            yield from _labelled("", said, "read", width) if said else ()
        if row.score is not None:
            score = f"{row.score:.4f}".lstrip("0") or "0"
            yield [
                (fit("score", LABEL), "soft"), (score, ""),
                ("   Brier: 0 is best, .25 is always saying 50 %", "soft"),
            ]  # fmt: skip

    def _forecasts(self, row: WatchRow) -> Iterator[Line]:
        if not row.forecasts:
            yield [(fit("forecast", LABEL), "soft"), ("none was made while it was open", "soft")]
        for number, made in enumerate(reversed(row.forecasts)):
            yield [
                (fit("" if number else "forecast", LABEL), "soft"),
                (f"{times.day(made.at)}  {right(percent(made.p), 4)}", ""),
                ("   your own" if made.is_own else "   implied by the conviction", "soft"),
            ]


def _prose(text: str, ink: str, width: int) -> list[Line]:
    return [[(text[start:end], ink)] for start, end in wrap(text, width)]


def _labelled(label: str, text: str, ink: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for start, end in wrap(text, max(8, width - LABEL)):
        lines.append([(fit(label, LABEL), "soft"), (text[start:end], ink)])
        label = ""
    return lines
