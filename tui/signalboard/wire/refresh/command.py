"""The command ``refresh``: one at a time, stopped cleanly, told to people or programs."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from signalboard.archive import Archive, ArchiveProblem
from signalboard.config import ConfigProblem, Places, Settings, load, logins, only_one
from signalboard.wire.refresh.choosing import UnknownFeedError
from signalboard.wire.refresh.progress import Bar, JsonLines, PlainLines, Teller
from signalboard.wire.refresh.run import Total, refresh
from signalboard.wire.refresh.stopping import stoppable

if TYPE_CHECKING:
    from signalboard.wire.fetch.transport import Client


def run(
    places: Places, settings: Settings, *, now: bool, as_json: bool, only: Sequence[str]
) -> int:
    """The command ``refresh``: 0 done, 1 nothing could be read, 2 wrong use, or 128 + signal.

    JSON lines go to stdout, what is told to people to stderr. A second run beside
    another says so and does nothing.
    """
    for problem in settings.problems:
        sys.stderr.write(f"signalboard: {problem}\n")
    for feed in settings.feeds:
        if not as_json and "@" in feed.url.partition("://")[2].partition("/")[0]:
            sys.stderr.write(
                f"signalboard: the address of {feed.name} holds a user or password; "
                "`signalboard feed login` keeps them out of feeds.yaml.\n"
            )
    teller: Teller = JsonLines(sys.stdout)
    if not as_json:
        teller = Bar(sys.stderr) if sys.stderr.isatty() else PlainLines(sys.stderr)
    if settings.problems and not settings.feeds:
        sys.stderr.write("signalboard: No feed can be read from feeds.yaml: nothing was fetched.\n")
        teller({"event": "total", **asdict(Total())})
        teller.close()
        return 1
    try:
        with only_one(places.refresh_lock) as is_alone:
            if not is_alone:
                sys.stderr.write("signalboard: another refresh is at work; it is left to it.\n")
                teller({"event": "total", **asdict(Total())})
                return 0
            archive = Archive.open(places.archive)
            try:
                work = refresh(
                    settings.feeds,
                    settings.companies,
                    archive,
                    report=teller,
                    manual=now,
                    only=only,
                    way_out=way_out(places, settings),
                )
                status = asyncio.run(stoppable(_status(work, bool(only))))
                if load(places.feeds_file, places.cache).companies != settings.companies:
                    # Edited meanwhile, and not looked for in what came: it is searched anew.
                    archive.set_found_by({}, archive.found_by().keys())
                return status
            finally:
                archive.close()
    except UnknownFeedError as problem:
        sys.stderr.write(f"signalboard: {problem}\n")
        return 2
    except (ArchiveProblem, ConfigProblem) as problem:
        sys.stderr.write(f"signalboard: {problem}\n")
        return 1
    finally:
        teller.close()


def way_out(places: Places, settings: Settings) -> Callable[[], Client]:
    """What makes a client with the manners that a home asks for. Raises ConfigProblem."""
    known = logins(places)

    def made() -> Client:
        from signalboard.wire.fetch.proxies import Proxies
        from signalboard.wire.fetch.transport import Client, Manners

        network = settings.network
        proxies = Proxies.of_environment() if network.use_proxy else None
        manners = Manners(dict(network.user_agents), known, proxies)
        return Client(manners=manners, folder=places.data)

    return made


async def _status(refreshing: Coroutine[None, None, Total], are_named: bool) -> int:
    total = await refreshing
    is_failure = total.failed > 0 and (are_named or total.failed == total.feeds)
    return 1 if is_failure else 0
