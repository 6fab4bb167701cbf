"""The health of the feeds: all rows ready to show, and what a person does about them."""

from __future__ import annotations

import time

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.cli import feedtable
from signalboard.desk import Desk, DeskProblem, Standing
from signalboard.model import Check, Entry, FeedState, Outcome
from tests.values import NOW

MINUTE, HOUR, DAY = 60, 3600, 86400
FEEDS = """\
# mine
feeds:
  - name: Zebra
    url: "https://zebra.example/feed"  # mine
  - name: Asked
    url: "https://user:secret@asked.example/feed?token=abc"  # keep this
  - {name: Broken, url: "https://broken.example/feed"}
  - {name: aardvark, url: "https://aardvark.example/feed"}
  - {name: Gone, url: "https://gone.example/feed"}
  - name: Off
    url: https://off.example/feed
    enabled: false
  - {name: New, url: "https://new.example/feed"}
"""


def state(host: str, outcome: Outcome, **more: object) -> FeedState:
    well = outcome.is_well
    return FeedState(
        f"https://{host}.example/feed",
        attempted_at=NOW - HOUR,
        succeeded_at=NOW - HOUR if well else NOW - 3 * DAY,
        next_at=NOW + HOUR,
        outcome=outcome,
        failures=0 if well else 4,
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def tended(places, clock):
    places.feeds_file.write_text(FEEDS)
    archive = Archive.open(places.archive)
    archive.save_state(state("zebra", Outcome.ENTRIES))
    archive.save_state(state("aardvark", Outcome.UNCHANGED))
    broken = state("broken", Outcome.TIMEOUT, reason="it hung")
    for hours in range(3):
        check = Check(NOW - (3 - hours) * HOUR, Outcome.TIMEOUT, None, f"hung {hours}")
        archive.save_state(broken, check)
    archive.save_state(state("gone", Outcome.GONE, status=410))
    with archive.writing() as writing:
        for number in range(12):
            for host in ("zebra", "former"):
                writing.add(
                    f"https://{host}.example/feed",
                    Entry(f"{number}", f"{host} {number}", published_at=NOW - number * 5 * DAY),
                    outlet=host, origin=host, canonical_url="", title_key="", companies=(),
                    story_id=None, seen_at=NOW,
                )  # fmt: skip
    archive.close()
    desk = Desk.open(places, clock=clock)
    yield desk
    desk.close()


def test_broken_ones_come_first_then_by_name(tended):
    health = tended.health()
    assert [(row.feed.name, row.standing.value) for row in health.feeds] == [
        ("Broken", "failing"),
        ("Gone", "gone"),
        ("Asked", "not read"),
        ("New", "not read"),
        ("Off", "paused"),
        ("aardvark", "unchanged"),
        ("Zebra", "well"),
        ("former", "removed"),
    ]
    assert health.broken == 2
    assert health.told == ("7 feeds: 1 failing, 1 gone, 2 not read, 1 paused, 2 well, 1 removed")
    assert health.sentence == ""
    assert (tended.summary().feeds_broken, tended.summary().feeds_enabled) == (2, 6)


def test_a_row_has_everything_ready_to_show(tended):
    row = tended.feed_health("zebra")
    assert (row.entries, row.month, row.latest_at) == (12, 6, NOW)
    assert row.per_week == pytest.approx(12 * 7 / 56)
    assert (row.next_try, row.reason) == ("in 60 min", "It answers.")
    days = tended.feed_days(row.url)
    assert (len(days), sum(days), days[-1]) == (30, 6, 1)
    broken = tended.feed_health("broken")
    assert broken.reason == "It hung. 4 times in a row; last read 3d ago."
    assert [check.reason for check in tended.feed_checks(broken.url)] == [
        "hung 2",
        "hung 1",
        "hung 0",
    ]


def test_credentials_of_an_address_are_in_nothing_shown(tended):
    row = tended.feed_health("Asked")
    told = "\n".join((row.url, row.reason, row.advice, *map(str, tended.doctor())))
    assert "secret" not in told and "abc" not in told
    assert "secret" not in " ".join(tended.retry_command([row.url]))


def test_pausing_is_an_edit_of_the_file_and_undone_there(tended, places):
    before = config.load(places.feeds_file).feeds
    assert tended.pause_feed("zebra").label == "paused feed: Zebra"
    assert tended.feed_health("zebra").standing is Standing.PAUSED
    assert places.feeds_file.read_text().splitlines()[4].strip() == "enabled: false"
    assert "# keep this" in places.feeds_file.read_text()
    assert tended.pause_feed("zebra") is None
    tended.undo()
    assert config.load(places.feeds_file).feeds == before
    assert "# keep this" in places.feeds_file.read_text()
    assert tended.resume_feed("Off").label == "resumed feed: Off"
    assert tended.feed_health("Off").standing is Standing.NEW
    assert tended.resume_feed("Off") is None
    tended.undo()
    assert config.load(places.feeds_file).feeds == before
    assert "# keep this" in places.feeds_file.read_text()


def test_a_feed_with_a_password_is_paused_and_keeps_it(tended, places):
    before = config.load(places.feeds_file).feeds
    tended.pause_feed("Asked")
    assert "user:secret@asked.example/feed?token=abc" in places.feeds_file.read_text()
    tended.undo()
    assert config.load(places.feeds_file).feeds == before
    assert "# keep this" in places.feeds_file.read_text()


def test_what_is_not_one_feed_is_told(tended):
    with pytest.raises(DeskProblem, match="No feed is called 'nobody'"):
        tended.pause_feed("nobody")
    with pytest.raises(DeskProblem, match="Several feeds fit"):
        tended.feed_health("e")


def test_a_retry_is_a_refresh_of_these_feeds(tended):
    urls = ["https://broken.example/feed", "https://zebra.example/feed"]
    command = tended.retry_command(urls)
    assert command[-5:] == ["refresh", "--json", "--now", *urls]


def test_offline_is_told_for_all(tended, places):
    archive = Archive.open(places.archive)
    for host in ("zebra", "aardvark", "broken"):
        archive.save_state(state(host, Outcome.NETWORK))
    archive.close()
    health = tended.health()
    assert "none of 3 feeds could be reached" in health.sentence
    silent = [row for row in health.feeds if row.state.outcome is Outcome.NETWORK]
    assert len(silent) == 3
    for row in silent:
        if row.standing is Standing.FAILING:
            assert row.advice == (
                "This machine seems to be offline. It is tried again by itself."
            ), "no server is to blame"
    gone = [row for row in health.feeds if row.standing is Standing.GONE]
    assert all("offline" not in row.advice for row in gone)


def test_the_doctor_tells_a_line_of_all_and_the_broken(tended):
    lines = dict(tended.doctor())["Feeds"]
    assert lines[0].startswith("7 feeds: 1 failing, 1 gone")
    assert lines[1].startswith("failing   Broken  https://broken.example/feed  It hung.")
    assert len(lines) == 4


def test_five_hundred_feeds_stand_in_a_few_milliseconds(places, clock):
    names = [f"f{n}" for n in range(500)]
    places.feeds_file.write_text(
        "feeds:\n" + "".join(f'  - {{name: {n}, url: "https://{n}.example/feed"}}\n' for n in names)
    )
    archive = Archive.open(places.archive)
    with archive.writing() as writing:
        for name in names:
            writing.save_state(state(name, Outcome.TIMEOUT, reason="it hung"))
    archive.close()
    desk = Desk.open(places, clock=clock)
    best = 1.0
    for _ in range(3):
        begun = time.perf_counter()
        assert len(desk.health().feeds) == 500
        best = min(best, time.perf_counter() - begun)
    desk.close()
    print(f"500 feeds: {best * 1000:.1f} ms")
    assert best < 0.2


def test_two_listed_feeds_that_became_one_are_said_to_be_the_same(tended, places, clock):
    there = "https://zebra.example/feed"
    archive = Archive.open(places.archive)
    archive.save_state(
        state("aardvark", Outcome.UNCHANGED, moved_to=there, moved_at=NOW, moved_checks=3)
    )
    archive.close()
    row = tended.feed_health("aardvark")
    assert row.same == "same feed as Zebra now"
    assert row.same in row.moved
    assert tended.feed_health("zebra").same == ""
    for width in (None, 200, 60):
        (line,) = [
            line for line in feedtable.table([row], NOW, width) if "same feed as Zebra now" in line
        ]
        assert line.startswith(" ") == (width == 60)
