"""Markup to plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.text import is_clean
from signalboard.wire.parse.plain import Kind, summary_of, title_of


@pytest.mark.parametrize(
    ("written", "kind", "expected"),
    [
        ("Plain", "loose", "Plain"),
        ("  Two \n lines ", "loose", "Two lines"),
        ("AT&amp;T", "loose", "AT&T"),
        ("AT&amp;T", "text", "AT&amp;T"),
        ("R&D at AT&T", "loose", "R&D at AT&T"),
        ("&copy 2026 &notit;", "loose", "&copy 2026 ¬it;"),
        ("It&#8217;s &#x2019;", "loose", "It’s ’"),
        ("It&amp;#8217;s", "loose", "It’s"),
        ("&amp;lt;b&amp;gt;", "loose", "&lt;b&gt;"),
        ("&#0;&#xD800;&#99999999;", "loose", "��&#99999999;"),
        ("A <b>bold</b> claim", "loose", "A bold claim"),
        ("A <b>bold claim", "loose", "A <b>bold claim"),
        ("Why </b> alone", "loose", "Why </b> alone"),
        ("One<br>two<br/>three", "loose", "One two three"),
        ("An <img src=x onerror=alert(1)> image", "loose", "An image"),
        ("Why <div> matters", "loose", "Why <div> matters"),
        ("List<String> in Java", "loose", "List<String> in Java"),
        ("a < b > c", "loose", "a < b > c"),
        ("<i><b>x</b></i>", "loose", "x"),
        ("A <b>bold</b> claim &amp; more", "html", "A bold claim & more"),
        ("<p>One</p><p>two</p>", "html", "One two"),
        ("a < b", "html", "a < b"),
        ("<script>alert(1)</script>Read", "html", "Read"),
        ("<style>b{}</style>Read<!-- not this -->", "html", "Read"),
        ("Use <b>", "text", "Use <b>"),
        ("\x1b[31mRed\x07", "loose", "[31mRed"),
        ("&#27;[31mRed", "loose", "[31mRed"),
        ("&#x202e;desrever", "html", "desrever"),
        ("", "html", ""),
    ],
)
def test_title_of(written: str, kind: Kind, expected: str) -> None:
    assert title_of(written, kind) == expected


@pytest.mark.parametrize(
    ("written", "kind", "expected"),
    [
        ("<p>One</p><p>two <b>three</b></p>", "html", "One\n\ntwo three"),
        ("One<br>two", "loose", "One\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "html", "a\n\nb"),
        ("One\n\ntwo", "loose", "One\n\ntwo"),
        ("One &amp; two", "loose", "One & two"),
        ("&lt;p&gt;One&lt;/p&gt;", "loose", "One"),
        ("<p>&lt;p&gt;One&lt;/p&gt;</p>", "html", "One"),
        ("more...&amp;nbsp; So", "html", "more... So"),
        ("<b>a</b>b", "html", "ab"),
        ("a &lt; b", "loose", "a < b"),
        ("Keep <b> & &amp;", "text", "Keep <b> & &amp;"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "html", "a\n\nb"),
        ("<iframe src=x>no</iframe>yes<noscript>no</noscript>", "html", "yes"),
        ("text \x1b]52;c;x\x07<p>\x9b more", "html", "text ]52;c;x\nmore"),
    ],
)
def test_summary_of(written: str, kind: Kind, expected: str) -> None:
    assert summary_of(written, kind, 1000) == expected


def test_a_summary_is_cut_where_it_must_be() -> None:
    assert len(summary_of("<p>word</p>" * 5000, "html", 4000)) <= 4000


@pytest.mark.parametrize(
    "markup",
    ["<div>", "<ul><li>", "<b>", "<p><b>", "<", "<!--", "<a href='", "&lt;", "<table>", "<svg>"],
)
def test_what_means_harm_is_read_in_no_time(markup: str) -> None:
    started = time.monotonic()
    summary_of(markup * 200_000, "html", 4000)
    title_of(markup * 200_000, "loose")
    title_of(markup * 200_000, "html")
    assert time.monotonic() - started < 2


@given(st.text(max_size=200), st.sampled_from(["text", "html", "loose"]))
def test_whatever_is_written_comes_out_clean(written: str, kind: Kind) -> None:
    assert is_clean(title_of(written, kind))
    assert all(is_clean(line) for line in summary_of(written, kind, 500).split("\n"))
