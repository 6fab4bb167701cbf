"""A few lives of the board against a plain dictionary; ``make fuzz`` lets it live for longer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from signalboard.model import Stance
from tests.fuzz.machine import BoardMachine

TestBoard = BoardMachine.TestCase
TestBoard.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def machine():
    """One that has begun."""
    made = BoardMachine()
    made.begin()
    yield made
    made.teardown()


def test_a_dictionary_that_says_otherwise_is_noticed(machine) -> None:
    machine.judge(0, 0, Stance.SUPPORT, 2, "why")
    machine.says_the_same()
    (ident,) = machine.said["evidence"]
    machine.said["evidence"][ident] = (*machine.said["evidence"][ident][:3], 3, "why")
    with pytest.raises(AssertionError):
        machine.says_the_same()


def test_a_life_that_has_all_in_it(machine) -> None:
    """Each rule once and in an order that has something to do for each."""
    machine.judge(0, 0, Stance.SUPPORT, 2, "[/] why")
    machine.judge(0, 1, Stance.NO_BEARING, None, None)
    machine.judge(1, 1, Stance.CONTRADICT, 3, None)
    machine.watch(0, "\x1b[31m of it")
    machine.merge(0, 1)
    machine.says_the_same()
    machine.mute("agents", True)
    machine.settle(0, "hit", "seen")
    machine.export_and_import()
    for _ in range(3):
        machine.undo()
        machine.says_the_same()
    machine.crash(b'{"seq":', "board.json")
    machine.redo()
    machine.split(0, 0)
    machine.retract(0, "no")
    machine.judge_elsewhere(2, 0, Stance.SUPPORT)
    machine.reopen()
    machine.says_the_same()
    assert len(machine.said["evidence"]) >= 2
