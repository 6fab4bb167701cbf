"""Feeds: refresh, remove, log in; they live in feeds.yaml."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import sys

from signalboard.cli import DONE, WRONG_USE, tell
from signalboard.cli.asking import answer, can_ask
from signalboard.cli.opened import desk, places
from signalboard.desk import DeskProblem


def refresh(arguments: argparse.Namespace) -> int:
    """Fetch what is new."""
    from signalboard.desk import errands

    return errands.refresh(
        places(arguments), now=arguments.now, as_json=arguments.json, only=arguments.feed
    )


def login(arguments: argparse.Namespace) -> int:
    """Ask for a user and a password, and keep them where feeds.yaml is not."""
    with desk(arguments) as opened:
        name = opened.find_feed(arguments.feed).name
        if can_ask():
            user = answer(f"User at {name}: ")
            word = getpass.getpass("Password: ", sys.stderr)
        else:
            user, word = (sys.stdin.readline().rstrip("\r\n") for _ in range(2))
        if not user or not word:
            tell("A login is a user and a password, a line each; nothing was changed.")
            return WRONG_USE
        opened.keep_login(name, user, word)
        tell(f"Kept for {name}; `signalboard feed logout` forgets it.")
    return DONE


def logout(arguments: argparse.Namespace) -> int:
    """Forget the user and the password of a feed."""
    with desk(arguments) as opened:
        name = arguments.feed
        with contextlib.suppress(DeskProblem):  # one that is listed no more has its login still
            name = opened.find_feed(name).name
        done = opened.forget_login(arguments.feed)
        tell(f"Forgotten for {name}." if done else f"{name} has no login.")
    return DONE


def remove(arguments: argparse.Namespace) -> int:
    """Take a feed out of feeds.yaml."""
    with desk(arguments) as opened:
        url = opened.find_feed(arguments.feed).url
        print(opened.remove_feed(arguments.feed).label)
        if left := opened.login_left(url):
            tell(left)
    return DONE
