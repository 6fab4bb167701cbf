"""Stories against theses: which stories tell the theses apart."""

from __future__ import annotations

import pytest

from signalboard.judge.matrix import Cell, inconsistency, matrix
from signalboard.model import Evidence, Stance, replace
from tests.values import evidence, thesis

ONE, TWO, THREE = (thesis(ident, n) for n, ident in enumerate(("one", "two", "three"), 1))
FOR, AGAINST, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING


def on(thesis_id: str, story: str, way: Stance, strength: int = 1, at: int = 0) -> Evidence:
    return evidence(
        f"{thesis_id}-{story}-{way}-{strength}", way,
        thesis=thesis_id, story=story, strength=strength, judged_at=at,
    )  # fmt: skip


def by_thesis(*pieces: Evidence) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for piece in pieces:
        found.setdefault(piece.thesis_id, []).append(piece)
    return found


@pytest.mark.parametrize(
    ("values", "expected"), [([5, None, 2, 2], 2), ([2, 2, 3, 2], 3), ([3, None, 5, 1], 4)]
)
def test_t6_inconsistency_as_open_synthesis_has_it(values: list[int | None], expected: int) -> None:
    assert inconsistency(values) == expected


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell(3, 0, 10), 5),
        (Cell(2, 0, 5), 4),
        (Cell(1, 0, 2), 4),
        (Cell(0, 0, 0), 3),
        (Cell(2, 2, 0), 3),
        (Cell(0, 1, -2), 2),
        (Cell(0, 3, -10), 1),
        (Cell(1, 3, -8), 1),
    ],
)
def test_strengths_on_the_scale_from_1_to_5(cell: Cell, value: int) -> None:
    assert cell.value == value


def test_theses_are_rows_and_stories_columns() -> None:
    found = matrix(
        [ONE, TWO, THREE],
        by_thesis(
            on("one", "a", FOR, 3), on("two", "a", AGAINST, 2), on("three", "b", NONE),
            on("gone", "c", FOR),
        ),
    )  # fmt: skip
    assert [column.story_id for column in found.columns] == ["a", "b"]
    first, second = found.columns
    assert first.cells == (Cell(3, 0, 10), Cell(0, 2, -5), None)
    assert second.cells == (None, None, Cell(0, 0, 0))
    assert (first.judged, first.diagnosticity, first.fits_all) == (2, 15, False)
    assert (second.judged, second.diagnosticity, second.fits_all) == (1, 0, False)
    assert found.inconsistencies == (0, 1, 0)


def test_what_weighs_the_same_on_all_fits_everything() -> None:
    found = matrix([ONE, TWO], by_thesis(on("one", "a", FOR, 2), on("two", "a", FOR, 2)))
    assert found.columns[0].fits_all
    other = matrix([ONE, TWO], by_thesis(on("one", "a", FOR, 2), on("two", "a", FOR, 1)))
    assert not other.columns[0].fits_all


def test_the_most_telling_stories_come_first_those_of_one_thesis_last() -> None:
    found = matrix(
        [ONE, TWO],
        by_thesis(
            on("one", "alone", FOR, 3),
            on("one", "flat", FOR), on("two", "flat", FOR),
            on("one", "tells", FOR), on("two", "tells", AGAINST, 3),
        ),
    )  # fmt: skip
    assert [column.story_id for column in found.columns] == ["tells", "flat", "alone"]


def test_a_story_has_one_vote_a_side_and_may_be_split() -> None:
    pieces = by_thesis(
        on("one", "a", FOR),
        on("one", "a", FOR, 3),
        on("one", "a", AGAINST, 2),
        on("one", "a", NONE),
    )
    assert matrix([ONE], pieces).columns[0].cells == (Cell(3, 2, 5),)


def test_it_is_called_as_it_was_when_it_was_judged_last() -> None:
    old, new = on("one", "a", FOR, at=1), on("two", "a", FOR, at=2)
    new = replace(new, snapshot=replace(new.snapshot, title="Later title"))
    assert matrix([ONE, TWO], by_thesis(new, old)).columns[0].title == "Later title"


def test_an_empty_matrix() -> None:
    found = matrix([ONE, TWO], {})
    assert (found.columns, found.inconsistencies) == ((), (0, 0))
