"""Sizes, mouse, and what is where."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.events import MouseScrollDown

from tests.ui import sample

LONG = sample.STORIES + sample.many(100)
SIZES = [
    (200, 60),
    (120, 40),
    (104, 18),
    (103, 40),
    (80, 24),
    (60, 20),
    (50, 22),
    (40, 10),
    (24, 6),
]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_line_is_exactly_as_wide_as_the_screen(open_board, size):
    async with open_board(size=size, stories=LONG) as run:
        for keys in (
            "1 + - . ;", "escape tab", "tab", "tab", "tab / a g e n", "escape ?", "q t", "escape e",
            "escape T a", "escape ctrl+p", "escape z",
        ):  # fmt: skip
            await run.keys(*keys.split())
            rows = run.rows()
            assert len(rows) == size[1]
            assert {cell_len(row) for row in rows} == {size[0]}


async def test_four_panes_at_home(open_board):
    async with open_board() as run:
        for name in ("Headlines", "Story", "Theses", "Companies"):
            assert f"╭─ {name} " in run.text
        assert "signalboard" in run.rows()[0]


async def test_the_story_stands_beside_the_headlines_where_there_is_room(open_board):
    async with open_board(size=(200, 60)) as run:
        top = run.rows()[1]
        assert "─ Headlines ─" in top
        assert "─ Story ─" in top
        assert "─ Theses ─" in top


async def test_headlines_over_story_at_80x24(open_board):
    async with open_board(size=(80, 24)) as run:
        assert "╭─ Headlines" in run.text
        assert "╭─ Story" in run.text
        assert "╭─ Theses" not in run.text
        assert run.rows()[0].startswith(" Headlines Story Theses Companies")
        await run.keys("tab", "tab")
        assert "╭─ Theses" in run.text
        assert "╭─ Headlines" not in run.text
        await run.keys("tab")
        assert "╭─ Companies" in run.text
        assert "╭─ Theses" not in run.text


async def test_one_pane_at_60x20(open_board):
    async with open_board(size=(60, 20)) as run:
        assert "╭─ Story" not in run.text
        await run.keys("enter")
        assert "╭─ Story" in run.text
        assert "╭─ Headlines" not in run.text
        await run.keys("1", "+")
        assert "▲ 1 slight · Tencent" in run.text, "told where the keys are"
        assert "Alibaba's Qwen agents" in "".join(run.pane("story"))


async def test_the_search_is_seen_in_the_headlines(open_board):
    async with open_board(size=(60, 20)) as run:
        await run.keys("T", "/", "text:qwen", "enter")
        assert "Headlines · “qwen”" in run.text
        assert run.app.focused is run.board.headlines


async def test_zoom(open_board):
    async with open_board() as run:
        await run.keys("z")
        assert "╭─ Headlines" in run.text
        assert "╭─ Theses" not in run.text
        await run.keys("tab")
        assert "╭─ Story" in run.text
        assert "╭─ Headlines" not in run.text
        await run.keys("q")
        assert "╭─ Theses" in run.text
        assert run.board.pane == "story"
        await run.keys("z", "z")
        assert "╭─ Theses" in run.text


async def test_resizing_keeps_the_place(open_board):
    async with open_board(stories=LONG) as run:
        await run.keys(*["j"] * 30)
        title = run.current
        for size in ((80, 24), (60, 20), (40, 10), (200, 60), (120, 40)):
            await run.pilot.resize_terminal(*size)
            await run.wait(0.1)
            assert run.current == title
            assert any("▸" in row for row in run.pane("headlines")), size


async def test_resizing_with_another_pane_in_front(open_board):
    async with open_board(size=(80, 24)) as run:
        await run.keys("T")
        await run.pilot.resize_terminal(120, 40)
        await run.wait(0.1)
        assert "╭─ Headlines" in run.text
        assert run.app.focused is run.board.theses_pane


async def test_no_row_of_keys_below_20_rows(open_board):
    async with open_board(size=(80, 19)) as run:
        assert "+ supports" not in run.text
        assert "No thesis armed" in run.rows()[-1]
        await run.keys("f")
        assert any("u unjudged" in row for row in run.rows()[-3:])


# -- mouse ----------------------------------------------------------------


async def click(run, part, pane):
    region = run.board.pane_named(pane).region
    for y, row in enumerate(run.pane(pane)):
        if part in row:
            await run.pilot.click(offset=(region.x + 6, region.y + y))
            await run.settle()
            return
    raise AssertionError(f"{part!r} is not in {pane}")


async def test_a_click_chooses_a_story(open_board):
    async with open_board() as run:
        await click(run, "Codex", "headlines")
        assert run.current.startswith("Codex")
        assert "Codex as a platform" in "".join(run.pane("story"))


async def test_a_click_arms_a_thesis(open_board):
    async with open_board() as run:
        await click(run, "Infrastructure", "theses")
        assert "judging 4" in run.text
        assert run.board.pane == "theses"


async def test_a_click_filters_by_a_company(open_board):
    async with open_board() as run:
        await click(run, "Baidu", "companies")
        assert "Headlines · Baidu" in run.text
        await click(run, "Baidu", "companies")
        assert "14 unjudged" in run.text


async def test_the_wheel_scrolls_and_the_cursor_stays(open_board):
    async with open_board(stories=LONG) as run:
        await run.pilot._post_mouse_events([MouseScrollDown], run.board.headlines, offset=(5, 5))
        await run.settle()
        assert run.board.headlines.scroll_offset.y == 3
        assert run.board.headlines.cursor == 0
        await run.keys("j")
        assert run.board.headlines.cursor == 1
        assert run.board.headlines.scroll_offset.y == 1, "a key brings the cursor back into view"


async def test_a_click_on_a_tab_goes_there(open_board):
    async with open_board(size=(80, 24)) as run:
        await run.pilot.click(offset=(18, 0))
        await run.settle()
        assert run.board.pane == "theses"


async def test_a_click_on_a_letter_chooses_it(open_board):
    async with open_board() as run:
        await run.keys("f")
        await run.pilot.click(offset=(22, 39))
        await run.settle()
        assert "Headlines · starred" in run.text


async def test_a_click_on_a_notice_puts_it_away(open_board):
    async with open_board() as run:
        run.board.notices.add(["Something to know."])
        await run.settle()
        assert "! Something to know." in run.rows()[1]
        await run.pilot.click(offset=(5, 1))
        await run.settle()
        assert "Something to know." not in run.text
