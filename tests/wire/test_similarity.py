"""Whether two headlines report one event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.wire.similarity import Weights, similarity
from signalboard.wire.words import terms, words

SAME = [
    (
        "ECB unlikely to end sterilisation, traders say",
        "ECB unlikely to end sterilization: traders",
    ),
    ("Musk's $1 million giveaway can continue, judge rules", "Judge allows Musk $1m giveaway"),
    ("百度文心智能体向商家开放", "百度文心智能体今日向商家开放"),
]
OTHER = [
    ("Nvidia revenue up a third on the year", "Nvidia sued over its driver licence"),
    ("Tencent opens agents to merchants", "Weather in Lisbon turns mild"),
]


@pytest.fixture
def weights() -> Weights:
    titles = [title for pair in (*SAME, *OTHER) for title in pair]
    counts: dict[str, int] = {}
    for title in titles:
        for word in set(words(title)):
            counts[word] = counts.get(word, 0) + 1
    return Weights(len(titles), lambda word: counts.get(word, 0))


def test_one_event_is_nearer_than_another_of_the_same_company(weights: Weights) -> None:
    nearest_other = max(similarity(a, b, weights) for a, b in OTHER)
    for one, other in SAME:
        assert similarity(one, other, weights) > nearest_other + 0.2
        assert set(terms(words(one))) & set(terms(words(other))), (
            "they would be found for each other"
        )


@given(st.text(), st.text())
def test_any_text_has_a_similarity_that_is_the_same_both_ways(one: str, other: str) -> None:
    weights = Weights()
    near = similarity(one, other, weights)
    assert 0 <= near <= 1 + 1e-9
    assert near == pytest.approx(similarity(other, one, weights))
