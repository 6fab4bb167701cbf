"""No key does nothing without a word."""

from __future__ import annotations

import pytest

from signalboard.ui import keys as keys_room
from signalboard.ui.keys import Keys


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("a", "in Theses (T): a new thesis; in Companies (c): a new company"),
        ("E", "in Theses (T): edit; in Companies (c): edit its names"),
        ("L", "in Theses (T): activate, confirm, refute, reopen"),
        ("R", "in Theses (T): retire; its evidence stays; in Comp"),
        ("l", "in Theses (T): arm the selected thesis"),
        ("Z", "Z does nothing here; ? shows every key"),
        ("é", "é does nothing here; ? shows every key"),
    ],
)
async def test_a_key_of_another_pane_says_where_it_counts(open_board, key, said):
    async with open_board() as run:
        await run.keys(key)
        assert said in run.text
        await run.keys("j")
        assert said not in run.text, "until the next key"


async def test_what_counts_in_a_pane_is_done_there_and_said_elsewhere(open_board):
    async with open_board() as run:
        await run.keys("c", "L")
        assert "in Theses (T): activate" in run.text
        await run.keys("T", "L")
        assert "in Theses" not in run.text
        assert keys_room.elsewhere("a", "theses", Keys()) == ["in Companies (c): a new company"]
        moved = Keys({"thesis.new": ("F7",), "pane.theses": ("F8",)})
        assert keys_room.elsewhere("F7", "story", moved) == ["in Theses (F8): a new thesis"]


@pytest.mark.parametrize("first", [True, False])
async def test_what_needs_something_says_what(open_board, first):
    async with open_board(first=first) as run:
        for key in (">", "<", ";", '"'):
            await run.keys(key)
            assert "nothing is judged yet" in run.text
            await run.keys("k")
            assert "nothing is judged yet" not in run.text
        await run.keys("v")
        assert "no thesis is armed" in run.text


async def test_without_any_thesis_a_judgment_says_how_to_have_one(open_board):
    async with open_board(theses=0) as run:
        for key in ("+", "-", "."):
            await run.keys(key)
            assert "No theses yet: T then a adds one." in run.text
            await run.keys("escape")
        await run.keys("v")
        assert "no thesis is armed or selected" in run.text
        await run.keys("T", "v")
        assert "no thesis is armed or selected" in run.text
