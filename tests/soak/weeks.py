"""Four weeks of use in minutes: does anything grow, leak, warn or get lost?

`python -m tests.soak.weeks` (or `make soak`). A hundred feeds of this machine change by the
hour; the clock is put forward an hour at a time. Each hour the feeds are refreshed, by the
board's key or by the command that cron runs, and a person judges, takes back, searches,
resizes and looks at the screens. In the first week the board is closed and opened again
each day; then one board stays open to the end. Memory at the end is compared with the first
hour of that board and with the first hour of all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measure import held
from bench.terminal import NeverCame, Terminal
from tests.soak.hours import HOUR, Hours
from tests.soak.news import News, served

WEEKS, FEEDS = 4, 100
DAY, WEEK = 24, 168
GROWTH = 1.1
"""Memory at the end, in that of the first hour, at most."""
LONGEST = 60.0
"""Seconds a key is waited for on a busy machine."""
WORDS = ("tencent", "market", "will deal", '"after"', "-bank profit", "openai", "大")
SCREENS = (
    ("H", "Feed health", "q"),
    ("W", "Watches", "q"),
    ("?", "Help", "q"),
    ("v", "Conviction", "v"),
)


class Wrong(Exception):
    """What should not have happened, in a sentence."""


@dataclass
class Seen:
    """What was measured of a board at rest."""

    hour: int
    memory_mb: float
    files: int


@dataclass
class Report:
    """What came of it."""

    hours: int = 0
    judged: int = 0
    undone: int = 0
    searches: int = 0
    boards: int = 0
    stories: int = 0
    seen: list[Seen] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    """Of ``seen``, where each board began."""
    wrong: list[str] = field(default_factory=list)

    def growth(self) -> tuple[float, float]:
        """Memory at the end: of the first hour of all, and of the last board's first hour."""
        last = self.seen[-1].memory_mb
        return last / self.seen[0].memory_mb, last / self.seen[self.begun[-1]].memory_mb


