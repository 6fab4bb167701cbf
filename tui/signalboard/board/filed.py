"""The documents of a table that stay in the file until somebody asks for them.

Ten thousand pieces of evidence are twelve megabytes of JSON, of which a session looks at a
few. A document is one line of the checkpoint; where it begins is all that is kept of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import weakref
from array import array
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from itertools import accumulate
from typing import Any

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
        self._stands = self._standing()
        weakref.finalize(self, os.close, descriptor)

    def read(self, place: int, length: int) -> bytes:
        """So many bytes from there; none where the file was written in since it was opened."""
        if self._standing() != self._stands:
            return b""
        return os.pread(self._descriptor, length, self._begin + place)

    def _standing(self) -> tuple[int, int]:
        found = os.fstat(self._descriptor)
        return found.st_size, found.st_mtime_ns


class Filed(MutableMapping[str, Document]):
    """A table, the oldest document first: those of the file as they are asked for, anew each
    time, and in memory what was put in since. ``hold`` one before it is changed where it is.
    ``pack`` it after: a board that is open for weeks has many, and as JSON they are a third."""

    def __init__(self) -> None:
        self._documents: dict[str, Document | bytes | int] = {}
        self._table = ""
        self._source: Source | None = None
        self._places, self._lengths = array("Q"), array("Q")
        self._again: Again | None = None

    @classmethod
    def read(cls, table: str, index: Mapping[str, Any], source: Source, again: Again) -> Filed:
        """From what ``Layout`` says of it. Raises KeyError, TypeError, ValueError on nonsense."""
        filed = cls()
        filed._table, filed._source, filed._again = table, source, again
        filed._lengths = array("Q", index["lengths"])
        steps = (length + len(BETWEEN) for length in filed._lengths[:-1])
        filed._places = array("Q", accumulate(steps, initial=index["begin"]))
        filed._documents = dict(zip(index["ids"], range(len(filed._lengths)), strict=True))
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
        assert self._source is not None
        return self._source.read(self._places[number], self._lengths[number])


class Layout:
    """Tables put together for a file, and where in it each document will be."""

    def __init__(self, tables: Mapping[str, Filed]) -> None:
        self.index: dict[str, Document] = {}
        """By table: ``begin``, the byte its first document begins at, counted from the first of
        ``body``, and for every document its id and its bytes, ``ids`` and ``lengths``."""
        parts, size = [], 0
        for name, table in tables.items():
            lines = [table.line(ident) for ident in table]
            head = b"," + written(name) + b":{\n"
            self.index[name] = {
                "begin": size + len(head),
                "ids": list(table),
                "lengths": [len(line) for line in lines],
            }
            parts.append(head + BETWEEN.join(lines) + b"}\n")
            size += len(parts[-1])
        self.body = b"".join(parts) + b"}"
        """What follows the mark; with it a JSON object of tables, as TinyDB has them."""


def written(value: object) -> bytes:
    """As compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _parsed(ident: str, raw: bytes) -> Document | None:
    """The document of a line; None where it is not the one of that id."""
    try:
        found: Document = json.loads(b"{" + raw + b"}")[ident]
    except (ValueError, KeyError):
        return None
    return found
