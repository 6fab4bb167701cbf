"""The stories a view shows, in the order of the list, pinned as they stood when it was made."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import neg
from typing import Literal

import apsw

from signalboard.archive import moving, schema
from signalboard.archive.database import Database, value
from signalboard.archive.identity import storable
from signalboard.archive.long import Long
from signalboard.archive.search import Search, parse_search
from signalboard.model import View

_STATES = {
    ("unjudged", True): "s.judged = 0",
    ("unjudged", False): "s.judged > 0",
    ("starred", True): "s.starred = 1",
    ("starred", False): "s.starred = 0",
    ("linked", True): "s.judged = 2",
    ("linked", False): "s.judged <> 2",
    ("read", True): "s.read = 1",
    ("read", False): "s.read = 0",
    ("hidden", True): "s.hidden = 1",
    ("hidden", False): "s.hidden = 0",
}
_HIDDEN = "SELECT 1 FROM stories h INDEXED BY stories_hidden WHERE h.hidden = 1"
_NEVER_HIDDEN = {("starred", True), ("linked", True), ("unjudged", False)}
_FEW = {
    ("starred", True): "stories_starred",
    ("linked", True): "stories_judged",
    ("unjudged", False): "stories_judged",
    ("read", True): "stories_read",
    ("hidden", True): "stories_hidden",
}
"""States that few stories have, and the index that lists them."""
_OPPOSITES = {
    ("starred", False): ("starred", True),
    ("linked", False): ("linked", True),
    ("read", False): ("read", True),
}
_BOTH = "s.judged > 0 AND s.judged = 2"
"""The index of the judged is asked by its own condition."""

State = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a view and its search ask together: all of it."""

    match: str
    exclude: str
    company: str | None
    states: frozenset[State]
    low: int
    high: int
    among: frozenset[str] | None

    @classmethod
    def read(cls, view: View, search: Search, among: Collection[str] | None, now: int) -> Wanted:
        """Bring together what the fields of a view and of its search say."""
        states = set(search.states)
        if view.show == "muted":
            states.add(("hidden", True))
        elif view.show != "all":
            states.add((view.show, True))
        if ("hidden", True) not in states and not states & _NEVER_HIDDEN:
            states.add(("hidden", False))
        since, before = search.between(now)
        lows = [schema.first_key(at) for at in (view.since_at, since) if at is not None]
        return cls(
            match=search.match,
            exclude=search.exclude,
            company=None if view.company is None else storable(view.company),
            states=frozenset(states),
            low=min(max(lows, default=0), schema.ENDLESS),
            high=min(
                schema.ENDLESS if before is None else schema.first_key(before), schema.ENDLESS
            ),
            among=None if among is None else frozenset(among),
        )

    @property
    def is_nearly_everything(self) -> bool:
        """Whether the list may be about as long as all stories, or all unjudged ones."""
        chosen = self.match or self.company is not None or self.among is not None
        return not chosen and not self.states & _FEW.keys()

    @property
    def shows_hidden(self) -> bool:
        """Whether the list is one of hidden stories."""
        return ("hidden", True) in self.states

    @property
    def asks_the_row(self) -> bool:
        """Whether a story must be read to know if it fits; of the hidden a small index knows."""
        return any(named != "hidden" for named, _ in self.states)


