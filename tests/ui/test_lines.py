"""What is sent line by line is what Textual would have composed, and only where nothing is over."""

from __future__ import annotations

import random

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.strip import Strip

from signalboard.ui.painting import Lines, Painting
from tests.ui import sample

LONG = sample.STORIES + sample.many(200)
KEYS = ("j", "j", "j", "k", "1", "2", "+", "-", "s", "u", "m", "pagedown", "G", "g", "tab", ">")


class Sent:
    """What each frame had the terminal draw, on a screen of its own."""

    def __init__(self, compositor: Painting) -> None:
        self.compositor = compositor
        self.rows = [[*strip] for strip in compositor.render_strips()]
        self.by_lines = self.composed = 0

    def take(self, update: object) -> None:
        """Draw an update."""
        if isinstance(update, Lines):
            self.by_lines += 1
            for x, y, strip in update.lines:
                before = Strip(self.rows[y])
                after = before.crop(x + strip.cell_length, before.cell_length)
                self.rows[y] = [*before.crop(0, x), *strip, *after]
        elif update is not None:
            self.composed += 1
            self.rows = [[*strip] for strip in self.compositor.render_strips()]

    def looks(self) -> list[Strip]:
        return [Strip(row).simplify() for row in self.rows]


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
            drawn, render = Sent(compositor), compositor.render_update

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
            whole = [strip.simplify() for strip in run.board._compositor.render_strips()]
            assert drawn.looks() == whole, key
        assert drawn.by_lines > 1


async def test_a_row_down_is_sent_by_lines(sent):
    async with sent() as (run, drawn):
        await run.keys("j")
        assert (drawn.by_lines, drawn.composed) == (1, 0)


async def test_a_line_that_moved_is_not_made_again(sent):
    async with sent() as (run, _):
        await run.keys("G", "k")
        before = run.board.headlines.framed(5)
        assert run.board.headlines.framed(5) is before


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
