"""A journal that somebody else made, of one chain: no value in it ends a command or acts."""

from __future__ import annotations

import pytest

from signalboard.board.changes import Document
from signalboard.desk import Desk
from signalboard.model import Stance
from tests.board.test_sound import EVIL, SEEN, forged
from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]

READING = (
    ("thesis", "list"),
    ("thesis", "show", "web4"),
    ("thesis", "matrix"),
    ("evidence", "list"),
    ("watch", "list"),
    ("company", "list"),
    ("stories",),
    ("digest",),
    ("export", "--format", "md", "--output", "-"),
    ("export", "--format", "csv", "--output", "-"),
    ("export", "--format", "json", "--output", "-"),
)


@pytest.fixture
def judged(shell: Shell, stories: list[str]) -> Shell:
    desk = Desk.open(shell.places)
    for story in stories[:2]:
        desk.judge(story, desk.find_thesis("web4"), Stance.SUPPORT)
    desk.close()
    return shell


def edited(shell: Shell, table: str, **fields: object) -> None:
    """Put values into the newest document of a table."""
    last: list[Document] = []
    journal = shell.places.board / "journal.jsonl"
    forged(journal, lambda body: last.extend(o for o in body["ops"] if o["table"] == table))
    name = last[-1]["id"]

    def edit(body: Document) -> None:
        for op in body["ops"]:
            if op["table"] == table and op["id"] == name:
                op["now"].update(fields)

    forged(journal, edit)
    (shell.places.board / "board.json").unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        *(("evidence", {"strength": value}) for value in (-5, 10**30, float("nan"), "9", [])),
        ("evidence", {"story": 7}),
        ("evidence", {"note": 7}),
        ("evidence", {"quote": 7}),
        *(("theses", {"prior": value}) for value in (0, 2.0, "x")),
        ("theses", {"name": 7}),
    ],
    ids=str,
)
def test_absurd_values_are_passed_over_and_everything_else_goes_on(
    judged: Shell, table: str, fields: dict[str, object]
) -> None:
    edited(judged, table, **fields)
    for words in READING:
        judged(*words)
        assert f"what it says of {table} " in judged.err
    left = 1 if table == "evidence" else 2
    assert len(judged.lines("evidence", "list", "--json")) == left
    assert f"what it says of {table} " in judged("doctor", status=1)
    judged("undo")
    judged("undo")
    assert judged.lines("evidence", "list", "--json") == []


def test_what_it_says_acts_on_no_terminal_behind_a_pipe(judged: Shell) -> None:
    edited(judged, "theses", name=EVIL)
    edited(judged, "evidence", note=EVIL, quote=EVIL)
    for words in (*READING, ("evidence", "list", "--json"), ("thesis", "list", "--json")):
        out = judged(*words)
        assert not any(sign in out + judged.err for sign in "\x1b\x07\x9b\u202e\u2066"), words
    assert SEEN in [row["note"] for row in judged.lines("evidence", "list", "--json")]
