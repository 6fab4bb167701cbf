"""What the screen remembers between two starts, such as its theme: small, and no loss."""

from __future__ import annotations

import contextlib
import json

from signalboard.config.files import ConfigProblem, read_to_change, replace
from signalboard.config.places import Places


def preference(where: Places, name: str) -> str | None:
    """A remembered value, or None."""
    try:
        value = _all(where).get(name)
    except ConfigProblem:
        return None
    return value if isinstance(value, str) else None


def set_preference(where: Places, name: str, value: str) -> None:
    """Remember a value; where it cannot be written it is forgotten at the end."""
    with contextlib.suppress(ConfigProblem, OSError):
        kept = {**_all(where), name: value}
        replace(where.preferences, json.dumps(kept, sort_keys=True).encode() + b"\n")


def _all(where: Places) -> dict[str, object]:
    try:
        raw, _ = read_to_change(where.preferences)
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
