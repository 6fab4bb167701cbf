"""Documents as they stood at some line, from the journal, where no file has them any more."""

from __future__ import annotations

from pathlib import Path

from signalboard.board.changes import Document
from signalboard.board.journal import BoardProblem, Journal
from signalboard.board.tables import Documents


class Replay:
    """What a checkpoint held whose file was written in while it was open."""

    def __init__(self, checkpoint: Path, journal: Path) -> None:
        self.until = 0
        """The number of the line the checkpoint stood at."""
        self._checkpoint = checkpoint
        self._journal = journal
        self._tables: Documents | None = None

    def document(self, table: str, ident: str) -> Document:
        """One document; the whole journal is read for the first.

        Raises BoardProblem where the journal does not have it either.
        """
        if self._tables is None:
            self._tables = self._read()
        found = self._tables.document(table, ident)
        if found is None:
            raise BoardProblem(
                f"Something else changed {self._checkpoint} while it was open, and the journal "
                "does not have all that was in it. Start signalboard again."
            )
        return found

    def _read(self) -> Documents:
        tables = Documents(self._checkpoint)
        for _, line in Journal(self._journal).news():
            if line.seq <= self.until:
                for op in line.ops:
                    tables.apply(op)
        return tables
