"""The terminal, read and written by the screen's own thread.

Textual has a thread read the keys and another write the frames. Each hands on to the next
while that may not run yet, for Python runs one thread at a time: of a key that takes three
milliseconds to be seen, one goes to this.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import select
from collections.abc import MutableMapping
from queue import Queue
from typing import IO

from textual import constants, events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.geometry import Size
from textual.message import Message

READ = 64 * 1024
WIDEST, HIGHEST = 1000, 500
"""Cells that are drawn, whatever size is said: a wall of screens has fewer, and each is painted
before a key is heard."""


def bound(environ: MutableMapping[str, str]) -> None:
    """See to it that no variable says a size which no terminal has."""
    for name, most in (("COLUMNS", WIDEST), ("LINES", HIGHEST)):
        said = environ.get(name, "")
        if not (said.isascii() and said.isdigit()):
            environ.pop(name, None)
        elif len(said) > len(str(most)) or int(said) > most:
            environ[name] = str(most)


def _drawn(width: int, height: int) -> tuple[int, int]:
    return min(width, WIDEST), min(height, HIGHEST)


class Tty(linux_driver.LinuxDriver):
    """Keys are read where they are dealt with."""

    _loop: asyncio.AbstractEventLoop
    _hears = False
    """Whether the keys are read here; else, of what cannot be waited for, by Textual's thread."""
    _ticks: asyncio.TimerHandle | None = None

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._parser = XTermParser(self._debug)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._hears = self.input_tty and self._listen()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def disable_input(self) -> None:
        """Leave the keys to others."""
        if self._hears:
            self._deafen()
        super().disable_input()

    def _get_terminal_size(self) -> tuple[int, int]:
        return _drawn(*super()._get_terminal_size())

    def send_message(self, message: Message) -> None:
        """Hand on what was pressed, in the same thread at once."""
        if isinstance(message, events.Resize):  # as the terminal itself says it
            size = Size(*_drawn(*message.size))
            message = events.Resize(size, size, size, message.pixel_size)
        if self._hears:
            self._app.post_message(message)
        else:
            super().send_message(message)

    def _run_input_thread(self) -> None:
        if not self._hears:
            super()._run_input_thread()

    def _listen(self) -> bool:
        try:
            self._loop.add_reader(self.fileno, self._read)
        except (OSError, NotImplementedError):
            return False
        return True

    def _deafen(self) -> None:
        self._loop.remove_reader(self.fileno)
        if self._ticks is not None:
            self._ticks.cancel()

    def _read(self) -> None:
        """Take in what was typed. Where the terminal has gone there is nothing more to wait for."""
        try:
            data = os.read(self.fileno, READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._deafen()
            return
        # Half a character is no text yet, and no text is the end to the parser.
        if text := self._decode(data):
            for message in self._parser.feed(text):
                self.process_message(message)
            self._wait()

    def _wait(self) -> None:
        """An escape may be the key, or the beginning of another: time tells."""
        if self._ticks is not None:
            self._ticks.cancel()
            self._ticks = None
        if self._parser._timeout_time is not None:
            self._ticks = self._loop.call_later(constants.ESCAPE_DELAY, self._tick)

    def _tick(self) -> None:
        for message in self._parser.tick():
            self.process_message(message)
        self._wait()


class Writer(WriterThread):
    """Writes to the terminal at once what it takes at once; a thread of its own the rest.

    Nothing waits for a slow terminal but that thread. Textual's ends at the first error: its
    queue fills then, and the whole program waits for ever in the middle of a paint, deaf to
    SIGHUP. This one goes on taking what is written when the terminal has gone.
    """

    _queue: Queue[bytes | None]  # type: ignore[assignment]

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self._queue = Queue(MAX_QUEUED_WRITES)
        self._encoding = getattr(file, "encoding", None) or "utf-8"
        self._frame: list[str] = []
        self._tty = _opened(file.fileno())

    def write(self, text: str) -> None:
        """Write a text; a frame as a whole once its end is there."""
        if self._frame or text == SYNC_START:
            self._frame.append(text)
            if text != SYNC_END:
                return
            text = "".join(self._frame)
            self._frame.clear()
        data = text.encode(self._encoding, "backslashreplace")
        if self._tty is not None and not self._queue.unfinished_tasks:
            with contextlib.suppress(OSError):
                data = data[os.write(self._tty, data) :]
        if data:
            self._queue.put(data)

    def run(self) -> None:
        """Write what the terminal had no room for, until told to stop."""
        there, number = True, self._file.fileno()
        while (data := self._queue.get()) is not None:
            while there and data:
                try:
                    data = data[os.write(number, data) :]
                except BlockingIOError:
                    select.select([], [number], [])
                except OSError:
                    there = False
            self._queue.task_done()

    def stop(self) -> None:
        """Write all that is left."""
        super().stop()
        if self._tty is not None:
            os.close(self._tty)
            self._tty = None


def _opened(number: int) -> int | None:
    """The same terminal, opened so that writing never waits: for us alone, not for the shell."""
    try:
        tty = os.open(os.ttyname(number), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None
    if os.fstat(tty).st_rdev == os.fstat(number).st_rdev:
        return tty
    os.close(tty)
    return None


linux_driver.WriterThread = Writer  # type: ignore[attr-defined]
