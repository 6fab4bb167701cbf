"""What an entry costs as the archive grows: the same feeds, brought into larger and larger ones."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import feedset
from bench.measure import Failed, Took
from signalboard.archive import Archive
from signalboard.links import canonical_url
from signalboard.model import Entry
from signalboard.wire.stories import title_key

A_DAY = 2740
"""Entries a day, whatever the size: a million are a year of many feeds."""
AT_ONCE = 4000
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
        fill(home / "archive.db", size)
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


def fill(path: Path, size: int) -> None:
    """Makes an archive of so many entries through its own door, the oldest first."""
    archive = Archive.open(path)
    now = int(time.time())
    batch: list[tuple[Entry, int]] = []
    try:
        for made in _past(size, now):
            batch.append(made)
            if len(batch) == AT_ONCE:
                _store(archive, batch)
                batch.clear()
        _store(archive, batch)
    finally:
        archive.close()


def _past(size: int, now: int) -> Iterator[tuple[Entry, int]]:
    """Entries and when they were seen. Their words are those of the feeds, put together anew."""
    dice = random.Random("the past")
    spoken = feedset.languages()
    bodies = {language.code: [language.text(dice, 110) for _ in range(3000)] for language in spoken}
    first = now - size * feedset.DAY // A_DAY
    for number in range(size):
        language = feedset.drawn(dice, spoken)
        seen = first + number * feedset.DAY // A_DAY
        entry = Entry(
            id=f"past:{number}",
            title=feedset.title(dice, language),
            url=f"https://past{number % PASTS}.example/{number}",
            summary="\n".join(dice.choices(bodies[language.code], k=2)),
            published_at=seen - dice.randrange(3600),
        )
        yield entry, seen


def _store(archive: Archive, batch: list[tuple[Entry, int]]) -> None:
    with archive.writing() as shelf:
        for entry, seen in batch:
            outlet = entry.url[8 : entry.url.index(".")]
            shelf.add(
                f"https://{outlet}.example/feed",
                entry,
                outlet=outlet,
                origin=outlet,
                canonical_url=canonical_url(entry.url),
                title_key=title_key(entry.title),
                companies=(),
                story_id=None,
                seen_at=seen,
            )
