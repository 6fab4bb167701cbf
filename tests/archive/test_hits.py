"""Where in a text the words of a search stand, as the index would find them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.archive import hits, parse_search


def shown(search: str, text: str) -> list[str]:
    return [text[start:end] for start, end in hits(parse_search(search))(text)]


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        ("agents ", "The Agents, and agent; AGENTS' pay", ["Agents", "AGENTS"]),
        ("agent", "The Agents, and agent; reagent", ["Agents", "agent"]),
        ("agent* pay ", "Agentic pay", ["Agentic", "pay"]),
        ('"pay agents"', "Do they pay: agents? Agents pay.", ["pay: agents"]),
        ("腾讯 ", "腾讯音乐 beats 腾讯", ["腾讯", "腾讯"]),
        ("微信 OR 腾讯 ", "微信腾讯", ["微信腾讯"]),
        ("creme ", "Crème, cre\u0300me", ["Crème", "cre\u0300me"]),
        (
            "office ",
            "the o\ufb03ce \uff2f\uff26\uff26\uff29\uff23\uff25",
            ["o\ufb03ce", "\uff2f\uff26\uff26\uff29\uff23\uff25"],
        ),
        ("strasse ", "Die Straße", ["Straße"]),
        ("\U0001f600 ", "nothing \U0001f600", []),
        ("outlet:reuters company:pay -pay is:read since:3d", "Reuters pay", []),
        ("", "Reuters", []),
        ("reuters", "", []),
    ],
)
def test_hits_are_what_the_index_finds(search: str, text: str, found: list[str]) -> None:
    assert shown(search, text) == found


@given(st.text(max_size=20), st.text(max_size=60))
def test_hits_are_in_order_apart_and_within_the_text(search: str, text: str) -> None:
    end = -1
    for start, stop in hits(parse_search(search))(text):
        assert end < start < stop <= len(text)
        end = stop


@given(st.text(alphabet="ab腾é \u0300ß.", min_size=1, max_size=30))
def test_a_word_of_a_text_is_found_in_it(text: str) -> None:
    for word in text.split():
        if parse_search(f'"{word}"').match:
            assert hits(parse_search(f'"{word}"'))(text)
