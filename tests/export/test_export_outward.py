"""What may leave: clean text, addresses without credentials, links that are links."""

from __future__ import annotations

import pytest

from signalboard.export.outward import outward, web_address
from signalboard.model import replace
from tests.export.sample import EVIDENCE, THESES, WATCHES


@pytest.mark.parametrize("value", [*EVIDENCE, *THESES, *WATCHES], ids=lambda value: value.id)
def test_what_came_in_by_the_door_leaves_unchanged(value):
    assert outward(value) == value


def test_text_put_in_by_hand_is_cleaned_at_any_depth():
    dirty = EVIDENCE[4]
    first, *others = dirty.snapshot.reports
    first = replace(first, outlet="SC\x1b[31mMP\u202e", title="a\ud800b")
    snapshot = replace(dirty.snapshot, companies=("Ali\x07baba",), reports=(first, *others))
    out = outward(replace(dirty, note="so\x00\nit \u200b is", snapshot=snapshot))
    assert out.note == "so\nit is"
    assert out.snapshot.companies == ("Alibaba",)
    assert (out.snapshot.reports[0].outlet, out.snapshot.reports[0].title) == ("SC[31mMP", "ab")
    assert out.stance is dirty.stance


def test_no_credentials_leave():
    dirty = EVIDENCE[0]
    told = replace(
        dirty.snapshot.reports[0],
        feed_url="https://me:pass@feeds.example/rss?user_token=s3cret&page=2",
        entry_id="https://me:pass@feeds.example/1",
        url="https://me:p@ss@news.example/1?token=s3cret",
    )
    out = outward(replace(dirty, snapshot=replace(dirty.snapshot, reports=(told,))))
    report = out.snapshot.reports[0]
    assert report.entry_id == "https://feeds.example/1"
    assert report.url.startswith("https://news.example/1")
    assert report.feed_url.startswith("https://feeds.example/rss?user_token=")
    assert report.feed_url.endswith("&page=2")
    for secret in ("me:", "pass", "p@ss", "s3cret"):
        assert secret not in f"{report.feed_url} {report.entry_id} {report.url}"


def test_the_address_of_a_story_is_left_as_it_is():
    url = "https://news.example/story?key=12&b=[x]"
    told = replace(EVIDENCE[0].snapshot, url=url)
    assert outward(replace(EVIDENCE[0], snapshot=told)).snapshot.url == url


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("https://a.example/b c<d>", "https://a.example/b%20c%3Cd%3E"),
        ('https://a.example/b\\`[x]"', "https://a.example/b%5C%60%5Bx%5D%22"),
        ("https://a.example/?a&lt;b&#60;c;d", "https://a.example/?a&lt%3Bb&#60%3Bc;d"),
        ("javascript:alert(1)", ""),
        ("https://user:pw@a.example/", ""),
        ("/x", ""),
        ("", ""),
    ],
)
def test_web_address(given, address):
    assert web_address(given) == address
