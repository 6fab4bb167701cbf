"""The words of a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.wire import wordclasses
from signalboard.wire.words import MOST_TERMS, terms, words


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("", ()),
        ("Agents pay", ("agent", "pay")),
        ("Live updates: Agents pay...", ("agent", "pay")),
        (
            "Agents pay for everyone’s lunch | The Wire",
            ("agent", "pay", "for", "everyone", "lunch"),
        ),
        ("U.S. and US agree, U.K. and us", ("usa", "and", "usa", "agree", "uk", "and")),
        ("$1 million, 1m, 1,000,000", ("#1000000",) * 3),
        ("25 percent, 25 per cent, 25% and 25pct", ("#25%", "#25%", "#25%", "and", "#25%")),
        ("Twelve killed on 3rd", ("#12", "killed", "on", "#3")),
        ("New York and north-korean talks", ("new_york", "and", "north_korea", "talk")),
        ("`Quoted' word's end", ("quoted", "word", "end")),
        ("腾讯升级大模型", ("腾讯", "讯升", "升级", "级大", "大模", "模型")),
        ("GPT-5.1 is out", ("gpt", "#5.1", "is", "out")),
        ("፩ and ① and ²", ("፩", "and", "#1", "and", "#2")),
    ],
)
def test_words_are_canonical(title: str, read: tuple[str, ...]) -> None:
    assert words(title) == tuple(map(wordclasses.canonical, read))


@given(st.text() | st.text("US.'%,`12 penrct-new york:|—…"))
def test_any_title_has_words(title: str) -> None:
    read = words(title)
    assert len(read) <= 40
    assert all(read)
    assert set(terms(read)) <= set(read)


def test_of_many_words_the_most_telling_are_indexed() -> None:
    read = words(
        "the company said that alpha beta gamma delta epsilon zeta eta theta iota kappa mu"
    )
    found = terms((*read, *["lambda", "sigma", "tau"]))
    assert len(found) == MOST_TERMS
    assert not {"the", "said", "that", "compani"} & set(found)
    assert set(terms(read[::-1])) == set(terms(read))
