"""What the archive is told of the board: which stories a line judges, and how one stands."""

from __future__ import annotations

from signalboard.archive import Judged
from signalboard.board import Board, Line
from signalboard.desk import placing
from signalboard.model import Evidence, Stance


def stories_of(board: Board, line: Line) -> set[str]:
    """The stories whose judgment or marks a line changed."""
    stories = set(line.ids("reading")) | placing.stories_of(line)
    for op in line.ops:
        if op.table == "evidence":
            whole = next((d for d in (op.now, op.was) if d is not None and "story" in d), None)
            piece = board.evidence(op.id)
            if whole is not None:
                stories.add(str(whole["story"]))
            elif piece is not None:
                stories.add(piece.story_id)
    return stories


def said_of(board: Board, story_id: str) -> Judged:
    """How a story stands; of marks that nobody made, nothing is said."""
    marks = board.document("reading", story_id) or {}
    evidence = board.evidence_of(story_id)
    first = min(evidence, key=lambda piece: (piece.judged_at, piece.id), default=None)
    return Judged(
        story_id,
        _level(evidence),
        starred=marks.get("starred"),
        read=marks.get("read"),
        title=first.snapshot.title if first is not None else "",
    )


def _level(evidence: tuple[Evidence, ...]) -> int:
    """0: not judged; 1: no bearing on anything; 2: supports or contradicts a thesis."""
    stances = {piece.stance for piece in evidence}
    if not stances:
        return 0
    return 1 if stances == {Stance.NO_BEARING} else 2
