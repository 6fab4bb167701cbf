"""Entries find their stories as they arrive, through the archive itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalboard.archive import Archive, Judged
from signalboard.archive.pruning import Run
from signalboard.model import Entry, Feed, View
from signalboard.wire import joining
from signalboard.wire.companies import Finder
from signalboard.wire.refresh.filing import Filed, file_entries
from signalboard.wire.refresh.preparing import prepared
from signalboard.wire.words import terms, words
from tests.archive.test_archive_plans import SCAN, SORT, asked

NOW = 1_795_500_000
HOUR, DAY = 3600, 86400


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive.open(tmp_path / "archive.db")
    yield opened
    opened.close()


def entry(ident: str, title: str, *, at: int | None = NOW, url: str = "", **more: str) -> Entry:
    return Entry(ident, title, url or f"https://{ident}.example/read", published_at=at, **more)


def file(archive: Archive, feed: str, *entries: Entry, now: int = NOW) -> Filed:
    with archive.writing() as shelf:
        made = prepared(feed, None, entries, Finder([]))
        return file_entries(shelf, Feed(feed, f"https://{feed}.example"), feed, entries, made, now)


def one_by_one(archive: Archive, *titles: str, gap: int = HOUR, feed: str = "") -> None:
    """Each in a body of its own, of a feed of its own unless one is named."""
    for number, title in enumerate(titles):
        at = NOW + number * gap
        file(archive, feed or f"feed{number}", entry(f"e{number}", title, at=at), now=at)


def stories(archive: Archive) -> list[list[str]]:
    """The titles of each story, the newest story first."""
    selection = archive.select(View())
    rows = archive.rows(selection.keys(0, len(selection)))
    return [[report.title for report in archive.story(row.id).reports] for row in rows]  # type: ignore[union-attr]


EVENT = [
    "Tencent opens WeChat to shopping agents from OpenAI",
    "OpenAI agents may shop in WeChat, Tencent says",
    "WeChat lets OpenAI's shopping agents in as Tencent opens up",
]


def test_one_event_is_one_row_with_its_outlets(archive: Archive) -> None:
    one_by_one(archive, EVENT[0], "Weather in Lisbon turns mild again", *EVENT[1:])
    assert stories(archive) == [["Weather in Lisbon turns mild again"], EVENT]
    row = archive.rows(archive.select(View()).keys(1, 2))[0]
    assert (row.outlets, row.origins) == (3, 3)
    assert archive.check() == []


@pytest.mark.parametrize(
    "titles",
    [
        ["百度文心智能体平台向全部商家开放注册", "百度文心智能体平台今日向商家开放注册"],
        ["Live updates: Nvidia to buy Arm stake for $4bn", "Nvidia buying $4 billion Arm stake"],
        [
            "Anthropic sues xAI over stolen training data",
            "xAI sued by Anthropic over training data",
        ],
        ["ECB unlikely to end sterilisation, traders say", "ECB unlikely to end sterilization"],
    ],
    ids=["Chinese", "live updates", "the other way round", "spelling"],
)
def test_titles_of_one_event(archive: Archive, titles: list[str]) -> None:
    one_by_one(archive, *titles)
    assert stories(archive) == [titles]


SERIES = {
    "newsletter": ["Import AI 441: My agents are working", "Import AI 442: Winners and losers"],
    "newsletter, bare": ["Import AI 441", "Import AI 442"],
    "newsletter, hash": ["ChinAI #300: Tencent's agent bet", "ChinAI #301: Tencent's agent bet"],
    "newsletter, Chinese": [
        "科技爱好者周刊（第 375 期）：开源",
        "科技爱好者周刊（第 376 期）：开源",
    ],
    "price": ["Gold price of the day: $4,112", "Gold price of the day: $4,097"],
    "index": ["Nikkei closes up 300", "Nikkei closes up 412"],
    "podcast": ["Hard Fork episode 12: agents", "Hard Fork episode 13: agents"],
    "release": ["Release notes of version 1.4", "Release notes of version 1.5"],
    "Roman": ["Unbalanced oil and vinegar, part I", "Unbalanced oil and vinegar, part II"],
    "dated": ["Morning links for November 23", "Morning links for November 24"],
    "short": ["Weekly links", "Weekly links"],
    "brief": ["Business in brief", "Business in brief"],
    "two topics": ["OpenAI raises prices", "OpenAI hires a lobbyist"],
    "two quakes": ["Quake of 6.1 shakes northern Chile", "Quake of 5.8 shakes southern Peru"],
}


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("feed", ["one", ""], ids=["one feed", "two feeds"])
@pytest.mark.parametrize("gap", [HOUR, DAY, 7 * DAY], ids=["hour", "day", "week"])
def test_parts_of_a_series_are_stories_of_their_own(
    archive: Archive, name: str, feed: str, gap: int
) -> None:
    one_by_one(archive, *SERIES[name], feed=feed, gap=gap)
    assert [len(story) for story in stories(archive)] == [1, 1]


def test_a_series_in_one_body(archive: Archive) -> None:
    titles = [title for name in SERIES for title in SERIES[name] if name != "newsletter, bare"]
    file(archive, "one", *(entry(f"e{n}", title) for n, title in enumerate(titles)))
    assert len(stories(archive)) == len(titles)


@pytest.mark.parametrize(("feed", "count"), [("one", 2), ("", 1)])
def test_one_voice_reports_no_event_twice_in_like_words(
    archive: Archive, feed: str, count: int
) -> None:
    course = ["How to set up your Lisp config file", "How to set up Emacs in your Lisp app"]
    one_by_one(archive, *course, feed=feed)
    assert len(stories(archive)) == count


def test_one_title_in_one_feed_on_two_pages_is_a_series(archive: Archive) -> None:
    one_by_one(archive, "The price of the day", "The price of the day", feed="one")
    assert len(stories(archive)) == 2
    for feed in ("a", "b"):
        file(archive, feed, entry(feed, "Agents pay for lunch in China"))
    assert len(stories(archive)) == 3


APART = [
    "Meridian Bank halts withdrawals in Lisbon branches",
    "Lisbon regulator freezes withdrawals from Meridian",
]
JOINING = "Meridian withdrawals frozen in Lisbon as regulator halts bank"


def two_apart(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two stories that were not seen to be one when they came; their ids, the newer first."""
    with monkeypatch.context() as patch:
        patch.setattr(joining, "SAME_EVENT", 9.0)
        one_by_one(archive, *APART)
    made = [row.id for row in archive.rows(archive.select(View()).keys(0, 3))]
    assert len(made) == 2
    return made


