"""The person's word beside real filing: what a refresh brings, before, between and after."""

from __future__ import annotations

import pytest

from signalboard import config
from signalboard.desk import Desk
from signalboard.model import Entry, Feed, Stance, View
from signalboard.wire.companies import Finder
from signalboard.wire.refresh.filing import file_entries
from signalboard.wire.refresh.preparing import prepared
from tests.desk.conftest import Clock
from tests.values import NOW

LUNCH = "Stripe lets software agents pay for lunch at twelve restaurants in Dublin"
OTHER = "Heavy rain closes three bridges over the river Shannon"
WIRED = "LONDON, Nov 24 (Reuters) - Software agents paid."


def bring(desk: Desk, feed: str, *told: tuple[str, str, str], look: str = "") -> None:
    """What a refresh of one feed files: (id, title, summary) of each entry.

    ``look``: the feed makes up ids at every look, this one's begin so.
    """
    url = f"https://{feed.lower().replace(' ', '')}.example/feed"
    entries = [
        Entry(f"{look}{ident}", title, f"{url}/{ident}", said, published_at=NOW - 3600 + n)
        for n, (ident, title, said) in enumerate(told)
    ]
    with desk._archive.writing() as writing:
        made = prepared(feed, None, entries, Finder([]))
        file_entries(writing, Feed(feed, url), url, entries, made, NOW)


def grouped(desk: Desk) -> list[list[str]]:
    """The outlets of each story, in any order."""
    listing = desk.listing(View())
    found = []
    for row in listing.rows(0, len(listing)):
        story = desk.story(row.id)
        assert story is not None
        found.append(sorted(f"{r.outlet} {r.entry_id}" for r in story.reports))
    return sorted(found)


@pytest.fixture
def desk(places: config.Places):
    opened = Desk.open(places, clock=Clock())
    yield opened
    opened.close()


def test_copies_of_a_wire_story_are_one_origin(desk: Desk) -> None:
    bring(desk, "The Post", ("1", LUNCH, WIRED))
    bring(desk, "The Echo", ("1", LUNCH, WIRED))
    bring(desk, "The Wire", ("1", LUNCH, "Our reporter had lunch."))
    (row,) = desk.listing(View()).rows(0, 9)
    assert (row.outlets, row.origins) == (3, 2)
    story = desk.story(row.id)
    assert story is not None and story.voices == "3 outlets, 2 origins"
    assert [desk.via(report) for report in story.reports] == ["Reuters", "Reuters", ""]


def test_a_refresh_adds_to_what_was_split_and_never_puts_it_together_again(desk: Desk) -> None:
    bring(desk, "The Post", ("1", LUNCH, ""))
    bring(desk, "The Echo", ("1", LUNCH, ""))
    (row,) = desk.listing(View()).rows(0, 9)
    desk.split(row.id, desk.report_named(row.id, "The Echo"))
    apart = [["The Echo 1"], ["The Post 1"]]
    assert grouped(desk) == apart
    # The same again, changed, and a third copy: that one joins either, and moves nothing.
    bring(desk, "The Echo", ("1", LUNCH, "More of it."))
    bring(desk, "The Post", ("1", LUNCH, "More of it."))
    assert grouped(desk) == apart
    bring(desk, "The Wire", ("1", LUNCH, ""))
    assert grouped(desk) in (
        [["The Echo 1", "The Wire 1"], ["The Post 1"]],
        [["The Echo 1"], ["The Post 1", "The Wire 1"]],
    )
    desk.undo()
    assert grouped(desk) == [["The Echo 1", "The Post 1", "The Wire 1"]]


def test_what_a_refresh_brings_joins_what_was_merged(desk: Desk) -> None:
    bring(desk, "The Post", ("1", LUNCH, ""))
    bring(desk, "The Echo", ("1", "A quiet day in Cork", ""))
    one, two = (row.id for row in desk.listing(View()).rows(0, 9))
    desk.merge([one, two])
    bring(desk, "The Wire", ("1", LUNCH, ""), ("2", "A quiet day in Cork", ""))
    assert grouped(desk) == [["The Echo 1", "The Post 1", "The Wire 1", "The Wire 2"]]
    # Taken back, what it moved moves back; what joined meanwhile stays where it joined.
    desk.undo()
    assert sorted(map(len, grouped(desk))) in ([1, 3], [2, 2])
    assert {frozenset(x) & {"The Echo 1", "The Post 1"} for x in map(frozenset, grouped(desk))} == {
        frozenset({"The Echo 1"}),
        frozenset({"The Post 1"}),
    }


