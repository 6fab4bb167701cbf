"""What values say of themselves."""

from __future__ import annotations

import pytest

from signalboard.model import (
    Activity,
    Company,
    Feed,
    FeedState,
    Outcome,
    Report,
    Revision,
    Story,
    View,
    replace,
)
from tests.values import NOW, evidence, report, thesis


def test_five_outlets_off_one_wire_are_one_origin() -> None:
    reports = (
        report("A", "Reuters"),
        report("B", "Reuters", "2"),
        report("A", "Reuters", "3"),
        report("C", "", "4"),
    )
    story = Story("s", "t", "", "", NOW, NOW, reports)
    assert story.outlets == ("A", "B", "C")
    assert story.origins == ("Reuters", "C")
    snapshot = evidence(reports=reports).snapshot
    assert (snapshot.outlets, snapshot.origins) == (story.outlets, story.origins)


HN = "https://hn.example/frontpage"
TC = "http://feeds.tc.example/all"
LINKED = [("HN front page", HN), ("TC", TC), ("Lobby", "https://lobby.example/rss")]


@pytest.mark.parametrize(
    ("page", "others", "origins"),
    [
        ("http://tc.example/klarna", "http://www.tc.example/klarna?utm_source=x", ("TC",)),
        ("http://else.example/klarna", "http://else.example/klarna/", ("HN front page",)),
        ("http://tc.example/klarna", "http://tc.example/visa", ("HN front page", "TC")),
        ("", "", ("HN front page", "TC", "Lobby")),
        ("http://tc.example/", "http://tc.example/", ("HN front page", "TC", "Lobby")),
    ],
    ids=["the owner's", "nobody's", "two pages", "no page", "a front page"],
)
def test_who_only_links_to_a_page_is_no_second_origin(
    page: str, others: str, origins: tuple[str, ...]
) -> None:
    reports = tuple(
        Report(feed, name, name, name, "Klarna hires", page if name != "TC" else others, NOW, NOW)
        for name, feed in LINKED
    )
    assert Story("s", "t", "", "", NOW, NOW, reports).origins == origins
    assert evidence(reports=reports).snapshot.origins == origins


def test_a_thesis_reads_as_it_is_worded_now() -> None:
    claim = thesis()
    assert claim.statement == claim.versions[-1].statement
    assert claim.negation == claim.versions[-1].negation


def test_activity_adds_up() -> None:
    activity = Activity((0, 2, 3), 7)
    assert (activity.total, activity.change) == (5, -2)


def test_a_view_of_everything_filters_nothing() -> None:
    assert View().is_everything
    assert not View(search="x").is_everything


def test_three_outcomes_are_silent() -> None:
    silent = {outcome for outcome in Outcome if outcome.is_silent}
    assert silent == {Outcome.NETWORK, Outcome.TIMEOUT, Outcome.TLS}


def test_two_outcomes_are_well() -> None:
    well = {outcome for outcome in Outcome if outcome.is_well}
    assert well == {Outcome.ENTRIES, Outcome.UNCHANGED}


def test_what_ships_is_told_by_its_address() -> None:
    assert Feed("Bundled", "bundled:agent-economy").is_bundled
    assert not Feed("Far", "https://far.example/bundled:x").is_bundled


@pytest.mark.parametrize(
    ("checks", "asked"), [(-1, None), (0, None), (2, None), (3, "https://new.example/feed")]
)
def test_a_redirect_counts_from_the_third_check_on(checks: int, asked: str | None) -> None:
    state = FeedState("https://old.example/", moved_to="https://new.example/feed")
    assert replace(state, moved_checks=checks).taken_over == asked


def test_voices_are_counted_in_words() -> None:
    one = Story("s", "t", "", "", NOW, NOW, (report("A", "Reuters"),))
    assert one.voices == "1 outlet, 1 origin"
    both = replace(one, reports=(report("A", "Reuters"), report("B", "Reuters", "2")))
    assert both.voices == "2 outlets, 1 origin"


def test_which_revisions_changed_the_headline() -> None:
    entry = report("A")
    said = [
        Revision(entry.feed_url, entry.entry_id, "A", title, "", NOW)
        for title in (entry.title, "The first headline", "The first headline")
    ]
    gone = Revision("https://gone.example/feed", "1", "Gone", "Only here", "", NOW)
    story = Story("s", entry.title, "", "", NOW, NOW, (entry,), revisions=(*said, gone))
    assert [changed for _, changed in story.rewordings] == [False, True, False, False]


def test_which_names_are_also_words() -> None:
    company = Company("Perplexity", ("Comet", "Perplexity AI"))
    assert company.words == ()
    assert replace(company, as_written=True).words == ("Perplexity", "Comet", "Perplexity AI")
    assert replace(company, as_written=("Comet",)).words == ("Comet",)


def test_a_thesis_is_overdue_from_its_horizon_until_it_is_closed():
    open_ended = replace(thesis(), status="active")
    assert not open_ended.is_overdue(10**10)
    dated = replace(open_ended, horizon_at=100)
    assert (dated.is_overdue(99), dated.is_overdue(100)) == (False, True)
    assert not replace(dated, status="retired").is_overdue(100)
