"""The grammar of the commands on companies."""

from __future__ import annotations

from signalboard.cli import companies
from signalboard.cli.grammar.common import Command, verb
from signalboard.text import clean


def add(command: Command) -> None:
    """The command and its verbs."""
    company = command(
        "company",
        companies.listed,
        "List, add or remove companies.",
        "signalboard company add Klarna --alias 'Klarna Bank'",
    )
    company.set_defaults(json=False)
    verbs = company.add_subparsers(title="commands", metavar="COMMAND")
    every = verb(verbs, "list", companies.listed, "List the companies.", "signalboard company list")
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    add = verb(
        verbs,
        "add",
        companies.add,
        "Add a company to feeds.yaml and track it.",
        "signalboard company add Arm --ticker ARM --as-written --exclude 'Arm & Hammer'",
    )
    add.add_argument("name", type=clean, metavar="NAME")
    add.add_argument("--alias", type=clean, action="append", default=[], help="repeatable")
    add.add_argument("--ticker", type=clean)
    add.add_argument("--as-written", action="store_true", help="the names are also words")
    add.add_argument(
        "--exclude", type=clean, action="append", default=[], help="somebody else's longer name"
    )
    remove = verb(
        verbs,
        "remove",
        companies.remove,
        "Take a company out of feeds.yaml.",
        "signalboard company remove Klarna",
    )
    remove.add_argument("name", type=clean, metavar="NAME")
