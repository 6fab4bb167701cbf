"""The main screens as text: one file a screen, size and theme. A diff reads like the screen."""

from __future__ import annotations

import pytest

from signalboard.ui import themes
from tests.ui import sample

JUDGED = ("1", "+", ">", ";", "text:used, not demoed", "enter", "-", ".", "2", "+", "s", "0", "1")
SIZES = [(120, 40), (80, 24), (60, 20), (200, 60)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_board(open_board, golden, size):
    async with open_board(size=size, stories=sample.STORIES + sample.many(60)) as run:
        await run.keys(*JUDGED)
        await run.wait(0.3)
        golden(f"board-{size[0]}x{size[1]}-dark", run)


@pytest.mark.parametrize("theme", [themes.LIGHT, themes.ANSI])
async def test_the_board_in_other_colours(open_board, golden, theme):
    async with open_board(theme=theme, stories=sample.STORIES + sample.many(60)) as run:
        await run.keys(*JUDGED)
        await run.wait(0.3)
        golden(f"board-120x40-{theme.removeprefix('signalboard-')}", run)


async def test_a_judged_story(open_board, golden):
    async with open_board() as run:
        await run.keys(*JUDGED, "g", "2", "-", "g")
        await run.wait(0.3)
        golden("story-120x40-dark", run)


async def test_the_first_start(open_board, golden):
    async with open_board(first=True, stories=()) as run:
        await run.wait(0.3)
        golden("first-120x40-dark", run)


async def test_nothing_at_all(open_board, golden):
    async with open_board(stories=(), theses=0, size=(80, 24)) as run:
        await run.wait(0.3)
        golden("empty-80x24-dark", run)


async def test_a_search(open_board, golden):
    async with open_board(size=(80, 24)) as run:
        await run.keys("/", "text:agents")
        await run.wait(0.4)
        golden("search-80x24-dark", run)


async def test_a_brief_as_it_is_written(open_board, golden, monkeypatch):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    async with open_board() as run:
        await run.keys("5", "+", "k", "b", "text:Tencent ships a model after a hire")
        await run.wait(1.2)
        golden("writing-120x40-dark", run)


async def test_a_brief_as_it_reads(open_board, golden):
    async with open_board(size=(80, 24)) as run:
        story = run.board.headlines.current.id
        run.desk.take_brief(story, "== Headline ==\nTencent ships a model after a hire\n")
        await run.keys("b")
        await run.wait(0.3)
        golden("brief-80x24-dark", run)


async def test_the_help(open_board, golden):
    async with open_board() as run:
        await run.keys("?")
        await run.wait(0.2)
        golden("help-120x40-dark", run)


@pytest.mark.parametrize(
    ("name", "keys"),
    [("picker", ("t", "text:ag")), ("thesis", ("1", "T", "E", "down")), ("export", ("1", "+", "e")),
     ("palette", ("ctrl+p",)), ("company", ("c", "a"))],
)  # fmt: skip
async def test_dialogs(open_board, golden, name, keys, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    async with open_board(size=(80, 24)) as run:
        await run.keys(*keys)
        await run.wait(0.4)
        golden(f"{name}-80x24-dark", run)


async def test_a_feed_that_was_looked_at(open_board, golden):
    feed = {
        "url": "https://technode.com/feed/", "title": "TechNode", "found": "named by the page",
        "kind": "RSS", "count": 30, "address": "", "known": None,
    }  # fmt: skip
    offers = [
        {**feed, "number": 1},
        {**feed, "number": 2, "title": "Comments", "url": "https://technode.com/comments/feed/"},
    ]
    titles = ("Ernie agents open to merchants", "A chip plant in Wuhan", "Robots count parcels")
    entries = [{"title": title, "published": "2026-11-24T08:00:00Z"} for title in titles]
    async with open_board(size=(80, 24)) as run:
        await run.keys("A", "text:technode.com")
        dialog = run.app.screen
        dialog._stage, dialog._typed = "looking", "technode.com"
        for event in (
            {"event": "found", "offers": offers},
            {**offers[0], "event": "preview", "entries": entries},
            {"event": "ready"},
        ):
            dialog._heard(event)
        await run.wait(0.3)
        golden("feed-80x24-dark", run)


@pytest.mark.parametrize("pane", ["theses", "companies", "story"])
async def test_panes_alone(open_board, golden, pane):
    async with open_board(size=(60, 20)) as run:
        await run.keys(*JUDGED, "k", "k", "k")
        await run.wait(0.3)
        await run.keys({"theses": "T", "companies": "c", "story": "enter"}[pane])
        golden(f"{pane}-60x20-dark", run)
