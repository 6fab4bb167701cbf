"""What a command that prints does not load, so that it is there at once."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

import pytest

from signalboard import config
from signalboard.cli.grammar.tree import SECTIONS, build

HEAVY = {
    "textual", "rich.console", "rich.markdown", "httpx", "httpcore", "feedparser", "fastfeedparser",
    "lxml", "selectolax", "ruamel", "asyncio", "ssl", "socket", "http", "email", "subprocess",
    "multiprocessing", "logging", "shtab", "idna", "sqlite3",
}  # fmt: skip
UNNEEDED = {
    "dataclasses", "inspect", "ast", "shutil", "bz2", "lzma", "tempfile", "difflib", "decimal",
    "signalboard.config.reading", "signalboard.backup.packing",
}  # fmt: skip
"""What is loaded quickly enough elsewhere, but is a part that is felt of printing twenty lines."""
LOADED = """
import json, sys
from signalboard.cli import main
status = main(sys.argv[1:])
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded(places: config.Places, *words: str) -> set[str]:
    """The modules that a process has loaded when the command is done."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        env={**os.environ, "SIGNALBOARD_HOME": str(places.home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    status, modules = json.loads(done.stderr.splitlines()[-1])
    assert status == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize(
    "words",
    [
        "--version",
        "stories --limit 20",
        "stories --json --search agents",
        "--home HOME stories --limit 2",
        "story 1",
        "thesis list",
        "thesis show 1",
        "evidence list",
        "watch list",
        "watch show wechat",
        "company list",
        "mute list",
        "search list",
        "feed list",
        "feed show wire",
        "brief list",
        "digest",
        "export",
        "export --format csv",
        "archive",
        "archive check",
        "backup --list",
    ],
)
def test_a_command_that_prints_loads_nothing_heavy(
    places: config.Places, stories: list[str], words: str
) -> None:
    loaded(places, "stories", "--limit", "1")  # settings are read once, then kept
    modules = loaded(places, *(str(places.home) if w == "HOME" else w for w in words.split()))
    found = {name for name in HEAVY if name in modules}
    assert not found
    if words == "--version":
        assert not {"signalboard.desk", "signalboard.archive", "apsw", "tinydb"} & modules
    if words.startswith("stories --limit"):
        assert not modules & UNNEEDED
    if "stories" in words:
        assert not {"signalboard.cli.companies", "signalboard.cli.feeds"} & modules
        assert "signalboard.wire.companies" not in modules
        unread = {"whole", "judging", "muting", "briefs", "watches", "taking", "tending"}
        assert not {f"signalboard.desk.{name}" for name in unread} & modules


def _names(parser: argparse.ArgumentParser) -> list[str]:
    (commands,) = (action for action in parser._actions if action.choices is not None)
    return list(commands.choices or ())


def test_what_is_typed_first_is_parsed_as_among_all() -> None:
    everything = build()
    assert _names(everything) == [name for names, _ in SECTIONS for name in names]
    for names, _ in SECTIONS:
        for name in names:
            for before in ([], ["--home", "stories"], ["--feeds=f.yaml", "--home", "x"]):
                alone = build([*before, name, "undo"])
                assert set(_names(alone)) == set(names)
    for line in ("stories --limit 3", "--home x thesis list", "undo", "archive", "", "--home x"):
        words = line.split()
        assert vars(build(words).parse_args(words)) == vars(everything.parse_args(words))
    for words in (["no such command"], ["--help"], ["--hom", "x", "stories"], ["-h"]):
        assert _names(build(words)) == _names(everything)
    assert _names(build([])) == _names(build(["--home"])) == []


@pytest.mark.parametrize("words", [["--home"], ["--home="], ["--feeds", ""], ["--home", ""]])
def test_a_mistake_beside_no_command_is_told_as_among_all(words: list[str], capsys) -> None:
    told = []
    for parser in (build(words), build()):
        with pytest.raises(SystemExit):
            parser.parse_args(words)
        told.append(capsys.readouterr().err)
    assert told[0] == told[1] != ""


def test_help_is_as_wide_as_the_terminal(monkeypatch, capsys) -> None:
    """Though its width is not asked for as arguments are added."""
    for words in (["stories", "--help"], ["--help"], ["thesis", "--help"]):
        lines = []
        for columns in ("60", "160"):
            monkeypatch.setenv("COLUMNS", columns)
            with pytest.raises(SystemExit):
                build(words).parse_args(words)
            lines.append(capsys.readouterr().out.count("\n"))
        assert lines[0] > lines[1]
