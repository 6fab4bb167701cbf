"""What can be wrong inside the file."""

from __future__ import annotations

import apsw

from signalboard.archive.database import value


def wrongs(connection: apsw.Connection) -> list[str]:
    """Damage and miscounts, each as a sentence; reads the whole file."""
    found = [
        f"The archive is damaged: {line}. Move it away and run `signalboard refresh`; judgments "
        "are kept elsewhere."
        for (line,) in connection.execute("PRAGMA integrity_check(10)")
        if line != "ok"
    ]
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"The archive has {table} without their {parent}.")
        break
    checks = {
        "The archive miscounts its stories.": (
            "SELECT sum(stories) FROM spans",
            "SELECT count(*) FROM stories",
        ),
        "The archive miscounts its unjudged stories.": (
            "SELECT sum(unjudged) FROM spans",
            "SELECT count(*) FROM stories WHERE +judged = 0 AND +hidden = 0",
        ),
        "The archive miscounts its hidden stories.": (
            "SELECT sum(hidden) FROM spans",
            "SELECT count(*) FROM stories WHERE +hidden = 1",
        ),
        "The archive miscounts its entries.": (
            "SELECT coalesce(sum(entries), 0) FROM feeds",
            "SELECT count(*) FROM entries",
        ),
        "The archive miscounts how often feeds post.": (
            "SELECT coalesce(sum(entries), 0) FROM posted",
            "SELECT count(*) FROM entries",
        ),
        "The archive has stories whose words cannot be searched.": (
            "SELECT count(*) FROM texts_docsize",
            "SELECT count(*) FROM stories",
        ),
    }
    for sentence, (kept, counted) in checks.items():
        if value(connection, kept) != value(connection, counted):
            found.append(
                f"{sentence} Lists may be wrong; a new archive is fetched when it is gone."
            )
    return found
