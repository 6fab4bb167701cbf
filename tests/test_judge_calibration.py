"""How well forecasts came out: T5 and T5b of the evidence method, and what holds of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.judge import calibration as judge
from signalboard.judge.intervals import wilson
from signalboard.model import Forecast, Watch
from signalboard.times import DAY
from tests.values import NOW, watch

LATER = NOW + 400 * DAY


def settled(number: int, p: float, hit: bool, *, days: int = 10, **fields: object) -> Watch:
    return watch(
        f"w{number}",
        NOW + days * DAY,
        state="hit" if hit else "miss",
        settled_at=NOW + days * DAY,
        forecasts=(Forecast(NOW, p, False),),
        **fields,
    )


T5 = [(0.9, "1110"), (0.7, "110"), (0.3, "01"), (0.1, "0")]
TEN = [
    settled(n, p, hit == "1") for n, (p, hit) in enumerate((p, h) for p, hits in T5 for h in hits)
]


def test_t5() -> None:
    found = judge.calibration(TEN, LATER)
    assert (found.n, found.early, found.is_enough) == (10, 0, True)
    assert found.brier == pytest.approx(0.2100, abs=0.0001)
    assert [(b.low, b.n, b.hits, b.share) for b in found.curve] == [
        (0.1, 1, 0, 0),
        (0.3, 2, 1, 0.5),
        (0.7, 3, 2, pytest.approx(2 / 3)),
        (0.9, 4, 3, 0.75),
    ]
    assert [b.interval for b in found.curve] == [wilson(b.hits, b.n) for b in found.curve]
    assert [b.forecast for b in found.curve] == pytest.approx([0.1, 0.3, 0.7, 0.9])
    assert found.curve[0].high == pytest.approx(0.2)
    assert found.base_rate == pytest.approx(0.6)
    assert found.on_hits == pytest.approx((3 * 0.9 + 2 * 0.7 + 0.3) / 6)
    assert found.on_misses == pytest.approx((0.9 + 0.7 + 0.3 + 0.1) / 4)
    assert found.discrimination == pytest.approx(found.on_hits - found.on_misses)


def test_t5b_a_forecast_counts_for_the_time_that_it_stood() -> None:
    one = watch(
        closes_at=NOW + 40 * DAY,
        state="hit",
        settled_at=NOW + 45 * DAY,
        forecasts=(
            Forecast(NOW + 10 * DAY, 0.7, True),
            Forecast(NOW, 0.5, False),
            Forecast(NOW + 30 * DAY, 0.9, True),
        ),
    )
    assert judge.spans(one) == ((0.5, 10), (0.7, 20), (0.9, 10))
    assert judge.brier(one) == pytest.approx(0.1100, abs=0.0001)
    assert judge.mean_forecast(one) == pytest.approx((5 + 14 + 9) / 40)


def test_what_was_said_before_it_was_opened_or_after_it_was_known_is_no_forecast() -> None:
    one = watch(
        closes_at=NOW + 40 * DAY,
        state="miss",
        settled_at=NOW + 10 * DAY,
        forecasts=(
            Forecast(NOW - 9 * DAY, 0.9, False),
            Forecast(NOW - 5 * DAY, 0.2, False),
            Forecast(NOW + 5 * DAY, 0.4, True),
            Forecast(NOW + 12 * DAY, 0.01, True),
        ),
    )
    assert judge.spans(one) == ((0.2, 5), (0.4, 5))
    assert judge.brier(one) == pytest.approx((0.04 + 0.16) / 2)


def test_a_watch_settled_as_it_was_opened_is_scored_by_what_was_said() -> None:
    one = watch(state="hit", settled_at=NOW, forecasts=(Forecast(NOW, 0.8, True),))
    assert judge.brier(one) == pytest.approx(0.04)
    late = watch(state="hit", settled_at=NOW, forecasts=(Forecast(NOW + DAY, 0.8, True),))
    assert judge.spans(late) == ()
    assert judge.brier(late) is None


def test_what_has_no_outcome_or_no_forecast_has_no_score() -> None:
    said = (Forecast(NOW, 0.5, True),)
    assert judge.brier(watch(forecasts=said)) is None
    assert judge.brier(watch(state="void", settled_at=NOW + 9, forecasts=said)) is None
    silent = watch(state="hit", settled_at=NOW + 9)
    assert judge.brier(silent) is None and judge.mean_forecast(silent) is None
    open_one = watch(forecasts=said)
    assert judge.mean_forecast(open_one) == 0.5  # as far as it is open: to its date


def test_below_ten_there_is_nothing_but_their_number() -> None:
    assert judge.calibration(TEN[:9], LATER) == judge.Calibration(9)
    assert judge.Calibration(9).lacking == 1 and judge.Calibration(11).lacking == 0
    none = judge.calibration([], LATER)
    assert none == judge.Calibration(0)
    assert none.brier is None and none.discrimination is None and not none.is_enough


def test_what_was_settled_before_its_date_waits_for_it() -> None:
    early = [settled(20, 0.9, True, resolves_at=LATER + 1)]
    assert judge.calibration(early, LATER) == judge.Calibration(0, 1)
    found = judge.calibration(TEN + early, LATER)
    assert (found.n, found.early) == (10, 1)
    assert judge.calibration(TEN + early, LATER + 1).n == 11


def test_void_watches_and_open_ones_count_nowhere() -> None:
    others = [watch("v", state="void"), watch("o"), watch("silent", state="hit", settled_at=NOW)]
    assert judge.calibration([*TEN, *others], LATER) == judge.calibration(TEN, LATER)


def test_where_all_were_hits_nothing_is_told_apart() -> None:
    hits = [settled(n, 0.8, True) for n in range(10)]
    found = judge.calibration(hits, LATER)
    assert found.on_misses is None and found.discrimination is None
    misses = [settled(n, 0.8, False) for n in range(10)]
    found = judge.calibration(misses, LATER)
    assert found.on_hits is None and found.discrimination is None


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=10, max_size=40))
def test_the_bins_hold_every_watch_once(said: list[tuple[float, bool]]) -> None:
    watches = [settled(n, p, hit) for n, (p, hit) in enumerate(said)]
    found = judge.calibration(watches, LATER)
    assert sum(b.n for b in found.curve) == len(said)
    assert sum(b.hits for b in found.curve) == sum(hit for _, hit in said)
    assert all(b.low - 1e-6 <= b.forecast <= b.high + 1e-6 for b in found.curve)
    assert found.brier == pytest.approx(sum((p - hit) ** 2 for p, hit in said) / len(said))


@given(st.integers(0, 100))
def test_a_round_number_begins_its_bin(points: int) -> None:
    watches = [settled(n, points / 100, True) for n in range(10)]
    (only,) = judge.calibration(watches, LATER).curve
    assert only.low == pytest.approx(min(9, points // 10) / 10)
