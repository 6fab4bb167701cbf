"""The archive: everything that came in, and what a list, a row and a story need of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self

import apsw

from signalboard.archive import checks, moving, posting, renaming, whole
from signalboard.archive.care import Care
from signalboard.archive.companies import Companies
from signalboard.archive.database import Database, every, value
from signalboard.archive.finding import Finding
from signalboard.archive.gathering import gather, story_of
from signalboard.archive.identity import storable
from signalboard.archive.index import Index
from signalboard.archive.muting import Marker, Mutes
from signalboard.archive.problem import ArchiveProblem
from signalboard.archive.seeking import Seeker, Seeking
from signalboard.archive.selection import Selection
from signalboard.archive.suggesting import Suggesting
from signalboard.archive.values import Counts, Judged, Posted, names
from signalboard.archive.writing import Writing
from signalboard.links import shown
from signalboard.model import (
    Check,
    FeedState,
    Outcome,
    Story,
    StoryRow,
    View,
)
from signalboard.values import replace

PRUNED = "(no longer in the archive)"
"""What stands in the place of a title where a story was pruned since a list was pinned."""
_STATE_COLUMNS = ", ".join(FeedState.__match_args__)


def sqlite_version() -> str:
    """The version of SQLite in use: not that of Python, but apsw's own."""
    return apsw.sqlite_lib_version()


