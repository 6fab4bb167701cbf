"""How feeds are asked: names for hosts, logins, proxies; and that no secret gets out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from signalboard import config
from signalboard.model import Feed, FeedState, Outcome
from signalboard.wire.fetch.fetched import Fetched, Limits
from signalboard.wire.fetch.fetching import fetch
from signalboard.wire.fetch.proxies import Proxies
from signalboard.wire.fetch.transport import USER_AGENT, Client, Manners
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.wire.running import serving

NOW = 1_795_000_000
LIMITS = Limits(total=3.0, connect=1.0)


async def _asked(url: str, manners: Manners, **more: object) -> Fetched:
    async with Client(manners=manners) as client:
        feed = Feed("Feed", url, **more)  # type: ignore[arg-type]
        return await fetch(client, feed, FeedState(url), LIMITS, NOW)


def test_a_host_hears_the_name_it_wants() -> None:
    manners = Manners({"sec.gov": "Desk desk@example.org", "data.sec.gov": "Data"})
    assert manners.user_agent("www.SEC.gov") == "Desk desk@example.org"
    assert manners.user_agent("sec.gov") == "Desk desk@example.org"
    assert manners.user_agent("data.sec.gov") == "Data"
    assert manners.user_agent("notsec.gov") == USER_AGENT


async def test_the_feeds_own_name_goes_before_that_of_its_host() -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        manners = Manners({"127.0.0.1": "for the host"})
        await _asked(server.url("feed"), manners)
        await _asked(server.url("feed"), manners, user_agent="its own")
        first, second = server.requests("feed")
    assert first.headers["user-agent"] == "for the host"
    assert second.headers["user-agent"] == "its own"


async def test_a_login_goes_to_the_feeds_own_server_only() -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as other:

        async def away(_: Request, out: Out) -> None:
            await out.head(302, f"Location: {other.url('feed')}", "Content-Length: 0")

        async with FaultServer({"feed": away}) as server:
            url = server.url("feed")
            fetched = await _asked(url, Manners(logins={url: ("me", "s3cret")}))
            (mine,), (theirs,) = server.requests("feed"), other.requests("feed")
    assert fetched.outcome is Outcome.ENTRIES
    assert mine.headers["authorization"] == "Basic bWU6czNjcmV0"
    assert "authorization" not in theirs.headers


@pytest.mark.parametrize(("allowed", "outcome"), [(True, "network"), (False, "protocol")])
async def test_a_step_down_to_http_only_where_the_feed_says_so(allowed: bool, outcome: str) -> None:
    from tests.wire.test_fetch import _trusting

    async def down(_: Request, out: Out) -> None:
        await out.head(301, "Location: http://127.0.0.1:1/feed", "Content-Length: 0")

    async with (
        FaultServer({"feed": down}, tls=True) as server,
        Client(verify=_trusting()) as client,
    ):
        url = server.url("feed").replace("127.0.0.1", "localhost")
        feed = Feed("Feed", url, allow_http=allowed)
        fetched = await fetch(client, feed, FeedState(url), LIMITS, NOW)
    assert fetched.outcome == outcome


async def test_a_proxy_is_asked_only_where_that_was_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def proxy(request: Request, out: Out) -> None:
        await out.whole(two("proxied"))

    async with FaultServer({"http://far.example/feed": proxy}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY", "REQUEST_METHOD"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", server.url("").rstrip("/"))
        monkeypatch.setenv("no_proxy", "near.example")
        proxies = Proxies.of_environment()
        assert proxies.of("http://near.example/feed") is None
        assert proxies.of("https://far.example/feed") is None
        fetched = await _asked("http://far.example/feed", Manners(proxies=proxies))
        assert fetched.outcome is Outcome.ENTRIES
        assert [request.path for request in server.asked] == ["http://far.example/feed"]

        async def nowhere(host: str, port: int) -> list[str]:
            return []

        async with Client(resolve=nowhere) as client:
            url = "http://far.example/feed"
            direct = await fetch(client, Feed("Feed", url), FeedState(url), LIMITS, NOW)
        assert direct.outcome is Outcome.NETWORK
        assert len(server.asked) == 1


async def test_a_proxy_does_not_lead_a_redirect_to_this_machine() -> None:
    async def proxy(request: Request, out: Out) -> None:
        await out.head(302, "Location: http://2130706433/feed", "Content-Length: 0")

    async with FaultServer({"http://far.example/feed": proxy}) as server:
        proxies = Proxies({"http": server.url("").rstrip("/")})
        fetched = await _asked("http://far.example/feed", Manners(proxies=proxies))
    assert fetched.outcome is Outcome.PROTOCOL
    assert "private" in fetched.reason
    assert len(server.asked) == 1


@pytest.mark.parametrize("proxy", ["socks9://user:s3cret@x", "http://[", "::"])
async def test_a_proxy_that_is_none_is_said_without_its_password(proxy: str) -> None:
    fetched = await _asked("http://far.example/feed", Manners(proxies=Proxies({"http": proxy})))
    assert fetched.outcome in (Outcome.NETWORK, Outcome.PROTOCOL)
    assert "s3cret" not in fetched.reason


# -- logins at rest ------------------------------------------------------------


def test_a_login_is_kept_where_only_its_owner_can_read_it(tmp_path: Path) -> None:
    where = config.places(tmp_path, None, {})
    assert config.logins(where) == {}
    config.set_login(where, "https://x.example/feed", ("me", "s3cret"))
    (tmp_path / "logins.json").chmod(0o644)
    config.set_login(where, "https://y.example/feed", ("you", "wörd"))
    assert (tmp_path / "logins.json").stat().st_mode & 0o777 == 0o600
    assert config.logins(where)["https://y.example/feed"] == ("you", "wörd")
    assert config.set_login(where, "https://x.example/feed", None)
    assert not config.set_login(where, "https://x.example/feed", None)
    assert list(config.logins(where)) == ["https://y.example/feed"]
    (tmp_path / "logins.json").write_text("[1")
    with pytest.raises(config.ConfigProblem, match="feed login"):
        config.logins(where)


SECRET, TOKEN, LISTED, KEYED = "Pa55phrase", "t0kent0ken", "L1stedword", "K3yheader"


_MEANT = ("feeds.yaml", "logins.json", "withheld.json", "settings.cache")
"""Files that hold secrets, for their owner alone."""


async def test_no_secret_leaves_the_file_it_is_kept_in(tmp_path: Path) -> None:
    async def wants_login(request: Request, out: Out) -> None:
        if "authorization" in request.headers:
            await out.whole(two("behind the login"), 'ETag: "1"')
        else:
            await out.head(401, "Content-Length: 0")

    async def broken(_: Request, out: Out) -> None:
        await out.head(500, "Content-Length: 0")

    said: list[str] = []

    def run(*words: str, stdin: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "signalboard", "--home", str(tmp_path), *words],
            input=stdin, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        said.extend((done.stdout, done.stderr))
        return done.stdout

    async with FaultServer({"kept": wants_login, "listed": wants_login, "bad": broken}) as server:
        listed = server.url("listed").replace("//", f"//me:{LISTED}@")
        bad = server.url("bad").replace("//", f"//me:{LISTED}@") + f"?token={TOKEN}"
        (tmp_path / "feeds.yaml").write_text(
            "feeds:\n"
            f"  - {{name: Kept, url: '{server.url('kept')}'}}\n"
            f"  - {{name: Listed, url: '{listed}'}}\n"
            f"  - {{name: Bad, url: '{bad}'}}\n"
            f"  - {{name: Keyed, url: '{server.url('keyed')}', headers: {{X-Key: {KEYED}}}}}\n"
        )
        before = config.load(tmp_path / "feeds.yaml").feeds
        from asyncio import to_thread

        await to_thread(run, "feed", "login", "Kept", stdin=f"me\n{SECRET}\n")
        await to_thread(run, "refresh", "--json")
        await to_thread(run, "refresh", "--now", "Bad", "Kept")
        for words in (
            ["feed", "list"], ["feed", "list", "--json"], ["feed", "show", "Bad"], ["doctor"],
            ["feed", "show", "Listed"], ["stories", "--json"], ["export"], ["feed", "export"],
        ):  # fmt: skip
            await to_thread(run, *words)
        for words in (
            ["feed", "pause", "Bad"], ["feed", "remove", "Bad"], ["undo"], ["undo"], ["undo"],
            ["redo"], ["redo"], ["undo"], ["feed", "pause", "Bad"], ["feed", "resume", "Bad"],
            ["feed", "remove", "Keyed"], ["undo"],
        ):  # fmt: skip
            await to_thread(run, *words)
        answered = [json.loads(line) for line in run("feed", "list", "--json").splitlines()]
    assert {f["name"]: f["outcome"] for f in answered} == {
        "Kept": "unchanged", "Listed": "entries", "Bad": "http-error", "Keyed": "http-error",
    }  # fmt: skip
    everything = "\n".join(said).encode()
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.name not in _MEANT:
            everything += file.read_bytes()
    for secret in (SECRET, TOKEN, LISTED, KEYED):
        assert secret.encode() not in everything
    for name in _MEANT[1:]:
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert set(config.load(tmp_path / "feeds.yaml").feeds) == set(before)
