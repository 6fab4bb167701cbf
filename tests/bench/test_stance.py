"""How well a stance is suggested, as ``make bench-stance`` measures it."""

import csv
import json

import pytest

from bench import stance as bench
from signalboard.judge.learned import WEIGHTS

needs_data = pytest.mark.skipif(
    not bench.TRAIN.exists(), reason="../shared/data/stance is not beside this checkout"
)


@needs_data
def test_the_suggested_stance_is_as_good_as_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main([])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["accuracy"] >= 0.74
    assert found["macro_f1"] >= 0.74
    assert found["against_precision"] >= 0.80
    assert found["accuracy"] > found["word_list"]["accuracy"]
    assert found["microseconds_for_ten_theses"] < 5000  # measured 0.5 ms; a busy machine is slower


@needs_data
def test_the_weights_are_what_the_command_writes() -> None:
    rows = bench.labelled(bench.TRAIN)
    learned = bench.learned(bench.signs_of(rows), [row.answer for row in rows])
    accuracy = bench.cross_validated(rows)["accuracy"]
    assert bench.written(learned, len(rows), accuracy) == bench.WRITTEN.read_text(encoding="utf-8")


@needs_data
def test_no_claim_is_in_two_folds() -> None:
    rows = bench.labelled(bench.TRAIN)
    pairs = {(row.group, fold) for row, fold in zip(rows, bench.folded(rows), strict=True)}
    assert len(pairs) == len({row.group for row in rows})


def test_another_file_is_asked_with_the_weights_as_they_stand(tmp_path, capsys) -> None:
    file = tmp_path / "test.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(
            [
                "",
                "claimHeadline",
                "articleHeadline",
                "articleHeadlineStance",
                "articleId",
                "claimId",
            ]
        )
        table.writerow([0, "Acme sells clocks", "Acme sells its clocks", "for", "1"])
        table.writerow([1, "Acme sells clocks", "Acme denies clock sale", "against", "1"])
        table.writerow([2, "Acme sells clocks", "Acme denies clocks are sold", "for", "1"])
        table.writerow([3, "Acme sells clocks", "Rumor: Acme may sell", "observing", "1"])
    bench.main(["--test", str(file)])
    assert json.loads(capsys.readouterr().out) == {
        "accuracy": 0.75,
        "macro_f1": round((2 / 3 + 2 / 3 + 1) / 3, 4),
        "against_precision": 0.5,
        "against_recall": 1.0,
    }


def test_learning_finds_what_tells_the_answers_apart() -> None:
    read = [("a",)] * 9 + [("b",)] * 9 + [()] * 9
    answers = ["for"] * 8 + ["against"] + ["against"] * 9 + ["observing"] * 9
    weights = bench.learned(read, answers)
    assert bench.suggested(("a",), weights) == "for"
    assert bench.suggested(("b",), weights) == "against"
    assert bench.suggested((), weights) == "observing"
    # The penalty holds what is spread over the three answers to nothing in sum.
    assert all(abs(sum(values)) < 1e-6 for values in weights.values())
    assert set(WEIGHTS) - {""}
