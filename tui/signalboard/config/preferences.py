"""What the screen remembers between two starts, such as its theme: small, and no loss."""

from __future__ import annotations

import contextlib

from signalboard.config.files import ConfigProblem
from signalboard.config.objects import read_object, write_object
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
        write_object(where.preferences, kept)


def _all(where: Places) -> dict[str, object]:
    try:
        return read_object(where.preferences)
    except ValueError:
        return {}
