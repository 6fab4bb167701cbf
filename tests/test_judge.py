"""Counting evidence."""

from __future__ import annotations

import random

import pytest

from signalboard.judge import merging
from signalboard.judge import tally as judge
from signalboard.judge.judging import Verdict, judged
from signalboard.judge.running import Running, Vote
from signalboard.model import Evidence, Mark, Stance, Story, replace
from tests.values import NOW, evidence, report

SUPPORT, CONTRADICT, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING


def test_one_story_has_one_vote_a_side() -> None:
    pieces = [
        evidence("e1", SUPPORT, story="a"),
        evidence("e2", SUPPORT, story="a", strength=3),
        evidence("e3", CONTRADICT, story="a"),
        evidence("e4", CONTRADICT, story="b"),
        evidence("e5", NONE, story="c"),
    ]
    assert judge.tally(pieces) == judge.Tally(1, 2, 1)
    assert judge.tally([]) == judge.Tally(0, 0, 0)
    assert judge.split_stories(pieces) == {"a"}


def test_marks_keep_the_stronger_of_equal_stances_and_both_of_opposite_ones() -> None:
    pieces = [
        evidence("e1", SUPPORT, thesis="t", strength=2),
        evidence("e2", SUPPORT, thesis="t", strength=1),
        evidence("e3", CONTRADICT, thesis="t"),
        evidence("e4", NONE, thesis="u"),
    ]
    assert judge.marks(pieces) == (
        Mark("t", SUPPORT, 2),
        Mark("t", CONTRADICT, 1),
        Mark("u", NONE, 1),
    )


def test_the_strongest_contradiction_is_the_newest_of_equals() -> None:
    pieces = [
        evidence("e1", CONTRADICT, strength=2, judged_at=NOW),
        evidence("e2", CONTRADICT, strength=2, judged_at=NOW + 5),
        evidence("e3", CONTRADICT, strength=1, judged_at=NOW + 9),
        evidence("e4", SUPPORT, strength=3, judged_at=NOW + 9),
    ]
    against = judge.strongest_against(pieces)
    assert against is not None and against.id == "e2"
    assert judge.last_contradiction_at(pieces) == NOW + 9
    assert judge.strongest_against(pieces[3:]) is None
    assert judge.last_contradiction_at(pieces[3:]) is None


NEW = evidence("e9", SUPPORT)


def verdict(known: list[Evidence], new: Evidence = NEW, **said: object) -> Verdict:
    return judged(known, new, strength=said.get("strength"), note=said.get("note"))  # type: ignore[arg-type]


def test_a_first_judgment_is_slight_unless_said_otherwise() -> None:
    assert verdict([]) == Verdict(added=NEW)
    assert verdict([], strength=3, note="why").added == replace(NEW, strength=3, note="why")


def test_the_same_stance_again_revises_what_was_said_and_keeps_the_rest() -> None:
    old = replace(evidence("e1", SUPPORT, strength=3, note="why"), version=0)
    new = replace(NEW, version=1)
    assert verdict([old], NEW).revised == old
    assert verdict([old], new).revised == replace(old, version=1), "judged by the wording of now"
    assert verdict([old], strength=1, note="").revised == replace(old, strength=1, note="")


def test_opposite_stances_stand_beside_each_other() -> None:
    assert verdict([evidence("e1", CONTRADICT)]) == Verdict(added=NEW)


@pytest.mark.parametrize("stance", [SUPPORT, CONTRADICT])
def test_no_bearing_and_a_side_take_each_others_place(stance: Stance) -> None:
    aside, side = evidence("e1", NONE), evidence("e2", stance)
    assert verdict([aside], side).removed == (aside,)
    assert verdict([side], evidence("e9", NONE)).removed == (side,)
    assert verdict([], evidence("e9", NONE), strength=3).added == evidence("e9", NONE)
    assert verdict([aside], evidence("e9", NONE), strength=3).revised == aside


def story(ident: str, at: int = NOW) -> Story:
    return Story(ident, "Agents pay", "", "", at, at, (report(),))


def test_of_merged_stories_a_judged_one_stays_then_the_oldest() -> None:
    young, old, older = story("young"), story("old", NOW - 60), story("older", NOW - 90)
    assert merging.staying([young, old, older], []) == older
    assert merging.staying([young, old, older], ["young"]) == young
    assert merging.staying([young, old, older], ["young", "old"]) == old


