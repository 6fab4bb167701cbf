"""Where an evidence log goes: its name, and a file that takes the place of no other."""

from __future__ import annotations

import errno
from pathlib import Path

from signalboard import durable, times
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
    try:
        if overwrite:
            durable.refuse_other_than_file(path)
        with durable.beside(path) as new:
            new.file.write(text.encode())
            new.put(new=not overwrite)
    except FileExistsError:
        told = "it exists already and was left as it is"
        raise FileExistsError(errno.EEXIST, told, str(path)) from None
    except durable.UnsureError:
        pass  # it is there, and can be written again
    return path
