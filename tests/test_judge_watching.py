"""Watches: T4 of the evidence method, and what holds of any two chances."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard import times
from signalboard.judge import watching
from signalboard.model import Version, replace
from tests.values import NOW, thesis, watch

CHANCES = st.floats(0.01, 0.99)
PAIRS = st.tuples(CHANCES, CHANCES).filter(lambda pair: abs(pair[0] - pair[1]) > 1e-6)
T4 = {"h1": 0.70, "h0": 0.15}


def test_t4_what_an_answer_weighs() -> None:
    assert watching.weight(**T4, state="hit") == pytest.approx(6.690, abs=0.001)
    assert watching.weight(**T4, state="miss") == pytest.approx(-4.523, abs=0.001)
    assert watching.settled_weight(watch(**T4, state="hit")) == pytest.approx(6.690, abs=0.001)
    assert watching.settled_weight(watch(**T4, state="miss")) == pytest.approx(-4.523, abs=0.001)
    assert watching.settled_weight(watch(**T4, state="void")) == 0
    assert watching.settled_weight(watch(**T4)) == 0


def test_t4_what_is_expected() -> None:
    assert watching.implied(0.60, **T4) == pytest.approx(0.4800, abs=0.0001)
    assert watching.after(0.60, **T4, state="hit") == pytest.approx(0.8750, abs=0.0001)
    assert watching.after(0.60, **T4, state="miss") == pytest.approx(0.3462, abs=0.0001)
    assert watching.after(0.60, **T4, state="void") == 0.60


@pytest.mark.parametrize("preset", watching.PRESETS, ids=lambda preset: preset.name)
@given(p=CHANCES)
def test_t4_the_expected_posterior_is_the_prior_for_every_preset(
    preset: watching.Preset, p: float
) -> None:
    _, h1, h0 = preset
    expected(p, h1, h0)


@given(p=CHANCES, pair=PAIRS)
def test_t4_and_for_any_two_chances(p: float, pair: tuple[float, float]) -> None:
    expected(p, *pair)


def expected(p: float, h1: float, h0: float) -> None:
    hit = watching.implied(p, h1, h0)
    mean = hit * watching.after(p, h1, h0, "hit") + (1 - hit) * watching.after(p, h1, h0, "miss")
    assert mean == pytest.approx(p, abs=1e-9)


@given(p=CHANCES, pair=PAIRS, hit=st.booleans())
def test_the_weight_is_what_the_chance_moves_by(
    p: float, pair: tuple[float, float], hit: bool
) -> None:
    state = "hit" if hit else "miss"
    moved = watching.after(p, *pair, state)  # type: ignore[arg-type]
    db = 10 * math.log10(p / (1 - p)) + watching.weight(*pair, state)  # type: ignore[arg-type]
    assert moved == pytest.approx(1 / (1 + 10 ** (-db / 10)), abs=1e-9)


@given(pair=PAIRS)
def test_one_answer_helps_and_the_other_hurts(pair: tuple[float, float]) -> None:
    hit, miss = (watching.weight(*pair, state) for state in ("hit", "miss"))
    assert (hit < 0 < miss) if watching.is_kill(watch(h1=pair[0], h0=pair[1])) else (miss < 0 < hit)
    assert watching.against(*pair) == min(hit, miss) < 0


def test_t4_six_months_are_calendar_months() -> None:
    start = times.parse_iso("2025-08-31")
    assert times.day(times.add_months(start, 6)) == "2026-02-28"


def test_presets_have_names_and_are_found_by_their_chances() -> None:
    assert [(p.name, p.h1, p.h0) for p in watching.PRESETS] == [
        ("straw", 0.60, 0.40),
        ("telling", 0.80, 0.20),
        ("hoop", 0.95, 0.50),
        ("smoking gun", 0.50, 0.05),
        ("decisive", 0.95, 0.05),
    ]
    gun = watching.preset("Smoking-Gun")
    assert gun is not None and gun == watching.preset_of(0.5, 0.05)
    assert watching.preset("feather") is None
    assert watching.preset_of(0.5, 0.06) is None


@pytest.mark.parametrize(
    ("h1", "h0", "said"),
    [
        (0.99, 0.01, ""),
        (1.0, 0.5, "P(hit if true) is 1;"),
        (0.5, 0.0, "P(hit if false) is 0;"),
        (math.nan, 0.5, "P(hit if true) is nan;"),
        (0.5, math.inf, "P(hit if false) is inf;"),
        (0.3, 0.1 + 0.2, "Both chances are 0.3:"),
    ],
)
def test_chances_that_say_nothing_or_too_much_are_refused(h1: float, h0: float, said: str) -> None:
    sentence = watching.wrong_chances(h1, h0)
    assert sentence.startswith(said)
    assert bool(sentence) is bool(said)


# -- active -------------------------------------------------------------------


def test_a_thesis_is_active_with_a_prior_a_negation_and_a_watch_that_could_turn_it() -> None:
    turning = watch(h1=0.9, h0=0.5)  # a miss weighs -6.99
    assert watching.missing(thesis(), [turning]) == ()
    assert watching.missing(thesis(), [watch(h1=0.1, h0=0.4)]) == ()  # a kill watch: its hit
    (said,) = watching.missing(thesis(), [])
    assert "open watch" in said and "5 dB against" in said
    # 10 dB for it are no test of it.
    assert watching.missing(thesis(), [watch(h1=0.5, h0=0.05)]) == (said,)
    assert watching.missing(thesis(), [replace(turning, state="miss")]) == (said,)
    (unsaid,) = watching.missing(replace(thesis(), prior_said=False), [turning])
    assert unsaid.startswith("A prior")
    bare = replace(thesis(), prior=0.0, versions=(Version("agents pay", "", NOW),))
    prior, negation = watching.missing(bare, [turning])
    assert "prior" in prior and "negation" in negation


def test_exactly_five_decibans_are_enough() -> None:
    assert watching.could_turn(watch(h1=0.5 / 10**0.5, h0=0.5))
    assert not watching.could_turn(watch(h1=0.501 / 10**0.5, h0=0.5))


# -- when ---------------------------------------------------------------------


def test_watches_come_due_on_their_day_the_longest_due_first() -> None:
    watches = [watch("w2", NOW + 1), watch("w1", NOW), watch("w3", NOW - 1, state="hit")]
    assert [w.id for w in watching.open_watches(watches)] == ["w1", "w2"]
    assert [w.id for w in watching.due_watches(watches, NOW)] == ["w1"]
    assert watching.due_watches(watches, NOW - 1) == ()


def test_a_watch_is_due_once_its_answer_can_be_looked_up() -> None:
    later = watch(closes_at=NOW, resolves_at=NOW + 5)
    assert later.due_at == NOW + 5
    assert not watching.is_due(later, NOW + 4)
    assert watching.is_due(later, NOW + 5)
    assert not watching.is_due(replace(later, state="void"), NOW + 5)
