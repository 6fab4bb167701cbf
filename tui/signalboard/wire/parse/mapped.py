"""A large document that stays in the file it was received into: looked at, never loaded.

What was looked at is let go again, since pages of a file count as memory while they are mapped.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable

Bytes = bytes | bytearray | mmap.mmap


class Mapped(mmap.mmap):
    """Bytes of a file, to be read by position or searched, as if they were in memory."""

    _file: int
    _end: int

    @classmethod
    def of(cls, file: int, size: int, start: int = 0) -> Mapped:
        """So many bytes of an open file, from where a page may begin. It stays open."""
        made = cls(file, size, access=mmap.ACCESS_READ, offset=start)
        made._file, made._end = file, start + size
        return made

    def rewritten(self, pieces: Iterable[bytes]) -> Mapped:
        """Other bytes, made of these: kept in the same file, behind them."""
        start = end = -(-self._end // mmap.ALLOCATIONGRANULARITY) * mmap.ALLOCATIONGRANULARITY
        for piece in pieces:
            left = memoryview(piece)
            while left:
                written = os.pwrite(self._file, left, end)
                left, end = left[written:], end + written
            let_go(self)
        return Mapped.of(self._file, end - start, start)


def rewritten(document: Bytes, pieces: Iterable[bytes]) -> Bytes:
    """What was made of a document, kept where the document is."""
    if isinstance(document, Mapped):
        return document.rewritten(pieces)
    return b"".join(pieces)


def let_go(document: Bytes) -> None:
    """Takes out of memory what of a document was looked at, where the system can."""
    if isinstance(document, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        document.madvise(mmap.MADV_DONTNEED)
