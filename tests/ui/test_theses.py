"""What the theses say can be read on the board itself."""

from __future__ import annotations

import pytest

from signalboard.model import Watch
from tests.ui import sample

STATEMENT = (
    "software agents, not people, take most actions on the large consumer platforms (searches, "
    "orders, bookings, messages) by the end of 2029"
)
NEGATION = "people still take most of those actions, and agents are a feature that people use"


def words(run) -> str:
    """What the pane says, its lines joined."""
    return " ".join(" ".join(row[1:-1].split()) for row in run.pane("theses"))


async def long_claim(run) -> None:
    thesis = run.desk.theses()[0].thesis
    run.desk.edit_thesis(
        thesis.id, name=thesis.name, statement=STATEMENT, negation=NEGATION, prior=0.25
    )
    run.board.see_theses()
    await run.settle()


async def test_the_armed_thesis_is_read_in_full_below_the_list(open_board):
    async with open_board() as run:
        await long_claim(run)
        assert "bookings" not in words(run)
        await run.keys("1")
        assert f"{STATEMENT} or {NEGATION}" in words(run)
        await run.keys("0")
        assert "bookings" not in words(run)


async def test_too_low_a_pane_shows_the_list_alone(open_board):
    async with open_board(size=(120, 24)) as run:
        await long_claim(run)
        await run.keys("1")
        assert "bookings" not in words(run)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=str)
async def test_alone_on_the_screen_each_thesis_says_all(open_board, monkeypatch, size):
    async with open_board(size=size) as run:
        await long_claim(run)
        row = run.board.theses[0]
        watch = Watch("w", row.thesis.id, "Will the survey count more agents?", "", "", "", "",
                      sample.NOW, sample.NOW + 40 * sample.DAY, 0.7, 0.3)  # fmt: skip
        monkeypatch.setattr(type(run.desk), "theses", lambda _: (type(row)(
            row.thesis, row.tally, watches=(watch,)), *run.board.theses[1:]))  # fmt: skip
        run.board.see_theses()
        await run.keys("T", *("z" if size[0] == 120 else ""))
        said = words(run)
        assert "statement software agents, not people" in said
        assert "negation people still take" in said
        assert "prior 25%" in said
        assert "watches 2027-01-03 (in 40d): Will the survey" in said
        await run.keys(*"jjjjj")
        assert "sites welcome agents faster" in words(run)
        await run.keys("k", "l")
        assert run.board.armed == run.board.theses[4].thesis.id
        if size[0] == 120:
            await run.keys("z")
            assert "prior" not in words(run)


async def test_retired_theses_are_listed_and_named(open_board):
    async with open_board() as run:
        await run.keys("3", "+", "T")
        run.board.theses_pane.move_to(2)
        await run.keys("R", "enter")
        assert "retired thesis: Agents" in run.text and "… · u undo" in run.pane("theses")[-1]
        pane = "\n".join(run.pane("theses"))
        assert "retired" in pane and "3 Agents get wallets" in pane
        assert "retired +1 −0" in run.row("3 Agents get wallets", "theses")
        await run.keys("q", "g")
        assert "Agents get wallets (retired)" in "\n".join(run.pane("story"))
        await run.keys("/", "text:thesis:agents-get-wallets", "enter")
        assert run.current.startswith("Tencent"), "its stories are still found"
        await run.keys("escape", "u")
        assert "(retired)" not in run.text and "  closed" not in run.text


async def test_where_all_are_retired_they_are_listed(open_board):
    async with open_board(theses=1) as run:
        await run.keys("T", "R", "enter")
        pane = "\n".join(run.pane("theses"))
        assert "No theses yet." in pane and "1 Web4 at velocity" in pane
