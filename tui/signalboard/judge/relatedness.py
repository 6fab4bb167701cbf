"""Which theses a story might be about, by its words, its companies and what was judged: pure.

A term that thesis and story share counts by how rare it is in the person's own feeds: where
every story is of agents, "agent" tells nothing. What was judged before adds the terms that
evidence on a thesis has more often than stories have. Only what reaches the bar is suggested,
three theses at most.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

from signalboard.judge.words import COMMON, as_written, stem, telling, tokens
from signalboard.model import Stance, Thesis

MOST: Final = 3
"""Theses suggested for one story."""
BAR: Final = 1.5
"""What the terms shared with a thesis must be worth, in nats, for it to be suggested."""
_STATEMENT, _NEGATION, _KEYWORD, _COMPANY, _WATCHED = 0.2, 0.1, 1.0, 1.0, 0.7
"""What a term of each kind is worth beside a keyword: most words of a sentence are chance."""
_MENTIONED: Final = 0.3
"""What a term is worth where only the summary has it."""
_JUDGED: Final = 1.4
_DOUBT: Final = 3
"""Pieces of evidence with a term that make half of what they say believed."""
_LEAST: Final = -1.5
_PHRASE: Final = 1.0
"""What a keyword of several words says beyond its rarest."""


class Told(NamedTuple):
    """What is read of a story."""

    title: str
    """Its stems, in order, parted and surrounded by spaces."""
    text: str
    """The same of the summary."""
    words: frozenset[str]
    """The telling stems of the title, without names of companies."""
    further: frozenset[str]
    """Those that only the summary has."""
    companies: frozenset[str]
    mentioned: frozenset[str]
    """Companies that only the summary names."""
    written: str
    """Title and summary as they stand."""

    @property
    def terms(self) -> Iterable[str]:
        """Everything that is counted of it, each once."""
        named = self.companies | self.mentioned
        return (*self.words, *self.further, *map(_company, named))

    @property
    def judged(self) -> tuple[str, ...]:
        """What evidence is read by: only the title, as summaries say too much that is chance."""
        return (*self.words, *map(_company, self.companies))


class Related(NamedTuple):
    """A thesis that a story might be about."""

    thesis_id: str
    worth: float
    why: tuple[str, ...]
    """The terms that tell most, the first the most; at most three."""


class Rarity:
    """How many of so many stories have a term."""

    def __init__(self, stories: Iterable[Told] = ()) -> None:
        self._having: Counter[str] = Counter()
        self.stories = 0
        for told in stories:
            self.add(told)

    def add(self, told: Told) -> None:
        """One more story."""
        self.stories += 1
        self._having.update(told.terms)

    def share(self, term: str, more: int = 0, of: int = 0) -> float:
        """How likely a story has it; ``more`` of ``of`` further stories have it."""
        return (self._having[term] + more + 1) / (self.stories + of + 2)

    def worth(self, term: str) -> float:
        """What having it tells, in nats; never less than nothing."""
        return max(0.0, math.log((self.stories + 2) / (self._having[term] + 2)))


class Topic:
    """What a thesis is about: its own terms, and those of the evidence on it."""

    __slots__ = (
        "_against",
        "_bearing",
        "_not",
        "_with",
        "companies",
        "keywords",
        "thesis_id",
        "words",
    )

    def __init__(
        self,
        thesis: Thesis,
        companies: Iterable[str] = (),
        watched: Iterable[str] = (),
        evidence: Iterable[tuple[Stance, Told]] = (),
    ) -> None:
        """``companies``: whom its words name; ``watched``: whom its watches name."""
        self.thesis_id = thesis.id
        said = [" ".join(stem(word) for word in tokens(keyword)) for keyword in thesis.keywords]
        self.keywords = frozenset(filter(None, said))
        self.words = dict.fromkeys(_telling(thesis.negation), _NEGATION)
        self.words |= dict.fromkeys(_telling(f"{thesis.statement} | {thesis.name}"), _STATEMENT)
        for keyword in self.keywords:
            self.words.pop(keyword, None)
        self.companies = dict.fromkeys(watched, _WATCHED) | dict.fromkeys(companies, _COMPANY)
        self._with: Counter[str] = Counter()
        self._against: Counter[str] = Counter()
        self._bearing = self._not = 0
        for stance, told in evidence:
            self.add(stance, told.judged)

    def add(self, stance: Stance, terms: Iterable[str]) -> None:
        """A piece of evidence more, by its terms."""
        self._count(stance, terms, 1)

    def remove(self, stance: Stance, terms: Iterable[str]) -> None:
        """One less, as it was added."""
        self._count(stance, terms, -1)

    def _count(self, stance: Stance, terms: Iterable[str], by: int) -> None:
        aside = stance is Stance.NO_BEARING
        counted = self._against if aside else self._with
        for term in terms:
            counted[term] += by
            if not counted[term]:
                del counted[term]
        self._not += by * aside
        self._bearing += by * (not aside)

    def judged(self, term: str, rarity: Rarity) -> float:
        """How much more often evidence has a term than stories have, in nats, as far as believed.

        Stories without bearing make it as common as they have it.
        """
        having, lacking = self._with[term], self._against[term]
        if not having and not lacking:
            return 0.0
        usual = rarity.share(term, lacking, self._not)
        told = math.log((having + rarity.share(term)) / (self._bearing + 1) / usual)
        believed = (having + lacking) / (having + lacking + _DOUBT)
        return _JUDGED * max(_LEAST, told * believed)


def _company(name: str) -> str:
    """A company as a term: no word can be spelled so."""
    return intern(f"={name}")


def _telling(text: str) -> frozenset[str]:
    return telling(tokens(text)) - COMMON


@lru_cache(maxsize=64)  # the story in view is asked for again; all that are counted take 20 MB
def told(
    title: str,
    summary: str = "",
    companies: frozenset[str] = frozenset(),
    mentioned: frozenset[str] = frozenset(),
    names: frozenset[str] = frozenset(),
) -> Told:
    """What is read of a story. ``names``: stems of companies' names, counted as companies."""
    heading, text = tokens(title), tokens(summary)
    words = telling(heading) - COMMON - names
    return Told(
        f" {' '.join(map(stem, heading))} ",
        f" {' '.join(map(stem, text))} ",
        words,
        telling(text) - COMMON - names - words,
        companies,
        mentioned - companies,
        f"{title} {summary}",
    )


