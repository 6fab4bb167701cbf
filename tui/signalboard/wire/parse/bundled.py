"""Feeds that come with the program: read from the package, never from the network."""

from __future__ import annotations

import re
from importlib import resources

from signalboard.model import BUNDLED

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


def bundled_body(url: str) -> bytes | None:
    """The bytes of ``bundled:NAME``; None if nothing of that name ships."""
    name = url.removeprefix(BUNDLED)
    if not _NAME.fullmatch(name):
        return None
    file = resources.files("signalboard").joinpath("bundled", f"{name}.atom")
    return file.read_bytes() if file.is_file() else None
