"""How soon a list shows its first page: ``python -m bench.lists [HOME ...]``.

Every search, filter and order is asked for as the screen asks: another thread reads, the first
page is handed over, the rest follows. A HOME is one that ``bench.make_home`` made; without any,
three are made (10 thousand, 100 thousand and 1 million stories: about half an hour). Printed
are milliseconds of the processor until the first rows are there (a page of 64, or fewer after
25 ms, as the screen has it; median and 95th percentile), until all are, and how many they are.
The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import make_home
from signalboard.archive import Archive, Seeking, Selection
from signalboard.model import View

TIMES = 15
PATIENCE = 0.025
"""As ui/seeking.py has it."""
SIZES = (10_000, 100_000, 1_000_000)

VIEWS: dict[str, View] = {
    "everything": View(),
    "unjudged": View(show="unjudged"),
    "starred": View(show="starred"),
    "linked": View(show="linked"),
    "a company": View(company="Tencent"),
    "since 30 days": View(search="since:30d"),
    "a very common word": View(search="the "),
    "a common word": View(search="court "),
    "a rare word": View(search="geldjahrlandauf "),
    "two words": View(search="court growth "),
    "a phrase": View(search='"says minister"'),
    "a beginning": View(search="gro*"),
    "a short beginning": View(search="st*"),
    "two Chinese characters": View(search="用户 "),
    "words, not one": View(search="court -growth "),
    "one word OR another": View(search="court OR geldjahrlandauf "),
    "not a rare word": View(search="-geldjahrlandauf "),
    "not a common word": View(search="-court "),
    "not a very common word": View(search="-the "),
    "outlet:": View(search='court outlet:"Outlet 7" '),
    "company:": View(search="company:tencent "),
    "common word, company": View(search="the ", company="Tencent"),
    "rare word, company": View(search="geldjahrlandauf ", company="Tencent"),
    "common word, before 300 days": View(search="the before:300d "),
    "common word, unjudged": View(search="the is:unjudged "),
    "common word, linked": View(search="the is:linked "),
    "common word, starred": View(search="the is:starred "),
    "word, starred": View(search="court is:starred "),
    "beginning, starred": View(search="gro* is:starred "),
    "rare word, unread": View(search="geldjahrlandauf is:unread "),
    "starred, not a common word": View(search="-court is:starred "),
    "company, starred": View(company="Tencent", show="starred"),
    "unread": View(search="is:unread "),
    "most outlets": View(sort="outlets"),
    "most companies": View(sort="companies"),
    "most outlets, unjudged": View(sort="outlets", show="unjudged"),
    "most outlets, a common word": View(search="court ", sort="outlets"),
    "most outlets, a company": View(company="Tencent", sort="outlets"),
    "best match, a rare word": View(search="geldjahrlandauf ", sort="match"),
    "best match, a common word": View(search="court ", sort="match"),
    "best match, a very common word": View(search="the ", sort="match"),
    "best match, a phrase": View(search='"says minister"', sort="match"),
}
JUDGED: dict[str, View] = {
    "a thesis": View(),
    "a thesis, a common word": View(search="court "),
}


def asked(archive: Archive, view: View, among: list[str] | None) -> tuple[float, float, Selection]:
    """Milliseconds of the processor to the first rows and to the last; the list."""
    begun, clock = time.process_time(), time.perf_counter()
    made, seeking = archive.seek(view, lambda: None, among=among)
    if seeking is not None:
        while not seeking.begun.wait(0.001):
            if time.perf_counter() - clock > PATIENCE and len(made):
                break
    first = time.process_time() - begun
    if seeking is not None:
        until_whole(made, seeking)
    return first * 1e3, (time.process_time() - begun) * 1e3, made


def until_whole(made: Selection, seeking: Seeking) -> None:
    """Wait, hardly using the processor."""
    while not made.is_whole:
        if seeking.problem is not None:
            raise seeking.problem
        time.sleep(0.005)


def measure(home: Path) -> dict[str, dict[str, float]]:
    """Every list of a home, printed."""
    found: dict[str, dict[str, float]] = {}
    archive = Archive.open(home / "archive.db")
    judged = archive.select(View(search="is:judged "))
    among = [row.id for row in archive.rows(judged.keys(0, 10_000))]
    stories = archive.counts().stories
    print(f"\n{stories:,} stories, {len(judged):,} judged\n", flush=True)
    print(f"{'list':32} {'first p50':>10} {'p95':>8} {'whole':>9} {'rows':>10}")
    for name, view in {**VIEWS, **JUDGED}.items():
        took = [asked(archive, view, among if name in JUDGED else None) for _ in range(TIMES)]
        first = sorted(each[0] for each in took)
        made = took[-1][2]
        found[name] = {
            "first_p50_ms": round(statistics.median(first), 2),
            "first_p95_ms": round(first[round(len(first) * 0.95) - 1], 2),
            "whole_ms": round(statistics.median(each[1] for each in took), 1),
            "rows": len(made),
        }
        print(
            "{:32} {:>10.2f} {:>8.2f} {:>9.1f} {:>10,}".format(name, *found[name].values()),
            flush=True,
        )
    archive.close()
    return found


def main() -> int:
    """Measure the homes given, or make them."""
    parser = argparse.ArgumentParser(prog="bench.lists", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("homes", nargs="*", type=Path, metavar="HOME")
    homes: list[Path] = parser.parse_args().homes
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        if not homes:
            for stories in SIZES:
                home = Path(folder) / str(stories)
                numbers = [
                    "--stories",
                    str(stories),
                    "--evidence",
                    str(min(10_000, stories // 100)),
                ]
                make_home.main([*numbers, "--home", str(home)])
                homes.append(home)
        for home in homes:
            found[home.name] = measure(home)
    print(json.dumps(found, ensure_ascii=False), file=sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
