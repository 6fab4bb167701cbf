"""A story whole: what a person reads of it, reports and revisions included."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from signalboard.archive.database import every, value
from signalboard.archive.gathering import story_of
from signalboard.archive.identity import listed_at
from signalboard.archive.values import names
from signalboard.model import Report, Revision, Story

_ALIKE = 2 / 3
"""A first summary at least this long, against the longest, says as much."""


def story(connection: apsw.Connection, story_id: str) -> Story | None:
    """The story of an id, or the one it was merged into; its first report first."""
    known = story_of(connection, story_id)
    if known is None:
        return None
    key, ident = known
    title, at, first_seen_at, companies, about, read, starred, muted, fixed = value(
        connection,
        "SELECT title, at, first_seen_at, companies, about, read, starred, hidden, fixed "
        "FROM stories WHERE key = ?",
        (key,),
    )
    entries = every(
        connection,
        "SELECT f.url, e.id, e.outlet, e.origin, e.title, e.url, e.published_at, "
        "e.first_seen_at, e.summary FROM entries e JOIN feeds f ON f.feed = e.feed "
        "WHERE e.story = ? ORDER BY e.entry",
        (key,),
    )
    reports = tuple(Report(*entry[:8]) for entry in entries)
    return Story(
        id=ident,
        title=title,
        url=_url(title, reports),
        summary=_summary([entry[8] for entry in entries]),
        at=at,
        first_seen_at=first_seen_at,
        reports=reports,
        companies=names(companies),
        about=about,
        read=bool(read),
        starred=bool(starred),
        muted=bool(muted),
        fixed=bool(fixed),
        revisions=_revisions(connection, key),
    )


def _url(title: str, reports: Sequence[Report]) -> str:
    """Where a story is read: at the report that was published first of those called as it is."""
    told = sorted(
        reports, key=lambda r: (r.title != title, listed_at(r.published_at, r.first_seen_at))
    )
    return next((report.url for report in told if report.url), "")


def _revisions(connection: apsw.Connection, key: int) -> tuple[Revision, ...]:
    """How a story's entries read before, the latest first."""
    rows = every(
        connection,
        "SELECT r.until_at, r.revision, f.url, e.id, e.outlet, r.title, r.summary "
        "FROM entries e JOIN revisions r ON r.entry = e.entry "
        "JOIN feeds f ON f.feed = e.feed WHERE e.story = ?",
        (key,),
    )
    return tuple(
        Revision(url, entry_id, outlet, title, summary, until)
        for until, _, url, entry_id, outlet, title, summary in sorted(rows, reverse=True)
    )


def _summary(summaries: list[str]) -> str:
    """The longest summary; the first one where that is not much shorter."""
    longest = max(summaries, key=len)
    first = next((summary for summary in summaries if summary), "")
    return first if len(first) >= len(longest) * _ALIKE else longest
