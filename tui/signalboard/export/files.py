"""Where an evidence log goes: its name, and a file that takes the place of no other."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from signalboard import times
from signalboard.export.gather import Log
from signalboard.text import slug

_RESERVED = {
    "aux",
    "con",
    "nul",
    "prn",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
}
"""Names that Windows gives to devices, whatever their suffix."""


def file_name(log: Log, suffix: str, since: int | None = None) -> str:
    """A name such as ``web4-at-velocity-2026-11-24.md``: ``[a-z0-9-]`` and the suffix.

    The day is that of the newest thing it tells of, not of the export. What became of it
    ``since`` a moment is ``web4-at-velocity-2026-11-01-to-2026-11-24.md``.
    """
    stem = "evidence-log"
    if len(log.theses) == 1:
        thesis = log.theses[0].thesis
        stem = slug(thesis.name)
        if is_reserved(stem):
            stem = f"thesis-{thesis.number}"
    day = "" if log.as_of is None else f"-{times.day(log.as_of)}"
    if not suffix:
        return "evidence-log-notes"  # a folder, the same for the next export
    if since is not None:
        day = f"-{times.day(since)}-to{day or '-now'}"
    return f"{stem}{day}.{suffix}"


def is_reserved(name: str) -> bool:
    """Whether no file should be called so."""
    return name == "unnamed" or name in _RESERVED


def save(text: str, path: Path, *, overwrite: bool = False) -> Path:
    """Write text (UTF-8) to a new file, readable by its owner only; returns the path.

    Without ``overwrite`` whatever stands there, a link included, is left alone
    and FileExistsError raised. With it the new text takes the place of a file
    or link (never of what a link points to, nor of a folder, pipe or device) in
    one step: at every moment the old or the new is there, whole. Raises OSError
    where that cannot be; ``strerror`` says why, and nothing is left behind.
    """
    data = text.encode()
    if overwrite:
        _replace(data, path)
    else:
        _create(data, path)
    _sync_folder(path.parent)
    return path


def _create(data: bytes, path: Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        told = "it exists already and was left as it is"
        raise FileExistsError(errno.EEXIST, told, str(path)) from None
    try:
        _fill(handle, data)
    except BaseException:
        path.unlink()
        raise


def _replace(data: bytes, path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        # A rename would put a file in the place of /dev/null, or of a pipe.
        raise OSError(errno.EINVAL, "it is not a file and was left as it is", str(path))
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        _fill(handle, data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def _fill(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the name on disk too, where the file system can; the log can be written again."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
