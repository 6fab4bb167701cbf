"""The command ``feed look``: a look at an address as lines of JSON, and what is answered to it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from typing import TYPE_CHECKING, Any

from signalboard.archive import Archive, ArchiveProblem
from signalboard.config import Places, Settings
from signalboard.links import feed_key
from signalboard.model import Feed, replace
from signalboard.wire.fetch.fetched import Fetched
from signalboard.wire.parse.pool import Parser
from signalboard.wire.refresh.command import way_out
from signalboard.wire.refresh.looking import Looking
from signalboard.wire.refresh.progress import Event, JsonLines
from signalboard.wire.refresh.run import refresh
from signalboard.wire.refresh.stopping import stoppable

if TYPE_CHECKING:
    from signalboard.wire.fetch.transport import Client

LONGEST_LINE = 1 << 16


def run(places: Places, settings: Settings, typed: str, *, answers: bool) -> int:
    """The command ``feed look --json``: events as lines of JSON on stdout.

    With ``answers`` it is told what to do by lines of JSON on stdin, until that ends or a feed
    was added: ``{"find": ADDRESS}`` once, first; then ``{"look": NUMBER}`` reads another of the
    offers, ``{"add": NUMBER, "feed": {…}}`` files what that one brought, under the feed as it now
    stands in feeds.yaml. ``ready`` is told before each of these.

    0 where a feed was found, 1 where none was, or 128 + signal.
    """
    return asyncio.run(stoppable(_look(places, settings, typed, answers)))


async def _look(places: Places, settings: Settings, typed: str, answers: bool) -> int:
    tell = JsonLines(sys.stdout)
    known = {feed_key(feed.url): feed.name for feed in settings.feeds}
    async with (
        way_out(places, settings)() as client,
        Parser(workers=1) as parser,
        AsyncExitStack() as stack,
    ):
        looking = stack.enter_context(
            closing(Looking(tell, client, parser, known=known, whole=answers))
        )
        if not answers:
            return 0 if await looking.find(typed) else 1
        async with _stdin() as lines:
            asked = await _asked(lines)
            is_found = asked is not None and await looking.find(str(asked.get("find", "")))
            while looking.offers:
                tell({"event": "ready"})
                asked = await _asked(lines)
                if asked is None:
                    break
                if isinstance(asked.get("look"), int):
                    is_found = await looking.preview(asked["look"]) or is_found
                elif (fetched := looking.brought(asked.get("add", 0))) and asked.get("feed"):
                    return await _file(places, settings, asked, fetched, tell, client, parser)
            return 0 if is_found else 1


async def _file(
    places: Places,
    settings: Settings,
    asked: Mapping[str, Any],
    fetched: Fetched,
    tell: JsonLines,
    client: Client,
    parser: Parser,
) -> int:
    """Stores what a look brought as a refresh would, with its validators; no request is made."""
    said = asked["feed"]
    tags = tuple(map(str, said.get("tags", ())))
    feed = Feed(str(said["name"]), str(said["url"]), said.get("origin"), tags=tags)
    if fetched.moved_to == feed.url:  # it is taken over already
        fetched = replace(fetched, moved_to=None)
    events: list[Event] = []
    try:
        archive = Archive.open(places.archive)
        try:
            await refresh(
                [feed],
                settings.companies,
                archive,
                report=events.append,
                only=[feed.url],
                client=client,
                parser=parser,
                brought={feed.url: fetched},
            )
        finally:
            archive.close()
    except ArchiveProblem as problem:
        tell({"event": "problem", "reason": str(problem), "outcome": None})
        return 1
    done = next(event for event in events if event["event"] == "done")
    tell({**done, "event": "filed"})
    return 0


@asynccontextmanager
async def _stdin() -> AsyncIterator[asyncio.StreamReader | None]:
    """What is said to this process; None where nothing can be."""
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    try:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
    except (ValueError, OSError):
        yield None
        return
    try:
        yield reader
    finally:
        transport.close()


async def _asked(lines: asyncio.StreamReader | None) -> Mapping[str, Any] | None:
    """The next answer; what is none is passed over, the end is None."""
    while lines is not None:
        try:
            line = await lines.readline()
        except ValueError:  # longer than any answer is
            return None
        if not line:
            return None
        try:
            asked = json.loads(line)
        except ValueError:
            continue
        if isinstance(asked, dict):
            return asked
    return None
