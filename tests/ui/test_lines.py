"""What is sent line by line is what Textual would have composed, and only where nothing is over."""

from __future__ import annotations

import random

import pyte
import pytest
from pyte import Stream
from textual._compositor import ChopsUpdate, Compositor
from textual.screen import Screen

from signalboard.ui.painting import Lines
from tests.ui import sample

LONG = sample.STORIES + sample.many(200)
KEYS = ("j", "j", "j", "k", "1", "2", "+", "-", "s", "u", "m", "pagedown", "G", "g", "tab", ">")


class Sent:
    """What each frame had the terminal draw, on a screen of its own."""

    def __init__(self, screen: Screen[None]) -> None:
        self.screen = screen
        self.terminal = self.whole()
        self.by_lines = self.composed = 0

    def take(self, update: object) -> None:
        """Draw an update."""
        if isinstance(update, Lines):
            self.by_lines += 1
            Stream(self.terminal).feed(update.render_segments(self.screen.app.console))
        elif update is not None:
            self.composed += 1
            self.terminal = self.whole()

    def whole(self) -> pyte.Screen:
        """A terminal on which Textual has composed all there is."""
        terminal = pyte.Screen(*self.screen.size)
        stream = Stream(terminal)
        for y, strip in enumerate(self.screen._compositor.render_strips()):
            stream.feed(f"\x1b[{y + 1};1H{strip.render(self.screen.app.console)}")
        return terminal


def looks(terminal: pyte.Screen) -> list[list[object]]:
    """Each cell of a terminal with its colours."""
    rows = range(terminal.lines)
    return [[terminal.buffer[y][x] for x in range(terminal.columns)] for y in rows]


@pytest.fixture
def sent(open_board, monkeypatch):
    """Opens a board, with what its frames draw."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def opened(**more):
        monkeypatch.setattr("signalboard.ui.watching.REST", 1e6)
        async with open_board(stories=LONG, **more) as run:
            await run.wait(0.3)
            compositor = run.board._compositor
            drawn, render = Sent(run.board), compositor.render_update

            def rendered(*given, **named):
                update = render(*given, **named)
                drawn.take(update)
                return update

            monkeypatch.setattr(compositor, "render_update", rendered)
            yield run, drawn

    return opened


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (200, 60), (46, 12)])
async def test_lines_are_what_textual_composes(sent, size):
    async with sent(size=size) as (run, drawn):
        dice = random.Random(str(size))
        for _ in range(25):
            key = dice.choice(KEYS)
            await run.keys(key)
            await run.settle()
            assert looks(drawn.terminal) == looks(drawn.whole()), key
        assert drawn.by_lines > 1


async def test_a_row_down_is_sent_by_lines(sent):
    async with sent() as (run, drawn):
        await run.keys("j")
        assert (drawn.by_lines, drawn.composed) == (1, 0)


async def test_a_line_that_moved_is_not_made_again(sent):
    async with sent() as (run, _):
        await run.keys("G", "k")
        pane, colours = run.board.headlines, run.app.console._color_system
        pane._styles_cache.clear()
        [(_, before)] = pane.sent([5], colours)
        pane._styles_cache.clear()
        [(_, again)] = pane.sent([5], colours)
        assert again is before


async def test_where_something_lies_over_the_screen_is_composed(sent):
    async with sent() as (run, drawn):
        run.app.notify("something lies over the panes", timeout=60)
        await run.wait(0.3)
        board = run.board
        covered = {*board._compositor.visible_widgets} - {*board._compositor._places()}
        over = [w for w in (board.theses_pane, board.companies_pane) if w in covered]
        assert over
        drawn.by_lines = drawn.composed = 0
        for pane in over:
            pane.refresh()
        await run.wait(0.2)
        assert drawn.by_lines == 0
        assert drawn.composed


async def test_what_else_changed_is_composed_with_it(sent):
    async with sent() as (run, _):
        compositor, pane = run.board._compositor, run.board.headlines
        pane.refresh(pane.size.region.crop_size((3, 1)))
        compositor._dirty_regions.add(run.board.story_pane.region)
        compositor.update_widgets({pane})
        assert isinstance(compositor.render_partial_update(), ChopsUpdate)
        assert compositor.render_partial_update() is None
        assert isinstance(compositor, Compositor)
