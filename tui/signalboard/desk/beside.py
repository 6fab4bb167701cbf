"""Who else is on this home: one board judges, others show; what became of the backups."""

from __future__ import annotations

import contextlib
import os
from errno import EACCES, EPERM, EROFS
from fcntl import LOCK_EX, LOCK_NB, flock

from signalboard import config
from signalboard.backup import notes
from signalboard.board import Board

OTHER = (
    "Another board is open on this home, so this one only shows it: nothing is recorded here. It "
    "takes over by itself when the other one has closed."
)
READ_ONLY = (
    "This home can only be read, so the board only shows it: nothing is recorded here. It goes on "
    "by itself when the home can be written."
)
TAKEN_OVER = "The other board has closed: what is judged here is recorded again."
WRITABLE = "The home can be written: what is judged here is recorded again."


class Beside:
    """Looked at when a home is opened, and at every poll; costs some microseconds."""

    def __init__(self, places: config.Places, board: Board) -> None:
        self._places = places
        self._board = board
        self._lock: int | None = None
        self._waits = ""
        """Why this one only shows; empty where it judges."""
        self._stamp = notes.stamp(places.backups)
        self._told = notes.sentences(notes.read(places.backups))

    def claim(self) -> list[str]:
        """Be the board of this home, or only show it while another is or nothing can be written.

        What to say of that. Nobody waits for the lock, and a board that was killed holds none.
        """
        self._waits = self._board.refuses = self._take()
        return [self._waits] if self._waits else []

    def news(self) -> tuple[list[str], list[str]]:
        """What is to be said since the last look, and what no longer holds."""
        said, settled = [], []
        if self._waits and (why := self._take()) != self._waits:
            settled.append(self._waits)
            said.append(why or (TAKEN_OVER if self._waits == OTHER else WRITABLE))
            self._waits = self._board.refuses = why
        stamp = notes.stamp(self._places.backups)
        if stamp != self._stamp:
            self._stamp = stamp
            now = notes.sentences(notes.read(self._places.backups))
            said += [each for each in now if each not in self._told]
            settled += [each for each in self._told if each not in now]
            self._told = now
        return said, settled

    def close(self) -> None:
        """Let go of the home."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take(self) -> str:
        """Why this is not the board of the home (now); empty where it is, or nobody could tell."""
        folder = self._places.board
        if folder.is_dir() and not os.access(folder, os.W_OK):
            return READ_ONLY
        try:
            lock = os.open(self._places.board_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            return READ_ONLY if error.errno in (EROFS, EACCES, EPERM) else ""
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return OTHER
        except OSError:  # a file system without locks
            with contextlib.suppress(OSError):
                os.close(lock)
            return ""
        self._lock = lock
        return ""
