"""Where a body goes that is too large to be held: a file on disk that has no name.

Only its owner could read it, and nobody finds it: it is gone when it is closed, also
where the program is killed. So many large bodies can be received at once, in no memory.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


class NoRoomError(Exception):
    """A body cannot be kept: the disk is full, or cannot be written to."""


class Spool:
    """A body on disk. Whoever has it closes it; closing twice does nothing."""

    def __init__(self, folder: Path | None) -> None:
        """In the folder, or the system's own for such files. Raises NoRoomError."""
        import tempfile  # few runs meet a large body

        try:
            self._file = tempfile.TemporaryFile(  # noqa: SIM115 (who has it closes it)
                buffering=0, prefix="body-", dir=folder
            )
        except OSError:
            raise NoRoomError from None
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        return os.pread(self.fileno(), max(0, end - start), start)

    def fileno(self) -> int:
        """What a parser in another process is given. It never moves: all read by position."""
        return self._file.fileno()

    def write(self, data: bytes | bytearray) -> None:
        """Adds to its end. Raises NoRoomError."""
        left = memoryview(data)
        try:
            while left:
                written = os.pwrite(self.fileno(), left, self._size)
                left = left[written:]
                self._size += written
        except OSError:
            raise NoRoomError from None

    def close(self) -> None:
        """Gives the room on disk back."""
        self._file.close()


Body = bytes | bytearray | Spool


class Incoming:
    """A body as it comes: in memory while that is little, then on disk."""

    def __init__(self, folder: Path | None, most: int) -> None:
        """``most``: bytes that may be held in memory."""
        self._folder, self._most = folder, most
        self._held = bytearray()
        self._spool: Spool | None = None
        self._hash = hashlib.blake2b(digest_size=16)
        self.is_blank = True
        """Whether nothing but white space came."""

    def write(self, data: bytes) -> None:
        """Takes the next bytes. Raises NoRoomError."""
        self._hash.update(data)
        self.is_blank = self.is_blank and (not data or data.isspace())
        if self._spool is None and len(self._held) + len(data) > self._most:
            self._spool = Spool(self._folder)
            self._spool.write(self._held)
            self._held = bytearray()
        if self._spool is None:
            self._held += data
        else:
            self._spool.write(data)

    @property
    def hash(self) -> str:
        """What tells what came from other bodies."""
        return self._hash.hexdigest()

    @property
    def body(self) -> Body:
        """What came; who takes a spool closes it."""
        return self._held if self._spool is None else self._spool

    def close(self) -> None:
        """Lets go of what came."""
        self._held = bytearray()
        if self._spool is not None:
            self._spool.close()
