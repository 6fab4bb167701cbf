"""Feeds that are known by another address from now on."""

from __future__ import annotations

import apsw

from signalboard.archive.database import value
from signalboard.archive.identity import storable


def rename(connection: apsw.Connection, url: str, to: str) -> None:
    """Know a feed by another address; where there is one of that address, the two are one."""
    one, other = (
        value(connection, "SELECT feed FROM feeds WHERE url = ?", (storable(each),))
        for each in (url, to)
    )
    if one is None or one == other:
        return
    if other is None:
        connection.execute("UPDATE feeds SET url = ? WHERE feed = ?", (storable(to), one))
    else:
        _join(connection, int(one), int(other))


def _join(connection: apsw.Connection, old: int, feed: int) -> None:
    """What the one brought is the other's; it stands as the other does.

    What both brought stays two reports of the story: an entry is never taken away, since
    the numbers of entries are counted on.
    """
    connection.execute("UPDATE OR IGNORE entries SET feed = ? WHERE feed = ?", (feed, old))
    connection.execute(
        "UPDATE entries SET feed = ?, id = id || ' ~' || ? WHERE feed = ?", (feed, old, old)
    )
    connection.execute("UPDATE OR IGNORE pruned SET feed = ? WHERE feed = ?", (feed, old))
    connection.execute("DELETE FROM pruned WHERE feed = ?", (old,))
    connection.execute("UPDATE checks SET feed = ? WHERE feed = ?", (feed, old))
    connection.execute(
        "INSERT INTO posted SELECT ?, day, entries FROM posted WHERE feed = ? "
        "ON CONFLICT (feed, day) DO UPDATE SET entries = entries + excluded.entries",
        (feed, old),
    )
    connection.execute("DELETE FROM posted WHERE feed = ?", (old,))
    entries, latest_at = value(
        connection, "SELECT entries, coalesce(latest_at, 0) FROM feeds WHERE feed = ?", (old,)
    )
    connection.execute(
        "UPDATE feeds SET entries = entries + ?, latest_at = max(coalesce(latest_at, 0), ?) "
        "WHERE feed = ?",
        (entries, latest_at, feed),
    )
    connection.execute("DELETE FROM feeds WHERE feed = ?", (old,))
