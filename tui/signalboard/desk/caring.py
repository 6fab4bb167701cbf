"""Caring: how large the archive is, old stories taken out, room given back, damage found."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator

from signalboard import config, times
from signalboard.archive.care import Told
from signalboard.archive.pruning import Run
from signalboard.archive.values import Extent, Pruning, Size, Year
from signalboard.desk.rooms import Rooms
from signalboard.desk.values import DeskProblem
from signalboard.values import dataclass

_LOOKED_AT, _TAKEN = 2000, 200
"""Stories of one look, and of one transaction: others write between two of those."""
_PAUSE = 0.01
"""Seconds between two transactions, for who waits to write."""
_YEAR, _HALF, _QUARTER = "365d", "180d", "90d"


@dataclass(frozen=True, slots=True)
class Figures:
    """What ``archive`` shows."""

    size: Size
    stories: int
    unjudged: int
    judged: int
    starred: int
    muted: int
    entries: int
    evidence: int
    """Stories with evidence, whether the archive has them or not."""
    oldest_at: int | None
    newest_at: int | None
    years: tuple[Year, ...]
    prunable: tuple[tuple[str, Extent], ...]
    """About what a pruning of that age would take."""
    prunings: tuple[Pruning, ...]


@dataclass(frozen=True, slots=True)
class PruningPlan:
    """What a pruning would take."""

    before_at: int
    years: tuple[Year, ...]
    """How many stories and entries of which year, the earliest first."""

    @property
    def stories(self) -> int:
        """All of them."""
        return sum(year.stories for year in self.years)

    @property
    def entries(self) -> int:
        """All of theirs."""
        return sum(year.entries for year in self.years)


class Caring(Rooms):
    """The archive itself. Pruning is the one thing here that takes something away for good."""

    def archive_figures(self) -> Figures:
        """How large the archive is and what is in it; read from indexes alone."""
        counts = self._archive.counts()
        oldest, newest = self._archive.ends()
        now = self.now()
        return Figures(
            size=self._archive.size(),
            stories=counts.stories + counts.muted,
            unjudged=counts.unjudged,
            judged=self._archive.judged_count,
            starred=self._archive.starred_count,
            muted=counts.muted,
            entries=counts.entries,
            evidence=len(self._board.judged_stories()),
            oldest_at=oldest,
            newest_at=newest,
            years=self._archive.years(),
            prunable=tuple(
                (age, self._archive.extent(times.parse_since(age, now)))
                for age in (_YEAR, _HALF, _QUARTER)
            ),
            prunings=self._archive.prunings(),
        )

    def prune_plan(
        self, before_at: int, report: Callable[[int, int], None] = lambda _done, _all: None
    ) -> PruningPlan:
        """What a pruning would take, counted one by one; ``report`` hears of how many looked at."""
        keep, stories, entries = self._kept_keys(), Counter[int](), Counter[int]()
        expected, done = self._archive.extent(before_at).stories, 0
        low: int | None = 0
        while low is not None:
            part = self._archive.doomed(before_at, low, _LOOKED_AT, keep)
            for doomed in part.stories:
                year = times.year(doomed.at)
                stories[year] += 1
                entries[year] += len(doomed.entries)
            low, done = part.low, done + part.looked_at
            report(done, max(done, expected))
        years = tuple(Year(year, stories[year], entries[year]) for year in sorted(stories))
        return PruningPlan(before_at, years)

    def prune(
        self, plan: PruningPlan, report: Callable[[int, int], None] = lambda _done, _all: None
    ) -> Run:
        """Take out what a plan says, in many small transactions; what was taken.

        What is judged, starred, put together or named by a watch meanwhile stays. An
        exception from ``report`` ends it between two of them. Raises ArchiveProblem,
        BoardProblem or DeskProblem; what was taken until then is gone.
        """
        with self._alone():
            run = Run(self.now(), plan.before_at)
            while self._archive.forget_pruned(run.at):
                pass
            low: int | None = 0
            while low is not None:
                low = self._prune_some(run, low)
                report(run.stories, max(run.stories, plan.stories))
                time.sleep(_PAUSE)
        return run

    def vacuum(self, report: Told = lambda _what, _share: None) -> tuple[Size, Size]:
        """Give the room of what is gone back to the disk; the sizes before and after.

        Raises ArchiveProblem or DeskProblem.
        """
        with self._alone():
            before = self._archive.size()
            self._archive.vacuum(report)
            return before, self._archive.size()

    def check_archive(self, report: Told = lambda _what, _share: None) -> list[str]:
        """What is wrong with the archive, as sentences; reads all of it."""
        return self._archive.check(report)

    # -- how -------------------------------------------------------------

    def _prune_some(self, run: Run, low: int) -> int | None:
        """One transaction of a pruning; where the next begins, None at the end."""
        while True:
            self._hear()
            self._tell_archive(wait=False)
            seq = self._board.seq
            with contextlib.suppress(_SaidMeanwhileError), contextlib.ExitStack() as still:
                with self._archive.pruned(run, low, _TAKEN, self._kept_keys()) as part:
                    still.enter_context(self._board.still())
                    if self._board.seq != seq:
                        raise _SaidMeanwhileError
                return part.low

    def _kept_keys(self) -> set[int]:
        """The stories that a person said something of, here or where the archive has not heard."""
        # A refresh may have put what is named into another story meanwhile.
        stands = (self._board.seq, self._archive.data_version())
        if self._unprunable is None or self._unprunable[0] != stands:
            self._unprunable = (stands, self._archive.keys_named(self._named()))
        return self._unprunable[1]

    def _named(self) -> set[str]:
        """Judged; starred or marked unread; put together by hand; named by a watch or a brief."""
        named = set(self._board.judged_stories())
        for story_id, marks in self._board.documents("reading").items():
            if marks.get("starred") or marks.get("read") is False:
                named.add(story_id)
        for placed in self._board.documents("grouping").values():
            named.update((placed["story"], placed["was"]))
        named.update(watch.story_id for watch in self._board.watches() if watch.story_id)
        named.update(brief["story"] for brief in self._board.documents("briefs").values())
        return named

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with config.only_one(self.places.care_lock) as is_alone:
            if not is_alone:
                raise DeskProblem(
                    "Another `signalboard archive` is pruning or compacting this archive. Nothing "
                    "was changed here; try again when it has finished."
                )
            yield


class _SaidMeanwhileError(Exception):
    """Something was recorded while stories were being taken out: they are looked at again."""