class Short:
    """Rows held as keys, in falling order: at most eight bytes a story found."""

    def __init__(self, database: Database, keys: array[int], *, hidden: bool) -> None:
        """``hidden``: they are hidden stories, and only such ones wait to be judged here."""
        self._database = database
        self._keys = keys
        self._open = "hidden = 1" if hidden else "judged = 0 AND hidden = 0"

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._keys)

    def keys(self, start: int, stop: int) -> Sequence[int]:
        """The keys of the rows [start, stop)."""
        return self._keys[start:stop]

    def position(self, key: int) -> int | None:
        """The row of a key."""
        place = bisect_left(self._keys, -key, key=neg)
        return place if place < len(self._keys) and self._keys[place] == key else None

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start that is not judged now, and hidden or not as it was.

        Goes by turns to the next unjudged story of the archive and to the next
        row of the list, so that long runs of judged ones are passed in a step.
        """
        sql = (
            f"SELECT max(key) FROM stories WHERE {self._open} AND key <= ?"  # noqa: S608
            if step == 1
            else f"SELECT min(key) FROM stories WHERE {self._open} AND key >= ?"  # noqa: S608
        )
        row = start
        with self._database.reading() as connection:
            while 0 <= row < len(self._keys):
                key = value(connection, sql, (self._keys[row],))
                if key is None or key == self._keys[row]:
                    return None if key is None else row
                if step == 1:
                    row = bisect_left(self._keys, -key, key=neg)
                else:
                    row = bisect_right(self._keys, -key, key=neg) - 1
        return None


class Selection:
    """A view, pinned: the place of a row never changes while this lives."""

    def __init__(
        self, database: Database, view: View, among: Collection[str] | None, now: int
    ) -> None:
        """Pin a view. ``among``: the stories it is limited to. ``now``: what spans count from."""
        self._database = database
        self._view = view
        self._search = parse_search(view.search)
        self._wanted = wanted = Wanted.read(view, self._search, among, now)
        with database.reading() as connection:
            self._pin = int(value(connection, "SELECT value FROM meta WHERE name = 'arrived'"))
            self._rows: Long | Short
            if wanted.is_nearly_everything:
                self._rows = Long(
                    database,
                    unjudged=("unjudged", True) in wanted.states,
                    low=wanted.low,
                    high=wanted.high,
                    removed=_removed(connection, wanted),
                )
            else:
                keys = array("q", _found(connection, wanted))
                self._rows = Short(database, keys, hidden=wanted.shows_hidden)

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
        """What of the search could not be taken as written; empty if all could."""
        return self._search.problem

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def keys(self, start: int, stop: int) -> Sequence[int]:
        """The keys of the rows [start, stop), clipped to what is there."""
        start, stop = max(0, start), min(stop, len(self._rows))
        return self._rows.keys(start, stop) if start < stop else ()

    def index_of(self, story_id: str) -> int | None:
        """The row of a story, or None where it is not in this list.

        Where it was merged with others since, the row of any of them.
        """
        with self._database.reading() as connection:
            for key in moving.keys_of(connection, storable(story_id)):
                if (row := self._rows.position(key)) is not None:
                    return row
        return None

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start (inclusive) in a direction that is not judged now."""
        last = len(self._rows) - 1
        start = max(0, start) if step == 1 else min(start, last)
        return self._rows.next_unjudged(start, step) if 0 <= start <= last else None

    def waiting(self) -> int:
        """How many stories that fit the view arrived since it was pinned."""
        with self._database.reading() as connection:
            return len(_arrived(connection, self._wanted, self._pin))


def _conditions(
    wanted: Wanted, key: str, but: State | None = None, *, row: bool = True
) -> tuple[str, list[int | str]]:
    """SQL for range, states and company; ``+`` keeps the states from choosing an index.

    ``row``: whether the story ``s`` is read; else only its key is known.
    """
    parts = [f"{key} >= ? AND {key} < ?"]
    bindings: list[int | str] = [wanted.low, wanted.high]
    if row:
        parts += [f"+{_STATES[state]}" for state in sorted(wanted.states) if state != but]
    else:
        parts += [
            f"{'' if hidden else 'NOT '}EXISTS ({_HIDDEN} AND h.key = {key})"
            for named, hidden in sorted(wanted.states)
            if named == "hidden"
        ]
    if wanted.company is not None:
        parts.append(
            "EXISTS (SELECT 1 FROM story_companies c WHERE c.story = "  # noqa: S608
            f"{key} AND c.company = (SELECT company FROM companies WHERE name = ?))"
        )
        bindings.append(wanted.company)
    return " AND ".join(parts), bindings


