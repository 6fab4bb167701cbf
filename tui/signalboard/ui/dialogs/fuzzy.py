"""Finding by a few letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WHOLE_AT_START, _BEGUN_AT_START, _WHOLE, _BEGUN, _WITHIN, _IN_ORDER = 100, 90, 80, 55, 30, 5
_FARTHEST = 15
"""What is taken off at most where the word stands further on."""


def score(query: str, text: str) -> int | None:
    """How well a text fits some words, higher better; None where one of them is not in it.

    A word fits best as the first word of the text, whole or begun; then as a whole word further
    on, as the beginning of one, within one; and least well as letters in order: some of one word,
    or the beginnings of some that stand together.
    """
    text = text.lower()
    total = 0
    for word in query.lower().split():
        fits = _fit(word, text)
        if fits is None:
            return None
        total += fits
    return total


def best(query: str, texts: Sequence[str]) -> list[int]:
    """The places of the texts that fit, the best first, as given where they fit alike."""
    found = [
        (at, fits) for at, text in enumerate(texts) if (fits := score(query, text)) is not None
    ]
    return [at for at, _ in sorted(found, key=lambda pair: -pair[1])]


def _fit(word: str, text: str) -> int | None:
    whole, begun = _word_at(word, text, ends=True), _word_at(word, text, ends=False)
    if begun == 0:
        return _WHOLE_AT_START if whole == 0 else _BEGUN_AT_START
    if whole > 0:
        return _WHOLE - min(_FARTHEST, whole // 4)
    if begun > 0:
        return _BEGUN - min(_FARTHEST, begun // 4)
    if word in text:
        return _WITHIN
    return _IN_ORDER if _is_in_order(word, text) else None


def _word_at(word: str, text: str, *, ends: bool) -> int:
    """Where a word of the text begins so; ``ends``: and is no longer. -1: nowhere."""
    at = text.find(word)
    while at >= 0:
        after = at + len(word)
        is_begun = at == 0 or not text[at - 1].isalnum()
        if is_begun and not (ends and after < len(text) and text[after].isalnum()):
            return at
        at = text.find(word, at + 1)
    return -1


def _is_in_order(letters: str, text: str) -> bool:
    """Whether one word has the letters, its first among them; or words that stand together, one
    left out between two at most, begin with some of them each."""
    before: set[int] = set()
    last: set[int] = set()
    """How many of the letters were taken where the word before the last, and the last, ended."""
    for each in re.findall(r"[^\W_]+", text):
        rest = iter(each)
        if each[0] == letters[0] and all(letter in rest for letter in letters):
            return True
        here = {
            taken + count
            for taken in {0} | before | last
            for count in range(1, len(letters) - taken + 1)
            if each.startswith(letters[taken : taken + count])
        }
        if len(letters) in here:
            return True
        before, last = last, here
    return False
