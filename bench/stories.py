"""How well headlines are grouped into stories: ``python -m bench.stories [FILE ...]``.

A file is one of three: ``.jsonl`` with ``title`` and ``story`` (and ``published``), ``.csv``
with ``TITLE`` and ``STORY`` (and ``TIMESTAMP``), ``.jsonl`` with ``a``, ``b`` and ``score``.
The entries arrive one by one in the order of their times, through the index and ``join`` as
in the product; how rare words are is counted over the file, as it is for the baseline.
Beside it stands what needs no knowledge of news: TF-IDF of 3 to 5 letters within words, for
groups with single linkage at its best threshold of at least our precision. The last line is
JSON. Without a file: the three sets in ``../shared/data/clusters``.

``--halves N`` also measures N random halves of every file; ``--speed`` is ``bench.placing``.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import math
import random
import statistics
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tui"))

from signalboard.archive.index import NEWEST  # noqa: E402
from signalboard.wire import similarity as likeness  # noqa: E402
from signalboard.wire.joining import Member  # noqa: E402
from signalboard.wire.neighbours import Near, placed, weights_of  # noqa: E402
from signalboard.wire.words import terms, words  # noqa: E402

SETS = ROOT.parent / "shared" / "data" / "clusters"
USUAL = ("google-news-2024-11.jsonl", "uci-news-aggregator.csv", "sts-headlines.jsonl")


@dataclass(frozen=True)
class Item:
    """A title, its moment (Unix seconds; the line's number where there is none), its story."""

    title: str
    at: int
    story: str


class Shelf:
    """Stands in for the archive: implements ``neighbours.Index`` in memory, with the stories."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        """How rare words are is counted over the titles."""
        self._having: Counter[str] = Counter()
        self.entries = 0
        for title in titles:
            self.entries += 1
            self._having.update(terms(words(title)))
        self._members: list[Member] = []
        self.story_of: list[int] = []
        self._stories: list[list[int]] = []
        self._recent: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=NEWEST))

    def place(self, entry: Member, weights: likeness.Weights) -> None:
        """Put the entry into its story, merging what it shows to be one; index it."""
        read = words(entry.title)
        found = placed(entry, read, self, weights)
        story = len(self._stories) if found.story is None else int(found.story)
        if found.story is None:
            self._stories.append([])
        here = len(self._members)
        self._members.append(entry)
        self.story_of.append(story)
        self._stories[story].append(here)
        for other in map(int, found.same):
            for moved in self._stories[other]:
                self.story_of[moved] = story
            self._stories[story] = sorted(self._stories[story] + self._stories[other])
            self._stories[other] = []
        for term in terms(read):
            self._recent[term].append(here)

    def having(self, word: str) -> int:
        """How many titles have a word."""
        return self._having[word]

    def recent(self, word: str) -> Sequence[int]:
        """The latest entries that have it."""
        return self._recent.get(word, ())

    def since(self, at: int) -> int:
        """No entry is below this one."""
        del at
        return 0

    def read(self, numbers: Sequence[int]) -> list[Near]:
        """The entries of these numbers."""
        return [
            (number, str(self.story_of[number]), *self._members[number], False,
             self.story_of[number])
            for number in numbers
        ]  # fmt: skip

    def members(self, story: str, most: int) -> list[Near]:
        """The latest entries of a story, the newest first."""
        return self.read(self._stories[int(story)][-most:][::-1])


def grouped(items: Sequence[Item]) -> list[int]:
    """The story of every item, as they arrive."""
    shelf = Shelf(item.title for item in items)
    weights = weights_of(shelf)
    for item in items:
        shelf.place(Member(item.title, item.at), weights)
    return shelf.story_of


Figures = tuple[float, float, float]


def figures(found: Sequence[Hashable], true: Sequence[Hashable]) -> Figures:
    """Precision, recall and F1 over pairs of entries."""

    def pairs(labels: Iterable[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    return _figures(pairs(zip(found, true, strict=True)), pairs(found), pairs(true))


def _figures(right: int, claimed: int, all_pairs: int) -> Figures:
    precision = right / claimed if claimed else 1.0
    recall = right / all_pairs if all_pairs else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def letter_vectors(titles: Sequence[str]) -> list[dict[str, float]]:
    """TF-IDF of 3 to 5 letters within words: 1 + ln tf, smoothed idf, length 1."""
    counted = []
    for title in titles:
        count: Counter[str] = Counter()
        for word in title.lower().split():
            padded = f" {word} "
            for n in (3, 4, 5):
                count.update(padded[i : i + n] for i in range(max(1, len(padded) - n + 1)))
        counted.append(count)
    having = Counter(gram for count in counted for gram in count)
    vectors = []
    for count in counted:
        vector = {
            gram: (1 + math.log(times)) * (math.log((1 + len(titles)) / (1 + having[gram])) + 1)
            for gram, times in count.items()
        }
        length = math.sqrt(math.fsum(value * value for value in vector.values())) or 1.0
        vectors.append({gram: value / length for gram, value in vector.items()})
    return vectors


def links(titles: Sequence[str], least: float = 0.2) -> list[tuple[float, int, int]]:
    """Pairs of at least this letter similarity, the nearest first."""
    index: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    found = []
    for here, vector in enumerate(letter_vectors(titles)):
        row = [0.0] * here
        for gram, value in vector.items():
            for other, theirs in index[gram]:
                row[other] += value * theirs
            index[gram].append((here, value))
        found += [(like, here, other) for other, like in enumerate(row) if like >= least]
    return sorted(found, reverse=True)


def single_linkage(
    ordered: Iterable[tuple[float, int, int]], true: Sequence[str], precision: float
) -> Figures:
    """The best F1 single linkage reaches at any threshold with at least this precision."""
    parent = list(range(len(true)))
    inside = [Counter([story]) for story in true]
    all_pairs = sum(n * (n - 1) // 2 for n in Counter(true).values())
    claimed = right = 0
    best: Figures = (1.0, 0.0, 0.0)

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for (like, here, other), (following, _, _) in pairwise([*ordered, (-1.0, 0, 0)]):
        here, other = root(here), root(other)
        if here != other:
            claimed += inside[here].total() * inside[other].total()
            right += sum(n * inside[other][story] for story, n in inside[here].items())
            inside[here] += inside[other]
            parent[other] = here
        if following < like:
            now = _figures(right, claimed, all_pairs)
            if now[0] >= precision:
                best = max(best, now, key=lambda each: each[2])
    return best


def pearson(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's correlation."""
    return statistics.correlation(one, other) if len(set(one)) > 1 < len(set(other)) else 0.0


class FileProblem(Exception):
    """Why a file cannot be measured, as a sentence."""


def read_items(path: Path) -> list[Item]:
    """The titles of a file in the order of their times; what has none stays where it stands."""
    at = "TIMESTAMP" if path.suffix == ".csv" else "published"
    title, story = ("TITLE", "STORY") if path.suffix == ".csv" else ("title", "story")
    items: list[Item] = []
    for number, row in enumerate(read_rows(path) if path.suffix == ".csv" else read_lines(path)):
        if not isinstance(row.get(title), str) or row.get(story) is None:
            raise FileProblem(f"{path}: entry {number + 1} has no {title} or no {story}.")
        moment = _moment(row.get(at))
        if moment is None:
            moment = items[-1].at + 1 if items else 0
        items.append(Item(str(row[title]), moment, str(row[story])))
    if len(items) < 2:
        raise FileProblem(f"{path} has {len(items)} entries; it takes two to be grouped.")
    return sorted(items, key=lambda item: item.at)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names in its first line. Raises FileProblem."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeError, csv.Error) as error:
        raise FileProblem(f"{path} cannot be read as CSV in UTF-8: {error}.") from error


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines. Raises FileProblem."""
    rows = []
    try:
        for number, line in enumerate(path.read_text("utf-8-sig").split("\n"), 1):
            if line.strip():
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise FileProblem(f"{path}, line {number}: this is no JSON object.")
                rows.append(row)
    except (ValueError, RecursionError) as error:
        raise FileProblem(f"{path} is not JSON, an object a line, in UTF-8: {error}.") from error
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror}.") from error
    return rows


def _moment(said: object) -> int | None:
    """Seconds from a date as ISO 8601 or a number of milliseconds; None where it is neither."""
    try:
        if isinstance(said, int | float) or (isinstance(said, str) and said.isdecimal()):
            return int(said) // 1000
        moment = dt.datetime.fromisoformat(str(said))
        return int(moment.replace(tzinfo=moment.tzinfo or dt.UTC).timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def of_groups(path: Path, halves: int) -> dict[str, object]:
    """Measure a file of grouped titles, and print it."""
    items = read_items(path)
    true = [item.story for item in items]
    started = time.perf_counter()
    ours = figures(grouped(items), true)
    took = (time.perf_counter() - started) / max(1, len(items))
    ordered = links([item.title for item in items])
    theirs = single_linkage(ordered, true, ours[0])
    print(f"{path.name}: {len(items)} entries, {len(set(true))} stories, {took * 1e3:.2f} ms each")
    print(f"{'':28}precision  recall      F1")
    for name, (precision, recall, f1) in (
        ("signalboard", ours),
        ("letters, single linkage", theirs),
    ):
        print(f"  {name:26}{precision:9.3f}{recall:8.3f}{f1:8.3f}")

    def half(dice: random.Random) -> Figures:
        kept = set(dice.sample(sorted(set(true)), len(set(true)) // 2))
        some = [item for item in items if item.story in kept]
        return figures(grouped(some), [item.story for item in some])

    stable = in_halves(half, halves, ("precision", "recall", "f1"))
    result = dict(zip(("precision", "recall", "f1"), ours, strict=True))
    return {"file": path.name, **result, "baseline_f1": theirs[2],
            "baseline_precision": theirs[0], **stable}  # fmt: skip


def of_pairs(path: Path, halves: int) -> dict[str, object]:
    """Measure a file of scored pairs, and print it."""
    rows = read_lines(path)
    try:
        scores = [float(str(row["score"])) for row in rows]
        titles = [str(title) for row in rows for title in (row["a"], row["b"])]
    except (KeyError, ValueError) as error:
        raise FileProblem(f"{path}: a pair lacks a, b or a score that is a number.") from error
    if len(rows) < 2 or not all(map(math.isfinite, scores)):
        raise FileProblem(f"{path} has no two pairs with scores that are numbers.")

    def ours(chosen: Sequence[int]) -> list[float]:
        weights = weights_of(Shelf(t for n in chosen for t in titles[2 * n : 2 * n + 2]))
        return [likeness.similarity(titles[2 * n], titles[2 * n + 1], weights) for n in chosen]

    found = pearson(ours(range(len(rows))), scores)
    vectors = letter_vectors(titles)
    letters = [
        math.fsum(value * two.get(gram, 0.0) for gram, value in one.items())
        for one, two in zip(vectors[::2], vectors[1::2], strict=True)
    ]
    theirs = pearson(letters, scores)
    print(f"{path.name}: {len(rows)} pairs\n{'':28}  Pearson")
    for name, value in (("signalboard", found), ("letters", theirs)):
        print(f"  {name:26}{value:9.3f}")

    def half(dice: random.Random) -> tuple[float]:
        chosen = dice.sample(range(len(rows)), len(rows) // 2)
        return (pearson(ours(chosen), [scores[n] for n in chosen]),)

    stable = in_halves(half, halves, ("pearson",))
    return {"file": path.name, "pearson": found, "baseline_pearson": theirs, **stable}


def in_halves(
    measure: Callable[[random.Random], tuple[float, ...]], times: int, names: Sequence[str]
) -> dict[str, object]:
    """Mean and least of every figure over random halves, printed."""
    if times < 1:
        return {}
    runs = list(zip(*(measure(random.Random(n)) for n in range(times)), strict=True))
    result: dict[str, object] = {}
    for name, values in zip(names, runs, strict=True):
        low = sorted(values)
        print(f"  {times} halves, {name:12} mean {statistics.fmean(low):.3f}"
              f"  tenth {low[len(low) // 10]:.3f}  least {low[0]:.3f}")  # fmt: skip
        result[name] = {"mean": statistics.fmean(low), "least": low[0]}
    return {"halves": result}


def measured(path: Path, halves: int) -> dict[str, object]:
    """The figures of a file of either form, printed. Raises FileProblem."""
    if not path.is_file():
        raise FileProblem(f"There is no file {path}.")
    if path.suffix != ".csv" and "score" in next(iter(read_lines(path)), {}):
        return of_pairs(path, halves)
    return of_groups(path, halves)


def main() -> int:
    """Read the arguments, measure, print: 0, or 2 and a sentence where a file is of no use."""
    parser = argparse.ArgumentParser(prog="bench.stories")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--halves", type=int, nargs="?", const=20, default=0, metavar="N")
    parser.add_argument("--speed", action="store_true", help="bench.placing")
    arguments = parser.parse_args()
    if arguments.speed:
        from bench import placing

        return placing.main(placing.SIZES)
    try:
        files = arguments.files or [SETS / name for name in USUAL]
        results = [measured(path, arguments.halves) for path in files]
    except FileProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    print(json.dumps(results[0] if len(results) == 1 else results))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
