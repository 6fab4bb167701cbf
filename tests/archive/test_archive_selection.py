"""Pinned lists: that they are what plain Python says, and that no row ever moves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from signalboard.archive import Archive, Judged, Selection, schema
from signalboard.archive.spans import divide
from signalboard.model import Mute, View
from tests.archive.making import NOW, add, fill, ids, put, rows_of

WORDS = ["agents", "lunch", "robots", "chips", "banks", "web", "pay"]
NAMES = ["Tencent", "Baidu", "OpenAI"]
OUTLETS = ["Wire", "Post"]
FEEDS = ["https://one.example/feed", "https://two.example/feed"]
RULES = [
    *(Mute("words", words) for words in ("lunch", "pay -chips", "banks OR web", '"agents banks"')),
    *(Mute("feed", feed) for feed in FEEDS),
]


@dataclass
class Told:
    """A story as plain Python knows it."""

    id: str
    at: int
    arrived: int
    words: set[str]
    outlets: set[str]
    companies: set[str]
    judged: int = 0
    starred: bool = False
    read: bool = False
    muted: bool = False
    title: str = ""
    entries: list[tuple[str, set[str], str, set[str]]] = field(default_factory=list)
    """Of each: its id, words, outlet, companies."""

    @property
    def hidden(self) -> bool:
        return self.muted and not self.judged and not self.starred

    def gather(self) -> None:
        """What its entries say together."""
        self.words = set().union(*(entry[1] for entry in self.entries))
        self.outlets = {entry[2] for entry in self.entries}
        self.companies = set().union(*(entry[3] for entry in self.entries))


Fits = Callable[[Told], bool]


@dataclass
class Plain:
    """An archive of lists, and the real one that is told the same."""

    archive: Archive
    dice: random.Random
    stories: list[Told] = field(default_factory=list)
    away: dict[str, str] = field(default_factory=dict)
    """Stories merged away, and into which."""
    stood: dict[str, int] = field(default_factory=dict)
    """Where in time they stood."""
    arrivals: int = 0
    by_hand: set[str] = field(default_factory=set)
    revived: set[str] = field(default_factory=set)
    """Stories merged away that were parted again, so that lists have them at two places."""
    at: dict[str, int] = field(default_factory=dict)
    """When each entry was."""
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Feed and title of each entry, the first to come first."""
    rules: set[Mute] = field(default_factory=set)

    def come(self, count: int) -> None:
        """New stories, some seconds shared, most of them late."""
        with self.archive.writing() as writing:
            for _ in range(count):
                number = self.arrivals
                self.arrivals += 1
                words = set(self.dice.sample(WORDS, 3))
                outlet = self.dice.choice(OUTLETS)
                named = set(self.dice.sample(NAMES, self.dice.choice((0, 0, 1, 2))))
                at = NOW + self.dice.randrange(400)
                feed = self.dice.choice(FEEDS)
                title = " ".join(sorted(words))
                ident = put(
                    writing,
                    str(number),
                    title,
                    feed=feed,
                    outlet=outlet,
                    companies=sorted(named),
                    at=at,
                )
                self.sources[str(number)] = (feed, title)
                told = Told(ident, at, number, words, {outlet}, named)
                told.entries.append((str(number), words, outlet, named))
                self.at[str(number)] = at
                self.gather(told)
                self.stories.append(told)
            for (first,) in writing._db.execute("SELECT first FROM spans").fetchall():
                divide(writing._db, first)

    def join(self, count: int) -> None:
        """Reports of stories there are."""
        with self.archive.writing() as writing:
            for number in range(count):
                told = self.dice.choice(self.stories)
                word, outlet = self.dice.choice(WORDS), self.dice.choice(OUTLETS)
                feed = self.dice.choice(FEEDS)
                ident = f"joined{told.arrived}-{number}-{self.dice.random()}"
                put(writing, ident, word, feed=feed, outlet=outlet, story=told.id)
                self.sources[ident] = (feed, word)
                told.entries.append((ident, {word}, outlet, set()))
                self.at[ident] = NOW
                self.gather(told)

    def merge(self, count: int) -> None:
        """Stories are seen, or said by hand, to be one."""
        for _ in range(min(count, len(self.stories) - 3)):
            into, *others = self.dice.sample(self.stories, self.dice.choice((2, 3)))
            by_hand = self.dice.random() < 0.5
            with self.archive.writing() as writing:
                merged = writing.merge(into.id, [told.id for told in others], by_hand=by_hand)
            for told in others:
                settled = told.judged or told.starred or told.id in self.by_hand
                assert (told.id in merged) == (by_hand or not settled)
                if told.id in merged:
                    into.entries += told.entries
                    into.judged = max(into.judged, told.judged)
                    into.starred = into.starred or told.starred
                    into.read = into.read and told.read
                    self.stories.remove(told)
                    self.away[told.id] = into.id
                    self.stood[told.id] = told.at
            self.gather(into)
            if by_hand:
                self.by_hand.add(into.id)

    def part(self, count: int) -> None:
        """Some reports of a story are said to be of another event, or of a story there is."""
        many = [told for told in self.stories if len(told.entries) > 1]
        for told in self.dice.sample(many, min(count, len(many))):
            some = self.dice.sample(told.entries, self.dice.randrange(1, len(told.entries)))
            revived = [ident for ident in self.away if self.now(ident) == told.id]
            ident = revived[0] if revived and self.dice.random() < 0.5 else None
            with self.archive.writing() as writing:
                made = writing.move(
                    [(self.sources[entry[0]][0], entry[0]) for entry in some], None, ident=ident
                )
            assert ident is None or made == ident
            if self.away.pop(made, None):
                self.revived.add(made)
            other = Told(made, self.at[some[0][0]], self.arrivals, set(), set(), set())
            other.at = min(self.at[entry[0]] for entry in some)
            if ident is not None:
                other.at = self.stood[ident]
            other.read = told.read
            self.arrivals += 1
            other.entries = list(some)
            told.entries = [entry for entry in told.entries if entry not in some]
            self.gather(other)
            self.gather(told)
            self.stories.append(other)
            self.by_hand |= {told.id, other.id}

    def now(self, ident: str) -> str:
        """The story that a story is by now."""
        while ident in self.away:
            ident = self.away[ident]
        return ident

    def judge(self, count: int) -> None:
        """The person judges, takes back, stars and reads."""
        for told in self.dice.choices(self.stories, k=count):
            was, told.judged = told.judged, self.dice.choice((0, 0, 1, 2))
            if was and not told.judged:
                self.gather(told)
            told.starred = self.dice.random() < 0.3
            told.read = self.dice.random() < 0.3
            self.archive.project([Judged(told.id, told.judged, told.starred, told.read)])

    def mute(self) -> None:
        """The person changes the rules; what comes meanwhile follows the new ones."""
        self.rules = set(self.dice.sample(RULES, self.dice.choice((0, 1, 1, 2, 4))))
        self.archive.mutes.follow(self.rules)
        while self.archive.mutes.go_on(self.dice.choice((1, 7, 1000))):
            if self.dice.random() < 0.2:
                self.come(1)
        for told in self.stories:
            told.muted = self.fits(told)

    def gather(self, told: Told) -> None:
        """What a story's entries say together, and whether a rule fits that."""
        told.gather()
        mine = {entry[0] for entry in told.entries}
        titles = {ident: title for ident, (_, title) in self.sources.items() if ident in mine}
        if not told.judged or told.title not in titles.values():
            told.title = titles[min(titles, key=self.at.__getitem__)]
        told.muted = self.fits(told)

    def fits(self, told: Told) -> bool:
        """Whether a rule of RULES that counts now fits a story."""
        mine = {entry[0] for entry in told.entries}
        sources = [source for ident, source in self.sources.items() if ident in mine]
        title = told.title
        words = set(title.split())
        meant = {
            "lunch": "lunch" in words,
            "pay -chips": "pay" in words and "chips" not in words,
            "banks OR web": bool(words & {"banks", "web"}),
            '"agents banks"': "agents banks" in title,
        }
        feeds = {rule.value for rule in self.rules if rule.kind == "feed"}
        by_words = any(meant[rule.value] for rule in self.rules if rule.kind == "words")
        return by_words or {feed for feed, _ in sources} <= feeds

    def fitting(self, fits: Fits) -> list[str]:
        stories = sorted(self.stories, key=lambda told: (told.at, told.arrived), reverse=True)
        return [told.id for told in stories if fits(told)]

    def told(self, story_id: str) -> Told:
        return next(told for told in self.stories if told.id == story_id)


