"""What is suggested of the newest stories that nobody judged, and which hints were seen.

Suggestions are made elsewhere and kept here, so that lists in their order come from an index
like any other. Each story that was looked at has a row without a thesis, with the most that
any thesis is worth; where nothing is suggested that is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import apsw

from signalboard.archive import schema
from signalboard.archive.database import Database, every, value
from signalboard.archive.identity import storable
from signalboard.archive.values import names
from signalboard.model import Hint, Stance, Suggestion
from signalboard.values import dataclass

_NUMBERS = {Stance.SUPPORT: 1, None: 0, Stance.CONTRADICT: -1}
_STANCES = {number: stance for stance, number in _NUMBERS.items()}
_TEXT = (
    "s.key, s.title, s.companies, s.about, coalesce((SELECT e.summary FROM entries e "
    "WHERE e.story = s.key AND e.summary <> '' ORDER BY e.entry LIMIT 1), '')"
)


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a story suggestions are made from."""

    key: int
    title: str
    companies: tuple[str, ...]
    about: int
    """How many of the companies, the first ones, titles name."""
    summary: str


class Suggesting:
    """The archive's part on suggestions."""

    _database: Database

    def newest(self, most: int, below: int = schema.ENDLESS) -> list[Unread]:
        """The newest stories with keys below one, judged or not, hidden ones too."""
        with self._database.reading() as connection:
            return _read(
                connection,
                f"SELECT {_TEXT} FROM stories s WHERE s.key < ? ORDER BY s.key DESC LIMIT ?",  # noqa: S608
                (below, most),
            )

    def unsuggested(self, low: int, most: int, below: int = schema.ENDLESS) -> list[Unread]:
        """The newest stories, by key, neither judged nor hidden, that were not looked at."""
        with self._database.reading() as connection:
            return _read(
                connection,
                f"SELECT {_TEXT} FROM stories s INDEXED BY stories_unjudged "  # noqa: S608
                "WHERE s.judged = 0 AND s.hidden = 0 AND s.key >= ? AND s.key < ? AND NOT EXISTS "
                "(SELECT 1 FROM suggested g WHERE g.story = s.key AND g.thesis = '') "
                "ORDER BY s.key DESC LIMIT ?",
                (low, below, most),
            )

    def oldest_of(self, most: int) -> int:
        """The key of the last of so many newest stories neither judged nor hidden."""
        with self._database.reading() as connection:
            found = value(
                connection,
                "SELECT s.key FROM stories s INDEXED BY stories_unjudged WHERE s.judged = 0 "
                "AND s.hidden = 0 ORDER BY s.key DESC LIMIT 1 OFFSET ?",
                (most - 1,),
            )
        return 0 if found is None else int(found)

    def suggest_anew(self, by: int) -> None:
        """Forget what was suggested unless by the same theses, which ``by`` is a number of."""
        with self._database.reading() as connection:
            if value(connection, "SELECT value FROM meta WHERE name = 'suggested_by'") == by:
                return
        with self._database.writing(wait=False) as connection:
            connection.execute("DELETE FROM suggested")
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('suggested_by', ?)", (by,))

    def suggest(self, found: Mapping[int, Sequence[Suggestion]]) -> None:
        """Keep what is suggested of stories, by key; raises a busy ArchiveProblem at once."""
        rows = [
            (key, storable(one.thesis_id), _NUMBERS[one.stance], int(one.is_contrary), one.worth)
            for key, suggestions in found.items()
            for one in suggestions
        ]
        rows += [
            (key, "", 0, 0, max((one.worth for one in suggestions), default=0.0))
            for key, suggestions in found.items()
        ]
        with self._database.writing(wait=False) as connection:
            connection.executemany("DELETE FROM suggested WHERE story = ?", [(k,) for k in found])
            connection.executemany("INSERT INTO suggested VALUES (?, ?, ?, ?, ?)", rows)

    def forget_suggested(self, before: int) -> None:
        """Forget what was suggested of stories with keys below one."""
        with self._database.reading() as connection:
            sql = "SELECT 1 FROM suggested WHERE story < ? LIMIT 1"
            if value(connection, sql, (before,)) is None:
                return
        with self._database.writing(wait=False) as connection:
            connection.execute("DELETE FROM suggested WHERE story < ?", (before,))

    @property
    def has_suggested(self) -> bool:
        """Whether anything is suggested of a story that is neither judged nor hidden."""
        with self._database.reading() as connection:
            sql = (
                "SELECT 1 FROM suggested g INDEXED BY suggested_worth "
                "CROSS JOIN stories s ON s.key = g.story WHERE g.thesis = '' AND g.worth > 0 "
                "AND +s.judged = 0 AND +s.hidden = 0 LIMIT 1"
            )
            return value(connection, sql) is not None

    def suggested_on(self, thesis_id: str) -> dict[str, bool]:
        """The stories a thesis is suggested of, judged ones too, the oldest first; whether each
        looks contrary."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT g.story, s.id, g.contrary = 1 FROM suggested g "
                "INDEXED BY suggested_thesis CROSS JOIN stories s ON s.key = g.story "
                "WHERE g.thesis = ? AND g.thesis <> ''",
                (storable(thesis_id),),
            )
            return {ident: is_contrary for _, ident, is_contrary in sorted(rows)}

    def see_hints(self, hints: Iterable[Hint]) -> None:
        """Remember that hints were seen, each where it is not yet; busy: raises at once."""
        with self._database.writing(wait=False) as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO hints VALUES (?, ?, ?, ?)",
                (
                    (storable(h.thesis_id), storable(h.story_id), _NUMBERS[h.stance], h.seen_at)
                    for h in hints
                ),
            )

    def hints(self, thesis_id: str) -> tuple[Hint, ...]:
        """The hints on a thesis that were seen, the first one first.

        The story of one that was merged away since is the one it went to.
        """
        with self._database.reading() as connection:
            rows = every(
                connection,
                "SELECT coalesce((SELECT s.id FROM former f JOIN stories s ON s.key = f.story "
                "WHERE f.id = h.story ORDER BY f.gone DESC LIMIT 1), h.story), h.stance, h.seen_at "
                "FROM hints h WHERE h.thesis = ?",
                (storable(thesis_id),),
            )
        seen = (Hint(story, thesis_id, _STANCES[way], at) for story, way, at in rows)
        return tuple(sorted(seen, key=lambda hint: (hint.seen_at, hint.story_id)))


def _read(connection: apsw.Connection, sql: str, bindings: tuple[int, ...]) -> list[Unread]:
    return [
        Unread(key, title, names(companies), about, summary)
        for key, title, companies, about, summary in connection.execute(sql, bindings)
    ]
