"""Another journal put in the place of the one there is, while nobody writes to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from signalboard import durable
from signalboard.board.journal import BoardProblem, Journal
from signalboard.board.locking import Doing

Fate = Literal["keep", "drop", "aside"]
"""What becomes of the tables: they stay, where the new journal has what they have; they go; or
they are kept in ``quarantine/``, where the old journal did not have all that they had."""
_CHUNK = 1 << 20


class Alone:
    """The journal of a folder, for whoever is alone with it: nobody records anything meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.jsonl"
        self._folder = folder

    def read(self) -> bytes:
        """All of it; empty where there is none. Raises OSError."""
        return self.path.read_bytes() if self.path.exists() else b""

    def replace(self, source: BinaryIO, tables: Fate = "drop") -> None:
        """Make what ``source`` says the journal.

        Raises BoardProblem; the journal is then the one or the other, whole.
        """
        import shutil  # loads what packs files, which nothing else here does

        try:
            with durable.beside(self.path) as new:
                shutil.copyfileobj(source, new.file, _CHUNK)
                new.sync()
                if tables != "keep":
                    self._leave(tables)
                new.put()
        except OSError as error:
            raise _problem(self._folder, error) from error

    def _leave(self, tables: Fate) -> None:
        """Let go of them before the new journal is there.

        Tables that it knows nothing of would be taken for what it has lost, and brought back.
        """
        there = self._folder / "board.json"
        if tables == "aside" and there.exists():
            durable.move(there)
        there.unlink(missing_ok=True)
        for intent in self._folder.glob("intended-*"):
            intent.unlink(missing_ok=True)
        durable.sync_folder(self._folder)


@contextmanager
def alone(folder: Path, doing: Doing) -> Iterator[Alone]:
    """Nobody records anything in the journal of a folder during the body: who would, waits.

    ``doing`` is what they are told where they wait in vain. Raises BoardProblem.
    """
    try:
        durable.make_folder(folder)
    except OSError as error:
        raise _problem(folder, error) from error
    journal = Journal(folder / "journal.jsonl")
    try:
        with journal.held(doing):
            yield Alone(folder)
    finally:
        journal.close()


def _problem(folder: Path, error: OSError) -> BoardProblem:
    return BoardProblem(f"The journal in {folder} could not be replaced: {error.strerror}.")
