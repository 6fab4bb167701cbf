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
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

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
_HEAD: Final = re.compile(
    r"(?P<head>\D{2,60}?)[#(]?(?:(?<!\w)(?:no|nr|vol|issue)\.? ?#?)?"
    r"(?P<part>\d+(?:[.,]\d+)*) ?[期号號回集]?[)）]?(?:\s*(?:[:：|–—]|-\s)|\s*$)",
    re.IGNORECASE,
)
_HEAD_WORDS: Final = 5
"""Words before the number of a part, at most: "Import AI 441: ...", "Dow closes up 300"."""


class _Word(NamedTuple):
    """A word as it is compared: everything of ``k`` that concerns it alone."""

    text: str
    broad: float
    """Its weight by what a reader of any paper knows."""
    itself: float
    """The part of it that only the same word has."""
    classes: frozenset[str]
    groups: frozenset[str]
    counts: dict[str, int]
    """How often each letter group stands in it."""
    length: float
    """Of the counts."""
    own: float
    """k of the word with itself."""


@lru_cache(maxsize=50_000)
def _word(text: str) -> _Word:
    classes = frozenset(known.CLASSES.get(text, ()))
    padded = f"^{text}$"
    spelled = text[0] != "#" and text not in known.STOPS and not UNSPACED.match(text)
    groups = [padded[i : i + LETTER_N] for i in range(len(padded) - LETTER_N + 1)]
    counts = dict(Counter(groups)) if spelled else {}
    for_letters = LETTERS if counts else 0.0
    repeated = sum(count * count for count in counts.values())
    return _Word(
        text,
        math.log(1 / known.rate(text)) ** BROAD,
        itself := 1 - for_letters - (CLASS if classes else 0.0),
        classes,
        frozenset(counts),
        counts,
        math.sqrt(len(groups)),
        itself + (CLASS if classes else 0.0) + for_letters * repeated / len(groups or "."),
    )


def _kin(one: _Word, other: _Word) -> float:
    """k of two different words."""
    found = 0.0
    if one.classes and not one.classes.isdisjoint(other.classes):
        shared = len(one.classes & other.classes)
        found += CLASS * shared / math.sqrt(len(one.classes) * len(other.classes))
    if one.groups and not one.groups.isdisjoint(other.groups):
        both = sum(one.counts[group] * other.counts[group] for group in one.groups & other.groups)
        found += LETTERS * both / (one.length * other.length)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Headline:
    """A title read once: its words, its broad vector, and what may conflict."""

    words: tuple[str, ...]
    distinct: tuple[_Word, ...] = field(repr=False)
    own: Pairs = field(repr=False)
    broad: Vector = field(repr=False)
    numbers: frozenset[str]
    places: frozenset[str]
    days: frozenset[str]
    parts: dict[str, str]
    sides: tuple[int, int]
    says: frozenset[str]
    """Its words that are no stop words and no numbers."""
    denies: bool
    reports: bool


