"""``feed add`` and ``feed look`` as processes of their own, against a server on this machine."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from signalboard import config
from signalboard.archive import Archive
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.wire.running import conditional, serving

PAGE = (
    b'<html><head><link rel="alternate" type="application/rss+xml" title="Main" href="/main">'
    b'<link rel="alternate" type="application/rss+xml" title="Other" href="/other"></head></html>'
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "feeds.yaml").write_text("# mine\nfeeds:\n")
    return folder


def feeds(home: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f.name, f.url, f.tags) for f in config.load(home / "feeds.yaml").feeds]


def entries(home: Path) -> int:
    archive = Archive.open(home / "archive.db")
    try:
        return archive.counts().entries
    finally:
        archive.close()


async def run(home: Path, *words: str, said: bytes = b"") -> tuple[int, str, str]:
    """A command without a terminal."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "signalboard", "--home", str(home), *words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    out, err = await process.communicate(said)
    assert process.returncode is not None and b"Traceback" not in err, err
    return process.returncode, out.decode(), err.decode()


async def at_a_terminal(home: Path, *words: str, typed: str) -> tuple[int, str]:
    """A command at a terminal where something is typed; what it showed."""
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "signalboard", "--home", str(home), *words),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""

    def read() -> bytes:
        try:
            return os.read(ours, 65536)
        except OSError:
            return b""

    while chunk := await asyncio.to_thread(read):
        shown += chunk
    os.close(ours)
    assert b"Traceback" not in shown, shown
    return await process.wait(), shown.decode()


async def test_a_feed_is_added_with_one_request_and_the_next_is_conditional(home: Path) -> None:
    async with FaultServer({"feed": conditional()}) as server:
        url = server.url("feed")
        status, out, err = await run(home, "feed", "add", url, "--yes", "--tag", "press")
        assert status == 0, err
        assert len(server.asked) == 1
        assert "RSS, 2 entries" in out and "Story 1 as feed tells it here" in out
        assert out.endswith("new feed: Feed\n") and "2 new entries" in err
        assert feeds(home) == [("Feed", url, ("press",))] and entries(home) == 2
        await run(home, "refresh")
        assert len(server.asked) == 1, "it was read a moment ago"
        status, _, err = await run(home, "refresh", "Feed")
        assert status == 0 and "nothing new" in err
        assert server.asked[-1].headers["if-none-match"] == '"one"'
        status, out, _ = await run(home, "undo")
        assert (home / "feeds.yaml").read_text() == "# mine\nfeeds:\n"


async def test_a_site_is_added_by_its_page(home: Path) -> None:
    handlers = {"": serving(PAGE), "main": serving(two("main")), "other": serving(two("other"))}
    async with FaultServer(handlers) as server:
        status, _, _ = await run(home, "feed", "add", server.url(""), "--yes", "--name", "Mine")
        assert status == 0 and feeds(home) == [("Mine", server.url("main"), ())]
        assert [request.path for request in server.asked] == ["", "main"]
        status, _, err = await run(home, "feed", "add", server.url("main/"), "--yes")
        assert status == 1 and "subscribed to already, as Mine" in err
        status, _, err = await run(home, "feed", "add", server.url(""), "--yes")
        assert status == 1 and "subscribed to already, as Mine" in err
        assert len(feeds(home)) == 1


async def test_a_person_chooses_sees_and_says_yes(home: Path) -> None:
    handlers = {"": serving(PAGE), "main": serving(two("main")), "other": serving(two("other"))}
    async with FaultServer(handlers) as server:
        status, shown = await at_a_terminal(home, "feed", "add", server.url(""), typed="\nn\n")
        assert status == 1 and "Nothing was changed" in shown and feeds(home) == []
        assert not (home / "archive.db").exists() or entries(home) == 0
        status, shown = await at_a_terminal(home, "feed", "add", server.url(""), typed="2\ny\n")
        assert status == 0, shown
        assert "Which one? [1]" in shown and "Story 1 as other tells it here" in shown
        assert "Add it? [y/N]" in shown
        assert feeds(home) == [("Feed", server.url("other"), ())] and entries(home) == 2
        assert len(server.requests("other")) == 1


async def test_without_a_terminal_the_address_is_added_as_it_stands(home: Path) -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        status, out, err = await run(home, "feed", "add", server.url("feed"), "--name", "A")
        assert (status, out) == (0, "new feed: A\n") and "--yes looks first" in err
        await run(home, "feed", "add", server.url("x"), "--name", "B", "--no-fetch", "--yes")
        assert server.asked == []
    assert [name for name, _, _ in feeds(home)] == ["A", "B"]


