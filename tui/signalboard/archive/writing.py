"""What comes in, within one transaction: entries, the stories they make, and how feeds stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

import apsw

from signalboard import times
from signalboard.archive import checks, schema
from signalboard.archive.database import every, value
from signalboard.archive.identity import listed_at, storable, story_id_of
from signalboard.archive.problem import ArchiveProblem
from signalboard.archive.search import fold
from signalboard.archive.values import Known, lines, names
from signalboard.model import Candidate, Check, Entry, FeedState

TITLE_WINDOW = 7 * times.DAY
"""How far apart two stories with one title may be and still be offered as candidates."""
MOST_CANDIDATES = 50
_MOST_INDEXED = 40
"""Reports of a story whose words are searched: the hundredth says nothing new."""
_MOST_REVISIONS = 20
_STATE_COLUMNS = tuple(field.name for field in fields(FeedState))


class Writing:
    """One transaction of what comes in; made by ``Archive.writing``, of no use after it."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._db = connection
        self._feeds: dict[str, int] = {}
        self._arrived = int(value(connection, "SELECT value FROM meta WHERE name = 'arrived'"))
        self._stale: set[int] = set()
        """Stories with new or changed entries: brought up to date at the end, each once."""

    def known(self, feed_url: str, ids: Iterable[str]) -> dict[str, Known]:
        """Which of these entry ids the feed had before, and how they read."""
        found = self._db.executemany(
            "SELECT e.id, e.title, e.summary, e.url, s.id FROM entries e "
            "JOIN stories s ON s.key = e.story WHERE e.feed = ? AND e.id = ?",
            ((self._feed(feed_url), storable(ident)) for ident in ids),
        )
        return {ident: Known(*rest) for ident, *rest in found}

    def candidates(self, canonical_url: str, title_key: str, at: int) -> list[Candidate]:
        """Stories with an entry of this URL, or of this title within a week; newest first."""
        shown = (
            "SELECT s.id, e.canonical_url, e.title_key, s.at FROM entries e "
            "JOIN stories s ON s.key = e.story "
        )
        found: list[Candidate] = []
        if canonical_url:
            found += _candidates(
                self._db,
                shown + "WHERE e.canonical_url = ? AND e.canonical_url <> '' "
                "ORDER BY e.story DESC LIMIT ?",
                (storable(canonical_url), MOST_CANDIDATES),
            )
        if title_key:
            span = (
                schema.first_key(at - TITLE_WINDOW),
                schema.first_key(at + TITLE_WINDOW + 1),
            )
            found += _candidates(
                self._db,
                shown + "WHERE e.title_key = ? AND e.title_key <> '' AND e.story >= ? "
                "AND e.story < ? ORDER BY e.story DESC LIMIT ?",
                (storable(title_key), *span, MOST_CANDIDATES),
            )
        return list(dict.fromkeys(found))

    def add(
        self,
        feed_url: str,
        entry: Entry,
        *,
        outlet: str,
        origin: str,
        canonical_url: str,
        title_key: str,
        companies: Sequence[str],
        story_id: str | None,
        seen_at: int,
    ) -> str:
        """Store an entry, in a story or as a new one; the story's id.

        ``companies`` are names in the order found, title first. An entry that
        the feed had before stays as it is: ``change`` is for those. Raises
        ArchiveProblem where there is no such story.
        """
        feed = self._feed(feed_url)
        before = value(
            self._db,
            "SELECT s.id FROM entries e JOIN stories s ON s.key = e.story "
            "WHERE e.feed = ? AND e.id = ?",
            (feed, storable(entry.id)),
        )
        if before is not None:
            return str(before)
        at = listed_at(entry.published_at, seen_at)
        found = [storable(name) for name in dict.fromkeys(companies)]
        if story_id is None:
            story_id = self._free_id(feed_url, entry.id)
            key = self._free_key(at)
            self._arrived += 1
            self._db.execute(
                "INSERT INTO stories (key, id, arrived, at, first_seen_at, outlets, origins, "
                "outlet, title, companies) VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, '')",
                (
                    key,
                    story_id,
                    self._arrived,
                    at,
                    seen_at,
                    storable(outlet),
                    storable(entry.title),
                ),
            )
        else:
            key = self._key(story_id)
        self._db.execute(
            "INSERT INTO entries (feed, id, story, title, title_raw, url, summary, author, outlet, "
            "origin, published_at, updated_at, first_seen_at, canonical_url, title_key, companies) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                feed,
                storable(entry.id),
                key,
                storable(entry.title),
                storable(entry.title_raw),
                storable(entry.url),
                storable(entry.summary),
                storable(entry.author),
                storable(outlet),
                storable(origin or outlet),
                entry.published_at,
                entry.updated_at,
                seen_at,
                storable(canonical_url),
                storable(title_key),
                lines(found),
            ),
        )
        self._db.execute(
            "UPDATE feeds SET entries = entries + 1, latest_at = max(coalesce(latest_at, 0), ?) "
            "WHERE feed = ?",
            (at, feed),
        )
        self._stale.add(key)
        return story_id

    def change(
        self,
        feed_url: str,
        entry: Entry,
        *,
        canonical_url: str,
        title_key: str,
        companies: Sequence[str],
        seen_at: int,
    ) -> None:
        """An entry reads differently now; how it read before is kept as a revision.

        When it was first published stays. Raises ArchiveProblem where the feed
        has no such entry.
        """
        number, key, title, summary = self._entry(feed_url, entry.id)
        if (title, summary) != (storable(entry.title), storable(entry.summary)):
            self._keep_revision(number, seen_at)
        self._db.execute(
            "UPDATE entries SET title = ?, title_raw = ?, url = ?, summary = ?, author = ?, "
            "published_at = coalesce(published_at, ?), updated_at = ?, canonical_url = ?, "
            "title_key = ?, companies = ? WHERE entry = ?",
            (
                storable(entry.title),
                storable(entry.title_raw),
                storable(entry.url),
                storable(entry.summary),
                storable(entry.author),
                entry.published_at,
                entry.updated_at,
                storable(canonical_url),
                storable(title_key),
                lines([storable(name) for name in dict.fromkeys(companies)]),
                number,
            ),
        )
        self._stale.add(key)

    def name_companies(self, feed_url: str, entry_id: str, companies: Sequence[str]) -> None:
        """Other companies are found in an entry now, since those tracked have changed."""
        number, key, *_ = self._entry(feed_url, entry_id)
        self._db.execute(
            "UPDATE entries SET companies = ? WHERE entry = ?",
            (lines([storable(name) for name in dict.fromkeys(companies)]), number),
        )
        self._stale.add(key)

    def save_state(self, state: FeedState, check: Check | None = None) -> None:
        """Remember how a feed stands, and the check that made it so."""
        columns = ", ".join(_STATE_COLUMNS)
        marks = ", ".join("?" * len(_STATE_COLUMNS))
        changed = ", ".join(f"{name} = excluded.{name}" for name in _STATE_COLUMNS if name != "url")
        self._db.execute(
            f"INSERT INTO feeds ({columns}) VALUES ({marks}) "  # noqa: S608
            f"ON CONFLICT (url) DO UPDATE SET {changed}",
            tuple(_stored(getattr(state, name)) for name in _STATE_COLUMNS),
        )
        if check is not None:
            checks.note(self._db, self._feed(state.url), check)

    def finish(self) -> None:
        """Bring index and spans up to date; called before the commit."""
        for key in sorted(self._stale):  # the index takes rising keys without a flush each
            self._gather(key)
        for (first,) in every(self._db, "SELECT first FROM spans WHERE stories > 1024"):
            divide(self._db, first)
        self._db.execute("UPDATE meta SET value = ? WHERE name = 'arrived'", (self._arrived,))

    # -- how -------------------------------------------------------------

    def _feed(self, url: str) -> int:
        number = self._feeds.get(url)
        if number is None:
            found = value(self._db, "SELECT feed FROM feeds WHERE url = ?", (storable(url),))
            if found is None:
                self._db.execute("INSERT INTO feeds (url) VALUES (?)", (storable(url),))
                found = self._db.last_insert_rowid()
            number = self._feeds[url] = int(found)
        return number

    def _key(self, story_id: str) -> int:
        key = value(self._db, "SELECT key FROM stories WHERE id = ?", (story_id,))
        if key is None:
            raise ArchiveProblem(
                f"There is no story {story_id!r} in the archive to add a report to."
            )
        return int(key)

    def _entry(self, feed_url: str, entry_id: str) -> tuple[int, int, str, str]:
        row: tuple[int, int, str, str] | None = value(
            self._db,
            "SELECT entry, story, title, summary FROM entries WHERE feed = ? AND id = ?",
            (self._feed(feed_url), storable(entry_id)),
        )
        if row is None:
            raise ArchiveProblem(f"The archive has no entry {entry_id!r} of the feed {feed_url}.")
        return row

    def _free_key(self, at: int) -> int:
        while True:
            first, after = schema.first_key(at), schema.first_key(at + 1)
            last = value(
                self._db, "SELECT max(key) FROM stories WHERE key >= ? AND key < ?", (first, after)
            )
            key = first if last is None else int(last) + 1
            if key < after:
                return key
            at += 1  # thousands without a date, seen at once: they borrow the next second

    def _free_id(self, feed_url: str, entry_id: str) -> str:
        salt = 0
        while True:
            ident = story_id_of(feed_url, entry_id, salt)
            if value(self._db, "SELECT key FROM stories WHERE id = ?", (ident,)) is None:
                return ident
            salt += 1

    def _gather(self, key: int) -> None:
        """Bring a story's row, its companies and its words up to date with its entries."""
        reports = every(
            self._db,
            "SELECT title, summary, outlet, companies, origin FROM entries WHERE story = ? "
            "ORDER BY entry",
            (key,),
        )
        found = dict.fromkeys(name for report in reports for name in names(report[3]))
        stood = names(value(self._db, "SELECT companies FROM stories WHERE key = ?", (key,)))
        for name in found.keys() - set(stood):
            self._db.execute(
                "INSERT OR IGNORE INTO story_companies VALUES (?, ?)", (self._company(name), key)
            )
        for name in set(stood) - found.keys():
            self._db.execute(
                "DELETE FROM story_companies WHERE company = ? AND story = ?",
                (self._company(name), key),
            )
        self._db.execute(
            "UPDATE stories SET title = ?, outlet = ?, outlets = ?, origins = ?, companies = ? "
            "WHERE key = ?",
            (
                reports[0][0],
                reports[0][2],
                len({report[2] for report in reports}),
                len({report[4] for report in reports}),
                lines(list(found)),
                key,
            ),
        )
        columns = list(zip(*reports[:_MOST_INDEXED], strict=True))[:4]
        self._db.execute(
            "INSERT OR REPLACE INTO texts (rowid, title, summary, outlets, companies) "
            "VALUES (?, ?, ?, ?, ?)",
            (key, *(fold("\n".join(dict.fromkeys(column))) for column in columns)),
        )

    def _company(self, name: str) -> int:
        found = value(self._db, "SELECT company FROM companies WHERE name = ?", (name,))
        if found is None:
            self._db.execute("INSERT INTO companies (name) VALUES (?)", (name,))
            found = self._db.last_insert_rowid()
        return int(found)

    def _keep_revision(self, entry: int, seen_at: int) -> None:
        """The first wording and the latest ones: some feeds change a title at every look."""
        self._db.execute(
            "INSERT INTO revisions (entry, until_at, title, title_raw, summary) "
            "SELECT entry, ?, title, title_raw, summary FROM entries WHERE entry = ?",
            (seen_at, entry),
        )
        kept = every(
            self._db, "SELECT revision FROM revisions WHERE entry = ? ORDER BY revision", (entry,)
        )
        for row in kept[1 : max(1, len(kept) - _MOST_REVISIONS + 1)]:
            self._db.execute("DELETE FROM revisions WHERE revision = ?", row)


def divide(connection: apsw.Connection, first: int) -> None:
    """Cut a span that grew too large into pieces of half the largest size."""
    after = value(connection, "SELECT min(first) FROM spans WHERE first > ?", (first,))
    pieces = every(
        connection,
        "SELECT min(key), count(*), sum(judged = 0) FROM ("
        "SELECT key, judged, (row_number() OVER (ORDER BY key) - 1) / ? AS piece "
        "FROM stories WHERE key >= ? AND key < ?) GROUP BY piece ORDER BY piece",
        (schema.SPAN // 2, first, schema.ENDLESS if after is None else after),
    )
    connection.execute("DELETE FROM spans WHERE first = ?", (first,))
    for number, (begin, stories, unjudged) in enumerate(pieces):
        connection.execute(
            "INSERT INTO spans VALUES (?, ?, ?)", (begin if number else first, stories, unjudged)
        )


def _candidates(
    connection: apsw.Connection, sql: str, bindings: tuple[str | int, ...]
) -> list[Candidate]:
    return [Candidate(*row) for row in every(connection, sql, bindings)]


def _stored(field: object) -> str | int | None:
    if isinstance(field, str):
        return storable(str(field))
    return field if isinstance(field, int) else None
