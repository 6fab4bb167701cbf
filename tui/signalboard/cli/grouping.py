"""Which reports are one story: show it, merge stories, split reports off."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from signalboard.cli import DONE, plain
from signalboard.cli.opened import desk
from signalboard.cli.printed import print_json, whole_story

if TYPE_CHECKING:
    from signalboard.desk import Desk


def show(arguments: argparse.Namespace) -> int:
    """Show one story with its reports."""
    with desk(arguments) as opened:
        _print(opened, opened.find_story(arguments.story), as_json=arguments.json)
    return DONE


def merge(arguments: argparse.Namespace) -> int:
    """Let several stories be one."""
    with desk(arguments) as opened:
        ids = [opened.find_story(named) for named in arguments.story]
        opened.merge(ids, wait=True)
        _print(opened, ids[0], as_json=arguments.json)
    return DONE


def split(arguments: argparse.Namespace) -> int:
    """Let some reports of a story be a story of their own."""
    with desk(arguments) as opened:
        whole = opened.find_story(arguments.story)
        parted = [pair for named in arguments.report for pair in opened.report_named(whole, named)]
        opened.split(whole, parted, wait=True)
        for story_id in dict.fromkeys((whole, opened.story_of_report(parted[0]))):
            _print(opened, story_id, as_json=arguments.json)
    return DONE


def _print(opened: Desk, story_id: str, *, as_json: bool) -> None:
    found = opened.story(story_id)
    assert found is not None
    pieces = opened.evidence_of(found.id)
    if as_json:
        print_json(whole_story(found, pieces))
    else:
        print(plain.story(found, pieces, opened.via, opened.now()))
