"""A mark while a backup is being put back, so that a kill within it is seen at the next start."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from signalboard import config
from signalboard.values import dataclass


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
    config.replace_file(_marker(where), json.dumps(said).encode() + b"\n", mode=0o600)


def left(where: config.Places) -> Unfinished | None:
    """What was being put back when somebody was killed; None where nobody was."""
    if not _marker(where).exists():
        return None
    with contextlib.suppress(config.ConfigProblem, ValueError, KeyError, TypeError):
        raw, _ = config.read_file(_marker(where))
        said = json.loads(raw)
        before = None if said["before"] is None else Path(said["before"])
        return Unfinished(Path(said["backup"]), said["archive"] is True, before)
    return None


def done(where: config.Places) -> None:
    """All is put back, and everybody who had to know was told."""
    with contextlib.suppress(OSError):
        _marker(where).unlink(missing_ok=True)


def _marker(where: config.Places) -> Path:
    return where.data / "restoring.json"