def _found(connection: apsw.Connection, wanted: Wanted) -> Iterator[int]:
    """Keys that fit, falling, from the smallest source there is."""
    unwanted = set(_matching(connection, wanted.exclude)) if wanted.exclude else set[int]()
    row = wanted.asks_the_row
    join = "CROSS JOIN stories s ON s.key = {} " if row else ""
    if not row and not wanted.shows_hidden and value(connection, f"{_HIDDEN} LIMIT 1") is None:
        wanted = replace(wanted, states=frozenset())
    if wanted.among is not None:
        where, bindings = _conditions(wanted, "s.key")
        rows = connection.executemany(
            f"SELECT s.key FROM stories s WHERE s.id = ? AND {where}",  # noqa: S608
            ((storable(ident), *bindings) for ident in wanted.among),
        )
        keys = {key for (key,) in rows}
        if wanted.match:
            keys &= set(_matching(connection, wanted.match))
        return iter(sorted(keys - unwanted, reverse=True))
    if wanted.match:
        where, bindings = _conditions(wanted, "texts.rowid", row=row)
        rows = connection.execute(
            f"SELECT texts.rowid FROM texts {join.format('texts.rowid')}"  # noqa: S608
            f"WHERE texts MATCH ? AND {where} ORDER BY texts.rowid DESC",
            (wanted.match, *bindings),
        )
    elif wanted.company is not None:
        where, bindings = _conditions(replace(wanted, company=None), "n.story", row=row)
        rows = connection.execute(
            f"SELECT n.story FROM story_companies n {join.format('n.story')}"  # noqa: S608
            f"WHERE n.company = (SELECT company FROM companies WHERE name = ?) AND {where} "
            "ORDER BY n.story DESC",
            (wanted.company, *bindings),
        )
    else:
        few = next(state for state in _FEW if state in wanted.states)
        where, bindings = _conditions(wanted, "s.key", but=few)
        first = _BOTH if few[0] == "linked" else _STATES[few]
        rows = connection.execute(
            f"SELECT s.key FROM stories s INDEXED BY {_FEW[few]} "  # noqa: S608
            f"WHERE {first} AND {where} ORDER BY s.key DESC",
            tuple(bindings),
        )
    return (key for (key,) in rows if key not in unwanted)


def _removed(connection: apsw.Connection, wanted: Wanted) -> set[int]:
    """What a long list leaves out: few stories, found by what they have and it does not want."""
    removed: set[int] = set()
    own = wanted.states & {("unjudged", True), ("hidden", False)}
    for state in wanted.states - own:
        few = replace(wanted, exclude="", states=own | {_OPPOSITES[state]})
        removed.update(_found(connection, few))
    if wanted.exclude:
        named = replace(wanted, match=wanted.exclude, exclude="", states=own)
        removed.update(_found(connection, named))
    return removed


def _arrived(connection: apsw.Connection, wanted: Wanted, pin: int) -> set[int]:
    """Keys that fit and arrived after a pin."""
    where, bindings = _conditions(wanted, "+s.key")
    rows = connection.execute(
        f"SELECT s.key, s.id FROM stories s WHERE s.arrived > ? AND {where}",  # noqa: S608
        (pin, *bindings),
    )
    keys = {key for key, ident in rows if wanted.among is None or ident in wanted.among}
    if keys and wanted.match:
        keys &= set(_matching(connection, wanted.match, min(keys), max(keys)))
    if keys and wanted.exclude:
        keys -= set(_matching(connection, wanted.exclude, min(keys), max(keys)))
    return keys


def _matching(
    connection: apsw.Connection, expression: str, low: int = 0, high: int = schema.ENDLESS
) -> Iterator[int]:
    rows = connection.execute(
        "SELECT rowid FROM texts WHERE texts MATCH ? AND rowid >= ? AND rowid <= ?",
        (expression, low, high),
    )
    return (key for (key,) in rows)
