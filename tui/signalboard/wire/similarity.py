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
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from signalboard.values import dataclass, field
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


Part = tuple[str, float, float]
"""What a word says by one feature: the word, the feature's value, and that in its broad weight.

A feature is ``=word``, ``.class`` or a letter group."""
Sum = tuple[str, str, float, str, float]
"""Of a feature that two words have: a name for what they say together, then each of the two (the
first may be such a sum itself) and its value."""


@dataclass(slots=True, eq=False)
class _Word:
    """A word as it is compared: k of two words is the product of their features."""

    parts: dict[str, Part]
    """By feature."""
    square: float
    """k of the word with itself."""
    broad: float
    """Its weight by what a reader of any paper knows."""


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
    values = {f"={text}": math.sqrt(itself)}
    if counts:
        letters = math.sqrt(LETTERS / sum(counts.values()))
        values |= {group: letters * count for group, count in counts.items()}
    if classes:
        values |= dict.fromkeys([f".{name}" for name in classes], math.sqrt(CLASS / len(classes)))
    broad = math.log(1 / known.rate(text)) ** BROAD
    # Most values are equal, and tens of thousands of words are kept.
    made = {value: (text, value, value * broad) for value in values.values()}
    return _Word(
        {feature: made[value] for feature, value in values.items()},
        math.fsum([value * value for value in values.values()]),
        broad,
    )


def _are_kin(one: str, other: str) -> bool:
    """Whether two different words have a class or a letter group in common."""
    return not _word(one).parts.keys().isdisjoint(_word(other).parts)


@dataclass(slots=True, eq=False)
class Headline:
    """A title read once: its words, what they say, and what may conflict. Not to be changed."""

    words: tuple[str, ...]
    distinct: frozenset[str] = field(repr=False)
    order: list[str] = field(repr=False)
    """The distinct words, sorted: so that the order of words changes no last digit."""
    squares: list[float] = field(repr=False)
    """k of each of these with itself."""
    parts: dict[str, Part] = field(repr=False)
    """By feature; of one that two words have, their sum, under a name of its own."""
    sums: list[Sum] = field(repr=False)
    length: float = field(repr=False)
    """Of the broad vector."""
    numbers: frozenset[str]
    places: frozenset[str]
    days: frozenset[str]
    issues: dict[str, str]
    """Of which series, by their kinds, it is which part."""
    sides: tuple[int, int]
    says: frozenset[str]
    """Its words that are no stop words and no numbers."""
    denies: bool
    reports: bool


@lru_cache(maxsize=6_500)
def headline(title: str) -> Headline:
    """The title, read. Never raises."""
    read = words(title)
    distinct = frozenset(read)
    sides = [0, 0]
    for word in distinct & known.SIDES.keys():
        sides = [has | bits for has, bits in zip(sides, known.SIDES[word], strict=True)]
    order = sorted(distinct)
    found = [_word(word) for word in order]
    squares = [word.square for word in found]
    parts, sums = _said(found)
    return Headline(
        words=read,
        distinct=distinct,
        order=order,
        squares=squares,
        parts=parts,
        sums=sums,
        length=_weighed(order, [word.broad for word in found], squares, sums)[1],
        numbers=frozenset(word for word in distinct if word[0] == "#"),
        places=distinct & known.COUNTRIES,
        days=distinct & known.DATES,
        issues=_issues(title, read),
        sides=(sides[0] & ~sides[1], sides[1] & ~sides[0]),
        says=frozenset(word for word in distinct - known.STOPS if word[0] != "#"),
        denies=not distinct.isdisjoint(known.DENIALS),
        reports=_FORM.match(title.strip()) is None,
    )


def _issues(title: str, read: Sequence[str]) -> dict[str, str]:
    """What part of a series the title says it is: of a kind (week, date, "Import AI"), which."""
    issues: dict[str, str] = {}
    head = _HEAD.match(title.strip()) if _DIGIT.search(title) else None
    series = words(head["head"]) if head else ()
    if head and (len(series) <= _HEAD_WORDS or UNSPACED.match(series[0])):
        issues[HEAD + " ".join(series)] = head["part"]
    may_count = any(word[0] == "#" or word in known.SERIAL for word in read)
    for one, two in pairwise(read) if may_count else ():
        two = _ROMAN.get(two, two) if one in known.SERIAL else two
        if two[0] == "#" and (one in known.SERIAL or one in known.DATES):
            kind = "date" if one in known.DATES else one
            issues.setdefault(kind, two if kind == one else one + two)
        elif one[0] == "#" and two in known.DATES:
            issues.setdefault("date", two + one)
    return issues


