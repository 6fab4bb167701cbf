"""Rows, stories, what the board says of them, companies and numbers."""

from __future__ import annotations

import time

import pytest

from signalboard.archive import Archive, ArchiveProblem, Judged
from signalboard.model import Activity, StoryRow, View
from signalboard.times import DAY
from tests.archive.making import FEED, NOW, add, entry, fill, ids, put


def flags(archive: Archive, story_id: str) -> tuple[int, bool, bool]:
    """(judged, starred, read)"""
    row = archive._database.connection.execute(
        "SELECT judged, starred, read FROM stories WHERE id = ?", (story_id,)
    ).get
    return row[0], bool(row[1]), bool(row[2])


def test_rows_come_in_the_order_asked(archive: Archive) -> None:
    made = fill(archive, 5)
    selection = archive.select(View())
    one, two, three = selection.keys(1, 4)
    assert [row.id for row in archive.rows([three, one, two, one])] == [
        made[3],
        made[1],
        made[2],
        made[1],
    ]
    assert archive.rows([]) == []
    assert archive.rows(selection.keys(0, 1)) == [
        StoryRow(made[0], "Report number4 of many", "The Wire", 1, 1, NOW + 4 * 60)
    ]


def test_a_story_that_is_not_there(archive: Archive) -> None:
    assert archive.story("nowhere") is None
    assert archive.id_of_entries([(FEED, "1")]) is None
    assert archive.id_of_entries([]) is None


@pytest.mark.parametrize(
    ("summaries", "shown"),
    [
        ([""], ""),
        (["Short."], "Short."),
        (["", "Later."], "Later."),
        (["A first of length", "Another, a bit longer"], "A first of length"),
        (
            ["Teaser", "All that the teaser left out, at length"],
            "All that the teaser left out, at length",
        ),
        (["All of it, at length, by the first", "Teaser"], "All of it, at length, by the first"),
    ],
)
def test_a_summary_is_the_longest_or_the_first_if_as_long(
    archive: Archive, summaries: list[str], shown: str
) -> None:
    story_id = add(archive, "0", summary=summaries[0], url="")
    for number, summary in enumerate(summaries[1:], 1):
        add(archive, str(number), story=story_id, summary=summary, url=f"https://x/{number}")
    story = archive.story(story_id)
    assert story is not None
    assert story.summary == shown
    assert story.url == ("https://x/1" if len(summaries) > 1 else "")


def test_find_by_id_by_its_beginning_and_by_words(archive: Archive) -> None:
    tencent = add(archive, "1", "Tencent upgrades its foundation model", at=NOW)
    alibaba = add(archive, "2", "Alibaba answers Tencent", at=NOW + 1)
    add(archive, "3", "百度 opens Ernie agents", summary="Tencent is not in this title")
    assert archive.find(tencent) == [(tencent, "Tencent upgrades its foundation model")]
    assert archive.find(f" {tencent[:7].upper()} ") == archive.find(tencent)
    assert [ident for ident, _ in archive.find("tencent")] == [alibaba, tencent]
    assert [ident for ident, _ in archive.find("tencent", limit=1)] == [alibaba]
    assert [ident for ident, _ in archive.find("foundation mod")] == [tencent]
    assert len(archive.find("度")) == 1
    for nothing in ("", "  ", "!!", "nowhere", "\ud800", "upgrades Tencent", '"', "a" * 5000):
        assert archive.find(nothing) == []


def test_find_by_the_beginning_of_several_ids(archive: Archive) -> None:
    made = fill(archive, 200)
    found = [ident for ident, _ in archive.find(made[0][0], limit=500)]
    assert found == sorted(ident for ident in made if ident.startswith(made[0][0]))
    assert len(found) > 1


def test_id_of_entries_is_of_the_first_one_known(archive: Archive) -> None:
    add(archive, "1")
    two = add(archive, "2")
    pairs = [(FEED, "gone"), ("https://b.example", "1"), (FEED, "2"), (FEED, "1")]
    assert archive.id_of_entries(iter(pairs)) == two


def test_project_takes_over_what_the_board_says(archive: Archive) -> None:
    one, two = fill(archive, 2)
    unknown = archive.project(
        [Judged(one, 2, starred=True), Judged("stranger", 1), Judged(two, 1, read=True)]
    )
    assert unknown == {"stranger"}
    assert flags(archive, one) == (2, True, False)
    assert flags(archive, two) == (1, False, True)
    assert archive.counts().unjudged == 0
    # None: the board says nothing, so what stands stays
    assert archive.project([Judged(one, 0), Judged(two, 0, read=False)]) == set()
    assert flags(archive, one) == (0, True, False)
    assert flags(archive, two) == (0, False, False)
    assert archive.counts().unjudged == 2
    (row, _) = archive.rows(archive.select(View()).keys(0, 2))
    assert (row.starred, row.read) == (True, False)


