"""The floors of the house: who may import whom, and what a command loads."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tui" / "signalboard"
FILES = sorted(PACKAGE.rglob("*.py"))
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
    "words",
    [
        ["--version"],
        ["stories"],
        ["export"],
        ["judge", "1", "1", "support"],
        ["thesis"],
        ["feed", "export"],
    ],
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
    code = "import signalboard.ui.app, signalboard.ui.board, signalboard.cli.house"
    code += ", signalboard.ui.dialogs.feed, signalboard.ui.dialogs.lists"
    names = loaded(code + "\nimport sys; assert 'textual.widgets._markdown' not in sys.modules")
    assert "textual" in names and not names & (NETWORK | PARSERS | SETTINGS)


OWNERS = {
    "ui": {"textual"},
    "archive": {"apsw", "sqlite3"},
    "board": {"tinydb"},
    "config": {"ruamel"},
    "wire": {
        *("httpx", "httpcore", "h2", "feedparser", "fastfeedparser", "lxml", "selectolax"),
        *("socket", "ssl", "anyio", "http", "urllib.request"),
    },
    "nobody": {
        *("webbrowser", "pickle", "marshal", "shelve", "requests", "urllib3", "yaml"),
        *("ftplib", "imaplib", "nntplib", "poplib", "smtplib", "socketserver", "telnetlib"),
        *("xmlrpc", "multiprocessing.managers", "wsgiref"),
    },
}
PURE = ("judge", "links", "model", "text", "times")
PURE_WIRE = {
    *("agencies", "companies", "credits", "joining", "naming", "neighbours", "schedule"),
    *("similarity", "stories", "words", "wordclasses"),
}
"""What of the wire decides, and asks nobody."""
WORLD = {
    *(
        "asyncio",
        "ctypes",
        "fcntl",
        "getpass",
        "glob",
        "io",
        "locale",
        "logging",
        "multiprocessing",
    ),
    *("os", "pathlib", "platform", "random", "secrets", "select", "shutil", "signal", "socket"),
    *("sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "zoneinfo"),
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """The packages and modules that a file imports anywhere, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from {alias.name, alias.name.partition(".")[0]}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from {module, module.partition(".")[0]}
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_known_to_the_room_that_owns_it_only(path: Path) -> None:
    names = set(imported(ast.parse(path.read_text())))
    for owner, libraries in OWNERS.items():
        if room_of(path) != owner:
            assert not names & libraries, f"only {owner} may import these"


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in FILES
        if room_of(path) in PURE or (path.parent.name == "wire" and path.stem in PURE_WIRE)
    ],
    ids=lambda path: path.stem,
)
def test_a_pure_room_does_nothing_and_reads_no_clock(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = set(imported(tree))
    if {name for name in names if name.startswith("sys.")} == {"sys.intern"}:
        names -= {"sys"}  # one copy of equal strings: of the world it tells nothing
    assert not names & WORLD
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    spoken = {func.id for func in called if isinstance(func, ast.Name)}
    methods = {func.attr for func in called if isinstance(func, ast.Attribute)}
    assert not spoken & {"open", "print", "input", "exec", "eval", "__import__"}
    assert not methods & {"now", "today", "utcnow", "getaddrinfo", "import_module"}


def test_the_rooms_looked_at_are_there() -> None:
    rooms = {room_of(path) for path in FILES}
    assert {*PURE, *OWNERS} - {"nobody"} <= rooms
    assert {path.stem for path in FILES if path.parent.name == "wire"} >= PURE_WIRE
    contracts = (ROOT / "pyproject.toml").read_text()
    assert not [room for room in rooms - {"__init__"} if f"signalboard.{room}" not in contracts]
