"""Finding stories by what is known of them: words, ids, entries, pages."""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.archive.database import Database, every
from signalboard.archive.gathering import story_of
from signalboard.archive.identity import storable
from signalboard.archive.search import phrase
from signalboard.links import canonical_url

Page = tuple[str, str, str]
"""What tells an entry where its id does not: the URL of its feed, its address, its title."""


class Finding:
    """The archive's part on which story is meant."""

    _database: Database

    def find(self, part: str, limit: int = 10) -> list[tuple[str, str]]:
        """Ids and titles of stories meant by an id, its beginning, or words of the title.

        A whole id means one story; else those whose id begins so come first,
        then titles with these words in a row (the last may be a beginning),
        the newest first.
        """
        part = storable(part.strip())
        begins = part.lower()
        with self._database.reading() as connection:
            if known := story_of(connection, part):
                return every(connection, "SELECT id, title FROM stories WHERE key = ?", (known[0],))
            found: dict[str, str] = {}
            if begins.isascii() and begins.isalnum():
                sql = "SELECT id, title FROM stories WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
                found.update(every(connection, sql, (begins, begins + "~", limit)))
            if wanted := phrase(part, column="title", prefix=True):
                sql = (
                    "SELECT s.id, s.title FROM texts CROSS JOIN stories s ON s.key = texts.rowid "
                    "WHERE texts MATCH ? ORDER BY texts.rowid DESC LIMIT ?"
                )
                found.update(every(connection, sql, (wanted, limit)))
        return list(found.items())[:limit]

    def judged_ids(self) -> list[str]:
        """The stories it was told are judged."""
        with self._database.reading() as connection:
            return [i for (i,) in every(connection, "SELECT id FROM stories WHERE judged > 0")]

    def id_of_entries(self, pairs: Iterable[tuple[str, str]]) -> str | None:
        """The story of the first of these (feed URL, entry id) that the archive has."""
        return next(iter(self.ids_of_entries(pairs).values()), None)

    def ids_of_entries(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The stories of those of these (feed URL, entry id) that the archive has."""
        with self._database.reading() as connection:
            found = connection.executemany(
                "SELECT f.url, e.id, s.id FROM feeds f JOIN entries e "
                "ON e.feed = f.feed AND e.id = ? JOIN stories s ON s.key = e.story "
                "WHERE f.url = ?",
                ((storable(ident), storable(url)) for url, ident in pairs),
            )
            return {(url, ident): story_id for url, ident, story_id in found}

    def entries_of_pages(self, pages: Iterable[Page]) -> dict[Page, tuple[str, str]]:
        """The entries (feed URL, entry id) that these pages of feeds are, whatever their ids.

        A page of a feed is its URL, the address of an entry and its title, as they were
        told. What names no page, none there is, or several, is left out.
        """
        sql = (
            "SELECT e.id FROM entries e JOIN feeds f ON f.feed = e.feed WHERE e.canonical_url = ? "
            "AND e.canonical_url <> '' AND e.title = ? AND f.url = ? LIMIT 2"
        )
        found: dict[Page, tuple[str, str]] = {}
        with self._database.reading() as connection:
            for page in pages:
                feed_url, address, title = page
                keys = {canonical_url(address), canonical_url(address, keep_fragment=True)}
                ids = {
                    str(ident)
                    for key in keys
                    for (ident,) in every(
                        connection, sql, (storable(key), storable(title), storable(feed_url))
                    )
                }
                if len(ids) == 1:
                    found[page] = feed_url, ids.pop()
        return found

    def fixed(self, story_ids: Iterable[str]) -> dict[str, bool]:
        """Whether stories stand by a person's word; those that are not there are left out."""
        with self._database.reading() as connection:
            found = connection.executemany(
                "SELECT id, fixed FROM stories WHERE id = ?",
                ((storable(ident),) for ident in story_ids),
            )
            return {ident: bool(fixed) for ident, fixed in found}
