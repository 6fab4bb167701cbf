"""Any text, anywhere a log sets text: rendered, it is exactly itself, and nothing but text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from signalboard import text
from signalboard.export.literal import escape, escape_all
from tests.export.reading import text as told
from tests.export.test_export_hostile import HOSTILE, many

PLAIN = MarkdownIt("commonmark")
GFM = MarkdownIt("gfm-like").use(footnote_plugin).use(tasklists_plugin)
MORE = (
    MarkdownIt("gfm-like")
    .use(footnote_plugin)
    .use(tasklists_plugin)
    .use(deflist_plugin)
    .use(front_matter_plugin)
    .use(dollarmath_plugin, allow_space=False, allow_digits=False)
)
"""What the sites and programs know that people read Markdown with."""

LINES = ["# {}", "### {}", "> **{}**", ">", "> {}", "> {} [1], {}: 2 outlets ({}).", "> Date. {}.",
         "", "Why: {}", "", 'Judged as "{}".', "", "{}", "{}", "", "- **{}** [+1/-0]", "- {}",
         "  - Hit if: {}", "", "1. {}, “{}”, 2026-11-24", "   <https://news.example/1>", "",
         "{}"]  # fmt: skip
"""Every place where a log sets text, and a few more: beside other texts, alone on a line."""
KINDS = {"inline", "text", "softbreak", "strong_open", "strong_close", "link_open", "link_close",
         "heading_open", "heading_close", "paragraph_open", "paragraph_close", "blockquote_open",
         "blockquote_close", "bullet_list_open", "bullet_list_close", "ordered_list_open",
         "ordered_list_close", "list_item_open", "list_item_close"}  # fmt: skip
"""The elements those lines have of their own."""

_ONES = st.sampled_from(
    [*"\\`*_~[](){}<>#+-=|!&/.:@$^%;\"'0123aZé漢 ", "www.", "://", "[x] ", "a.io", "$$"]
)
CLOSE = st.lists(_ONES, max_size=9).map("".join)
"""Texts in which signs stand close together, as they do where they act."""
TEXTS = st.lists((HOSTILE | CLOSE).map(text.clean).filter(bool), min_size=2, max_size=4)


def laid_out(texts: list[str]) -> list[str]:
    """The lines, with texts in their places in turn."""
    at, filled = 0, []
    for line in LINES:
        count = line.count("{}")
        filled.append(line.format(*(texts[(at + n) % len(texts)] for n in range(count))))
        at += count
    return filled


def shape(reader: MarkdownIt, texts: list[str]) -> tuple[list[str], list[str]]:
    """The types of all tokens, and the text of each paragraph and heading."""
    kinds, shown = [], []
    for token in reader.parse("\n".join(laid_out(texts))):
        kinds.append(token.type)
        if token.type == "inline":
            children = token.children or []
            kinds += [child.type for child in children if child.type != "text"]
            shown.append(told(children))
    return kinds, shown


@many
@given(TEXTS)
@example(["[a]", "(javascript:1)"])
@example(["[^1]: a", "[^1]"])
@example(["a | b", "--- | ---"])
@example(["$a-$b", "US$"])
@example(["***", "# #"])
def test_any_text_reads_as_itself_and_is_no_element(texts: list[str]) -> None:
    stand_ins = [f"zq{number}zq" for number in range(len(texts))]
    kinds, shown = shape(PLAIN, stand_ins)
    assert set(kinds) <= KINDS
    put = dict(zip(stand_ins, texts, strict=True))
    expected = [re.sub("zq[0-9]zq", lambda found: put[found[0]], line) for line in shown]
    for reader in (PLAIN, GFM, MORE):
        assert shape(reader, [escape(each) for each in texts]) == (kinds, expected)


@pytest.mark.parametrize(
    "title",
    [
        "It's “here”: OpenAI's agents, (finally) — 50% off & more!",
        "Q&A: why AT&T says no; 3 < 4 > 2",
        "[Update] Court sides with shop",
        "What snake_case_names cost: $5bn, not $6bn",
        "C# 14 = fast + small",
        "v3.5 of U.S. rules, e.g. 1.2.3",
        "Reuters/Ipsos: 22% and/or more | The Wire",
        "#1 phone; -5 degrees, +3 %; 2026 in review",
        "a * b ~ c",
        "新闻：百度（Baidu）发布",
    ],
)
def test_what_acts_as_nothing_is_left_as_it_is(title: str) -> None:
    assert escape(title) == title


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
        ("![x](http://a.example)", r"![x\](http:\//a\.example)"),
        ("<b>bold</b> &amp;", r"\<b>bold\</b> \&amp;"),
        ("Z.ai and www.x", r"Z\.ai and www\.x"),
        ("me@mail.example, @you", r"me\@mail\.example, \@you"),
        ("# Not a heading #", r"\# Not a heading \#"),
        ("1. Not a list", r"1\. Not a list"),
        ("- nor this", r"\- nor this"),
        ("> nor a quote", r"\> nor a quote"),
        ("[^1]: no note", r"\[^1\]: no note"),
        ("[x] no box", r"\[x] no box"),
        ("C:\\temp", r"C:\\temp"),
        ("{{ page.secret }} {% x %}", r"{\{ page\.secret }} {\% x %}"),
        ("two\nlines  here", "two lines here"),
    ],
)
def test_what_acts_is_escaped_and_no_more(title: str, escaped: str) -> None:
    assert escape(title) == escaped


def test_words_that_may_be_broken_are_escaped_whole() -> None:
    every = "".join(map(chr, range(0x21, 0x7F)))
    assert escape_all(every) == "".join(c if c.isalnum() else f"\\{c}" for c in every)
    assert escape_all("1. two\n- lines") == r"1\. two \- lines"
