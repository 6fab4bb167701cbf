"""Days that a text names, relative to the day it is of: a Tuesday, 24 November 2026."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard import times
from signalboard.judge.deadlines import Deadline, deadlines

AT = times.parse_iso("2026-11-24T12:00:00Z")
LIMITS = {
    "if it is powering WeChat features within six months, the hire worked": "2027-05-24",
    "by the end of 2026": "2026-12-31",
    "六个月内": "2027-05-24",
    "in the next 12 to 18 months": "2028-05-24",
    "by March": "2027-03-31",
    "by 15 March 2027": "2027-03-15",
    "until Dec. 31": "2026-12-31",
    "by 2028": "2028-12-31",
    "before 2028": "2027-12-31",
    "by year-end": "2026-12-31",
    "by the end of the year": "2026-12-31",
    "by the third quarter": "2027-09-30",
    "by next summer": "2027-08-31",
    "by the end of the decade": "2029-12-31",
    "over the next decade": "2036-11-24",
    "within 48 hours": "2026-11-26",
    "before 2027-03-15": "2027-03-14",
    "半年内": "2027-05-24",
    "十二个月内": "2027-11-24",
    "未来三年": "2029-11-24",
    "2027年底前": "2027-12-31",
    "3月15日前": "2027-03-15",
    "年内": "2026-12-31",
    "年底前": "2026-12-31",
    "今年年底": "2026-12-31",
    "2027年前": "2026-12-31",
    "月底前": "2026-11-30",
    "一年半内": "2028-05-24",
    "by the close of next quarter": "2027-03-31",
    "end of next month": "2026-12-31",
    "Within a Couple of years": "2028-11-24",
    "by early 2028": "2028-04-30",
    "by October": "2027-10-31",
    "no later than 1 December": "2026-12-01",
    "within the next year": "2027-11-24",
    "over the next year": "2027-11-24",
    "两年之内": "2028-11-24",
    "by the end of the first quarter of 2027": "2027-03-31",
    "by the fall": "2026-11-30",
    "by next fall": "2027-11-30",
    "by the spring": "2027-05-31",
    "by year-end 2027": "2027-12-31",
    "by the end of next year": "2027-12-31",
    "by the year 2030": "2030-12-31",
    "by this year": "2026-12-31",
    "before next month": "2026-11-30",
    "before March": "2027-02-28",
    "before 15 March": "2027-03-14",
    "by 2027-03-15": "2027-03-15",
    "before May 2027": "2027-04-30",
    "the end of May": "2027-05-31",
    "二十四个月内": "2028-11-24",
    "30天内": "2026-12-24",
    "两周内": "2026-12-08",
    "3月底": "2027-03-31",
    "3月前": "2027-02-28",
    "明年上半年前": "2026-12-31",
    "下周前": "2026-11-29",
    "2027年3月15日前": "2027-03-15",
    "本月底之前": "2026-11-30",
    "今年内": "2026-12-31",
}
"""Phrases that say by when."""
MENTIONS = {
    "in Q3 2027": "2027-09-30",
    "next year": "2027-12-31",
    "two years from now": "2028-11-24",
    "in two years": "2028-11-24",
    "in June 2027": "2027-06-30",
    "March 15, 2027": "2027-03-15",
    "in 2027": "2027-12-31",
    "later this year": "2026-12-31",
    "the first half of next year": "2027-06-30",
    "H1 2027": "2027-06-30",
    "in spring 2027": "2027-05-31",
    "late 2027": "2027-12-31",
    "May 2027": "2027-05-31",
    "2027-03-15": "2027-03-15",
    "明年": "2027-12-31",
    "明年第三季度": "2027-09-30",
    "下半年": "2026-12-31",
    "2027年3月": "2027-03-31",
    "2027年": "2027-12-31",
    "下个月": "2026-12-31",
    "next week": "2026-12-06",
    "next spring": "2027-05-31",
    "summer 2028": "2028-08-31",
    "later in 2027": "2027-12-31",
    "late May": "2027-05-31",
    "十年后": "2036-11-24",
    "3年之后": "2029-11-24",
    "今年第四季度": "2026-12-31",
    "2027年上半年": "2027-06-30",
    "本周": "2026-11-29",
    "后年": "2028-12-31",
    "2028年3月15日": "2028-03-15",
}
"""Phrases that say when."""
NEITHER = (
    "the biggest fall in two years",
    "in March",
    "launched in March 2025",
    "in 2026",
    "it may ship; they march on",
    "within a year",
    "within the last six months",
    "half a year ago",
    "in six months ago",
    "2027-13-45",
    "过去六个月内",
    "两年前",
    "今年",
    "第三季度",
    "by Feb 31",
    "a six-month plan",
    "in 999 years",
    "the 2028 Olympics",
    "within 99999 months",
    "by the fourth half",
    "2028",
    "过去的六个月内",
    "the third quarter",
    "in the final quarter",
    "this summer",
    "in the spring",
    "in the year",
    "this year",
    "on June 31, 2027",
    "in June 99, 2027",
    "June 2025",
    "by 2020",
    "2027-02-30",
    "it grew in May",
    "三月内",
    "20个月",
    "13月15日前",
    "2月30日前",
    "3月",
    "2027年13月",
    "2027年2月30日",
    "年前",
    "底",
    "零个月内",
    "within zero months",
    "within 0 days",
    "到底",
    "by this summer",
)
"""What has passed, is a measure, is no date, or may as well be of the past."""


@pytest.mark.parametrize(("phrase", "day"), LIMITS.items())
def test_a_limit_is_read(phrase: str, day: str) -> None:
    (found,) = deadlines(f"They said: {phrase}, it ships.", AT)
    assert (times.iso(found.at), found.is_limit) == (f"{day}T23:59:59Z", True)
    assert found.phrase in phrase


@pytest.mark.parametrize(("phrase", "day"), MENTIONS.items())
def test_a_mention_is_read(phrase: str, day: str) -> None:
    (found,) = deadlines(f"They said: {phrase}, it ships.", AT)
    assert (times.iso(found.at), found.is_limit) == (f"{day}T23:59:59Z", False)
    assert found.phrase in phrase


@pytest.mark.parametrize("phrase", NEITHER)
def test_what_is_no_deadline_is_passed_over(phrase: str) -> None:
    assert deadlines(f"They said: {phrase}, it ships.", AT) == ()


def test_limits_come_first_and_each_day_once() -> None:
    text = (
        "Perhaps in 2027, but within six months or by the end of 2026, which is to say by 31 "
        "December 2026; in early 2027 and mid-2027 again."
    )
    assert [(times.day(d.at), d.phrase) for d in deadlines(text, AT)] == [
        ("2027-05-24", "within six months"),
        ("2026-12-31", "by the end of 2026"),
        ("2027-12-31", "in 2027"),
        ("2027-04-30", "in early 2027"),
        ("2027-08-31", "mid-2027"),
    ]


def test_the_watch_of_the_mission_is_read_from_its_sentence() -> None:
    text = (
        "If it is powering WeChat features within six months, the hire worked; "
        "if it stays in research labs, it's a PR move."
    )
    (found,) = deadlines(text, times.parse_iso("2025-08-31T09:00:00Z"))
    assert found == Deadline(
        times.parse_iso("2026-02-28T23:59:59Z"), "within six months", is_limit=True
    )


@pytest.mark.parametrize(
    ("at", "phrase", "day"),
    [
        ("2026-07-15", "by next summer", "2027-08-31"),
        ("2026-07-15", "this summer", "2026-08-31"),
        ("2026-01-15", "next spring", "2026-05-31"),
        ("2026-03-31", "by March", "2026-03-31"),
        ("2026-03-01", "by March", "2026-03-31"),
        ("2026-03-20", "by March 20", "2026-03-20"),
        ("2026-12-31", "next month", "2027-01-31"),
        ("2026-12-31", "next quarter", "2027-03-31"),
        ("2026-11-29", "next week", "2026-12-06"),
        ("2026-05-02", "by the third quarter", "2026-09-30"),
    ],
)
def test_what_is_near_is_near_the_day_of_the_text(at: str, phrase: str, day: str) -> None:
    found = deadlines(phrase, times.parse_iso(at))
    assert [times.day(d.at) for d in found] == ([day] if day > at else [])


def test_texts_at_the_end_of_the_calendar_name_no_days() -> None:
    assert deadlines("within six months", times.parse_iso("9999-12-01")) == ()


def test_a_long_text_is_read_as_far_as_anybody_would() -> None:
    assert deadlines("x " * 5000 + "within six months", AT) == ()


@given(st.text(max_size=300), st.integers(0, 250_000_000_000))
def test_whatever_is_written_is_read_without_an_error(text: str, at: int) -> None:
    for found in deadlines(f"in {text} by", at):
        assert found.at > times.day_ends(at)


WORDS = (
    "by before the end of in within 12 31 0 99 a six months year years next this quarter first "
    "half Q3 H2 2027 2028 March Feb. spring late early mid- year-end 2027-03-15 "
    "年 月 日 内 前 底 明年 十 二 个月 季度 上半年 下个月 未来"
)
SOME = st.lists(st.sampled_from(WORDS.split()), max_size=14)


@given(SOME, st.sampled_from(["", " "]))
def test_however_the_words_are_put_together(words: list[str], between: str) -> None:
    for found in deadlines(between.join(words), AT):
        assert found.at > times.day_ends(AT)
