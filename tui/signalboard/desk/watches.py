"""Watches: dated questions on the board, how they came out, and what was forecast."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from signalboard import text, times
from signalboard.board import Op, codec, make, remove, rewrite
from signalboard.desk.summing import Summing
from signalboard.desk.values import Change, DeskProblem
from signalboard.judge import calibration, forecasts, watching
from signalboard.judge.calibration import Calibration
from signalboard.judge.history import Step
from signalboard.links import safe_link
from signalboard.model import Forecast, Thesis, Watch, replace

if TYPE_CHECKING:
    from signalboard.judge.deadlines import Deadline

QUESTION, CLAUSE, NOTE = 400, 1000, 1000
"""Characters of the question, of each clause of it, and of the note on how it came out."""
FARTHEST = times.year_begins(9000)
"""The calendar ends soon after."""
Outcome = Literal["hit", "miss", "void"]
_SPAN = re.compile(r"(?:within |in )?(\d{1,3}) ?(d|days?|w|weeks?|m|months?|y|years?)")
_ISO = re.compile(r"(?:by )?(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What two chances make of the answer to a watch."""

    problem: str
    """What is wrong with them, as a sentence; then the rest says nothing."""
    preset: str
    """What they are called; empty where they have no name."""
    hit_db: float = 0.0
    miss_db: float = 0.0
    p: float = 0.5
    """How likely the thesis is now."""
    implied: float = 0.5
    """How likely a hit is then."""
    after_hit: float = 0.5
    after_miss: float = 0.5
    is_kill: bool = False
    """Whether a hit hurts."""
    could_turn: bool = False
    """Whether an answer could move the thesis 5 dB the other way."""


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A watch with what it weighs and what was expected of it."""

    watch: Watch
    thesis: Thesis
    is_due: bool
    forecast: Forecast | None
    """What stands, or stood last; None of one that was settled without any."""
    forecasts: tuple[Forecast, ...]
    """All so far, each with when it began to stand."""
    score: float | None
    """Its Brier score; None while it is open, and of a void one."""
    outlook: Outlook

    @property
    def settled_db(self) -> float:
        """What it weighs as it came out; 0 of one that did not."""
        return watching.settled_weight(self.watch)


class Watches(Summing):
    """What is asked of a thesis, by when. Each change is one line, and one undo takes it back."""

    # -- reading ----------------------------------------------------------

    def watches(self, thesis_id: str = "") -> tuple[WatchRow, ...]:
        """The watches, or those of a thesis: due ones first, open ones, then settled ones."""
        theses = {thesis.id: thesis for thesis in self._board.theses()}
        steps: dict[str, tuple[Step, ...]] = {}
        rows = []
        for watch in self._board.watches():
            thesis = theses.get(watch.thesis_id)
            if thesis is not None and thesis_id in ("", thesis.id):
                if watch.state == "open" and thesis.id not in steps:
                    steps[thesis.id] = self._steps(thesis)
                rows.append(self._watch_row(watch, thesis, steps.get(thesis.id, ())))
        return tuple(sorted(rows, key=_order))

    def watch(self, watch_id: str) -> WatchRow:
        """One watch; raises DeskProblem where there is none."""
        watch = self._watch(watch_id)
        thesis = self._board.thesis(watch.thesis_id)
        if thesis is None:
            raise DeskProblem(f"The thesis of watch {watch_id!r} is not on the board.")
        return self._watch_row(watch, thesis, self._steps(thesis))

    def find_watch(self, named: str) -> str:
        """The id of the watch meant by an id or part of its question; raises DeskProblem."""
        asked = text.clean(named)
        part = asked.lower()
        found = [w for w in self._board.watches() if w.id == asked] or [
            w for w in self._board.watches() if part and part in f"{w.question.lower()} {w.id}"
        ]
        if not found:
            raise DeskProblem(
                f"No watch is called {asked!r}. `signalboard watch list` shows them all."
            )
        if len(found) > 1:
            named = "; ".join(f"{w.id} {w.question}" for w in found[:5])
            raise DeskProblem(f"Several watches fit {asked!r}: {named}. Say more, or the id.")
        return found[0].id

    def due_watches(self) -> tuple[Watch, ...]:
        """Open watches past their date, the longest due first; those of closed theses too."""
        return watching.due_watches(self._board.watches(), self.now())

    def dates_in(self, story_id: str) -> tuple[Deadline, ...]:
        """The days that a story names for what is to come, the likeliest first."""
        from signalboard.judge.deadlines import deadlines  # many patterns, for who asks

        story = self._archive.story(story_id)
        if story is None:
            return ()
        return deadlines(f"{story.title}\n{story.summary}", story.at)

    def day_meant(self, written: str, at: int | None = None) -> int:
        """The last second of the day that a person writes, as they may write it.

        ``2027-05-31``, ``6 months`` or ``6m``, ``the end of 2027``; spans run from ``at``, or
        now. Raises DeskProblem where that is no day.
        """
        from signalboard.judge.deadlines import deadlines

        start = self.now() if at is None else at
        asked = text.clean(written, 60).lower()
        if found := _SPAN.fullmatch(asked):
            units = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
            days = deadlines(f"within {int(found[1])} {units[found[2][0]]}", start)
        elif found := _ISO.fullmatch(asked):
            try:
                return times.day_ends(times.parse_iso(found[1]))
            except (ValueError, OverflowError):
                days = ()
        else:
            named = asked.title()  # months are known by their capitals: "may" is a word
            days = deadlines(named, start) or deadlines(f"by {named}", start)
        if len(days) != 1:
            raise DeskProblem(
                f"{asked!r} is no day to come: write it like 2027-05-31, 6 months or end of 2027."
            )
        return days[0].at

    def outlook(self, thesis_id: str, h1: float, h0: float) -> Outlook:
        """What a watch with these chances would make of its answers, as the thesis stands now."""
        return _outlook(h1, h0, self._chance(self._known(thesis_id)))

    def calibration(self) -> Calibration:
        """How the forecasts of settled watches came out, taken together."""
        return calibration.calibration(self._board.watches(), self.now())

    def missing(self, thesis_id: str) -> tuple[str, ...]:
        """What a thesis lacks to be active, a sentence each."""
        thesis = self._known(thesis_id)
        return watching.missing(
            thesis, (w for w in self._board.watches() if w.thesis_id == thesis_id)
        )

    # -- changing ---------------------------------------------------------

    def add_watch(
        self,
        thesis_id: str,
        question: str,
        hit_if: str,
        miss_if: str,
        *,
        closes_at: int,
        h1: float,
        h0: float,
        void_if: str = "",
        look_up: str = "",
        resolves_at: int | None = None,
        story_id: str | None = None,
        forecast: float | None = None,
    ) -> tuple[Change, str]:
        """A new watch on a thesis in play; the change, and the id of the watch.

        ``forecast`` is the person's own of a hit; without it the conviction implies one.
        """
        name = self._in_play(thesis_id).name
        now = self.now()
        if forecast is not None:
            _check_forecast(forecast)
        asked = checked(
            Watch(
                id="",
                thesis_id=thesis_id,
                question=question,
                hit_if=hit_if,
                miss_if=miss_if,
                void_if=void_if,
                look_up=look_up,
                opened_at=now,
                closes_at=closes_at,
                h1=h1,
                h0=h0,
                story_id=story_id,
                resolves_at=resolves_at,
                forecasts=() if forecast is None else (Forecast(now, forecast, is_own=True),),
            ),
            now,
        )
        ident = ""

        def build(seq: int) -> Sequence[Op | None]:
            nonlocal ident
            self._in_play(thesis_id)
            ident = self._unused(f"w{seq}")
            return [make("watches", ident, codec.watch_out(asked))]

        change = self._change(f"new watch on {name}: {asked.question}", build)
        assert change is not None
        return change, ident

    def edit_watch(
        self,
        watch_id: str,
        *,
        question: str | None = None,
        hit_if: str | None = None,
        miss_if: str | None = None,
        void_if: str | None = None,
        look_up: str | None = None,
        closes_at: int | None = None,
        resolves_at: int | None = None,
        h1: float | None = None,
        h0: float | None = None,
    ) -> Change | None:
        """Ask it otherwise, while nobody has answered; None where it says so already.

        ``resolves_at`` of 0 takes that date away: the answer is known as it closes.
        """
        given = {
            "question": question,
            "hit_if": hit_if,
            "miss_if": miss_if,
            "void_if": void_if,
            "look_up": look_up,
            "closes_at": closes_at,
            "resolves_at": resolves_at,
            "h1": h1,
            "h0": h0,
        }
        fields: dict[str, Any] = {k: value for k, value in given.items() if value is not None}
        if resolves_at == 0:
            fields["resolves_at"] = None

        def edited(stood: Watch) -> Watch:
            _check_open(stood, "edited")
            # A date that stays may have passed meanwhile: the question may still be mended.
            moved = fields.get("closes_at", stood.closes_at) != stood.closes_at
            wanted = replace(stood, **fields)
            return checked(wanted, self.now() if moved else None)

        return self._rewatch(watch_id, "edited watch", edited)

    def settle_watch(
        self, watch_id: str, outcome: Outcome, *, link: str = "", note: str = ""
    ) -> Change:
        """Say how it came out: the answer, when, and the forecasts that it is scored by.

        ``link`` is where that was seen. Settling what is settled is refused: reopen it first.
        """
        seen = text.clean(link, 2000)
        if seen and safe_link(seen) is None:
            raise DeskProblem("The link is no address of the web; nothing was recorded.")

        def settled(stood: Watch) -> Watch:
            _check_open(stood, "settled", " Reopen it first.")
            now = self.now()
            thesis = self._known(stood.thesis_id)
            until = max(stood.opened_at, min(now, stood.closes_at))
            steps = self._steps(thesis)
            return replace(
                stood,
                state=outcome,
                settled_at=now,
                forecasts=forecasts.made(stood, steps, thesis.prior, until),
                link=seen,
                note=text.clean(note, NOTE),
            )

        change = self._rewatch(watch_id, outcome, settled)
        assert change is not None
        return change

    def reopen_watch(self, watch_id: str) -> Change:
        """Take the answer back, and with it its weight and its score."""

        def reopened(stood: Watch) -> Watch:
            if stood.state == "open":
                raise DeskProblem("This watch is open already; nothing was changed.")
            own = forecasts.own(stood)
            return replace(stood, state="open", settled_at=None, forecasts=own, link="", note="")

        change = self._rewatch(watch_id, "reopened watch", reopened)
        assert change is not None
        return change

    def forecast_watch(self, watch_id: str, p: float) -> Change | None:
        """One's own forecast of a hit from now on; None where it stands so already.

        What was said before is kept with its dates: a score counts each for as long as it stood.
        """
        _check_forecast(p)

        def forecast(stood: Watch) -> Watch:
            _check_open(stood, "forecast")
            now = self.now()
            if now >= stood.closes_at:
                raise DeskProblem(
                    "This watch has closed: a forecast made now would count for no time. "
                    "Settle it, or give it a later date first."
                )
            own = forecasts.own(stood)
            if own and own[-1].p == p:
                return stood
            earlier = tuple(each for each in own if each.at < now)
            return replace(stood, forecasts=(*earlier, Forecast(now, p, is_own=True)))

        return self._rewatch(watch_id, f"forecast {p:.0%}", forecast)

    def remove_watch(self, watch_id: str) -> Change:
        """Take away one that was made by mistake; one that came due is settled instead."""
        watch = self._watch(watch_id)

        def build(_seq: int) -> Sequence[Op | None]:
            stood = self._watch(watch_id)
            _check_open(stood, "removed")
            if watching.is_due(stood, self.now()):
                raise DeskProblem(
                    "This watch is due: what was asked has an answer by now, and a record that "
                    "leaves out answers flatters. Settle it; void, where it cannot be answered."
                )
            return [remove("watches", watch_id, codec.watch_out(stood))]

        change = self._change(f"removed watch: {watch.question}", build)
        assert change is not None
        return change

    # -- how -------------------------------------------------------------

    def _rewatch(self, watch_id: str, did: str, becomes: Callable[[Watch], Watch]) -> Change | None:
        """Make of a watch what ``becomes`` says of it; None where that changes nothing."""
        question = self._watch(watch_id).question

        def build(_seq: int) -> Sequence[Op | None]:
            stood = self._watch(watch_id)
            wanted = codec.watch_out(becomes(stood))
            return [rewrite("watches", watch_id, codec.watch_out(stood), wanted)]

        return self._change(f"{did}: {question}", build)

    def _watch_row(self, watch: Watch, thesis: Thesis, steps: Sequence[Step]) -> WatchRow:
        now = self.now()
        made = watch.forecasts
        if watch.state == "open":
            until = max(watch.opened_at, min(now, watch.closes_at))
            made = forecasts.made(watch, steps, thesis.prior, until)
        return WatchRow(
            watch,
            thesis,
            watching.is_due(watch, now),
            made[-1] if made else None,
            made,
            calibration.brier(watch),
            _outlook(watch.h1, watch.h0, self._chance(thesis)),
        )

    def _chance(self, thesis: Thesis) -> float:
        """How likely the thesis is now, as it is shown."""
        found = self.thesis(thesis.id).conviction
        return forecasts.chance(None if found is None else found.db, thesis.prior)

    def _known(self, thesis_id: str) -> Thesis:
        thesis = self._board.thesis(thesis_id)
        if thesis is None:
            raise DeskProblem(f"There is no thesis {thesis_id!r}.")
        return thesis

    def _watch(self, watch_id: str) -> Watch:
        watch = next((w for w in self._board.watches() if w.id == watch_id), None)
        if watch is None:
            raise DeskProblem(f"There is no watch {watch_id!r} on the board.")
        return watch


def too_few(found: Calibration) -> str:
    """Why nothing is said of the forecasts yet, as sentences."""
    settled = text.counted(found.n, "settled watch") if found.n else "No settled watch"
    early = ""
    if found.early:
        which = "One more came out before its date and counts"
        if found.early > 1:
            which = f"{found.early:,} more came out before their dates and count"
        early = f" {which} from then on: hits come early, misses cannot."
    return (
        f"{settled} can be scored so far.{early} Of fewer than {found.n + found.lacking}, a score "
        "would tell of chance more than of you, so none is shown."
    )


def _outlook(h1: float, h0: float, p: float) -> Outlook:
    if problem := watching.wrong_chances(h1, h0):
        return Outlook(problem, "")
    preset = watching.preset_of(h1, h0)
    return Outlook(
        "",
        preset.name if preset else "",
        watching.weight(h1, h0, "hit"),
        watching.weight(h1, h0, "miss"),
        p,
        watching.implied(p, h1, h0),
        watching.after(p, h1, h0, "hit"),
        watching.after(p, h1, h0, "miss"),
        h1 < h0,
        watching.turns(h1, h0),
    )


def _order(row: WatchRow) -> tuple[int, int, str]:
    watch = row.watch
    if watch.state == "open":
        return (0 if row.is_due else 1, watch.due_at, watch.id)
    return (2, -(watch.settled_at or watch.closes_at), watch.id)


def checked(watch: Watch, now: int | None) -> Watch:
    """A watch as it may be kept; ``now`` where its date has to be still to come."""
    watch = replace(
        watch,
        question=text.clean(watch.question, QUESTION),
        hit_if=text.clean(watch.hit_if, CLAUSE),
        miss_if=text.clean(watch.miss_if, CLAUSE),
        void_if=text.clean(watch.void_if, CLAUSE),
        look_up=text.clean(watch.look_up, CLAUSE),
    )
    if not watch.question:
        raise DeskProblem("A watch needs a question: what will be known by its date?")
    if not watch.hit_if:
        raise DeskProblem("A watch needs to say when it is a hit.")
    if not watch.miss_if:
        raise DeskProblem("A watch needs to say when it is a miss.")
    if problem := watching.wrong_chances(watch.h1, watch.h0):
        raise DeskProblem(problem)
    if now is not None and watch.closes_at <= now:
        raise DeskProblem(
            f"{times.day(watch.closes_at)} has passed: a watch asks what is not known yet."
        )
    if watch.closes_at >= FARTHEST:
        raise DeskProblem("A watch closes before the year 9000.")
    if watch.resolves_at is not None and not watch.closes_at <= watch.resolves_at < FARTHEST:
        raise DeskProblem("The answer can be looked up when the watch closes, or later.")
    return watch


def _check_open(watch: Watch, done: str, hint: str = "") -> None:
    if watch.state != "open":
        raise DeskProblem(
            f"This watch was settled ({watch.state}) and cannot be {done}.{hint} "
            "Nothing was changed."
        )


def _check_forecast(p: float) -> None:
    if not watching.LEAST <= p <= watching.MOST:
        raise DeskProblem("A forecast is a probability from .01 to .99: nothing is certain.")
