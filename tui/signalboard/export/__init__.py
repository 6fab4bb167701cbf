"""Evidence logs out: gathered once, then one writer a format. Pure but for ``save``."""

from __future__ import annotations

from signalboard.export import files, markdown, record, table
from signalboard.export.files import save
from signalboard.export.gather import METHOD, Log, gather
from signalboard.export.record import SCHEMA
from signalboard.export.table import read_csv
from signalboard.model import FORMATS

__all__ = [
    "FORMATS",
    "METHOD",
    "SCHEMA",
    "Log",
    "file_name",
    "gather",
    "read_csv",
    "save",
    "write",
]

_WRITERS = {"md": markdown.write, "csv": table.write, "json": record.write}


def write(log: Log, fmt: str) -> str:
    """The log in a format; the same log gives the same text.

    Raises ValueError with a sentence where there is no such format.
    """
    return _WRITERS[_known(fmt)](log)


def file_name(log: Log, fmt: str) -> str:
    """A name for the file of a log, such as ``web4-at-velocity-2026-11-24.md``.

    Raises ValueError with a sentence where there is no such format.
    """
    return files.file_name(log, _known(fmt))


def _known(fmt: str) -> str:
    if fmt not in _WRITERS:
        known = ", ".join(FORMATS)
        raise ValueError(f"There is no format {fmt!r}: an evidence log is one of {known}.")
    return fmt
