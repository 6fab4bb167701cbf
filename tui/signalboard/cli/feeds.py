"""Feeds: refresh, list, remove; they live in feeds.yaml."""

from __future__ import annotations

import argparse

from signalboard.cli import DONE, plain
from signalboard.cli.opened import desk, places
from signalboard.cli.printed import moment, print_json


def refresh(arguments: argparse.Namespace) -> int:
    """Fetch what is new."""
    from signalboard import config
    from signalboard.wire.refresh.run import run

    where = places(arguments)
    config.ensure(where)
    settings = config.load(where.feeds_file, where.cache)
    return run(where, settings, now=arguments.now, as_json=arguments.json, only=arguments.feed)


def listed(arguments: argparse.Namespace) -> int:
    """List the feeds and how their last check went."""
    from signalboard.links import shown

    with desk(arguments) as opened:
        for row in opened.feeds():
            feed, state = row.feed, row.state
            if arguments.json:
                print_json(
                    {
                        "name": feed.name,
                        "url": shown(feed.url),
                        "origin": feed.origin,
                        "reliability": feed.reliability,
                        "tags": list(feed.tags),
                        "enabled": feed.enabled,
                        "outcome": None if state is None else state.outcome,
                        "reason": "" if state is None else state.reason,
                        "attempted": moment(None if state is None else state.attempted_at),
                        "succeeded": moment(None if state is None else state.succeeded_at),
                        "next": moment(None if state is None else state.next_at),
                        "failures": 0 if state is None else state.failures,
                    }
                )
            else:
                print(plain.feed_line(row, opened.now()))
    return DONE


def remove(arguments: argparse.Namespace) -> int:
    """Take a feed out of feeds.yaml."""
    with desk(arguments) as opened:
        print(opened.remove_feed(arguments.feed).label)
    return DONE
