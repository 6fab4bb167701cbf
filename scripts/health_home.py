"""A home whose feeds are good, bad and hostile: read for real, from the faults server.

Names lead nowhere but to this machine: the addresses of the pictures are looked up and
connected to by functions of ours, so that they are the same whatever port is free.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import httpcore

from signalboard import config
from signalboard.archive import Archive
from signalboard.model import Feed
from signalboard.wire.fetch.fetched import Limits
from signalboard.wire.fetch.transport import Client
from signalboard.wire.parse.pool import Parser
from signalboard.wire.refresh.run import refresh
from tests.faults.cases import CASES, TARGETS
from tests.faults.feeds import item, rss, two
from tests.faults.server import FaultServer, Handler, Out, Request

HOUR, DAY = 3600, 86400
PATIENCE = 1.5
"""Seconds that the slow servers have: fewer than usual, so that the picture is soon made."""
PARSING = 0.3
"""Seconds that the trap may take to be read, for the same reason."""
SLOW, TRAP = {"drips", "hang"}, {"slow-to-parse"}
"""What is served to the feeds that run into these bounds; the others have the usual ones."""
HOURS = (-40, -38, -36, -30, -24, -16, -8, -3, -1, -0.2)
"""When the feeds are refreshed, counted from the moment of the picture."""


def posts(every: int, count: int, now: int, start: int) -> bytes:
    """A feed with an entry each so many seconds from ``start`` to now, the latest kept."""
    moments = list(range(start, now, every))[-count:]
    return rss(
        *(
            item(
                at,
                title=f"Report of {datetime.fromtimestamp(at, UTC):%d %B, %H:%M}",
                date=format_datetime(datetime.fromtimestamp(at, UTC)),
            )
            for at in reversed(moments)
        )
    )


class World:
    """What is served, and the moment it is."""

    def __init__(self, now: int) -> None:
        self.now = now
        self._begun = now - 80 * DAY
        self.handlers: dict[str, Handler] = {case.name: case.handler for case in CASES} | TARGETS
        self._posting("hourly", HOUR)
        self._posting("two-a-day", DAY // 2)
        self._posting("daily", DAY)
        self._posting("weekly", 7 * DAY)
        self._posting("once", 70 * DAY)
        self._plain("500", 500)
        self._plain("401", 401)
        self._plain("patience", 429, "Retry-After: 21600")
        self._plain("moved", 301, "Location: http://boards.example/two-a-day")
        slow = two("trap").replace(b"<item>", b"<item>" + b"<a/>" * 2_000_000, 1)
        self._plain("slow-to-parse", 200, body=slow)
        self._turning("went-500", "daily", "daily", "daily", "500")
        self._turning("went-gone", "weekly", "status_410")
        self._turning("asks-patience", "two-a-day", "two-a-day", "patience")
        self._turning("drips", "weekly", "drip")

    def _posting(self, name: str, every: int) -> None:
        """A good feed that posts at a pace and answers conditional requests."""

        async def handler(request: Request, out: Out) -> None:
            tag = f'"{(self.now - self._begun) // every}"'
            if request.headers.get("if-none-match") == tag:
                await out.head(304, f"ETag: {tag}")
            else:
                await out.whole(posts(every, 120, self.now, self._begun), f"ETag: {tag}")

        self.handlers[name] = handler

    def _plain(self, name: str, status: int, *headers: str, body: bytes = b"") -> None:
        async def handler(_: Request, out: Out) -> None:
            await out.whole(body, *headers, status=status)

        self.handlers[name] = handler

    def _turning(self, name: str, *names: str) -> None:
        """A feed that behaves one way after the other, then as the last for ever."""

        async def handler(request: Request, out: Out) -> None:
            await self.handlers[names[min(request.count, len(names) - 1)]](request, out)

        self.handlers[name] = handler


FEEDS: tuple[tuple[str, str, str], ...] = (
    ("Harbour Wire", "harbour-wire.example", "hourly"),
    ("The Ledger", "the-ledger.example", "daily"),
    ("Agents Weekly", "agents-weekly.example", "weekly"),
    ("腾讯研究院", "research-cn.example", "two-a-day"),
    ("Quiet Lab", "quiet-lab.example", "once"),
    ("Standards Board", "standards.example", "moved"),
    ("Payments Review", "payments-review.example", "went-500"),
    ("Old Blog", "old-blog.example", "went-gone"),
    ("Rate Limited", "rate-limited.example", "asks-patience"),
    ("Slow Magazine", "slow-magazine.example", "drips"),
    ("Never Answers", "never-answers.example", "hang"),
    ("Zip Bomb", "zip-bomb.example", "bomb"),
    ("Soft 404", "soft-404.example", "plain_text"),
    ("Breaks Off", "breaks-off.example", "not_closed"),
    ("Parser Trap", "parser-trap.example", "slow-to-parse"),
    ("[@click=app.quit]Click me[/]", "markup.example", "weekly"),
    ("Members Only", "members-only.example", "401"),
    ("Paused Digest", "paused-digest.example", "daily"),
)
"""Name, host, and what its server does."""


def settings() -> str:
    """Their feeds.yaml."""
    return "feeds:\n" + "".join(
        f"  - name: '{name}'\n    url: http://{host}/{path}\n"
        + ("    enabled: false\n" if name.startswith("Paused") else "")
        for name, host, path in FEEDS
    )


def build(folder: Path, now: int) -> config.Places:
    """The home, after its refreshes; ``now`` is the moment of the picture."""
    places = config.places(folder, None, {})
    folder.mkdir(parents=True, mode=0o700)
    places.feeds_file.write_text(settings(), encoding="utf-8")
    config.ensure(places)
    asyncio.run(_refreshed(places, now))
    return places


async def _refreshed(places: config.Places, now: int) -> None:
    feeds = config.load(places.feeds_file).feeds
    world = World(now)
    archive = Archive.open(places.archive)
    try:
        async with FaultServer(world.handlers) as server:

            async def resolve(_host: str, _port: int) -> Sequence[str]:
                return ["93.184.215.14"]  # public, and never connected to: see connect

            async def connect(
                _address: str, _port: int, seconds: float | None
            ) -> httpcore.AsyncNetworkStream:
                return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", server.port, seconds)

            for hours in HOURS:
                world.now = now + int(hours * HOUR)
                trapped, slow, others = _parted(feeds)
                for some, limits, seconds in (
                    (trapped, Limits(), PARSING),
                    (slow, Limits(total=PATIENCE, connect=PATIENCE), 5.0),
                    (others, Limits(), 5.0),
                ):
                    async with Client(resolve=resolve, connect=connect) as client:
                        await refresh(
                            some,
                            (),
                            archive,
                            report=lambda _event: None,
                            clock=lambda: world.now,
                            limits=limits,
                            client=client,
                            parser=Parser(seconds=seconds),
                            gap=0.0,
                        )
    finally:
        archive.close()


def _parted(feeds: Sequence[Feed]) -> tuple[list[Feed], list[Feed], list[Feed]]:
    """The trap, the slow ones, and all others."""
    served = {feed: feed.url.rpartition("/")[2] for feed in feeds}
    trapped = [feed for feed in feeds if served[feed] in TRAP]
    slow = [feed for feed in feeds if served[feed] in SLOW]
    return trapped, slow, [feed for feed in feeds if feed not in (*trapped, *slow)]
