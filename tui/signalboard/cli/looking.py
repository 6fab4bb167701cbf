"""A look at an address, from a command: a child process, asked and heard line by line."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Self

from signalboard.model import Feed

Event = dict[str, Any]
_PATIENCE = 1.0
"""Seconds for the child to end by itself."""


class Look:
    """Starts the child, and ends it in any case. Use it as a context."""

    def __init__(self, command: Sequence[str], asking: Callable[[str], None]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own command, without a shell)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self._asking = asking
        self.offers: list[Event] = []
        self.previews: dict[int, Event] = {}
        self.problems: list[Event] = []
        self.notes: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            self._process.wait(_PATIENCE)  # one that waits for an answer ends by itself now
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait()

    def find(self, typed: str) -> None:
        """Looks for the feeds of an address."""
        self._say({"find": typed})
        self._hear()

    def preview(self, number: int) -> Event | None:
        """Reads one of the offers; None where it is no feed, see ``problems``."""
        if number not in self.previews:
            self._say({"look": number})
            self._hear()
        return self.previews.get(number)

    def file(self, number: int, feed: Feed) -> Event | None:
        """Stores what was shown of an offer under a feed; how that went, None if it did not."""
        self._say({"add": number, "feed": asdict(feed)})
        return self._hear()

    def _say(self, answer: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps(answer) + "\n")
            self._process.stdin.flush()

    def _hear(self) -> Event | None:
        """Until the child waits or ends."""
        assert self._process.stdout is not None
        while line := self._process.stdout.readline():
            event: Event = json.loads(line)
            kind = event["event"]
            if kind in {"ready", "filed"}:
                return event if kind == "filed" else None
            if kind == "asking":
                self._asking(event["url"])
            elif kind == "found":
                self.offers = event["offers"]
            elif kind == "preview":
                self.previews[event["number"]] = event
            elif kind == "problem":
                self.problems.append(event)
            elif kind == "note":
                self.notes.append(event["said"])
        return None
