"""What can go wrong with the archive, said so that a person knows what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from signalboard.model import Problem

LEFT = (
    "It was left as it is. Move it away and run `signalboard refresh`: the stories are fetched "
    "again; judgments are kept elsewhere and are safe"
)


class ArchiveProblem(Problem):
    """Something the archive cannot do as asked; its text is a sentence for people."""

    def __init__(
        self, sentence: str, *, damaged: bool = False, busy: bool = False, older: bool = False
    ) -> None:
        super().__init__(sentence)
        self.damaged = damaged
        """The file is no archive or no longer one: only a new one will help."""
        self.busy = busy
        """Another program was writing: the same will work later."""
        self.older = older
        """It has to be brought up to date first, and was opened to be read only."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises in the body into an ArchiveProblem."""
    try:
        yield
    except apsw.Error as error:
        raise _problem(path, error) from error


def unopened(path: Path, error: OSError) -> ArchiveProblem:
    """What to say where the system lets nobody open the file."""
    why = (error.strerror or type(error).__name__).lower()
    return ArchiveProblem(
        f"The archive {path} cannot be opened to write: {why}. It is as it was. Look at the "
        "permissions of the file and its folder, and at the room on the disk."
    )


def _is_full(path: Path) -> bool:
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    return disk.f_bavail == 0


def _problem(path: Path, error: apsw.Error) -> ArchiveProblem:
    match error:
        case apsw.NotADBError():
            return ArchiveProblem(f"{path} is not an archive of signalboard. {LEFT}.", damaged=True)
        case apsw.CorruptError():
            return ArchiveProblem(f"The archive {path} is damaged ({error}). {LEFT}.", damaged=True)
        case apsw.BusyError() | apsw.LockedError():
            return ArchiveProblem(
                "Another program is writing to the archive; nothing of this was stored in it. "
                "Try again in a moment.",
                busy=True,
            )
        case apsw.FullError():
            return _full(path)
        case apsw.IOError() if _is_full(path):
            return _full(path)
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.AuthError():
            return ArchiveProblem(
                f"The archive {path} may only be read, so nothing was stored in it. "
                "Look at the permissions of the file and its folder."
            )
        case apsw.IOError():
            return ArchiveProblem(
                f"The archive {path} could not be read or written ({error}): the disk may be at "
                "its quota, gone or failing. Nothing of this was stored; what was stored before "
                "is as it was. Look at the disk and try again."
            )
        case apsw.CantOpenError():
            return ArchiveProblem(
                f"The archive {path} cannot be opened. "
                "Look at the permissions of the file and its folder."
            )
    return ArchiveProblem(
        f"The archive {path} could not do this ({error}); nothing of it was stored. Try again; "
        "`signalboard doctor` looks for damage."
    )


def _full(path: Path) -> ArchiveProblem:
    return ArchiveProblem(
        f"The disk is full: nothing of this was stored in the archive {path}; what was stored "
        "before is as it was. Make room and try again."
    )
