"""Outward: a link to the browser, a line to the clipboard. Nothing passes through a shell."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys

from signalboard import times
from signalboard.links import safe_link
from signalboard.model import STRENGTHS, Evidence, Stance, StoryRow
from signalboard.ui.acts.keeping import Keeping

# A browser that wants this terminal is no help while the board has it, hence the
# exact class: webbrowser.GenericBrowser is what it uses for lynx, w3m and links.
_OPEN = """
import sys, webbrowser
try:
    browser = webbrowser.get()
except webbrowser.Error:
    sys.exit(3)
sys.exit(3 if type(browser) is webbrowser.GenericBrowser else not browser.open(sys.argv[1]))
"""
_COPIERS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("", ("pbcopy",)),
)


class Outward(Keeping):
    """What leaves the board for other programs of the desktop."""

    _copied: tuple[str, int] = ("", 0)

    async def action_open_link(self) -> None:
        """Open the story in the browser."""
        self._met(self.headlines)
        row = self.headlines.current
        story = self.desk.story(row.id) if row is not None else None
        link = safe_link(story.url) if story is not None else None
        if story is None or not story.url:
            self.mention(("this story has no link", "soft"))
        elif link is None:
            self.mention(("its link is no web address; it is not opened", "warn"))
        else:
            self.mention(("opening ", "soft"), (link, "read"))
            self.run_worker(self._open(link), exit_on_error=False)

    async def _open(self, link: str) -> None:
        if not await opened(link):
            self.tell(("no browser could be started; y copies ", "warn"), (link, "read"))

    def action_copy(self) -> None:
        """The evidence line; the next time, or where there is none, the URL."""
        self._met(self.headlines)
        row = self.headlines.current
        if row is None:
            self.mention(("there is no story to copy", "soft"))
            return
        story = self.desk.story(row.id)
        link = safe_link(story.url) if story is not None else None
        lines = [
            ("evidence line", self._evidence_line(row, piece))
            for piece in self.desk.evidence_of(row.id)
        ]
        offers = [*lines, *([("URL", link)] if link else []), ("title", row.title)]
        story_id, turn = self._copied
        turn = turn + 1 if story_id == row.id else 0
        self._copied = (row.id, turn)
        what, text = offers[turn % len(offers)]
        following = offers[(turn + 1) % len(offers)][0]
        self.app.copy_to_clipboard(text)
        self.run_worker(self._copy(what, text, following), exit_on_error=False)

    async def _copy(self, what: str, text: str, following: str) -> None:
        where = "sent to the terminal's clipboard"
        for variable, command in _COPIERS:
            if variable and not os.environ.get(variable):
                continue
            found = shutil.which(command[0])
            if found is not None and not await quietly(found, *command[1:], said=text):
                where = f"copied with {command[0]}"
                break
        self.tell((f"{what} {where}; y again: {following}", "soft"))

    def _evidence_line(self, row: StoryRow, piece: Evidence) -> str:
        thesis = self.desk.thesis(piece.thesis_id).thesis
        weight = "" if piece.stance is Stance.NO_BEARING else f" ({STRENGTHS[piece.strength]})"
        note = f" “{piece.note}”" if piece.note else ""
        snapshot = piece.snapshot
        link = safe_link(snapshot.url)
        said = f"{times.day(snapshot.at)} {piece.stance.replace('-', ' ')}{weight}: {thesis.name}"
        outlets = ", ".join(snapshot.outlets) or row.outlet
        return f"{said} | {snapshot.title} | {outlets}{note}{f' | {link}' if link else ''}"


async def opened(link: str) -> bool:
    """Open an address that ``safe_link`` let through in the browser; whether one was started."""
    return not await quietly(sys.executable, "-I", "-c", _OPEN, link)


async def quietly(*command: str, said: str | None = None) -> int:
    """Run a program without our terminal; its status, 1 where it could not be run in 5 s."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL if said is None else asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        async with asyncio.timeout(5):
            await process.communicate(said.encode() if said is not None else None)
    except TimeoutError:
        return 0  # a browser that stays in the foreground is open
    except OSError:
        return 1
    return process.returncode or 0
