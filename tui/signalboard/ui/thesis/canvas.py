"""Dots in cells: two across and four down in each, as braille has them. Pure."""

from __future__ import annotations

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a cell, by row and column."""
ACROSS, DOWN = 2, 4
"""Dots in a cell."""


class Canvas:
    """So many cells; dots are counted from the left and from the top."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._cells = [[0] * width for _ in range(height)]

    def dot(self, x: int, y: int) -> None:
        """Set a dot; one outside is not there."""
        if 0 <= x < self.width * ACROSS and 0 <= y < self.height * DOWN:
            self._cells[y // DOWN][x // ACROSS] |= _BITS[y % DOWN][x % ACROSS]

    def upright(self, x: int, y: int, until: int) -> None:
        """The dots of a column between two heights, both included."""
        for each in range(min(y, until), max(y, until) + 1):
            self.dot(x, each)

    def row(self, y: int) -> str:
        """The cells of a row; one without a dot is a space."""
        return "".join(chr(0x2800 + bits) if bits else " " for bits in self._cells[y])