def test_what_a_third_report_shows_to_be_one_becomes_one(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer, older = two_apart(archive, monkeypatch)
    before = archive.select(View())
    file(archive, "third", entry("third", JOINING))
    assert stories(archive) == [[*APART, JOINING]]
    assert archive.story(newer).id == older  # type: ignore[union-attr]
    assert len(before) == 2
    assert archive.check() == []


def judged(archive: Archive, row: int, **marks: bool) -> str:
    ident = archive.rows(archive.select(View()).keys(row, row + 1))[0].id
    archive.project([Judged(ident, 0 if marks else 2, **marks)])
    return ident


def test_a_judged_story_takes_reports_and_never_moves(archive: Archive) -> None:
    one_by_one(archive, EVENT[0])
    one = judged(archive, 0)
    for number, title in enumerate(EVENT[1:], 1):
        file(archive, f"more{number}", entry(f"m{number}", title))
    story = archive.story(one)
    assert story is not None
    assert (story.id, story.title, len(story.reports)) == (one, EVENT[0], 3)


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_that_are_one_the_settled_stays(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    two_apart(archive, monkeypatch)
    settled = judged(archive, which, starred=True)
    file(archive, "third", entry("third", JOINING))
    assert stories(archive) == [[*APART, JOINING]]
    assert archive.rows(archive.select(View()).keys(0, 1))[0].id == settled


def test_two_judged_stories_are_not_made_one(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_apart(archive, monkeypatch)
    kept = {judged(archive, 0), judged(archive, 1)}
    file(archive, "third", entry("third", JOINING))
    assert {row.id for row in archive.rows(archive.select(View()).keys(0, 3))} == kept
    assert sorted(map(len, stories(archive))) == [1, 2]


TITLES = [*EVENT, *itertools.chain(*SERIES.values())]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_in_any_order_nothing_is_lost_and_nothing_judged_moves(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(TITLES))))
    judge_at = set(data.draw(st.lists(st.sampled_from(order), max_size=5)))
    archive = Archive.open(tmp_path_factory.mktemp("order") / "archive.db")
    stood: dict[str, set[str]] = {}
    for number in order:
        file(
            archive,
            f"feed{number % 7}",
            entry(f"e{number}", TITLES[number], at=NOW + number * HOUR),
            now=NOW + 2 * DAY,
        )
        with archive.writing() as writing:
            home = writing.known(f"feed{number % 7}", [f"e{number}"])[f"e{number}"].story_id
        if number in judge_at:
            archive.project([Judged(home, 2)])
        selection = archive.select(View(show="linked"))
        for row in archive.rows(selection.keys(0, len(selection))):
            story = archive.story(row.id)
            assert story is not None
            has = {report.entry_id for report in story.reports}
            assert stood.get(row.id, set()) <= has
            stood[row.id] = has
        assert len(selection) == len(stood)
    reports = [title for story in stories(archive) for title in story]
    assert sorted(reports) == sorted(TITLES)
    assert archive.check() == []
    archive.close()


def test_two_feeds_with_one_page_are_one_origin_in_every_count(archive: Archive) -> None:
    page = "http://tc.example/klarna"
    file(archive, "hn", entry("7", "Klarna hires people again", url=page))
    file(archive, "tc", entry("k", "Klarna hires people again", url=page + "?utm_source=rss"))
    (row,) = archive.rows(archive.select(View()).keys(0, 2))
    story = archive.story(row.id)
    assert story is not None
    assert (row.outlets, row.origins) == (len(story.outlets), len(story.origins)) == (2, 1)


# -- one entry, once -----------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "url", "at"),
    [
        ("Tencent opens its agents to merchants", "https://x.example/1", NOW),
        ("Tencent opens its agents to merchants", "https://x.example/1", None),
        ("Tencent opens its agents to merchants", "https://x.example/", NOW),
        ("Rates", "https://x.example/1", NOW),
        ("Rates", "https://x.example/", None),
        ("Rates", "", NOW),
    ],
)
@pytest.mark.parametrize("moves", [False, True], ids=["dated", "dated now"])
def test_an_entry_whose_id_changes_at_every_look_is_stored_once(
    archive: Archive, title: str, url: str, at: int | None, moves: bool
) -> None:
    for look in range(4):
        moved = at if at is None or not moves else at + look * DAY
        arriving = Entry(f"id{look}", title, url, "Said so.", published_at=moved)
        told = file(archive, "one", arriving, now=NOW + look * DAY)
        assert told == (Filed(1, 0, 0) if look == 0 else Filed(0, 0, 1))
    assert archive.counts().entries == 1


