"""Days that a text names for what is to come: "within six months", "by the end of 2026".

Pure. What is found is offered to a person, who may take another. So a phrase that may speak
of the past is passed over, and one that names a stretch of time means its last day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from signalboard import times

FARTHEST = 1200
"""Months: what lies farther off is no deadline."""
_LAST_YEAR = 9000
"""Of texts that are read: the calendar ends soon after."""
_READ = 10_000
"""Characters of a text that are read."""


class Deadline(NamedTuple):
    """A day that a phrase names."""

    at: int
    """Its last second, in UTC."""
    phrase: str
    is_limit: bool
    """Whether it says by when, not only when."""


Match = re.Match[str]
Stretch = tuple[int, int]
"""The first and the last day of a stretch of time, as moments within them."""

_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
           "eighteen", "nineteen", "twenty")  # fmt: skip
_NUMBERS: dict[str, float] = {
    **{word: number for number, word in enumerate(_COUNTS, start=1)},
    "a": 1, "an": 1, "a couple of": 2, "half a": 0.5, "thirty": 30, "sixty": 60, "ninety": 90,
    "半": 0.5, "两": 2,
}  # fmt: skip
_HOURS = {"hour": 1, "小时": 1, "day": 24, "天": 24, "日": 24,
          "week": 168, "周": 168, "星期": 168, "个星期": 168}  # fmt: skip
_IN_MONTHS = {"month": 1, "个月": 1, "quarter": 3, "季度": 3, "个季度": 3,
              "year": 12, "年": 12, "年半": 12, "decade": 120}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "1": 1, "2": 2, "3": 3,
             "4": 4, "一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}  # fmt: skip
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9}
"""Their first months, in the north."""

# -- English ------------------------------------------------------------------

_MONTH = (
    r"(?-i:(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?))"
)
_YEAR = r"(?P<year>20\d\d)"
_OF_YEAR = rf"(?:,? (?:of )?(?:{_YEAR}|(?P<which>the|this|next) year))?"
_COUNT = r"\d{1,3}|a couple of|half a|an?|thirty|sixty|ninety|" + "|".join(reversed(_COUNTS))
_SPAN = (
    rf"(?:(?:{_COUNT})(?: to |-to-| or |[-–]))?(?:(?P<count>{_COUNT})[ -])?"
    r"(?P<unit>hour|day|week|month|quarter|year|decade)s?\b(?! ago\b)"
)
_LEAD = (
    r"(?:\b(?P<limit>by|before|until|till|no later than|not later than|through|ahead of)"
    r"(?: the)? )?"
    r"(?:\b(?P<end>(?:the )?(?:end|close) of|later|late|(?:in|for|during|on)(?: the)?)"
    r"(?: the)? )?\b"
)
_PASSED = re.compile(
    r"\b(?:\w+est|most|least|first|only|last|past|previous|record|once|twice|again|times?|since)"
    r"\b[^.;:!?]{0,30}$",
    re.IGNORECASE,
)
"""What before "in two years" tells that they have passed: "the biggest fall in two years"."""


def deadlines(text: str, at: int) -> tuple[Deadline, ...]:
    """The days that a text of that moment names and that come after it, each once.

    Those that set a limit come first, the others after them, as they stand in the text.
    """
    if times.year(at) >= _LAST_YEAR:
        return ()
    text = text[:_READ]
    kept: list[tuple[Match, Deadline]] = []
    # Of phrases within one another ("2026" in "the end of 2026") the longest counts.
    for match, found in sorted(_found(text, at), key=lambda each: -len(each[0][0])):
        begins, ends = match.span()
        if all(ends <= other.start() or other.end() <= begins for other, _ in kept):
            kept.append((match, found))
    kept.sort(key=lambda each: (not each[1].is_limit, each[0].start()))
    once: dict[int, Deadline] = {}
    for _, found in kept:
        once.setdefault(found.at, found)
    return tuple(once.values())


def _found(text: str, at: int) -> Iterator[tuple[Match, Deadline]]:
    for pattern, read in _PHRASES:
        for match in pattern.finditer(text):
            if (said := read(match, at)) is not None:
                moment, is_limit = times.day_ends(said[0]), said[1]
                if moment > times.day_ends(at):
                    yield match, Deadline(moment, match[0].strip(" 的，,"), is_limit)


Said = tuple[int, bool]
"""A moment of the day meant, and whether it is a limit."""


def _span(match: Match, at: int) -> Said | None:
    """ "within six months", "in the next 12 to 18 months", "two years from now"."""
    limit = bool(match["limit"] or match["next"])
    if not match["count"] and not match["next"]:
        return None
    before = match.string[max(0, match.start() - 60) : match.start()]
    if not limit and not match["from"] and _PASSED.search(before):
        return None
    moment = _later((match["count"] or "a").lower(), match["unit"].lower(), at)
    return None if moment is None else (moment, limit)


def _later(written: str, unit: str, at: int) -> int | None:
    count = _NUMBERS.get(written) or _number(written)
    if hours := _HOURS.get(unit):
        return at + int(count * hours * times.HOUR)
    months = count * _IN_MONTHS[unit] + (6 if unit == "年半" else 0)
    return None if not 1 <= months <= FARTHEST else times.add_months(at, int(months))


def _number(written: str) -> int:
    """A number in digits, or in Chinese up to 99."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    digits = "零一二三四五六七八九"
    value = digits.find(ones) if ones else 0
    return value + 10 * (digits.find(tens) if tens else 1) if ten else value


