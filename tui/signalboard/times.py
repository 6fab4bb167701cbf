"""Moments: the one place with calendars and time zones. Pure; the time now comes in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

MINUTE, HOUR, DAY = 60, 3600, 86400
_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_FIRST = int(datetime.min.replace(tzinfo=UTC).timestamp())
_LAST = int(datetime.max.replace(microsecond=0, tzinfo=UTC).timestamp())
"""What the calendar has: the years 1 to 9999."""
_SPAN = re.compile(r"(\d{1,4})\s*([hdwmy])")


def iso(moment: int) -> str:
    """A moment as ``2026-11-24T03:31:54Z``."""
    return f"{datetime.fromtimestamp(moment, UTC).isoformat()[:19]}Z"


def day(moment: int) -> str:
    """The day of a moment in UTC, as ``2026-11-24``."""
    return iso(moment)[:10]


def parse_iso(written: str) -> int:
    """The moment of an ISO 8601 date or date and time; without a zone it is UTC.

    Raises ValueError when it is neither, or outside the calendar: of the year 10000 in UTC.
    """
    return from_datetime(datetime.fromisoformat(written.strip()))


def parse_since(written: str, now: int) -> int:
    """A date (``2026-01-31``) or a span back from now (``36h``, ``3d``, ``2w``, ``6m``, ``1y``).

    Raises ValueError with a sentence for people.
    """
    try:
        if found := _SPAN.fullmatch(written.strip().lower()):
            count, unit = int(found[1]), found[2]
            if unit in "my":
                return add_months(now, -count * (12 if unit == "y" else 1))
            return now - count * {"h": HOUR, "d": DAY, "w": 7 * DAY}[unit]
        return parse_iso(written)
    except ValueError:  # also of a span that leads back before the year 1
        raise ValueError(
            f"{written!r} is not a date: write it like 2026-01-31, or a span like 3d, 2w or 6m"
        ) from None


def parse_as_of(written: str, now: int) -> int:
    """As ``parse_since``; a date alone means the last second of that day.

    Raises ValueError with a sentence for people.
    """
    moment = parse_since(written, now)
    return moment + DAY - 1 if _DAY.fullmatch(written.strip()) else moment


def add_months(moment: int, months: int) -> int:
    """The same day and time so many calendar months later, clamped to the month's end."""
    import calendar  # loads locales, which most commands do without

    read = datetime.fromtimestamp(moment, UTC)
    index = read.year * 12 + read.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return int(read.replace(year=year, month=month + 1, day=min(read.day, last)).timestamp())


def week(moment: int) -> str:
    """The ISO week of a moment in UTC, as ``2026-W48``."""
    return datetime.fromtimestamp(moment, UTC).strftime("%G-W%V")


def year(moment: int) -> int:
    """The year of a moment, in UTC."""
    return datetime.fromtimestamp(moment, UTC).year


def year_begins(year: int) -> int:
    """The first moment of a year, in UTC."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def age(moment: int, now: int) -> str:
    """How long ago, in at most three characters: ``now``, ``9m``, ``22h``, ``3d``, ``2y``."""
    past = now - moment
    if past < MINUTE:
        return "now"
    if past < HOUR:
        return f"{past // MINUTE}m"
    if past < DAY:
        return f"{past // HOUR}h"
    if past < 60 * DAY:
        days = past // DAY
        return f"{days}d"
    if past < 365 * DAY:
        return f"{past // (7 * DAY)}w"
    return f"{past // (365 * DAY)}y"


def ago(moment: int, now: int) -> str:
    """How long ago, as one says it: ``just now``, ``9m ago``."""
    told = age(moment, now)
    return "just now" if told == "now" else f"{told} ago"


def until(moment: int, now: int) -> str:
    """How soon, as one says it: ``at once``, ``in 43 min``, ``in 5 h``, ``in 3 days``."""
    left = moment - now
    if left <= 0:
        return "at once"
    if left <= HOUR:
        return f"in {-(-left // MINUTE)} min"
    if left < 2 * DAY:
        return f"in {(left + HOUR // 2) // HOUR} h"
    return f"in {(left + DAY // 2) // DAY} days"


def days_between(earlier: int, later: int) -> int:
    """Whole days from one moment to another; never negative."""
    return max(0, (later - earlier) // DAY)


def clock(now: int, zone: tzinfo | None = None) -> str:
    """Weekday and time of day where the reader is, as ``Mon 14:32``."""
    return datetime.fromtimestamp(now, UTC).astimezone(zone).strftime("%a %H:%M")


def local(moment: int, zone: tzinfo | None = None) -> str:
    """Date and time where the reader is, as ``2026-11-24 14:32``."""
    return datetime.fromtimestamp(moment, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def midnight(now: int) -> int:
    """The start of the day of a moment, in UTC."""
    return now - now % DAY


def from_datetime(read: datetime) -> int:
    """The moment of a datetime; without a zone it is UTC.

    Raises ValueError where its zone takes it out of the calendar, the years 1 to 9999.
    """
    if read.tzinfo is None:
        read = read.replace(tzinfo=UTC)
    moment = int(read.replace(microsecond=0).timestamp())
    if not _FIRST <= moment <= _LAST:
        raise ValueError(f"{read} is in no year of the calendar")
    return moment


def day_ends(moment: int) -> int:
    """The last second of the day of a moment, in UTC."""
    return midnight(moment) + DAY - 1


def month_ends(year: int, month: int) -> int:
    """The last second of a month; 13 and more are of the years after."""
    later, index = divmod(month - 1, 12)
    return add_months(year_begins(year + later), index + 1) - 1


def date(moment: int) -> tuple[int, int, int]:
    """Year, month and day of a moment, in UTC."""
    read = datetime.fromtimestamp(moment, UTC)
    return read.year, read.month, read.day
