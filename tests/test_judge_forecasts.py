"""Forecasts over time: what the conviction implied, then what the person said."""

from __future__ import annotations

import pytest

from signalboard.judge import calibration, forecasts
from signalboard.judge.history import history
from signalboard.model import Forecast, Stance, Thesis, replace
from signalboard.times import DAY
from tests.values import NOW, evidence, thesis, watch

CLAIM: Thesis = replace(thesis(), prior=0.5)
ONE = watch(closes_at=NOW + 40 * DAY, h1=0.8, h0=0.2)
STRONG = evidence("e1", Stance.SUPPORT, story="a", strength=3, judged_at=NOW + 10 * DAY)
TURNED = evidence("e2", Stance.CONTRADICT, story="b", strength=3, judged_at=NOW + 20 * DAY)
STEPS = history(CLAIM, [STRONG, TURNED])


def test_without_evidence_the_prior_implies_the_forecast() -> None:
    assert forecasts.made(ONE, (), 0.25, NOW) == (Forecast(NOW, pytest.approx(0.35), False),)
    assert forecasts.standing(ONE, (), 0.25, NOW - 9).p == pytest.approx(0.35)


def test_it_follows_the_conviction_step_by_step() -> None:
    made = forecasts.made(ONE, STEPS, 0.5, NOW + 40 * DAY)
    high = 0.2 + 0.6 * 10 / 11
    assert [(f.at, f.p, f.is_own) for f in made] == [
        (NOW, pytest.approx(0.5), False),
        (NOW + 10 * DAY, pytest.approx(high), False),
        (NOW + 20 * DAY, pytest.approx(0.5), False),
    ]
    settled = replace(ONE, state="hit", settled_at=NOW + 40 * DAY, forecasts=made)
    assert calibration.brier(settled) == pytest.approx((0.25 * 30 + (1 - high) ** 2 * 10) / 40)
    assert forecasts.made(ONE, STEPS, 0.5, NOW + 15 * DAY) == made[:2]
    assert forecasts.standing(ONE, STEPS, 0.5, NOW + 15 * DAY) == made[1]


def test_the_chance_is_that_of_the_sum_at_a_moment_and_shown_as_no_certainty() -> None:
    assert forecasts.chance_at(STEPS, 0.25, NOW) == pytest.approx(0.25)
    assert forecasts.chance_at(STEPS, 0.5, NOW + 10 * DAY) == pytest.approx(10 / 11)
    assert forecasts.chance_at(STEPS, 0.5, NOW + 40 * DAY) == pytest.approx(0.5)
    assert (forecasts.chance(90.0, 0.5), forecasts.chance(-90.0, 0.5)) == (0.99, 0.01)


def test_what_was_judged_before_it_was_opened_stands_from_its_first_day() -> None:
    later = replace(ONE, opened_at=NOW + 15 * DAY)
    first, second = forecasts.made(later, STEPS, 0.5, NOW + 40 * DAY)
    assert (first.at, second.at) == (NOW + 15 * DAY, NOW + 20 * DAY)
    assert first.p == pytest.approx(0.2 + 0.6 * 10 / 11)


def test_the_persons_own_word_takes_over_and_stays() -> None:
    own = (Forecast(NOW + 12 * DAY, 0.4, True), Forecast(NOW + 5 * DAY, 0.9, True))
    said = replace(ONE, forecasts=(*own, Forecast(NOW, 0.1, False)))
    assert forecasts.own(said) == own[::-1]
    made = forecasts.made(said, STEPS, 0.5, NOW + 40 * DAY)
    assert made == (Forecast(NOW, pytest.approx(0.5), False), *own[::-1])
    assert forecasts.made(said, STEPS, 0.5, NOW + 7 * DAY) == made[:2]
    assert forecasts.standing(said, STEPS, 0.5, NOW + 30 * DAY) == own[0]
    # Said as it was opened: then nothing was ever implied.
    at_once = replace(ONE, forecasts=(Forecast(NOW, 0.3, True),))
    assert forecasts.made(at_once, STEPS, 0.5, NOW + DAY) == at_once.forecasts


def test_a_step_that_changes_nothing_is_no_forecast() -> None:
    again = replace(STRONG, id="e9", judged_at=NOW + 11 * DAY)  # the same story: no further weight
    steps = history(CLAIM, [STRONG, again])
    assert len(steps) == 2
    assert len(forecasts.made(ONE, steps, 0.5, NOW + 40 * DAY)) == 2


def test_nothing_is_implied_before_there_was_a_conviction() -> None:
    """A watch that came with the board was opened, and may have closed, before the board was."""
    made = forecasts.made(ONE, STEPS, 0.5, NOW + 40 * DAY, NOW + 12 * DAY)
    assert [f.at for f in made] == [NOW + 12 * DAY, NOW + 20 * DAY]
    assert forecasts.made(ONE, (), 0.5, NOW + 40 * DAY, NOW + 41 * DAY) == ()
    settled = replace(ONE, state="hit", settled_at=NOW + 42 * DAY, forecasts=())
    assert calibration.brier(settled) is None
    assert calibration.calibration([settled], NOW + 43 * DAY).n == 0
