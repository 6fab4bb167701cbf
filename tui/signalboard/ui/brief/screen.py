"""The brief of a story: as it reads, what it lacks, and what can be done with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType

from signalboard.desk import Change, Taken, editor
from signalboard.model import Problem
from signalboard.text import counted
from signalboard.ui.bindings import bindings
from signalboard.ui.brief.files import file_form
from signalboard.ui.brief.page import BriefPage
from signalboard.ui.commands import BY_ID
from signalboard.ui.common import FRAME
from signalboard.ui.ink import cells
from signalboard.ui.keys import Keys, hints
from signalboard.ui.over import Modal

if TYPE_CHECKING:
    from signalboard.desk import BriefRow, Desk


WIDEST = 100
"""Cells of the sheet at most, as the style sheet has it."""


class BriefScreen(Modal[str | None]):
    """Gives back the label of what was changed last, None where nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("brief"),
        ("j,down", "lines(1)"),
        ("k,up", "lines(-1)"),
        ("space,pagedown,ctrl+d", "pages(1)"),
        ("pageup,ctrl+u", "pages(-1)"),
        ("g,home", "lines(-9999)"),
        ("G,end", "lines(9999)"),
    ]

    def __init__(self, desk: Desk, keys: Keys, story_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._keys = keys
        self._story_id = story_id
        self._page = BriefPage()
        self._row: BriefRow | None = None
        self._text = ""
        self._none = "none yet"
        """How the brief stands where none is saved."""
        self._unread: tuple[str, ...] = ()
        self._changed: str | None = None

    def compose(self) -> ComposeResult:
        """One sheet."""
        yield self._page

    def on_mount(self) -> None:
        """The keys go to the sheet."""
        self._show_keys()
        self.set_focus(self._page)
        self.see()

    def on_resize(self, _event: events.Resize) -> None:
        """Another width has room for other keys."""
        self._show_keys()

    def _show_keys(self) -> None:
        """The keys, each whole; where there is no room for all, those that help says too go."""
        told = hints("brief", self._keys)
        for spared in ("", "commands", "undo", "remove", "write here", "finish"):
            told = [(shown, word) for shown, word in told if word != spared]
            keys: list[tuple[str, str]] = []
            for shown, word in told:
                keys += [("  " if keys else "", ""), (shown, "key"), (f" {word}", "soft")]
            if cells(keys) + FRAME <= min(self.app.size.width, WIDEST):
                break
        self._page.foot(keys)

    async def begin(self) -> None:
        """Where there is no brief yet, or not all was taken over, it is written at once.

        Awaited by who opens this, so that keys typed ahead go to what is written.
        """
        if self._row is None or self._is_left():
            await self.action_edit()

    def _is_left(self) -> bool:
        try:
            return self._desk.brief_left(self._story_id) is not None
        except Problem as problem:
            self._say(str(problem), "contradict")
            return False

    # -- what is shown ----------------------------------------------------

    def see(self) -> None:
        """The brief as it stands."""
        try:
            self._row = self._desk.brief_of(self._story_id)
            left = self._desk.brief_left(self._story_id) is not None
            self._text = "Nothing is saved yet." if left else "Nothing is written yet."
            self._none = "written, not saved" if left else "none yet"
            if self._row is not None:
                self._text = self._desk.export_brief(self._row.brief.id, "txt")
        except Problem as problem:
            self._text = str(problem)
        self._say()

    def _state(self) -> str:
        if self._unread:
            return f"{counted(len(self._unread), 'line')} not read"
        if self._row is None:
            return self._none
        if self._row.is_finished:
            return "finished"
        missing = len(self._row.missing)
        return f"draft, {missing} missing" if missing else "draft, nothing missing"

    def _say(self, sentence: str = "", ink: str = "strong") -> None:
        """A sentence above the brief, until the next; none takes it away."""
        missing = () if self._row is None else self._row.missing
        above = [(sentence, ink)] if sentence else []
        above += [(each, "contradict") for each in self._unread]
        above += [(each, "warn") for each in missing]
        if self._row is not None:
            above += [(each, "soft") for each in self._desk.remarks_on(self._row.brief)]
        self._page.show(above, self._text)
        self._page.caption([("Brief", "strong"), (f" · {self._state()}", "soft")])
        if sentence:
            self._page.scroll_to_line(0)

    # -- writing ----------------------------------------------------------

    async def action_edit(self) -> None:
        """Write it in the person's editor, or here where there is none."""
        words = editor.command(os.environ)
        if not words:
            await self.action_write_here()
            return
        try:
            with self.app.suspend():
                taken = self._edited(lambda path: editor.run(words, path))
        except SuspendNotSupported:
            await self.action_write_here()
            return
        self._took(taken)

    def _edited(self, run: Callable[[Path], str]) -> Taken:
        try:
            return self._desk.edit_brief(self._story_id, run)
        except Problem as problem:
            return Taken(problem=str(problem))

    async def action_write_here(self) -> None:
        """Write it on this screen."""
        from signalboard.ui.brief.writing import Writing

        try:
            text = self._desk.brief_left(self._story_id)
            if text is None:
                text = self._desk.brief_text(self._story_id)
        except Problem as problem:
            self._say(str(problem), "contradict")
            return
        writing = Writing(self._desk, self._story_id, text, self._unread)
        await self.app.push_screen(writing, self._took)

    def _took(self, taken: Taken | None) -> None:
        """What was written has been saved, or not."""
        if taken is not None:
            self._unread = taken.unread
            if taken.change is not None:
                self._changed = taken.change.label
        self.see()
        if taken is None:
            return
        if taken.problem:
            self._say(taken.problem, "contradict" if not self._is_left() else "warn")
        elif taken.unread:
            key = self._keys.shown(BY_ID["brief.edit"], short=True)
            self._say(f"Nothing was saved; {key} goes on with what is written.", "contradict")
        elif taken.change is not None:
            self._say(taken.change.label)

    # -- doing ------------------------------------------------------------

    def action_finish(self) -> None:
        """Finish it, and open its new watches."""
        if self._row is None:
            self._say("nothing is saved yet")
            return
        if self._row.missing:
            told = counted(len(self._row.missing), "thing is", "things are")
            self._say(f"{told} missing", "warn")
            return
        try:
            change = self._desk.finish_brief(self._row.brief.id)
        except Problem as problem:
            self._say(str(problem), "contradict")
            return
        if change is not None:
            self._changed = change.label
        self.see()
        self._say("it is finished already" if change is None else change.label)

    def action_remove(self) -> None:
        """Take it off the board; undo brings it back."""
        if self._row is None:
            self._say("nothing is saved yet")
            return
        try:
            change = self._desk.remove_brief(self._row.brief.id)
        except Problem as problem:
            self._say(str(problem), "contradict")
            return
        self.dismiss(change.label)

    async def action_export(self) -> None:
        """Write it to a file."""
        row = self._row
        if row is None:
            self._say("nothing is saved yet")
            return
        ident = row.brief.id

        def save(_values: Mapping[str, str], path: Path, fmt: str, overwrite: bool) -> Path:
            return self._desk.save_brief_export(ident, fmt, path, overwrite=overwrite)

        def done(path: str) -> None:
            self._say(f"written to {path}")

        name = self._desk.brief_name(ident, "html")
        await self.app.push_screen(file_form("Export the brief", name, save, done))

    def action_undo(self) -> None:
        """Take back the newest change, whatever it was."""
        self._reversed(self._desk.undo, "undone: ", "nothing to undo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._reversed(self._desk.redo, "redone: ", "nothing to redo")

    def _reversed(self, turn: Callable[[], Change | None], word: str, nothing: str) -> None:
        try:
            change = turn()
        except Problem as problem:
            self._say(str(problem), "contradict")
            return
        if change is not None:
            self._changed = None  # what the board would say was taken back
        self.see()
        self._say(nothing if change is None else f"{word}{change.label}")

    async def action_help(self) -> None:
        """Every key, and what the marks mean."""
        from signalboard.ui.help import HelpScreen

        await self.app.push_screen(HelpScreen(self._keys, self._desk.wording_accuracy))

    async def action_palette(self) -> None:
        """What can be done here, by name."""
        from signalboard.ui.dialogs.palette import palette

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        await self.app.push_screen(palette(self._keys, self.app.available_themes, "brief"), chosen)

    # -- moving -----------------------------------------------------------

    def action_lines(self, by: int) -> None:
        """Scroll by lines."""
        self._page.scroll_lines(by)

    def action_pages(self, way: int) -> None:
        """Scroll by pages."""
        self._page.scroll_lines(way * max(1, self._page.page - 2))

    def action_leave(self) -> None:
        """Back to the board."""
        self.dismiss(self._changed)
