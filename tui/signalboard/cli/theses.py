"""Theses: list, show, add, edit, activate, close, reopen."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from signalboard.cli import DONE, plain, tell
from signalboard.cli.opened import desk
from signalboard.cli.printed import compared, evidence, print_json, thesis
from signalboard.desk import ThesisRow
from signalboard.text import counted

if TYPE_CHECKING:
    from signalboard.desk import Desk


def listed(arguments: argparse.Namespace) -> int:
    """List the theses."""
    with desk(arguments) as opened:
        closed = opened.closed_theses()
        if closed and not arguments.closed:
            tell(f"{counted(len(closed), 'thesis', 'theses')} closed: thesis list --closed")
        for row in closed if arguments.closed else opened.theses():
            if arguments.json:
                print_json(thesis(row, opened.now()))
            else:
                print(plain.thesis_line(row, opened.now()))
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """Show one thesis with its evidence."""
    with desk(arguments) as opened:
        row = opened.thesis(opened.find_thesis(arguments.thesis, closed=True))
        pieces = opened.evidence(row.thesis.id)
        if arguments.json:
            shown = thesis(row, opened.now())
            shown["missing"] = list(opened.missing(row.thesis.id))
            shown["evidence"] = [evidence(piece) for piece in pieces]
            print_json(shown)
        else:
            said = [guard.sentence for guard in opened.guards(row.thesis.id)]
            print(plain.thesis(row, pieces, said, opened.now()))
            if row.thesis.status == "draft":
                for lack in opened.missing(row.thesis.id):
                    print(plain.said_of("missing", lack))
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
            prior=arguments.prior,
            keywords=arguments.keyword or (),
            horizon_at=_horizon(opened, arguments),
            rivals=arguments.rival or (),
            pre_mortem=arguments.pre_mortem or "",
        )
        thesis_id = change.thesis_ids[0]
        _tell_missing(opened, thesis_id)
        _told(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
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
            horizon_at=_horizon(opened, arguments),
            rivals=arguments.rival,
            pre_mortem=arguments.pre_mortem,
        )
        if change is None:
            tell("It says so already; nothing was changed.")
        _told(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def activate(arguments: argparse.Namespace) -> int:
    """Put a draft to the test."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis, closed=True)
        if opened.activate_thesis(thesis_id) is None:
            tell("It is active already; nothing was changed.")
        _told(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def close(arguments: argparse.Namespace) -> int:
    """Say how a thesis ended, and what was learned."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis, closed=True)
        if opened.close_thesis(thesis_id, arguments.ending, arguments.post_mortem) is None:
            tell(f"It is {arguments.ending} already; nothing was changed.")
        _told(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def retire(arguments: argparse.Namespace) -> int:
    """Take a thesis out of play."""
    arguments.ending = "retired"
    return close(arguments)


def reopen(arguments: argparse.Namespace) -> int:
    """Take back how a thesis ended."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis, closed=True)
        opened.reopen_thesis(thesis_id)
        _tell_missing(opened, thesis_id)
        _told(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def _horizon(opened: Desk, arguments: argparse.Namespace) -> int | None:
    """The day that was given; 0 where it is to be none."""
    if arguments.horizon == "":
        return 0 if arguments.run is edit else None
    return None if arguments.horizon is None else opened.day_meant(arguments.horizon)


def _tell_missing(opened: Desk, thesis_id: str) -> None:
    """Why it is a draft, where it is one."""
    lacks = opened.missing(thesis_id)
    if lacks and opened.thesis(thesis_id).thesis.status == "draft":
        tell(f"It is a draft. To be active it lacks: {' '.join(lacks)}")


def _told(row: ThesisRow, now: int, *, as_json: bool) -> None:
    if as_json:
        print_json(thesis(row, now))
    else:
        print(plain.thesis_line(row, now))