def test_project_stores_the_place_in_the_journal_with_it(archive: Archive) -> None:
    (one,) = fill(archive, 1)
    assert archive.journal_seq == 0
    archive.project([Judged(one, 2)], seq=7)
    assert archive.journal_seq == 7
    archive.project([], seq=8)
    assert archive.journal_seq == 8
    archive.project([Judged(one, 1)])
    assert archive.journal_seq == 8
    archive.project([], seq=3)
    assert archive.journal_seq == 3


def test_project_of_many_is_quick(many: Archive) -> None:
    made = ids(many, many.select(View()))
    states = [Judged(ident, 1, starred=False) for ident in made]
    states += [Judged(f"stranger{number}", 2) for number in range(5000)]
    begin = time.perf_counter()
    unknown = many.project(states, seq=1)
    assert time.perf_counter() - begin < 2  # a fifth of a second here
    assert len(unknown) == 5000
    assert many.counts().unjudged == 0
    assert many.check() == []


def test_read_is_remembered(archive: Archive) -> None:
    made = fill(archive, 3)
    archive.set_read([made[0], "stranger", made[2]], True)
    archive.set_read([made[2]], False)
    archive.set_read([], True)
    assert [flags(archive, ident)[2] for ident in made] == [True, False, False]
    story = archive.story(made[0])
    assert story is not None
    assert story.read


def test_a_story_is_adopted_once(archive: Archive) -> None:
    one, two = fill(archive, 2)
    selection = archive.select(View())
    assert archive.adopt(one, "theboardsown")
    assert ids(archive, selection) == ["theboardsown", two]
    assert archive.story(one) is None
    assert archive.project([Judged("theboardsown", 2)]) == set()
    # neither by another of the board's stories, nor under an id that is taken, nor out of nothing
    assert not archive.adopt("theboardsown", "anotherofthe")
    assert not archive.adopt(two, "theboardsown")
    assert not archive.adopt("nowhere", "somebody")
    assert archive.adopt(two, two)
    assert ids(archive, archive.select(View())) == ["theboardsown", two]
    # the entry that made the story finds it under its new name
    with archive.writing() as writing:
        assert writing.known(FEED, ["1"])["1"].story_id == "theboardsown"
        assert put(writing, "new", story="theboardsown") == "theboardsown"


def test_activity_counts_stories_a_day(archive: Archive) -> None:
    midnight = NOW - NOW % DAY
    moments = {
        "last second of today": midnight + DAY - 1,
        "midnight": midnight,
        "a second before": midnight - 1,
        "first of the days": midnight - 13 * DAY,
        "last of those before": midnight - 13 * DAY - 1,
        "first of those before": midnight - 27 * DAY,
        "too old": midnight - 27 * DAY - 1,
        "tomorrow": midnight + DAY,
    }
    with archive.writing() as writing:
        for name, at in moments.items():
            put(writing, name, companies=["Tencent"], at=at)
        put(writing, "other", companies=["Baidu"], at=midnight)
    found = archive.activity(["Tencent", "Nobody"], midnight)
    days = [0] * 14
    days[13], days[12], days[0] = 2, 1, 1
    assert found == {
        "Tencent": Activity(tuple(days), 2),
        "Nobody": Activity((0,) * 14, 0),
    }
    assert archive.activity(["Tencent"], midnight, days=1)["Tencent"] == Activity((2,), 1)
    assert archive.activity([], midnight) == {}


def test_counts_are_kept_and_sizes_are_of_the_files(archive: Archive) -> None:
    assert archive.counts().stories == archive.counts().unjudged == archive.counts().entries == 0
    made = fill(archive, 3)
    add(archive, "more", feed="https://b.example", story=made[0])
    archive.project([Judged(made[1], 1)])
    counts = archive.counts()
    assert (counts.stories, counts.unjudged, counts.entries) == (3, 2, 4)
    size = archive.size()
    assert size.file + size.log == sum(
        file.stat().st_size
        for file in archive.path.parent.glob("archive.db*")
        if "shm" not in file.name
    )
    archive.tidy()
    assert archive.counts().entries == 4


def test_latest_of_each_feed(archive: Archive) -> None:
    add(archive, "1", at=NOW)
    add(archive, "2", at=NOW - 500)
    add(archive, "3", feed="https://b.example", at=NOW - 90)
    assert archive.feed_latest() == {FEED: NOW, "https://b.example": NOW - 90}


