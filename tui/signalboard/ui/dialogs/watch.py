"""A watch to word: what is asked, when it is a hit, by when, and what the answer is worth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from signalboard import times
from signalboard.desk import PRESETS, Change, Outcome, Outlook, WatchRow
from signalboard.model import Problem, Story, Thesis, Watch
from signalboard.text import clean
from signalboard.ui.dialogs.form import Field, Form, Worth
from signalboard.ui.ink import Line, wrap
from signalboard.ui.watches.signs import decibans, percent

if TYPE_CHECKING:
    from signalboard.desk import Desk

_NAMES = tuple(preset.name for preset in PRESETS)
DATE, CHANCES = 5, 7
"""Which lines hold the date and the chances."""
_LINES, _WIDTH = 4, 66
"""Of what is said of the answers and the date; the width until there is one."""
_TWO = re.compile(r"(\d*[.,]?\d+ ?%?) ?[/ ] ?(\d*[.,]?\d+ ?%?)")


class WatchForm(Form):
    """The form of a new watch, or of one to edit.

    ``changed`` hears the change and the id of the watch once it is kept.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False, priority=True),
        Binding("right", "turn(1)", show=False, priority=True),
    ]

    def __init__(
        self,
        desk: Desk,
        thesis: Thesis,
        changed: Callable[[Change | None, str], None],
        *,
        story: Story | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._desk, self._thesis, self._changed = desk, thesis, changed
        self._story, self._watch = story, watch
        days = desk.dates_in(story.id) if story is not None else ()
        self._said = " · ".join(f"“{day.phrase}” {times.day(day.at)}" for day in days[:3])
        closes = times.day(watch.closes_at) if watch else times.day(days[0].at) if days else ""
        known = times.day(watch.resolves_at) if watch and watch.resolves_at is not None else ""
        from_story = f"The story says {self._said}." if self._said else ""
        fields = (
            Field("question", "question", watch.question if watch else "",
                  "What will be known by its date, and is not known now?"),
            Field("hit_if", "hit if", watch.hit_if if watch else "",
                  "What has to be seen for a yes: so that a stranger would agree.", 1000),
            Field("miss_if", "miss if", watch.miss_if if watch else "",
                  "What is the case by the date if it is a no.", 1000),
            Field("void_if", "void if", watch.void_if if watch else "",
                  "When nobody can tell: the company is sold. Void counts for nothing.", 1000),
            Field("look_up", "look up", watch.look_up if watch else _outlets(story),
                  "Where the answer will be found: a filing, release notes.", 1000),
            Field("closes", "by", closes,
                  f"{from_story} Write 2027-05-31, 6 months, or end of 2027.".strip(), 40),
            Field("resolves", "known later", known,
                  "When the answer can be looked up, where that is after it closes: figures of "
                  "June are known in August. May stay empty.", 40),
            Field("chances", "chances", _written(watch),
                  f"← → {', '.join(_NAMES)}; or your own: .9 / .5, how likely a hit is if the "
                  "thesis is true, and if false. Failing a hoop tells much, passing it little; a "
                  "smoking gun the reverse. Expected: by the conviction now.", 24),
        )  # fmt: skip
        title = f"{'Edit a watch' if watch else 'New watch'} on {thesis.number} {thesis.name}"
        super().__init__(title, fields, self._kept)
        self._worth = Worth()

    def extra(self) -> Iterable[Widget]:
        """Below the lines: what the answers would do."""
        yield self._worth

    def on_mount(self) -> None:
        """Room for what is said of the answers and the date."""
        self._worth.styles.height = _LINES
        self._worth.styles.margin = (1, 0, 0, 0)

    # -- what is typed ----------------------------------------------------

    def _show(self) -> None:
        super()._show()
        date = self._date()
        width = self._worth.size.width or _WIDTH
        wrapped: list[Line] = [
            [(text[a:b], ink)]
            for text, ink in (date if len(date) == 1 else ())
            for a, b in wrap(text, width)
        ] or [date]
        # of four lines a date that is not understood needs the more: what is said last gives way
        self._worth.show(*list(self._answers())[: _LINES - len(wrapped)], *wrapped)

    def _answers(self) -> Iterable[Line]:
        try:
            h1, h0 = read_chances(self._inputs[CHANCES].value)
            found = self._desk.outlook(self._thesis.id, h1, h0)
        except (ValueError, Problem) as problem:
            return [[(str(problem), "soft")], [], []]
        if found.problem:
            return [[(found.problem, "warn")], [], []]
        return [*answers(found), [*_chances(h1, h0), (_strength(found), "soft")]]

    def _date(self) -> Line:
        written = self._inputs[DATE].value
        if not clean(written):
            return [("no date yet", "soft")]
        try:
            at = self._desk.day_meant(written)
        except Problem as problem:
            return [(str(problem), "warn")]
        days = times.days_between(self._desk.now(), at)
        passed = at <= self._desk.now()
        return [
            ("closes ", "soft"), (times.day(at), ""),
            (" has passed" if passed else f" in {days:,} days", "warn" if passed else "soft"),
        ]  # fmt: skip

    def action_turn(self, by: int) -> None:
        """On the line of chances: the next preset; elsewhere the cursor goes on."""
        line = self._inputs[self._at]
        if self._at != CHANCES:
            line.action_cursor_right() if by > 0 else line.action_cursor_left()
            return
        typed = clean(line.value).lower()
        at = next((at for at, name in enumerate(_NAMES) if name == typed), -1 if by > 0 else 0)
        line.value = _NAMES[(at + by) % len(_NAMES)]
        line.cursor_position = len(line.value)
        self._show()

    # -- keeping ----------------------------------------------------------

    def _kept(self, values: Mapping[str, str]) -> None:
        if not values["question"]:
            raise ValueError("A watch needs a question: what will be known by its date?")
        h1, h0 = read_chances(values["chances"])
        if not values["closes"]:
            raise ValueError("A watch needs a date: by when will it be known?")
        closes_at = self._meant("closes", values)
        resolves_at = self._meant("resolves", values) if values["resolves"] else None
        clauses = [values[name] for name in ("question", "hit_if", "miss_if")]
        if self._watch is None:
            change, ident = self._desk.add_watch(
                self._thesis.id,
                *clauses,
                void_if=values["void_if"],
                look_up=values["look_up"],
                closes_at=closes_at,
                resolves_at=resolves_at,
                h1=h1,
                h0=h0,
                story_id=self._story.id if self._story is not None else None,
            )
            self._changed(change, ident)
            return
        edited = self._desk.edit_watch(
            self._watch.id,
            question=clauses[0],
            hit_if=clauses[1],
            miss_if=clauses[2],
            void_if=values["void_if"],
            look_up=values["look_up"],
            closes_at=closes_at,
            resolves_at=resolves_at or 0,
            h1=h1,
            h0=h0,
        )
        self._changed(edited, self._watch.id)

    def _meant(self, field: str, values: Mapping[str, str]) -> int:
        """The moment that a line says; the one that stands where it still says that."""
        if self._watch is not None:
            stood = self._watch.closes_at if field == "closes" else self._watch.resolves_at
            if stood is not None and values[field] == times.day(stood):
                return stood
        return self._desk.day_meant(values[field])


def answers(outlook: Outlook) -> list[Line]:
    """What a hit and a miss would do, a line each."""
    lines: list[Line] = []
    for word, db, after, said in (
        ("hit ", outlook.hit_db, outlook.after_hit, outlook.implied),
        ("miss", outlook.miss_db, outlook.after_miss, 1 - outlook.implied),
    ):
        weighs, ink = decibans(db)
        lines.append([
            (f"{word} ", "soft"), (f"{weighs:>5} dB", ink),
            (f"  {percent(outlook.p)} → {percent(after)}", ""),
            (f"  expected {percent(said)}", "soft"),
        ])  # fmt: skip
    return lines


def _chances(h1: float, h0: float) -> Line:
    """What the two chances say, whatever they are called."""
    return [
        (percent(h1), ""), (" if true, ", "soft"), (percent(h0), ""), (" if false", "soft"),
    ]  # fmt: skip


def _strength(outlook: Outlook) -> str:
    kill = ", its hit hurts" if outlook.is_kill else ""
    return f"{kill} · {'can' if outlook.could_turn else 'cannot'} turn it by 5 dB"


def settle_form(
    row: WatchRow, outcome: Outcome, now: int, save: Callable[[Mapping[str, str]], None]
) -> Form:
    """Where it was seen how a watch came out, and a note."""
    watch, outlook = row.watch, row.outlook
    rule = {"hit": watch.hit_if, "miss": watch.miss_if, "void": watch.void_if}[outcome]
    if outcome == "void":
        does = "It weighs nothing, and no forecast is scored."
    else:
        is_hit = outcome == "hit"
        db, after = (outlook.hit_db, outlook.after_hit) if is_hit else (
            outlook.miss_db, outlook.after_miss
        )  # fmt: skip
        does = f"It weighs {decibans(db)[0]} dB: {percent(outlook.p)} → {percent(after)}."
        if watch.due_at > now:
            does += f" It counts in the calibration from {times.day(watch.due_at)} on."
    said = f"{outcome.capitalize()} if: {rule or 'nobody can tell'}"
    fields = (
        Field("note", "note", "", said, 1000),
        Field("link", "link", "", "Where that was seen, if it is on the web.", 2000),
    )
    return Form(f"{outcome.capitalize()}: {watch.question}", fields, save, teach=does)


def forecast_form(row: WatchRow, save: Callable[[float], None]) -> Form:
    """The person's own forecast of a hit."""

    def checked(values: Mapping[str, str]) -> None:
        save(_percent(values["forecast"]))

    implied = percent(row.outlook.implied)
    stands = row.forecast
    said = f"{stands.p * 100:g}" if stands is not None and stands.is_own else ""
    field = Field(
        "forecast", "a hit, %", said,
        f"The conviction implies {implied}. Your own stands from now on; earlier ones are kept.",
        6,
    )  # fmt: skip
    return Form(f"Forecast: {row.watch.question}", (field,), checked)


def read_chances(written: str) -> tuple[float, float]:
    """Two chances from the name of a preset or its beginning, or from two numbers."""
    asked = clean(written).lower()
    if not asked:
        raise ValueError(f"Which chances? {', '.join(_NAMES)}, or two numbers like .9 / .5.")
    found = [preset for preset in PRESETS if preset.name.startswith(asked)]
    if len(found) == 1:
        return found[0].h1, found[0].h0
    two = _TWO.fullmatch(asked)
    if two is None:
        raise ValueError(
            f"{asked!r} is no preset ({', '.join(_NAMES)}) and no two chances like .9 / .5."
        )
    return _chance(two[1]), _chance(two[2])


def _chance(written: str) -> float:
    """A probability as .9, 0,9, 90 % or 90."""
    value = float(written.rstrip("% ").replace(",", "."))
    return round(value / 100, 4) if written.endswith("%") or value > 1 else value


def _percent(written: str) -> float:
    try:
        percents = float(written.strip().rstrip("%").replace(",", "."))
    except ValueError:
        percents = 0.0
    if not 1 <= percents <= 99:
        raise ValueError("A forecast is a number of per cent, from 1 to 99.")
    return round(percents / 100, 4)


def _written(watch: Watch | None) -> str:
    if watch is None:
        return "hoop"
    chances = (watch.h1, watch.h0)
    named = next((preset.name for preset in PRESETS if (preset.h1, preset.h0) == chances), "")
    return named or f"{watch.h1:g} / {watch.h0:g}"


def _outlets(story: Story | None) -> str:
    return ", ".join(story.outlets[:2]) if story is not None else ""
