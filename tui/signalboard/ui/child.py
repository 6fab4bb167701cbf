"""Commands that the board starts as processes of their own: heard line by line, and seen off."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

from signalboard.text import clean

CHUNK = 64 * 1024
_NICENESS = 10
"""How far what runs behind the screen steps back where the processor is short."""


async def events(stream: asyncio.StreamReader, longest: int) -> AsyncIterator[dict[str, Any]]:
    """The lines of JSON objects that a child says; other lines, and longer ones, are no events."""
    rest = b""
    while chunk := await stream.read(CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                yield event
        if len(rest) > longest:
            rest = b""


async def last_words(stream: asyncio.StreamReader) -> str:
    """The last line of what is said, however much that is."""
    tail = b""
    while chunk := await stream.read(CHUNK):
        tail = (tail + chunk)[-2000:]
    lines = tail.decode(errors="replace").strip().splitlines()
    return clean(lines[-1].removeprefix("signalboard: "), 300) if lines else ""


def give_way(process: asyncio.subprocess.Process) -> None:
    """Let the screen, and the keys, go before a child and what that starts."""
    with contextlib.suppress(OSError):  # it has ended, or the system has other rules
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)


async def see_off(process: asyncio.subprocess.Process) -> None:
    """See the child off: asked to end, and a second later made to."""
    if process.returncode is None:
        send(process, signal.SIGTERM)
        try:
            async with asyncio.timeout(1):
                await process.wait()
        except TimeoutError:
            send(process, signal.SIGKILL)
            await process.wait()


def send(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Send a signal to a child that may have ended."""
    if process.returncode is None:
        # Not process.send_signal(): it would take the exit status away from asyncio's watcher.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, number)
