"""The parent's side of parsing: worker processes that may be killed, and are.

A feed that makes its parser slow or greedy costs one worker, which is replaced; no
other feed is harmed, and nothing is parsed in this process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import signalboard
from signalboard.model import Entry, Outcome
from signalboard.wire.discover.offers import Offer
from signalboard.wire.parse.framing import LENGTH, LONGEST_ANSWER

SECONDS = 5.0
"""What parsing one feed may take."""
MEMORY = 1 << 30
"""Bytes of address space a worker may have."""
START_SECONDS = 30.0
"""What a worker may take to be ready, on a machine that is busy."""
MOST_WORKERS = 4

_PIECE = 1 << 18
_START = (
    "import sys; sys.path.append(sys.argv[1]);"
    " from signalboard.wire.parse.worker import main; main(int(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser made of a body."""

    outcome: Outcome
    """ENTRIES, NOT_A_FEED or PARSE."""
    reason: str = ""
    entries: tuple[Entry, ...] = ()
    title: str = ""
    site: str = ""
    asked: int | None = None
    """Seconds the feed asks to be left alone between two checks."""
    is_whole: bool = True
    """Whether the document came to its end."""
    killed: bool = False
    """The worker had to be killed, or died over it."""


class _GoneError(Exception):
    """A worker that ended, or said what no worker says."""


class Parser:
    """A pool of workers, started as they are needed. Use it as an async context."""

    def __init__(
        self, *, workers: int | None = None, seconds: float = SECONDS, memory: int = MEMORY
    ) -> None:
        count = min(MOST_WORKERS, os.cpu_count() or 1) if workers is None else workers
        self._turns = asyncio.Semaphore(count)
        self._seconds = seconds
        self._memory = memory
        self._idle: list[Process] = []

    async def __aenter__(self) -> Parser:
        return self

    async def __aexit__(self, *_: object) -> None:
        idle, self._idle = self._idle, []
        await asyncio.gather(*(_ended(worker) for worker in idle))

    async def parse(self, body: bytes, content_type: str, url: str, now: int) -> Parsed:
        """Entries of a body found at ``url``; its dates are judged by ``now``.

        Never raises for what a feed does.
        """
        job = {"content_type": content_type, "url": url, "now": now}
        answer = await self._answered(job, body)
        return answer if isinstance(answer, Parsed) else _parsed(answer)

    async def links(self, body: bytes, content_type: str, url: str) -> tuple[Offer, ...]:
        """The feeds that a web page found at ``url`` names; () also where it cannot be read."""
        job = {"content_type": content_type, "url": url, "links": True}
        answer = await self._answered(job, body)
        if isinstance(answer, Parsed):
            return ()
        return tuple(Offer(*fields) for fields in answer.get("links", ()))

    async def _answered(self, job: dict[str, Any], body: bytes) -> dict[str, Any] | Parsed:
        """What a worker answers, or how it failed."""
        async with self._turns:
            worker = self._idle.pop() if self._idle else None
            if worker is None or worker.returncode is not None:
                try:
                    worker = await _started(self._memory)
                except (OSError, TimeoutError, _GoneError):
                    return Parsed(Outcome.PARSE, "the parser could not be started")
            is_fit = False
            try:
                async with asyncio.timeout(self._seconds):
                    answer = await _asked(worker, {**job, "size": len(body)}, body)
                is_fit = "fatal" not in answer
                return answer
            except TimeoutError:
                reason = f"parsing it took more than {self._seconds:g} seconds and was stopped"
                return Parsed(Outcome.PARSE, reason, killed=True)
            except _GoneError:
                return Parsed(Outcome.PARSE, "the parser died over it", killed=True)
            finally:
                if is_fit:
                    self._idle.append(worker)
                else:
                    await _ended(worker)


async def _started(memory: int) -> Process:
    root = Path(signalboard.__file__).parent.parent
    # -P: a feedparser.py in the folder this was started from must not be imported.
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", _START, str(root), str(memory)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            await _answer(worker)
    except BaseException:
        await _ended(worker)
        raise
    return worker


async def _asked(worker: Process, job: dict[str, Any], body: bytes) -> dict[str, Any]:
    assert worker.stdin is not None
    header = json.dumps(job).encode("ascii")
    try:
        worker.stdin.write(LENGTH.pack(len(header)) + header)
        for start in range(0, len(body), _PIECE):  # whole, it would be copied whole
            worker.stdin.write(body[start : start + _PIECE])
            await worker.stdin.drain()
    except OSError:
        raise _GoneError from None
    return await _answer(worker)


async def _answer(worker: Process) -> dict[str, Any]:
    assert worker.stdout is not None
    try:
        (length,) = LENGTH.unpack(await worker.stdout.readexactly(LENGTH.size))
        if length > LONGEST_ANSWER:
            raise _GoneError
        answer = json.loads(await worker.stdout.readexactly(length))
    except (asyncio.IncompleteReadError, OSError, ValueError):
        raise _GoneError from None
    if not isinstance(answer, dict):
        raise _GoneError
    return answer


async def _ended(worker: Process) -> None:
    """Kills a worker if it still lives, and waits until it is gone."""
    if worker.returncode is None:
        # Not worker.kill(): it would take the exit status away from asyncio's watcher.
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
    if worker.stdin is not None:
        worker.stdin.close()
    await worker.wait()


def _parsed(answer: dict[str, Any]) -> Parsed:
    if "not_a_feed" in answer:
        return Parsed(Outcome.NOT_A_FEED, f"what came is {answer['not_a_feed']}")
    if "refused" in answer:
        return Parsed(Outcome.PARSE, f"it was not parsed: {answer['refused']}")
    if "fatal" in answer:
        return Parsed(Outcome.PARSE, f"it was not parsed: {answer['fatal']}", killed=True)
    if "failed" in answer:
        return Parsed(Outcome.PARSE, f"the parser failed on it ({answer['failed']})")
    return Parsed(
        Outcome.ENTRIES,
        entries=tuple(Entry(*fields) for fields in answer["entries"]),
        title=answer["title"],
        site=answer["site"],
        asked=answer["asked"],
        is_whole=answer["is_whole"],
    )