def _whole(match: Match, stretch: Stretch) -> Said:
    """The last day of a stretch, or the one before it begins where that is said."""
    first, last = stretch
    end = (match["end"] or "").lower()
    if (match["limit"] or "").lower() in ("before", "ahead of") and "of" not in end:
        return first - times.DAY, True
    return last, bool(match["limit"] or "of" in end)


def _in_year(match: Match, at: int) -> Said | None:
    """ "by 2028", "the end of 2026", "in 2027"."""
    year = int(match["year"])
    if not match["limit"] and (not match["end"] or (_is_in(match) and year == times.year(at))):
        return None
    return _whole(match, _months(year, 1, 12))


def _in_month(match: Match, at: int) -> Said | None:
    """ "by March", "in June 2027", "by 15 March 2027", "until Dec. 31"."""
    month = 1 + _MONTHS.index(match["month"][:3].lower())
    day = match["day"] or match["after"]
    now, here, today = times.date(at)
    year = int(match["year"]) if match["year"] else now
    if not match["year"]:
        if not match["limit"] and (not match["end"] or _is_in(match)):
            return None  # "in March": the last one or the next
        year += (month, int(day or 31)) < (here, today)
    first, last = _months(year, month)
    if day:
        first = last = first + (int(day) - 1) * times.DAY
        if not 1 <= int(day) <= 31 or times.date(first)[1] != month:
            return None
        if (match["limit"] or "").lower() not in ("before", "ahead of"):
            return last, bool(match["limit"])
    return _whole(match, (first, last))


def _in_part(match: Match, at: int) -> Said | None:
    """ "in Q3 2027", "the first half of next year", "by the third quarter"."""
    number = _ORDINALS[(match["q"] or match["ordinal"] or match["h"]).lower()]
    size = 3 if match["q"] or (match["part"] or "").lower() == "quarter" else 6
    year = _year(match, at)
    if year is None:
        if not match["limit"]:
            return None
        now, here, _ = times.date(at)
        year = now + (here > number * size)
    if number * size > 12:
        return None
    return _whole(match, _months(year, 1 + (number - 1) * size, size))


def _in_season(match: Match, at: int) -> Said | None:
    """ "by next summer", "in spring 2027"."""
    year, month = _year(match, at), _SEASONS[match["season"].lower()]
    if year is None:
        if not match["limit"] and not match["near"]:
            return None
        now, here, _ = times.date(at)
        near = (match["near"] or "").lower()
        begun, passed = here >= month, here > month + 2
        year = now + (begun if near == "next" else passed and near != "this")
    return _whole(match, _months(year, month, 3))