STATES: dict[str, Fits] = {
    "unjudged": lambda told: told.judged == 0,
    "judged": lambda told: told.judged > 0,
    "starred": lambda told: told.starred,
    "linked": lambda told: told.judged == 2,
    "read": lambda told: told.read,
    "unread": lambda told: not told.read,
    "muted": lambda told: told.hidden,
}


def some_view(plain: Plain) -> tuple[View, list[str] | None, list[str], Fits]:
    """A view, what it is limited to, what it leaves out, and what it means."""
    dice = plain.dice
    parts: list[str] = []
    meant: list[Fits] = []

    def chance(share: float) -> bool:
        return dice.random() < share

    if chance(0.3):
        word = dice.choice(WORDS)
        parts.append(word)
        meant.append(lambda told: word in told.words)
    if chance(0.2):
        one, two = dice.sample(WORDS, 2)
        parts.append(f"{one} OR {two}")
        meant.append(lambda told: one in told.words or two in told.words)
    if chance(0.3):
        unwanted = dice.choice(WORDS)
        parts.append(f"-{unwanted}")
        meant.append(lambda told: unwanted not in told.words)
    if chance(0.15):
        outlet = dice.choice(OUTLETS)
        parts.append(f"outlet:{outlet}")
        meant.append(lambda told: outlet in told.outlets)
    for _ in range(dice.choice((0, 0, 1, 2))):
        state, negative = dice.choice(list(STATES)), chance(0.3)
        parts.append(f"{'-' * negative}is:{state}")
        meant.append(lambda told, s=state, n=negative: STATES[s](told) is not n)  # type: ignore[misc]
    show = dice.choice(("all", "all", "unjudged", "starred", "linked", "muted"))
    if show != "muted" and "is:muted" not in parts:
        meant.append(lambda told: not told.hidden)
    if show != "all":
        meant.append(STATES[show])
    company = dice.choice((None, None, *NAMES))
    if company is not None:
        meant.append(lambda told: company in told.companies)
    since = NOW + dice.randrange(400) if chance(0.3) else None
    if since is not None:
        meant.append(lambda told: told.at >= since)
    among = None
    if chance(0.25):
        among = dice.choices([told.id for told in plain.stories], k=dice.randrange(40))
        meant.append(lambda told: told.id in among)
        among.append("stranger")
    but: list[str] = []
    judged = [told.id for told in plain.stories if told.judged]
    if judged and chance(0.3):
        but = dice.choices(judged, k=dice.randrange(30))
        meant.append(lambda told: told.id not in but)
    dice.shuffle(parts)
    view = View(
        search=" ".join([*parts, ""]),
        show=show,  # type: ignore[arg-type]
        company=company,
        since_at=since,
    )
    return view, among, but, lambda told: all(fits(told) for fits in meant)


