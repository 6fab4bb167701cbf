"""Which entries report one event."""

from __future__ import annotations

import pytest

from signalboard.model import Candidate
from signalboard.wire.stories import NEAR, place, title_key

DAY = 86400


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tencent Upgrades Its Foundation Model", "tencent upgrades its  foundation model!"),
        ("Tencent’s model: an “upgrade”", "Tencent's Model - an upgrade"),
        ("Tencent's model is an upgrade", "Tencents model is an upgrade"),
        ("腾讯升级其混元基础大模型", "腾讯：升级其混元基础大模型。"),
    ],
)
def test_titles_that_differ_in_dress_are_equal(one: str, other: str) -> None:
    assert title_key(one)
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    "title", ["", "Weekly links", "This week in AI", "Links", "腾讯财报", "...", "2026-11-24"]
)
def test_a_short_title_stands_for_no_event(title: str) -> None:
    assert title_key(title) == "" or len(title.split()) >= 4


def test_the_outlets_own_name_goes_from_the_end() -> None:
    plain = title_key("Tencent upgrades its foundation model")
    for dash in (" - ", " – ", " — ", " | "):
        assert title_key(f"Tencent upgrades its foundation model{dash}Reuters", "Reuters") == plain
    assert title_key("Tencent upgrades its foundation model - Reuters") != plain
    assert title_key("Tencent upgrades its foundation model - Part Two", "Reuters") != plain
    assert title_key("Inside Tencent - Reuters", "Reuters") == ""


def _candidate(story: str, url: str = "", key: str = "", at: int = 0) -> Candidate:
    return Candidate(story, url, key, at)


KEY = "tencent upgrades its foundation model"


@pytest.mark.parametrize(
    ("at", "url", "key", "candidates", "expected"),
    [
        (0, "u", KEY, [], None),
        (0, "u", "", [_candidate("a", "u")], "a"),
        (900 * DAY, "u", "", [_candidate("a", "u")], "a"),
        (0, "v", KEY, [_candidate("a", "u", KEY)], "a"),
        (NEAR, "v", KEY, [_candidate("a", "u", KEY)], "a"),
        (NEAR + 1, "v", KEY, [_candidate("a", "u", KEY)], None),
        (0, "v", KEY, [_candidate("a", "u", KEY, NEAR + 1)], None),
        (0, "", "", [_candidate("a", "", "")], None),
        (0, "v", KEY, [_candidate("a", "u", KEY, 50), _candidate("b", "w", KEY, 9)], "b"),
        (0, "v", KEY, [_candidate("a", "u", KEY, 1), _candidate("b", "v", "", 99)], "b"),
        (0, "v", KEY, [_candidate("b", "v", "", 5), _candidate("a", "v", "", 5)], "a"),
    ],
)
def test_place(
    at: int, url: str, key: str, candidates: list[Candidate], expected: str | None
) -> None:
    assert place(at, url, key, candidates) == expected
