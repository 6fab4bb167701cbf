"""A pinned list of stories as the board sees it: the archive's rows with their judgments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Literal, NamedTuple, Protocol, Self

from signalboard.archive import Archive, Seeking, Selection
from signalboard.model import Listing, StoryRow, View

Decorate = Callable[[StoryRow], StoryRow]
Heard = Callable[[Listing], None]

_MANY, _FEW = 256, 1000
"""Rows that are read at once where many in a row are judged on the thesis; stories judged on
others only that are so few that each is looked for instead."""


class Limits(NamedTuple):
    """What the board says of the stories of a list."""

    among: Collection[str] | None = None
    """Only these; None: no matter."""
    but: Collection[str] = ()
    """None of these, which were judged."""


class Judged(Protocol):
    """What the board knows of judged stories."""

    def theses_of(self, story_id: str) -> Collection[str]:
        """The theses a story was judged on."""
        ...

    def but_on(self, thesis_id: str) -> frozenset[str]:
        """The stories that were judged, but not on a thesis."""
        ...


class DeskListing:
    """Implements ``model.Listing``."""

    def __init__(
        self,
        view: View,
        archive: Archive,
        decorate: Decorate,
        judged: Judged,
        problem: str,
    ) -> None:
        self._view = view
        self._archive = archive
        self._decorate = decorate
        self._judged = judged
        self._problem = problem
        self._selection: Selection
        self._seeking: Seeking | None = None
        self._heard: Heard | None = None
        self._counting: Seeking | None = None
        self._counted = -1
        """The state of the archive that was counted last."""
        self._waiting = 0

    def select(self, limits: Limits, now: int, most: int | None) -> Self:
        """Read it here and now; ``most``: rows that are needed."""
        self._selection = self._archive.select(
            self._view, among=limits.among, but=limits.but, now=now, most=most
        )
        return self

    def seek(self, limits: Limits, now: int, heard: Heard) -> Self:
        """Let another thread read it, unless it is quick; that thread calls ``heard``."""
        self._counted = self._archive.data_version()
        self._heard = heard
        self._selection, self._seeking = self._archive.seek(
            self._view, self._said, among=limits.among, but=limits.but, now=now
        )
        return self

    @property
    def view(self) -> View:
        """What was asked for."""
        return self._view

    @property
    def problem(self) -> str:
        """Why a search could not be taken as written, or not be made; empty if it could."""
        failed = self._seeking.problem if self._seeking is not None else None
        return self._problem or self._selection.problem or str(failed or "")

    @property
    def order(self) -> str:
        """The order in words; empty: the newest first."""
        return self._selection.order

    @property
    def is_whole(self) -> bool:
        """Whether every row was found; never where the reading failed, which ``problem`` tells."""
        return self._selection.is_whole

    def wait(self, seconds: float) -> bool:
        """Whether the first rows are found, or are within so many seconds."""
        return self._seeking is None or self._seeking.begun.wait(seconds)

    def leave(self) -> None:
        """Read no further."""
        for seeking in (self._seeking, self._counting):
            if seeking is not None:
                self._archive.stop_seeking(seeking)

    def __len__(self) -> int:
        """How many rows there are, so far."""
        return len(self._selection)

    def rows(self, start: int, stop: int) -> Sequence[StoryRow]:
        """The rows start to stop (clipped to what is there), as they stand now."""
        keys = self._selection.keys(max(0, start), min(stop, len(self)))
        return [self._decorate(row) for row in self._archive.rows(keys)]

    def index_of(self, story_id: str) -> int | None:
        """Where a story stands, or None."""
        return self._selection.index_of(story_id)

    def may_find(self, story_id: str) -> bool:
        """Whether a story that has no row may still get one; to be asked before ``index_of``."""
        return self._selection.may_find(story_id)

    def waiting(self) -> int:
        """How many stories that fit the view arrived since it was pinned.

        Of a list that was sought the other thread counts them, and says when it has.
        """
        if self._seeking is None:
            return self._selection.waiting()
        if not self._selection.is_whole:
            return 0
        counting = self._counting
        if counting is not None and counting.begun.is_set():
            self._counting = None
            if counting.is_stopped:
                self._counted = -1
            else:
                self._waiting = counting.waiting
        version = self._archive.data_version()
        if self._counting is None and version != self._counted:
            self._counted = version
            self._counting = self._archive.count_waiting(self._selection, self._said)
        return self._waiting

    def _said(self) -> None:
        if self._heard is not None:
            self._heard(self)

    def next_unjudged(self, start: int, step: Literal[1, -1], by: str | None = None) -> int | None:
        """The nearest row from start (inclusive) in a direction that is not judged.

        ``by``: not judged on this thesis; else on none. The archive may not have been told of
        the latest judgments, so the board has the last word.
        """
        at: int | None = start
        while at is not None and (at := self._selection.next_unjudged(at, step)) is not None:
            rows = self._plain(at, at + 1)
            if rows and not self._judged.theses_of(rows[0].id):
                break
            at += step
        return at if by is None else self._judged_elsewhere(start, at, step, by)

    def _judged_elsewhere(
        self, start: int, stop: int | None, step: Literal[1, -1], by: str
    ) -> int | None:
        """The first row before another that is judged, but not on a thesis; else that other."""
        end = stop if stop is not None else len(self) if step == 1 else -1
        others: frozenset[str] | None = None
        at, many = start, 1
        while (end - at) * step > 0:
            low, high = at, min(at + many, end)
            if step == -1:
                low, high = max(at - many, end) + 1, at + 1
            rows = list(enumerate(self._plain(low, high), low))
            for index, row in rows if step == 1 else reversed(rows):
                if others is not None:
                    is_one = row.id in others
                else:
                    theses = self._judged.theses_of(row.id)
                    is_one = bool(theses) and by not in theses
                if is_one:
                    return index
            at, many = at + many * step, min(many * 4, _MANY)
            if others is None and many == _MANY:
                others = self._judged.but_on(by)
                if len(others) < _FEW:
                    return self._nearest(others, at, end, step, stop)
        return stop

    def _nearest(
        self, stories: Collection[str], at: int, end: int, step: Literal[1, -1], stop: int | None
    ) -> int | None:
        """The row of one of some stories that is next from a row on, before an end."""
        found = [row for story in stories if (row := self.index_of(story)) is not None]
        ahead = [row for row in found if (row - at) * step >= 0 and (end - row) * step > 0]
        return min(ahead, key=lambda row: row * step, default=stop)

    def _plain(self, start: int, stop: int) -> Sequence[StoryRow]:
        """The rows as the archive has them."""
        return self._archive.rows(self._selection.keys(start, stop))
