"""Driving the real board without a terminal: keys in, rows of text out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from signalboard.desk import Desk
from signalboard.ui.app import Signalboard
from signalboard.ui.board import Board
from tests.ui import sample


class Driven:
    """A running board."""

    def __init__(self, app: Signalboard, pilot: Pilot[int], desk: Desk) -> None:
        self.app = app
        self.pilot = pilot
        self.desk = desk

    @property
    def board(self) -> Board:
        """The main screen."""
        return self.app.board

    async def keys(self, *keys: str) -> None:
        """Press keys, as fast as they come; a word of letters is typed letter by letter.

        Names of keys (``enter``, ``ctrl+z``, ``tab``) are keys; ``"text:…"`` is typed.
        """
        for key in keys:
            typed = key.removeprefix("text:") if key.startswith("text:") else None
            for each in typed if typed is not None else [key]:
                if len(each) == 1:
                    self.app.post_message(events.Key(_character_to_key(each), each))
                else:
                    character = " " if each == "space" else None
                    self.app.post_message(events.Key(each, character))
        await self.settle()

    async def settle(self) -> None:
        """Until everything asked for is on the screen."""
        await self.pilot.pause()
        for _ in range(500):
            if not self.app.screen_stack or not self.board.is_seeking:
                break
            await asyncio.sleep(0.01)
        await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)
        await self.settle()

    async def until(self, said: str, seconds: float = 20) -> None:
        """Until the screen says something: what is looked for behind it, or by a child."""
        end = time.monotonic() + seconds
        while True:
            await self.wait(0.05)
            if said in self.text:
                return
            assert time.monotonic() < end, f"{said!r} did not come:\n{self.text}"

    def rows(self) -> list[str]:
        """What the screen shows."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What the screen shows, as one text."""
        return "\n".join(self.rows())

    def pane(self, name: str) -> list[str]:
        """The rows of one pane, its frame included."""
        region = self.board.pane_named(name).region
        strips = self.app.screen._compositor.render_strips()[region.y : region.bottom]
        return [strip.crop(region.x, region.right).text for strip in strips]

    def row(self, part: str, pane: str = "headlines") -> str:
        """The one line of a pane that has a text in it."""
        found = [row for row in self.pane(pane)[1:-1] if part in row]
        assert len(found) == 1, f"{part!r} is in {len(found)} lines of\n{self.text}"
        return found[0]

    @property
    def current(self) -> str:
        """The title under the cursor."""
        row = self.board.headlines.current
        assert row is not None
        return row.title

    def id_of(self, title: str) -> str:
        """The id of a story by a part of its title."""
        return self.desk.find_story(title)

    def evidence(self) -> list[tuple[str, str, str, int, str]]:
        """All evidence: (number of thesis, title, stance, strength, note)."""
        return [
            (
                str(row.thesis.number),
                piece.snapshot.title,
                str(piece.stance),
                piece.strength,
                piece.note,
            )
            for row in self.desk.theses()
            for piece in self.desk.evidence(row.thesis.id)
        ]


@asynccontextmanager
async def driven(
    folder: Path,
    *,
    size: tuple[int, int] = (120, 40),
    stories: Sequence[sample.Told] = sample.STORIES,
    theses: int = len(sample.THESES),
    first: bool = False,
    theme: str | None = None,
) -> AsyncIterator[Driven]:
    """A board over a home of its own, where there is none yet; it does not refresh."""
    fresh = not (folder / "feeds.yaml").exists()
    places = sample.home(folder, stories, theses=theses) if fresh else sample.places_of(folder)
    desk = sample.desk(places)
    desk.first_start = first
    app = Signalboard(desk, refresh=False)
    if theme is not None:
        app.theme = theme
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            run = Driven(app, pilot, desk)
            await run.settle()
            yield run
    finally:
        desk.close()