def agrees(plain: Plain, selection: Selection, pinned: list[str], fits: Fits) -> None:
    """The list is what it was, and tells what is so now."""
    dice = plain.dice
    assert len(selection) == len(pinned)
    begin = dice.randrange(-3, len(pinned) + 3)
    end = dice.randrange(-3, len(pinned) + 3)
    page = [row.id for row in plain.archive.rows(selection.keys(begin, end))]
    now = [plain.now(story_id) for story_id in pinned]
    assert page == now[max(0, begin) : max(0, end)]
    assert ids(plain.archive, selection) == now
    for story_id in dice.choices([*(told.id for told in plain.stories), *plain.away], k=5):
        place = selection.index_of(story_id)
        if story_id in pinned and story_id not in plain.revived:
            assert place == pinned.index(story_id)
        elif plain.now(story_id) in now:
            assert place is not None
            assert now[place] == plain.now(story_id)
        else:
            assert place is None
    assert selection.index_of("stranger") is None
    hidden = selection.view.show == "muted" or "is:muted" in selection.view.search.split()
    standing = [
        story_id not in plain.away
        and story_id not in plain.revived
        and plain.told(story_id).judged == 0
        and plain.told(story_id).hidden is hidden
        for story_id in pinned
    ]
    for step in (1, -1):
        start = dice.randrange(-2, len(pinned) + 2)
        if step == 1:
            rows = range(max(0, start), len(pinned))
        else:
            rows = range(min(start, len(pinned) - 1), -1, -1)
        wanted = next((row for row in rows if standing[row]), None)
        assert selection.next_unjudged(start, step) == wanted  # type: ignore[arg-type]


