"""Entries go from one story to another: by what they say, or by a person's word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import apsw

from signalboard.archive.database import every, value
from signalboard.archive.gathering import begin, forget, free_id, story_of
from signalboard.archive.identity import listed_at, storable
from signalboard.archive.problem import ArchiveProblem
from signalboard.archive.values import Judged


def is_settled(connection: apsw.Connection, key: int) -> bool:
    """Whether a person said something of the story: it was judged, starred, or put together."""
    return bool(
        value(
            connection,
            "SELECT judged > 0 OR starred > 0 OR fixed > 0 FROM stories WHERE key = ?",
            (key,),
        )
    )


def fix(connection: apsw.Connection, key: int, fixed: bool) -> None:
    """Set whether a story stands by a person's word."""
    connection.execute("UPDATE stories SET fixed = ? WHERE key = ?", (int(fixed), key))


def mark(connection: apsw.Connection, key: int, said: Judged) -> None:
    """A story merged into this one was starred, or not read: so is this one."""
    connection.execute(
        "UPDATE stories SET starred = max(starred, ?), read = min(read, ?) WHERE key = ?",
        (int(said.starred or False), int(said.read is not False), key),
    )


def merge(connection: apsw.Connection, into: int, away: int) -> None:
    """All entries of one story are the other's; what was said of both is kept."""
    connection.execute("UPDATE entries SET story = ? WHERE story = ?", (into, away))
    _retire(connection, away, into)


def move(
    connection: apsw.Connection, entries: Sequence[int], into: int
) -> Iterator[tuple[int, bool]]:
    """Put entries into a story; each other one that had some of them, and whether it has more."""
    sources = {
        int(value(connection, "SELECT story FROM entries WHERE entry = ?", (entry,))): None
        for entry in entries
    }
    connection.executemany(
        "UPDATE entries SET story = ? WHERE entry = ?", ((into, entry) for entry in entries)
    )
    for source in sources:
        if source == into:
            continue
        rest = value(connection, "SELECT entry FROM entries WHERE story = ? LIMIT 1", (source,))
        if rest is None:
            _retire(connection, source, into)
        yield source, rest is not None


def begin_with(
    connection: apsw.Connection, entries: Sequence[int], ident: str | None, arrived: int
) -> tuple[int, str]:
    """A new story for these entries, which it does not have yet; its key and id.

    ``ident``: that of a story merged away, whose place it takes, in time too. It is read
    as the story was which the first of them leaves.
    """
    rows = [
        value(
            connection,
            "SELECT f.url, e.id, e.published_at, e.first_seen_at, s.read FROM entries e "
            "JOIN feeds f ON f.feed = e.feed JOIN stories s ON s.key = e.story "
            "WHERE e.entry = ?",
            (entry,),
        )
        for entry in entries
    ]
    url, entry_id, *_ = rows[0]
    if ident is None:
        ident = free_id(connection, url, entry_id)
    else:
        ident = storable(ident)
        found = story_of(connection, ident)
        if found is not None and found[1] == ident:
            raise ArchiveProblem(f"Another story has the id {ident!r}.")
    stood: tuple[int, int] | None = value(
        connection,
        "SELECT at, first_seen_at FROM former WHERE id = ? ORDER BY gone DESC LIMIT 1",
        (ident,),
    )
    at = min(listed_at(published, seen) for _, _, published, seen, _ in rows)
    key = begin(connection, ident, arrived, *(stood or (at, min(row[3] for row in rows))))
    connection.execute("UPDATE stories SET read = ? WHERE key = ?", (rows[0][4], key))
    connection.execute("UPDATE former SET story = ? WHERE id = ?", (key, ident))
    return key, ident


def _retire(connection: apsw.Connection, away: int, into: int) -> None:
    """A story without entries leaves: its id and its place in pinned lists lead to another."""
    marks = value(connection, "SELECT judged, starred, read FROM stories WHERE key = ?", (away,))
    connection.execute(
        "UPDATE stories SET judged = max(judged, ?), starred = max(starred, ?), "
        "read = min(read, ?) WHERE key = ?",
        (*marks, into),
    )
    leave(connection, away, into)


def leave(connection: apsw.Connection, key: int, into: int) -> None:
    """Take a story away, with its companies and words; pinned lists that have it keep the row.

    ``into``: the story that it and those merged into it lead to from now on; 0: to none.
    """
    connection.execute("UPDATE former SET story = ? WHERE story = ?", (into, key))
    connection.execute(
        "INSERT INTO former (key, id, story, arrived, judged, hidden, at, first_seen_at, gone) "
        "SELECT key, id, ?, arrived, judged, hidden, at, first_seen_at, "
        "(SELECT coalesce(max(gone), 0) + 1 FROM former) FROM stories WHERE key = ?",
        (into, key),
    )
    forget(connection, key)


def gone(connection: apsw.Connection) -> int:
    """How far the record of stories merged away has grown."""
    return int(value(connection, "SELECT coalesce(max(gone), 0) FROM former"))


def gone_since(
    connection: apsw.Connection, since: int, low: int, high: int, arrived: int
) -> list[tuple[int, bool, bool]]:
    """Keys in [low, high) of stories merged away or pruned since; were they unjudged then,
    and were they shown.

    ``arrived``: only those there were at that arrival.
    """
    return every(
        connection,
        "SELECT key, judged = 0, hidden = 0 FROM former WHERE key >= ? AND key < ? AND +gone > ? "
        "AND arrived <= ?",
        (low, high, since, arrived),
    )


def keys_of(connection: apsw.Connection, ident: str) -> Iterator[int]:
    """Under which keys lists may have a story: it has, and those it or one it is now had."""
    own = "SELECT key FROM stories WHERE id = ?"
    had = "SELECT key FROM former WHERE id = ? ORDER BY gone DESC"
    for sql in (own, had):
        for (key,) in every(connection, sql, (ident,)):
            yield int(key)
    known = story_of(connection, ident)
    if known is not None:
        yield known[0]
        for (key,) in every(connection, "SELECT key FROM former WHERE story = ?", (known[0],)):
            yield int(key)