@lru_cache(maxsize=4_000)
def headline(title: str) -> Headline:
    """The title, read. Never raises."""
    read = words(title)
    distinct = frozenset(read)
    sides = [0, 0]
    for word in distinct & known.SIDES.keys():
        sides = [has | bits for has, bits in zip(sides, known.SIDES[word], strict=True)]
    each = tuple(_word(word) for word in dict.fromkeys(read))
    own = _own(each)
    return Headline(
        words=read,
        distinct=each,
        own=own,
        broad=_vector([word.broad for word in each], own),
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
    head = _HEAD.match(title.strip())
    series = words(head["head"]) if head else ()
    if head and (len(series) <= _HEAD_WORDS or UNSPACED.match(series[0])):
        parts[HEAD + " ".join(series)] = head["part"]
    for one, two in pairwise(read):
        two = _ROMAN.get(two, two) if one in known.SERIAL else two
        if two[0] == "#" and (one in known.SERIAL or one in known.DATES):
            kind = "date" if one in known.DATES else one
            parts.setdefault(kind, two if kind == one else one + two)
        elif one[0] == "#" and two in known.DATES:
            parts.setdefault("date", two + one)
    return parts


HEAD: Final = "^"
"""Marks the kind of a series that is named by its head."""

Pairs = tuple[tuple[int, int, float], ...]
"""Places of two words, and their k; those that have nothing in common are left out."""
Vector = tuple[Sequence[float], float]
"""The weight of each distinct word, and the length of all together."""


def _own(each: Sequence[_Word]) -> Pairs:
    found = [(i, i, word.own) for i, word in enumerate(each)]
    for i, one in enumerate(each):
        found += [(i, j, 2 * kin) for j in range(i) if (kin := _kin(one, each[j]))]
    return tuple(found)


def _across(a: Headline, b: Headline) -> Pairs:
    found = []
    for i, one in enumerate(a.distinct):
        text, classes, groups = one.text, one.classes, one.groups
        for j, other in enumerate(b.distinct):
            if text == other.text:
                found.append((i, j, one.own))
            elif not (classes.isdisjoint(other.classes) and groups.isdisjoint(other.groups)):
                found.append((i, j, _kin(one, other)))
    return tuple(found)


def _vector(weights: Sequence[float], own: Pairs) -> Vector:
    return weights, math.sqrt(math.fsum(weights[i] * weights[j] * kin for i, j, kin in own))


def _cosine(pairs: Pairs, one: Vector, other: Vector) -> float:
    """fsum, so that the result does not depend on the order of words."""
    left, right = one[0], other[0]
    length = one[1] * other[1]
    return math.fsum(left[i] * right[j] * kin for i, j, kin in pairs) / length if length else 0.0


@lru_cache(maxsize=50_000)
def _expected(word: str) -> tuple[float, bool]:
    """Of PRIOR entries, how many are expected to have a word; of a stop word, its information."""
    rate = known.rate(word)
    return (-math.log(rate), True) if word in known.STOPS else (PRIOR * rate, False)


@dataclass(slots=True)
class Weights:
    """How rare words are in a collection: entries in all, and how many of them have a word.

    Information of a word = ln((entries + PRIOR) / (having + PRIOR x expected share)), so
    that a small collection, which knows little of rarity, leans on the general expectation.
    Stop words are not counted, only expected. Made for one run: keeps what it worked out.
    """

    entries: int = 0
    having: Callable[[str], int] = field(default=lambda _word: 0)
    _vectors: dict[Headline, Vector] = field(default_factory=dict, repr=False)

    def information(self, word: str) -> float:
        """In nats; never below 0."""
        expected, is_stop = _expected(word)
        if is_stop:
            return expected
        return max(0.0, math.log((self.entries + PRIOR) / (self.having(word) + expected)))

    def enough(self) -> float:
        """Nats for full support. At ln(entries) chance alone would still match one entry."""
        return ENOUGH * math.log(self.entries + PRIOR)

    def sharp(self, of: Headline) -> Vector:
        """The headline's sharp vector."""
        vector = self._vectors.get(of)
        if vector is None:
            if len(self._vectors) >= 20_000:
                self._vectors.clear()
            weights = [self.information(word.text) ** SHARP for word in of.distinct]
            vector = _vector(weights, of.own)
            self._vectors[of] = vector
        return vector


def similarity(one: str | Headline, other: str | Headline, weights: Weights) -> float:
    """0 (nothing in common) to 1 (the same words). Symmetric; never raises."""
    a = headline(one) if isinstance(one, str) else one
    b = headline(other) if isinstance(other, str) else other
    if a.words == b.words:
        return 1.0
    pairs = _across(a, b)
    left, right = weights.sharp(a), weights.sharp(b)
    length = left[1] * right[1]
    common = [(i, j) for i, j, _ in pairs if a.distinct[i].text == b.distinct[j].text]
    if not (common and length):
        return 0.0
    sharp = _cosine(pairs, left, right)
    strongest = max(left[0][i] * right[0][j] / length for i, j in common)
    sharp = min(sharp, LEAN * (sharp - strongest))
    if sharp <= 0:
        return 0.0
    broad = _cosine(pairs, a.broad, b.broad)
    enough = weights.enough()
    telling = math.fsum(weights.information(a.distinct[i].text) for i, _ in common)
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
        return _is_name(left) and _is_name(right) and not _kin(_word(left), _word(right))
    return False


def _is_name(word: str) -> bool:
    """Whether nothing is known of a word: those are names, mostly."""
    return known.rate(word) == known.RATES["other"] and not UNSPACED.match(word)
