"""The content codings of a body, undone with a bound. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Callable

_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_MOST_MEMBERS = 1000
_STEP = 1 << 18
_MAGIC = b"\x1f\x8b\x08"


class CodingError(Exception):
    """The bytes are not what their content coding says."""


class EndMissingError(Exception):
    """The bytes stop before their content coding ends."""


class TooLargeError(Exception):
    """More comes out than is allowed."""


class Inflater:
    """Takes a body piece by piece, and hands it on decoded, never more than a limit.

    One coding only (``""``, ``gzip`` or ``deflate``, zlib-wrapped or raw), whose
    proper end must have come when ``finish`` is called. Where none was said, what begins
    as gzip does is taken for that.
    """

    def __init__(self, coding: str, limit: int, write: Callable[[bytes], object]) -> None:
        self._coding, self._left, self._write = coding, limit, write
        self._first: bytes | None = b""
        """What came before it was clear what it is; None once it is."""
        self._members = 0
        self._stream = zlib.decompressobj(_GZIP) if coding == "gzip" else None

    def feed(self, data: bytes) -> None:
        """Takes the next bytes. Raises CodingError and TooLargeError."""
        if self._coding == "deflate" and self._stream is None:
            data = self._first = (self._first or b"") + data
            if len(data) < 2:
                return
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
            self._stream = zlib.decompressobj(_ZLIB if wrapped else _RAW)
        if self._first is not None and not self._coding:
            data = self._first + data
            if len(data) < len(_MAGIC) and _MAGIC.startswith(data):
                self._first = data
                return
            self._first = None
            if data.startswith(_MAGIC):
                self._coding, self._stream = "gzip", zlib.decompressobj(_GZIP)
        if self._stream is None:
            self._take(data)
        while data and self._stream is not None:
            data = self._inflated(self._stream, data)

    def finish(self) -> None:
        """To be called when all came. Raises EndMissingError."""
        if self._coding and not (self._stream is not None and self._stream.eof):
            raise EndMissingError
        if self._first and not self._coding:
            self._take(self._first)

    def _inflated(self, stream: zlib._Decompress, data: bytes) -> bytes:
        """Decodes one step; returns what is left of the data."""
        if stream.eof:
            # Padding may follow the end, or in gzip one more member.
            data = data.lstrip(b"\0")
            if not data:
                return data
            self._members += 1
            if self._coding != "gzip" or self._members >= _MOST_MEMBERS:
                raise CodingError
            self._stream = stream = zlib.decompressobj(_GZIP)
        try:
            self._take(stream.decompress(data, _STEP))
        except zlib.error:
            raise CodingError from None
        return stream.unused_data if stream.eof else stream.unconsumed_tail

    def _take(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError
        self._write(data)
