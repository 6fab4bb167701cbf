"""What the recorded evidence says of a thesis, added up in the open. Pure.

It is a record of one person's judgments, no more: not a market price, not a model's
belief. How the sum is made stands in docs/method.md.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable

from signalboard.judge.decibans import of_probability, probability
from signalboard.judge.weights import weight
from signalboard.model import Evidence, Stance, Thesis
from signalboard.values import dataclass

DISCOUNT = 0.8
"""What each further story on a side counts of the one before it; 1 is plain Bayes."""
LEAST, MOST = 0.01, 0.99
"""What is shown of a probability: no sum of judgments makes anything certain."""

_BOUNDS = (0.05, 0.20, 0.45, 0.55, 0.80, 0.95)
WORDS = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even",
    "likely",
    "very likely",
    "almost certain",
)
"""The words of ICD 203, the least likely first."""
BANDS = tuple(zip(WORDS, (LEAST, *_BOUNDS), (*_BOUNDS, MOST), strict=True))
"""Each word with the probability it begins at, which belongs to it, and the one it ends before."""


@dataclass(frozen=True, slots=True)
class Term:
    """One story's vote on one side, as it counts in the sum."""

    piece: Evidence
    """The strongest judgment of the story on this side."""
    weight: float
    """Its effective decibans."""
    factor: float
    """What is left of it where it stands in its side, the strongest first."""

    @property
    def db(self) -> float:
        """What it adds to its side."""
        return self.weight * self.factor


@dataclass(frozen=True, slots=True)
class Conviction:
    """What the evidence on a thesis adds up to."""

    prior_db: float
    support_db: float
    contradict_db: float
    settled_db: float
    """Of settled watches, which are not discounted."""
    sigma: float
    """Half of the root of the summed squares of what each story adds."""
    tally: tuple[int, int]
    """Stories that support, stories that contradict."""

    @property
    def db(self) -> float:
        """All of it, in decibans."""
        return self.prior_db + self.support_db - self.contradict_db + self.settled_db

    @property
    def p(self) -> float:
        """As a probability, as it is shown."""
        return shown(probability(self.db))

    @property
    def low(self) -> float:
        """The lower end of the band."""
        return shown(probability(self.db - self.sigma))

    @property
    def high(self) -> float:
        """The upper end of the band."""
        return shown(probability(self.db + self.sigma))

    @property
    def word(self) -> str:
        """The probability as a word of ICD 203."""
        return word(self.p)

    @property
    def percent(self) -> int:
        """The probability in whole percents, never across the bound of its word."""
        return percent(self.p)


def conviction(
    evidence: Iterable[Evidence],
    *,
    prior: float,
    settled: Iterable[float] = (),
    discount: float = DISCOUNT,
) -> Conviction | None:
    """What evidence on one thesis adds up to; None where there is none.

    ``settled``: the decibans of each watch that was a hit or a miss, which is evidence too.
    The evidence is that of the wording of now: see ``of_wording``.
    """
    supports, contradictions = terms(evidence, discount)
    return summed(
        prior,
        settled,
        math.fsum(term.db for term in supports),
        math.fsum(term.db for term in contradictions),
        math.fsum(term.db**2 for term in (*supports, *contradictions)),
        (len(supports), len(contradictions)),
    )


def summed(
    prior: float,
    settled: Iterable[float],
    support_db: float,
    contradict_db: float,
    squares: float,
    tally: tuple[int, int],
) -> Conviction | None:
    """Both sides and the settled watches, however they were summed; None where there is nothing.

    ``squares``: of what each story adds, in sum.
    """
    weights = [db for db in settled if db]
    if not any(tally) and not weights:
        return None
    return Conviction(
        of_probability(prior),
        support_db,
        contradict_db,
        math.fsum(weights),
        math.sqrt(squares) / 2,
        tally,
    )


def terms(
    evidence: Iterable[Evidence], discount: float = DISCOUNT
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The votes for a thesis and those against it, as they are summed: the strongest first.

    A story has one vote a side, its strongest judgment; of equals the first.
    """
    sides: dict[Stance, dict[str, tuple[float, Evidence]]] = {
        Stance.SUPPORT: {},
        Stance.CONTRADICT: {},
    }
    for piece in evidence:
        votes = sides.get(piece.stance)
        if votes is not None:
            heavy = weight(piece)
            if piece.story_id not in votes or heavy > votes[piece.story_id][0]:
                votes[piece.story_id] = heavy, piece
    for_it, against = (
        tuple(
            Term(piece, heavy, discount**rank)
            for rank, (heavy, piece) in enumerate(
                sorted(votes.values(), key=lambda vote: (-vote[0], vote[1].judged_at, vote[1].id))
            )
        )
        for votes in sides.values()
    )
    return for_it, against


def of_wording(evidence: Iterable[Evidence], thesis: Thesis) -> tuple[Evidence, ...]:
    """The evidence that was judged by the wording of now, or affirmed for it.

    The rest stays with the wording it was judged by, and does not count.
    """
    now = len(thesis.versions) - 1
    return tuple(piece for piece in evidence if piece.version >= now)


def shown(p: float) -> float:
    """A probability as it may be shown."""
    return min(MOST, max(LEAST, p))


def word(p: float) -> str:
    """The word of a probability; the lower bound of each belongs to it."""
    # A bound that was met by adding logarithms is met to so many digits.
    return WORDS[bisect_right(_BOUNDS, round(p, 9))]


def percent(p: float) -> int:
    """In whole percents; what would round across the bound of its word is cut off instead."""
    near = math.floor(100 * p + 0.5)
    return near if word(near / 100) == word(p) else near - 1