def stands_still(
    plain: Plain, selection: Selection, pinned: list[str], fits: Fits, newest: int
) -> None:
    """Whatever happens meanwhile, the list is what it was, and counts what arrived since."""
    for _ in range(2):
        plain.judge(plain.dice.choice((1, 15)))
        plain.come(plain.dice.choice((0, 1, 12)))
        if plain.dice.random() < 0.5:
            plain.merge(4)
            plain.part(2)
        if plain.dice.random() < 0.5:
            plain.mute()
        agrees(plain, selection, pinned, fits)
        arrived = [told for told in plain.stories if told.arrived >= newest]
        assert selection.waiting() == sum(map(fits, arrived)), selection.view


@pytest.mark.parametrize("seed", range(30))
def test_selections_are_what_lists_say_and_stay_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(schema, "SPAN", 10)
    archive = Archive.open(tmp_path / "archive.db")
    plain = Plain(archive, random.Random(seed))
    plain.come(plain.dice.choice((3, 60, 120)))
    plain.judge(20)
    plain.join(10)
    plain.mute()
    for _ in range(12):
        view, among, but, fits = some_view(plain)
        selection = archive.select(view, among=among, but=but, now=NOW)
        assert selection.view is view
        assert selection.problem == ""
        pinned = plain.fitting(fits)
        newest = plain.arrivals
        plain.revived.clear()
        read_early = plain.dice.random() < 0.5
        if read_early:
            agrees(plain, selection, pinned, fits)
        assert selection.waiting() == 0
        stands_still(plain, selection, pinned, fits, newest)
        plain.join(3)
        agrees(plain, selection, pinned, fits)
        counts = archive.counts()
        shown = [told for told in plain.stories if not told.hidden]
        assert counts.stories == len(shown)
        assert counts.muted == len(plain.stories) - len(shown)
        assert counts.unjudged == sum(told.judged == 0 for told in shown)
    assert archive.check() == []
    archive.close()


@pytest.mark.parametrize(
    "view",
    [View(), View(show="unjudged"), View(search="x"), View(since_at=NOW), View(search="-y ")],
    ids=str,
)
def test_an_empty_archive_has_empty_lists(archive: Archive, view: View) -> None:
    selection = archive.select(view)
    assert len(selection) == 0
    assert list(selection.keys(0, 10)) == []
    assert selection.index_of("x") is None
    assert selection.next_unjudged(0, 1) is selection.next_unjudged(0, -1) is None
    assert selection.waiting() == 0
    story = add(archive, "1", "x", at=NOW)
    assert selection.waiting() == 1
    assert len(selection) == 0
    assert ids(archive, archive.select(view)) == [story]


