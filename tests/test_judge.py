"""Counting evidence."""

from __future__ import annotations

from signalboard.judge import tally as judge
from signalboard.model import Mark, Stance
from tests.values import NOW, evidence, watch

SUPPORT, CONTRADICT, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING


def test_one_story_has_one_vote_a_side() -> None:
    pieces = [
        evidence("e1", SUPPORT, story="a"),
        evidence("e2", SUPPORT, story="a", strength=3),
        evidence("e3", CONTRADICT, story="a"),
        evidence("e4", CONTRADICT, story="b"),
        evidence("e5", NONE, story="c"),
    ]
    assert judge.tally(pieces) == judge.Tally(1, 2, 1)
    assert judge.tally([]) == judge.Tally(0, 0, 0)
    assert judge.split_stories(pieces) == {"a"}


def test_marks_keep_the_stronger_of_equal_stances_and_both_of_opposite_ones() -> None:
    pieces = [
        evidence("e1", SUPPORT, thesis="t", strength=2),
        evidence("e2", SUPPORT, thesis="t", strength=1),
        evidence("e3", CONTRADICT, thesis="t"),
        evidence("e4", NONE, thesis="u"),
    ]
    assert judge.marks(pieces) == (
        Mark("t", SUPPORT, 2),
        Mark("t", CONTRADICT, 1),
        Mark("u", NONE, 1),
    )


def test_the_strongest_contradiction_is_the_newest_of_equals() -> None:
    pieces = [
        evidence("e1", CONTRADICT, strength=2, judged_at=NOW),
        evidence("e2", CONTRADICT, strength=2, judged_at=NOW + 5),
        evidence("e3", CONTRADICT, strength=1, judged_at=NOW + 9),
        evidence("e4", SUPPORT, strength=3, judged_at=NOW + 9),
    ]
    against = judge.strongest_against(pieces)
    assert against is not None and against.id == "e2"
    assert judge.last_contradiction_at(pieces) == NOW + 9
    assert judge.strongest_against(pieces[3:]) is None
    assert judge.last_contradiction_at(pieces[3:]) is None


def test_watches_come_due_on_their_day() -> None:
    watches = [watch("w2", NOW + 1), watch("w1", NOW), watch("w3", NOW - 1, state="hit")]
    assert [w.id for w in judge.open_watches(watches)] == ["w1", "w2"]
    assert [w.id for w in judge.due_watches(watches, NOW)] == ["w1"]
