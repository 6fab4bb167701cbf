"""The grammar of the commands on briefs and digests."""

from __future__ import annotations

import argparse

from signalboard.cli import briefs
from signalboard.cli.grammar.common import Command
from signalboard.model import READING_FORMATS
from signalboard.text import clean


def add(command: Command) -> None:
    """The two commands."""
    brief = command(
        "brief",
        briefs.brief,
        "Write the newsletter brief of a story, say what it lacks, print it; or list all briefs.",
        "signalboard brief 3 --edit, then signalboard brief 3 --format html --output brief.html",
    )
    brief.add_argument(
        "story",
        type=clean,
        metavar="STORY|list",
        help="id, number or part of a story's title; or list",
    )
    brief.add_argument(
        "--edit",
        action="store_true",
        help="write it in $VISUAL or $EDITOR; without a terminal, from standard input",
    )
    brief.add_argument(
        "--check", action="store_true", help="say what is missing; exit status 1 if anything is"
    )
    brief.add_argument(
        "--finish", action="store_true", help="finish it and open its new watches, if it is whole"
    )
    brief.add_argument(
        "--format",
        choices=(*READING_FORMATS, briefs.TEXT),
        help="md unless told otherwise; text is what --edit reads",
    )
    brief.add_argument("--json", action="store_true", help="as JSON: one object a brief")
    _output(brief)

    digest = command(
        "digest",
        briefs.digest,
        "Write what a stretch of time brought: watches that come due, briefs, what changed.",
        "signalboard digest --since 1w --format html --output digest.html",
    )
    digest.add_argument(
        "--since", type=clean, metavar="DATE", help="2026-01-31, or 3d, 2w, 6m back; 1w if not said"
    )
    digest.add_argument(
        "--until", type=clean, metavar="DATE", help="the same, with all of its day; else now"
    )
    digest.add_argument(
        "--format", choices=tuple(READING_FORMATS), default="md", help="md unless told otherwise"
    )
    _output(digest)


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", metavar="PATH", help="a file or folder; - or nothing: standard output"
    )
    parser.add_argument("--force", action="store_true", help="overwrite the file without asking")
