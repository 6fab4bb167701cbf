"""Keys that fit what is wanted, the newest first, as soon as each is found.

One thing leads: the words, else the company, else a state that few stories have. Its keys come
from its own index in falling order, and each is asked whether it has the rest too. Where many in
a row have not, the indexes of the rest say below which key the next one can be at all, and the
leader goes on from there: a common word with a rare state is found by the state, a rare word with
a common state by the word, and neither needs to know which of them is rare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import islice
from time import perf_counter

import apsw

from signalboard.archive.database import every, value
from signalboard.archive.identity import storable
from signalboard.archive.wanted import BY_INDEX, FEW, HIDDEN, OPPOSITES, State, Wanted
from signalboard.values import replace

AFTER = 8
"""Keys in a row that do not fit, or are passed over, at least, before the indexes are asked."""
_AFTER_MOST = 256
_A_SECOND = 400_000
"""Keys read in a second, about. To begin a search again in the middle costs as much as to read
on through thousands of hits where the word is common, so it is weighed by how long it took."""

_LOOKED_UP, _GONE_THROUGH = 500, 1_000
"""Ids that are looked up before a page is shown; of more the newest judged are gone through."""

_NONE: frozenset[str] = frozenset()
_Lead = Callable[[int], Iterator[tuple[int, int]]]
"""Keys below one, falling, each with whether it fits."""
_Guide = Callable[[int], int | None]
"""No key from here on, up to the one asked, can fit; None: none below it can."""


def falling(connection: apsw.Connection, wanted: Wanted) -> Iterator[int]:
    """Keys that fit, falling; read while they are asked for."""
    if wanted.among is not None:
        return _among(connection, wanted, wanted.among)
    lead, guides = _led(connection, wanted)
    keys = _gallop(lead, guides, wanted.high)
    return matched(connection, replace(wanted, match=""), keys)


def removed(connection: apsw.Connection, wanted: Wanted) -> Iterator[Iterator[int]]:
    """What a list of nearly everything leaves out since it has what is not wanted, by each."""
    own = wanted.states & {("unjudged", True), ("hidden", False)}
    for state in sorted(wanted.states - own):
        few = replace(wanted, exclude="", but=_NONE, states=own | {OPPOSITES[state]})
        yield falling(connection, few)
    if wanted.exclude:
        named = replace(wanted, match=wanted.exclude, exclude="", but=_NONE, states=own)
        yield falling(connection, named)
    if wanted.but:
        judged = replace(wanted, exclude="", but=_NONE, among=wanted.but, states=own)
        yield falling(connection, judged)


class Matching:
    """The keys that an expression of the full text finds, asked one by one, best falling."""

    def __init__(self, connection: apsw.Connection, expression: str, low: int) -> None:
        self._db = connection
        self._expression = expression
        self._low = low
        self._after = AFTER
        self._rows: Iterator[tuple[int]] = iter(())
        self._asked = self._at = -1
        """The key asked last; the highest found that is not above it, -1 where there is none."""

    def has(self, key: int) -> bool:
        """Whether it is found."""
        if key > self._asked:
            self._begin(key)
        steps = 0
        while self._at > key:
            if steps == self._after:
                self._begin(key)
                break
            steps += 1
            self._at = next(self._rows, (-1,))[0]
        self._asked = key
        return self._at == key

    def _begin(self, key: int) -> None:
        begun = perf_counter()
        self._rows = self._db.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? AND rowid >= ? AND rowid <= ? "
            "ORDER BY rowid DESC",
            (self._expression, self._low, key),
        )
        self._at = next(self._rows, (-1,))[0]
        self._after = _worth(perf_counter() - begun)


def _worth(seconds: float) -> int:
    """How many keys to read on through, before it is worth to begin again for so long."""
    return max(AFTER, int(seconds * _A_SECOND))


def _gallop(lead: _Lead, guides: list[_Guide], high: int) -> Iterator[int]:
    times = 1
    bound = _bound(guides, high)
    while bound is not None:
        misses, begun, key, after = 0, bound, bound, 0
        began_at = perf_counter()
        for key, fits in lead(bound):
            after = after or times * _worth(perf_counter() - began_at)
            if fits:
                yield key
                misses, begun = 0, key
                continue
            misses += 1
            if misses >= after and guides:
                break
        else:
            return
        bound = _bound(guides, key)
        if bound is not None:
            # Where the indexes lead no further than the misses did, they are asked less often.
            far = key - bound > begun - key
            times = 1 if far else min(times * 2, _AFTER_MOST)


def _bound(guides: list[_Guide], high: int) -> int | None:
    bound: int | None = high
    for guide in guides:
        bound = None if bound is None else guide(bound)
    return bound


def _led(connection: apsw.Connection, wanted: Wanted) -> tuple[_Lead, list[_Guide]]:
    """What leads, and what can tell where to go on."""
    row = wanted.asks_the_row
    join = "CROSS JOIN stories s ON s.key = {} " if row else ""
    if not row and not wanted.shows_hidden and value(connection, f"{HIDDEN} LIMIT 1") is None:
        wanted = replace(wanted, states=frozenset())
    low = wanted.low
    if wanted.match:
        fits = wanted.fits("texts.rowid", row=row)
        sql = (
            f"SELECT texts.rowid, {fits} FROM texts {join.format('texts.rowid')}"  # noqa: S608
            "WHERE texts MATCH ? AND texts.rowid >= ? AND texts.rowid < ? "
            "ORDER BY texts.rowid DESC"
        )
        first: tuple[str | int, ...] = (*wanted.bindings, wanted.match, low)
        return _lead(connection, sql, first), _guides(connection, wanted, wanted.company)
    if wanted.company is not None:
        fits = replace(wanted, company=None).fits("n.story", row=row)
        sql = (
            f"SELECT n.story, {fits} FROM story_companies n {join.format('n.story')}"  # noqa: S608
            "WHERE n.company = (SELECT company FROM companies WHERE name = ?) "
            "AND n.story >= ? AND n.story < ? ORDER BY n.story DESC"
        )
        return _lead(connection, sql, (wanted.company, low)), _guides(connection, wanted)
    few = wanted.few if wanted.states & FEW.keys() else None
    if few is not None:
        index, condition = BY_INDEX[few]
        sql = (
            f"SELECT s.key, {wanted.fits('s.key', few)} FROM stories s "  # noqa: S608
            f"INDEXED BY {index} WHERE {condition} AND s.key >= ? AND s.key < ? ORDER BY s.key DESC"
        )
        return _lead(connection, sql, (low,)), _guides(connection, wanted, but=few)
    index, condition = "", "1"
    if ("unjudged", True) in wanted.states:
        name, condition = BY_INDEX["unjudged", True]
        index = f"INDEXED BY {name}"
    sql = (
        f"SELECT s.key, {wanted.fits('s.key')} FROM stories s {index} "  # noqa: S608
        f"WHERE {condition} AND s.key >= ? AND s.key < ? ORDER BY s.key DESC"
    )
    return _lead(connection, sql, (low,)), []


def _lead(connection: apsw.Connection, sql: str, first: tuple[str | int, ...]) -> _Lead:
    return lambda high: connection.execute(sql, (*first, high))


def _guides(
    connection: apsw.Connection,
    wanted: Wanted,
    company: str | None = None,
    but: State | None = None,
) -> list[_Guide]:
    """Of each thing wanted that has an index in the order of keys: where it is next."""
    asked: list[tuple[str, tuple[str | int, ...]]] = []
    for state in sorted(wanted.states):
        listed = BY_INDEX.get(state)
        # The index of the unjudged knows none that are hidden.
        if state == but or listed is None or (state[0] == "unjudged" and wanted.shows_hidden):
            continue
        index, condition = listed
        sql = f"SELECT max(s.key) FROM stories s INDEXED BY {index} WHERE {condition}"  # noqa: S608
        asked.append((f"{sql} AND s.key >= ? AND s.key < ?", ()))
    if company is not None:
        sql = (
            "SELECT max(story) FROM story_companies WHERE company = "
            "(SELECT company FROM companies WHERE name = ?) AND story >= ? AND story < ?"
        )
        asked.append((sql, (company,)))
    return [_guide(connection, sql, (*first, wanted.low)) for sql, first in asked]


def _guide(connection: apsw.Connection, sql: str, first: tuple[str | int, ...]) -> _Guide:
    def guide(high: int) -> int | None:
        key = value(connection, sql, (*first, high))
        return None if key is None else int(key) + 1

    return guide


def _among(connection: apsw.Connection, wanted: Wanted, among: frozenset[str]) -> Iterator[int]:
    """Of some stories those that fit: they are found first, since a person judged each."""
    keys = _among_judged(connection, wanted, among)
    fitting = connection.executemany(
        f"SELECT s.key FROM stories s WHERE s.key = ? AND {wanted.fits('s.key')}",  # noqa: S608
        ((key, *wanted.bindings) for key in keys),
    )
    return matched(connection, wanted, (key for (key,) in fitting))


def _among_judged(
    connection: apsw.Connection, wanted: Wanted, among: frozenset[str]
) -> Iterator[int]:
    """The keys of some judged stories, falling.

    Thousands of ids take longer to look up than a page may: where there are so many, the first
    are found by going through the newest of all that are judged.
    """
    import json  # most lists need none

    below = wanted.high
    if len(among) > _LOOKED_UP:
        sql = (
            "SELECT s.key, s.id FROM stories s INDEXED BY stories_judged WHERE s.judged > 0 "
            "AND s.judged = ? AND s.key >= ? AND s.key < ? ORDER BY s.key DESC"
        )
        judged = (connection.execute(sql, (how, wanted.low, below)) for how in (1, 2))
        for key, ident in islice(merge(*judged, reverse=True), _GONE_THROUGH):
            below = key
            if ident in among:
                yield key
    idents = json.dumps([storable(ident) for ident in among])
    # The index of the ids holds the keys: no story is read before it is asked for.
    rows = every(
        connection,
        "SELECT s.key FROM json_each(?) j CROSS JOIN stories s ON s.id = j.value "
        "WHERE s.key >= ? AND s.key < ?",
        (idents, wanted.low, below),
    )
    yield from sorted((key for (key,) in rows), reverse=True)


def matched(connection: apsw.Connection, wanted: Wanted, keys: Iterator[int]) -> Iterator[int]:
    """Of some keys, best falling, those that have the words wanted, and nothing unwanted."""
    for expression, is_wanted in ((wanted.match, True), (wanted.exclude, False)):
        if expression:
            matching = Matching(connection, expression, wanted.low)
            keys = _only(keys, matching, is_wanted)
    return _without(connection, wanted.but, keys) if wanted.but else keys


def _without(
    connection: apsw.Connection, but: frozenset[str], keys: Iterator[int]
) -> Iterator[int]:
    stored = {storable(ident) for ident in but}
    for key in keys:
        if value(connection, "SELECT id FROM stories WHERE key = ?", (key,)) not in stored:
            yield key


def _only(keys: Iterator[int], matching: Matching, is_wanted: bool) -> Iterator[int]:
    return (key for key in keys if matching.has(key) is is_wanted)


def by_count(connection: apsw.Connection, wanted: Wanted) -> Iterator[int]:
    """Of nearly everything what several outlets have, what names companies, or what something
    is suggested of: the most first.
    """
    if wanted.sort == "suggested":
        return matched(connection, wanted, _suggested(connection, wanted))
    column, least = ("outlets", 1) if wanted.sort == "outlets" else ("mentions", 0)
    rows = connection.execute(
        f"SELECT s.key FROM stories s INDEXED BY stories_{column} "  # noqa: S608
        f"WHERE s.{column} > {least} AND s.key >= ? AND s.key < ? AND {wanted.fits('s.key')} "
        f"ORDER BY s.{column} DESC, s.key DESC",
        (wanted.low, wanted.high, *wanted.bindings),
    )
    return matched(connection, wanted, (key for (key,) in rows))


def _suggested(connection: apsw.Connection, wanted: Wanted) -> Iterator[int]:
    rows = connection.execute(
        "SELECT s.key FROM suggested g INDEXED BY suggested_worth "  # noqa: S608
        "CROSS JOIN stories s ON s.key = g.story WHERE g.thesis = '' AND g.worth > 0 "
        f"AND +s.judged = 0 AND s.key >= ? AND s.key < ? AND {wanted.fits('s.key')} "
        "ORDER BY g.worth DESC, g.story DESC",
        (wanted.low, wanted.high, *wanted.bindings),
    )
    return (key for (key,) in rows)


def worths(connection: apsw.Connection, wanted: Wanted, keys: Sequence[int]) -> dict[int, float]:
    """What the order of a list goes by, of falling keys: the most first.

    How well words match is BM25 as FTS5 has it (k1 1.2, b 0.75), a word of the title
    weighing eight of the summary.
    """
    if not keys:
        return {}
    if wanted.sort == "match":
        # The sum is made of the asked alone, and only in passing by are they found quickly.
        rows = connection.execute(
            "SELECT rowid, -bm25(texts, 8.0, 1.0, 2.0, 2.0) FROM texts WHERE texts MATCH ? "
            "AND rowid >= ? AND rowid <= ? AND +rowid IN (SELECT value FROM json_each(?))",
            (wanted.match, keys[-1], keys[0], str(list(keys))),
        )
        return dict(rows)
    if wanted.sort == "suggested":
        return dict(
            connection.executemany(
                "SELECT g.story, g.worth FROM suggested g JOIN stories s ON s.key = g.story "
                "WHERE g.story = ? AND g.thesis = '' AND s.judged = 0",
                ((key,) for key in keys),
            )
        )
    column = "outlets" if wanted.sort == "outlets" else "mentions"
    counted = connection.executemany(
        f"SELECT key, {column} FROM stories WHERE key = ?",  # noqa: S608
        ((key,) for key in keys),
    )
    return dict(counted)
