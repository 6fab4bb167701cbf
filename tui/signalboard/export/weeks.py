"""An evidence log as a time series, in CSV: one row a week and thesis.

A week is that of judging, since the sum moves when something is judged and not when it
was published. It begins on a Monday, in UTC. Weeks in which nothing was judged are there too.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalboard import times
from signalboard.export.gather import Line, Log, ThesisLog
from signalboard.export.sums import rounded
from signalboard.export.table import rows
from signalboard.judge.history import db_at
from signalboard.judge.weights import weight
from signalboard.model import Stance, origins

HEADER = (
    "thesis_id",
    "thesis",
    "week",
    "begins",
    "stories",
    "outlets",
    "origins",
    "support_db",
    "contradict_db",
    "conviction_db",
    "method",
    "prior_db",
    "moved_db",
)
"""The columns, in their order: a contract; new ones come last. ``conviction_db`` is the sum as
the week ended: ``prior_db`` and the ``moved_db`` of the weeks until then."""

_WEEK = 7 * times.DAY
_MONDAY = 4 * times.DAY
"""1 January 1970 was a Thursday."""


def write(log: Log) -> str:
    """The weeks as CSV with a header; lines end in CR LF."""
    return rows(log, HEADER, (row for entry in log.theses for row in _weeks(entry)))


def monday(moment: int) -> int:
    """The moment at which the week of a moment begins."""
    return moment - (moment - _MONDAY) % _WEEK


def _weeks(entry: ThesisLog) -> Iterator[tuple[str | float, ...]]:
    lines: dict[int, list[Line]] = {}
    for line in entry.lines:
        if line.evidence.stance is not Stance.NO_BEARING:
            lines.setdefault(monday(line.evidence.judged_at), []).append(line)
    moved = [monday(step.at) for step in entry.sum.steps]
    begins = min([*lines, *moved], default=0)
    until = max([*lines, *moved], default=-1)
    before = prior = entry.sum.prior_db
    while begins <= until:
        mine = lines.get(begins, [])
        reports = [report for line in mine for report in line.evidence.snapshot.reports]
        db = db_at(entry.sum.steps, begins + _WEEK - 1)
        yield (
            entry.thesis.id,
            entry.thesis.name,
            times.week(begins),
            times.day(begins),
            len({line.evidence.story_id for line in mine}),
            len({report.outlet for report in reports}),
            len(origins((r.origin, r.feed_url, r.url) for r in reports)),
            _weight(mine, Stance.SUPPORT),
            _weight(mine, Stance.CONTRADICT),
            "" if db is None else rounded(db),
            rounded(prior),
            rounded((prior if db is None else db) - before),
        )
        before = prior if db is None else db
        begins += _WEEK


def _weight(lines: list[Line], stance: Stance) -> float:
    """What the stories of a side weigh, each at its strongest, none discounted."""
    votes: dict[str, float] = {}
    for line in lines:
        piece = line.evidence
        if piece.stance is stance:
            votes[piece.story_id] = max(votes.get(piece.story_id, 0.0), weight(piece))
    return rounded(sum(votes.values()))
