"""Do two headlines report the same event? Pure: no file, no clock, no network.

One function for everything, ``similarity(a, b, weights)``, from 0 to 1:

    similarity = harmonic mean(broad, sharp) x support x conflicts

``broad`` and ``sharp`` are cosines over the same features under two weightings of the words.
*Broad* weighs a word by what a reader of any paper knows (stop words little, everyday words
less than names): do the two say the same? *Sharp* weighs it by how rare it is in this very
collection, more steeply: do they name the same things? Two headlines on one topic agree
broadly or share a rare name; two on one event do both, hence the harmonic mean.

A word is three sorts of features, so that a plain dot product matches softly:

    k(u, v) = (1-c-g) [same word] + c [same class] + g cos(letter groups of u and of v)

*Support* lowers what rests on few or everyday words: "Stocks slip" says too little to be
one event with another "Stocks slip". A number, a place, a day or a direction that differs
multiplies the result down (``CONFLICTS``): two quakes are alike in everything else.

Alike is not the same: of two titles that agree in nearly all words, the one that differs is
what is said (``is_turned``: a denial, an opposite, another number or name).

``joining`` groups by it: which story an arriving entry belongs to.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import mul
from typing import Final

from signalboard.wire import wordclasses as known
from signalboard.wire.words import UNSPACED, words

CLASS: Final = 0.3
LETTERS: Final = 0.4
"""Shares c and g of a word's weight that go to its classes and to its letter groups."""
LETTER_N: Final = 3
BROAD: Final = 0.8
SHARP: Final = 1.6
"""Exponents of a word's information under the two weightings."""
PRIOR: Final = 300
"""Entries the general expectation counts as, beside those of the collection."""
LEAN: Final = 3.0
"""Sharp agreement is at most so many times what is left of it without its strongest word."""
ENOUGH: Final = 1.25
"""Full support: shared words this many times as telling as it takes to single out one entry."""
CONFLICTS: Final = {"number": 0.8, "place": 0.7, "besides": 0.9, "day": 0.8, "direction": 0.8,
                    "form": 0.8, "issue": 0.3}  # fmt: skip
"""What the similarity is multiplied by where both titles have one and they differ.
``besides``: one place or number is shared and each has another; ``form``: one asks, explains
or lists, the other reports; ``issue``: the same series (week 12, November 14), another part.
Where the series is named by its head ("Import AI 441"), another part is never the same."""
_TURNS: Final = 2
"""Words by which two titles may differ and still be nearly the same."""
_FORM: Final = re.compile(
    r"(?:how|what|why|who|when|where|has|have|can|could|does|do|is|are|will|should|here'?s?|these"
    r"|\d+ (?:\w+ )?(?:things|ways|reasons|tips|moments|facts|photos|best|takeaways|questions)"
    r"|column|opinion|review|analysis|fact check|guide)\b|.*\?$",
    re.IGNORECASE | re.DOTALL,
)
_ROMAN: Final = {"i": "#1", "ii": "#2", "iii": "#3", "iv": "#4", "v": "#5", "vi": "#6"}
_DIGIT: Final = re.compile(r"\d")
_HEAD: Final = re.compile(
    r"(?P<head>\D{2,60}?)[#(]?(?:(?<!\w)(?:no|nr|vol|issue)\.? ?#?)?"
    r"(?P<part>\d+(?:[.,]\d+)*) ?[期号號回集]?[)）]?(?:\s*(?:[:：|–—]|-\s)|\s*$)",
    re.IGNORECASE,
)
_HEAD_WORDS: Final = 5
"""Words before the number of a part, at most: "Import AI 441: ...", "Dow closes up 300"."""


Vector = dict[str, float]
"""What a title says, by feature: ``=word``, ``.class`` or a letter group."""


@dataclass(slots=True, eq=False)
class _Word:
    """A word as it is compared: k of two words is the product of their features."""

    features: tuple[str, ...]
    values: tuple[float, ...]
    broad: float
    """Its weight by what a reader of any paper knows."""

    def add_to(self, vector: Vector, weight: float) -> None:
        """Add its features, weighted."""
        values = [value * weight for value in self.values]
        if vector.keys().isdisjoint(self.features):
            vector.update(zip(self.features, values, strict=True))
            return
        for feature, value in zip(self.features, values, strict=True):
            vector[feature] = vector[feature] + value if feature in vector else value


