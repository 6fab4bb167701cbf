"""Briefs and digests by command: written, checked, finished, listed, printed, saved."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from signalboard import config
from signalboard.cli import briefs as briefs_module
from tests.cli.test_commands import Shell
from tests.desk.test_briefs import TEXT

SAID = "new brief: A payment company opens to agents"


@pytest.fixture
def shell(places: config.Places, stories: list[str], capsys) -> Shell:
    made = Shell(places, capsys)
    made("judge", "Stripe", "2", "support", "--strength", "2")
    return made


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    def put(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return put


def write(shell: Shell, typed, text: str = TEXT) -> None:
    typed(text)
    assert shell("brief", "Stripe", "--edit") == ""
    assert shell.err.startswith(f"signalboard: {SAID}\n")


def test_a_story_without_a_brief_has_none_to_print(shell: Shell) -> None:
    assert shell("brief", "Stripe", status=1) == ""
    assert "There is no brief of this story yet; --edit writes one." in shell.err
    assert shell("brief", "list") == ""
    assert shell("brief", "Stripe", "--format", "text").startswith("# A brief of: Stripe lets")


def test_one_is_written_from_standard_input(shell: Shell, typed) -> None:
    write(shell, typed)
    assert shell("brief", "Stripe").startswith("# A payment company opens to agents\n\nDraft of")
    assert shell.err == ""
    assert "== Headline ==\n" in shell("brief", "Stripe", "--format", "text")
    typed(TEXT)
    shell("brief", "Stripe", "--edit")
    assert "Nothing was changed." in shell.err
    assert shell("undo").startswith("undone  new brief")
    shell("brief", "Stripe", "--check", status=1)


def test_what_cannot_be_read_is_told_by_line_and_kept(shell: Shell, typed) -> None:
    typed(TEXT.replace("thesis: 2", "thesis: nine"))
    assert shell("brief", "Stripe", "--edit", status=1) == ""
    first, second = shell.err.splitlines()
    assert first.startswith("signalboard: Line 15: no thesis in play is called “nine”.")
    assert second.startswith("signalboard: Nothing was saved; the text is kept in ")
    assert Path(second.rpartition(" ")[2].rstrip(".")).read_text().startswith("== Headline ==")
    assert "thesis: nine" in shell("brief", "Stripe", "--format", "text")


def test_an_empty_or_unreadable_input_leaves_the_kept_draft(shell: Shell, typed) -> None:
    typed("mine, half written\n")
    shell("brief", "Stripe", "--edit", status=1)
    typed("")
    assert shell("brief", "Stripe", "--edit", status=1) == ""
    assert "The text is empty; nothing was changed. What was written before is in" in shell.err
    typed("something else\n")
    assert shell("brief", "Stripe", "--edit", status=1) == ""
    assert "Line 1: this stands before" in shell.err and "the text of before is kept" in shell.err
    assert shell("brief", "Stripe", "--format", "text") == "mine, half written\n"
    assert shell("brief", "list") == ""


def test_checking_says_what_is_missing(shell: Shell, typed) -> None:
    write(shell, typed, TEXT.replace("2. Two. [1]", "2. Two."))
    assert shell("brief", "Stripe", "--check", status=1) == ""
    assert shell.err == (
        "signalboard: Point 2 names no source: put its number in brackets behind it.\n"
    )
    assert shell("brief", "Stripe", "--finish", status=1) == ""
    typed(TEXT)
    shell("brief", "Stripe", "--edit", "--check")
    assert shell("brief", "Stripe", "--check") == "nothing is missing\n"


def test_finishing_and_printing_in_one_go(shell: Shell, typed, tmp_path: Path) -> None:
    typed(TEXT)
    assert shell("brief", "Stripe", "--edit", "--finish") == (
        "finished  A payment company opens to agents\n"
    )
    (line,) = shell("brief", "list").splitlines()
    assert "  finished            A payment company opens to agents" in line
    found = json.loads(shell("brief", "Stripe", "--json"))
    assert found["finished"] and found["missing"] == []
    assert found["points"][0] == {"text": "One.", "sources": [1]}
    assert found["signal"]["theses"] == [
        {"thesis": "agents-get-wallets", "stance": "support", "strength": 2}
    ]
    assert found["quote"] == {
        "text": "What happened in Stripe lets agents pay.", "by": "The Wire", "own": False
    }  # fmt: skip
    ident = found["implication"]["watches"][0]["id"]
    assert ident in shell("watch", "list")
    assert [each["id"] for each in shell.lines("brief", "list", "--json")] == [found["id"]]
    out = shell("brief", "Stripe", "--format", "html", "--output", str(tmp_path)).strip()
    assert Path(out).read_text().startswith("<!DOCTYPE html>")
    shell("brief", "Stripe", "--format", "txt", "--output", out, status=1)
    assert "was left as it is" in shell.err
    shell("brief", "Stripe", "--format", "txt", "--output", out, "--force")
    assert Path(out).read_text().startswith("A payment company opens to agents\n====")


def test_a_draft_is_listed_with_how_much_is_missing(shell: Shell, typed) -> None:
    write(shell, typed, TEXT.replace("2. Two. [1]\n", ""))
    assert "  draft, 1 missing    A payment" in shell("brief", "list")


def test_a_digest(shell: Shell, typed, tmp_path: Path) -> None:
    typed(TEXT)
    shell("brief", "Stripe", "--edit", "--finish")
    told = shell("digest")
    assert "## Watches due in 30 days" in told and "### A payment company opens" in told
    assert told.index("Watches due") < told.index("A payment company") < told.index("What changed")
    text = shell("digest", "--since", "2026-01-01", "--until", "2026-01-31", "--format", "txt")
    assert text.startswith("Digest, 2026-01-01 to 2026-01-31\n")
    assert "None was finished." in text
    path = tmp_path / "d.html"
    assert shell("digest", "--format", "html", "--output", str(path)).strip() == str(path)
    assert "default-src 'none'" in path.read_text()
    shell("digest", "--since", "whenever", status=2)
    assert "--since: 'whenever' is not a date" in shell.err
    shell("digest", "--since", "1d", "--until", "2w", status=1)
    assert "A digest ends after it begins" in shell.err


# -- at a terminal ------------------------------------------------------------


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch):
    """As at a terminal, with an editor that does what a line of Python says."""

    def put(code: str | None, answers: str = "") -> None:
        monkeypatch.setattr(sys, "stdin", Tty(answers))
        monkeypatch.setattr(briefs_module, "is_terminal", lambda: True)
        monkeypatch.setattr(briefs_module, "can_ask", lambda: True)
        monkeypatch.delenv("VISUAL", raising=False)
        if code is None:
            monkeypatch.delenv("EDITOR", raising=False)
        else:
            program = f"import sys, pathlib, os; p = pathlib.Path(sys.argv[1]); {code}"
            monkeypatch.setenv("EDITOR", f'{sys.executable} -c "{program}"')

    return put


def test_without_an_editor_it_is_said_what_to_do(shell: Shell, terminal) -> None:
    terminal(None)
    shell("brief", "Stripe", "--edit", status=1)
    assert "There is no editor: set VISUAL or EDITOR, press b on the board" in shell.err


def test_the_editor_gets_the_text(shell: Shell, terminal, tmp_path: Path) -> None:
    (tmp_path / "text").write_text(TEXT)
    terminal(f"p.write_text(pathlib.Path('{tmp_path}/text').read_text())")
    shell("brief", "Stripe", "--edit")
    assert SAID in shell.err


def test_an_editor_that_fails_is_told(shell: Shell, terminal) -> None:
    terminal("p.write_text('x'); sys.exit(7)")
    shell("brief", "Stripe", "--edit", status=1)
    assert "ended with status 7. Nothing was taken over; what was written is kept in" in shell.err


def test_one_goes_on_where_a_line_could_not_be_read(shell: Shell, terminal, tmp_path: Path) -> None:
    (tmp_path / "text").write_text(TEXT)
    better = f"pathlib.Path('{tmp_path}/text').read_text()"
    terminal(f"p.write_text('lost' if 'lost' not in p.read_text() else {better})", "y\n")
    shell("brief", "Stripe", "--edit")
    assert "Line 1: this stands before the first part" in shell.err
    assert "Go on editing? [y/N]" in shell.err and SAID in shell.err


def test_or_leaves_it(shell: Shell, terminal) -> None:
    terminal("p.write_text('lost')", "n\n")
    shell("brief", "Stripe", "--edit", status=1)
    assert "Nothing was saved; the text is kept in" in shell.err


def test_the_real_program_reads_a_pipe(places: config.Places, stories: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "signalboard", "brief", "Stripe", "--edit"],
        input=TEXT,
        env={**os.environ, "SIGNALBOARD_HOME": str(places.home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "new brief: A payment company" in done.stderr
    assert "The Signal names no thesis" in done.stderr
