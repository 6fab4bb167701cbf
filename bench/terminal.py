"""A program on a pseudo-terminal, with the moment of everything it writes.

What it wrote is read by an emulator (pyte) only when somebody asks how the screen looks, so
that drawing here takes no time from what is measured there.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import pyte

from bench.measure import family, held

QUIET = 0.08
"""Seconds without a byte that end an answer."""
_GONE = 5.0
_ESCAPES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x1f]"
)
_ANSWERS = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[c", b"\x1b[?62;22c"),
)
"""What programs ask of a terminal, and what a modern one says: frames come whole."""


class NeverCame(Exception):
    """What was waited for was not written in time; the text says what, and how it looked."""


Part = Callable[[list[str]], object]
"""Of the lines of a screen, what is looked at."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a key led to, in milliseconds from the moment it was pressed."""

    first: float
    last: float
    """The last byte before it was quiet."""
    bytes: int
    shown: float = 0.0
    """When a part of the screen looked as it does at the end, where one was asked for."""


class Terminal:
    """A child on a pseudo-terminal of its own."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start a command; its clock begins now."""
        clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        known = {**clean, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.output = bytearray()
        self.chunks: list[tuple[float, int]] = []
        """When each piece of the output came, and where it ends."""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn = 0
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), known)
        self._tell_size(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- what it writes ---------------------------------------------------

    def read(self, seconds: float) -> bool:
        """Take in what comes within a time; whether anything did."""
        if not select.select([self.fd], [], [], max(0.0, seconds))[0]:
            return False
        try:
            piece = os.read(self.fd, 1 << 20)
        except OSError:
            return False
        if not piece:
            return False
        now = time.perf_counter()
        before = len(self.output)
        self.output += piece
        self.chunks.append((now, len(self.output)))
        for asked, answer in _ANSWERS:
            if self.output.find(asked, max(0, before - len(asked) + 1)) >= 0:
                os.write(self.fd, answer)
        return True

    def since(self, begin: int, end: int | None = None) -> bytes:
        """What was written from a byte on, without what steers the terminal."""
        return _ESCAPES.sub(b"", bytes(self.output[begin:end]))

    def until(self, words: bytes, *, seconds: float = 30, begin: int | None = None) -> float:
        """The moment at which these words had been written, from a byte on; raises NeverCame."""
        at = len(self.output) if begin is None else begin
        end = time.perf_counter() + seconds
        while words not in self.since(at):
            left = end - time.perf_counter()
            if left < 0 or (not self.read(min(left, 0.5)) and self.is_over()):
                raise NeverCame(f"{words.decode()!r} never came:\n{self.text}")
        return self.chunks[-1][0]

    def quiet(
        self,
        seconds: float = QUIET,
        most: float = 60,
        meanwhile: Callable[[], object] = int,
    ) -> float:
        """Wait until nothing was written for a time; the moment of the last piece.

        ``meanwhile`` is called with each piece.
        """
        end = time.perf_counter() + most
        while self.read(seconds) and time.perf_counter() < end:
            meanwhile()
        return self.chunks[-1][0] if self.chunks else self.began

    def rest(self, seconds: float = 1.0, most: float = 60) -> None:
        """Wait until it is quiet and none of its children is at work."""
        end = time.perf_counter() + most
        while time.perf_counter() < end:
            self.quiet(seconds)
            if not self.children:
                return
            time.sleep(0.1)

    def forget(self) -> None:
        """Let go of what was written; how the screen looks stays known."""
        _ = self.lines
        self.output.clear()
        self.chunks.clear()
        self._drawn = 0

    @property
    def children(self) -> list[int]:
        """Its processes, other than itself."""
        return family(self.pid)[1:]

    # -- what it is told --------------------------------------------------

    def type(self, keys: str) -> float:
        """Press keys at once; the moment."""
        now = time.perf_counter()
        os.write(self.fd, keys.encode())
        return now

    def press(
        self,
        keys: str,
        *,
        after: float = 0.0,
        most: float = 10,
        meanwhile: Callable[[], None] = int,
        part: Part | None = None,
    ) -> Answer:
        """Press keys and wait for the whole answer; raises NeverCame where there is none.

        Output of the first ``after`` seconds is not the answer looked for.
        ``meanwhile`` is called often until something comes, and then with each piece of it.
        ``part`` of the screen is asked when it looked as it does at the end.
        """
        return self._answer(lambda: self.type(keys), after, most, meanwhile, part)

    def resize(self, columns: int, rows: int) -> Answer:
        """Give it another size, and wait for the whole answer; raises NeverCame."""
        return self._answer(lambda: self.draw(columns, rows), 0.0, 10, int)

    def draw(self, columns: int, rows: int) -> float:
        """Give it another size, as a window that is drawn wider does; the moment."""
        now = time.perf_counter()
        self._screen.resize(rows, columns)
        self._tell_size((columns, rows))
        return now

    def _answer(
        self,
        act: Callable[[], float],
        after: float,
        most: float,
        meanwhile: Callable[[], object],
        part: Part | None = None,
    ) -> Answer:
        while self.read(0):  # what came by itself is no answer
            pass
        begin = len(self.output)
        if part is not None:
            _ = self.lines  # drawn up to here, so that what follows is drawn piece by piece
        pressed = act()
        while time.perf_counter() < pressed + after:
            self.read(pressed + after - time.perf_counter())
        known = len(self.chunks)
        while not self.read(0.002):
            meanwhile()
            if time.perf_counter() > pressed + most:
                raise NeverCame(f"nothing came of a key within {most} s:\n{self.text}")
        meanwhile()
        first = self.chunks[known][0]
        last = self.quiet(meanwhile=meanwhile)
        size = len(self.output) - begin
        shown = last if part is None else self._shown(part, known)
        return Answer(
            *((at - pressed) * 1e3 for at in (first, last)), size, (shown - pressed) * 1e3
        )

    def _shown(self, part: Part, known: int) -> float:
        """When a part of the screen came to look as it does now; draws what was written since."""
        looks: list[tuple[float, object]] = []
        for at, end in self.chunks:
            if end > self._drawn:
                self._stream.feed(bytes(self.output[self._drawn : end]))
                self._drawn = end
                looks.append((at, part(self._looks)))
        shown = looks[-1][0]
        for at, look in reversed(looks):
            if look != looks[-1][1]:
                break
            shown = at
        return max(shown, self.chunks[known][0])

    def _tell_size(self, size: tuple[int, int]) -> None:
        columns, rows = size
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # -- how it looks, and what it holds ----------------------------------

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        if self._drawn < len(self.output):
            self._stream.feed(bytes(self.output[self._drawn :]))
            self._drawn = len(self.output)
        return self._looks

    @property
    def _looks(self) -> list[str]:
        """What was drawn. Not the emulator's own: that fails over half a wide character."""
        screen = self._screen
        return [
            "".join(screen.buffer[row][column].data for column in range(screen.columns))
            for row in range(screen.lines)
        ]

    @property
    def text(self) -> str:
        """What is on the screen, as one text."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def memory(self) -> tuple[float, float]:
        """MB that the process holds: all of its pages, and with shared ones divided (PSS)."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:  # noqa: PTH123
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        return resident / 1024, held(self.pid) / 1024

    # -- its end ----------------------------------------------------------

    def is_over(self) -> bool:
        """Whether it has ended by itself."""
        if self.pid and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
        return not self.pid

    def close(self) -> None:
        """Ask it to end, and see to it."""
        for number, patience in ((signal.SIGTERM, _GONE), (signal.SIGKILL, _GONE)):
            if self.is_over():
                break
            os.kill(self.pid, number)
            end = time.perf_counter() + patience
            while not self.is_over() and time.perf_counter() < end:
                self.read(0.02)
        os.close(self.fd)
