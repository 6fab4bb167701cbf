"""Another file put in the place of the archive's, when nobody has it open any more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from signalboard.archive.problem import ArchiveProblem, told

_PATIENCE = 5.0
"""Seconds to wait for somebody who has it open."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody has the archive open during the body, and nothing of it is in a log beside it.

    A log that was left there would be taken for the new file's, and carried out in it. Raises
    ArchiveProblem, ``busy`` where somebody does not let go of it.
    """
    connection = None
    if path.exists():
        try:
            with told(path):
                connection = _exclusive(path)
        except ArchiveProblem as problem:
            if not problem.damaged:
                raise
    try:
        for ending in ("-wal", "-shm"):  # empty by now, or of one that nobody can read
            path.with_name(path.name + ending).unlink(missing_ok=True)
        yield
    finally:
        if connection is not None:
            connection.close()


def _exclusive(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    # As it is let go of, the log of that name may be another file's already.
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    deadline = time.monotonic() + _PATIENCE
    try:
        while True:
            try:
                connection.pragma("locking_mode", "EXCLUSIVE")  # kept beyond what is executed
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                return connection
            except apsw.BusyError:
                if time.monotonic() > deadline:
                    raise ArchiveProblem(
                        f"The archive {path} is open elsewhere, so no other can take its place. "
                        "Close what has it open and try again.",
                        busy=True,
                    ) from None
                time.sleep(0.05)
    except BaseException:
        connection.close()
        raise
