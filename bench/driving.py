"""A person at the board, by the program: what each key takes from press to quiet."""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.headlines import Language
from bench.terminal import Answer, NeverCame, Terminal
from signalboard.ui.acts.finding import PAUSE

SIZE = (120, 40)
HELD_EVERY = 0.03
HELD_FOR = 10.0
_ESCAPE = "\x1b[27u"
"""As terminals send it that tell keys apart; a bare one is waited on for what may follow."""


def p95(values: Iterable[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    told = sorted(values)
    return told[min(len(told) - 1, round(0.95 * (len(told) - 1)))]


@dataclass
class Figures:
    """Milliseconds of each kind of key, and what else was found."""

    times: dict[str, list[float]] = field(default_factory=dict)
    sizes: dict[str, list[int]] = field(default_factory=dict)
    found: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        """One key more."""
        self.times.setdefault(name, []).append(value)

    def weigh(self, name: str, size: int) -> None:
        """How much one key had the terminal draw."""
        self.sizes.setdefault(name, []).append(size)

    def out(self) -> dict[str, float]:
        """Of each kind the median and the 95th percentile, and bytes; the rest as it is."""
        made = dict(self.found)
        made |= {f"{name} bytes": median(sizes) for name, sizes in self.sizes.items()}
        for name, values in self.times.items():
            made[f"{name} p50"] = median(values)
            made[f"{name} p95"] = p95(values)
        return {name: round(value, 2) for name, value in made.items()}


def headlines(lines: list[str]) -> list[str]:
    """The rows of the list on a screen, without its caption, where the count goes on."""
    right = max(lines[1].find("╮"), 0)
    last = next((at for at, line in enumerate(lines) if line.startswith("╰")), len(lines))
    return [line[:right] for line in lines[2:last]]


def board(home: Path) -> list[str]:
    """The command that opens a board."""
    return [sys.executable, "-m", "signalboard", "--home", str(home)]


class Session:
    """One board, opened over a home and driven to its end."""

    def __init__(self, terminal: Terminal, home: Path, stories: int) -> None:
        self.terminal = terminal
        self.figures = Figures()
        self._journal = home / "board" / "journal.jsonl"
        self._count = f"/{stories:,}"
        self._dice = random.Random("a person")

    def ready(self) -> None:
        """Wait until the first rows are there."""
        self.terminal.until(self._count.encode(), begin=0)

    def keys(self) -> None:
        """Every kind of key, one after the other."""
        self.ready()
        for part in (self._moving, self.judging, self._filtering, self._searching, self._looks):
            self.terminal.rest()
            part()
        self.terminal.rest()
        resident, divided = self.terminal.memory
        self.figures.found |= {"memory rss": resident, "memory pss": divided}

    def press(self, name: str, keys: str, *, after: float = 0.0, page: bool = False) -> Answer:
        """Press, note how long it took under a name, and wait as a person does.

        To the first ``page`` of the list, where that is asked; else to the last byte.
        """
        answer = self.terminal.press(keys, after=after, part=headlines if page else None)
        if name:
            self.figures.add(name, (answer.shown if page else answer.last) - after * 1e3)
            self.figures.weigh(name, answer.bytes)
        self._wait()
        return answer

    def _wait(self) -> None:
        """A tenth of a second, more or less: what the board does behind a key may meet the next."""
        end = time.perf_counter() + self._dice.random() * 0.25
        while time.perf_counter() < end:
            self.terminal.read(end - time.perf_counter())

    # -- kinds of keys ----------------------------------------------------

    def _moving(self) -> None:
        for _ in range(60):
            self.press("j", "j")
        for _ in range(20):
            self.press("j", "k")
        for _ in range(15):
            self.press("page", "\x1b[6~")
        for _ in range(10):
            self.press("page", "\x1b[5~")
        for _ in range(8):
            self.press("end", "G")
            self.press("page", "\x1b[5~")
            self.press("top", "g")

    def judging(self, times: int = 30) -> None:
        """Arm, judge, make stronger and weaker, star, and take it all back."""
        for number in range(times // 2 + 1):
            self.press("arm", "21"[number % 2])
        self.press("", "n")
        kept = sum(self._judged("+-"[number % 3 == 2]) for number in range(times))
        self.figures.found["judged on disk before painted, of 100"] = kept * 100 / times
        for number in range(times // 2 + 1):
            self.press("strength", ">><<"[number % 4])
        for _ in range(times // 2 + 1):
            self.press("star", "s")
        for _ in range(times):
            before = self._written()
            self.press("undo", "u")
            if self._written() <= before:
                raise NeverCame(f"an undo was not recorded:\n{self.terminal.text}")

    def _judged(self, key: str) -> bool:
        """Judge; whether it was on disk before its mark was painted. Raises NeverCame.

        What the key before had put off, as the counts of companies, may be painted meanwhile.
        """
        before, durable = self._written(), [0.0]

        def look() -> None:
            if not durable[0] and self._written() > before:
                durable[0] = time.perf_counter()

        _ = self.terminal.lines  # drawn up to here, so that no time passes before it is pressed
        pressed = time.perf_counter()
        answer = self.terminal.press(key, meanwhile=look, part=headlines)
        look()
        if not durable[0]:
            raise NeverCame(f"a judgment was not recorded:\n{self.terminal.text}")
        self.figures.add("judge", answer.last)
        self._wait()
        return (durable[0] - pressed) * 1e3 <= answer.shown + 1

    def _filtering(self) -> None:
        self.press("", "2")
        self.press("", "1")  # a thesis that is armed already is drawn no second time
        for _ in range(5):
            for name, letter in (("unjudged", "u"), ("starred", "s"), ("linked", "l")):
                self.press("", "f")
                self.press(f"filter {name}", letter, page=True)
                self.press("", "f")
                self.press("filter left", "a", page=True)
            self.press("", "c")
            self.press("filter company", "\r", page=True)
            self.press("filter left", "\r", page=True)
            self.press("", "q")
            self._palette("filter thesis", "judged on the armed", page=True)
            self.press("", "f")
            self.press("filter left", "a", page=True)
            self._search_for("filter outlet", 'outlet:"Outlet 5"')
            self._search_for("filter date", "since:2w")

    def _palette(self, name: str, typed: str, *, page: bool = False) -> None:
        self.press("", "\x10")
        self.press("", typed)
        self.press(name, "\r", page=page)

    def _search_for(self, name: str, asked: str) -> None:
        """A search typed at once, as pasted; then put away."""
        self.press("", "/")
        self.press(name, asked, after=PAUSE, page=True)
        self.press("search left", _ESCAPE, page=True)

    def _searching(self) -> None:
        """Searches typed letter by letter; one more letter comes while each is made."""
        words = Language("en", 30_000).words
        asked = [words[rank] for rank in (20, 60, 150, 700, 4000, 9000)]
        asked += [f"{words[30]} {words[200]}", f"{words[90]} {words[2500]}", f'"{words[40]}"']
        asked += [f"{words[25]} -{words[35]}", f"{words[50]} OR {words[70]}", "Tencent"]
        for query in asked:
            self.press("", "/")
            for at in range(len(query) - 1):
                self._echo("search: a letter", query[: at + 1])
                self._pass(0.08)
            self.press("search", query[-1], after=PAUSE, page=True)
            self._echo_in_search(query)
            self.press("search left", _ESCAPE, page=True)

    def _echo(self, name: str, typed: str) -> None:
        begin = len(self.terminal.output)
        pressed = self.terminal.type(typed[-1])
        came = self.terminal.until(typed.rstrip().encode(), begin=begin)
        self.figures.add(name, (came - pressed) * 1e3)

    def _echo_in_search(self, query: str) -> None:
        """A letter more starts the search again; the next one is pressed as that is made."""
        self._echo("search: a letter", query + "z")
        self._pass(PAUSE + 0.004)
        self._echo("search: a letter as it searches", query + "zq")
        self.terminal.quiet(PAUSE + 0.1)

    def _pass(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.terminal.read(left)

    def _looks(self) -> None:
        for _ in range(4):
            for size in ((100, 30), SIZE):
                self.figures.add("resize", self.terminal.resize(*size).last)
                self._wait()
        for theme in ("light", "dark") * 3:
            self._palette("theme", f"theme: {theme}")

    # -- a key held down --------------------------------------------------

    def held(self, name: str, counts: Callable[[], object] = lambda: True) -> int:
        """``j`` held for ten seconds from the top; the row it came to, counted from 1.

        Of how long a key took those are told that were pressed while ``counts`` is true.
        """
        terminal = self.terminal
        terminal.type("g")  # at the top already it has nothing to draw
        terminal.quiet()
        pressed: list[float] = []
        counted: list[bool] = []
        begun, seen = time.perf_counter(), len(terminal.output)
        known = len(terminal.chunks)
        while (now := time.perf_counter()) < begun + HELD_FOR:
            due = begun + len(pressed) * HELD_EVERY
            if now >= due:
                pressed.append(terminal.type("j"))
                counted.append(bool(counts()))
            else:
                terminal.read(due - now)
        terminal.quiet(0.5)
        row = 1  # the first one; each key leads a row down
        came: dict[int, float] = {}
        for at, end in terminal.chunks[known:]:
            for number in self._rows(seen, end):
                for each in range(row + 1, number + 1):
                    came[each] = at
                row = max(row, number)
            seen = end
        delays = [
            (came[row] - at) * 1e3
            for row, (at, is_told) in enumerate(zip(pressed, counted, strict=True), 2)
            if is_told and row in came
        ]
        self.figures.found |= {
            f"held {name} pressed": len(pressed),
            f"held {name} told": len(delays),
            f"held {name} lost": len(pressed) + 1 - row,
            f"held {name} p50": median(delays) if delays else 0.0,
            f"held {name} p95": p95(delays) if delays else 0.0,
        }
        return row

    def _rows(self, begin: int, end: int) -> Sequence[int]:
        """The rows of the cursor that the border told in a piece of the output."""
        told = self.terminal.since(max(0, begin - 40), end)
        found = re.findall(rb"([\d,]+)" + re.escape(self._count.encode()), told)
        return [int(each.replace(b",", b"")) for each in found]

    def under_cursor(self) -> str:
        """The line of the story under the cursor."""
        return next((line for line in self.terminal.lines if "▸" in line), "")

    def _written(self) -> int:
        return self._journal.stat().st_size
