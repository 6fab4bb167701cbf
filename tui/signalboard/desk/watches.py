"""Watches on the board: opened, changed, settled, forecast, and all of it taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from signalboard import text, times
from signalboard.board import Op, codec, make, remove, rewrite
from signalboard.desk import seeding
from signalboard.desk.values import Change, DeskProblem
from signalboard.desk.watched import Watched
from signalboard.judge import forecasts, watching
from signalboard.links import safe_link
from signalboard.model import Forecast, Watch, replace

QUESTION, CLAUSE, NOTE = 400, 1000, 1000
"""Characters of the question, of each clause of it, and of the note on how it came out."""
FARTHEST = times.year_begins(9000)
"""The calendar ends soon after."""
Outcome = Literal["hit", "miss", "void"]


class Watches(Watched):
    """What is asked of a thesis, by when. Each change is one line, and one undo takes it back."""

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
            steps, since = self._steps(thesis), seeding.since(stood, thesis)
            return replace(
                stood,
                state=outcome,
                settled_at=now,
                forecasts=forecasts.made(stood, steps, thesis.prior, until, since),
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
