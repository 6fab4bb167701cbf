"""The conviction of a thesis over time, as an SVG that stands in a page.

Time goes to the right, probability up; the words of ICD 203 are bands. The line steps where
something was judged, withdrawn or settled. Meaning is in shapes and places: a triangle
that points up supports, one that points down contradicts, a diamond is a settled watch, a
ring where something counts no more; a dashed line across is the day that a watch came due
and was not settled. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import zip_longest

from signalboard import times
from signalboard.export.gather import ThesisLog
from signalboard.judge.conviction import BANDS, percent, shown
from signalboard.judge.decibans import probability
from signalboard.judge.history import Step
from signalboard.text import counted

MOST_MARKS = 300
"""Steps beyond which marks would cover each other: then there is the line alone."""

_WIDTH, _HEIGHT = 720, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 126, 12, 30
_BESIDE = 8
"""Between two names of bands that are narrow, at least so many units."""


def chart(entry: ThesisLog, until: int | None, ident: str) -> str:
    """The drawing; empty where nothing was judged. ``ident`` begins the ids in it."""
    steps = entry.sum.steps
    if not steps:
        return ""
    begin = steps[0].at
    end = max(steps[-1].at, until or 0)
    span = max(end - begin, times.DAY)
    place = _Place(begin, span)
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc">',
        f'<title id="{ident}-title">Conviction over time</title>',
        f'<desc id="{ident}-desc">{escape(told(entry, until))}</desc>',
        *_bands(),
        *_dates(place, begin, begin + span),
        *(
            f'<path class="due" d="M{place.x(asked.watch.due_at)} {_TOP}V{_HEIGHT - _BOTTOM}"/>'
            for asked in entry.watches
            if asked.is_due and asked.watch.due_at >= begin
        ),
        f'<path class="line" d="{_line(steps, place, end)}"/>',
    ]
    if len(steps) <= MOST_MARKS:
        parts += [_mark(step, place) for step in _marked(steps)]
    return "\n".join([*parts, "</svg>"])


def told(entry: ThesisLog, until: int | None) -> str:
    """What the drawing shows, in words."""
    steps = entry.sum.steps
    counting = [step for step in steps if step.db is not None]
    if not counting:
        return "Nothing counts any more."
    ps = [shown(probability(step.db)) for step in counting if step.db is not None]
    end = max(steps[-1].at, until or 0)
    stands = "" if steps[-1].db is None else f", {percent(ps[-1])} % at the end"
    marks = "" if len(steps) <= MOST_MARKS else " Marks are left out: there are too many."
    return (
        f"From {times.day(steps[0].at)} to {times.day(end)}, {counted(len(steps), 'step')}: "
        f"between {percent(min(ps))} % and {percent(max(ps))} %{stands}.{marks}"
    )


def _marked(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps that have a mark: of several that count no more at one moment the last."""
    for step, following in zip_longest(steps, steps[1:]):
        left = step.cause == following.cause == "gone" if following is not None else False
        if step.db is not None and not (left and following.at == step.at):
            yield step


class _Place:
    """Where a moment and a probability stand in the drawing."""

    def __init__(self, begin: int, span: int) -> None:
        self._begin, self._span = begin, span

    def x(self, at: int) -> float:
        width = _WIDTH - _LEFT - _RIGHT
        return round(_LEFT + 8 + (at - self._begin) / self._span * (width - 16), 1)

    @staticmethod
    def y(p: float) -> float:
        return round(_TOP + (1 - p) * (_HEIGHT - _TOP - _BOTTOM), 1)

    def step(self, db: float) -> float:
        return self.y(shown(probability(db)))


def _bands() -> Iterator[str]:
    """Each word as a band, every second one tinted, with the probability it begins at."""
    above = -100.0
    for number, (word, low, high) in enumerate(reversed(BANDS)):
        bottom = 0.0 if low == BANDS[0][1] else low
        top = 1.0 if high == BANDS[-1][2] else high
        y, under = _Place.y(top), _Place.y(bottom)
        width = _WIDTH - _LEFT - _RIGHT
        if number % 2 == 0:
            yield (
                f'<rect class="band" x="{_LEFT}" y="{y}" width="{width}" '
                f'height="{round(under - y, 1)}"/>'
            )
        if bottom:
            yield f'<path class="edge" d="M{_LEFT} {under}H{_WIDTH - _RIGHT}"/>'
            yield (
                f'<text x="{_LEFT - 6}" y="{round(under + 4, 1)}" text-anchor="end">'
                f"{percent(bottom)} %</text>"
            )
        middle = max(round((y + under) / 2 + 4, 1), above + 12)
        above = middle
        yield f'<text x="{_WIDTH - _RIGHT + _BESIDE}" y="{middle}">{escape(word)}</text>'


def _dates(place: _Place, begin: int, end: int) -> Iterator[str]:
    """A few days below the drawing, and a stroke above each."""
    days = (end - begin) // times.DAY
    count = min(4, max(1, days))
    for number in range(count + 1):
        at = begin + (end - begin) * number // count
        x = place.x(at)
        anchor = "start" if not number else "end" if number == count else "middle"
        yield f'<path class="edge" d="M{x} {_HEIGHT - _BOTTOM}v5"/>'
        yield f'<text x="{x}" y="{_HEIGHT - 10}" text-anchor="{anchor}">{times.day(at)}</text>'


def _line(steps: tuple[Step, ...], place: _Place, end: int) -> str:
    path, is_drawn = [], False
    for step in steps:
        x = place.x(step.at)
        if step.db is None:
            path += [f"H{x}"] if is_drawn else []
            is_drawn = False
            continue
        path.append(f"H{x}V{place.step(step.db)}" if is_drawn else f"M{x} {place.step(step.db)}")
        is_drawn = True
    return " ".join([*path, f"H{place.x(end)}"] if is_drawn else path)


def _mark(step: Step, place: _Place) -> str:
    assert step.db is not None
    x, y = place.x(step.at), place.step(step.db)
    if step.cause == "gone":
        return f'<circle class="mark gone" cx="{x}" cy="{y}" r="4"/>'
    shape = {
        "support": f"M{x} {y - 6}l6 10h-12z",
        "contradict": f"M{x} {y + 6}l6 -10h-12z",
        "settled": f"M{x} {y - 7}l6 7l-6 7l-6 -7z",
    }[step.cause]
    return f'<path class="mark {step.cause}" d="{shape}"/>'
