"""Lists that take their time: keys go on, the first page comes soon, places are kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from signalboard.archive import selection
from signalboard.model import View
from signalboard.ui import seeking
from tests.ui import sample

LONG = sample.STORIES + sample.many(300)
PAGE = selection.FIRST


class Gate:
    """Lets the reading of lists go on only so far; where no key waits for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(seeking, "MOMENT", 0.0)
        self.rows = 0
        self._opened = threading.Event()
        real = selection.falling

        def gated(*asked: Any) -> Iterator[int]:
            for number, key in enumerate(real(*asked)):
                if number >= self.rows:
                    assert self._opened.wait(20)
                yield key

        monkeypatch.setattr(selection, "falling", gated)

    def open(self) -> None:
        self._opened.set()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.open()


async def until_found(run: Any, rows: int) -> None:
    for _ in range(500):
        listing = run.board.headlines.listing
        if len(listing) >= rows and not run.board.is_seeking:
            break
        await asyncio.sleep(0.01)
    await run.pilot.pause()


async def until(run: Any, said: str) -> None:
    for _ in range(500):
        await run.pilot.pause()
        if said in run.text:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{said!r} is not in\n{run.text}")


async def press(run: Any, *keys: str) -> None:
    """Keys, without waiting for a list that is sought."""
    await run.pilot.press(*keys)


async def test_keys_go_on_while_a_search_is_read(open_board, gate):
    async with open_board(stories=LONG) as run:
        await press(run, "/", *"number", "enter")
        await until(run, "searching…")
        first = run.board.headlines.cursor
        await press(run, "j", "j", "s")
        assert run.board.headlines.cursor == first + 2
        assert run.board.is_seeking
        gate.open()
        await run.settle()
        assert "“number”" in run.text
        assert "searching…" not in run.text
        assert "300 found" in run.text


async def test_the_first_page_is_shown_and_the_rest_follows(open_board, gate):
    gate.rows = PAGE + 6
    async with open_board(stories=LONG) as run:
        await press(run, "/", *"number", "enter")
        await until(run, "+ found")
        shown = run.board.headlines.item_count()
        assert PAGE <= shown < 300
        rows = run.pane("headlines")[1:-1]
        await press(run, "j", "j", "G")
        assert f"{shown}/{shown}+" in run.text
        await press(run, "n")
        assert "none among those found yet" in run.text
        at = run.current
        gate.open()
        await until(run, "300 found")
        assert run.current == at, "the cursor stays where it is"
        await press(run, "g")
        assert [row[4:] for row in run.pane("headlines")[2:-1]] == [row[4:] for row in rows[1:]]
        await press(run, "G")
        assert "300/300" in run.text


async def test_fewer_rows_than_a_page_are_shown_after_a_moment(open_board, gate):
    gate.rows = 5
    async with open_board(stories=LONG) as run:
        await press(run, "/", *"number", "enter")
        await until(run, "+ found")
        assert 0 < run.board.headlines.item_count() <= 5
        gate.open()
        await until(run, "300 found")


async def test_a_story_that_is_not_in_the_list_is_not_waited_for(open_board, gate, monkeypatch):
    monkeypatch.setattr(seeking, "PATIENCE", 60.0)
    gate.rows = PAGE + 6
    async with open_board(stories=LONG) as run:
        while "number" in run.current:
            await press(run, "j")
        run.board.look_at(View(search="number"))
        await until(run, "+ found")
        assert run.board.headlines.cursor == 0
        gate.open()
        await until(run, "300 found")


async def test_a_story_further_down_is_waited_for(open_board, gate, monkeypatch):
    monkeypatch.setattr(seeking, "PATIENCE", 60.0)
    gate.rows = PAGE + 6
    async with open_board(stories=LONG) as run:
        await press(run, "G")
        while "number" not in run.current:
            await press(run, "k")
        at = run.current
        run.board.look_at(View(search="number"))
        await until(run, "searching…")
        assert run.board.is_seeking
        gate.open()
        await run.settle()
        assert run.current == at


async def test_escape_gives_up_what_is_not_there_yet(open_board, gate):
    async with open_board(stories=LONG) as run:
        await press(run, "f", "u", "j")
        before = (run.board.view, run.current)
        await press(run, "/", *"number", "enter")
        await until(run, "searching…")
        await press(run, "escape")
        assert not run.board.is_seeking
        assert (run.board.view, run.current) == before
        assert "searching…" not in run.text
        gate.open()
        await run.wait(0.2)
        assert (run.board.view, run.current) == before


async def test_another_filter_builds_on_what_was_asked_for(open_board, gate):
    async with open_board(stories=LONG) as run:
        await press(run, "/", *"number", "enter")
        await until(run, "searching…")
        await press(run, "f", "u")
        gate.open()
        await run.settle()
        assert run.board.view == View(search="number", show="unjudged")


