"""The person's own editor, run in the terminal until they leave it."""

from __future__ import annotations

import shlex
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


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
    # A function, not SIG_IGN: that the editor would inherit.
    before = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
