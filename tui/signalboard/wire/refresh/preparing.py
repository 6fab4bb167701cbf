"""What can be known of entries without the archive, found where they are parsed.

The workers have the other cores; whoever stores has one, and only stores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from signalboard.links import canonical_url
from signalboard.model import Company, Entry
from signalboard.wire.companies import Finder
from signalboard.wire.credits import origin
from signalboard.wire.parse import worker
from signalboard.wire.stories import title_key
from signalboard.wire.words import terms, words

if TYPE_CHECKING:
    from signalboard.wire.parse.pool import Parser


class Prepared(NamedTuple):
    """What is known of an entry by itself, and of its place in the body it came in."""

    url_key: str
    title_key: str
    """Address and title by which it may join a story; empty where they say too little."""
    origin: str
    companies: tuple[str, ...]
    about: int
    """How many of the companies, the first ones, its title names."""
    terms: tuple[str, ...]
    """The words it is found by, the most telling first."""


def prepared(
    name: str, feed_origin: str | None, entries: Sequence[Entry], finder: Finder
) -> list[Prepared]:
    """What there is to know of the entries of one body of a feed of this name and origin."""
    keys = _keys(name, entries)
    return [
        Prepared(
            *keys[entry.id],
            origin(entry, entry.outlet or name, feed_origin),
            *finder.named(entry.title, entry.summary),
            terms(words(entry.title)),
        )
        for entry in entries
    ]


def _keys(name: str, entries: Sequence[Entry]) -> dict[str, tuple[str, str]]:
    """Address and title by which each entry may join a story; empty where they say too little.

    What several entries of one feed have in common does not tell events apart: the
    one page of a change log (there the fragment may), or "Price of the day".
    """
    plain = {entry.id: canonical_url(entry.url) for entry in entries}
    titles = {entry.id: title_key(entry.title, entry.outlet or name) for entry in entries}
    shared = {url for url, count in Counter(plain.values()).items() if count > 1}
    exact = {
        entry.id: canonical_url(entry.url, keep_fragment=True)
        for entry in entries
        if plain[entry.id] in shared
    }
    times = Counter(exact.values()), Counter(titles.values())
    keys: dict[str, tuple[str, str]] = {}
    for entry in entries:
        url, title = plain[entry.id], titles[entry.id]
        if entry.id in exact:
            url = exact[entry.id] if times[0][exact[entry.id]] == 1 else ""
        keys[entry.id] = (url, title if times[1][title] == 1 else "")
    return keys


class Preparing:
    """What workers are told to prepare, and what is made of their answers."""

    def __init__(self, companies: Sequence[Company]) -> None:
        self._companies = companies

    def parser(self, workers: int | None = None) -> Parser:
        """Workers that prepare what they parse."""
        from signalboard.wire.parse.pool import Parser  # of no use to a worker, and slow to load

        given = {"companies": [asdict(company) for company in self._companies]}
        return Parser(workers=workers, worker=__name__, given=given)

    @cached_property
    def finder(self) -> Finder:
        """For what no worker prepared: made where it is needed."""
        return Finder(self._companies)

    def of(
        self, name: str, feed_origin: str | None, entries: Sequence[Entry], made: Sequence[Any]
    ) -> list[Prepared]:
        """What a worker made of these entries; made here, where it made nothing."""
        if len(made) != len(entries):
            return prepared(name, feed_origin, entries, self.finder)
        return [
            Prepared(url, title, origin, tuple(companies), about, tuple(found_by))
            for url, title, origin, companies, about, found_by in made
        ]


def main(memory: int, files: int) -> None:
    """A worker that parses and prepares."""
    worker.main(memory, files, _preparing)


def _preparing(told: Mapping[str, Any]) -> worker.Prepare:
    finder = Finder([_company(each) for each in told["companies"]])

    def prepare(entries: Sequence[Entry], job: Mapping[str, Any]) -> list[Any]:
        return [*prepared(job["name"], job["feed_origin"], entries, finder)]

    return prepare


def _company(told: Mapping[str, Any]) -> Company:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    return Company(**values)
