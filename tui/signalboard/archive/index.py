"""By which words entries are found: of each word, how many have it and which did last.

What transactions add is held in memory and written together, since a word stands in
many entries; up to which entry the file tells, stands in it as ``indexed``. Entries after
that one are not lost with the process: whoever files next reads them again (``left``).
"""

from __future__ import annotations

import sys
from array import array
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence

import apsw

from signalboard import times
from signalboard.archive.database import every, value
from signalboard.archive.identity import listed_at, storable
from signalboard.values import dataclass, field

NEWEST = 100
"""Entries kept of one word: the latest."""
_HELD = 2000
"""Entries that are not written yet, at most."""
_KEPT = 60_000
"""Words kept in memory, at most."""
_READ = (
    "SELECT e.entry, s.id, e.title, e.published_at, e.first_seen_at, f.url, e.outlet, "
    "s.judged + s.starred + s.fixed > 0, s.at FROM entries e JOIN stories s ON s.key = e.story "
    "JOIN feeds f ON f.feed = e.feed "
)
_NUMBERED = f"{_READ} WHERE e.entry = ?"
_MEMBERS = f"{_READ} WHERE s.id = ? ORDER BY e.entry DESC LIMIT ?"

Near = tuple[int, str, str, int, str, bool, int]
"""An entry's number, story, title, moment and voice (feed URL and outlet), whether the story is
settled (judged, starred or fixed), and when the story began."""


@dataclass(slots=True)
class _Word:
    having: int = 0
    recent: list[int] = field(default_factory=list)
    """In memory a list: its numbers are made once, and shared by the words of an entry."""
    is_written: bool = False
    """Whether the file says so, if by saying nothing."""


