"""Puts what one feed brought into the archive: each entry in its story. Reads no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

from signalboard.model import Candidate, Entry, Feed
from signalboard.wire.companies import Finder
from signalboard.wire.credits import origin
from signalboard.wire.neighbours import Index, placed, weights_of
from signalboard.wire.similarity import Member
from signalboard.wire.stories import canonical_url, place, title_key
from signalboard.wire.words import terms, words


class Known(Protocol):
    """An entry as the archive has it."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def published_at(self) -> int | None: ...


class Told(Index, Protocol):
    """The index of the archive, which may be behind."""

    def left(self) -> Iterator[tuple[int, str]]: ...
    def add(self, entry: int, terms: Iterable[str]) -> None: ...


class Shelf(Protocol):
    """One transaction of the archive, as far as filing needs it."""

    @property
    def index(self) -> Told: ...
    def known(self, feed_url: str, ids: Iterable[str]) -> Mapping[str, Known]: ...
    def bare(self, feed_url: str, title: str) -> Sequence[str]: ...
    def candidates(self, canonical_url: str, title_key: str, at: int) -> Sequence[Candidate]: ...
    def add(
        self,
        feed_url: str,
        entry: Entry,
        *,
        outlet: str,
        origin: str,
        canonical_url: str,
        title_key: str,
        companies: Sequence[str],
        story_id: str | None,
        seen_at: int,
        about: int,
        terms: Iterable[str],
    ) -> str: ...
    def change(
        self,
        feed_url: str,
        entry: Entry,
        *,
        canonical_url: str,
        title_key: str,
        companies: Sequence[str],
        seen_at: int,
        about: int,
        terms: tuple[Iterable[str], Iterable[str]],
    ) -> None: ...
    def merge(self, into: str, others: Iterable[str]) -> object: ...


@dataclass(frozen=True, slots=True)
class Filed:
    """How many entries of a body were new, read differently, or were there already."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def file_entries(
    shelf: Shelf,
    feed: Feed,
    feed_url: str,
    entries: Sequence[Entry],
    finder: Finder,
    now: int,
    read: Mapping[str, Sequence[str]] | None = None,
) -> Filed:
    """Stores the entries of one body, the oldest first, so that who was first stays first.

    ``read``: the ``words`` of titles, by entry id, where somebody has read them already.
    """
    catch_up(shelf.index)
    filing = _Filing(shelf, feed, feed_url, finder, now, read or {})
    known = shelf.known(feed_url, [entry.id for entry in entries])
    taken = {entry.id for entry in entries}
    keys = _keys(feed, entries)
    new = changed = 0
    for entry in sorted(entries, key=lambda entry: _at(entry, now)):
        before = known.get(entry.id)
        if before is None:
            canonical, key = keys[entry.id]
            alike = shelf.candidates(canonical, key, _at(entry, now))
            twin = filing.twin(entry, (canonical, key), alike, taken)
            if twin is None:
                filing.add(entry, canonical, key, alike)
                new += 1
                continue
            ident, before = twin
            taken.add(ident)  # each is the same as one of this body, at most
            keys[ident] = keys[entry.id]
            entry = replace(entry, id=ident)
        if not _reads_the_same(before, entry):
            filing.change(before, entry, *keys[entry.id])
            changed += 1
    return Filed(new, changed, len(entries) - new - changed)


def catch_up(index: Told) -> None:
    """Tell the index of entries it was never told of: of an older archive, or a killed run."""
    for number, title in index.left():
        index.add(number, terms(words(title)))


class _Filing:
    """One body on its way into the archive."""

    def __init__(
        self,
        shelf: Shelf,
        feed: Feed,
        feed_url: str,
        finder: Finder,
        now: int,
        read: Mapping[str, Sequence[str]],
    ) -> None:
        self._shelf, self._feed, self._url = shelf, feed, feed_url
        self._finder, self._now, self._read = finder, now, read
        self._weights = weights_of(shelf.index)

    def twin(
        self,
        entry: Entry,
        keys: tuple[str, str],
        alike: Sequence[Candidate],
        taken: Set[str],
    ) -> tuple[str, Known] | None:
        """The entry of this feed that this one is, under another id: some change at every look.

        Address and title are the same, and what else is said or when: the parts of a
        series on one page, such as "Price of the day", differ in both.
        """
        own = [c.entry_id for c in alike if c.feed_url == self._url]
        if not any(keys):
            own = list(self._shelf.bare(self._url, entry.title))
        for ident, stored in self._shelf.known(self._url, own).items() if own else ():
            if (
                ident not in taken
                and stored.title == entry.title
                and canonical_url(stored.url) == canonical_url(entry.url)
                and (
                    stored.summary == entry.summary
                    or entry.published_at in {None, stored.published_at}
                )
            ):
                return ident, stored
        return None

    def add(self, entry: Entry, canonical: str, key: str, alike: Sequence[Candidate]) -> None:
        """Store an entry that is new, in the story it belongs to."""
        outlet = entry.outlet or self._feed.name
        companies, about = self._finder.named(entry.title, entry.summary)
        at = _at(entry, self._now)
        read = self._words(entry)
        story = place(at, canonical, key, alike, voice=(self._url, outlet))
        same: tuple[str, ...] = ()
        if story is None:
            arriving = Member(entry.title, at, f"{self._url} {outlet}")
            found = placed(arriving, read, self._shelf.index, self._weights)
            story, same = found.story, found.same
        self._shelf.add(
            self._url,
            entry,
            outlet=outlet,
            origin=origin(entry, outlet, self._feed.origin),
            canonical_url=canonical,
            title_key=key,
            companies=companies,
            story_id=story,
            seen_at=self._now,
            about=about,
            terms=terms(read),
        )
        if story is not None and same:
            self._shelf.merge(story, same)
        self._weights.entries = self._shelf.index.entries

    def change(self, before: Known, entry: Entry, canonical: str, key: str) -> None:
        """Store how an entry reads now. It stays in its story: that is what it was read as."""
        companies, about = self._finder.named(entry.title, entry.summary)
        found_by = (
            ((), ())
            if before.title == entry.title
            else (
                terms(words(before.title)),
                terms(self._words(entry)),
            )
        )
        self._shelf.change(
            self._url,
            entry,
            canonical_url=canonical,
            title_key=key,
            companies=companies,
            seen_at=self._now,
            about=about,
            terms=found_by,
        )

    def _words(self, entry: Entry) -> Sequence[str]:
        known = self._read.get(entry.id)
        return words(entry.title) if known is None else known


def _reads_the_same(before: Known, entry: Entry) -> bool:
    return (before.title, before.summary, before.url) == (entry.title, entry.summary, entry.url)


def _at(entry: Entry, now: int) -> int:
    return now if entry.published_at is None else min(entry.published_at, now)


def _keys(feed: Feed, entries: Sequence[Entry]) -> dict[str, tuple[str, str]]:
    """Address and title by which each entry may join a story; empty where they say too little.

    What several entries of one feed have in common does not tell events apart: the
    one page of a change log (there the fragment may), or "Price of the day".
    """
    plain = {entry.id: canonical_url(entry.url) for entry in entries}
    titles = {entry.id: title_key(entry.title, entry.outlet or feed.name) for entry in entries}
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
