"""The grammar of the commands on feeds."""

from __future__ import annotations

import argparse

from signalboard.cli import adding, feeds, lists, tending
from signalboard.cli.grammar import tending as tending_grammar
from signalboard.cli.grammar.common import Command, address, verb
from signalboard.text import clean


def add(command: Command) -> None:
    """The command and its verbs."""
    feed = command(
        "feed",
        tending.listed,
        "List, add, remove, import or export feeds, and tend them.",
        "signalboard feed add https://example.org/feed.xml --name Example",
    )
    feed.set_defaults(json=False, failing=False)
    verbs = feed.add_subparsers(title="commands", metavar="COMMAND")
    tending_grammar.add(verbs)
    add = verb(
        verbs,
        "add",
        adding.add,
        "Add a feed: find those of a site's address, show five entries, ask. Without a terminal "
        "the address is added as it stands, unless --yes has it looked at.",
        "signalboard feed add github.com/Textualize/textual --tag releases",
    )
    add.add_argument("url", type=address, metavar="URL", help="of a feed or site; edgar:COMPANY")
    add.add_argument("--name", type=clean, help="what you call it; else its own title")
    add.add_argument("--origin", type=clean, help="who owns or wires it")
    add.add_argument("--reliability", choices=tuple("ABCDEF"))
    add.add_argument("--tag", type=clean, action="append", default=[], help="repeatable")
    add.add_argument("--yes", action="store_true", help="look, and add the first without asking")
    add.add_argument(
        "--no-fetch", action="store_true", help="add the address as it stands, asking no server"
    )
    look = verb(
        verbs,
        "look",
        adding.look,
        "Show the feeds of an address and their newest entries; nothing is kept.",
        "signalboard feed look example.org --json",
    )
    look.add_argument("url", type=address, metavar="URL", help="of a feed, or of a site")
    look.add_argument("--json", action="store_true", help="a JSON object a line")
    look.add_argument("--answers", action="store_true", help=argparse.SUPPRESS)
    remove = verb(
        verbs,
        "remove",
        feeds.remove,
        "Take a feed out of feeds.yaml; its stories stay.",
        "signalboard feed remove Example",
    )
    remove.add_argument("feed", type=clean, metavar="FEED", help="its address or name")
    login = verb(
        verbs,
        "login",
        feeds.login,
        "Keep a user and a password for a feed, asked for here or read as two lines from standard "
        "input; not in feeds.yaml, and sent to the feed's own server only.",
        "signalboard feed login Example",
    )
    login.add_argument("feed", type=clean, metavar="FEED", help="its address or name")
    logout = verb(
        verbs,
        "logout",
        feeds.logout,
        "Forget the user and the password of a feed.",
        "signalboard feed logout Example",
    )
    logout.add_argument("feed", type=clean, metavar="FEED", help="its address or name")
    taken = verb(
        verbs,
        "import",
        lists.imported,
        "Add the feeds of a list: OPML, newsboat's urls, or an address a line. "
        "They are shown first; nothing is fetched.",
        "signalboard feed import subscriptions.opml",
    )
    taken.add_argument("file", type=address, metavar="FILE", help="- for standard input")
    taken.add_argument("--yes", action="store_true", help="add them without asking")
    given = verb(
        verbs,
        "export",
        lists.exported,
        "Write the feeds as OPML, which every reader takes; to standard output unless told where.",
        "signalboard feed export --output feeds.opml",
    )
    given.add_argument("--output", metavar="PATH", help="a file; - or nothing: standard output")
    given.add_argument("--force", action="store_true", help="overwrite the file without asking")
