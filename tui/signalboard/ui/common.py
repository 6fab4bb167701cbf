"""What the board and the health of the feeds share: what is said, the help, the palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.reactive import Reactive
from textual.widget import Widget

from signalboard.ui.commands import BY_ID
from signalboard.ui.ink import Line, Piece, cells, crop_line
from signalboard.ui.keys import Keys
from signalboard.ui.painting import Painted
from signalboard.ui.sheet import Sheet
from signalboard.ui.telling import telling
from signalboard.ui.workarounds import Laid

if TYPE_CHECKING:
    from signalboard.desk import Desk
    from signalboard.ui.app import Signalboard


FRAME = 6
"""Cells of a border's corners and gaps, beside what is written in it."""


class Common(Laid, Painted):
    """A screen over the desk that says what was done in the border of one of its sheets."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the keys. Textual's draws the whole screen again when the keys go elsewhere; the
    two that are concerned draw themselves."""
    PALETTE_OF: ClassVar[str] = "board"
    """The scope whose commands the palette shows."""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        super().__init__()
        self.desk = desk
        self.keys = keys
        self._is_fresh = True
        self._said: Line = ()
        self._can_be_undone = False
        """Whether it is said after it that it can be taken back, however little room there is."""
        self._is_passing = False

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """What has just been mounted has its styles: at first they are not looked up again."""
        event.refresh_styles = event.refresh_styles and not self._is_fresh
        self._is_fresh = False

    # -- saying -----------------------------------------------------------

    @property
    def speaker(self) -> Sheet:
        """The sheet in whose border things are said."""
        raise NotImplementedError

    def tell(self, *line: Piece) -> None:
        """Say what was done, until the next that is said."""
        self._said, self._can_be_undone, self._is_passing = line, False, False
        self._speak()

    def mention(self, *line: Piece) -> None:
        """Say what holds for the moment, as that there is nothing to do: until the next key."""
        self.tell(*line)
        self._is_passing = True

    def tell_change(self, label: str) -> None:
        """Say what was changed, and that it can be taken back."""
        self._said, self._can_be_undone, self._is_passing = [(label, "")], True, False
        self._speak()

    def hear_key(self) -> None:
        """A key was pressed: what was only mentioned is over."""
        if self._is_passing:
            self.tell()

    def hear_unbound(self, event: events.Key) -> None:
        """A key was pressed that does nothing here."""

    def _speak(self) -> None:
        sheet, line = self.speaker, self._said
        sheet.foot(line, sheet._foot[1])
        sheet.note_position()
        end = sheet._foot[1]
        if self._can_be_undone:
            room = sheet.outer_size.width - FRAME - (cells(end) + 3 if end else 0)
            for way in (" takes it back", " undo"):
                tail = [(f" · {self.key('undo')}{way}", "soft")]
                if cells(line) + cells(tail) <= room:
                    break
            line = [*crop_line(line, max(8, room - cells(tail))), *tail]
        sheet.foot(line, end)

    def look_again(self) -> None:
        """Something changed elsewhere: show it, where this is shown over the board."""

    def telling(self) -> AbstractContextManager[None]:
        """What the desk refuses is told in its sentence; nothing else happens."""
        return telling(self)

    def key(self, ident: str) -> str:
        """The first key of a command, as people write it."""
        return self.keys.shown(BY_ID[ident], short=True)

    # -- over the screen --------------------------------------------------

    def open_next(self, opens: Callable[[], Awaitable[None]]) -> None:
        """Open a dialog from where nothing can be waited for; keys typed meanwhile are for it."""
        app = cast("Signalboard", self.app)
        app.hold_keys()

        async def opened() -> None:
            try:
                await opens()
            finally:
                app.call_later(app.deal_keys)

        self.call_next(opened)

    async def action_help(self) -> None:
        """Every key, and what the marks mean."""
        from signalboard.ui.help import HelpScreen

        await self.app.push_screen(HelpScreen(self.keys, self.desk.wording_accuracy))

    async def action_palette(self) -> None:
        """What can be done here, by name."""
        from signalboard.ui.dialogs.palette import palette

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        app = cast("Signalboard", self.app)
        await app.push_screen(palette(self.keys, app.available_themes, self.PALETTE_OF), chosen)
