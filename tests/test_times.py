"""Calendars and zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from signalboard import times

NOON = times.parse_iso("2026-11-24T12:00:00Z")


def test_iso_goes_there_and_back() -> None:
    assert times.iso(NOON) == "2026-11-24T12:00:00Z"
    assert times.parse_iso(times.iso(NOON)) == NOON
    assert times.parse_iso("2026-11-24T14:00:00+02:00") == NOON
    assert times.day(NOON) == "2026-11-24"
    assert times.midnight(NOON) == times.parse_iso("2026-11-24")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-01-15", -2, "2025-11-15"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_are_calendar_months_clamped_to_the_end(start: str, months: int, end: str) -> None:
    assert times.day(times.add_months(times.parse_iso(start), months)) == end


@pytest.mark.parametrize(
    ("past", "shown"),
    [
        (-100, "now"),
        (59, "now"),
        (60, "1m"),
        (3599, "59m"),
        (3600, "1h"),
        (86399, "23h"),
        (86400, "1d"),
        (59 * 86400, "59d"),
        (60 * 86400, "8w"),
        (365 * 86400, "1y"),
        (900 * 86400, "2y"),
    ],
)
def test_age_is_short(past: int, shown: str) -> None:
    assert times.age(NOON - past, NOON) == shown
    assert times.ago(NOON - past, NOON) == ("just now" if shown == "now" else f"{shown} ago")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-01-31", "2026-01-31T00:00:00Z"),
        ("3d", "2026-11-21T12:00:00Z"),
        ("36h", "2026-11-23T00:00:00Z"),
        ("2W", "2026-11-10T12:00:00Z"),
        ("6m", "2026-05-24T12:00:00Z"),
        ("1y", "2025-11-24T12:00:00Z"),
    ],
)
def test_since_takes_a_date_or_a_span(written: str, moment: str) -> None:
    assert times.iso(times.parse_since(written, NOON)) == moment


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (-5, "at once"),
        (0, "at once"),
        (1, "in 1 min"),
        (2580, "in 43 min"),
        (2581, "in 44 min"),
        (3600, "in 60 min"),
        (3601, "in 1 h"),
        (19_000, "in 5 h"),
        (47 * 3600, "in 47 h"),
        (48 * 3600, "in 2 days"),
        (7 * 86400, "in 7 days"),
    ],
)
def test_until_is_as_one_says_it(left: int, shown: str) -> None:
    assert times.until(NOON + left, NOON) == shown


def test_since_says_how_to_write_a_date() -> None:
    with pytest.raises(ValueError, match="write it like 2026-01-31"):
        times.parse_since("last tuesday", NOON)


@pytest.mark.parametrize(
    "written",
    [
        "9999-12-31T23:59:59-23:00",
        "0001-01-01T00:00:00+00:01",
        "9999y",
        "2027y",
        "10000-01-01",
        "2026-13-01",
    ],
)
def test_what_no_calendar_has_is_no_date(written: str) -> None:
    for read in (times.parse_since, times.parse_as_of):
        with pytest.raises(ValueError, match="is not a date: write it like"):
            read(written, NOON)
    with pytest.raises(ValueError, match=r"."):
        times.parse_iso(written)


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01T00:00:00Z",
        "0999-12-31T23:59:59Z",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59Z",
    ],
)
def test_every_moment_of_the_calendar_goes_there_and_back(written: str) -> None:
    assert times.iso(times.parse_iso(written)) == written
    assert times.iso(times.parse_iso(written[:-1] + ".999999Z")) == written
    assert times.iso(times.parse_as_of(written[:10], NOON)) == f"{written[:10]}T23:59:59Z"


def test_a_zone_that_leads_out_of_the_calendar_is_told() -> None:
    for year, hours in ((9999, -23), (1, 23)):
        edge = datetime(year, *((12, 31) if hours < 0 else (1, 1)), 12, tzinfo=UTC)
        with pytest.raises(ValueError, match="no year of the calendar"):
            times.from_datetime(edge.replace(tzinfo=timezone(timedelta(hours=hours))))


def test_clocks_are_the_readers() -> None:
    zone = timezone(timedelta(hours=2))
    assert times.clock(NOON, zone) == "Tue 14:00"
    assert times.local(NOON, zone) == "2026-11-24 14:00"
    assert times.days_between(NOON - 86400 * 3 - 5, NOON) == 3
    assert times.days_between(NOON, NOON - 5) == 0
    assert times.from_datetime(datetime(2026, 11, 24, 12)) == NOON  # noqa: DTZ001
    assert times.from_datetime(datetime(2026, 11, 24, 12, tzinfo=UTC)) == NOON


def test_a_year_begins_with_its_first_second() -> None:
    begins = times.year_begins(2026)
    assert times.iso(begins) == "2026-01-01T00:00:00Z"
    assert (times.year(begins), times.year(begins - 1)) == (2026, 2025)


def test_days_and_months_end_with_their_last_second() -> None:
    assert times.iso(times.day_ends(NOON)) == "2026-11-24T23:59:59Z"
    assert times.iso(times.month_ends(2026, 2)) == "2026-02-28T23:59:59Z"
    assert times.iso(times.month_ends(2026, 14)) == "2027-02-28T23:59:59Z"
    assert times.iso(times.month_ends(2027, 12)) == "2027-12-31T23:59:59Z"
    assert times.date(NOON) == (2026, 11, 24)


def test_as_of_a_date_is_the_end_of_that_day():
    end = times.parse_iso("2026-11-24T23:59:59")
    assert times.parse_as_of("2026-11-24", 0) == times.parse_as_of("20261124", 0) == end
    assert times.parse_as_of("2026-11-24T08:00", 0) == times.parse_iso("2026-11-24T08:00")
    assert times.parse_as_of("3d", 10**9) == 10**9 - 3 * 86400
    with pytest.raises(ValueError, match="is not a date"):
        times.parse_as_of("yesterday", 0)


def test_weeks_are_those_of_iso():
    assert times.week(times.parse_iso("2026-11-24")) == "2026-W48"
    assert times.week(times.parse_iso("2027-01-01")) == "2026-W53"