@lru_cache(maxsize=50_000)
def _word(text: str) -> _Word:
    classes = dict.fromkeys(known.CLASSES.get(text, ()))
    counts: dict[str, int] = {}
    if text[0] != "#" and text not in known.STOPS and not UNSPACED.match(text):
        padded = f"^{text}$"
        for start in range(len(text) + 3 - LETTER_N):
            group = padded[start : start + LETTER_N]
            counts[group] = counts.get(group, 0) + 1
    itself = 1 - (LETTERS if counts else 0.0) - (CLASS if classes else 0.0)
    features, values = [f"={text}", *counts], [math.sqrt(itself)]
    if counts:
        letters = math.sqrt(LETTERS / sum(counts.values()))
        values += [letters if count == 1 else letters * count for count in counts.values()]
    if classes:
        features += [f".{name}" for name in classes]
        values += [math.sqrt(CLASS / len(classes))] * len(classes)
    return _Word(tuple(features), tuple(values), math.log(1 / known.rate(text)) ** BROAD)


def _are_kin(one: str, other: str) -> bool:
    """Whether two different words have a class or a letter group in common."""
    return not set(_word(one).features).isdisjoint(_word(other).features)


@dataclass(slots=True, eq=False)
class Headline:
    """A title read once: its words, its broad vector, and what may conflict. Not to be changed."""

    words: tuple[str, ...]
    distinct: frozenset[str] = field(repr=False)
    broad: Vector = field(repr=False)
    length: float = field(repr=False)
    """Of the broad vector."""
    numbers: frozenset[str]
    places: frozenset[str]
    days: frozenset[str]
    parts: dict[str, str]
    sides: tuple[int, int]
    says: frozenset[str]
    """Its words that are no stop words and no numbers."""
    denies: bool
    reports: bool


@lru_cache(maxsize=8_000)
def headline(title: str) -> Headline:
    """The title, read. Never raises."""
    read = words(title)
    distinct = frozenset(read)
    sides = [0, 0]
    for word in distinct & known.SIDES.keys():
        sides = [has | bits for has, bits in zip(sides, known.SIDES[word], strict=True)]
    broad: Vector = {}
    for word in sorted(distinct):  # so that the order of words changes no last digit
        read_word = _word(word)
        read_word.add_to(broad, read_word.broad)
    return Headline(
        words=read,
        distinct=distinct,
        broad=broad,
        length=_length(broad),
        numbers=frozenset(word for word in distinct if word[0] == "#"),
        places=distinct & known.COUNTRIES,
        days=distinct & known.DATES,
        parts=_parts(title, read),
        sides=(sides[0] & ~sides[1], sides[1] & ~sides[0]),
        says=frozenset(word for word in distinct - known.STOPS if word[0] != "#"),
        denies=not distinct.isdisjoint(known.DENIALS),
        reports=_FORM.match(title.strip()) is None,
    )


def _parts(title: str, read: Sequence[str]) -> dict[str, str]:
    """What part of a series the title says it is: of a kind (week, date, "Import AI"), which."""
    parts: dict[str, str] = {}
    head = _HEAD.match(title.strip()) if _DIGIT.search(title) else None
    series = words(head["head"]) if head else ()
    if head and (len(series) <= _HEAD_WORDS or UNSPACED.match(series[0])):
        parts[HEAD + " ".join(series)] = head["part"]
    may_count = any(word[0] == "#" or word in known.SERIAL for word in read)
    for one, two in pairwise(read) if may_count else ():
        two = _ROMAN.get(two, two) if one in known.SERIAL else two
        if two[0] == "#" and (one in known.SERIAL or one in known.DATES):
            kind = "date" if one in known.DATES else one
            parts.setdefault(kind, two if kind == one else one + two)
        elif one[0] == "#" and two in known.DATES:
            parts.setdefault("date", two + one)
    return parts


HEAD: Final = "^"
"""Marks the kind of a series that is named by its head."""


def _length(vector: Vector) -> float:
    return math.sqrt(math.fsum(map(mul, vector.values(), vector.values())))


def _product(one: Vector, other: Vector, shared: Collection[str]) -> float:
    """Of two vectors with these features in common; fsum, whatever order they are in."""
    return math.fsum(map(mul, map(one.__getitem__, shared), map(other.__getitem__, shared)))


class _Expected(dict[str, float]):
    """Of PRIOR entries, how many are expected to have a word; of a stop word, its information.

    That one is below 0, to be told apart.
    """

    def __missing__(self, word: str) -> float:
        if len(self) >= _MOST_EXPECTED:
            self.clear()
        rate = known.rate(word)
        self[word] = found = math.log(rate) if word in known.STOPS else PRIOR * rate
        return found


_MOST_EXPECTED: Final = 50_000
_EXPECTED: Final = _Expected()


Sharp = tuple[dict[str, float], Vector, float]
"""The weight of each distinct word, the vector they make, and its length."""
_MOST_SHARP: Final = 20_000


