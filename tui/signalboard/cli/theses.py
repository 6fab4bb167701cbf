"""Theses: list, show, add, edit, retire."""

from __future__ import annotations

import argparse

from signalboard.cli import DONE, plain, tell
from signalboard.cli.opened import desk
from signalboard.cli.printed import compared, evidence, print_json, thesis
from signalboard.desk import ThesisRow


def listed(arguments: argparse.Namespace) -> int:
    """List the theses."""
    with desk(arguments) as opened:
        for row in opened.theses():
            if arguments.json:
                print_json(thesis(row))
            else:
                print(plain.thesis_line(row, opened.now()))
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """Show one thesis with its evidence."""
    with desk(arguments) as opened:
        row = opened.thesis(opened.find_thesis(arguments.thesis, retired=True))
        pieces = opened.evidence(row.thesis.id)
        if arguments.json:
            shown = thesis(row)
            shown["evidence"] = [evidence(piece) for piece in pieces]
            print_json(shown)
        else:
            said = [guard.sentence for guard in opened.guards(row.thesis.id)]
            print(plain.thesis(row, pieces, said, opened.now()))
    return DONE


def matrix(arguments: argparse.Namespace) -> int:
    """Stories against theses, those that tell the theses apart first."""
    with desk(arguments) as opened:
        found = opened.matrix()
        if arguments.json:
            print_json(compared(found))
        else:
            print(plain.matrix(found))
    return DONE


def add(arguments: argparse.Namespace) -> int:
    """Add a thesis."""
    with desk(arguments) as opened:
        change = opened.add_thesis(
            arguments.name,
            arguments.statement,
            arguments.negation,
            prior=0.5 if arguments.prior is None else arguments.prior,
            keywords=arguments.keyword,
        )
        _told(opened.thesis(change.thesis_ids[0]), opened.now(), as_json=arguments.json)
    return DONE


def edit(arguments: argparse.Namespace) -> int:
    """Change a thesis."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis)
        change = opened.edit_thesis(
            thesis_id,
            name=arguments.name,
            statement=arguments.statement,
            negation=arguments.negation,
            prior=arguments.prior,
            keywords=arguments.keyword,
        )
        if change is None:
            tell("It says so already; nothing was changed.")
        _told(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def retire(arguments: argparse.Namespace) -> int:
    """Take a thesis out of play."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis)
        opened.retire_thesis(thesis_id)
        _told(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def _told(row: ThesisRow, now: int, *, as_json: bool) -> None:
    if as_json:
        print_json(thesis(row))
    else:
        print(plain.thesis_line(row, now))