class Index:
    """The words of one open archive; of use within a transaction of it."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._db = connection
        self._words: dict[str, _Word] = {}
        self._days: dict[int, int] = {}
        """The first entry seen on a day or later."""
        self._written = self._last = -1
        """The entry up to which the file tells, and the last one told of."""
        self.entries = 0
        """How many entries are counted."""

    def begin(self) -> None:
        """See what others wrote since; called at the beginning of a transaction."""
        written, entries, last = value(
            self._db,
            "SELECT (SELECT value FROM meta WHERE name = 'indexed'), "
            "(SELECT value FROM meta WHERE name = 'counted'), "
            "(SELECT max((SELECT coalesce(max(entry), 0) FROM entries), "
            "(SELECT value FROM meta WHERE name = 'numbered')))",
        )
        if written != self._written or last != self._last:
            self._words.clear()
            self._days.clear()
            self._written = self._last = int(written)
            self.entries = int(entries)

    def forget(self) -> None:
        """The transaction failed: what was told in it is not so."""
        self._words.clear()
        self._days.clear()
        self._written = self._last = -1

    def left(self) -> Iterator[tuple[int, str]]:
        """Entries there are that were never told of, and their titles; the first to arrive first.

        Each is to be told of with ``add`` before the next, and all before what is new.
        """
        after = self._last
        while some := every(
            self._db,
            "SELECT entry, title FROM entries WHERE entry > ? ORDER BY entry LIMIT 500",
            (after,),
        ):
            for after, title in some:
                self._last = after - 1
                yield after, title

    def add(self, entry: int, terms: Iterable[str]) -> None:
        """Tell of the next entry, and by which words it is to be found.

        Where some before it are still ``left``, it is left too.
        """
        if entry != self._last + 1:
            return
        known = self._words
        for term in terms:
            word = known.get(term) or self._word(term)
            word.having += 1
            word.recent.append(entry)
            word.is_written = False
        self._last = entry
        self.entries += 1

    def change(self, entry: int, before: Iterable[str], now: Iterable[str]) -> None:
        """An entry is found by other words now; one that is left will be by those it has then."""
        if entry > self._last:
            return
        old, new = set(before), set(now)
        for term in old - new:
            word = self._word(term)
            word.having = max(0, word.having - 1)
            if entry in word.recent:
                word.recent.remove(entry)
            word.is_written = False
        for term in new - old:
            word = self._word(term)
            word.having += 1
            insort(word.recent, entry)
            word.is_written = False

    @property
    def is_held(self) -> bool:
        """Whether something was told that the file does not tell yet."""
        return self._last > self._written

    def finish(self, *, close: bool = False) -> None:
        """Called at the end of a transaction: writes what is held where it is much, or the last."""
        if close:
            self.begin()  # another process may have written it meanwhile
        if self._last - self._written >= (1 if close else _HELD):
            self._write()

    def having(self, word: str) -> int:
        """How many entries have a word among their terms."""
        return (self._words.get(word) or self._word(word)).having

    def recent(self, word: str) -> Sequence[int]:
        """The latest entries that have it, the lowest first. Not to be changed."""
        recent = (self._words.get(word) or self._word(word)).recent
        return recent if len(recent) <= NEWEST else recent[-NEWEST:]

    def since(self, at: int) -> int:
        """A number below which no entry was seen at that moment or later, by days.

        Entries are numbered as they are seen; where a clock was wrong, some that are not
        so old may be passed over with those that are.
        """
        day = at // times.DAY
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._first_of(day * times.DAY)
        return found

    def _first_of(self, at: int) -> int:
        low, high = 0, int(value(self._db, "SELECT coalesce(max(entry), 0) + 1 FROM entries"))
        while low < high:
            middle = (low + high) // 2
            seen = value(
                self._db,
                "SELECT first_seen_at FROM entries WHERE entry >= ? ORDER BY entry LIMIT 1",
                (middle,),
            )
            low, high = (middle + 1, high) if seen is not None and seen < at else (low, middle)
        return low

    def read(self, numbers: Sequence[int]) -> list[Near]:
        """The entries of these numbers, in this order."""
        rows = self._db.executemany(_NUMBERED, ((each,) for each in numbers))
        return [_near(*row) for row in rows]

    def members(self, story: str, most: int) -> list[Near]:
        """The latest entries of a story, the newest first."""
        rows = every(
            self._db,
            _MEMBERS,
            (story, most),
        )
        return [_near(*row) for row in rows]

    # -- how -------------------------------------------------------------

    def _word(self, term: str) -> _Word:
        word = self._words.get(term)
        if word is None:
            word = self._words[term] = self._found(storable(term))
        return word

    def _found(self, term: str) -> _Word:
        row = value(self._db, "SELECT entries, recent FROM words WHERE word = ?", (term,))
        if row is None:
            return _Word(is_written=True)
        recent = array("I")
        recent.frombytes(row[1])
        if sys.byteorder == "big":
            recent.byteswap()
        return _Word(row[0], recent.tolist(), is_written=True)

    def _write(self) -> None:
        held = [(term, word) for term, word in self._words.items() if not word.is_written]
        self._db.executemany(
            "INSERT INTO words (word, entries, recent) VALUES (?, ?, ?) "
            "ON CONFLICT (word) DO UPDATE SET entries = excluded.entries, recent = excluded.recent",
            ((storable(term), word.having, _stored(word.recent)) for term, word in sorted(held)),
        )
        self._db.executemany(
            "UPDATE meta SET value = ? WHERE name = ?",
            ((self._last, "indexed"), (self.entries, "counted")),
        )
        self._written = self._last
        if len(self._words) > _KEPT:
            self._words.clear()
        else:
            for _, word in held:
                word.is_written = True


def _stored(recent: list[int]) -> bytes:
    del recent[:-NEWEST]
    told = array("I", recent)
    if sys.byteorder == "big":
        told.byteswap()
    return told.tobytes()


def _near(
    entry: int,
    story: str,
    title: str,
    published_at: int | None,
    seen_at: int,
    feed_url: str,
    outlet: str,
    is_settled: int,
    began: int,
) -> Near:
    at = listed_at(published_at, seen_at)
    return entry, story, title, at, f"{feed_url} {outlet}", bool(is_settled), began
