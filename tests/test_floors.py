"""The floors of the house: who may import whom, and what a command loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCREEN = {"textual"}
NETWORK = {"httpx", "httpcore", "h2"}
PARSERS = {"feedparser", "fastfeedparser", "lxml", "selectolax"}
SETTINGS = {"ruamel"}


def test_the_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def loaded(code: str, *arguments: str) -> set[str]:
    """The top-level packages that a fresh process has loaded after running some code."""
    ending = "\nimport sys, json; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code + ending, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been opened once, so that its settings are remembered."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "feeds.yaml").write_text("feeds:\n  - {name: A, url: 'bundled:agent-economy'}\n")
    code = "import sys; from signalboard.cli import main; main(['--home', sys.argv[1]])"
    loaded(code, str(folder))
    return folder


@pytest.mark.parametrize(
    "words", [["--version"], ["stories"], ["export"], ["judge", "1", "1", "support"], ["thesis"]]
)
def test_a_command_that_prints_loads_no_screen_and_no_network(home: Path, words: list[str]) -> None:
    code = (
        "import sys; from signalboard.cli import main\n"
        "main(sys.argv[2:] if sys.argv[2] == '--version' else ['--home', *sys.argv[1:]])"
    )
    assert not loaded(code, str(home), *words) & (SCREEN | NETWORK | PARSERS | SETTINGS)


def test_the_desk_loads_no_screen_no_network_and_no_parser() -> None:
    assert not loaded("import signalboard.desk") & (SCREEN | NETWORK | PARSERS | SETTINGS)


def test_the_first_paint_loads_no_network_no_parser_and_no_markdown() -> None:
    code = "import signalboard.ui.app, signalboard.ui.board, signalboard.cli.reading"
    names = loaded(code + "\nimport sys; assert 'textual.widgets._markdown' not in sys.modules")
    assert "textual" in names and not names & (NETWORK | PARSERS | SETTINGS)
