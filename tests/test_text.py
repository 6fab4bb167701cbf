"""The door for foreign text."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard.text import (
    LONGEST,
    MOST_MARKS,
    cells,
    clean,
    clean_lines,
    clean_paragraphs,
    counted,
    excerpt,
    is_clean,
    printable,
    sized,
    slug,
    wrapped,
)

FORBIDDEN = {
    *range(0x20),
    *range(0x7F, 0xA0),
    0x61C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),
    *range(0xE0000, 0xE0080),
}


@pytest.mark.parametrize(
    ("foreign", "cleaned"),
    [
        ("plain headline", "plain headline"),
        ("", ""),
        ("  two  spaces\tand\na line ", "two spaces and a line"),
        ("A\x1b]52;c;cHduZWQ=\x1b\\B", "A]52;c;cHduZWQ=\\B"),
        ("A\x1b[31mred", "A[31mred"),
        ("A\x9b31mB\x9d\x9c", "A31mB"),
        ("\x00\x07\x0e\x0f\x7fX", "X"),
        ("left\u202eright\u2066", "leftright"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("line\u2028and\u2029paragraph\x85next", "line and paragraph next"),
        ("nb\u00a0space and\u3000wide", "nb space and wide"),
        ("e\u0301", "é"),
        ("\ud800lone", "lone"),
        ("tag\U000e0041s\ufff9", "tags"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("a\u200d\u200d\u200c\u200db", "a\u200db"),
        ("百度 opens", "百度 opens"),
        ("[@click=app.quit]x[/] [INFO]", "[@click=app.quit]x[/] [INFO]"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_clean_lets_through_what_can_be_read(foreign: str, cleaned: str) -> None:
    assert clean(foreign) == cleaned


@settings(max_examples=1000)
@given(st.text(st.characters(exclude_categories=())))
def test_clean_is_idempotent_and_leaves_nothing_a_terminal_obeys(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert is_clean(once)
    assert not FORBIDDEN & set(map(ord, once))
    assert len(once) <= LONGEST
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip() and "  " not in once


@given(st.text(st.characters(exclude_categories=()), min_size=990, max_size=1100))
def test_long_text_is_cut_once_and_for_all(text: str) -> None:
    assert clean(clean(text, 50), 50) == clean(text, 50)
    assert len(clean(text, 50)) <= 50


def test_marks_look_to_the_first_glance_as_no_letter_digit_or_space_does() -> None:
    signs = map(chr, range(sys.maxunicode + 1))
    marks = "".join(sign for sign in signs if unicodedata.category(sign) in {"Mn", "Me"})
    assert len(marks) > 1500
    assert re.search(r"[\w\s]", marks) is None


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("plain", "plain"),
        ("two\n\tlines\r\n", "two\n\tlines\r\n"),
        ("\r", "\r"),
        ("over\rwritten", "over written"),
        ("A\x1b]52;c;eA==\x07 \x9b31m\u202e \x85\u2028\ud800\ufeff", "A]52;c;eA== 31m   "),
    ],
)
def test_what_is_printed_has_line_ends_and_nothing_else_that_acts(said: str, printed: str) -> None:
    assert printable(said) == printed


def test_a_pile_of_marks_is_thinned() -> None:
    piled = "q" + "\u0323" * 40 + "x" + "\u0323" * 3
    kept = clean(piled)
    assert kept.count("\u0323") == MOST_MARKS + 3
    assert clean(kept) == kept


def test_text_of_any_length_ends_with_an_ellipsis_where_it_was_cut() -> None:
    assert clean("x" * (LONGEST + 1)) == "x" * (LONGEST - 1) + "…"
    assert clean("x" * LONGEST) == "x" * LONGEST


def test_paragraphs_keep_their_lines_and_one_empty_line_between() -> None:
    foreign = "\r\nfirst\x1b[2J  line\r\nsecond\n\n\n\nthird\u2028fourth\n"
    assert clean_paragraphs(foreign, 1000) == "first[2J line\nsecond\n\nthird\nfourth"
    assert clean_paragraphs("one\ntwo\nthree", 8) == "one\ntwo…"
    assert clean_paragraphs("", 10) == ""


@given(st.text(st.characters(exclude_categories=())))
def test_paragraphs_are_safe_and_stable(text: str) -> None:
    once = clean_paragraphs(text, 200)
    assert clean_paragraphs(once, 200) == once
    assert not (FORBIDDEN - {0x0A}) & set(map(ord, once))
    assert len(once) <= 200


def test_an_excerpt_is_cut_between_words() -> None:
    assert excerpt("short", 20) == "short"
    assert excerpt("one two three four five six", 20) == "one two three four…"
    assert excerpt("x" * 40, 20) == "x" * 19 + "…"
    assert excerpt("a\nb", 20) == "a b"


def test_a_slug_is_safe_in_a_file_name() -> None:
    assert slug("Web4 at velocity!") == "web4-at-velocity"
    assert slug("Élan / vital") == "elan-vital"
    assert slug("百度") == "unnamed"
    assert slug("x" * 100) == "x" * 60


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, ("story",), "1 story"),
        (0, ("story",), "0 stories"),
        (2_000, ("entry",), "2,000 entries"),
        (2, ("day",), "2 days"),
        (3, ("feed",), "3 feeds"),
        (2, ("watch",), "2 watches"),
        (2, ("address",), "2 addresses"),
        (1, ("thesis", "theses"), "1 thesis"),
        (2, ("thesis", "theses"), "2 theses"),
    ],
)
def test_a_number_has_its_noun(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_951, "1.0 MB"),
        (1_340_000_000, "1.3 GB"),
        (2_500_000_000_000, "2,500.0 GB"),
    ],
)
def test_a_size_is_told_for_people(size: int, told: str) -> None:
    assert sized(size) == told


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("averylongword is", 4, ["averylongword", "is"]),
        ("漢字 漢字", 9, ["漢字 漢字"]),
        ("漢字 漢字", 8, ["漢字", "漢字"]),
    ],
)
def test_words_are_wrapped_by_columns(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_chinese_is_broken_where_it_may_be() -> None:
    said = "百度向两个城市的商家开放文心智能体，https://a.example/very-long-address"
    lines = wrapped(f"see {said}", 20, breaks_wide=True)
    assert lines == [
        "see 百度向两个城市的",
        "商家开放文心智能体，",
        "https://a.example/very-long-address",
    ]
    assert wrapped(said, 20) == [said]
    assert wrapped("word 漢字", 6, breaks_wide=True) == ["word", "漢字"]


@given(st.text(max_size=200), st.integers(1, 40))
def test_wrapped_lines_joined_are_the_text_again(text: str, width: int) -> None:
    cleaned = clean(text)
    assert " ".join(wrapped(cleaned, width)) == cleaned
    assert "".join("".join(wrapped(cleaned, width, breaks_wide=True)).split()) == "".join(
        cleaned.split()
    )
    for line in wrapped(cleaned, width):
        assert cells(line) <= width or " " not in line


def test_columns() -> None:
    assert [cells(text) for text in ("abc", "漢a", "e\u0301", "ＡＢ", "")] == [3, 3, 1, 4, 0]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("a\r\n  b\x1b[2J  c \n\n#   d\u202e", "a\n  b[2J  c\n\n#   d"),
        ("tab\tbed\x85next\u2028last", "tab bed\nnext\nlast"),
    ],
)
def test_lines_that_are_written_on_stay_laid_out(text: str, cleaned: str) -> None:
    assert clean_lines(text) == cleaned


@given(st.text(max_size=200))
def test_no_line_that_is_written_on_has_what_a_terminal_obeys(text: str) -> None:
    cleaned = clean_lines(text)
    assert clean_lines(cleaned) == cleaned
    assert not {ord(c) for c in cleaned.replace("\n", "")} & FORBIDDEN
    assert clean_lines("a" * 30, 20) == "a" * 20
