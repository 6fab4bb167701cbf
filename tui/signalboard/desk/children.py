"""The commands that a screen starts as processes of their own."""

from __future__ import annotations

import sys

from signalboard.config import Places


def command(places: Places, *words: str) -> list[str]:
    """One of signalboard's own commands over a home."""
    # -P: what lies in the folder we were started in is not ours to import.
    made = [sys.executable, "-P", "-m", "signalboard"]
    if places.home is not None:
        made += ["--home", str(places.home)]
    return [*made, "--feeds", str(places.feeds_file), *words]
