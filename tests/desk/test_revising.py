"""What is said of a judgment after it was made."""

from __future__ import annotations

import pytest

from signalboard.desk import Desk, DeskProblem
from signalboard.model import Stance
from tests.desk.conftest import Clock

WALLETS = "agents-get-wallets"


def judged(desk: Desk, story: str, stance: Stance = Stance.SUPPORT) -> str:
    return desk.judge(story, WALLETS, stance).evidence_id or ""


def test_a_quote_stands_in_the_story_whatever_its_quotation_marks_and_spaces(
    desk: Desk, stories: list[str]
) -> None:
    piece = judged(desk, stories[0])
    done = desk.quote(piece, "  What happened in  Stripe lets agents pay. ", "the wire")
    assert done.change is not None and done.warning == ""
    kept = desk.evidence_by_id(piece)
    assert kept is not None
    assert (kept.quote, kept.quoted) == ("What happened in Stripe lets agents pay.", "the wire")
    assert desk.quote(piece, kept.quote, "the wire").change is None
    assert desk.quote(piece, "Nobody said this.").warning.startswith("The quote does not stand")
    gone = desk.quote(piece, " ", "somebody")
    assert gone.warning == "" and gone.change is not None
    kept = desk.evidence_by_id(piece)
    assert kept is not None and (kept.quote, kept.quoted) == ("", "")
    desk.undo()
    kept = desk.evidence_by_id(piece)
    assert kept is not None and kept.quote == "Nobody said this."


def test_a_quote_is_at_most_three_hundred_characters(desk: Desk, stories: list[str]) -> None:
    piece = judged(desk, stories[0])
    assert desk.quote(piece, "x" * 300).change is not None
    with pytest.raises(DeskProblem, match="at most 300 characters and this has 301"):
        desk.quote(piece, "x" * 301)


def test_what_the_archive_no_longer_has_is_looked_for_in_what_was_judged(
    desk: Desk, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = judged(desk, stories[1])
    monkeypatch.setattr(type(desk), "story", lambda *_: None)
    assert desk.quote(piece, "shops BLOCK agents").warning == ""


def test_affirming_brings_back_what_an_earlier_wording_had(
    desk: Desk, clock: Clock, stories: list[str]
) -> None:
    one, two = judged(desk, stories[0]), judged(desk, stories[1], Stance.CONTRADICT)
    assert desk.affirm(WALLETS) is None
    before = desk.thesis(WALLETS).conviction
    desk.edit_thesis(WALLETS, negation="agents never pay")
    assert desk.thesis(WALLETS).conviction is None
    change = desk.affirm(WALLETS, [one])
    assert change is not None and change.label == "affirmed: Stripe lets agents pay"
    row = desk.thesis(WALLETS)
    assert row.earlier == 1 and row.conviction is not None and row.conviction.tally == (1, 0)
    assert desk.affirm(WALLETS, [one]) is None
    desk.affirm(WALLETS)
    assert desk.thesis(WALLETS).conviction == before
    with pytest.raises(DeskProblem, match="no evidence 'e77' on"):
        desk.affirm(WALLETS, [two, "e77"])


def test_the_sum_of_a_thesis_says_what_counts_and_why_the_rest_does_not(
    desk: Desk, stories: list[str]
) -> None:
    strong = desk.judge(stories[0], WALLETS, Stance.SUPPORT, strength=3).evidence_id
    against = desk.judge(stories[1], WALLETS, Stance.CONTRADICT).evidence_id
    aside = desk.judge(stories[2], WALLETS, Stance.NO_BEARING).evidence_id
    other = desk.judge(stories[3], WALLETS, Stance.SUPPORT).evidence_id
    desk.merge([stories[0], stories[3]], wait=True)
    found = desk.thesis_sum(WALLETS)
    told = {entry.piece.id: (entry.db, entry.why_not) for entry in found.entries}
    assert told == {
        against: (2.0, ""),
        other: (None, "its story counts once"),
        aside: (None, "no bearing"),
        strong: (10.0, ""),
    }
    assert found.entries[0].is_strongest_against and found.entries[0].piece.id == against
    assert [entry.piece.id for entry in found.entries if entry.is_linchpin] == [strong]
    assert [term.piece.id for term in found.supports] == [strong]
    assert found.row.conviction is not None
    assert found.steps[-1].db == pytest.approx(found.row.conviction.db)
    desk.edit_thesis(WALLETS, statement="agents pay for lunch")
    assert {entry.why_not for entry in desk.thesis_sum(WALLETS).entries} == {"earlier wording"}
    desk.retract(aside or "", why="wrong story")
    assert [gone.why for gone in desk.thesis_sum(WALLETS).withdrawn] == ["wrong story"]
    piece = desk.evidence_by_id(strong or "")
    assert piece is not None and desk.rated(piece) == "unrated"


def test_what_a_judgment_said_first_is_told_beside_it_and_goes_with_the_undo(
    desk: Desk, stories: list[str], clock: Clock
) -> None:
    piece = judged(desk, stories[0])
    clock.at += 3600
    desk.set_note(piece, "one site")
    (entry,) = desk.thesis_sum(WALLETS).entries
    assert entry.changed == ""
    desk.set_strength(piece, 3)
    (entry,) = desk.thesis_sum(WALLETS).entries
    assert entry.changed == "strength slight → strong; note added"
    desk.undo()
    (entry,) = desk.thesis_sum(WALLETS).entries
    assert entry.changed == ""
