"""What looks contrary and was passed over, as a guard tells it."""

from __future__ import annotations

from signalboard.judge.passed import Passed


def test_it_says_how_many_of_which_kind_and_what_that_does_not_prove() -> None:
    told = Passed(9, 3, "Agents fail at errands").guard
    assert told is not None
    assert told.name == "contrary queue"
    assert told.seen == (
        "12 stories look contrary by wording: 9 not judged by it, 3 set aside; "
        "the newest is “Agents fail at errands”."
    )
    assert "most of them may say nothing against it" in told.unproven
    assert "in other words was not found" in told.unproven


def test_it_tells_of_one_and_of_one_kind_alone() -> None:
    one, aside = Passed(1, 0).guard, Passed(0, 2).guard
    assert one is not None and aside is not None
    assert one.seen == "1 story looks contrary by wording and was not judged by it."
    assert aside.seen.endswith("wording and were set aside as without bearing.")


def test_of_nothing_it_tells_nothing() -> None:
    assert Passed(0, 0).guard is None
