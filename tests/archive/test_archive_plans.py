"""Nothing on the way of a key reads a table from end to end, or sorts what it found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from signalboard.archive import Archive, Judged, falling
from signalboard.model import Mute, View
from signalboard.times import DAY
from tests.archive.making import FEED, NOW, add, ids, put

LARGE = (
    "stories|entries|story_companies|revisions|turns|former|words|posted|checks|suggested|hints|"
    "s|e|c|n|t|f|h|p|g"
)
SCAN = re.compile(rf"SCAN ({LARGE})\b")
SORT = re.compile("TEMP B-TREE FOR .*ORDER BY")


@contextmanager
def asked(archive: Archive) -> Iterator[list[str]]:
    """The plans of all that the body asks the database, each once, with the question."""
    statements: dict[str, None] = {}

    def note(_cursor: object, sql: str, _bindings: object) -> bool:
        statements[sql] = None
        return True

    connection = archive._database.connection
    plans: list[str] = []
    connection.exec_trace = note
    yield plans
    connection.exec_trace = None
    for sql in statements:
        if sql.split()[0] in ("SELECT", "UPDATE", "INSERT", "DELETE"):
            steps = connection.execute(f"EXPLAIN QUERY PLAN {sql}", (1,) * sql.count("?"))
            plans.append("\n  ".join([sql, *(step[3] for step in steps)]))


@pytest.fixture
def varied(many: Archive) -> Archive:
    """Something of everything that can be asked for."""
    with many.writing() as writing:
        for number in range(300):
            put(writing, f"v{number}", "A report", companies=["Tencent"], at=NOW + 60 * number)
    made = ids(many, many.select(View()))
    many.project([Judged(ident, number % 3, True, True) for number, ident in enumerate(made[::9])])
    many.mutes.follow([Mute("words", "number17* OR number23*")])
    many.mutes.go_on(100)
    assert many.counts().muted > 50
    return many


def all_of(selection_of: View) -> Callable[[Archive], object]:
    def ask(archive: Archive) -> None:
        selection = archive.select(selection_of, now=NOW)
        last = len(selection)
        assert last
        archive.rows(selection.keys(0, 40))
        archive.rows(selection.keys(last // 2, last // 2 + 40))
        archive.rows(selection.keys(last - 40, last))
        selection.index_of("anything")
        selection.next_unjudged(last // 2, 1)
        selection.next_unjudged(last // 2, -1)
        selection.waiting()

    return ask


VIEWS = {
    "everything": View(),
    "unjudged": View(show="unjudged"),
    "starred": View(show="starred"),
    "linked": View(show="linked"),
    "since": View(since_at=NOW + 1000),
    "since and unjudged": View(since_at=NOW + 1000, show="unjudged"),
    "company": View(company="Tencent"),
    "company, unjudged, since": View(company="Tencent", show="unjudged", since_at=NOW),
    "words": View(search="report number17 "),
    "words, unjudged": View(search="report", show="unjudged"),
    "words and company": View(search="report ", company="Tencent"),
    "words, starred, since": View(search="report", show="starred", since_at=NOW),
    "not": View(search="-number17 "),
    "not, unjudged": View(search="-number17 is:unjudged"),
    "not starred": View(search="-is:starred"),
    "not linked": View(search="-is:linked"),
    "read": View(search="is:read"),
    "unread and unjudged": View(search="is:unread is:unjudged"),
    "starred and unjudged": View(search="is:starred is:unjudged"),
    "before": View(search="before:2026-11-26"),
    "muted": View(show="muted"),
    "muted, words": View(search="report ", show="muted"),
    "muted, since": View(show="muted", since_at=NOW + 1000),
    "muted, not": View(show="muted", search="-number1771 "),
    "most outlets": View(sort="outlets"),
    "most companies, unjudged": View(sort="companies", show="unjudged"),
    "most companies, not": View(sort="companies", search="-number17 "),
    "most outlets of words": View(sort="outlets", search="report "),
    "most companies of starred": View(sort="companies", show="starred"),
    "suggested": View(sort="suggested"),
    "suggested of words": View(sort="suggested", search="report "),
    "best match": View(sort="match", search="report number17*"),
    "best match, starred": View(sort="match", search="report ", show="starred"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_reads_what_it_shows(varied: Archive, name: str) -> None:
    with asked(varied) as plans:
        all_of(VIEWS[name])(varied)
    assert len(plans) >= 6
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []


def test_judged_stories_are_few_and_may_be_sorted(varied: Archive) -> None:
    with asked(varied) as plans:
        all_of(View(search="is:judged"))(varied)
    assert [plan for plan in plans if SCAN.search(plan)] == []


def test_of_many_judged_stories_the_newest_judged_are_gone_through(
    varied: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = ids(varied, varied.select(View(search="is:judged")))
    some = judged[::3]
    for view in (View(), View(search="report "), View(search="since:2d", sort="outlets")):
        looked_up = list(ids(varied, varied.select(view, among=some, now=NOW)))
        for most, walked in ((0, 0), (0, 7), (len(some) - 1, 10_000), (len(some), 10_000)):
            monkeypatch.setattr(falling, "_LOOKED_UP", most)
            monkeypatch.setattr(falling, "_GONE_THROUGH", walked)
            with asked(varied) as plans:
                assert ids(varied, varied.select(view, among=some, now=NOW)) == looked_up
            walks = [plan for plan in plans if "s.judged = ?" in plan]
            assert bool(walks) is (most < len(some))
            assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []
        monkeypatch.undo()
    assert len(looked_up) > 5


@pytest.mark.parametrize("name", ["everything", "unjudged", "not", "words", "most outlets", "read"])
def test_what_a_thesis_has_judged_is_left_out_by_its_keys(varied: Archive, name: str) -> None:
    some = ids(varied, varied.select(View(search="is:judged")))[::3]
    with asked(varied) as plans:
        selection = varied.select(VIEWS[name], but=some, now=NOW)
        assert len(selection)
        assert not set(ids(varied, selection)) & set(some)
        selection.next_unjudged(len(selection) // 2, 1)
        selection.waiting()
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []


def test_everything_else_on_the_way_of_a_key(many: Archive) -> None:
    made = ids(many, many.select(View()))
    with asked(many) as plans:
        many.select(View(show="unjudged"), among=made[:50])
        many.select(View(search="report -number17 "), among=made[:50])
        many.select(View(sort="outlets"), among=made[:50])
        many.story(made[0])
        many.find(made[0])
        many.find(made[0][:5])
        many.find("number17 of")
        many.id_of_entries([(FEED, "17")])
        many.fixed(made[:2])
        many.set_read(made[:3], True)
        many.project([Judged(made[1], 2, True, True)], seq=5)
        many.adopt(made[2], "theboardsown")
        many.activity(["Tencent"], NOW - NOW % DAY)
        many.counts()
        many.feed_latest()
        many.feed_states()
        many.posted(NOW)
        many.posted_daily(FEED, NOW)
        many.checks(FEED)
        many.mutes.effect([Mute("words", "number17* "), Mute("company", "x"), Mute("feed", FEED)])
        many.mutes.follow([Mute("words", "number17* OR many")])
        while many.mutes.go_on(1000):
            pass
        many.mutes.hidden_by(Mute("company", "Tencent"), [])
        assert many.journal_seq == 5
        assert many.judged_count > 0
    assert len(plans) >= 15
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []


def test_names_are_looked_for_in_what_has_the_words(many: Archive) -> None:
    with asked(many) as plans:
        keys = many.naming(["number17"], ["Tencent"])
        assert len(many.texts(keys)) == len(many.ids(keys)) == 1
    assert [plan for plan in plans if SCAN.search(plan)] == []


def test_what_comes_in_looks_up_by_index(many: Archive) -> None:
    texts = many.texts(many.naming(["number17"]))
    with asked(many) as plans, many.writing() as writing:
        writing.known(FEED, ["1", "new"])
        story = put(writing, "new", canonical="https://x.example", key="new", companies=["Tencent"])
        writing.candidates("https://x.example", "new", NOW)
        put(writing, "other", story=story)
        writing.name_companies(texts[0], ["Baidu"], 1)
    assert len(plans) >= 15
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []
    assert many.check() == []


def test_the_test_would_see_a_scan(many: Archive) -> None:
    with asked(many) as plans:
        many._database.connection.execute("SELECT key FROM stories WHERE title = ?", ("x",))
        many._database.connection.execute("SELECT * FROM entries e ORDER BY title")
    assert SCAN.search(plans[0])
    assert SCAN.search(plans[1])
    assert SORT.search(plans[1])
    add(many, "afterwards")
