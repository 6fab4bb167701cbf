"""How quick the archive is at a size: ``python -m bench.archive_speed --stories 200000``.

Makes the same archive every time, through the archive's own door, and prints
one JSON object: milliseconds (median and 95th percentile of many calls) for
what a key press may ask, microseconds an entry for what comes in.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import archives
from bench.archives import Past
from bench.headlines import COMPANIES, languages
from signalboard.archive import Archive, Judged
from signalboard.model import Mute, View

NOW = 1_795_500_000
A_BATCH = 50
ENGLISH = languages()[0]


def timed(call: Callable[[], object], times: int = 15) -> dict[str, float]:
    """Milliseconds of a call: median and 95th percentile."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        took.append((time.perf_counter() - begin) * 1000)
    took.sort()
    return {
        "p50_ms": round(took[len(took) // 2], 3),
        "p95_ms": round(took[min(len(took) - 1, round(len(took) * 0.95))], 3),
    }


def measure(path: Path, stories: int) -> dict[str, Any]:
    """Every figure, on an archive at this path that is filled first where there is none."""
    found: dict[str, Any] = {"stories": stories}
    fresh = not path.exists()
    archive = Archive.open(path)
    if fresh:
        filled = archives.fill(archive, Past(stories, NOW, single=True), at_once=A_BATCH)
        found["add_us_an_entry"] = round(filled.seconds / stories * 1e6, 1)
    dice = random.Random(5)
    everything = archive.select(View())
    some = everything.keys(0, stories)[:: max(2, stories // 10_000)]
    ids = [row.id for row in archive.rows(some)]
    judged = [Judged(ident, 2 if number % 3 else 1) for number, ident in enumerate(ids)]

    def page(view: View, row: int) -> None:
        archive.rows(archive.select(view).keys(row, row + 40))

    def opened(view: View) -> Callable[[], object]:
        return lambda: page(view, 0)

    begin = time.perf_counter()
    archive.project(judged)
    found["project_ms"] = {len(judged): round((time.perf_counter() - begin) * 1000, 1)}
    archive.project([Judged(ident, 0, starred=True) for ident in ids[:200]])
    for name, view in {
        "everything": View(),
        "unjudged": View(show="unjudged"),
        "starred": View(show="starred"),
        "linked": View(show="linked"),
        "company": View(company="Tencent"),
        "company and unjudged": View(company="Tencent", show="unjudged"),
        "since a month": View(since_at=NOW - 30 * 86_400),
        "search, two words": View(search=_word(11) + " " + _word(101) + " "),
        "search, one rare word": View(search=_word(9001) + " "),
        "search, one common word": View(search=_word(1) + " "),
        "search, being typed": View(search=_word(1001)[:3]),
        "search, phrase": View(search=f'"{_word(1)} {_word(2)}"'),
        "search, without a word": View(search=f"-{_word(500)}"),
    }.items():
        found[f"open {name}"] = {**timed(opened(view)), "rows": len(archive.select(view))}
    found["open among 10,000"] = timed(
        lambda: archive.select(View(), among=[state.story_id for state in judged])
    )
    for name, view in {"everything": View(), "unjudged": View(show="unjudged")}.items():
        selection = archive.select(view)
        last = len(selection)
        found[f"{name}: first look at the middle"] = timed(lambda v=view, n=last: page(v, n // 2))
        found[f"{name}: first look at the end"] = timed(lambda v=view, n=last: page(v, n - 40))
        found[f"{name}: index_of"] = timed(
            lambda v=view: archive.select(v).index_of(dice.choice(ids)), 50
        )
        found[f"{name}: next_unjudged"] = timed(
            lambda s=selection, n=last: s.next_unjudged(dice.randrange(n), dice.choice((1, -1))),
            200,
        )
        found[f"{name}: waiting"] = timed(selection.waiting)
    first = archive.select(View())
    run = [Judged(row.id, 1) for row in archive.rows(first.keys(0, 20_000))]
    archive.project(run)
    found["next_unjudged past 20,000 judged"] = timed(lambda: first.next_unjudged(0, 1))
    words_of = archive.select(View(search=_word(1) + " "))
    found["next_unjudged past the judged hits of a word"] = timed(
        lambda: words_of.next_unjudged(0, 1)
    )
    found["40 rows"] = timed(lambda: archive.rows(first.keys(stories // 3, stories // 3 + 40)))
    found["story"] = timed(lambda: archive.story(dice.choice(ids)), 100)
    flip = iter(range(1_000_000))
    found["project one"] = timed(
        lambda: archive.project([Judged(dice.choice(ids), next(flip) % 3)]), 200
    )
    found["set_read one"] = timed(
        lambda: archive.set_read([dice.choice(ids)], next(flip) % 2 == 0), 200
    )
    found["counts"] = timed(archive.counts)
    found["activity of all"] = timed(lambda: archive.activity(COMPANIES, NOW - NOW % 86_400))
    found["find"] = timed(lambda: archive.find(_word(1201)))
    found |= muting(archive)
    found["mb"] = round((archive.size().file + archive.size().log) / 1e6, 1)
    found["peak_rss_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    archive.close()
    return found


def muting(archive: Archive) -> dict[str, Any]:
    """What muting a rare and a common word takes, and lists where much is hidden."""
    found: dict[str, Any] = {}
    for name, rank in (("a rare", 9001), ("a common", 3)):
        rule = Mute("words", _word(rank))
        begin = time.perf_counter()
        effect = archive.mutes.effect([rule], most=5_000)
        found[f"what muting {name} word would do"] = {
            "ms": round((time.perf_counter() - begin) * 1000, 1),
            "hides": effect.hides,
            "partial": effect.partial,
        }
        archive.mutes.follow([rule])
        parts = []
        left = True
        while left:
            begin = time.perf_counter()
            left = archive.mutes.go_on(500)
            parts.append((time.perf_counter() - begin) * 1000)
        found[f"muting {name} word"] = {
            "ms": round(sum(parts), 1),
            "longest_part_ms": round(max(parts), 1),
            "muted": archive.counts().muted,
        }
    for name, view in {
        "everything": View(),
        "unjudged": View(show="unjudged"),
        "muted": View(show="muted"),
        "company": View(company="Tencent"),
        "search, two words": View(search=_word(11) + " " + _word(101) + " "),
        "search, one common word": View(search=_word(1) + " "),
    }.items():
        found[f"much muted: open {name}"] = {
            **timed(lambda v=view: archive.rows(archive.select(v).keys(0, 40))),  # type: ignore[misc]
            "rows": len(archive.select(view)),
        }
    return found


def _word(rank: int) -> str:
    return ENGLISH.words[rank]


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    asked.add_argument("--stories", type=int, default=200_000)
    asked.add_argument("--keep", type=Path, help="an archive to use again, made where missing")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "archive.db"
        json.dump(measure(path, options.stories), sys.stdout, indent=1, ensure_ascii=False)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
