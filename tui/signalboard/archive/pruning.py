"""Old stories that nobody said anything of are taken out, and do not come back.

Nothing is taken that a person judged, starred or put together, nor what they name
elsewhere (``keep``). A list pinned before keeps its rows: the keys stay in ``former``
for a month, leading to no story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import apsw

from signalboard import times
from signalboard.archive import moving, schema
from signalboard.archive.database import every, value
from signalboard.archive.identity import listed_at, marks
from signalboard.model import Entry
from signalboard.values import dataclass

REMEMBERED = 30 * times.DAY
"""How long lists that were pinned before a pruning keep their rows."""
_FORGOTTEN_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Doomed:
    """A story that would be pruned, with its entries."""

    key: int
    entries: tuple[tuple[int, int, str, str, str, str, int | None, int], ...]
    """Number, feed, id, title, url, summary, when published and first seen of each."""

    @property
    def at(self) -> int:
        """The second it is listed at."""
        return self.key >> schema.SLOT_BITS


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the stories that would be pruned."""

    stories: tuple[Doomed, ...]
    looked_at: int
    """Stories that were looked at for them."""
    low: int | None
    """Where the next part begins; None: there is none."""


def part(
    connection: apsw.Connection, before: int, low: int, most: int, keep: Collection[int]
) -> Part:
    """Of the next stories from a key on, at most so many: those with no report since ``before``."""
    rows = every(
        connection,
        "SELECT key FROM stories WHERE key >= ? AND key < ? "
        "AND +judged = 0 AND +starred = 0 AND +fixed = 0 ORDER BY key LIMIT ?",
        (low, schema.first_key(before), most),
    )
    found = []
    for (key,) in rows:
        if key in keep:
            continue
        entries = every(
            connection,
            "SELECT entry, feed, id, title, url, summary, published_at, first_seen_at "
            "FROM entries WHERE story = ?",
            (key,),
        )
        if all(listed_at(*entry[6:]) < before for entry in entries):
            found.append(Doomed(key, tuple(entries)))
    return Part(tuple(found), len(rows), None if len(rows) < most else rows[-1][0] + 1)


def remove(connection: apsw.Connection, doomed: Sequence[Doomed]) -> None:
    """Take stories out with all that belongs to them; what is needed to keep them out stays."""
    last = _last_entry(connection)
    entries = [entry for each in doomed for entry in each.entries]
    connection.executemany(
        "INSERT OR IGNORE INTO pruned (feed, mark) VALUES (?, ?)",
        sorted((entry[1], mark) for entry in entries for mark in marks(*entry[2:7])),
    )
    numbers = [(entry[0],) for entry in entries]
    connection.executemany("DELETE FROM revisions WHERE entry = ?", numbers)
    connection.executemany("DELETE FROM entries WHERE entry = ?", numbers)
    _discount(connection, entries)
    for each in doomed:
        moving.leave(connection, each.key, 0)
    connection.execute("DELETE FROM spans WHERE stories = 0 AND first > 0")
    if _last_entry(connection) < last:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'numbered'", (last,))


@dataclass(slots=True)
class Run:
    """One pruning, as far as it is."""

    at: int
    before: int
    stories: int = 0
    entries: int = 0
    number: int | None = None
    """By which the archive knows it; None: it has taken nothing yet."""


def note(connection: apsw.Connection, run: Run, doomed: Sequence[Doomed]) -> Run:
    """Write down how far a pruning is with these stories."""
    done = run.stories + len(doomed), run.entries + sum(len(each.entries) for each in doomed)
    gone, number = value(connection, "SELECT coalesce(max(gone), 0) FROM former"), run.number
    if number is None:
        connection.execute(
            "INSERT INTO prunings (at, before_at, gone, stories, entries) VALUES (?, ?, ?, ?, ?)",
            (run.at, run.before, gone, *done),
        )
        number = connection.last_insert_rowid()
    connection.execute(
        "UPDATE prunings SET gone = ?, stories = ?, entries = ? WHERE pruning = ?",
        (gone, *done, number),
    )
    return Run(run.at, run.before, *done, number)


def forget_some(connection: apsw.Connection, now: int) -> bool:
    """Forget some keys that no list is likely to hold any more; whether more are left.

    The last of them stays: its number says how far the record has grown.
    """
    connection.execute(
        "DELETE FROM former WHERE key IN (SELECT key FROM former WHERE story = 0 AND +gone <= "
        "(SELECT coalesce(max(gone), 0) FROM prunings WHERE at < ?) "
        "AND +gone < (SELECT max(gone) FROM former) LIMIT ?)",
        (now - REMEMBERED, _FORGOTTEN_AT_ONCE),
    )
    return connection.changes() == _FORGOTTEN_AT_ONCE


def was_pruned(connection: apsw.Connection, feed: int, entry: Entry) -> bool:
    """Whether a feed had this entry, and it was pruned."""
    if value(connection, "SELECT 1 FROM pruned WHERE feed = ? LIMIT 1", (feed,)) is None:
        return False
    known = marks(entry.id, entry.title, entry.url, entry.summary, entry.published_at)
    sql = "SELECT 1 FROM pruned WHERE feed = ? AND mark IN (?, ?)"
    return value(connection, sql, (feed, *known)) is not None


def next_number(connection: apsw.Connection) -> int | None:
    """The number the next entry must be given; None where it comes by itself."""
    numbered = int(value(connection, "SELECT value FROM meta WHERE name = 'numbered'"))
    return numbered + 1 if numbered > _last_entry(connection) else None


def _last_entry(connection: apsw.Connection) -> int:
    return int(value(connection, "SELECT coalesce(max(entry), 0) FROM entries"))


def _discount(connection: apsw.Connection, entries: Iterable[Sequence[object]]) -> None:
    days: Counter[tuple[int, int]] = Counter()
    feeds: Counter[int] = Counter()
    for _, feed, *_, published, seen in entries:
        assert isinstance(feed, int)
        assert isinstance(seen, int)
        assert published is None or isinstance(published, int)
        days[feed, listed_at(published, seen) // times.DAY] += 1
        feeds[feed] += 1
    connection.executemany(
        "UPDATE posted SET entries = entries - ? WHERE feed = ? AND day = ?",
        ((count, *at) for at, count in days.items()),
    )
    connection.executemany(
        "DELETE FROM posted WHERE feed = ? AND day = ? AND entries = 0", list(days)
    )
    connection.executemany(
        "UPDATE feeds SET entries = entries - ? WHERE feed = ?",
        ((count, feed) for feed, count in feeds.items()),
    )
