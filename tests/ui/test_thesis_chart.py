"""The chart of a conviction: where the line is, what stands below it, and how it degrades."""

from __future__ import annotations

import math

import pytest

from signalboard.desk.summing import Step
from signalboard.judge.conviction import word as word_of
from signalboard.ui.ink import cells
from signalboard.ui.thesis.canvas import Canvas
from signalboard.ui.thesis.chart import chart
from tests.ui.sample import DAY, NOW

BEGAN = NOW - 60 * DAY


def said(*steps: Step, width: int = 100, height: int = 14, due: tuple[int, ...] = ()) -> list[str]:
    lines = chart(steps, due, NOW, width, height)
    assert len(lines) <= height and all(cells(line) <= width for line in lines)
    return ["".join(text for text, _ in line) for line in lines]


def rows_with_dots(lines: list[str]) -> list[int]:
    return [y for y, line in enumerate(lines) if any(0x2801 <= ord(c) <= 0x28FF for c in line)]


def test_dots_are_eight_to_a_cell():
    canvas = Canvas(2, 1)
    canvas.dot(0, 0)
    canvas.upright(3, 3, 1)
    canvas.dot(9, 9)
    canvas.dot(-1, 0)
    assert canvas.row(0) == "\u2801\u28b0"
    assert Canvas(2, 1).row(0) == "  "


def test_without_evidence_it_says_so():
    assert "No evidence yet" in "".join(said())


def test_the_line_is_in_the_band_of_its_word():
    for db, word in ((0.0, "roughly even"), (15.0, "almost certain"), (-3.0, "unlikely")):
        lines = said(Step(BEGAN, db, "support", "e1"), height=23)
        (row,) = rows_with_dots(lines)
        named = [line[:16].strip() for line in lines]
        above = next(named[y] for y in range(row, -1, -1) if named[y])
        below = next(named[y] for y in range(row, 20) if named[y])
        assert word in (above, below), (db, row, named)


def test_it_steps_at_each_judgment_and_stops_where_nothing_counts():
    lines = said(
        Step(BEGAN, 10.0, "support", "e1"),
        Step(BEGAN + 20 * DAY, -10.0, "contradict", "e2"),
        Step(BEGAN + 40 * DAY, None, "gone", "e1"),
    )
    high, low = rows_with_dots(lines)[0], rows_with_dots(lines)[-1]
    assert low - high >= 6, "it falls from very likely to very unlikely"
    ends = max(len(lines[y].rstrip("┈ ")) for y in rows_with_dots(lines))
    assert 60 < ends < 80, "two thirds of the way"
    marks = [line for line in lines if "▲" in line or "▼" in line]
    assert marks[0].index("▲") == 17 and 40 < marks[1].index("▼") < 50
    assert lines[-1].strip().startswith("2026-09-25") and lines[-1].endswith("today")


def test_watches_are_diamonds_settled_and_ahead():
    lines = said(
        Step(BEGAN, 2.0, "support", "e1"),
        Step(BEGAN + 30 * DAY, 8.0, "settled", "w1"),
        due=(NOW + 60 * DAY, NOW + 900 * DAY),
    )
    marks = next(line for line in lines if "◆" in line)
    assert marks.index("◆") < marks.index("◇") == len(marks) - 1
    assert lines[-1].endswith("2027-01-23") and "today" in lines[-1]
    assert all(len(lines[y].rstrip("┈ ")) < 65 for y in rows_with_dots(lines)), "no line ahead"


@pytest.mark.parametrize("width", [20, 40, 59, 60, 120, 200])
@pytest.mark.parametrize("height", [6, 8, 10, 40])
def test_it_fits_whatever_room_it_has(width, height):
    steps = [
        Step(BEGAN + n * DAY, (n * 7 % 50) - 25.0, "support" if n % 2 else "contradict", f"e{n}")
        for n in range(60)
    ]
    lines = said(*steps, width=width, height=height, due=(NOW + DAY,))
    assert rows_with_dots(lines)
    assert any("%" in line for line in lines)
    words = any("likely" in line for line in lines)
    assert words == (width >= 60 and height > 6), "where a band has a row of its own"


@pytest.mark.parametrize("height", [*range(6, 40, 3), 60])
def test_no_row_has_a_word_that_a_line_in_it_might_not_have(height):
    """Whatever is drawn in a row called by a word is called so: what is between rows is not."""
    for percent in range(1, 100, 2):
        db = 10 * math.log10(percent / (100 - percent))
        lines = said(Step(BEGAN, db, "support", "e1"), height=height)
        (row,) = rows_with_dots(lines)
        if called := lines[row][:16].strip(" -%0123456789┤│"):
            assert called == word_of(percent / 100), (percent, lines)


def test_where_bands_meet_the_rows_say_at_which_percentage():
    labels = [line[:16].strip() for line in said(Step(BEGAN, 0.0, "support", "e1"), height=13)]
    assert labels[:10] == [
        "95%", "80%", "", "likely", "55%", "45%", "unlikely", "", "20%", "5%",
    ]  # fmt: skip
    labels = [line[:16].strip() for line in said(Step(BEGAN, 0.0, "support", "e1"), height=6)]
    assert labels[:3] == ["80-95%", "45-55%", "5-20%"]


def test_all_in_one_second_is_no_division_by_nothing():
    lines = said(*(Step(NOW, float(n), "support", f"e{n}") for n in range(5)))
    assert rows_with_dots(lines)
