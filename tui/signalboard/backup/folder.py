"""The backups of a home: made, listed, thinned out, tried. What cannot be fetched again."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from signalboard import __version__, config, durable, times
from signalboard.backup import notes, packing, values
from signalboard.backup.packing import Pack, Told
from signalboard.backup.values import BackupProblem, Held, Manifest, Why
from signalboard.board import Inspection, has_line, inspect

JOURNAL, ARCHIVE = packing.JOURNAL, packing.ARCHIVE
SETTINGS = "feeds.yaml"
BRIEFS = "briefs/"
TABLES = ("theses", "evidence", "watches", "briefs", "reading")
"""The tables whose documents are counted in a manifest."""
CopyArchive = Callable[[Path, Told], None]
"""Puts the archive, as it is at one moment, into a new file."""
_NAMES = r"signalboard-[\w-]+\.zip"
"""How backups are called where nobody names them."""
_SILENT: Told = lambda _what, _share: None  # noqa: E731


def listed(where: config.Places) -> list[Held]:
    """All backups of the folder, the newest first. Raises BackupProblem."""
    try:
        names = [Path(entry.path) for entry in os.scandir(where.backups)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BackupProblem(
            f"The folder {where.backups} cannot be read: {config.reason(error)}."
        ) from error
    found = [held for held in map(values.held, names) if held is not None]
    return sorted(found, key=lambda each: (-each.number, each.path.name))


def named(where: config.Places, name: str) -> Path:
    """The file of a backup by its number, its path, or "latest". Raises BackupProblem."""
    backups = listed(where)
    if name == "latest":
        good = newest_good(where)
        if good is None:
            raise BackupProblem(f"There is no good backup in {where.backups}. Nothing was changed.")
        return good
    if name.isascii() and name.isdigit():
        for each in backups:
            if each.number == int(name[:20]):
                return each.path
        raise BackupProblem(
            f"There is no backup number {name}. Nothing was changed; "
            "`signalboard backup --list` shows those there are."
        )
    path = Path(name)
    inside = where.backups / name
    return inside if not path.exists() and path.name == name and inside.exists() else path


def newest_good(where: config.Places) -> Path | None:
    """The newest backup that is whole, every file of it read; None where there is none."""
    for each in listed(where):
        with contextlib.suppress(BackupProblem), Pack(each.path) as pack:
            if pack.manifest.is_whole:
                pack.check()
                return each.path
    return None


def contents(where: config.Places) -> dict[str, Path | bytes]:
    """What cannot be fetched again, by the names it has in a backup."""
    files: dict[str, Path | bytes] = {JOURNAL: where.board / "journal.jsonl"}
    small = {
        SETTINGS: where.feeds_file,
        "logins.json": where.logins,
        "withheld.json": where.withheld,
        "preferences.json": where.preferences,
    }
    with contextlib.suppress(OSError):
        small.update({BRIEFS + path.name: path for path in sorted(where.briefs.glob("*.txt"))})
    for name, path in small.items():
        if path.is_file():
            with path.open("rb") as file:
                files[name] = file.read(packing.LONGEST)
    return {name: each for name, each in files.items() if _is_there(each)}


def save(
    where: config.Places,
    path: Path,
    why: Why,
    now: int,
    *,
    overwrite: bool = False,
    copy_archive: CopyArchive | None = None,
    report: Told = _SILENT,
) -> Manifest:
    """Pack the home into a file, and read back what was packed before it has its name.

    Raises FileExistsError, or BackupProblem, which says whether the file is there all the same.
    """
    try:
        with contextlib.ExitStack() as stack:
            durable.sweep(path.parent, _NAMES)
            found = inspect(where.board / "journal.jsonl")
            files = contents(where)
            if copy_archive is not None:
                copy = durable.name_beside(path, "archive")
                stack.callback(copy.unlink, missing_ok=True)
                copy_archive(copy, report)
                files[ARCHIVE] = copy
            made = packing.write(
                path,
                files,
                lambda sums: _manifest(found, sums, why, now),
                lengths={JOURNAL: found.bytes},
                overwrite=overwrite,
                report=report,
            )
    except FileExistsError:
        raise
    except durable.UnsureError as error:
        raise BackupProblem(
            f"The backup {path} was made and found whole, but {path.parent} could not be synced "
            f"({config.reason(error)}): whether it is there after a power cut is not sure. Look at "
            "that disk, or make another elsewhere."
        ) from error
    except OSError as error:
        raise BackupProblem(
            f"The backup {path} was not made: {config.reason(error)}. What is kept here is as it "
            "was, and so are older backups; make room, or name another place."
        ) from error
    return made


def save_as(
    where: config.Places,
    path: Path,
    now: int,
    *,
    overwrite: bool = False,
    copy_archive: CopyArchive | None = None,
    report: Told = _SILENT,
) -> Manifest:
    """As ``save``, for a person who names the file."""
    with alone(where):
        return save(
            where,
            path,
            "asked",
            now,
            overwrite=overwrite,
            copy_archive=copy_archive,
            report=report,
        )


def make(where: config.Places, why: Why, now: int) -> tuple[Held, Manifest]:
    """Make a backup in the folder, then take away those that are too many.

    Raises BackupProblem or ConfigProblem; then those there were are there.
    """
    with alone(where):
        held, made = make_within(where, why, now)
        if why == "asked" and made.is_whole:
            kept = notes.read(where.backups)
            if kept.failed and kept.failed == other_journal(where, kept):
                kept.failed = ""
            kept.seq, kept.hash = made.seq, made.hash
            kept.failed, kept.damaged = "", False
            _note(where, kept)
        return held, made


def daily(where: config.Places, now: int) -> Held | None:
    """Make today's backup, where there is none of today and anything changed since the newest.

    What becomes of it is noted. None where nothing was to be made, or another is at it.
    """
    if not is_due(where, now):
        return None
    with contextlib.suppress(config.ConfigProblem), config.only_one(where.backup_lock) as alone:
        if alone and is_due(where, now):  # another may have made it meanwhile
            kept = notes.read(where.backups)
            other = other_journal(where, kept)
            try:
                held, made = make_within(where, "daily", now)
            except BackupProblem as problem:
                kept.failed, kept.failed_at = str(problem), now
                _note(where, kept)
                return None
            if not made.is_whole:
                kept.failed = (
                    f"The journal {where.board / 'journal.jsonl'} is damaged, so today's backup "
                    "has it as it is: `signalboard verify` says where. Older backups stay; the "
                    "next start brings back what they have of it."
                )
                kept.failed_at, kept.damaged = now, True
            elif other:  # what was backed up before it stays the one to go by
                kept.failed, kept.failed_at = other, now
            else:
                kept.failed, kept.damaged = "", False
                kept.made, kept.made_at = held.number, now
                kept.seq, kept.hash = made.seq, made.hash
            _note(where, kept)
            return held
    return None


def other_journal(where: config.Places, kept: notes.Notes) -> str:
    """A sentence where the journal has not the last line that the newest backup had; else empty."""
    journal = where.board / "journal.jsonl"
    try:
        if not kept.hash or kept.seq == 0 or has_line(journal, kept.hash):
            return ""
    except FileNotFoundError:
        pass
    except OSError:
        return ""  # that is told where it is read
    return (
        f"The journal {journal} is not the one that was backed up: change {kept.seq:,} of that is "
        "not in it. `signalboard backup --list` shows the backups, `signalboard restore NUMBER` "
        "puts one back; if this journal is to be the one, `signalboard backup` takes it for that."
    )


def is_due(where: config.Places, now: int) -> bool:
    """Whether a backup of today is missing, and there is something to keep."""
    try:
        backups = listed(where)
    except BackupProblem:
        return False
    today = times.day(now)
    # Not "a day after the newest": a clock that ran ahead would end backups for as long.
    if any(each.day == today and each.is_daily for each in backups):
        return False
    journal = where.board / "journal.jsonl"
    return journal.exists() and not stands_in_newest(where)


def stands_in_newest(where: config.Places) -> bool:
    """Whether the newest backup has all that a new one would have."""
    try:
        backups = listed(where)
        if not backups:
            return False
        made = reach_of(backups[0].path)
        # Whatever went wrong last may have gone wrong with this one too. Of a damaged journal
        # another is no better.
        if made.is_whole and notes.read(where.backups).failed:
            return False
        sums = made.sums
        files = contents(where)
        if sums.keys() - {ARCHIVE} != files.keys():
            return False
        for name, each in files.items():
            raw = each if isinstance(each, bytes) else each.read_bytes()
            if name == JOURNAL:
                raw = raw[: raw.rfind(b"\n") + 1]
            if hashlib.sha256(raw).hexdigest() != sums[name]:
                return False
    except (BackupProblem, OSError):
        return False
    return True


def thin_out(where: config.Places, spare: Path | None = None) -> list[Held]:
    """Take away the backups that are too many; those that went.

    Never where none of those that stay is good, nor the one that reaches furthest, nor ``spare``.
    """
    backups = listed(where)
    doomed = values.doomed(backups)
    if not doomed:
        return []
    staying = [each for each in backups if each not in doomed]
    if not any(_is_good(each.path) for each in staying):
        return []
    furthest = max(backups, key=lambda each: (_reach(each.path), each.number))
    gone = [each for each in doomed if each != furthest and not _is_same(each.path, spare)]
    for each in gone:
        with contextlib.suppress(OSError):  # it goes next time
            each.path.unlink()
    return gone


def reach_of(path: Path) -> Manifest:
    """What a backup says of itself. Raises BackupProblem."""
    with Pack(path) as pack:
        return pack.manifest


# -- how ------------------------------------------------------------------


def make_within(
    where: config.Places, why: Why, now: int, *, spare: Path | None = None
) -> tuple[Held, Manifest]:
    """As ``make``, for whoever is alone already; ``spare`` stays, whatever is too many."""
    folder = where.backups
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BackupProblem(
            f"No backup was made: {folder} cannot be written: {config.reason(error)}. What is "
            "kept here is as it was."
        ) from error
    number = max((each.number for each in listed(where)), default=0) + 1
    path = folder / values.name(number, times.day(now), why)
    made = save(where, path, why, now)
    thin_out(where, spare)
    held = values.held(path)
    assert held is not None
    return held, made


def _manifest(found: Inspection, sums: dict[str, str], why: Why, now: int) -> Manifest:
    return Manifest(
        at=times.iso(now),
        program=__version__,
        why=why,
        seq=found.seq,
        hash=found.hash,
        lines=found.lines,
        is_whole=found.is_whole,
        state=found.digest,
        counts={table: found.count(table) for table in TABLES},
        sums=sums,
    )


def _is_there(each: Path | bytes) -> bool:
    return isinstance(each, bytes) or each.is_file()


def _is_same(path: Path, other: Path | None) -> bool:
    try:
        return other is not None and path.samefile(other)
    except OSError:
        return False


def _is_good(path: Path) -> bool:
    try:
        with Pack(path) as pack:
            pack.check()
            return pack.manifest.is_whole
    except BackupProblem:
        return False


def _reach(path: Path) -> int:
    try:
        return reach_of(path).seq
    except BackupProblem:
        return -1


def _note(where: config.Places, kept: notes.Notes) -> None:
    with contextlib.suppress(config.ConfigProblem, OSError):
        where.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        notes.keep(where.backups, kept)


@contextlib.contextmanager
def alone(where: config.Places) -> Iterator[None]:
    with config.only_one(where.backup_lock) as is_alone:
        if not is_alone:
            raise BackupProblem(
                "Another signalboard is making or restoring a backup. Nothing was changed here; "
                "try again when it has finished."
            )
        yield
