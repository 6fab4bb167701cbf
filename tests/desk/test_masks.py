"""What was kept under an address of which less was marked than today is the same feed's still."""

from __future__ import annotations

import json

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.board import Op
from signalboard.desk import Desk, DeskProblem, documents
from signalboard.links import shown
from signalboard.model import Entry, Feed, FeedState, Mute, View
from tests.values import NOW

URL = "https://e.example/rss?0f1e2d3c4b5a69788"
"""Its secret was shown before a bare one was known for what it is."""


@pytest.fixture
def keyed(places: config.Places) -> config.Places:
    places.feeds_file.write_text(f"feeds:\n- name: Keyed\n  url: {URL}\n")
    return places


def _file(archive: Archive, url: str, ident: str, title: str) -> str:
    with archive.writing() as writing:
        writing.save_state(FeedState(url, attempted_at=NOW))
        return writing.add(
            url,
            Entry(id=ident, title=title, url=f"https://e.example/{ident}", published_at=NOW),
            outlet="Keyed",
            origin="Keyed",
            canonical_url=f"e.example/{ident}",
            title_key=title.casefold(),
            companies=(),
            story_id=None,
            seen_at=NOW,
        )


def test_a_feed_under_its_old_mark_is_known_by_the_new_one(keyed: config.Places) -> None:
    archive = Archive.open(keyed.archive)
    _file(archive, URL, "one", "One")
    archive.close()
    desk = Desk.open(keyed)
    (row,) = desk.health().feeds
    assert (row.url, row.entries) == (shown(URL), 1)
    desk.close()


def test_a_feed_under_both_marks_is_one(keyed: config.Places) -> None:
    archive = Archive.open(keyed.archive)
    for url, idents in ((URL, "ab"), (shown(URL), "bc")):
        for ident in idents:
            _file(archive, url, ident, f"Title {ident} of {url}")
    archive.close()
    desk = Desk.open(keyed)
    (row,) = desk.health().feeds
    assert (row.url, row.entries) == (shown(URL), 4)
    assert sum(desk.feed_days(shown(URL))) in (0, 4)
    reports = [
        report
        for each in desk.listing(View()).rows(0, 9)
        for report in desk.story(each.id).reports  # type: ignore[union-attr]
    ]
    assert len(reports) == 4 and {report.feed_url for report in reports} == {shown(URL)}
    desk.close()
    archive = Archive.open(keyed.archive)
    assert archive.check() == []
    archive.close()


def test_a_mute_by_the_old_mark_hides_still(keyed: config.Places) -> None:
    archive = Archive.open(keyed.archive)
    _file(archive, URL, "one", "One")
    archive.mutes.follow([Mute("feed", URL)])
    archive.mutes.go_on(10)
    archive.close()
    with keyed.feeds_file.open("a") as file:
        file.write(f"mutes:\n- feed: {URL}\n")
    desk = Desk.open(keyed)
    assert [row.title for row in desk.listing(View()).rows(0, 9)] == []
    assert desk.mutes()[0].mute.value == shown(URL)
    desk.close()


def test_a_mute_in_the_journal_is_the_one_in_the_file(keyed: config.Places) -> None:
    with keyed.feeds_file.open("a") as file:
        file.write(f"mutes:\n- feed: {shown(URL)}\n")
    made = Op("settings", f"mute feed {URL}", documents.document(Mute("feed", URL)), None)
    documents.write(keyed.feeds_file, made)
    assert config.load(keyed.feeds_file).mutes == ()


def test_a_login_and_a_secret_by_the_old_mark_are_found(keyed: config.Places) -> None:
    keyed.logins.write_text(json.dumps({URL: ["me", "old"]}))
    keyed.withheld.write_text(json.dumps({URL: {"url": URL, "headers": []}}))
    assert config.logins(keyed) == {shown(URL): ("me", "old")}
    assert config.withheld(keyed) == {shown(URL): {"url": URL, "headers": []}}
    keyed.logins.write_text(json.dumps({shown(URL): ["me", "new"], URL: ["me", "old"]}))
    assert config.logins(keyed) == {shown(URL): ("me", "new")}
    assert config.set_login(keyed, URL, None) and config.logins(keyed) == {}


def test_a_login_of_a_feed_that_is_gone_can_be_forgotten(keyed: config.Places) -> None:
    desk = Desk.open(keyed)
    assert desk.login_left(URL) == ""
    desk.keep_login("Keyed", "me", "word")
    desk.remove_feed("Keyed")
    assert f"feed logout {shown(URL)}" in desk.login_left(URL)
    with pytest.raises(DeskProblem, match="No feed is called"):
        desk.forget_login("another.example")
    assert desk.forget_login(shown(URL)) and config.logins(keyed) == {}
    desk.undo()
    assert [row.feed for row in desk.feeds()] == [Feed("Keyed", URL)]
    desk.close()
