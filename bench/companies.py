"""How companies are found: ``python -m bench.companies [--speed [--stories N] [--archive FILE]]``.

Recall on the headlines of SEntFiN (``../shared/data/companies/sentfin.csv``, or
``--labels FILE``), each of its entities a company under its own name as written,
beside a plain alternation of the names; precision cannot be read there, since
its labels leave out who is only mentioned. Microseconds a text with the
companies of the starter board, and with a thousand.

``--speed`` makes an archive of a million stories (minutes; ``--archive`` keeps
it) and searches it for companies: all of them, one added, one alias added.
Prints one JSON object, on its last line.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import archives
from bench.archives import Past
from signalboard import config
from signalboard.archive import Archive
from signalboard.config import reading
from signalboard.desk.scanning import scan
from signalboard.model import Company, replace
from signalboard.wire.companies import Finder

SENTFIN = Path(__file__).parents[2] / "shared/data/companies/sentfin.csv"
_LABEL = re.compile(r"'(.+?)': '(?:positive|negative|neutral)'")
UNTIL = 1_795_500_000
TITLE = "Lawmakers weigh a rule on how much data shops may keep about their regular visitors"
SUMMARY = (
    "The committee heard from eleven witnesses on Tuesday, among them a grocer from Ohio who said "
    "that nobody had ever asked him. A vote is expected in the spring, after which the agency "
    "would have ninety days to write the details; two members said they’d oppose any delay. "
)


def labelled(path: Path) -> list[tuple[str, list[str]]]:
    """Headlines, each with the names of the entities that people marked in it."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["Title"], _LABEL.findall(row["Decisions"])) for row in csv.DictReader(file)]


def recall(path: Path) -> dict[str, Any]:
    """The share of marked entities that are found, by the finder and by an alternation."""
    rows = labelled(path)
    names = list(dict.fromkeys(name for _, found in rows for name in found))
    finder = Finder([Company(name, as_written=True) for name in names])
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    plain = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)")
    marked = sum(len(found) for _, found in rows)
    ours = sum(len(set(found) & set(finder.find(title, ""))) for title, found in rows)
    theirs = sum(len(set(found) & set(plain.findall(title))) for title, found in rows)
    return {
        "headlines": len(rows),
        "companies": len(names),
        "marked": marked,
        "recall": round(ours / marked, 4),
        "recall_of_a_plain_alternation": round(theirs / marked, 4),
    }


def microseconds(call: Callable[[], object], times: int = 5000) -> float:
    """Of one call, the best of three rounds."""
    rounds = []
    for _ in range(3):
        begin = time.perf_counter()
        for _ in range(times):
            call()
        rounds.append((time.perf_counter() - begin) / times * 1e6)
    return round(min(rounds), 1)


def texts() -> dict[str, Any]:
    """How long one title with its summary takes."""
    shipped = reading.parse(config.starter(), "feeds.yaml").companies
    made = [
        Company(f"Qarz{number} Group", (f"Velt{number}", f"Mox{number} Labs"))
        for number in range(1000 - len(shipped))
    ]
    begin = time.perf_counter()
    many = Finder([*made, *shipped])
    built = (time.perf_counter() - begin) * 1000
    few = Finder(shipped)
    return {
        "characters": len(TITLE) + len(SUMMARY),
        "companies": len(shipped),
        "us_nobody_named": microseconds(lambda: few.find(TITLE, SUMMARY)),
        "us_one_named": microseconds(lambda: few.find(f"Tencent: {TITLE}", SUMMARY)),
        "us_three_named": microseconds(lambda: few.find("Apple and Meta sue OpenAI", SUMMARY)),
        "us_nobody_of_1000_named": microseconds(lambda: many.find(TITLE, SUMMARY)),
        "ms_to_make_a_finder_of_1000": round(built, 1),
    }


def searches(path: Path, stories: int) -> dict[str, Any]:
    """Seconds to search an archive of that size for what changed."""
    if not path.exists():
        archives.make(path, Past(stories, UNTIL, single=True))
    archive = Archive.open(path)
    archive.set_found_by({}, archive.found_by().keys())
    companies = list(reading.parse(config.starter(), "feeds.yaml").companies)
    found: dict[str, Any] = {"stories": archive.counts().stories}

    def timed(what: str, now: Sequence[Company]) -> None:
        begin = time.perf_counter()
        result = scan(archive, now, lambda _: None)
        found[what] = {
            "seconds": round(time.perf_counter() - begin, 1),
            "looked_at": result.done,
            "changed": result.changed,
        }

    without = [company for company in companies if company.name != "Nvidia"]
    timed("all companies, first search", without)
    timed("a company added", companies)
    timed("an alias added", [*without, replace(companies[14], aliases=("Stripe",))])
    timed("a company removed", without)
    timed("nothing changed", without)
    archive.close()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, default=SENTFIN)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--stories", type=int, default=1_000_000)
    parser.add_argument("--archive", type=Path, help="made where there is none, and kept")
    asked = parser.parse_args()
    found: dict[str, Any] = {}
    if asked.labels.exists():
        found["sentfin"] = recall(asked.labels)
    else:
        print(f"{asked.labels} is not here, so recall is not measured")
    found["texts"] = texts()
    if asked.speed:
        with tempfile.TemporaryDirectory() as folder:
            path = asked.archive or Path(folder) / "archive.db"
            found["searches"] = searches(path, asked.stories)
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
