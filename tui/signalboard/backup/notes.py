"""What became of the backups, remembered beside them; losing it loses no backup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from signalboard import config
from signalboard.values import dataclass, field

_NAME = "notes.json"


@dataclass(slots=True)
class Notes:
    """What was done last, and what went wrong."""

    made: int = 0
    """The number of the newest backup that was made by itself."""
    made_at: int = 0
    seq: int = 0
    """The number of the last change in the newest made by itself or by hand; that line's hash."""
    hash: str = ""
    failed_at: int = 0
    failed: str = ""
    """Why the last one could not be made; empty where it was."""
    damaged: bool = False
    """Whether the journal was found damaged, so that the next start looks what backups have."""
    tested: int = 0
    """The number of the backup that was tried last."""
    tested_at: int = 0
    wrong: str = ""
    """What the test found wrong; empty where it was well."""
    tests: dict[str, int] = field(default_factory=dict)
    """When each backup was tried, by its number."""


def read(folder: Path) -> Notes:
    """The notes of a folder; none where there are none that can be read."""
    try:
        raw, _ = config.read_file(folder / _NAME)
        out = json.loads(raw)
        return Notes(**{name: _like(out, name) for name in Notes.__match_args__})
    except (config.ConfigProblem, ValueError, TypeError, AttributeError, RecursionError):
        return Notes()


def keep(folder: Path, notes: Notes) -> None:
    """Remember them. Raises ConfigProblem."""
    from dataclasses import asdict  # most starts only read

    raw = json.dumps(asdict(notes), ensure_ascii=False, indent=1).encode() + b"\n"
    config.replace_file(folder / _NAME, raw, mode=0o600)


def stamp(folder: Path) -> config.Fingerprint:
    """What tells whether others wrote notes since."""
    return config.fingerprint(folder / _NAME)


def sentences(kept: Notes) -> list[str]:
    """What is wrong with the backups, for the board and for ``doctor``."""
    said = []
    if kept.failed:
        said.append(kept.failed)
    if kept.wrong:
        said.append(
            f"The test of backup {kept.tested} failed: {kept.wrong} Older ones may be good: "
            "`signalboard verify` reads them all, `signalboard backup` makes a new one."
        )
    return said


def _like(out: dict[str, Any], name: str) -> Any:
    """A value of the kind that belongs there. Raises TypeError."""
    like = getattr(Notes(), name)
    value = out.get(name, like)
    if type(value) is not type(like):
        raise TypeError(name)
    return value
