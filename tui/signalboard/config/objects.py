"""Small files of JSON, each an object that says of which version it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from signalboard.config.files import ConfigProblem, read_to_change, replace

VERSION = 1
"""Of these files; one that does not say is of this one."""
_NAME = "version"


def read_object(path: Path) -> dict[str, Any]:
    """What a file holds, without its version; empty where there is none.

    Raises ValueError where it is no such file, ConfigProblem where it cannot be read now or is
    of a version that only a newer program knows.
    """
    if not path.exists():
        return {}
    raw, _ = read_to_change(path, "a file of JSON")
    try:
        found = json.loads(raw)
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(found, dict):
        raise ValueError
    version = found.pop(_NAME, VERSION)
    if isinstance(version, int) and version > VERSION:
        raise ConfigProblem(
            f"{path} was written by a newer signalboard (version {version}; this one knows "
            f"{VERSION}). It was left as it is: update signalboard."
        )
    return found


def write_object(path: Path, kept: Mapping[str, object]) -> None:
    """Put another object in its place (0600). Raises ConfigProblem; then it is as it was."""
    whole = {_NAME: VERSION, **kept}
    replace(path, json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n", mode=0o600)
