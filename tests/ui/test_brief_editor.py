"""The person's own editor, from the real program in a real terminal."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui import sample
from tests.ui.terminal import Terminal
from tests.ui.test_brief import FILLED

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program with an editor that does what some Python says; ``p`` is the file."""
    running: list[Terminal] = []
    (tmp_path / "filled").write_text(FILLED, encoding="utf-8")

    def begin(code: str, **environ: str) -> Terminal:
        folder = tmp_path / "home"
        if not folder.exists():
            sample.home(folder, sample.STORIES)
        script = tmp_path / "editor.py"
        script.write_text(
            f"import os, sys, signal, pathlib\np = pathlib.Path(sys.argv[1])\n"
            f"filled = pathlib.Path({str(tmp_path / 'filled')!r}).read_text()\n{code}\n"
        )
        named = {"EDITOR": shlex.join([sys.executable, str(script)]), **environ}
        program = "import sys; from signalboard.cli import main; sys.exit(main(sys.argv[1:]))"
        running.append(Terminal(["-c", program, "--home", str(folder)], **named))
        running[-1].until("Headlines", "Tencent upgrades")
        return running[-1]

    yield begin
    for terminal in running:
        terminal.close()


def test_the_editor_has_the_terminal_and_the_board_is_drawn_again(start: Start) -> None:
    terminal = start(
        "lines = len(p.read_text().splitlines())\n"
        "print('THE EDITOR, with', lines > 20, os.isatty(0), os.isatty(1))\n"
        "os.kill(os.getppid(), 3)\n"  # as ctrl+\\ does: it is for who edits
        "sys.stdin.readline()\np.write_text(filled)"
    )  # fmt: skip
    terminal.keys("b")
    terminal.until("THE EDITOR, with True True True")
    assert b"\x1b[?1049l" in terminal.output, "the board's screen is put away meanwhile"
    terminal.keys("\r")
    terminal.until("Brief · draft, 1 missing", "The Signal names no thesis")
    terminal.keys("q")
    terminal.until("new brief: Tencent ships a model after its hire")
    terminal.keys("j")
    terminal.until("Alibaba's Qwen agents now handle returns")
    terminal.keys("qq")
    assert terminal.ended() == 0


def test_an_editor_that_is_killed_loses_nothing(start: Start, tmp_path: Path) -> None:
    terminal = start("p.write_text(filled)\nos.kill(os.getpid(), signal.SIGKILL)")
    terminal.keys("b")
    terminal.until("was ended by signal 9.", "Nothing was taken over")
    (left,) = (tmp_path / "home" / "briefs").iterdir()
    assert left.read_text() == FILLED
    terminal.keys("q")
    terminal.until("Headlines")
    terminal.keys("q")
    assert terminal.ended() == 0
    again = start("assert p.read_text() == filled")
    again.keys("b")
    again.until("Brief · draft, 1 missing")
    assert not left.exists()


def test_a_line_that_cannot_be_read_is_told_and_edited_on(start: Start) -> None:
    terminal = start(
        "was = p.read_text()\np.write_text(filled if 'by: soon' in was else "
        "filled.replace('by: 2027-05-24', 'by: soon'))"
    )
    terminal.keys("b")
    terminal.until("Line 18: “soon” is no day", "Brief · 1 line not read")
    terminal.keys("E")
    terminal.until("Brief · draft, 1 missing")


def test_an_editor_that_is_not_there_is_told_and_one_writes_here(start: Start) -> None:
    terminal = start("", EDITOR="", VISUAL="/no/such/editor")
    terminal.keys("b")
    terminal.until("The editor “editor” could not be started")
    terminal.keys("i")
    terminal.until("Write the brief", "== Headline ==")
