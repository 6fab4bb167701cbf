"""Judgments: a journal of every change, and TinyDB tables of what stands now."""

from signalboard.board.board import Board, Step
from signalboard.board.changes import Line, Op, make, remove, revise, rewrite
from signalboard.board.inspecting import (
    Break,
    Inspection,
    Tables,
    first_difference,
    has_line,
    inspect,
    inspected,
    lines_of,
    tables_of,
)
from signalboard.board.journal import BoardProblem
from signalboard.board.past import Past
from signalboard.board.replacing import Alone
from signalboard.board.replacing import alone as alone_with_journal

__all__ = [
    "Alone",
    "Board",
    "BoardProblem",
    "Break",
    "Inspection",
    "Line",
    "Op",
    "Past",
    "Step",
    "Tables",
    "alone_with_journal",
    "first_difference",
    "has_line",
    "inspect",
    "inspected",
    "lines_of",
    "make",
    "remove",
    "revise",
    "rewrite",
    "tables_of",
]