def _in_third(match: Match, _: int) -> Said:
    """ "early 2027", "mid-2027", "late 2027"."""
    last = {"early": 4, "mid": 8, "late": 12}[match["third"].lower()]
    return _whole(match, _months(int(match["year"]), last - 3, 4))


def _near(match: Match, at: int) -> Said | None:
    """ "next year", "by the end of the quarter", "later this month"."""
    which, has_end = (match["near"] or "the").lower(), match["end"] and not _is_in(match)
    if (which == "the" and not has_end) or (which == "this" and not (has_end or match["limit"])):
        return None
    return _whole(match, _this(match["unit"].lower(), at, which not in ("the", "this")))


def _this(unit: str, at: int, is_next: bool) -> Stretch:
    """The week, month, quarter, year or decade of a moment, or the one after it."""
    year, month, _ = times.date(at)
    if unit == "week":
        monday = times.midnight(at) - (times.midnight(at) // times.DAY + 3) % 7 * times.DAY
        monday += 7 * times.DAY * is_next
        return monday, monday + 6 * times.DAY
    size = _IN_MONTHS[unit]
    begins = (year * 12 + month - 1) // size * size + size * is_next
    return _months(begins // 12, begins % 12 + 1, size)


def _year_end(match: Match, at: int) -> Said:
    """ "by year-end"."""
    return _whole(match, _months(_year(match, at) or times.year(at), 1, 12))


def _iso(match: Match, _: int) -> Said | None:
    """ "2027-03-15"."""
    try:
        day = times.parse_iso(match["iso"])
    except ValueError:
        return None
    return _whole(match, (day, day)) if match["limit"] == "before" else (day, bool(match["limit"]))


def _year(match: Match, at: int) -> int | None:
    """The year that a part of it names, or None."""
    if match["year"]:
        return int(match["year"])
    return times.year(at) + (match["which"].lower() == "next") if match["which"] else None


def _is_in(match: Match) -> bool:
    return (match["end"] or "").lower().startswith(("in", "for", "during", "on"))


def _months(year: int, month: int, count: int = 1) -> Stretch:
    return times.month_ends(year, month - 1) + 1, times.month_ends(year, month + count - 1)


# -- Chinese ------------------------------------------------------------------


def _chinese_span(match: Match, at: int) -> Said | None:
    """ "六个月内", "未来三年", "半年内"."""
    if not match["next"] and not match["within"]:
        return None
    moment = _later(match["count"], match["unit"], at)
    return None if moment is None else (moment, (match["within"] or "内").endswith("内"))


def _chinese_date(match: Match, at: int) -> Said | None:
    """ "2027年底前", "明年", "明年第三季度", "3月15日前", "年内", "下半年"."""
    stretch = _chinese_stretch(match, at)
    if stretch is None:
        return None
    first, last = stretch
    is_before = bool(match["before"])
    if match["day"]:
        return last, is_before
    is_end = bool(match["close"]) or (match["part"] or " ")[-1] in "底末内"
    if is_before and not is_end:
        return first - times.DAY, True
    return last, is_before or is_end


def _chinese_stretch(match: Match, at: int) -> Stretch | None:
    """The year, or what of it is named; None where that is too little to be a date."""
    named, part = match["named"], match["part"] or ""
    has_year, now = bool(match["year"] or named), times.year(at)
    year = int(match["year"]) if match["year"] else now + ("今明后".find(named[0]) if named else 0)
    if match["month"]:
        return _chinese_month(match, year, at, has_year=has_year)
    if "季" in part:
        return _months(year, 3 * _ORDINALS[part.strip("第季度")] - 2, 3)
    if "半年" in part:
        return _months(year, 1 if part[0] == "上" else 7, 6)
    if len(part) > 1 or (has_year and (part or year != now)):
        return _months(year, 1, 12)
    return None


def _chinese_month(match: Match, year: int, at: int, *, has_year: bool) -> Stretch | None:
    """A month or a day of it; without a year the next there is, where something is due by it."""
    month, day = int(match["month"]), match["day"]
    if not 1 <= month <= 12:
        return None
    if not has_year:
        if not match["before"] and not match["close"]:
            return None
        year += (month, int(day or 31)) < times.date(at)[1:]
    first, last = _months(year, month)
    if day:
        first = last = first + (int(day) - 1) * times.DAY
        if times.date(last)[1] != month:
            return None
    return first, last


_CHINESE_NEAR = {
    "月底": ("month", False),
    "本月底": ("month", False),
    "下个月": ("month", True),
    "下月": ("month", True),
    "下季度": ("quarter", True),
    "下个季度": ("quarter", True),
    "本周": ("week", False),
    "下周": ("week", True),
}


def _chinese_near(match: Match, at: int) -> Said:
    """ "下个月", "月底前"."""
    unit, is_next = _CHINESE_NEAR[match["near"]]
    first, last = _this(unit, at, is_next)
    if match["before"] and not match["near"].endswith("底"):
        return first - times.DAY, True
    return last, match["near"].endswith("底") or bool(match["before"])


# -- all ----------------------------------------------------------------------


def _english(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PHRASES: tuple[tuple[re.Pattern[str], Callable[[Match, int], Said | None]], ...] = (
    (_english(r"\b(?:(?P<limit>within|inside|in less than|in under)|in|over|during)"
              r"(?: (?:the|its|their|a))?(?P<next> next| coming| following)?(?P<from>) " + _SPAN),
     _span),
    (_english(rf"\b(?P<limit>)(?P<next>){_SPAN} (?P<from>from (?:now|today))"), _span),
    (_english(rf"{_LEAD}(?:the year )?{_YEAR}\b(?!-)"), _in_year),
    (_english(rf"{_LEAD}(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?{_MONTH}"
              rf"(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,? {_YEAR})?\b"), _in_month),
    (_english(rf"{_LEAD}(?:Q(?P<q>[1-4])|H(?P<h>[12])"
              rf"|(?P<ordinal>first|second|third|fourth|final) (?P<part>quarter|half))"
              rf"{_OF_YEAR}\b"), _in_part),
    (_english(rf"{_LEAD}(?:(?P<near>this|next|the coming) )?"
              rf"(?P<season>spring|summer|fall|autumn){_OF_YEAR}\b"), _in_season),
    (_english(rf"{_LEAD}(?P<third>early|mid|late)[ -](?:in )?{_YEAR}\b"), _in_third),
    (_english(rf"{_LEAD}(?:(?P<near>this|next|(?:the )?coming|the) )?"
              r"(?P<unit>week|month|quarter|year|decade)\b(?!-)"), _near),
    (_english(rf"{_LEAD}year[- ]end{_OF_YEAR}\b"), _year_end),
    (_english(rf"{_LEAD}(?P<iso>20\d\d-\d\d-\d\d)\b"), _iso),
    (re.compile(r"(?<![\d一二两三四五六七八九十近前过了第去])(?<!去的)(?P<next>未来|今后|接下来)?(?:的)?"
                r"(?P<count>半|\d{1,3}|[一二两三四五六七八九十]{1,3})"
                r"(?P<unit>小时|天|日|周|个?星期|个月|个?季度|年半?)(?P<within>之内|以内|内|之?后)?"),
     _chinese_span),
    (re.compile(r"(?:(?P<year>20\d\d)年|(?P<named>[今明后]年))?(?:的)?"
                r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?"
                r"|(?P<part>第?[一二三四1-4]季度|[上下]半年|年[底末内]|[底末内]))?"
                r"(?P<close>底|末)?(?P<before>之前|以前|前)?"), _chinese_date),
    (re.compile(r"(?P<near>本?月底|下个?月|下个?季度|[下本]周)(?P<before>之前|以前|前)?"),
     _chinese_near),
)  # fmt: skip
