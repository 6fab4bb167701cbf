"""Adding a feed: what an address offers is shown first."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, Any

from signalboard.cli import DONE, FAILED, plain, tell
from signalboard.cli.asking import answer, can_ask, yes
from signalboard.cli.opened import desk, places
from signalboard.links import shown
from signalboard.model import Feed
from signalboard.text import counted

if TYPE_CHECKING:
    from signalboard.cli.looking import Look
    from signalboard.desk import Desk

_MOST_CHOICES = 9


def look(arguments: argparse.Namespace) -> int:
    """Show the feeds of an address."""
    if arguments.json:
        from signalboard.desk import errands

        return errands.look(places(arguments), arguments.url, answers=arguments.answers)
    from signalboard.cli.looking import Look

    with desk(arguments) as opened, Look(opened.look_command(), _asking) as found:
        found.find(arguments.url)
        _narrate(found)
        for offer in found.offers:
            for line in plain.looked(found.previews.get(offer["number"], offer)):
                print(line)
        return DONE if found.previews else FAILED


def add(arguments: argparse.Namespace) -> int:
    """Find the feeds of an address, show one, and add it after a yes."""
    with desk(arguments) as opened:
        known = opened.known_feed(arguments.url)
        if known is not None:
            tell(f"It is subscribed to already, as {known.name}; nothing was changed.")
            return FAILED
        if arguments.no_fetch:
            return _add_unseen(opened, arguments, arguments.url)
        if not arguments.yes and not can_ask():
            status = _add_unseen(opened, arguments, arguments.url)
            if status == DONE:
                tell("No server was asked, without a terminal to ask you at; --yes looks first.")
            return status
        return _looked_at(opened, arguments)


def _looked_at(opened: Desk, arguments: argparse.Namespace) -> int:
    from signalboard.cli.looking import Look

    with Look(opened.look_command(), _asking) as found:
        found.find(arguments.url)
        _narrate(found)
        number = _chosen(found, arguments)
        if number is None:
            return _none_found(opened, arguments, found)
        read = found.preview(number)
        if read is None:
            tell(found.problems[-1]["reason"] if found.problems else "It could not be read.")
            return FAILED
        for line in plain.looked(read):
            print(line)
        sys.stdout.flush()
        if read["known"] is not None:
            tell(f"It is subscribed to already, as {read['known']}; nothing was changed.")
            return FAILED
        if not arguments.yes and not yes("Add it? [y/N] "):
            tell("Nothing was changed.")
            return FAILED
        name = arguments.name or opened.name_for(read["title"], read["address"])
        feed = _feed(arguments, name, read["address"])
        print(opened.add_feed(feed).label)
        filed = found.file(number, feed)
        if filed is None:
            for problem in found.problems[-1:]:
                tell(problem["reason"])
            tell("Its entries could not be stored now; the next refresh fetches them.")
        else:
            tell(f"{counted(filed['new'], 'new entry')}.")
    return DONE


def _chosen(found: Look, arguments: argparse.Namespace) -> int | None:
    """The number of the offer meant: the only one, the first that was read, or the person's."""
    offers = found.offers[:_MOST_CHOICES]
    if not offers:
        return None
    first = min(found.previews, default=offers[0]["number"])
    if len(offers) == 1 or arguments.yes:
        return first if first in found.previews or not arguments.yes else None
    print("Several feeds are here:", file=sys.stderr)
    for offer in offers:
        line = plain.offer_line(found.previews.get(offer["number"], offer))
        print(f"  {offer['number']}  {line}", file=sys.stderr)
    said = answer(f"Which one? [{first}] ")
    if not said:
        return first
    return int(said) if said.isdecimal() and 0 < int(said) <= len(offers) else None


def _none_found(opened: Desk, arguments: argparse.Namespace, found: Look) -> int:
    """Where the server could not be asked, the address may be added all the same."""
    unread = next((p["unread"] for p in found.problems if "unread" in p), None)
    if found.offers or unread is None:
        tell("Nothing was changed; --no-fetch adds the address as it stands.")
        return FAILED
    if not arguments.yes and not yes(f"Add {shown(unread)} all the same, unread? [y/N] "):
        tell("Nothing was changed.")
        return FAILED
    status = _add_unseen(opened, arguments, unread)
    tell("It was added unread; a refresh asks for it again.")
    return status


_HOST = re.compile(r"(?!bundled:)[^:/?#\s]+(:\d+)?([/?#]|$)")
"""An address without its scheme; what has another scheme is none, and is refused as such."""


def _add_unseen(opened: Desk, arguments: argparse.Namespace, url: str) -> int:
    if _HOST.match(url):
        tell(f"Without a look it takes the whole address: https://{shown(url)}, or http://.")
        tell("Nothing was changed. Write it so, or say --yes: that looks first, and tries both.")
        return FAILED
    name = arguments.name or opened.name_for("", url)
    print(opened.add_feed(_feed(arguments, name, url)).label)
    return DONE


def _feed(arguments: argparse.Namespace, name: str, url: str) -> Feed:
    return Feed(
        name=name,
        url=url,
        origin=arguments.origin,
        reliability=arguments.reliability,
        tags=tuple(arguments.tag),
    )


def _asking(url: str) -> None:
    tell(f"asking {url}")


def _narrate(found: Look) -> None:
    # Of several offers those that failed are beside the point, unless all did.
    about: list[dict[str, Any]] = [
        p for p in found.problems if "number" not in p or not found.previews
    ]
    for sentence in [*found.notes, *(problem["reason"] for problem in about)]:
        tell(sentence)
    if not (found.previews or found.offers or about):
        tell("The look ended without an answer; nothing was changed. Try again in a moment.")
