"""How the file is opened: to write; or only to read, also where nothing can be written at all.

A write-ahead log wants a second file beside the first for whoever reads. On a disk that is
full, or may only be read, there can be none: the file is then read as one that stands still,
and every reading looks first whether it does.
"""

from __future__ import annotations

import contextlib
import os
from errno import EINVAL
from pathlib import Path
from urllib.parse import quote

import apsw

from signalboard.archive import schema
from signalboard.archive.problem import unopened

Stands = tuple[tuple[int, int], ...]
"""When the file and its log were changed (nanoseconds) and their sizes (bytes)."""


def opened_to_write(path: Path) -> apsw.Connection:
    """A connection that may write, to a file that is made if there is none.

    Raises ArchiveProblem where the system refuses, apsw.Error where SQLite does.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite gives its log the permissions of the file, so the file comes first.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        _refuse_pipe(path)
    except OSError as error:
        raise unopened(path, error) from error
    return apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)


def opened(path: Path) -> tuple[apsw.Connection, Stands | None]:
    """A connection that only reads; with what the files are, where they must stand still for it.

    Raises apsw.Error, or ArchiveProblem where it is no file.
    """
    try:
        _refuse_pipe(path)
    except OSError as error:
        raise unopened(path, error) from error
    before = stands(path)
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError, apsw.FullError):
        connection.close()
        return _still(path, has_log=before[1][1] > 0), before
    except apsw.Error:  # what is wrong with it is said by whoever uses it
        pass
    return connection, None


def is_older(path: Path) -> bool:
    """Whether opening a file to write would bring it up to date; read from its head alone."""
    try:
        _refuse_pipe(path)
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return False
    is_database = head.startswith(b"SQLite format 3\0") and len(head) == 64
    return is_database and 0 < int.from_bytes(head[60:64]) < schema.VERSION


def _refuse_pipe(path: Path) -> None:
    if path.is_fifo():
        raise OSError(EINVAL, "it is a pipe, not a file")


def stands(path: Path) -> Stands:
    """What tells whether anybody changed the file or its log."""
    found = []
    for each in (path, path.with_name(f"{path.name}-wal")):
        known = (0, 0)
        with contextlib.suppress(OSError):
            there = each.stat()
            known = (there.st_mtime_ns, there.st_size)
        found.append(known)
    return tuple(found)


def _still(path: Path, *, has_log: bool) -> apsw.Connection:
    if not has_log:
        whole = f"file:{quote(str(path))}?immutable=1"
        return apsw.Connection(whole, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    # Without locks and alone, SQLite keeps in memory what it knows of the log.
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY, vfs="unix-none")
    connection.pragma("locking_mode", "EXCLUSIVE")
    return connection
