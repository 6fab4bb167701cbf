"""What is pruned is gone with all that belongs to it; what is not, is untouched."""

from __future__ import annotations

import random
from collections.abc import Collection

import pytest

from signalboard.archive import Archive, Judged
from signalboard.archive.pruning import REMEMBERED, Run
from signalboard.archive.store import PRUNED
from signalboard.model import Mute, View
from tests.archive.making import FEED, NOW, add, entry, fill, ids, put, titles

OTHER = "https://other.example/feed"
HOUR = 3600


def prune(
    archive: Archive, before: int, *, keep: Collection[int] = (), most: int = 50, at: int = NOW
) -> Run:
    run, low = Run(at, before), 0
    while low is not None:
        with archive.pruned(run, low, most, keep) as part:
            pass
        low = part.low
    return run


@pytest.fixture
def varied(many: Archive) -> tuple[Archive, dict[str, list[str]]]:
    """5,000 stories a minute apart, some of which a person said something of."""
    made = ids(many, many.select(View()))[::-1]
    said = {"judged": made[10:4000:97], "starred": made[11:4000:131], "fixed": made[500:502]}
    many.project([Judged(ident, 2) for ident in said["judged"]])
    many.project([Judged(ident, 0, starred=True) for ident in said["starred"]])
    with many.writing() as writing:
        writing.merge(said["fixed"][0], said["fixed"][1:], by_hand=True)
    many.mutes.follow([Mute("words", "number1*")])
    while many.mutes.go_on(1000):
        pass
    return many, said


def test_old_stories_go_with_all_that_is_theirs(
    varied: tuple[Archive, dict[str, list[str]]],
) -> None:
    many, said = varied
    before = NOW + 3000 * 60
    stood, entries = many.counts(), many.counts().entries
    run = prune(many, before)
    kept = {*said["judged"], *said["starred"], said["fixed"][0]}
    selection = many.select(View())
    left = many.rows(selection.keys(0, len(selection)))
    assert {row.id for row in left if row.at < before} == {
        ident
        for ident in kept
        if many.story(ident) and many.story(ident).at < before  # type: ignore[union-attr]
    }
    assert sum(row.at >= before for row in left) == 2000
    now = many.counts()
    assert run.stories == stood.stories + stood.muted - now.stories - now.muted
    assert run.entries == entries - now.entries
    assert run.entries == run.stories > 2900
    assert many.check() == []
    assert (many.prunings()[0].stories, many.prunings()[0].before_at) == (run.stories, before)
    assert len(many.select(View(search="number7 "))) == 0
    assert prune(many, before).stories == 0
    assert len(many.prunings()) == 1


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(show="unjudged"),
        View(show="muted"),
        View(search="report "),
        View(search="report -number2999 "),
        View(since_at=NOW + 500 * 60),
    ],
    ids=lambda view: f"{view.show} {view.search} {view.since_at}",
)
@pytest.mark.parametrize("looked", [False, True])
def test_a_list_that_was_open_keeps_every_row(
    varied: tuple[Archive, dict[str, list[str]]], view: View, looked: bool
) -> None:
    many, _ = varied
    control = many.select(view)
    stood = many.rows(control.keys(0, len(control)))
    pinned = many.select(view)
    if looked:
        pinned.keys(2000, 2100)
    add(many, "later", "A report of later", at=NOW + 100 * 60)
    prune(many, NOW + 3000 * 60)
    assert len(pinned) == len(stood)
    rows = many.rows(pinned.keys(0, len(pinned)))
    assert [row.id for row in rows] == [row.id for row in stood]
    gone = [row for row in rows if row.title == PRUNED]
    there = {row.id for row in rows if many.story(row.id)}
    assert len(gone) > 500 or view.show == "muted"
    assert not there & {row.id for row in gone}
    for number in range(0, len(stood), 37):
        assert pinned.index_of(stood[number].id) == number
    place = pinned.next_unjudged(0, 1)
    while place is not None:
        assert rows[place].title != PRUNED
        place = pinned.next_unjudged(place + 200, 1)


def test_a_story_that_was_told_again_lately_stays(archive: Archive) -> None:
    old = add(archive, "1", at=NOW - 10 * HOUR)
    add(archive, "2", feed=OTHER, story=old, at=NOW)
    gone = add(archive, "3", at=NOW - 10 * HOUR)
    kept = add(archive, "4", at=NOW - 10 * HOUR)
    keep = archive.keys_named([kept, "unknown"])
    assert prune(archive, NOW - HOUR, keep=keep).stories == 1
    assert archive.story(old) and archive.story(kept) and archive.story(gone) is None
    assert archive.was_pruned(gone) and not archive.was_pruned(old)
    assert not archive.was_pruned("unknown")


def test_what_has_no_date_counts_from_when_it_was_seen(archive: Archive) -> None:
    with archive.writing() as writing:
        for ident, published in (("1", None), ("2", 1), ("3", NOW - 9 * HOUR)):
            writing.add(
                FEED, entry(ident, published_at=published), outlet="", origin="", canonical_url="",
                title_key="", companies=(), story_id=None, seen_at=NOW,
            )  # fmt: skip
    assert prune(archive, NOW - HOUR).stories == 1
    assert titles(archive, archive.select(View())) == ["Story 2", "Story 1"]