def test_an_archive_made_anew_by_refreshes_is_told_the_word_at_each_look(
    desk: Desk, places: config.Places
) -> None:
    told = {"The Post": LUNCH, "The Echo": LUNCH, "The Wire": OTHER}
    for feed, title in told.items():
        bring(desk, feed, ("1", title, ""))
    post, wire = desk.find_story(LUNCH), desk.find_story(OTHER)
    desk.split(post, desk.report_named(post, "The Echo"))
    desk.merge([post, wire])
    wanted = [["The Echo 1"], ["The Post 1", "The Wire 1"]]
    assert grouped(desk) == wanted
    desk.close()
    for file in places.archive.parent.glob(places.archive.name + "*"):
        file.unlink()
    again = Desk.open(places, clock=Clock())
    refreshing = Desk.open(places, clock=Clock())
    for feed in ("The Echo", "The Wire", "The Post"):
        bring(refreshing, feed, ("1", told[feed], ""))
        again.poll()
    assert grouped(again) == wanted
    refreshing.close()
    again.close()


def test_an_archive_made_anew_with_other_ids_is_told_the_word_by_pages(
    desk: Desk, places: config.Places
) -> None:
    told = {"The Post": LUNCH, "The Echo": LUNCH, "The Wire": OTHER}
    for feed, title in told.items():
        bring(desk, feed, ("1", title, ""), look="a")
    post, wire = desk.find_story(LUNCH), desk.find_story(OTHER)
    desk.split(post, desk.report_named(post, "The Echo"))
    desk.merge([post, wire])
    desk.judge(post, "web4-at-velocity", Stance.SUPPORT)
    assert grouped(desk) == [["The Echo a1"], ["The Post a1", "The Wire a1"]]

    def made_anew(look: str) -> Desk:
        for file in places.archive.parent.glob(places.archive.name + "*"):
            file.unlink()
        again = Desk.open(places, clock=Clock())
        refreshing = Desk.open(places, clock=Clock())
        for feed in ("The Echo", "The Wire", "The Post"):
            bring(refreshing, feed, ("1", told[feed], ""), look=look)
            again.poll()
        refreshing.close()
        return again

    desk.close()
    again = made_anew("b")
    assert grouped(again) == [["The Echo b1"], ["The Post b1", "The Wire b1"]]
    assert again.find_story(OTHER) == post, "by the id it was judged under"
    assert [row.muted for row in again.listing(View(show="linked")).rows(0, 9)] == [False]
    # What is said of it there is the newer word, also for the archive after it.
    again.split(post, again.report_named(post, "The Wire"))
    apart = ["The Echo", "The Post", "The Wire"]
    (piece,) = again.evidence_of(post)
    assert piece.snapshot.outlets == ("The Post",)
    assert grouped(again) == [[f"{outlet} b1"] for outlet in apart]
    again.close()
    for look in ("b", "c"):
        again = made_anew(look)
        assert grouped(again) == [[f"{outlet} {look}1"] for outlet in apart]
        again.close()
    # Taken back in an archive that has them by a third id.
    again = made_anew("d")
    again.undo()
    assert grouped(again) == [["The Echo d1"], ["The Post d1", "The Wire d1"]]
    again.close()


def test_pages_that_tell_nothing_apart_move_nothing(desk: Desk, places: config.Places) -> None:
    """A series with one title on one page: which of it was meant cannot be known."""
    bring(desk, "The Post", ("1", LUNCH, ""), look="a")
    bring(desk, "The Wire", ("1", OTHER, ""), look="a")
    one, two = (row.id for row in desk.listing(View()).rows(0, 9))
    desk.merge([one, two])
    desk.close()
    for file in places.archive.parent.glob(places.archive.name + "*"):
        file.unlink()
    again = Desk.open(places, clock=Clock())
    bring(again, "The Post", ("1", "Another headline of that page", ""), look="b")
    bring(again, "The Wire", ("2", OTHER, ""), look="b")
    again.poll()
    assert grouped(again) == [["The Post b1"], ["The Wire b2"]]
    again.close()
