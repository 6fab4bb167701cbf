"""One request: what it sends, what it takes, and what it never tells."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import Sequence
from typing import Any

import httpcore
import pytest

from signalboard.model import Feed, FeedState, Outcome
from signalboard.wire.fetch.fetched import Fetched, Limits
from signalboard.wire.fetch.fetching import fetch
from signalboard.wire.fetch.transport import Client
from tests.faults.feeds import two
from tests.faults.http2 import Http2Server
from tests.faults.server import CERTIFICATE, FaultServer, Handler, Out, Request

NOW = 1_795_000_000
LIMITS = Limits(total=3.0, connect=1.0)


async def _feed(request: Request, out: Out) -> None:
    await out.whole(two("feed"), 'ETag: W/"caf\xe9 1"', "Last-Modified: yesterday, or so")


async def _asked(
    url: str, state: FeedState | None = None, limits: Limits = LIMITS, **more: Any
) -> Fetched:
    async with Client() as client:
        feed = Feed("Feed", url, **more)
        return await fetch(client, feed, state or FeedState(url), limits, NOW)


async def _served(handler: Handler, state: FeedState | None = None, **more: Any) -> Fetched:
    async with FaultServer({"feed": handler}) as server:
        return await _asked(server.url("feed"), state, **more)


async def test_validators_are_sent_back_byte_for_byte_from_the_second_time_on() -> None:
    async with FaultServer({"feed": _feed}) as server:
        url = server.url("feed")
        first = await _asked(url)
        assert (first.etag, first.last_modified) == ('W/"caf\xe9 1"', "yesterday, or so")
        state = FeedState(url, etag=first.etag, last_modified=first.last_modified)
        await _asked(url, state)
        one, two_ = server.requests("feed")
    assert not {"if-none-match", "if-modified-since"} & set(one.headers)
    assert two_.headers["if-none-match"] == 'W/"caf\xe9 1"'
    assert two_.headers["if-modified-since"] == "yesterday, or so"


async def test_a_304_that_was_asked_for_says_how_long_it_is_good() -> None:
    async def handler(_: Request, out: Out) -> None:
        await out.head(304, "Cache-Control: max-age=7200")

    fetched = await _served(handler, FeedState("x", etag='"a"'))
    assert (fetched.outcome, fetched.asked) == (Outcome.UNCHANGED, 7200)
    assert not fetched.forgets_validators
    unasked = await _served(handler)
    assert (unasked.outcome, unasked.forgets_validators) == (Outcome.UNCHANGED, True)


async def test_the_same_bytes_are_no_news_and_bring_their_validators() -> None:
    first = await _served(_feed)
    again = await _served(_feed, FeedState("x", body_hash=first.body_hash))
    assert (again.outcome, again.body) == (Outcome.UNCHANGED, b"")
    assert (again.etag, again.body_hash) == (first.etag, first.body_hash)


async def test_a_validator_too_long_to_keep_is_not_kept() -> None:
    async def handler(_: Request, out: Out) -> None:
        await out.whole(two("feed"), f'ETag: "{"x" * 3000}"', "Last-Modified: now")

    fetched = await _served(handler)
    assert (fetched.etag, fetched.last_modified) == (None, "now")


async def test_user_and_headers_of_a_feed_go_to_its_own_server_only() -> None:
    async with FaultServer({"feed": _feed}) as other:

        async def handler(_: Request, out: Out) -> None:
            await out.head(302, f"Location: {other.url('feed')}", "Content-Length: 0")

        async with FaultServer({"feed": handler}) as own:
            url = own.url("feed").replace("//", "//us%40er:pass:word@")
            fetched = await _asked(url, headers=(("X-Key", "hunter2"), ("Accept", "text/xml")))
        assert fetched.outcome is Outcome.ENTRIES
        (sent,) = own.asked
        (passed_on,) = other.asked
    assert sent.headers["authorization"] == "Basic dXNAZXI6cGFzczp3b3Jk"
    assert (sent.headers["x-key"], sent.headers["accept"]) == ("hunter2", "text/xml")
    assert not {"authorization", "x-key", "referer", "cookie"} & set(passed_on.headers)
    assert passed_on.headers["accept"].startswith("application/atom+xml")


async def test_a_feed_may_have_a_user_agent_of_its_own() -> None:
    async with FaultServer({"feed": _feed}) as server:
        await _asked(server.url("feed"), user_agent="Example Research ops@example.com")
        assert server.asked[0].headers["user-agent"] == "Example Research ops@example.com"


@pytest.mark.parametrize(
    ("statuses", "has_moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), False), ((302, 301), False)],
)
async def test_only_permanent_redirects_all_the_way_are_a_move(
    statuses: Sequence[int], has_moved: bool
) -> None:
    async def handler(request: Request, out: Out) -> None:
        step = request.count
        if step == len(statuses):
            await _feed(request, out)
        else:
            await out.head(statuses[step], f"Location: /feed?{step}", "Content-Length: 0")

    async with FaultServer({"feed": handler}) as server:
        fetched = await _asked(server.url("feed"))
        last = server.url("feed") + f"?{len(statuses) - 1}"
    assert fetched.final_url == last
    assert fetched.moved_to == (last if has_moved else None)


async def test_a_feed_that_stays_has_not_moved() -> None:
    assert (await _served(_feed)).moved_to is None


@pytest.mark.parametrize(
    "url",
    ["", "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1/feed", "http://", "http://[::1",
     "http://127.0.0.1:99999/", "javascript:alert(1)", "http://a b/", "http://\x1b/"],
)  # fmt: skip
async def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    fetched = await _asked(url)
    assert fetched.outcome is Outcome.PROTOCOL
    assert fetched.reason == "its address is not one of http or https"


@pytest.mark.parametrize(
    "header", [("X-Bad", "a\r\nX-More: b"), ("X Bad", "a"), ("X-Bad", "腾讯"), ("腾讯", "a")]
)
async def test_a_header_that_cannot_be_sent_is_said(header: tuple[str, str]) -> None:
    async with FaultServer({"feed": _feed}) as server:
        fetched = await _asked(server.url("feed"), headers=(header,))
        assert server.asked == []
    assert fetched.outcome is Outcome.PROTOCOL
    assert "header" in fetched.reason


def _closed_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return int(holder.getsockname()[1])


async def _reset(_: Request, out: Out) -> None:
    out.reset()


async def _hang(_: Request, _out: Out) -> None:
    await asyncio.sleep(60)


async def _elsewhere(_: Request, out: Out) -> None:
    await out.head(302, "Location: http://user:hunter2@127.0.0.1:1/?token=hunter2")


async def test_no_secret_of_an_address_is_ever_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    handlers = {"reset": _reset, "hang": _hang, "elsewhere": _elsewhere, "feed": _feed}
    async with FaultServer(handlers) as server:
        urls = [server.url(path) for path in (*handlers, "missing")]
        urls += [f"http://127.0.0.1:{_closed_port()}/", "file://x/", "http://127.0.0.1:x/"]
        for url in urls:
            secret = url.replace("//", "//user:hunter2@") + "?token=hunter2"
            fetched = await _asked(secret, limits=Limits(total=0.3))
            assert "hunter2" not in fetched.reason
            assert "user" not in fetched.reason
    assert "hunter2" not in caplog.text


async def test_a_closed_port_and_an_unknown_name_are_the_networks_fault() -> None:
    refused = await _asked(f"http://127.0.0.1:{_closed_port()}/")
    assert refused.outcome is Outcome.NETWORK
    assert "refused" in refused.reason

    async def resolve(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    async with Client(resolve=resolve) as client:
        url = "https://nowhere.example/"
        unknown = await fetch(client, Feed("Feed", url), FeedState(url), LIMITS, NOW)
    assert unknown.outcome is Outcome.NETWORK
    assert unknown.reason == "the name nowhere.example cannot be found"


async def test_a_name_is_looked_up_by_the_system() -> None:
    async with FaultServer({"feed": _feed}) as server:
        url = server.url("feed").replace("127.0.0.1", "localhost")
        assert (await _asked(url)).outcome is Outcome.ENTRIES


async def test_cancelling_is_not_an_outcome() -> None:
    async with FaultServer({"feed": _hang}) as server:
        task = asyncio.create_task(_asked(server.url("feed"), limits=Limits()))
        while not server.asked:
            await asyncio.sleep(0.01)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 1


PRIVATE = {
    "loopback.example": "127.0.0.1",
    "2130706433": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "link-local.example": "169.254.169.254",
    "intranet.example": "10.1.2.3",
    "home.example": "192.168.0.1",
    "carrier.example": "100.64.0.1",
    "nothing.example": "0.0.0.0",
    "six.example": "::1",
    "mapped.example": "::ffff:169.254.169.254",
    "unique.example": "fd00::1",
    "scoped.example": "fe80::1%eth0",
    "translated.example": "64:ff9b::7f00:1",
    "tunnelled.example": "2002:7f00:1::",
    "multicast.example": "224.0.0.1",
    "damaged.example": "not an address",
}
LITERAL = ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]"]
PUBLIC = {"public.example": "93.184.216.34", "also.example": "2606:2800:220:1::1"}


class _Internet:
    """Names that lead to addresses, all of which lead to one server here."""

    def __init__(self, server: FaultServer | Http2Server) -> None:
        self._server = server
        self.connected: list[str] = []

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        return [(PRIVATE | PUBLIC)[host]]

    async def connect(
        self, address: str, port: int, seconds: float | None
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append(address)
        here = httpcore.AnyIOBackend()
        return await here.connect_tcp("127.0.0.1", self._server.port, seconds)


async def _through(start: str, *targets: str) -> tuple[Fetched, list[str]]:
    async def handler(request: Request, out: Out) -> None:
        if request.count < len(targets):
            target = f"http://{targets[request.count]}/feed"
            await out.head(302, f"Location: {target}", "Content-Length: 0")
        else:
            await _feed(request, out)

    async with FaultServer({"feed": handler}) as server:
        net = _Internet(server)
        async with Client(resolve=net.resolve, connect=net.connect) as client:
            url = f"http://{start}/feed"
            feed = Feed("Feed", url)
            return await fetch(client, feed, FeedState(url), LIMITS, NOW), net.connected


@pytest.mark.parametrize("target", [*PRIVATE, *LITERAL])
async def test_a_public_feed_may_not_redirect_to_a_private_address(target: str) -> None:
    fetched, connected = await _through("public.example", target)
    assert fetched.outcome is Outcome.PROTOCOL
    assert "private" in fetched.reason
    assert connected == [PUBLIC["public.example"]]
    fetched, connected = await _through("public.example", "also.example", target)
    assert fetched.outcome is Outcome.PROTOCOL
    assert connected == list(PUBLIC.values())


async def test_public_to_public_and_private_as_listed_are_followed() -> None:
    fetched, connected = await _through("public.example", "also.example", "public.example")
    assert fetched.outcome is Outcome.PROTOCOL
    assert "circle" in fetched.reason
    fetched, connected = await _through("public.example", "also.example")
    assert (fetched.outcome, len(connected)) == (Outcome.ENTRIES, 2)
    fetched, connected = await _through("intranet.example", "home.example", "127.0.0.1")
    assert (fetched.outcome, len(connected)) == (Outcome.ENTRIES, 3)
    fetched, _ = await _through("intranet.example", "public.example", "home.example")
    assert fetched.outcome is Outcome.PROTOCOL


async def test_the_next_address_of_a_name_is_tried() -> None:
    async with FaultServer({"feed": _feed}) as server:

        async def resolve(host: str, port: int) -> Sequence[str]:
            return ["127.0.0.2", "127.0.0.1"]

        async def connect(
            address: str, port: int, seconds: float | None
        ) -> httpcore.AsyncNetworkStream:
            if address == "127.0.0.2":
                raise httpcore.ConnectTimeout
            return await httpcore.AnyIOBackend().connect_tcp(address, port, seconds)

        async with Client(resolve=resolve, connect=connect) as client:
            url = server.url("feed").replace("127.0.0.1", "twice.example")
            fetched = await fetch(client, Feed("Feed", url), FeedState(url), LIMITS, NOW)
    assert fetched.outcome is Outcome.ENTRIES


async def test_a_name_without_addresses_cannot_be_reached() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return []

    async with Client(resolve=resolve) as client:
        url = "http://none.example/"
        fetched = await fetch(client, Feed("Feed", url), FeedState(url), LIMITS, NOW)
    assert fetched.outcome is Outcome.NETWORK


def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


async def test_tls_errors_are_errors() -> None:
    async with FaultServer({"feed": _feed}, tls=True) as server:
        untrusted = await _asked(server.url("feed"))
        assert server.asked == []
        async with Client(verify=_trusting()) as client:
            url = server.url("feed")
            trusted = await fetch(client, Feed("Feed", url), FeedState(url), LIMITS, NOW)
    assert untrusted.outcome is Outcome.TLS
    assert "certificate" in untrusted.reason
    assert trusted.outcome is Outcome.ENTRIES
    async with FaultServer({"feed": _feed}) as plain:
        mistaken = await _asked(plain.url("feed").replace("http:", "https:"))
    assert mistaken.outcome is Outcome.TLS


async def test_https_never_steps_down_to_http() -> None:
    async with FaultServer({"feed": _feed}) as plain:

        async def handler(_: Request, out: Out) -> None:
            await out.head(301, f"Location: {plain.url('feed')}", "Content-Length: 0")

        safe, client = FaultServer({"feed": handler}, tls=True), Client(verify=_trusting())
        async with safe, client:
            url = safe.url("feed")
            fetched = await fetch(client, Feed("Feed", url), FeedState(url), LIMITS, NOW)
        assert plain.asked == []
    assert fetched.outcome is Outcome.PROTOCOL
    assert "http" in fetched.reason


async def test_http2_is_spoken_where_the_server_does() -> None:
    async with Http2Server(two("feed")) as server, Client(verify=_trusting()) as client:
        url = f"https://127.0.0.1:{server.port}/feed"
        fetched = await fetch(client, Feed("Feed", url), FeedState(url), LIMITS, NOW)
    assert (fetched.outcome, fetched.body) == (Outcome.ENTRIES, two("feed"))
    assert fetched.etag == '"two"'


async def test_two_requests_on_one_connection_are_judged_by_its_address() -> None:
    async with Http2Server(two("feed"), together=2) as server:
        net = _Internet(server)
        async with Client(verify=_trusting(), resolve=net.resolve, connect=net.connect) as client:
            url = "https://public.example/feed"
            feed = Feed("Feed", url)
            both = await asyncio.gather(
                *(fetch(client, feed, FeedState(url), LIMITS, NOW) for _ in range(2))
            )
        assert server.connections >= 1
    assert {each.outcome for each in both} == {Outcome.ENTRIES}
