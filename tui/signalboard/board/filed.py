"""The documents of a table that stay in the file until somebody asks for them.

Ten thousand pieces of evidence are twelve megabytes of JSON, of which a session looks at a
few. A document is one line of the checkpoint; where it begins, and its checksum, is all that is
kept of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import weakref
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from itertools import accumulate
from typing import Any
from zlib import crc32

from signalboard.board.changes import Document

BETWEEN = b",\n"
"""Between two documents of a table."""
Again = Callable[[str, str], Document]
"""The document of a table and an id as it stood at the checkpoint, from elsewhere."""


class Source:
    """A file that is read in pieces, the one that was opened even where another took its name."""

    def __init__(self, descriptor: int, begin: int) -> None:
        """``begin`` is the byte that places are counted from; the descriptor is closed here."""
        self._descriptor = descriptor
        self._begin = begin
        weakref.finalize(self, os.close, descriptor)

    @property
    def length(self) -> int:
        """How many bytes there are from there."""
        return os.fstat(self._descriptor).st_size - self._begin

    def read(self, place: int, length: int) -> bytes:
        """So many bytes from there, or fewer where they are no longer there to be read."""
        try:
            return os.pread(self._descriptor, length, self._begin + place)
        except OSError:
            return b""

    def whole(self) -> bytes:
        """All of the file. Raises OSError."""
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            file.seek(0)
            return file.read()


class Filed(MutableMapping[str, Document]):
    """A table, the oldest document first: those of the file as they are asked for, anew each
    time, and in memory what was put in since. ``hold`` one before it is changed where it is.
    ``pack`` it after: a board that is open for weeks has many, and as JSON they are a third."""

    def __init__(self) -> None:
        self._documents: dict[str, Document | bytes | int] = {}
        self._table = ""
        self._source: Source | None = None
        self._places, self._lengths, self._sums = array("Q"), array("I"), array("I")
        self._again: Again | None = None

    @classmethod
    def read(cls, table: str, index: Mapping[str, Any], source: Source, again: Again) -> Filed:
        """From what ``Layout`` says of it. Raises KeyError, TypeError, ValueError on nonsense."""
        filed = cls()
        filed._table, filed._source, filed._again = table, source, again
        filed._places, filed._lengths, filed._sums = (
            unpacked(kind, index[name])
            for kind, name in (("Q", "places"), ("I", "lengths"), ("I", "sums"))
        )
        numbers = range(len(filed._places))
        if not len(numbers) == len(filed._lengths) == len(filed._sums):
            raise ValueError("not every document has its place")
        filed._documents = dict(zip(index["ids"], numbers, strict=True))
        return filed

    def copy(self) -> Filed:
        """One that can be changed alone; documents of the file are still read from it."""
        other = Filed()
        other.__dict__.update(self.__dict__, _documents=dict(self._documents))
        return other

    def hold(self, ident: str) -> None:
        """Keep a document in memory from now on: it is going to be changed."""
        self._documents[ident] = self[ident]

    def pack(self, ident: str) -> None:
        """Keep a document that was put in or changed as the file will have it."""
        with contextlib.suppress(ValueError):  # half a character: it stays as it is
            self._documents[ident] = written(self[ident])

    def line(self, ident: str) -> bytes:
        """A document with its id, as the file has it."""
        known = self._documents[ident]
        if isinstance(known, int) and (raw := self._raw(known)):
            return raw
        if isinstance(known, bytes):
            return written(ident) + b":" + known
        return written({ident: self[ident]})[1:-1]

    def __getitem__(self, ident: str) -> Document:
        known = self._documents[ident]
        if isinstance(known, bytes):
            packed: Document = json.loads(known)
            return packed
        if not isinstance(known, int):
            return known
        found = _parsed(ident, self._raw(known))
        if found is None:
            assert self._again is not None
            found = self._documents[ident] = self._again(self._table, ident)
        return found

    def __setitem__(self, ident: str, document: Document) -> None:
        self._documents[ident] = document

    def __delitem__(self, ident: str) -> None:
        del self._documents[ident]

    def __contains__(self, ident: object) -> bool:
        return ident in self._documents

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def _raw(self, number: int) -> bytes:
        """A line of the file; none where it is not what was written there."""
        assert self._source is not None
        raw = self._source.read(self._places[number], self._lengths[number])
        return raw if crc32(raw) == self._sums[number] else b""


class Layout:
    """Tables put together for a file, and where in it each document will be."""

    def __init__(self, tables: Mapping[str, Filed]) -> None:
        self.index: dict[str, Document] = {}
        """By table the ids of its documents, and packed where in ``body`` their lines begin, how
        long they are, and their checksums."""
        parts, size = [], 0
        for name, table in tables.items():
            lines = [table.line(ident) for ident in table]
            head = b"," + written(name) + b":{\n"
            steps = (len(line) + len(BETWEEN) for line in lines[:-1])
            places = accumulate(steps, initial=size + len(head)) if lines else ()
            self.index[name] = {
                "ids": list(table),
                "places": packed("Q", places),
                "lengths": packed("I", map(len, lines)),
                "sums": packed("I", map(crc32, lines)),
            }
            parts.append(head + BETWEEN.join(lines) + b"}\n")
            size += len(parts[-1])
        self.body = b"".join(parts) + b"}"
        """What follows the mark; with it a JSON object of tables, as TinyDB has them."""


def written(value: object) -> bytes:
    """As compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def packed(kind: str, numbers: Iterable[float]) -> str:
    """Numbers of a kind, as ``array`` calls it: JSON takes fifty times as long to read them."""
    return b2a_base64(_in_order(array(kind, numbers)), newline=False).decode()


def unpacked(kind: str, text: str) -> array[Any]:
    """The numbers again. Raises TypeError or ValueError where there are none."""
    found: array[Any] = array(kind)
    found.frombytes(a2b_base64(text, strict_mode=True))
    return _in_order(found)


def _in_order(numbers: array[Any]) -> array[Any]:
    """With the bytes of each in the order they have in the file: the first the least."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _parsed(ident: str, raw: bytes) -> Document | None:
    """The document of a line; None where it is not the one of that id."""
    try:
        found: Document = json.loads(b"{" + raw + b"}")[ident]
    except (ValueError, KeyError):
        return None
    return found