class Archive(Companies, Finding, Suggesting, Care):
    """Entries and stories on disk. Every method raises ArchiveProblem where the file fails it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = Index(database.connection)
        self._seeker = Seeker(database.path)
        self.mutes = Mutes(database)
        """The mute rules that its stories follow."""

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open an archive; unless only reading, make it or bring it up to date.

        Raises ArchiveProblem where the file is newer, damaged, no archive, or
        cannot be opened; it is left as it was.
        """
        return cls(Database(path, read_only=read_only))

    @classmethod
    def empty(cls, path: Path) -> Self:
        """One that only reads and holds nothing, for where there can be no file."""
        return cls(Database(path, empty=True))

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be stored in it, as it was opened."""
        return self._database.read_only

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def close(self) -> None:
        """Let go of the file; words that are held are written, or read again by the next."""
        self._seeker.close()
        if self._index.is_held:
            with suppress(ArchiveProblem), self._database.writing():
                self._index.finish(close=True)
        self._database.close()

    # -- for the wire ------------------------------------------------------

    def feed_states(self) -> dict[str, FeedState]:
        """What is remembered of each feed, by URL."""
        with self._database.reading() as connection:
            rows = every(connection, f"SELECT {_STATE_COLUMNS} FROM feeds ORDER BY feed")  # noqa: S608
        states = (FeedState(*row) for row in rows)
        return {
            state.url: state
            if state.outcome is None
            else replace(state, outcome=Outcome(state.outcome))
            for state in states
        }

    def rename_feed(self, url: str, to: str) -> None:
        """Know a feed by another address from now on, with all its entries.

        Nothing is done where there is a feed of the other address.
        """
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE OR IGNORE feeds SET url = ?, moved_to = NULL, moved_at = NULL, "
                "moved_checks = 0 WHERE url = ?",
                (storable(to), storable(url)),
            )

    def mark_secrets(self) -> None:
        """Know each feed by what is shown of its address now, whatever that was once."""
        with self._database.reading() as connection:
            urls = [url for (url,) in every(connection, "SELECT url FROM feeds ORDER BY feed")]
        bared = [(url, marked) for url in urls if (marked := shown(url)) != url]
        if bared:
            with self._database.writing() as connection:
                for url, marked in bared:
                    renaming.rename(connection, url, marked)

    def save_state(self, state: FeedState, check: Check | None = None) -> None:
        """Remember how a feed stands, in a transaction of its own."""
        with self.writing() as writing:
            writing.save_state(state, check)

    def checks(self, url: str) -> tuple[Check, ...]:
        """How the latest thirty checks of a feed went, newest first."""
        with self._database.reading() as connection:
            return checks.latest(connection, url)

    def posted(self, now: int) -> dict[str, Posted]:
        """How much each feed brought up to a moment, by URL."""
        with self._database.reading() as connection:
            return posting.by_feed(connection, now)

    def called(self, url: str) -> str:
        """What a feed was called that is not listed any more; empty where that is not known."""
        with self._database.reading() as connection:
            return posting.called(connection, url)

    def posted_daily(self, url: str, now: int) -> tuple[int, ...]:
        """Entries of a feed a day for thirty days (UTC), the oldest first, today last."""
        with self._database.reading() as connection:
            return posting.daily(connection, url, now)

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Writing]:
        """One transaction of what comes in: stored whole at the end of the body, or not at all.

        ``wait=False`` raises a busy ArchiveProblem at once where another process writes.
        """
        try:
            with self._database.writing(wait=wait, many=True) as connection:
                writing = Writing(connection, self._index)
                yield writing
                writing.finish()
        except BaseException:
            self._index.forget()
            raise

    # -- lists and stories -------------------------------------------------

    def select(
        self,
        view: View,
        *,
        among: Collection[str] | None = None,
        but: Collection[str] = (),
        now: int | None = None,
        most: int | None = None,
    ) -> Selection:
        """Pin the stories of a view. ``among``: only stories with these ids; ``but``: judged ones
        that are left out.

        ``now``: what ``since:3d`` in a search counts back from; else the clock.
        ``most``: rows that are needed; where there are more, not many more are read.
        """
        selection = self._selected(view, among, now, but)
        with closing(selection.reading(self._database)) as reading:
            for _ in reading:
                if most is not None and len(selection) >= most:
                    break
        return selection

    def seek(
        self,
        view: View,
        said: Callable[[], None],
        *,
        among: Collection[str] | None = None,
        but: Collection[str] = (),
        now: int | None = None,
    ) -> tuple[Selection, Seeking | None]:
        """The same, read by another thread, which calls ``said`` whenever there is more of it.

        One that is quick to read however long is read at once; then nobody reads.
        The one sought before is read no further.
        """
        selection = self._selected(view, among, now, but)
        if selection.is_long:
            for _ in selection.reading(self._database):
                pass
            return selection, None
        return selection, self._seeker.seek(selection, said)

    def count_waiting(self, selection: Selection, said: Callable[[], None]) -> Seeking:
        """Let the other thread count what waits for a list; it calls ``said``."""
        return self._seeker.count(selection, said)

    def stop_seeking(self, seeking: Seeking) -> None:
        """Nobody waits for it any more."""
        self._seeker.stop(seeking)

    def _selected(
        self, view: View, among: Collection[str] | None, now: int | None, but: Collection[str]
    ) -> Selection:
        moment = int(time.time()) if now is None else now
        return Selection(self._database, view, among, moment, but)

    def rows(self, keys: Sequence[int]) -> list[StoryRow]:
        """The stories of these keys as list rows, in the order asked; marks and spans empty.

        The key of a story merged away since gives the row of the one it went to; that of one
        that was pruned gives a row that says so.
        """
        with self._database.reading() as connection:
            found = connection.executemany(
                "SELECT id, title, outlet, outlets, origins, at, read, starred, hidden, companies, "
                "about FROM stories "
                "WHERE key = coalesce((SELECT story FROM former WHERE key = ?), ?) UNION ALL "
                "SELECT id, ?, '', 1, 1, at, 1, 0, hidden, '', 0 FROM former "
                "WHERE key = ? AND story = 0",
                ((key, key, PRUNED, key) for key in keys),
            )
            return [
                StoryRow(
                    ident,
                    title,
                    outlet,
                    outlets,
                    origins,
                    at,
                    read=bool(read),
                    starred=bool(star),
                    muted=bool(muted),
                    companies=names(named),
                    about=about,
                )
                for ident, title, outlet, outlets, origins, at, *row in found
                for read, star, muted, named, about in (row,)
            ]

    def story(self, story_id: str) -> Story | None:
        """A story with all its reports, the first to arrive first.

        One that was merged away is the story it went to, with that story's id.
        """
        with self._database.reading() as connection:
            return whole.story(connection, story_id)

    # -- what the board says -----------------------------------------------

    def set_read(self, story_ids: Iterable[str], read: bool, *, wait: bool = True) -> None:
        """Remember that stories were read, or not; unknown ones are passed over.

        ``wait=False`` raises a busy ArchiveProblem at once where another process writes.
        """
        with self._database.writing(wait=wait) as connection:
            connection.executemany(
                "UPDATE stories SET read = ? WHERE id = ? AND read <> ?",
                ((int(read), storable(ident), int(read)) for ident in story_ids),
            )

    def project(
        self, states: Iterable[Judged], *, seq: int | None = None, wait: bool = True
    ) -> set[str]:
        """Take over what the board says of stories; the ids of those not in the archive.

        A story merged away is not in it where it was judged: that judgment is of no
        other. Its star and whether it was read go to the story it went to. A story
        that is judged is called as it was then, for as long as it has such a report.
        ``seq`` becomes ``journal_seq`` in the same transaction. ``wait=False``
        raises a busy ArchiveProblem at once where another process writes.
        """
        unknown: set[str] = set()
        with self._database.writing(wait=wait) as connection:
            for state in states:
                row = value(
                    connection,
                    "SELECT key, title, judged, starred, read FROM stories WHERE id = ?",
                    (storable(state.story_id),),
                )
                if row is None:
                    known = story_of(connection, state.story_id)
                    if known is None or state.judged:
                        unknown.add(state.story_id)
                    else:
                        moving.mark(connection, known[0], state)
                    continue
                key, title, *stood = row
                asked = [
                    state.judged,
                    stood[1] if state.starred is None else int(state.starred),
                    stood[2] if state.read is None else int(state.read),
                ]
                if asked != stood:
                    connection.execute(
                        "UPDATE stories SET judged = ?, starred = ?, read = ? WHERE key = ?",
                        (*asked, key),
                    )
                called = storable(state.title) if state.judged else ""
                if called not in ("", title) or (stood[0] and not state.judged):
                    gather(connection, key, called=called)
                    Marker(connection).mark(key)
            if seq is not None:
                _set_seq(connection, seq)
        return unknown

    def adopt(self, here: str, theirs: str) -> bool:
        """Give the story ``here`` the id by which the board knows it.

        False, and nothing changed, where it was given one before, where another
        story has that id, where it is judged, starred or put together by its own, or
        where there is no such story.
        """
        if here == theirs:
            return True
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE OR IGNORE stories SET id = ?, adopted = 1 "
                "WHERE id = ? AND adopted = 0 AND judged = 0 AND starred = 0 AND fixed = 0",
                (theirs, here),
            )
            return connection.changes() == 1

    def restore(self, story_id: str, pairs: Iterable[tuple[str, str]]) -> bool:
        """Take a story that was merged away out again, with those of these entries there are.

        False, and nothing changed, where it was not merged away or has none of them.
        For one that was judged while a refresh saw that it was another's.
        """
        with self.writing() as writing:
            return writing.restore(story_id, pairs)

    @property
    def journal_seq(self) -> int:
        """How far the board's journal was told to the archive."""
        with self._database.reading() as connection:
            return int(value(connection, "SELECT value FROM meta WHERE name = 'journal_seq'"))

    @property
    def judged_count(self) -> int:
        """How many stories it was told are judged."""
        with self._database.reading() as connection:
            return int(value(connection, "SELECT count(*) FROM stories WHERE judged > 0"))

    def told_of(self) -> set[str]:
        """The stories it was told are judged, or starred."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT id FROM stories WHERE judged > 0 OR starred = 1")
            return {ident for (ident,) in found}

    @property
    def starred_count(self) -> int:
        """How many stories it was told are starred."""
        with self._database.reading() as connection:
            return int(value(connection, "SELECT count(*) FROM stories WHERE starred = 1"))

    # -- numbers -----------------------------------------------------------

    def counts(self) -> Counts:
        """How much there is."""
        with self._database.reading() as connection:
            stories, unjudged, muted = value(
                connection, "SELECT sum(stories - hidden), sum(unjudged), sum(hidden) FROM spans"
            )
            entries = value(connection, "SELECT coalesce(sum(entries), 0) FROM feeds")
        return Counts(stories, unjudged, muted, entries)

    def feed_latest(self) -> dict[str, int]:
        """When the newest entry of each feed was published or first seen, by URL."""
        with self._database.reading() as connection:
            return dict(
                connection.execute("SELECT url, latest_at FROM feeds WHERE latest_at IS NOT NULL")
            )

    def data_version(self) -> int:
        """A number that changes when another connection committed something."""
        with self._database.reading() as connection:
            return int(connection.pragma("data_version")) + (self._database.opened << 32)


def _set_seq(connection: apsw.Connection, seq: int) -> None:
    connection.execute("UPDATE meta SET value = ? WHERE name = 'journal_seq'", (seq,))
