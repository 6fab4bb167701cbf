"""What judgments weigh, and what they add up to: the worked examples of docs/method.md."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.judge import decibans, weights
from signalboard.judge.conviction import (
    BANDS,
    DISCOUNT,
    Conviction,
    conviction,
    of_wording,
    percent,
    terms,
    word,
)
from signalboard.judge.decibans import of_probability, probability
from signalboard.model import Evidence, Report, Stance, Version, replace
from tests.values import NOW, evidence, report, thesis

FOR, AGAINST, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING


def about(value: float) -> object:
    return pytest.approx(value, abs=0.001)


def judged(*strengths: int) -> list[Evidence]:
    """A story of its own for each strength, below 0 against."""
    return [
        evidence(f"e{number}", FOR if each > 0 else AGAINST, story=f"s{number}", strength=abs(each))
        for number, each in enumerate(strengths)
    ]


T2 = judged(3, 2, 1, -2, -1)


def found(pieces: list[Evidence], *, prior: float = 0.5, discount: float = DISCOUNT) -> Conviction:
    made = conviction(pieces, prior=prior, discount=discount)
    assert made is not None
    return made


# -- the unit ---------------------------------------------------------------


def test_the_tunny_report_comes_out_as_it_did_in_1945() -> None:
    total = decibans.decibans(1 / 10_000) + 20 * decibans.decibans(2)
    assert total == about(20.206)
    assert probability(total) == pytest.approx(0.99055, abs=0.00001)


@given(st.floats(0.0001, 0.9999))
def test_decibans_and_probabilities_are_two_ways_to_say_one_thing(p: float) -> None:
    assert probability(of_probability(p)) == pytest.approx(p, abs=1e-12)
    assert probability(-of_probability(p)) == pytest.approx(1 - p, abs=1e-12)


def test_what_no_float_can_tell_from_certain_is_no_error() -> None:
    assert (probability(9e9), probability(-9e9), probability(0)) == (1, 0, 0.5)


# -- what one judgment weighs -----------------------------------------------


def rated(*letters: str, origins: str = "") -> tuple[Report, ...]:
    """A report for each letter; of an origin each unless they are named by letters too."""
    return tuple(
        report(
            f"Outlet {number}",
            origins[number] if origins else f"Owner {number}",
            str(number),
            reliability=letter.strip(),
        )
        for number, letter in enumerate(letters)
    )


@pytest.mark.parametrize(
    ("strength", "expected"),
    [
        (3, (10, 8.893, 7.404, 5.119, 0)),
        (2, (5, 4.186, 3.183, 1.877, 0)),
        (1, (2, 1.580, 1.114, 0.593, 0)),
    ],
)
def test_a_judgment_weighs_what_its_reports_can_be_relied_on(
    strength: int, expected: tuple[float, ...]
) -> None:
    for letter, db in zip("ABCDE", expected, strict=True):
        piece = evidence(strength=strength, reports=rated(letter))
        assert weights.weight(piece) == about(db)
    for letter, same in (("F", "C"), ("", "A"), ("?", "A")):
        one, other = rated(letter), rated(same)
        assert weights.reliability(one) == weights.reliability(other)


def test_two_origins_can_be_relied_on_further_than_one() -> None:
    two = evidence(strength=3, reports=rated("B", "C"))
    assert weights.reliability(two.snapshot.reports) == about(0.875)
    assert weights.weight(two) == about(9.482)


def test_copies_of_one_origin_count_once_by_the_one_rated_best() -> None:
    copies = evidence(strength=3, reports=rated(*"BBBBB", origins="xxxxx"))
    assert weights.weight(copies) == about(8.893)
    assert weights.reliability(rated("D", "B", origins="xx")) == 0.75
    assert weights.reliability(rated("D", "B", origins="xy")) == about(1 - 0.75 * 0.25)
    assert weights.reliability(rated("D", "", origins="xx")) == 1, "who is unrated counts in full"
    # Who only links to a page is no second origin.
    page = "https://wire.example/story"
    linked = tuple(replace(each, url=page) for each in rated("C", "C"))
    assert weights.reliability(linked) == 0.5


def test_no_bearing_weighs_nothing_and_a_story_without_reports_is_unrated() -> None:
    assert weights.weight(evidence(stance=NONE, strength=3)) == 0
    assert weights.weight(evidence(strength=3, reports=())) == 10
    assert weights.is_rated(rated("", "B")) and not weights.is_rated(rated("", ""))


# -- the sum ----------------------------------------------------------------


def test_the_worked_example_comes_out() -> None:
    made = found(T2)
    assert (made.support_db, made.contradict_db) == (about(15.28), about(6.6))
    assert (made.db, made.p, made.sigma) == (about(8.68), about(0.8807), about(6.025))
    assert (made.low, made.high) == (about(0.648), about(0.967))
    assert (made.word, made.percent, made.tally) == ("very likely", 88, (3, 2))
    assert found(T2, discount=1.0).db == about(10)
    low = found(T2, prior=0.3)
    assert (low.db, low.p) == (about(5.0), about(0.7598))


@pytest.mark.parametrize(
    ("left_out", "db"), [("e0", 0), ("e1", 5), ("e2", 7.4), ("e3", 13.28), ("e4", 10.28)]
)
def test_the_worked_example_without_one_of_its_pieces(left_out: str, db: float) -> None:
    assert found([piece for piece in T2 if piece.id != left_out]).db == about(db)


def test_a_copy_in_the_same_story_changes_nothing_and_a_story_of_its_own_does() -> None:
    copy = replace(T2[2], id="e9")
    assert found([*T2, copy]) == found(T2)
    assert found([*T2, replace(copy, story_id="s9")]).db == about(9.704)
    # The stronger of two counts, whichever was judged first.
    stronger = replace(T2[2], id="e9", strength=3)
    assert found([*T2, stronger]) == found([*(p for p in T2 if p.id != "e2"), stronger])


def test_a_story_judged_both_ways_counts_on_both_sides() -> None:
    made = found([*judged(3), evidence("e9", AGAINST, story="s0", strength=2)])
    assert (made.db, made.tally) == (about(5), (1, 1))


def test_any_number_of_slight_stories_stays_under_one_strong_one() -> None:
    many = found(judged(*[1] * 30))
    assert (many.db, many.p) == (about(9.988), about(0.9089))
    mixed = found(judged(*[1] * 20, *[-1] * 5))
    assert (mixed.support_db, mixed.contradict_db) == (about(9.885), about(6.723))
    assert mixed.db == about(3.162)


def test_settled_watches_are_evidence_that_is_not_discounted() -> None:
    hit, miss = 6.690, -4.523
    made = conviction(T2, prior=0.5, settled=[hit])
    assert made is not None and (made.db, made.p) == (about(15.370), about(0.9718))
    made = conviction(T2, prior=0.5, settled=[miss])
    assert made is not None and (made.db, made.p) == (about(4.157), about(0.7226))
    alone = conviction([], prior=0.5, settled=[hit, 0.0, hit])
    assert alone is not None and alone.db == about(13.380)
    assert (alone.sigma, alone.tally) == (0, (0, 0))


def test_there_is_no_conviction_without_evidence() -> None:
    assert conviction([], prior=0.9) is None
    assert conviction([evidence(stance=NONE)], prior=0.9, settled=[0.0]) is None


def test_nothing_is_shown_as_certain() -> None:
    sure = found(judged(*[3] * 40), discount=1.0)
    assert sure.db == about(400)
    assert (sure.p, sure.low, sure.high, sure.word) == (0.99, 0.99, 0.99, "almost certain")
    never = found(judged(*[-3] * 40), discount=1.0)
    assert (never.p, never.percent, never.word) == (0.01, 1, "almost no chance")


@pytest.mark.parametrize(
    ("p", "said", "shown"),
    [
        (0.01, "almost no chance", 1),
        (0.0499, "almost no chance", 4),
        (0.05, "very unlikely", 5),
        (0.20, "unlikely", 20),
        (0.4496, "unlikely", 44),
        (0.45, "roughly even", 45),
        (0.55, "likely", 55),
        (0.7996, "likely", 79),
        (0.80, "very likely", 80),
        (0.885, "very likely", 89),
        (0.95, "almost certain", 95),
        (0.99, "almost certain", 99),
    ],
)
def test_the_lower_bound_belongs_to_the_word_and_no_percentage_contradicts_it(
    p: float, said: str, shown: int
) -> None:
    assert (word(p), percent(p)) == (said, shown)
    assert word(probability(of_probability(p))) == said
    assert next(low <= p < high or p == 0.99 for name, low, high in BANDS if name == said)


def test_the_terms_say_each_step_of_the_sum() -> None:
    up, down = terms([*T2, evidence("e9", NONE)])
    assert [(term.weight, round(term.factor, 4), round(term.db, 4)) for term in up] == [
        (10, 1, 10),
        (5, 0.8, 4),
        (2, 0.64, 1.28),
    ]
    assert [term.piece.id for term in down] == ["e3", "e4"]


def test_evidence_stays_with_the_wording_it_was_judged_by() -> None:
    claim = thesis()
    reworded = replace(claim, versions=(*claim.versions, Version("agents pay", "they do not", NOW)))
    affirmed = replace(T2[0], version=1)
    assert of_wording(T2, claim) == tuple(T2)
    assert of_wording([affirmed, *T2[1:]], reworded) == (affirmed,)


# -- what always holds ------------------------------------------------------

_strengths = st.sampled_from([-3, -2, -1, 1, 2, 3])
_letters = st.sampled_from(["", *"ABCDEF"])
_discounts = st.sampled_from([0.5, 0.8, 1.0])


@st.composite
def logs(draw: st.DrawFn, letters: st.SearchStrategy[str] = _letters) -> list[Evidence]:
    made = draw(st.lists(st.tuples(_strengths, st.integers(0, 6), letters), max_size=12))
    return [
        evidence(
            f"e{number}",
            FOR if strength > 0 else AGAINST,
            story=f"s{story}",
            strength=abs(strength),
            reports=rated(letter, origins=str(story)),
        )
        for number, (strength, story, letter) in enumerate(made)
    ]


def total(pieces: list[Evidence], discount: float = DISCOUNT) -> float:
    made = conviction(pieces, prior=0.5, discount=discount)
    return 0.0 if made is None else made.db


@given(logs(), st.randoms(), _discounts)
def test_the_order_of_judging_does_not_matter(pieces: list[Evidence], dice, discount) -> None:  # type: ignore[no-untyped-def]
    mixed = [*pieces]
    dice.shuffle(mixed)
    assert total(mixed, discount) == pytest.approx(total(pieces, discount), abs=1e-9)


@given(logs(), st.integers(1, 3), _letters, st.integers(0, 8), _discounts)
def test_support_never_lowers_it_and_contradiction_never_raises_it(
    pieces: list[Evidence], strength: int, letter: str, story: int, discount: float
) -> None:
    before = total(pieces, discount)
    more = evidence("new", FOR, story=f"s{story}", strength=strength, reports=rated(letter))
    assert total([*pieces, more], discount) >= before - 1e-9
    against = replace(more, stance=AGAINST)
    assert total([*pieces, against], discount) <= before + 1e-9


@given(logs(st.just("")), st.integers(0, 6), st.integers(0, 6))
def test_merging_two_stories_of_unrated_feeds_never_raises_a_side(
    pieces: list[Evidence], one: int, other: int
) -> None:
    merged = [replace(p, story_id=f"s{other}") if p.story_id == f"s{one}" else p for p in pieces]
    apart, together = (conviction(log, prior=0.5) for log in (pieces, merged))
    if apart is not None and together is not None:
        assert together.support_db <= apart.support_db + 1e-9
        assert together.contradict_db <= apart.contradict_db + 1e-9
    assert (apart is None) == (together is None)


@given(logs())
def test_without_discount_it_is_the_plain_sum_of_the_strongest_votes(
    pieces: list[Evidence],
) -> None:
    strongest: dict[tuple[str, Stance], float] = {}
    for piece in pieces:
        key = piece.story_id, piece.stance
        strongest[key] = max(strongest.get(key, 0.0), weights.weight(piece))
    plain = math.fsum(db if side is FOR else -db for (_, side), db in strongest.items())
    assert total(pieces, 1.0) == pytest.approx(plain, abs=1e-9)
