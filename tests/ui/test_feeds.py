"""Adding feeds at the board: an address is looked at by a child, a list is shown first."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from signalboard.ui.dialogs.feed import FeedDialog
from signalboard.ui.dialogs.lists import ImportDialog
from signalboard.ui.looker import Looker
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.wire.running import serving

PAGE = (
    b'<link rel="alternate" type="application/rss+xml" title="Main" href="/main">'
    b'<link rel="alternate" type="application/rss+xml" title="Other" href="/other">'
)
OPML = """<opml><body><outline text="Press">
<outline text="Fine" xmlUrl="https://fine.test/feed"/><outline text="SCMP again"
xmlUrl="http://127.0.0.1:9/scmp/"/><outline text="Run" xmlUrl="|run"/></outline></body></opml>"""


def urls(run) -> list[str]:
    return [row.feed.url for row in run.desk.feeds()]


async def test_a_feed_is_added_by_its_site(open_board):
    handlers = {"": serving(PAGE), "main": serving(two("main")), "other": serving(two("other"))}
    async with FaultServer(handlers) as server, open_board(size=(80, 24)) as run:
        await run.keys("A")
        assert "╭─ New feed" in run.text and "Enter looks" in run.text
        await run.keys("text:" + server.url(""), "tab", "text:press, china", "enter")
        assert "Asking" in run.text and "Esc stops" in run.text
        await run.until("Story 1 as main")
        assert "▸ Feed" in run.text and "RSS, 2 entries, named by the page" in run.text
        await run.keys("down")
        assert "Enter reads it" in run.text and "Story 1 as main" not in run.text
        await run.keys("enter")
        await run.until("Story 1 as other")
        await run.keys("up")
        assert "Story 1 as main" in run.text
        await run.keys("enter")
        await run.until("new feed: Feed, 2 new entries")
        assert run.app.screen is run.board
        feed = run.desk.feeds()[-1].feed
        assert (feed.name, feed.url, feed.tags) == ("Feed", server.url("main"), ("press", "china"))
        assert [request.path for request in server.asked] == ["", "main", "other"]
        await run.until("2 new above")
        await run.keys("u")
        assert server.url("main") not in urls(run)


async def test_a_look_is_stopped_by_escape_and_its_child_with_it(open_board, monkeypatch):
    asked = asyncio.Event()
    closed = asyncio.Event()

    async def hang(_: Request, out: Out) -> None:
        asked.set()
        try:
            while True:
                await asyncio.sleep(0.05)
                await out.raw(b"")
                if out._writer.is_closing():
                    break
        finally:
            closed.set()

    async with FaultServer({"": hang}) as server, open_board(size=(80, 24)) as run:
        await run.keys("A", "text:" + server.url(""), "enter")
        await asyncio.wait_for(asked.wait(), 20)
        dialog = run.app.screen
        assert isinstance(dialog, FeedDialog)
        process = dialog._looker._process
        assert process is not None and process.returncode is None
        await run.keys("escape")
        assert "Stopped. Nothing was changed." in run.text
        await asyncio.wait_for(process.wait(), 5)
        await run.keys("escape")
        assert run.app.screen is run.board


async def test_leaving_ends_the_child(open_board):
    async with FaultServer({"f": serving(two("f"))}) as server, open_board(size=(80, 24)) as run:
        before = urls(run)
        await run.keys("A", "text:" + server.url("f"), "enter")
        await run.until("Story 1 as f")
        process = run.app.screen._looker._process
        await run.keys("escape")
        await asyncio.wait_for(process.wait(), 5)
        assert urls(run) == before


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_what_is_wrong_is_a_sentence_and_nothing_typed_is_lost(open_board, size):
    async with open_board(size=size) as run:
        before = len(urls(run))
        await run.keys("A", "enter")
        assert "New feed" in run.text
        await run.keys("text:hello there", "enter")
        await run.until("is no address")
        assert "hello there" in run.text
        await run.keys(*["backspace"] * 11, "text:127.0.0.1:1/", "enter")
        await run.until("refused")
        await run.keys(*["backspace"] * 12, "text:http://127.0.0.1:9/scmp", "enter")
        assert "already, as SCMP" in " ".join(run.text.replace("│", " ").split())
        assert len(urls(run)) == before


async def test_an_address_that_cannot_be_asked_may_be_added_unread(open_board):
    async with open_board(size=(80, 24)) as run:
        await run.keys("A", "text:http://127.0.0.1:1/feed", "enter")
        await run.until("refused")
        assert "Ctrl+S adds it unread" in run.text
        await run.keys("ctrl+s")
        assert urls(run)[-1] == "http://127.0.0.1:1/feed"
        assert "not read yet" in run.text


async def test_another_address_makes_another_look(open_board):
    handlers = {"a": serving(two("a")), "bb": serving(two("bb"))}
    async with FaultServer(handlers) as server, open_board(size=(80, 24)) as run:
        await run.keys("A", "text:" + server.url("a"), "enter")
        await run.until("Story 1 as a")
        await run.keys("backspace", "text:bb")
        assert "Story 1 as a" not in run.text and "Enter looks" in run.text
        await run.keys("enter")
        await run.until("Story 1 as bb")


async def test_a_page_may_be_pasted_whole(open_board):
    async with FaultServer({"x": serving(two("x"))}) as server, open_board(size=(80, 24)) as run:
        await run.keys("A")
        run.app.post_message(events.Paste(f"  {server.url('x?utm=1#part')}\n\x1b[31mmore"))
        await run.settle()
        await run.keys("enter")
        await run.until("Story 1 as x")


async def test_a_child_that_cannot_start_or_says_nothing_is_a_sentence(open_board, monkeypatch):
    async with open_board(size=(80, 24)) as run:
        for command in (["/nonexistent/program"], ["/bin/true"]):
            monkeypatch.setattr(run.desk, "look_command", lambda command=command: command)
            await run.keys("A", "text:a.test", "enter")
            await run.until("look ")
            assert "Enter looks" in run.text
            await run.keys("escape")


async def test_what_is_no_event_is_passed_over(tmp_path: Path):
    heard: list[dict[str, object]] = []
    code = "print('x'); print('[1]'); print('{\"event\": 1}'); print('y' * 3000000); print('{}')"
    import sys

    await Looker(heard.append).run([sys.executable, "-c", code], "a.test")
    assert {"event": 1} in heard and heard[-1] == {"event": "ended", "reason": ""}


async def test_the_dialog_shows_text_as_text(open_board):
    event = {
        "number": 1, "url": "https://a.test/f", "address": "https://a.test/f", "found": "[b]x[/b]",
        "title": "[@click=app.quit]\x1b]52;c;x\x07", "known": None, "kind": "RSS", "count": 1,
        "entries": [{"title": "[/] \u202eevil", "url": "", "published": None}],
    }  # fmt: skip
    async with open_board(size=(80, 24)) as run:
        await run.keys("A")
        dialog = run.app.screen
        dialog._stage = "looking"
        for kind in (
            {"event": "found", "offers": [event]},
            {"event": "preview"},
            {"event": "ready"},
        ):
            dialog._heard({**event, **kind})
        await run.settle()
        assert "[@click=app.quit]" in run.text and "[/] evil" in run.text
        assert "no date" in run.text and "\x1b" not in run.text and "\u202e" not in run.text


# -- lists --------------------------------------------------------------------------------


async def test_a_list_is_shown_and_then_imported(open_board, tmp_path):
    (tmp_path / "mine.opml").write_text(OPML)
    async with open_board(size=(80, 24)) as run:
        before = urls(run)
        await run.board.run_action("import_feeds")
        await run.keys("text:" + str(tmp_path / "mine.opml"), "enter")
        await run.until("OPML: 1 new, 1 there already, 1 left out.")
        for word in ("new   Fine", "there SCMP", "out   Run", "is a command", "adds the 1 new"):
            assert word in run.text
        assert urls(run) == before and "line 1 of 3: Fine, fine.test/feed" in run.text
        await run.keys("down", "down")
        assert "line 3 of 3" in run.text
        await run.keys("enter")
        assert urls(run) == [*before, "https://fine.test/feed"]
        assert "imported: Fine" in run.text
        await run.keys("u")
        assert urls(run) == before


async def test_what_is_no_list_is_a_sentence(open_board, tmp_path):
    (tmp_path / "x").write_text("hello")
    async with open_board(size=(80, 24)) as run:
        await run.board.run_action("import_feeds")
        assert isinstance(run.app.screen, ImportDialog)
        await run.keys("enter")
        assert "Which file?" in run.text
        for name, said in (("x", "no list of feeds"), ("y", "No such file"), (".", "not a file")):
            dialog = run.app.screen
            dialog._path.value = str(tmp_path / name)
            await run.keys("enter")
            await run.until(said)
        await run.keys("escape")
        assert run.app.screen is run.board


async def test_the_feeds_are_exported(open_board, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with open_board(size=(80, 24)) as run:
        await run.board.run_action("export_feeds")
        assert "feeds.opml" in run.text
        await run.keys("enter")
        assert "written to" in run.text
        assert 'text="SCMP"' in (tmp_path / "feeds.opml").read_text()
        await run.board.run_action("export_feeds")
        await run.keys("enter")
        assert "could not be written" in run.text
