"""How quick the board is at a size: ``python -m bench.ui [--sizes 10000,100000,1000000]``.

Runs the real program on a pseudo-terminal of 120x40 over homes of that many stories (and of
a hundredth as many pieces of evidence), beside an empty Textual app and newsboat, in turns.
A key's time is from press to the last byte before it is quiet; that of a search or filter until
the rows of its first page stand, whatever is still counted. Prints a table, writes it to
bench/results.md, and prints JSON on the last line.

The goals for `j` are those of a machine on which an empty Textual app starts in 0.3 s; where it
takes longer, or less, they are scaled by that. The others hold as they are. Memory with the most
stories is compared with that of a board of the fewest stories and as much evidence: what more
stories take, and not more judgments. Growth is that of medians, where a figure has one.
"""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench import beside, feedset, growing, make_home, serving
from bench.driving import Session, board
from bench.make_home import Asked
from bench.measure import cache, machine
from bench.terminal import QUIET, Terminal
from signalboard import config
from signalboard.board import Board
from signalboard.desk import Desk
from signalboard.model import View
from signalboard.times import DAY

SIZES = (10_000, 100_000, 1_000_000)
STORIES_A_PIECE = 100
RUNS = 7
FEEDS, ENTRIES = 100, 100
FAST = 300.0
"""Milliseconds in which an empty app starts where the goals hold as they are written."""
RESULTS = Path(__file__).parent / "results.md"

Found = dict[str, float]


@dataclass(frozen=True)
class Goal:
    """What is aimed at with the most stories, in the unit of the figure."""

    name: str
    figure: str
    most: float
    scaled: bool = False
    """Whether it is written for a machine where an empty app starts in FAST."""
    unit: str = "ms"


GOALS = (
    Goal("start to the first headline, of an empty app's start", "start ratio", 1.4, False, "×"),
    Goal("`j`, median", "j p50", 6, True),
    Goal("`j`, 95 of 100", "j p95", 12, True),
    Goal("a page", "page p95", 20),
    Goal("to the top", "top p95", 20),
    Goal("to the end", "end p95", 20),
    Goal("judge (`+`, `-`): on disk and painted", "judge p95", 25),
    Goal("judgments on disk before they are painted", "judged on disk before painted, of 100",
         100, False, "%"),
    Goal("undo", "undo p95", 25),
    Goal("arm a thesis", "arm p95", 25),
    Goal("strength", "strength p95", 25),
    Goal("star", "star p95", 25),
    Goal("search: the first page, after the pause in typing", "search p95", 60),
    Goal("search: a letter typed", "search: a letter p95", 25),
    Goal("search put away", "search left p95", 60),
    Goal("filter: unjudged", "filter unjudged p95", 60),
    Goal("filter: starred", "filter starred p95", 60),
    Goal("filter: with evidence", "filter linked p95", 60),
    Goal("filter: company", "filter company p95", 60),
    Goal("filter: thesis", "filter thesis p95", 60),
    Goal("filter: outlet", "filter outlet p95", 60),
    Goal("filter: date", "filter date p95", 60),
    Goal("filter put away", "filter left p95", 60),
    Goal("memory (PSS)", "memory pss", 100, False, "MB"),
    Goal("memory beyond a board of the fewest stories and as much evidence", "memory more",
         10, False, "MB"),
    Goal("`j` held: keys lost", "held idle lost", 0, False, ""),
    Goal("`j` held while 100 feeds are refreshed: keys lost", "held refreshing lost", 0, False, ""),
    Goal("its 95 of 100, of that without a refresh", "held ratio", 2, False, "×"),
    Goal("rows that moved under the cursor", "held moved", 0, False, ""),
    Goal("resize", "resize p95", 120),
    Goal("theme", "theme p95", 120),
    Goal("`stories --limit 20` beyond 1.5 × `import apsw`", "stories more", 100, False, "ms"),
    Goal("`stories` loads Textual", "stories loads Textual", 0, False, ""),
)  # fmt: skip


