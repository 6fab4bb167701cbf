"""The health of the feeds: list, show, pause, resume, retry."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import Any

from signalboard import times
from signalboard.cli import DONE, feedtable, tell
from signalboard.cli.opened import desk
from signalboard.cli.printed import moment, print_json
from signalboard.desk import Desk, FeedHealth, Standing
from signalboard.links import shown

_LAST_CHECKS = 10


def listed(arguments: argparse.Namespace) -> int:
    """List the feeds and how they stand, broken ones first."""
    with desk(arguments) as opened:
        health = opened.health()
        rows = [
            row
            for row in health.feeds
            if (
                row.standing.is_broken
                if arguments.failing
                else row.standing is not Standing.REMOVED
            )
        ]
        if arguments.json:
            for row in rows:
                print_json(_facts(row))
            return DONE
        if health.sentence:
            tell(health.sentence)
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for line in feedtable.table(rows, opened.now(), width):
            print(line)
        if arguments.failing and not rows:
            tell("no feed is failing.")
        elif not health.feeds:
            tell("there are no feeds; add one: signalboard feed add URL")
        else:
            tell(health.told)
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """Show one feed: how it stands and why, what to do, and its last checks."""
    with desk(arguments) as opened:
        row = opened.feed_health(arguments.feed)
        checks = opened.feed_checks(row.url)
        if arguments.json:
            print_json(
                {
                    **_facts(row),
                    "checks": [
                        {
                            "at": moment(check.at),
                            "outcome": check.outcome,
                            "status": check.status,
                            "reason": check.reason,
                            "new": check.new,
                        }
                        for check in checks
                    ],
                }
            )
            return DONE
        now = opened.now()
        for line in feedtable.facts(row, opened.feed_days(row.url), now):
            print(line)
        for check in checks[:_LAST_CHECKS]:
            print(f"  {times.ago(check.at, now):>8}  {feedtable.check(check)}")
    return DONE


def pause(arguments: argparse.Namespace) -> int:
    """Have a feed not asked any more."""
    return _enable(arguments, on=False)


def resume(arguments: argparse.Namespace) -> int:
    """Have a paused feed asked again."""
    return _enable(arguments, on=True)


def retry(arguments: argparse.Namespace) -> int:
    """Ask feeds now, those named or all that fail, whatever the schedule says."""
    from signalboard.desk import errands

    with desk(arguments) as opened:
        urls = _meant(opened, arguments.feed, failed=arguments.failed)
        where = opened.places
    if not urls:
        tell("no feed is failing: there is nothing to retry.")
        return DONE
    return errands.refresh(where, now=True, as_json=arguments.json, only=urls)


def _meant(opened: Desk, named: list[str], *, failed: bool) -> list[str]:
    urls = [opened.feed_health(name).url for name in named]
    if failed or not named:
        urls += [row.url for row in opened.health().feeds if row.standing is Standing.FAILING]
    return list(dict.fromkeys(urls))


def _enable(arguments: argparse.Namespace, *, on: bool) -> int:
    with desk(arguments) as opened:
        change = (opened.resume_feed if on else opened.pause_feed)(arguments.feed)
        if change is None:
            tell(f"it is {'read' if on else 'paused'} already; nothing was changed.")
        else:
            print(change.label)
    return DONE


def _facts(row: FeedHealth) -> dict[str, Any]:
    feed, state = row.feed, row.state
    return {
        "name": feed.name,
        "url": row.url,
        "origin": feed.origin,
        "reliability": feed.reliability,
        "tags": list(feed.tags),
        "enabled": feed.enabled,
        "state": row.standing.value,
        "broken": row.standing.is_broken,
        "outcome": state.outcome,
        "status": state.status,
        "reason": state.reason,
        "told": row.reason,
        "advice": row.advice,
        "attempted": moment(state.attempted_at),
        "succeeded": moment(state.succeeded_at),
        "next": None if row.next_try.startswith("never") else moment(state.next_at),
        "next_told": row.next_try,
        "failures": state.failures,
        "entries": row.entries,
        "entries_30_days": row.month,
        "per_week": None if row.per_week is None else round(row.per_week, 2),
        "latest": moment(row.latest_at),
        "moved_to": shown(state.moved_to) if state.moved_to else None,
        "taken_over": state.taken_over is not None,
    }
