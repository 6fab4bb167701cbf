"""The archive told of a journal that is another than it heard of, such as one put back."""

from __future__ import annotations

import contextlib
from pathlib import Path

from signalboard import config
from signalboard.archive import Archive, ArchiveProblem, Judged
from signalboard.backup.folder import JOURNAL
from signalboard.backup.packing import Pack
from signalboard.backup.values import BackupProblem
from signalboard.board import Board, Line, Op, inspected
from signalboard.desk import placing
from signalboard.desk.telling import said_of
from signalboard.model import replace


def tell(where: config.Places, before: Path | None) -> None:
    """Let the archive hear what the journal says now, and that it says no more what it said.

    ``before``: a backup of what it said until now. An archive that is not there, or busy,
    hears it from the journal at the next start, as far as that says anything.
    """
    if not where.archive.exists():
        return
    with contextlib.suppress(ArchiveProblem):
        archive = Archive.open(where.archive)
        try:
            board = Board.open(where.board)
            try:
                _place(archive, board, before)
                heard = archive.told_of() | set(board.judged_stories())
                heard |= set(board.documents("reading"))
                states = [_state(board, story_id) for story_id in sorted(heard)]
                archive.project(states, seq=board.seq)
            finally:
                board.close()
        finally:
            archive.close()


def _place(archive: Archive, board: Board, before: Path | None) -> None:
    """What was merged or split by hand, and is not any more, goes back to where it was."""
    told = placing.Placing(archive, board)
    if before is not None:
        with contextlib.suppress(BackupProblem), Pack(before) as pack, pack.open(JOURNAL) as file:
            stood = inspected(file).tables.documents(placing.TABLE)
            ops = tuple(Op(placing.TABLE, ident, doc, None) for ident, doc in stood)
            told.note(Line(0, "", "undo", "", ops, None, "", ""))
    told.catch_up()
    told.tell(wait=True)


def _state(board: Board, story_id: str) -> Judged:
    """How a story stands; a star that the journal does not tell of was of the one before it."""
    said = said_of(board, story_id)
    return replace(said, starred=bool(said.starred))
