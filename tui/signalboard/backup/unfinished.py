"""A mark while a backup is being put back, so that a kill within it is seen at the next start."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from signalboard import config, durable
from signalboard.backup.values import BackupProblem
from signalboard.values import dataclass


class UnreadableProblem(BackupProblem):
    """There is a mark, and it does not say of what."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was being put back."""

    path: Path
    has_archive: bool
    before: Path | None
    """The backup of what stood before, if anything did."""


def mark(where: config.Places, path: Path, before: Path | None, *, archive: bool) -> None:
    """Say what is going to be put back. Raises ConfigProblem."""
    said = {
        "backup": str(path.absolute()),
        "archive": archive,
        "before": None if before is None else str(before.absolute()),
    }
    config.replace_file(marker(where), json.dumps(said).encode() + b"\n", mode=0o600)


def is_left(where: config.Places) -> bool:
    """Whether anything was being put back when somebody was killed, or is now."""
    return os.path.lexists(marker(where))


def left(where: config.Places) -> Unfinished | None:
    """What was being put back; None where nothing was. Raises UnreadableProblem."""
    if not is_left(where):
        return None
    try:
        raw, _ = config.read_file(marker(where))
        said = json.loads(raw)
        before = None if said["before"] is None else Path(said["before"])
        return Unfinished(Path(said["backup"]), said["archive"] is True, before)
    except (config.ConfigProblem, ValueError, KeyError, TypeError, RecursionError) as problem:
        if not is_left(where):  # ended meanwhile
            return None
        raise UnreadableProblem(
            f"A restore was stopped half way, and {marker(where)}, which tells of what, cannot be "
            "read."
        ) from problem


def done(where: config.Places) -> None:
    """All is put back, and everybody who had to know was told."""
    with contextlib.suppress(OSError):
        marker(where).unlink(missing_ok=True)
        durable.sync_folder(where.data)


def marker(where: config.Places) -> Path:
    """The file that is there until a restore has come to its end."""
    return where.data / "restoring.json"