def test_merged_evidence_is_of_one_story_with_all_its_reports() -> None:
    reports = (report("The Wire", "AFP"), report("The Post", "AFP", entry="2"))
    pieces = [
        evidence("e1", SUPPORT, story="a", note="why"),
        evidence("e2", SUPPORT, story="b", strength=3),
        evidence("e3", NONE, story="b", thesis="u"),
        evidence("e4", NONE, story="a", thesis="v"),
        evidence("e5", CONTRADICT, story="b", thesis="v"),
    ]
    joined = merging.joined(pieces, "a", reports)
    assert [piece.id for piece in joined.kept] == ["e1", "e2", "e3", "e5"]
    assert [piece.id for piece in joined.removed] == ["e4"]
    assert {piece.story_id for piece in joined.kept} == {"a"}
    assert {piece.snapshot.reports for piece in joined.kept} == {reports}
    assert joined.kept[0].snapshot.origins == ("AFP",)
    assert joined.kept[0].note == "why" and joined.kept[1].strength == 3
    assert judge.tally(joined.kept) == judge.Tally(1, 1, 1)


def test_merged_evidence_keeps_the_ratings_it_was_judged_by() -> None:
    reports = (report("The Wire", reliability="D"), report("The Post", entry="2", reliability="E"))
    rated = evidence(reports=(replace(reports[0], reliability="B"),))
    unrated = evidence("e2", reports=(replace(reports[0], reliability=""),))
    kept = merging.joined([rated, unrated], "s1", reports).kept
    assert [[r.reliability for r in p.snapshot.reports] for p in kept] == [["B", "E"], ["", "E"]]


def test_judged_again_it_is_the_strongest_that_is_revised() -> None:
    known = [evidence("e1", SUPPORT, strength=1), evidence("e2", SUPPORT, strength=3)]
    verdict = judged(known, evidence("e9", SUPPORT), strength=2, note=None)
    assert verdict == Verdict(revised=replace(known[1], strength=2))


def test_reports_split_off_are_sources_no_longer() -> None:
    one, two = report("The Wire", entry="1"), report("The Post", entry="2")
    piece = evidence(reports=(one, two))
    assert merging.without(piece, {(two.feed_url, "2")}).snapshot.reports == (one,)
    assert merging.without(piece, {(one.feed_url, "9")}) == piece
    # What was read when it was judged is not taken away whole.
    assert merging.without(piece, {(one.feed_url, "1"), (two.feed_url, "2")}) == piece


def test_evidence_goes_on_under_a_report_that_is_left_and_keeps_what_it_was_judged_as() -> None:
    one = report("The Wire", entry="1", title="Agents pay for lunch")
    two = report("The Post", entry="2", title="Lunch, paid by agents", url="")
    three = report("The Mail", entry="3", title="Lunch is paid")
    piece = evidence(reports=(one, two, three))
    told = merging.without(piece, {(one.feed_url, "1")}).snapshot
    assert (told.title, told.url) == (two.title, three.url)
    assert (told.judged_as, told.excerpt) == (one.title, "")
    # Split again: what it was judged as is what the person read, not what stood in between.
    last = merging.without(replace(piece, snapshot=told), {(two.feed_url, "2")}).snapshot
    assert (last.title, last.url, last.judged_as) == (three.title, three.url, one.title)


def test_the_same_headline_under_another_link_needs_no_second_title() -> None:
    one, two = report("The Wire", entry="1"), report("The Post", entry="2")
    told = merging.without(evidence(reports=(one, two)), {(one.feed_url, "1")}).snapshot
    assert (told.title, told.url, told.judged_as) == (one.title, two.url, "")
    assert told.excerpt == "An agent paid."


def _vote(piece: Evidence) -> Vote:
    order = tuple(int(part) for part in piece.id[1:].split("-"))
    return Vote(piece.story_id, piece.stance, piece.strength, piece.judged_at, order)


@pytest.mark.parametrize("seed", range(20))
def test_a_running_tally_says_what_a_count_of_all_says(seed: int) -> None:
    dice = random.Random(seed)
    running, stands = Running(), dict[str, Evidence]()
    for number in range(80):
        if stands and dice.random() < 0.4:
            gone = stands.pop(dice.choice(sorted(stands)))
            running.remove(gone.id, _vote(gone))
        else:
            piece = evidence(
                f"e{number}" if number % 3 else f"e{number}-2",
                dice.choice(list(Stance)),
                story=dice.choice("abcdef"),
                strength=dice.randint(1, 3),
            )
            piece = replace(piece, judged_at=NOW + dice.randint(0, 2))
            stands[piece.id] = piece
            running.add(piece.id, _vote(piece))
        told = sorted(stands.values(), key=lambda piece: _vote(piece).order)
        assert running.tally == judge.tally(told)
        assert running.tally is running.tally
        assert running.last_contradiction_at == judge.last_contradiction_at(told)
        strongest = judge.strongest_against(told)
        assert running.strongest_against == (None if strongest is None else strongest.id)
