"""Which reports are one story: show it, merge stories, split reports off."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from signalboard.cli import DONE, plain
from signalboard.cli.opened import desk
from signalboard.cli.printed import print_json, suggested, whole_story
from signalboard.model import Suggestion

if TYPE_CHECKING:
    from signalboard.desk import Desk


def show(arguments: argparse.Namespace) -> int:
    """Show one story with its reports."""
    with desk(arguments) as opened:
        story_id = opened.find_story(arguments.story)
        _print(opened, story_id, as_json=arguments.json, suggests=True)
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


def _print(opened: Desk, story_id: str, *, as_json: bool, suggests: bool = False) -> None:
    found = opened.story(story_id)
    assert found is not None
    pieces = opened.evidence_of(found.id)
    hinted: tuple[Suggestion, ...] = ()
    if suggests and not opened.is_blind:
        opened.learn_to_suggest()
        hinted = opened.suggestions(found)
        opened.saw_hints(found.id, hinted)  # what was printed was seen
    if as_json:
        print_json({**whole_story(found, pieces), "suggested": list(map(suggested, hinted))})
    else:
        print(plain.story(found, pieces, opened.via, opened.now()))
        for hint in hinted:
            print(plain.suggested(hint, opened.thesis(hint.thesis_id).thesis))
