"""Puts what one feed brought into the archive: each entry in its story. Reads no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from signalboard.model import Candidate, Entry, Feed
from signalboard.wire.companies import Finder
from signalboard.wire.credits import origin
from signalboard.wire.stories import canonical_url, place, title_key


class Known(Protocol):
    """An entry as the archive has it."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def url(self) -> str: ...


class Shelf(Protocol):
    """One transaction of the archive, as far as filing needs it."""

    def known(self, feed_url: str, ids: Iterable[str]) -> Mapping[str, Known]: ...
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
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Filed:
    """How many entries of a body were new, read differently, or were there already."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def file_entries(
    shelf: Shelf, feed: Feed, feed_url: str, entries: Sequence[Entry], finder: Finder, now: int
) -> Filed:
    """Stores the entries of one body, the oldest first, so that who was first stays first."""
    known = shelf.known(feed_url, [entry.id for entry in entries])
    keys = _keys(feed, entries)
    new = changed = 0
    for entry in sorted(entries, key=lambda entry: _at(entry, now)):
        before = known.get(entry.id)
        if before is not None and _reads_the_same(before, entry):
            continue
        canonical, key = keys[entry.id]
        companies, about = finder.named(entry.title, entry.summary)
        if before is not None:
            shelf.change(
                feed_url,
                entry,
                canonical_url=canonical,
                title_key=key,
                companies=companies,
                seen_at=now,
                about=about,
            )
            changed += 1
            continue
        at = _at(entry, now)
        outlet = entry.outlet or feed.name
        shelf.add(
            feed_url,
            entry,
            outlet=outlet,
            origin=origin(entry, outlet, feed.origin),
            canonical_url=canonical,
            title_key=key,
            companies=companies,
            story_id=place(at, canonical, key, shelf.candidates(canonical, key, at)),
            seen_at=now,
            about=about,
        )
        new += 1
    return Filed(new, changed, len(entries) - new - changed)


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
