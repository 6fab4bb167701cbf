"""Backups asked for by a person or the clock; a home is named, no board need be open."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any

from signalboard import config, times
from signalboard.archive import Archive
from signalboard.backup import ending, folder, notes, restoring, trial, unfinished
from signalboard.backup.packing import Told
from signalboard.backup.restoring import Plan
from signalboard.backup.values import BackupProblem, Held, Manifest
from signalboard.board import BoardProblem
from signalboard.desk import reverting
from signalboard.text import counted
from signalboard.values import dataclass

__all__ = ["Manifest", "Plan", "Row", "daily", "listed", "make", "plan", "restore", "save_as"]

_SILENT: Told = lambda _what, _share: None  # noqa: E731
_PATIENCE = 5.0
"""Seconds that a start waits for a restore at work."""


@dataclass(frozen=True, slots=True)
class Row:
    """One backup as it is listed."""

    held: Held
    size: int
    manifest: Manifest | None
    """None where it cannot be read."""
    wrong: str
    tested_at: int | None
    """When it was put back on trial, if it was."""


def daily(where: config.Places) -> None:
    """Make today's backup and try one a week, where that is due; what comes of it is noted."""
    now = int(time.time())
    folder.daily(where, now)
    if trial.is_due(where, now):
        trial.weekly(where, now)


def before_migration(where: config.Places) -> str:
    """Keep what there is before a file of it is brought up to date; a sentence where it cannot be.

    Not where the newest backup has all of it already.
    """
    now = int(time.time())
    try:
        if not folder.stands_in_newest(where):
            folder.make(where, "migration", now)
    except (BackupProblem, config.ConfigProblem) as problem:
        return f"There is no backup from before the archive was brought up to date: {problem}"
    return ""


def make(where: config.Places) -> tuple[Held, Manifest]:
    """A backup in the folder of the backups. Raises BackupProblem or ConfigProblem."""
    return folder.make(where, "asked", int(time.time()))


def save_as(
    where: config.Places,
    path: Path,
    *,
    overwrite: bool,
    with_archive: bool,
    report: Told = _SILENT,
) -> Manifest:
    """A backup in a file of its own.

    Raises FileExistsError, BackupProblem, ArchiveProblem or ConfigProblem.
    """

    def copy(to: Path, told: Told) -> None:
        archive = Archive.open(where.archive, read_only=True)
        try:
            archive.copy(to, told)
        finally:
            archive.close()

    return folder.save_as(
        where,
        path,
        int(time.time()),
        overwrite=overwrite,
        copy_archive=copy if with_archive else None,
        report=report,
    )


def file_name() -> str:
    """What a backup is called where only a folder was named."""
    return f"signalboard-{times.day(int(time.time()))}.zip"


def is_on_disk_of(where: config.Places, path: Path) -> bool:
    """Whether a backup would be lost together with what it is a backup of."""
    try:
        return path.stat().st_dev == where.board.stat().st_dev
    except OSError:
        return False


def listed(where: config.Places) -> list[Row]:
    """The backups of the folder, the newest first. Raises BackupProblem."""
    tests = notes.read(where.backups).tests
    rows = []
    for held in folder.listed(where):
        manifest, wrong, size = None, "", 0
        try:
            manifest = folder.reach_of(held.path)
            size = held.path.stat().st_size
            if not manifest.is_whole:
                wrong = "the journal in it is damaged"
        except (BackupProblem, OSError) as problem:
            wrong = str(problem)
        rows.append(Row(held, size, manifest, wrong, tests.get(str(held.number))))
    return rows


def plan(where: config.Places, named: str, report: Told = _SILENT) -> Plan:
    """What it would change to put a backup back. Raises BackupProblem."""
    return restoring.plan(where, folder.named(where, named), report)


def restore(
    where: config.Places, asked: Plan, *, archive: bool, report: Told = _SILENT
) -> Held | None:
    """Put a backup back; the one that was made of what stood before.

    Raises BackupProblem, BoardProblem or ConfigProblem, and then says what stands.
    """
    with restoring.alone(where, archive=archive):
        was_left = config.fingerprint(unfinished.marker(where))
        try:
            before = restoring.restore(
                where, asked.path, int(time.time()), archive=archive, report=report
            )
        except (BackupProblem, BoardProblem, config.ConfigProblem) as problem:
            left = None
            if config.fingerprint(unfinished.marker(where)) != was_left:
                left = unfinished.left(where)
            if left is None:
                raise
            kept = "" if left.before is None else f" What was here is in {left.before}."
            raise BackupProblem(
                f"{problem} The restore is half done: the next start ends it, where it can be "
                f"written by then and nothing was recorded meanwhile.{kept}"
            ) from problem
        reverting.tell(where, None if before is None else before.path)
        unfinished.done(where)
    return before


