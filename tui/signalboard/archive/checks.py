"""How the latest checks of each feed went: a short history, kept beside how the feed stands."""

from __future__ import annotations

import apsw

from signalboard.archive.database import every
from signalboard.archive.identity import storable
from signalboard.model import Check, Outcome

MOST_CHECKS = 30
"""Of one feed: a month of failures, or a day of a lively feed."""


def note(connection: apsw.Connection, feed: int, check: Check) -> None:
    """Adds a check to a feed's history, and drops those that are too many."""
    connection.execute(
        "INSERT INTO checks (feed, at, outcome, status, reason, new) VALUES (?, ?, ?, ?, ?, ?)",
        (
            feed,
            check.at,
            check.outcome.value,
            check.status,
            storable(check.reason),
            check.new,
        ),
    )
    connection.execute(
        "DELETE FROM checks WHERE feed = ? AND number <= ("
        "SELECT number FROM checks WHERE feed = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
        (feed, feed, MOST_CHECKS),
    )


def latest(connection: apsw.Connection, url: str) -> tuple[Check, ...]:
    """The checks of a feed, newest first."""
    rows = every(
        connection,
        "SELECT at, outcome, status, reason, new FROM checks "
        "WHERE feed = (SELECT feed FROM feeds WHERE url = ?) ORDER BY number DESC",
        (storable(url),),
    )
    return tuple(Check(at, Outcome(outcome), *rest) for at, outcome, *rest in rows)