@pytest.mark.parametrize("title", ["Tencent opens its agents to merchants", "Rates"])
@pytest.mark.parametrize("page", ["read/{n}?r={run}", "?id={n}&r={run}"])
def test_ids_and_links_that_both_change_at_every_look(
    archive: Archive, title: str, page: str
) -> None:
    for run in range(4):
        body = [
            Entry(
                f"c{n}-{run}",
                f"{title}{n}",
                "https://x.example/" + page.format(n=n, run=run),
                f"Said {n}.",
                published_at=NOW,
            )
            for n in range(3)
        ]
        told = file(archive, "one", *body, now=NOW + run * HOUR)
        assert (told.new, told.alike) == ((3, 0) if run == 0 else (0, 3))
    assert archive.counts().entries == 3


@pytest.mark.parametrize("other", [{"summary": "b"}, {"at": NOW + DAY}, {"url": "read/2?r=2"}])
def test_what_differs_in_more_than_its_link_is_another_entry(
    archive: Archive, other: dict[str, object]
) -> None:
    one: dict[str, object] = {"summary": "a", "at": NOW, "url": "read/1?r=1"}
    for ident, said in (("c1", one), ("c2", {**one, "url": "read/1?r=2", **other})):
        said = {**said, "url": f"https://x.example/{said['url']}"}
        told = file(archive, "one", entry(ident, "The price of gold", **said), now=NOW + DAY)  # type: ignore[arg-type]
        assert told.new == 1