def end_unfinished(where: config.Places) -> str:
    """End what a kill cut short; what to say of it, empty where there was nothing.

    Where it cannot be ended it is said, and tried again at the next start. Raises AtWorkProblem
    where it is at work, and does not come to its end in some seconds.
    """
    waits_until = time.monotonic() + _PATIENCE
    while True:
        try:
            return _ended(where)
        except restoring.AtWorkProblem:
            if time.monotonic() > waits_until:
                raise
            time.sleep(0.02)


def _ended(where: config.Places) -> str:
    what = "A restore"
    try:
        left = unfinished.left(where)
        with restoring.alone(where, archive=left is not None and left.has_archive):
            if left is None or left != unfinished.left(where):  # another has ended it meanwhile
                return ""
            what = f"A restore of {left.path}"
            said = ending.end(where, left, int(time.time()))
            reverting.tell(where, left.before)
            unfinished.done(where)
            return said
    except restoring.AtWorkProblem:
        raise
    except unfinished.UnreadableProblem as problem:
        return _unreadable(where, problem)
    except (BackupProblem, BoardProblem, config.ConfigProblem) as problem:
        return (
            f"{what} was stopped half way and could not be ended: {problem} It is tried again at "
            "the next start, unless something is recorded before."
        )


def _unreadable(where: config.Places, problem: Exception) -> str:
    """Nobody knows any more what was being put back: the mark is kept aside, once."""
    try:
        aside = config.quarantine(unfinished.marker(where), times.day(int(time.time())))
    except config.ConfigProblem as worse:
        return f"{problem} {worse}"
    return (
        f"{problem} It was moved to {aside}. feeds.yaml, the journal and other files may be partly "
        f"those of a backup. What stood before is in the newest backup of {where.backups} whose "
        "name ends in restore.zip: `signalboard backup --list` shows it, `signalboard restore "
        "NUMBER` puts it back."
    )


def told(where: config.Places) -> list[str]:
    """What ``doctor`` says of the backups."""
    try:
        backups = folder.listed(where)
    except BackupProblem as problem:
        return [str(problem)]
    if not backups:
        return [
            "none yet; the first refresh of a day makes one, `signalboard backup` makes one now"
        ]
    kept, now = notes.read(where.backups), int(time.time())
    kinds = {
        "of a day": sum(each.is_daily for each in backups),
        "asked for": sum(each.why == "asked" for each in backups),
        "before a migration": sum(each.why == "migration" for each in backups),
        "before a restore": sum(each.why == "restore" for each in backups),
    }
    size = 0
    for each in backups:
        with contextlib.suppress(OSError):
            size += each.path.stat().st_size
    parts = ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
    lines = [f"{counted(len(backups), 'backup')} in {where.backups}: {parts}"]
    try:
        newest = folder.reach_of(backups[0].path)
    except BackupProblem as problem:
        lines.append(f"newest    {backups[0].number}: {problem}")
    else:
        lines.append(
            f"newest    {backups[0].number}, made {newest.at}, with "
            f"{counted(newest.seq, 'change')} and {counted(newest.counts['evidence'], 'piece')} "
            "of evidence"
        )
    if kept.tested_at and not kept.wrong:
        lines.append(
            f"tested    {kept.tested}, {times.ago(kept.tested_at, now)}: put back into a folder "
            "of its own, it came to the same board"
        )
    lines.append("signalboard backup --list shows them, signalboard restore NUMBER puts one back")
    return lines


def wrong(where: config.Places) -> list[str]:
    """What is wrong with the backups, a sentence each."""
    kept = notes.read(where.backups)
    said, other = notes.sentences(kept), folder.other_journal(where, kept)
    return said if not other or other in said else [other, *said]


def as_json(row: Row) -> dict[str, Any]:
    """One backup as ``backup --list --json`` prints it."""
    made = row.manifest
    return {
        "number": row.held.number,
        "path": str(row.held.path),
        "why": row.held.why,
        "bytes": row.size,
        "made": None if made is None else made.at,
        "changes": None if made is None else made.seq,
        "counts": None if made is None else made.counts,
        "wrong": row.wrong,
        "tested": None if row.tested_at is None else times.iso(row.tested_at),
    }