def test_who_knows_a_story_merged_into_one_that_is_gone_is_told_the_same(archive: Archive) -> None:
    one, two = add(archive, "1", at=NOW), add(archive, "2", at=NOW - 1)
    pinned = archive.select(View())
    with archive.writing() as writing:
        writing.merge(one, [two])
    prune(archive, NOW + HOUR)
    assert [(row.id, row.title) for row in archive.rows(pinned.keys(0, 2))] == [
        (one, PRUNED),
        (two, PRUNED),
    ]
    assert archive.was_pruned(two)
    assert archive.check() == []


def test_no_number_key_or_id_is_given_twice(archive: Archive) -> None:
    made = fill(archive, 20, gap=0)
    connection = archive._database.connection
    keys = set(archive.select(View()).keys(0, 20))
    prune(archive, NOW + HOUR)
    assert len(archive.select(View())) == 0
    again = [add(archive, f"new {number}", at=NOW, terms=["word"]) for number in range(3)]
    assert keys.isdisjoint(archive.select(View()).keys(0, 20))
    assert set(again).isdisjoint(made)
    numbers = connection.execute("SELECT entry FROM entries ORDER BY entry").fetchall()
    assert numbers == [(21,), (22,), (23,)]
    with archive.writing() as writing:
        assert list(writing.index.recent("word")) == [21, 22, 23]
        assert list(writing.index.left()) == []
    other = Archive.open(archive.path)
    with other.writing() as writing:
        assert {number for number, _ in writing.index.left()} <= {21, 22, 23}
    other.close()
    assert archive.check() == []


def test_what_ends_a_part_leaves_it_as_it_was(many: Archive) -> None:
    run = Run(NOW, NOW + 3000 * 60)
    stood = many.counts()
    with pytest.raises(KeyboardInterrupt), many.pruned(run, 0, 100, ()) as part:
        assert len(part.stories) == 100
        raise KeyboardInterrupt
    now = many.counts()
    assert (now.stories, now.entries, run.stories) == (stood.stories, stood.entries, 0)
    assert many.prunings() == ()
    assert many.check() == []


def test_keys_are_forgotten_after_a_month(many: Archive) -> None:
    before = NOW + 60 * 60
    first = ids(many, many.select(View()))[-1]
    prune(many, before, at=NOW)
    assert not many.forget_pruned(NOW + REMEMBERED)
    assert many.was_pruned(first)
    prune(many, before + 10 * 60, at=NOW + 2 * REMEMBERED)
    while many.forget_pruned(NOW + REMEMBERED + 1):
        pass
    assert not many.was_pruned(first)
    rows = many._database.connection.execute("SELECT count(*) FROM former WHERE story = 0").get
    assert rows == 10
    assert many.check() == []


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_coming_going_and_judging_leaves_lists_right(
    archive: Archive, seed: int
) -> None:
    dice = random.Random(seed)
    pinned: list[tuple[object, list[str]]] = []
    made = fill(archive, 1500)
    for step in range(12):
        view = dice.choice([View(), View(show="unjudged"), View(search="report ")])
        selection = archive.select(view)
        pinned.append((selection, ids(archive, archive.select(view))))
        doing = dice.choice(["add", "judge", "prune", "merge", "mute"])
        if doing == "add":
            made += fill(archive, 40, begin=1500 + 40 * step, gap=dice.choice([1, 60]))
        elif doing == "judge":
            archive.project([Judged(i, dice.choice([0, 2])) for i in dice.sample(made, 60)])
        elif doing == "merge":
            there = [row.id for row in archive.rows(archive.select(View()).keys(0, 9))]
            with archive.writing() as writing:
                writing.merge(there[0], there[1:3], by_hand=dice.random() < 0.5)
        elif doing == "mute":
            archive.mutes.follow([Mute("words", f"number{dice.randint(1, 9)}*")])
            archive.mutes.go_on(10_000)
        else:
            prune(archive, NOW + dice.randrange(1500) * 60, most=dice.choice([7, 300]))
    for selection, stood in pinned:
        found = archive.rows(selection.keys(0, len(selection)))  # type: ignore[attr-defined]
        assert len(found) == len(stood)
        for row, ident in zip(found, stood, strict=True):
            story = archive.story(ident)
            assert row.id == (ident if story is None else story.id)
    assert archive.check() == []


def test_the_extent_and_the_years_are_of_what_is_there(many: Archive) -> None:
    many.mutes.follow([Mute("words", "number1*")])
    many.mutes.go_on(10_000)
    many.project([Judged(ident, 1) for ident in ids(many, many.select(View()))[:100]])
    extent = many.extent(NOW + 1000 * 60)
    assert (extent.stories, extent.entries, extent.share) == (1000, 1000, 0.2)
    (year,) = many.years()
    assert (year.year, year.stories, year.entries) == (2026, 5000, 5000)
    assert many.ends() == (NOW, NOW + 4999 * 60)
    assert (many.judged_count, many.starred_count) == (100, 0)
    with many.writing() as writing:
        put(writing, "old", at=NOW - 700 * 86_400)
    assert [(y.year, y.stories) for y in many.years()] == [(2026, 5000), (2024, 1)]


def test_an_archive_without_stories_has_no_years(archive: Archive) -> None:
    assert archive.years() == () and archive.ends() == (None, None)
    assert archive.extent(NOW).share == 0.0
    assert prune(archive, NOW).stories == 0
