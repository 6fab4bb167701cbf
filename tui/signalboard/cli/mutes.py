"""Mutes and saved searches: list, add, remove; they live in feeds.yaml."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from signalboard.cli import DONE, FAILED, plain, tell
from signalboard.cli.asking import can_ask, yes
from signalboard.cli.opened import desk
from signalboard.cli.printed import print_json
from signalboard.desk.following import would
from signalboard.model import Mute, View
from signalboard.text import counted

if TYPE_CHECKING:
    from signalboard.desk import Desk


def listed(arguments: argparse.Namespace) -> int:
    """List the mutes with how many stories each hides."""
    with desk(arguments) as opened:
        _finish(opened)
        for number, row in enumerate(opened.mutes(), start=1):
            if arguments.json:
                print_json(
                    {
                        "kind": row.mute.kind,
                        "value": row.mute.value,
                        "name": row.name,
                        "hides": row.hides,
                        "problem": row.problem,
                    }
                )
            else:
                said = f"  {row.problem}" if row.problem else ""
                kind = plain.cell(row.mute.kind, 8)
                print(f"{number:>4} {row.hides:>7,}  {kind} {row.name}{said}")
    return DONE


def add(arguments: argparse.Namespace) -> int:
    """Mute words, a feed, an outlet or a company, after saying what that hides."""
    with desk(arguments) as opened:
        _finish(opened)
        rule = opened.mute_of(arguments.kind, arguments.value)
        if any(row.mute == rule for row in opened.mutes()):
            tell(f"{_named(opened, rule)} is muted already; nothing was changed.")
            return DONE
        effect = opened.mute_effect(rule)
        for line in would(effect, opened.summary().stories):
            tell(line)
        if not _agreed(arguments, "Mute it? [y/N] "):
            return FAILED
        change = opened.add_mute(rule)
        _finish(opened)
        print(change.label if change else "nothing was changed")
    return DONE


def remove(arguments: argparse.Namespace) -> int:
    """Mute no longer, after saying what that shows again."""
    with desk(arguments) as opened:
        _finish(opened)
        rule = opened.find_mute(arguments.mute)
        effect = opened.mute_effect(remove=rule)
        for line in would(effect, opened.summary().stories):
            tell(line)
        if not _agreed(arguments, "Mute it no longer? [y/N] "):
            return FAILED
        change = opened.remove_mute(rule)
        _finish(opened)
        print(change.label if change else "nothing was changed")
    return DONE


def searches(arguments: argparse.Namespace) -> int:
    """List the saved searches."""
    with desk(arguments) as opened:
        for saved in opened.searches():
            if arguments.json:
                found = len(opened.listing(View(search=saved.search)))
                print_json({"name": saved.name, "search": saved.search, "stories": found})
            else:
                print(f"{plain.cell(saved.name, 24)} {saved.search}")
    return DONE


def save(arguments: argparse.Namespace) -> int:
    """Keep a search under a name."""
    with desk(arguments) as opened:
        listing = opened.listing(View(search=arguments.search))
        if listing.problem:
            tell(listing.problem)
        named = arguments.name.casefold()
        before = next((s for s in opened.searches() if s.name.casefold() == named), None)
        if before is not None and before.search != arguments.search:
            tell(
                f"{before.name} is saved already and is replaced; it was: {before.search} "
                "(`signalboard undo` brings that back)"
            )
        change = opened.save_search(arguments.name, arguments.search)
        tell(f"{counted(len(listing), 'story')} fit{'s' * (len(listing) == 1)} it now.")
        print(change.label if change else "it is kept so already")
    return DONE


def forget(arguments: argparse.Namespace) -> int:
    """Forget a saved search."""
    with desk(arguments) as opened:
        print(opened.remove_search(arguments.name).label)
    return DONE


def _agreed(arguments: argparse.Namespace, question: str) -> bool:
    if arguments.yes:
        return True
    if can_ask():
        if yes(question):
            return True
        tell("Nothing was changed.")
        return False
    tell("Nothing was changed; --yes does it without asking.")
    return False


def _named(opened: Desk, rule: Mute) -> str:
    return f"{rule.kind} {opened.mute_name(rule)!r}"


def _finish(opened: Desk) -> None:
    """Let every story follow the mutes; says how far it is on a terminal where that takes long."""
    shows = sys.stderr.isatty()

    def told(done: int) -> None:
        if shows:
            print(f"\r{counted(done, 'story')} looked at", end="", file=sys.stderr, flush=True)

    opened.finish_muting(told)
