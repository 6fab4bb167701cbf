"""What a person reads when something is wrong: real homes, really damaged, and what is said.

`python -m scripts.recovery` prints it as docs/promises.md has it; `make promises` keeps it there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FEEDS = """\
feeds:
  - name: Agent economy
    url: bundled:agent-economy
theses:
  - name: Web4 at velocity
    statement: software agents are the main users of consumer platforms at the end of 2029
    negation: people still take most actions there then
    prior: 0.25
"""


def said(home: Path, *words: str) -> str:
    """What a command prints for people."""
    command = [sys.executable, "-m", "signalboard", "--home", str(home), *words]
    env = {**os.environ, "TZ": "UTC", "NO_COLOR": "1"}
    done = subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    out = done.stdout if words[0] == "verify" else ""
    return f"{out}{done.stderr}".strip()


def _lines(home: Path, change: Callable[[list[bytes]], None]) -> None:
    journal = home / "board" / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    change(lines)
    journal.write_bytes(b"".join(lines))
    (home / "board" / "board.json").unlink(missing_ok=True)


def unfinished(home: Path) -> str:
    """The machine stopped in the middle of a write."""
    shutil.rmtree(home / "backups")
    journal = home / "board" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"seq":5,"at":"2026-11-30T0')
    return said(home, "undo")


def lost(home: Path) -> str:
    """A line of the journal is not what it was."""

    def change(lines: list[bytes]) -> None:
        lines[2] = bytes(len(lines[2]) - 1) + b"\n"

    _lines(home, change)
    return said(home, "evidence", "list")


def changed(home: Path) -> str:
    """Somebody changed a judgment in the file."""

    def change(lines: list[bytes]) -> None:
        lines[3] = lines[3].replace(b'"support"', b'"contradict"')

    _lines(home, change)
    return said(home, "verify")


def noise(home: Path) -> str:
    """The archive is full of noise."""
    for path in home.glob("archive.db*"):
        path.unlink()
    (home / "archive.db").write_bytes(b"\x93noise\x00" * 4000)
    return said(home, "stories")


def later(home: Path) -> str:
    """A newer version has been here."""
    with sqlite3.connect(home / "archive.db") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    return said(home, "stories")


SCENES = (unfinished, lost, changed, noise, later)


def messages() -> str:
    """All of it, as Markdown."""
    told = []
    with tempfile.TemporaryDirectory() as name:
        base = Path(name) / "base"
        base.mkdir()
        (base / "feeds.yaml").write_text(FEEDS)
        said(base, "refresh")
        for number in ("1", "2", "3", "4"):
            said(base, "judge", number, "1", "support")
        said(base, "backup")
        for scene in SCENES:
            home = Path(name) / "home"
            shutil.copytree(base, home)
            text = scene(home).replace(str(home), "~/boards/agents")
            told.append(f"{scene.__doc__}\n\n```\n{text}\n```\n")
            shutil.rmtree(home)
    return "\n".join(told)


if __name__ == "__main__":
    print(messages())
