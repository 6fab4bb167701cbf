"""Care of the file: how large it is, what can go, room given back, damage found."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from signalboard import times
from signalboard.archive import pruning, schema
from signalboard.archive.database import Database, every, value
from signalboard.archive.gathering import story_of
from signalboard.archive.identity import storable
from signalboard.archive.integrity import wrongs
from signalboard.archive.problem import ArchiveProblem, told
from signalboard.archive.pruning import Part, Run
from signalboard.archive.still import stands
from signalboard.archive.values import Extent, Pruning, Size, Year
from signalboard.text import sized

Told = Callable[[str, float | None], None]
"""Hears now and then what is being done and how far it is, 0 to 1; None: nobody knows."""
_STEPS = 200_000
"""Steps of SQLite's machine between two looks whether somebody wants it stopped."""
_MERGED_AT_ONCE = 500
"""Pages of the full text that are written in one transaction."""
_SPARE = 64 << 20
_PAGES = 1000
"""Pages that are copied between two looks whether somebody wants it stopped."""


class Care:
    """The archive's part on itself."""

    _database: Database

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    # -- how large ---------------------------------------------------------

    def size(self) -> Size:
        """What it takes on disk; a few numbers of the file's header."""
        with self._database.reading() as connection:
            page = int(connection.pragma("page_size"))
            pages = int(connection.pragma("page_count"))
            free = int(connection.pragma("freelist_count"))
        (_, file), (_, written) = stands(self.path)
        return Size(file, written, free * page, (pages - free) * page)

    def years(self) -> tuple[Year, ...]:
        """Stories and entries by the year (UTC) they are listed in, the latest first."""
        with self._database.reading() as connection:
            days = dict(connection.execute("SELECT day, sum(entries) FROM posted GROUP BY day"))
            first, last = _ends(connection)
            moments = [day * times.DAY for day in days] + [at for at in (first, last) if at]
            found = []
            for year in sorted({times.year(at) for at in moments}, reverse=True):
                begin, end = times.year_begins(year), times.year_begins(year + 1)
                entries = sum(n for day, n in days.items() if begin <= day * times.DAY < end)
                found.append(Year(year, _stories(connection, begin, end), entries))
        return tuple(found)

    def ends(self) -> tuple[int | None, int | None]:
        """The moments that the oldest and the newest story are listed at."""
        with self._database.reading() as connection:
            return _ends(connection)

    def extent(self, before: int) -> Extent:
        """About how much is older than a moment and not judged; read from indexes alone."""
        limit = schema.first_key(before)
        with self._database.reading() as connection:
            stories = _open(connection, 0, limit)
            entries = value(connection, "SELECT count(*) FROM entries WHERE story < ?", (limit,))
            everything = value(connection, "SELECT coalesce(sum(entries), 0) FROM feeds")
        return Extent(stories, entries, entries / everything if everything else 0.0)

    def prunings(self) -> tuple[Pruning, ...]:
        """What was pruned so far, the latest first."""
        with self._database.reading() as connection:
            rows = every(
                connection,
                "SELECT at, before_at, stories, entries FROM prunings ORDER BY pruning DESC",
            )
        return tuple(Pruning(*row) for row in rows)

    # -- pruning -----------------------------------------------------------

    def keys_named(self, story_ids: Iterable[str]) -> set[int]:
        """The keys of the stories of these ids, of those that were merged away too."""
        with self._database.reading() as connection:
            found = (story_of(connection, ident) for ident in story_ids)
            return {known[0] for known in found if known is not None}

    def was_pruned(self, story_id: str) -> bool:
        """Whether a story was there and was pruned, as far as that is remembered."""
        sql = "SELECT 1 FROM former WHERE id = ? AND story = 0"
        with self._database.reading() as connection:
            return value(connection, sql, (storable(story_id),)) is not None

    def doomed(self, before: int, low: int, most: int, keep: Collection[int]) -> Part:
        """A part of what a pruning would take: begin with ``low`` 0, go on with the part's.

        ``keep``: keys of stories that stay, besides what is judged, starred or put together.
        """
        with self._database.reading() as connection:
            return pruning.part(connection, before, low, most, keep)

    @contextmanager
    def pruned(self, run: Run, low: int, most: int, keep: Collection[int]) -> Iterator[Part]:
        """The same, taken out in one transaction if the body comes to its end; told to ``run``."""
        with self._database.writing(many=True) as connection:
            found = pruning.part(connection, run.before, low, most, keep)
            done = run
            if found.stories:
                pruning.remove(connection, found.stories)
                done = pruning.note(connection, run, found.stories)
            yield found
        run.number, run.stories, run.entries = done.number, done.stories, done.entries

    def forget_pruned(self, now: int) -> bool:
        """Forget some keys that open lists held a month ago; whether more are left."""
        with self._database.writing() as connection:
            return pruning.forget_some(connection, now)

    # -- room and damage ---------------------------------------------------

    def let_go(self) -> None:
        """Forget what was read for the screen, while nobody looks for anything."""
        self._database.let_go()

    def tidy(self) -> None:
        """Move the write-ahead log into the file as far as nobody needs it; for idle moments."""
        if not self._database.read_only:
            self._database.checkpoint()

    def vacuum(self, report: Told = lambda _what, _share: None) -> None:
        """Give the room of what is gone back to the disk; whatever ends it, all is intact.

        Raises ArchiveProblem where there is not the room to do so, or where another
        process writes. Others can read meanwhile; what they write waits.
        """
        self._merge_words(report)
        size = self.size()
        self._check_room(size.used)
        connection = self._database.connection

        def look() -> bool:
            _, (_, written) = stands(self.path)
            report("compacting", min(1.0, written / max(1, size.used)))
            return False

        with told(self.path), _beside(connection, self.path.parent):
            report("compacting", 0.0)
            with _watched(connection, look):
                connection.execute("VACUUM")
            report("compacting", 1.0)
        self.tidy()
        with told(self.path):
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def copy(self, path: Path, report: Told = lambda _what, _share: None) -> None:
        """Put all of it, as it is at one moment, into a new file. Others may write meanwhile.

        Raises ArchiveProblem; what there is of the file then is nothing to keep.
        """
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
        with self._database.reading() as connection, told(path):
            # Reading from the first page on, so that what others write does not begin it anew.
            connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
            to = apsw.Connection(str(path))
            try:
                with to.backup("main", connection, "main") as backup:
                    while not backup.done:
                        backup.step(_PAGES)
                        report("copying the archive", 1 - backup.remaining / backup.page_count)
            finally:
                to.close()

    def damage_behind(self, error: Exception) -> ArchiveProblem | None:
        """What is to be said where damage of the file is why something went wrong; else None."""
        try:
            if isinstance(error, ArchiveProblem):
                raise error
            with self._database.reading() as connection:
                self._database.refuse_damage(connection, error)
        except ArchiveProblem as problem:
            return problem if problem.damaged else None
        return None

    def check(self, report: Told = lambda _what, _share: None) -> list[str]:
        """What is wrong with the file, as sentences; reads all of it."""
        try:
            with self._database.reading() as connection:
                doing = ""

                def tell(what: str) -> None:
                    nonlocal doing
                    doing = what
                    report(doing, None)

                def look() -> bool:
                    report(doing, None)
                    return False

                with _watched(connection, look):
                    return wrongs(connection, tell)
        except ArchiveProblem as problem:
            return [str(problem)]

    # -- how -------------------------------------------------------------

    def _merge_words(self, report: Told) -> None:
        """Bring the full text together, so that what is gone from it takes no room either."""
        at_once = -_MERGED_AT_ONCE
        while True:
            with self._database.writing(many=True) as connection:
                before = connection.total_changes()
                connection.execute(
                    "INSERT INTO texts (texts, rank) VALUES ('merge', ?)", (at_once,)
                )
                changed = connection.total_changes() - before
            if changed < 2:  # nothing is left to be merged, as FTS5 tells it
                return
            at_once = _MERGED_AT_ONCE
            report("merging the index of words", None)

    def _check_room(self, used: int) -> None:
        """A copy is made beside the file, and goes into it through the log: twice its size."""
        import shutil  # loads what packs files, which nothing else here does

        need = 2 * used + _SPARE
        free = shutil.disk_usage(self.path.parent).free
        if free < need:
            raise ArchiveProblem(
                f"There is not enough room to compact the archive: {self.path.parent} has "
                f"{sized(free)} free, and it takes {sized(need)} for a while. Nothing "
                "was changed; make room, or leave it as it is: what is free in the file is used "
                "by what comes in."
            )


