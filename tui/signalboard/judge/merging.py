"""What becomes of judgments where a person says that several stories are one: pure.

Nothing that was judged is lost or counted twice: a story has one vote a side,
at its strongest, however many judgments stand on it. Only "no bearing" cannot
stand beside a bearing on the same thesis, as in ``judge.judging``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from signalboard.model import Evidence, Report, Snapshot, Stance, Story, replace
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Joined:
    """The judgments of a merged story, and those that cannot stand there."""

    kept: tuple[Evidence, ...]
    removed: tuple[Evidence, ...] = ()


def staying(stories: Sequence[Story], judged: Collection[str]) -> Story:
    """Which of several stories the others become part of: one that was judged, then the oldest."""
    return min(stories, key=lambda story: (story.id not in judged, story.at, story.id))


def joined(evidence: Iterable[Evidence], story_id: str, reports: Sequence[Report]) -> Joined:
    """What all the evidence of the merged stories is as evidence of one.

    ``reports`` are those of the merged story: who is counted as outlet and origin
    from now on. Title, excerpt and companies stay as they read when they were judged,
    and the rating of a report as it was then.
    """
    pieces = tuple(evidence)
    bearing = {p.thesis_id for p in pieces if p.stance is not Stance.NO_BEARING}
    removed = tuple(p for p in pieces if p.stance is Stance.NO_BEARING and p.thesis_id in bearing)
    return Joined(
        tuple(
            replace(
                p, story_id=story_id, snapshot=replace(p.snapshot, reports=_as_judged(p, reports))
            )
            for p in pieces
            if p not in removed
        ),
        removed,
    )


def _as_judged(piece: Evidence, reports: Sequence[Report]) -> tuple[Report, ...]:
    """Reports with the ratings that evidence has of those it was judged by."""
    known = {(r.feed_url, r.entry_id): r.reliability for r in piece.snapshot.reports}
    return tuple(
        replace(r, reliability=known.get((r.feed_url, r.entry_id), r.reliability)) for r in reports
    )


def without(piece: Evidence, gone: Collection[tuple[str, str]]) -> Evidence:
    """Evidence of a story that reports were split off: they count as its sources no longer.

    ``gone``: feed URL and entry id of each. Title and link are of a report that still
    counts: where they were of one that is gone, the one left that was published first
    gives its own, and the title that was read is kept as ``judged_as``. Where nothing
    else was judged then, the snapshot stays: it is what was read.
    """
    read = piece.snapshot
    left = tuple(r for r in read.reports if (r.feed_url, r.entry_id) not in gone)
    if not left:
        return piece
    if read.title in _gone(read, left, "title") or read.url in _gone(read, left, "url"):
        read = _told_by(read, left)
    return replace(piece, snapshot=replace(read, reports=left))


def _gone(read: Snapshot, left: Sequence[Report], field: str) -> set[str]:
    """Titles or links that only the reports had that are gone."""
    return {getattr(r, field) for r in read.reports} - {getattr(r, field) for r in left}


def _told_by(read: Snapshot, left: Sequence[Report]) -> Snapshot:
    """The snapshot with title and link of the report that was published first of these."""
    in_time = sorted(left, key=_at)
    first = in_time[0]
    told = replace(
        read,
        title=first.title,
        url=next((report.url for report in in_time if report.url), ""),
        at=_at(first),
    )
    if first.title == read.title:
        return told
    return replace(told, excerpt="", judged_as=read.judged_as or read.title)


def _at(report: Report) -> int:
    """When a report was published or seen, the earlier."""
    return min(report.published_at or report.first_seen_at, report.first_seen_at)
