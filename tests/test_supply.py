"""What we stand on, and whom the program speaks to: nobody, unless asked to fetch."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from scripts.audit import HOLES, UNKNOWN, WELL, verdict
from signalboard.cli.grammar.tree import build
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


LIFE = """\
refresh --now
stories --search agent --since 10y
story STORY
judge STORY 1 support --strength 2 --note so
judge OTHER 1 contradict
undo
redo
evidence list
evidence quote EVIDENCE "so it was said"
evidence affirm 1 EVIDENCE
evidence retract EVIDENCE --why "it was wrong"
merge OTHER THIRD
split OTHER 2
thesis list
thesis show 1
thesis new Tips --statement "agents tip" --negation "they do not" --prior .3
thesis add Tolls --statement "agents pay tolls" --negation "they do not"
thesis edit tips --prior .4
watch new tips "Is it so?" --hit "it is" --miss "it is not" --by "6 months" --preset hoop
watch list
watch show "Is it so?"
watch edit "Is it so?" --by "9 months"
watch forecast "Is it so?" .7
thesis activate tips
watch settle "Is it so?" hit --note so
calibration
watch reopen "Is it so?"
watch remove "Is it so?"
thesis matrix
thesis close tips retired
thesis reopen tips
thesis retire tolls
company list
company add Arm --ticker ARM --as-written
company edit Arm --exclude "Arm & Hammer"
company check Arm --as-written
company match "Tencent answers Arm"
company scan
company remove Arm
mute add words lottery --yes
mute list
mute remove lottery --yes
search add Wallets "wallet OR checkout"
search list
search remove Wallets
feed add https://feeds.example/rss --name Away --yes --no-fetch
feed list
feed show Away
feed pause Away
feed resume Away
feed login Away < "somebody\\nsecret\\n"
feed logout Away
feed export --output FOLDER/feeds.opml
feed remove Away
feed import FOLDER/feeds.opml --yes
brief STORY --edit < "== Headline ==\\nIt goes on\\n"
brief list
digest
export
export --format json --output FOLDER/log.json
import FOLDER/log.json --dry-run
archive
archive check
archive prune --before 3650d --yes
archive vacuum
backup FOLDER/backup.zip
backup --list
verify
restore FOLDER/backup.zip --dry-run
doctor
keys
completion bash
"""
"""Every command but the two that SECURITY.md lets ask whatever they are told, each with something
to do. `refresh` and `feed add` may ask as well; these two do not."""


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every command there is, as it is typed."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for name, each in (item for action in below for item in action.choices.items()):
        nouns = [f"{name} {verb}" for verb in _commands(each)]
        yield from nouns or [name]


def test_a_command_speaks_to_nobody(listening: dict[str, str], feeds: Path, tmp_path: Path) -> None:
    """Each of them, and each does what it is told."""
    home = tmp_path / "home"
    first, second, third, *_ = sample.add(sample.home(home, ()), sample.STORIES)
    meant = {"STORY": first, "OTHER": second, "THIRD": third, "FOLDER": str(tmp_path)}

    def run(line: str) -> str:
        line, _, typed = line.partition(" < ")
        words = [re.sub("[A-Z]{5,}", lambda m: meant[m[0]], word) for word in shlex.split(line)]
        done = subprocess.run(
            [sys.executable, "-m", "signalboard", "--home", home, "--feeds", feeds, *words],
            env={**os.environ, **listening},
            input=typed.strip('"').replace("\\n", "\n"),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        # Which says by its status that one watch is too few.
        assert done.returncode == (line == "calibration"), (line, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        assert heard(listening) == "", line
        return done.stdout

    for line in LIFE.splitlines():
        if line == "evidence list":
            meant["EVIDENCE"] = json.loads(run("evidence list --json").splitlines()[0])["id"]
        run(line)
    lines = [f"{line} " for line in LIFE.splitlines()]
    run_not = {
        name
        for name in _commands(build())
        if not any(line.startswith(f"{name} ") for line in lines)
    }
    assert run_not == {"feed look", "feed retry"}


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
