"""What a line of the screen and a line of the terminal are made of."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import ExitStack

from signalboard.cli import plain
from signalboard.text import clean
from tests.fuzz.engine import Target
from tests.fuzz.mutation import WORST
from tests.fuzz.targets import Door, text_of
from tests.test_text import FORBIDDEN


def _ink(_stack: ExitStack) -> Target:
    """Lines of any width hold what they are given, and not more than their width."""
    from rich.cells import cell_len

    from signalboard.ui import ink

    def target(data: bytes) -> Hashable:
        given = text_of(data)
        safe = ink.safe(given)
        assert not FORBIDDEN & set(map(ord, safe)), ascii(safe)
        once = clean(given)
        for width in (0, 1, 2, 7, 40):
            assert cell_len(ink.crop(once, width)) <= width
            assert cell_len(ink.fit(once, width)) == width
            line = ink.spread([(once, "a"), ("x", "")], [(once[:3], "b")], width)
            assert ink.cells(line) <= max(width, 0)
            if width < 2:
                continue
            spans = ink.wrap(once, width)
            at = 0
            for start, end in spans:
                assert once[at:start].strip(" ") == "", "a word is lost between two lines"
                assert start <= end
                assert cell_len(once[start:end]) <= max(width, 2), (width, once[start:end])
                at = end
            assert once[at:].strip(" ") == ""
        parts = ink.marked(once, [(1, 3), (2, 5), (9, 4)], "a", "b")
        assert "".join(part for part, _ in parts) == once
        return len(ink.wrap(once, 7))

    return target


DOORS = (
    Door("ink", _ink, lambda: [*WORST, "漢字 and 👩\u200d👩\u200d👧 e\u0301".encode()], quick=80),
)
assert plain
