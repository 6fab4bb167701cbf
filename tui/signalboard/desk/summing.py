"""What the evidence on a thesis adds up to, and how it came to."""

from __future__ import annotations

from signalboard.desk.judging import Judging
from signalboard.desk.kept import settlements
from signalboard.desk.reading import Reading
from signalboard.desk.values import ThesisRow
from signalboard.judge import guards, original, weights
from signalboard.judge.conviction import BANDS, Term, of_wording, shown, terms
from signalboard.judge.decibans import of_probability, probability
from signalboard.judge.guards import Guard
from signalboard.judge.history import Settled, Step, history
from signalboard.model import Evidence, Stance, Thesis, Withdrawn
from signalboard.values import dataclass

__all__ = [
    "BANDS",
    "RECORD",
    "Entry",
    "Guard",
    "Settled",
    "Step",
    "Summing",
    "Term",
    "ThesisSum",
    "chance",
]

RECORD = (
    "This is a record of one person's judgments, added up in the open. It claims no more: it is "
    "not a market price, and not a model's belief."
)
"""What stands wherever a sum is explained."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One judgment in the log of a thesis."""

    piece: Evidence
    db: float | None
    """What it adds to its side; None where it does not count."""
    why_not: str = ""
    """Why it does not count, in a few words."""
    is_linchpin: bool = False
    is_strongest_against: bool = False
    changed: str = ""
    """What it said otherwise when it was judged; empty where it was only added to."""


@dataclass(frozen=True, slots=True)
class ThesisSum:
    """A thesis with all that its conviction is made of."""

    row: ThesisRow
    prior_db: float
    discount: float
    supports: tuple[Term, ...]
    """As they are summed, the strongest first."""
    contradictions: tuple[Term, ...]
    settled: tuple[Settled, ...]
    entries: tuple[Entry, ...]
    """The strongest contradiction, then all judgments, the newest first."""
    withdrawn: tuple[Withdrawn, ...]
    """The newest first."""
    steps: tuple[Step, ...]
    guards: tuple[Guard, ...]


class Summing(Judging, Reading):
    """The sum of a thesis, step by step. Nothing here changes anything."""

    def thesis_sum(self, thesis_id: str) -> ThesisSum:
        """A thesis with all that its conviction is made of; raises DeskProblem."""
        row = self.thesis(thesis_id)
        pieces = self._board.evidence_on(thesis_id)
        supports, contradictions = terms(of_wording(pieces, row.thesis), self._discount)
        told = self.guards(thesis_id)
        pin = next((guard.evidence_id for guard in told if guard.name == "linchpin"), "")
        adds = {term.piece.id: term.db for term in (*supports, *contradictions)}
        against = row.strongest_against.id if row.strongest_against is not None else ""
        entries = [
            Entry(
                piece,
                adds.get(piece.id),
                "" if piece.id in adds else _why_not(piece, row.thesis),
                piece.id == pin,
                piece.id == against,
                original.told(piece) if original.is_told(piece) else "",
            )
            for piece in reversed(pieces)
        ]
        entries.sort(key=lambda e: (not e.is_strongest_against, -e.piece.judged_at))
        return ThesisSum(
            row,
            of_probability(row.thesis.prior),
            self._discount,
            supports,
            contradictions,
            self._settlements(thesis_id),
            tuple(entries),
            tuple(
                gone
                for gone in reversed(self._board.withdrawn())
                if gone.evidence.thesis_id == thesis_id
            ),
            self._steps(row.thesis),
            told,
        )

    def steps(self, thesis_id: str) -> tuple[Step, ...]:
        """How the conviction of a thesis came to be what it is."""
        return self._steps(self.thesis(thesis_id).thesis)

    def guards(self, thesis_id: str) -> tuple[Guard, ...]:
        """What the log of a thesis shows of how it is judged, a sentence each."""
        thesis = self.thesis(thesis_id).thesis
        return guards.guards(
            thesis,
            self._board.evidence_on(thesis_id),
            self.now(),
            settled=[watch.db for watch in self._settlements(thesis_id)],
            discount=self._discount,
        )

    def rated(self, piece: Evidence) -> str:
        """How far the reports of a judgment can be relied on, in a few words."""
        reports = piece.snapshot.reports
        if not weights.is_rated(reports):
            return "unrated"
        return f"r {weights.reliability(reports):.3g}"

    def _steps(self, thesis: Thesis) -> tuple[Step, ...]:
        return history(
            thesis,
            self._board.evidence_on(thesis.id),
            withdrawn=self._board.withdrawn(),
            settled=self._settlements(thesis.id),
            discount=self._discount,
        )

    def _settlements(self, thesis_id: str) -> tuple[Settled, ...]:
        return settlements(w for w in self._board.watches() if w.thesis_id == thesis_id)


def chance(db: float) -> float:
    """So many decibans as a probability that may be shown."""
    return shown(probability(db))


def _why_not(piece: Evidence, thesis: Thesis) -> str:
    """Why a judgment does not count."""
    if piece.version < len(thesis.versions) - 1:
        return "earlier wording"
    if piece.stance is Stance.NO_BEARING:
        return "no bearing"
    return "its story counts once"
