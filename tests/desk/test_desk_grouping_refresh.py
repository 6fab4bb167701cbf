"""The person's word beside real filing: what a refresh brings, before, between and after."""

from __future__ import annotations

import pytest

from signalboard import config
from signalboard.desk import Desk
from signalboard.model import Entry, Feed, View
from signalboard.wire.companies import Finder
from signalboard.wire.refresh.filing import file_entries
from signalboard.wire.refresh.preparing import prepared
from tests.desk.conftest import Clock
from tests.values import NOW

LUNCH = "Stripe lets software agents pay for lunch at twelve restaurants in Dublin"
OTHER = "Heavy rain closes three bridges over the river Shannon"
WIRED = "LONDON, Nov 24 (Reuters) - Software agents paid."


def bring(desk: Desk, feed: str, *told: tuple[str, str, str]) -> None:
    """What a refresh of one feed files: (id, title, summary) of each entry."""
    url = f"https://{feed.lower().replace(' ', '')}.example/feed"
    entries = [
        Entry(ident, title, url=f"{url}/{ident}", summary=said, published_at=NOW - 3600 + n)
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
