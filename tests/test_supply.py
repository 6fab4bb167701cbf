"""What we stand on, and whom the program speaks to: nobody, unless asked to fetch."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from scripts.audit import HOLES, UNKNOWN, WELL, verdict
from tests.ui import sample
from tests.ui.terminal import Terminal

ROOT = Path(__file__).resolve().parents[1]
LISTENER = """
import os, sys
def heard(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        if event.endswith("info") or isinstance(arguments[1], tuple):
            with open(os.environ["HEARD"], "a") as file:
                print(event, arguments[:2], file=file)
sys.addaudithook(heard)
"""


@pytest.fixture
def listening(tmp_path: Path) -> dict[str, str]:
    """Every Python process started with this environment writes down whom it speaks to."""
    (tmp_path / "ear").mkdir()
    (tmp_path / "ear" / "sitecustomize.py").write_text(LISTENER)
    below = os.pathsep.join([str(tmp_path / "ear"), str(ROOT / "tui")])
    return {"PYTHONPATH": below, "HEARD": str(tmp_path / "heard")}


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    """The starter board's settings with the feed that needs no network."""
    yaml = YAML()
    board = yaml.load(ROOT / "feeds.yaml")
    board["feeds"] = [feed for feed in board["feeds"] if feed["url"].startswith("bundled:")]
    yaml.dump(board, tmp_path / "feeds.yaml")
    return tmp_path / "feeds.yaml"


def heard(listening: dict[str, str]) -> str:
    path = Path(listening["HEARD"])
    return path.read_text() if path.exists() else ""


def test_the_ear_hears_children_too(listening: dict[str, str]) -> None:
    code = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
    subprocess.run([sys.executable, "-c", outer], env={**os.environ, **listening}, check=True)
    assert "socket.connect" in heard(listening)


def test_the_board_speaks_to_nobody(listening: dict[str, str], feeds: Path, tmp_path: Path) -> None:
    """Opened, judged, undone, searched, filtered, refreshed, exported, looked at, left."""
    home = tmp_path / "home"
    sample.home(home, sample.STORIES)
    terminal = Terminal(
        ["-m", "signalboard", "--home", str(home), "--feeds", str(feeds)], **listening
    )
    try:
        terminal.until("Tencent upgrades", "? help")
        terminal.keys("1+u/qwen\r")
        terminal.until("“qwen”")
        terminal.until("● 1 of 1 feed")
        terminal.keys("r")
        terminal.quiet()
        terminal.keys("H")
        terminal.until("Feed health")
        terminal.keys("q")
        terminal.until("“qwen”")
        terminal.keys("q")
        terminal.until("153 unjudged of 153")
        terminal.keys("q")
        assert terminal.ended() == 0
    finally:
        terminal.close()
    assert heard(listening) == ""


@pytest.mark.parametrize(
    "words",
    ["refresh", "stories", "judge 1 1 support", "undo", "export", "feed list", "doctor", "archive"],
)
def test_a_command_speaks_to_nobody(
    words: str, listening: dict[str, str], feeds: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    sample.home(home, sample.STORIES)
    command = [sys.executable, "-m", "signalboard", "--home", home, "--feeds", feeds]
    done = subprocess.run(
        [*command, *words.split()],
        env={**os.environ, **listening},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert heard(listening) == ""


def test_every_package_we_name_has_its_reason() -> None:
    """A line in docs/dependencies.md: what for, why this one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"], "pip-audit"]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", _dependencies(), flags=re.MULTILINE)
    told = {
        canonicalize_name(word): why
        for names, why in rows
        for word in re.split(r"[\s,]+|with|and", names)
    }
    for each in named:
        name = canonicalize_name(Requirement(each).name)
        assert len(told.get(name, "")) > 5, f"{name} has no line in docs/dependencies.md"


def _dependencies() -> str:
    return (ROOT / "docs" / "dependencies.md").read_text()


HOLE = {"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], WELL, "1 of 1 packages looked up: 0"),
        ([{"name": "a", "version": "1", "vulns": [HOLE]}], HOLES, "CVE-2026-1; mended in 2.1"),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X"}]}], HOLES, "mended in nothing yet"),
        ([{"name": "a", "skip_reason": "not found"}], UNKNOWN, "does not answer"),
        (
            [
                {"name": "a", "skip_reason": "not found"},
                {"name": "b", "version": "1", "vulns": []},
            ],
            UNKNOWN,
            "Not looked up, so nothing is known of them: a.",
        ),
        ([], UNKNOWN, "0 of 0"),
    ],
)
def test_what_was_not_looked_up_is_not_called_well(packages, status, said) -> None:
    found, lines = verdict({"dependencies": packages})
    assert found == status
    assert said in "\n".join(lines)
