"""A backup put back: what it would change is said first, and it can be ended after a kill."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from signalboard import config, durable
from signalboard.backup import folder, notes, unfinished
from signalboard.backup.folder import ARCHIVE, BRIEFS, JOURNAL, SETTINGS, TABLES
from signalboard.backup.packing import Pack, Told
from signalboard.backup.values import BackupProblem, Held, Manifest
from signalboard.board import Alone, Inspection, alone_with_journal, inspect, inspected
from signalboard.text import counted
from signalboard.values import dataclass

_LONGEST_NAME = 255
"""Bytes of a file's name, on the file systems there are."""
_SILENT: Told = lambda _what, _share: None  # noqa: E731


@dataclass(frozen=True, slots=True)
class Plan:
    """What putting a backup back would do."""

    path: Path
    manifest: Manifest
    here: dict[str, int]
    """How many theses, evidence, watches ... stand now."""
    changes: int
    """The number of the newest change now."""
    lost: tuple[str, ...]
    """The evidence of now that the backup does not have, by id, oldest first."""
    altered: int
    """Evidence that both have, otherwise."""
    regained: int
    """Evidence that only the backup has."""
    is_past: bool
    """Whether the backup is what this very journal said once."""
    is_damaged: bool
    """Whether the journal of now is."""
    replaced: tuple[str, ...]
    """Files beside the journal that are otherwise in the backup."""
    has_journal: bool
    """Whether there are judgments in it; else those of now stay."""
    has_archive: bool


def plan(where: config.Places, path: Path, report: Told = _SILENT) -> Plan:
    """Read a backup whole and compare it with what there is. Raises BackupProblem."""
    with Pack(path) as pack:
        pack.check(report)
        made = pack.manifest
        there = _journal_of(pack)
        try:
            here = inspect(where.board / "journal.jsonl", mark=made.seq)
        except OSError:  # it cannot be read: all the better that there is a backup
            here = Inspection()
        has_journal = JOURNAL in pack.names
        mine = here.tables.stored("evidence")
        theirs = there.tables.stored("evidence") if has_journal else mine
        return Plan(
            path=path,
            manifest=made,
            here={table: here.count(table) for table in TABLES},
            changes=here.seq,
            lost=tuple(ident for ident in mine if ident not in theirs),
            altered=sum(1 for ident in mine if ident in theirs and mine[ident] != theirs[ident]),
            regained=sum(1 for ident in theirs if ident not in mine),
            is_past=here.marked == made.state,
            is_damaged=not here.is_whole,
            replaced=tuple(_differing(where, pack)),
            has_journal=has_journal,
            has_archive=ARCHIVE in pack.names,
        )


def restore(
    where: config.Places, path: Path, now: int, *, archive: bool = False, report: Told = _SILENT
) -> Held | None:
    """Put a backup back, after what there is was itself backed up: that backup.

    None where there was nothing to back up. It is not over before ``unfinished.done``: whoever
    is killed until then has it ended at the next start. Raises BackupProblem, ConfigProblem or
    BoardProblem.
    """
    with Pack(path) as pack:
        pack.check(report)
        _journal_of(pack)
        if archive and ARCHIVE not in pack.names:
            raise BackupProblem(f"The backup {path} has no archive in it. Nothing was changed.")
    if archive:
        _refuse_open(where.archive)
    # Until the other journal is there nobody may add to the one there is: it would be in neither.
    with alone_with_journal(where.board, "restore") as journal:
        before = None
        if folder.contents(where):
            before, _ = folder.make_within(where, "restore", now, spare=path)
        unfinished.mark(where, path, None if before is None else before.path, archive=archive)
        with Pack(path) as pack:
            put_back(where, pack, journal)
    if archive:
        put_archive(where, path)
    return before


def put_back(where: config.Places, pack: Pack, journal: Alone) -> None:
    """Write what a backup holds where it belongs; a second time comes to the same.

    Files that it does not have stay, and the archive. Raises BackupProblem, ConfigProblem or
    BoardProblem.
    """
    for name, target in targets(where, pack).items():
        with pack.open(name) as file:
            raw = file.read()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        config.replace_file(target, raw, None if name == SETTINGS else 0o600)
    if JOURNAL in pack.names:
        # What only the tables have of a damaged one is in no backup.
        is_whole = _is_whole(journal.path)
        with pack.open(JOURNAL) as file:
            journal.replace(cast("BinaryIO", file), "drop" if is_whole else "aside")
        if where.backups.is_dir():  # from here on a journal as short as this has lost nothing
            kept = notes.read(where.backups)
            kept.seq, kept.hash = pack.manifest.seq, pack.manifest.hash
            notes.keep(where.backups, kept)