class Life:
    """One home, used by the hour."""

    def __init__(self, folder: Path, urls: list[str], clock: Hours, seed: int) -> None:
        self.report = Report()
        self.tours = True
        self._home, self._clock = folder / "home", clock
        self._env = {**os.environ, **clock.environment, "TZ": "UTC", "EDITOR": "true"}
        self._dice = random.Random(seed)
        self._board: Terminal | None = None
        self._home.mkdir()
        feeds = "".join(f"  - name: Outlet {n}\n    url: {url}\n" for n, url in enumerate(urls))
        theses = "".join(
            f"  - name: Thesis {n}\n    statement: Agents do {n} at the end of 2028.\n"
            f"    negation: Agents do not do {n} by then.\n    prior: 0.4\n"
            for n in range(1, 7)
        )
        companies = "".join(f"  - name: {name}\n" for name in ("Tencent", "OpenAI", "Nvidia"))
        told = f"feeds:\n{feeds}theses:\n{theses}companies:\n{companies}"
        (self._home / "feeds.yaml").write_text(told)

    # -- the command line -------------------------------------------------

    def command(self, *words: str) -> str:
        """Run a command to its end; what it printed. Raises Wrong."""
        line = [sys.executable, "-m", "signalboard", "--home", str(self._home), *words]
        done = subprocess.run(
            line,
            env=self._env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            raise Wrong(f"`{' '.join(words)}` ended with {done.returncode}: {done.stderr[-500:]}")
        return done.stdout

    # -- the board --------------------------------------------------------

    @property
    def board(self) -> Terminal:
        """The board that is open."""
        assert self._board is not None
        return self._board

    def opened(self) -> None:
        """Open a board and arm a thesis."""
        line = [sys.executable, "-m", "signalboard", "--home", str(self._home)]
        self._board = Terminal(line, env=self._env)
        self.board.until(b"Headlines", begin=0)
        self._still()
        self._typed("1")
        self.report.begun.append(len(self.report.seen))
        self.report.boards += 1

    def closed(self) -> None:
        """Leave the board as a person does. Raises Wrong."""
        board = self.board
        self._still()
        board.type("q")
        board.quiet(0.3)
        _, status = os.waitpid(board.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        os.close(board.fd)
        self._board = None
        if code:
            raise Wrong(f"the board ended with {code}")

    def ended(self) -> None:
        """Leave nothing behind."""
        if self._board is not None:
            self._board.close()

    def _still(self) -> None:
        self.board.rest(0.15)
        self.board.forget()

    def _lines(self) -> int:
        return (self._home / "board" / "journal.jsonl").read_bytes().count(b"\n")

    # -- an hour ----------------------------------------------------------

    def hour(self, number: int) -> None:
        """Refresh, then use the board for a while."""
        self._clock.forward(HOUR)
        if number % 2:
            self.command("refresh")
        else:
            self._typed("r")
        self._still()
        self._typed("g")
        for _ in range(self._dice.randint(1, 4)):
            self._judge()
        acts = (self._search, self._resize, self._look, self._move)
        if self.tours and self.report.begun[-1] == len(self.report.seen):
            self._tour()
        for act in self._dice.sample(acts, 2):
            act()
        self._still()
        self.report.hours += 1
        self._measure(number)

    def _measure(self, number: int) -> None:
        pid = self.board.pid
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        self.report.seen.append(Seen(number, held(pid) / 1024, files))

    def _typed(self, key: str) -> None:
        """A key that may have nothing to change on the screen."""
        self.board.type(key)
        self.board.quiet()

    def _judge(self) -> None:
        """Judge the next story that is not judged; one in five times take it back."""
        self._typed("n")
        before = self._lines()
        self._typed(self._dice.choice("+-"))
        self._recorded(before + 1, "a judgment")
        self.report.judged += 1
        if self._dice.random() < 0.2:
            self._typed("u")
            self._recorded(before + 2, "an undo")
            self.report.undone += 1

    def _recorded(self, lines: int, what: str) -> None:
        """Wait until the journal has so many lines, however busy the machine. Raises Wrong."""
        end = time.monotonic() + LONGEST
        while self._lines() < lines:
            if time.monotonic() > end:
                raise Wrong(f"{what} was not recorded:\n{self.board.text}")
            self.board.read(0.05)
        if self._lines() > lines:
            raise Wrong(f"{what} was recorded twice")

    def _search(self, asked: str = "") -> None:
        self.board.press("/", most=LONGEST)
        for letter in asked or self._dice.choice(WORDS):
            self.board.type(letter)
            self.board.quiet(0.03)
        self.board.type("\r")
        self.board.quiet(0.3)
        self.board.press("q", most=LONGEST)
        self.report.searches += 1

    def _resize(self) -> None:
        for size in ((80, 24), (200, 60), (120, 40)):
            self.board.draw(*size)
            self.board.quiet()

    def _tour(self) -> None:
        """In a board's first hour all of it is seen once: what it loads late is not growth."""
        for key, words, back in SCREENS:
            self._at(key, words, back)
        self._resize()
        for asked in WORDS:
            self._search(asked)

    def _look(self) -> None:
        self._at(*self._dice.choice(SCREENS))

    def _at(self, key: str, words: str, back: str) -> None:
        begin = len(self.board.output)
        self.board.press(key, most=LONGEST)
        self.board.until(words.encode(), begin=begin)
        self.board.quiet()
        self.board.press(back, most=LONGEST)

    def _move(self) -> None:
        for key in "jjjkGg":
            self._typed(key)

    # -- the end ----------------------------------------------------------

    def verified(self) -> None:
        """Everything that was acknowledged is there, and nothing is broken. Raises Wrong."""
        kept = [
            json.loads(line) for line in self.command("evidence", "list", "--json").splitlines()
        ]
        expected = self.report.judged - self.report.undone
        if len(kept) != expected:
            raise Wrong(f"{len(kept)} pieces of evidence are there, of {expected} acknowledged")
        self.command("verify")
        self.command("archive", "check")
        self.command("doctor")
        self.report.stories = int(json.loads(self.command("archive", "--json"))["stories"])
        if (self._home / "crash.log").exists():
            raise Wrong(f"crash.log: {(self._home / 'crash.log').read_text()[:500]}")
        if warned := self._clock.warnings():
            raise Wrong(f"{len(warned)} warnings, the first: {warned[0]}")


def lived(
    folder: Path, weeks: float, feeds: int, seed: int, tell: Any = None, *, tour: bool = True
) -> Report:
    """Use a home for so many weeks; what came of it, ``wrong`` with what was not as promised.

    Of memory and open files ``grown`` tells.
    """
    clock = Hours(folder)
    hours = round(weeks * WEEK)
    restarts = min(WEEK, hours // 2)
    with served(News(feeds, seed), clock.now) as urls:
        life = Life(folder, urls, clock, seed)
        report, life.tours = life.report, tour
        try:
            life.command("refresh")
            life.opened()
            for number in range(hours):
                if number and number <= restarts and number % min(DAY, restarts) == 0:
                    life.closed()
                    life.opened()
                life.hour(number)
                if tell is not None:
                    tell(report, hours)
            life.closed()
            life.verified()
        except (Wrong, NeverCame) as problem:
            report.wrong.append(f"hour {report.hours}: {problem}")
        finally:
            life.ended()
    return report


def grown(report: Report) -> list[str]:
    """What grew that must not."""
    wrong = []
    of_all, of_last = report.growth()
    if max(of_all, of_last) > GROWTH:
        wrong.append(
            f"memory grew to {of_all:.2f} of the first hour's, {of_last:.2f} of its board's"
        )
    last = report.seen[report.begun[-1] :]
    if (most := max(each.files for each in last)) > last[0].files:
        wrong.append(f"open files grew from {last[0].files} to {most}")
    return wrong


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--weeks", type=float, default=WEEKS)
    parser.add_argument("--feeds", type=int, default=FEEDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the home here")
    options = parser.parse_args(words)
    begun = time.monotonic()

    def tell(report: Report, hours: int) -> None:
        seen = report.seen[-1]
        print(
            f"\rhour {report.hours} of {hours}: {report.judged} judged, {report.undone} undone, "
            f"{report.searches} searches, {seen.memory_mb:.0f} MB, {seen.files} files ",
            end="" if report.hours % DAY else "\n",
            file=sys.stderr,
            flush=True,
        )

    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        report = lived(folder, options.weeks, options.feeds, options.seed, tell)
        if options.keep:
            shutil.copytree(folder / "home", options.keep)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(file=sys.stderr)
    if report.seen:
        of_all, of_last = report.growth()
        first, last = report.seen[0], report.seen[-1]
        print(
            f"{report.hours} hours, {report.boards} boards, {report.stories:,} stories, "
            f"{report.judged} judged, {report.undone} undone, {report.searches} searches, in "
            f"{time.monotonic() - begun:.0f} s (seed {options.seed})\n"
            f"memory {first.memory_mb:.1f} MB in the first hour, {last.memory_mb:.1f} MB at the "
            f"end: {of_all:.2f}, and {of_last:.2f} of that board's first hour\n"
            f"open files {report.seen[report.begun[-1]].files} and {last.files}"
        )
    wrong = report.wrong or grown(report)
    for each in wrong:
        print(f"WRONG: {each}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
