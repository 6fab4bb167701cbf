"""The watches of an evidence log as CSV: one row a watch, beside the table of the evidence."""

from __future__ import annotations

from signalboard.export.gather import Log, ThesisLog, stamp
from signalboard.export.sums import Question, rounded
from signalboard.export.table import rows

HEADER = (
    "thesis_id",
    "thesis",
    "watch_id",
    "question",
    "hit_if",
    "miss_if",
    "void_if",
    "look_up",
    "opened_at",
    "closes_at",
    "resolves_at",
    "p_hit_if_true",
    "p_hit_if_false",
    "hit_db",
    "miss_db",
    "state",
    "due",
    "forecast",
    "settled_at",
    "settled_db",
    "brier",
    "link",
    "note",
    "story_id",
    "method",
)
"""The columns, in their order: a contract."""


def write(log: Log) -> str:
    """The watches as CSV with a header; lines end in CR LF."""
    asked = ((entry, each) for entry in log.theses for each in entry.watches)
    return rows(log, HEADER, (_row(entry, each) for entry, each in asked))


def _row(entry: ThesisLog, asked: Question) -> tuple[str | float, ...]:
    watch = asked.watch
    return (
        entry.thesis.id,
        entry.thesis.name,
        watch.id,
        watch.question,
        watch.hit_if,
        watch.miss_if,
        watch.void_if,
        watch.look_up,
        stamp(watch.opened_at) or "",
        stamp(watch.closes_at) or "",
        stamp(watch.resolves_at) or "",
        watch.h1,
        watch.h0,
        rounded(asked.hit_db),
        rounded(asked.miss_db),
        watch.state,
        "yes" if asked.is_due else "no",
        _number(asked.forecast),
        stamp(watch.settled_at) or "",
        _number(asked.settled_db),
        _number(asked.score),
        watch.link,
        watch.note,
        watch.story_id or "",
    )


def _number(value: float | None) -> float | str:
    return "" if value is None else rounded(value)
