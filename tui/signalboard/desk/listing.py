"""A pinned list of stories as the board sees it: the archive's rows with their judgments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from signalboard.archive import Archive, Selection
from signalboard.model import StoryRow, View

Decorate = Callable[[StoryRow], StoryRow]


class DeskListing:
    """Implements ``model.Listing``."""

    def __init__(
        self,
        view: View,
        archive: Archive,
        selection: Selection,
        decorate: Decorate,
        is_judged: Callable[[str], bool],
        problem: str = "",
    ) -> None:
        self._view = view
        self._archive = archive
        self._selection = selection
        self._decorate = decorate
        self._is_judged = is_judged
        self._problem = problem or selection.problem

    @property
    def view(self) -> View:
        """What was asked for."""
        return self._view

    @property
    def problem(self) -> str:
        """Why a search could not be taken as written; empty if it could."""
        return self._problem

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._selection)

    def rows(self, start: int, stop: int) -> Sequence[StoryRow]:
        """The rows start to stop (clipped to what is there), as they stand now."""
        keys = self._selection.keys(max(0, start), min(stop, len(self)))
        return [self._decorate(row) for row in self._archive.rows(keys)]

    def index_of(self, story_id: str) -> int | None:
        """Where a story stands, or None."""
        return self._selection.index_of(story_id)

    def waiting(self) -> int:
        """How many stories that fit the view arrived since it was pinned."""
        return self._selection.waiting()

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start (inclusive) in a direction that is not judged.

        The archive may not have been told of the latest judgments, so the
        board has the last word.
        """
        at: int | None = start
        while at is not None and (at := self._selection.next_unjudged(at, step)) is not None:
            rows = self._archive.rows(self._selection.keys(at, at + 1))
            if rows and not self._is_judged(rows[0].id):
                return at
            at += step
        return None
