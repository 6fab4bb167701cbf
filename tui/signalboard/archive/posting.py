"""How often feeds post: entries by feed and day, counted as they come in.

An index over the entries would say it too, and cost each of them; these rows
are few, written once a transaction, and 500 feeds are read in a few ms.
"""

from __future__ import annotations

from collections import Counter

import apsw

from signalboard import times
from signalboard.archive.database import every
from signalboard.archive.identity import storable
from signalboard.archive.values import Posted

_LOOKED_AT = 20
"""Entries of a feed by which it is known what it was called."""
LONG, SHORT = 90, 30
"""Days that a feed's pace is taken from, and days that are shown as a count."""


class Tally:
    """What one transaction brought, by feed and day."""

    def __init__(self) -> None:
        self._days: Counter[tuple[int, int]] = Counter()
        self._latest: dict[int, int] = {}

    def add(self, feed: int, at: int) -> None:
        """An entry of a feed, listed at a moment."""
        self._days[feed, at // times.DAY] += 1
        self._latest[feed] = max(self._latest.get(feed, 0), at)

    def store(self, connection: apsw.Connection) -> None:
        """Add it to what stands."""
        connection.executemany(
            "INSERT INTO posted VALUES (?, ?, ?) "
            "ON CONFLICT (feed, day) DO UPDATE SET entries = entries + excluded.entries",
            ((feed, day, count) for (feed, day), count in sorted(self._days.items())),
        )
        sums: Counter[int] = Counter()
        for (feed, _), count in self._days.items():
            sums[feed] += count
        connection.executemany(
            "UPDATE feeds SET entries = entries + ?, latest_at = max(coalesce(latest_at, 0), ?) "
            "WHERE feed = ?",
            ((count, self._latest[feed], feed) for feed, count in sums.items()),
        )


def by_feed(connection: apsw.Connection, now: int) -> dict[str, Posted]:
    """What each feed brought, by URL."""
    today = now // times.DAY
    rows = every(
        connection,
        "SELECT url, feeds.entries, latest_at, count(p.day), min(p.day), "
        "coalesce(sum(p.entries), 0), coalesce(sum(p.entries) FILTER (WHERE p.day > ?), 0) "
        "FROM feeds LEFT JOIN posted p ON p.feed = feeds.feed AND p.day > ? AND p.day <= ? "
        "GROUP BY feeds.feed",
        (today - SHORT, today - LONG, today),
    )
    return {
        url: Posted(entries, latest_at, 0 if not days else today - first + 1, long, short)
        for url, entries, latest_at, days, first, long, short in rows
    }


def called(connection: apsw.Connection, url: str) -> str:
    """What a feed was called, by its entries: their one outlet; empty where there are several.

    An entry that names no outlet of its own has the feed's name.
    """
    rows = every(
        connection,
        "SELECT outlet FROM entries WHERE feed = (SELECT feed FROM feeds WHERE url = ?) LIMIT ?",
        (storable(url), _LOOKED_AT),
    )
    found = {outlet for (outlet,) in rows}
    return found.pop() if len(found) == 1 else ""


def daily(connection: apsw.Connection, url: str, now: int) -> tuple[int, ...]:
    """Entries of a feed a day, the oldest first, today last."""
    today = now // times.DAY
    rows = connection.execute(
        "SELECT day, entries FROM posted WHERE feed = (SELECT feed FROM feeds WHERE url = ?) "
        "AND day > ? AND day <= ?",
        (storable(url), today - SHORT, today),
    )
    counted: dict[int, int] = dict(rows)
    return tuple(counted.get(day, 0) for day in range(today - SHORT + 1, today + 1))
