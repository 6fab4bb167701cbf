"""Commands that judge and keep: each is one change of the board."""

from __future__ import annotations

import argparse
import json

from signalboard.cli import DONE, FAILED, plain, tell
from signalboard.cli.opened import desk
from signalboard.cli.reading import evidence_json, thesis_json
from signalboard.model import Company, Feed, Stance


def judge(arguments: argparse.Namespace) -> int:
    """Record evidence; prints it as JSON once it is on disk."""
    with desk(arguments) as opened:
        change = opened.judge(
            opened.find_story(arguments.story),
            opened.find_thesis(arguments.thesis),
            Stance(arguments.stance),
            strength=arguments.strength,
            note=arguments.note,
        )
        piece = opened.evidence_by_id(change.evidence_id or "")
        assert piece is not None
        print(json.dumps(evidence_json(piece), ensure_ascii=False))
    return DONE


def undo(arguments: argparse.Namespace) -> int:
    """Take back the newest change."""
    with desk(arguments) as opened:
        change = opened.undo()
        if change is None:
            tell("There is nothing to undo.")
            return FAILED
        print(f"undone  {change.label}")
    return DONE


def redo(arguments: argparse.Namespace) -> int:
    """Do again what was last taken back."""
    with desk(arguments) as opened:
        change = opened.redo()
        if change is None:
            tell("There is nothing to redo.")
            return FAILED
        print(f"redone  {change.label}")
    return DONE


def thesis_add(arguments: argparse.Namespace) -> int:
    """Add a thesis."""
    with desk(arguments) as opened:
        change = opened.add_thesis(
            arguments.name,
            arguments.statement,
            arguments.negation,
            prior=0.5 if arguments.prior is None else arguments.prior,
            keywords=arguments.keyword,
        )
        _thesis(opened.thesis(change.thesis_ids[0]), opened.now(), as_json=arguments.json)
    return DONE


def thesis_edit(arguments: argparse.Namespace) -> int:
    """Change a thesis."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis)
        change = opened.edit_thesis(
            thesis_id,
            name=arguments.name,
            statement=arguments.statement,
            negation=arguments.negation,
            prior=arguments.prior,
        )
        if change is None:
            tell("It says so already; nothing was changed.")
        _thesis(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def thesis_retire(arguments: argparse.Namespace) -> int:
    """Take a thesis out of play."""
    with desk(arguments) as opened:
        thesis_id = opened.find_thesis(arguments.thesis)
        opened.retire_thesis(thesis_id)
        _thesis(opened.thesis(thesis_id), opened.now(), as_json=arguments.json)
    return DONE


def company_add(arguments: argparse.Namespace) -> int:
    """Add a company and track it."""
    with desk(arguments) as opened:
        change = opened.add_company(
            Company(
                name=arguments.name,
                aliases=tuple(arguments.alias),
                ticker=arguments.ticker,
                as_written=arguments.as_written,
                exclude=tuple(arguments.exclude),
            )
        )
        print(change.label)
    return DONE


def company_remove(arguments: argparse.Namespace) -> int:
    """Take a company out of feeds.yaml."""
    with desk(arguments) as opened:
        print(opened.remove_company(arguments.name).label)
    return DONE


def feed_add(arguments: argparse.Namespace) -> int:
    """Add a feed to feeds.yaml."""
    from signalboard.links import shown_host

    with desk(arguments) as opened:
        change = opened.add_feed(
            Feed(
                name=arguments.name or shown_host(arguments.url) or arguments.url,
                url=arguments.url,
                origin=arguments.origin,
                reliability=arguments.reliability,
                tags=tuple(arguments.tag),
            )
        )
        print(change.label)
    return DONE


def feed_remove(arguments: argparse.Namespace) -> int:
    """Take a feed out of feeds.yaml."""
    with desk(arguments) as opened:
        print(opened.remove_feed(arguments.feed).label)
    return DONE


def _thesis(row: object, now: int, *, as_json: bool) -> None:
    from signalboard.desk import ThesisRow

    assert isinstance(row, ThesisRow)
    if as_json:
        print(json.dumps(thesis_json(row), ensure_ascii=False))
    else:
        print(plain.thesis_line(row, now))
