"""Evidence logs out: gathered once, then one writer a format. Pure but for ``save``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signalboard.export import files
from signalboard.export.difference import Difference, difference
from signalboard.export.files import save
from signalboard.export.gather import METHOD, Log, gather, newest
from signalboard.export.record import SCHEMA
from signalboard.export.table import read_csv
from signalboard.model import FORMATS, Problem

if TYPE_CHECKING:
    from signalboard.export.back import ReadLog

__all__ = [
    "FILE_SUFFIXES",
    "FORMATS",
    "METHOD",
    "SCHEMA",
    "Difference",
    "Log",
    "difference",
    "file_name",
    "gather",
    "newest",
    "read_csv",
    "read_json",
    "save",
    "save_notes",
    "write",
    "write_difference",
]

_WRITERS = {
    "md": ("markdown", "write", "md"),
    "html": ("page", "write", "html"),
    "csv": ("table", "write", "csv"),
    "watches-csv": ("watchtable", "write", "watches.csv"),
    "weeks-csv": ("weeks", "write", "weeks.csv"),
    "json": ("record", "write", "json"),
    "obsidian": ("notes", "write", ""),
    "csl-json": ("bibliography", "csl_json", "csl.json"),
    "bibtex": ("bibliography", "bibtex", "bib"),
    "ris": ("bibliography", "ris", "ris"),
}
"""The module and the function that write a format, and what its files end in."""
FILE_SUFFIXES = {fmt: suffix for fmt, (_, _, suffix) in _WRITERS.items()}
"""What the files of each format end in; notes are a folder."""


_DIFFERENCES = {
    "md": ("markdown_difference", "write"),
    "html": ("page_difference", "write"),
    "json": ("record_difference", "write"),
}
"""The formats that a difference has."""


def write(log: Log, fmt: str) -> str:
    """The log in a format; the same log gives the same text.

    Raises ValueError with a sentence where there is no such format.
    """
    module, function, _ = _writer(fmt)
    writer: Callable[[Log], str] = _loaded(module, function)
    return writer(log)


def write_difference(between: Difference, fmt: str) -> str:
    """What became of a log, in a format; raises Problem where it has no such form."""
    _writer(fmt)
    if fmt not in _DIFFERENCES:
        raise Problem(
            f"The difference between two dates is written as {', '.join(_DIFFERENCES)}, not as "
            f"{fmt}: what {fmt} holds is a row or a source each. Export it as of both dates."
        )
    writer: Callable[[Difference], str] = _loaded(*_DIFFERENCES[fmt])
    return writer(between)


def save_notes(log: Log, folder: Path, *, overwrite: bool = False) -> Path:
    """Write the notes of a log into a folder; see ``export.notes.save``."""
    written = _loaded("notes", "notes")(log)
    saved: Path = _loaded("notes", "save")(written, folder, overwrite=overwrite)
    return saved


def read_json(raw: bytes) -> ReadLog:
    """What a log in JSON says; raises Problem with a sentence where it is none."""
    told: ReadLog = _loaded("back", "read")(raw)
    return told


def file_name(log: Log, fmt: str, since: int | None = None) -> str:
    """A name for the file of a log, such as ``web4-at-velocity-2026-11-24.md``.

    Raises ValueError with a sentence where there is no such format.
    """
    return files.file_name(log, _writer(fmt)[2], since)


def _loaded(module: str, function: str) -> Any:
    """Only what is asked for is loaded."""
    return getattr(import_module(f"signalboard.export.{module}"), function)


def _writer(fmt: str) -> tuple[str, str, str]:
    if fmt not in _WRITERS:
        known = ", ".join(FORMATS)
        raise ValueError(f"There is no format {fmt!r}: an evidence log is one of {known}.")
    return _WRITERS[fmt]
