"""How fast a refresh is, beside newsboat and reader: ``python -m bench.refresh``.

500 feeds of 40 entries from an nginx on this machine, cold (nothing known) and warm
(nothing changed: 304), three times each, in turns; then how the time an entry takes
grows with the archive. Prints a table and, on the last line, JSON; writes the table to
bench/results-refresh.md. Needs nginx and newsboat; makes itself an environment for reader.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import feedset
from bench.growth import growth
from bench.measure import Failed, Took, machine, run
from bench.peers import PACKAGES, Peer, environment, install, missing, newsboat, reader, served
from bench.peers import signalboard as ours

RUNS = 3
RESULTS = Path(__file__).parent / "results-refresh.md"
COLD, WARM = 0.5, 0.1
"""What is aimed at: cold, of the faster peer's time; warm, of newsboat's."""
GROWTH = 1.5
"""What is aimed at: the time of an entry at the largest archive, in that of the smallest."""


def written(root: Path) -> list[str]:
    """Writes the feeds, as if an hour ago: what changed this second has no date to ask by."""
    now = int(time.time())
    names = feedset.write(root, now - now % feedset.DAY)
    for name in names:
        os.utime(root / name, (now - 3600, now - 3600))
    return names


def compare(peers: list[Peer], runs: int, folder: Path, urls: list[str]) -> None:
    """Runs each cold and warm, in turns, so that what else the machine does meets all alike."""
    expected = feedset.FEEDS * feedset.ENTRIES
    for turn in range(runs):
        for peer in peers:
            home = folder / f"{peer.name}-{turn}"
            home.mkdir()
            peer.prepare(home, urls)
            for phase, taken in (("cold", peer.cold), ("warm", peer.warm)):
                took = run(peer.command(home), home, peer.env(home))
                stored = peer.count(home, took)
                if stored != expected:
                    raise Failed(f"{peer.name} stored {stored} entries of {expected}")
                taken.append(took)
                print(
                    f"{turn + 1}/{runs} {peer.name} {phase}: {took.seconds:.2f} s, "
                    f"{took.cpu:.2f} s of processor, {took.peak_mb:.0f} MB",
                    file=sys.stderr,
                )
            shutil.rmtree(home)


def refreshed(home: Path, urls: list[str]) -> Took:
    """A refresh of these feeds in a home that has an archive already."""
    program = ours()
    program.prepare(home, urls)
    return run(program.command(home), home)


def figures(peers: list[Peer]) -> dict[str, Any]:
    """Medians of the runs, by program and phase."""
    return {
        peer.name: {
            phase: {
                "seconds": round(median(took.seconds for took in taken), 2),
                "each": [round(took.seconds, 2) for took in taken],
                "cpu": round(median(took.cpu for took in taken), 2),
                "peak_mb": round(max(took.peak_mb for took in taken), 1),
            }
            for phase, taken in (("cold", peer.cold), ("warm", peer.warm))
        }
        for peer in peers
    }


def goals(found: dict[str, Any]) -> dict[str, Any]:
    """What was aimed at, and whether it is reached."""
    made: dict[str, Any] = {}
    others = dict(found["programs"])
    mine = others.pop("signalboard", None)
    if mine and others:
        faster = min(others, key=lambda name: others[name]["cold"]["seconds"])
        ratio = mine["cold"]["seconds"] / others[faster]["cold"]["seconds"]
        made["cold"] = {"of": faster, "ratio": round(ratio, 3), "goal": COLD, "met": ratio <= COLD}
    if mine and "newsboat" in others:
        ratio = mine["warm"]["seconds"] / others["newsboat"]["warm"]["seconds"]
        made["warm"] = {
            "of": "newsboat",
            "ratio": round(ratio, 3),
            "goal": WARM,
            "met": ratio <= WARM,
        }
    if len(found["growth"]) > 1:
        ratio = found["growth"][-1]["us_an_entry"] / found["growth"][0]["us_an_entry"]
        made["growth"] = {"ratio": round(ratio, 3), "goal": GROWTH, "met": ratio <= GROWTH}
    return made


def table(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = [
        "# How fast a refresh is",
        "",
        f"`make bench-refresh` on {found['machine']}, {found['date']}. {feedset.FEEDS} feeds of "
        f"{feedset.ENTRIES} entries from nginx on the same machine; medians of {found['runs']} "
        "runs, in turns; the peak of memory is that of all processes of the program.",
        "",
        "| program | cold | warm (304) | processor cold / warm | peak memory cold / warm |",
        "|---|---|---|---|---|",
    ]
    for name, phases in found["programs"].items():
        cold, warm = phases["cold"], phases["warm"]
        lines.append(
            f"| {name} | {cold['seconds']:.2f} s | {warm['seconds']:.2f} s "
            f"| {cold['cpu']:.2f} s / {warm['cpu']:.2f} s "
            f"| {cold['peak_mb']:.0f} MB / {warm['peak_mb']:.0f} MB |"
        )
    lines.append("")
    for name, goal in found["goals"].items():
        beside = f" {goal['of']}'s" if "of" in goal else ""
        word = "reached" if goal["met"] else "missed"
        lines.append(f"- {name}: {goal['ratio']:.3f} of{beside or ' the smallest'}; "
                     f"goal at most {goal['goal']}: {word}")  # fmt: skip
    if "entries_a_second" in found:
        pace = f"{found['entries_a_second']:,}"
        lines.append(f"- entries a second through the whole pipe, cold: {pace}")
    if found["growth"]:
        lines += [
            "",
            "Feeds brought through the whole pipe into an archive that holds so many entries "
            "already:",
            "",
            "| entries there | new ones | seconds | µs an entry | processor | peak memory |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {row['there']:,} | {row['new']:,} | {row['seconds']:.2f} "
            f"| {row['us_an_entry']:.0f} | {row['cpu']:.2f} s | {row['peak_mb']:.0f} MB |"
            for row in found["growth"]
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each program (default 3)")
    parser.add_argument("--install", action="store_true", help="install nginx and newsboat by apt")
    parser.add_argument("--only", action="append", help="only these programs; may be repeated")
    parser.add_argument(
        "--sizes", default="10000,100000,1000000", help="archives to grow from; empty: none"
    )
    parser.add_argument("--keep", action="store_true", help="write bench/results-refresh.md")
    asked = parser.parse_args()
    if lacking := missing():
        if not asked.install:
            packages = " ".join(PACKAGES[name] for name in lacking)
            print(
                f"{' and '.join(lacking)} must be here to compare with: apt-get install {packages} "
                "(or run this with --install).",
                file=sys.stderr,
            )
            return 2
        install(lacking)
    try:
        peers = [ours(), newsboat(), reader(environment())]
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    if asked.only:
        peers = [peer for peer in peers if peer.name in asked.only]
    sizes = [int(size) for size in asked.sizes.split(",") if size]
    with tempfile.TemporaryDirectory(prefix="bench-refresh-") as made:
        folder = Path(made)
        try:
            names = written(folder / "www")
            with served(folder / "www", folder) as address:
                urls = [address + name for name in names]
                compare(peers, asked.runs, folder, urls)
                found: dict[str, Any] = {
                    "machine": machine(),
                    "date": time.strftime("%Y-%m-%d", time.gmtime()),
                    "runs": asked.runs,
                    "programs": figures(peers) if asked.runs else {},
                    "growth": growth(folder, sizes, urls, refreshed),
                }
        except Failed as failure:
            print(failure, file=sys.stderr)
            return 1
    if "signalboard" in found["programs"]:
        seconds = found["programs"]["signalboard"]["cold"]["seconds"]
        found["entries_a_second"] = round(feedset.FEEDS * feedset.ENTRIES / seconds)
    found["goals"] = goals(found)
    print(table(found))
    if asked.keep:
        RESULTS.write_text(table(found), encoding="utf-8")
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
