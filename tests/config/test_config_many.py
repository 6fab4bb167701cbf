"""Many feeds put into feeds.yaml, or taken out, in one writing."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from signalboard import config
from signalboard.config import files, nodes
from signalboard.model import Feed

FEEDS = tuple(
    Feed(f"Feed {n}: more", f"https://h{n}.example/feed?a={n}", tags=("press", "a: b"))
    for n in range(1000)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.yaml"
    file.write_bytes(config.starter())
    return file


def test_a_thousand_feeds_come_and_go_at_once_and_leave_no_trace(path: Path) -> None:
    before, read = path.read_bytes(), config.load(path)
    started = time.perf_counter()
    config.change_feeds(path, FEEDS, ())
    added = time.perf_counter() - started
    after = config.load(path)
    assert after.feeds == (*read.feeds, *FEEDS) and not after.problems
    assert (after.companies, after.theses) == (read.companies, read.theses)
    lines = path.read_text().splitlines()
    assert [line for line in before.decode().splitlines() if line not in lines] == []
    config.change_feeds(
        path, (), [feed.url.upper().replace("/FEED?A", "/feed?a") for feed in FEEDS]
    )
    assert path.read_bytes() == before
    assert added < 10, "one writing, not one a feed"


def test_some_go_as_others_come(path: Path) -> None:
    read = config.load(path)
    config.change_feeds(path, FEEDS[:2], [feed.url for feed in read.feeds])
    assert config.load(path).feeds == FEEDS[:2]
    config.change_feeds(path, [FEEDS[0]], [FEEDS[0].url])
    assert {feed.url for feed in config.load(path).feeds} == {feed.url for feed in FEEDS[:2]}


@pytest.mark.parametrize("text", ["", "feeds:\n", "feeds: []\n", "companies: [{name: A}]\n", None])
def test_where_no_feeds_stand_yet(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "feeds.yaml"
    if text is not None:
        path.write_text(text)
    config.change_feeds(path, FEEDS[:3], ())
    assert config.load(path).feeds == FEEDS[:3]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("feeds: [a", "line 1"),
        ("feeds: 3\n", "by hand"),
        ("feeds: [{name: A, url: 'https://a.test/f'}]\n", "by hand"),
        ('feeds:\n  - {name: "Feed 1: more", url: "https://a.test/f"}\n', "there already"),
        ('feeds:\n  - {name: A, url: "https://h1.example/feed?a=1"}\n', "there already"),
    ],
)
def test_what_cannot_be_done_changes_nothing(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(text)
    with pytest.raises(config.ConfigProblem, match=said):
        config.change_feeds(path, FEEDS[:3], ())
    assert path.read_text() == text


def test_a_file_that_would_be_too_large_to_read_is_not_written(path: Path) -> None:
    before = path.read_bytes()
    many = [Feed(f"Feed {n}", f"https://h{n}.example/{'x' * 1900}") for n in range(1200)]
    with pytest.raises(config.ConfigProblem, match="larger than 2 MiB"):
        config.change_feeds(path, many, ())
    assert path.read_bytes() == before


def test_a_disk_that_refuses_leaves_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(config.ConfigProblem, match="no space left"):
        config.change_feeds(path, FEEDS[:3], ())
    assert path.read_bytes() == before


def test_what_feeds_yaml_cannot_hold_is_known_beforehand() -> None:
    assert config.unsound(FEEDS[0]) is None
    assert config.unsound(Feed("A", "https://a.test/f", headers=(("X-Key", "1"),))) is None
    assert config.unsound(Feed("A", "https://a.test/f", enabled=False, reliability="B")) is None
    for feed in (
        Feed("", "https://a.test/f"),
        Feed("A", "javascript:alert(1)"),
        Feed("A", "https://a.test/a b"),
        Feed("A\x1b", "https://a.test/f"),
        Feed("A", "https://a.test/f", tags=("a", "a")),
        Feed("A", "https://a.test/f", headers=(("Host", "b.test"),)),
        Feed("A", "https://a.test/f", user_agent="a\nb"),
    ):
        assert config.unsound(feed), feed


def test_more_feeds_than_are_read_is_said_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(nodes, "MOST", 6000)
    with pytest.raises(config.ConfigProblem, match=r"at most 6,000 values.*add fewer feeds"):
        config.change_feeds(path, FEEDS, ())
    assert path.read_bytes() == before
