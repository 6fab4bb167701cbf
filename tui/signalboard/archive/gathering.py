"""A story's own row, companies and words: what its entries say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import apsw

from signalboard.archive import schema
from signalboard.archive.database import every, value
from signalboard.archive.identity import listed_at, storable, story_id_of
from signalboard.archive.search import fold
from signalboard.archive.values import lines, names
from signalboard.model import origins

_MOST_INDEXED = 40
"""Reports of a story whose words are searched: the hundredth says nothing new."""


def story_of(connection: apsw.Connection, story_id: str) -> tuple[int, str] | None:
    """Key and id of a story by its id; one that was merged away is the story it went to."""
    ident = storable(story_id)
    key = value(connection, "SELECT key FROM stories WHERE id = ?", (ident,))
    if key is not None:
        return int(key), ident
    found: tuple[int, str] | None = value(
        connection,
        "SELECT s.key, s.id FROM former f CROSS JOIN stories s ON s.key = f.story "
        "WHERE f.id = ? ORDER BY f.gone DESC LIMIT 1",
        (ident,),
    )
    return found


Report = tuple[str, str, str, str, str, int]
"""What a story has of an entry: title, summary, outlet, companies (a line each), origin, about."""


def begin(
    connection: apsw.Connection,
    ident: str,
    arrived: int,
    at: int,
    first_seen_at: int,
    report: Report = ("", "", "", "", "", 0),
) -> int:
    """A story of one entry, or of none yet; its key. ``gather`` says the rest."""
    key = free_key(connection, at)
    title, _, outlet, companies, _, about = report
    connection.execute(
        "INSERT INTO stories (key, id, arrived, at, first_seen_at, outlets, origins, outlet, "
        "title, companies, about) VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?)",
        (key, ident, arrived, at, first_seen_at, outlet, title, companies, about),
    )
    return key


def free_key(connection: apsw.Connection, at: int) -> int:
    """A key of that second which no story has or had."""
    while True:
        first, after = schema.first_key(at), schema.first_key(at + 1)
        last = value(
            connection,
            "SELECT max((SELECT coalesce(max(key), -1) FROM stories WHERE key >= ? AND key < ?), "
            "(SELECT coalesce(max(key), -1) FROM former WHERE key >= ? AND key < ?))",
            (first, after, first, after),
        )
        key = max(first, int(last) + 1)
        if key < after:
            return key
        at += 1  # thousands without a date, seen at once: they borrow the next second


def free_id(connection: apsw.Connection, feed_url: str, entry_id: str) -> str:
    """The id of a story that begins with this entry, and that no other has."""
    salt = 0
    while True:
        ident = story_id_of(feed_url, entry_id, salt)
        if not value(
            connection,
            "SELECT EXISTS (SELECT 1 FROM stories WHERE id = ?) "
            "OR EXISTS (SELECT 1 FROM former WHERE id = ?)",
            (ident, ident),
        ):
            return ident
        salt += 1


def gather(
    connection: apsw.Connection, key: int, only: Report | None = None, *, called: str = ""
) -> None:
    """Bring a story's row, its companies and its words up to date with its entries.

    ``only``: the one entry it has just begun with, of which its row tells already.
    ``called``: the title it was judged by; one that is judged else keeps the one it has.
    """
    if only is not None:
        _name(connection, key, names(only[3]))
        connection.execute(
            "INSERT INTO texts (rowid, title, summary, outlets, companies) VALUES (?, ?, ?, ?, ?)",
            (key, fold(only[0]), fold(only[1]), fold(only[2]), fold(only[3])),
        )
        return
    reports = every(
        connection,
        "SELECT e.title, e.summary, e.outlet, e.companies, e.origin, e.about, f.url, e.url, "
        "e.published_at, e.first_seen_at "
        "FROM entries e JOIN feeds f ON f.feed = e.feed WHERE e.story = ? ORDER BY e.entry",
        (key,),
    )
    stood, judged, title = value(
        connection, "SELECT companies, judged, title FROM stories WHERE key = ?", (key,)
    )
    called = called or (title if judged else "")
    title, outlet = _told_by(connection, key, [(r[0], r[2], *r[8:]) for r in reports], called)
    companies, about = _companies((names(report[3]), int(report[5])) for report in reports)
    _name(connection, key, companies)
    for name in set(names(stood)) - set(companies):
        connection.execute(
            "DELETE FROM story_companies WHERE company = ? AND story = ?",
            (_company(connection, name), key),
        )
    connection.execute(
        "UPDATE stories SET title = ?, outlet = ?, outlets = ?, origins = ?, companies = ?, "
        "about = ? WHERE key = ?",
        (
            title,
            outlet,
            len({report[2] for report in reports}),
            len(origins((report[4], *report[6:8]) for report in reports)),
            lines(companies),
            about,
            key,
        ),
    )
    # It may read otherwise now, and be suggested otherwise.
    connection.execute("DELETE FROM suggested WHERE story = ?", (key,))
    titles, summaries, _, found = list(zip(*reports[:_MOST_INDEXED], strict=True))[:4]
    outlets = [report[2] for report in reports]  # few and short, and a mute asks for all
    columns = (title, *titles), summaries, outlets, found
    connection.execute(
        "INSERT OR REPLACE INTO texts (rowid, title, summary, outlets, companies) "
        "VALUES (?, ?, ?, ?, ?)",
        (key, *(fold("\n".join(dict.fromkeys(column))) for column in columns)),
    )


def _companies(reports: Iterable[tuple[Sequence[str], int]]) -> tuple[list[str], int]:
    """The companies that reports name, each once, and how many of them, the first, they are about.

    Of each report: its companies, and how many of those, the first, it is about.
    """
    told = list(reports)
    found = dict.fromkeys(name for named, about in told for name in named[:about])
    about = len(found)
    found.update(dict.fromkeys(name for named, _ in told for name in named))
    return list(found), about


def _name(connection: apsw.Connection, key: int, companies: Iterable[str]) -> None:
    """Say that a story names companies; those it is known to name stay."""
    for name in companies:
        connection.execute(
            "INSERT OR IGNORE INTO story_companies VALUES (?, ?)", (_company(connection, name), key)
        )


def _told_by(
    connection: apsw.Connection,
    key: int,
    reports: Sequence[tuple[str, str, int | None, int]],
    called: str,
) -> tuple[str, str]:
    """Title and outlet of a story, by its reports (title, outlet, published, first seen).

    Those of the report that was published first, whoever was fetched first; where the
    story is to be ``called`` something, of the first that is or was called so.
    """
    first = min(reports, key=lambda told: (told[0] != called, listed_at(*told[2:])))
    if called in ("", first[0]):
        return first[:2]
    outlet = value(
        connection,
        "SELECT e.outlet FROM entries e JOIN revisions r ON r.entry = e.entry "
        "WHERE e.story = ? AND r.title = ? ORDER BY e.entry LIMIT 1",
        (key, called),
    )
    return first[:2] if outlet is None else (called, str(outlet))


def forget(connection: apsw.Connection, key: int) -> None:
    """Take away a story that has no entries any more, with its companies and words."""
    named = names(value(connection, "SELECT companies FROM stories WHERE key = ?", (key,)))
    for name in named:
        connection.execute(
            "DELETE FROM story_companies WHERE company = ? AND story = ?",
            (_company(connection, name), key),
        )
    connection.execute("DELETE FROM texts WHERE rowid = ?", (key,))
    connection.execute("DELETE FROM suggested WHERE story = ?", (key,))
    connection.execute("DELETE FROM stories WHERE key = ?", (key,))


def _company(connection: apsw.Connection, name: str) -> int:
    found = value(connection, "SELECT company FROM companies WHERE name = ?", (name,))
    if found is None:
        connection.execute("INSERT INTO companies (name) VALUES (?)", (name,))
        found = connection.last_insert_rowid()
    return int(found)
