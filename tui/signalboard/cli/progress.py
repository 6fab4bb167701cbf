"""How far a command is, on one line of a terminal; where there is none, nothing is said."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

_A_LOOK = 0.1
"""Seconds between two words on the progress."""


def progress() -> Callable[[str, float | None], None]:
    """Says on a terminal what is being done, and how far or how long."""
    line, begun = Line(), time.monotonic()

    def report(doing: str, share: float | None) -> None:
        seconds = time.monotonic() - begun
        far = f", {seconds:.0f} s" if share is None else f": {100 * share:.0f} %, {seconds:.0f} s"
        line.say(f"{doing}{far}", last=share == 1.0)

    return report


class Line:
    """One line of a terminal, written anew now and then."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._next = 0.0

    def say(self, words: str, *, last: bool) -> None:
        now = time.monotonic()
        if self._shows and (last or now >= self._next):
            self._next = now + _A_LOOK
            end = "\n" if last else ""
            print(f"\r{words:<60}", end=end, file=sys.stderr, flush=True)
