"""The standard streams: closed ones made safe, and a failure of what is printed known as that."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING

from signalboard.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer


class _Output(io.FileIO):
    """What is printed; a failure is remembered, whoever passes over it."""

    failed: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.failed = error
            raise


class _Narration(io.FileIO):
    """What is told; where nobody can hear it, what is done is done all the same."""

    def write(self, data: ReadableBuffer, /) -> int:
        with contextlib.suppress(OSError):
            return super().write(data)
        return memoryview(data).nbytes


class _Text(io.TextIOWrapper):
    """What is written to a terminal has nothing in it that a terminal obeys."""

    def write(self, text: str, /) -> int:
        super().write(printable(text))
        return len(text)


def take() -> None:
    """Make the streams of this process ours.

    Where one was closed, a file opened later must not come into its place: what is read there
    is empty, what is told there is lost; what is printed fails when written.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for number, name, sort in ((1, "stdout", _Output), (2, "stderr", _Narration)):
        _replace(number, name, sort)


def failure() -> OSError | None:
    """Why not everything could be printed; None where it was, or where nobody wants more."""
    error = _failed()
    return None if isinstance(error, BrokenPipeError) else error


def is_of_output(error: OSError) -> bool:
    """Whether it is what printing ended in, and not a file."""
    return error is _failed()


def settle() -> None:
    """Where printing failed, let what is left go nowhere, or it would complain at exit."""
    if _failed() is not None:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed() -> OSError | None:
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.failed if isinstance(raw, _Output) else None


def _replace(number: int, name: str, sort: Callable[[int, str, bool], io.FileIO]) -> None:
    old = getattr(sys, name)
    try:
        is_ours = not isinstance(old, io.TextIOWrapper) or old.fileno() != number
    except (OSError, ValueError):
        return
    if is_ours or isinstance(getattr(old.buffer, "raw", None), _Output | _Narration):
        return  # a test or another program holds it
    whole = io.BufferedWriter(sort(number, "w", False))
    lines = number == 2 or old.isatty()
    text = _Text if old.isatty() else io.TextIOWrapper
    setattr(
        sys,
        name,
        text(whole, encoding=old.encoding, errors=old.errors, line_buffering=lines),
    )
