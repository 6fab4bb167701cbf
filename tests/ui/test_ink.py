"""Text by cells: cut, padded, wrapped, never wider than asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from signalboard.text import clean
from signalboard.ui import ink

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
texts = st.text(max_size=60).map(clean)
widths = st.integers(min_value=1, max_value=40)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 8, "short"),
        ("exactly", 7, "exactly"),
        ("one too many", 11, "one too ma…"),
        ("one too many", 9, "one too…"),
        ("百度百度", 5, "百度…"),
        ("百度百度", 6, "百度…"),
        ("any", 0, ""),
    ],
)
def test_crop(text, width, shown):
    assert ink.crop(text, width) == shown


@given(texts, widths)
def test_fit_is_exactly_as_wide_as_asked(text, width):
    assert cell_len(ink.fit(text, width)) == width


@pytest.mark.parametrize(
    "text", ["a\u200db\u200dc", "a\u200d b", "\u200d", f"x{FAMILY}", "ක්\u200dර"]
)
def test_what_follows_a_joiner_takes_its_cells_and_never_its_neighbours(text):
    shown = ink.safe(text)
    assert "\u200d" not in shown
    assert ink.cell_len(text) == cell_len(shown) == sum(map(cell_len, shown))
    assert ink.fit(text, 20).rstrip() == shown.rstrip()
    assert cell_len(ink.fit(text, 20)) == 20


@given(texts, widths)
def test_crop_is_never_wider(text, width):
    assert cell_len(ink.crop(text, width)) <= width


@given(texts, texts, st.integers(min_value=2, max_value=60))
def test_spread_fills_the_line_exactly(left, end, width):
    assert ink.cells(ink.spread([(left, "")], [(end, "")], width)) == width


def test_the_left_gives_way_to_the_end():
    assert ink.spread([("a long left", "")], [("end", "")], 9) == [
        ("a lo…", ""), (" ", ""), ("end", "")
    ]  # fmt: skip


@given(texts, st.integers(min_value=2, max_value=30))
def test_wrap_keeps_every_word_within_the_width(text, width):
    lines = [text[a:b] for a, b in ink.wrap(text, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrap_measures_each_character_once(monkeypatch):
    measured = []

    def counted(text):
        measured.append(text)
        return cell_len(text)

    monkeypatch.setattr(ink, "cell_len", counted)
    text = (
        "1 Agents · 百度开放智能体 open a market of their own, e\u0301t\u0301 après — says Δ " * 9
    )
    assert len(ink.wrap(text, 40)) > 9
    assert sorted(measured) == sorted(set(text))


def test_wrap_breaks_at_spaces_and_within_long_words():
    def wrapped(text, width):
        return [text[a:b] for a, b in ink.wrap(text, width)]

    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrapped("百度开放智能体", 6) == ["百度开", "放智能", "体"]
    assert wrapped("", 6) == [""]
    assert wrapped("e\u0301e\u0301e\u0301 \u0301e", 2) == ["e\u0301e\u0301", "e\u0301", "\u0301e"]
    assert wrapped(f"a {FAMILY} b", 3) == ["a", FAMILY, "b"] or cell_len(FAMILY) == 2


def test_marked_cuts_spans_at_the_edges():
    assert ink.marked("Tencent and Stripe", [(0, 7), (12, 18)], "", "company") == [
        ("Tencent", "company"), (" and ", ""), ("Stripe", "company")
    ]  # fmt: skip
    assert ink.marked("and Str", [(0, 7), (12, 18)], "", "c", offset=8) == [
        ("and ", ""), ("Str", "c")
    ]  # fmt: skip
    assert ink.marked("plain", [(9, 12)], "", "c") == [("plain", "")]


def test_crop_line_keeps_inks():
    line = [("abc", "x"), ("defgh", "y")]
    assert ink.crop_line(line, 8) == line
    assert ink.crop_line(line, 5) == [("abc", "x"), ("d…", "y")]
    assert ink.crop_line(line, 3) == [("ab…", "x")]
    assert ink.crop_line(line, 0) == []


def test_words_of_a_border_are_no_markup():
    assert str(ink.plain("[bold]x[/] \x1b[31m")) == "[bold]x[/] [31m"
