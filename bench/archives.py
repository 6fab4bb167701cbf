"""Archives to measure with, of any size, made through the archive's own door.

The same stories every time for the same ``Past``: a year of them, whatever their number.
Some are told by several outlets in their own words, some entries were changed since, and
what is old was mostly looked at. Nothing compares them: which reports are one story is said.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain, repeat
from pathlib import Path

from bench.headlines import COMPANIES, Language, drawn, languages, reworded, title
from signalboard.archive import Archive, Writing
from signalboard.model import Company, Entry
from signalboard.text import clean
from signalboard.times import DAY
from signalboard.wire.companies import Finder, fingerprint
from signalboard.wire.refresh.preparing import Prepared, prepared
from signalboard.wire.words import terms, words

YEAR = 365 * DAY
PART = 2000
"""Stories that are made together: other processes make the next ones meanwhile."""
_BODIES = 1500
_GROUPED = 0.13
"""Stories of several entries; how many those have falls off as it does in the news."""
_CHANGED = 0.006
"""Entries whose outlet changed them since."""
_FRESH = 10 * DAY
_READ = 0.35
"""Stories older than those days that were looked at."""
_WORDS = ("Labs", "Group", "Systems", "Robotics", "Capital", "Mobile", "Energy", "Works")


@dataclass(frozen=True)
class Past:
    """What is to be made: the same values, the same archive."""

    stories: int
    until_at: int
    """When the newest story was seen."""
    seconds: int = YEAR
    """From the first story to the newest."""
    feeds: int = 60
    companies: tuple[Company, ...] = tuple(Company(name) for name in COMPANIES)
    single: bool = False
    """Whether every story is of one entry."""
    seed: int = 1

    def seen_at(self, number: int) -> int:
        """When a story was seen first; the oldest has the number 0."""
        ago = (self.stories - 1 - number) * self.seconds / self.stories
        return int(self.until_at - ago)

    def url(self, feed: int) -> str:
        """The address of a feed; nobody answers there."""
        return f"http://127.0.0.1:9/outlet{feed}.rss"


@dataclass(frozen=True, slots=True)
class Told:
    """One story: each of its entries with the feed it came from and when it was seen."""

    number: int
    """The oldest is 0."""
    entries: tuple[tuple[int, Entry, int], ...]
    changed: Entry | None = None
    """How the first entry reads since, where its outlet changed it."""
    is_read: bool = False


@dataclass
class Filled:
    """What was stored."""

    seconds: float = 0.0
    """Spent in the archive."""
    entries: int = 0
    ids: dict[int, str] = field(default_factory=dict)
    """Ids of the stories that were asked for, by their numbers."""


Known = tuple[Told, list[Prepared]]
"""A story, and what is known of each of its entries by itself."""


def companies(count: int, seed: int = 1) -> tuple[Company, ...]:
    """So many companies: known ones, then made-up ones, some with a second name."""
    dice = random.Random(f"companies {seed}")
    language = Language("en", 3000)
    made = {name: Company(name) for name in COMPANIES[:count]}
    while len(made) < count:
        name = f"{dice.choice(language.words).capitalize()} {dice.choice(_WORDS)}"
        alias = (f"{name.split()[0]}{dice.choice(_WORDS)}",) if dice.random() < 0.3 else ()
        made.setdefault(name, Company(name, alias))
    return tuple(made.values())


def told(past: Past, part: int = 0) -> Iterator[Told]:
    """The stories of a part, the oldest first."""
    dice = random.Random(f"stories {past.seed} {part}")
    spoken, bodies = _spoken()
    names = [company.name for company in past.companies] or list(COMPANIES)
    for number in range(part * PART, min(past.stories, (part + 1) * PART)):
        seen = past.seen_at(number)
        language = drawn(dice, spoken)
        said = clean(title(dice, language, names))
        entries = [_entry(dice, past, number, 0, said, bodies[language.code], seen)]
        if not past.single and dice.random() < _GROUPED:
            entries += [
                _entry(
                    dice, past, number, place, clean(reworded(dice, language, said)),
                    bodies[language.code], min(past.until_at, seen + dice.randrange(12 * 3600)),
                )
                for place in range(1, 2 + min(20, int(dice.expovariate(0.7))))
            ]  # fmt: skip
        changed = None
        if dice.random() < _CHANGED:
            first = entries[0][1]
            more = clean(f"{first.title} {language.space.join(language.some(dice, 2))}")
            changed = replace(first, title=more, updated_at=seen)
        old = seen < past.until_at - _FRESH
        yield Told(number, tuple(entries), changed, is_read=old and dice.random() < _READ)


@cache
def _spoken() -> tuple[list[Language], dict[str, list[str]]]:
    """The languages, and sentences of each."""
    dice = random.Random("sentences")
    spoken = languages()
    return spoken, {each.code: [each.text(dice, 110) for _ in range(_BODIES)] for each in spoken}


def _entry(
    dice: random.Random,
    past: Past,
    number: int,
    place: int,
    said: str,
    bodies: Sequence[str],
    seen: int,
) -> tuple[int, Entry, int]:
    feed = (int(past.feeds * dice.random() ** 2) + place) % past.feeds
    entry = Entry(
        id=f"tag:{number}.{place}",
        title=said,
        url=f"https://outlet{feed}.example/{number}-{place}",
        summary="\n".join(dice.choices(bodies, k=2)),
        published_at=max(0, seen - int(dice.expovariate(1 / 3000))),
    )
    return feed, entry, seen


def fill(
    archive: Archive,
    past: Past,
    *,
    wanted: Collection[int] = (),
    report: Callable[[int], None] = lambda _: None,
    at_once: int = PART,
    parts: range | None = None,
) -> Filled:
    """Store the stories of a past, or only some parts of them, so many in a transaction.

    ``wanted``: the numbers of stories whose ids are asked for. ``report`` hears how many
    there are.
    """
    filled = Filled()
    parts = parts if parts is not None else range(-(-past.stories // PART))
    for number, made in zip(parts, _ahead(partial(_made, past), parts), strict=True):
        for begin in range(0, len(made), at_once):
            _store(archive, past, made[begin : begin + at_once], wanted, filled)
        report(number * PART + len(made))
    archive.set_found_by({company.name: fingerprint(company) for company in past.companies})
    return filled


def _cores() -> int:
    return min(4, len(os.sched_getaffinity(0)))


def _ahead(make: Callable[[int], list[Known]], parts: range) -> Iterator[list[Known]]:
    """What is made of each part, in order; on several cores a few parts ahead."""
    cores = min(_cores(), len(parts))
    if cores < 2:
        yield from map(make, parts)
        return
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        coming = deque(pool.apply_async(make, (part,)) for part in parts[: cores + 1])
        for part in chain(parts[cores + 1 :], repeat(None, len(coming))):
            made = coming.popleft().get()
            if part is not None:
                coming.append(pool.apply_async(make, (part,)))
            yield made


def _made(past: Past, part: int) -> list[Known]:
    finder = _finder(past.companies)
    return [(each, _known(each, finder)) for each in told(past, part)]


@cache
def _finder(tracked: tuple[Company, ...]) -> Finder:
    return Finder(tracked)


def name(feed: int) -> str:
    """What a feed is called."""
    return f"Outlet {feed}"


def _known(each: Told, finder: Finder) -> list[Prepared]:
    entries = [(feed, entry) for feed, entry, _ in each.entries]
    if each.changed is not None:
        entries.append((each.entries[0][0], each.changed))
    return [prepared(name(feed), None, [entry], finder)[0] for feed, entry in entries]


def _store(
    archive: Archive,
    past: Past,
    batch: Sequence[Known],
    wanted: Collection[int],
    filled: Filled,
) -> None:
    read = []
    begin = time.perf_counter()
    with archive.writing() as shelf:
        for each, known in batch:
            ident = _add(shelf, past, each, known)
            filled.entries += len(each.entries)
            if each.is_read:
                read.append(ident)
            if each.number in wanted:
                filled.ids[each.number] = ident
    with archive.writing() as shelf:
        for each, known in batch:
            if each.changed is not None:
                _change(shelf, past, each, known[-1])
    archive.set_read(read, True)
    filled.seconds += time.perf_counter() - begin


def _add(shelf: Writing, past: Past, each: Told, known: Sequence[Prepared]) -> str:
    story: str | None = None
    for (feed, entry, seen_at), made in zip(each.entries, known, strict=False):
        story = shelf.add(
            past.url(feed),
            entry,
            outlet=name(feed),
            origin=made.origin,
            canonical_url=made.url_key,
            title_key=made.title_key,
            companies=made.companies,
            about=made.about,
            story_id=story,
            seen_at=seen_at,
            terms=made.terms,
        )
    assert story is not None
    return story


def _change(shelf: Writing, past: Past, each: Told, made: Prepared) -> None:
    feed, before, seen_at = each.entries[0]
    assert each.changed is not None
    shelf.change(
        past.url(feed),
        each.changed,
        canonical_url=made.url_key,
        title_key=made.title_key,
        companies=made.companies,
        about=made.about,
        seen_at=seen_at,
        terms=(terms(words(before.title)), made.terms),
    )


def make(path: Path, past: Past) -> Filled:
    """An archive at a path where there is none yet."""
    archive = Archive.open(path)
    try:
        return fill(archive, past)
    finally:
        archive.close()
