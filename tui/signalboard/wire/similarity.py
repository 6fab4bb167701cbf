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

``join`` groups: which story an arriving entry belongs to, given those it may belong to.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from signalboard.wire import wordclasses as known

SAME_EVENT: Final = 0.27
"""The one operating point: the similarity to a story from which an entry joins it."""
CLASS: Final = 0.3
LETTER_NS = (3, 4)
LETTERS: Final = 0.4
"""Shares c and g of a word's weight that go to its classes and to its letter groups."""
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
or lists, the other reports; ``issue``: the same series (week 12, November 14), another part."""
LINKS: Final = 3
"""A story is as near as its so many nearest members are on the mean: one link would chain
reports into a topic, all of them would close a large story."""
FADING: Final = 0.05
"""How much more it takes, as a share, for every day after the first that an entry is apart."""
WINDOW: Final = 14 * 86400
SERIES: Final = 3 * 86400
"""Seconds after which a story takes no more entries; and after which the same words again
are the next part of a series."""
MOST_TERMS: Final = 12
MOST_ASKED: Final = 10
MOST_WORDS: Final = 40
"""Index terms of one entry, those of them worth asking for, words read of one title."""
HINT: Final = 0.7
HINT_OF_ALL: Final = 0.25
"""Shares of full support, and of all the entry has to tell, that a candidate must share."""

_DAY: Final = 86400
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"'})
_PREFIX: Final = re.compile(
    r"(?:(?:live(?: updates?| blog)?|watch(?: live)?|update \d+|video|photos?|exclusive|column"
    r"|breaking(?: news)?|opinion|analysis|fact check|news wrap|report|just in|developing|factbox"
    r"|correct(?:ed|ion)|refile|wrapup \d+|\d+ ?[ap]m update|the latest|review|special report)"
    r"\s*[:|–—-]\s*)+",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.&'!]*(?: (?:[A-Z][\w.&'!]*|of|and|for|the|&)){0,3}"
_SUFFIX: Final = re.compile(rf"\s+(?:\||-|–|—|::|·)\s+{_NAME}$")
_SHORTEST: Final = 20
_FORM: Final = re.compile(
    r"(?:how|what|why|who|when|where|has|have|can|could|does|do|is|are|will|should|here'?s?|these"
    r"|\d+ (?:\w+ )?(?:things|ways|reasons|tips|moments|facts|photos|best|takeaways|questions)"
    r"|column|opinion|review|analysis|fact check|guide)\b|.*\?$",
    re.IGNORECASE | re.DOTALL,
)
_CUT_OFF: Final = re.compile(r"\s*(?:\.\.\.|…)\s*$")
_COUNTRY: Final = re.compile(r"\bUS\b|\bU\.S\.?(?:A\.?)?(?!\w)")
_DOTS: Final = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_PERCENT: Final = re.compile(r"\s*(?:\bper cent\b|\bpercent\b|\bpct\b|%)")
_POSSESSIVE: Final = re.compile(r"'s\b|(?<=s)'(?!\w)")
_INNER: Final = re.compile(r"(?<=\w)'(?=\w)|(?<=\d),(?=\d{3})")
_SIGN = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED: Final = re.compile(f"[{_SIGN}]")
_PIECE: Final = re.compile(rf"\d+(?:\.\d+)?%?|[{_SIGN}]+|(?:(?![{_SIGN}])[^\W\d])+")
_SCALE: Final = {"thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "b": 1e9,
                 "bn": 1e9, "bln": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12}  # fmt: skip
_AFTER_NUMBER: Final = frozenset((*_SCALE, "st", "nd", "rd", "th", "am", "pm"))


def words(title: str) -> tuple[str, ...]:
    """The words of a title, in order: canonical, numbers as ``#1000000`` or ``#25%``.

    Left out are what an outlet sets before or behind ("Live updates:", " - Reuters");
    scripts without spaces give pairs of characters.
    """
    text = unicodedata.normalize("NFKC", title[:1000]).translate(_QUOTES)
    text = _CUT_OFF.sub("", text)
    prefix, suffix = _PREFIX.match(text), _SUFFIX.search(text)
    end = suffix.start() if suffix and suffix.start() > _SHORTEST else len(text)
    return _words(text[prefix.end() if prefix else 0 : end]) or _words(text)


def _words(text: str) -> tuple[str, ...]:
    text = _DOTS.sub("", _COUNTRY.sub(" usa ", text).casefold())
    text = _INNER.sub("", _POSSESSIVE.sub("", _PERCENT.sub("% ", text)))
    text = known.PHRASES.sub(lambda found: re.sub("[ -]", "_", found[0]), text)
    pieces = _PIECE.findall(text)[: MOST_WORDS * 2]
    result: list[str] = []
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=False):
        if piece[0].isdigit():
            value = float(piece.rstrip("%")) * _SCALE.get(following, 1)
            result.append(f"#{value:.10g}{'%' if piece[-1] == '%' else ''}")
        elif _UNSPACED.match(piece):
            result += [piece[i : i + 2] for i in range(max(1, len(piece) - 1))]
        elif piece in known.DIGITS:
            result.append("#" + known.DIGITS[piece])
        elif piece != "us" and not (piece in _AFTER_NUMBER and result and result[-1][0] == "#"):
            result.append(known.canonical(piece))
    return tuple(result[:MOST_WORDS])


def terms(title: str) -> tuple[str, ...]:
    """What to index an entry under: its words without stop words, the most telling first."""
    distinct = [word for word in dict.fromkeys(headline(title).words) if word not in known.STOPS]
    return tuple(sorted(distinct, key=lambda word: (known.rate(word), word))[:MOST_TERMS])


def asked(title: str, weights: Weights) -> tuple[dict[str, float], float]:
    """The rarest index terms of an arriving title with their information, and what is needed.

    Whatever shares two of the terms, and of their information at least the second value in
    nats (HINT of all there is, HINT of full support), is worth comparing.
    """
    told = [(weights.information(term), term) for term in terms(title)]
    rarest = sorted(told, key=lambda each: (-each[0], each[1]))[:MOST_ASKED]
    least = max(HINT_OF_ALL * math.fsum(each[0] for each in rarest), HINT * weights.enough())
    return {term: information for information, term in rarest}, least


@lru_cache(maxsize=50_000)
def _features(word: str) -> tuple[float, float, float, tuple[tuple[str, float], ...]]:
    """A word's expected share, its broad weight, the part that is the word itself, and its
    features, together of length one."""
    classes = known.CLASSES.get(word, ())
    spelled = word[0] != "#" and word not in known.STOPS and not _UNSPACED.match(word)
    padded = f"^{word}$"
    groups = [padded[i : i + n] for n in LETTER_NS for i in range(len(padded) - n + 1)]
    for_letters = LETTERS if spelled else 0.0
    itself = 1 - for_letters - (CLASS if classes else 0.0)
    features = [(word, math.sqrt(itself))]
    features += [(name, math.sqrt(CLASS / len(classes))) for name in classes]
    if spelled:
        features += [(f"~{group}", math.sqrt(for_letters / len(groups))) for group in groups]
    rate = known.rate(word)
    return rate, math.log(1 / rate) ** BROAD, itself, tuple(features)


@dataclass(frozen=True, slots=True, eq=False)
class Headline:
    """A title read once: its words, its broad vector, and what may conflict."""

    words: tuple[str, ...]
    broad: Vector = field(repr=False)
    numbers: frozenset[str]
    places: frozenset[str]
    days: frozenset[str]
    parts: dict[str, str]
    sides: tuple[int, int]
    reports: bool


@lru_cache(maxsize=20_000)
def headline(title: str) -> Headline:
    """The title, read. Never raises."""
    read = words(title)
    distinct = frozenset(read)
    sides = [
        sum(bool(pair[side] & distinct) << index for index, pair in enumerate(known.SIDES))
        for side in (0, 1)
    ]
    return Headline(
        words=read,
        broad=_vector(read, lambda word: _features(word)[1]),
        numbers=frozenset(word for word in distinct if word[0] == "#"),
        places=distinct & known.COUNTRIES,
        days=distinct & known.DATES,
        parts=_parts(read),
        sides=(sides[0] & ~sides[1], sides[1] & ~sides[0]),
        reports=_FORM.match(title.strip()) is None,
    )


def _parts(read: Sequence[str]) -> dict[str, str]:
    """What part of a series the title says it is: of a kind (week, episode, date), which."""
    parts: dict[str, str] = {}
    for one, two in pairwise(read):
        if two[0] == "#" and (one in known.SERIAL or one in known.DATES):
            kind = "date" if one in known.DATES else one
            parts.setdefault(kind, two if kind == one else one + two)
        elif one[0] == "#" and two in known.DATES:
            parts.setdefault("date", two + one)
    return parts


Vector = tuple[dict[str, float], float]
"""Features, and the length of them all."""


def _vector(read: Sequence[str], weigh: Callable[[str], float]) -> Vector:
    vector: dict[str, float] = {}
    for word in dict.fromkeys(read):
        weight = weigh(word)
        if weight > 0:
            for feature, share in _features(word)[3]:
                vector[feature] = vector.get(feature, 0.0) + weight * share
    return vector, math.hypot(*vector.values())


def _product(shared: Iterable[str], one: Vector, other: Vector) -> float:
    """The cosine: fsum, since sets have no order and the result must not depend on any."""
    left, right = one[0], other[0]
    both = [left[name] * right[name] for name in shared if name in left and name in right]
    return math.fsum(both) / (one[1] * other[1]) if both else 0.0


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
        rate = _features(word)[0]
        if word in known.STOPS:
            return -math.log(rate)
        return max(0.0, math.log((self.entries + PRIOR) / (self.having(word) + PRIOR * rate)))

    def enough(self) -> float:
        """Nats for full support. At ln(entries) chance alone would still match one entry."""
        return ENOUGH * math.log(self.entries + PRIOR)

    def forget(self) -> None:
        """Start anew, the counts having changed."""
        self._vectors.clear()

    def sharp(self, of: Headline) -> Vector:
        """The headline's sharp vector."""
        vector = self._vectors.get(of)
        if vector is None:
            if len(self._vectors) >= 20_000:
                self._vectors.clear()
            vector = _vector(of.words, lambda word: self.information(word) ** SHARP)
            self._vectors[of] = vector
        return vector


