"""Looking for the feeds of an address: few requests, and none that is made twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import httpcore
import pytest

from signalboard.links import feed_key
from signalboard.wire.discover.offers import Offer
from signalboard.wire.fetch.fetched import Limits
from signalboard.wire.fetch.transport import Client
from signalboard.wire.parse.pool import Parser
from signalboard.wire.refresh import looking as module
from signalboard.wire.refresh.looking import Looking
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Handler, Out, Request
from tests.wire.running import NOW, serving

PAGE = (
    '<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/c">'
    '<link rel="alternate" type="application/rss+xml" title="Main" href="/main"></head></html>'
)
NOTHING = b"<html><body><p>Hello.</p></body></html>"


def page(text: str) -> Handler:
    return serving(text.encode(), headers=("Content-Type: text/html",))


def redirect(to: str, status: int = 301) -> Handler:
    async def handler(_: Request, out: Out) -> None:
        await out.head(status, f"Location: {to}")

    return handler


class Looked:
    """What a look told."""

    def __init__(self, events: list[dict[str, Any]], found: bool, looking: Looking) -> None:
        self.events, self.found, self.looking = events, found, looking

    def all(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == kind]

    def urls(self) -> list[str]:
        (found,) = self.all("found")
        return [offer["url"] for offer in found["offers"]]

    def problem(self) -> str:
        return self.all("problem")[-1]["reason"]


async def look(typed: str, *numbers: int, **options: Any) -> Looked:
    events: list[dict[str, Any]] = []
    options = {"limits": Limits(total=5), "known": {}, "clock": lambda: NOW, **options}
    async with options.pop("client", None) or Client() as client, Parser(workers=1) as parser:
        looking = Looking(events.append, client, parser, **options)
        found = await looking.find(typed)
        for number in numbers:
            await looking.preview(number)
        looking.close()
    return Looked(events, found, looking)


async def test_an_address_that_is_a_feed_takes_one_request() -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        looked = await look(server.url("feed"), 1, 1)
        assert len(server.asked) == 1
    assert looked.found and looked.urls() == [server.url("feed")]
    (shown, *again) = looked.all("preview")
    assert all(each == shown for each in again)
    assert shown["kind"] == "RSS" and shown["count"] == 2
    assert [entry["title"] for entry in shown["entries"]] == [
        "Story 1 as feed tells it here",
        "Story 2 as feed tells it here",
    ]
    assert shown["entries"][0]["published"].endswith("Z")
    brought = looked.looking.brought(1)
    assert brought is not None and brought.body == two("feed")
    assert looked.looking.brought(2) is None and looked.looking.brought(0) is None


async def test_a_page_takes_one_more_for_the_first_of_its_feeds() -> None:
    handlers = {"": page(PAGE), "main": serving(two("main")), "c": serving(two("c"))}
    async with FaultServer(handlers) as server:
        looked = await look(server.url(""))
        assert [request.path for request in server.asked] == ["", "main"]
        assert looked.urls() == [server.url("main"), server.url("c")]
        assert [shown["number"] for shown in looked.all("preview")] == [1]
        looked = await look(server.url("#top"), 2)
        assert [request.path for request in server.asked[2:]] == ["", "main", "c"]
        assert [shown["number"] for shown in looked.all("preview")] == [1, 2]


async def test_every_request_is_a_first_one_and_sends_no_cookie() -> None:
    async def cookie(_: Request, out: Out) -> None:
        await out.whole(PAGE.encode(), "Set-Cookie: a=b", 'ETag: "x"', "Content-Type: text/html")

    async with FaultServer({"": cookie, "main": serving(two("main"))}) as server:
        await look(server.url(""))
        assert [request.path for request in server.asked] == ["", "main"]
        for request in server.asked:
            assert not {"cookie", "referer", "if-none-match"} & request.headers.keys()


async def test_a_feed_that_a_page_names_wrongly_gives_way_to_the_next() -> None:
    async with FaultServer({"": page(PAGE), "c": serving(two("c"))}) as server:
        looked = await look(server.url(""))
        assert looked.found
        assert [shown["number"] for shown in looked.all("preview")] == [2]
        (problem,) = looked.all("problem")
        assert problem["number"] == 1 and "404" in problem["reason"]


async def test_usual_places_are_tried_in_turn_where_the_page_names_none() -> None:
    handlers = {"": serving(NOTHING), "rss": page("<p>soft 404</p>"), "rss.xml": serving(two("x"))}
    async with FaultServer(handlers) as server:
        looked = await look(server.url(""))
        assert looked.urls() == [server.url("rss.xml")]
        paths = [request.path for request in server.asked]
        assert paths == ["", "feed", "rss", "atom.xml", "rss.xml"]
        assert server.most_at_once == 1


async def test_no_more_is_asked_of_a_site_than_a_few() -> None:
    async with FaultServer({"a/b": serving(NOTHING)}) as server:
        looked = await look(server.url("a/b"))
        assert not looked.found and len(server.asked) <= module.MOST_REQUESTS
        assert "names no feed on this page" in looked.problem()
        assert looked.all("found")[0]["offers"] == []


@pytest.mark.parametrize(("status", "asked"), [(429, 2), (403, 2), (404, 8)])
async def test_a_server_that_asks_for_patience_is_left_alone(status: int, asked: int) -> None:
    async def refuse(_: Request, out: Out) -> None:
        await out.head(status)

    async with FaultServer({"": serving(NOTHING), "feed": refuse}) as server:
        assert not (await look(server.url(""))).found
        assert len(server.asked) == asked


async def test_what_may_be_added_unread_is_the_feed_and_not_the_page(monkeypatch) -> None:
    async def busy(_: Request, out: Out) -> None:
        await out.head(429)

    async def broken(_: Request, out: Out) -> None:
        await out.head(503)

    async with FaultServer({"@me.rss": busy, "x": broken}) as server:
        rule = Offer(server.url("@me.rss"), "me", "known of this site")
        monkeypatch.setattr(module.known_sites, "offers", lambda url: (rule,) if "@" in url else ())
        looked = await look(server.url("@me"), whole=True)
        assert looked.all("problem")[-1]["unread"] == server.url("@me.rss")
        assert (await look(server.url("x"), whole=True)).events[-2]["unread"] == server.url("x")
        assert "unread" not in (await look(server.url("x"))).events[-2]
        assert "unread" not in (await look(server.url("none"), whole=True)).events[-2]
        assert [request.path for request in server.asked] == ["@me.rss", "x", "x", "none"]


async def test_what_a_person_can_do_is_said(monkeypatch) -> None:
    async def login(_: Request, out: Out) -> None:
        await out.head(401, "WWW-Authenticate: Basic")

    async def refuse(_: Request, out: Out) -> None:
        await out.head(403)

    async with FaultServer({"login": login, "refused": refuse}) as server:
        looked = await look(server.url("login"), whole=True)
        assert "feed login" in looked.problem()
        assert looked.all("problem")[-1]["unread"] == server.url("login")
        assert "user_agents" not in (await look(server.url("refused"))).problem()
        monkeypatch.setattr(module, "shown_host", lambda url: "www.sec.gov")
        assert "user_agents in feeds.yaml" in (await look(server.url("refused"))).problem()


async def test_two_requests_to_one_host_are_a_second_apart(monkeypatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with FaultServer({"": page(PAGE), "main": serving(two("main"))}) as server:
        monkeypatch.setattr(module, "queue_of", lambda url: "one host")
        monkeypatch.setattr(module.asyncio, "sleep", sleep)
        await look(server.url(""), gap=100.0)
    (waited,) = [seconds for seconds in slept if seconds > 1]
    assert waited <= 100 and module.GAP == 1


async def test_a_redirect_to_the_feed_is_followed_and_taken_over_where_it_is_for_good() -> None:
    handlers = {
        "old": redirect("/feed"), "now": redirect("/feed", 302), "feed": serving(two("feed")),
    }  # fmt: skip
    async with FaultServer(handlers) as server:
        assert (await look(server.url("old"))).urls() == [server.url("feed")]
        assert (await look(server.url("now"))).urls() == [server.url("now")]


async def test_an_address_without_a_scheme_is_tried_as_https_and_then_as_http() -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        typed = server.url("feed").removeprefix("http://")
        looked = await look(typed, limits=Limits(total=1))
        assert looked.found and looked.urls() == [server.url("feed")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hello there", "is no address of a site or a feed"),
        ("javascript:alert(1)", "is no address"),
        ("http://127.0.0.1:1/", "connection refused"),
        ("https://me:s3cret@", "is no address"),
    ],
)
async def test_what_cannot_be_asked_is_said(typed: str, said: str) -> None:
    looked = await look(typed)
    assert not looked.found and said in looked.problem()
    assert "s3cret" not in repr(looked.events)


async def test_what_is_neither_page_nor_feed_is_said_and_nothing_guessed() -> None:
    kml = b'<?xml version="1.0"?><kml xmlns="x"></kml>'
    opml = b'<?xml version="1.0"?><opml version="2.0"><body/></opml>'
    async with FaultServer({"kml": serving(kml), "opml": serving(opml)}) as server:
        assert "What came is a map (KML)." in (await look(server.url("kml"))).problem()
        assert "feed import" in (await look(server.url("opml"))).problem()
        assert "404" in (await look(server.url("none"))).problem()
        assert len(server.asked) == 3


async def test_credentials_are_left_out_and_said() -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        looked = await look(server.url("feed?token=hush").replace("//", "//me:s3cret@"))
        assert "authorization" not in server.asked[0].headers
    assert looked.all("note")[0]["said"].startswith("The user name and password")
    told = repr(looked.events)
    assert "s3cret" not in told and "hush" not in told and looked.found


async def test_who_is_to_subscribe_is_told_the_whole_address() -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        url = server.url("feed?token=hush")
        (shown,) = (await look(url, whole=True)).all("preview")
    assert shown["address"] == url and "hush" not in shown["url"]


async def test_a_feed_that_is_subscribed_to_is_known() -> None:
    async with FaultServer({"": page(PAGE), "main": serving(two("main"))}) as server:
        known = {feed_key(server.url("main").replace("http:", "https:")): "Mine"}
        looked = await look(server.url(""), known=known)
    assert [offer["known"] for offer in looked.all("found")[0]["offers"]] == ["Mine", None]


async def test_hostile_pages_are_bounded_and_say_so() -> None:
    async def endless(_: Request, out: Out) -> None:
        await out.head(200, "Content-Type: text/html")
        while True:
            await out.raw(b"<a href='/feed'>x</a>" * 5000)

    many = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(10_000)
    )
    handlers = {
        "endless": endless,
        "many": page(many),
        "links": page('<a href="/x">y</a>' * 500_000),
    }
    async with FaultServer(handlers) as server:
        started = time.monotonic()
        assert "sends more than is taken" in (await look(server.url("endless"))).problem()
        looked = await look(server.url("many"))
        assert len(looked.urls()) == 20 and len(server.asked) == 5, "three of them were asked for"
        assert not looked.found
        assert not (await look(server.url("links"))).found
        assert time.monotonic() - started < 40


@pytest.mark.parametrize(
    "named", ["http://127.0.0.1:{port}/feed", "http://intranet.example:{port}/feed"]
)
async def test_a_public_page_cannot_have_us_ask_inside(named: str) -> None:
    """The resolver is a fake: every name is served from this machine, whatever it is said to be."""
    addresses = {"public.example": "93.184.216.34", "intranet.example": "10.0.0.7"}

    async def resolve(host: str, port: int) -> Sequence[str]:
        return [addresses[host]]

    async def connect(address: str, port: int, seconds: float | None) -> Any:
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", port, seconds)

    handlers: dict[str, Handler] = {"feed": serving(two("feed"))}
    async with FaultServer(handlers) as server:
        href = named.format(port=server.port)
        handlers[""] = page(f'<link rel="alternate" type="application/rss+xml" href="{href}">')
        client = Client(resolve=resolve, connect=connect)
        url = server.url("").replace("127.0.0.1", "public.example")
        looked = await look(url, 1, client=client)
        assert [request.path for request in server.asked] == [""]
        assert not looked.found and "private address" in looked.problem()
        url = server.url("").replace("127.0.0.1", "intranet.example")
        assert (await look(url, client=Client(resolve=resolve, connect=connect))).found


async def test_looking_ends_in_good_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_: Request, _out: Out) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(module, "SECONDS", 0.3)
    async with FaultServer({"": hang}) as server:
        looked = await look(server.url(""))
    assert not looked.found and "given up" in looked.problem()


async def test_a_page_that_redirects_inside_to_a_private_address_is_not_followed() -> None:
    async with FaultServer({"": redirect("file:///etc/passwd")}) as server:
        assert "no web address" in (await look(server.url(""))).problem()
