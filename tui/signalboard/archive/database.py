"""One open connection: how the file is opened, read and written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from signalboard.archive import schema, still
from signalboard.archive.problem import ArchiveProblem, told

BUSY_SECONDS = 10
_CACHE, _WRITER_CACHE = 5_000, 12_000
"""KiB of pages held in memory. Who stores entries touches pages all over the indexes of ids
and addresses, again and again."""
_WRITER_PAGES = 12_000
_OTHER_PAGES = 16_000
"""Pages in the write-ahead log before a commit moves them into the file. Who
stores entries does that; a key press should not have to pay for it."""


class Database:
    """A connection that reads one consistent state and writes in whole transactions."""

    def __init__(self, path: Path, *, read_only: bool = False, empty: bool = False) -> None:
        """Open, make or migrate the file. Raises ArchiveProblem.

        ``empty``: one without a file, in memory, as if nothing had ever come in.
        """
        self.path = path
        self.read_only = read_only
        self._has_room = False
        self.opened = 1
        """How many connections there were, this one included."""
        self._stands: still.Stands | None = None
        """What the files are, where they are read as if nobody could change them."""
        if read_only and not empty and not path.exists():
            raise ArchiveProblem(
                f"There is no archive {path} yet: `signalboard refresh` makes one."
            )
        with told(path):
            if empty:
                self.connection = apsw.Connection(":memory:")
            elif read_only:
                self.connection, self._stands = still.opened(path)
            else:
                self.connection = still.opened_to_write(path)
            try:
                self._prepare()
            except BaseException:
                self.connection.close()
                raise
        self.read_only = read_only or empty

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        with told(self.path):
            self.connection.close()

    def _open_anew(self) -> apsw.Connection:
        """The file was taken for one that stands still, and somebody changed it."""
        self.connection.close()
        self.connection, self._stands = still.opened(self.path)
        self.opened += 1
        self._prepare()
        return self.connection

    def let_go(self) -> None:
        """Forget the pages that were read: the next look takes them from the system's memory."""
        with told(self.path):
            self.connection.execute("PRAGMA shrink_memory")

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file, as far as no reader needs it; waits for none."""
        with told(self.path):
            self.connection.wal_checkpoint()

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """All that is read in the body is of one moment."""
        connection = self.connection
        with told(self.path):
            if connection.in_transaction:
                yield connection
                return
            if self._stands is not None and still.stands(self.path) != self._stands:
                connection = self._open_anew()
            connection.execute("BEGIN")
            try:
                yield connection
            except (TypeError, ValueError, LookupError, OverflowError) as error:
                self.refuse_damage(connection, error)
                raise
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def refuse_damage(self, connection: apsw.Connection, error: Exception) -> None:
        """What came out of the file made no sense; raises CorruptError where the file does not."""
        wrong = str(error) if isinstance(error, UnicodeDecodeError) else "ok"
        if wrong == "ok":
            wrong = str(value(connection, "PRAGMA quick_check(1)"))
        if wrong != "ok":
            raise apsw.CorruptError(wrong) from error

    @contextmanager
    def writing(self, *, wait: bool = True, many: bool = False) -> Iterator[apsw.Connection]:
        """All that is written in the body is stored, or nothing of it.

        ``wait``: ten seconds for another writer, else not at all. ``many``:
        this writer also moves the write-ahead log into the file.
        """
        if self.read_only:
            raise ArchiveProblem("The archive was opened for reading only; nothing was stored.")
        connection = self.connection
        with told(self.path):
            connection.wal_autocheckpoint(_WRITER_PAGES if many else _OTHER_PAGES)
            if many and not self._has_room:
                connection.pragma("cache_size", -_WRITER_CACHE)
                self._has_room = True
            connection.set_busy_timeout(BUSY_SECONDS * 1000 if wait else 0)
            try:
                connection.execute("BEGIN IMMEDIATE")
            finally:
                connection.set_busy_timeout(BUSY_SECONDS * 1000)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _prepare(self) -> None:
        connection = self.connection
        connection.set_busy_timeout(BUSY_SECONDS * 1000)
        # A file that turns out to be another's, or newer, is closed untouched.
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        version = self._version()
        if version < schema.VERSION:
            if self.read_only:
                raise ArchiveProblem(
                    f"The archive {self.path} is of an older version, which cannot be read without "
                    "changing it: run `signalboard refresh` once.",
                    older=True,
                )
            _use_wal(connection)
            self._migrate()
        if self._stands is None:
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
        # Plans do not depend on what is bound; else every look-up is planned anew.
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        connection.pragma("foreign_keys", 1)
        # A crash of the machine may cost the last commits, never the file: what
        # is lost here is fetched again, and judgments are told again.
        connection.pragma("synchronous", "NORMAL")
        connection.pragma("cache_size", -_CACHE)
        connection.pragma("temp_store", "MEMORY")
        connection.pragma("journal_size_limit", 64 << 20)

    def _version(self) -> int:
        connection = self.connection
        version = int(connection.pragma("user_version"))
        ours = connection.pragma("application_id") == schema.APPLICATION
        empty = value(connection, "SELECT count(*) FROM sqlite_schema") == 0
        if not ours and not (empty and version == 0):
            raise ArchiveProblem(
                f"{self.path} is a database of another program. It was left as it is: name another "
                "folder, or move it away."
            )
        if version > schema.VERSION:
            raise ArchiveProblem(
                f"The archive {self.path} was written by a newer signalboard (version {version} of "
                f"its tables; this one knows {schema.VERSION}). It was left as it is: update "
                "signalboard."
            )
        return version

    def _migrate(self) -> None:
        with self.writing() as connection:
            # Another process may have done it while this one waited.
            before = self._version()
            for step in schema.STEPS[before:]:
                connection.execute(step)
            if before < 2:
                _mark_secrets(connection)
            connection.pragma("application_id", schema.APPLICATION)
            connection.pragma("user_version", schema.VERSION)


def _mark_secrets(connection: apsw.Connection) -> None:
    """Version 1 knew fewer of the keys in addresses: feeds are known by what is shown today."""
    from signalboard.links import shown  # needed once in an archive's life

    for (url,) in every(connection, "SELECT url FROM feeds"):
        if (marked := shown(url)) != url:
            connection.execute("UPDATE OR IGNORE feeds SET url = ? WHERE url = ?", (marked, url))


def _use_wal(connection: apsw.Connection) -> None:
    """Turn on the write-ahead log; SQLite does not wait for others here, so this does."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.pragma("journal_mode", "WAL")
            return
        except (apsw.BusyError, apsw.LockedError):
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def value(
    connection: apsw.Connection, sql: str, bindings: tuple[str | int | None, ...] = ()
) -> Any:
    """The first row of an answer: its only column, or a tuple; None where there is no row."""
    return connection.execute(sql, bindings).get


def every(
    connection: apsw.Connection, sql: str, bindings: tuple[str | int | None, ...] = ()
) -> list[Any]:
    """All rows of an answer, each a tuple of its columns."""
    return connection.execute(sql, bindings).fetchall()
