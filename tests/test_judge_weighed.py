"""What is kept as evidence comes and goes says what a sum over all of it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.judge import tally as judge
from signalboard.judge.conviction import Conviction, conviction
from signalboard.judge.guards import guards, linchpin, one_sided
from signalboard.judge.history import Settled, change, history
from signalboard.judge.running import Vote
from signalboard.judge.weighed import Weighed
from signalboard.judge.weights import weight
from signalboard.model import Evidence, Stance, Thesis, Version, Withdrawn, replace
from signalboard.times import DAY
from tests.values import NOW, evidence, report, thesis

OLD, NEW = 0, 1
REWORDED: Thesis = replace(
    thesis(), versions=(*thesis().versions, Version("agents pay", "they do not", NOW + 6))
)
WATCHES = (Settled("w1", NOW + 4, 6.69), Settled("w2", NOW + 9, -4.523))


def vote(piece: Evidence, until_at: int | None = None) -> Vote:
    order = tuple(int(part) for part in piece.id[1:].split("-"))
    ends = [at for at in (until_at, NOW + 6 if piece.version == OLD else None) if at is not None]
    return Vote(
        piece.story_id,
        piece.stance,
        piece.strength,
        piece.judged_at,
        order,
        weight(piece),
        min(ends, default=None),
    )


_judgments = st.lists(
    st.tuples(
        st.sampled_from(list(Stance)),
        st.integers(0, 7),  # story
        st.integers(1, 3),  # strength
        st.sampled_from(["", "B", "E"]),
        st.integers(0, 9),  # judged
        st.sampled_from([OLD, NEW, NEW, NEW]),
        st.sampled_from(["stands", "stands", "stands", "goes", "withdrawn"]),
    ),
    max_size=24,
)


def same(kept: Conviction | None, whole: Conviction | None) -> bool:
    if kept is None or whole is None:
        return kept is whole
    return kept.tally == whole.tally and all(
        getattr(kept, name) == pytest.approx(getattr(whole, name), abs=1e-9)
        for name in ("prior_db", "support_db", "contradict_db", "settled_db", "sigma", "db", "p")
    )


@given(
    _judgments, st.randoms(), st.sampled_from([0.8, 1.0]), st.lists(st.integers(-2, 12), max_size=9)
)
def test_what_is_kept_says_what_the_whole_sum_says(
    judgments: list[tuple[Stance, int, int, str, int, int, str]],
    dice,  # type: ignore[no-untyped-def]
    discount: float,
    looks: list[int],
) -> None:
    withdrawn: list[Withdrawn] = []
    stands: dict[str, Evidence] = {}

    def all_votes() -> list[tuple[str, Vote]]:
        return [
            *((piece.id, vote(piece)) for piece in stands.values()),
            *((f"withdrawn {w.evidence.id}", vote(w.evidence, w.at)) for w in withdrawn),
        ]

    kept = Weighed(all_votes)
    removals: list[Evidence] = []

    def check(moment: int) -> None:
        now = NOW + moment
        standing = sorted(stands.values(), key=lambda piece: vote(piece).order)
        counting = [piece for piece in standing if piece.version == NEW]
        settled = [watch.db for watch in WATCHES]
        whole = conviction(counting, prior=0.3, settled=settled, discount=discount)
        assert same(kept.conviction(0.3, settled, discount), whole)
        bare = conviction(counting, prior=0.3, discount=discount)
        assert same(kept.conviction(0.3, discount=discount), bare)
        assert kept.tally == judge.tally(counting) and kept.tally is kept.tally
        assert kept.earlier == len(standing) - len(counting)
        assert kept.last_contradiction_at == judge.last_contradiction_at(counting)
        strongest = judge.strongest_against(counting)
        assert kept.strongest_against == (None if strongest is None else strongest.id)
        found = guards(REWORDED, standing, now, settled=settled, discount=discount)
        marked = [guard.name for guard in found if guard.name != "drift"]
        assert list(kept.guards(now, 0.3, settled, discount)) == marked
        bare_pin = linchpin(counting, prior=0.3, discount=discount)
        assert ("linchpin" in kept.guards(now, 0.3, (), discount)) == (bare_pin is not None)
        # Steps ahead of the moment are not looked at: what stands now is the last of them.
        steps = history(REWORDED, standing, withdrawn=withdrawn, settled=WATCHES, discount=discount)
        told = kept.change(0.3, now, WATCHES, discount, span=5)
        if whole is None or moment < 9:
            return
        assert told == pytest.approx(change(steps, 0.3, now, span=5), abs=1e-9)

    for number, (stance, story, strength, letter, at, version, fate) in enumerate(judgments):
        piece = replace(
            evidence(
                f"e{number // 2}" if number % 2 else f"e{number // 2}-2",
                stance,
                story=f"s{story}",
                strength=strength,
                judged_at=NOW + at,
                reports=(report(reliability=letter),),
            ),
            version=version,
        )
        stands[piece.id] = piece
        kept.add(piece.id, vote(piece))
        if fate != "stands":
            removals.append(piece)
        if removals and dice.random() < 0.5:
            gone = removals.pop(dice.randrange(len(removals)))
            del stands[gone.id]
            kept.remove(gone.id, vote(gone))
            if dice.random() < 0.5:
                withdrawn.append(Withdrawn(gone, NOW + 9))
                kept.forget_past()
        if number % 3 == 0:
            check(number % 16)
    for look in (*looks, 9, 20):
        check(look)


def test_a_piece_may_be_added_at_a_start_without_a_vote() -> None:
    kept = Weighed()
    kept.weigh(Stance.SUPPORT, "s1", 10.0)
    kept.weigh(Stance.NO_BEARING, "s2", 0.0)
    found = kept.conviction(0.5)
    assert found is not None and found.db == pytest.approx(10)
    assert kept.tally == judge.Tally(1, 0, 1)
    assert kept.change(0.5, NOW) == pytest.approx(10), "of nothing that ever counted before"
    empty = Weighed()
    assert empty.conviction(0.5) is None and empty.change(0.5, NOW) is None
    assert empty.guards(NOW, 0.5) == ()


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(-40, 0)), max_size=14),
    st.sampled_from([None, -35, -20]),
    st.randoms(),
)
def test_what_was_judged_lately_is_kept_too(
    supports: list[tuple[int, int]],
    against: int | None,
    dice,  # type: ignore[no-untyped-def]
) -> None:
    pieces = [
        evidence(f"e{number}", story=f"s{story}", judged_at=NOW + day * DAY)
        for number, (story, day) in enumerate(supports)
    ]
    if against is not None:
        at = NOW + against * DAY
        pieces.append(evidence("e99", Stance.CONTRADICT, story="s99", judged_at=at))
    standing: dict[str, Evidence] = {}
    kept = Weighed(lambda: [(piece.id, fresh(piece)) for piece in standing.values()])
    for piece in pieces:
        standing[piece.id] = piece
        kept.add(piece.id, fresh(piece))
        if dice.random() < 0.2:
            del standing[piece.id]
            kept.remove(piece.id, fresh(piece))
        told = one_sided(standing.values(), NOW) is not None
        assert ("one-sided" in kept.guards(NOW, 0.3)) == told


def test_five_stories_lately_are_many() -> None:
    kept = Weighed()
    for number in range(5):
        assert "one-sided" not in kept.guards(NOW, 0.5)
        kept.add(f"e{number}", fresh(evidence(story=f"s{number}", judged_at=NOW - number)))
    assert "one-sided" in kept.guards(NOW, 0.5)
    kept.remove("e4", fresh(evidence(story="s4", judged_at=NOW - 4)))
    assert "one-sided" not in kept.guards(NOW, 0.5)


def fresh(piece: Evidence) -> Vote:
    return vote(replace(piece, version=NEW))