async def test_a_list_left_early_is_made_anew_where_the_reader_was(open_board, gate):
    gate.rows = PAGE + 6
    async with open_board(stories=LONG) as run:
        await press(run, "/", *"number", "enter")
        await until(run, "+ found")
        await press(run, *["j"] * 40)
        at, rows = run.current, run.pane("headlines")[1:-1]
        await press(run, "f", "s")
        gate.open()
        await until(run, "No story fits “number”")
        assert not run.board._trail[-1].listing.is_whole
        await press(run, "q")
        await run.settle()
        await until(run, "300 found")
        assert run.current == at
        assert run.pane("headlines")[2:-1] == rows[1:]


VIEWS = {
    "search": ("/", "text:number", "enter"),
    "unjudged": ("f", "u"),
    "search and filter": ("/", "text:number", "enter", "f", "u"),
    "order": ("f", "o", "o"),
    "search in an order": ("/", "text:number", "enter", "f", "o", "b"),
    "filter in an order": ("f", "u", "f", "o", "c"),
    "search without a word": ("/", "text:-qwen ", "enter"),
}


@pytest.mark.parametrize("refreshed", [False, True], ids=["", "refreshed"])
@pytest.mark.parametrize("name", VIEWS)
async def test_leaving_brings_back_the_place(open_board, name, refreshed):
    async with open_board(stories=LONG) as run:
        await run.keys(*["j"] * 90, "k", "k", "k")
        place = (run.current, run.board.headlines.scroll_offset.y, run.board.headlines.cursor)
        rows = run.pane("headlines")[1:-1]
        keys = VIEWS[name]
        await run.keys(*keys)
        assert not run.board.view.is_everything
        await run.keys("G", "k", "k")
        if refreshed:
            sample.add(run.desk.places, [sample.Told("Breaking number", (("SCMP", 1),))])
            await run.wait(0.6)
        while not run.board.view.is_everything:
            before = run.board.view
            await run.keys("q")
            assert run.board.view != before
        headlines = run.board.headlines
        assert (run.current, headlines.scroll_offset.y, headlines.cursor) == place
        assert run.pane("headlines")[1:-1] == rows


async def test_an_order_is_chosen_by_letter_and_stands_in_the_border(open_board):
    async with open_board() as run:
        await run.keys("j", "j", "j", "f", "o")
        assert "order  n newest   b best match   o most outlets   c most companies" in run.text
        await run.keys("o")
        assert "Headlines · most outlets" in run.text
        rows = run.desk.listing(View(sort="outlets")).rows(0, 5)
        assert [row.outlets for row in rows] == sorted((r.outlets for r in rows), reverse=True)
        assert run.current == rows[0].title
        await run.keys("1", "+")
        assert run.board.headlines.cursor == 1, "judging goes on in this order"
        await run.keys("f", "o", "n")
        assert run.board.view.is_everything
        await run.keys("f", "o", "b")
        assert "Only words can match" in run.text


async def test_a_saved_search_keeps_its_order(open_board):
    async with open_board() as run:
        await run.keys("/", "text:agents", "enter", "f", "o", "b", "f", "+", "text:mine", "enter")
        assert run.desk.find_search("mine").search == "agents sort:match"
        await run.keys("f", "a", "f", "1")
        assert "“agents sort:match” · best match" in run.text


async def test_what_waits_for_a_search_is_counted_behind_the_screen(open_board, monkeypatch):
    async with open_board(stories=LONG) as run:
        await run.keys("/", "text:number", "enter")
        counted = []
        real = selection.Selection.waiting

        def waiting(self: Any, database: Any = None) -> int:
            counted.append(threading.current_thread().name)
            return real(self, database)

        monkeypatch.setattr(selection.Selection, "waiting", waiting)
        sample.add(run.desk.places, [sample.Told("Another number", (("SCMP", 1),))])
        await until(run, "1 new above (g)")
        assert set(counted) == {"seeker"}
        assert len(counted) < 5, "only after something arrived"


async def test_the_screen_reads_no_search_or_filter_itself(open_board, monkeypatch):
    read: list[tuple[str, View]] = []
    real = selection.Selection.reading

    def reading(self: Any, database: Any) -> Iterator[None]:
        if not self.is_long:
            read.append((threading.current_thread().name, self.view))
        yield from real(self, database)

    monkeypatch.setattr(selection.Selection, "reading", reading)
    async with open_board(stories=LONG) as run:
        await run.keys(
            "1", "+", "f", "l", "/", "text:agents", "enter", "f", "o", "o", "q", "q", "q"
        )
        await run.keys("f", "o", "c", "/", "text:-number unheard", "enter", "q", "g", "q")
        sample.add(run.desk.places, [sample.Told("Another number", (("SCMP", 1),))])
        await run.wait(0.6)
        await run.keys("f", "s", "g")
    assert len({view for _, view in read}) >= 6
    assert {name for name, _ in read} == {"seeker"}
