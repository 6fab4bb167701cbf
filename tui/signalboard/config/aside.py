"""Files that cannot be used are kept aside, never overwritten."""

from __future__ import annotations

from pathlib import Path

from signalboard.config.files import ConfigProblem, reason


def quarantine(path: Path, day: str) -> Path:
    """Move a file, with what SQLite keeps beside it, to ``quarantine/`` under a free name.

    ``day`` (``2026-11-24``) becomes part of the name. Returns where it is now.
    Raises ConfigProblem where it cannot be moved; then it is where it was.
    """
    folder = path.parent / "quarantine"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        number = 1
        while (kept := folder / f"{day}-{number}-{path.name}").exists():
            number += 1
        for ending in ("", "-wal", "-shm"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + ending))
    except OSError as error:
        raise ConfigProblem(f"{path} could not be moved aside: {reason(error)}.") from error
    return kept
