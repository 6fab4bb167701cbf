"""What values say of themselves."""

from __future__ import annotations

import pytest

from signalboard.model import Activity, Outcome, Report, Story, View
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
