"""The matrix: theses as rows, stories as columns, those that fit everything dimmed and marked."""

from __future__ import annotations

import pytest

from signalboard.model import Stance
from tests.ui.conftest import Open
from tests.ui.driving import Driven

TELLS, FITS, ALONE = "Tencent upgrades", "Retailer blocks", "A robot vacuum"


def judge(run: Driven) -> None:
    """One story that tells theses apart, one that fits all, one judged by one thesis alone."""
    theses = [row.thesis.id for row in run.desk.theses()]
    tells, fits, alone = map(run.id_of, (TELLS, FITS, ALONE))
    run.desk.judge(tells, theses[0], Stance.SUPPORT, strength=3)
    run.desk.judge(tells, theses[1], Stance.CONTRADICT, strength=2)
    for thesis in theses[:3]:
        run.desk.judge(fits, thesis, Stance.SUPPORT, strength=2)
    run.desk.judge(alone, theses[3], Stance.NO_BEARING)


async def test_theses_are_rows_and_stories_columns(open_board: Open, golden) -> None:
    async with open_board() as run:
        judge(run)
        await run.keys("X")
        heads = next(row for row in run.rows() if "▾" in row)
        assert heads.index("▾") < heads.index("="), "the story that tells most comes first"
        assert "inconsistent ▾" in heads
        rows = {row.split()[1]: row for row in run.rows() if "│ " in row and "▲" in row}
        assert "▲3 ▲2" in rows["1"]
        assert "▼2 ▲2" in rows["2"]
        assert "Tencent upgrades its foundation model" in run.text
        assert "puts the theses 15.0 dB apart" in run.text
        said = " ".join(run.text.replace("│", " ").split())
        assert "it does not show that one of them is right" in said
        assert "the figure is how strong: 1 slight, 2 moderate, 3 strong." in said
        golden("matrix-120x40-dark", run)


async def test_what_fits_everything_is_marked_and_dimmed_not_by_colour_alone(
    open_board: Open,
) -> None:
    async with open_board() as run:
        judge(run)
        await run.keys("X", "right")
        assert "Retailer blocks shopping agents" in run.text
        assert "weighs the same on all 3 it was judged by: it fits everything" in run.text
        await run.keys("right")
        assert "judged by one thesis alone" in run.text
        await run.keys("right", "right", "left", "left", "left")
        assert "puts the theses" in run.text
        await run.keys("G")
        assert "judged by one thesis alone" in run.text
        await run.keys("g", "pagedown")
        assert "judged by one thesis alone" in run.text


async def test_enter_reads_the_story_on_the_board(open_board: Open) -> None:
    async with open_board() as run:
        judge(run)
        await run.keys("X", "right", "enter")
        assert run.current.startswith(FITS)
        await run.keys("f", "s")
        assert run.board.headlines.item_count() == 0
        await run.keys("X", "enter")
        assert run.current.startswith(TELLS)


async def test_nothing_is_judged_yet(open_board: Open) -> None:
    async with open_board() as run:
        await run.keys("X")
        assert "No story was judged by any thesis in play yet." in run.text
        await run.keys("right", "enter")
        assert "Stories against theses" not in run.text
        await run.keys("X", "q")
        assert "Stories against theses" not in run.text


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60), (30, 8)])
async def test_the_matrix_fits(open_board: Open, size: tuple[int, int]) -> None:
    async with open_board(size=size) as run:
        judge(run)
        theses = [row.thesis.id for row in run.desk.theses()]
        listing = run.board.headlines.listing
        assert listing is not None
        for row in listing.rows(0, 14):
            run.desk.judge(row.id, theses[4], Stance.SUPPORT)
        await run.keys("X")
        assert all(len(row) == size[0] for row in run.rows())
        shown = run.app.screen.sheet.room_for(run.app.screen.sheet.width)
        await run.keys(*["right"] * 13)
        assert run.app.screen.sheet.column == 13
        if shown < 14:
            await run.keys("space", "backspace")
            assert run.app.screen.sheet._first == 14 - shown


async def test_a_click_chooses_a_column(open_board: Open) -> None:
    async with open_board() as run:
        judge(run)
        await run.keys("X")
        sheet = run.app.screen.sheet
        heads = next(n for n, row in enumerate(run.rows()) if "▾" in row)
        at = run.rows()[heads].index("=")
        await run.pilot.click(offset=(at, heads + 1))
        assert sheet.column == 1
        await run.pilot.click(offset=(4, heads + 1))
        assert sheet.column == 1
