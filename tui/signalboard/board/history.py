"""What can be undone and redone: where the journal's changes stand now. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from signalboard.board.changes import Line
from signalboard.board.filed import packed, unpacked

Place = tuple[int, int]
"""The number of a line and the byte it begins at."""


class History:
    """Two stacks: changes that stand, and changes taken back since the last new one."""

    def __init__(self, done: list[Place] | None = None, undone: list[Place] | None = None) -> None:
        self._done = done or []
        self._undone = undone or []

    @classmethod
    def read(cls, out: Sequence[str]) -> History:
        """From what ``out`` wrote; raises TypeError or ValueError where it is something else."""
        done, done_at, undone, undone_at = (unpacked("Q", each) for each in out)
        return cls(list(zip(done, done_at, strict=True)), list(zip(undone, undone_at, strict=True)))

    def out(self) -> list[str]:
        """For the checkpoint: numbers and places of what stands, and of what was taken back."""
        return [
            packed("Q", (place[part] for place in places))
            for places in (self._done, self._undone)
            for part in (0, 1)
        ]

    def take(self, line: Line, offset: int) -> None:
        """A line of the journal, in order."""
        if line.kind == "do":
            self._done.append((line.seq, offset))
            self._undone.clear()
        elif line.kind == "undo" and self._done and self._done[-1][0] == line.ref:
            self._undone.append(self._done.pop())
        elif line.kind == "redo" and self._undone and self._undone[-1][0] == line.ref:
            self._done.append(self._undone.pop())

    def target(self, kind: Literal["undo", "redo"] | str) -> Place | None:
        """The change that an undo takes back or a redo does again."""
        stack = self._done if kind == "undo" else self._undone
        return stack[-1] if stack else None