@contextmanager
def _watched(connection: apsw.Connection, look: Callable[[], bool]) -> Iterator[None]:
    """Let Python have a look now and then during a long statement, so that Ctrl-C ends it."""
    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None)


@contextmanager
def _beside(connection: apsw.Connection, folder: Path) -> Iterator[None]:
    """Temporary files are on the disk of the archive, whose room was looked at, not in memory."""
    quoted = str(folder).replace("'", "''")
    connection.pragma("temp_store", "FILE")
    connection.execute(f"PRAGMA temp_store_directory = '{quoted}'")
    try:
        yield
    finally:
        connection.execute("PRAGMA temp_store_directory = ''")
        connection.pragma("temp_store", "MEMORY")


def _ends(connection: apsw.Connection) -> tuple[int | None, int | None]:
    found: tuple[int | None, int | None] = value(
        connection,
        "SELECT (SELECT at FROM stories ORDER BY key LIMIT 1), "
        "(SELECT at FROM stories ORDER BY key DESC LIMIT 1)",
    )
    return found


def _open(connection: apsw.Connection, low: int, high: int) -> int:
    """Stories in a range of keys that are not judged, by two small indexes."""
    count: int = value(
        connection,
        "SELECT (SELECT count(*) FROM stories WHERE judged = 0 AND hidden = 0 "
        "AND key >= ?1 AND key < ?2) + "
        "(SELECT count(*) FROM stories WHERE hidden = 1 AND key >= ?1 AND key < ?2)",
        (low, high),
    )
    return count


def _stories(connection: apsw.Connection, begin: int, end: int) -> int:
    low, high = schema.first_key(begin), schema.first_key(end)
    judged = value(
        connection,
        "SELECT count(*) FROM stories WHERE judged > 0 AND key >= ? AND key < ?",
        (low, high),
    )
    return _open(connection, low, high) + int(judged)
