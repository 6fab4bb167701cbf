"""Which way a headline points on a claim, as its wording suggests: pure.

A hint, never a judgment. What is read is how the headline speaks: denials, refutations,
doubts, hedges, questions, and whether the claim speaks so itself. Each sign has a weight for
each of three answers (``judge.learned``, learned from headlines about rumours); the answer
with the highest sum is suggested, a contradiction only where it is likely enough.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from signalboard.judge import cues
from signalboard.judge.learned import WEIGHTS
from signalboard.judge.words import BREAK, stem, telling, tokens
from signalboard.model import Stance

ANSWERS: Final = ("for", "against", "observing")
_STANCES: Final = {"for": Stance.SUPPORT, "against": Stance.CONTRADICT, "observing": None}
_LONGEST: Final = 4
"""Words of the longest phrase of ``cues``."""
_ASKING: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "did",
        "does",
        "do",
        "has",
        "have",
        "had",
        "will",
        "can",
        "could",
        "would",
    ]
)
_DENYING: Final = frozenset(
    ["deny", "denies", "denying", "denied", "rejects", "rejecting", "dismisses"]
)
_AGAINST_FROM: Final = 0.5
"""How likely "against" must be to be the answer: likelier than not."""
_TURNS: Final = 2
"""Words of the negation alone that make a headline speak of it."""
_RESTATES: Final = 2
"""Words of the claim that a headline has which restates it; for a denial one is enough. The
weights are learned from headlines on a claim: of one that is only near it they say nothing."""
UNLEARNED: Final = frozenset({"setback"})
"""Signs that have no weight."""
_CONTRARY: Final = frozenset(
    ("negation", "refuted", "at fault", "denied", "reversed", "doubted", "setback")
)
_TELLS: Final = 0.5
"""What a sign must weigh for an answer to be told as the reason."""
_MOST_READ: Final = 1000
"""Characters of a summary that are read."""
_BEFORE: Final = 3
"""Words before a refutation within which a denial turns it round: "is not a hoax"."""
_AFTER: Final = 4
"""Words after a negation within which it negates what the claim says."""


def _classes() -> dict[str, tuple[str, ...]]:
    """Of each form, the classes that it belongs to."""
    known: dict[str, tuple[str, ...]] = {}
    further = {"idle": cues.NO_DENIAL, "setback": cues.SETBACKS}
    for name, forms in {**cues.CLASSES, **further}.items():
        for form in forms:
            known[form] = (*known.get(form, ()), name)
    return known


_KNOWN: Final = _classes()


class Suggested(NamedTuple):
    """What a headline's wording suggests, how likely that is, and the words that say so."""

    stance: Stance | None
    """None: neither; it only tells of it, asks or guesses."""
    likely: float
    why: str
    """The words of the headline that weigh most for it; empty where none does."""
    restates: bool
    """Whether the headline has words enough of the claim for its wording to be of the claim."""
    is_contrary: bool
    """Whether it is worth a look as a contradiction: it denies, doubts, or tells of a setback."""


class Claim:
    """What is read of a claim, once for all headlines."""

    __slots__ = ("forms", "is_future", "telling", "words")

    def __init__(self, statement: str) -> None:
        words = tokens(statement)
        self.words = frozenset(words)
        self.forms = frozenset(form for _, _, form in _phrases(words))
        self.telling = telling(words)
        self.is_future = bool(self.words & {"will", "plans"})


def _phrases(words: list[str]) -> Iterable[tuple[int, int, str]]:
    """Every known form in a text: where it begins and ends, and the form."""
    for start in range(len(words)):
        form = words[start]
        if form in _KNOWN:
            yield start, start + 1, form
        for end in range(start + 2, min(start + _LONGEST, len(words)) + 1):
            form = f"{form} {words[end - 1]}"
            if form in _KNOWN:
                yield start, end, form


def signs(claim: Claim, headline: str) -> dict[str, str]:
    """How a headline speaks of a claim: each sign with the words it was read from."""
    words = tokens(headline)
    found, negations = _heard(claim, words)
    result = _stood_by(words, found, negations)
    result |= {name: where[0][1] for name, where in found.items() if where}
    if negations:
        result |= _negated(claim, words, negations)
    result |= _asked(words, headline)
    result |= _hedged(result, found)
    if ":" in headline:
        result["parted"] = ""
    if claim.is_future:
        result["of the future"] = ""
    return result | _opposed(claim, frozenset(words))


def _heard(
    claim: Claim, words: list[str]
) -> tuple[dict[str, list[tuple[int, str]]], list[tuple[int, str]]]:
    """The forms of each sign that the claim does not have, and the negations; each with where."""
    found: dict[str, list[tuple[int, str]]] = {}
    idle: set[int] = set()
    for start, end, form in _phrases(words):
        for name in _KNOWN[form]:
            if name == "idle":
                idle.update(range(start, end))
            elif form not in claim.forms:
                found.setdefault(name, []).append((start, form))
    negations = [
        (at, _as_written(word))
        for at, word in enumerate(words)
        if word in cues.NEGATIONS and word not in claim.words and at not in idle
    ]
    return found, negations


def _hedged(said: dict[str, str], found: dict[str, list[tuple[int, str]]]) -> dict[str, str]:
    """What is said only as a question, as a doubt of others, or with more than one reserve."""
    result: dict[str, str] = {}
    if said.keys() & {"alleged", "question"}:
        other = "asked" if "question" in said else "alleged"
        for name in ("negation", "refuted", "denied"):
            if name in said:
                result[f"denial {other}"] = said[name]
    if "doubted" in said and "alleged" in said:
        result["alleged doubted"] = said["doubted"]
    if sum(len(found.get(name, ())) for name in ("alleged", "possible", "told by")) > 1:
        result["much hedged"] = ""
    return result


