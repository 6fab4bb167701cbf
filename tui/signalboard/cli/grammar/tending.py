"""The grammar of what is done about the health of feeds."""

from __future__ import annotations

from typing import Any

from signalboard.cli import tending
from signalboard.cli.grammar.common import verb
from signalboard.text import clean


def add(verbs: Any) -> None:
    """The verbs of ``feed`` that tell how feeds stand, and change it."""
    every = verb(
        verbs,
        "list",
        tending.listed,
        "List the feeds and how they stand, broken ones first.",
        "signalboard feed list --failing",
    )
    every.add_argument("--failing", action="store_true", help="only those that bring nothing")
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    show = verb(
        verbs,
        "show",
        tending.show,
        "Show a feed: how it stands and why, what to do, its last checks.",
        "signalboard feed show SCMP",
    )
    show.add_argument("feed", type=clean, metavar="FEED", help="its address or name")
    show.add_argument("--json", action="store_true", help="one JSON object")
    for name, run, about in (
        ("pause", tending.pause, "Have a feed not asked any more; undo brings it back."),
        ("resume", tending.resume, "Have a paused feed asked again."),
    ):
        made = verb(verbs, name, run, about, f"signalboard feed {name} SCMP")
        made.add_argument("feed", type=clean, metavar="FEED", help="its address or name")
    retry = verb(
        verbs,
        "retry",
        tending.retry,
        "Ask feeds now, whatever the schedule says: those named, else all that fail.",
        "signalboard feed retry SCMP",
    )
    retry.add_argument("feed", nargs="*", type=clean, metavar="FEED", help="only these feeds")
    retry.add_argument("--failed", action="store_true", help="all that fail, which is the default")
    retry.add_argument("--json", action="store_true", help="a JSON object a line")
