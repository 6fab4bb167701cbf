"""Which stories the mute rules fit, and the flags of the archive kept true to the rules.

The archive holds the rules its flags follow, so what arrives is marked by the
same rules as what is there, whoever stores it. Other rules are taken over at
once; the stories that they concern, found by the index, are gone through the
newest first and some at a time, by any process, until none is left.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from operator import neg

import apsw

from signalboard.archive import schema
from signalboard.archive.database import Database, every, value
from signalboard.archive.gathering import story_of
from signalboard.archive.identity import storable
from signalboard.archive.search import all_of, fold, parse_search, phrase
from signalboard.archive.tokens import groups_of, stands, tokenized, tokens_of
from signalboard.archive.values import Effect, names
from signalboard.model import Mute
from signalboard.values import dataclass, replace

_FOLLOWED, _ADDED, _REMOVED = 0, 1, 2
_LOOKED = 500
"""Stories that are looked through for an outlet of a name, the newest."""
Source = tuple[str, str]
"""The address of the feed that a report came by, and its outlet."""
MOST_SAMPLES = 5


def mute_problem(rule: Mute) -> str:
    """Why a rule can mute nothing, as a sentence; empty where it can."""
    if rule.kind == "outlet" and not (phrase(rule.value) and tokenized(fold(rule.value))):
        return "A mute by outlet needs a name with a letter or digit."
    if rule.kind != "words":
        return ""
    if rule.value.count('"') % 2:
        return 'A mute by words has a quote that is not closed: "a phrase" has two.'
    search = parse_search(rule.value + " ")
    if search.problem:
        return search.problem
    named = any(term.column for group in (*search.wanted, search.unwanted) for term in group)
    if named or search.states or search.theses or search.since or search.before:
        return 'A mute by words looks at titles: words, "a phrase", OR, -not and begin* only.'
    if not groups_of(search.wanted):
        return "A mute by words needs a word that the titles have, not only words they have not."
    return ""


class Matcher:
    """A set of rules, asked of one story at a time. Reads nothing but what it is given.

    Words are looked for in a story's title, as a search for them would; a
    company mutes the stories about it, named in a title; feeds and outlets
    mute a story that has reports from such feeds or outlets only.
    """

    def __init__(self, rules: Collection[Mute]) -> None:
        self._companies = {storable(rule.value) for rule in rules if rule.kind == "company"}
        self._feeds = {storable(rule.value) for rule in rules if rule.kind == "feed"}
        self._outlets = {_name(rule.value) for rule in rules if rule.kind == "outlet"}
        self._words = [
            (groups_of(search.wanted), [t for term in search.unwanted if (t := tokens_of(term))])
            for rule in rules
            if rule.kind == "words" and not mute_problem(rule)
            for search in (parse_search(rule.value + " "),)
        ]

    def fits(self, title: str, about: Collection[str], reports: Callable[[], set[Source]]) -> bool:
        """Whether a story is muted: its title, the companies it is about, who reports it."""
        if self._companies and not self._companies.isdisjoint(about):
            return True
        if self._words:
            tokens = tokenized(fold(title))
            if any(
                all(any(stands(term, tokens) for term in group) for group in wanted)
                and not any(stands(term, tokens) for term in unwanted)
                for wanted, unwanted in self._words
            ):
                return True
        return bool(self._feeds or self._outlets) and all(map(self.mutes, reports()))

    def mutes(self, report: Source) -> bool:
        """Whether a report is one of a muted feed or outlet."""
        feed, outlet = report
        return feed in self._feeds or (bool(self._outlets) and _name(outlet) in self._outlets)


class Marker:
    """Sets the flag of stories that have just been stored; costs nothing without rules."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        rules = _stored(connection)
        self._matcher = _matcher(rules) if rules else None

    def mark(self, key: int) -> None:
        """Bring a story's flag up to date with what it says now."""
        if self._matcher is not None:
            _mark(self._connection, self._matcher, key)


