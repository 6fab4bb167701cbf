"""Finding by a few letters. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def score(query: str, text: str) -> int | None:
    """How well a text fits some words, higher better; None where one of them is not in it.

    A word fits best at the beginning of a word, less well within one, least
    well as letters in order.
    """
    text = text.lower()
    total = 0
    for word in query.lower().split():
        at = text.find(word)
        if at == 0 or f" {word}" in text:
            total += 100 - min(50, max(0, text.find(f" {word}")))
        elif at > 0:
            total += 40
        elif _in_order(word, text):
            total += 10
        else:
            return None
    return total


def best(query: str, texts: Sequence[str]) -> list[int]:
    """The places of the texts that fit, the best first, as given where they fit alike."""
    found = [
        (at, fits) for at, text in enumerate(texts) if (fits := score(query, text)) is not None
    ]
    return [at for at, _ in sorted(found, key=lambda pair: -pair[1])]


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
