"""Permanent redirects: when they are taken over, when given up; and a network that lies."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from signalboard.model import Feed, FeedState, Outcome, replace
from signalboard.wire.refresh.portal import Heard
from signalboard.wire.schedule import DAY, HOUR, NEVER, Answer, after
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Handler, Out, Request
from tests.wire.running import Desk, serving

NOW = 1_790_000_000
LISTED, MOVED = "https://old.example/feed", "https://new.example/feed"
FRESH = FeedState(LISTED)
THERE = Answer(
    Outcome.ENTRIES, etag='"a"', keeps_validators=True, moved_to=MOVED, is_same_feed=True
)
HERE = replace(THERE, moved_to=None)
FAILS = Answer(Outcome.NETWORK, "no connection")
TAKEN = replace(FRESH, moved_to=MOVED, moved_at=NOW, moved_checks=3)


def _through(state: FeedState, *answers: Answer, every: int = DAY) -> FeedState:
    for number, answer in enumerate(answers):
        state = after(state, answer, NOW + number * every)
    return state


@pytest.mark.parametrize(
    ("state", "answers", "every", "address"),
    [
        (FRESH, [THERE], DAY, None),
        (FRESH, [THERE] * 2, DAY, None),
        (FRESH, [THERE] * 3, DAY, MOVED),
        (FRESH, [THERE] * 3, 3 * DAY, MOVED),
        (FRESH, [THERE] * 3, 4 * DAY, None),  # three checks, but not within seven days
        (FRESH, [THERE] * 6, 8 * DAY, None),
        (FRESH, [THERE, HERE, THERE, THERE], DAY, None),  # it came back in between
        (FRESH, [THERE, FAILS, THERE, THERE], DAY, MOVED),  # a failure takes nothing back
        (FRESH, [THERE, THERE, replace(THERE, moved_to="https://x.example/")], DAY, None),
        (FRESH, [replace(THERE, is_same_feed=False)] * 5, DAY, None),
        (FRESH, [replace(THERE, outcome=Outcome.UNCHANGED)] * 3, DAY, MOVED),
        (FRESH, [replace(THERE, outcome=Outcome.NOT_A_FEED)] * 5, DAY, None),
        (TAKEN, [HERE] * 9, DAY, MOVED),
        (TAKEN, [FAILS] * 2, DAY, MOVED),
        (TAKEN, [FAILS, FAILS, HERE, FAILS, FAILS], DAY, MOVED),
        (TAKEN, [FAILS] * 3, DAY, None),
        (TAKEN, [Answer(Outcome.GONE, status=410)], DAY, None),
        (TAKEN, [replace(THERE, moved_to="https://third.example/")], DAY, None),
    ],
)  # fmt: skip
def test_where_a_feed_is_asked(
    state: FeedState, answers: Sequence[Answer], every: int, address: str | None
) -> None:
    assert _through(state, *answers, every=every).taken_over == address


def test_the_same_place_with_https_is_taken_over_at_once() -> None:
    plain = FeedState("http://old.example/feed?x=1")
    safer = replace(THERE, moved_to="https://old.example/feed?x=1")
    assert _through(plain, safer).taken_over == safer.moved_to
    assert _through(plain, replace(THERE, moved_to="https://old.example/")).taken_over is None


def test_what_is_gone_elsewhere_is_looked_for_where_it_was_listed() -> None:
    lost = _through(TAKEN, Answer(Outcome.GONE, status=410))
    assert HOUR <= lost.next_at - NOW < DAY
    gone = _through(lost, Answer(Outcome.GONE, status=410))
    assert gone.next_at == NEVER


def _to(url: str, status: int = 301) -> Handler:
    async def handler(_: Request, out: Out) -> None:
        await out.head(status, f"Location: {url}", "Content-Length: 0")

    return handler


async def test_a_moved_feed_keeps_its_history_and_is_asked_where_it_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    handlers: dict[str, Handler] = {"new": serving(two("new"))}
    async with FaultServer(handlers) as server:
        handlers["old"] = _to(server.url("new"))
        desk.feeds = [Feed("Feed", server.url("old"))]
        for _ in range(5):
            done = await desk.refresh(manual=True)
            assert done["Feed"]["outcome"] in ("entries", "unchanged")
            desk.now += DAY
        assert (len(server.requests("old")), len(server.requests("new"))) == (3, 5)
        (state,) = desk.archive.feed_states().values()
        assert (state.url, state.taken_over) == (server.url("old"), server.url("new"))
        assert state.entries_seen == len(desk.stories()) == 2

        del handlers["new"]  # the new address fails; the old one knows a third
        handlers |= {"third": serving(two("new")), "old": _to(server.url("third"))}
        for _ in range(4):
            done = await desk.refresh(manual=True)
            desk.now += DAY
        assert done["Feed"]["outcome"] in ("entries", "unchanged")
        assert len(desk.stories()) == 2


async def test_a_feed_stored_with_its_key_in_clear_goes_on_under_the_mark(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        url = server.url("feed?a=1")
        desk.feeds = [Feed("Feed", url)]
        await desk.refresh(manual=True)
        with_key = server.url("feed?userAuthToken=hunter2")
        desk.archive.rename_feed(url, with_key)
        desk.feeds = [Feed("Feed", with_key)]
        desk.now += DAY
        done = await desk.refresh(manual=True)
        assert (done["Feed"]["outcome"], done["Feed"]["new"]) == ("unchanged", 0)
        (state,) = desk.archive.feed_states().values()
        assert "hunter2" not in state.url
        assert state.entries_seen == len(desk.stories()) == 2


async def test_another_feed_at_the_new_address_is_not_taken_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    handlers: dict[str, Handler] = {"old": serving(two("old")), "ads": serving(two("ads"))}
    async with FaultServer(handlers) as server:
        desk.feeds = [Feed("Feed", server.url("old"))]
        await desk.refresh(manual=True)
        handlers["old"] = _to(server.url("ads"))
        bodies = [two(f"ads {n}").replace(b"id-", b"%d-" % n) for n in range(6)]
        handlers["ads"] = serving(*bodies)
        for _ in range(5):
            desk.now += DAY
            await desk.refresh(manual=True)
        (state,) = desk.archive.feed_states().values()
    assert state.taken_over is None


def _numbered(about: str, *, day: int) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><title>{about} {verb}</title>"
        f"<link>http://{about}.example/{n}</link>"
        f"<pubDate>Mon, {day:02} Sep 2026 10:00:0{n} GMT</pubDate></item>"
        for n, verb in enumerate(("reopens", "burns", "ages"))
    )
    return f"<rss version='2.0'><channel><title>{about}</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize("day", [14, 21], ids=["same dates", "other dates"])
async def test_another_feed_with_the_same_numbers_is_not_taken_over(
    tmp_path: Path, day: int
) -> None:
    desk = Desk(tmp_path)
    handlers: dict[str, Handler] = {"old": serving(_numbered("Wafers", day=14))}
    async with FaultServer(handlers) as server:
        desk.feeds = [Feed("Feed", server.url("old"))]
        await desk.refresh(manual=True)
        handlers["old"] = _to(server.url("ads"))
        handlers["ads"] = serving(_numbered("Casino", day=day))
        for _ in range(6):
            desk.now += DAY
            await desk.refresh(manual=True)
        (state,) = desk.archive.feed_states().values()
    assert state.taken_over is None


# -- a network that answers in everybody's place -----------------------------


@pytest.mark.parametrize(
    ("heard", "portal"),
    [
        ([("a", "p", "not-a-feed"), ("b", "p", "not-a-feed"), ("c", "p", "not-a-feed")], "p"),
        ([("a", "p", "protocol"), ("b", "p", "http-error"), ("c", "p", "not-a-feed")], "p"),
        ([("a", "p", "not-a-feed"), ("b", "p", "not-a-feed")], None),
        ([("a", "p", "not-a-feed"), ("b", "p", "not-a-feed"), ("c", "q", "not-a-feed")], None),
        ([("a", "p", "not-a-feed"), ("b", "p", "not-a-feed"), ("c", "c", "not-a-feed")], None),
        ([("a", "p", "entries"), ("b", "p", "not-a-feed"), ("c", "p", "not-a-feed")], None),
        ([(x, "p", "not-a-feed") for x in "abc"] + [("d", "", "tls"), ("e", "", "timeout")], "p"),
        ([(x, "p", "not-a-feed") for x in "abc"] + [("d", "d", "unchanged")], None),
        ([("a/1", "p", "gone"), ("a/2", "p", "gone"), ("a/3", "p", "gone")], None),
    ],
)
def test_what_is_a_portal(heard: list[tuple[str, str, str]], portal: str | None) -> None:
    run = Heard()
    for listed, final, outcome in heard:
        host, _, path = listed.partition("/")
        final = f"http://{final}.example/login" if final else ""
        run.note(f"http://{host}.example/feed{path}", final, Outcome(outcome))
    assert run.portal == (f"{portal}.example" if portal else None)


@pytest.mark.parametrize("status", [301, 302])
async def test_a_portal_changes_nothing_and_is_said_once(tmp_path: Path, status: int) -> None:
    async def login(_: Request, out: Out) -> None:
        await out.whole(b"<html><title>Hotel</title>Log in</html>", "Content-Type: text/html")

    desk, handlers = Desk(tmp_path), [{"feed": serving(two(name))} for name in "abc"]
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(FaultServer(each)) for each in handlers]
        hotel = await stack.enter_async_context(FaultServer({"login": login}))
        desk.feeds = [Feed(f"F{n}", s.url("feed")) for n, s in enumerate(servers)]
        await desk.refresh()
        before = desk.archive.feed_states()
        desk.now += 2 * DAY
        for each in handlers:
            each["feed"] = _to(hotel.url("login"), status)
        done = await desk.refresh()
        notices = [event for event in desk.events if event["event"] == "notice"]
        stood = desk.archive.feed_states()
        for each, name in zip(handlers, "abc", strict=True):
            each["feed"] = serving(two(name))
        desk.now += 2 * HOUR
        again = await desk.refresh()
    assert len(notices) == 1
    assert "log in" in notices[0]["text"]
    assert [event["outcome"] for event in done.values()] == ["not-a-feed"] * 3
    for url, state in stood.items():
        was = before[url]
        assert replace(state, attempted_at=was.attempted_at, next_at=was.next_at) == was
        assert HOUR <= state.next_at - (desk.now - 2 * HOUR) <= 1.1 * HOUR
        assert len(desk.archive.checks(url)) == 2
    assert [event["outcome"] for event in again.values()] == ["unchanged"] * 3
    await asyncio.sleep(0)


async def test_a_feed_sent_elsewhere_while_others_answer_is_told_as_it_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with FaultServer({"good": serving(two("good"))}) as server, FaultServer({}) as other:
        good, astray = server.url("good"), server.url("astray")
        server.handlers["astray"] = _to(other.url("nothing"))
        desk.feeds = [Feed("good", good), Feed("astray", astray)]
        done = await desk.refresh()
        state = desk.archive.feed_states()[astray]
    assert done["astray"]["outcome"] == "http-error"
    assert (state.outcome, state.failures) == (Outcome.HTTP_ERROR, 1)