def _journal_of(pack: Pack) -> Inspection:
    """What the journal in a backup comes to; raises BackupProblem where the manifest says other.

    A file that is as it was packed may still have been packed by somebody else.
    """
    said, found = pack.manifest, Inspection()
    if JOURNAL in pack.names:
        with pack.open(JOURNAL) as file:
            found = inspected(file)
    agrees = (found.seq, found.hash, found.is_whole) == (said.seq, said.hash, said.is_whole)
    if agrees and said.is_whole:  # of a damaged one other versions may make something else
        counts = {table: found.count(table) for table in TABLES if table in said.counts}
        agrees = found.digest == said.state and counts == said.counts
    if not agrees:
        raise BackupProblem(
            f"The backup {pack.path} does not hold what it says: its journal comes to "
            f"{counted(found.seq, 'change')}, not to {said.seq:,}, or to other judgments. Nothing "
            "was changed; take another one."
        )
    return found


def _is_whole(journal: Path) -> bool:
    try:
        return inspect(journal).is_whole
    except OSError:
        return False


class AtWorkProblem(BackupProblem):
    """Another process is putting a backup back."""


@contextlib.contextmanager
def alone(where: config.Places, *, archive: bool) -> Iterator[None]:
    """No board is open meanwhile, and no backup made; nor is the archive worked at, where that
    is to be replaced. Raises BackupProblem.
    """
    with contextlib.ExitStack() as locks:
        if not locks.enter_context(config.only_one(where.restore_lock)):
            raise AtWorkProblem(
                "A backup is being put back on this home. Nothing was changed here; try again when "
                "that has finished."
            )
        if not locks.enter_context(config.only_one(where.board_lock)):
            raise BackupProblem(
                "A board is open on this home, and would go on with what it has in memory. "
                "Nothing was changed; close it (q), then restore."
            )
        locks.enter_context(folder.alone(where))
        if archive:
            for lock, what in (
                (where.refresh_lock, "A refresh"),
                (where.scan_lock, "A search for companies"),
                (where.care_lock, "A pruning or compacting"),
            ):
                if not locks.enter_context(config.only_one(lock)):
                    raise BackupProblem(
                        f"{what} is at work on the archive that would be replaced. Nothing was "
                        "changed; try again when it has finished."
                    )
        yield


def _differing(where: config.Places, pack: Pack) -> Iterator[str]:
    for name, target in targets(where, pack).items():
        with pack.open(name) as file:
            raw = file.read()
        try:
            is_same = target.read_bytes() == raw
        except OSError:
            is_same = False
        if not is_same:
            yield name


def targets(where: config.Places, pack: Pack) -> dict[str, Path]:
    """Where each small file of a backup belongs. Only names that we know: never a path from it."""
    places = {
        SETTINGS: where.feeds_file,
        "logins.json": where.logins,
        "withheld.json": where.withheld,
        "preferences.json": where.preferences,
    }
    for name in pack.names:
        brief = name.removeprefix(BRIEFS)
        if name.startswith(BRIEFS) and brief.endswith(".txt") and _is_name(brief):
            places[name] = where.briefs / brief
    return {name: target for name, target in places.items() if name in pack.names}


def _is_name(name: str) -> bool:
    """Whether a file of a folder may be called so."""
    return (
        name == Path(name).name
        and not name.startswith(".")
        and name.isprintable()
        and len(name.encode()) <= _LONGEST_NAME
    )


def put_archive(where: config.Places, path: Path) -> None:
    """Put the archive of a backup in the place of the one there is. Raises BackupProblem."""
    from shutil import copyfileobj

    from signalboard.archive import ArchiveProblem, alone_with_archive

    try:
        with (
            Pack(path) as pack,
            pack.open(ARCHIVE) as file,
            durable.beside(where.archive) as new,
        ):
            copyfileobj(file, new.file, 1 << 20)
            new.sync()
            with alone_with_archive(where.archive):
                new.put()
    except (OSError, ArchiveProblem) as error:
        why = str(error) if isinstance(error, ArchiveProblem) else f"{config.reason(error)}."
        raise BackupProblem(
            f"The archive {where.archive} could not be put back: {why} Judgments and settings are "
            "back; run the same again."
        ) from error


def _refuse_open(archive: Path) -> None:
    """Before anything is changed: nobody may have the archive open that is to be replaced."""
    from signalboard.archive import ArchiveProblem, alone_with_archive

    try:
        with alone_with_archive(archive):
            pass
    except ArchiveProblem as problem:
        raise BackupProblem(f"{problem} Nothing was changed.") from problem
