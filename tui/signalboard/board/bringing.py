"""What a checkpoint has that the journal has no more, as operations that bring it back. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.board import sound
from signalboard.board.changes import Line, Op, make, remove, rewrite
from signalboard.board.tables import Documents


def is_sound(tables: Documents, op: Op) -> bool:
    """Whether an operation leaves a document that can be read.

    One that changes fields of a document whose own line was lost does not.
    """
    if op.now is None:
        return True
    document = op.now if op.whole else {**(tables.document(op.table, op.id) or {}), **op.now}
    return sound.is_sound(op.table, op.id, document)


def lost(held: Documents, later: Iterable[Line], stands: Documents, *, is_known: bool) -> list[Op]:
    """What makes of ``stands``, as the journal has it, what a checkpoint held.

    ``later``: the lines behind the checkpoint; they are carried out on ``held``. ``is_known``:
    whether it is of this very journal; else it only adds what is not there.
    """
    for line in later:
        for op in line.ops:
            if is_sound(held, op):
                held.apply(op)
    ops: list[Op | None] = []
    for table in sorted(held.tables() | stands.tables()):
        wanted, there = held.stored(table), stands.stored(table)
        ops += [make(table, ident, wanted[ident]) for ident in wanted if ident not in there]
        if is_known:
            both = [ident for ident in wanted if ident in there]
            ops += [rewrite(table, ident, there[ident], wanted[ident]) for ident in both]
            ops += [remove(table, ident, there[ident]) for ident in there if ident not in wanted]
    return [op for op in ops if op is not None and is_sound(stands, op)]
