"""The board as it stood at a moment: the journal's changes done again up to there. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.board import codec
from signalboard.board.changes import Document, Line, Op
from signalboard.board.sound import is_sound
from signalboard.model import Brief, Evidence, Hint, Thesis, Watch, Withdrawn
from signalboard.times import iso
from signalboard.values import dataclass

Tables = dict[str, dict[str, Document]]
_TABLES = ("theses", "evidence", "watches", "withdrawn", "hints", "briefs")


@dataclass(frozen=True, slots=True)
class Past:
    """What stood then."""

    theses: tuple[Thesis, ...]
    """By number."""
    evidence: tuple[Evidence, ...]
    watches: tuple[Watch, ...]
    withdrawn: tuple[Withdrawn, ...]
    hints: tuple[Hint, ...] = ()
    """Those that came with a log; what was seen on this board the archive knows."""
    briefs: tuple[Brief, ...] = ()


def stood(lines: Iterable[Line], moment: int) -> Past:
    """What stood at a moment, by the lines of a journal from its first.

    That is what the lines say up to the last one dated by then. Their order is that of
    the journal and not of the clock: one written while the clock was ahead stands before those
    that came after it.
    """
    tables: Tables = {name: {} for name in _TABLES}
    waiting: list[Line] = []
    until = iso(moment)
    for line in lines:
        waiting.append(line)
        if line.at <= until:
            for each in waiting:
                for op in each.ops:
                    _apply(tables, op)
            waiting.clear()
    theses = (codec.thesis_in(i, doc) for i, doc in tables["theses"].items())
    return Past(
        tuple(sorted(theses, key=lambda thesis: thesis.number)),
        tuple(codec.evidence_in(i, doc) for i, doc in tables["evidence"].items()),
        tuple(codec.watch_in(i, doc) for i, doc in tables["watches"].items()),
        tuple(codec.withdrawn_in(i, doc) for i, doc in tables["withdrawn"].items()),
        tuple(h for i, doc in tables["hints"].items() for h in codec.hints_in(i, doc)),
        tuple(codec.brief_in(i, doc) for i, doc in tables["briefs"].items()),
    )


def _apply(tables: Tables, op: Op) -> None:
    table = tables.get(op.table)
    if table is None:
        return
    if op.now is None:
        table.pop(op.id, None)
        return
    document = op.now if op.whole else {**table.get(op.id, {}), **op.now}
    if is_sound(op.table, op.id, document):
        table[op.id] = document
