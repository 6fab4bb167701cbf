"""Pruning by the desk: nothing a person said anything of goes, whenever it was said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.board import Board
from signalboard.cli import main
from signalboard.config import only_one
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Stance, View, Watch
from signalboard.times import DAY
from tests.archive.making import NOW, fill
from tests.desk.conftest import Clock

LATER = NOW + 10 * DAY


@pytest.fixture
def many(places: config.Places) -> list[str]:
    """500 stories a minute apart, the oldest first."""
    archive = Archive.open(places.archive)
    made = fill(archive, 500)[::-1]
    archive.close()
    return made


@pytest.fixture
def desk(places: config.Places, many: list[str]) -> Iterator[Desk]:
    clock = Clock()
    clock.at = LATER
    opened = Desk.open(places, clock=clock)
    yield opened
    opened.close()


def left(desk: Desk) -> set[str]:
    listing = desk.listing(View())
    return {row.id for row in listing.rows(0, len(listing))}


def test_what_a_person_said_anything_of_stays(desk: Desk, many: list[str]) -> None:
    desk.judge(many[0], "web4-at-velocity", Stance.SUPPORT)
    desk.judge(many[1], "web4-at-velocity", Stance.NO_BEARING)
    desk.mark(many[2], starred=True)
    desk.mark(many[3], read=True)
    desk.mark(many[3], read=False)
    desk.merge(many[4:6])
    desk.mark(many[6], read=True)
    watched = Watch(
        "w", "web4-at-velocity", "?", "", "", "", "", NOW, LATER, 0.5, 0.5, "hit", many[7]
    )
    desk._board.watches = lambda: (watched,)  # type: ignore[method-assign]
    plan = desk.prune_plan(NOW + 100 * 60)
    assert (plan.stories, plan.entries) == (100 - 7, 100 - 7)
    assert [(year.year, year.stories) for year in plan.years] == [(2026, 93)]
    heard: list[tuple[int, int]] = []
    run = desk.prune(plan, lambda done, expected: heard.append((done, expected)))
    assert (run.stories, heard[-1]) == (93, (93, 93))
    gone = set(many[:100]) - {*many[:5], many[7]}
    assert set(many) - left(desk) == gone | {many[5]}
    assert desk._archive.check() == []
    with pytest.raises(DeskProblem, match="was pruned"):
        desk.judge(many[20], "web4-at-velocity", Stance.SUPPORT)


def test_a_row_of_an_open_list_says_it_is_gone(desk: Desk, many: list[str]) -> None:
    listing = desk.listing(View())
    desk.prune(desk.prune_plan(NOW + 100 * 60))
    assert len(listing) == 500
    last = listing.rows(495, 500)
    assert [row.title for row in last] == ["(no longer in the archive)"] * 5
    assert [row.id for row in last] == many[:5][::-1]
    assert desk.story(last[0].id) is None
    assert listing.next_unjudged(401, 1) is None


def test_what_was_judged_in_another_process_meanwhile_stays(
    desk: Desk, many: list[str], places: config.Places
) -> None:
    other = Desk.open(places, clock=Clock())
    plan = desk.prune_plan(NOW + 400 * 60)
    told: list[str] = []
    still = desk._board.still

    def judged_just_before() -> object:
        if not told:
            told.append(
                other.judge(many[150], "web4-at-velocity", Stance.SUPPORT).evidence_id or ""
            )
        return still()

    desk._board.still = judged_just_before  # type: ignore[method-assign, assignment]
    run = desk.prune(plan)
    assert run.stories == plan.stories - 1
    assert many[150] in left(desk)
    assert desk.evidence_by_id(told[0]) is not None
    assert desk._archive.check() == []
    other.close()


def test_what_is_named_stays_also_where_a_refresh_merged_it_meanwhile(
    desk: Desk, many: list[str], places: config.Places
) -> None:
    desk.mark(many[7], read=True)
    desk.mark(many[7], read=False)
    plan = desk.prune_plan(NOW + 100 * 60)
    other = Archive.open(places.archive)
    with other.writing() as writing:
        assert writing.merge(many[8], [many[7]]) == [many[7]]
    other.close()
    desk.prune(plan)
    story = desk.story(many[7])
    assert story is not None and story.id == many[8]


def test_evidence_taken_back_and_brought_again_stands_without_its_story(
    desk: Desk, many: list[str]
) -> None:
    piece = desk.judge(many[9], "web4-at-velocity", Stance.SUPPORT, note="why").evidence_id
    assert piece is not None
    desk.undo()
    desk.prune(desk.prune_plan(NOW + 100 * 60))
    desk.redo()
    found = desk.evidence_by_id(piece)
    assert found is not None and found.note == "why"
    assert found.snapshot.title == "Report number9 of many"
    assert desk.export(["web4-at-velocity"], "md").count("number9") > 0


def test_only_one_at_a_time(desk: Desk, many: list[str], places: config.Places) -> None:
    plan = desk.prune_plan(NOW + 100 * 60)
    with only_one(places.care_lock):
        with pytest.raises(DeskProblem, match="Another `signalboard archive`"):
            desk.prune(plan)
        with pytest.raises(DeskProblem, match="Another `signalboard archive`"):
            desk.vacuum()
    assert left(desk) == set(many)


def test_a_pruning_that_is_stopped_keeps_the_rest(desk: Desk, many: list[str]) -> None:
    def stop(done: int, _expected: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.prune(desk.prune_plan(NOW + 450 * 60), stop)
    assert 0 < len(set(many) - left(desk)) < 450
    assert desk._archive.check() == []
    assert desk.prune_plan(NOW + 450 * 60).stories == 450 - len(set(many) - left(desk))


def test_the_figures_are_those_of_the_archive(desk: Desk, many: list[str]) -> None:
    desk.judge(many[0], "web4-at-velocity", Stance.SUPPORT)
    desk.mark(many[1], starred=True)
    figures = desk.archive_figures()
    assert (figures.stories, figures.unjudged, figures.entries) == (500, 499, 500)
    assert (figures.judged, figures.starred, figures.evidence) == (1, 1, 1)
    assert (figures.oldest_at, figures.newest_at) == (NOW, NOW + 499 * 60)
    assert figures.size.file > 0 and figures.prunings == ()
    assert [(age, extent.stories) for age, extent in figures.prunable] == [
        ("365d", 0),
        ("180d", 0),
        ("90d", 0),
    ]


def test_a_board_that_cannot_be_held_is_told(
    desk: Desk, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signalboard.board.locking.PATIENCE", 0.0)
    plan = desk.prune_plan(NOW + 100 * 60)
    other = Board.open(desk.places.board)
    with other.still(), pytest.raises(Exception, match="another signalboard has been writing"):
        desk.prune(plan)
    assert left(desk) == set(many)


def test_the_command_says_how_many_of_which_year(
    desk: Desk, many: list[str], places: config.Places, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(places.home), "archive"]
    date = "2026-11-24T23:00:00Z"
    assert main([*home, "prune", "--before", date]) == 2
    assert "--yes removes without" in capsys.readouterr().err
    assert main([*home, "prune", "--before", "soon"]) == 2
    assert main([*home, "prune", "--before", "2126-01-01"]) == 2
    assert "still to come" in capsys.readouterr().err
    assert left(desk) == set(many)
    assert main([*home, "prune", "--before", "2025-01-01", "--yes"]) == 0
    assert "nothing was removed" in capsys.readouterr().err
