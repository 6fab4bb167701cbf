"""A home to measure with: ``python -m bench.make_home --stories N --evidence M --home DIR``.

An archive of N stories and a board of M pieces of evidence, as a year would leave them:
through the archive's, the desk's and the journal's own doors, the same every time for the
same numbers, ``--seed`` and ``--until``. Nothing of it leaves this machine: its feeds are
at a port of 127.0.0.1 where nobody answers, and none is due.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from bench import archives
from bench.archives import Filled, Past
from bench.headlines import Language
from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.model import FeedState, Outcome, Stance
from signalboard.times import DAY

_STANCES = (Stance.SUPPORT,) * 5 + (Stance.CONTRADICT,) * 3 + (Stance.NO_BEARING,) * 2
_NOTED = 0.15
_A_STAR = 400
"""Stories of which one is starred; of more than 200,000 no more are."""


@dataclass(frozen=True)
class Asked:
    """What a home is to hold."""

    stories: int
    evidence: int
    theses: int = 8
    companies: int = 40
    feeds: int = 60
    seed: int = 1
    until_at: int = 0
    """The moment of the newest story."""

    @cached_property
    def past(self) -> Past:
        """Its stories."""
        tracked = archives.companies(self.companies, self.seed)
        return Past(
            self.stories, self.until_at, feeds=self.feeds, companies=tracked, seed=self.seed
        )


class CannotBe(Exception):
    """What was asked for cannot be made; the text is a sentence."""


def make(home: Path, asked: Asked) -> None:
    """Make a home in a folder that is not there or empty. Raises CannotBe."""
    if asked.stories < 1 or asked.theses < 1 or asked.feeds < 1:
        raise CannotBe("A home has at least one story, one thesis and one feed.")
    if asked.evidence > asked.stories * asked.theses // 2:
        raise CannotBe(
            f"{asked.evidence:,} pieces of evidence do not fit {asked.stories:,} stories and "
            f"{asked.theses} theses; ask for fewer."
        )
    if home.exists() and any(home.iterdir()):
        raise CannotBe(f"{home} is not empty; nothing was made. Name a new folder.")
    places = config.places(home, None, {})
    home.mkdir(parents=True, exist_ok=True)
    places.feeds_file.write_text(settings(asked), encoding="utf-8")
    config.ensure(places)
    judged = _to_judge(asked)
    starred = range(0, asked.stories, max(_A_STAR, asked.stories // 500))
    filled = _fill(places.archive, asked, {number for number, _ in judged} | set(starred))
    _judge(places, asked, filled, judged, starred)


def settings(asked: Asked, urls: Sequence[str] = ()) -> str:
    """The feeds.yaml of such a home; its feeds at these addresses, where they are given."""
    past = asked.past
    addresses = urls or [past.url(feed) for feed in range(asked.feeds)]
    dice = random.Random(f"theses {asked.seed}")
    language = Language("en", 3000)
    written = ["feeds:\n"]
    for feed, url in enumerate(addresses):
        written.append(f"  - {{name: {archives.name(feed)}, url: {json.dumps(url)}}}\n")
    written.append("companies:\n" if past.companies else "")
    for company in past.companies:
        aliases = f", aliases: {json.dumps(company.aliases)}" if company.aliases else ""
        written.append(f"  - {{name: {json.dumps(company.name)}{aliases}}}\n")
    written.append("theses:\n")
    for number in range(1, asked.theses + 1):
        words = " ".join(language.some(dice, 4))
        claim = language.text(dice, 90)
        written.append(
            f"  - name: {json.dumps(f'Thesis {number}, {words}')}\n"
            f"    statement: {json.dumps(claim)}\n"
            f"    negation: {json.dumps('It is not so that ' + claim)}\n"
            f"    keywords: {json.dumps(language.some(dice, 3))}\n"
        )
    return "".join(written)


def _to_judge(asked: Asked) -> list[tuple[int, int]]:
    """Which stories are judged on which thesis, by their numbers, the oldest first."""
    dice = random.Random(f"judged {asked.seed}")
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < asked.evidence:
        # Some theses gather far more than others.
        thesis = int(asked.theses * dice.random() ** 2)
        pairs[dice.randrange(asked.stories), thesis] = None
    return sorted(pairs)


def _fill(path: Path, asked: Asked, wanted: set[int]) -> Filled:
    begin = time.monotonic()

    def report(stories: int) -> None:
        _say(f"{stories:,} of {asked.stories:,} stories, {time.monotonic() - begin:.0f} s")

    past = asked.past
    archive = Archive.open(path)
    try:
        filled = archives.fill(archive, past, wanted=wanted, report=report)
        at = asked.until_at
        with archive.writing() as shelf:
            for feed in range(asked.feeds):
                shelf.save_state(
                    FeedState(
                        past.url(feed), attempted_at=at, succeeded_at=at, next_at=at + 30 * DAY,
                        outcome=Outcome.ENTRIES, status=200, interval=DAY, entries_seen=40,
                    )
                )  # fmt: skip
    finally:
        archive.close()
    return filled


def _judge(
    places: config.Places,
    asked: Asked,
    filled: Filled,
    judged: Sequence[tuple[int, int]],
    starred: Sequence[int],
) -> None:
    """Judge and star, in the order of time, as a person would at the desk."""
    dice = random.Random(f"evidence {asked.seed}")
    language = Language("en", 3000)
    clock = [int(asked.until_at - archives.YEAR)]
    desk = Desk.open(places, clock=lambda: clock[0])
    try:
        theses = [row.thesis.id for row in desk.theses()]
        begin = time.monotonic()
        for done, (number, thesis) in enumerate(judged, 1):
            clock[0] = asked.past.seen_at(number)
            desk.judge(
                filled.ids[number],
                theses[thesis],
                dice.choice(_STANCES),
                strength=dice.choice((1, 1, 1, 2, 2, 3)),
                note=language.text(dice, 60) if dice.random() < _NOTED else None,
            )
            if done % 100 == 0 or done == len(judged):
                _say(f"{done:,} of {len(judged):,} judged, {time.monotonic() - begin:.0f} s")
        clock[0] = asked.until_at
        for number in starred:
            desk.mark(filled.ids[number], starred=True)
    finally:
        desk.close()


_said = [0.0]


def _say(text: str) -> None:
    """How far it is: on a terminal in place, else a line every ten seconds."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
    elif time.monotonic() - _said[0] > 10:
        _said[0] = time.monotonic()
        print(text, file=sys.stderr, flush=True)


def _day(written: str) -> int:
    try:
        return int(datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written like 2026-11-24") from None


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    now = int(time.time())
    parser = argparse.ArgumentParser(prog="bench.make_home", description=__doc__)
    parser.add_argument("--stories", type=int, required=True, metavar="N")
    parser.add_argument("--evidence", type=int, required=True, metavar="M")
    parser.add_argument("--home", type=Path, required=True, metavar="DIR")
    parser.add_argument("--theses", type=int, default=8)
    parser.add_argument("--companies", type=int, default=40)
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--until", type=_day, default=now - now % DAY, metavar="DATE",
        help="the day at whose begin the newest story was seen (today)",
    )  # fmt: skip
    given = parser.parse_args(argv)
    asked = Asked(
        given.stories, given.evidence, given.theses, given.companies, given.feeds, given.seed,
        given.until,
    )  # fmt: skip
    begin = time.monotonic()
    try:
        make(given.home, asked)
    except CannotBe as problem:
        print(problem, file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in given.home.rglob("*") if file.is_file())
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(
        f"{given.home}: {asked.stories:,} stories, {asked.evidence:,} pieces of evidence, "
        f"{size / 1e6:,.0f} MB in {time.monotonic() - begin:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
