"""The words of a text as a judgment is suggested by them. Pure, and quick: every story passes."""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import Final

from signalboard.judge.cues import COMMON_WORDS, NEGATIONS, STOPS

BREAK: Final = "|"
"""Stands between two clauses."""
_MOST: Final = 2000
"""Characters of a text that are read."""
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_SIGN = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECE: Final = re.compile(
    rf"[{_SIGN}]+|(?:(?![{_SIGN}])[^\W_])+(?:'(?:(?![{_SIGN}])[^\W_])+)*|[,:;?!…()—–|]|\.\.+|\s-+\s"
)
_UNSPACED: Final = re.compile(f"[{_SIGN}]")
_SILENT: Final = STOPS | NEGATIONS | {BREAK}
_ENDINGS: Final = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s")


def tokens(text: str) -> list[str]:
    """Words in lower case, in order, and where a clause ends a ``BREAK``.

    "don't" is ``dont``, "Tencent's" ``tencent``; scripts without spaces give pairs of signs.
    """
    found: list[str] = []
    for piece in _PIECE.findall(text[:_MOST].translate(_QUOTES).lower()):
        if _UNSPACED.match(piece):
            found += [piece[at : at + 2] for at in range(max(1, len(piece) - 1))]
        elif piece[0].isalnum():
            found.append(piece.removesuffix("'s").replace("'", ""))
        else:
            found.append(BREAK)
    return found


def as_written(text: str) -> dict[str, str]:
    """Of each stem in a text the word that stands there first, as it is written."""
    found: dict[str, str] = {}
    for piece in _PIECE.findall(text[:_MOST]):
        for word in tokens(piece):
            written = word if _UNSPACED.match(piece) else piece.removesuffix("'s")
            found.setdefault(stem(word), written)
    return found


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """What forms of a word have in common, roughly: ``pays`` and ``paying``.

    Each is in memory once, however many texts have it.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] in "eyi":
        word = word[:-1]
    return intern(word[:-1] if len(word) > 3 and word[-1] == word[-2] else word)


def telling(words: list[str]) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(
        stem(word)
        for word in words
        if word not in STOPS and word not in NEGATIONS and word != BREAK
    )


COMMON: Final = frozenset(map(stem, COMMON_WORDS))
"""Stems that are of nothing in particular, though a headline seldom has them."""
