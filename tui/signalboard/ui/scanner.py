"""Searching the archive for companies, seen from the board: child processes that are heard."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from typing import Any

from signalboard.ui.child import events, give_way, last_words, see_off, send
from signalboard.values import dataclass

LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Scan:
    """How far a search of the archive is, or how the last one ended."""

    running: bool = False
    stories: int = 0
    done: int = 0
    changed: int = 0
    stopped: bool = False
    problem: str = ""

    @property
    def share(self) -> int:
        """Per cent of the stories concerned that were looked at."""
        return 100 * self.done // self.stories if self.stories else 0


NO_SCAN = Scan()


async def heard(
    command: Sequence[str],
    hear: Callable[[dict[str, Any]], None],
    begun: Callable[[asyncio.subprocess.Process], None] = lambda _: None,
) -> str:
    """Run a command to its end, or until this is cancelled; what it complained of where it failed.

    ``hear`` gets each line of JSON as it comes.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        return f"The archive could not be searched: {error.strerror}."
    give_way(process)
    begun(process)
    assert process.stdout is not None
    assert process.stderr is not None

    async def listen(stream: asyncio.StreamReader) -> None:
        async for event in events(stream, LONGEST_LINE):
            hear(event)

    try:
        _, said = await asyncio.gather(listen(process.stdout), last_words(process.stderr))
        status = await process.wait()
    finally:
        await see_off(process)
    if status <= 0 or status > 128:  # ended by a signal: we or the person sent it
        return ""
    return said or f"The search of the archive ended with status {status}."


class Scanner:
    """Runs one search of the whole archive at a time, and tells how it goes."""

    def __init__(self, tell: Callable[[Scan], None]) -> None:
        self._tell = tell
        self._process: asyncio.subprocess.Process | None = None
        self.scan = Scan()

    async def run(self, command: Sequence[str]) -> Scan:
        """Scan to the end; whatever happens to it ends in a Scan."""
        if self.scan.running:
            return self.scan
        self._note(Scan(running=True))
        problem = ""
        try:
            problem = await heard(command, self._hear, self._begun)
        finally:
            last = self.scan
            self._note(Scan(False, last.stories, last.done, last.changed, last.stopped, problem))
        return self.scan

    def stop(self) -> None:
        """End the child now; what it has stored is kept."""
        if self._process is not None and self._process.returncode is None:
            send(self._process, signal.SIGTERM)

    def _begun(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def _hear(self, event: dict[str, Any]) -> None:
        self._note(
            Scan(
                running=True,
                stories=_count(event.get("stories")),
                done=_count(event.get("done")),
                changed=_count(event.get("changed")),
                stopped=event.get("stopped") is True,
            )
        )

    def _note(self, scan: Scan) -> None:
        if scan != self.scan:
            self.scan = scan
            self._tell(scan)


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1_000_000_000 else 0
