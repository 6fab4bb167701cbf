"""Questions to a person at a terminal; where there is none, nothing is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from signalboard.cli import tell

_Saved = TypeVar("_Saved")


def is_terminal() -> bool:
    """Whether the screen can be drawn: it is written to standard error, read from input."""
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def yes(question: str) -> bool:
    """Whether the answer is yes; anything else is no."""
    return answer(question).lower() in {"y", "yes"}


def answer(question: str) -> str:
    """What is typed, without white space around it; empty at the end of input."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def saved(path: Path, save: Callable[[bool], _Saved], *, force: bool) -> _Saved | None:
    """What ``save`` gives, told whether it may overwrite; None where nothing was written.

    A file that is there already is overwritten with ``force`` or after a yes. What else is in
    the way is told.
    """
    try:
        try:
            return save(force)
        except FileExistsError:
            if not (can_ask() and yes(f"{path} is there already. Overwrite it? [y/N] ")):
                tell(f"{path} is there already and was left as it is; --force overwrites it.")
                return None
            return save(True)
    except OSError as problem:
        tell(f"{path} could not be written: {problem.strerror}. Nothing was changed.")
        return None
