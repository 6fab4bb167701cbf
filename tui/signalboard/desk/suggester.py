"""The newest stories read for suggestions, a part at a time.

Nothing here is on the way of a key but ``of``, which reads one story. The rest is done while no
key is pressed: first the evidence is read, then it is counted how rare each term is, then the
newest stories that nobody judged are looked at, and what is suggested of them is kept in the
archive. A judgment adds its own terms; nothing is read again for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING
from zlib import crc32

from signalboard.archive import Archive, ArchiveProblem
from signalboard.board import Board
from signalboard.desk.hints import Hints
from signalboard.judge.passed import Passed
from signalboard.model import Company, Evidence, Stance, Story, Suggestion, Thesis, Watch

if TYPE_CHECKING:
    from signalboard.desk.reader import Reader
    from signalboard.wire.companies import Finder

A_MOMENT = 0.008
"""Seconds for it at once: a key that comes meanwhile waits for so long."""
COUNTED = 2_000
"""The newest stories that say how rare a term is."""
LOOKED_AT = 2_000
"""The newest stories neither judged nor hidden that are looked at."""
NEWEST_JUDGED = 300
"""Pieces of evidence of one thesis, the newest, that say what it is about; of these, those
without bearing are looked at anew for what looks contrary."""
_PART = 20
_RULES = 1
"""How suggestions are made; another number when that changes, so that they are made anew."""


class Suggester:
    """What is suggested on one board."""

    def __init__(
        self,
        archive: Archive,
        board: Board,
        companies: Callable[[], tuple[Sequence[Company], Finder]],
    ) -> None:
        self._archive = archive
        self._board = board
        self._companies = companies
        self._reader: Reader | None = None
        self._known: dict[str, tuple[Thesis, tuple[Watch, ...]]] = {}
        """What the reader was told of each thesis: it is told again where another stands."""
        self._followed: dict[str, int] = {}
        """The number of the evidence on each thesis when all of it had been read."""
        self._counted_to: int | None = None
        """The key down to which terms were counted; None: not at all yet."""
        self._is_counted = False
        self._looked_to: int | None = None
        """The key down to which stories were looked at in this pass; None: a new one begins."""
        self._low = 0
        self._made_by: int | None = None
        """What suggestions are made by, as a number."""
        self._has_learned = True
        """Whether the number may be another now."""
        self._version = -1
        self._is_done = False
        self.hints = Hints(archive, board)
        """Those that were on screen."""
        self.found = 0
        """How often something new was found to suggest: a screen looks whether it grew."""

    def forget(self) -> None:
        """Companies or settings have changed."""
        self._reader, self._counted_to, self._is_counted = None, None, False
        self._known.clear()
        self._followed.clear()
        self._has_learned = True
        self._begin()

    def of(self, story: Story) -> tuple[Suggestion, ...]:
        """What is suggested of a story: nothing before terms are counted."""
        if self._reader is None or not self._is_counted:
            return ()
        told = self._reader.told(story.title, story.summary, story.companies, story.about)
        judged = {piece.thesis_id for piece in self._board.evidence_of(story.id)}
        return self._reader.suggested(told, story.title, story.summary, judged)

    def contrary_to(self, thesis_id: str, *, mixed: bool) -> frozenset[str]:
        """The stories that look contrary to a thesis and were not judged to bear on it.

        Those set aside by it are looked at anew. ``mixed``: with as many that do not look so.
        """
        suggested = self._archive.suggested_on(thesis_id)
        contrary = {ident for ident, is_contrary in suggested.items() if is_contrary}
        contrary |= {piece.story_id for piece in self._set_aside(thesis_id)}
        bearing = {
            story_id
            for story_id in suggested.keys() | contrary
            if self._ways_judged(story_id, thesis_id) - {Stance.NO_BEARING}
        }
        contrary -= bearing
        if not mixed:
            return frozenset(contrary)
        others = sorted(suggested.keys() - contrary - bearing, key=lambda i: crc32(i.encode()))
        return frozenset((*contrary, *others[: len(contrary)]))

    def passed(self, thesis_id: str) -> Passed:
        """What looks contrary to a thesis and was not judged to bear on it, counted."""
        suggested = self._archive.suggested_on(thesis_id)
        unjudged = [
            story_id
            for story_id, is_contrary in suggested.items()
            if is_contrary and not self._ways_judged(story_id, thesis_id)
        ]
        aside = {
            piece.story_id: piece.snapshot
            for piece in self._set_aside(thesis_id)
            if self._ways_judged(piece.story_id, thesis_id) == {Stance.NO_BEARING}
        }
        newest = [(seen.at, seen.title) for seen in aside.values()]
        if unjudged and (story := self._archive.story(unjudged[-1])) is not None:
            newest.append((story.at, story.title))
        return Passed(len(unjudged), len(aside), max(newest, default=(0, ""))[1])

    def go_on(self, seconds: float = A_MOMENT) -> bool:
        """Do some of what is to do; whether there was anything."""
        self.hints.write()
        self._learn()
        version = self._archive.data_version()
        if version != self._version:
            self._version = version
            self.hints.look_again()
            self._begin()
        until, has_worked = monotonic() + seconds, False
        try:
            while monotonic() < until and self._step():
                has_worked = True
        except ArchiveProblem:
            pass  # busy or full: gone on with at the next poll
        return has_worked

    def learn(self) -> None:
        """Read the theses, what was judged and how rare terms are; no story is looked at."""
        self._learn()
        while self._follow() or (not self._is_counted and self._count()):
            pass

    # -- how --------------------------------------------------------------

    def _set_aside(self, thesis_id: str) -> list[Evidence]:
        """Of the newest judgments those without bearing whose story looks contrary."""
        if self._reader is None or thesis_id not in self._known:
            return []
        newest = self._board.newest_stances_on(thesis_id, NEWEST_JUDGED)
        without = [ident for ident, way in newest.items() if way is Stance.NO_BEARING]
        pieces = [piece for ident in without if (piece := self._board.evidence(ident)) is not None]
        return [
            piece
            for piece in pieces
            if self._reader.looks_contrary(thesis_id, piece.snapshot.title, piece.snapshot.excerpt)
        ]

    def _ways_judged(self, story_id: str, thesis_id: str) -> set[Stance]:
        pieces = self._board.evidence_of(story_id)
        return {piece.stance for piece in pieces if piece.thesis_id == thesis_id}

    def _begin(self) -> None:
        self._looked_to, self._is_done = None, False

    def _step(self) -> bool:
        if self._follow():
            return True
        if not self._is_counted:
            return self._count()
        if self._has_learned:
            self._has_learned = False
            if (number := self._number()) != self._made_by:
                self._made_by = number
                self._begin()
        if self._is_done or self._archive.is_read_only:
            return False
        return self._look()

    def _learn(self) -> None:
        """Tell the reader of theses that stand otherwise now."""
        if self._reader is None:
            from signalboard.desk.reader import (
                Reader,
            )  # where nothing is suggested it is not needed

            self._reader = Reader(*self._companies())
        in_play = [thesis for thesis in self._board.theses() if not thesis.is_closed]
        watches: dict[str, list[Watch]] = {}
        for watch in self._board.watches():
            watches.setdefault(watch.thesis_id, []).append(watch)
        for thesis in in_play:
            stands = thesis, tuple(watches.get(thesis.id, ()))
            if self._known.get(thesis.id) != stands:
                self._reader.learn(*stands)
                self._known[thesis.id] = stands
                self._has_learned = True
        if len(self._known) != len(in_play):
            kept = {thesis.id for thesis in in_play}
            self._reader.keep_only(kept)
            self._known = {i: known for i, known in self._known.items() if i in kept}
            self._followed = {i: number for i, number in self._followed.items() if i in kept}
            self._has_learned = True

    def _follow(self) -> bool:
        """Read some more of the evidence that changed; whether there was any."""
        assert self._reader is not None
        for thesis_id in self._known:
            number = self._board.changes_on(thesis_id)
            if self._followed.get(thesis_id) != number:
                stances = self._board.newest_stances_on(thesis_id, NEWEST_JUDGED)
                if self._reader.follow(thesis_id, stances, self._title, _PART):
                    self._followed[thesis_id] = number
                self._has_learned = True
                return True
        return False

    def _title(self, evidence_id: str) -> str:
        piece = self._board.evidence(evidence_id)
        return "" if piece is None else piece.snapshot.title

    def _count(self) -> bool:
        """Count the terms of some more stories; all at once where they are few."""
        assert self._reader is not None
        below = {} if self._counted_to is None else {"below": self._counted_to}
        stories = self._archive.newest(_PART, **below)
        for one in stories:
            told = self._reader.told(one.title, one.summary, one.companies, one.about)
            self._reader.rarity.add(told)
        if stories:
            self._counted_to = stories[-1].key
        if len(stories) < _PART or self._reader.rarity.stories >= COUNTED:
            self._is_counted = True
            self.found += 1
        return True

    def _look(self) -> bool:
        """Look at some more stories that nobody judged, the newest first."""
        assert self._reader is not None
        if self._looked_to is None:
            assert self._made_by is not None
            self._archive.suggest_anew(self._made_by)
            self._low = self._archive.oldest_of(LOOKED_AT)
            self._archive.forget_suggested(self._low)
            below: Mapping[str, int] = {}
        else:
            below = {"below": self._looked_to}
        stories = self._archive.unsuggested(self._low, _PART, **below)
        found: dict[int, tuple[Suggestion, ...]] = {}
        for one in stories:
            told = self._reader.told(one.title, one.summary, one.companies, one.about)
            found[one.key] = self._reader.suggested(told, one.title, one.summary)
        if found:
            self._archive.suggest(found)
            self.found += any(found.values())
        self._looked_to = stories[-1].key if stories else 0
        self._is_done = len(stories) < _PART
        return True

    def _number(self) -> int:
        """What suggestions are made by, as a number: not each judgment, or all were made anew."""
        said = [
            (t.id, t.statement, t.negation, t.keywords, [(w.question, w.hit_if) for w in watches])
            for t, watches in self._known.values()
        ]
        judged = len(self._board.judged_stories()) // 50
        names = [company.name for company in self._companies()[0]]
        return crc32(repr((_RULES, said, judged, names)).encode())
