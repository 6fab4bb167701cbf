"""Decibans: the unit judgments are added up in. Pure.

dB = 10 log10 of odds, or of a likelihood ratio: additive, and of the size of whole numbers.
"""

from __future__ import annotations

import math


def decibans(ratio: float) -> float:
    """Of odds or a likelihood ratio, above 0."""
    return 10 * math.log10(ratio)


def of_probability(p: float) -> float:
    """The decibans of the odds of a probability, between 0 and 1."""
    return decibans(p / (1 - p))


def ratio(db: float) -> float:
    """The odds or the likelihood ratio of so many decibans."""
    return float(10 ** (db / 10))


def probability(db: float) -> float:
    """The probability whose odds are so many decibans; 0 or 1 where no float is nearer."""
    if db > 0:
        return 1 - probability(-db)
    odds = ratio(db)
    return odds / (1 + odds)
