"""What is sent for a line looks as what Rich and Textual would send, and is shorter."""

from __future__ import annotations

import random

import pyte
import pytest
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from signalboard.ui.ansi import OFF, turn, written
from signalboard.ui.ink import Inked

INKS = [None, *(Color.parse(name) for name in ("red", "bright_blue", "color(200)", "#778899"))]


def looks(text: str) -> list[object]:
    """Every cell of a line as a terminal shows it, and what is written behind it."""
    screen = pyte.Screen(80, 1)
    pyte.Stream(screen).feed(text + "|")
    return [screen.buffer[0][at] for at in range(80)]


def any_style(dice: random.Random) -> Style | None:
    if dice.random() < 0.1:
        return None
    return Style(
        color=dice.choice(INKS),
        bgcolor=dice.choice(INKS),
        bold=dice.choice([None, True, False]),
        underline=dice.choice([None, None, True]),
        reverse=dice.choice([None, None, True]),
    )


@pytest.mark.parametrize("colours", list(ColorSystem)[:4])
def test_any_line_looks_as_rich_writes_it(colours):
    dice = random.Random(7)
    longer = 0
    for _ in range(300):
        line = [
            Segment(dice.choice(["", "a", "word ", "漢字", "  "]), any_style(dice))
            for _ in range(dice.randrange(8))
        ]
        told = "".join(
            style.render(text, color_system=colours) if style else text for text, style, _ in line
        )
        # Both begin anew: a style keeps what it was for the first who asked.
        sent = written([Segment(each.text, each.style) for each in line], colours)
        assert looks(sent) == looks(told)
        longer += len(sent) - len(told)
    assert longer < 0


def test_only_what_changes_is_said():
    assert turn("", "1;38;2;1;2;3") == "\x1b[1;38;2;1;2;3m"
    assert turn("38;2;1;2;3;48;5;4", "38;2;9;9;9;48;5;4") == "\x1b[38;2;9;9;9m"
    assert turn("31;42", "31;103") == "\x1b[103m"
    assert turn("31;42", "91;48;2;0;0;0") == "\x1b[91;48;2;0;0;0m"
    assert turn("1;31", "31") == "\x1b[0;31m"
    assert turn("31;42", "31") == "\x1b[0;31m", "nothing else takes a ground away"
    assert turn("31", "") == OFF


def test_a_line_leaves_no_colour_behind():
    red = Style(color=INKS[1])
    one, two, none = Segment("a", red), Segment("b", red), Segment("b")
    assert written([one, two], ColorSystem.STANDARD) == "\x1b[31mab\x1b[0m"
    assert written([one, none], ColorSystem.STANDARD) == "\x1b[31ma\x1b[0mb"
    assert written([Segment("", red)], ColorSystem.STANDARD) == ""


def cells(strip: Strip) -> list[tuple[str, Style | None]]:
    return [(letter, style) for text, style, _ in strip for letter in text]


@pytest.mark.parametrize("theme", ["signalboard-dark", "signalboard-16", "nord"])
@pytest.mark.parametrize("size", [(120, 40), (60, 24), (44, 12)])
async def test_a_frame_looks_as_textual_composes_it(open_board, size, theme):
    """With what is said in it at the left, at the right, at both, and nowhere."""
    async with open_board(size=size, theme=theme) as run:
        compared = 0
        for foot in ([], [("said", "strong"), (" so", "")]):
            for end in ([], [("↓ 2 more", "soft")]):
                for pane in run.board.query(Inked):
                    if not pane.display or not pane.outer_size.area:
                        continue
                    pane.foot(foot, end)
                    ours = {}
                    for y in (0, pane.outer_size.height - 1):
                        ours[y] = pane.edges.border(y, pane.outer_size)
                    for y, strip in ours.items():
                        pane._styles_cache.clear()
                        region = Region(0, y, pane.outer_size.width, 1)
                        (theirs,) = pane._styles_cache.render_widget(pane, region)
                        if strip is not None:
                            for each in pane.get_line_filters():
                                strip = strip.apply_filter(each, pane.edges.background)
                            assert cells(strip) == cells(theirs)
                            assert strip.cell_length == theirs.cell_length
                            compared += 1
        assert compared >= (8 if size[1] > 12 else 0)
