"""The stories a view shows, in its order, pinned as they stood when it was read."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal

import apsw

from signalboard.archive import moving
from signalboard.archive.database import Database, value
from signalboard.archive.falling import by_count, falling, matched, removed, worths
from signalboard.archive.identity import storable
from signalboard.archive.long import Long
from signalboard.archive.rows import Ordered, Short, rising
from signalboard.archive.search import Search, parse_search
from signalboard.archive.wanted import Wanted
from signalboard.model import MOST_WAITING, View

FIRST = 64
"""Rows of the first page: found one by one, so that they can be shown as soon as they are."""
SORTED = 5_000
"""Of a search or filter so many of the newest are put in another order; the rest follows."""
_PORTION = 1024
_ORDERS = {
    "match": "best match",
    "outlets": "most outlets",
    "companies": "most companies",
    "suggested": "suggested first",
}
_WORDLESS = "Only words can match better or worse: without one the newest come first."


class Selection:
    """A view, pinned: the place of a row never changes while this lives.

    ``reading`` finds the rows; until it has ended there may be more at the end. It may be run
    by another thread, with a connection of its own, while this is looked at.
    """

    def __init__(
        self,
        database: Database,
        view: View,
        among: Collection[str] | None,
        now: int,
        but: Collection[str] = (),
    ) -> None:
        """Of no rows yet. ``among``: stories it is limited to; ``but``: judged ones left out.

        ``now``: what spans count from.
        """
        self._database = database
        self._view = view
        self._search = parse_search(view.search)
        self._wanted = Wanted.read(view, self._search, among, now, but)
        self._short = Short(database, hidden=self._wanted.shows_hidden)
        self._rows: Long | Short | Ordered = self._short
        self._pin = -1
        self._is_bounded = False
        self.is_whole = False
        """Whether every row was found."""

    @property
    def view(self) -> View:
        """What was asked for."""
        return self._view

    @property
    def search(self) -> Search:
        """The search as it was understood."""
        return self._search

    @property
    def problem(self) -> str:
        """What could not be taken as written; empty if all could."""
        asked = {self._view.sort, self._search.sort}
        wordless = "match" in asked and not self._wanted.match
        return self._search.problem or (_WORDLESS if wordless else "")

    @property
    def order(self) -> str:
        """Its order in words; empty: the newest first."""
        order = _ORDERS.get(self._wanted.sort, "")
        return f"{order} of the newest {SORTED:,}" if self._is_bounded else order

    @property
    def is_long(self) -> bool:
        """Whether it is read at once, however long it is."""
        return self._wanted.is_long

    def __len__(self) -> int:
        """How many rows there are, so far."""
        return len(self._rows)

    def keys(self, start: int, stop: int) -> Sequence[int]:
        """The keys of the rows [start, stop), clipped to what is there."""
        rows = self._rows
        start, stop = max(0, start), min(stop, len(rows))
        return rows.keys(start, stop) if start < stop else ()

    def index_of(self, story_id: str) -> int | None:
        """The row of a story, or None where it is not in this list, or not yet.

        Where it was merged with others since, the row of any of them.
        """
        with self._database.reading() as connection:
            for key in moving.keys_of(connection, storable(story_id)):
                if (row := self._rows.position(key)) is not None:
                    return row
        return None

    def may_find(self, story_id: str) -> bool:
        """Whether a story that has no row may get one yet, as reading goes on.

        Not where reading, from the newest on, has come past it.
        """
        if self.is_whole or self._wanted.sort != "newest":
            return not self.is_whole
        last = self._short.last
        with self._database.reading() as connection:
            keys = moving.keys_of(connection, storable(story_id))
            return any(last is None or key < last for key in keys)

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start (inclusive) in a direction that is not judged now."""
        rows = self._rows
        last = len(rows) - 1
        start = max(0, start) if step == 1 else min(start, last)
        return rows.next_unjudged(start, step) if 0 <= start <= last else None

    def waiting(self, database: Database | None = None) -> int:
        """How many stories that fit the view arrived since it was pinned.

        No more than MOST_WAITING are counted. ``database``: who counts, where another thread
        does. Of a long list, which the screen's own counts, no more are looked at either.
        """
        if self._pin < 0:
            return 0
        most = -1 if database is not None or not self.is_long else MOST_WAITING
        with (database or self._database).reading() as connection:
            found = _arrived(connection, self._wanted, self._pin, most)
            return sum(1 for _ in islice(found, MOST_WAITING))

    # -- reading ---------------------------------------------------------

    def reading(self, database: Database) -> Generator[None]:
        """Find the rows, all of one moment; goes on for as long as it is asked to."""
        with database.reading() as connection:
            self._pin = int(value(connection, "SELECT value FROM meta WHERE name = 'arrived'"))
            if self._wanted.is_long:
                self._rows = self._long(database, array("q"))
            elif self._wanted.is_nearly_everything:
                yield from self._nearly_everything(database, connection)
            elif self._wanted.sort == "newest":
                yield from self._added(falling(connection, self._wanted))
            else:
                yield from self._sorted(connection)
        self.is_whole = True
        yield

    def _added(self, keys: Iterable[int]) -> Iterator[None]:
        more = iter(keys)
        while portion := array("q", islice(more, self._portion)):
            self._short.add(portion)
            yield

    @property
    def _portion(self) -> int:
        """Rows found until the next look whether anybody waits: few as long as there are few."""
        return 1 if len(self._short) < FIRST else min(len(self._short), _PORTION)

    def _nearly_everything(self, database: Database, connection: apsw.Connection) -> Iterator[None]:
        """The first page by itself; then what is left out, and with that the spans say all."""
        is_newest = self._wanted.sort == "newest"
        if is_newest:
            yield from self._added(islice(falling(connection, self._wanted), FIRST))
        else:
            yield from self._added(by_count(connection, self._wanted))
        parts = [] if is_newest else self._short.falls()
        for source in removed(connection, self._wanted):
            left_out: array[int] = array("q")
            while portion := array("q", islice(source, _PORTION)):
                left_out.extend(portion)
                yield
            parts.append(left_out)
        long = self._long(database, rising(parts))
        self._rows = long if is_newest else Ordered(self._short, long)

    def _sorted(self, connection: apsw.Connection) -> Iterator[None]:
        """The newest by their worth, then the rest as it comes."""
        wanted = self._wanted
        keys = falling(connection, wanted)
        newest: array[int] = array("q")
        while portion := array("q", islice(keys, min(_PORTION, SORTED - len(newest)))):
            newest.extend(portion)
            yield
        worth = worths(connection, wanted, newest)
        further = array("q", islice(keys, 1))
        self._is_bounded = bool(further)
        self._short.add(sorted(newest, key=lambda key: (worth.get(key, 0), key), reverse=True))
        yield
        self._short.add(further)
        yield from self._added(keys)

    def _long(self, database: Database, left_out: array[int]) -> Long:
        wanted = self._wanted
        unjudged = ("unjudged", True) in wanted.states
        low, high = wanted.low, wanted.high
        long = Long(database, unjudged=unjudged, low=low, high=high, removed=left_out)
        long.read_by(self._database)
        return long


def _arrived(connection: apsw.Connection, wanted: Wanted, pin: int, most: int) -> Iterator[int]:
    """Keys that fit and arrived after a pin; of the first ``most`` of those, -1: of all."""
    rows = connection.execute(
        f"SELECT s.key, s.id, {wanted.fits('s.key')} FROM stories s "  # noqa: S608
        "WHERE s.arrived > ? ORDER BY s.arrived LIMIT ?",
        (*wanted.bindings, pin, most),
    )
    found = (
        key
        for key, ident, fits in rows
        if fits and wanted.low <= key < wanted.high
        if wanted.among is None or ident in wanted.among
        if ident not in wanted.but
    )
    if wanted.match or wanted.exclude:
        return matched(connection, wanted, iter(sorted(found, reverse=True)))
    return found
