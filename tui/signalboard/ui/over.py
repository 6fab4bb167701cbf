"""What lies over the board: its styles, and one sheet to read."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Line
from signalboard.ui.sheet import Sheet

STYLES = Path(__file__).with_name("over.tcss")
"""The styles of all but the board: to read them takes as long as those of the board, which is to
be there at once."""
Result = TypeVar("Result")


class Modal(ModalScreen[Result]):
    """A screen over the others."""

    CSS_PATH = STYLES


class Over(Modal[None]):
    """A sheet that is read and closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("help"),
        ("j,down", "lines(1)"),
        ("k,up", "lines(-1)"),
        ("space,pagedown,ctrl+d", "pages(1)"),
        ("pageup,ctrl+u", "pages(-1)"),
        ("g,home", "lines(-9999)"),
        ("G,end", "lines(9999)"),
    ]

    def __init__(self, sheet: Sheet, caption: Line) -> None:
        super().__init__()
        self._sheet = sheet
        self._caption = caption

    def compose(self) -> ComposeResult:
        """One sheet."""
        yield self._sheet

    def on_mount(self) -> None:
        """The keys go to the sheet."""
        self._sheet.caption(self._caption, [("q closes", "soft")])
        self.set_focus(self._sheet)

    def action_lines(self, by: int) -> None:
        """Scroll by lines."""
        self._sheet.scroll_lines(by)

    def action_pages(self, way: int) -> None:
        """Scroll by pages."""
        self._sheet.scroll_lines(way * max(1, self._sheet.page - 2))

    def action_leave(self) -> None:
        """Back to what is below."""
        self.dismiss(None)