def made(homes: Path, stories: int, until_at: int, evidence: int | None = None) -> Path:
    """A home of that many stories: one of the last week again, else made now."""
    pieces = stories // STORIES_A_PIECE if evidence is None else evidence
    home = homes / (str(stories) if evidence is None else f"{stories}-{evidence}")
    written = home / "feeds.yaml"
    if written.exists() and written.stat().st_mtime > time.time() - 7 * DAY:
        Board.open(config.places(home, None, {}).board).close()  # its checkpoint, as it is today
        return home
    asked = Asked(stories, pieces, until_at=until_at)
    print(f"Making a home of {stories:,} stories in {home}.", file=sys.stderr)
    with tempfile.TemporaryDirectory(dir=homes) as folder:
        make_home.make(Path(folder) / "home", asked)
        if home.exists():
            shutil.rmtree(home)
        (Path(folder) / "home").rename(home)
    return home


@contextmanager
def copied(home: Path, folder: Path) -> Iterator[Path]:
    """A copy of a home to write in."""
    copy = folder / "home"
    shutil.copytree(home, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


@contextmanager
def served(folder: Path) -> Iterator[list[str]]:
    """The addresses of a hundred feeds that this machine serves."""
    names = feedset.write(folder, int(time.time()) - 60, FEEDS, ENTRIES)
    with serving.served(folder) as address:
        yield [f"{address}/{name}" for name in names]


def measure(home: Path, stories: int, folder: Path, runs: int) -> Found:
    """Every figure at a size."""
    found: Found = {}
    with copied(home, folder) as copy:
        titles = _titles(copy)
        found |= _starts(copy, titles[0], runs)
        found |= beside.printed(copy, runs)
        _tell(stories, "keys")
        with Terminal(board(copy)) as terminal:
            session = Session(terminal, copy, stories)
            session.keys()
            found |= session.figures.out()
    with copied(home, folder) as copy, served(folder / f"feeds-{stories}") as urls:
        _tell(stories, "a key held")
        found |= _held(copy, stories, titles, urls)
    if beside.has_newsboat():
        _tell(stories, "newsboat")
        found |= beside.Newsboat(home.with_name(f"newsboat-{stories}"), stories).figures()
    found["stories more"] = round(found["stories --limit 20"] - 1.5 * found["import apsw"], 1)
    return found


def _memory(home: Path, stories: int, folder: Path) -> float:
    """MB that a board has come to hold once every kind of key was pressed."""
    with copied(home, folder) as copy, Terminal(board(copy)) as terminal:
        session = Session(terminal, copy, stories)
        session.keys()
        return session.figures.found["memory pss"]


def _titles(home: Path) -> list[str]:
    """The titles of the first rows, as they stand before anything is done."""
    desk = Desk.open(config.places(home, None, {}))
    try:
        return [row.title for row in desk.listing(View()).rows(0, 400)]
    finally:
        desk.close()


def _starts(home: Path, title: str, runs: int) -> Found:
    """First text of the board and of an empty app, in turns."""
    ours, empty = [], []
    words = title[:16].encode()
    for _ in range(runs):
        empty.append(beside.empty())
        ours.append(beside.first_text(board(home), words))
    return {
        "start": round(median(ours), 1),
        "empty start": round(median(empty), 1),
        "start ratio": round(median(ours) / median(empty), 2),
    }


def _held(home: Path, stories: int, titles: Sequence[str], urls: Sequence[str]) -> Found:
    """A key held with nothing else going on, then while the feeds bring what is new."""
    with Terminal(board(home)) as terminal:
        session = Session(terminal, home, stories)
        session.ready()
        terminal.rest()
        session.held("idle")
        found = session.figures.out()
    asked = Asked(stories, 0, feeds=len(urls))
    (home / "feeds.yaml").write_text(make_home.settings(asked, urls), encoding="utf-8")
    with Terminal(board(home)) as terminal:
        # It begins to refresh by itself as it opens: the feeds were never asked.
        session = Session(terminal, home, stories)
        session.ready()
        row = session.held("refreshing", lambda: terminal.children)
        moved = titles[row - 1][:12] not in session.under_cursor()
        terminal.rest()
        moved += titles[row - 1][:12] not in session.under_cursor()
        found |= session.figures.out()
        found["held moved"] = float(moved)
    found["held ratio"] = round(found["held refreshing p95"] / found["held idle p95"], 2)
    found["refreshed stories"] = float(_stories(home) - stories)
    return found


def _stories(home: Path) -> int:
    desk = Desk.open(config.places(home, None, {}))
    try:
        return desk.summary().stories
    finally:
        desk.close()


def _tell(stories: int, what: str) -> None:
    print(f"{stories:,} stories: {what}", file=sys.stderr, flush=True)


# -- what comes of it --------------------------------------------------------


def judged(found: dict[int, Found]) -> list[dict[str, Any]]:
    """Each goal with its figure at each size, and whether it is reached at the largest."""
    sizes = sorted(found)
    scale = found[sizes[-1]]["empty start"] / FAST
    # What else the machine did at each size meets the empty app as well.
    pace = found[sizes[-1]]["empty start"] / found[sizes[0]]["empty start"]
    fewest, most = found[sizes[0]], found[sizes[-1]]
    # As much evidence as the most stories have: nothing else could be compared with it.
    least = fewest.get("memory as judged", fewest["memory pss"])
    most["memory more"] = round(most["memory pss"] - least, 1)
    rows = []
    for goal in GOALS:
        values = [found[size].get(goal.figure) for size in sizes]
        reached = most[goal.figure]
        aim = goal.most * scale if goal.scaled else goal.most
        met = reached >= aim if goal.unit == "%" else reached <= aim
        grown = growing.of([fewest, most], goal.figure, pace) if goal.unit == "ms" else None
        rows.append(
            {
                "name": goal.name,
                "figure": goal.figure,
                "goal": goal.most,
                "here": round(aim, 1),
                "unit": goal.unit,
                "values": values,
                "met": met,
                "growth": grown,
            }
        )
    return rows


def table(found: dict[int, Found], rows: list[dict[str, Any]], told: dict[str, Any]) -> str:
    """The figures as Markdown."""
    sizes = sorted(found)
    scale = told["scale"]
    lines = [
        "# How quick the board is",
        "",
        f"`make bench-ui` on {told['machine']}, {told['date']}; load average {told['load']}. "
        "The real program on a pseudo-terminal of 120x40, from a key's press to the last byte "
        f"before {QUIET * 1e3:.0f} ms of silence. One story in {STORIES_A_PIECE} is judged.",
        "",
        f"An empty Textual app starts in {told['empty']:.0f} ms here; the goals for `j` are "
        f"written for {FAST:.0f} ms and scaled by {scale:.2f} (the column *here*). They are for "
        f"{sizes[-1]:,} stories. A search or filter is there when the rows of its first page are.",
        "",
        "| figure | goal | here | " + " | ".join(f"{size:,}" for size in sizes)
        + " | | growth |",
        "|---|---|---|" + "---|" * len(sizes) + "---|---|",
    ]  # fmt: skip
    for row in rows:
        values = " | ".join(_said(value, row["unit"]) for value in row["values"])
        growth = "" if row["growth"] is None else f"{row['growth']:.2f}"
        if row["growth"] is not None and row["growth"] > growing.MOST:
            growth = f"**{growth}**"
        lines.append(
            f"| {row['name']} | {_said(row['goal'], row['unit'])} "
            f"| {_said(row['here'], row['unit'])} | {values} "
            f"| {'met' if row['met'] else '**missed**'} | {growth} |"
        )
    lines += ["", *growing.told(rows), "", "Beside it, in the same run:", ""]
    lines += [
        "| | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "|---|" + "---|" * len(sizes),
    ]
    for name in (
        "start", "empty start", "newsboat start", "newsboat j p50", "newsboat j p95",
        "held idle p95", "held refreshing p95", "stories --limit 20", "import apsw",
        "stories --limit 20 processor", "import apsw processor",
        "memory rss", "memory as judged", "search: a letter as it searches p95",
        "refreshed stories",
    ):  # fmt: skip
        if name in found[sizes[0]] or name in found[sizes[-1]]:
            values = " | ".join(_beside(found[size].get(name)) for size in sizes)
            lines.append(f"| {name} | {values} |")
    lines += [
        "",
        "Growth is the median with the most stories in that with the fewest, each in the start of "
        f"an empty app as it was then; above {growing.MOST} it is bold. *Memory as judged* is that "
        "of a board of so few stories, and of as much evidence as the most stories have. Times in "
        "milliseconds, memory in MB.",
    ]
    return "\n".join(lines) + "\n"


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:.0f} {unit}".strip() if value >= 20 or not unit else f"{value:.1f} {unit}"


