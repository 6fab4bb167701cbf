"""Every behaviour of the server through a real refresh into a real archive."""

from __future__ import annotations

import asyncio
import gzip
import resource
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from signalboard.archive import Archive
from signalboard.model import Feed, View
from signalboard.text import is_clean
from signalboard.wire.fetch.fetched import Limits
from signalboard.wire.parse.pool import Parser
from signalboard.wire.refresh.run import refresh
from tests.faults.cases import CASES, TARGETS
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.faults.serving import GOOD, good

NOW = 1_795_000_000
LIMITS = Limits(total=8.0, connect=2.0)


class Run:
    """The events of one refresh over all cases, and the archive after it."""

    def __init__(self, archive: Archive, server: FaultServer, events: list[dict[str, Any]]) -> None:
        self.archive, self.server, self.events = archive, server, events
        done = [event for event in events if event["event"] == "done"]
        self.done = {event["name"]: event for event in done}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over everything at once, good feeds among the bad."""
    return asyncio.run(_run(tmp_path_factory.mktemp("faults")))


async def _run(folder: Path) -> Run:
    handlers = {case.name: case.handler for case in CASES} | TARGETS
    handlers |= dict.fromkeys(GOOD, good)
    events: list[dict[str, Any]] = []
    archive = Archive.open(folder / "archive.db")
    async with FaultServer(handlers) as server:
        names = [case.name for case in CASES]
        step = len(names) // len(GOOD)
        for index, name in enumerate(GOOD):
            names.insert(index * (step + 1), name)
        feeds = [Feed(name, server.url(name)) for name in names]
        started, before = time.monotonic(), _peak()
        await refresh(feeds, (), archive, report=events.append, clock=lambda: NOW, limits=LIMITS)
        took = time.monotonic() - started
        events.append({"event": "took", "seconds": took, "grew": _peak() - before})
        return Run(archive, server, events)


def _peak() -> float:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_no_two_cases_have_one_name_and_there_are_over_ninety() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 90


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_outcome(ran: Run, case: Any) -> None:
    done = ran.done[case.name]
    assert done["outcome"] == case.outcome, done
    assert done["new"] == case.new, done
    if case.outcome != "entries":
        assert done["reason"]
    if case.title is not None:
        url = ran.server.url(case.name)
        titles = [title for feed, title in _titles(ran) if feed == url]
        assert case.title in titles


def _titles(ran: Run) -> list[tuple[str, str]]:
    selection = ran.archive.select(View(), now=NOW)
    rows = ran.archive.rows(selection.keys(0, len(selection)))
    stories = [ran.archive.story(row.id) for row in rows if "Thousand" not in row.title]
    return [(r.feed_url, r.title) for s in stories if s is not None for r in s.reports]


def test_the_good_feeds_in_the_same_run_are_read(ran: Run) -> None:
    assert {name: ran.done[name]["outcome"] for name in GOOD} == dict.fromkeys(GOOD, "entries")
    assert {name: ran.done[name]["new"] for name in GOOD} == dict.fromkeys(GOOD, 2)


def test_the_run_tells_what_it_does(ran: Run) -> None:
    kinds = [event["event"] for event in ran.events]
    count = len(CASES) + len(GOOD)
    assert ran.events[0] == {"event": "start", "feeds": count}
    assert kinds.count("started") == kinds.count("done") == count
    total = ran.events[-2]
    assert total["event"] == "total"
    assert (total["feeds"], total["stopped"]) == (count, False)
    assert total["new"] == sum(event["new"] for event in ran.done.values())
    well = sum(e["outcome"] in {"entries", "unchanged"} for e in ran.done.values())
    assert total["failed"] == count - well


def test_nothing_outlasts_its_time_and_memory_stays_small(ran: Run) -> None:
    hanging = sum(case.outcome == "timeout" for case in CASES)
    assert ran.events[-1]["seconds"] < 20 + LIMITS.total * hanging
    assert ran.events[-1]["grew"] < 300, "MB beyond what other tests left in this process"


def test_at_most_eight_are_asked_at_once(ran: Run) -> None:
    assert 2 <= ran.server.most_at_once <= 8


def test_no_cookie_and_no_referer_is_ever_sent(ran: Run) -> None:
    sent = {name for request in ran.server.asked for name in request.headers}
    assert sent.isdisjoint({"cookie", "referer", "authorization", "if-none-match"})
    assert {request.headers["accept-encoding"] for request in ran.server.asked} == {"gzip, deflate"}
    agents = {request.headers["user-agent"] for request in ran.server.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("signalboard/")


def test_nothing_that_came_holds_a_control(ran: Run) -> None:
    titles = _titles(ran)
    assert len(titles) > 100
    assert [title for _, title in titles if not is_clean(title)] == []
    states = ran.archive.feed_states().values()
    assert [state.reason for state in states if not is_clean(state.reason)] == []


async def test_a_parser_that_takes_too_long_is_killed_and_three_times_pause_a_feed(
    tmp_path: Path,
) -> None:
    slow = two("slow").replace(b"<item>", b"<item>" + b"<a/>" * 6_000_000, 1)
    packed = gzip.compress(slow, 1)

    async def handler(_: Request, out: Out) -> None:
        await out.whole(packed, "Content-Encoding: gzip")

    archive = Archive.open(tmp_path / "archive.db")
    clock = [NOW]
    async with FaultServer({"slow": handler, "good": good}) as server:
        feeds = [Feed("slow", server.url("slow")), Feed("good", server.url("good"))]

        async def run(*, only: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
            clock[0] += 7200
            events: list[dict[str, Any]] = []
            await refresh(
                feeds,
                (),
                archive,
                report=events.append,
                manual=True,
                only=only,
                clock=lambda: clock[0],
                parser=Parser(seconds=0.5),
            )
            return {e["name"]: e for e in events if e["event"] == "done"}

        for _ in range(3):
            done = await run()
            assert done["slow"]["outcome"] == "parse"
            assert "stopped" in done["slow"]["reason"]
            assert done["good"]["outcome"] in {"entries", "unchanged"}
        assert set(await run()) == {"good"}
        assert len(server.requests("slow")) == 3
        assert archive.feed_states()[server.url("slow")].kills == 3
        assert set(await run(only=("slow",))) == {"slow"}
    archive.close()


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    opened = Archive.open(tmp_path / "archive.db")
    yield opened
    opened.close()
