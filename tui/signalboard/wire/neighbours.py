"""Which stories an arriving entry may belong to: those sharing rare words with it of late.

The index tells, of a word, how many entries have it and which did last; what shares enough
is compared (``joining.join``), the rest is never looked at.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from signalboard.wire.joining import LINKS, WINDOW, Joined, Member, Told, join
from signalboard.wire.similarity import Weights
from signalboard.wire.words import terms

MOST_ASKED: Final = 10
"""Index terms of an entry that are asked for: the rarest."""
NEAREST: Final = 12
"""Entries that are compared, at most."""
HINT: Final = 0.7
HINT_OF_ALL: Final = 0.25
"""Shares of full support, and of all the entry has to tell, that a candidate must share."""

Near = tuple[int, str, str, int, str, bool, int]
"""An entry as the index tells of it: its number, its story, title, moment and voice,
whether the story is settled, and when that began."""


class Index(Protocol):
    """What is known of the entries there are, by their words."""

    @property
    def entries(self) -> int:
        """How many are counted."""

    def having(self, word: str) -> int:
        """How many of them have a word among their terms."""

    def recent(self, word: str) -> Sequence[int]:
        """The numbers of the latest of those, the lowest first."""

    def since(self, at: int) -> int:
        """A number below which no entry was seen at that moment or later."""

    def read(self, numbers: Sequence[int]) -> Sequence[Near]:
        """The entries of these numbers, in this order."""

    def members(self, story: str, most: int) -> Sequence[Near]:
        """The latest entries of a story, the newest first."""


def weights_of(index: Index) -> Weights:
    """How rare words are in all that is counted."""
    return Weights(index.entries, index.having)


def placed(entry: Member, read: Sequence[str], index: Index, weights: Weights) -> Joined:
    """Where an entry of these words belongs."""
    stories = neighbours(entry, read, index, weights)
    return join(entry, stories, weights) if stories else Joined(None)


def neighbours(entry: Member, read: Iterable[str], index: Index, weights: Weights) -> list[Told]:
    """The stories with entries of the last ``WINDOW`` that share enough with this one.

    Enough is two of its ``MOST_ASKED`` rarest terms and, together, both HINT_OF_ALL of
    what those tell and HINT of full support.
    """
    found: list[Near] = []
    numbers = _alike(read, index, weights, index.since(entry.at - WINDOW))
    while numbers and len(found) < NEAREST:
        some, numbers = numbers[:NEAREST], numbers[NEAREST:]
        found += [near for near in index.read(some) if abs(entry.at - near[3]) <= WINDOW]
    stories: dict[str, list[Near]] = {}
    for near in found[:NEAREST]:
        stories.setdefault(near[1], []).append(near)
    return [_told(story, chosen, index) for story, chosen in stories.items()]


def _told(story: str, chosen: list[Near], index: Index) -> Told:
    if len(chosen) < LINKS:
        numbers = {near[0] for near in chosen}
        others = index.members(story, 2 * LINKS)
        chosen += [near for near in others if near[0] not in numbers][: LINKS - len(chosen)]
    return Told(
        story,
        tuple(Member(title, at, voice) for _, _, title, at, voice, _, _ in chosen),
        settled=chosen[0][5],
        began=chosen[0][6],
    )


def _alike(read: Iterable[str], index: Index, weights: Weights, since: int) -> list[int]:
    """Numbers of entries from ``since`` on that share enough, the most first.

    Those are looked for that two words have in common, and only of those it is summed up
    how much they share: a word has up to a hundred, most of them with no other word.
    """
    told = sorted((-weights.information(term), term) for term in terms(read))[:MOST_ASKED]
    left = -math.fsum([each[0] for each in told])
    least = max(HINT_OF_ALL * left, HINT * weights.enough())
    once: set[int] = set()
    twice: set[int] = set()
    asked: list[tuple[float, Sequence[int]]] = []
    for negative, term in told:
        may_begin = left >= least  # what has only the terms from here on can still share enough
        if not (may_begin or once):
            break
        having = index.recent(term)
        if having and having[0] < since:
            having = having[bisect_left(having, since) :]
        if having:
            asked.append((negative, having))
            twice.update(once.intersection(having))
            if may_begin:
                once.update(having)
        left += negative
    if not twice:
        return []
    shared = dict.fromkeys(twice, 0.0)
    for negative, having in asked:
        for number in twice.intersection(having):
            shared[number] += negative
    near = [(negative, number) for number, negative in shared.items() if negative <= -least]
    near.sort()
    return [number for _, number in near]
