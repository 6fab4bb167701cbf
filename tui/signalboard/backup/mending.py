"""A journal that lost lines has them back from a backup; what only it had goes on after those.

Lines are chained by hash, so it is known for sure which lines are of the same journal.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from signalboard import config, durable
from signalboard.backup import folder, notes
from signalboard.backup.folder import JOURNAL
from signalboard.backup.packing import Pack
from signalboard.backup.values import BackupProblem, Held
from signalboard.board import (
    Alone,
    BoardProblem,
    Inspection,
    alone_with_journal,
    inspected,
    lines_of,
)
from signalboard.text import counted
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class _Line:
    seq: int
    hash: str
    raw: bytes


def mend(where: config.Places, kept: notes.Notes, seq: int, *, is_wrong: bool) -> str:
    """Put lines of a backup where the journal lost them; what to say, empty if nothing was done.

    ``seq``: the last line that could be read; ``is_wrong``: whether any was wrong. The
    journal as it was is kept in ``quarantine/``. Not while a board is open, nor where no
    backup has more than the journal; then it is as it was. Commands that judge meanwhile wait.
    Raises BoardProblem where a backup goes on behind the end of the journal and cannot be
    brought back now: what would be recorded would have the numbers of what was lost.
    """
    if not is_wrong and 0 < seq >= kept.seq:
        return ""
    # After a restore there are backups that reach further, by what is no more to be.
    most = max(seq, kept.seq) if kept.hash else sys.maxsize
    try:
        with config.only_one(where.board_lock) as no_board, folder.alone(where):
            if not no_board:
                raise BackupProblem("A board is open on this home: close it (q).")
            with alone_with_journal(where.board, "mend") as journal:
                said, is_whole = _mended(where, journal, most)
            if kept.damaged:  # what no backup has is told on, and not looked for again
                kept.damaged = False
                kept.failed = "" if is_whole else kept.failed
                notes.keep(where.backups, kept)
            return said
    except (BackupProblem, BoardProblem, config.ConfigProblem, OSError) as problem:
        _refuse_to_fork(where, seq, most, problem)
        return ""  # what the journal and the tables give is shown


def _refuse_to_fork(where: config.Places, seq: int, most: int, problem: Exception) -> None:
    journal = where.board / "journal.jsonl"
    try:
        with journal.open("rb") as file:
            here = [_Line(number, name, b"") for number, name, _ in lines_of(file)]
    except OSError:
        here = []
    try:
        backups = folder.listed(where)
    except BackupProblem:
        return
    for held, there in _good(backups, most):
        if there and there[-1].seq > seq and _joined(there, here) is not None:
            why = config.reason(problem) if isinstance(problem, OSError) else str(problem)
            ends = f"ends at change {seq:,}" if seq else "is not there, or cannot be read"
            raise BoardProblem(
                f"Nothing is recorded: the journal {journal} {ends}, and backup {held.number} goes "
                f"to change {there[-1].seq:,}. That is brought back by a start that can; this one "
                f"could not: {why}"
            )


def _mended(where: config.Places, journal: Alone, most: int) -> tuple[str, bool]:
    """What to say, and whether the journal is whole now."""
    raw = journal.read()
    found = inspected(io.BytesIO(raw))
    here = [_Line(seq, name, line) for seq, name, line in lines_of(io.BytesIO(raw))]
    for held, there in _good(folder.listed(where), most):
        whole = _joined(there, here)
        if whole is None:
            continue
        mine = {line.hash for line in here}
        gained = sum(1 for line in there if line.hash not in mine)
        if not gained:
            return "", found.is_whole
        kept = durable.keep(where.board, journal.path.name, raw) if raw else None
        body = b"".join(line.raw for line in whole)
        journal.replace(io.BytesIO(body), "keep")
        later, now = len(whole) - len(there), inspected(io.BytesIO(body))
        return _told(held, found, now, gained, later, kept), now.is_whole
    return "", found.is_whole


def _good(backups: Iterable[Held], most: int) -> Iterator[tuple[Held, list[_Line]]]:
    """The backups that are good, each with its lines up to that number."""
    for held in backups:
        try:
            yield held, [line for line in _packed(held) if line.seq <= most]
        except BackupProblem:
            continue


def _packed(held: Held) -> Iterator[_Line]:
    """The lines of a backup; raises BackupProblem where it is not good."""
    with Pack(held.path) as pack:
        pack.check()
        if not pack.manifest.is_whole or JOURNAL not in pack.names:
            raise BackupProblem(f"The journal in {held.path} is damaged.")
        with pack.open(JOURNAL) as file:
            for seq, name, raw in lines_of(file):
                yield _Line(seq, name, raw)


def _joined(there: list[_Line], here: list[_Line]) -> list[_Line] | None:
    """A backup's lines and those of the journal after them; None where it is of another journal."""
    hashes = {line.seq: line.hash for line in there}
    shared = [line for line in here if line.seq in hashes]
    if any(hashes[line.seq] != line.hash for line in shared):
        return None
    last = there[-1].seq if there else 0
    return there + [line for line in here if line.seq > last]


def _told(
    held: Held, found: Inspection, now: Inspection, gained: int, later: int, kept: Path | None
) -> str:
    if kept is None:
        what = "The journal was not there"
    elif found.broken:
        what = "The journal could not be read everywhere"
    else:
        what = "The journal had lost its end"
    more = "What was judged after that backup, if anything was, could not be read."
    if later:
        more = f"{counted(later, 'line')} recorded since then stayed."
    well = f"It is one chain again, to change {now.seq:,}."
    if not now.is_whole:
        well = "Between them something is lost that no backup has: `signalboard verify` says where."
    aside = f" The journal as it was is kept in {kept}." if kept is not None else ""
    return (
        f"{what}: what was lost was brought back from backup {held.number} of {held.day} "
        f"({counted(gained, 'line')}). {more} {well}{aside}"
    )
