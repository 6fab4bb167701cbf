"""The rows of a list that are held as keys, and of one whose beginning has another order."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from heapq import merge
from itertools import groupby, pairwise
from operator import neg
from typing import Literal

import apsw

from signalboard.archive.database import Database, value
from signalboard.archive.long import Long

_MANY_RUNS = 64
"""Rows to a run, at least, where runs are searched rather than rows one by one."""
_ASKED = 500
"""Stories that are asked for at once."""


class Short:
    """Rows held as keys, eight bytes each; rows come at the end and never move.

    Keys fall, or fall in runs where the order is another one.
    """

    def __init__(self, database: Database, *, hidden: bool) -> None:
        """``hidden``: they are hidden stories, and only such ones wait to be judged here."""
        self._database = database
        self._keys: array[int] = array("q")
        self._runs: array[int] = array("q")
        """The row each run begins at."""
        self._open = "hidden = 1" if hidden else "judged = 0 AND hidden = 0"

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._keys)

    @property
    def last(self) -> int | None:
        """The key of the last row."""
        return self._keys[-1] if self._keys else None

    def add(self, keys: Iterable[int]) -> None:
        """More rows; another thread may read those before meanwhile."""
        more = array("q", keys)
        row = len(self._keys)
        if more and (not row or more[0] > self._keys[-1]):
            self._runs.append(row)
        for place, (before, after) in enumerate(pairwise(more), row + 1):
            if after > before:
                self._runs.append(place)
        self._keys.extend(more)

    def keys(self, start: int, stop: int) -> Sequence[int]:
        """The keys of the rows [start, stop)."""
        return self._keys[start:stop]

    def falls(self) -> list[array[int]]:
        """The keys in runs, each falling."""
        return [self._keys[begin:end] for begin, end in self._spans()]

    def position(self, key: int) -> int | None:
        """The row of a key."""
        if len(self._runs) * _MANY_RUNS > len(self._keys) and len(self._runs) > 1:
            try:
                return self._keys.index(key)
            except ValueError:
                return None
        for begin, end in self._spans():
            place = bisect_left(self._keys, -key, begin, end, key=neg)
            if place < end and self._keys[place] == key:
                return place
        return None

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start that is not judged now, and hidden or not as it was."""
        spans = self._spans()
        if len(spans) * _MANY_RUNS > len(self._keys) and len(spans) > 1:
            return self._nearest(start, step)
        with self._database.reading() as connection:
            for begin, end in spans if step == 1 else reversed(spans):
                if begin <= start < end or (begin > start if step == 1 else end <= start):
                    first = start if begin <= start < end else begin if step == 1 else end - 1
                    found = self._leap(connection, first, step, begin, end)
                    if found is not None:
                        return found
        return None

    def _spans(self) -> list[tuple[int, int]]:
        return list(pairwise([*self._runs, len(self._keys)]))

    def _leap(
        self, connection: apsw.Connection, row: int, step: Literal[1, -1], begin: int, end: int
    ) -> int | None:
        """Within a run, by turns to the next unjudged story of the archive and to the next
        row of the list, so that long runs of judged ones are passed in a step.
        """
        sql = (
            f"SELECT max(key) FROM stories WHERE {self._open} AND key <= ?"  # noqa: S608
            if step == 1
            else f"SELECT min(key) FROM stories WHERE {self._open} AND key >= ?"  # noqa: S608
        )
        while begin <= row < end:
            key = value(connection, sql, (self._keys[row],))
            if key is None or key == self._keys[row]:
                return None if key is None else row
            if step == 1:
                row = bisect_left(self._keys, -key, begin, end, key=neg)
            else:
                row = bisect_right(self._keys, -key, begin, end, key=neg) - 1
        return None

    def _nearest(self, start: int, step: Literal[1, -1]) -> int | None:
        """Where no order of keys helps: some rows at a time are asked for."""
        sql = f"SELECT key FROM stories WHERE key = ? AND +{self._open}"  # noqa: S608
        stop = len(self._keys) if step == 1 else -1
        with self._database.reading() as connection:
            for first in range(start, stop, step * _ASKED):
                rows = range(
                    first,
                    min(first + _ASKED, stop) if step == 1 else max(first - _ASKED, stop),
                    step,
                )
                asked = [(self._keys[row],) for row in rows]
                found = {key for (key,) in connection.executemany(sql, asked)}
                for row in rows:
                    if self._keys[row] in found:
                        return row
        return None


def rising(falls: Iterable[array[int]]) -> array[int]:
    """All keys of some falling arrays, each once, rising; makes no more of them than it returns."""
    parts = [part for part in falls if part]
    for part in parts:
        part.reverse()
    if len(parts) < 2:
        return parts[0] if parts else array("q")
    return array("q", (key for key, _ in groupby(merge(*parts))))


class Ordered:
    """A beginning in an order of its own, and all others after it by their time."""

    def __init__(self, head: Short, tail: Long) -> None:
        self._head, self._tail = head, tail

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._head) + len(self._tail)

    def keys(self, start: int, stop: int) -> Sequence[int]:
        """The keys of the rows [start, stop)."""
        begin = len(self._head)
        if stop <= begin:
            return self._head.keys(start, stop)
        return [
            *self._head.keys(start, begin),
            *self._tail.keys(max(0, start - begin), stop - begin),
        ]

    def position(self, key: int) -> int | None:
        """The row of a key."""
        place = self._head.position(key)
        if place is None and (after := self._tail.position(key)) is not None:
            place = after + len(self._head)
        return place

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start that is neither judged nor hidden now."""
        begin = len(self._head)
        if start < begin:
            found = self._head.next_unjudged(start, step)
            if found is not None or step == -1 or not len(self._tail):
                return found
            start = begin
        after = self._tail.next_unjudged(start - begin, step)
        if after is not None:
            return after + begin
        return self._head.next_unjudged(begin - 1, -1) if step == -1 and begin else None
