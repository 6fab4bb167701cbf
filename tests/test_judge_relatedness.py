"""Which theses a story might be about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.judge.relatedness import BAR, MOST, Rarity, Topic, related, told
from signalboard.model import Stance, Thesis, Version


def thesis(ident: str, statement: str, *keywords: str, negation: str = "") -> Thesis:
    return Thesis(ident, 1, "", (Version(statement, negation, 0),), keywords=keywords)


def feeds(*titles: str) -> Rarity:
    """Many stories of other things, and these."""
    other = [told(f"Weather number{n} report") for n in range(40)]
    return Rarity([*other, *map(told, titles)])


CHIPS = thesis("chips", "Foundries run out of wafers", "chips", "data centre")


def test_a_keyword_of_the_title_suggests_a_thesis_and_says_so() -> None:
    (found,) = related([Topic(CHIPS)], told("Chip prices double"), feeds())
    assert (found.thesis_id, found.why) == ("chips", ("Chip",))
    assert found.worth >= BAR
    (found,) = related([Topic(CHIPS)], told("A data centre burns"), feeds())
    assert found.why == ("data centre",)


def test_what_shares_too_little_is_not_suggested() -> None:
    assert related([Topic(CHIPS)], told("A foundry opens a museum"), feeds()) == ()
    assert related([Topic(CHIPS)], told("Rain tomorrow"), feeds()) == ()
    assert related([], told("Chip prices double"), feeds()) == ()


def test_the_summary_says_less_than_the_title() -> None:
    title = related([Topic(CHIPS)], told("Chips: a data centre opens"), feeds())[0]
    text = related([Topic(CHIPS)], told("Opening", "Chips: a data centre"), feeds())[0]
    assert title.worth > text.worth
    assert related([Topic(CHIPS)], told("Opening", "of chips"), feeds()) == ()


def test_what_every_story_has_tells_nothing() -> None:
    every = Rarity([told(f"Chips, part number{n}") for n in range(40)])
    assert related([Topic(CHIPS)], told("Chips"), every) == ()
    assert related([Topic(CHIPS)], told("Chips"), Rarity()) == (), "of nothing nothing is known"


def test_what_several_theses_have_counts_less_for_each() -> None:
    alone = related([Topic(CHIPS)], told("Chips"), feeds())[0]
    other = Topic(thesis("fabs", "", "chips", "fabs"))
    shared = related([Topic(CHIPS), other], told("Chips"), feeds())
    assert all(one.worth == pytest.approx(alone.worth / 2) for one in shared)


def test_companies_count_those_of_watches_less() -> None:
    named = told("Acme opens", companies=frozenset({"Acme"}))
    by_thesis = related([Topic(CHIPS, companies=["Acme"])], named, feeds())[0]
    by_watch = related([Topic(CHIPS, watched=["Acme"])], named, feeds())[0]
    assert by_thesis.worth > by_watch.worth
    assert by_thesis.why == ("Acme",)
    only_mentioned = told("It opens", companies=frozenset(), mentioned=frozenset({"Acme"}))
    assert related([Topic(CHIPS, companies=["Acme"])], only_mentioned, feeds()) == ()


def test_words_of_statement_and_negation_add_to_a_keyword() -> None:
    plain = related([Topic(CHIPS)], told("Chips"), feeds())[0]
    more = related([Topic(CHIPS)], told("Chips: foundries wait for wafers"), feeds())[0]
    assert more.worth > plain.worth
    negated = thesis("chips", "Foundries run out of wafers", "chips", negation="glut returns")
    glut = related([Topic(negated)], told("Chips: a glut"), feeds())[0]
    assert glut.worth > plain.worth


def test_what_was_judged_before_counts_both_ways() -> None:
    seen = [(Stance.SUPPORT, told(f"Lithography queue grows week{n}")) for n in range(6)]
    new = told("Lithography queue shrinks")
    rarity = feeds("Lithography queue shrinks")
    assert related([Topic(CHIPS)], new, rarity) == ()
    (found,) = related([Topic(CHIPS, evidence=seen)], new, rarity)
    assert set(found.why) == {"Lithography", "queue"}
    aside = [(Stance.NO_BEARING, told(f"Chips for lunch day{n}")) for n in range(6)]
    assert related([Topic(CHIPS)], told("Chips for dinner"), feeds())
    assert related([Topic(CHIPS, evidence=aside)], told("Chips for dinner"), feeds()) == ()
    in_text = told("Monday", "Lithography queue")
    (weaker,) = related([Topic(CHIPS, evidence=seen * 5)], in_text, rarity) or (None,)
    assert weaker is None or weaker.worth < found.worth


def test_companies_of_what_was_judged_count_too() -> None:
    def acme(text: str):
        return told(text, companies=frozenset({"Acme"}), names=frozenset({"acm"}))

    seen = [(Stance.CONTRADICT, acme(f"Acme says thing{n}")) for n in range(8)]
    (found,) = related([Topic(CHIPS, evidence=seen)], acme("Acme moves"), feeds())
    assert found.why == ("Acme",)


def test_evidence_that_comes_and_goes_leaves_nothing_behind() -> None:
    seen = [(Stance.SUPPORT, told(f"Lithography queue grows week{n}")) for n in range(6)]
    seen += [(Stance.NO_BEARING, told(f"Lithography lunch day{n}")) for n in range(6)]
    new, rarity = told("Lithography queue shrinks"), feeds("Lithography queue shrinks")
    other = [(Stance.NO_BEARING, told("Lithography queue")), (Stance.CONTRADICT, told("A lunch"))]
    topic = Topic(CHIPS)
    for stance, story in (*other, *seen):
        topic.add(stance, story.judged)
    for stance, story in other:
        topic.remove(stance, story.judged)
    expected = related([Topic(CHIPS, evidence=seen)], new, rarity)
    assert expected and related([topic], new, rarity) == expected
    assert topic.judged("a lunch", rarity) == 0


def test_only_a_few_of_the_stories_read_stay_in_memory() -> None:
    for number in range(200):
        told(f"Story number {number}")
    assert told.cache_info().currsize < 100


def test_three_theses_are_suggested_at_most_the_likeliest_first() -> None:
    topics = [Topic(thesis(f"t{n}", "", *(["wafer", "mask"][: 1 + n % 2]))) for n in range(5)]
    found = related(topics, told("Wafer and mask"), Rarity([told(f"x{n} y") for n in range(9999)]))
    assert len(found) == MOST
    assert [one.worth for one in found] == sorted((one.worth for one in found), reverse=True)
    assert {found[0].thesis_id, found[1].thesis_id} == {"t1", "t3"}


@given(st.text(), st.text(), st.lists(st.text()))
def test_any_text_can_be_read(title: str, summary: str, keywords: list[str]) -> None:
    story = told(title, summary)
    topic = Topic(
        thesis("t", title, *keywords, negation=summary), evidence=[(Stance.SUPPORT, story)]
    )
    for one in related([topic], story, feeds(title)):
        assert one.worth >= BAR
        assert len(one.why) <= MOST
