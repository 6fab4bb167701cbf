"""Wilson's interval: T7 of the evidence method, and what holds of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.judge.intervals import disjoint, wilson

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("hits", "among", "low", "high"),
    [(31, 50, 0.482, 0.741), (9, 50, 0.098, 0.308), (6, 8, 0.409, 0.929)],
)
def test_t7(hits: int, among: int, low: float, high: float) -> None:
    assert wilson(hits, among) == pytest.approx((low, high), abs=0.001)


def test_t7_what_does_not_overlap_is_said() -> None:
    assert disjoint(wilson(31, 50), wilson(9, 50))
    assert disjoint(wilson(9, 50), wilson(31, 50))
    assert not disjoint(wilson(6, 8), wilson(31, 50))


def test_of_none_nothing_is_known_and_nothing_said() -> None:
    assert wilson(0, 0) is None
    assert not disjoint(None, wilson(9, 50))
    assert not disjoint(wilson(9, 50), None)


@given(COUNTS)
def test_the_interval_holds_the_share_and_mirrors_its_complement(counts: tuple[int, int]) -> None:
    hits, among = counts
    found, other = wilson(hits, among), wilson(among - hits, among)
    assert found is not None and other is not None
    assert -1e-12 <= found[0] <= hits / among + 1e-12
    assert hits / among - 1e-12 <= found[1] <= 1
    assert other == pytest.approx((1 - found[1], 1 - found[0]), abs=1e-9)
