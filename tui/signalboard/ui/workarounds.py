"""What Textual 8.2.8 does otherwise than we need, each with its issue, in one place."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from rich.segment import Segment, Segments
from rich.text import Text
from textual import events
from textual._styles_cache import StylesCache
from textual.app import App, ReturnType
from textual.css.stylesheet import Stylesheet
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import Monochrome, NoColor
from textual.geometry import Size
from textual.reactive import Reactive
from textual.theme import Theme
from textual.widget import Widget

from signalboard.desk import crashes, editor
from signalboard.ui.ink import Inked
from signalboard.ui.painting import Painted
from signalboard.ui.terminal import Tty, bound
from signalboard.ui.typing import Taking

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
PATIENCE, LOOK_EVERY = 5.0, 1.0
"""Seconds that leaving may take on a signal; seconds between looks whether there is a terminal."""


# Its cache is meant to be the class's, as its argument `cls` says: as a method's it holds the
# last thousand widgets' strips alive, long after their screens have gone.
_CACHE: Any = StylesCache
_CACHE.get_inner_outer = classmethod(_CACHE.get_inner_outer)

# Rich remembers the last 16,384 pieces of lines that it cut in two, with both halves: on a board
# that is open for weeks megabytes of headlines nobody looks at any more. A frame needs few.
_CUT: Any = Segment.__dict__["_split_cells"].__func__.__wrapped__
_FEW: Any = lru_cache(maxsize=512)(_CUT)
_SEGMENT: Any = Segment
_SEGMENT._split_cells = classmethod(_FEW)


class Laid(Widget):
    """A widget that is as large as it is laid out, and scrolls nothing.

    Textual has each laid out and drawn once more when it has been given another size: after a
    resize the whole screen twice.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)


class Sheets(Stylesheet):
    """Style sheets that are read again where a variable has another value, and not otherwise.

    Textual reads all of them twice at the start: as they are, then once more for the theme.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._stale = False

    def set_variables(self, variables: dict[str, str]) -> None:
        """What the variables of a theme are."""
        if variables != self._variables:
            self._stale = True
            super().set_variables(variables)

    def parse(self) -> None:
        """Read every sheet."""
        super().parse()
        self._stale = False

    def reparse(self) -> None:
        """Read every sheet again, if that would come to something else.

        What has not been read yet is read when it is asked for.
        """
        if self._stale and not self._require_parse:
            super().reparse()
            self._stale = False


class Steady(App[ReturnType]):
    """An App that keeps the order of keys, the terminal, the exit status and NO_COLOR."""

    _known: tuple[Theme, dict[str, str]] | None = None
    """The theme of last, and its variables."""

    def __init__(self, log_path: Path | None = None, **more: Any) -> None:
        # no-color.org wants it present "and not an empty string"; Textual takes any.
        if os.environ.get("NO_COLOR") == "":
            del os.environ["NO_COLOR"]
        bound(os.environ)
        super().__init__(**more)
        # Monochrome still sends greys, and black on black with ANSI themes
        # (mistralai/mistral-vibe#1030): send no colour at all.
        self._filters = [
            NoColor() if isinstance(each, Monochrome) else each for each in self._filters
        ]
        self.stylesheet = Sheets(variables=self.get_css_variables())
        self._crash_log = log_path
        self._early: list[events.Key] | None = None

    def get_css_variables(self) -> dict[str, str]:
        """What the names in the style sheets stand for.

        Worked out once for a theme: Textual asks four times before there is a screen.
        """
        theme = self.current_theme
        if self._known is None or self._known[0] is not theme:
            self._known = theme, super().get_css_variables()
        return self._known[1]

    def get_driver_class(self) -> type[Driver]:
        """Keys are read, and frames written, without a thread in between."""
        found = super().get_driver_class()
        return Tty if found is LinuxDriver else found

    def hold_keys(self) -> None:
        """Keys wait from now on, until ``deal_keys``."""
        self._early = []

    async def deal_keys(self) -> None:
        """Deal with the keys that waited, and with each as it comes from now on."""
        held, self._early = self._early or [], None
        for event in held:
            await self.on_event(event)

    async def on_event(self, event: events.Event) -> None:
        """Keys are dealt with one after another, in the order typed.

        Textual hands a key to the widget that has the focus when it arrives,
        and runs its binding some hops later: of ``/words`` typed at once, the
        words would go to the list and be obeyed (cf. #4637). Here the binding
        runs before the next key is looked at, which also saves the hops.
        Keys that come before the screen is made (its mount is another task's)
        would find it empty: they wait.
        """
        if isinstance(event, events.Key) and self._early is not None:
            self._early.append(event)
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            focused = self.focused
            if focused is None or isinstance(focused, Inked | Taking):
                self.app_focus = True
                if not (
                    await self._check_bindings(event.key, priority=True)
                    or (isinstance(focused, Taking) and focused.take(event))
                    or await self._check_bindings(event.key)
                ):
                    self.hear_unbound(event)
                if self._message_queue.empty() and isinstance(screen := self.screen, Painted):
                    screen.paint_at_once()
                return
        await super().on_event(event)

    def hear_unbound(self, event: events.Key) -> None:
        """A key came that is bound to nothing."""

    def watch_signals(self) -> None:
        """They would leave the alternate screen up, the mouse reported and what is typed unseen."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._leave_on, number)
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            self._terminal = select.poll()
            self._terminal.register(sys.__stdin__.fileno(), 0)
            self.set_interval(LOOK_EVERY, self._leave_with_the_terminal)

    def _leave_with_the_terminal(self) -> None:
        """A terminal that has gone may tell nobody, or tell those who do not listen."""
        if self._terminal.poll(0):
            self._leave_on(signal.SIGHUP)

    def _leave_on(self, number: signal.Signals) -> None:
        """Leave, and let nothing that waits for a terminal hold it up: all is on disk."""
        if editor.was_for_the_editor(number):
            return
        end = threading.Timer(PATIENCE, os._exit, (128 + number,))
        end.daemon = True
        end.start()
        self.exit(None, 128 + number)

    def action_help_quit(self) -> None:
        """Ctrl+C quits nothing here; say what does. Textual's own message is markup."""
        self.notify("q goes back and then quits; ctrl+q quits at once.", markup=False)

    def _fatal_error(self) -> None:
        """A sentence and a log file, where Textual prints pages with local variables.

        Those can hold foreign text, with whatever it does to a terminal.
        """
        error = self._exception
        where = ""
        if error is not None and self._crash_log is not None:
            where = crashes.written(self._crash_log, error)
        sentence = f"signalboard stopped on an error it did not expect ({type(error).__name__})."
        kept = " Every judgment that was shown is on disk."
        self._exit_renderables.append(
            Segments(self.console.render(Text(sentence + kept + where), self.console.options))
        )
        self._close_messages_no_wait()
