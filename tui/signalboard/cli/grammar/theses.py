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
        "List, show, add, edit, activate, close or reopen theses.",
        "signalboard thesis show web4 --json",
    )
    verbs = thesis.add_subparsers(title="commands", metavar="COMMAND")
    thesis.set_defaults(json=False, closed=False)
    every = verb(verbs, "list", theses.listed, "List the theses.", "signalboard thesis list")
    every.add_argument("--closed", action="store_true", help="those that ended, and how")
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
    for name in ("new", "add"):  # one is as other nouns have it, the other as watches
        add = verb(
            verbs,
            name,
            theses.add,
            "Add a thesis, as a draft.",
            f"signalboard thesis {name} 'Agents tip waiters' "
            "--statement 'agents tip' --negation 'they do not' --prior .3",
        )
        add.add_argument("name", type=clean, metavar="NAME")
        _wording(add, required=True)
        add.add_argument("--json", action="store_true", help="print the thesis as JSON")
    edit = verb(
        verbs,
        "edit",
        theses.edit,
        "Change a thesis; a new wording after evidence is a new version.",
        "signalboard thesis edit web4 --prior .3",
    )
    _named(edit)
    edit.add_argument("--name", type=clean)
    _wording(edit, required=False)
    _named(
        verb(
            verbs,
            "activate",
            theses.activate,
            "Put a draft to the test; says what is missing: a prior, a watch that could turn it.",
            "signalboard thesis activate web4",
        )
    )
    close = verb(
        verbs,
        "close",
        theses.close,
        "Say how a thesis ended, and what was learned; its evidence and watches stay.",
        "signalboard thesis close web4 refuted --post-mortem 'agents stayed a feature'",
    )
    _named(close)
    close.add_argument("ending", choices=("confirmed", "refuted", "retired"))
    _lesson(close)
    _named(
        verb(
            verbs,
            "reopen",
            theses.reopen,
            "Take back how a thesis ended; it is active where it still may be, else a draft.",
            "signalboard thesis reopen web4",
        )
    )
    retire = verb(
        verbs,
        "retire",
        theses.retire,
        "Take a thesis out of play without a verdict; its evidence stays.",
        "signalboard thesis retire 5",
    )
    _named(retire)
    _lesson(retire)
    compared = verb(
        verbs,
        "matrix",
        theses.matrix,
        "Set stories against theses: which tell them apart, and which fit them all.",
        "signalboard thesis matrix --json",
    )
    compared.add_argument("--json", action="store_true", help="one JSON object")


def _named(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "thesis", type=clean, metavar="THESIS", help="id, number or part of its name"
    )
    parser.add_argument("--json", action="store_true", help="print the thesis as JSON")


def _lesson(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--post-mortem", type=clean, default="", metavar="TEXT", help="what was learned"
    )


def _wording(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--statement", type=clean, required=required, help="what is claimed")
    parser.add_argument(
        "--negation", type=clean, required=required, help="what is the case if it is false"
    )
    parser.add_argument("--prior", type=probability, help=".01 to .99; none: it stays a draft")
    parser.add_argument(
        "--keyword", type=clean, action="append", help="words that suggest a story; repeatable"
    )
    parser.add_argument(
        "--horizon", type=clean, metavar="DAY", help="by when it should have shown; '' for none"
    )
    parser.add_argument(
        "--rival", type=clean, action="append", help="another explanation; repeatable"
    )
    parser.add_argument(
        "--pre-mortem",
        type=clean,
        metavar="TEXT",
        help="supposing that it turned out false: why it did",
    )
