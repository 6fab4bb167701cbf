"""The person's own editor, run in the terminal until they leave it."""

from __future__ import annotations

import shlex
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_heard: set[int] = set()
"""Signals that came while somebody edited."""


def was_for_the_editor(number: int) -> bool:
    """Whether a signal that is dealt with only now came while somebody edited; asked once."""
    was = number in _heard
    _heard.discard(number)
    return was


def command(environ: Mapping[str, str]) -> tuple[str, ...]:
    """What VISUAL, or else EDITOR, names, with its arguments; empty where neither does."""
    for name in ("VISUAL", "EDITOR"):
        written = environ.get(name, "").strip()
        if written:
            try:
                words = shlex.split(written)
            except ValueError:  # a quote that is not closed: the name of a program, then
                words = [written]
            if words:
                return tuple(words)
    return ()


def run(words: Sequence[str], path: Path) -> str:
    """Have it edit a file, without a shell; a sentence where it failed, else empty."""
    import subprocess  # for who edits: what prints does without

    name = Path(words[0]).name
    with _heard_by_the_editor():
        try:
            status = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            return f"The editor “{name}” could not be started: {why.lower()}."
    if status < 0:
        return f"The editor “{name}” was ended by signal {-status}."
    if status:
        return f"The editor “{name}” ended with status {status}."
    return ""


@contextmanager
def _heard_by_the_editor() -> Iterator[None]:
    """Ctrl-C and Ctrl-\\ are for who edits, not for who waits."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _heard.clear()
    # A function, not SIG_IGN: that the editor would inherit.
    before = {
        number: signal.signal(number, lambda heard, _: _heard.add(heard))
        for number in (signal.SIGINT, signal.SIGQUIT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
