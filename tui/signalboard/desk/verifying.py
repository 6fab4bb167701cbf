"""Everything that is kept, looked through: nothing is opened to be written, nothing is mended."""

from __future__ import annotations

import contextlib
from typing import Any

from signalboard import config
from signalboard.archive import Archive, ArchiveProblem
from signalboard.archive.care import Told
from signalboard.backup import folder, notes, unfinished
from signalboard.backup.packing import Pack
from signalboard.backup.values import BackupProblem
from signalboard.board import BoardProblem, Inspection, Tables, first_difference, inspect, tables_of
from signalboard.text import counted, sized
from signalboard.values import dataclass, field

_SILENT: Told = lambda _what, _share: None  # noqa: E731


@dataclass(slots=True)
class Part:
    """What was found of one thing that is kept."""

    name: str
    lines: list[str]
    """Sentences; where something is wrong, what."""
    is_well: bool = True
    figures: dict[str, Any] = field(default_factory=dict)


def verify(where: config.Places, report: Told = _SILENT) -> list[Part]:
    """Journal, tables, archive, settings and backups, each read whole. Never raises a Problem."""
    journal = where.board / "journal.jsonl"
    tables = tables_of(where.board / "board.json")
    try:
        size = journal.stat().st_size
    except OSError:
        size = 0
    try:
        found = inspect(
            journal,
            mark=-1 if tables is None else tables.seq,
            report=lambda read: report("reading the journal", min(1.0, read / max(1, size))),
        )
    except OSError as error:
        found = Inspection()
        first = Part(
            "journal", [f"{journal} cannot be read: {config.reason(error)}"], is_well=False
        )
    else:
        first = _journal(found)
        if other := folder.other_journal(where, notes.read(where.backups)):
            first.lines.append(other)
            first.is_well = False
    return [
        *_unfinished(where),
        first,
        _tables(where, tables, found),
        _archive(where, report),
        _settings(where),
        _backups(where, report),
    ]


def _unfinished(where: config.Places) -> list[Part]:
    try:
        left = unfinished.left(where)
    except BackupProblem as problem:
        return [Part("restore", [str(problem)], is_well=False)]
    if left is None:
        return []
    before = "" if left.before is None else f" What stood before is in {left.before}."
    said = f"a backup, {left.path}, is being put back, or that was stopped half way.{before}"
    return [Part("restore", [f"{said} The next start ends it, or says why not"], is_well=False)]


def _journal(found: Inspection) -> Part:
    counts = f"{counted(found.count('evidence'), 'piece')} of evidence stand"
    part = Part(
        "journal",
        [f"{counted(found.lines, 'line')}, all of one chain; {counts}"],
        figures={
            "lines": found.lines,
            "changes": found.seq,
            "evidence": found.count("evidence"),
            "hash": found.hash,
            "state": found.digest,
            "broken": found.broken,
            "first_broken": None,
            "unfinished_bytes": found.torn,
        },
    )
    if not found.lines and not found.torn:
        part.lines = ["nothing was recorded yet"]
    if found.torn:
        part.lines.append(
            f"its last line was never finished: {found.torn:,} bytes, which the next change moves "
            "to quarantine; nothing in them was acknowledged"
        )
    if found.first is not None:
        first = found.first
        part.is_well = False
        part.lines[0] = (
            f"line {first.line:,} of {found.lines:,} is the first that is wrong: {first.why}"
        )
        part.lines[1:1] = [
            f"expected  {first.expected}",
            f"found     {first.found}",
            f"kept      {counted(first.kept, 'line')} before it; of those after it "
            f"{counted(found.lines - first.kept - found.broken, 'line')} can be read, "
            f"{found.broken:,} wrong in all; {counts} by what can be read",
            "next      signalboard backup --list, then signalboard restore BACKUP --dry-run: what "
            "one made before would bring back; until then the board goes on with what can be read",
        ]
        part.figures["first_broken"] = {
            "line": first.line,
            "why": first.why,
            "expected": first.expected,
            "found": first.found,
            "kept_before": first.kept,
        }
    return part


def _tables(where: config.Places, tables: Tables | None, found: Inspection) -> Part:
    if tables is None:
        return Part("tables", ["none yet; the board is read from the journal"])
    figures = {"at": tables.seq, "state": tables.digest, "replayed": found.marked}
    if tables.wrong:
        return Part("tables", [tables.wrong], is_well=False, figures=figures)
    if found.marked is None:
        said = f"they stand at change {tables.seq:,}, which the journal does not have"
    elif found.marked != tables.digest:
        first = _first_difference(where)
        said = f"they say otherwise than the journal does at change {tables.seq:,}{first}"
    else:
        return Part(
            "tables", [f"they agree with the journal, at change {tables.seq:,}"], figures=figures
        )
    return Part(
        "tables",
        [f"{said}. The journal counts; move {where.board / 'board.json'} away to have them anew"],
        is_well=False,
        figures=figures,
    )


def _first_difference(where: config.Places) -> str:
    with contextlib.suppress(OSError, BoardProblem):
        first = first_difference(where.board / "journal.jsonl", where.board / "board.json")
        return f", first of {first}" if first else ", in the order of what they hold"
    return ""


def _archive(where: config.Places, report: Told) -> Part:
    if not where.archive.exists():
        return Part("archive", ["none yet; the first refresh makes one"])
    try:
        archive = Archive.open(where.archive, read_only=True)
    except ArchiveProblem as problem:
        return Part("archive", [str(problem)], is_well=problem.older)
    try:
        size = archive.size()
        wrong = archive.check(report)
    finally:
        archive.close()
    figures = {"bytes": size.file, "wrong": wrong}
    return Part(
        "archive",
        wrong or [f"{sized(size.file)}, no damage, and all that is counted agrees"],
        is_well=not wrong,
        figures=figures,
    )


def _settings(where: config.Places) -> Part:
    settings = config.load(where.feeds_file)
    there = (
        f"{counted(len(settings.feeds), 'feed')}, "
        f"{counted(len(settings.companies), 'company', 'companies')}"
    )
    figures = {"feeds": len(settings.feeds), "problems": list(settings.problems)}
    return Part(
        "settings",
        [*settings.problems, there] if settings.problems else [f"{there}, all understood"],
        is_well=not settings.problems,
        figures=figures,
    )


def _backups(where: config.Places, report: Told) -> Part:
    try:
        backups = folder.listed(where)
    except BackupProblem as problem:
        return Part("backups", [str(problem)], is_well=False)
    if not backups:
        return Part("backups", ["none yet; `signalboard backup` makes one"], figures={"count": 0})
    wrong: list[str] = []
    newest_good: int | None = None
    for number, each in enumerate(backups):
        report("reading the backups", number / len(backups))
        try:
            with Pack(each.path) as pack:
                pack.check()
                if pack.manifest.is_whole and newest_good is None:
                    newest_good = each.number
        except BackupProblem as problem:
            wrong.append(str(problem))
    report("reading the backups", 1.0)
    good = (
        "none of them is good"
        if newest_good is None
        else f"the newest good one is number {newest_good}"
    )
    return Part(
        "backups",
        [*wrong, f"{counted(len(backups), 'backup')}; {good}"],
        is_well=not wrong and newest_good is not None,
        figures={"count": len(backups), "newest_good": newest_good, "wrong": wrong},
    )
