"""What a brief lacks, a sentence each; and what one is begun with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.brief.beginning import bearings, begun, refreshed
from signalboard.brief.checking import is_theirs, missing, remarks, stands_in
from signalboard.model import OWN, Bearing, Cited, Point, Snapshot, Stance, replace
from signalboard.text import clean
from tests.brief.sample import AIDS, BRIEF, CHINA, NOW, OTHER, SAID, SNAPSHOT, TALENT, TITLE, WATCH
from tests.values import evidence, report

NEW, KNOWN = BRIEF.watches
FIRST = BRIEF.points[0]


def lacks(**fields: object) -> tuple[str, ...]:
    return missing(replace(BRIEF, **fields), AIDS, NOW)


def test_a_whole_one_lacks_nothing() -> None:
    assert lacks() == ()


def test_a_blank_one_lacks_everything_in_the_order_of_its_parts() -> None:
    nothing = begun("s", SNAPSHOT, (), (), NOW)
    said = missing(replace(nothing, sources=()), AIDS, NOW)
    assert [each.split(" ")[1] for each in said] == [
        "headline", "Summary", "Signal", "pull", "Implication", "is"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"headline": "a" * 91}, "The headline has 91 characters; 90 at most."),
        ({"headline": TITLE.upper() + "!"}, "The headline is an outlet's own, “Tencent upgrades"),
        ({"headline": f"Report: {TITLE}"}, "The headline is an outlet's own, “Tencent upgrades"),
        ({"points": BRIEF.points[:2]}, "The Summary has 2 points; it is 3."),
        ({"points": (*BRIEF.points, FIRST)}, "The Summary has 4 points; it is 3."),
        ({"points": (FIRST, FIRST, Point("", (1,)))}, "The Summary has 2 points; it is 3."),
        ({"points": (FIRST, Point("a"), FIRST)}, "Point 2 names no source: put its number in"),
        ({"bearings": ()}, "The Signal names no thesis: judge the story by one that it supports"),
        ({"quote": ""}, "The pull quote is missing."),
        ({"quote": f"{SAID} {SAID}"[:301]}, "The pull quote has 301 characters; 300 at most."),
        ({"quoted": ""}, "Nobody is named for the pull quote: say behind -- who said it, or own."),
        ({"quote": "We hired for show"}, "The pull quote does not stand in the story word for wo"),
        ({"watches": ()}, "The Implication has no watch: what will show whether it came true"),
        ({"watches": (replace(KNOWN, watch_id="w9"),)}, "w9 is not open any more: take another,"),
        ({"watches": (KNOWN, replace(NEW, thesis_id=""))}, "Watch 2 names no thesis in play."),
        ({"watches": (replace(NEW, question=""),)}, "Watch 1 asks no question: what will be known"),
        ({"watches": (replace(NEW, hit_if=""),)}, "Watch 1 does not say when it is a hit."),
        ({"watches": (replace(NEW, miss_if=""),)}, "Watch 1 does not say when it is a miss."),
        ({"watches": (replace(NEW, closes_at=None),)}, "Watch 1 has no date: by when will it be"),
        ({"watches": (replace(NEW, closes_at=NOW),)}, "Watch 1 closed on 2026-11-24: it has to"),
        ({"watches": (replace(NEW, h1=0.2),)}, "Watch 1 weighs nothing that can be told. Both"),
        ({"sources": (Cited(""), Cited("a"))}, "Source 1 has neither a title nor an address."),
        ({"sources": ()}, "There is no source."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(fields: dict[str, object], said: str) -> None:
    assert any(each.startswith(said) for each in lacks(**fields)), lacks(**fields)


def test_a_quote_of_one_s_own_need_not_stand_in_the_story() -> None:
    assert lacks(quote="A hire is only news until it ships.", quoted=OWN) == ()


def test_a_finished_one_may_name_a_watch_that_was_settled_since() -> None:
    assert lacks(watches=(replace(KNOWN, watch_id="w9"),), finished_at=NOW) == ()


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("We hired for years of work", True),
        ("We  hired\nfor years", True),
        ('"We hired for years of work, not for an announcement," said Lin Yu', True),
        ("We hired […] not for an announcement", True),
        ("We hired [...] for years", True),
        ("we hired for years", False),
        ("not for an announcement […] We hired", False),
        ("[…]", False),
        ("", False),
    ],
)
def test_a_quote_stands_word_for_word(quote: str, stands: bool) -> None:
    assert stands_in(quote, (TITLE, SAID)) is stands


@given(st.text(min_size=1, max_size=80).map(clean).filter(bool), st.text(max_size=40))
def test_every_piece_of_a_text_stands_in_it(text: str, before: str) -> None:
    assert stands_in(text, ("", clean(f"{before} {text}"))) or "[" in text


@pytest.mark.parametrize(
    ("headline", "theirs"),
    [
        ("Tencent: upgrades its ‘foundation’ model — first since OpenAI hire", TITLE),
        ("Tencent upgrades its model", ""),
        ("Why “Weather” matters", ""),
        ("weather", "Weather"),
        ("", ""),
    ],
)
def test_whose_words_a_headline_has(headline: str, theirs: str) -> None:
    assert is_theirs(headline, (TITLE, OTHER, "Weather", "?")) == theirs


# -- begun --------------------------------------------------------------------


def test_one_is_begun_with_the_reports_and_the_judgments_of_its_story() -> None:
    pieces = (
        evidence("e1", thesis=TALENT.id),
        replace(evidence("e2", thesis=TALENT.id, strength=2), quote="said", quoted="Who"),
        evidence("e3", Stance.CONTRADICT, thesis=CHINA.id, strength=3),
        evidence("e4", Stance.NO_BEARING, thesis=CHINA.id),
        evidence("e5", thesis="gone"),
    )
    brief = begun("s1", SNAPSHOT, pieces, (TALENT, CHINA), NOW)
    assert brief.headline == ""
    assert brief.title == TITLE
    assert replace(brief, headline="Mine").title == "Mine"
    assert brief.points == (Point(""),) * 3
    assert brief.bearings == (
        Bearing(CHINA.id, 2, CHINA.name, Stance.CONTRADICT, 3),
        Bearing(TALENT.id, 5, TALENT.name, Stance.SUPPORT, 2),
    )
    assert (brief.quote, brief.quoted, brief.is_own) == ("said", "Who", False)
    assert brief.sources[0].published_at == NOW // 86400 * 86400
    assert [(each.title, each.outlet) for each in brief.sources] == [
        (TITLE, "Bloomberg"), (OTHER, "Reuters")
    ]  # fmt: skip


def test_a_story_judged_both_ways_is_named_both_ways() -> None:
    pieces = (
        evidence("e1", Stance.CONTRADICT, thesis=CHINA.id),
        evidence("e2", thesis=CHINA.id),
    )
    assert [each.stance for each in bearings(pieces, [CHINA])] == [
        Stance.SUPPORT, Stance.CONTRADICT
    ]  # fmt: skip


def test_the_only_source_is_that_of_every_point() -> None:
    same = (report(title=TITLE), report(title=TITLE, feed="https://b.example"))
    undated = replace(same[0], published_at=None, title="B", url="javascript:1")
    assert begun("s", replace(SNAPSHOT, reports=same), (), (), NOW).points[0].sources == (1,)
    assert begun("s", replace(SNAPSHOT, reports=(undated,)), (), (), NOW).sources == (
        Cited("B", "The Wire"),
    )
    bare = Snapshot("T", "https://a.example/x", NOW, "", (), ())
    assert begun("s", bare, (), (), NOW).sources == (Cited("T", "", "https://a.example/x"),)


def test_a_draft_follows_the_board() -> None:
    later = replace(WATCH, question="Reworded?", closes_at=WATCH.closes_at + 1)
    now = refreshed(BRIEF, (), {WATCH.id: later})
    assert now.bearings == ()
    assert now.watches[0] == NEW
    assert (now.watches[1].question, now.watches[1].closes_at) == ("Reworded?", later.closes_at)


def test_a_watch_on_another_thesis_is_remarked_and_nothing_that_is_missing() -> None:
    assert remarks(BRIEF) == remarks(replace(BRIEF, bearings=())) == ()
    other = replace(NEW, thesis_id="another")
    brief = replace(BRIEF, watches=(replace(KNOWN, thesis_id="another"), other))
    assert remarks(brief) == (
        f"{KNOWN.watch_id} is on another thesis than those the Signal names.",
        "Watch 2 is on another thesis than those the Signal names.",
    )