@pytest.mark.parametrize("show", ["all", "unjudged"])
def test_a_row_far_away_reads_one_span(many: Archive, show: str) -> None:
    selection = many.select(View(show=show))  # type: ignore[arg-type]
    long = selection._rows
    assert len(selection) == 5000
    rows = many.rows(
        [*selection.keys(0, 1), *selection.keys(2500, 2502), *selection.keys(4999, 6000)]
    )
    assert [row.title for row in rows] == [
        f"Report number{number} of many" for number in (4999, 2499, 2498, 0)
    ]
    assert 1 <= len(long._spans) <= 3 < len(long._bounds)  # type: ignore[union-attr]
    assert selection.index_of(rows[1].id) == 2500
    assert max(map(len, long._spans.values())) <= schema.SPAN  # type: ignore[union-attr]


def test_spans_stay_small_and_right_as_stories_come(archive: Archive) -> None:
    for begin in range(0, 3600, 400):
        fill(archive, 400, begin=begin)
    fill(archive, 3000, begin=100_000, gap=-60)
    spans = archive._database.connection.execute("SELECT first, stories FROM spans").fetchall()
    assert spans[0][0] == 0
    assert max(stories for _, stories in spans) <= schema.SPAN
    assert len(spans) > 6600 / schema.SPAN
    assert archive.check() == []


def test_judged_stories_stay_where_they_stood(many: Archive) -> None:
    made = ids(many, many.select(View()))
    many.project([Judged(made[100], 1), Judged(made[4000], 1)])
    selection = many.select(View(show="unjudged"))
    pinned = [ident for ident in made if ident not in (made[100], made[4000])]
    assert selection.index_of(made[200]) == 199
    other = Archive.open(many.path)  # another process judges, and takes back what was judged before
    other.project([Judged(ident, 2) for ident in pinned[150:400]])
    other.project([Judged(made[100], 0), Judged(made[4000], 0)])
    other.project([Judged(ident, 0) for ident in pinned[300:310]])
    other.project([Judged(ident, 1) for ident in pinned[300:305]])
    other.close()
    assert len(selection) == 4998
    assert ids(many, selection) == pinned
    assert selection.index_of(made[100]) is None
    assert list(rows_of(selection, 1, 148, 3)) == [148, 149, 305]
    assert list(rows_of(selection, -1, 401, 4)) == [401, 400, 309, 308]
    fresh = many.select(View(show="unjudged"))
    assert fresh.index_of(made[100]) is not None
    assert len(fresh) == 5000 - 245


def test_next_unjudged_goes_by_long_runs_in_a_few_steps(many: Archive) -> None:
    made = ids(many, many.select(View()))
    many.project([Judged(ident, 1) for ident in made[10:4990]])
    asked: list[str] = []
    for view in (View(), View(show="all", search="report "), View(since_at=NOW)):
        selection = many.select(view)
        many._database.connection.exec_trace = lambda _c, sql, _b: asked.append(sql) or True  # type: ignore[func-returns-value]
        assert selection.next_unjudged(10, 1) == 4990
        assert selection.next_unjudged(4989, -1) == 9
        assert selection.next_unjudged(0, 1) == 0
        many._database.connection.exec_trace = None
        assert len(asked) < 40
        asked.clear()


def test_keys_are_clipped_to_what_is_there(many: Archive) -> None:
    for view in (View(), View(search="number17 ")):
        selection = many.select(view)
        last = len(selection)
        assert len(selection.keys(-10, 3)) == min(3, last)
        assert len(selection.keys(last - 1, last + 100)) == 1
        assert not selection.keys(3, 3)
        assert not selection.keys(last, last + 5)
        assert not selection.keys(5, 2)


def test_a_thousand_arrivals_wait_and_move_nothing(many: Archive) -> None:
    selections = [
        many.select(view)
        for view in (View(), View(show="unjudged"), View(search="report -number3 "))
    ]
    before = [ids(many, selection) for selection in selections]
    assert all(before)
    again = [many.select(selection.view) for selection in selections]
    late = fill(many, 1000, begin=1_000_000, gap=-10)
    for selection, unread, pinned in zip(selections, again, before, strict=True):
        assert selection.waiting() == unread.waiting() == 1000
        assert ids(many, selection) == ids(many, unread) == pinned
        assert selection.index_of(late[5]) is None
        assert many.select(selection.view).index_of(late[5]) is not None
