"""Commands that look: the board, refresh, stories, and lists."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from signalboard import times
from signalboard.cli import DONE, FAILED, WRONG_USE, plain, tell
from signalboard.cli.opened import desk, places
from signalboard.model import Evidence, Listing, StoryRow, View, replace

if TYPE_CHECKING:
    from signalboard.desk import Desk, ThesisRow

_PAGE = 256


def board(arguments: argparse.Namespace) -> int:
    """Open the board; print it once where there is no terminal."""
    from signalboard.desk import Desk

    if _is_terminal() and os.environ.get("TERM") != "dumb":
        from signalboard.ui import run

        opened = Desk.open(places(arguments))
        try:
            return int(run(opened))
        finally:
            opened.close()
    with desk(arguments) as opened:
        if opened.summary().stories == 0:
            _first_stories(arguments)
            opened.poll()
        print(plain.board(opened))
    return DONE


def refresh(arguments: argparse.Namespace) -> int:
    """Fetch what is new."""
    from signalboard import config
    from signalboard.wire.refresh import run as wire

    where = places(arguments)
    with desk(arguments):
        pass  # a first start makes the home and its settings
    settings = config.load(where.feeds_file)
    return wire.run(where, settings, now=arguments.now, as_json=arguments.json, only=arguments.feed)


def stories(arguments: argparse.Namespace) -> int:
    """Print stories, newest first."""
    with desk(arguments) as opened:
        view = View(search=arguments.search, company=_company(opened, arguments.company))
        if arguments.unjudged and arguments.starred:
            view = replace(view, search=f"{view.search} is:starred".strip())
        if arguments.unjudged or arguments.starred:
            view = replace(view, show="unjudged" if arguments.unjudged else "starred")
        if arguments.thesis:
            view = replace(view, thesis_id=opened.find_thesis(arguments.thesis, retired=True))
        if arguments.since:
            try:
                view = replace(view, since_at=times.parse_since(arguments.since, opened.now()))
            except ValueError as problem:
                tell(f"--since: {problem}")
                return WRONG_USE
        listing = opened.listing(view)
        if listing.problem:
            tell(listing.problem)
        limit = len(listing) if arguments.limit is None else min(arguments.limit, len(listing))
        for number, row in enumerate(_rows(listing, limit), start=1):
            if arguments.json:
                _print(story_json(opened, row))
            else:
                print(plain.story_line(number, row, opened.now()))
        return FAILED if listing.problem and limit == 0 else DONE


def thesis_list(arguments: argparse.Namespace) -> int:
    """List the theses."""
    with desk(arguments) as opened:
        for row in opened.theses():
            if arguments.json:
                _print(thesis_json(row))
            else:
                print(plain.thesis_line(row, opened.now()))
    return DONE


def thesis_show(arguments: argparse.Namespace) -> int:
    """Show one thesis with its evidence."""
    with desk(arguments) as opened:
        row = opened.thesis(opened.find_thesis(arguments.thesis, retired=True))
        evidence = opened.evidence(row.thesis.id)
        if arguments.json:
            shown = thesis_json(row)
            shown["evidence"] = [evidence_json(piece) for piece in evidence]
            _print(shown)
        else:
            print(plain.thesis(row, evidence, opened.now()))
    return DONE


def company_list(arguments: argparse.Namespace) -> int:
    """List the companies."""
    with desk(arguments) as opened:
        for row in opened.companies():
            if arguments.json:
                company = row.company
                _print(
                    {
                        "name": company.name,
                        "aliases": list(company.aliases),
                        "ticker": company.ticker,
                        "as_written": company.as_written,
                        "exclude": list(company.exclude),
                        "tracked": row.tracked,
                        "mentions_14_days": row.activity.total,
                        "change": row.activity.change,
                        "tally": [row.tally.supports, row.tally.contradictions],
                    }
                )
            else:
                print(plain.company_line(row))
    return DONE


def feed_list(arguments: argparse.Namespace) -> int:
    """List the feeds and how their last check went."""
    from signalboard.links import shown

    with desk(arguments) as opened:
        for row in opened.feeds():
            feed, state = row.feed, row.state
            if arguments.json:
                _print(
                    {
                        "name": feed.name,
                        "url": shown(feed.url),
                        "origin": feed.origin,
                        "reliability": feed.reliability,
                        "tags": list(feed.tags),
                        "enabled": feed.enabled,
                        "outcome": None if state is None else state.outcome,
                        "reason": "" if state is None else state.reason,
                        "attempted": _moment(None if state is None else state.attempted_at),
                        "succeeded": _moment(None if state is None else state.succeeded_at),
                        "next": _moment(None if state is None else state.next_at),
                        "failures": 0 if state is None else state.failures,
                    }
                )
            else:
                print(plain.feed_line(row, opened.now()))
    return DONE


def story_json(opened: Desk, row: StoryRow) -> dict[str, Any]:
    """A story as the ``stories`` command prints it."""
    story = opened.story(row.id)
    reports = story.reports if story is not None else ()
    published = [r.published_at for r in reports if r.published_at is not None]
    return {
        "id": row.id,
        "title": row.title,
        "url": story.url if story is not None else "",
        "outlet": row.outlet,
        "outlets": list(story.outlets) if story is not None else [row.outlet],
        "origins": list(story.origins) if story is not None else [],
        "published": _moment(min(published, default=None)),
        "first_seen": _moment(story.first_seen_at if story is not None else None),
        "companies": list(row.companies),
        "evidence": [evidence_json(piece) for piece in opened.evidence_of(row.id)],
    }


def evidence_json(piece: Evidence) -> dict[str, Any]:
    """A piece of evidence as commands print it."""
    return {
        "id": piece.id,
        "story": piece.story_id,
        "title": piece.snapshot.title,
        "thesis": piece.thesis_id,
        "stance": str(piece.stance),
        "strength": piece.strength,
        "note": piece.note,
        "judged": _moment(piece.judged_at),
    }


def thesis_json(row: ThesisRow) -> dict[str, Any]:
    """A thesis as commands print it."""
    thesis = row.thesis
    return {
        "id": thesis.id,
        "number": thesis.number,
        "name": thesis.name,
        "statement": thesis.statement,
        "negation": thesis.negation,
        "prior": thesis.prior,
        "status": thesis.status,
        "keywords": list(thesis.keywords),
        "versions": [
            {"statement": v.statement, "negation": v.negation, "at": _moment(v.at)}
            for v in thesis.versions
        ],
        "tally": [row.tally.supports, row.tally.contradictions],
        "no_bearing": row.tally.no_bearing,
        "last_contradiction": _moment(row.last_contradiction_at),
        "watches": [
            {"id": w.id, "question": w.question, "closes": _moment(w.closes_at), "state": w.state}
            for w in row.watches
        ],
    }


def _rows(listing: Listing, limit: int) -> Iterator[StoryRow]:
    for start in range(0, limit, _PAGE):
        yield from listing.rows(start, min(start + _PAGE, limit))


def _company(opened: Desk, asked: str | None) -> str | None:
    if not asked:
        return None
    for row in opened.companies():
        if asked.lower() in (row.company.name.lower(), *(a.lower() for a in row.company.aliases)):
            return row.company.name
    return asked


def _first_stories(arguments: argparse.Namespace) -> None:
    """An empty board says nothing: read the feed that comes with the program."""
    from signalboard import config
    from signalboard.wire.refresh import run as wire

    where = places(arguments)
    settings = config.load(where.feeds_file)
    bundled = [f.url for f in settings.feeds if f.enabled and f.url.startswith("bundled:")]
    if bundled:
        wire.run(where, settings, now=True, as_json=False, only=bundled)


def _is_terminal() -> bool:
    """Whether the screen can be drawn: it is written to standard error, read from input."""
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def _moment(at: int | None) -> str | None:
    return None if at is None else times.iso(at)


def _print(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))