def _opposed(claim: Claim, heard: frozenset[str]) -> dict[str, str]:
    """Whether a headline has the opposite of a word of the claim, and neither has both."""
    result: dict[str, str] = {}
    for pair in cues.OPPOSITES:
        for said, told in (pair, pair[::-1]):
            against = told & heard
            if against and claim.words & said and not (claim.words & told or said & heard):
                result["opposite"] = min(against)
    return result


def _as_written(negation: str) -> str:
    """A negation with its apostrophe: ``isn't``."""
    return f"{negation[:-1]}'t" if negation.endswith("nt") else negation


def _stood_by(
    words: list[str], found: dict[str, list[tuple[int, str]]], negations: list[tuple[int, str]]
) -> dict[str, str]:
    """Takes out refutations that are themselves denied: "is not a hoax", "denies hoax claims"."""
    result: dict[str, str] = {}
    for name in ("refuted", "at fault"):
        for at, form in tuple(found.get(name, ())):
            for before in range(at - 1, max(-1, at - 1 - _BEFORE), -1):
                if words[before] == BREAK:
                    break
                if words[before] in cues.NEGATIONS or words[before] in _DENYING:
                    found[name].remove((at, form))
                    negations[:] = [one for one in negations if one[0] != before]
                    found["denied"] = [o for o in found.get("denied", ()) if o[0] != before]
                    result["stood by"] = f"{words[before]} {form}"
                    break
    return result


def _negated(claim: Claim, words: list[str], negations: list[tuple[int, str]]) -> dict[str, str]:
    """The signs of negations: where they stand, and before what."""
    result = {"negation": negations[0][1]}
    if negations[0][0] == 0 and words[0] in cues.ANSWERS:
        result["negation first"] = words[0]
    for at, word in negations:
        following = words[at + 1 : at + 1 + _AFTER]
        for after in following[: _AFTER - 1]:
            if after in cues.TRUTH:
                result["not true"] = f"{word} {after}"
        for after in following:
            if after not in cues.STOPS and stem(after) in claim.telling:
                result.setdefault("negation near", f"{word} … {after}")
    return result


def _asked(words: list[str], headline: str) -> dict[str, str]:
    """The signs of a question."""
    if "?" not in headline:
        return {}
    result = {"question": "?"}
    if words and words[0] in _ASKING:
        result["asks"] = f"{words[0]} …?"
    if headline.rstrip().endswith("?"):
        result["question last"] = "?"
    answer = tokens(headline.partition("?")[2])[:2]
    if not cues.ANSWERS.isdisjoint(answer):
        result["answered no"] = f"? {answer[0]}"
    return result


def likelihoods(
    found: Iterable[str], weights: Mapping[str, tuple[float, float, float]]
) -> tuple[float, float, float]:
    """How likely each of ``ANSWERS`` is, by the signs of a headline; "" is in every one."""
    sums = [0.0, 0.0, 0.0]
    for name in ("", *found):
        for place, weight in enumerate(weights.get(name, (0.0, 0.0, 0.0))):
            sums[place] += weight
    powers = [math.exp(total - max(sums)) for total in sums]
    every = sum(powers)
    return powers[0] / every, powers[1] / every, powers[2] / every


def answer(likely: tuple[float, float, float]) -> int:
    """Which of ``ANSWERS`` to give: "against" only where it is likelier than not."""
    if likely[1] >= _AGAINST_FROM:
        return 1
    return 0 if likely[0] >= likely[2] else 2


def stance(
    statement: str | Claim, negation: str | Claim, title: str, summary: str = ""
) -> Suggested:
    """The stance towards a statement that a story's title suggests.

    The title is read, and where it shares no word with either the first sentence of the
    summary that does. A headline with several words that only the negation has, and none
    that only the statement has, speaks of the negation: then the answers change sides.
    """
    claim = statement if isinstance(statement, Claim) else Claim(statement)
    other = negation if isinstance(negation, Claim) else Claim(negation)
    read = _spoken(claim, other, title, summary)
    heard = telling(tokens(read))
    is_turned = len(heard & (other.telling - claim.telling)) >= _TURNS and not (
        heard & (claim.telling - other.telling)
    )
    found = signs(other if is_turned else claim, read)
    likely = likelihoods(found, WEIGHTS)
    place = answer(likely)
    given = _STANCES[ANSWERS[place]]
    if is_turned and given is not None:
        given = Stance.SUPPORT if given is Stance.CONTRADICT else Stance.CONTRADICT
    restated = heard & (other if is_turned else claim).telling
    enough = 1 if ANSWERS[place] == "against" else _RESTATES
    restates = len(restated) >= min(enough, max(1, len(claim.telling)))
    contrary = not found.keys().isdisjoint(_CONTRARY)
    is_contrary = given is Stance.CONTRADICT or (contrary and not is_turned)
    return Suggested(given, likely[place], _why(found, place), restates, is_contrary)


def _spoken(claim: Claim, other: Claim, title: str, summary: str) -> str:
    """The title, or the sentence of the summary that speaks of the claim where it does not."""
    about = claim.telling | other.telling
    if summary and not about & telling(tokens(title)):
        for sentence in re.split(r"(?<=[.!?])\s+", summary[:_MOST_READ]):
            if about & telling(tokens(sentence)):
                return sentence
    return title


def _why(found: Mapping[str, str], place: int) -> str:
    """The words of the sign that weighs most for an answer; empty where none does."""
    best = max(
        (
            (WEIGHTS[name][place], words)
            for name, words in found.items()
            if name in WEIGHTS and words
        ),
        default=(0.0, ""),
    )
    return best[1] if best[0] > _TELLS else ""
