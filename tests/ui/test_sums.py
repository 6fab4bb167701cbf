"""What a thesis adds up to, in the lines of its pane."""

from __future__ import annotations

from typing import get_args

import pytest

from signalboard import config
from signalboard.config import reading
from signalboard.desk.values import Conviction, GuardName, Tally, ThesisRow
from signalboard.model import replace
from signalboard.ui.ink import cells
from signalboard.ui.sums import LETTERS, change, summed
from tests.ui import sample
from tests.values import NOW, thesis, watch

WIDE = 41
"""Cells of the pane on a screen of 120 columns."""
DAY = sample.DAY


def said(row: ThesisRow, width: int = WIDE) -> list[str]:
    lines = summed(row, NOW, width, armed=False)
    assert all(cells(line) <= width - 1 for line in lines)
    return ["".join(text for text, _ in line) for line in lines]


def adds_up(db: float, sigma: float = 3.0) -> Conviction:
    return Conviction(0.0, db, 0.0, 0.0, sigma, (1, 0))


BARE = ThesisRow(replace(thesis(), name="Web4 at velocity"), Tally())


@pytest.mark.parametrize("db", range(-22, 23, 2))
def test_nothing_is_cut_at_120_columns(db: int) -> None:
    name = "Infrastructure is the moat"
    row = ThesisRow(
        replace(thesis(), name=name),
        Tally(123, 145, 4),
        last_contradiction_at=NOW - 200 * DAY,
        watches=(watch(), watch("w2"), watch("w3")),
        due=1,
        conviction=adds_up(float(db)),
        change=-9.94,
        guards=("linchpin", "drift"),
    )
    head, verdict, counts = said(row)
    assert head.startswith(f"1 {name}") and head.endswith(" ⚠ld 1/3 due")
    found = row.conviction
    assert found is not None
    assert f"  {found.word} {found.percent}%  " in verdict and "−9.9 dB/30d" in verdict
    assert f"{found.low * 100:.0f}-{found.high * 100:.0f}%" in verdict
    assert "+123 −145" in counts and "▼ 200d" in counts and "▲" in counts
    assert not any("…" in line for line in (head, verdict, counts))


def test_every_thesis_of_the_starter_board_has_room_for_its_name_and_its_watch() -> None:
    seeds = reading.parse(config.starter(), "feeds.yaml").theses
    assert seeds
    for number, seed in enumerate(seeds, 1):
        row = replace(
            BARE,
            thesis=replace(thesis(number=number), name=seed.name),
            watches=(watch(),),
            guards=("one-sided", "linchpin"),
        )
        head = said(row)[0]
        assert f"{number} {seed.name}" in head and "⚠ol 1 watch" in head


def test_a_long_name_takes_the_place_of_what_stands_beside_it() -> None:
    row = replace(
        BARE,
        thesis=replace(thesis(), name="A name that is as long as the pane"),
        watches=(watch(),),
        due=1,
        guards=("drift",),
    )
    assert said(row)[0].rstrip().endswith("as the pane due")
    assert said(replace(row, due=0))[0].strip() == "1 A name that is as long as the pane"


def test_where_there_is_no_evidence_there_is_a_dash() -> None:
    assert said(BARE)[1].strip() == "— no evidence yet" and len(said(BARE)) == 2
    passed = replace(BARE, tally=Tally(0, 0, 3))
    assert said(passed)[1].strip() == "— no evidence yet, 3 without bearing"
    reworded = replace(BARE, earlier=9, guards=("drift",))
    assert said(reworded)[1].strip() == "— 9 judgments of an earlier wording"


def test_a_watch_alone_is_evidence() -> None:
    row = replace(BARE, conviction=adds_up(6.69, 0.0), change=6.69)
    lines = said(row)
    assert len(lines) == 2 and "very likely 82%  82-82%" in lines[1]


def test_a_change_that_rounds_to_none_is_none() -> None:
    assert (change(None), change(0.0), change(0.04), change(-0.04)) == ("", "", "", "")
    assert (change(0.05), change(-2.25)) == ("+0.1 dB/30d", "−2.2 dB/30d")
    assert (change(9.96), change(-12.3)) == ("+10 dB/30d", "−12 dB/30d")


def test_every_guard_has_its_letter() -> None:
    # But the contrary queue: on a board in use there is always something in it, and a mark that
    # is always there marks nothing. The screen of the thesis tells of it.
    assert set(LETTERS) == set(get_args(GuardName)) - {"contrary queue"}
    assert len(set(LETTERS.values())) == len(LETTERS)


async def test_the_pane_shows_it_as_it_changes(open_board) -> None:
    async with open_board() as run:
        pane = run.pane("theses")
        assert "— no evidence yet" in pane[2]
        await run.keys("1", "+", ">", ">")
        pane = run.pane("theses")
        assert "⚠l" in pane[1]
        assert "very likely 91%  76-97%" in pane[2] and "+10 dB/30d" in pane[2]
        await run.keys("-")
        assert "very likely 86%  66-95%" in run.pane("theses")[2]
        await run.keys("u", "u", "u", "u")
        assert "— no evidence yet" in run.pane("theses")[2]


@pytest.mark.parametrize(
    ("row", "width", "told"),
    [
        (BARE, WIDE, "1 Web4 at velocity       horizon passed"),
        (replace(BARE, guards=("linchpin",), watches=(watch(),)), WIDE, "late ⚠l 1 watch"),
        (replace(BARE, guards=("linchpin",), watches=(watch(),)), 26, " late"),
    ],
)
def test_a_passed_horizon_is_said_beside_the_name(row: ThesisRow, width: int, told: str) -> None:
    dated = replace(row.thesis, status="active", horizon_at=NOW - DAY)
    assert told in said(replace(row, thesis=dated), width)[0]
    coming = replace(dated, horizon_at=NOW + DAY)
    line = said(replace(row, thesis=coming), width)[0]
    assert "late" not in line and "passed" not in line
