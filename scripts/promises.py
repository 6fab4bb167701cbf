"""Run the trials of docs/promises.md, and write into it what came of them and what is said.

`python -m scripts.promises kill power` (or `make promises ARGS="kill power"`); without names all
of them, which takes more than an hour. The row of a trial that fails says so; one that prints no
figure leaves it as it was.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.recovery import messages

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "promises.md"
MODULE = [sys.executable, "-m"]


@dataclass(frozen=True, slots=True)
class Trial:
    """A command, and which of the lines it prints are its figure."""

    words: Sequence[str]
    lines: str
    """Of the lines that this finds, what stands in the group ``said``, or the whole."""


TRIALS = {
    "kill": Trial(("tests.soak.kill",), r"(?P<said>.+ kills, every .+|TinyDB.+)"),
    "power": Trial(("tests.soak.power",), r".+(lost|as it must)$"),
    "faults": Trial(("tests.soak.faults",), r".+(nothing lost|as it must be)$|commands: .+"),
    "corruption": Trial(("tests.soak.corruption",), r".+ homes: .+"),
    "backups": Trial(("tests.soak.rotation",), r"(rotating|restoring|mending|judging|backups).+"),
    "together": Trial(("tests.soak.together",), r".+(acknowledged by|as it must).*"),
    "weeks": Trial(
        ("tests.soak.weeks",), r"(\d+ hours|memory|with its part|a board opened|open files).+"
    ),
    "fuzz": Trial(("tests.fuzz",), r"(\d+ doors, .+|held too: .+)"),
    "wire": Trial(("tests.faults",), r"(\d+ behaviours|longest feed|memory of all).+"),
}


def figure(trial: Trial, printed: str) -> str:
    """What a row of the table says of a run."""
    found = []
    for line in printed.splitlines():
        plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", line).rpartition("\r")[2].rstrip()
        if match := re.fullmatch(trial.lines, plain):
            said = match.groupdict().get("said") or plain
            found.append(" ".join(said.split()).replace("|", "/"))
    return "; ".join(found)


def written(page: str, name: str, said: str) -> str:
    """The page with the figure of a trial between its marks. Raises KeyError without them."""
    begin, end = f"<!--{name}-->", f"<!--/{name}-->"
    head, mark, rest = page.partition(begin)
    _, other, tail = rest.partition(end)
    if not (mark and other):
        raise KeyError(name)
    return f"{head}{begin}{said}{end}{tail}"


def main(names: Sequence[str]) -> int:
    if unknown := set(names) - {*TRIALS, "messages"}:
        print(f"No trial is called {', '.join(unknown)}: {', '.join(TRIALS)}.", file=sys.stderr)
        return 2
    status = 0
    if not names or "messages" in names:
        PAGE.write_text(written(PAGE.read_text(), "messages", f"\n{messages()}"))
    for name in [name for name in names if name != "messages"] if names else TRIALS:
        trial = TRIALS[name]
        print(f"{name}: {' '.join(trial.words)}", flush=True)
        done = subprocess.run(
            [*MODULE, *trial.words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
        )
        said = figure(trial, done.stdout)
        if done.returncode or not said:
            kept = "its row says so" if said else "its row stays"
            print(f"{name} ended with {done.returncode}; {kept}.\n{done.stdout[-2000:]}")
            status = 1
        if not said:
            continue
        missed = "**missed**: " if done.returncode else ""
        told = f"{missed}{said} ({time.strftime('%Y-%m-%d', time.gmtime())})"
        PAGE.write_text(written(PAGE.read_text(), name, told))
        print(f"    {told}", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
