"""Files that outlast a kill and a power cut: written beside and renamed, or kept aside."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EBADF, EEXIST, EINVAL, ENOSYS, ENOTSUP, EPERM
from pathlib import Path
from typing import IO

_MOST = 10_000
"""Names tried in a quarantine before somebody has to look into it."""
_LONGEST = 200
"""Bytes of a name that stand in the one of the file beside it: 255 are all that there can be."""
_NOT_THERE = {EINVAL, ENOTSUP, ENOSYS, EBADF}
"""What a file system answers that does not know how to do what is asked."""


class UnsureError(OSError):
    """The file is in its place, and its name could not be synced: a power cut may undo that."""


# -- names -----------------------------------------------------------------


def sync_folder(folder: Path) -> None:
    """Make new, renamed and removed names outlast a power cut, where the system can do that.

    Raises OSError where it can and did not.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except PermissionError:
        return  # one may be written in and yet not be opened
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """A folder (0700), made with those above it where there is none; each name is durable."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        sync_folder(each.parent)


# -- written beside, put in place ------------------------------------------


class Beside:
    """A new file beside the one whose place it is to take."""

    def __init__(self, path: Path, waiting: Path, file: IO[bytes]) -> None:
        self.path = path
        self.waiting = waiting
        """Where it is until then."""
        self.file = file

    def sync(self) -> None:
        """Have on the disk what was written to it. Raises OSError."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def put(self, *, new: bool = False) -> None:
        """Sync it and put it in the other's place; ``new``: only where there is none.

        Raises FileExistsError; UnsureError, where it is there, but for how long is not known;
        or OSError: then all is as it was.
        """
        self.sync()
        if new:
            _link(self.waiting, self.path)
        else:
            self.waiting.replace(self.path)
        try:
            sync_folder(self.path.parent)
        except OSError as error:
            raise UnsureError(error.errno, error.strerror) from error


@contextmanager
def beside(path: Path, mode: int = 0o600) -> Iterator[Beside]:
    """Write a file of this name and ``put`` it in its place; else nothing is left of it.

    What killed processes left of theirs is swept away. Raises OSError.
    """
    sweep(path.parent, re.escape(_short(path)))
    waiting = name_beside(path, "tmp")
    with suppress(FileNotFoundError):  # left by a process of the same number that was killed
        waiting.unlink()
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(waiting, flags, mode), "w+b") as file:
            try:
                os.fchmod(file.fileno(), mode)
            except OSError as error:  # a stick may know nothing of permissions
                if error.errno not in {EPERM, *_NOT_THERE}:
                    raise
            yield Beside(path, waiting, file)
    finally:
        with suppress(OSError):
            waiting.unlink()


def refuse_other_than_file(path: Path) -> None:
    """Raises OSError where a rename would take the place of a folder, a pipe or /dev/null."""
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise OSError(EINVAL, "it is not a file and was left as it is", str(path))


def name_beside(path: Path, ending: str) -> Path:
    """A name beside a file that only this process uses; ``sweep`` knows it where that is gone."""
    return path.with_name(f".{_short(path)}.{os.getpid()}.{ending}")


def sweep(folder: Path, names: str) -> None:
    """Take away what processes that are gone left beside the files of a folder.

    ``names``: a pattern of how the files are called.
    """
    known = re.compile(rf"\.?(?:{names})\.(\d{{1,10}})\.(?:tmp|archive(?:-\w+)?)")
    with suppress(OSError):
        with os.scandir(folder) as entries:
            found = [(known.fullmatch(entry.name), Path(entry.path)) for entry in entries]
        for left, path in found:
            if left is not None and _is_gone(int(left[1])):
                path.unlink()


def _short(path: Path) -> str:
    return os.fsdecode(os.fsencode(path.name)[:_LONGEST])


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False  # it is somebody else's
    return False


def _link(waiting: Path, path: Path) -> None:
    try:
        os.link(waiting, path)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path)) from error
        waiting.rename(path)


# -- kept aside ------------------------------------------------------------


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Bytes in a new file of ``quarantine/``, on disk when this returns: where it is."""
    place = folder / "quarantine"
    make_folder(place)
    for number in range(1, _MOST):
        kept = place / f"{name}-{number}"
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(place)
        return kept
    raise _full(place)


def move(path: Path) -> Path:
    """A file moved to ``quarantine/`` under a free name: where it is. Raises OSError.

    For who is alone with the folder: two at once might choose the same name.
    """
    place = path.parent / "quarantine"
    make_folder(place)
    for number in range(1, _MOST):
        kept = place / f"{path.name}-{number}"
        if not os.path.lexists(kept):
            path.rename(kept)
            sync_folder(place)
            sync_folder(path.parent)
            return kept
    raise _full(place)


def _full(place: Path) -> OSError:
    return OSError(EEXIST, f"{place} is full of files kept aside: look into it and empty it")
