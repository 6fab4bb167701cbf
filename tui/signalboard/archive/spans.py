"""Spans of keys, each with how many stories it has: kept small, so that a jump reads little."""

from __future__ import annotations

import apsw

from signalboard.archive import schema
from signalboard.archive.database import every, value


def divide(connection: apsw.Connection, first: int) -> None:
    """Cut a span that grew too large into pieces of half the largest size."""
    after = value(connection, "SELECT min(first) FROM spans WHERE first > ?", (first,))
    pieces = every(
        connection,
        "SELECT min(key), count(*), sum(judged = 0 AND hidden = 0), sum(hidden) FROM ("
        "SELECT key, judged, hidden, (row_number() OVER (ORDER BY key) - 1) / ? AS piece "
        "FROM stories WHERE key >= ? AND key < ?) GROUP BY piece ORDER BY piece",
        (schema.SPAN // 2, first, schema.ENDLESS if after is None else after),
    )
    connection.execute("DELETE FROM spans WHERE first = ?", (first,))
    for number, (low, *counts) in enumerate(pieces):
        connection.execute(
            "INSERT INTO spans (first, stories, unjudged, hidden) VALUES (?, ?, ?, ?)",
            (low if number else first, *counts),
        )
