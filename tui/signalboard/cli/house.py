"""The house: the board itself, the log that leaves it, its health and its keys."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from signalboard import times
from signalboard.cli import DONE, FAILED, WRONG_USE, plain, safe, tell
from signalboard.cli.asking import is_terminal, saved
from signalboard.cli.opened import desk, places, uncollected


def board(arguments: argparse.Namespace) -> int:
    """Open the board; print it once where there is no terminal."""
    if is_terminal() and os.environ.get("TERM") != "dumb":
        with uncollected():
            from signalboard.desk import Desk
            from signalboard.ui import run

            opened = Desk.open(places(arguments), as_board=True)
            try:
                return int(run(opened))
            finally:
                opened.close()
    from signalboard.desk import errands

    with desk(arguments) as opened:
        if opened.summary().stories == 0:
            errands.first_stories(opened.places)
            opened.poll()
        print(plain.board(opened))
    return DONE


def export(arguments: argparse.Namespace) -> int:
    """Write the evidence log."""
    with uncollected(), desk(arguments) as opened:
        thesis_ids = [opened.find_thesis(named, closed=True) for named in arguments.thesis]
        try:
            as_of, since = _moments(arguments, opened.now())
        except ValueError as problem:
            tell(f"{problem}.")
            return WRONG_USE
        if arguments.output in (None, "-"):
            sys.stdout.write(opened.export(thesis_ids, arguments.format, as_of=as_of, since=since))
            return DONE
        path = Path(arguments.output)
        if arguments.format != "obsidian" and os.path.isdir(path):  # noqa: PTH112 (says no to what cannot be)
            path /= opened.export_name(thesis_ids, arguments.format, as_of=as_of, since=since)

        def save(overwrite: bool) -> Path:
            return opened.save_export(
                thesis_ids,
                arguments.format,
                path,
                overwrite=overwrite,
                as_of=as_of,
                since=since,
            )

        written = saved(path, save, force=arguments.force)
    if written is None:
        return FAILED
    print(safe(str(written)) if sys.stdout.isatty() else written)
    return DONE


def taken(arguments: argparse.Namespace) -> int:
    """Take over an evidence log."""
    try:
        raw = _read(arguments.file)
    except OSError as problem:
        tell(f"{arguments.file} could not be read: {problem.strerror}. Nothing was changed.")
        return FAILED
    with desk(arguments) as opened:
        if arguments.dry_run:
            told = opened.plan_log(raw)
            print(f"would take over: {told.told}")
        else:
            change, told = opened.take_log(raw)
            print("nothing: all of it is here" if change is None else f"took over: {told.told}")
        for line in plain.taken(told):
            tell(line)
        if not arguments.dry_run and told:
            tell("signalboard undo takes all of it back.")
    return DONE


def _read(name: str) -> bytes:
    """The bytes of a file, or of the standard input; more than any log has are not read."""
    most = 256 * 1024 * 1024 + 1
    if name == "-":
        return sys.stdin.buffer.read(most)
    with Path(name).open("rb") as file:
        return file.read(most)


def _moments(arguments: argparse.Namespace, now: int) -> tuple[int | None, int | None]:
    """What ``--as-of`` and ``--since`` mean; raises ValueError with a sentence."""
    as_of = times.parse_as_of(arguments.as_of, now) if arguments.as_of else None
    since = times.parse_since(arguments.since, now) if arguments.since else None
    return as_of, since


def doctor(arguments: argparse.Namespace) -> int:
    """Say what is where and anything wrong; exit 1 if something is."""
    with desk(arguments) as opened:
        wrong = False
        for heading, lines in opened.doctor():
            print(heading)
            for line in lines:
                print(f"  {line}")
            wrong = wrong or (heading == "Wrong" and lines != ["nothing"])
    return FAILED if wrong else DONE


def keys(arguments: argparse.Namespace) -> int:
    """Print every key of the board."""
    from signalboard.ui import commands, keys

    if arguments.markdown:
        print(keys.docs_table(), end="")
        return DONE
    shown = keys.Keys()
    for group in commands.GROUPS:
        listed = [c for c in commands.COMMANDS if c.group == group and c.keys and c.help]
        if listed:
            print(group)
        for command in listed:
            print(f"  {plain.cell(shown.shown(command), 18)} {command.help}")
    return DONE
