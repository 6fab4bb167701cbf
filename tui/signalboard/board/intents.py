"""A change that is made elsewhere too: what is meant stands on disk until it is recorded.

The change itself cannot be half made by a signal: it is heard when all is done. What no program
can put off (a kill, a power cut) leaves the file, and the next start settles it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from signalboard import durable
from signalboard.board import changes
from signalboard.board.changes import Line, LineProblem

_NAME = "intended-"


@contextmanager
def intended(folder: Path, raw: bytes) -> Iterator[None]:
    """Keeps a line of the journal in a file of its own while it is carried out.

    Raises OSError where it cannot be kept; then nothing was begun.
    """
    path = folder / f"{_NAME}{os.getpid()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        durable.sync_folder(folder)
        yield
    finally:
        with suppress(OSError):
            path.unlink()


def left(folder: Path) -> list[tuple[Path, Line | None]]:
    """What was begun and never ended, with what it was to be; None where that is unreadable.

    Only for whoever is alone with the journal: others may be at work on theirs.
    """
    found: list[tuple[Path, Line | None]] = []
    for path in sorted(folder.glob(f"{_NAME}*")):
        try:
            found.append((path, changes.read(path.read_bytes())))
        except (OSError, LineProblem):  # cut short: then nothing was begun
            found.append((path, None))
    return found


@contextmanager
def unbroken() -> Iterator[None]:
    """Ctrl-C and SIGTERM are heard after the body, not within it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python hears signals in the main thread alone
        return
    heard: list[int] = []
    # Not by a mask: it would bind this thread alone, and the system may choose another.
    before = {
        number: signal.signal(number, lambda got, _: heard.append(got))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not None
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for got in dict.fromkeys(heard):
            signal.raise_signal(got)
