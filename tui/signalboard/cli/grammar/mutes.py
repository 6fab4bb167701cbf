"""The grammar of the commands on mutes and saved searches."""

from __future__ import annotations

from signalboard.cli import mutes
from signalboard.cli.grammar.common import Command, verb
from signalboard.text import clean


def add(command: Command) -> None:
    """Both commands and their verbs."""
    mute = command(
        "mute",
        mutes.listed,
        "List, add or remove mutes: what keeps stories out of the lists.",
        "signalboard mute add words 'sponsored webinar'",
    )
    mute.set_defaults(json=False)
    verbs = mute.add_subparsers(title="commands", metavar="COMMAND")
    every = verb(
        verbs,
        "list",
        mutes.listed,
        "List the mutes with how many stories each hides.",
        "signalboard mute list",
    )
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    new = verb(
        verbs,
        "add",
        mutes.add,
        "Mute stories by words of their title, by feed, outlet or company. Says what that hides "
        "before it asks; what is judged or starred is never hidden.",
        "signalboard mute add company Stripe --yes",
    )
    new.add_argument("kind", choices=("words", "feed", "outlet", "company"))
    new.add_argument(
        "value",
        type=clean,
        metavar="WHAT",
        help='words as a search has them ("a phrase", OR, -not), or a name',
    )
    new.add_argument("--yes", action="store_true", help="do not ask")
    gone = verb(verbs, "remove", mutes.remove, "Mute no longer.", "signalboard mute remove 2")
    gone.add_argument(
        "mute", type=clean, metavar="MUTE", help="its number in the list, or what it says"
    )
    gone.add_argument("--yes", action="store_true", help="do not ask")

    search = command(
        "search",
        mutes.searches,
        "List, add or remove saved searches.",
        "signalboard search add Wallets 'wallet OR checkout since:2w'",
    )
    search.set_defaults(json=False)
    verbs = search.add_subparsers(title="commands", metavar="COMMAND")
    every = verb(
        verbs, "list", mutes.searches, "List the saved searches.", "signalboard search list"
    )
    every.add_argument("--json", action="store_true", help="a JSON object a line")
    new = verb(
        verbs,
        "add",
        mutes.save,
        "Keep a search under a name, in place of the one of that name.",
        "signalboard search add Wallets 'wallet OR checkout since:2w'",
    )
    new.add_argument("name", type=clean, metavar="NAME")
    new.add_argument("search", type=clean, metavar="Q", help="as in stories --search")
    gone = verb(
        verbs, "remove", mutes.forget, "Forget a saved search.", "signalboard search remove Wallets"
    )
    gone.add_argument("name", type=clean, metavar="NAME")
