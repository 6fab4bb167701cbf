"""Entries that go from one story to another: merged by what they say, or moved by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from signalboard.archive import Archive, ArchiveProblem, Judged, Writing
from signalboard.model import View
from tests.archive.making import FEED, NOW, add, entry, ids, put, titles
from tests.archive.test_archive_plans import SCAN, SORT, asked

OTHER = "https://other.example/feed"


def merged(archive: Archive, into: str, *others: str, by_hand: bool = False) -> list[str]:
    with archive.writing() as writing:
        return writing.merge(into, others, by_hand=by_hand)


def moved(archive: Archive, pairs: list[tuple[str, str]], into: str | None = None) -> str:
    with archive.writing() as writing:
        return writing.move(pairs, into)


def test_a_merged_story_has_all_that_both_had(archive: Archive) -> None:
    one = add(archive, "1", "Agents pay for lunch", companies=["Tencent"], at=NOW)
    two = add(
        archive,
        "2",
        "Robots buy lunch",
        feed=OTHER,
        outlet="The Post",
        origin="Post Group",
        companies=["Baidu"],
        at=NOW - 60,
    )
    assert merged(archive, one, two) == [two]
    story = archive.story(one)
    assert story is not None
    assert [(report.feed_url, report.entry_id) for report in story.reports] == [
        (FEED, "1"),
        (OTHER, "2"),
    ]
    (row,) = archive.rows(archive.select(View()).keys(0, 2))
    assert (row.id, row.title, row.at, row.outlet) == (one, "Robots buy lunch", NOW, "The Post")
    assert (row.outlets, row.origins, row.companies) == (2, 2, ("Tencent", "Baidu"))
    for view in (View(search="robots "), View(company="Baidu"), View(search="outlet:post ")):
        assert ids(archive, archive.select(view)) == [one]
    assert (archive.counts().stories, archive.counts().entries) == (1, 2)
    assert archive.check() == []


def test_the_id_of_a_story_merged_away_leads_to_what_it_is_now(archive: Archive) -> None:
    one, two, three = (add(archive, name, f"Title {name}") for name in ("one", "two", "three"))
    pinned = archive.select(View())
    assert merged(archive, two, one) == [one]
    assert merged(archive, three, two) == [two]
    assert {archive.story(ident).id for ident in (one, two, three)} == {three}  # type: ignore[union-attr]
    assert archive.find(one) == [(three, "Title one")]
    assert [row.id for row in archive.rows(pinned.keys(0, 3))] == [three, three, three]
    assert pinned.index_of(one) == 2
    assert len(archive.select(View())) == 1
    with archive.writing() as writing:
        assert put(writing, "four", story=one) == three
    assert len(archive.story(one).reports) == 4  # type: ignore[union-attr]
    assert archive.check() == []


@pytest.mark.parametrize(
    "settle",
    [
        lambda archive, ident: archive.project([Judged(ident, 1)]),
        lambda archive, ident: archive.project([Judged(ident, 2)]),
        lambda archive, ident: archive.project([Judged(ident, 0, starred=True)]),
        lambda archive, ident: merged(archive, ident, add(archive, "beside"), by_hand=True),
    ],
    ids=["no bearing", "judged", "starred", "by hand"],
)
def test_what_a_person_settled_is_merged_by_hand_alone(
    archive: Archive, settle: Callable[[Archive, str], object]
) -> None:
    one, two = add(archive, "1"), add(archive, "2")
    settle(archive, two)
    assert merged(archive, one, two) == []
    assert archive.story(two).id == two  # type: ignore[union-attr]
    assert merged(archive, two, one) == [one], "it may take others in"
    three = add(archive, "3")
    assert merged(archive, three, two, by_hand=True) == [two]
    story = archive.story(two)
    assert story is not None
    assert (story.id, story.fixed) == (three, True)
    assert archive.check() == []


def test_marks_are_carried_over(archive: Archive) -> None:
    made = [add(archive, str(number)) for number in range(4)]
    archive.project(
        [
            Judged(made[0], 0, read=True),
            Judged(made[1], 2, starred=True, read=True),
            Judged(made[2], 1, read=True),
        ]
    )
    unjudged = archive.counts().unjudged
    assert unjudged == 2
    merged(archive, made[0], made[1], by_hand=True)
    story = archive.story(made[0])
    assert story is not None
    assert (story.read, story.starred, story.fixed) == (True, True, True)
    assert ids(archive, archive.select(View(show="linked"))) == [made[0]]
    assert archive.counts().unjudged == 1
    merged(archive, made[2], made[3])
    assert archive.story(made[2]).read is False, "there is news in it"  # type: ignore[union-attr]
    assert archive.check() == []


def test_a_report_is_moved_into_a_story_of_its_own_and_back(archive: Archive) -> None:
    one = add(archive, "1", "First title", at=NOW)
    with archive.writing() as writing:
        put(writing, "2", "Second title", feed=OTHER, outlet="The Post", story=one, at=NOW - 500)
    archive.set_read([one], True)
    before = archive.select(View())
    two = moved(archive, [(OTHER, "2")])
    assert two != one
    assert titles(archive, archive.select(View())) == ["First title", "Second title"]
    story = archive.story(two)
    assert story is not None
    assert (story.at, story.fixed, story.read) == (NOW - 500, True, True)
    assert archive.story(one).fixed  # type: ignore[union-attr]
    assert (before.waiting(), len(before)) == (1, 1)
    assert ids(archive, archive.select(View(search="second "))) == [two]
    assert moved(archive, [(OTHER, "2")], one) == one
    assert archive.story(two).id == one  # type: ignore[union-attr]
    assert archive.counts().stories == 1
    with archive.writing() as writing:
        writing.fix(one, False)
    assert not archive.story(one).fixed  # type: ignore[union-attr]
    assert archive.check() == []


def test_a_merge_is_undone_under_the_old_id(archive: Archive) -> None:
    one, two = add(archive, "1", at=NOW), add(archive, "2", at=NOW + 9)
    both = archive.select(View())
    merged(archive, one, two, by_hand=True)
    between = archive.select(View())
    with archive.writing() as writing:
        assert writing.move([(FEED, "2")], None, ident=two) == two
    assert archive.story(two).reports[0].entry_id == "2"  # type: ignore[union-attr]
    assert ids(archive, both) == ids(archive, archive.select(View())) == [two, one]
    assert ids(archive, between) == [one]
    assert between.waiting() == 1
    merged(archive, one, two, by_hand=True)
    assert archive.story(two).id == one  # type: ignore[union-attr]
    assert ids(archive, both) == [one, one]
    assert archive.check() == []


def test_a_story_begun_with_the_entry_that_is_moved_gets_another_id(archive: Archive) -> None:
    one = add(archive, "1")
    with archive.writing() as writing:
        put(writing, "2", story=one)
    apart = moved(archive, [(FEED, "1")])
    assert apart != one
    assert [report.entry_id for report in archive.story(one).reports] == ["2"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda w, one: w.merge("nowhere", [one]), "no story 'nowhere'"),
        (lambda w, one: w.merge(one, ["nowhere"]), "no story 'nowhere'"),
        (lambda w, _one: w.move([], None), "No report"),
        (lambda w, _one: w.move([(FEED, "x")], None), "no entry 'x'"),
        (lambda w, _one: w.move([(FEED, "1")], "nowhere"), "no story 'nowhere'"),
        (lambda w, one: w.move([(FEED, "1")], None, ident=one), "Another story has the id"),
        (lambda w, _one: w.fix("nowhere", True), "no story 'nowhere'"),
    ],
)
def test_what_is_not_there_cannot_be_moved(
    archive: Archive, call: Callable[[Writing, str], object], said: str
) -> None:
    one = add(archive, "1")
    with pytest.raises(ArchiveProblem, match=said), archive.writing() as writing:
        call(writing, one)
    assert len(archive.story(one).reports) == 1  # type: ignore[union-attr]
    assert archive.check() == []


def test_stories_made_and_merged_in_one_transaction(archive: Archive) -> None:
    with archive.writing() as writing:
        one, two = put(writing, "1", "Agents"), put(writing, "2", "Robots")
        assert writing.merge(one, [two, one]) == [two]
        assert writing.known(FEED, ["2"])["2"].story_id == one
        writing.change(
            FEED, entry("2", "Chips"), canonical_url="", title_key="", companies=(), seen_at=NOW
        )
    assert ids(archive, archive.select(View(search="chips "))) == [one]
    assert archive.check() == []


def test_judgments_of_a_story_that_was_merged_meanwhile(archive: Archive) -> None:
    one, two = add(archive, "1"), add(archive, "2")
    merged(archive, one, two)
    assert archive.project([Judged(two, 0, starred=True, read=False)]) == set()
    assert archive.story(one).starred  # type: ignore[union-attr]
    assert archive.project([Judged(two, 2)]) == {two}, "nobody judged the other"
    assert not archive.adopt(one, two)
    assert not archive.restore(one, [(FEED, "1")]), "it was not merged away"
    assert not archive.restore(two, [(FEED, "x"), ("https://no.example", "2")])
    assert archive.restore(two, [(FEED, "2"), (FEED, "x")])
    assert archive.project([Judged(two, 2)]) == set()
    assert ids(archive, archive.select(View(show="linked"))) == [two]
    assert archive.check() == []


def test_an_unjudged_story_takes_the_id_under_which_another_was_judged(archive: Archive) -> None:
    one, two = add(archive, "1"), add(archive, "2")
    merged(archive, one, two)
    assert archive.adopt(one, two)
    assert archive.story(two).id == two  # type: ignore[union-attr]
    assert len(archive.story(two).reports) == 2  # type: ignore[union-attr]


def test_moving_looks_up_by_index(many: Archive) -> None:
    made = ids(many, many.select(View()))
    pinned = many.select(View(show="unjudged"))
    with asked(many) as plans:
        merged(many, made[0], made[1], made[2], by_hand=True)
        moved(many, [(FEED, "17")], made[5])
        with many.writing() as writing:
            writing.move([(FEED, "4998")], None, ident=made[1])
        many.restore(made[2], [(FEED, "4997")])
        many.story(made[2])
        many.find(made[2])
        many.project([Judged(made[4982], 0, starred=True)])
        pinned.index_of(made[2])
        many.rows(pinned.keys(0, 10))
    assert len(plans) >= 30
    assert [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)] == []
    assert many.check() == []


def test_where_entries_are_and_which_stories_stand_by_hand(archive: Archive) -> None:
    one, two, three = (add(archive, name, f"Title {name}") for name in ("1", "2", "3"))
    merged(archive, one, two, by_hand=True)
    asked_for = [(FEED, "1"), (FEED, "2"), (FEED, "3"), (FEED, "4"), (OTHER, "1")]
    assert archive.ids_of_entries(iter(asked_for)) == {
        (FEED, "1"): one,
        (FEED, "2"): one,
        (FEED, "3"): three,
    }
    assert archive.fixed(iter([one, two, three, "nowhere"])) == {one: True, three: False}


def test_entries_are_found_by_their_pages_where_feeds_change_their_ids(archive: Archive) -> None:
    add(archive, "1", "Agents pay", canonical="https://wire.example/agents")
    for ident in ("2", "3"):
        add(archive, ident, "Price of the day", canonical="https://wire.example/price")
    add(archive, "4", "No address")
    page = (FEED, "https://www.wire.example/agents?utm_source=x#top", "Agents pay")
    others = [
        (FEED, page[1], "Agents may pay"),
        (FEED, "https://wire.example/other", "Agents pay"),
        (OTHER, page[1], page[2]),
        (FEED, "https://wire.example/price", "Price of the day"),
        (FEED, "", "No address"),
    ]
    assert archive.entries_of_pages(iter([page, *others])) == {page: (FEED, "1")}
    with asked(archive) as plans:
        archive.entries_of_pages([page])
    assert plans and not [plan for plan in plans if SCAN.search(plan) or SORT.search(plan)]


def test_a_story_that_returns_stands_where_it_stood_in_time(archive: Archive) -> None:
    """Also where its earliest report was parted from it before."""
    one = add(archive, "1", "Agents pay", at=NOW - 500)
    add(archive, "2", "Agents may pay", at=NOW - 60, story=one)
    alone = moved(archive, [(FEED, "1")])
    other = add(archive, "3", "Rain", at=NOW - 900)
    before = archive.story(one)
    assert before is not None and before.at == NOW - 500
    merged(archive, other, one, by_hand=True)
    with archive.writing() as writing:
        assert writing.move([(FEED, "2")], None, ident=one) == one
    back = archive.story(one)
    assert back is not None and (back.at, back.first_seen_at) == (before.at, before.first_seen_at)
    assert {archive.story(alone).at, archive.story(other).at} == {NOW - 500, NOW - 900}  # type: ignore[union-attr]
    assert archive.check() == []
