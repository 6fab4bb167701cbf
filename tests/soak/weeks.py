"""Four weeks of use in minutes: does anything grow, leak, warn or get lost?

`python -m tests.soak.weeks` (or `make soak`). A hundred feeds of this machine change by the
hour; the clock is put forward an hour at a time. Each hour the feeds are refreshed, by the
board's key or by the command that cron runs, and a person judges, takes back, searches,
resizes and looks at the screens. In the first week the board is closed and opened again
each day; then one board stays open to the end. Memory at the end is compared with the first
hour of that board and with the first hour of all. An hour lasts seconds here, so in those that
are compared the board is given the time to end what it does while nobody presses a key. A
board opened anew at the end tells what of the growth is the home's, which is larger then.
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
from pathlib import Path
from typing import Any

from bench.measure import held, worked
from bench.terminal import NeverCame, Terminal
from tests.soak.hours import HOUR, Hours
from tests.soak.news import News, served
from tests.soak.seen import Report, Seen, grown, said

WEEKS, FEEDS = 4, 100
DAY, WEEK = 24, 168
LONGEST = 60.0
"""Seconds a key is waited for on a busy machine."""
IDLE, WORK = 2.5, 0.05
"""Seconds without a key in which a board that works for less than such a share is at rest."""
WORDS = ("tencent", "market", "will deal", '"after"', "-bank profit", "openai", "大")
SCREENS = (
    ("H", "Feed health", "q"),
    ("W", "Watches", "q"),
    ("?", "Help", "q"),
    ("v", "Conviction", "v"),
)


class Wrong(Exception):
    """What should not have happened, in a sentence."""


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
        self._open()
        self.report.begun.append(len(self.report.seen))
        self.report.boards += 1

    def _open(self) -> None:
        line = [sys.executable, "-m", "signalboard", "--home", str(self._home)]
        self._board = Terminal(line, env=self._env)
        self.board.until(b"Headlines", begin=0)
        self._still()
        self._typed("1")

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

    def hour(self, number: int, *, is_last: bool = False) -> None:
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
        is_first = self.report.begun[-1] == len(self.report.seen)
        if self.tours and is_first:
            self._tour()
        for act in self._dice.sample(acts, 2):
            act()
        if is_first or is_last:
            self._rest()
        self._still()
        self.report.hours += 1
        self.report.seen.append(self._seen(number))

    def anew(self) -> None:
        """What a board holds that is opened anew on the home as it is, when all of it was seen."""
        self._open()
        self._tour()
        self._rest()
        self._still()
        self.report.anew = self._seen(self.report.hours)
        self.closed()

    def _seen(self, hour: int) -> Seen:
        pid = self.board.pid
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return Seen(hour, held(pid) / 1024, held(pid, "Anonymous") / 1024, files)

    def _rest(self) -> None:
        """Let it end what it does by itself while no key is pressed: suggestions, reading ahead."""
        end = time.monotonic() + LONGEST
        self.board.quiet(IDLE)
        while time.monotonic() < end:
            before, begun = worked(self.board.pid), time.monotonic()
            self.board.read(0.5)  # what it is asked by the terminal it is told
            while time.monotonic() < begun + IDLE:
                self.board.read(0.5)
            if worked(self.board.pid) - before < WORK * IDLE:
                return

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
                life.hour(number, is_last=number == hours - 1)
                if tell is not None:
                    tell(report, hours)
            life.closed()
            life.verified()
            if tour:
                life.anew()
        except (Wrong, NeverCame) as problem:
            report.wrong.append(f"hour {report.hours}: {problem}")
        finally:
            life.ended()
    return report


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
        print(said(report, time.monotonic() - begun, options.seed))
    wrong = report.wrong or grown(report)
    for each in wrong:
        print(f"WRONG: {each}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
