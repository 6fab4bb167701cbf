"""The current documents: TinyDB tables over a checkpoint file, what has changed in memory.

TinyDB's own storage rewrites its file in place at each insert. Here the
journal is what makes a change durable; the file is written whole and renamed
into place, now and then, and can always be made again from the journal.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as Stored
from tinydb.table import Table

from signalboard import durable
from signalboard.board.changes import Document, Op
from signalboard.board.filed import Again, Filed, Layout, Source, written

FORMAT = 7
"""The version of the checkpoint file; an older one is made anew from the journal."""
_META = b'{"_meta":{"1":'
_SUM = re.compile(_META + rb'{"format":(\d+),"sum":(\d+),')
_HEAD = re.compile(rb'"head":(\d+),')
"""How the file begins: the checksum of all that follows, whatever the version, then that of the
line, which says where the documents are. Those are read when they are asked for, each with a
checksum of its own: to look at all of them took a start more time than its tables."""
_CHUNK = 1 << 20


class Checkpoint(Storage):
    """A TinyDB storage whose changes live in memory; ``save`` writes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: dict[str, Filed] = {}
        self.mark: Document = {}
        """Where in the journal the content of the file stands."""
        self.is_strange = False
        """Whether the file is damaged or none of ours: kept aside before one takes its place."""
        self._is_newer = False
        self._source: Source | None = None
        self._sum = self._begin = 0
        """The checksum of its bytes, and from which on."""

    def read(self) -> dict[str, Filed]:  # type: ignore[override]
        """All tables, by name."""
        return self.content

    def write(self, data: dict[str, Filed]) -> None:  # type: ignore[override]
        """Replace all tables (in memory)."""
        self.content = data

    def load(self, again: Again) -> str:
        """Take in where its documents are; returns a sentence where there are none to be used.

        ``again`` has those that can no longer be read when they are asked for. Raises
        ValueError and the like on nonsense.
        """
        try:
            if self.path.is_fifo():
                raise OSError  # it would be waited for
            with self.path.open("rb", buffering=_CHUNK) as file:
                head = file.readline()
                known = _SUM.match(head)
                is_older = _META[1:] in head and not head.startswith(_META)
                self.is_strange = known is None and not is_older
                if self.is_strange:
                    return f"{self.path} is not a checkpoint; it was made anew from the journal."
                if known is None or int(known[1]) < FORMAT:
                    return ""
                self._sum, self._begin = int(known[2]), known.end()
                self._source = Source(os.dup(file.fileno()), len(head))
                if int(known[1]) > FORMAT:
                    self.check()
                    self._is_newer = True
                    return (
                        f"{self.path} was written by a newer signalboard (format {int(known[1])}, "
                        f"this one knows {FORMAT}). It was left as it is; the board was read from "
                        "the journal."
                    )
                line = _HEAD.match(head, known.end())
                if line is None or zlib.crc32(head[line.end() :]) != int(line[1]):
                    raise ValueError("the line is not what was written")
        except FileNotFoundError:
            return ""
        except OSError:
            return f"{self.path} could not be read; it was made anew from the journal."
        self.mark = json.loads(head[len(_META) : -2])
        if self._source.length != self.mark.pop("size"):
            raise ValueError("there is more or less of it than was written")
        self.content = {
            name: Filed.read(name, index, self._source, again)
            for name, index in self.mark.pop("tables").items()
        }
        return ""

    def check(self) -> None:
        """Look at every byte; raises ValueError where one is not as it was written."""
        assert self._source is not None
        try:
            raw = memoryview(self._source.whole())
        except OSError as error:
            raise ValueError from error
        if zlib.crc32(raw[self._begin :]) != self._sum:
            raise ValueError("it is not what was written")

    def set_aside(self) -> Path:
        """Move the file to where nothing overwrites it; where that is. Raises OSError."""
        kept = durable.move(self.path)
        self.is_strange = False
        return kept

    def save(self, mark: Document) -> None:
        """Write the file whole: temporary file, sync, rename, sync of the folder.

        Not in the place of one that a newer program left.
        """
        if self._is_newer:
            return
        if self.is_strange:
            self.set_aside()
        layout = Layout(self.content)
        rest = written({**mark, "size": len(layout.body), "tables": layout.index})[1:] + b"}\n"
        rest = b'"head":%d,' % zlib.crc32(rest) + rest
        total = zlib.crc32(layout.body, zlib.crc32(rest))
        durable.sweep(self.path.parent, "board|journal")  # as older versions called theirs
        with durable.beside(self.path) as new:
            new.file.write(_META + b'{"format":%d,"sum":%d,' % (FORMAT, total))
            new.file.write(rest)
            new.file.write(layout.body)
            new.put()


class LiveTable(Table):
    """A table that changes its documents where they are.

    TinyDB's own copies the whole table at each update: 20 ms at 50,000
    documents, on the way of a key.
    """

    document_id_class = str  # type: ignore[assignment]

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        assert isinstance(self._storage, Checkpoint)
        updater(self._storage.read().setdefault(self.name, Filed()))  # type: ignore[arg-type]
        self.clear_cache()


class Documents(TinyDB):
    """The tables of the board."""

    table_class = LiveTable

    def __init__(self, path: Path) -> None:
        super().__init__(path, storage=Checkpoint)

    @property
    def checkpoint(self) -> Checkpoint:
        """The storage, with its file."""
        storage = self.storage
        assert isinstance(storage, Checkpoint)
        return storage

    def apply(self, op: Op) -> None:
        """Carry out one operation. Whatever stood there, the journal's word counts."""
        table = self.table(op.table)
        if op.now is None:
            if table.contains(doc_id=op.id):  # type: ignore[arg-type]
                table.remove(doc_ids=[op.id])  # type: ignore[list-item]
        elif not table.contains(doc_id=op.id):  # type: ignore[arg-type]
            table.insert(Stored(op.now, doc_id=op.id))  # type: ignore[arg-type]
        elif op.whole:
            # Not by an upsert: it changes what it reads, and that is a copy while it is filed.
            self.checkpoint.content[op.table][op.id] = dict(op.now)
            table.clear_cache()
        else:
            self.checkpoint.content[op.table].hold(op.id)
            table.update(op.now, doc_ids=[op.id])  # type: ignore[list-item]
        if op.now is not None:
            self.checkpoint.content[op.table].pack(op.id)

    def document(self, table: str, ident: str) -> Document | None:
        """One document, or None."""
        found = self.table(table).get(doc_id=ident)  # type: ignore[call-overload]
        return dict(found) if found is not None else None

    def documents(self, table: str) -> Iterator[tuple[str, Document]]:
        """All documents of a table, with their ids, oldest first."""
        for found in self.table(table):
            yield str(found.doc_id), found

    def stored(self, table: str) -> Mapping[str, Document]:
        """All documents of a table as they are held: to be looked at, not changed."""
        return self.checkpoint.content.get(table, {})
