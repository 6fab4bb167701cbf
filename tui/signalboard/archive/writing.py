"""What comes in, within one transaction: entries, the stories they make, and how feeds stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import apsw

from signalboard import times
from signalboard.archive import checks, moving, pruning, schema
from signalboard.archive.database import every, value
from signalboard.archive.gathering import Report, begin, free_id, gather, story_of
from signalboard.archive.identity import listed_at, storable
from signalboard.archive.index import Index
from signalboard.archive.muting import Marker
from signalboard.archive.posting import Tally
from signalboard.archive.problem import ArchiveProblem
from signalboard.archive.spans import divide
from signalboard.archive.values import Known, Text, lines
from signalboard.model import Candidate, Check, Entry, FeedState

TITLE_WINDOW = 7 * times.DAY
"""How far apart two stories with one title may be and still be offered as candidates."""
MOST_CANDIDATES = 50
_MOST_REVISIONS = 20
_STATE_COLUMNS = FeedState.__match_args__


class Writing:
    """One transaction of what comes in; made by ``Archive.writing``, of no use after it."""

    def __init__(self, connection: apsw.Connection, index: Index) -> None:
        self._db = connection
        self._index = index
        self._is_begun = False
        self._feeds: dict[str, int] = {}
        self._arrived = int(value(connection, "SELECT value FROM meta WHERE name = 'arrived'"))
        self._numbered = pruning.next_number(connection)
        self._posted = Tally()
        self._stale: dict[int, Report | None] = {}
        """Stories with new or changed entries: brought up to date at the end, each once.

        Of one that began in this transaction and has no other entry, that entry."""
        self._absent: set[tuple[str, str]] = set()
        """Entries that were looked for and are not there."""

    @property
    def index(self) -> Index:
        """Which entries have a word."""
        if not self._is_begun:
            self._index.begin()
            self._is_begun = True
        return self._index

    def known(self, feed_url: str, ids: Iterable[str]) -> dict[str, Known]:
        """Which of these entry ids the feed had before, and how they read."""
        asked = [storable(ident) for ident in ids]
        found = self._db.executemany(
            "SELECT e.id, e.title, e.summary, e.url, s.id, e.published_at FROM entries e "
            "JOIN stories s ON s.key = e.story WHERE e.feed = ? AND e.id = ?",
            ((self._feed(feed_url), ident) for ident in asked),
        )
        known = {ident: Known(*rest) for ident, *rest in found}
        self._absent.update((feed_url, ident) for ident in asked if ident not in known)
        return known

    def bare(self, feed_url: str, title: str) -> list[str]:
        """Entries of a feed with this title, which says too little to be a key."""
        rows = every(
            self._db,
            "SELECT id FROM entries WHERE feed = ? AND title = ? "
            "AND title_key = '' ORDER BY entry DESC LIMIT ?",
            (self._feed(feed_url), storable(title), MOST_CANDIDATES),
        )
        return [ident for (ident,) in rows]

    def candidates(self, canonical_url: str, title_key: str, at: int) -> list[Candidate]:
        """Stories with an entry of this URL, or of this title within a week; newest first."""
        shown = (
            "SELECT s.id, e.canonical_url, e.title_key, s.at, f.url, e.id, e.outlet "
            "FROM entries e JOIN stories s ON s.key = e.story JOIN feeds f ON f.feed = e.feed "
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
            span = [schema.first_key(at + apart) for apart in (-TITLE_WINDOW, TITLE_WINDOW + 1)]
            first, last = (key >> schema.SEASON_BITS for key in span)
            for season in range(last, first - 1, -1):
                found += _candidates(
                    self._db,
                    shown + f"WHERE e.story >> {schema.SEASON_BITS} = ? AND e.title_key = ? "
                    "AND e.title_key <> '' AND e.story >= ? AND e.story < ? "
                    "ORDER BY e.story DESC LIMIT ?",
                    (season, storable(title_key), *span, MOST_CANDIDATES),
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
        about: int = 0,
        terms: Iterable[str] = (),
    ) -> str:
        """Store an entry, in a story or as a new one; the story's id.

        ``companies`` are names in the order found, title first; ``about`` says how many
        of them the title names; ``terms`` are the words the entry is found by. An entry
        that the feed had before stays as it is: ``change`` is for those. Raises
        ArchiveProblem where there is no such story.
        """
        feed, index = self._feed(feed_url), self.index
        ident = storable(entry.id)
        if (feed_url, ident) in self._absent:
            self._absent.remove((feed_url, ident))
        elif before := value(
            self._db,
            "SELECT s.id FROM entries e JOIN stories s ON s.key = e.story "
            "WHERE e.feed = ? AND e.id = ?",
            (feed, ident),
        ):
            return str(before)
        at = listed_at(entry.published_at, seen_at)
        title, summary, outlet = storable(entry.title), storable(entry.summary), storable(outlet)
        origin = storable(origin) or outlet
        named = lines([storable(name) for name in dict.fromkeys(companies)])
        report: Report | None = None
        if story_id is None:
            story_id = free_id(self._db, feed_url, entry.id)
            self._arrived += 1
            report = (title, summary, outlet, named, origin, about)
            key = begin(self._db, story_id, self._arrived, at, seen_at, report)
        else:
            key, story_id = self._key(story_id)
        self._db.execute(
            "INSERT INTO entries (entry, feed, id, story, title, title_raw, url, summary, author, "
            "outlet, origin, published_at, updated_at, first_seen_at, canonical_url, title_key, "
            "companies, about) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._number(),
                feed,
                ident,
                key,
                title,
                storable(entry.title_raw),
                storable(entry.url),
                summary,
                storable(entry.author),
                outlet,
                origin,
                entry.published_at,
                entry.updated_at,
                seen_at,
                storable(canonical_url),
                storable(title_key),
                named,
                about,
            ),
        )
        index.add(self._db.last_insert_rowid(), terms)
        self._posted.add(feed, at)
        self._stale[key] = report
        return story_id

    def was_pruned(self, feed_url: str, entry: Entry) -> bool:
        """Whether an entry that is not there was, and was pruned: it is not to come back."""
        return pruning.was_pruned(self._db, self._feed(feed_url), entry)

    def change(
        self,
        feed_url: str,
        entry: Entry,
        *,
        canonical_url: str,
        title_key: str,
        companies: Sequence[str],
        seen_at: int,
        about: int = 0,
        terms: tuple[Iterable[str], Iterable[str]] = ((), ()),
    ) -> None:
        """An entry reads differently now; how it read before is kept as a revision.

        ``terms``: those it was found by, and is from now on. When it was first
        published stays. Raises ArchiveProblem where the feed
        has no such entry.
        """
        number, key, title, summary = self._entry(feed_url, entry.id)
        if (title, summary) != (storable(entry.title), storable(entry.summary)):
            self._keep_revision(number, seen_at)
        self._db.execute(
            "UPDATE entries SET title = ?, title_raw = ?, url = ?, summary = ?, author = ?, "
            "published_at = coalesce(published_at, ?), updated_at = ?, canonical_url = ?, "
            "title_key = ?, companies = ?, about = ? WHERE entry = ?",
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
                about,
                number,
            ),
        )
        self.index.change(number, *terms)
        self._stale[key] = None

    def name_companies(self, text: Text, companies: Sequence[str], about: int) -> bool:
        """Other companies are found in an entry now, since those tracked have changed.

        False, and nothing changed, where it reads differently since or is gone.
        """
        found = lines([storable(name) for name in dict.fromkeys(companies)])
        self._db.execute(
            "UPDATE entries SET companies = ?, about = ? WHERE entry = ? AND title = ? "
            "AND summary = ?",
            (found, about, text.entry, text.title, text.summary),
        )
        if not self._db.changes():
            return False
        key = value(self._db, "SELECT story FROM entries WHERE entry = ?", (text.entry,))
        self._stale[int(key)] = None
        return True

    def merge(self, into: str, others: Iterable[str], *, by_hand: bool = False) -> list[str]:
        """Let the entries of other stories be of this one; the ids of those merged away.

        Their ids lead to it from then on. It is read if all were, starred if one
        was. By hand, it is fixed; else stories that are settled (judged, starred or
        fixed) stay as they are. Raises ArchiveProblem where a story is not there.
        """
        key, _ = self._key(into)
        merged = []
        for other in others:
            away, ident = self._key(other)
            if away != key and (by_hand or not moving.is_settled(self._db, away)):
                moving.merge(self._db, key, away)
                self._stale[key] = None
                self._stale.pop(away, None)
                merged.append(ident)
        if by_hand:
            moving.fix(self._db, key, True)
        return merged

    def move(
        self, entries: Iterable[tuple[str, str]], into: str | None, *, ident: str | None = None
    ) -> str:
        """Put entries, each by feed URL and id, into a story by hand; that story's id.

        ``into`` None: a story of their own, unjudged and new to every list. It may be
        given the ``ident`` of one that was merged away, which is then told to be it. It
        and the stories that lost an entry are fixed; one that lost all is as if merged.
        Raises ArchiveProblem where there is no such entry or story, or the id is taken.
        """
        numbers = [self._entry(url, entry_id)[0] for url, entry_id in entries]
        if not numbers:
            raise ArchiveProblem("No report was named to be moved.")
        if into is None:
            self._arrived += 1
            key, into = moving.begin_with(self._db, numbers, ident, self._arrived)
        else:
            key, into = self._key(into)
        for other, is_left in moving.move(self._db, numbers, key):
            self._stale.pop(other, None)
            if is_left:
                self._stale[other] = None
                moving.fix(self._db, other, True)
        self._stale[key] = None
        moving.fix(self._db, key, True)
        return into

    def restore(self, story_id: str, pairs: Iterable[tuple[str, str]]) -> bool:
        """Part a story merged away from the one it went to; whether that could be done."""
        known = story_of(self._db, story_id)
        if known is None or known[1] == story_id:
            return False
        sql = "SELECT 1 FROM entries e WHERE e.feed = ? AND e.id = ? AND e.story = ?"
        own = [
            (url, entry_id)
            for url, entry_id in pairs
            if value(self._db, sql, (self._feed(url), storable(entry_id), known[0]))
        ]
        if own:
            self.move(own, None, ident=story_id)
        return bool(own)

    def fix(self, story_id: str, fixed: bool) -> None:
        """Say whether a story stands by a person's word, so that nothing moves it by itself."""
        moving.fix(self._db, self._key(story_id)[0], fixed)

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
        self._posted.store(self._db)
        marker = Marker(self._db)
        for key in sorted(self._stale):  # the index takes rising keys without a flush each
            gather(self._db, key, self._stale[key])
            marker.mark(key)
        for (first,) in every(self._db, "SELECT first FROM spans WHERE stories > 1024"):
            divide(self._db, first)
        self._db.execute("UPDATE meta SET value = ? WHERE name = 'arrived'", (self._arrived,))
        if self._is_begun:
            self._index.finish()

    # -- how -------------------------------------------------------------

    def _number(self) -> int | None:
        """The number of the next entry; None: one more than the highest there is."""
        numbered, self._numbered = self._numbered, None
        return numbered

    def _feed(self, url: str) -> int:
        number = self._feeds.get(url)
        if number is None:
            found = value(self._db, "SELECT feed FROM feeds WHERE url = ?", (storable(url),))
            if found is None:
                self._db.execute("INSERT INTO feeds (url) VALUES (?)", (storable(url),))
                found = self._db.last_insert_rowid()
            number = self._feeds[url] = int(found)
        return number

    def _key(self, story_id: str) -> tuple[int, str]:
        """The key and the id of a story, also of one merged away since."""
        found = story_of(self._db, story_id)
        if found is None:
            raise ArchiveProblem(f"There is no story {story_id!r} in the archive.")
        return found

    def _entry(self, feed_url: str, entry_id: str) -> tuple[int, int, str, str]:
        row: tuple[int, int, str, str] | None = value(
            self._db,
            "SELECT entry, story, title, summary FROM entries WHERE feed = ? AND id = ?",
            (self._feed(feed_url), storable(entry_id)),
        )
        if row is None:
            raise ArchiveProblem(f"The archive has no entry {entry_id!r} of the feed {feed_url}.")
        return row

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


def _candidates(
    connection: apsw.Connection, sql: str, bindings: tuple[str | int, ...]
) -> list[Candidate]:
    return [Candidate(*row) for row in every(connection, sql, bindings)]


def _stored(field: object) -> str | int | None:
    if isinstance(field, str):
        return storable(str(field))
    return field if isinstance(field, int) else None
