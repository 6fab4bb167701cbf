"""How well theses are suggested, as ``make bench-stance`` measures it."""

import json

import pytest

from bench import relatedness as bench


def test_what_is_suggested_is_right_as_often_as_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main()
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["entries"] >= 120
    for board in ("nothing_judged", "older_ones_judged"):
        assert found[board]["all"]["precision"] >= 0.8
        assert found[board]["all"]["suggested"] >= 20
    assert found["older_ones_judged"]["other_half"]["precision"] >= 0.8
    assert found["microseconds_for_ten_theses"] < 5000  # measured 0.2 ms; a busy machine is slower


def test_every_entry_of_the_bundled_feed_has_a_label_and_every_label_a_thesis() -> None:
    _, _, theses, _ = bench.starter()
    entries = bench.labelled()
    assert {ident for entry in entries for ident in entry.label} == set(theses)
    ways = {way for entry in entries for way in entry.label.values()}
    assert ways == {"support", "contradict", "neither"}


def test_precision_is_of_all_that_is_suggested() -> None:
    entries = [
        bench.Labelled("", "", {"a": "support", "b": "neither"}),
        bench.Labelled("", "", {}),
        bench.Labelled("", "", {"c": "support"}),
    ]
    assert bench.figures(entries, [["a"], ["b"], ["c", "a"]], range(3)) == {
        "suggested": 4,
        "precision": 0.5,
        "recall": 0.667,
        "stories_with_a_right_one": 1.0,
    }
