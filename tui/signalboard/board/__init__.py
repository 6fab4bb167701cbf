"""Judgments: a journal of every change, and TinyDB tables of what stands now."""

from signalboard.board.board import Board, Step
from signalboard.board.changes import Line, Op, make, remove, revise, rewrite
from signalboard.board.journal import BoardProblem
from signalboard.board.past import Past

__all__ = [
    "Board",
    "BoardProblem",
    "Line",
    "Op",
    "Past",
    "Step",
    "make",
    "remove",
    "revise",
    "rewrite",
]
