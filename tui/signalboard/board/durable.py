"""Names that outlast a power cut, and files kept aside that nothing overwrites."""

from __future__ import annotations

import contextlib
import os
from errno import EEXIST
from pathlib import Path

_MOST = 10_000
"""Names tried in a quarantine before somebody has to look into it."""


def sync_folder(folder: Path) -> None:
    """Make a new or renamed file's name durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """A folder (0700), made with those above it where there is none; each name is durable."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(PermissionError):  # one may be written in and yet not be opened
            sync_folder(each.parent)


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
