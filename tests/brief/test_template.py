"""The text of a brief: what is written is what is read, and what cannot be read is told by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard import times
from signalboard.brief.beginning import Aids
from signalboard.brief.reading import Reading, read
from signalboard.brief.template import written
from signalboard.model import OWN, Asked, Bearing, Brief, Cited, Point, Stance, replace
from signalboard.text import clean
from tests.brief.sample import AIDS, BRIEF, CHINA, NOW, TALENT, WATCH, day


def again(brief: Brief, aids: Aids = AIDS) -> Reading:
    return read(written(brief, aids), brief, aids, NOW)


def blank(brief: Brief = BRIEF) -> Brief:
    """The brief with nothing said yet, for what is read to be all from the text."""
    return Brief("b7", brief.story_id, brief.snapshot, NOW, NOW, bearings=brief.bearings)


def test_what_is_written_is_read() -> None:
    assert again(BRIEF) == Reading(BRIEF)
    assert read(written(BRIEF, AIDS), blank(), AIDS, NOW) == Reading(BRIEF)


def test_a_text_is_for_people() -> None:
    text = written(BRIEF, AIDS)
    assert all(len(line) <= 80 for line in text.splitlines() if not line.startswith("#   "))
    for said in (
        "== The Summary ==",
        "1. Tencent has upgraded its foundation model for the first time since\n   the hire. [1]",
        "#   ▲ supports, moderate: 5 Talent moves frontiers",
        "“We hired for years of work, not for an announcement,”\n-- Lin Yu, Tencent",
        "watch: new\nthesis: 5\nquestion: Does the model power a feature of WeChat?\n",
        "by: 2027-05-24\nweight: telling\n\nwatch: w12\n#   Does a Chinese super-app",
        "#   2027-05-24  within six months",
        "   outlet: Reuters\n   date: 2026-11-24\n   link: https://www.reuters.example/2",
        "# What the story says:",
    ):
        assert said in text


def test_a_blank_one_asks_for_everything_and_offers_what_there_is() -> None:
    text = written(blank(), AIDS)
    assert "1. []\n2. []\n3. []\n" in text
    assert "#   w12  2027-03-31  Does a Chinese super-app let agents pay? (2 China ships" in text
    assert "watch: new\nthesis: 5\nquestion:\nhit if:\nmiss if:\nby:\nweight: telling" in text
    reading = read(text, blank(), AIDS, NOW)
    assert reading == Reading(replace(blank(), points=(Point(""),) * 3))
    nothing = written(Brief("", "s", BRIEF.snapshot, NOW, NOW), Aids())
    assert "No thesis is named here" in nothing
    assert "thesis:\n" in nothing


def test_a_story_judged_against_a_thesis_is_said_to_contradict_it() -> None:
    against = Bearing(CHINA.id, 2, CHINA.name, Stance.CONTRADICT, 3)
    text = written(replace(blank(), bearings=(against,)), AIDS)
    assert "#   ▼ contradicts, strong: 2 China ships agents first" in text


# -- any text -----------------------------------------------------------------

_ODD = st.sampled_from(
    ["#", "==", "\\", "--", "— ", "1.", "12) a", "watch: x", "by:", "hit if: y", "[1]", "[]", "“",
     "”", '"', "link:", "own", "漢字" * 20, "a" * 90, "\x1b[2J", "[…]", "\n", "word"]
)  # fmt: skip
_TEXT = st.lists(_ODD | st.text(max_size=12), max_size=24).map(" ".join).map(clean)
_SAID = _TEXT.filter(bool)


def _quote(text: str) -> str:
    """What is left of a quote where marks stand around it, or half around it."""
    return text.strip('“”„" ')


_CITED = st.builds(
    Cited, title=_SAID, outlet=_TEXT,
    url=st.sampled_from(["", "https://news.example/a?b=c#d", "http://xn--9caa.example/"]),
    published_at=st.none() | st.sampled_from([0, day("2026-02-28"), day("1999-12-31")]),
)  # fmt: skip
_ASKED = st.builds(
    Asked, thesis_id=st.just(TALENT.id), thesis=st.just(TALENT.name), question=_SAID,
    hit_if=_TEXT, miss_if=_TEXT,
    closes_at=st.none() | st.just(times.day_ends(day("2027-02-28"))),
    h1=st.sampled_from([0.8, 0.33]), h0=st.sampled_from([0.2, 0.05]),
)  # fmt: skip


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Briefs that say anything at all."""
    sources = tuple(draw(st.lists(_CITED, max_size=4)))
    numbers = st.lists(st.integers(1, max(1, len(sources))), max_size=3, unique=True)
    points = st.builds(Point, _TEXT, (numbers if sources else st.just([])).map(tuple))
    return replace(
        BRIEF,
        headline=draw(_TEXT),
        points=tuple(draw(st.lists(points, min_size=3, max_size=5))),
        signal=tuple(draw(st.lists(_SAID, max_size=3))),
        quote=_quote(draw(_TEXT)),
        quoted=draw(_TEXT.filter(lambda said: said.lower() != OWN) | st.just(OWN)),
        implication=tuple(draw(st.lists(_SAID, max_size=3))),
        watches=tuple(draw(st.lists(_ASKED | st.just(BRIEF.watches[1]), max_size=3))),
        sources=sources,
    )


