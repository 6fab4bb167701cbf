"""Which lines an input is the first to reach."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, NamedTuple

_NOTHING: set[int] = set()


class Line(NamedTuple):
    """A line of a file."""

    file: str
    number: int


class Reached:
    """The lines of some files that were run, and how many more an input added.

    A function all of whose lines were reached is traced no more, so that inputs run nearly
    as fast as they would alone.
    """

    def __init__(self, parts: Collection[str]) -> None:
        """``parts``: what the path of a file has in it whose lines count."""
        self._parts = tuple(parts)
        self._left: dict[CodeType, set[int]] = {}
        self.lines: set[Line] = set()
        """What was reached since ``begin``, of what was not before."""
        self.count = 0
        """All that was reached."""

    @contextmanager
    def looking(self) -> Iterator[None]:
        """What runs in here is looked at; what it reaches first is in ``lines`` then."""
        self.lines = set()
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)
            self.count += len(self.lines)

    def _called(self, frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            is_ours = any(part in code.co_filename for part in self._parts)
            numbers = {line for _, _, line in code.co_lines() if line} if is_ours else set()
            # The line of the ``def`` itself is never come to.
            left = self._left[code] = numbers - {code.co_firstlineno} or _NOTHING
        return self._ran if left else None

    def _ran(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            code, number = frame.f_code, frame.f_lineno
            left = self._left[code]
            if number in left:
                left.discard(number)
                self.lines.add(Line(code.co_filename, number))
        return self._ran
