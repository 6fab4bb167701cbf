"""The current documents: TinyDB tables held in memory, kept whole in a checkpoint file.

TinyDB's own storage rewrites its file in place at each insert. Here the
journal is what makes a change durable; the file is written whole and renamed
into place, now and then, and can always be made again from the journal.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as Stored
from tinydb.table import Table

from signalboard.board.changes import Document, Op
from signalboard.board.journal import sync_folder

FORMAT = 2
"""The version of the checkpoint file; an older one is made anew from the journal."""
_META = "_meta"
_MARK = b'"_meta":{"1":'
"""Where the tables end and the mark begins, which has their checksum: they are read when asked
for, so what is no longer as it was written must be seen without reading them."""


class Checkpoint(Storage):
    """A TinyDB storage whose content lives in memory; ``save`` writes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: dict[str, dict[str, Any]] = {}
        self.mark: Document = {}
        """Where in the journal the content stands."""

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables, by name."""
        return self.content

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace all tables (in memory)."""
        self.content = data

    def load(self) -> str:
        """Take in the file; returns a sentence if it is there and cannot be used."""
        try:
            if self.path.is_fifo():
                raise OSError  # it would be waited for
            raw = self.path.read_bytes()
            data = json.loads(raw)
        except FileNotFoundError:
            return ""
        except (OSError, ValueError):
            return f"{self.path} could not be read; it was made anew from the journal."
        if not isinstance(data, dict) or not all(isinstance(t, dict) for t in data.values()):
            return f"{self.path} is not a checkpoint; it was made anew from the journal."
        mark = data.pop(_META, {}).get("1")
        if not isinstance(mark, dict) or mark.get("format") != FORMAT:
            return ""
        if mark.get("sum") != zlib.crc32(raw[: raw.rfind(_MARK)]):
            return f"{self.path} is damaged; the board was made anew from the journal."
        self.content, self.mark = data, mark
        return ""

    def save(self, mark: Document) -> None:
        """Write the file whole: temporary file, sync, rename, sync of the folder."""
        tables = _written(self.content)[:-1] + (b"," if self.content else b"")
        self.mark = {**mark, "format": FORMAT, "sum": zlib.crc32(tables)}
        raw = tables + _MARK + _written(self.mark) + b"}}"
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(self.path.parent)


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class LiveTable(Table):
    """A table that changes its documents where they are.

    TinyDB's own copies the whole table at each update: 20 ms at 50,000
    documents, on the way of a key.
    """

    document_id_class = str  # type: ignore[assignment]

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        updater(self._storage.read().setdefault(self.name, {}))  # type: ignore[union-attr]
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
        elif op.whole or not table.contains(doc_id=op.id):  # type: ignore[arg-type]
            table.upsert(Stored(op.now, doc_id=op.id))  # type: ignore[arg-type]
        else:
            table.update(op.now, doc_ids=[op.id])  # type: ignore[list-item]

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
