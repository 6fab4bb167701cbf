"""Evidence logs out: gathered once, then one writer a format. Pure but for ``save``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from signalboard.export import files
from signalboard.export.files import save
from signalboard.export.gather import METHOD, Log, gather, newest
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
    "newest",
    "read_csv",
    "save",
    "write",
]

_WRITERS = {
    "md": ("markdown", "write", "md"),
    "csv": ("table", "write", "csv"),
    "json": ("record", "write", "json"),
    "csl-json": ("bibliography", "csl_json", "csl.json"),
    "bibtex": ("bibliography", "bibtex", "bib"),
    "ris": ("bibliography", "ris", "ris"),
}
"""The module and the function that write a format, and what its files end in."""


def write(log: Log, fmt: str) -> str:
    """The log in a format; the same log gives the same text.

    Raises ValueError with a sentence where there is no such format.
    """
    module, function, _ = _writer(fmt)
    writer: Callable[[Log], str] = getattr(
        import_module(f"signalboard.export.{module}"), function
    )  # only what is asked for is loaded
    return writer(log)


def file_name(log: Log, fmt: str) -> str:
    """A name for the file of a log, such as ``web4-at-velocity-2026-11-24.md``.

    Raises ValueError with a sentence where there is no such format.
    """
    return files.file_name(log, _writer(fmt)[2])


def _writer(fmt: str) -> tuple[str, str, str]:
    if fmt not in _WRITERS:
        known = ", ".join(FORMATS)
        raise ValueError(f"There is no format {fmt!r}: an evidence log is one of {known}.")
    return _WRITERS[fmt]
