"""Every door of the house, as something that takes bytes and holds to its promise."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.engine import Target


@dataclass(frozen=True)
class Door:
    """A target: what makes it ready, what it begins with, and what counts as new."""

    name: str
    made: Callable[[ExitStack], Target]
    """Makes what takes the bytes; what that leaves open is closed by the stack."""
    seeds: Callable[[], Iterable[bytes]] = tuple
    words: tuple[bytes, ...] = ()
    """What its language is made of."""
    parts: tuple[str, ...] = ("signalboard/",)
    """Whose lines count."""
    quick: int = 60
    """Inputs beyond those kept that every run of the tests tries; 0 where others do."""


def text_of(data: bytes) -> str:
    """Bytes as any text at all, surrogates as well."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def bytes_of(text: str) -> bytes:
    """A text as such bytes."""
    return text.encode("utf-8", "surrogatepass")


_SHM = Path("/dev/shm")
PLACE = _SHM if os.access(_SHM, os.W_OK) else None
"""Where syncing costs nothing, which is not what is looked at here; None: the usual place."""


def folder(stack: ExitStack) -> Path:
    """A folder that is gone afterwards."""
    made = tempfile.TemporaryDirectory(prefix="signalboard-fuzz-", dir=PLACE)
    return Path(stack.enter_context(made))


def doors() -> dict[str, Door]:
    """All of them by name, in the order in which they are run."""
    from tests.fuzz.targets import exports, home, journal, plain, screen, wire

    every = [*wire.DOORS, *home.DOORS, *journal.DOORS, *plain.DOORS, *screen.DOORS, *exports.DOORS]
    named = {door.name: door for door in every}
    assert len(named) == len(every)
    return named
