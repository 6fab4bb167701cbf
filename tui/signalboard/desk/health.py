"""What ``doctor`` tells: where things are, how large, how well."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

from signalboard import config, times
from signalboard.archive import Archive, sqlite_version
from signalboard.board import Board
from signalboard.desk.values import FeedRow
from signalboard.links import shown

_UNITS = ("B", "kB", "MB", "GB")


def report(
    *,
    version: str,
    places: config.Places,
    archive: Archive,
    board: Board,
    feeds: Sequence[FeedRow],
    notices: Sequence[str],
    strangers: int,
    now: int,
) -> list[tuple[str, list[str]]]:
    """Headings, each with its lines."""
    counts = archive.counts()
    wrong = list(dict.fromkeys((*notices, *board.verify(), *archive.check())))
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
            ],
        ),
        (
            "What",
            [
                f"{counts.entries:,} entries in {counts.stories:,} stories, "
                f"{counts.unjudged:,} not judged",
                f"{len(board.theses())} theses, {board.evidence_count():,} pieces of evidence, "
                f"{board.seq:,} changes in the journal",
            ],
        ),
        (
            "Feeds",
            [_feed(row, now) for row in feeds] or ["none; add one: signalboard feed add URL"],
        ),
        ("Wrong", wrong or ["nothing"]),
    ]


def _feed(row: FeedRow, now: int) -> str:
    name = f"{row.feed.name}  {shown(row.feed.url)}"
    if not row.feed.enabled:
        return f"off       {name}"
    if row.state is None or row.state.attempted_at is None:
        return f"new       {name}  not checked yet"
    state = row.state
    checked = f"checked {times.ago(row.state.attempted_at, now)}"
    if state.outcome is not None and state.failures == 0:
        return f"well      {name}  {checked}, {state.outcome}"
    last = "never" if state.succeeded_at is None else times.ago(state.succeeded_at, now)
    return f"failing   {name}  {checked}: {state.reason or state.outcome}; last answered {last}"


def _size(path: Path) -> str:
    try:
        size = float(path.stat().st_size)
    except OSError:
        return "not there yet"
    for unit in _UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} {_UNITS[-1]}"
