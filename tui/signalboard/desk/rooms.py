"""What all parts of the desk share: the open rooms of one home."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Iterable
from typing import Self

from signalboard import config
from signalboard.archive import Archive, ArchiveProblem
from signalboard.board import Board, BoardProblem, Line
from signalboard.desk import following, opening, placing
from signalboard.desk.beside import Beside
from signalboard.desk.kept import Kept
from signalboard.desk.settled import Settled
from signalboard.desk.suggester import Suggester
from signalboard.desk.telling import said_of, stories_of
from signalboard.desk.values import Changed
from signalboard.links import shown

Clock = Callable[[], int]


def _now() -> int:
    return int(time.time())


class Rooms(Settled):
    """One home's settings, archive and board, opened together."""

    def __init__(self, places: config.Places, archive: Archive, board: Board, clock: Clock) -> None:
        super().__init__(places, board)
        self.first_start = False
        self.has_changed = False
        """Whether this process recorded a change."""
        self.finds_names = True
        """Whether rows say where their titles name companies; plain lines do not show it."""
        self._archive = archive
        self._clock = clock
        self._pending: set[str] = set()
        """Stories whose judgment the archive has not been told of yet."""
        self._beside = Beside(places, board)
        self._placing = placing.Placing(archive, board)
        self._strangers: set[str] = set()
        """Judged stories that the archive does not hold (now)."""
        self._version = archive.data_version()
        self._elsewhere = False
        """Whether lines of other processes were taken in since the last poll."""
        self._regrouped = False
        """Whether such lines say which reports are one story."""
        self._latest = ""
        """The evidence that this process judged last."""
        self._kept = Kept(board, lambda thesis_id: self._suggester.hints.gap(thesis_id).is_told)
        self._suggester = Suggester(
            archive, board, lambda: (self._settings.companies, self._every_finder())
        )
        self._is_blind: bool | None = None
        """Whether nothing is suggested; None: not looked up yet."""
        self._unprunable: tuple[tuple[int, int], set[int]] | None = None
        """What no pruning takes, and the line of the journal that said so last."""
        self._closed = False

    @classmethod
    def open(
        cls, places: config.Places, *, clock: Clock | None = None, as_board: bool = False
    ) -> Self:
        """Open a home, made and filled with the starter feeds where there is none.

        ``as_board``: to stay open; where another board is, this one only shows. Raises
        DeskProblem where no board can be opened at all.
        """
        opened = opening.open_rooms(places)
        try:
            desk = cls._over(places, opened, clock or _now, as_board=as_board)
        except (ArchiveProblem, TypeError, ValueError, LookupError) as error:
            problem = opened.archive.damage_behind(error)  # which shows where it is read
            if problem is None:
                raise
            opening.begin_archive_anew(places, opened, problem)
            desk = cls._over(places, opened, clock or _now, as_board=as_board)
        return desk

    @classmethod
    def _over(
        cls, places: config.Places, opened: opening.Opened, clock: Clock, *, as_board: bool
    ) -> Self:
        desk = cls(places, opened.archive, opened.board, clock)
        desk.first_start = opened.first_start
        try:
            desk._notices[:0] = [*(desk._beside.claim() if as_board else ()), *opened.notices]
            desk._begin()
            told = [each for each in opened.board.notices() if each not in desk._notices]
            opened.notices.extend(told)
            desk._notices.extend(told)
            desk._catch_up()
        except BaseException:
            desk._beside.close()
            raise
        return desk

    def close(self) -> None:
        """Let go of every file; nothing that was acknowledged depends on this."""
        if self._closed:
            return
        self._closed = True
        self._tell_archive(wait=False)
        self._suggester.hints.write()
        self._board.close()
        self._archive.close()
        self._beside.close()

    @property
    def view_only(self) -> str:
        """Why nothing is recorded here, where this board only shows; empty where it is."""
        return self._board.refuses

    def now(self) -> int:
        """This moment."""
        return self._clock()

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should be told since the start: mistakes in feeds.yaml, files recovered."""
        return tuple(self._notices)

    def noticed(self) -> tuple[str, ...]:
        """What of the board's files there is to tell since somebody asked last."""
        return tuple(self._board.notices())

    def poll(self) -> Changed:
        """What other processes and editors changed since the last look; cheap."""
        self._hear()
        judgments, self._elsewhere = self._elsewhere, False
        version = self._archive.data_version()
        stories, self._version = version != self._version, version
        if stories:
            self._kept.forget()
            self._pending |= self._strangers
            self._placing.look_again()
        regrouped = self._tell_archive(wait=False) or self._regrouped
        self._regrouped = False
        fresh = list(self._board.notices())
        settings, settled = self._reload(fresh)
        muted = self._follow_mutes(following.A_MOMENT, fresh)
        was_shown_only = bool(self.view_only)
        said, gone = self._beside.news()
        if was_shown_only and not self.view_only:
            self._begin()
        self._notices = [each for each in self._notices if each not in gone] + fresh + said
        told, settled = (*fresh, *said), (*settled, *gone)
        return Changed(stories or muted, judgments, settings, regrouped, told, settled)

    def rest(self) -> None:
        """Let go of what can be read again: nobody presses a key."""
        with contextlib.suppress(ArchiveProblem):  # it is told where something is read
            self._archive.let_go()

    # -- for the sides of the desk ----------------------------------------

    def _hear(self) -> None:
        """Take in what other processes recorded; nothing is told to the archive before it."""
        lines = self._board.poll()
        self._elsewhere = self._elsewhere or bool(lines)
        self._regrouped = self._regrouped or any(line.ids(placing.TABLE) for line in lines)
        self._note(lines)

    def _note(self, lines: Iterable[Line]) -> None:
        """Lines were taken in: the archive is to hear which stories they judge."""
        for line in lines:
            self._pending |= stories_of(self._board, line)
            self._placing.note(line)
            if line.ids("companies"):
                self._finder = self._finder_of_all = None
                self._kept.forget()

    def _tell_archive(self, *, wait: bool) -> bool:
        """Pass on what the archive has to know; the board stays the one that knows.

        Returns whether reports are in other stories now.
        """
        try:
            regrouped = self._placing.tell(wait=wait)
        except ArchiveProblem:
            return False  # busy or full: see below
        if regrouped:
            self._kept.forget()
        self._pending |= regrouped
        self._tell_judgments(wait=wait)
        return bool(regrouped)

    def _tell_judgments(self, *, wait: bool) -> None:
        if not self._pending and self._archive.journal_seq == self._board.seq:
            return
        states = [said_of(self._board, story_id) for story_id in sorted(self._pending)]
        try:
            unknown = self._archive.project(states, seq=self._board.seq, wait=wait)
            self._strangers -= self._pending
            self._strangers |= unknown
            self._pending = {story_id for story_id in unknown if self._adopt(story_id)}
            if self._pending:
                states = [said_of(self._board, story_id) for story_id in sorted(self._pending)]
                self._archive.project(states, seq=self._board.seq, wait=wait)
                self._strangers -= self._pending
                self._pending = set()
        except ArchiveProblem:
            return  # busy or full: asked again at the next poll, told from the journal at start

    def _adopt(self, story_id: str) -> bool:
        """Give an archive made anew the id under which the board knows a story.

        Where a refresh merged it while it was judged, it is parted again.
        """
        for piece in self._board.evidence_of(story_id):
            reports = piece.snapshot.reports
            pairs = [(shown(report.feed_url), report.entry_id) for report in reports]
            here = self._archive.id_of_entries(pairs)
            if here is None:  # a feed may give other ids at every look
                pages = [(shown(r.feed_url), r.url, r.title) for r in reports]
                pairs = list(self._archive.entries_of_pages(pages).values())
                here = self._archive.id_of_entries(pairs)
            if here is not None:
                self._kept.forget()
                return self._archive.adopt(here, story_id) or self._archive.restore(story_id, pairs)
        return False

    def _catch_up(self) -> None:
        """At the start: what the journal says beyond what the archive was told.

        One made anew may have got stories since, while nobody looked, that were judged.
        """
        with contextlib.suppress(ArchiveProblem):  # busy, full or only to be read
            self._archive.mark_secrets()
        self._placing.catch_up()
        judged = self._board.judged_stories()
        behind = self._archive.journal_seq != self._board.seq
        if behind or self._archive.judged_count < len(judged):
            # Also what it takes for judged: a kill may have come between an undo and its telling.
            self._pending.update(
                judged, self._archive.judged_ids(), self._board.documents("reading")
            )
        self._tell_archive(wait=True)
        self._follow_mutes(following.AT_ONCE, self._notices)

    def _follow_mutes(self, seconds: float, notices: list[str] | None = None) -> bool:
        """Hide in the archive what the mutes of feeds.yaml say, as far as there is time for it.

        Whether anything was done. ``notices`` hears what rules that others changed do.
        """
        try:
            return following.follow(self._archive.mutes, self._settings, seconds, notices)
        except ArchiveProblem:
            return False  # busy or full: asked again at the next poll

    def _unused(self, ident: str, given: Collection[str] = ()) -> str:
        """That id, or one like it, which no evidence, watch or brief has nor was given just now.

        Those that were taken over from a log may have numbers the journal has still to reach.
        """
        tried, number = ident, 1
        while tried in given or any(
            self._board.document(table, tried) is not None
            for table in ("evidence", "withdrawn", "watches", "briefs")
        ):
            number += 1
            tried = f"{ident}-{number}"
        return tried

    def _begin(self) -> None:
        """What the journal is to say before anything is read; where it cannot, that is told."""
        if self.view_only:
            return
        try:
            if self._board.is_new:
                self._seed()
            self._settle()
        except (BoardProblem, config.ConfigProblem) as problem:
            self._notices.append(str(problem))

    def _seed(self) -> None:
        """The theses of feeds.yaml, on a board that was never used; not a change to undo."""
        from signalboard.desk.seeding import seed

        if self._settings.theses:
            now = self.now()
            self._board.change(
                "theses of the starter board",
                lambda seq: seed(self._settings.theses, now) if seq == 1 else [],
                now,
                kind="seed",
            )