def test_data_version_tells_of_others_only(archive: Archive) -> None:
    other = Archive.open(archive.path)
    before = archive.data_version()
    add(archive, "mine")
    archive.select(View())
    assert archive.data_version() == before
    other.project([], seq=1)
    assert archive.data_version() != before
    other.close()


def test_a_writer_that_does_not_wait_is_told_at_once(archive: Archive) -> None:
    (one,) = fill(archive, 1)
    other = Archive.open(archive.path)
    with archive.writing() as writing:
        put(writing, "unfinished")
        begin = time.perf_counter()
        for attempt in (
            lambda: other.project([Judged(one, 2)], seq=4, wait=False),
            lambda: other.set_read([one], True, wait=False),
        ):
            with pytest.raises(ArchiveProblem, match="nothing of this was stored") as caught:
                attempt()
            assert caught.value.busy
            assert not caught.value.damaged
        assert time.perf_counter() - begin < 1
        # and a reader sees what was there before
        assert ids(other, other.select(View())) == [one]
    assert other.journal_seq == 0
    other.project([Judged(one, 2)], seq=4, wait=False)
    assert flags(archive, one) == (2, False, False)
    other.close()


def test_a_full_disk_is_told_and_nothing_is_half_stored(archive: Archive) -> None:
    made = fill(archive, 2)
    connection = archive._database.connection
    connection.pragma("max_page_count", connection.pragma("page_count") + 3)
    with pytest.raises(ArchiveProblem, match="disk is full"):
        fill(archive, 3000, begin=10)
    connection.pragma("max_page_count", 1 << 30)
    assert ids(archive, archive.select(View())) == made
    assert archive.check() == []
    fill(archive, 1, begin=20)
    assert archive.counts().stories == 3


def shown(archive: Archive, story: str) -> tuple[str, str, str]:
    """Title and outlet in lists, and where the story is read."""
    (row,) = archive.rows(archive.select(View()).keys(0, 1))
    whole = archive.story(story)
    assert whole is not None and (row.id, row.title) == (whole.id, whole.title)
    return row.title, row.outlet, whole.url


def test_a_story_is_called_as_who_published_first_whoever_was_fetched_first(
    archive: Archive,
) -> None:
    one = add(archive, "1", "Late copy", url="https://late.example/1", at=NOW)
    add(archive, "2", "Scoop", outlet="The Post", url="https://post.example/2",
        at=NOW - 3600, seen=NOW + 60, story=one)  # fmt: skip
    first = ("Scoop", "The Post", "https://post.example/2")
    assert shown(archive, one) == first
    assert archive.find("scoop") == archive.find("late copy") == [(one, "Scoop")]
    # Neither what says no time nor what lies about it comes first.
    add(archive, "3", "Undated", outlet="The Echo", at=None, seen=NOW + 90, story=one)
    add(archive, "4", "From 1970", outlet="The Mail", at=5, seen=NOW + 99, story=one)
    assert shown(archive, one) == first
    assert archive.story(one).at == NOW, "and its place in lists stays"  # type: ignore[union-attr]
    assert archive.check() == []


def test_a_judged_story_is_called_as_it_was_then(archive: Archive) -> None:
    one = add(archive, "1", "As read", url="https://late.example/1", at=NOW)
    archive.project([Judged(one, 2, title="As read")])
    add(archive, "2", "Scoop", outlet="The Post", url="https://post.example/2",
        at=NOW - 3600, seen=NOW + 60, story=one)  # fmt: skip
    as_read = ("As read", "The Wire", "https://late.example/1")
    assert shown(archive, one) == as_read
    with archive.writing() as writing:
        writing.change(
            FEED,
            entry("1", "Corrected", url="https://late.example/1"),
            canonical_url="",
            title_key="",
            companies=(),
            seen_at=NOW + 90,
        )
    assert shown(archive, one)[:2] == as_read[:2]
    assert archive.find("as read") == archive.find("corrected") == [(one, "As read")]
    archive.project([Judged(one, 0)])
    assert shown(archive, one) == ("Scoop", "The Post", "https://post.example/2")
    # An archive made anew is told what it was called; what no report says, it is not.
    archive.project([Judged(one, 1, title="Corrected")])
    assert shown(archive, one) == ("Corrected", "The Wire", "https://late.example/1")
    archive.project([Judged(one, 2, title="Of no report")])
    assert shown(archive, one)[0] == "Scoop"
    assert archive.check() == []
