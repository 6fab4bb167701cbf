"""The application: a desk, the board over it, a theme, and a refresh beside it."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen
from textual.theme import Theme

from signalboard.model import Problem
from signalboard.ui import themes
from signalboard.ui.bindings import keymap
from signalboard.ui.board import Board
from signalboard.ui.common import Common
from signalboard.ui.keys import check_keymap
from signalboard.ui.refresher import Progress, Refresher, Told
from signalboard.ui.scanner import Scan, Scanner
from signalboard.ui.workarounds import Steady

if TYPE_CHECKING:
    from signalboard.desk import Desk

REFRESH_EVERY = 600
"""Seconds between two refreshes of an open board; the schedule decides what is due."""


class Signalboard(Steady[int]):
    """signalboard on a terminal."""

    TITLE = "signalboard"
    CSS_PATH = "board.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk, *, refresh: bool = True) -> None:
        self._desk = desk
        super().__init__(log_path=desk.places.crash_log)
        self.hold_keys()
        self._refreshes = refresh
        self._asked_next: list[str] = []
        """Feeds to ask when the refresh that runs has ended."""
        self.refresher = Refresher(self._progress)
        self.scanner = Scanner(self._scanned)
        self._scans_again = False
        self._pressed_at = 0.0
        for theme in themes.THEMES:
            self.register_theme(theme)
        # Without colours, bold and dim must reach the terminal as they are: the ANSI theme.
        asked = themes.ANSI if self.no_color else desk.preference("theme")
        self.theme = themes.choose(asked, self.console.color_system, self.available_themes)
        self.stylesheet.set_variables(self.get_css_variables())
        self._keys, self._key_problems = check_keymap(_written(desk.preference("keymap")))
        self.set_keymap(keymap(self._keys))

    def get_default_screen(self) -> Screen[None]:
        """The board."""
        return Board(self._desk, self._keys)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for the themes that do not name them."""
        theme: Theme = self.current_theme
        if theme.name in themes.OWN:
            return {}
        return themes.inks_of(theme, theme.to_color_system().generate())

    @property
    def quiet_for(self) -> float:
        """Seconds since somebody pressed a key, or used the mouse."""
        return monotonic() - self._pressed_at

    async def on_event(self, event: events.Event) -> None:
        """What was only mentioned is over at the next key."""
        if isinstance(event, events.InputEvent):
            self._pressed_at = monotonic()
        screen = self.screen if self.screen_stack else None
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(screen, Common):
            screen.hear_key()
        await super().on_event(event)
        if isinstance(event, events.Key) and self.screen_stack and self._message_queue.empty():
            self.board.behind_key()

    def hear_unbound(self, event: events.Key) -> None:
        """A key that does nothing is answered in a word."""
        if isinstance(screen := self.screen, Common):
            screen.hear_unbound(event)

    def on_mount(self) -> None:
        """The first refresh starts by itself, once the board is drawn."""
        self.watch_signals()
        if self._key_problems:
            self.board.notices.add(self._key_problems)
        if self._refreshes:
            self.call_after_refresh(self.refresh_feeds)
            self.call_after_refresh(self.scan_archive)
            self.set_interval(REFRESH_EVERY, self.refresh_feeds)

    @property
    def board(self) -> Board:
        """The main screen."""
        board = self.screen_stack[0]
        assert isinstance(board, Board)
        return board

    # -- refreshing -------------------------------------------------------

    def refresh_feeds(self, *, now: bool = False) -> None:
        """Start a refresh in a process of its own, unless one runs."""
        if not self.refresher.progress.running:
            command = self._desk.refresh_command(now=now)
            self.run_worker(self.refresher.run(command), group="refresh", exit_on_error=False)

    def ask_feeds(self, urls: Sequence[str]) -> bool:
        """Ask these feeds now, by their addresses as shown, or after the refresh that runs.

        Whether it is now.
        """
        if self.refresher.progress.running:
            self._asked_next += [url for url in urls if url not in self._asked_next]
            return False
        command = self._desk.retry_command(urls)
        self.run_worker(self.refresher.run(command), group="refresh", exit_on_error=False)
        return True

    def _progress(self, progress: Progress) -> None:
        if self.is_running and self.screen_stack:
            for screen in self.screen_stack:
                if isinstance(screen, Told):
                    screen.on_progress(progress)
            if not progress.running and self._asked_next:
                urls, self._asked_next = self._asked_next, []
                self.call_later(self.ask_feeds, urls)

    def on_unmount(self) -> None:
        """No child outlives the board."""
        self.refresher.stop()
        self.scanner.stop()

    # -- companies that changed -------------------------------------------

    def scan_archive(self) -> None:
        """Scan what is there already for companies whose names changed, in another process."""
        if self.scanner.scan.running:
            self._scans_again = True
            return
        with self.board.telling():
            if self._refreshes and self._desk.scan_is_due():
                command = self._desk.scan_command()
                self.run_worker(self.scanner.run(command), group="scan", exit_on_error=False)

    def _scanned(self, scan: Scan) -> None:
        if not (self.is_running and self.screen_stack):
            return
        self.board.on_scan(scan)
        if not scan.running and self._scans_again:
            self._scans_again = False
            self.call_later(self.scan_archive)

    # -- themes -----------------------------------------------------------

    def action_use_theme(self, name: str) -> None:
        """Another theme, remembered."""
        if name in self.available_themes:
            self.theme = name
            try:
                self._desk.set_preference("theme", name)
            except Problem as problem:
                sentence = str(problem)
                self.notify(sentence, markup=False)

    # -- the whole --------------------------------------------------------

    def run_to_end(self) -> int:
        """Run until the person leaves or a signal comes; the exit status."""
        try:
            self.run()
        finally:
            self.refresher.stop()
            self.scanner.stop()
        return self.return_code or 0


def _written(keymap_text: str | None) -> dict[str, str]:
    """A keymap as it is kept: ``judge.support=a; undo=b, ctrl+z``."""
    pairs = (part.partition("=") for part in (keymap_text or "").split(";"))
    return {ident.strip(): keys.strip() for ident, _, keys in pairs if ident.strip()}
