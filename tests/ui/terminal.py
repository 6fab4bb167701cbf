"""The program in a pseudo-terminal, as a person's terminal would run it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pyte

ANSWERS = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[c", b"\x1b[?62;22c"),
)
"""What Textual asks a terminal, and what a modern one says."""


class Terminal:
    """A child on a pseudo-terminal; what it wrote, and how that looks."""

    def __init__(
        self, arguments: Sequence[str], size: tuple[int, int] = (120, 40), **environ: str
    ) -> None:
        self.output = bytearray()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        root = Path(__file__).resolve().parents[2]
        known = {"HOME", "PATH", "LANG", "PYTHONPATH", "VIRTUAL_ENV"}
        clean = {name: value for name, value in os.environ.items() if name in known}
        path = os.pathsep.join([str(root / "tui"), clean.get("PYTHONPATH", "")]).strip(os.pathsep)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(
                sys.executable,
                [sys.executable, *arguments],
                {**clean, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "UTC",
                 "LC_ALL": "C.UTF-8", "PYTHONPATH": path, **environ},
            )  # fmt: skip
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what comes within a time; whether anything did."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self.fd, 1 << 18)
        except OSError:
            return False
        before = len(self.output)
        self.output += chunk
        for asked, answer in ANSWERS:
            if asked in self.output[max(0, before - 16) :]:
                os.write(self.fd, answer)
        # pyte lets the rest of a text go where it meets this joiner, which has no cells.
        self._stream.feed(chunk.replace("\u200c".encode(), b""))
        return bool(chunk)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.screen.display)

    def until(self, *parts: str, seconds: float = 15) -> None:
        """Wait until all of these are on the screen."""
        end = time.monotonic() + seconds
        while not all(part in self.text for part in parts):
            assert time.monotonic() < end, f"{parts} never came:\n{self.text}"
            self.read()

    def keys(self, typed: str) -> None:
        """Type, all at once."""
        os.write(self.fd, typed.encode())

    def quiet(self, seconds: float = 0.3, most: float = 5) -> None:
        """Wait until nothing is written and the program rests for a while, at most so long.

        Without an end a cursor that blinks would be waited for as long as it does; and a program
        that waits for its turn on a busy machine is silent too, but has not answered yet.
        """
        end = time.monotonic() + most
        rests_from = time.monotonic()
        while (now := time.monotonic()) < min(rests_from + seconds, end):
            if self.read(min(0.01, rests_from + seconds - now)) or self._is_at_work:
                rests_from = time.monotonic()

    @property
    def _is_at_work(self) -> bool:
        """Whether one of its threads runs, waits for its turn or for a disk; no where unknown."""
        for thread in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(OSError):  # it has just ended
                if thread.read_bytes().rpartition(b") ")[2][:1] in b"RD":
                    return True
        return False

    def kill(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def hung_up(self, seconds: float = 10) -> int:
        """Close the terminal over the program's head; its exit status."""
        os.close(self.fd)
        self.fd = -1
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        raise AssertionError("it outlives its terminal")

    def ended(self, seconds: float = 10) -> int:
        """Wait for the end; the exit status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.05):
                    pass
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it did not end:\n{self.text}")

    def close(self) -> None:
        """Leave nothing behind."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)
