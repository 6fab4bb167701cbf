"""How well theses are suggested: ``python -m bench.relatedness``.

The bundled feed and the six starter theses, with labels made by hand before anything was
tuned (``bench/labels/agent-economy.tsv`` says how). Counted is every thesis suggested,
three a story at most: precision is the share of them that the labels have, over all entries,
those that are about none of the six included, where any suggestion is wrong. Beside it the
share of the labels that were suggested, and of the stories with a label how many got a right one.

Twice: on a board where nothing is judged, and with everything judged that is older than the
entry, where its label says support or contradiction. What was tuned was tuned on every second
entry, the oldest among them; ``other_half`` are the figures of the others. ``stances`` counts,
over all labels, which stance the wording suggests for each labelled one, and how many of them
look contrary: the only look there is at theses, and a small one. The last line is JSON.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from signalboard import config
from signalboard.board import codec
from signalboard.desk.reader import Reader
from signalboard.desk.seeding import seed
from signalboard.judge.relatedness import Told
from signalboard.judge.stance import stance
from signalboard.model import BUNDLED, Evidence, Snapshot, Stance, Thesis, Watch, replace
from signalboard.wire.companies import Finder
from signalboard.wire.parse.bundled import bundled_body

LABELS = Path(__file__).parent / "labels/agent-economy.tsv"
_ATOM = "{http://www.w3.org/2005/Atom}"


class Labelled(NamedTuple):
    """One entry of the bundled feed."""

    title: str
    summary: str
    label: dict[str, str]
    """By thesis which way it points: support, contradict or neither."""


def labelled() -> list[Labelled]:
    """The entries of the bundled feed with their labels, the oldest first."""
    rows = [line for line in LABELS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    labels = {
        entry: dict(said.split(":") for said in bears.split())
        for entry, _, bears in (row.partition("\t") for row in rows[1:])
    }
    body = bundled_body(f"{BUNDLED}agent-economy")
    assert body is not None
    entries = ET.fromstring(body).findall(f"{_ATOM}entry")
    return [
        Labelled(
            entry.findtext(f"{_ATOM}title", ""),
            entry.findtext(f"{_ATOM}summary", ""),
            labels[entry.findtext(f"{_ATOM}id", "").partition("/")[2]],
        )
        for entry in reversed(entries)
    ]


def starter() -> tuple[Reader, Finder, dict[str, Thesis], list[Watch]]:
    """A reader of a new board, and what stands on it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "feeds.yaml"
        file.write_bytes(config.starter())
        settings = config.load(file, Path(folder))
    ops = [(op.table, op.id, op.now or {}) for op in seed(settings.theses, 0)]
    theses = {i: codec.thesis_in(i, doc) for table, i, doc in ops if table == "theses"}
    watches = [codec.watch_in(i, doc) for table, i, doc in ops if table == "watches"]
    finder = Finder(settings.companies)
    return Reader(settings.companies, finder), finder, theses, watches


def measured(entries: Sequence[Labelled], *, judging: bool) -> dict[str, Any]:
    """The figures; ``judging``: each entry is judged after it was looked at."""
    reader, finder, theses, watches = starter()
    read: list[Told] = []
    for entry in entries:
        named = finder.named(entry.title, entry.summary)
        read.append(reader.told(entry.title, entry.summary, *named))
        reader.rarity.add(read[-1])
    evidence: dict[str, list[Evidence]] = {ident: [] for ident in theses}
    learn(reader, theses, watches, evidence)
    found = []
    for entry, story in zip(entries, read, strict=True):
        found.append([s.thesis_id for s in reader.suggested(story, entry.title, entry.summary)])
        if judging:
            for ident, way in entry.label.items():
                if way != "neither":
                    evidence[ident].append(judged(ident, Stance(way), entry))
            learn(reader, theses, watches, evidence)
    every = range(len(entries))
    return {
        "all": figures(entries, found, every),
        "tuned_half": figures(entries, found, every[::2]),
        "other_half": figures(entries, found, every[1::2]),
    }


def learn(
    reader: Reader,
    theses: dict[str, Thesis],
    watches: Sequence[Watch],
    evidence: dict[str, list[Evidence]],
) -> None:
    """Tell the reader how the board stands."""
    for ident, thesis in theses.items():
        reader.learn(thesis, [w for w in watches if w.thesis_id == ident])
        pieces = {str(number): piece for number, piece in enumerate(evidence[ident])}
        stances = {number: piece.stance for number, piece in pieces.items()}
        titles = {number: piece.snapshot.title for number, piece in pieces.items()}
        reader.follow(ident, stances, titles.__getitem__)


def judged(thesis_id: str, stance: Stance, entry: Labelled) -> Evidence:
    """An entry as evidence."""
    seen = Snapshot(entry.title, "", 0, entry.summary, (), ())
    return Evidence("", thesis_id, "", stance, 1, "", 0, 0, 0, seen)


def figures(
    entries: Sequence[Labelled], found: Sequence[Sequence[str]], which: Sequence[int]
) -> dict[str, float]:
    """Precision and recall over theses suggested, and how many labelled stories got a right one."""
    suggested = sum(len(found[at]) for at in which)
    right = [len(set(found[at]) & entries[at].label.keys()) for at in which]
    labels = sum(len(entries[at].label) for at in which)
    having = sum(bool(entries[at].label) for at in which)
    return {
        "suggested": suggested,
        "precision": round(sum(right) / max(1, suggested), 3),
        "recall": round(sum(right) / max(1, labels), 3),
        "stories_with_a_right_one": round(sum(map(bool, right)) / max(1, having), 3),
    }


def stances(entries: Sequence[Labelled]) -> dict[str, dict[str, int]]:
    """How often each labelled stance is suggested as which."""
    _, _, theses, _ = starter()
    counts: dict[str, dict[str, int]] = {}
    for entry in entries:
        for ident, way in entry.label.items():
            thesis = theses[ident]
            read = stance(thesis.statement, thesis.negation, entry.title, entry.summary)
            said = read.stance if read.restates else None
            row = counts.setdefault(way, {})
            row[said or "neither"] = row.get(said or "neither", 0) + 1
            row["looks contrary"] = row.get("looks contrary", 0) + read.is_contrary
    return counts


def microseconds(entries: Sequence[Labelled]) -> float:
    """Of one story with ten theses, companies known, as the desk asks."""
    reader, finder, theses, watches = starter()
    ten = (list(theses.values()) * 2)[:10]
    for number, thesis in enumerate(ten):
        reader.learn(replace(thesis, id=str(number)), watches)
    named = [finder.named(entry.title, entry.summary) for entry in entries]
    for entry, names in zip(entries, named, strict=True):
        reader.rarity.add(reader.told(entry.title, entry.summary, *names))
    begin = time.perf_counter()
    for entry, names in zip(entries, named, strict=True):
        told = reader.told(entry.title + " ", entry.summary, *names)
        reader.suggested(told, entry.title, entry.summary)
    return round((time.perf_counter() - begin) / len(entries) * 1e6, 1)


def main() -> None:
    """Print the figures."""
    entries = labelled()
    result = {
        "entries": len(entries),
        "labels": sum(len(entry.label) for entry in entries),
        "nothing_judged": measured(entries, judging=False),
        "older_ones_judged": measured(entries, judging=True),
        "stances": stances(entries),
        "microseconds_for_ten_theses": microseconds(entries),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
