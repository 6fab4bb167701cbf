"""Backups made, listed and put back; everything that is kept looked through."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from signalboard.cli import DONE, FAILED, WRONG_USE, safe, tell
from signalboard.cli.asking import can_ask, saved, yes
from signalboard.cli.opened import places
from signalboard.cli.printed import print_json
from signalboard.cli.progress import progress
from signalboard.desk import backing
from signalboard.desk.backing import Plan, Row
from signalboard.desk.verifying import verify as verified
from signalboard.text import counted, sized

_MOST = 10
"""Judgments that would be lost which are named one by one."""


def backup(arguments: argparse.Namespace) -> int:
    """Make a backup, here or in a file of its own; or list those there are."""
    where = places(arguments)
    if arguments.list:
        return _listed(backing.listed(where), as_json=arguments.json)
    if arguments.daily:
        backing.daily(where)
        for sentence in backing.wrong(where):
            tell(sentence)
        return FAILED if backing.wrong(where) else DONE
    if arguments.file is None and not arguments.with_archive:
        held, made = backing.make(where)
        path = held.path
    else:
        path = Path(arguments.file or ".")
        if path.is_dir():
            path /= backing.file_name()
        elif not path.exists() and path.suffix.lower() != ".zip":
            # A stick that is not plugged in: the file would lie on the disk that may die.
            tell(
                f"There is no folder {path}, so no backup was made. If it is on another disk, see "
                "that it is mounted; for a file of that name, end it in .zip."
            )
            return FAILED

        def save(overwrite: bool) -> backing.Manifest:
            return backing.save_as(
                where,
                path,
                overwrite=overwrite,
                with_archive=arguments.with_archive,
                report=progress(),
            )

        written = saved(path, save, force=arguments.force)
        if written is None:
            return FAILED
        made = written
    if arguments.json:
        print_json({"path": str(path.absolute()), "bytes": path.stat().st_size, **made.out()})
    else:
        print(safe(str(path)) if sys.stdout.isatty() else path)
        tell(
            f"{counted(made.seq, 'change')} and {counted(made.counts['evidence'], 'piece')} of "
            f"evidence, {sized(path.stat().st_size)}; read back and found whole."
        )
        if arguments.file is not None and backing.is_on_disk_of(where, path):
            tell("It is on the disk of the home, and dies with it: keep one on another, too.")
    if not made.is_whole:
        tell("The journal in it is damaged as the one here is: `signalboard verify` says where.")
    return DONE


def restore(arguments: argparse.Namespace) -> int:
    """Put a backup back, after saying what that would change."""
    where = places(arguments)
    plan = backing.plan(where, arguments.backup, progress())
    if arguments.with_archive and not plan.has_archive:
        tell(f"The backup {plan.path} has no archive in it. Nothing was changed.")
        return FAILED
    if arguments.json and arguments.dry_run:
        print_json(_as_json(plan))
        return DONE
    tell("\n".join(_would(plan, archive=arguments.with_archive)))
    if arguments.dry_run:
        return DONE
    if not arguments.yes:
        if not can_ask():
            tell("Nothing was changed: there is no terminal to ask at; --yes restores without.")
            return WRONG_USE
        if not yes("Put it back? What is here now is backed up first. [y/N] "):
            tell("Nothing was changed.")
            return FAILED
    before = backing.restore(where, plan, archive=arguments.with_archive, report=progress())
    arguments.has_changed = True
    if arguments.json:
        kept = None if before is None else str(before.path)
        print_json({**_as_json(plan), "before": kept})
    else:
        print(f"restored {safe(str(plan.path))}")
    if before is not None:
        tell(
            f"What was here is backup {before.number}; `signalboard restore {before.number}` "
            "takes this back."
        )
    return DONE


def verify(arguments: argparse.Namespace) -> int:
    """Look through everything that is kept; exit 1 if anything is wrong."""
    parts = verified(places(arguments), progress())
    if arguments.json:
        print_json(
            {
                part.name: {"well": part.is_well, "said": part.lines, **part.figures}
                for part in parts
            }
        )
    else:
        for part in parts:
            sign = "  " if part.is_well else "! "
            for number, line in enumerate(part.lines):
                print(f"{sign}{part.name if number == 0 else '':<10}{safe(line)}")
    return DONE if all(part.is_well for part in parts) else FAILED


def _listed(rows: list[Row], *, as_json: bool) -> int:
    if as_json:
        for row in rows:
            print_json(backing.as_json(row))
        return DONE
    if not rows:
        tell("There are no backups yet: `signalboard backup` makes one, a refresh one a day.")
        return DONE
    print(f"{'number':>6}  {'made':<20}  {'why':<9}  {'changes':>9}  {'evidence':>8}  {'size':>8}")
    for row in rows:
        made = row.manifest
        told = f"  {safe(row.wrong)}" if row.wrong else ""
        if row.tested_at is not None and not row.wrong:
            told = "  tested"
        changes = "" if made is None else f"{made.seq:,}"
        evidence = "" if made is None else f"{made.counts.get('evidence', 0):,}"
        at = row.held.day if made is None else made.at
        print(
            f"{row.held.number:>6}  {safe(at):<20}  {row.held.why:<9}  {changes:>9}  "
            f"{evidence:>8}  {sized(row.size):>8}{told}"
        )
    return DONE


def _would(plan: Plan, *, archive: bool) -> list[str]:
    """What putting it back would do, in sentences."""
    made = plan.manifest
    names = (
        ("theses", "thesis", "theses"),
        ("evidence", "piece of evidence", "pieces of evidence"),
    )
    now = ", ".join(counted(plan.here[name], one, many) for name, one, many in names)
    then = ", ".join(counted(made.counts.get(name, 0), one, many) for name, one, many in names)
    lines = [
        f"{plan.path}, made {made.at}",
        f"  now: {now}, {counted(plan.changes, 'change')}",
        f"  then: {then}, {counted(made.seq, 'change')}",
    ]
    if not plan.has_journal:
        lines[-1] = "  then: the same; there is no journal in the backup"
    if plan.is_damaged:
        lines.append("  The journal here is damaged; these are the judgments it can still give.")
    if not made.is_whole:
        lines.append("  The journal in the backup is damaged, as it was when it was made.")
    if plan.lost:
        lines.append(
            f"  {counted(len(plan.lost), 'piece')} of evidence would be lost: "
            + ", ".join(plan.lost[:_MOST])
            + (", ..." if len(plan.lost) > _MOST else "")
        )
    else:
        lines.append("  No evidence would be lost.")
    if plan.altered:
        lines.append(f"  {counted(plan.altered, 'piece')} of evidence would be as it was then.")
    if plan.regained:
        lines.append(f"  {counted(plan.regained, 'piece')} of evidence would come back.")
    if plan.is_past and plan.changes > made.seq:
        lines.append(
            f"  It is this board as it was {counted(plan.changes - made.seq, 'change')} ago."
        )
    if plan.replaced:
        lines.append(f"  Replaced too: {', '.join(plan.replaced)}.")
    if archive:
        lines.append("  The archive is replaced by the one of the backup.")
    return lines


def _as_json(plan: Plan) -> dict[str, object]:
    return {
        "backup": str(plan.path),
        "made": plan.manifest.at,
        "now": {"changes": plan.changes, **plan.here},
        "then": {"changes": plan.manifest.seq, **plan.manifest.counts},
        "lost": list(plan.lost),
        "altered": plan.altered,
        "regained": plan.regained,
        "replaced": list(plan.replaced),
        "archive": plan.has_archive,
    }
