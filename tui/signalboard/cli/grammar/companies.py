"""The grammar of the commands on companies."""

from __future__ import annotations

import argparse

from signalboard.cli import companies
from signalboard.cli.grammar.common import Command, count, verb
from signalboard.text import clean


def add(command: Command) -> None:
    """The command and its verbs."""
    company = command(
        "company",
        companies.listed,
        "List, add, edit, try or remove companies.",
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
        "Add a company to feeds.yaml, track it, and find it in what is there.",
        "signalboard company add Arm --ticker ARM --as-written --exclude 'Arm & Hammer'",
    )
    _names(add)

    edit = verb(
        verbs,
        "edit",
        companies.edit,
        "Change the names a company is found by.",
        "signalboard company edit Perplexity --alias Comet --word Comet",
    )
    _names(edit)
    edit.add_argument(
        "--remove-alias", type=clean, action="append", default=[], metavar="ALIAS",
        help="a name that is theirs no more",
    )  # fmt: skip
    edit.add_argument(
        "--remove-exclude", type=clean, action="append", default=[], metavar="NAME",
        help="a longer name that counts again",
    )  # fmt: skip

    check = verb(
        verbs,
        "check",
        companies.check,
        "Show what the names of a company find in the archive, before they are kept or after.",
        "signalboard company check Arm --as-written --exclude 'Arm & Hammer'",
    )
    _names(check)
    check.add_argument("--limit", type=count, default=20, metavar="N", help="show at most so many")
    check.add_argument("--json", action="store_true", help="a JSON object a line")
    check.add_argument("--only-given", action="store_true", help="not the names it has already")

    match = verb(
        verbs,
        "match",
        companies.match,
        "Print the companies a text names, each as a JSON object with the words.",
        "signalboard company match 'Tencent answers OpenAI'",
    )
    match.add_argument("text", metavar="TEXT", help="or - for the lines of the standard input")

    scan = verb(
        verbs,
        "scan",
        companies.scan,
        "Find companies whose names have changed in the whole archive.",
        "signalboard company scan",
    )
    scan.add_argument("--json", action="store_true", help="a JSON object a line")

    remove = verb(
        verbs,
        "remove",
        companies.remove,
        "Take a company out of feeds.yaml; evidence keeps its name.",
        "signalboard company remove Klarna",
    )
    remove.add_argument("name", type=clean, metavar="NAME")


def _names(verb: argparse.ArgumentParser) -> None:
    """What a company is found by."""
    verb.add_argument("name", type=clean, metavar="NAME")
    verb.add_argument("--alias", type=clean, action="append", default=[], help="repeatable")
    verb.add_argument("--ticker", type=clean, help="0700.HK, or several: '0700.HK, TCEHY'")
    verb.add_argument("--as-written", action="store_true", help="all the names are also words")
    verb.add_argument(
        "--word", type=clean, action="append", default=[], metavar="NAME",
        help="this name is also a word: it counts only as written; repeatable",
    )  # fmt: skip
    verb.add_argument(
        "--exclude", type=clean, action="append", default=[], metavar="NAME",
        help="somebody else's longer name; repeatable",
    )  # fmt: skip
