"""What an entry costs as the archive grows: the same feeds, brought into larger and larger ones."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import archives, feedset
from bench.archives import Past
from bench.measure import Failed, Took
from signalboard.times import DAY

A_DAY = 2740
"""Entries a day, whatever the size: a million are a year of many feeds."""
PASTS = 60
"""Feeds the entries that are there already came from."""

Refresh = Callable[[Path, list[str]], Took]


def growth(
    folder: Path, sizes: list[int], urls: list[str], refresh: Refresh
) -> list[dict[str, Any]]:
    """For each size, how long the feeds take to be brought in: each half of them by itself.

    ``refresh`` runs a refresh of these feeds in a home.
    """
    found = []
    half = len(urls) // 2
    new = half * feedset.ENTRIES
    for size in sizes:
        home = folder / f"home-{size}"
        home.mkdir()
        begin = time.perf_counter()
        past = Past(size, int(time.time()), size * DAY // A_DAY, feeds=PASTS, single=True)
        archives.make(home / "archive.db", past)
        filled = time.perf_counter() - begin
        runs = [refresh(home, part) for part in (urls[:half], urls[half:])]
        for took in runs:
            total = json.loads(took.output.strip().splitlines()[-1])
            if (total["new"], total["failed"]) != (new, 0):
                raise Failed(f"not every entry was new: {total}")
        seconds = min(took.seconds for took in runs)
        found.append(
            {
                "there": size,
                "new": new,
                "seconds": round(seconds, 2),
                "us_an_entry": round(seconds / new * 1e6, 1),
                "cpu": round(min(took.cpu for took in runs), 2),
                "peak_mb": round(max(took.peak_mb for took in runs), 1),
                "bytes": (home / "archive.db").stat().st_size,
            }
        )
        print(
            f"{size:,} entries there (filled in {filled:.0f} s): "
            + ", ".join(f"{took.seconds:.2f} s" for took in runs)
            + f" for {new:,} new ones",
            file=sys.stderr,
        )
        for file in home.iterdir():
            file.unlink()
    return found