def test_a_whole_body_of_changing_ids(archive: Archive) -> None:
    for look in range(3):
        body = [
            entry(f"{look}-{n}", f"Price {n % 2}", url="https://x.example/", summary=f"{n}")
            for n in range(4)
        ]
        file(archive, "one", *body)
    assert archive.counts().entries == 4
    file(archive, "two", *(entry(f"0-{n}", f"Price {n % 2}") for n in range(4)))
    assert archive.counts().entries == 8, "another feed's entries are its own"


def test_the_same_page_and_title_with_other_news_is_another_entry(archive: Archive) -> None:
    for day in range(3):
        at = NOW + day * DAY
        said = entry(
            f"d{day}", "The price of gold today", url="https://x.example/", at=at, summary=f"{day}"
        )
        assert file(archive, "one", said, now=at).new == 1


def test_an_entry_under_another_id_may_read_differently(archive: Archive) -> None:
    first = Entry("a", "Rates are cut at last today", "https://x.example/1", "Old.")
    file(archive, "one", first)
    second = Entry("b", "Rates are cut at last today", "https://x.example/1", "New.")
    assert file(archive, "one", second) == Filed(0, 1, 0)
    (row,) = archive.rows(archive.select(View()).keys(0, 2))
    story = archive.story(row.id)
    assert story is not None
    assert (story.summary, story.reports[0].entry_id) == ("New.", "a")


RUBIN = entry("1", "Nvidia unveils Rubin Ultra", url="https://x.example/nvidia-rubin")
VOLCANO = entry("1", "Volcano erupts in Iceland", url="https://x.example/volcano", at=NOW + DAY)


def test_other_news_under_a_known_id_is_an_entry_of_its_own(archive: Archive) -> None:
    file(archive, "one", RUBIN)
    ident = judged(archive, 0)
    told = [file(archive, "one", VOLCANO, now=NOW + DAY * (1 + look)) for look in range(3)]
    assert told == [Filed(1, 0, 0), Filed(0, 0, 1), Filed(0, 0, 1)]
    assert [told[0].alike, told[1].alike] == [0, 1]
    assert stories(archive) == [[VOLCANO.title], [RUBIN.title]]
    assert archive.story(ident).title == RUBIN.title  # type: ignore[union-attr]
    eased = replace(VOLCANO, title="Iceland quiet again after a night of ash")
    assert file(archive, "one", eased, now=NOW + 3 * DAY) == Filed(0, 1, 0), "reworded, same page"
    assert file(archive, "one", RUBIN, now=NOW + 3 * DAY) == Filed(0, 0, 1)
    third = entry("1", "Lisbon opens a tram line", url="https://x.example/tram", at=NOW + 4 * DAY)
    assert file(archive, "one", third, now=NOW + 4 * DAY) == Filed(1, 0, 0)
    assert archive.check() == []


@pytest.mark.parametrize(
    "now_reads",
    [
        replace(VOLCANO, url=RUBIN.url),
        replace(VOLCANO, url=RUBIN.url + "?utm_source=rss"),
        replace(VOLCANO, published_at=RUBIN.published_at),
        replace(VOLCANO, title="Rubin Ultra unveiled: what Nvidia promises"),
        replace(VOLCANO, url=""),
    ],
    ids=["same page", "same page, tracked", "same date", "like words", "no page"],
)
def test_a_changed_headline_stays_a_revision(archive: Archive, now_reads: Entry) -> None:
    file(archive, "one", RUBIN)
    assert file(archive, "one", now_reads, now=NOW + DAY) == Filed(0, 1, 0)


# -- the index -------------------------------------------------------------------