HEAD: Final = "^"
"""Marks the kind of a series that is named by its head."""


def _said(words: Sequence[_Word]) -> tuple[dict[str, Part], list[Sum]]:
    """What distinct words say together, by feature."""
    parts: dict[str, Part] = {}
    sums: list[Sum] = []
    for word in words:
        mine = word.parts
        again = [(feature, parts[feature]) for feature in mine if feature in parts]
        parts.update(mine)
        for feature, (one, value, broad) in again:
            other, other_value, other_broad = mine[feature]
            name = f"~{len(sums)}"  # no word is called so
            sums.append((name, one, value, other, other_value))
            parts[feature] = name, 1.0, broad + other_broad
    return parts, sums


Weighed = tuple[dict[str, float], float]
"""The weight of each distinct word, and of each sum; and the length of the vector they make."""


def _weighed(
    order: Sequence[str], weights: list[float], squares: Iterable[float], sums: Iterable[Sum]
) -> Weighed:
    told = dict(zip(order, weights, strict=True))
    square = sum([weight * weight * own for weight, own in zip(weights, squares, strict=True)])
    for name, one, value, other, other_value in sums:
        first, second = told[one] * value, told[other] * other_value
        told[name] = first + second
        square += 2 * first * second
    return told, math.sqrt(square)


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


_MOST_SHARP: Final = 20_000


class _Informed(dict[str, float]):
    """The information of words, worked out where it is asked for."""

    __slots__ = ("entries", "having")

    def __init__(self, entries: int, having: Callable[[str], int]) -> None:
        self.entries, self.having = entries, having

    def __missing__(self, word: str) -> float:
        expected = _EXPECTED[word]
        if expected < 0:
            self[word] = -expected
            return -expected
        told = math.log((self.entries + PRIOR) / (self.having(word) + expected))
        self[word] = told = told if told > 0 else 0.0
        return told


class Weights:
    """How rare words are in a collection: entries in all, and how many of them have a word.

    Information of a word = ln((entries + PRIOR) / (having + PRIOR x expected share)), so
    that a small collection, which knows little of rarity, leans on the general expectation.
    Stop words are not counted, only expected. Made for one run: keeps what it worked out.
    """

    __slots__ = ("_informed", "_sharp")

    def __init__(self, entries: int = 0, having: Callable[[str], int] = lambda _word: 0) -> None:
        self._informed = _Informed(entries, having)
        self._sharp: dict[Headline, Weighed] = {}

    @property
    def entries(self) -> int:
        """Entries in all."""
        return self._informed.entries

    def counted(self, entries: int) -> None:
        """So many there are now, or some have other words."""
        self._informed.entries = entries
        self._informed.clear()

    def information(self, word: str) -> float:
        """In nats; never below 0."""
        return self._informed[word]

    def enough(self) -> float:
        """Nats for full support. At ln(entries) chance alone would still match one entry."""
        return ENOUGH * math.log(self._informed.entries + PRIOR)

    def sharp(self, of: Headline) -> Weighed:
        """The headline's sharp vector."""
        made = self._sharp.get(of)
        if made is None:
            if len(self._sharp) >= _MOST_SHARP:
                self._sharp.clear()
            told = self._informed
            weights = [told[word] ** SHARP for word in of.order]
            made = self._sharp[of] = _weighed(of.order, weights, of.squares, of.sums)
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
    left, left_length = weights.sharp(a)
    right, right_length = weights.sharp(b)
    length = left_length * right_length
    if not length:
        return 0.0
    sharps, broads = [], []
    mine, theirs = a.parts, b.parts
    for feature in mine.keys() & theirs.keys():
        word, value, in_broad = mine[feature]
        other_word, other_value, other_broad = theirs[feature]
        sharps.append(left[word] * right[other_word] * (value * other_value))
        broads.append(in_broad * other_broad)
    sharp = math.fsum(sharps) / length  # fsum: the same in whatever order
    strongest = max([left[word] * right[word] for word in common]) / length
    sharp = min(sharp, LEAN * (sharp - strongest))
    if sharp <= 0:
        return 0.0
    lengths = a.length * b.length
    broad = math.fsum(broads) / lengths if lengths else 0.0
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
    others = [kind for kind, which in a.issues.items() if b.issues.get(kind, which) != which]
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
    both = len(a.says & b.says)
    if both < 2 or max(len(a.says), len(b.says)) - both > _TURNS:
        return False
    one, other = a.says - b.says, b.says - a.says
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
