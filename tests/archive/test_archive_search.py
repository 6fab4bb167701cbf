"""What people type to search, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from signalboard.archive import (
    Archive,
    Search,
    fields,
    has_one,
    parse_search,
    with_field,
    with_one,
    without_fields,
)
from signalboard.archive.search import MOST_TERMS, fold, phrase
from signalboard.model import View
from signalboard.text import clean
from signalboard.times import DAY, parse_iso
from tests.archive.making import NOW, add, ids, put

SIGNS = ['"', "'", "-", "--", "(", ")", "*", ":", "^", "{", "}", "+", "\0", "\ud800", "“", "»", "%"]
NAMED = [
    "outlet:",
    "company:",
    "thesis:",
    "is:",
    "since:",
    "before:",
    "sort:",
    "title:",
    "NEAR",
    "3d",
]
PLAIN = [
    "a",
    "agent",
    "OR",
    "AND",
    "NOT",
    "or",
    " ",
    "unjudged",
    "2026-01-31",
    "百度",
    "é",
    "🚀",
    "ß",
]
PIECES = st.sampled_from([*SIGNS, *NAMED, *PLAIN, "\n"])
ANYTHING = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


@pytest.fixture(scope="module")
def index() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5 (title, summary, outlets, companies)")
    connection.execute("INSERT INTO texts VALUES ('agent a', 'an agent', 'wire', 'tencent')")
    return connection


@given(text=ANYTHING)
@example('"')
@example("-")
@example("a OR")
@example('outlet:"')
@example("since:9999y before:0001-01-01")
@example("iſ:read ſince:x")
@example("is:" * 400)
@example("x " * 400)
@example('-"' * 200)
@example("a OR " * 300 + "b")
@example("before:0001-01-01T00:00+23:59")
def test_any_text_is_read_into_something_the_index_takes(index: apsw.Connection, text: str) -> None:
    search = parse_search(text)
    for expression in (search.match, search.exclude):
        if expression:
            index.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (expression,)).fetchall()
    assert not (search.match and search.exclude)
    since, before = search.between(NOW)
    assert since is None or since >= 0
    assert before is None or before >= 0
    understood = search.match or search.exclude or search.states or search.theses
    understood = understood or search.since or search.before or "sort:" in text.lower()
    assert understood or search.problem or not search.text
    assert search.problem == "" or search.problem.endswith(".")


@given(text=ANYTHING)
def test_any_text_is_found_by_itself_where_it_has_letters(text: str) -> None:
    """A phrase is asked for with the same folding as it is indexed with."""
    made = phrase(text.replace("\0", "").encode("utf-8", "replace").decode())
    if made:
        connection = apsw.Connection(":memory:")
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (title)")
        stored = fold(text.replace("\0", "").encode("utf-8", "replace").decode())
        connection.execute("INSERT INTO t VALUES (?)", (stored,))
        tokens = connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (made,)).get
        # letters newer than SQLite's tables are no tokens: then there is no hit, and no error
        assert tokens == 1 or not text.isascii()


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", ""),
        ("agents ", '"agents"'),
        ("agents", '"agents" *'),
        ("pay agents ", '"pay" AND "agents"'),
        ('"pay agents"', '"pay agents"'),
        ('"pay age', '"pay age" *'),
        ('"pay age"*', '"pay age" *'),
        ("“pay agents” ", '"pay agents"'),
        ("pay* lunch ", '"pay" * AND "lunch"'),
        ("pay -agents ", '("pay") NOT ("agents")'),
        ("pay NOT agents ", '("pay") NOT ("agents")'),
        ('pay -"agents now" -lunch ', '("pay") NOT ("agents now" OR "lunch")'),
        ("pay OR lunch ", '("pay" OR "lunch")'),
        ("a b OR c d ", '"a" AND ("b" OR "c") AND "d"'),
        ("a AND b ", '"a" AND "b"'),
        ("a OR ", '"a"'),
        ("OR a ", '"a"'),
        ("a or b ", '"a" AND "or" AND "b"'),
        ("outlet:reuters ", 'outlets : "reuters"'),
        ("Outlet: reuters ", 'outlets : "reuters"'),
        ('company:"Tencent Music" ', 'companies : "Tencent Music"'),
        ("outlet:a OR outlet:b ", '(outlets : "a" OR outlets : "b")'),
        ("-outlet:a b ", '("b") NOT (outlets : "a")'),
        ("http://x.example/a ", '"http://x.example/a"'),
        ("title:agents ", '"title:agents"'),
        ("(pay OR lunch) ", '("(pay" OR "lunch)")'),
        ("百度 ", '"百 度"'),
        ("AI代理 ", '"ai 代 理"'),
        ("a", '"a"'),
        ("é ", '"é"'),
    ],
)
def test_expressions(text: str, match: str) -> None:
    search = parse_search(text)
    assert (search.match, search.problem) == (match, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-agents ", Search("-agents", exclude='"agents"')),
        ("is:unjudged", Search("is:unjudged", states=frozenset({("unjudged", True)}))),
        ("-is:starred", Search("-is:starred", states=frozenset({("starred", False)}))),
        ("IS:Linked", Search("IS:Linked", states=frozenset({("linked", True)}))),
        (
            "is:judged is:unread",
            Search("is:judged is:unread", states=frozenset({("unjudged", False), ("read", False)})),
        ),
        (
            'thesis:2 thesis:"web four"',
            Search('thesis:2 thesis:"web four"', theses=("2", "web four")),
        ),
        ("-thesis:2", Search("-thesis:2", not_theses=("2",))),
        ("NOT thesis:2", Search("NOT thesis:2", not_theses=("2",))),
        ("since:3d", Search("since:3d", since=("3d",))),
        ("before:2026-01-31", Search("before:2026-01-31", before=("2026-01-31",))),
        (
            'pay* "two words" ',
            Search('pay* "two words"', words=("pay", "two words"), match='"pay" * AND "two words"'),
        ),
    ],
)
def test_fields(text: str, expected: Search) -> None:
    assert parse_search(text) == expected


@pytest.mark.parametrize(
    ("text", "problem", "match"),
    [
        ("is:purple agents ", "is:purple is not known", '"agents"'),
        ("since:tuesday agents ", "since:tuesday is no date", '"agents"'),
        ("before:2026-13-45 agents ", "is no date", '"agents"'),
        ("since:9999y agents ", "is no date", '"agents"'),
        ("-since:3d agents ", "-since: cannot be used", '"agents"'),
        ("-sort:match agents ", "-sort: cannot be used", '"agents"'),
        ("agents outlet:", "After outlet: something is missing", '"agents"'),
        ('agents company:"" ', "After company: something is missing", '"agents"'),
        ("agents 🚀 ", "no letter or digit in 🚀", '"agents"'),
        ("agents " + "!" * 500 + " ", "no letter or digit in " + "!" * 39 + "…, so", '"agents"'),
        ("agents OR is:starred ", "OR joins words", '"agents"'),
        ("is:starred OR agents ", "OR joins words", '"agents"'),
        ("agents OR -lunch ", "OR joins words", '("agents") NOT ("lunch")'),
        ("-lunch OR agents ", "OR joins words", '("agents") NOT ("lunch")'),
        ("-", "no word in this search yet", ""),
        ('"', "no word in this search yet", ""),
        ("OR", "no word in this search yet", ""),
        ("x " * 50, f"first {MOST_TERMS} words", " AND ".join(['"x"'] * MOST_TERMS)),
    ],
)
def test_what_cannot_be_taken_as_written_is_said(text: str, problem: str, match: str) -> None:
    search = parse_search(text)
    assert problem in search.problem
    assert search.match == match


def test_spans_count_from_now_and_the_narrowest_holds() -> None:
    search = parse_search("since:3d since:2026-01-31 before:1d before:2026-12-31")
    assert search.between(NOW) == (NOW - 3 * DAY, NOW - DAY)
    assert parse_search("since:60y").between(NOW) == (0, None)
    assert parse_search("").between(NOW) == (None, None)


STORIES = {
    "tencent": ("Tencent upgrades its foundation model", "A senior researcher leads it.", "Wire"),
    "cafe": ("Café Zürich opens: İstanbul's ＡＩ straße", "Naïve résumé.", "Le Monde"),
    "baidu": ("百度 opens Ernie agents to merchants", "两个城市的商家", "TechNode"),
    "kana": ("ラーメン店がエージェントを使う", "ﾗｰﾒﾝ", "日経"),
    "hangul": ("인공지능 에이전트", "", "한겨레"),
    "gpt": ("GPT-4o and C++20 at AT&T", "it's 3.5% better", "Ars Technica"),
    "rare": ("Rare 𠀀𠀁 signs", "", "The Verge"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = Archive.open(tmp_path_factory.mktemp("search") / "archive.db")
    with archive.writing() as writing:
        for number, (name, (title, summary, outlet)) in enumerate(STORIES.items()):
            put(
                writing,
                name,
                title,
                summary=summary,
                outlet=outlet,
                companies=["Tencent Music"] if name == "gpt" else [],
                at=NOW - number,
            )
    yield archive
    archive.close()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tencent ", ["tencent", "gpt"]),
        ("TENCENT upgrades ", ["tencent"]),
        ("tenc", ["tencent", "gpt"]),
        ("tenc ", []),
        ("foundation tenc", ["tencent"]),
        ('"foundation model"', ["tencent"]),
        ('"model foundation"', []),
        ("senior", ["tencent"]),
        ("cafe zurich ", ["cafe"]),
        ("CAFÉ ", ["cafe"]),
        ("resume naive ", ["cafe"]),
        ("istanbul ", ["cafe"]),
        ("AI ", ["cafe"]),
        ("STRASSE ", ["cafe"]),
        ("百度", ["baidu"]),
        ("度", ["baidu"]),
        ("商家", ["baidu"]),
        ("城市的 agents ", ["baidu"]),
        ("度百", []),
        ("ラーメン", ["kana"]),
        ("ﾗｰﾒﾝ", ["kana"]),
        ("エージェント", ["kana"]),
        ("지능", ["hangul"]),
        ("𠀁", ["rare"]),
        ("gpt-4o", ["gpt"]),
        ("GPT 4o ", ["gpt"]),
        ("c++20", ["gpt"]),
        ("at&t", ["gpt"]),
        ("it's ", ["gpt"]),
        ("3.5% ", ["gpt"]),
        ("technode", ["baidu"]),
        ("outlet:technode ", ["baidu"]),
        ("outlet:opens ", []),
        ("outlet:ars", ["gpt"]),
        ('outlet:"le monde"', ["cafe"]),
        ("outlet:日経", ["kana"]),
        ('company:"tencent music"', ["gpt"]),
        ("company:tencent ", ["gpt"]),
        ("-company:tencent tencent ", ["tencent"]),
        ("opens -ernie ", ["cafe"]),
        ("zurich OR ernie ", ["cafe", "baidu"]),
        ("opens zurich OR ernie ", ["cafe", "baidu"]),
        ("opens ernie OR upgrades agents ", ["baidu"]),
        ("-opens -signs ", ["tencent", "kana", "hangul", "gpt"]),
        ("before:1d", []),
        ("since:1d outlet:wire ", ["tencent"]),
        ("🚀", list(STORIES)),
        ('"', list(STORIES)),
    ],
)
def test_what_is_found(found: Archive, text: str, names: list[str]) -> None:
    rows = found.rows(found.select(View(search=text), now=NOW).keys(0, 99))
    assert [row.title for row in rows] == [STORIES[name][0] for name in names]


@given(text=ANYTHING)
def test_any_search_of_an_archive_finds_something_or_says_why(found: Archive, text: str) -> None:
    selection = found.select(View(search=text), now=NOW)
    keys = selection.keys(0, len(selection))
    assert len(found.rows(keys)) == len(selection)
    assert selection.problem == selection.search.problem == parse_search(text).problem


def test_the_words_of_every_report_are_searched_and_kept_up(archive: Archive) -> None:
    story = add(archive, "1", "First words", outlet="Wire")
    add(archive, "2", "Second wording", story=story, outlet="Post", summary="of it")
    for text in ("first second ", "outlet:post ", "wire it "):
        assert ids(archive, archive.select(View(search=text))) == [story]
    assert archive.check() == []


def test_a_date_is_of_the_day_in_utc(archive: Archive) -> None:
    day = parse_iso("2026-11-20")
    made = [add(archive, str(n), at=at) for n, at in enumerate((day - 1, day, day + DAY))]
    for text, wanted in {
        "since:2026-11-20": made[:0:-1],
        "before:2026-11-20": made[:1],
        "since:2026-11-20 before:2026-11-21": made[1:2],
        "since:2026-11-21 before:2026-11-20": [],
        "before:1970-01-01": [],
        "before:0001-01-01": [],
        "since:9999-12-31 before:1969-12-31": [],
    }.items():
        assert ids(archive, archive.select(View(search=text))) == wanted, text


def test_spans_of_a_search_count_from_the_clock_where_none_is_given(archive: Archive) -> None:
    import time

    now = int(time.time())
    add(archive, "old", at=now - 5 * DAY)
    new = add(archive, "new", at=now - DAY)
    assert ids(archive, archive.select(View(search="since:3d"))) == [new]
    assert len(archive.select(View(search="since:3d"), now=now + 9 * DAY)) == 0


@pytest.mark.parametrize(
    ("text", "with_it", "without", "words"),
    [
        ("", 'outlet:"A b"', "", ""),
        ("wall", 'outlet:"A b" wall', "wall", "wall"),
        ("x outlet:y since:3d", 'outlet:"A b" x since:3d', "x since:3d", "x"),
        ("outlet:x OR outlet:y z", 'outlet:"A b" z', "z", "z"),
        ('x OR Outlet: "y z"', 'outlet:"A b" x', "x", "x"),
        ("x NOT outlet:y z", 'outlet:"A b" x z', "x z", "x z"),
        ("-outlet:x y", 'outlet:"A b" -outlet:x y', "-outlet:x y", "y"),
        ('"a  b"* -c OR d', 'outlet:"A b" "a b"* -c OR d', '"a b"* -c OR d', '"a b"* -c OR d'),
    ],
)
def test_a_field_is_written_into_a_search_and_taken_out(
    text: str, with_it: str, without: str, words: str
) -> None:
    assert with_field(text, "outlet", " A “b” ") == with_it
    assert with_field(text, "outlet", "") == without
    assert without_fields(text) == words
    assert fields(with_it)["outlet"] == "A b"


@given(st.text(), st.text(max_size=9))
def test_a_field_written_into_any_search_is_read_there(text: str, value: str) -> None:
    made = with_field(text, "outlet", value)
    assert fields(made).get("outlet", "") == " ".join(
        clean(value.translate(str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))))
        .replace('"', " ")
        .split()
    )
    assert with_field(made, "outlet", value) == made
    assert not fields(without_fields(made))


def test_one_of_several_fields_of_a_name_joins_and_leaves() -> None:
    text = 'is:read -thesis:"2" pay thesis:2 beg'
    assert has_one(text, "is", "READ") and has_one(text, "-thesis", "2")
    assert not has_one(text, "-is", "read") and not has_one(text, "thesis", "3")
    assert with_one(text, "is", "starred", wanted=True) == f"is:starred {text}"
    assert with_one(text, "is", "read", wanted=True) == text
    assert with_one(text, "-thesis", "2", wanted=False) == "is:read pay thesis:2 beg"
    assert with_one("is:read", "is", "read", wanted=False) == ""
