"""Lists of feeds: from other readers, and for them."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from signalboard.cli import DONE, FAILED, plain, safe, tell
from signalboard.cli.asking import can_ask, saved, yes
from signalboard.cli.opened import desk

if TYPE_CHECKING:
    from signalboard.desk.importing import ListPlan

_LARGEST = 10 * 1024 * 1024 + 1
_REMARKS = 40
"""Lines about what is left out; the rest is counted."""


def imported(arguments: argparse.Namespace) -> int:
    """Show what a list holds; add its feeds after a yes."""
    try:
        raw = _read(arguments.file)
    except OSError as problem:
        tell(f"{arguments.file} could not be read: {problem.strerror}. Nothing was changed.")
        return FAILED
    with desk(arguments) as opened:
        plan = opened.plan_import(raw)
        for line in table(plan):
            print(line)
        sys.stdout.flush()
        tell(summary(plan))
        if not plan.new:
            tell("There is nothing to add; nothing was changed.")
            return DONE if plan.known else FAILED
        if not arguments.yes:
            if arguments.file == "-" or not can_ask():
                tell("Nothing was changed; --yes adds them.")
                return FAILED
            if not yes(f"Add {len(plan.new):,} to feeds.yaml? [y/N] "):
                tell("Nothing was changed.")
                return FAILED
        change = opened.import_feeds(plan.new)
        print(change.label)
        tell("signalboard refresh fetches them; signalboard undo takes them all back.")
    return DONE


def exported(arguments: argparse.Namespace) -> int:
    """Write the feeds as OPML."""
    with desk(arguments) as opened:
        if arguments.output in (None, "-"):
            written, said = opened.export_feeds()
            sys.stdout.write(written)
        else:
            path = Path(arguments.output)
            if os.path.isdir(path):  # noqa: PTH112 (says no to what cannot be)
                path /= "feeds.opml"

            def save(overwrite: bool) -> tuple[Path, tuple[str, ...]]:
                return opened.save_feeds(path, overwrite=overwrite)

            done = saved(path, save, force=arguments.force)
            if done is None:
                return FAILED
            said = done[1]
            print(safe(str(path)) if sys.stdout.isatty() else path)
        for sentence in said:
            tell(sentence)
    return DONE


def table(plan: ListPlan) -> list[str]:
    """The feeds of a list, a line each: new or there already, name, tags, address last."""
    from signalboard.links import shown

    lines = [
        f"new    {plain.cell(feed.name, 32)} {plain.cell(', '.join(feed.tags), 20)} "
        f"{shown(feed.url)}"
        for feed in plan.new
    ]
    return lines + [
        f"there  {plain.cell(ours.name, 32)} {plain.cell(', '.join(ours.tags), 20)} "
        f"{shown(ours.url)}"
        for _, ours in plan.known
    ]


def summary(plan: ListPlan) -> str:
    """What is new, there already, repeated, left out, and why, for people."""
    said = [f"{plan.kind}: {len(plan.new):,} new, {len(plan.known):,} there already"]
    if plan.same:
        said.append(f"{len(plan.same):,} repeated")
    if plan.left:
        said.append(f"{len(plan.left):,} left out")
    lines = [", ".join(said) + "."]
    remarks = [*plan.left, *plan.notes]
    for remark in remarks[:_REMARKS]:
        where = f"line {remark.line}: " if remark.line else ""
        lines.append(f"  {where}{remark.what} {remark.why}.")
    if len(remarks) > _REMARKS:
        lines.append(f"  and {len(remarks) - _REMARKS:,} more remarks of this kind.")
    return "\n".join(lines)


def _read(named: str) -> bytes:
    """At most a little more than a list may be: what is too large is refused by the reader."""
    if named == "-":
        return sys.stdin.buffer.read(_LARGEST)
    with Path(named).expanduser().open("rb") as file:
        return file.read(_LARGEST)
