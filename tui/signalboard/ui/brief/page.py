"""A brief as it reads, below what it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.ui.ink import Line, wrap
from signalboard.ui.sheet import Sheet

_RULES = frozenset("=-~")


class BriefPage(Sheet):
    """What a brief lacks, a sentence each, and then its text."""

    def __init__(self) -> None:
        super().__init__(id="brief-page")
        self._said: tuple[tuple[str, str], ...] = ()
        self._text: tuple[str, ...] = ()
        self._made: tuple[int, list[Line]] = (-1, [])

    def show(self, said: Sequence[tuple[str, str]], text: str) -> None:
        """Sentences (text, ink) above, and the brief as plain text below."""
        self._said, self._text = tuple(said), tuple(text.split("\n"))
        self._made = (-1, [])
        self.redraw()

    def line_count(self) -> int:
        """Lines at the present width."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line; none where another width was counted for."""
        lines = self._at(width)
        return lines[y] if y < len(lines) else ()

    def _at(self, width: int) -> list[Line]:
        if self._made[0] != width:
            self._made = (width, [*self._above(width), *self._below(width)])
        return self._made[1]

    def _above(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for sentence, ink in self._said:
            for number, (start, end) in enumerate(wrap(sentence, max(8, width - 4))):
                lines.append([(" ▸ " if not number else "   ", ink), (sentence[start:end], ink)])
        return [*lines, []] if lines else []

    def _below(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for said, after in zip(self._text, (*self._text[1:], ""), strict=True):
            if _is_rule(said):
                continue
            ink = "strong" if _is_rule(after) else "read"
            lead = len(said) - len(said.lstrip(" "))
            for start, end in wrap(said[lead:], max(8, width - lead - 2)):
                lines.append([(" " * (lead + 1), ""), (said[lead + start : lead + end], ink)])
        return lines


def _is_rule(line: str) -> bool:
    """Whether it is what stands below a heading."""
    return len(line) > 2 and len(set(line)) == 1 and line[0] in _RULES
