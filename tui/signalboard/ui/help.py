"""Help: every key by what it is for, the marks, and how the board means to be used."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from signalboard.ui.commands import BY_ID, GROUPS
from signalboard.ui.ink import Line, Piece, cells, crop_line, fit, wrap
from signalboard.ui.keys import Keys, shown, told
from signalboard.ui.marks import LEGEND
from signalboard.ui.over import Over
from signalboard.ui.sheet import Sheet

COLUMN = 50
"""Least cells of a column of keys."""
KEY_CELLS = 13
ABOUT = (
    "Arm a thesis, read a headline, and ask: how much more would I expect this story if the "
    "thesis were true than if it were false? Then + - or . and on to the next. A story counts "
    "once a side for each thesis: judged both ways it counts on both, and . takes it out. Colours "
    "and marks only repeat what you said. The place in the list never moves by itself: new "
    "stories wait until g lets them in."
)


MEASURED_ON = "on headlines about rumours; unmeasured on investment theses"
"""What the accuracy of suggested stances is of."""
FILTERS = (
    ("u", "unjudged: not judged on any thesis"),
    ("s", "starred"),
    ("l", "linked: it supports or contradicts a thesis"),
    ("m", "muted: hidden from the lists by a mute"),
    ("t", "judged on the armed thesis; T: not on it"),
    ("c", "of this story's company, or of one picked"),
    ("O", "of the outlet of this story"),
    ("d", "since a date: 2026-01-31, 3d, 2w, 6m"),
    ("o", "order: newest, match, outlets, companies, suggested"),
    ("a", "all, but for words; again: all stories"),
)
"""What may follow the key of the filters."""
SEARCH = (
    ("one two", "both words; the last may be begun"),
    ('"one two"', "the phrase; Chinese: two characters do"),
    ("-not", "without it"),
    ("one OR two", "either"),
    ("begin*", "words that begin so"),
    ("outlet:", 'outlet:reuters, company:"Tencent Music"'),
    ("thesis:", "thesis:2: judged on it; -thesis:2: not"),
    ("is:", "unjudged judged starred linked read unread muted"),
    ("since:", "since:2026-01-31, since:3d; before: likewise"),
    ("sort:", "newest match outlets companies suggested"),
)
"""What a search may say."""


class HelpSheet(Sheet):
    """The help, in as many columns as there is room for."""

    def __init__(self, keys: Keys, accuracy: float) -> None:
        super().__init__(id="help")
        self._keys = keys
        self._accuracy = accuracy
        self._made: tuple[int, list[Line]] = (-1, [])

    def line_count(self) -> int:
        """Lines at the present width."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line across the columns."""
        return [(" ", ""), *self._at(width)[y]]

    def _at(self, width: int) -> list[Line]:
        if self._made[0] != width:
            self._made = (width, self._written(max(20, width - 2)))
        return self._made[1]

    def _written(self, width: int) -> list[Line]:
        columns = max(1, min(3, (width + 3) // (COLUMN + 3)))
        room = (width - 3 * (columns - 1)) // columns
        about: list[Line] = [[(ABOUT[a:b], "read")] for a, b in wrap(ABOUT, min(width, 118))]
        key = shown(self._keys.of(BY_ID["find.filter"])[:1])
        filters = [(f"{key} {letter}", said) for letter, said in FILTERS]
        blocks = [self._marks(room)]
        for group in GROUPS[:-1]:
            blocks.append(self._group(group, room))
            if group == "Find":
                blocks += [_told("Suggestions", self._suggestions(), room)]
                blocks += [_told("Filters", filters, room), _told("Search", SEARCH, room)]
        sides = _balance([block for block in blocks if block], columns)
        lines: list[Line] = [*about, []]
        for y in range(max(len(side) for side in sides)):
            line: list[Piece] = []
            for at, side in enumerate(sides):
                part = crop_line(side[y], room) if y < len(side) else []
                gap = room - cells(part) + 3 if at + 1 < len(sides) else 0
                line += [*part, (" " * gap, "")]
            lines.append(line)
        return lines

    def _suggestions(self) -> list[tuple[str, str]]:
        """What a suggestion is worth, where it was measured."""
        right = f"right {self._accuracy:.0%} of the time"
        return [
            ("suggested", "theses a story might be about, by its words; never applied by itself"),
            ("▲ ▼", f"which way, by its wording: {right} {MEASURED_ON}"),
        ]

    def _marks(self, room: int) -> list[Line]:
        lines: list[Line] = [[("Marks", "title")]]
        for (mark, ink), said in LEGEND:
            lines.append([(fit(mark, KEY_CELLS), ink), (said, "")])
        return [crop_line(line, room) for line in lines]

    def _group(self, group: str, room: int) -> list[Line]:
        lines: list[Line] = []
        for keys, text, _ in told(self._keys, group):
            edge = fit(shown(keys).replace("Ctrl+", "^"), KEY_CELLS - 1) + " "
            for start, end in wrap(text, room - KEY_CELLS):
                lines.append([(edge, "key"), (text[start:end], "")])
                edge = " " * KEY_CELLS
        return [[(group, "title")], *lines] if lines else []


def _told(title: str, said: Sequence[tuple[str, str]], room: int) -> list[Line]:
    """A block of what may be written, and what that means."""
    lines: list[Line] = [[(title, "title")]]
    for written, meaning in said:
        edge = fit(written, KEY_CELLS)
        for start, end in wrap(meaning, room - KEY_CELLS):
            lines.append([(edge, "key"), (meaning[start:end], "")])
            edge = " " * KEY_CELLS
    return lines


def _balance(blocks: list[list[Line]], columns: int) -> list[list[Line]]:
    """Blocks in columns, in order, the highest column as low as can be."""

    def high(part: Sequence[list[Line]]) -> int:
        return sum(len(block) + 1 for block in part)

    cuts = min(
        combinations(range(1, len(blocks)), columns - 1),
        key=lambda cuts: max(high(blocks[a:b]) for a, b in pairwise((0, *cuts, len(blocks)))),
    )
    sides = (blocks[a:b] for a, b in pairwise((0, *cuts, len(blocks))))
    return [[line for block in side for line in (*block, [])][:-1] for side in sides]


class HelpScreen(Over):
    """The help over the board."""

    def __init__(self, keys: Keys, accuracy: float) -> None:
        """``accuracy``: how often a suggested stance is right, where it was measured."""
        super().__init__(HelpSheet(keys, accuracy), [("Help", "strong")])
