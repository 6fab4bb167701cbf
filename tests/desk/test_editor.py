"""The person's own editor: which one, without a shell, and what becomes of one that fails."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

import pytest

from signalboard.desk import editor


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, ()),
        ({"VISUAL": " ", "EDITOR": ""}, ()),
        ({"EDITOR": "nano"}, ("nano",)),
        ({"VISUAL": "code --wait", "EDITOR": "nano"}, ("code", "--wait")),
        ({"EDITOR": "'/opt/my editor/ed' -x"}, ("/opt/my editor/ed", "-x")),
        ({"EDITOR": "it's"}, ("it's",)),
        ({"EDITOR": "''"}, ("",)),
    ],
)
def test_which_editor(environ: dict[str, str], words: tuple[str, ...]) -> None:
    assert editor.command(environ) == words


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import os, signal, sys\n{code}")


def test_it_edits_the_file_and_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a; touch b $(touch c).txt"
    assert editor.run(python("open(sys.argv[1], 'w').write('x')"), path) == ""
    assert path.read_text() == "x"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit(3)", "ended with status 3."),
        ("os.kill(os.getpid(), signal.SIGKILL)", "was ended by signal 9."),
    ],
)
def test_one_that_fails_is_told(tmp_path: Path, code: str, said: str) -> None:
    name = Path(sys.executable).name
    assert editor.run(python(code), tmp_path / "f") == f"The editor “{name}” {said}"


@pytest.mark.parametrize("words", [("no-such-editor-here",), ("",), ("a\0b",)])
def test_one_that_is_not_there_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "could not be started: " in editor.run(words, tmp_path / "f")


def test_ctrl_c_is_for_the_editor(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    code = (
        "assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN\n"
        "os.kill(os.getppid(), signal.SIGINT)\nos.kill(os.getppid(), signal.SIGQUIT)"
    )
    assert editor.run(python(code), tmp_path / "f") == ""
    assert signal.getsignal(signal.SIGINT) is before
    assert [editor.was_for_the_editor(signal.SIGQUIT) for _ in range(2)] == [True, False]
    said: list[str] = []
    thread = threading.Thread(
        target=lambda: said.append(editor.run(python("pass"), tmp_path / "f"))
    )
    thread.start()
    thread.join(30)
    assert said == [""]
