"""Watches as they stand: what each asks, what it would mean, and what was expected of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from signalboard import text, times
from signalboard.desk import seeding
from signalboard.desk.summing import Summing
from signalboard.desk.values import NAMED, DeskProblem
from signalboard.judge import calibration, forecasts, watching
from signalboard.judge.calibration import Calibration
from signalboard.judge.history import Step
from signalboard.model import Forecast, Thesis, Watch
from signalboard.values import dataclass

if TYPE_CHECKING:
    from signalboard.judge.deadlines import Deadline

_SPAN = re.compile(r"(?:within |in )?(\d{1,3}) ?(d|days?|w|weeks?|m|months?|y|years?)")
_ISO = re.compile(r"(?:by )?(\d{4}-\d\d-\d\d)")
_NO_DAY = re.compile(r"(?:\b(?:by|on|at|in|the)\b|\W)*", re.IGNORECASE)
"""What may stand beside a day and says nothing of it; of "Q4 9999" more is left."""


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


class Watched(Summing):
    """What is to be known of watches, and of how a person forecasts."""

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
                f"No watch is called {text.clean(asked, NAMED)!r}. "
                "`signalboard watch list` shows them all."
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
            days = tuple(
                day
                for day in deadlines(named, start) or deadlines(f"by {named}", start)
                if _NO_DAY.fullmatch(f"by {named}".replace(day.phrase, "", 1))
            )
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

    # -- how -------------------------------------------------------------

    def _watch_row(self, watch: Watch, thesis: Thesis, steps: Sequence[Step]) -> WatchRow:
        now = self.now()
        made = watch.forecasts
        if watch.state == "open":
            until = max(watch.opened_at, min(now, watch.closes_at))
            made = forecasts.made(watch, steps, thesis.prior, until, seeding.since(watch, thesis))
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
