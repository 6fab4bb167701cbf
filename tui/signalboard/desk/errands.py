"""Work that takes long and opens no board: what a command of its own, and so a process, does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk.scanning import Scanned, scan
from signalboard.text import clean


def refresh(where: config.Places, *, now: bool, as_json: bool, only: Sequence[str]) -> int:
    """Fetch what is new, in a home made where there is none; the exit status.

    The first one of a day makes the backup of the day before that: off the way of a key, and
    under cron too. Raises ConfigProblem where none can be made.
    """
    from signalboard.desk import backing
    from signalboard.wire.refresh.command import run

    config.ensure(where)
    _keep_before_migration(where)
    backing.daily(where)
    settings = config.load(where.feeds_file, where.cache)
    return run(where, settings, now=now, as_json=as_json, only=only)


def first_stories(where: config.Places) -> None:
    """Read the feeds that come with the program: an empty board says nothing."""
    settings = config.load(where.feeds_file)
    bundled = [feed.url for feed in settings.feeds if feed.enabled and feed.is_bundled]
    if bundled:
        refresh(where, now=True, as_json=False, only=bundled)


def look(where: config.Places, typed: str, *, answers: bool) -> int:
    """Find the feeds of an address, told in lines of JSON; the exit status."""
    from signalboard.wire.refresh.look import run

    settings = config.load(where.feeds_file, where.cache)
    return run(where, settings, typed, answers=answers)


def search_for_companies(
    where: config.Places, report: Callable[[Scanned], None], *, is_stopped: Callable[[], bool]
) -> Scanned | None:
    """Find the companies anew in the whole archive; None where another process is at it.

    Raises ArchiveProblem or ConfigProblem where the home cannot be written.
    """
    config.ensure(where)
    _keep_before_migration(where)
    settings = config.load(where.feeds_file, where.cache)
    with config.only_one(where.scan_lock) as is_alone:
        if not is_alone:
            return None
        archive = Archive.open(where.archive)
        try:
            return scan(archive, settings.companies, report, is_stopped=is_stopped)
        finally:
            archive.close()


def _keep_before_migration(where: config.Places) -> None:
    from signalboard.desk import opening

    if unkept := opening.keep_before_migration(where):
        sys.stderr.write(f"signalboard: {clean(unkept, 2000)}\n")
