"""Evidence: list, quote, affirm, supersede and retract."""

from __future__ import annotations

import argparse

from signalboard.cli import DONE, plain, tell
from signalboard.cli.opened import desk
from signalboard.cli.printed import evidence, print_json


def listed(arguments: argparse.Namespace) -> int:
    """List evidence with what each adds."""
    with desk(arguments) as opened:
        if arguments.thesis:
            ids = [opened.find_thesis(arguments.thesis, closed=True)]
        else:
            ids = [row.thesis.id for row in (*opened.theses(), *opened.closed_theses())]
        for thesis_id in ids:
            found = opened.thesis_sum(thesis_id)
            for entry in found.entries:
                if arguments.json:
                    adds = None if entry.db is None else round(entry.db, 6)
                    print_json({**evidence(entry.piece), "adds_db": adds})
                else:
                    print(plain.entry(entry, found.row.thesis.number))
    return DONE


def quote(arguments: argparse.Namespace) -> int:
    """Keep a quote."""
    with desk(arguments) as opened:
        done = opened.quote(arguments.evidence, arguments.text, arguments.by)
        if done.change is None:
            tell("It says so already; nothing was changed.")
        if done.warning:
            tell(done.warning)
        piece = opened.evidence_by_id(arguments.evidence)
        if piece is not None:
            print_json(evidence(piece))
    return DONE


def affirm(arguments: argparse.Namespace) -> int:
    """Let evidence of an earlier wording count for that of now."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis)
        change = opened.affirm(thesis_id, arguments.evidence)
        if change is None:
            tell("All of it is of the wording of now; nothing was changed.")
        else:
            print(change.label)
    return DONE


def retract(arguments: argparse.Namespace) -> int:
    """Let evidence count no more."""
    with desk(arguments) as opened:
        change = opened.retract(arguments.evidence, why=arguments.why, by=arguments.by)
        if change is not None:
            print(change.label)
    return DONE
