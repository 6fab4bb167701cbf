"""Files that cannot be used are kept aside, never overwritten."""

from __future__ import annotations

import os
from pathlib import Path

from signalboard import durable
from signalboard.config.files import ConfigProblem, reason


def quarantine(path: Path, day: str) -> Path:
    """Move a file, with what SQLite keeps beside it, to ``quarantine/`` under a free name.

    ``day`` (``2026-11-24``) becomes part of the name. Returns where it is now.
    Raises ConfigProblem where it cannot be moved; then it is where it was.
    """
    folder = path.parent / "quarantine"
    try:
        durable.make_folder(folder)
        number = 1
        while os.path.lexists(kept := folder / f"{day}-{number}-{path.name}"):
            number += 1
        # The file last: a log that stays alone would be taken for that of the next one.
        for ending in ("-wal", "-shm", ""):
            beside = path.with_name(path.name + ending)
            if os.path.lexists(beside):
                beside.rename(kept.with_name(kept.name + ending))
        durable.sync_folder(folder)
        durable.sync_folder(path.parent)
    except OSError as error:
        raise ConfigProblem(f"{path} could not be moved aside: {reason(error)}.") from error
    return kept
