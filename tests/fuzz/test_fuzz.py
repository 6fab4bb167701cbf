"""A moment of ``make fuzz`` in every run: all that is kept, and a few inputs beyond."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.fuzz import corpus
from tests.fuzz.engine import fuzz
from tests.fuzz.targets import Door, doors

DOORS = doors()
SEED = 6


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_a_door_holds(door: Door) -> None:
    """What broke it once is among these inputs."""
    inputs = (*door.seeds(), *corpus.kept(door.name))
    assert inputs
    known = corpus.Corpus(inputs, door.words)
    parts = door.parts if door.quick else ()
    with ExitStack() as stack:
        ran = fuzz(door.made(stack), known, seed=SEED, parts=parts, runs=door.quick)
    for failure in ran.failures:
        pytest.fail(f"{failure.error}\ninput: {failure.data!a}")
    assert ran.lines > 15 or not door.quick, "it reached nothing"


def test_sentences_that_differ_in_numbers_alone_are_one_way_of_ending() -> None:
    """Else all that a reader counts fills the memory within a minute."""
    known = corpus.Corpus((b"1", b"22", b"333", b"x"))
    ran = fuzz(lambda data: f"line {len(data)} is wrong", known, seed=SEED, runs=0, parts=())
    assert list(ran.kept) == [b"1"]
    ran = fuzz(lambda data: f"wrong: {data.decode()}", known, seed=SEED, runs=0, parts=())
    assert list(ran.kept) == [b"1", b"x"]