def _beside(value: float | None) -> str:
    if value is None:
        return ""
    return "never" if value == float("inf") else f"{value:,.1f}"


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="bench.ui", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="stories, by commas")
    parser.add_argument("--runs", type=int, default=RUNS, help="starts of each program")
    parser.add_argument(
        "--homes", type=Path, default=cache() / "homes",
        help="where homes are kept for another run, made where missing",
    )  # fmt: skip
    parser.add_argument(
        "--only", choices=("start",), help="print how soon everything is there, and nothing else"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="the file that is written")
    asked = parser.parse_args(argv)
    sizes = sorted({int(size) for size in asked.sizes.split(",")})
    now = int(time.time())
    # As pip installs it, and Textual here: a checkout may be without, and compile at each start.
    compileall.compile_dir(Path(config.__file__).parents[1], quiet=2)
    asked.homes.mkdir(parents=True, exist_ok=True)
    homes = {size: made(asked.homes, size, now - now % DAY) for size in sizes}
    found: dict[int, Found] = {}
    with tempfile.TemporaryDirectory(prefix="bench-ui-") as folder:
        for size in sizes:
            if asked.only:
                with copied(homes[size], Path(folder)) as copy:
                    starts = _starts(copy, _titles(copy)[0], asked.runs)
                    found[size] = starts | beside.printed(copy, asked.runs)
                print(f"{size:,} stories: {json.dumps(found[size])}")
                continue
            found[size] = measure(homes[size], size, Path(folder), asked.runs)
        if len(sizes) > 1 and not asked.only:
            _tell(sizes[0], "memory with as much evidence as the most stories have")
            home = made(asked.homes, sizes[0], now - now % DAY, sizes[-1] // STORIES_A_PIECE)
            found[sizes[0]]["memory as judged"] = _memory(home, sizes[0], Path(folder))
    if asked.only:
        return 0
    rows = judged(found)
    empty = found[sizes[-1]]["empty start"]
    told = {
        "machine": machine(),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "load": f"{_load():.1f}",
        "empty": empty,
        "scale": round(empty / FAST, 2),
    }
    text = table(found, rows, told)
    print(text)
    asked.results.write_text(text, encoding="utf-8")
    # JSON knows no infinity: what never happened is null there.
    figures = {
        str(size): {name: None if value == float("inf") else value for name, value in each.items()}
        for size, each in found.items()
    }
    print(json.dumps({**told, "goals": rows, "figures": figures}, ensure_ascii=False))
    return 0


def _load() -> float:
    """How many processes wanted a core, of the last quarter of an hour."""
    return float(Path("/proc/loadavg").read_text(encoding="ascii").split()[2])


if __name__ == "__main__":
    sys.exit(main())
