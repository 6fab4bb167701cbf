"""What it costs to place an entry among so many: ``python -m bench.placing [SIZE ...]``.

Made-up headlines go into a real archive on disk until it has each size; then bodies of 40
arrive. Of them 40 of 100 repeat a recent headline as another outlet puts it. Printed is, in
time of the processor for an entry: to *place* it (read its title, look for its address and
title, ask the index, compare), the same for one that resembles nothing, and *filing* it
(placing, the row, the full text, the words, the commit). The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tui"))

from bench import archives  # noqa: E402
from bench.archives import Past  # noqa: E402
from bench.headlines import Language, drawn, languages, reworded, title  # noqa: E402
from signalboard.archive import Archive, Writing  # noqa: E402
from signalboard.links import canonical_url  # noqa: E402
from signalboard.model import Entry, Feed  # noqa: E402
from signalboard.wire.companies import Finder  # noqa: E402
from signalboard.wire.joining import Member  # noqa: E402
from signalboard.wire.neighbours import placed, weights_of  # noqa: E402
from signalboard.wire.refresh.filing import file_entries  # noqa: E402
from signalboard.wire.refresh.preparing import prepared  # noqa: E402
from signalboard.wire.stories import place, title_key  # noqa: E402
from signalboard.wire.words import terms, words  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
BEGIN = 1_700_000_000
PACE = 30
"""Seconds between two entries: a million in a year."""
A_BODY, BODIES = 40, 50
REPEATED = 0.4


class Made:
    """Headlines without end, the same every time."""

    def __init__(self, most: int) -> None:
        """``most``: how many the archive is filled with in the end."""
        self.past = Past(most, BEGIN + most * PACE, most * PACE, companies=(), single=True)
        self.parts = 0
        """How many parts of that past are stored."""
        self.number = 0
        self._dice = random.Random(7)
        self._spoken = languages()
        self._recent: deque[tuple[Language, str]] = deque(maxlen=500)

    def new(self) -> Entry:
        """One that resembles nothing but by chance."""
        language = drawn(self._dice, self._spoken)
        said = title(self._dice, language)
        self._recent.append((language, said))
        return self._entry(said)

    def arriving(self, repeated: float) -> Entry:
        """A new one, or a recent one as another outlet puts it."""
        if not self._recent or self._dice.random() >= repeated:
            return self.new()
        return self._entry(reworded(self._dice, *self._dice.choice(self._recent)))

    def _entry(self, said: str) -> Entry:
        self.number += 1
        at = self.past.seen_at(min(self.past.stories, self.parts * archives.PART)) + self.number
        return Entry(
            f"e{self.number}", said, f"https://site.example/{self.number}", published_at=at
        )


def fill(archive: Archive, made: Made, size: int) -> None:
    """Store headlines without comparing them until there are about so many."""
    parts = -(-size // archives.PART)
    archives.fill(archive, made.past, parts=range(made.parts, parts))
    made.parts = parts


def _add(shelf: Writing, entry: Entry, story: str | None) -> None:
    feed = f"https://feed{int(entry.id[1:]) // A_BODY % 500}.example"
    shelf.add(
        feed,
        entry,
        outlet=feed,
        origin=feed,
        canonical_url=canonical_url(entry.url),
        title_key=title_key(entry.title),
        companies=(),
        story_id=story,
        seen_at=entry.published_at or BEGIN,
        terms=terms(words(entry.title)),
    )


def placing(archive: Archive, made: Made, repeated: float) -> Iterator[float]:
    """Milliseconds to place each of some entries."""
    for _ in range(BODIES):
        with archive.writing() as shelf:
            weights = weights_of(shelf.index)
            for _ in range(A_BODY):
                entry = made.arriving(repeated)
                at = entry.published_at or BEGIN
                begun = time.process_time()
                url, key = canonical_url(entry.url), title_key(entry.title)
                story = place(at, url, key, shelf.candidates(url, key, at))
                if story is None:
                    read = words(entry.title)
                    story = placed(Member(entry.title, at), read, shelf.index, weights).story
                yield (time.process_time() - begun) * 1e3
                _add(shelf, entry, story)


def filing(archive: Archive, made: Made) -> float:
    """Milliseconds an entry of bodies that arrive, all in all."""
    finder = Finder(())
    spent = 0.0
    for number in range(BODIES):
        body = [made.arriving(REPEATED) for _ in range(A_BODY)]
        feed = f"https://feed{number}.example"
        begun = time.process_time()
        with archive.writing() as shelf:
            now = body[-1].published_at or BEGIN
            made_of = prepared(feed, None, body, finder)
            file_entries(shelf, Feed(feed, feed), feed, body, made_of, now)
        spent += time.process_time() - begun
    return spent / BODIES / A_BODY * 1e3


def measure(size: int, archive: Archive, made: Made) -> dict[str, float]:
    """The figures at a size, printed."""
    fill(archive, made, size)
    figures: dict[str, float] = {}
    kinds: dict[str, Callable[[], list[float]]] = {
        "place": lambda: list(placing(archive, made, REPEATED)),
        "place_new": lambda: list(placing(archive, made, 0)),
    }
    for name, run in kinds.items():
        each = sorted(run())
        figures[name] = round(statistics.fmean(each), 4)
        figures[f"{name}_p95"] = round(each[len(each) * 95 // 100], 4)
    figures["file"] = round(filing(archive, made), 4)
    print(
        f"{size:>9,} entries: {figures['place']:.3f} ms to place one (95th percentile "
        f"{figures['place_p95']:.3f}), {figures['place_new']:.3f} where it resembles nothing; "
        f"{figures['file']:.3f} to file one",
        flush=True,
    )
    return figures


def main(sizes: Sequence[int] = ()) -> int:
    """Measure at each size, those of the command unless some are given, and print."""
    if not sizes:
        parser = argparse.ArgumentParser(prog="bench.placing")
        parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE", default=SIZES)
        sizes = parser.parse_args().sizes
    made = Made(max(sizes))
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder) / "archive.db")
        for size in sorted(sizes):
            found[str(size)] = measure(size, archive, made)
        archive.close()
    print(json.dumps({"milliseconds": found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
