"""Hints that were on screen: kept until there is time to write them, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.archive import Archive, ArchiveProblem
from signalboard.board import Board, codec
from signalboard.judge.gap import Gap, gap
from signalboard.model import Hint, Suggestion

HINTS = "hints"
"""The table of hints that came with logs; those that were seen here are in the archive."""


class Hints:
    """The hints that were seen on one board."""

    def __init__(self, archive: Archive, board: Board) -> None:
        self._archive = archive
        self._board = board
        self._seen: dict[tuple[str, str], Hint] = {}
        """Hints that were seen and are not written yet."""
        self._written: set[tuple[str, str]] = set()
        self._hints: dict[str, tuple[Hint, ...]] = {}
        """The hints seen on a thesis, once they were asked for."""

    def saw(self, story_id: str, suggestions: Iterable[Suggestion], now: int) -> None:
        """Hints were on screen; written when there is time."""
        for one in suggestions:
            what = story_id, one.thesis_id
            if what not in self._written:
                self._seen.setdefault(what, Hint(story_id, one.thesis_id, one.stance, now))

    def on(self, thesis_id: str) -> tuple[Hint, ...]:
        """The hints on a thesis that were seen, here or where a log was taken over from."""
        document = self._board.document(HINTS, thesis_id)
        came = () if document is None else codec.hints_in(thesis_id, document)
        return self.on_with(thesis_id, came)

    def on_with(
        self, thesis_id: str, came: Iterable[Hint], until: int | None = None
    ) -> tuple[Hint, ...]:
        """The hints that were seen on this board, until a moment, and those that came with a log.

        Of two on one story the one seen here counts.
        """
        self.write()
        if thesis_id not in self._hints:
            self._hints[thesis_id] = self._archive.hints(thesis_id)
        found = {hint.story_id: hint for hint in came if hint.thesis_id == thesis_id}
        for hint in self._hints[thesis_id]:
            if until is None or hint.seen_at <= until:
                found[hint.story_id] = hint
        return tuple(sorted(found.values(), key=lambda hint: (hint.seen_at, hint.story_id)))

    def gap(self, thesis_id: str) -> Gap:
        """What became of the hints on a thesis that were seen."""
        hints = self.on(thesis_id)
        pieces = (p for hint in hints for p in self._board.evidence_of(hint.story_id))
        return gap(hints, (piece for piece in pieces if piece.thesis_id == thesis_id))

    def write(self) -> None:
        """Write which hints were seen, if any; busy: they are written the next time."""
        if not self._seen or self._archive.is_read_only:
            return
        try:
            self._archive.see_hints(self._seen.values())
        except ArchiveProblem:
            return
        for _, thesis_id in self._seen:
            self._hints.pop(thesis_id, None)
        self._written |= self._seen.keys()
        self._seen.clear()

    def look_again(self) -> None:
        """The archive has changed: stories may have been merged."""
        self._hints.clear()