class Mutes:
    """The rules of one archive. Every method raises ArchiveProblem where the file fails it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reported: dict[str, array[int]] = {}
        """The stories of feeds that are being gone through, by rising negated key."""

    @property
    def rules(self) -> frozenset[Mute]:
        """What the stories follow, or will when there is nothing left to do."""
        with self._database.reading() as connection:
            return frozenset(_stored(connection))

    @property
    def is_behind(self) -> bool:
        """Whether stories are left that do not follow the rules yet."""
        with self._database.reading() as connection:
            return value(connection, "SELECT 1 FROM mutes WHERE state > 0 LIMIT 1") is not None

    def follow(self, rules: Collection[Mute], *, wait: bool = True) -> None:
        """Take over rules: what arrives follows them now, what is there with ``go_on``.

        ``wait=False`` raises a busy ArchiveProblem at once where another process writes.
        """
        wanted = {replace(rule, value=storable(rule.value)) for rule in rules}
        if wanted == self.rules:
            return
        with self._database.writing(wait=wait) as connection:
            stood = set(_stored(connection))
            changed = [(rule, _ADDED) for rule in wanted - stood]
            changed += [(rule, _REMOVED) for rule in stood - wanted]
            connection.executemany(
                "INSERT OR REPLACE INTO mutes (kind, value, state, below) VALUES (?, ?, ?, ?)",
                ((rule.kind, rule.value, state, schema.ENDLESS) for rule, state in changed),
            )

    def go_on(self, most: int, *, wait: bool = True) -> bool:
        """Bring up to so many more stories in line with the rules; whether any are left.

        ``wait=False`` raises a busy ArchiveProblem at once where another process writes.
        """
        if not self.is_behind:
            return False
        with self._database.writing(wait=wait) as connection:
            matcher = _matcher(_stored(connection))
            for kind, said, below in every(
                connection, "SELECT kind, value, below FROM mutes WHERE state > 0"
            ):
                keys = self._candidates(connection, Mute(kind, said), below, most)
                for key in keys:
                    _mark(connection, matcher, key)
                most -= len(keys)
                if most <= 0:
                    connection.execute(
                        "UPDATE mutes SET below = ? WHERE kind = ? AND value = ?",
                        (keys[-1] if keys else below, kind, said),
                    )
                    return True
                self._reported.pop(said, None)
                connection.execute(
                    "DELETE FROM mutes WHERE kind = ? AND value = ? AND state = 2", (kind, said)
                )
                connection.execute(
                    "UPDATE mutes SET state = 0 WHERE kind = ? AND value = ?", (kind, said)
                )
        return False

    def effect(self, rules: Collection[Mute], *, most: int | None = None) -> Effect:
        """What other rules would do; of each rule that differs at most so many stories are read."""
        wanted = {replace(rule, value=storable(rule.value)) for rule in rules}
        matcher = _matcher(tuple(sorted(wanted, key=_order)))
        counts = dict.fromkeys(("hides", "shows", "already", "judged", "starred"), 0)
        samples: list[tuple[int, str]] = []
        partial = False
        with self._database.reading() as connection:
            stood = set(_stored(connection))
            keys = set[int]()
            for rule in wanted ^ stood:
                some = self._candidates(connection, rule, schema.ENDLESS, most)
                partial = partial or len(some) == most
                keys.update(some)
            for key in sorted(keys, reverse=True):
                row = _story(connection, key)
                if row is None:
                    continue
                does = _does(row, fits=matcher.fits(row.title, row.about, row.reports))
                if does:
                    counts[does] += 1
                if does in ("hides", "shows") and len(samples) < MOST_SAMPLES:
                    samples.append((key, row.title))
        return Effect(**counts, samples=tuple(title for _, title in samples), partial=partial)

    def hidden_by(self, rule: Mute, rules: Collection[Mute]) -> int:
        """How many stories are hidden now that one of the rules fits."""
        sources, alone = _by_source(rules), Matcher([rule])
        with self._database.reading() as connection:
            count = 0
            for key in self._candidates(connection, rule, schema.ENDLESS, None, hidden=True):
                row = _story(connection, key)
                count += row is not None and row.hidden and _plays(rule, alone, sources, row)
            return count

    def fitting(self, story_id: str, rules: Collection[Mute]) -> tuple[Mute, ...]:
        """Which of the rules fit a story; those by feed and outlet fit together or not at all."""
        sources = _by_source(rules)
        with self._database.reading() as connection:
            known = story_of(connection, story_id)
            row = None if known is None else _story(connection, known[0])
            if row is None:
                return ()
            return tuple(rule for rule in rules if _plays(rule, Matcher([rule]), sources, row))

    def outlet_called(self, named: str) -> str | None:
        """An outlet of a story as it writes itself, by its name in any case; None for none."""
        asked = _name(named)
        with self._database.reading() as connection:
            for key in self._candidates(connection, Mute("outlet", named), schema.ENDLESS, _LOOKED):
                row = _story(connection, key)
                for _, outlet in sorted(row.reports()) if row is not None else ():
                    if _name(outlet) == asked:
                        return outlet
        return None

    # -- how -------------------------------------------------------------

    def _candidates(
        self,
        connection: apsw.Connection,
        rule: Mute,
        below: int,
        most: int | None,
        *,
        hidden: bool = False,
    ) -> Sequence[int]:
        """Keys of stories that a rule may fit, falling; no story that it fits is left out."""
        if mute_problem(rule):
            return []
        if rule.kind == "feed":
            return self._of_feed(connection, rule.value, below, most)
        only = (
            " AND EXISTS (SELECT 1 FROM stories h INDEXED BY stories_hidden "
            "WHERE h.hidden = 1 AND h.key = {})"
            if hidden
            else ""
        )
        if rule.kind == "company":
            sql = (
                "SELECT story FROM story_companies n WHERE company = "  # noqa: S608
                "(SELECT company FROM companies WHERE name = ?) AND story < ?"
                f"{only.format('n.story')} ORDER BY story DESC LIMIT ?"
            )
            asked = storable(rule.value)
        else:
            said = (
                phrase(rule.value)
                if rule.kind == "outlet"
                else all_of(parse_search(rule.value + " ").wanted)
            )
            column = "outlets" if rule.kind == "outlet" else "title"
            sql = (
                "SELECT rowid FROM texts WHERE texts MATCH ? AND rowid < ?"  # noqa: S608
                f"{only.format('texts.rowid')} ORDER BY rowid DESC LIMIT ?"
            )
            asked = f"{column} : ({said})"
        rows = connection.execute(sql, (asked, below, -1 if most is None else most))
        return array("q", (key for (key,) in rows))

    def _of_feed(
        self, connection: apsw.Connection, url: str, below: int, most: int | None
    ) -> Sequence[int]:
        """The stories of a feed, read once for all parts of them that are asked for."""
        found = self._reported.get(url)
        if found is None or below == schema.ENDLESS:
            rows = connection.execute(
                "SELECT DISTINCT story FROM entries WHERE feed = "
                "(SELECT feed FROM feeds WHERE url = ?)",
                (storable(url),),
            )
            found = array("q", sorted((key for (key,) in rows), reverse=True))
            self._reported = {url: found}
        start = bisect_left(found, -below + 1, key=neg)
        return found[start:] if most is None else found[start : start + most]


# -- one story ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Story:
    """What of a story the rules ask about, and how it stands."""

    title: str
    about: tuple[str, ...]
    reports: Callable[[], set[Source]]
    muted: bool
    judged: bool
    starred: bool

    @property
    def hidden(self) -> bool:
        return self.muted and not (self.judged or self.starred)


def _story(connection: apsw.Connection, key: int) -> _Story | None:
    row = value(
        connection,
        "SELECT title, companies, about, muted, judged, starred FROM stories WHERE key = ?",
        (key,),
    )
    if row is None:
        return None
    title, companies, about, muted, judged, starred = row

    def reports() -> set[Source]:
        rows = connection.execute(
            "SELECT f.url, e.outlet FROM entries e JOIN feeds f ON f.feed = e.feed "
            "WHERE e.story = ?",
            (key,),
        )
        return set(rows)

    return _Story(
        title, names(companies)[:about], reports, bool(muted), bool(judged), bool(starred)
    )


def _mark(connection: apsw.Connection, matcher: Matcher, key: int) -> None:
    row = _story(connection, key)
    if row is None:  # joined to another since the stories of its feed were listed
        return
    fits = matcher.fits(row.title, row.about, row.reports)
    if fits != row.muted:
        connection.execute("UPDATE stories SET muted = ? WHERE key = ?", (int(fits), key))


def _by_source(rules: Collection[Mute]) -> Matcher:
    return Matcher([rule for rule in rules if rule.kind in ("feed", "outlet")])


def _plays(rule: Mute, alone: Matcher, sources: Matcher, row: _Story) -> bool:
    """Whether a rule fits a story; ``alone``, or where it is of a source with its like."""
    if rule.kind not in ("feed", "outlet"):
        return alone.fits(row.title, row.about, row.reports)
    reports = row.reports()
    return any(map(alone.mutes, reports)) and all(map(sources.mutes, reports))


def _does(row: _Story, *, fits: bool) -> str:
    """What becomes of a story that the rules fit from now on, or no longer."""
    if fits and row.judged:
        return "judged"
    if fits and row.starred:
        return "starred"
    if fits:
        return "already" if row.muted else "hides"
    return "shows" if row.hidden else ""


# -- rules -------------------------------------------------------------------


def _stored(connection: apsw.Connection) -> tuple[Mute, ...]:
    rows = connection.execute("SELECT kind, value FROM mutes WHERE state < 2 ORDER BY kind, value")
    return tuple(Mute(kind, said) for kind, said in rows)


def _order(rule: Mute) -> tuple[str, str]:
    return rule.kind, rule.value


def _name(outlet: str) -> str:
    """An outlet's name as it is compared: whole, in any case."""
    return " ".join(fold(storable(outlet)).casefold().split())


@lru_cache(maxsize=8)
def _matcher(rules: tuple[Mute, ...]) -> Matcher:
    return Matcher(rules)
