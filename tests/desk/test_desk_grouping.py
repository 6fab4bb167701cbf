"""Merging and splitting by the person: recorded, done in the archive, taken back, told anew."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.board import codec, revise
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Entry, Stance, Story, View
from tests.desk.conftest import Clock
from tests.values import NOW

SUPPORT, CONTRADICT, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING
WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"
WIRE, POST = "https://wire.example/feed", "https://post.example/feed"

TOLD = [
    # id, feed, outlet, origin, title, minutes ago, the entry whose story it joins
    ("a1", WIRE, "The Wire", "AFP", "Agents pay for lunch", 50, None),
    ("a2", POST, "The Post", "AFP", "Agents pay for their lunch", 45, "a1"),
    ("b1", WIRE, "The Wire", "The Wire", "Robots buy a meal", 40, None),
    ("b2", POST, "The Post", "The Post", "A robot bought food", 30, "b1"),
    ("c1", WIRE, "The Wire", "The Wire", "Rain", 20, None),
]


def put(archive: Archive, told: tuple[Any, ...], at: int = NOW) -> str:
    ident, feed, outlet, origin, title, minutes, beside = told
    story = None
    if beside is not None:
        story = archive.id_of_entries([(WIRE, beside), (POST, beside)])
    with archive.writing() as writing:
        return writing.add(
            feed,
            Entry(id=ident, title=title, url=f"{feed}/{ident}", published_at=at - minutes * 60),
            outlet=outlet,
            origin=origin,
            canonical_url=f"{feed}/{ident}",
            title_key=title.casefold(),
            companies=(),
            story_id=story,
            seen_at=at - minutes * 60 + 5,
        )


def fill(places: config.Places, told: list[tuple[Any, ...]] = TOLD) -> None:
    archive = Archive.open(places.archive)
    for each in told:
        put(archive, each)
    archive.close()


@pytest.fixture
def home(places: config.Places) -> config.Places:
    fill(places)
    return places


@pytest.fixture
def again(home: config.Places) -> Callable[[], Desk]:
    """Opens the home, and closes the desk before."""
    opened: list[Desk] = []

    def make(*, without_archive: bool = False, told: list[tuple[Any, ...]] | None = None) -> Desk:
        for desk in opened:
            desk.close()
        if without_archive:
            for file in home.archive.parent.glob(home.archive.name + "*"):
                file.unlink()
        if told is not None:
            fill(home, told)
        opened.append(Desk.open(home, clock=Clock()))
        return opened[-1]

    return make


def story_of(desk: Desk, entry: str) -> Story:
    found = [s for s in stories(desk) if entry in {r.entry_id for r in s.reports}]
    assert len(found) == 1
    return found[0]


def stories(desk: Desk) -> list[Story]:
    listing = desk.listing(View())
    found = [desk.story(row.id) for row in listing.rows(0, len(listing))]
    assert [s.id for s in found if s] == [row.id for row in listing.rows(0, len(listing))]
    return [story for story in found if story]


def grouped(desk: Desk) -> set[frozenset[str]]:
    return {frozenset(report.entry_id for report in story.reports) for story in stories(desk)}


def pair(desk: Desk, entry: str) -> tuple[str, str]:
    story = story_of(desk, entry)
    return next((r.feed_url, r.entry_id) for r in story.reports if r.entry_id == entry)


def state(desk: Desk, *, timeless: bool = False) -> dict[str, Any]:
    """Everything that an undo must bring back.

    Timeless: but for when a story is listed, which in an archive made anew is by what it has now.
    """
    when: dict[str, Any] = {"at": 0} if timeless else {}
    seen: dict[str, Any] = {"first_seen_at": 0} if timeless else {}
    rows = desk.listing(View()).rows(0, 99)
    return {
        "stories": sorted(
            (replace(story, **when, **seen) for story in stories(desk)), key=lambda s: s.id
        ),
        "rows": sorted((replace(row, **when) for row in rows), key=lambda row: row.id),
        "evidence": [
            asdict(piece) for row in desk.theses() for piece in desk.evidence(row.thesis.id)
        ],
        "tallies": [row.tally for row in desk.theses()],
        "unjudged": desk.summary().unjudged,
        "starred": {row.id for row in desk.listing(View(show="starred")).rows(0, 99)},
        "linked": {row.id for row in desk.listing(View(show="linked")).rows(0, 99)},
    }


def test_merged_stories_are_one_with_all_reports(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    change = desk.merge([b.id, a.id])
    assert set(change.story_ids) >= {a.id, b.id}
    merged = desk.story(b.id)
    assert merged is not None and merged.id == a.id and merged.fixed
    assert [r.entry_id for r in merged.reports] == ["a1", "a2", "b1", "b2"]
    assert (merged.outlets, merged.origins) == (
        ("The Wire", "The Post"),
        ("AFP", "The Wire", "The Post"),
    )
    (row,) = [row for row in desk.listing(View()).rows(0, 9) if row.id == a.id]
    assert (row.outlets, row.origins) == (2, 3)
    assert grouped(desk) == {frozenset({"a1", "a2", "b1", "b2"}), frozenset({"c1"})}
    assert desk.summary().stories == 2


def test_the_judged_one_stays_else_the_older(again) -> None:
    desk = again()
    a, b, c = (story_of(desk, entry) for entry in ("a1", "b1", "c1"))
    desk.judge(c.id, WEB4, SUPPORT)
    desk.merge([a.id, c.id])
    assert story_of(desk, "a1").id == c.id
    desk.undo()
    desk.merge([b.id, a.id])
    assert story_of(desk, "b1").id == a.id


def test_it_takes_two(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    seq = desk._board.seq
    for ids in ([a.id], [a.id, a.id], []):
        with pytest.raises(DeskProblem, match="takes two"):
            desk.merge(ids)
    with pytest.raises(DeskProblem, match="no story 'zzz'"):
        desk.merge([a.id, "zzz"])
    assert desk._board.seq == seq
    desk.merge([a.id, b.id])
    with pytest.raises(DeskProblem, match="takes two"):
        desk.merge([a.id, b.id])


def test_evidence_moves_in_the_same_line_and_counts_once(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.judge(a.id, WEB4, SUPPORT, strength=1, note="first")
    desk.judge(b.id, WEB4, SUPPORT, strength=3, note="second")
    desk.judge(b.id, WALLETS, CONTRADICT)
    assert desk.thesis(WEB4).tally.supports == 2
    lines = desk._board.seq
    change = desk.merge([a.id, b.id])
    assert desk._board.seq == lines + 1
    assert set(change.thesis_ids) == {WEB4, WALLETS}
    pieces = desk.evidence_of(a.id)
    assert [(p.stance, p.strength, p.note) for p in pieces] == [
        (SUPPORT, 1, "first"),
        (SUPPORT, 3, "second"),
        (CONTRADICT, 1, ""),
    ]
    assert desk.evidence_of(b.id) == ()
    assert desk.thesis(WEB4).tally.supports == 1
    (row,) = [row for row in desk.listing(View()).rows(0, 9) if row.id == a.id]
    assert [(m.stance, m.strength) for m in row.marks] == [(SUPPORT, 3), (CONTRADICT, 1)]
    assert all(len(p.snapshot.reports) == 4 and len(p.snapshot.origins) == 3 for p in pieces)
    # Judged again, it is the stronger one that is meant.
    desk.judge(a.id, WEB4, SUPPORT, strength=2)
    assert [p.strength for p in desk.evidence_of(a.id)][:2] == [1, 2]


def test_no_bearing_gives_way_to_a_bearing(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.judge(a.id, WEB4, NONE)
    desk.judge(b.id, WEB4, CONTRADICT)
    before = state(desk)
    desk.merge([a.id, b.id])
    assert [p.stance for p in desk.evidence_of(a.id)] == [CONTRADICT]
    tally = desk.thesis(WEB4).tally
    assert (tally.contradictions, tally.no_bearing) == (1, 0)
    desk.undo()
    assert state(desk) == before


def test_an_export_after_a_merge_counts_one_story_with_all_its_outlets(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.judge(a.id, WEB4, SUPPORT)
    desk.judge(b.id, WEB4, SUPPORT)
    desk.merge([a.id, b.id])
    (log,) = [t for t in json.loads(desk.export([], "json"))["theses"] if t["evidence"]]
    assert log["tally"]["supports"] == 1
    assert [(e["outlets"], e["origins"]) for e in log["evidence"]] == [
        (["The Wire", "The Post"], ["AFP", "The Wire", "The Post"])
    ] * 2
    assert "2 outlets, 3 origins" in desk.export([], "md")
    assert "[+1/-0]" in desk.export([], "md").replace("\\", "")


def test_a_star_and_a_watch_follow(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.mark(b.id, starred=True)
    (known,) = desk._board.watches()
    asked = codec.watch_out(known)
    desk._board.change(
        "a watch", lambda _: [revise("watches", known.id, asked, {"story": b.id})], NOW
    )
    before = state(desk)
    desk.merge([a.id, b.id])
    assert desk.story(a.id).starred
    assert state(desk)["starred"] == {a.id}
    assert [watch.story_id for watch in desk._board.watches()] == [a.id]
    desk.undo()
    assert state(desk) == before
    assert [watch.story_id for watch in desk._board.watches()] == [b.id]


def test_a_report_split_off_is_a_story_not_judged(again) -> None:
    desk = again()
    a = story_of(desk, "a1")
    desk.judge(a.id, WEB4, SUPPORT)
    before = state(desk)
    desk.split(a.id, [pair(desk, "a2")])
    new = story_of(desk, "a2")
    assert new.id != a.id and new.fixed and desk.story(a.id).fixed
    assert [r.entry_id for r in desk.story(a.id).reports] == ["a1"]
    assert desk.evidence_of(new.id) == ()
    (piece,) = desk.evidence_of(a.id)
    assert [r.entry_id for r in piece.snapshot.reports] == ["a1"]
    assert desk.summary().unjudged == 3
    desk.undo()
    assert state(desk) == before
    desk.redo()
    assert story_of(desk, "a2").id == new.id


def test_the_first_report_split_off_leaves_the_id_with_the_rest(again) -> None:
    desk = again()
    a = story_of(desk, "a1")
    desk.split(a.id, [pair(desk, "a1")])
    assert story_of(desk, "a2").id == a.id
    assert desk.story(a.id).title == "Agents pay for their lunch"
    new = story_of(desk, "a1").id
    desk.undo()
    desk.split(a.id, [pair(desk, "a1")])
    assert story_of(desk, "a1").id != new  # an id is never given twice
    assert desk._archive.check() == []


def test_evidence_quotes_only_what_is_left_and_says_what_it_was_judged_as(again) -> None:
    desk = again()
    a = story_of(desk, "a1")
    desk.judge(a.id, WEB4, SUPPORT)
    before = state(desk)
    desk.split(a.id, [pair(desk, "a1")])
    (piece,) = desk.evidence_of(a.id)
    (left,) = piece.snapshot.reports
    assert (piece.snapshot.title, piece.snapshot.url) == (left.title, left.url)
    assert (left.entry_id, piece.snapshot.judged_as) == ("a2", "Agents pay for lunch")
    log = desk.export([WEB4], "md")
    assert f"{POST}/a2" in log and f"{WIRE}/a1" not in log
    assert 'Judged as "Agents pay for lunch"' in log
    (told,) = json.loads(desk.export([WEB4], "json"))["theses"][0]["evidence"]
    assert told["snapshot"]["judged_as"] == "Agents pay for lunch"
    assert told["snapshot"]["url"] in {source["url"] for source in told["snapshot"]["reports"]}
    assert again().evidence_of(a.id) == (piece,), "as the journal has it"
    desk = again()
    desk.undo()
    assert state(desk) == before


def test_what_cannot_be_split(again) -> None:
    desk = again()
    a, c = story_of(desk, "a1"), story_of(desk, "c1")
    with pytest.raises(DeskProblem, match="all of its reports"):
        desk.split(c.id, [pair(desk, "c1")])
    with pytest.raises(DeskProblem, match="None of these"):
        desk.split(a.id, [("https://no.example", "x")])
    with pytest.raises(DeskProblem, match=r"1 The Wire; 2 The Post"):
        desk.report_named(a.id, "3")
    with pytest.raises(DeskProblem, match="no report 'Nobody'"):
        desk.report_named(a.id, "Nobody")
    assert (
        desk.report_named(a.id, "2") == desk.report_named(a.id, "the post") == (pair(desk, "a2"),)
    )


def test_what_was_merged_or_split_is_never_moved_by_a_refresh_yet_takes_new_entries(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.merge([a.id, b.id])
    desk.split(a.id, [pair(desk, "b2")])
    parted = story_of(desk, "b2").id
    with desk._archive.writing() as writing:
        assert writing.merge(story_of(desk, "c1").id, [a.id, parted]) == []
    put(desk._archive, ("b3", POST, "The Post", "The Post", "Robots bought a meal", 1, "b1"))
    assert {r.entry_id for r in desk.story(a.id).reports} == {"a1", "a2", "b1", "b3"}
    # Taken back, what joined meanwhile stays where it joined.
    desk.undo()
    desk.undo()
    assert grouped(desk) == {
        frozenset({"a1", "a2", "b3"}),
        frozenset({"b1", "b2"}),
        frozenset({"c1"}),
    }
    assert not desk.story(a.id).fixed and not desk.story(b.id).fixed


def test_the_word_stands_in_an_archive_made_anew(again) -> None:
    """Whatever the new archive grouped by itself, in whatever order the entries came."""
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.judge(a.id, WEB4, SUPPORT)
    desk.merge([a.id, b.id])
    desk.split(a.id, [pair(desk, "a2")])
    parted = story_of(desk, "a2").id
    before = state(desk)
    alone = [(*told[:6], None) for told in TOLD]
    heap = [(*told[:6], None if n == 0 else "c1") for n, told in enumerate(reversed(TOLD))]
    for told in (alone, alone[::-1], heap, TOLD):
        desk = again(without_archive=True, told=told)
        assert story_of(desk, "a1").id == a.id == story_of(desk, "b2").id
        assert story_of(desk, "a2").id == parted
        assert desk.story(a.id).fixed and desk.story(parted).fixed
        assert state(desk)["evidence"] == before["evidence"]
        assert state(desk)["linked"] == {a.id}
        assert desk._archive.check() == []


def test_new_entries_of_an_archive_made_anew_stay_with_what_they_joined(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.merge([a.id, b.id])
    new = ("b9", POST, "The Post", "The Post", "Robots bought a meal", 50, None)
    first = [(*TOLD[2][:6], "b9"), (*TOLD[3][:6], "b9"), TOLD[0], TOLD[1], TOLD[4]]
    desk = again(without_archive=True, told=[new, *first])
    assert {r.entry_id for r in desk.story(a.id).reports} == {"a1", "a2", "b1", "b2", "b9"}


def test_entries_that_come_back_later_are_placed_when_they_come(again, home) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.merge([a.id, b.id])
    desk = again(without_archive=True)
    other = Archive.open(home.archive)
    for told in TOLD[::-1]:
        put(other, (*told[:6], None))
        desk.poll()
    other.close()
    assert desk.poll() is not None
    assert {r.entry_id for r in desk.story(a.id).reports} == {"a1", "a2", "b1", "b2"}


def test_entries_that_come_back_while_nobody_looks_are_placed_at_the_next_start(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.merge([a.id, b.id])
    again(without_archive=True)
    desk = again(told=[(*told[:6], None) for told in TOLD])
    assert {r.entry_id for r in desk.story(a.id).reports} == {"a1", "a2", "b1", "b2"}


def test_judged_stories_that_come_back_while_nobody_looks_are_told_at_the_next_start(again) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.judge(a.id, WEB4, SUPPORT)
    desk.judge(b.id, WEB4, NONE)
    desk.mark(b.id, starred=True)
    before = state(desk)
    again(without_archive=True)
    desk = again(told=TOLD)
    assert state(desk) == before
    assert desk._archive.judged_count == 2


def test_an_undo_that_the_archive_was_not_told_of_is_done_at_the_next_start(again, home) -> None:
    desk = again()
    a, b = story_of(desk, "a1"), story_of(desk, "b1")
    desk.merge([a.id, b.id])
    writer = Archive.open(home.archive)
    with writer.writing():
        desk.undo()
        assert story_of(desk, "b1").id == a.id
        with pytest.raises(DeskProblem, match="still busy"):
            desk.merge([a.id, story_of(desk, "c1").id])
        desk.close()
    writer.close()
    desk = again()
    assert story_of(desk, "b1").id == b.id
    assert not desk.story(a.id).fixed


def test_a_missed_undo_takes_back_no_more_than_it_says(again, home) -> None:
    """A story that stood by hand before the merge that is undone goes on standing."""
    desk = again()
    a, b, c = (story_of(desk, entry) for entry in ("a1", "b1", "c1"))
    desk.merge([a.id, b.id])
    between = state(desk)
    desk.merge([a.id, c.id])
    writer = Archive.open(home.archive)
    with writer.writing():
        desk.undo()
        desk.close()
    writer.close()
    assert state(again()) == between


def test_two_desks_hear_of_each_other(again, home) -> None:
    one = again()
    two = Desk.open(home, clock=Clock())
    a, b = story_of(one, "a1"), story_of(one, "b1")
    two.merge([a.id, b.id])
    assert one.poll().judgments
    assert story_of(one, "b1").id == a.id
    one.undo()
    two.poll()
    assert story_of(two, "b1").id == b.id
    assert state(one) == state(two)
    two.close()


def test_a_change_of_a_headline_is_a_revision_of_the_story(again) -> None:
    desk = again()
    with desk._archive.writing() as writing:
        for n, title in enumerate(["Agents pay for dinner", "Correction: agents pay for lunch"]):
            writing.change(
                WIRE,
                Entry(id="a1", title=title, url="u"),
                canonical_url="",
                title_key="",
                companies=(),
                seen_at=NOW + n,
            )
    story = story_of(desk, "a1")
    assert [(r.outlet, r.title, r.until_at) for r in story.revisions] == [
        ("The Wire", "Agents pay for dinner", NOW + 1),
        ("The Wire", "Agents pay for lunch", NOW),
    ]


def one_change(desk: Desk, chance: random.Random) -> None:
    """Some change to a story of the board, as far as there is one to make."""
    known = stories(desk)
    story = chance.choice(known)
    what = chance.choice(["judge", "star", "read", "merge", "split", "merge", "split"])
    if what == "judge":
        stance, thesis = chance.choice(list(Stance)), chance.choice([WEB4, WALLETS])
        desk.judge(story.id, thesis, stance, strength=chance.choice([1, 2, 3]))
    elif what == "star":
        desk.mark(story.id, starred=not story.starred)
    elif what == "read":
        desk.mark(story.id, read=not story.read)
    elif what == "merge" and len(known) > 1:
        several = chance.sample(known, min(len(known), chance.choice([2, 3])))
        desk.merge([each.id for each in several])
    elif what == "split" and len(story.reports) > 1:
        reports = [(r.feed_url, r.entry_id) for r in story.reports]
        desk.split(story.id, chance.sample(reports, chance.randrange(1, len(reports))))


@pytest.mark.parametrize("anew", [False, True], ids=["restarts", "archive made anew"])
@pytest.mark.parametrize("seed", range(10))
def test_whatever_was_merged_and_split_is_taken_back_exactly(again, seed: int, anew: bool) -> None:
    """Each undo gives the state before, each redo the one after; with restarts anywhere."""
    chance = random.Random(seed)
    desk = again()
    states = [state(desk, timeless=anew)]
    while len(states) < 9:
        seq = desk._board.seq
        one_change(desk, chance)
        if desk._board.seq > seq:
            states.append(state(desk, timeless=anew))

    def restarted() -> Desk:
        if chance.random() < 0.5:
            return desk
        return again(without_archive=True, told=TOLD) if anew else again()

    for way, steps in ((desk.undo, states[-2::-1]), (desk.redo, states[1:])):
        for expected in steps:
            getattr(desk, way.__name__)()
            desk = restarted()
            assert state(desk, timeless=anew) == expected
            assert desk._archive.check() == []
