"""Puts what one feed brought into the archive: each entry in its story. Reads no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Protocol

from signalboard.links import canonical_url
from signalboard.model import Candidate, Entry, Feed
from signalboard.values import dataclass, field, replace
from signalboard.wire.joining import Member
from signalboard.wire.neighbours import Index, placed, weights_of
from signalboard.wire.refresh.preparing import Prepared
from signalboard.wire.stories import place
from signalboard.wire.words import terms, words

_ALIKE, _FEWEST_SHARED = 1 / 2, 2
"""Share of the telling words of the shorter headline that one alike has too, and how many."""


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
    def was_pruned(self, feed_url: str, entry: Entry) -> bool: ...
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
    alike: int = field(default=0, compare=False)
    """How many were there already by what they say: other news under a known id is not."""


def file_entries(
    shelf: Shelf,
    feed: Feed,
    feed_url: str,
    entries: Sequence[Entry],
    made: Sequence[Prepared],
    now: int,
) -> Filed:
    """Stores the entries of one body, the oldest first, so that who was first stays first.

    ``made``: what was prepared of each. What has the id of other news is an entry of
    its own, under an id that its page makes.
    """
    catch_up(shelf.index)
    filing = _Filing(shelf, feed, feed_url, now)
    known = shelf.known(feed_url, [entry.id for entry in entries])
    taken = {entry.id for entry in entries}
    of = {entry.id: prepared for entry, prepared in zip(entries, made, strict=True)}
    new = changed = same_again = 0
    for entry in sorted(entries, key=lambda entry: _at(entry, now)):
        before = known.get(entry.id)
        prepared = of[entry.id]
        if before is not None and _is_other_news(before, entry):
            entry = replace(entry, id=_id_beside(entry))
            before = shelf.known(feed_url, [entry.id]).get(entry.id)
        if before is None:
            alike = shelf.candidates(prepared.url_key, prepared.title_key, _at(entry, now))
            twin = filing.twin(entry, prepared, alike, taken)
            if twin is None and shelf.was_pruned(feed_url, entry):
                same_again += 1
                continue
            if twin is None:
                filing.add(entry, prepared, alike)
                new += 1
                continue
            ident, before = twin
            taken.add(ident)  # each is the same as one of this body, at most
            entry = replace(entry, id=ident)
        same_again += _is_alike(before, entry)
        if not _reads_the_same(before, entry):
            filing.change(before, entry, prepared)
            changed += 1
    return Filed(new, changed, len(entries) - new - changed, same_again)


def catch_up(index: Told) -> None:
    """Tell the index of entries it was never told of: of an older archive, or a killed run."""
    for number, title in index.left():
        index.add(number, terms(words(title)))


class _Filing:
    """One body on its way into the archive."""

    def __init__(self, shelf: Shelf, feed: Feed, feed_url: str, now: int) -> None:
        self._shelf, self._feed, self._url, self._now = shelf, feed, feed_url, now
        self._weights = weights_of(shelf.index)

    def twin(
        self,
        entry: Entry,
        prepared: Prepared,
        alike: Sequence[Candidate],
        taken: Set[str],
    ) -> tuple[str, Known] | None:
        """The entry of this feed that this one is, under another id: some change at every look.

        Address and title are the same, and what else is said or when: the parts of a
        series on one page, such as "Price of the day", differ in both. Where what is said
        and when are both the same, the address may ask otherwise (``?run=7``).
        """
        own = [c.entry_id for c in alike if c.feed_url == self._url]
        if not prepared.title_key:
            own += self._shelf.bare(self._url, entry.title)
        known = self._shelf.known(self._url, dict.fromkeys(own)) if own else {}
        found = [(ident, stored) for ident, stored in known.items() if ident not in taken]
        for same in (_is_the_page, _is_the_text):
            for ident, stored in found:
                if stored.title == entry.title and same(stored, entry):
                    return ident, stored
        return None

    def add(self, entry: Entry, prepared: Prepared, alike: Sequence[Candidate]) -> None:
        """Store an entry that is new, in the story it belongs to."""
        outlet = entry.outlet or self._feed.name
        at = _at(entry, self._now)
        story = place(at, prepared.url_key, prepared.title_key, alike, voice=(self._url, outlet))
        same: tuple[str, ...] = ()
        if story is None:
            arriving = Member(entry.title, at, f"{self._url} {outlet}")
            found = placed(arriving, prepared.terms, self._shelf.index, self._weights)
            story, same = found.story, found.same
        self._shelf.add(
            self._url,
            entry,
            outlet=outlet,
            origin=prepared.origin,
            canonical_url=prepared.url_key,
            title_key=prepared.title_key,
            companies=prepared.companies,
            story_id=story,
            seen_at=self._now,
            about=prepared.about,
            terms=prepared.terms,
        )
        if story is not None and same:
            self._shelf.merge(story, same)
        self._weights.counted(self._shelf.index.entries)

    def change(self, before: Known, entry: Entry, prepared: Prepared) -> None:
        """Store how an entry reads now. It stays in its story: that is what it was read as."""
        is_titled_anew = before.title != entry.title
        self._shelf.change(
            self._url,
            entry,
            canonical_url=prepared.url_key,
            title_key=prepared.title_key,
            companies=prepared.companies,
            seen_at=self._now,
            about=prepared.about,
            terms=(terms(words(before.title)), prepared.terms) if is_titled_anew else ((), ()),
        )
        self._weights.counted(self._shelf.index.entries)


def _reads_the_same(before: Known, entry: Entry) -> bool:
    return (before.title, before.summary, before.url) == (entry.title, entry.summary, entry.url)


def _is_the_page(before: Known, entry: Entry) -> bool:
    """Whether two entries of one title are one by their address, and by what is said or when."""
    return canonical_url(before.url) == canonical_url(entry.url) and (
        before.summary == entry.summary or entry.published_at in {None, before.published_at}
    )


def _is_the_text(before: Known, entry: Entry) -> bool:
    """Whether two entries of one title say the same at one moment, whatever their link asks."""
    return (
        entry.published_at is not None
        and (before.published_at, before.summary) == (entry.published_at, entry.summary)
        and canonical_url(before.url.partition("?")[0])
        == canonical_url(entry.url.partition("?")[0])
    )


def _is_alike(before: Known, entry: Entry) -> bool:
    """Whether page or headline say that it is the same news."""
    page = canonical_url(entry.url)
    if page == canonical_url(before.url) and (page or before.title == entry.title):
        return True
    old, new = terms(words(before.title)), terms(words(entry.title))
    enough = max(_FEWEST_SHARED, _ALIKE * min(len(old), len(new)))
    return before.title == entry.title or len({*old} & {*new}) >= enough


def _is_other_news(before: Known, entry: Entry) -> bool:
    """Whether an id was given to something else: page, date and headline are all others."""
    if (before.title, before.url) == (entry.title, entry.url) or not (before.url and entry.url):
        return False
    is_of_that_time = entry.published_at is not None and entry.published_at == before.published_at
    return not is_of_that_time and not _is_alike(before, entry)


def _id_beside(entry: Entry) -> str:
    """The id of an entry whose own id is other news: the same for the same page at every look."""
    import hashlib  # loads OpenSSL, which a run that needs none has no use for

    page = (canonical_url(entry.url) or entry.url).encode("utf-8", "surrogatepass")
    return f"{entry.id}#{hashlib.blake2b(page, digest_size=6).hexdigest()}"


def _at(entry: Entry, now: int) -> int:
    return now if entry.published_at is None else min(entry.published_at, now)
