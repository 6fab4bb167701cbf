"""What ``doctor`` tells: where things are, how large, how well."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

from signalboard import config
from signalboard.archive import Archive, sqlite_version
from signalboard.board import Board
from signalboard.desk import backing
from signalboard.desk.values import Health
from signalboard.text import counted, sized


def report(
    *,
    version: str,
    places: config.Places,
    archive: Archive,
    board: Board,
    feeds: Health,
    notices: Sequence[str],
    strangers: int,
) -> list[tuple[str, list[str]]]:
    """Headings, each with its lines."""
    counts = archive.counts()
    wrong = list(
        dict.fromkeys((*notices, *backing.wrong(places), *board.verify(), *archive.check()))
    )
    if strangers:
        wrong.append(
            f"{strangers} judged stories are not in the archive (now); their evidence stands, "
            "with its own copy of the story."
        )
    return [
        (
            "Versions",
            [
                f"signalboard {version}",
                f"Python {platform.python_version()} on {platform.system()} {platform.machine()}",
                f"SQLite {sqlite_version()}",
            ],
        ),
        (
            "Where",
            [
                f"settings  {places.feeds_file}  {_size(places.feeds_file)}",
                f"archive   {places.archive}  {_size(places.archive)}",
                f"journal   {board.journal_file}  {_size(board.journal_file)}",
                f"tables    {board.checkpoint_file}  {_size(board.checkpoint_file)}",
                f"backups   {places.backups}",
                f"logins    {places.logins}  {_size(places.logins)}",
                f"crashes   {places.crash_log}  {_size(places.crash_log)}",
            ],
        ),
        (
            "What",
            [
                f"{counted(counts.entries, 'entry')} in "
                f"{counted(counts.stories + counts.muted, 'story')}, "
                f"{counts.unjudged:,} not judged, {counts.muted:,} muted",
                f"{counted(len(board.theses()), 'thesis', 'theses')}, "
                f"{counted(board.evidence_count(), 'piece')} of evidence, "
                f"{counted(board.seq, 'change')} in the journal",
            ],
        ),
        ("Feeds", _feeds(feeds)),
        ("Backups", backing.told(places)),
        ("Wrong", wrong or ["nothing"]),
    ]


def _feeds(health: Health) -> list[str]:
    if not health.feeds:
        return ["none; add one: signalboard feed add URL"]
    broken = [
        f"{row.standing.value:<8}  {row.feed.name}  {row.url}  {row.reason}"
        for row in health.feeds
        if row.standing.is_broken
    ]
    more = ["signalboard feed list tells more"] if broken else []
    return [health.told, *([health.sentence] if health.sentence else []), *broken, *more]


def _size(path: Path) -> str:
    try:
        return sized(path.stat().st_size)
    except OSError:
        return "not there"
