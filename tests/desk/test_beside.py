"""Two boards on one home: the second one shows, says why, and takes over."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from signalboard import config
from signalboard.backup import notes
from signalboard.board import BoardProblem
from signalboard.desk import Desk
from signalboard.desk.beside import OTHER, TAKEN_OVER
from signalboard.model import Stance

QUICKLY = 0.2


def judge(desk: Desk, story: str) -> None:
    desk.judge(story, desk.find_thesis("web4"), Stance.SUPPORT)


def test_the_second_shows_and_says_why_and_takes_over_when_the_first_has_gone(
    places: config.Places, stories: list[str]
) -> None:
    first = Desk.open(places, as_board=True)
    assert not first.view_only and first.notices == ()
    judge(first, stories[0])
    begun = time.process_time()
    second = Desk.open(places, as_board=True)
    assert time.process_time() - begun < QUICKLY
    assert second.view_only == OTHER and second.notices == (OTHER,)
    with pytest.raises(BoardProblem, match="only shows it"):
        judge(second, stories[1])
    with pytest.raises(BoardProblem, match="only shows it"):
        second.undo()
    assert len(second.evidence_of(stories[0])) == 1  # it can be read
    judge(first, stories[2])
    changed = second.poll()
    assert changed.judgments and not changed.notices  # and what the first does is seen
    first.close()
    changed = second.poll()
    assert changed.notices == (TAKEN_OVER,) and changed.settled == (OTHER,)
    assert not second.view_only and second.notices == (TAKEN_OVER,)
    judge(second, stories[1])
    assert not second.poll()
    third = Desk.open(places, as_board=True)
    assert third.view_only
    third.close()
    second.close()


def test_commands_judge_beside_an_open_board(places: config.Places, stories: list[str]) -> None:
    board = Desk.open(places, as_board=True)
    command = Desk.open(places)
    judge(command, stories[0])
    command.close()
    assert board.poll().judgments
    judge(board, stories[1])
    board.close()


def test_a_second_board_on_a_new_home_records_nothing_of_the_start(
    places: config.Places, stories: list[str]
) -> None:
    with config.only_one(places.board_lock):
        desk = Desk.open(places, as_board=True)
        assert desk.notices == (OTHER,) and desk.theses() == ()
    changed = desk.poll()
    assert TAKEN_OVER in changed.notices and len(desk.theses()) == 2
    desk.close()


HOLD = """
import sys, time
from pathlib import Path
from signalboard import config
from signalboard.desk import Desk
desk = Desk.open(config.places(Path(sys.argv[1]), None, {}), as_board=True)
print(bool(desk.view_only), flush=True)
time.sleep(60)
"""


def test_nothing_stays_behind_a_board_that_was_killed(
    places: config.Places, stories: list[str]
) -> None:
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(places.home)], stdout=subprocess.PIPE, text=True
    )
    assert held.stdout is not None and held.stdout.readline() == "False\n"
    second = Desk.open(places, as_board=True)
    assert second.view_only
    held.kill()
    held.wait()
    held.stdout.close()
    assert second.poll().notices == (TAKEN_OVER,)
    second.close()


def test_a_test_of_a_backup_that_fails_meanwhile_is_told_and_taken_back(
    places: config.Places, stories: list[str]
) -> None:
    desk = Desk.open(places, as_board=True)
    places.backups.mkdir()
    notes.keep(places.backups, notes.Notes(tested=3, tested_at=1, wrong="It is empty."))
    (said,) = desk.poll().notices
    assert said.startswith("The test of backup 3 failed: It is empty.")
    assert said in desk.notices and not desk.poll()
    notes.keep(places.backups, notes.Notes(tested=4, tested_at=22))
    assert desk.poll().settled == (said,)
    desk.close()


def test_a_home_that_may_only_be_read_opens(places: config.Places, stories: list[str]) -> None:
    desk = Desk.open(places)
    judge(desk, stories[0])
    desk.close()
    places.board_lock.mkdir()  # as where the lock cannot be made
    desk = Desk.open(places, as_board=True)
    assert not desk.view_only and len(desk.evidence_of(stories[0])) == 1
    desk.close()
