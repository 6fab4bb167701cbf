"""What the screen remembers between two starts, such as its theme: small, and no loss."""

from __future__ import annotations

import contextlib
import json

from signalboard.config.files import ConfigProblem, read, replace
from signalboard.config.places import Places


def preference(where: Places, name: str) -> str | None:
    """A remembered value, or None."""
    value = _all(where).get(name)
    return value if isinstance(value, str) else None


def set_preference(where: Places, name: str, value: str) -> None:
    """Remember a value; where it cannot be written it is forgotten at the end."""
    kept = {**_all(where), name: value}
    with contextlib.suppress(ConfigProblem, OSError):
        replace(where.preferences, json.dumps(kept, sort_keys=True).encode() + b"\n")


def _all(where: Places) -> dict[str, object]:
    try:
        raw, _ = read(where.preferences)
        found = json.loads(raw)
    except (ConfigProblem, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
