"""Which way a headline points on a claim, by its wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.judge import stance
from signalboard.judge.learned import WEIGHTS
from signalboard.judge.stance import ANSWERS, Claim, answer, likelihoods, signs
from signalboard.judge.words import BREAK, as_written, stem, telling, tokens
from signalboard.model import Stance

WATCH = "Acme will sell its clock division this year"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Acme sells its clock division", Stance.SUPPORT),
        ("Acme denies plan to sell clock division", Stance.CONTRADICT),
        ("Acme is not selling its clock division", Stance.CONTRADICT),
        ("No, Acme is not selling its clocks", Stance.CONTRADICT),
        ("Sale of Acme's clock division is a hoax", Stance.CONTRADICT),
        ("Acme clock sale? Nope, that report was fake", Stance.CONTRADICT),
        ("Rumor: Acme may sell its clock division", None),
        ("Is Acme about to sell its clock division?", None),
        ("Acme reportedly in talks to sell clocks, sources say", None),
        ("", Stance.SUPPORT),
    ],
)
def test_the_wording_of_a_headline_suggests_a_stance(title: str, expected: Stance | None) -> None:
    found = stance.stance(WATCH, "Acme keeps it", title)
    assert found.stance is expected
    assert 1 / 3 <= found.likely <= 1


def test_the_reason_is_the_words_that_weigh_most() -> None:
    assert stance.stance(WATCH, "", "Acme denies it will sell clocks").why == "denies"
    assert stance.stance(WATCH, "", "Acme isn’t selling its clocks").why == "isn't"
    assert stance.stance(WATCH, "", "Acme sells its clocks").why == ""


def test_a_refutation_that_is_denied_is_none() -> None:
    claim = Claim(WATCH)
    assert signs(claim, "Acme sale is not a hoax")["stood by"] == "not hoax"
    assert not {"refuted", "negation"} & signs(claim, "Acme sale is not a hoax").keys()
    assert "denied" not in signs(claim, "Acme denies fake claims")
    # In another clause, or too far before it, a denial is of something else.
    assert "refuted" in signs(claim, "Not so: a hoax")
    assert "refuted" in signs(claim, "Not one clock of them all was fake")


def test_what_the_claim_says_itself_is_no_sign() -> None:
    assert "reversed" not in signs(Claim("Acme fails to deliver"), "Acme fails")
    assert "reversed" in signs(Claim("Acme delivers"), "Acme fails")
    assert "negation" not in signs(Claim("Acme does not deliver"), "Acme does not deliver")


def test_a_negation_that_says_no_to_nothing_is_no_sign() -> None:
    assert "negation" not in signs(Claim(WATCH), "Acme sells not just clocks")
    assert "negation" in signs(Claim(WATCH), "Acme sells not one")
    assert signs(Claim(WATCH), "Report of the sale is not really true")["not true"] == "not true"


def test_an_opposite_counts_only_where_the_claim_has_the_other_side() -> None:
    assert signs(Claim("The king is dead"), "King alive and well")["opposite"] == "alive"
    assert "opposite" not in signs(Claim("The king reigns"), "King alive")
    assert "opposite" not in signs(Claim("The king is dead"), "King killed, queen alive")


def test_hedges_add_up_and_change_what_a_denial_says() -> None:
    found = signs(Claim(WATCH), "Doubts: sources say rumored Acme sale may be fake")
    assert {"much hedged", "alleged doubted", "denial alleged", "parted", "of the future"} <= set(
        found
    )
    assert "denial asked" in signs(Claim("Acme sells"), "Is the Acme sale fake?")


def test_a_headline_on_the_negation_changes_sides() -> None:
    statement = "agents take most actions on large platforms"
    negation = "people still order and book by hand"
    turned = stance.stance(statement, negation, "People order and book by hand, survey shows")
    assert turned.stance is Stance.CONTRADICT
    denied = stance.stance(statement, negation, "People no longer book: a myth that they order")
    assert denied.stance is Stance.SUPPORT
    rumour = stance.stance(statement, negation, "People may order and book by hand, sources say")
    assert rumour.stance is None
    one = stance.stance(statement, negation, "A book for investors")
    assert one.stance is Stance.SUPPORT


def test_the_summary_is_read_where_the_title_says_nothing_of_the_claim() -> None:
    found = stance.stance(WATCH, "", "Briefing", "Rain. Acme denies the sale. So.")
    assert (found.stance, found.why) == (Stance.CONTRADICT, "denies")
    assert stance.stance(WATCH, "", "Acme sells", "Acme denies it.").stance is Stance.SUPPORT
    assert stance.stance(WATCH, "", "Briefing", "It denies it.").stance is Stance.SUPPORT


def test_a_headline_restates_a_claim_that_it_shares_words_enough_with() -> None:
    def restates(title: str) -> bool:
        return stance.stance(WATCH, "", title).restates

    assert restates("Acme sells clocks")
    assert not restates("Acme moves")
    assert restates("Acme denies it"), "a denial is of the one thing that it names"
    assert not restates("It denies it")
    assert stance.stance("Macaulay", "", "Macaulay dies").restates, "where there is but one word"


def test_a_headline_looks_contrary_that_denies_doubts_or_tells_of_a_setback() -> None:
    def looks(title: str, negation: str = "") -> bool:
        return stance.stance(WATCH, negation, title).is_contrary

    assert looks("Acme denies clock sale")
    assert looks("Doubts about Acme")
    assert looks("Acme clocks in a shortage")
    assert not looks("Acme sells clocks")
    assert looks("The owner keeps making watches", "the owner keeps making watches")
    assert not looks("Nobody keeps making watches", "the owner keeps making watches")


def test_a_sign_without_a_weight_is_no_reason() -> None:
    assert stance.stance(WATCH, "", "Acme clock sale: bankruptcy").why == ""


def test_against_is_answered_only_where_it_is_likelier_than_not() -> None:
    assert ANSWERS[answer((0.2, 0.5, 0.3))] == "against"
    assert ANSWERS[answer((0.2, 0.49, 0.31))] == "observing"
    assert ANSWERS[answer((0.27, 0.49, 0.24))] == "for"


def test_every_sign_has_a_weight_and_an_unknown_one_weighs_nothing() -> None:
    assert likelihoods(["unheard of"], WEIGHTS) == likelihoods([], WEIGHTS)
    assert all(len(weights) == len(ANSWERS) for weights in WEIGHTS.values())


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_gives_an_answer(one: str, other: str, title: str, summary: str) -> None:
    found = stance.stance(one, other, title, summary)
    assert 1 / 3 <= found.likely <= 1
    assert sum(likelihoods(signs(Claim(one), title), WEIGHTS)) == pytest.approx(1)


def test_words_are_read_without_marks_and_clauses_are_kept_apart() -> None:
    assert tokens("Don’t: Tencent's AI-agents — 1,000 of them") == [
        "dont", BREAK, "tencent", "ai", "agents", BREAK, "1", BREAK, "000", "of", "them",
    ]  # fmt: skip
    assert tokens("百度开放") == ["百度", "度开", "开放"]
    assert tokens("一") == ["一"]


def test_forms_of_a_word_have_one_stem() -> None:
    assert stem("agents") == stem("agent")
    assert stem("pays") == stem("paying") == stem("pay")
    assert stem("hired") == stem("hires") == stem("hire")
    assert stem("stopped") == stem("stops")
    assert stem("wallets") is stem("walleting"), "in memory once"
    assert stem("business") == "busines"
    assert telling(tokens("The agents are not paying")) == {"agent", "pay"}


def test_words_are_told_as_they_are_written() -> None:
    assert as_written("China's Super-Apps’ app 百度开") == {
        "china": "China", "super": "Super", "app": "Apps", "百度": "百度", "度开": "度开",
    }  # fmt: skip
