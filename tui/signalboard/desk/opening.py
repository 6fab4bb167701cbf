"""Opening a home: as much of it as there is, where it cannot be written."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from signalboard import config, times
from signalboard.archive import Archive, ArchiveProblem, is_older
from signalboard.archive.problem import LEFT
from signalboard.backup import notes, unfinished
from signalboard.backup.values import BackupProblem
from signalboard.board import Board, BoardProblem
from signalboard.desk.values import DeskProblem
from signalboard.values import dataclass

_READ = "What is there can be read; judging goes on where the journal can be written."


@dataclass(slots=True)
class Opened:
    """The rooms of a home, and what a person should be told of how they were found."""

    archive: Archive
    board: Board
    notices: list[str]
    first_start: bool


def open_rooms(places: config.Places) -> Opened:
    """The settings, archive and board of a home, made where there are none.

    What cannot be written is opened to be read, with a sentence. Raises DeskProblem where
    there is nothing that could be.
    """
    notices: list[str] = []
    try:
        first_start = _ensured(places, notices)
        if unfinished.is_left(places):
            from signalboard.desk import backing  # loads what packs files

            notices += [each for each in (backing.end_unfinished(places),) if each]
        # First: where the journal is of a newer program, the archive is not brought up to date.
        kept = notes.read(places.backups)
        board = Board.open(places.board, _mend(places, kept))
        try:
            archive = _archive(places, notices)
        except BaseException:
            board.close()
            raise
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise DeskProblem(
            f"The home {places.data} cannot be opened: {why}. Nothing was changed; choose another "
            "with --home DIR or SIGNALBOARD_HOME."
        ) from error
    except (config.ConfigProblem, ArchiveProblem, BoardProblem, BackupProblem) as problem:
        raise DeskProblem(str(problem)) from problem
    notices += notes.sentences(kept)
    return Opened(archive, board, notices, first_start)


def _mend(places: config.Places, kept: notes.Notes) -> Callable[[int, bool], str]:
    """Brings back from a backup what the journal has lost, where there are backups."""

    def mend(seq: int, is_wrong: bool) -> str:
        is_wrong = is_wrong or kept.damaged
        if not (is_wrong or seq < kept.seq or seq == 0) or not places.backups.is_dir():
            return ""
        if unfinished.is_left(places):  # what it took away would be brought back
            return ""
        from signalboard.backup import mending  # loads what packs files

        return mending.mend(places, kept, seq, is_wrong=is_wrong)

    return mend


def keep_before_migration(places: config.Places) -> str:
    """A backup where the archive is going to be brought up to date; why there is none."""
    if not is_older(places.archive):
        return ""
    from signalboard.desk import backing  # loads what packs files

    return backing.before_migration(places)


def _ensured(places: config.Places, notices: list[str]) -> bool:
    try:
        return config.ensure(places)
    except config.ConfigProblem as problem:
        if not places.data.is_dir():
            raise
        notices.append(f"{problem} {_READ}")
        return False


def _archive(places: config.Places, notices: list[str]) -> Archive:
    """The archive; one that cannot be read is kept aside, since it can be fetched again."""
    if unkept := keep_before_migration(places):
        notices.append(unkept)
    try:
        return Archive.open(places.archive)
    except ArchiveProblem as problem:
        if problem.busy:
            raise
        if problem.damaged:
            return _afresh(places, problem, notices)
        try:
            archive = Archive.open(places.archive, read_only=True)
        except ArchiveProblem as worse:
            is_there = places.archive.exists()
            if is_there and not (worse.older or worse.damaged):
                raise problem from None
            said = worse if is_there else problem
            notices.append(f"{said} Stories are missing here; judgments are safe.")
            return Archive.empty(places.archive)
        notices.append(f"{problem} {_READ}")
        return archive


def begin_archive_anew(places: config.Places, opened: Opened, problem: ArchiveProblem) -> None:
    """Another archive in the place of one whose damage was seen only as it was read."""
    with contextlib.suppress(ArchiveProblem):
        opened.archive.close()
    opened.archive = _afresh(places, problem, opened.notices)


def _afresh(places: config.Places, problem: ArchiveProblem, notices: list[str]) -> Archive:
    try:
        kept = config.quarantine(places.archive, times.day(int(time.time())))
        archive = Archive.open(places.archive)
    except (config.ConfigProblem, ArchiveProblem) as worse:
        notices.append(f"{problem} {worse} Stories are missing here; judgments are safe.")
        return Archive.empty(places.archive)
    what = str(problem).removesuffix(f" {LEFT}.")
    notices.append(
        f"{what} It was moved to {kept} and a new archive was begun; judgments are safe, "
        "the next refresh fetches the stories again."
    )
    return archive
