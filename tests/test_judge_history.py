"""How a sum came to be what it is, and the sums that are kept as votes come and go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.judge.conviction import conviction, of_wording
from signalboard.judge.decibans import of_probability
from signalboard.judge.history import LATELY, Settled, Step, change, db_at, history
from signalboard.judge.sides import Side
from signalboard.model import Evidence, Stance, Thesis, Version, Withdrawn, replace
from signalboard.times import DAY
from tests.values import NOW, evidence, thesis

FOR, AGAINST, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING
EVEN = replace(thesis(), prior=0.5)


def said(steps: tuple[Step, ...]) -> list[tuple[int, float | None, str, str]]:
    return [
        (step.at - NOW, None if step.db is None else round(step.db, 3), step.cause, step.id)
        for step in steps
    ]


def test_each_judgment_and_each_settlement_is_a_step() -> None:
    pieces = [
        evidence("e2", AGAINST, story="b", strength=2, judged_at=NOW + 20),
        evidence("e1", FOR, story="a", strength=3, judged_at=NOW + 10),
        evidence("e3", NONE, story="c", judged_at=NOW + 30),
        evidence("e4", FOR, story="d", strength=2, judged_at=NOW + 40),
    ]
    steps = history(EVEN, pieces, settled=[Settled("w1", NOW + 40, 6.69)])
    assert said(steps) == [
        (10, 10.0, "support", "e1"),
        (20, 5.0, "contradict", "e2"),
        (40, 9.0, "support", "e4"),
        (40, 15.69, "settled", "w1"),
    ]
    assert history(EVEN, []) == ()


def test_what_was_withdrawn_counted_until_then() -> None:
    kept = evidence("e1", FOR, story="a", judged_at=NOW)
    gone = evidence("e2", FOR, story="b", strength=3, judged_at=NOW)
    steps = history(EVEN, [kept], withdrawn=[Withdrawn(gone, NOW + 50)])
    assert said(steps) == [
        (0, 2.0, "support", "e1"),
        (0, 11.6, "support", "e2"),
        (50, 2.0, "gone", "e2"),
    ]
    # Taken back in the second it was made, it never counted.
    assert history(EVEN, [], withdrawn=[Withdrawn(gone, NOW)]) == ()


def test_a_thesis_reworded_begins_anew_until_its_evidence_is_affirmed() -> None:
    reworded = replace(
        EVEN, versions=(*EVEN.versions, Version("agents pay", "they do not", NOW + 100))
    )
    pieces = [
        evidence("e1", FOR, story="a", strength=3, judged_at=NOW + 10),
        evidence("e2", AGAINST, story="b", judged_at=NOW + 20),
    ]
    steps = history(reworded, pieces)
    assert said(steps)[-1] == (100, None, "gone", "e2")
    assert db_at(steps, NOW + 99) == pytest.approx(8.0)
    assert db_at(steps, NOW + 100) is None
    assert change(steps, 0.5, NOW + 100) is None
    affirmed = history(reworded, [replace(pieces[0], version=1), pieces[1]])
    assert db_at(affirmed, NOW + 200) == pytest.approx(10.0)
    # Withdrawn after the rewording: it had ended before.
    late = history(reworded, [], withdrawn=[Withdrawn(pieces[0], NOW + 500)])
    assert said(late)[-1] == (100, None, "gone", "e1")


def test_the_value_at_a_moment_and_the_change_of_thirty_days() -> None:
    pieces = [
        evidence("e1", FOR, story="a", strength=3, judged_at=NOW),
        evidence("e2", AGAINST, story="b", strength=2, judged_at=NOW + 20 * DAY),
    ]
    low = replace(thesis(), prior=0.3)
    steps = history(low, pieces)
    assert db_at(steps, NOW - 1) is None
    assert db_at(steps, NOW) == pytest.approx(10 + of_probability(0.3))
    now = NOW + 40 * DAY
    assert change(steps, 0.3, now) == pytest.approx(-5)
    # Where nothing counted yet, it was what was held before any evidence.
    assert change(steps, 0.3, NOW + DAY) == pytest.approx(10)
    assert change(steps, 0.3, NOW + LATELY) == pytest.approx(5 - 10)
    assert change((), 0.3, now) is None


_judgments = st.lists(
    st.tuples(
        st.sampled_from([FOR, AGAINST, NONE]),
        st.integers(0, 4),  # story
        st.integers(1, 3),  # strength
        st.integers(0, 9),  # judged
        st.sampled_from([None, 3, 6, 9]),  # withdrawn
        st.integers(0, 1),  # wording
    ),
    max_size=14,
)


@given(_judgments, st.booleans(), st.sampled_from([0.8, 1.0]))
def test_every_step_is_what_the_whole_sum_was_then(
    judgments: list[tuple[Stance, int, int, int, int | None, int]], reworded: bool, discount: float
) -> None:
    claim: Thesis = EVEN
    if reworded:
        claim = replace(
            EVEN, versions=(*EVEN.versions, Version("agents pay", "they do not", NOW + 5))
        )
    standing: list[Evidence] = []
    withdrawn: list[Withdrawn] = []
    for number, (stance, story, strength, at, gone, version) in enumerate(judgments):
        piece = replace(
            evidence(
                f"e{number}", stance, story=f"s{story}", strength=strength, judged_at=NOW + at
            ),
            version=version if reworded else 0,
        )
        if gone is None:
            standing.append(piece)
        else:
            withdrawn.append(Withdrawn(piece, NOW + gone))
    watches = [Settled("w1", NOW + 4, 6.69), Settled("w2", NOW + 8, -4.523)]
    steps = history(claim, standing, withdrawn=withdrawn, settled=watches, discount=discount)
    for moment in range(NOW - 1, NOW + 11):
        then = [
            piece
            for piece, until in [
                *((piece, None) for piece in standing),
                *((gone.evidence, gone.at) for gone in withdrawn),
            ]
            if piece.judged_at <= moment and (until is None or moment < until)
        ]
        if reworded and moment >= NOW + 5:
            then = list(of_wording(then, claim))
        settled = [watch.db for watch in watches if watch.at <= moment]
        whole = conviction(then, prior=0.5, settled=settled, discount=discount)
        told = db_at(steps, moment)
        assert (told is None) == (whole is None)
        assert told == (None if whole is None else pytest.approx(whole.db, abs=1e-9))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, 2.0, 3.183, 10.0])), max_size=30),
    st.randoms(),
    st.sampled_from([0.5, 0.8, 1.0]),
)
def test_a_side_kept_as_votes_come_and_go_is_the_sum_of_those_that_stand(
    votes: list[tuple[int, float]],
    dice,
    discount: float,  # type: ignore[no-untyped-def]
) -> None:
    side, standing = Side(), list[tuple[int, float]]()
    for vote in votes:
        if standing and dice.random() < 0.4:
            gone = standing.pop(dice.randrange(len(standing)))
            side.remove(f"s{gone[0]}", gone[1])
        standing.append(vote)
        side.add(f"s{vote[0]}", vote[1])
        strongest: dict[int, float] = {}
        for story, weight in standing:
            strongest[story] = max(strongest.get(story, 0.0), weight)
        counted = [w * discount**k for k, w in enumerate(sorted(strongest.values(), reverse=True))]
        assert len(side) == len(strongest)
        assert side.db(discount) == pytest.approx(sum(counted), abs=1e-9)
        assert side.squares(discount) == pytest.approx(sum(w**2 for w in counted), abs=1e-9)
