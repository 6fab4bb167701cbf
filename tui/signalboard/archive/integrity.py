"""What can be wrong inside the file."""

from __future__ import annotations

from collections.abc import Callable

import apsw

from signalboard.archive.database import every, value

_AGAIN = "Lists may be wrong; a new archive is fetched when it is gone."
_SPANS = (
    "SELECT count(*) FROM spans p WHERE p.{} <> (SELECT count(*) FROM stories s "
    "WHERE s.key >= p.first AND s.key < coalesce((SELECT min(n.first) FROM spans n "
    "WHERE n.first > p.first), 1 << 62) AND {})"
)
_AGREE = {
    "The archive miscounts its stories.": _SPANS.format("stories", "1"),
    "The archive miscounts its unjudged stories.": _SPANS.format(
        "unjudged", "+s.judged = 0 AND +s.hidden = 0"
    ),
    "The archive miscounts its hidden stories.": _SPANS.format("hidden", "+s.hidden = 1"),
    "The archive miscounts its entries.": (
        "SELECT count(*) FROM feeds f LEFT JOIN (SELECT feed, count(*) AS n FROM entries "
        "GROUP BY feed) e ON e.feed = f.feed WHERE f.entries <> coalesce(e.n, 0)"
    ),
    "The archive miscounts how often feeds post.": (
        "SELECT count(*) FROM feeds f WHERE f.entries <> "
        "(SELECT coalesce(sum(p.entries), 0) FROM posted p WHERE p.feed = f.feed)"
    ),
    "The archive has stories whose words cannot be searched.": (
        "SELECT EXISTS (SELECT 1 FROM stories s WHERE NOT EXISTS "
        "(SELECT 1 FROM texts_docsize d WHERE d.id = s.key))"
    ),
    "The archive finds words of stories that are gone.": (
        "SELECT EXISTS (SELECT 1 FROM texts_docsize d WHERE NOT EXISTS "
        "(SELECT 1 FROM stories s WHERE s.key = d.id))"
    ),
    "The archive has stories without entries.": (
        "SELECT EXISTS (SELECT 1 FROM stories s WHERE NOT EXISTS "
        "(SELECT 1 FROM entries e WHERE e.story = s.key))"
    ),
    "The archive names companies of stories that are gone.": (
        "SELECT EXISTS (SELECT 1 FROM story_companies c WHERE NOT EXISTS "
        "(SELECT 1 FROM stories s WHERE s.key = c.story))"
    ),
    "The archive leads from stories merged away to stories that are gone.": (
        "SELECT EXISTS (SELECT 1 FROM former f WHERE f.story <> 0 AND NOT EXISTS "
        "(SELECT 1 FROM stories s WHERE s.key = f.story))"
    ),
}


def wrongs(
    connection: apsw.Connection, report: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Damage and miscounts, each as a sentence; reads the whole file.

    SQLite looks through the tables, their indexes and the full text, and then what
    counts and leads is compared with what it counts and leads to. ``report`` hears
    what is looked at.
    """
    report("looking for damage")
    found = [
        f"The archive is damaged: {line}. Move it away and run `signalboard refresh`; judgments "
        "are kept elsewhere."
        for (line,) in every(connection, "PRAGMA integrity_check(10)")
        if line != "ok"
    ]
    report("looking for what is missing")
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"The archive has {table} without their {parent}.")
        break
    for sentence, wrong in _AGREE.items():
        report("comparing what is counted")
        if value(connection, wrong):
            found.append(f"{sentence} {_AGAIN}")
    return found
