"""A list of nearly all stories, or nearly all unjudged ones, that is never read whole.

How many rows each span of keys has is known at the start; the keys of a span
are read when a row of it is asked for, and come out as they stood when the
list was pinned: what arrived later is left out by number, and what was judged
or unjudged, hidden or shown since is set right from the record of turns.
Stories that are hidden are in no such list.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import neg
from typing import Literal

import apsw

from signalboard.archive import moving, schema
from signalboard.archive.database import Database, every, value

_SHOWN = "+hidden = 0"
_OPEN = "judged = 0 AND hidden = 0"
"""As the index of the unjudged has it."""


class Long:
    """Rows in falling order of key; the database is read at the moment of making."""

    def __init__(
        self,
        database: Database,
        *,
        unjudged: bool,
        low: int,
        high: int,
        removed: array[int] | None = None,
    ) -> None:
        """Pin the stories with keys in [low, high) that are shown.

        ``unjudged``: only those not judged now. ``removed``: keys in that
        range, of such stories, that are left out; each once, rising.
        """
        self._database = database
        self._unjudged = unjudged
        self._low, self._high = low, high
        self._removed = array("q") if removed is None else removed
        self._spans: dict[int, array[int]] = {}
        self._were: dict[int, bool] = {}
        """Whether a story that has turned since was one of the list when this was pinned."""
        with database.reading() as connection:
            self._pin = int(value(connection, "SELECT value FROM meta WHERE name = 'arrived'"))
            self._turn = int(value(connection, "SELECT coalesce(max(turn), 0) FROM turns"))
            self._gone = moving.gone(connection)
            self._bounds = self._counted(connection)
        # Spans in the order of the rows: [low, high) of keys, and the number of the first row.
        self._bounds.reverse()
        self._lows = [low for low, _, _ in self._bounds]
        self._starts: list[int] = []
        self._length = 0
        for _, _, count in self._bounds:
            self._starts.append(self._length)
            self._length += count

    def read_by(self, database: Database) -> None:
        """Another connection to the same file reads the rows from now on."""
        self._database = database

    def __len__(self) -> int:
        """How many rows there are."""
        return self._length

    def keys(self, start: int, stop: int) -> Sequence[int]:
        """The keys of the rows [start, stop), which are within the list."""
        found = array("q")
        with self._database.reading() as connection:
            while start < stop:
                span = bisect_right(self._starts, start) - 1
                first = self._starts[span]
                some = self._span(connection, span)[start - first : stop - first]
                if not some:
                    break
                found.extend(some)
                start += len(some)
        return found

    def position(self, key: int) -> int | None:
        """The row of a key."""
        span = bisect_left(self._lows, -key, key=neg)
        if span == len(self._bounds) or key >= self._bounds[span][1]:
            return None
        with self._database.reading() as connection:
            keys = self._span(connection, span)
        place = bisect_left(keys, -key, key=neg)
        if place == len(keys) or keys[place] != key:
            return None
        return self._starts[span] + place

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start that is neither judged nor hidden now."""
        sql = (
            f"SELECT key FROM stories WHERE {_OPEN} AND key >= ? AND key <= ? "  # noqa: S608
            f"AND +arrived <= ? ORDER BY key {'DESC' if step == 1 else 'ASC'}"
        )
        with self._database.reading() as connection:
            self._look(connection)
            begin = self.keys(start, start + 1)[0]
            limits = (self._low, begin) if step == 1 else (begin, self._high - 1)
            for (key,) in connection.execute(sql, (*limits, self._pin)):
                if self._were.get(key, True) and not self._leaves_out(key):
                    return self.position(key)
        return None

    # -- how -------------------------------------------------------------

    def _counted(self, connection: apsw.Connection) -> list[tuple[int, int, int]]:
        column = "unjudged" if self._unjudged else "stories - hidden"
        rows = every(
            connection,
            f"SELECT first, {column} FROM spans WHERE first < ? "  # noqa: S608
            "AND first >= (SELECT max(first) FROM spans WHERE first <= ?) ORDER BY first",
            (self._high, self._low),
        )
        if not rows:  # all of the archive is of later, as of before:1970-01-01
            return []
        ends = [first for first, _ in rows[1:]] + [self._high]
        bounds: list[tuple[int, int, int]] = []
        for (first, count), end in zip(rows, ends, strict=True):
            low = max(first, self._low)
            cut = first < low or end == self._high < schema.ENDLESS
            if count and cut:
                count = len(self._stand(connection, low, end))
            bounds.append((low, end, count))
        if self._removed:
            bounds = [
                (low, end, count - len(self._removed_in(low, end))) for low, end, count in bounds
            ]
        return [bound for bound in bounds if bound[2]]

    def _removed_in(self, low: int, high: int) -> array[int]:
        return self._removed[bisect_left(self._removed, low) : bisect_left(self._removed, high)]

    def _leaves_out(self, key: int) -> bool:
        return bool(self._removed) and len(self._removed_in(key, key + 1)) > 0

    def _stand(self, connection: apsw.Connection, low: int, high: int) -> array[int]:
        """The keys in [low, high) as they are now, but for what arrived later; falling."""
        rows = connection.execute(
            f"SELECT key FROM stories WHERE {_OPEN if self._unjudged else _SHOWN} "  # noqa: S608
            "AND key >= ? AND key < ? "
            "AND +arrived <= ? ORDER BY key DESC",
            (low, high, self._pin),
        )
        keys = array("q", (key for (key,) in rows))
        merged = moving.gone_since(connection, self._gone, low, high, self._pin)
        away = [
            key for key, was_open, shown in merged if shown and (was_open or not self._unjudged)
        ]
        return array("q", sorted([*keys, *away], reverse=True)) if away else keys

    def _span(self, connection: apsw.Connection, number: int) -> array[int]:
        keys = self._spans.get(number)
        if keys is None:
            low, high, _ = self._bounds[number]
            self._look(connection)
            keys = self._stand(connection, low, high)
            turned = {key: was for key, was in self._were.items() if low <= key < high}
            if turned or self._removed:
                stood = {key for key in keys if turned.get(key, True)}
                stood.update(key for key, was in turned.items() if was)
                keys = array(
                    "q", sorted(stood.difference(self._removed_in(low, high)), reverse=True)
                )
            self._spans[number] = keys
        return keys

    def _look(self, connection: apsw.Connection) -> None:
        """Take in what turned since the last look."""
        was = "t.was_open" if self._unjudged else "NOT t.was_hidden"
        rows = connection.execute(
            f"SELECT t.turn, t.story, {was} FROM turns t WHERE t.turn > ? "  # noqa: S608
            "AND coalesce((SELECT arrived FROM stories WHERE key = t.story), "
            "(SELECT arrived FROM former WHERE key = t.story)) <= ? ORDER BY t.turn",
            (self._turn, self._pin),
        )
        for turn, key, was in rows:
            self._turn = turn
            self._were.setdefault(key, bool(was))