@dataclass(slots=True)
class Weights:
    """How rare words are in a collection: entries in all, and how many of them have a word.

    Information of a word = ln((entries + PRIOR) / (having + PRIOR x expected share)), so
    that a small collection, which knows little of rarity, leans on the general expectation.
    Stop words are not counted, only expected. Made for one run: keeps what it worked out.
    """

    entries: int = 0
    having: Callable[[str], int] = field(default=lambda _word: 0)
    _sharp: dict[Headline, Sharp] = field(default_factory=dict, repr=False)

    def information(self, word: str) -> float:
        """In nats; never below 0."""
        expected = _EXPECTED[word]
        if expected < 0:
            return -expected
        told = math.log((self.entries + PRIOR) / (self.having(word) + expected))
        return told if told > 0 else 0.0

    def enough(self) -> float:
        """Nats for full support. At ln(entries) chance alone would still match one entry."""
        return ENOUGH * math.log(self.entries + PRIOR)

    def sharp(self, of: Headline) -> Sharp:
        """The headline's sharp vector."""
        made = self._sharp.get(of)
        if made is None:
            if len(self._sharp) >= _MOST_SHARP:
                self._sharp.clear()
            weights: dict[str, float] = {}
            vector: Vector = {}
            for word in sorted(of.distinct):
                weights[word] = weight = self.information(word) ** SHARP
                _word(word).add_to(vector, weight)
            made = self._sharp[of] = weights, vector, _length(vector)
        return made


def similarity(one: str | Headline, other: str | Headline, weights: Weights) -> float:
    """0 (nothing in common) to 1 (the same words). Symmetric; never raises."""
    a = headline(one) if isinstance(one, str) else one
    b = headline(other) if isinstance(other, str) else other
    if a.words == b.words:
        return 1.0
    common = a.distinct & b.distinct
    if not common:
        return 0.0
    left, left_vector, left_length = weights.sharp(a)
    right, right_vector, right_length = weights.sharp(b)
    length = left_length * right_length
    if not length:
        return 0.0
    shared = a.broad.keys() & b.broad.keys()
    sharp = _product(left_vector, right_vector, shared) / length
    strongest = max([left[word] * right[word] for word in common]) / length
    sharp = min(sharp, LEAN * (sharp - strongest))
    if sharp <= 0:
        return 0.0
    lengths = a.length * b.length
    broad = _product(a.broad, b.broad, shared) / lengths if lengths else 0.0
    enough = weights.enough()
    telling = math.fsum(map(weights.information, common))
    support = min(1.0, (telling + enough / 3) / (enough + enough / 3))
    return min(1.0, 2 * broad * sharp / (broad + sharp)) * support * conflict(a, b)


def conflict(a: Headline, b: Headline) -> float:
    """The product of ``CONFLICTS`` that apply: 1 where nothing contradicts."""
    result = 1.0
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        result *= CONFLICTS["number"]
    elif a.numbers - b.numbers and b.numbers - a.numbers:
        result *= CONFLICTS["besides"]
    if a.places and b.places and not a.places & b.places:
        result *= CONFLICTS["place"]
    elif a.places - b.places and b.places - a.places:
        result *= CONFLICTS["besides"]
    if a.days and b.days and not a.days & b.days:
        result *= CONFLICTS["day"]
    if a.sides[0] & b.sides[1] or a.sides[1] & b.sides[0]:
        result *= CONFLICTS["direction"]
    if a.reports != b.reports:
        result *= CONFLICTS["form"]
    others = [kind for kind, which in a.parts.items() if b.parts.get(kind, which) != which]
    if any(kind.startswith(HEAD) for kind in others):
        return 0.0
    if others:
        result *= CONFLICTS["issue"]
    return result


def is_turned(a: Headline, b: Headline) -> bool:
    """Whether one is the other but for the word that matters: alike, and another event.

    In titles that agree in nearly all they say, what differs is what is said: one denies or
    reverses it, names another number, or another doer.
    """
    one, other = a.says - b.says, b.says - a.says
    if max(len(one), len(other)) > _TURNS or len(a.says & b.says) < 2:
        return False
    if a.denies != b.denies or a.sides[0] & b.sides[1] or a.sides[1] & b.sides[0]:
        return True
    if not (one or other):
        return bool(a.numbers ^ b.numbers) or a.words[:1] != b.words[:1]
    if len(one) == len(other) == 1 and not (a.numbers or b.numbers):
        (left,), (right,) = one, other
        return _is_name(left) and _is_name(right) and not _are_kin(left, right)
    return False


def _is_name(word: str) -> bool:
    """Whether nothing is known of a word: those are names, mostly."""
    return known.rate(word) == known.RATES["other"] and not UNSPACED.match(word)
