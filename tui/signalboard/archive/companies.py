"""Companies in the archive: how often each is named, and where one may be found anew."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence

from signalboard import times
from signalboard.archive import schema
from signalboard.archive.database import Database
from signalboard.archive.identity import storable
from signalboard.archive.search import phrase
from signalboard.archive.values import Text, names
from signalboard.model import Activity


class Companies:
    """The archive's part on companies."""

    _database: Database

    def activity(
        self, companies: Sequence[str], midnight_at: int, days: int = 14
    ) -> dict[str, Activity]:
        """How many stories a day named each company, and in as many days before those.

        ``midnight_at`` is when the last of the days begins.
        """
        first = midnight_at - (2 * days - 1) * times.DAY
        bounds = (schema.first_key(first), schema.first_key(midnight_at + times.DAY))
        found: dict[str, Activity] = {}
        with self._database.reading() as connection:
            for name in companies:
                counted = [0] * (2 * days)
                rows = connection.execute(
                    "SELECT ((story >> ?) - ?) / ?, count(*) FROM story_companies "
                    "WHERE company = (SELECT company FROM companies WHERE name = ?) "
                    "AND story >= ? AND story < ? GROUP BY 1",
                    (schema.SLOT_BITS, first, times.DAY, storable(name), *bounds),
                )
                for day, stories in rows:
                    counted[day] = stories
                found[name] = Activity(tuple(counted[days:]), sum(counted[:days]))
        return found

    def naming(self, words: Iterable[str], companies: Iterable[str] = ()) -> array[int]:
        """The keys of stories with any of these words, or which name one of the companies.

        In whatever sense: the finder then looks at their ``texts``. ``Qwen*`` is any
        word that begins so. Newest first.
        """
        wanted = " OR ".join(
            made for word in words if (made := phrase(word, prefix=word.endswith("*")))
        )
        with self._database.reading() as connection:
            found: set[int] = set()
            if wanted:
                rows = connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (wanted,))
                found.update(key for (key,) in rows)
            for name in companies:
                rows = connection.execute(
                    "SELECT story FROM story_companies "
                    "WHERE company = (SELECT company FROM companies WHERE name = ?)",
                    (storable(name),),
                )
                found.update(key for (key,) in rows)
        return array("q", sorted(found, reverse=True))

    def all_keys(self) -> array[int]:
        """The keys of every story, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT key FROM stories ORDER BY key DESC")
            return array("q", (key for (key,) in rows))

    def texts(self, keys: Sequence[int]) -> list[Text]:
        """The entries of these stories, story by story."""
        with self._database.reading() as connection:
            rows = connection.executemany(
                "SELECT entry, story, title, summary, companies, about FROM entries "
                "WHERE story = ? ORDER BY entry",
                ((key,) for key in keys),
            )
            return [
                Text(entry, key, title, summary, names(named), about)
                for entry, key, title, summary, named, about in rows
            ]

    def found_by(self) -> dict[str, int]:
        """Of each company that the whole archive was searched for: the mark of how it was found."""
        with self._database.reading() as connection:
            return dict(
                connection.execute("SELECT name, found_by FROM companies WHERE found_by <> 0")
            )

    def set_found_by(self, marks: Mapping[str, int], forgotten: Collection[str] = ()) -> None:
        """The archive was searched for these companies, each as its mark says; not for others."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE companies SET found_by = 0 WHERE name = ?",
                ((storable(name),) for name in forgotten),
            )
            connection.executemany(
                "INSERT INTO companies (name, found_by) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET found_by = excluded.found_by",
                ((storable(name), mark) for name, mark in marks.items()),
            )

    def ids(self, keys: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Of each of these stories its id, and the moment it is listed at."""
        with self._database.reading() as connection:
            rows = connection.executemany(
                "SELECT key, id, at FROM stories WHERE key = ?", ((key,) for key in keys)
            )
            return {key: (ident, at) for key, ident, at in rows}
