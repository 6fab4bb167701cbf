"""The grammar of the commands on which reports are one story."""

from __future__ import annotations

from signalboard.cli import grouping
from signalboard.cli.grammar.common import Command
from signalboard.text import clean

_STORY = "id, number or part of its title"


def add(command: Command) -> None:
    """The three commands."""
    show = command(
        "story",
        grouping.show,
        "Show a story: its reports, whom they go back to, how they read before.",
        "signalboard story 3 --json",
    )
    show.add_argument("story", type=clean, metavar="STORY", help=_STORY)
    show.add_argument("--json", action="store_true", help="one JSON object")
    merge = command(
        "merge",
        grouping.merge,
        "Say that stories report one event; prints the story they are.",
        "signalboard merge 3 5",
    )
    merge.add_argument("story", nargs="+", type=clean, metavar="STORY", help=_STORY)
    merge.add_argument("--json", action="store_true", help="print the story as JSON")
    split = command(
        "split",
        grouping.split,
        "Say that reports of a story report another event; prints both stories.",
        "signalboard split 3 'The Verge'",
    )
    split.add_argument("story", type=clean, metavar="STORY", help=_STORY)
    split.add_argument(
        "report",
        nargs="+",
        type=clean,
        metavar="REPORT",
        help="its number in `story`, or its outlet: all it said",
    )
    split.add_argument("--json", action="store_true", help="print both as JSON, one a line")
