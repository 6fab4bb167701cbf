"""The guards that need the log alone: what was seen, and what that does not prove."""

from __future__ import annotations

from signalboard.judge.guards import Guard, drift, guards, linchpin, one_sided
from signalboard.judge.history import LATELY
from signalboard.model import Evidence, Stance, Version, replace
from tests.values import NOW, evidence, report, thesis

FOR, AGAINST, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING


def judged(*strengths: int, at: int = NOW) -> list[Evidence]:
    return [
        evidence(
            f"e{number}",
            FOR if each > 0 else AGAINST,
            story=f"s{number}",
            strength=abs(each),
            title=f"Story {number}",
            judged_at=at + number,
        )
        for number, each in enumerate(strengths)
    ]


def test_five_supports_and_no_contradiction_in_thirty_days_are_one_sided() -> None:
    five = judged(1, 1, 2, 3, 1)
    guard = one_sided(five, NOW + 9)
    assert guard is not None and guard.seen.startswith("5 stories were judged as support")
    assert guard.sentence == f"{guard.seen} {guard.unproven}" and guard.unproven
    assert one_sided(five[:4], NOW + 9) is None
    assert one_sided([*five[:4], replace(five[4], story_id="s0")], NOW + 9) is None, "four stories"
    against = evidence("e9", AGAINST, story="s9", judged_at=NOW - LATELY + 10)
    assert one_sided([*five, against], NOW + 9) is None
    assert one_sided([*five, against], NOW + 10) is not None, "it is thirty days old"
    assert one_sided([*five, evidence("e8", NONE, story="s8")], NOW + 9) is not None
    assert one_sided(five, NOW + LATELY) is None, "the first of them is thirty days old"


def pin(pieces: list[Evidence], **more: object) -> Guard | None:
    return linchpin(pieces, prior=0.5, **more)  # type: ignore[arg-type]


def test_the_linchpin_is_the_judgment_without_which_the_word_changes() -> None:
    worked = judged(3, 2, 1, -2, -1)
    guard = pin(worked)
    assert guard is not None and guard.evidence_id == "e0"
    assert guard.seen == "Without “Story 0” it would read “roughly even”, not “very likely”."
    # The contradictions count too: without this one it is likely, not even.
    held = judged(2, -2)
    found = pin(held)
    assert found is not None and found.evidence_id == "e1", "of equals the one judged last"
    assert pin(judged(*[1] * 40)) is None, "none of many slight ones is missed"
    assert pin([]) is None and pin([evidence(stance=NONE)]) is None


def test_the_only_judgment_is_the_linchpin_unless_a_watch_has_settled() -> None:
    only = judged(1)
    guard = pin(only)
    assert guard is not None and "it would read nothing at all, not “likely”" in guard.seen
    unmoved = [evidence(reports=(report(reliability="E"),))]
    assert pin(unmoved) is not None
    assert pin(unmoved, settled=[6.69]) is None


def test_a_story_that_has_another_judgment_to_fall_back_on_is_missed_less() -> None:
    twice = [*judged(3), evidence("e9", story="s0", strength=3)]
    assert pin(twice) is None, "the other says the same"
    stands_by = [*judged(3), evidence("e9", story="s0", strength=2)]
    guard = pin(stands_by)
    assert guard is not None and guard.evidence_id == "e0"
    assert "“likely”" in guard.seen
    other = [*stands_by, evidence("e8", story="s8", strength=3, title="Other")]
    found = pin(other)
    assert found is None or found.evidence_id == "e8", "the one without a second moves more"


def test_without_discount_another_word_may_hang_on_one_judgment() -> None:
    slight = judged(1, 1, 1, 1)
    assert pin(slight) is None
    plain = pin(slight, discount=1.0)
    assert plain is not None and "“likely”, not “very likely”" in plain.seen


def test_a_reworded_thesis_has_drifted() -> None:
    claim = thesis()
    assert drift(claim, judged(1)) is None
    later = replace(claim, versions=(*claim.versions, Version("agents pay", "no", NOW)))
    guard = drift(later, [replace(judged(1)[0], version=1)])
    assert guard is not None
    assert guard.seen == ("The thesis was reworded after its first evidence, once on 2026-11-24.")
    guard = drift(later, judged(1))
    assert guard is not None and guard.seen.endswith("; 1 judgment stays with an earlier wording.")
    last = replace(later, versions=(*later.versions, Version("agents", "no", NOW)))
    guard = drift(last, judged(1, 1))
    assert guard is not None and "2 times, last on" in guard.seen
    assert guard.seen.endswith("; 2 judgments stay with an earlier wording.")


def test_all_of_them_look_at_the_wording_of_now() -> None:
    claim = thesis()
    later = replace(claim, versions=(*claim.versions, Version("agents pay", "no", NOW)))
    five = judged(1, 1, 2, 3, 1)
    assert [g.name for g in guards(claim, five, NOW)] == ["one-sided", "linchpin"]
    assert [g.name for g in guards(later, five, NOW)] == ["drift"]
    affirmed = [replace(piece, version=1) for piece in five]
    assert [g.name for g in guards(later, affirmed, NOW)] == ["one-sided", "linchpin", "drift"]
