"""How well a stance is suggested: ``python -m bench.stance [--test FILE] [--write]``.

Cross-validation over the claims of Emergent's training split (Ferreira & Vlachos 2016;
``../shared/data/stance/emergent-train.csv``, read in place): ten folds, no claim in two.
What is learned is what each sign of ``judge.stance`` weighs, by logistic regression
with one penalty, chosen beforehand; nothing is chosen by the folds. The rule of a word list
stands beside it. Then the time of a headline against ten theses.

``--write`` learns from the whole file and writes ``judge/learned.py``. ``--test FILE`` asks
the weights as they stand there about another file of the same columns. The last line is JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from signalboard.judge import cues, stance
from signalboard.judge.learned import WEIGHTS
from signalboard.judge.stance import ANSWERS, Claim
from signalboard.judge.words import tokens

TRAIN = Path(__file__).parents[2] / "shared/data/stance/emergent-train.csv"
WRITTEN = Path(stance.__file__).with_name("learned.py")
FOLDS = 10
PENALTY = 2.0
"""Of the squares of all weights, beside the sum of the losses."""
_ROUNDS = 30
Weights = dict[str, tuple[float, float, float]]


class Headline(NamedTuple):
    """One labelled pair of claim and headline."""

    claim: str
    title: str
    answer: str
    group: str
    """The claim's id: what no two folds share."""


class Seen(NamedTuple):
    """The same signs of so many headlines, and how many of them had each answer."""

    signs: tuple[str, ...]
    counts: tuple[int, int, int]


def labelled(path: Path) -> list[Headline]:
    """The pairs of a file with the columns of Emergent's."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Headline(
                row["claimHeadline"],
                row["articleHeadline"],
                row["articleHeadlineStance"],
                row.get("claimId") or row["claimHeadline"],
            )
            for row in csv.DictReader(file)
        ]


def signs_of(rows: Sequence[Headline]) -> list[tuple[str, ...]]:
    """The signs of each headline, as ``judge.stance`` reads them."""
    claims = {text: Claim(text) for text in {row.claim for row in rows}}
    return [
        tuple(sorted(stance.signs(claims[row.claim], row.title).keys() - stance.UNLEARNED))
        for row in rows
    ]


def learned(read: Sequence[tuple[str, ...]], answers: Sequence[str]) -> Weights:
    """What each sign weighs: penalised multinomial logistic regression, by Newton's method."""
    counted: dict[tuple[str, ...], Counter[str]] = {}
    for found, given in zip(read, answers, strict=True):
        counted.setdefault(found, Counter())[given] += 1
    seen = [
        Seen(("", *found), (counts["for"], counts["against"], counts["observing"]))
        for found, counts in counted.items()
    ]
    places = {name: at for at, name in enumerate(sorted({s for one in seen for s in one.signs}))}
    size = len(places)
    weights = [0.0] * (3 * size)
    for _ in range(_ROUNDS):
        gradient = [PENALTY * value for value in weights]
        curve = [[0.0] * (3 * size) for _ in range(3 * size)]
        for at in range(3 * size):
            curve[at][at] = PENALTY
        for one in seen:
            where = [places[name] for name in one.signs]
            total = sum(one.counts)
            likely = _softmax([sum(weights[k * size + at] for at in where) for k in range(3)])
            for k in range(3):
                slope = total * likely[k] - one.counts[k]
                for at in where:
                    gradient[k * size + at] += slope
                for m in range(3):
                    bend = total * likely[k] * ((k == m) - likely[m])
                    for at in where:
                        row = curve[k * size + at]
                        for to in where:
                            row[m * size + to] += bend
        step = _solved(curve, gradient)
        weights = [value - change for value, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-9:
            break
    return {
        name: (weights[at], weights[size + at], weights[2 * size + at])
        for name, at in places.items()
    }


def _softmax(sums: Sequence[float]) -> list[float]:
    powers = [math.exp(total - max(sums)) for total in sums]
    return [power / sum(powers) for power in powers]


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of linear equations whose matrix is symmetric and positive: by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for at, pivot in enumerate(rows):
        for row in rows[at + 1 :]:
            factor = row[at] / pivot[at]
            if factor:
                for column in range(at, size + 1):
                    row[column] -= factor * pivot[column]
    solution = [0.0] * size
    for at in range(size - 1, -1, -1):
        known = sum(rows[at][to] * solution[to] for to in range(at + 1, size))
        solution[at] = (rows[at][size] - known) / rows[at][at]
    return solution


def folded(rows: Sequence[Headline]) -> list[int]:
    """The fold of each headline: claims dealt out, the largest first, to the smallest fold."""
    sizes = Counter(row.group for row in rows)
    load = [0] * FOLDS
    fold: dict[str, int] = {}
    for group, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0])):
        fold[group] = load.index(min(load))
        load[fold[group]] += size
    return [fold[row.group] for row in rows]


