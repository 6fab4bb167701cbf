"""Which feeds are meant, and which may be asked side by side."""

from __future__ import annotations

import pytest

from signalboard.model import Feed
from signalboard.wire.refresh.choosing import UnknownFeedError, chosen, queue_of

FEEDS = (
    Feed("OpenAI News", "https://openai.example/news.xml"),
    Feed("OpenAI Engineering", "https://openai.example/eng.xml"),
    Feed("Import AI", "https://user:hunter2@import.example/feed?token=hunter2"),
    Feed("AI", "https://ai.example/feed"),
)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("OpenAI News", ["OpenAI News"]),
        ("  openai news ", ["OpenAI News"]),
        ("https://openai.example/eng.xml", ["OpenAI Engineering"]),
        ("engineering", ["OpenAI Engineering"]),
        ("AI", ["AI"]),
        ("ai", ["AI"]),
        ("HTTP://OpenAI.example:80/ENG.xml/", ["OpenAI Engineering"]),
        ("import.example", ["Import AI"]),
        ("import", ["Import AI"]),
        ("https://user:hunter2@import.example/feed?token=hunter2", ["Import AI"]),
        ("https://import.example/feed?token=~74f60a1d", ["Import AI"]),
    ],
)
def test_a_feed_is_meant_by_name_address_or_part(asked: str, names: list[str]) -> None:
    from signalboard.links import shown

    asked = shown(FEEDS[2].url) if "~" in asked else asked
    assert [feed.name for feed in chosen(FEEDS, [asked])] == names


def test_several_are_meant_each_once() -> None:
    found = chosen(FEEDS, ["AI", "news", "OpenAI News"])
    assert [feed.name for feed in found] == ["AI", "OpenAI News"]
    assert chosen(FEEDS, []) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Reuters", "no feed"),
        ("openai", "several"),
        (" ", "no feed"),
    ],
)
def test_what_is_not_clear_is_said(asked: str, words: str) -> None:
    with pytest.raises(UnknownFeedError, match=words):
        chosen(FEEDS, ["AI", asked])


@pytest.mark.parametrize(
    ("url", "queue"),
    [
        ("https://example.com/a", "example.com"),
        ("http://EXAMPLE.com:8080/b", "example.com"),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1/a"),
        ("http://127.9.9.9/a", "http://127.9.9.9/a"),
        ("http://localhost/a", "http://localhost/a"),
        ("http://[::1]:5/a", "http://[::1]:5/a"),
        ("http://[::1", "http://[::1"),
        ("nonsense", ""),
    ],
)
def test_feeds_of_one_host_stand_in_one_queue_but_not_here(url: str, queue: str) -> None:
    assert queue_of(url) == queue


def test_an_address_that_was_removed_just_now_does_not_keep_the_others_from_being_asked() -> None:
    gone = "https://removed.example/feed"
    asked = [gone, FEEDS[3].url, gone + "2"]
    assert [feed.name for feed in chosen(FEEDS, asked)] == ["AI"]
    with pytest.raises(UnknownFeedError, match=r"no feed 'https://removed\.example/feed'"):
        chosen(FEEDS, [gone, gone + "2"])
