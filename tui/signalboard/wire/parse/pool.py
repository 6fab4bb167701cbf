"""The parent's side of parsing: worker processes that may be killed, and are.

A feed that makes its parser slow or greedy costs one worker, which is replaced; no
other feed is harmed, and nothing is parsed in this process.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from signalboard.model import Entry, Outcome
from signalboard.values import dataclass
from signalboard.wire.discover.offers import Offer
from signalboard.wire.parse.lane import (
    AHEAD,
    WALL_SECONDS,
    Again,
    Gone,
    Lane,
    NotStarted,
    TooLong,
    TooSlow,
)
from signalboard.wire.spool import Body, Spool

SECONDS = 5.0
"""What parsing one feed may take of the processor."""
MEMORY = 1 << 30
"""Bytes of address space a worker may have."""
MOST_WORKERS = 4
LATE = 0.5
"""Seconds without an answer after which the jobs that follow are given to another worker."""
LARGE = 1 << 20
"""Bytes from which on bodies are parsed one after the other: what bounds memory is their sum."""


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
    prepared: tuple[Any, ...] = ()
    """What the workers' own preparation made of each entry; () where there is none."""


class Parser:
    """A pool of workers, started as they are needed. Use it as an async context.

    One is enough for a run in which all goes well, since storing takes longer than parsing:
    another is started only beside one that has been over a job for ``LATE`` seconds.

    ``worker`` is the module whose ``main`` they run, ``given`` what it is told at its start.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        seconds: float = SECONDS,
        wall: float = WALL_SECONDS,
        memory: int = MEMORY,
        worker: str = "signalboard.wire.parse.worker",
        given: Mapping[str, Any] | None = None,
    ) -> None:
        count = min(MOST_WORKERS, os.cpu_count() or 1) if workers is None else workers
        self._lanes = [Lane(worker, given or {}, wall, memory) for _ in range(count)]
        self._turns = asyncio.Semaphore(count * AHEAD)
        self._large = asyncio.Semaphore(1)
        self._seconds, self._wall = seconds, wall

    async def __aenter__(self) -> Parser:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(lane.close() for lane in self._lanes))

    async def begin(self) -> None:
        """Has a worker start, for a job that will come; returns while it does."""
        await self._lanes[0].start()

    async def parse(
        self, body: Body, content_type: str, url: str, now: int, **more: str | None
    ) -> Parsed:
        """Entries of a body found at ``url``; its dates are judged by ``now``.

        ``more`` is for the workers' own preparation. Never raises for what a feed does.
        """
        job = {**more, "content_type": content_type, "url": url, "now": now}
        answer = await self._answered(job, body)
        return answer if isinstance(answer, Parsed) else _parsed(answer)

    async def links(self, body: Body, content_type: str, url: str) -> tuple[Offer, ...]:
        """The feeds that a web page found at ``url`` names; () also where it cannot be read."""
        job = {"content_type": content_type, "url": url, "links": True}
        answer = await self._answered(job, body)
        if isinstance(answer, Parsed):
            return ()
        return tuple(Offer(*fields) for fields in answer.get("links", ()))

    async def _answered(self, job: dict[str, Any], body: Body) -> dict[str, Any] | Parsed:
        """What a worker answers, or how it failed."""
        async with self._large if len(body) > LARGE else nullcontext(), self._turns:
            while True:
                try:
                    more = {"size": len(body), "seconds": self._seconds}
                    more["is_file"] = isinstance(body, Spool)
                    return await self._lane().ask({**job, **more}, body)
                except Again:  # the job before it was too much for the worker
                    continue
                except NotStarted:
                    return Parsed(Outcome.PARSE, "the parser could not be started")
                except TooSlow:
                    spent = f"parsing it took more than {self._seconds:g} seconds of the processor"
                    return Parsed(Outcome.PARSE, f"{spent} and was stopped", killed=True)
                except TooLong:  # the machine may be to blame: nothing that pauses a feed
                    reason = (
                        f"parsing it was not done after {self._wall:g} seconds, and was stopped"
                    )
                    return Parsed(Outcome.PARSE, reason)
                except Gone:
                    return Parsed(Outcome.PARSE, "the parser died over it", killed=True)

    def _lane(self) -> Lane:
        """Who is asked next: of the workers there are the one with the fewest jobs.

        Of those that are late none, where there is another or can be.
        """
        late = asyncio.get_running_loop().time() - LATE
        begun = [lane for lane in self._lanes if lane.is_begun]
        in_time = [lane for lane in begun if not lane.is_over_a_job_since(late)]
        idle = [lane for lane in self._lanes if not lane.is_begun]
        return min(in_time or idle or begun, key=lambda lane: lane.waiting)


def _parsed(answer: dict[str, Any]) -> Parsed:
    if "not_a_feed" in answer:
        return Parsed(Outcome.NOT_A_FEED, f"what came is {answer['not_a_feed']}")
    if "refused" in answer:
        return Parsed(Outcome.PARSE, f"it was not parsed: {answer['refused']}")
    if "fatal" in answer:
        reason = f"it was not parsed: {answer['fatal']}; see whether its site has a shorter one"
        return Parsed(Outcome.PARSE, reason, killed=True)
    if "failed" in answer:
        return Parsed(Outcome.PARSE, f"the parser failed on it ({answer['failed']})")
    return Parsed(
        Outcome.ENTRIES,
        entries=tuple(Entry(*fields) for fields in answer["entries"]),
        title=answer["title"],
        site=answer["site"],
        asked=answer["asked"],
        is_whole=answer["is_whole"],
        prepared=tuple(answer.get("prepared", ())),
    )
