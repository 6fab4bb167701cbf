"""Another journal put in the place of the one there is, while nobody writes to it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

from signalboard.board.durable import sync_folder
from signalboard.board.journal import BoardProblem, Journal

_CHUNK = 1 << 20


def replace(folder: Path, source: BinaryIO, *, keep_tables: bool = False) -> None:
    """Make what ``source`` says the journal of a folder; its tables are made anew from it.

    ``keep_tables``: they stay, where that has what they have. Raises BoardProblem; the journal
    is then the one or the other, whole.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        journal = Journal(folder / "journal.jsonl")
        with journal.held():
            waiting = folder / f"journal.{os.getpid()}.tmp"
            try:
                _write(waiting, source)
                waiting.replace(journal.path)
            finally:
                waiting.unlink(missing_ok=True)
            if not keep_tables:  # they would be brought back as what the journal has lost
                (folder / "board.json").unlink(missing_ok=True)
                for intent in folder.glob("intended-*"):
                    intent.unlink(missing_ok=True)
            sync_folder(folder)
    except OSError as error:
        raise BoardProblem(
            f"The journal in {folder} could not be replaced: {error.strerror}."
        ) from error


def _write(path: Path, source: BinaryIO) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        shutil.copyfileobj(source, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())
