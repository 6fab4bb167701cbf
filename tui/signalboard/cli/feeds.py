"""Feeds: refresh, remove; they live in feeds.yaml."""

from __future__ import annotations

import argparse

from signalboard.cli import DONE
from signalboard.cli.opened import desk, places


def refresh(arguments: argparse.Namespace) -> int:
    """Fetch what is new."""
    from signalboard import config
    from signalboard.wire.refresh.run import run

    where = places(arguments)
    config.ensure(where)
    settings = config.load(where.feeds_file, where.cache)
    return run(where, settings, now=arguments.now, as_json=arguments.json, only=arguments.feed)

    return DONE


def remove(arguments: argparse.Namespace) -> int:
    """Take a feed out of feeds.yaml."""
    with desk(arguments) as opened:
        print(opened.remove_feed(arguments.feed).label)
    return DONE
