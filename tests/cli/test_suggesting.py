"""Suggestions by command: their order, what looks contrary, and stories against theses."""

from __future__ import annotations

import json

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk.reading import BLIND
from signalboard.model import Stance
from tests.archive.making import NOW, put
from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]

DENIED = "Agents do not become the main users, study denies"


def fill(shell: Shell) -> None:
    """Much weather, and one story that denies a thesis."""
    archive = Archive.open(shell.places.archive)
    with archive.writing() as writing:
        for number in range(40):
            put(writing, f"w{number}", f"Weather number{number}", at=NOW - 90_000 - number)
        put(writing, "denied", DENIED, at=NOW - 99_000)
    archive.close()


def test_what_is_suggested_comes_first(shell: Shell) -> None:
    fill(shell)
    found = shell.lines("stories", "--sort", "suggested", "--limit", "1", "--json")
    assert [row["title"] for row in found] == [DENIED]
    assert shell.lines("stories", "--limit", "1", "--json")[0]["title"] != DENIED


def test_what_looks_contrary_to_a_thesis_is_listed(shell: Shell) -> None:
    fill(shell)
    found = shell.lines("stories", "--contrary", "web4", "--json")
    assert [row["title"] for row in found] == [DENIED]
    assert "looks contrary by its wording: that says where to read, and not" in shell.err
    shell("judge", DENIED, "web4", "contradict")
    assert shell.lines("stories", "--contrary", "web4", "--json") == []
    assert "nothing looks contrary: that says where to read" in shell.err


def test_a_story_shows_what_is_suggested_of_it_and_that_it_was_seen(shell: Shell) -> None:
    fill(shell)
    assert "   suggested ▼ 1 Web4 at velocity   " in shell("story", DENIED)
    (found,) = json.loads(shell("story", DENIED, "--json"))["suggested"]
    assert (found["thesis"], found["stance"]) == ("web4-at-velocity", "contradict")
    archive = Archive.open(shell.places.archive)
    assert [hint.stance for hint in archive.hints("web4-at-velocity")] == [Stance.CONTRADICT]
    archive.close()
    shell("judge", DENIED, "web4", "contradict")
    assert "suggested" not in shell("story", DENIED)


def test_in_blind_mode_nothing_is_suggested_of_a_story(shell: Shell) -> None:
    fill(shell)
    config.set_preference(shell.places, BLIND, "on")
    assert "suggested" not in shell("story", DENIED)
    assert json.loads(shell("story", DENIED, "--json"))["suggested"] == []
    archive = Archive.open(shell.places.archive)
    assert archive.hints("web4-at-velocity") == ()
    archive.close()


def test_stories_against_theses(shell: Shell) -> None:
    assert "No story was judged" in shell("thesis", "matrix")
    shell("judge", "1", "web4", "support", "--strength", "3")
    shell("judge", "1", "wallets", "contradict")
    shell("judge", "2", "web4", "support")
    shell("judge", "2", "wallets", "support")
    shell("judge", "3", "web4", "no-bearing")
    shell("judge", "4", "web4", "support")
    shell("judge", "4", "web4", "contradict")
    found = json.loads(shell("thesis", "matrix", "--json"))
    assert [story["diagnosticity"] for story in found["stories"][:2]] == [12.0, 0.0]
    assert [story["fits_all"] for story in found["stories"]] == [False, True, False, False]
    assert found["theses"][1]["inconsistency"] == 1
    cells = found["stories"][0]["cells"]
    assert cells["web4-at-velocity"] == {"support": 3, "contradiction": 0, "db": 10.0}
    shown = shell("thesis", "matrix").splitlines()
    assert shown[4].startswith("    ▲3  ▼1  12.0 dB apart")
    assert shown[5].startswith("=   ▲1  ▲1")
    assert {line[2:6].strip() for line in shown[6:8]} == {"·", "±"}
    assert shown[8] == "" and "fits everything" in shown[9]
    assert shown[10] == "This shows where judgments differ, and not that one of them is right."
