"""Which companies a text names. Pure; loads no HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple
from hashlib import blake2b
from typing import NamedTuple

from signalboard.model import Company
from signalboard.values import dataclass
from signalboard.wire.naming import APART, WORD, Name, fold, is_capitals, places, spellings

_SMALL = re.compile("[a-z ]+")
_LETTERS_ONLY = "".join(chr(c) if chr(c).isalpha() else " " for c in range(128))


RULES = 2
"""How names are found; another number when that changes, so that archives are searched anew."""


class Named(NamedTuple):
    """The companies of a text: those of the title first, each once."""

    companies: tuple[str, ...]
    about: int
    """How many of them, the first ones, the title names; the others are only mentioned."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    name: Name
    exact: bool
    """Whether it stands letter by letter."""

    def covers(self, other: _Found) -> bool:
        return self.start <= other.start and other.end <= self.end

    def hides(self, other: _Found) -> bool:
        return self.name.company == other.name.company and self.covers(other)


class Finder:
    """Finds companies by name, alias and ticker.

    Names match whatever their case, but for those that are words too: they
    match as written, in a line of capitals as capitals. Of two names that
    overlap the longer one counts. What a company excludes hides the names it
    covers from that company, unless a longer one of its own covers more.
    """

    def __init__(self, companies: Sequence[Company]) -> None:
        self._companies = tuple(companies)
        self._names: dict[str, list[Name]] = {}
        self._hiding: dict[int, dict[str, list[Name]]] = {}
        """What each company excludes, by key: looked for only where the company was found."""
        for number, company in enumerate(self._companies):
            for key, name in spellings(company, number):
                by_key = self._hiding.setdefault(number, {}) if name.excluded else self._names
                by_key.setdefault(key, []).append(name)
        self._words = frozenset(filter(WORD.fullmatch, self._names))
        self._signs = frozenset(self._names.keys() - self._words)
        self._has_plain_signs = any(sign.isascii() for sign in self._signs)

    def find(self, title: str, summary: str) -> tuple[str, ...]:
        """The names of the companies in a story, those of the title first, each once."""
        return self.named(title, summary).companies

    def named(self, title: str, summary: str) -> Named:
        """The companies of a story, and how many of them its title names."""
        found = dict.fromkeys(hit.name.company for hit in self._hits(title))
        about = len(found)
        found.update(dict.fromkeys(hit.name.company for hit in self._hits(summary)))
        return Named(tuple(self._companies[number].name for number in found), about)

    def spans(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """Where a text names companies: (start, end, name), in order, never overlapping."""
        kept: list[tuple[int, int, str]] = []
        for start, end, name in self.matches(text):
            if kept and start < kept[-1][1]:
                if end <= kept[-1][1]:
                    continue
                kept.pop()
            kept.append((start, end, name))
        return tuple(kept)

    def matches(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """Every place where a text names a company: (start, end, name), in order of their place.

        One may stand within another: "Gold futures" names gold too.
        """
        hits = self._hits(text)
        if not hits:
            return ()
        at = places(text) or range(len(text) + 1)
        return tuple(
            (at[hit.start], at[hit.end - 1] + 1, self._companies[hit.name.company].name)
            for hit in hits
        )

    def _hits(self, text: str) -> list[_Found]:
        folded = fold(text)
        small = folded.lower()
        bare = small if small.isascii() else APART.sub(" ", small)
        # Splitting is three times as quick as a pattern, where it will do.
        words = bare.translate(_LETTERS_ONLY).split() if bare.isascii() else WORD.findall(small)
        keys = self._words.intersection(words)
        signs = folded if self._has_plain_signs or not folded.isascii() else ""
        keys |= self._signs.intersection(signs)
        if not keys:
            return []  # as most texts
        capitals = is_capitals(folded)
        hits = list(_found(self._names, keys, folded, capitals=capitals))
        hidden: list[_Found] = []
        for number in {hit.name.company for hit in hits} & self._hiding.keys():
            by_key = self._hiding[number]
            likely = by_key.keys() & {*words, *folded}
            hidden += _found(by_key, likely, folded, capitals=capitals)
        if hidden:
            hits = [hit for hit in hits if not any(other.hides(hit) for other in hidden)]
        return _longest(hits, folded)


def _found(
    by_key: Mapping[str, Sequence[Name]], keys: AbstractSet[str], folded: str, *, capitals: bool
) -> Iterator[_Found]:
    """Where the names of these keys stand, each once: a plural has a key of its own."""
    for name in dict.fromkeys(name for key in keys for name in by_key[key]):
        for start, end in name.places(folded, capitals=capitals):
            yield _Found(start, end, name, folded[start:end] == name.written)


def _longest(hits: list[_Found], text: str) -> list[_Found]:
    """Of hits that overlap the longest, of equals the one written so; in order of their place."""
    if len(hits) > 1:
        hits.sort(key=lambda h: (h.start - h.end, h.start, not h.exact, h.name.company))
        kept: list[_Found] = []
        for hit in hits:
            if all(
                hit.end <= other.start or other.end <= hit.start or _leaves(other, hit, text)
                for other in kept
            ):
                kept.append(hit)
        hits = sorted(kept, key=lambda hit: (hit.start, hit.end))
    return hits


def _leaves(longer: _Found, hit: _Found, text: str) -> bool:
    """Whether the longer name leaves another company's inside it its own.

    It does where it is a list of names, and where it adds words in small
    letters only: "Gold futures" is of gold, "Tencent Music" not of Tencent.
    """
    if (
        longer.name.company == hit.name.company
        or not longer.covers(hit)
        or longer.exact < hit.exact
    ):
        return False
    rest = text[longer.start : hit.start] + text[hit.end : longer.end]
    return longer.name.is_list or (" " in rest and _SMALL.fullmatch(rest) is not None)


def probes(company: Company) -> tuple[str, ...]:
    """Words of which every text that names a company has one; ``Qwen*`` is any that begins so.

    For the index of an archive, which then need not be read whole. Joiners
    within a word, and initials with and without dots, may escape it.
    """
    names = (name for _, name in spellings(company, 0) if not name.excluded)
    return tuple(dict.fromkeys(probe for name in names for probe in name.probes))


def fingerprint(company: Company) -> int:
    """A number above 0 that changes when anything about how a company is found does."""
    told = repr((RULES, *astuple(company))).encode()
    return int.from_bytes(blake2b(told, digest_size=7).digest(), "big") + 1
