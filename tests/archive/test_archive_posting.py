"""How often feeds post: counted by day as entries come in."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from signalboard.archive import Archive, Posted, schema
from signalboard.times import DAY
from tests.archive.making import FEED, NOW, put

TODAY = NOW // DAY
OTHER = "https://other.example/feed"


def test_a_feed_is_counted_by_the_days_its_entries_are_of(archive: Archive) -> None:
    with archive.writing() as writing:
        for number, days in enumerate((0, 0, 1, 29, 30, 89, 90, 400)):
            put(writing, str(number), at=NOW - days * DAY)
        put(writing, "of the other", feed=OTHER, at=NOW - 3 * DAY)
    with archive.writing() as writing:  # a second transaction adds to the same day
        put(writing, "later", at=NOW)
        put(writing, "0", at=NOW)  # known already: not counted twice
    assert archive.posted(NOW) == {
        FEED: Posted(entries=9, latest_at=NOW, days=90, recent=7, month=5),
        OTHER: Posted(entries=1, latest_at=NOW - 3 * DAY, days=4, recent=1, month=1),
    }
    daily = archive.posted_daily(FEED, NOW)
    assert (len(daily), sum(daily), daily[0], daily[-2:]) == (30, 5, 1, (1, 3))
    assert archive.posted_daily("https://nobody.example", NOW) == (0,) * 30
    assert archive.check() == []


def test_a_feed_that_brought_nothing_is_there_with_nothing(archive: Archive) -> None:
    with archive.writing() as writing:
        writing.known(FEED, ["any"])
    assert archive.posted(NOW) == {FEED: Posted()}


def test_what_is_dated_beyond_now_counts_on_the_day_it_was_seen(archive: Archive) -> None:
    with archive.writing() as writing:
        put(writing, "1", at=NOW + 10 * DAY, seen=NOW)
        put(writing, "2", at=-5, seen=NOW)
    assert archive.posted(NOW)[FEED].month == 2


def test_an_archive_of_before_is_counted_when_it_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    with monkeypatch.context() as old:
        old.setattr(schema, "STEPS", schema.STEPS[:1])
        old.setattr(schema, "VERSION", 1)
        archive = Archive.open(path)
        db = archive._database.connection
        db.execute("INSERT INTO feeds (feed, url, entries) VALUES (1, ?, 3)", (FEED,))
        db.execute(
            "INSERT INTO stories (key, id, arrived, at, first_seen_at, outlets, origins, outlet, "
            "title, companies) VALUES (1, 'a', 1, 1, 1, 1, 1, 'The Wire', 'A', '')"
        )
        for ident, published in (("1", NOW - 5 * DAY), ("2", None), ("3", NOW + 9 * DAY)):
            db.execute(
                "INSERT INTO entries (feed, id, story, title, title_raw, url, summary, author, "
                "outlet, origin, published_at, first_seen_at, canonical_url, title_key, companies) "
                "VALUES (1, ?, 1, 'A', '', '', '', '', '', '', ?, ?, '', '', '')",
                (ident, published, NOW),
            )
        archive.close()
    archive = Archive.open(path)
    daily = archive.posted_daily(FEED, NOW)
    assert {days: daily[-1 - days] for days in (0, 5)} == {0: 2, 5: 1}
    assert sum(daily) == 3
    archive.close()


def test_five_hundred_feeds_are_read_in_a_few_milliseconds(archive: Archive) -> None:
    db = archive._database.connection
    with archive.writing() as writing:
        for feed in range(500):
            writing.known(f"https://f{feed}.example", ["any"])
    db.executemany(
        "INSERT INTO posted VALUES (?, ?, 3)",
        ((feed, TODAY - day) for feed in range(1, 501) for day in range(90)),
    )
    best = 1.0
    for _ in range(5):
        begun = time.perf_counter()
        found = archive.posted(NOW)
        best = min(best, time.perf_counter() - begun)
    assert len(found) == 500
    assert {posted.recent for posted in found.values()} == {270}
    assert best < 0.1, f"{best * 1000:.1f} ms"  # about 10 ms where nothing else runs
    print(f"500 feeds posting every day: {best * 1000:.1f} ms")