def similarity(one: str | Headline, other: str | Headline, weights: Weights) -> float:
    """0 (nothing in common) to 1 (the same words). Symmetric; never raises."""
    a = headline(one) if isinstance(one, str) else one
    b = headline(other) if isinstance(other, str) else other
    if a.words == b.words:
        return 1.0
    shared = a.broad[0].keys() & b.broad[0].keys()
    left, right = weights.sharp(a), weights.sharp(b)
    sharp = _product(shared, left, right)
    common = [feature for feature in shared if feature[0] not in "@~"]
    strongest = max(
        (_product((word,), left, right) / _features(word)[2] for word in common), default=0.0
    )
    sharp = min(sharp, LEAN * (sharp - strongest))
    if sharp <= 0:
        return 0.0
    broad = _product(shared, a.broad, b.broad)
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
    if any(b.parts.get(kind, which) != which for kind, which in a.parts.items()):
        result *= CONFLICTS["issue"]
    return result


@dataclass(frozen=True, slots=True)
class Told:
    """A story as far as an arriving entry may belong to it: titles and moments of members.

    Give those the index found, and of the others the newest until there are ``LINKS``.
    A ``fixed`` one (judged, or merged or split by hand) takes entries but is never merged.
    """

    story: str
    members: tuple[tuple[str, int], ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """The story to join (None: a new one) and the others it shows to be that same story."""

    story: str | None
    same: tuple[str, ...] = ()


def join(title: str, at: int, stories: Iterable[Told], weights: Weights) -> Joined:
    """Where an entry belongs: to the story it is nearest to, if that is near enough.

    Nearness is the mean of the ``LINKS`` highest similarities to members. It takes
    SAME_EVENT x (1 + FADING x days, after the first, to the nearest member). A title less
    telling than it takes to single out one entry ("Business in brief") joins nothing.
    Two stories are one where the entry would join either and their members, on the mean and
    seen from both sides, would too.
    """
    entry = headline(title)
    telling = math.fsum(weights.information(word) for word in set(entry.words) - known.STOPS)
    if telling < math.log(weights.entries + PRIOR):
        return Joined(None)
    near = []
    for told in stories:
        apart = min((abs(at - moment) for _, moment in told.members), default=WINDOW + 1)
        if apart > WINDOW:
            continue
        if any(
            abs(at - moment) > SERIES and headline(other).words == entry.words
            for other, moment in told.members
        ):
            continue
        needed = SAME_EVENT * (1 + FADING * max(0.0, apart / _DAY - 1))
        ratio = _nearness(title, told, weights) / needed
        if ratio >= 1:
            near.append((-ratio, told.story, told))
    near.sort(key=lambda found: found[:2])
    if not near:
        return Joined(None)
    best = near[0][2]
    return Joined(
        best.story, tuple(other.story for _, _, other in near[1:] if _are_one(best, other, weights))
    )


def _nearness(title: str, told: Told, weights: Weights) -> float:
    found = sorted(similarity(title, other, weights) for other, _ in told.members)[-LINKS:]
    return math.fsum(found) / len(found) if found else 0.0


def _are_one(one: Told, other: Told, weights: Weights) -> bool:
    if one.fixed and other.fixed:
        return False
    return all(
        math.fsum(_nearness(title, to, weights) for title, _ in of.members)
        >= SAME_EVENT * len(of.members)
        for of, to in ((one, other), (other, one))
    )
