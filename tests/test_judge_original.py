"""What a judgment said first, and what is told of that."""

from __future__ import annotations

from signalboard.judge.original import is_told, original, told
from signalboard.model import Evidence, Original, replace
from tests.values import evidence, report

STOOD = evidence(note="one site")


def changed(stood: Evidence, **fields: object) -> Evidence:
    wanted = replace(stood, changed_at=stood.judged_at + 3600, **fields)
    return replace(wanted, original=original(stood, wanted))


def test_what_is_as_it_was_has_nothing_to_tell() -> None:
    assert original(STOOD, STOOD) is None
    assert told(STOOD) == "" and not is_told(STOOD)


def test_what_was_said_first_is_kept_through_further_changes_and_gone_where_it_stands_again() -> (
    None
):
    once = changed(STOOD, strength=2)
    assert once.original == Original(strength=1)
    twice = changed(once, strength=3, note="its own count")
    assert twice.original == Original(strength=1, note="one site")
    assert told(twice) == "strength slight → strong; note “one site” → “its own count”"
    assert changed(twice, strength=1, note="one site").original is None


def test_each_field_is_told_by_its_name() -> None:
    snapshot = replace(STOOD.snapshot, reports=(report(), report(entry="2")))
    moved = changed(STOOD, version=1, story_id="s2", snapshot=snapshot, note="")
    assert told(moved) == (
        "note “one site” taken away; wording 1 → 2; story s1 → s2; reports 1 → 2"
    )
    assert is_told(moved)


def test_what_was_only_added_to_replaces_nothing() -> None:
    added = changed(evidence(), note="why", quote="so", quoted="somebody")
    assert told(added) == "note added; quote added; who said it added"
    assert not is_told(added)
    later = changed(added, strength=2)
    assert is_told(later)
    assert not is_told(replace(later, changed_at=later.judged_at + 9))


def test_long_texts_are_cut_where_they_part_and_set_as_the_place_asks() -> None:
    same = "It is one site, and its own count, over one quarter of a year, "
    piece = changed(evidence(note=same + "but it is use."), note=same + "and it is a demo.")
    assert told(piece) == "note “…but it is use.” → “…and it is a demo.”"
    other = changed(evidence(note="word " * 40), note="other " * 40)
    was, now = told(other, lambda said: f"<{said}>").split(" → ")
    assert was.startswith("note “<word word") and was.endswith("…>”") and len(was) < 60
    assert now.startswith("“<other other") and len(now) < 60