async def test_without_a_look_the_address_must_be_whole_and_every_failure_says_why(
    home: Path,
) -> None:
    for more in ((), ("--no-fetch",)):
        status, out, err = await run(home, "feed", "add", "127.0.0.1:1", *more)
        assert (status, out, feeds(home)) == (1, "", [])
        assert "https://127.0.0.1:1" in err and "--yes" in err
        assert "No server was asked" not in err
    page = b"<html><link rel=alternate type='application/rss+xml' href='/gone'></html>"
    async with FaultServer({"": serving(page)}) as server:
        status, _, err = await run(home, "feed", "look", server.url(""))
    assert status == 1 and "404" in err


async def test_where_the_network_fails_the_address_can_be_added_all_the_same(home: Path) -> None:
    url = "http://127.0.0.1:1/feed"
    for typed, status, count in (("\n", 1, 0), ("y\n", 0, 1)):
        came, shown = await at_a_terminal(home, "feed", "add", url, typed=typed)
        assert came == status and len(feeds(home)) == count
        assert "onnection refused" in shown and f"Add {url} all the same, unread?" in shown
    status, _, err = await run(home, "feed", "add", "http://127.0.0.1:1/other", "--yes")
    assert status == 0 and "added unread" in err and len(feeds(home)) == 2
    status, _, err = await run(home, "feed", "add", "127.0.0.1:2/x", "--yes")
    assert status == 0 and feeds(home)[-1][1] == "https://127.0.0.1:2/x"


async def test_a_page_without_feeds_is_not_added(home: Path) -> None:
    async with FaultServer({"": serving(b"<html><p>hello</p></html>")}) as server:
        status, _, err = await run(home, "feed", "add", server.url(""), "--yes")
    assert status == 1 and "names no feed" in err and "--no-fetch" in err
    assert feeds(home) == []


async def test_two_feeds_of_one_title_get_names_of_their_own(home: Path) -> None:
    async with FaultServer({"a": serving(two("a")), "b": serving(two("b"))}) as server:
        for path in ("a", "b"):
            assert (await run(home, "feed", "add", server.url(path), "--yes"))[0] == 0
    assert [name for name, _, _ in feeds(home)] == ["Feed", "Feed (127.0.0.1)"]


async def test_a_look_prints_and_keeps_nothing(home: Path) -> None:
    handlers = {"": serving(PAGE), "main": serving(two("main"))}
    async with FaultServer(handlers) as server:
        status, out, _ = await run(home, "feed", "look", server.url("?token=hush"), "--json")
        events = [json.loads(line) for line in out.splitlines()]
        assert status == 0 and "hush" not in out
        assert [e["event"] for e in events] == ["asking", "asking", "found", "preview"]
        status, out, err = await run(home, "feed", "look", server.url(""))
        assert status == 0 and "Other" in out and "not read" in out and "asking" in err
        status, out, _ = await run(home, "feed", "look", server.url("nothing"), "--json")
        assert status == 1 and json.loads(out.splitlines()[-2])["outcome"] == "http-error"
    assert feeds(home) == [] and entries(home) == 0


async def test_a_look_that_nobody_answers_ends(home: Path) -> None:
    async with FaultServer({"feed": serving(two("feed"))}) as server:
        words = ("feed", "look", "--json", "--answers", "-")
        find = json.dumps({"find": server.url("feed")}).encode() + b"\n"
        status, out, _ = await run(home, *words, said=find)
        assert status == 0 and json.loads(out.splitlines()[-1]) == {"event": "ready"}
        status, out, _ = await run(home, *words, said=b"")
        assert (status, out) == (1, "")
        junk = b"x\n[]\n" + find + b'{"look": 99}\n{"add": 1}\n{"add": "1"}\n' + b"y" * 99_999
        status, out, _ = await run(home, *words, said=junk)
        assert status == 0 and '"filed"' not in out
    assert feeds(home) == []


async def test_hostile_titles_reach_the_terminal_as_text(home: Path) -> None:
    async def hostile(_: Request, out: Out) -> None:
        body = two("x").replace(b"<title>Feed", "<title>a&#27;]52;c;x&#7;\u202e[b]".encode())
        await out.whole(body.replace(b"Story 1", b"&#155;31m[@click=app.quit]Story 1"))

    async with FaultServer({"feed": hostile}) as server:
        status, shown = await at_a_terminal(home, "feed", "add", server.url("feed"), typed="y\n")
    assert status == 0 and "[@click=app.quit]" in shown
    assert not [c for c in shown if c in "\x1b\x07\x9b\u202e"]
