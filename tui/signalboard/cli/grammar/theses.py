"""The grammar of the commands on theses."""

from __future__ import annotations

import argparse

from signalboard.cli import theses
from signalboard.cli.grammar.common import Command, probability, verb
from signalboard.text import clean


def add(command: Command) -> None:
    """The command and its verbs."""
    thesis = command(
        "thesis",
        theses.listed,
        "List, show, add, edit or retire theses.",
        "signalboard thesis show web4 --json",
    )
    verbs = thesis.add_subparsers(title="commands", metavar="COMMAND")
    thesis.set_defaults(json=False)
    every = verb(verbs, "list", theses.listed, "List the theses.", "signalboard thesis list")
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    show = verb(
        verbs,
        "show",
        theses.show,
        "Show a thesis with its evidence.",
        "signalboard thesis show 1 --json",
    )
    show.add_argument("thesis", type=clean, metavar="THESIS", help="id, number or part of its name")
    show.add_argument("--json", action="store_true", help="one JSON object")
    add = verb(
        verbs,
        "add",
        theses.add,
        "Add a thesis.",
        "signalboard thesis add 'Agents tip waiters' "
        "--statement 'agents tip' --negation 'they do not'",
    )
    add.add_argument("name", type=clean, metavar="NAME")
    _wording(add, required=True)
    add.add_argument("--keyword", type=clean, action="append", default=[], help="repeatable")
    add.add_argument("--json", action="store_true", help="print the thesis as JSON")
    edit = verb(
        verbs,
        "edit",
        theses.edit,
        "Change a thesis; a new wording after evidence is a new version.",
        "signalboard thesis edit web4 --prior .3",
    )
    edit.add_argument("thesis", type=clean, metavar="THESIS", help="id, number or part of its name")
    edit.add_argument("--name", type=clean)
    _wording(edit, required=False)
    edit.add_argument("--keyword", type=clean, action="append", help="repeatable; replaces them")
    edit.add_argument("--json", action="store_true", help="print the thesis as JSON")
    retire = verb(
        verbs,
        "retire",
        theses.retire,
        "Take a thesis out of play; its evidence stays.",
        "signalboard thesis retire 5",
    )
    retire.add_argument(
        "thesis", type=clean, metavar="THESIS", help="id, number or part of its name"
    )
    retire.add_argument("--json", action="store_true", help="print the thesis as JSON")
    compared = verb(
        verbs,
        "matrix",
        theses.matrix,
        "Set stories against theses: which tell them apart, and which fit them all.",
        "signalboard thesis matrix --json",
    )
    compared.add_argument("--json", action="store_true", help="one JSON object")


def _wording(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--statement", type=clean, required=required, help="what is claimed")
    parser.add_argument(
        "--negation", type=clean, required=required, help="what is the case if it is false"
    )
    parser.add_argument("--prior", type=probability, help=".01 to .99")