def test_entries_that_the_index_was_never_told_of_are_found(archive: Archive) -> None:
    with archive.writing() as writing:
        writing.add(
            "old",
            entry("old", EVENT[0]),
            outlet="Old",
            origin="Old",
            canonical_url="",
            title_key="",
            companies=(),
            story_id=None,
            seen_at=NOW,
        )
    connection = archive._database.connection
    connection.execute("DELETE FROM words")
    connection.execute("UPDATE meta SET value = 0 WHERE name IN ('indexed', 'counted')")
    archive._index.forget()
    file(archive, "new", entry("new", EVENT[1]))
    assert stories(archive) == [EVENT[:2]]


def test_a_changed_title_is_found_by_what_it_says_now(archive: Archive) -> None:
    file(archive, "one", entry("a", "Something else entirely was said here"))
    assert file(archive, "one", entry("a", EVENT[0])).changed == 1
    file(archive, "two", entry("b", EVENT[1]))
    assert stories(archive) == [EVENT[:2]]


def test_all_of_filing_looks_up_by_index(archive: Archive) -> None:
    one_by_one(archive, *EVENT[:2])
    with asked(archive) as plans:
        file(archive, "one", entry("a", EVENT[2]), entry("b", "Rates", url="https://x.example/"))
        file(archive, "one", entry("c", EVENT[2], url="https://a.example/read"))
        file(archive, "one", entry("a", EVENT[2], summary="More of it."))
    assert len(plans) >= 20
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []
    assert archive.counts().entries == 4


def test_words_read_elsewhere_are_taken(archive: Archive) -> None:
    file(archive, "one", entry("a", EVENT[0]))
    with archive.writing() as shelf:
        arriving = entry("b", EVENT[1])
        (made,) = prepared("two", None, [arriving], Finder([]))
        made = made._replace(terms=terms(words("Of nothing the other says")))
        feed = Feed("two", "https://two.example")
        file_entries(shelf, feed, "two", [arriving], [made], NOW)
        assert list(shelf.index.recent("wechat")) == [1]
    assert len(stories(archive)) == 2


def pruned(archive: Archive, before: int) -> None:
    with archive.pruned(Run(NOW, before), 0, 1000, ()):
        pass


def test_what_was_pruned_does_not_come_back_though_its_feed_still_has_it(archive: Archive) -> None:
    told = [
        entry("a", "Robots pour coffee in Lisbon", at=NOW - DAY),
        entry("b", "Rain in Porto for a ninth day", at=None, summary="It rains."),
        entry("c", "News of today", at=NOW),
    ]
    assert file(archive, "feed", *told[:2], now=NOW - 60).new == 2
    assert file(archive, "feed", *told).new == 1
    pruned(archive, NOW - 30)
    assert len(stories(archive)) == 1
    again = file(archive, "feed", *told)
    assert (again.new, again.unchanged, again.alike) == (0, 3, 3)
    elsewhere = [
        replace(each, id=f"{each.id}?look=2", url=f"{each.url}?look=2") for each in told[:2]
    ]
    assert file(archive, "feed", *elsewhere).new == 0
    retitled = replace(told[0], title="Robots pour tea in Lisbon", summary="Tea.")
    assert file(archive, "feed", retitled).new == 0
    assert stories(archive) == [["News of today"]]
    assert archive.check() == []


def test_what_only_looks_like_something_pruned_comes_in(archive: Archive) -> None:
    old = entry("1", "Price of the day", at=NOW - DAY, url="https://shop.example/price")
    file(archive, "feed", old, now=NOW - DAY)
    pruned(archive, NOW)
    next_part = replace(old, id="2", published_at=NOW, summary="Another price.")
    assert file(archive, "feed", next_part).new == 1
    other_news = entry("1", "Minister resigns over bridge", url="https://shop.example/minister")
    assert file(archive, "feed", other_news).new == 1
    assert file(archive, "another feed", old).new == 1
    assert archive.check() == []


def test_a_feed_is_known_to_be_the_same_after_all_of_it_was_pruned(archive: Archive) -> None:
    told = [entry(f"e{n}", f"Report {n} of the harbour", at=NOW - DAY) for n in range(3)]
    file(archive, "feed", *told)
    pruned(archive, NOW)
    assert file(archive, "feed", *told).alike == 3
