"""One list of commands: its keys, the board that does them, and what is made from it."""

from __future__ import annotations

import re

import pytest

from signalboard.ui import commands
from signalboard.ui import keys as keys_room
from signalboard.ui.bindings import bindings, keymap
from signalboard.ui.board import Board
from signalboard.ui.brief.screen import BriefScreen
from signalboard.ui.commands import COMMANDS, PANES
from signalboard.ui.dialogs.form import Form
from signalboard.ui.health.screen import HealthScreen
from signalboard.ui.help import HelpScreen
from signalboard.ui.keys import Keys, check_keymap, clashes
from signalboard.ui.matrix import MatrixScreen
from signalboard.ui.thesis.screen import ThesisScreen
from signalboard.ui.typing import Prompt
from signalboard.ui.watches.screen import WatchesScreen

DESIGN = (
    "j k down up g G ctrl+d ctrl+u pagedown pageup space n N 1 2 3 4 5 6 7 8 9 t 0 + = - . > < ; "
    "u ctrl+z ctrl+y m s o y / f c C w r H e z tab ctrl+p ? q"
)


def test_no_key_is_bound_twice_where_both_count():
    assert clashes(Keys()) == []


def test_a_key_bound_twice_is_found():
    assert clashes(Keys({"undo": ("+",)})) == [("+", "judge.support", "undo")]
    assert ("a", "story.star", "thesis.new") in clashes(Keys({"story.star": ("a",)}))


def test_every_key_of_the_design_is_bound_on_the_board():
    bound = {key for command in COMMANDS if command.scope == "board" for key in command.keys}
    assert set(DESIGN.split()) <= bound


def test_the_keys_of_the_method_are_bound():
    bound = {key for command in COMMANDS if command.scope == "board" for key in command.keys}
    assert {"w", "W", "D", "X", "b"} <= bound


def test_ids_are_unique_and_groups_known():
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert {command.group for command in COMMANDS} == set(commands.GROUPS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_something_its_screen_does(command):
    over = {"health": HealthScreen, "watches": WatchesScreen, "thesis": ThesisScreen}
    screens = {
        "prompt": Prompt, "dialog": Form, "help": HelpScreen, "matrix": MatrixScreen,
        "brief": BriefScreen, **over,
    }  # fmt: skip
    screen = screens.get(command.scope, Board)
    name = re.match(r"(?:app\.)?(\w+)", command.action)[1]
    owner = screen
    if command.action.startswith("app."):
        from signalboard.ui.app import Signalboard

        owner = Signalboard
    assert hasattr(owner, f"action_{name}")
    for scope, also in over.items():
        if command.id in commands.ON_SCREENS[scope] and not command.action.startswith("app."):
            assert hasattr(also, f"action_{name}")
    assert command.title or not command.palette
    assert command.help or command.palette


def test_bindings_are_those_of_the_list():
    made = {(binding.key, binding.action) for binding in bindings("board")}
    assert ("+", "judge('support')") in made
    assert ("3", "arm('3')") in made
    assert len(made) == sum(len(c.keys) for c in COMMANDS if c.scope == "board")
    assert {b.action for b in bindings("theses")} >= {"screen.new_thesis", "screen.arm_selected"}


@pytest.mark.parametrize("pane", PANES)
def test_hints_are_few_words_with_keys(pane):
    hints = keys_room.hints(pane, Keys())
    words = [word for _, word in hints]
    assert len(words) == len(set(words))
    assert "help" in words
    assert all(keys for keys, _ in hints)
    if pane in ("headlines", "story"):
        assert ("> <", "strength") in hints
        assert ("+", "supports") in hints


def test_feed_health_has_its_own_hints_and_the_keys_of_the_board_that_count_there():
    words = [word for _, word in keys_room.hints("health", Keys())]
    assert words == [
        "help", "retry", "all failing", "pause", "undo", "remove", "new feed", "commands",
    ]  # fmt: skip
    keys = {binding.key for binding in bindings("health")}
    assert {
        "j",
        "k",
        "down",
        "g",
        "G",
        "space",
        "u",
        "q",
        "escape",
        "H",
        "r",
        "f",
        "p",
        "R",
    } <= keys
    assert not keys & {"+", "-", "1", "t", "/", "s", "m"}


def test_hints_follow_a_keymap():
    keys, problems = check_keymap({"judge.support": "a", "undo": "U, ctrl+z"})
    assert problems == ("The keymap gives judge.support the key a, which thesis.new has.",)
    assert ("U", "undo") in keys_room.hints("headlines", keys)
    assert keymap(keys) == {"undo": "U,ctrl+z"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"judge.maybe": "a"}, "'judge.maybe', which is no command"),
        ({"undo": "hyper+u"}, "which is no key"),
        ({"undo": ""}, "which is no key"),
        ({"undo": "two words"}, "which is no key"),
        ({"thesis.arm": "a b"}, "the numbers themselves"),
        ({"undo": "+"}, "the key +, which judge.support has"),
        ({"judge.support": "P", "undo": "P"}, "undo the key P, which judge.support has"),
    ],
)
def test_a_wrong_keymap_is_told_and_left_out(asked, said):
    keys, problems = check_keymap(asked)
    assert len(problems) == 1
    assert said in problems[0]
    assert clashes(keys) == []


def test_keys_may_be_swapped():
    keys, problems = check_keymap({"judge.support": "-", "judge.contradict": "+"})
    assert problems == ()
    assert keys.of(commands.BY_ID["judge.support"]) == ("-",)


@pytest.mark.parametrize(
    "key", ["ctrl++", "shift+home", "f12", "alt+left", "ä", "%", "ctrl+shift+a"]
)
def test_what_is_a_key(key):
    assert check_keymap({"redo": key})[1] == ()


def test_the_table_of_the_docs():
    table = keys_room.docs_table()
    assert "| `+` `=` | supports the armed thesis; on to the next | judge.support |" in table
    assert "| `1`-`9` | arm a thesis: stories are judged by it | thesis.arm |" in table
    assert "| `j` `k` `↓` `↑` | down, up | move.down, move.up |" in table
    for command in COMMANDS:
        if command.keys and command.help:
            assert command.id in table
    assert table.count("**") == 2 * len(commands.GROUPS)
