"""The grammar of the commands on the archive itself."""

from __future__ import annotations

from signalboard.cli import archive
from signalboard.cli.grammar.common import Command, verb
from signalboard.text import clean


def add(command: Command) -> None:
    """``archive`` and its verbs."""
    shown = command(
        "archive",
        archive.shown,
        "Say how large the archive is, what is in it by year, and what pruning would free.",
        "signalboard archive",
    )
    shown.add_argument("--json", action="store_true", help="one JSON object")
    verbs = shown.add_subparsers(title="commands", metavar="COMMAND")
    prune = verb(
        verbs,
        "prune",
        archive.prune,
        "Remove old stories that are neither judged nor starred, for good. Says how many of "
        "which years before it asks; evidence never goes.",
        "signalboard archive prune --before 365d",
    )
    prune.add_argument(
        "--before",
        type=clean,
        required=True,
        metavar="DATE",
        help="2026-01-31, or 90d, 12w, 6m, 1y back from now",
    )
    prune.add_argument("--yes", action="store_true", help="do not ask")
    vacuum = verb(
        verbs,
        "vacuum",
        archive.vacuum,
        "Give the room of what was removed back to the disk.",
        "signalboard archive vacuum",
    )
    check = verb(
        verbs,
        "check",
        archive.check,
        "Look through the whole archive for damage; exit 1 if there is any.",
        "signalboard archive check",
    )
    for one in (prune, vacuum, check):
        one.add_argument("--json", action="store_true", help="one JSON object")
