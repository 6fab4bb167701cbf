"""What the desk takes to answer a key on a full board: ``python -m bench.desk``.

Boards of 100, 1,000 and 10,000 pieces of evidence on 100 theses, with 1,000 companies and
500 feeds, made the same every time through the desk's own doors. A table: milliseconds of
processor time for each call, the median of several.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from signalboard import config
from signalboard.archive import Archive
from signalboard.board import Board, Op, codec, make
from signalboard.desk import Desk
from signalboard.model import (
    Entry,
    Evidence,
    FeedState,
    Outcome,
    Snapshot,
    Stance,
    Thesis,
    Version,
    View,
)

NOW = 1_795_500_000
FEEDS, COMPANIES, THESES = 500, 1_000, 100
STORIES = 12_000
_STANCES = (Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING)


def make_home(home: Path, evidence: int) -> config.Places:
    """A home with all of it."""
    home.mkdir(mode=0o700, parents=True)
    dice = random.Random(7)
    names = [f"{word.title()} {number}" for number, word in enumerate(words(dice, COMPANIES))]
    lines = ["feeds:"]
    for feed in range(FEEDS):
        lines += [f"  - name: Outlet {feed}", f"    url: {_url(feed)}"]
    lines += ["companies:", *(f"  - name: {name}" for name in names)]
    (home / "feeds.yaml").write_text("\n".join(lines) + "\n")
    where = config.places(home, None, {})
    config.ensure(where)
    archive = Archive.open(where.archive)
    ids = _fill(archive, dice, names)
    for feed in range(FEEDS):
        archive.save_state(
            FeedState(_url(feed), outcome=Outcome.ENTRIES, attempted_at=NOW, succeeded_at=NOW)
        )
    archive.close()
    board = Board.open(where.board)
    theses = [_thesis(number) for number in range(1, THESES + 1)]
    board.change(
        "theses", lambda _: [make("theses", t.id, codec.thesis_out(t)) for t in theses], NOW, "seed"
    )
    for number in range(evidence):
        named = (dice.choice(names), dice.choice(names))
        piece = (ids[number % STORIES], f"t{dice.randint(1, THESES)}", dice.choice(_STANCES), named)
        board.change("judged", lambda seq, piece=piece: [_judged(seq, *piece)], NOW + number)  # type: ignore[misc]
    board.checkpoint()
    board.close()
    return where


def calls(desk: Desk) -> list[tuple[str, Callable[[], object]]]:
    """What lies on the way of a key, a judgment or a look every second, each as a call."""
    listing = desk.listing(View())
    rows = listing.rows(0, 2_000)
    dice = random.Random(8)
    places = iter(range(10_000))
    last: list[str] = []

    def judge() -> None:
        row, thesis = rows[next(places) % len(rows)], f"t{dice.randint(1, THESES)}"
        last.append(desk.judge(row.id, thesis, dice.choice(_STANCES[:2])).evidence_id or "")

    def after_judging(call: Callable[[], object]) -> Callable[[], object]:
        return lambda: (judge(), call())

    def strength() -> None:
        desk.set_strength(last[-1], dice.choice([1, 2, 3]))

    return [
        ("judge", judge),
        ("judge, theses", after_judging(desk.theses)),
        ("judge, companies", after_judging(desk.companies)),
        ("judge, summary", after_judging(desk.summary)),
        ("set_strength", strength),
        ("undo", desk.undo),
        ("redo", desk.redo),
        ("star", lambda: desk.mark(dice.choice(rows).id, starred=dice.random() < 0.5)),
        ("poll", desk.poll),
        ("theses", desk.theses),
        ("thesis", lambda: desk.thesis("t7")),
        ("find_thesis", lambda: desk.find_thesis("Claim 77")),
        ("companies", desk.companies),
        ("find_company", lambda: desk.find_company(desk.companies()[-1].company.name)),
        ("summary", desk.summary),
        ("health", desk.health),
        ("last_evidence", desk.last_evidence),
        ("40 rows", lambda: listing.rows(400, 440)),
        ("story", lambda: desk.story(dice.choice(rows).id)),
        ("list of a thesis", lambda: desk.listing(View(thesis_id="t7"))),
        ("open the list", lambda: desk.listing(View())),
    ]


def measured(folder: Path, evidence: int, times: int = 15) -> dict[str, float]:
    """Milliseconds of processor time of each call on a board of that size."""
    where = make_home(folder / str(evidence), evidence)
    found: dict[str, float] = {}
    Desk.open(where).close()  # the archive is told of the evidence once, whoever opens it
    begin = time.process_time()
    desk = Desk.open(where, clock=lambda: NOW + 100_000)
    found["open the desk"] = (time.process_time() - begin) * 1000
    for name, call in calls(desk):
        took = []
        for _ in range(times):
            begin = time.process_time()
            call()
            took.append((time.process_time() - begin) * 1000)
        found[name] = sorted(took)[times // 2]
        found[f"{name}, first"] = took[0]
    desk.close()
    return found


def table(sizes: Sequence[int], found: Sequence[dict[str, float]]) -> str:
    """Calls by rows, sizes by columns."""
    lines = [f"{'ms':<28}" + "".join(f"{size:>10,}" for size in sizes)]
    for name in found[0]:
        if name.endswith(", first"):
            continue
        figures = "".join(f"{each[name]:>10.2f}" for each in found)
        lines.append(f"{name:<28}{figures}")
    return "\n".join(lines)


def words(dice: random.Random, count: int) -> list[str]:
    """Made-up words."""
    return ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(count)]


def _url(feed: int) -> str:
    return f"https://outlet{feed}.example/rss"


def _fill(archive: Archive, dice: random.Random, names: Sequence[str]) -> list[str]:
    ids = []
    vocabulary = words(dice, 5_000)
    for begin in range(0, STORIES, 500):
        with archive.writing() as writing:
            for number in range(begin, begin + 500):
                named = [dice.choice(names)] if number % 3 == 0 else []
                title = " ".join([*named, *dice.choices(vocabulary, k=9)])
                at = NOW - (STORIES - number) * 60
                entry = Entry(
                    f"tag:{number}", title, f"https://x.example/{number}", published_at=at
                )
                ids.append(
                    writing.add(
                        _url(number % FEEDS), entry, outlet=f"Outlet {number % FEEDS}", origin="",
                        canonical_url=entry.url, title_key=title, companies=named,
                        about=len(named), story_id=None, seen_at=at,
                    )
                )  # fmt: skip
    return ids


def _thesis(number: int) -> Thesis:
    version = Version(f"Claim {number} holds.", f"Claim {number} does not hold.", NOW)
    return Thesis(f"t{number}", number, f"Claim {number}", (version,), status="active")


def _judged(seq: int, story: str, thesis: str, stance: Stance, companies: tuple[str, ...]) -> Op:
    shot = Snapshot(
        f"Story {story}", "https://x.example", NOW, "What it says. " * 20, companies, ()
    )
    piece = Evidence(f"e{seq}", thesis, story, stance, 1 + seq % 3, "", NOW, NOW, 0, shot)
    return make("evidence", piece.id, codec.evidence_out(piece))


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    asked.add_argument("--evidence", type=int, nargs="*", default=[100, 1_000, 10_000])
    sizes = asked.parse_args().evidence
    with tempfile.TemporaryDirectory() as folder:
        found = [measured(Path(folder), size) for size in sizes]
    sys.stdout.write(table(sizes, found) + "\n")


if __name__ == "__main__":
    main()
