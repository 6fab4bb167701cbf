"""Whether suggestions one way are followed more often than those the other way."""

from __future__ import annotations

from signalboard.judge.gap import Followed, gap
from signalboard.model import Evidence, Hint, Stance
from tests.values import evidence


def hints(way: Stance | None, count: int, begin: str) -> list[Hint]:
    return [Hint(f"{begin}{n}", "web4", way, n) for n in range(count)]


def judged(way: Stance, count: int, begin: str) -> list[Evidence]:
    return [evidence(f"{begin}{n}", way, story=f"{begin}{n}") for n in range(count)]


def test_t7_31_of_50_against_9_of_50_is_told() -> None:
    found = gap(
        hints(Stance.SUPPORT, 50, "s") + hints(Stance.CONTRADICT, 50, "c"),
        judged(Stance.SUPPORT, 31, "s") + judged(Stance.CONTRADICT, 9, "c"),
    )
    assert (found.supports, found.contradictions) == (Followed(31, 50), Followed(9, 50))
    assert found.is_told
    assert found.guard is not None
    assert found.guard.name == "selection gap"
    assert "31 of 50 (62%, 48% to 74%)" in found.guard.seen
    assert "9 of 50 (18%, 10% to 31%)" in found.guard.seen
    assert "does not say" in found.guard.unproven


def test_what_chance_may_have_done_is_not_told() -> None:
    found = gap(
        hints(Stance.SUPPORT, 8, "s") + hints(Stance.CONTRADICT, 8, "c"),
        judged(Stance.SUPPORT, 6, "s") + judged(Stance.CONTRADICT, 3, "c"),
    )
    assert found.supports.told == "6 of 8 (75%, 41% to 93%)"
    assert not found.is_told
    assert found.guard is None


def test_only_what_was_judged_as_suggested_counts_and_each_story_once() -> None:
    seen = [
        *hints(Stance.SUPPORT, 2, "s"),
        Hint("s0", "web4", Stance.SUPPORT, 9),
        *hints(None, 3, "n"),
    ]
    found = gap(
        seen,
        [
            *judged(Stance.CONTRADICT, 2, "s"),
            *judged(Stance.SUPPORT, 1, "s"),
            *judged(Stance.SUPPORT, 3, "n"),
            *judged(Stance.NO_BEARING, 1, "x"),
        ],
    )
    assert found.supports == Followed(1, 2)
    assert found.contradictions == Followed(0, 0)


def test_of_no_hints_nothing_is_known() -> None:
    found = gap([], [])
    assert found.supports.told == "0 of 0"
    assert found.guard is None
