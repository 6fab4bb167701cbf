"""The words of a title, as they are compared and indexed. Pure, and quick: every entry passes.

A step that changes nothing is left out where one look tells so; what is left is
the same as if every step were taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from signalboard.wire import wordclasses as known

MOST_TERMS: Final = 12
MOST_WORDS: Final = 40
"""Index terms of one entry, and words read of one title."""
_MOST_SIGNS: Final = 1000

_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"'})
_PREFIX: Final = re.compile(
    r"(?:(?:live(?: updates?| blog)?|watch(?: live)?|update \d+|video|photos?|exclusive|column"
    r"|breaking(?: news)?|opinion|analysis|fact check|news wrap|report|just in|developing|factbox"
    r"|correct(?:ed|ion)|refile|wrapup \d+|\d+ ?[ap]m update|the latest|review|special report)"
    r"\s*[:|–—-]\s*)+",
    re.IGNORECASE,
)
_BEFORE: Final = frozenset("lwuvpecboafnrjdtsLWUVPECBOAFNRJDTS0123456789")
"""What such a prefix can begin with."""
_NAME = r"[A-Z][\w.&'!]*(?: (?:[A-Z][\w.&'!]*|of|and|for|the|&)){0,3}"
_SUFFIX: Final = re.compile(rf"\s+(?:\||-|–|—|::|·)\s+{_NAME}$")
_SET_OFF: Final = re.compile(r"\s[|–—·:-]")
_SHORTEST: Final = 20
_CUT_OFF: Final = re.compile(r"\s*(?:\.\.\.|…)\s*$")
_COUNTRY: Final = re.compile(r"\bUS\b|\bU\.S\.?(?:A\.?)?(?!\w)")
_DOTS: Final = re.compile(r"(?<=\b[^\W\d])\.(?=[^\W\d]\b)")
_PERCENT: Final = re.compile(r"\s*(?:(?<![^\W\d])(?:per cent|percent|pct)\b|%)")
_POSSESSIVE: Final = re.compile(r"'s\b|(?<=s)'(?!\w)")
_INNER: Final = re.compile(r"(?<=\w)'(?=\w)|(?<=\d),(?=\d{3})")
_SIGN = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNSPACED: Final = re.compile(f"[{_SIGN}]")
"""A sign of a script that sets no spaces between words."""
_PIECE: Final = re.compile(rf"\d+(?:\.\d+)?%?|[{_SIGN}]+|(?:(?![{_SIGN}])[^\W\d])+")
_PLAIN_PIECE: Final = re.compile(r"\d+(?:\.\d+)?%?|[a-z_]+")
_SCALE: Final = {"thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "b": 1e9,
                 "bn": 1e9, "bln": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12}  # fmt: skip
_AFTER_NUMBER: Final = frozenset((*_SCALE, "st", "nd", "rd", "th", "am", "pm"))


def words(title: str) -> tuple[str, ...]:
    """The words of a title, in order: canonical, numbers as ``#1000000`` or ``#25%``.

    Left out are what an outlet sets before or behind ("Live updates:", " - Reuters");
    scripts without spaces give pairs of characters. Never raises.
    """
    text = title[:_MOST_SIGNS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    elif "`" in text:
        text = text.replace("`", "'")
    if text.rstrip().endswith(("...", "…")):
        text = _CUT_OFF.sub("", text)
    start, end = 0, len(text)
    if text[:1] in _BEFORE or not text.isascii():
        prefix = _PREFIX.match(text)
        start = prefix.end() if prefix else 0
    if len(text) > _SHORTEST and _SET_OFF.search(text):
        suffix = _SUFFIX.search(text)
        end = suffix.start() if suffix and suffix.start() > _SHORTEST else end
    if (start, end) != (0, len(text)):
        return _words(text[start:end]) or _words(text)
    return _words(text)


def _words(text: str) -> tuple[str, ...]:
    if "US" in text or "U.S" in text:
        text = _COUNTRY.sub(" usa ", text)
    text = text.casefold()
    if "." in text:
        text = _DOTS.sub("", text)
    if "%" in text or "per" in text or "pct" in text:
        text = _PERCENT.sub("% ", text)
    if "'" in text:
        text = _POSSESSIVE.sub("", text)
    if "'" in text or "," in text:
        text = _INNER.sub("", text)
    pieces = _pieces(text)
    if not known.BEGINNINGS.isdisjoint(pieces):
        text = known.PHRASES.sub(lambda found: re.sub("[ -]", "_", found[0]), text)
        pieces = _pieces(text)
    result: list[str] = []
    add = result.append
    last = len(pieces) - 1
    for place, piece in enumerate(pieces[: MOST_WORDS * 2]):
        if piece[0].isdecimal():
            following = pieces[place + 1] if place < last else ""
            value = float(piece.rstrip("%")) * _SCALE.get(following, 1)
            add(f"#{value:.10g}{'%' if piece[-1] == '%' else ''}")
        elif not piece.isascii() and UNSPACED.match(piece):
            result += [piece[i : i + 2] for i in range(max(1, len(piece) - 1))]
        elif piece in known.DIGITS:
            add("#" + known.DIGITS[piece])
        elif piece != "us" and not (piece in _AFTER_NUMBER and result and result[-1][0] == "#"):
            add(known.canonical(piece))
    return tuple(result[:MOST_WORDS])


def _pieces(text: str) -> list[str]:
    return (_PLAIN_PIECE if text.isascii() else _PIECE).findall(text)


def terms(read: Iterable[str]) -> tuple[str, ...]:
    """What to index an entry of these words under: no stop words, of many the most telling."""
    told = [word for word in dict.fromkeys(read) if word not in known.STOPS]
    if len(told) > MOST_TERMS:
        told = sorted(told, key=lambda word: (known.rate(word), word))[:MOST_TERMS]
    return tuple(told)
