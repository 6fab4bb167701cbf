"""Questions to a person at a terminal; where there is none, nothing is asked."""

from __future__ import annotations

import sys


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
