"""A look at an address, seen from the board: a child process that is told what to do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from signalboard.ui.child import events, last_words, see_off

Event = dict[str, Any]
LONGEST_LINE = 1 << 20


class Looker:
    """One child at a time; what it says is handed on as it comes."""

    def __init__(self, hear: Callable[[Event], None]) -> None:
        self._hear = hear
        self._process: asyncio.subprocess.Process | None = None

    async def run(self, command: Sequence[str], typed: str) -> None:
        """Look at an address, until the child ends or this is cancelled.

        The last event is ``ended`` (reason: what it complained of, if anything).
        """
        said = ""
        process: asyncio.subprocess.Process | None = None
        try:
            process = self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            self.say({"find": typed})
            assert process.stdout is not None
            assert process.stderr is not None
            _, said = await asyncio.gather(self._listen(process.stdout), last_words(process.stderr))
        except OSError as error:
            said = f"The look could not be started: {error.strerror}."
        finally:
            if process is not None:
                if process.stdin is not None:
                    process.stdin.close()
                await see_off(process)
        self._hear({"event": "ended", "reason": said})

    def say(self, answer: Mapping[str, Any]) -> None:
        """Tell the child what to do next; one that has ended says so by itself."""
        process = self._process
        if process is not None and process.stdin is not None and not process.stdin.is_closing():
            process.stdin.write(json.dumps(answer).encode() + b"\n")

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        async for event in events(stream, LONGEST_LINE):
            self._hear(event)