def related(topics: Sequence[Topic], story: Told, rarity: Rarity) -> tuple[Related, ...]:
    """The likeliest theses of a story, the likeliest first; none that does not reach the bar."""
    shares: Mapping[str, int] = _sharing(tuple(topics))
    found = []
    for topic in topics:
        terms = _shared(topic, story, rarity, shares)
        worth = sum(terms.values())
        if worth >= BAR:
            best = sorted(terms, key=lambda term: (-terms[term], term))
            spoken = as_written(story.written)
            why = tuple(_spoken(term, spoken) for term in best[:MOST] if terms[term] > 0)
            found.append(Related(topic.thesis_id, worth, why))
    found.sort(key=lambda one: -one.worth)
    return tuple(found[:MOST])


def _spoken(term: str, spoken: Mapping[str, str]) -> str:
    """A term as the story has it."""
    if term.startswith("="):
        return term.removeprefix("=")
    return " ".join(spoken.get(word, word) for word in term.split())


def _sharing(topics: tuple[Topic, ...]) -> Counter[str]:
    """How many of the theses have each term: one that all have tells none apart."""
    return Counter(
        term
        for topic in topics
        for term in (*topic.keywords, *topic.words, *map(_company, topic.companies))
    )


def _shared(
    topic: Topic, story: Told, rarity: Rarity, sharing: Mapping[str, int]
) -> dict[str, float]:
    """What each term that story and thesis share is worth."""
    terms: dict[str, float] = {}
    for keyword in topic.keywords:
        where = 1.0 if f" {keyword} " in story.title else _MENTIONED
        if where == 1 or f" {keyword} " in story.text:
            words = keyword.split()
            worth = max(map(rarity.worth, words)) + (_PHRASE if len(words) > 1 else 0)
            terms[keyword] = where * _KEYWORD * worth / sharing[keyword]
    for found, where in ((story.words, 1.0), (story.further, _MENTIONED)):
        for word in found & topic.words.keys():
            terms[word] = where * topic.words[word] * rarity.worth(word) / sharing[word]
    for named, where in ((story.companies, 1.0), (story.mentioned, _MENTIONED)):
        for name in named & topic.companies.keys():
            term = _company(name)
            terms[term] = where * topic.companies[name] * rarity.worth(term) / sharing[term]
    for every, where in (
        ((*story.words, *map(_company, story.companies)), 1.0),
        ((*story.further, *map(_company, story.mentioned)), _MENTIONED),
    ):
        for term in every:
            if told := topic.judged(term, rarity):
                terms[term] = terms.get(term, 0.0) + where * told
    return terms
