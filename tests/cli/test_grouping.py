"""Showing, merging and splitting stories from a shell."""

from __future__ import annotations

import re

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.model import Entry
from tests.cli.test_commands import Shell
from tests.desk.conftest import TITLES
from tests.values import NOW


@pytest.fixture
def shell(places: config.Places, stories: list[str], capsys) -> Shell:
    archive = Archive.open(places.archive)
    with archive.writing() as writing:
        for number, (outlet, origin) in enumerate(
            [("The Post", "Reuters"), ("The Echo", "Reuters")]
        ):
            writing.add(
                f"https://other{number}.example/feed",
                Entry(id="1", title="Agents may pay", url="", published_at=NOW),
                outlet=outlet,
                origin=origin,
                canonical_url="",
                title_key="",
                companies=(),
                story_id=stories[0],
                seen_at=NOW,
            )
        writing.change(
            "https://other0.example/feed",
            Entry(id="1", title="Correction: agents may pay", url=""),
            canonical_url="",
            title_key="",
            companies=(),
            seen_at=NOW,
        )
    archive.close()
    return Shell(places, capsys)


def test_a_story_is_shown_with_its_reports(shell: Shell, stories: list[str]) -> None:
    shown = shell("story", "1").splitlines()
    assert shown[0] == TITLES[0]
    assert shown[1].split(maxsplit=1) == [stories[0], "3 outlets, 2 origins   Stripe"]
    assert re.fullmatch(r" {3}1 {2,4}\w+  The Wire", shown[3])
    assert re.match(r" {3}2 {2,4}\w+  The Post  ", shown[4])
    assert shown[4].endswith("Correction: agents may pay  via Reuters")
    assert "The Post" in shown[6] and shown[6].endswith(": Agents may pay")
    assert "was" in shown[6] and "headline until" in shown[6]


def test_a_story_as_json(shell: Shell, stories: list[str]) -> None:
    (shown,) = shell.lines("story", stories[0], "--json")
    (first, *_) = shell.lines("stories", "--json")
    assert {key: shown[key] for key in first} == first
    assert (shown["outlets"], shown["origins"]) == (
        ["The Wire", "The Post", "The Echo"],
        ["The Wire", "Reuters"],
    )
    assert shown["by_hand"] is False
    assert [(r["number"], r["outlet"], r["origin"]) for r in shown["reports"]] == [
        (1, "The Wire", "The Wire"),
        (2, "The Post", "Reuters"),
        (3, "The Echo", "Reuters"),
    ]
    assert shown["revisions"] == [
        {
            "outlet": "The Post",
            "title": "Agents may pay",
            "until": "2026-11-24T12:00:00Z",
            "headline_changed": True,
        }
    ]


def test_merging_and_taking_it_back(shell: Shell, stories: list[str]) -> None:
    before = shell.lines("stories", "--json")
    merged = shell("merge", "1", "Shops block agents", stories[2])
    assert "3 outlets, 2 origins" in merged and "grouped by hand" in merged
    assert len(shell.lines("stories", "--json")) == 3
    assert shell.lines("story", stories[1], "--json") == shell.lines("story", "1", "--json")
    assert shell("undo").startswith("undone  merged: Stripe lets agents pay + ")
    assert shell.lines("stories", "--json") == before
    assert shell("redo").startswith("redone  merged")
    assert len(shell.lines("stories", "--json")) == 3


def test_splitting_by_number_or_outlet(shell: Shell, stories: list[str]) -> None:
    first, second = shell.lines("split", "1", "the echo", "2", "--json")
    assert first["id"] == stories[0] and first["outlets"] == ["The Wire"]
    assert second["outlets"] == ["The Post", "The Echo"] and second["by_hand"] is True
    assert len(shell.lines("stories", "--json")) == 6
    shell("undo")
    said = shell("split", "1", "3")
    assert "2 outlets, 2 origins" in said and "1 outlet, 1 origin" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("merge", "1"), "takes two stories to merge"),
        (("merge", "1", "1"), "takes two stories to merge"),
        (("merge", "1", "nowhere to be found"), "No story is called"),
        (("split", "1", "9"), "has no report '9'. It has: 1 The Wire; 2 The Post; 3 The Echo"),
        (("split", "2", "1"), "all of its reports"),
        (("story", "nowhere to be found"), "No story is called"),
    ],
)
def test_what_cannot_be_is_a_sentence(shell: Shell, words: tuple[str, ...], sentence: str) -> None:
    assert shell(*words, status=1) == ""
    assert sentence in shell.err
    assert len(shell.lines("stories", "--json")) == 5