@settings(max_examples=400, deadline=None)
@given(briefs())
def test_any_brief_is_read_as_it_was_written(brief: Brief) -> None:
    assert again(brief) == Reading(brief)


@settings(max_examples=300, deadline=None)
@given(st.lists(_ODD | st.text(max_size=30), max_size=40).map("\n".join))
def test_any_text_is_read_without_a_crash_and_read_again_says_the_same(text: str) -> None:
    reading = read(f"== Headline ==\n{text}\n== Sources ==\n{text}", blank(), AIDS, NOW)
    assert all(1 <= line <= text.count("\n") * 8 + 99 and why for line, why in reading.unread)
    assert clean(reading.brief.headline, 4000) == reading.brief.headline


# -- what cannot be read ------------------------------------------------------


def told(*lines: str) -> list[str]:
    return [str(each) for each in read("\n".join(lines), blank(), AIDS, NOW).unread]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("hello", "more"), "Line 1: this stands before the first part"),
        (("", "== The Sumary ==", "lost"), "Line 2: no part is called “The Sumary”. They are: He"),
        (("== Sources ==", "== sources =="), "Line 2: the part “Sources” has begun above already."),
        (("== The Summary ==", "text"), "Line 2: this stands before the first number"),
        (("== The Summary ==", "", "2. said [4]"), "Line 3: there is no source 4 below."),
        (("== Sources ==", "1. A", "1. B"), "Line 3: there is a source 1 above already."),
        (("== Sources ==", "1. A", "date: 31 May"), "Line 3: “31 May” is no day; write it like"),
        (("== Sources ==", "1. A", "link: ftp://a.example"), "Line 3: “ftp://a.example” is no ad"),
        (("== Sources ==", "1. A", "link: x.io", "link: y"), "Line 4: “link” was said above alr"),
        (("== Pull quote ==", "a", "-- me", "b"), "Line 4: this stands behind who said the quote."),
        (("== The Implication ==", "by: 2027-01-01"), "Line 2: “by” belongs to a watch: put it"),
        (("== The Implication ==", "watch: new", "x"), "Line 2: behind a watch's id, or “new”, i"),
        (("== The Implication ==", "watch: w99"), "Line 2: no open watch is called “w99”; “watch:"),
        (("== The Implication ==", "watch: w12", "by: 2028-01-01"), "Line 3: w12 is open already"),
        (("== The Implication ==", "watch:", "by: 2027-01-01"), "Line 2: this watch names no thes"),
        (
            ("== The Implication ==", "watch:", "question: Q", "thesis: s"),
            "Line 4: several theses fit “s”. They are: 2 China ships agents first; 5 Talent mov",
        ),
        (
            ("== The Implication ==", "watch:", "question: Q", "thesis: 9"),
            "Line 4: no thesis in play is called “9”.",
        ),
        (
            ("== The Implication ==", "watch: new", "thesis: 5", "by: soon"),
            "Line 4: “soon” is no day; write it like 2027-05-24 or six months.",
        ),
        (
            ("== The Implication ==", "watch: new", "thesis: 5", "question: Q", "weight: heavy"),
            "Line 5: “heavy” is no weight. It is one of straw, telling, hoop,",
        ),
        (
            ("== The Implication ==", "watch: new", "thesis: 5", "question: Q", "weight: .2/.2"),
            "Line 5: Both chances are 0.2",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_line(lines: tuple[str, ...], said: str) -> None:
    assert any(each.startswith(said) for each in told(*lines)), told(*lines)


def test_without_theses_a_watch_has_none_to_name() -> None:
    text = "== The Implication ==\nwatch: new\nquestion: Q"
    (unread,) = read(text, blank(), Aids(), NOW).unread
    assert str(unread) == "Line 2: this watch names no thesis. They are: none."


def test_nothing_is_cut_unsaid() -> None:
    assert "Line 2: longer than 4,000 characters" in told("== The Signal ==", "a" * 4001)[0]
    half = "a" * 3000
    assert "Line 2: longer than" in told("== The Signal ==", half, half)[0]
    assert "Line 2: longer than" in told("== The Summary ==", f"1. {half}", half)[0]
    assert "Line 2001: there are more than 2,000 lines." in told(*["# remark"] * 2001)
    assert told(*["# remark"] * 2000) == []


SPELLINGS = """\
== THE SUMMARY ===
1) First,
   and more. [2; 3, 2]
2. Second. [a]
== Sources ==
2. One
3.
link: https://b.example
4.
== Pull quote ==
"Mine alone."
— Own
== The Implication ==
watch: new
Thesis: talent
Hit If: it
  does
by: six months
weight: .7/.15
watch: w12
"""


def test_what_is_typed_is_understood_in_more_than_one_spelling() -> None:
    text = SPELLINGS.replace("\n", "\r\n")
    reading = read(text, blank(), AIDS, NOW)
    assert reading.unread == ()
    brief = reading.brief
    assert brief.points == (Point("First, and more.", (1, 2)), Point("Second. [a]"))
    assert brief.sources == (Cited("One"), Cited("", url="https://b.example/"))
    assert (brief.quote, brief.quoted, brief.is_own) == ("Mine alone.", OWN, True)
    new, known = brief.watches
    assert (new.thesis_id, new.hit_if, new.h1, new.h0) == (TALENT.id, "it does", 0.7, 0.15)
    assert new.closes_at == times.day_ends(day("2027-05-24"))
    assert known == BRIEF.watches[1]


def test_a_watch_that_was_settled_meanwhile_stays_as_it_was_worded() -> None:
    reading = again(BRIEF, replace(AIDS, watches=()))
    assert reading == Reading(BRIEF)


def test_a_watch_of_a_thesis_out_of_play_has_its_id_for_a_name() -> None:
    text = "== The Implication ==\nwatch: w12"
    reading = read(text, blank(), replace(AIDS, theses=()), NOW)
    assert reading.brief.watches[0].thesis == CHINA.id
    offered = written(blank(), replace(AIDS, theses=(), watches=(WATCH,)))
    assert "(china-ships-agents-first)" in offered
    gone = replace(BRIEF, watches=(replace(BRIEF.watches[0], thesis_id="gone", closes_at=None),))
    assert "thesis: gone\n" in written(gone, AIDS)
    undated = replace(BRIEF, watches=(replace(BRIEF.watches[1], closes_at=None),))
    assert "watch: w12\n#   Does" in written(undated, AIDS)