def suggested(found: Sequence[str], weights: Mapping[str, tuple[float, float, float]]) -> str:
    """The answer for a headline of these signs."""
    return ANSWERS[stance.answer(stance.likelihoods(found, weights))]


def by_word_list(row: Headline) -> str:
    """The rule to be better than: a negation the claim lacks, else a hedge or a question."""
    added = set(tokens(row.title)) - set(tokens(row.claim))
    if added & (cues.NEGATIONS | cues.CLASSES["refuted"] | cues.CLASSES["denied"]):
        return "against"
    hedges = cues.CLASSES["alleged"] | cues.CLASSES["possible"] | cues.CLASSES["told by"]
    return "observing" if "?" in row.title or added & hedges else "for"


def figures(given: Sequence[str], right: Sequence[str]) -> dict[str, float]:
    """Accuracy, the mean F1 of the three answers, precision and recall of "against"."""
    hits = Counter(one for one, other in zip(given, right, strict=True) if one == other)
    said, are = Counter(given), Counter(right)
    f1 = [2 * hits[name] / max(1, said[name] + are[name]) for name in ANSWERS]
    return {
        "accuracy": round(sum(hits.values()) / max(1, len(right)), 4),
        "macro_f1": round(sum(f1) / len(f1), 4),
        "against_precision": round(hits["against"] / max(1, said["against"]), 4),
        "against_recall": round(hits["against"] / max(1, are["against"]), 4),
    }


def cross_validated(rows: Sequence[Headline]) -> dict[str, float]:
    """The figures of answers that were each learned without the claim they are about."""
    read, fold = signs_of(rows), folded(rows)
    given = [""] * len(rows)
    for number in range(FOLDS):
        known = [at for at, one in enumerate(fold) if one != number]
        weights = learned([read[at] for at in known], [rows[at].answer for at in known])
        for at, one in enumerate(fold):
            if one == number:
                given[at] = suggested(read[at], weights)
    return figures(given, [row.answer for row in rows])


def microseconds(rows: Sequence[Headline]) -> float:
    """Of one headline against ten claims, as the desk asks."""
    claims = [Claim(text) for text in dict.fromkeys(row.claim for row in rows)][:10]
    begin = time.perf_counter()
    for row in rows:
        for claim in claims:
            stance.stance(claim, claim, row.title)
    return round((time.perf_counter() - begin) / len(rows) * 1e6, 1)


def written(weights: Weights, rows: int, accuracy: float) -> str:
    """The module of the weights."""
    lines = [
        '"""What each sign of a headline weighs for each answer: made by ``make bench-stance``.',
        "",
        f"``python -m bench.stance --write`` learned it from {rows:,} headlines about rumours",
        "(Emergent's training split, Ferreira & Vlachos 2016). Not to be edited by hand.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Mapping",
        "from typing import Final",
        "",
        "WEIGHTS: Final[Mapping[str, tuple[float, float, float]]] = {",
        *(
            f'    "{name}": ({", ".join(f"{value:.4f}" for value in weights[name])}),'
            for name in sorted(weights)
        ),
        "}",
        '"""By sign, for support, contradiction and neither; "" is in every headline."""',
        f"ACCURACY: Final = {accuracy}",
        '"""On headlines about rumours, by cross-validation over claims."""',
        "",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(prog="bench.stance", description=__doc__.splitlines()[0])
    parser.add_argument("--test", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    result: dict[str, Any]
    if asked.test:
        rows = labelled(asked.test)
        given = [suggested(found, WEIGHTS) for found in signs_of(rows)]
        result = figures(given, [row.answer for row in rows])
    else:
        rows = labelled(TRAIN)
        result = cross_validated(rows)
        if asked.write:
            weights = learned(signs_of(rows), [row.answer for row in rows])
            made = written(weights, len(rows), result["accuracy"])
            WRITTEN.write_text(made, encoding="utf-8")
        result |= {
            "headlines": len(rows),
            "claims": len({row.group for row in rows}),
            "word_list": figures([by_word_list(r) for r in rows], [r.answer for r in rows]),
            "microseconds_for_ten_theses": microseconds(rows),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
