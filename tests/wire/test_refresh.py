"""One run over the feeds: what is asked, stored, told, and left alone."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from signalboard.archive import ArchiveProblem
from signalboard.model import Check, Company, Feed, Outcome, View
from signalboard.wire import schedule
from signalboard.wire.parse import bundled
from signalboard.wire.refresh import run as module
from signalboard.wire.refresh.choosing import UnknownFeedError
from tests.faults.feeds import item, rss, two
from tests.faults.server import FaultServer, Out, Request
from tests.wire.running import BUNDLED, DAY, HOUR, NOW, Desk, conditional, serving


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    opened = Desk(tmp_path)
    yield opened
    opened.archive.close()


async def test_only_what_is_due_is_asked_and_every_later_request_isconditional(
    desk: Desk,
) -> None:
    async with FaultServer({"feed": conditional()}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        assert (await desk.refresh())["Feed"]["new"] == 2
        desk.now += HOUR // 2
        assert await desk.refresh() == {}
        assert desk.events[-1]["feeds"] == 0
        assert (await desk.refresh(manual=True))["Feed"]["outcome"] == "unchanged"
        desk.now += 27 * HOUR
        assert (await desk.refresh())["Feed"]["outcome"] == "unchanged"
        sent = [request.headers.get("if-none-match") for request in server.asked]
    assert sent == [None, '"one"', '"one"']


async def test_a_failure_keeps_validators_and_a_304_after_it_is_a_success(desk: Desk) -> None:
    async def handler(request: Request, out: Out) -> None:
        if request.count == 1:
            await out.head(500)
        elif request.count == 2:
            await out.whole(b"<html>", 'ETag: "page"')
        else:
            await conditional()(request, out)

    async with FaultServer({"feed": handler}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        outcomes = []
        for _ in range(4):
            outcomes.append((await desk.refresh())["Feed"]["outcome"])
            desk.now += 2 * DAY
        sent = [request.headers.get("if-none-match") for request in server.asked]
    assert outcomes == ["entries", "http-error", "not-a-feed", "unchanged"]
    assert sent == [None, '"one"', '"one"', '"one"']
    state = desk.archive.feed_states()[desk.feeds[0].url]
    assert (state.failures, state.outcome) == (0, Outcome.UNCHANGED)


async def test_each_check_is_a_line_of_the_feeds_history(desk: Desk) -> None:
    async def handler(request: Request, out: Out) -> None:
        if request.count == 1:
            await out.head(500)
        else:
            await conditional()(request, out)

    async with FaultServer({"feed": handler}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        for _ in range(3):
            await desk.refresh()
            desk.now += 2 * DAY
    told = "127.0.0.1 answers 500, internal server error"
    assert desk.archive.checks(desk.feeds[0].url) == (
        Check(NOW + 4 * DAY, Outcome.UNCHANGED, 304),
        Check(NOW + 2 * DAY, Outcome.HTTP_ERROR, 500, told),
        Check(NOW, Outcome.ENTRIES, 200, new=2),
    )


async def test_the_next_check_is_on_disk_before_the_request(desk: Desk) -> None:
    seen = []

    async def handler(_: Request, out: Out) -> None:
        seen.append(desk.archive.feed_states()[desk.feeds[0].url])
        await out.whole(two("feed"))

    async with FaultServer({"feed": handler}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        await desk.refresh()
    assert (seen[0].attempted_at, seen[0].outcome) == (NOW, None)
    assert seen[0].next_at >= NOW + HOUR


async def test_entries_and_validators_are_stored_together_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FaultServer({"feed": conditional()}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]

        def broken(*_: object) -> None:
            raise ArchiveProblem("The disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(schedule, "after", broken)
            with pytest.raises(ArchiveProblem):
                await desk.refresh()
        assert desk.events[-1]["stopped"] is True
        assert desk.stories() == []
        assert desk.archive.feed_states()[desk.feeds[0].url].etag is None
        assert (await desk.refresh(manual=True))["Feed"]["new"] == 2


async def test_changed_titles_are_changes_and_old_entries_stay(desk: Desk) -> None:
    first = rss(item(1, title="How it read"), item(2, title="What stays the same"))
    second = rss(item(1, title="How it reads"), item(2, title="What stays the same"))
    async with FaultServer({"feed": serving(first, second, rss(), first)}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        counts = []
        for _ in range(5):
            done = (await desk.refresh(manual=True))["Feed"]
            counts.append((done["outcome"], done["new"], done["changed"], done["unchanged"]))
    assert counts == [
        ("entries", 2, 0, 0),
        ("entries", 0, 1, 1),
        ("entries", 0, 0, 0),
        ("entries", 0, 1, 1),
        ("unchanged", 0, 0, 0),
    ]
    assert len(desk.stories()) == 2


async def test_ids_that_change_at_every_look_add_no_stories(desk: Desk) -> None:
    async def handler(request: Request, out: Out) -> None:
        body = two("churn").replace(b"<guid>", f"<guid>{request.count}-".encode())
        await out.whole(body)

    async with FaultServer({"feed": handler}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        for _ in range(3):
            await desk.refresh(manual=True)
    assert desk.stories() == [("Feed",), ("Feed",)]


async def test_one_event_of_two_outlets_is_one_story(desk: Desk) -> None:
    title = "Tencent upgrades its foundation model"
    here = rss(item(1, title=title).replace("example.com/1", "here.example/a?utm_source=rss"))
    there = rss(
        item(1, title=f"{title} - There", inner="<source url='x'>There</source>").replace(
            "example.com/1", "there.example/b"
        ),
        item(2, title="Another thing altogether now").replace(
            "https://example.com/2", "http://www.here.example/a/"
        ),
    )
    async with FaultServer({"here": serving(here), "there": serving(there)}) as server:
        desk.feeds = [Feed("Here", server.url("here")), Feed("Elsewhere", server.url("there"))]
        for name in ("Here", "Elsewhere"):
            await desk.refresh(only=[name], companies=[Company("Tencent", ("WeChat",))])
    ((*outlets,),) = desk.stories()
    assert sorted(outlets) == ["Elsewhere", "Here", "There"]
    selection = desk.archive.select(View(company="Tencent"), now=NOW)
    assert len(selection) == 1


async def test_what_a_feed_says_of_all_its_entries_tells_none_apart(desk: Desk) -> None:
    log = rss(
        *(
            item(n, title=f"Release notes of version {n}").replace(
                f"https://example.com/{n}", f"https://log.example/all#v{n}"
            )
            for n in (1, 2, 3)
        )
    )
    page = rss(
        *(
            item(n, title="The price of the day").replace(
                f"https://example.com/{n}", "https://price.example/today"
            )
            for n in (1, 2, 3)
        )
    )
    async with FaultServer({"log": serving(log), "page": serving(page)}) as server:
        desk.feeds = [Feed("Log", server.url("log")), Feed("Page", server.url("page"))]
        await desk.refresh()
    assert len(desk.stories()) == 6


async def test_gone_feeds_are_left_alone_until_named(desk: Desk) -> None:
    async def handler(_: Request, out: Out) -> None:
        await out.head(410)

    async with FaultServer({"feed": handler}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        assert (await desk.refresh())["Feed"]["outcome"] == "gone"
        desk.now += 900 * DAY
        assert await desk.refresh(manual=True) == {}
        assert (await desk.refresh(only=["feed"]))["Feed"]["outcome"] == "gone"
        assert len(server.asked) == 2


async def test_a_server_that_asked_for_patience_is_not_asked_by_hand_either(desk: Desk) -> None:
    async def handler(_: Request, out: Out) -> None:
        await out.head(429, "Retry-After: 7200")

    async with FaultServer({"feed": handler}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        await desk.refresh()
        desk.now += HOUR
        waiting = (await desk.refresh(manual=True))["Feed"]
        assert waiting["outcome"] == "wait"
        assert "name it" in waiting["reason"]
        assert desk.events[-1]["failed"] == 0
        assert len(server.asked) == 1
        await desk.refresh(only=["Feed"])
        assert len(server.asked) == 2
        desk.now += 2 * HOUR
        await desk.refresh(manual=True)
        assert len(server.asked) == 3


async def test_feeds_that_are_off_are_left_alone_until_named(desk: Desk) -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"), enabled=False)]
        assert await desk.refresh(manual=True) == {}
        assert (await desk.refresh(only=["Feed"]))["Feed"]["new"] == 2


async def test_a_feed_listed_twice_is_asked_once(desk: Desk) -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        url = server.url("feed")
        desk.feeds = [Feed("First", url), Feed("Second", url.replace("//", "//user@"))]
        assert set(await desk.refresh(manual=True)) == {"First"}
        assert len(server.asked) == 1


async def test_an_unknown_name_is_said_before_anything_is_done(desk: Desk) -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        with pytest.raises(UnknownFeedError, match="Reuters"):
            await desk.refresh(only=["Feed", "Reuters"])
        assert (server.asked, desk.events) == ([], [])


async def test_a_clock_set_back_a_year_asks_nobody_at_once(desk: Desk) -> None:
    async with FaultServer({"feed": conditional()}) as server:
        desk.feeds = [Feed("Feed", server.url("feed"))]
        await desk.refresh()
        desk.now -= 365 * DAY
        assert await desk.refresh() == {}
        desk.now += HOUR // 2
        assert await desk.refresh() == {}
        desk.now += 27 * HOUR
        assert set(await desk.refresh()) == {"Feed"}
        assert len(server.asked) == 2


async def test_hosts_are_asked_one_feed_after_the_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[float] = []

    async def handler(request: Request, out: Out) -> None:
        times.append(time.monotonic())
        await asyncio.sleep(0.05)
        await out.whole(two(request.path))

    async with FaultServer(dict.fromkeys("abc", handler)) as server:
        desk.feeds = [Feed(name, server.url(name)) for name in "abc"]
        await desk.refresh(manual=True)
        assert server.most_at_once == 3
        times.clear()
        server.most_at_once = 0
        monkeypatch.setattr(module, "queue_of", lambda _: "one host")
        await desk.refresh(manual=True, gap=0.1)
        assert server.most_at_once == 1
    assert min(times[1] - times[0], times[2] - times[1]) >= 0.15


async def test_a_password_in_an_address_is_sent_but_neither_told_nor_stored(desk: Desk) -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        url = server.url("feed").replace("//", "//user:hunter2@") + "?token=hunter2"
        desk.feeds = [Feed("Feed", url), Feed("Off", url.replace("/feed", "/missing"))]
        done = await desk.refresh()
        assert done["Feed"]["new"] == 2
        assert all("authorization" in request.headers for request in server.asked)
    assert "hunter2" not in json.dumps(desk.events)
    path = desk.archive.path
    desk.archive.close()
    assert b"hunter2" not in path.read_bytes()


async def test_a_fault_of_our_own_harms_one_feed_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = module.file_entries

    def broken(shelf: Any, feed: Feed, *more: Any) -> Any:
        if feed.name == "a":
            raise KeyError("secret")
        return original(shelf, feed, *more)

    monkeypatch.setattr(module, "file_entries", broken)
    async with FaultServer({"a": serving(two("a")), "b": serving(two("b"))}) as server:
        desk.feeds = [Feed(name, server.url(name)) for name in "ab"]
        done = await desk.refresh()
    assert done["a"]["outcome"] == "parse"
    assert done["a"]["reason"] == "signalboard failed on it (KeyError)"
    assert done["b"]["new"] == 2
    assert desk.archive.feed_states()[desk.feeds[0].url].failures == 1


async def test_cancelling_keeps_what_came_and_tells_the_total(desk: Desk) -> None:
    async def hang(_: Request, _out: Out) -> None:
        await asyncio.sleep(60)

    async with FaultServer({"good": serving(two("good")), "hang": hang}) as server:
        desk.feeds = [Feed("hang", server.url("hang")), Feed("good", server.url("good"))]
        work = asyncio.create_task(desk.refresh())
        while len(desk.stories()) < 2:
            await asyncio.sleep(0.02)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
    assert desk.events[-1]["event"] == "total"
    assert desk.events[-1]["stopped"] is True
    assert len(desk.stories()) == 2


# -- the bundled feed --------------------------------------------------------


async def test_the_bundled_feed_comes_first_without_any_network(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_over_the_wire", _nothing)
    desk.feeds = [Feed("Far", "https://far.example/"), BUNDLED]
    done = await desk.refresh()
    assert list(done) == ["Bundled"]
    assert done["Bundled"]["new"] >= 100
    assert len(desk.stories()) > 0
    assert [event["event"] for event in desk.events][:2] == ["start", "started"]
    assert await desk.refresh() == {}
    assert (await desk.refresh(manual=True))["Bundled"]["outcome"] == "unchanged"
    desk.now += 2 * DAY
    assert (await desk.refresh())["Bundled"]["outcome"] == "unchanged"


async def _nothing(*_: object) -> None:
    return None


async def test_a_bundled_feed_of_a_new_version_is_read_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies: list[bytes | None] = [rss(item(1, title="The first thing of all"))]
    monkeypatch.setattr(module, "bundled_body", lambda _: bodies[0])
    desk.feeds = [BUNDLED]
    assert (await desk.refresh())["Bundled"]["new"] == 1
    bodies[0] = rss(item(1, title="The first thing of all"), item(2, title="And a second thing"))
    assert (await desk.refresh())["Bundled"]["new"] == 1
    bodies[0] = None
    desk.now += 2 * DAY
    assert (await desk.refresh())["Bundled"]["outcome"] == "not-a-feed"


@pytest.mark.parametrize("name", ["", "../wire/fetch", "no-such-feed", "agent-economy.atom", "/"])
def test_only_what_ships_is_bundled(name: str) -> None:
    assert bundled.bundled_body(f"bundled:{name}") is None
    assert bundled.bundled_body(BUNDLED.url) is not None


async def test_a_new_address_written_by_hand_is_the_same_feed(desk: Desk) -> None:
    async def moved(_: Request, out: Out) -> None:
        await out.head(301, "Location: /new", "Content-Length: 0")

    async with FaultServer({"old": moved, "new": conditional()}) as server:
        desk.feeds = [Feed("Feed", server.url("old"))]
        await desk.refresh()
        desk.feeds = [Feed("Feed", server.url("new"))]
        done = await desk.refresh(manual=True)
        assert (done["Feed"]["outcome"], done["Feed"]["new"]) == ("unchanged", 0)
    assert list(desk.archive.feed_states()) == [desk.feeds[0].url]
    assert len(desk.stories()) == 2
    assert desk.archive.check() == []
