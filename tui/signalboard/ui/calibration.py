"""The screen of calibration: how forecasts came out, or why nothing is said of them yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType

from signalboard.desk import Calibration
from signalboard.desk.watched import too_few
from signalboard.text import counted
from signalboard.ui.ink import Line, Piece, fit, right, wrap
from signalboard.ui.over import Over
from signalboard.ui.sheet import Sheet

MEASURE = 84
LABEL = 16
_SAID, _COUNTS = 9, 6
ABOUT = (
    "Each settled watch is scored by what was forecast of a hit while it was open, by the time "
    "that each forecast stood. The bars are Wilson's intervals: where one holds what was said, "
    "the forecasts of its line may be as good as their word. Void ones count for nothing; a hit "
    "or a miss before its date counts from that date on. It is a record of one person's "
    "judgments, no more."
)


class CalibrationSheet(Sheet):
    """Brier score, discrimination, and the curve with its intervals."""

    def __init__(self, found: Calibration) -> None:
        super().__init__(id="calibration")
        self._found = found
        self._made: tuple[int, list[Line]] = (-1, [])

    def line_count(self) -> int:
        """Lines at the present width."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line."""
        lines = self._at(width)
        return [(" ", ""), *lines[y]] if y < len(lines) else []

    def _at(self, width: int) -> list[Line]:
        if self._made[0] != width:
            self._made = (width, list(self._written(max(20, width - 2))))
        return self._made[1]

    def _written(self, width: int) -> Iterator[Line]:
        measure = min(width, MEASURE)
        found = self._found
        if found.brier is None:
            yield []
            yield from _prose(too_few(found), "", measure)
            yield []
            yield [("settled  ", "soft"), *_progress(found, min(40, width - 20))]
        else:
            yield from self._scores(found, width)
            yield []
            yield from self._curve(found, width)
        yield []
        yield from _prose(ABOUT, "soft", measure)

    def _scores(self, found: Calibration, width: int) -> Iterator[Line]:
        early = ""
        if found.early:
            early = f"; {found.early:,} more came out early, and count from their dates on"
        rate = f", {found.base_rate:.0%} of them hits{early}" if found.base_rate is not None else ""
        yield from _labelled("settled", f"{counted(found.n, 'watch')}{rate}", "", width)
        score = f"{found.brier:.4f}".lstrip("0") or "0"
        yield from _labelled(
            "Brier score", f"{score}   0 is best, .25 is always saying 50 %", "", width
        )
        if found.discrimination is None:
            yield from _labelled("discrimination", "–   all came out alike", "", width)
            return
        told = (
            f"{found.discrimination * 100:+.0f} points   said before hits {found.on_hits:.0%}, "
            f"before misses {found.on_misses:.0%}; 0 tells nothing apart"
        ).replace("-", "−")
        yield from _labelled("discrimination", told, "", width)

    def _curve(self, found: Calibration, width: int) -> Iterator[Line]:
        """A line for each bin: counts, the share of hits, and where that lies, on a scale."""
        scale = max(10, min(50, width - _SAID - 2 * _COUNTS - 22))
        yield [
            (fit("said", _SAID) + right("n", _COUNTS) + right("hits", _COUNTS), "soft"),
            ("   came true        ", "soft"),
            (fit("0 %", scale - 5) + "100 %", "soft"),
        ]
        for each in found.curve:
            low, high = each.interval
            at = f"{each.low * 100:.0f}-{each.high * 100:.0f} %"
            yield [
                (fit(at, _SAID), "strong"),
                (right(str(each.n), _COUNTS) + right(str(each.hits), _COUNTS), ""),
                (f"   {each.share:>4.0%}", "strong"),
                (fit(f"  {low * 100:.0f}-{high * 100:.0f} %", 13), "soft"),
                *_ruled(each.forecast, each.share, low, high, scale),
            ]
        yield [
            ("◆", "strong"), (" share of hits   ", "soft"), ("━", "accent"),
            (" 95 % of it   ", "soft"), ("│", "warn"),
            (" what was said", "soft"),
        ]  # fmt: skip


class CalibrationScreen(Over):
    """Calibration over what it is of."""

    BINDINGS: ClassVar[list[BindingType]] = [("c", "leave")]

    def __init__(self, found: Calibration) -> None:
        super().__init__(CalibrationSheet(found), [("Calibration", "strong")])


def _ruled(said: float, share: float, low: float, high: float, scale: int) -> list[Piece]:
    """The interval on a scale from 0 to 100 %, with the share of hits and what was said."""

    def at(p: float) -> int:
        return min(scale - 1, int(p * scale))

    marks: list[Piece] = []
    for cell in range(scale):
        mark = ("·", "faint")
        if at(low) <= cell <= at(high):
            mark = ("━", "accent")
        if cell == at(said):
            mark = ("│", "warn")
        if cell == at(share):
            mark = ("◆", "strong")
        marks.append(mark)
    return marks


def _progress(found: Calibration, room: int) -> list[Piece]:
    whole = found.n + found.lacking
    full = room * found.n // whole
    return [("━" * full, "accent"), ("·" * (room - full), "faint"), (f" {found.n} of {whole}", "")]


def _prose(text: str, ink: str, width: int) -> list[Line]:
    return [[(text[start:end], ink)] for start, end in wrap(text, width)]


def _labelled(label: str, text: str, ink: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for start, end in wrap(text, max(8, min(MEASURE, width) - LABEL)):
        lines.append([(fit(label, LABEL), "soft"), (text[start:end], ink)])
        label = ""
    return lines
