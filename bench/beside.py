"""What the board is measured beside: an empty Textual app, newsboat, and bare interpreters."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench import archives
from bench.archives import Past
from bench.measure import run
from bench.terminal import NeverCame, Terminal

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("an empty app")
Empty().run()
"""
NEWSBOAT_PATIENCE = 120.0
_A_FEED = 1000
"""Stories in one feed of newsboat."""


def first_text(command: Sequence[str], words: bytes, env: dict[str, str] | None = None) -> float:
    """Milliseconds from the start of a command to these words on its screen."""
    with Terminal(command, env=env) as terminal:
        came = terminal.until(words, begin=0, seconds=NEWSBOAT_PATIENCE)
        terminal.quiet()
        return (came - terminal.began) * 1e3


def empty() -> float:
    """Of an empty Textual app, in milliseconds."""
    return first_text([sys.executable, "-c", EMPTY], b"an empty app")


class Newsboat:
    """newsboat over as many stories, with the titles of ours."""

    def __init__(self, folder: Path, stories: int) -> None:
        """Make its cache where there is none: it makes the tables, the rows are written there."""
        self.folder = folder
        feeds = -(-stories // _A_FEED)
        self._urls = [f"http://127.0.0.1:9/{number}" for number in range(feeds)]
        if (folder / "filled").exists():
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "urls").write_text("".join(f"{url}\n" for url in self._urls))
        (folder / "config").write_text("auto-reload no\n")
        run([*self._command, "-x", "print-unread"], folder, self._env)
        self._fill(stories)
        (folder / "filled").touch()

    def figures(self) -> dict[str, float]:
        """Its start, and a row down in a feed; start is infinite where it never opened."""
        begin = time.perf_counter()
        with Terminal(self._command, env=self._env) as terminal:
            try:
                terminal.until(b"127.0.0.1:9/0", begin=0, seconds=NEWSBOAT_PATIENCE)
            except NeverCame:
                return {"newsboat start": float("inf")}
            start = (terminal.chunks[-1][0] - begin) * 1e3
            terminal.quiet(0.5)
            terminal.press("\r")
            rows = sorted(terminal.press("j").last for _ in range(30))
        return {
            "newsboat start": round(start, 1),
            "newsboat j p50": round(median(rows), 2),
            "newsboat j p95": round(rows[-2], 2),
        }

    @property
    def _command(self) -> list[str]:
        folder = self.folder
        return [
            *("newsboat", "-u", str(folder / "urls"), "-C", str(folder / "config")),
            *("-c", str(folder / "cache.db")),
        ]

    @property
    def _env(self) -> dict[str, str]:
        return {"HOME": str(self.folder), "TERM": "xterm-256color"}

    def _fill(self, stories: int) -> None:
        past = Past(stories, int(time.time()), single=True)
        parts = range(-(-stories // archives.PART))
        rows = (
            (
                f"tag:{each.number}", each.entries[0][1].title, "", each.entries[0][1].url,
                self._urls[each.number // _A_FEED], each.entries[0][2],
                each.entries[0][1].summary, 1,
            )
            for part in parts
            for each in archives.told(past, part)
        )  # fmt: skip
        with sqlite3.connect(self.folder / "cache.db") as db:
            db.executemany(
                "INSERT OR IGNORE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
                ((url, url, url) for url in self._urls),
            )
            db.executemany(
                "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )


def has_newsboat() -> bool:
    """Whether it is installed."""
    return shutil.which("newsboat") is not None


def printed(home: Path, runs: int) -> dict[str, float]:
    """``stories --limit 20`` beside an interpreter that loads apsw, in turns; milliseconds."""
    ours = [sys.executable, "-m", "signalboard", "--home", str(home), "stories", "--limit", "20"]
    bare = [sys.executable, "-c", "import apsw"]
    taken: dict[str, list[float]] = {"stories": [], "import apsw": []}
    for _ in range(runs):
        for name, command in (("stories", ours), ("import apsw", bare)):
            begin, worked = time.perf_counter(), _worked()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            taken[name].append((time.perf_counter() - begin) * 1e3)
            taken.setdefault(f"{name} processor", []).append((_worked() - worked) * 1e3)
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", *ours[1:]],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ},
    ).stderr  # fmt: skip
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in loaded.splitlines()}
    return {
        "stories --limit 20": round(median(taken["stories"]), 1),
        "import apsw": round(median(taken["import apsw"]), 1),
        "stories --limit 20 processor": round(median(taken["stories processor"]), 1),
        "import apsw processor": round(median(taken["import apsw processor"]), 1),
        "stories loads Textual": float("textual" in names),
    }


def _worked() -> float:
    """Seconds of processor time of every child that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
