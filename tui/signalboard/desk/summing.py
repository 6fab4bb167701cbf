"""What the evidence on a thesis adds up to, and how it came to."""

from __future__ import annotations

from signalboard.desk.judging import Judging
from signalboard.desk.kept import settlements
from signalboard.desk.reading import Reading
from signalboard.judge import guards
from signalboard.judge.guards import Guard
from signalboard.judge.history import Settled, Step, history
from signalboard.model import Thesis


class Summing(Judging, Reading):
    """The sum of a thesis, step by step. Nothing here changes anything."""

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
