"""One sheet to read, over everything else."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Line
from signalboard.ui.sheet import Sheet


class Over(ModalScreen[None]):
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
