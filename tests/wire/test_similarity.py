"""Whether two headlines report one event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.wire.joining import Member, Told, join
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
TURNED = [
    ("Fed raises interest rates by 25 basis points", "Fed cuts interest rates by 25 basis points"),
    ("OpenAI denies it will launch ads in ChatGPT", "OpenAI will launch ads in ChatGPT"),
    ("Stripe acquires Bridge for $1.1bn", "Stripe denies acquiring Bridge for $1.1bn"),
    ("Alibaba beats revenue estimates", "Alibaba misses revenue estimates"),
    ("Amazon to cut 14,000 corporate jobs", "Amazon to add 14,000 corporate jobs"),
    ("Court rules for Google in Epic case", "Court rules against Google in Epic case"),
    ("Microsoft to invest $10bn in OpenAI", "OpenAI to invest $10bn in Microsoft"),
    ("Apple shares fall 3% as iPhone sales miss", "Apple shares rise 3% as iPhone sales beat"),
    ("Magnitude 6.1 quake hits northern Japan", "Magnitude 6.8 quake hits northern Japan"),
    ("Anthropic releases Claude Opus 5 model", "Anthropic releases Claude Opus 6 model"),
    ("Tesla recalls 200,000 Model Y vehicles", "Tesla recalls 20,000 Model Y vehicles"),
    ("Senate passes AI safety bill", "House passes AI safety bill"),
    ("Klarna will not list shares this year", "Klarna will list shares this year"),
    ("Mistral opens an office in Singapore", "Perplexity opens an office in Singapore"),
]
"""Alike in nearly all words, and another event."""
ONE = [
    ("Apple unveils new iPad Pro with M5 chip", "Apple launches new iPad Pro with M5 chip"),
    ("Nvidia to buy Arm for $40 billion", "Nvidia agrees to acquire Arm for $40bn"),
    ("Klarna files for US IPO", "Klarna files for IPO in US"),
    ("Tencent upgrades its foundation model", "Tencent has upgraded its foundation model"),
    ("Ukraine says Russia struck Odesa port", "Russia strikes Ukraine's Odesa port"),
    ("OpenAI denies it will launch ads", "OpenAI rejects report that it will launch ads"),
]
"""One event in other words."""
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


@pytest.mark.parametrize(("one", "other"), TURNED)
def test_what_turns_the_sense_is_another_event_however_alike(one: str, other: str) -> None:
    for weights in (Weights(150, lambda _: 1), Weights(100_000, lambda _: 40)):
        for title, told in ((one, other), (other, one)):
            story = Told("s", (Member(told, 0, "a"),))
            assert join(Member(title, 60, "b"), [story], weights).story is None


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_event_in_other_words_is_one(one: str, other: str) -> None:
    for weights in (Weights(150, lambda _: 1), Weights(100_000, lambda _: 40)):
        story = Told("s", (Member(other, 0, "a"),))
        assert join(Member(one, 60, "b"), [story], weights).story == "s"


@given(st.text(), st.text())
def test_any_text_has_a_similarity_that_is_the_same_both_ways(one: str, other: str) -> None:
    weights = Weights()
    near = similarity(one, other, weights)
    assert 0 <= near <= 1 + 1e-9
    assert near == pytest.approx(similarity(other, one, weights))
