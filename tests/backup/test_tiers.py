"""Which of many backups are kept: whatever the clock did, and whatever is good."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from signalboard import times
from signalboard.backup.values import Held, doomed, held, name
from tests.values import NOW


def daily(number: int, day: str, why: str = "daily") -> Held:
    return Held(number, day, why, Path(name(number, day, why)))  # type: ignore[arg-type]


def kept(backups: list[Held]) -> list[Held]:
    gone = doomed(backups)
    return [each for each in backups if each not in gone]


def test_of_two_years_of_days_twelve_ten_and_nine_are_kept() -> None:
    backups: list[Held] = []
    for number in range(730):
        backups.append(daily(number + 1, times.day(NOW + number * times.DAY)))
        for each in doomed(backups):
            backups.remove(each)
        assert len(backups) <= 31
    days = [each.day for each in backups]
    last = NOW + 729 * times.DAY
    assert days[-12:] == [times.day(last - back * times.DAY) for back in range(11, -1, -1)]
    weeks = {times.week(times.parse_iso(day)) for day in days}
    assert {times.week(last - back * 7 * times.DAY) for back in range(10)} <= weeks
    months = {day[:7] for day in days}
    assert {times.day(times.add_months(last, -back))[:7] for back in range(9)} <= months
    assert days[0][:7] == times.day(times.add_months(last, -8))[:7]


def test_thinned_out_at_once_is_as_day_by_day() -> None:
    backups = [daily(n + 1, times.day(NOW + n * times.DAY)) for n in range(400)]
    stays = kept(backups)
    assert 12 < len(stays) <= 31 and doomed(stays) == []


def test_a_clock_set_forward_and_back_takes_none_away_that_would_have_stayed() -> None:
    backups = [daily(n + 1, times.day(NOW + n * times.DAY)) for n in range(12)]
    backups.append(daily(13, times.day(NOW + 400 * times.DAY)))  # a year ahead, for a day
    backups += [daily(n + 2, times.day(NOW + n * times.DAY)) for n in range(12, 15)]
    stays = kept(backups)
    assert backups[-1] in stays and backups[12] in stays
    assert len([each for each in stays if each.day < "2027"]) == 11


def test_those_asked_for_stay_and_those_before_a_restore_are_five() -> None:
    backups = [daily(n + 1, "2026-11-24", "asked") for n in range(20)]
    backups += [daily(n + 21, "2026-11-24", "restore") for n in range(8)]
    backups += [daily(n + 31, "2026-11-24", "migration") for n in range(7)]
    assert [each.number for each in doomed(backups)] == [21, 22, 23, 31, 32]


@given(
    st.lists(
        st.tuples(
            st.dates().map(lambda day: day.isoformat()),
            st.sampled_from(["daily", "asked", "migration", "restore"]),
        ),
        max_size=60,
    )
)
def test_the_newest_is_never_taken_away_whatever_the_days(days: list[tuple[str, str]]) -> None:
    backups = [daily(n + 1, day, why) for n, (day, why) in enumerate(days)]
    gone = doomed(backups)
    if backups:
        assert backups[-1] not in gone
    assert len([each for each in backups if each.is_daily and each not in gone]) <= 31


def test_names_are_read_back_and_others_are_no_backups() -> None:
    one = daily(17, "2026-11-24")
    assert held(one.path) == one
    for other in ("notes.json", "signalboard-17-2026-11-24-daily.zip", "signalboard-0017.zip"):
        assert held(Path(other)) is None
    assert doomed([daily(1, "2026-99-99"), daily(2, "2026-11-24")]) == []
