"""Briefs and digests: write one, check it, list them, print or save them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.cli import DONE, FAILED, WRONG_USE, safe, tell
from signalboard.cli.asking import can_ask, is_terminal, saved, yes
from signalboard.cli.opened import desk
from signalboard.cli.printed import moment, print_json
from signalboard.model import OWN

if TYPE_CHECKING:
    from typing import Any

    from signalboard.desk import BriefRow, Desk

TEXT = "text"
"""The format that ``--edit`` reads: what an editor is given."""


def brief(arguments: argparse.Namespace) -> int:
    """Write, check, finish or print the brief of a story; or list all."""
    if arguments.story == "list":
        return _listed(arguments)
    with desk(arguments) as opened:
        story_id = opened.find_story(arguments.story)
        if arguments.edit:
            status = _edited(opened, story_id)
            if status != DONE:
                return status
        if arguments.format == TEXT:
            left = opened.brief_left(story_id)
            return _out(left if left is not None else opened.brief_text(story_id))
        row = opened.brief_of(story_id)
        if row is None:
            if not arguments.edit:
                tell("There is no brief of this story yet; --edit writes one.")
            return FAILED
        if arguments.finish and not row.missing:
            opened.finish_brief(row.brief.id)
            row = opened.brief(row.brief.id)
        _tell_missing(row)
        for remark in opened.remarks_on(row.brief):
            tell(remark)
        wrong = FAILED if row.missing and (arguments.check or arguments.finish) else DONE
        if arguments.json:
            print_json(_json(row))
        elif arguments.format or arguments.output or not (_does_something(arguments)):
            done = _written(arguments, opened, row)
            return done or wrong
        elif arguments.check and not row.missing:
            print("nothing is missing")
        elif arguments.finish and not row.missing:
            print(f"finished  {row.brief.title}")
    return wrong


def digest(arguments: argparse.Namespace) -> int:
    """Print or save what a stretch of time brought."""
    with desk(arguments) as opened:
        now = opened.now()
        name = "since"
        try:
            since = times.parse_since(arguments.since or "1w", now)
            name = "until"
            until = times.parse_as_of(arguments.until, now) if arguments.until else now
        except ValueError as problem:
            tell(f"--{name}: {problem}")
            return WRONG_USE
        fmt = arguments.format
        return _leave(
            arguments,
            lambda: opened.export_digest(since, until, fmt),
            lambda: opened.digest_name(since, until, fmt),
            lambda path, force: opened.save_digest(since, until, fmt, path, overwrite=force),
        )


# -- writing ------------------------------------------------------------------


def _edited(opened: Desk, story_id: str) -> int:
    from signalboard.desk import editor

    if not sys.stdin.isatty():
        taken = opened.send_brief(story_id, sys.stdin.read())
    else:
        words = editor.command(os.environ)
        if not is_terminal() or not words:
            tell(
                "There is no editor: set VISUAL or EDITOR, press b on the board, or send the text "
                f"to standard input (--format {TEXT} prints it). Nothing was changed."
            )
            return FAILED
        taken = opened.edit_brief(story_id, lambda path: editor.run(words, path))
        while taken.unread and can_ask():
            _tell_unread(taken.unread)
            if not yes("Go on editing? [y/N] "):
                break
            taken = opened.edit_brief(story_id, lambda path: editor.run(words, path))
    if taken.unread:
        _tell_unread(taken.unread)
    if taken.problem:
        tell(taken.problem)
        return FAILED
    if taken.unread:
        tell(f"Nothing was saved; the text is kept in {opened.brief_file(story_id)}.")
        return FAILED
    tell(taken.change.label if taken.change is not None else "Nothing was changed.")
    return DONE


def _tell_unread(unread: tuple[str, ...]) -> None:
    for sentence in unread:
        tell(sentence)


def _tell_missing(row: BriefRow) -> None:
    for sentence in row.missing:
        tell(sentence)


def _does_something(arguments: argparse.Namespace) -> bool:
    return bool(arguments.edit or arguments.check or arguments.finish)


# -- printing -----------------------------------------------------------------


def _listed(arguments: argparse.Namespace) -> int:
    with desk(arguments) as opened:
        for row in opened.briefs():
            if arguments.json:
                print_json(_json(row))
            else:
                brief = row.brief
                day = times.day(brief.changed_at)
                state = "finished" if row.is_finished else f"draft, {len(row.missing)} missing"
                print(f"{brief.id:>5}  {day}  {brief.story_id}  {state:<18}  {brief.title}")
    return DONE


def _json(row: BriefRow) -> dict[str, Any]:
    brief = row.brief
    return {
        "id": brief.id,
        "story": brief.story_id,
        "headline": brief.headline,
        "points": [{"text": p.text, "sources": list(p.sources)} for p in brief.points],
        "signal": {
            "theses": [
                {"thesis": b.thesis_id, "stance": str(b.stance), "strength": b.strength}
                for b in brief.bearings
            ],
            "text": list(brief.signal),
        },
        "quote": {
            "text": brief.quote,
            "by": "" if brief.is_own else brief.quoted,
            OWN: brief.is_own,
        },
        "implication": {
            "text": list(brief.implication),
            "watches": [
                {
                    "id": w.watch_id or None,
                    "thesis": w.thesis_id,
                    "question": w.question,
                    "hit_if": w.hit_if,
                    "miss_if": w.miss_if,
                    "closes": moment(w.closes_at),
                }
                for w in brief.watches
            ],
        },
        "sources": [
            {
                "title": s.title,
                "outlet": s.outlet,
                "url": s.url,
                "published": None if s.published_at is None else times.day(s.published_at),
            }
            for s in brief.sources
        ],
        "created": moment(brief.created_at),
        "changed": moment(brief.changed_at),
        "finished": moment(brief.finished_at),
        "missing": list(row.missing),
    }


def _written(arguments: argparse.Namespace, opened: Desk, row: BriefRow) -> int:
    ident, fmt = row.brief.id, arguments.format or "md"
    return _leave(
        arguments,
        lambda: opened.export_brief(ident, fmt),
        lambda: opened.brief_name(ident, fmt),
        lambda path, force: opened.save_brief_export(ident, fmt, path, overwrite=force),
    )


def _leave(
    arguments: argparse.Namespace,
    text: Callable[[], str],
    name: Callable[[], str],
    save: Callable[[Path, bool], Path],
) -> int:
    """To standard output, or to a file that is told."""
    if arguments.output in (None, "-"):
        return _out(text())
    path = Path(arguments.output)
    if os.path.isdir(path):  # noqa: PTH112 (says no to what cannot be)
        path /= name()
    written = saved(path, lambda force: save(path, force), force=arguments.force)
    if written is None:
        return FAILED
    print(safe(str(written)) if sys.stdout.isatty() else written)
    return DONE


def _out(text: str) -> int:
    sys.stdout.write(text)
    return DONE
