"""The grammar of the commands on watches, and of what forecasts were worth."""

from __future__ import annotations

import argparse

from signalboard.cli import watches
from signalboard.cli.grammar.common import Command, probability, verb
from signalboard.text import clean

_NAMED = "its id, or part of its question"


def add(command: Command) -> None:
    """Both commands and their verbs."""
    watch = command(
        "watch",
        watches.listed,
        "List, show, add, settle or forecast watches: dated questions that test a thesis.",
        "signalboard watch settle WeChat hit --link https://tencent.example/results",
    )
    watch.set_defaults(json=False, thesis=None, due=False)
    verbs = watch.add_subparsers(title="commands", metavar="COMMAND")
    every = verb(
        verbs,
        "list",
        watches.listed,
        "List the watches: due ones first, open ones, then settled ones.",
        "signalboard watch list --due",
    )
    every.add_argument("--thesis", type=clean, metavar="T", help="those of one thesis")
    every.add_argument("--due", action="store_true", help="those that wait to be settled")
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    show = verb(
        verbs,
        "show",
        watches.show,
        "Show a watch: what it asks, what its answers weigh, what was forecast.",
        "signalboard watch show WeChat --json",
    )
    _named(show)
    new = verb(
        verbs,
        "new",
        watches.new,
        "Add a watch to a thesis. The two chances are a preset's or your own.",
        "signalboard watch new web4 'Does it run WeChat?' --hit 'it does' --miss 'it does not' "
        "--by '6 months' --preset hoop",
    )
    new.add_argument("thesis", type=clean, metavar="THESIS", help="id, number or part of its name")
    new.add_argument("question", type=clean, metavar="QUESTION")
    _clauses(new, required=True)
    new.add_argument(
        "--story",
        type=clean,
        metavar="STORY",
        help="the story that it is made from; without --by its date is the one that it names",
    )
    new.add_argument("--forecast", type=probability, metavar="P", help="your own, of a hit")
    new.add_argument("--json", action="store_true", help="print the watch as JSON")
    edit = verb(
        verbs,
        "edit",
        watches.edit,
        "Ask it otherwise, while it is open.",
        "signalboard watch edit WeChat --by 2027-06-30",
    )
    _named(edit)
    edit.add_argument("--question", type=clean)
    _clauses(edit, required=False)
    settle = verb(
        verbs,
        "settle",
        watches.settle,
        "Say how a watch came out: it weighs on its thesis, and its forecasts are scored.",
        "signalboard watch settle WeChat miss --note 'still in research'",
    )
    _named(settle)
    settle.add_argument("outcome", choices=("hit", "miss", "void"))
    settle.add_argument("--link", type=clean, default="", metavar="URL", help="where it was seen")
    settle.add_argument("--note", type=clean, default="")
    _named(
        verb(
            verbs,
            "reopen",
            watches.reopen,
            "Take an answer back, and with it its weight and its score.",
            "signalboard watch reopen WeChat",
        )
    )
    forecast = verb(
        verbs,
        "forecast",
        watches.forecast,
        "Your own forecast of a hit from now on, in place of what the conviction implies.",
        "signalboard watch forecast WeChat .7",
    )
    _named(forecast)
    forecast.add_argument("p", type=probability, metavar="P", help=".01 to .99")
    remove = verb(
        verbs,
        "remove",
        watches.remove,
        "Take away a watch made by mistake, before it is due.",
        "signalboard watch remove w12",
    )
    remove.add_argument("watch", type=clean, metavar="WATCH", help=_NAMED)
    scores = command(
        "calibration",
        watches.calibration,
        "Say how the forecasts of settled watches came out.",
        "signalboard calibration --json",
    )
    scores.add_argument("--json", action="store_true", help="one JSON object")


def _named(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("watch", type=clean, metavar="WATCH", help=_NAMED)
    parser.add_argument("--json", action="store_true", help="print the watch as JSON")


def _clauses(parser: argparse.ArgumentParser, *, required: bool) -> None:
    for name, about in (("hit", "when it is a hit"), ("miss", "when it is a miss")):
        parser.add_argument(f"--{name}", type=clean, required=required, metavar="IF", help=about)
    parser.add_argument("--void", type=clean, metavar="IF", help="when it cannot be answered")
    parser.add_argument("--look-up", type=clean, metavar="WHERE", help="where the answer will be")
    parser.add_argument(
        "--by", type=clean, metavar="DAY", help="2027-05-31, 6 months, or end of 2027"
    )
    parser.add_argument(
        "--resolves",
        type=clean,
        metavar="DAY",
        help="when the answer can be looked up, where that is later",
    )
    parser.add_argument(
        "--preset", type=clean, metavar="NAME", help="straw, telling, hoop, smoking gun, decisive"
    )
    parser.add_argument("--h1", type=probability, metavar="P", help="P(hit if the thesis is true)")
    parser.add_argument("--h0", type=probability, metavar="P", help="P(hit if it is false)")
