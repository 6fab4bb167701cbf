"""A journal read from its first line to its last, and what it comes to; nothing is changed.

What opens a board passes over what it cannot read and goes on; here the first place where the
chain does not hold is what is asked for.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from signalboard.board import bringing, changes
from signalboard.board.changes import START, Document, LineProblem
from signalboard.board.journal import BoardProblem
from signalboard.board.tables import Documents
from signalboard.values import dataclass, field

_LONGEST = 256 << 20
"""Bytes of a line that is read; a log of a hundred thousand pieces taken over has some less."""
_CHUNK = 1 << 20
_A_LOOK = 1000
"""Lines between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first line that does not follow from the one before."""

    line: int
    """Its number in the file, from 1."""
    why: str
    expected: str
    found: str
    kept: int
    """How many lines before it are whole."""


@dataclass(slots=True)
class Inspection:
    """What a journal says."""

    lines: int = 0
    """Those that are ended by a newline, readable or not."""
    seq: int = 0
    hash: str = START
    """Of the last line that could be read."""
    bytes: int = 0
    """Where the last ended line ends."""
    torn: int = 0
    """Bytes after it: a line that was never finished."""
    broken: int = 0
    """Lines that cannot be read, or do not follow from the one before."""
    first: Break | None = None
    at: str = ""
    """When the newest change was made."""
    tables: Documents = field(default_factory=lambda: Documents(Path()))
    """What stands by what could be read."""
    marked: str | None = None
    """The digest of what stood at the line that was asked for; None where it is not there."""

    @property
    def is_whole(self) -> bool:
        """Whether every line follows from the one before."""
        return self.first is None

    @property
    def digest(self) -> str:
        """What stands, as one number: the same where the same stands."""
        return digest(self.tables)

    def count(self, table: str) -> int:
        """How many documents of a table stand."""
        return len(self.tables.stored(table))


Told = Callable[[int], None]
"""Hears how many bytes were read."""


def inspect(path: Path, *, mark: int = -1, report: Told = lambda _: None) -> Inspection:
    """Read a journal; one that is not there is empty. Raises OSError where it cannot be read."""
    if path.is_fifo():
        raise OSError(22, "It is a pipe, not a file")  # it would be waited for
    try:
        with path.open("rb") as file:
            return inspected(file, mark=mark, report=report)
    except FileNotFoundError:
        return Inspection()


def inspected(
    file: BinaryIO | Iterable[bytes], *, mark: int = -1, report: Told = lambda _: None
) -> Inspection:
    """Read the lines of a journal. ``mark``: the number of a line whose state is digested."""
    found = Inspection()
    for raw, length in _lines(file):
        if not raw.endswith(b"\n"):
            found.torn = length
            break
        found.lines += 1
        found.bytes += length
        _take(found, raw)
        if found.seq == mark and found.marked is None:
            found.marked = found.digest
        if found.lines % _A_LOOK == 0:
            report(found.bytes)
    report(found.bytes)
    return found


@dataclass(frozen=True, slots=True)
class Tables:
    """What the file of the tables says of itself."""

    seq: int
    """The line of the journal it stands at."""
    digest: str
    """As it is of a journal up to there; empty where the file cannot be read."""
    wrong: str = ""


def tables_of(path: Path) -> Tables | None:
    """What the checkpoint holds; None where there is none of this version.

    It is only a help: the journal has all of it.
    """
    tables = Documents(path)

    try:
        wrong = tables.checkpoint.load(_not_there)
        if wrong:
            return Tables(0, "", wrong)
        if not tables.checkpoint.mark:
            return None
        return Tables(int(tables.checkpoint.mark["seq"]), digest(tables))
    except BoardProblem as problem:
        return Tables(0, "", str(problem))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return Tables(0, "", f"{path} is damaged.")


def first_difference(journal: Path, checkpoint: Path) -> str:
    """The table and id of a document that tables have otherwise than the journal; empty: none.

    For tables that ``tables_of`` could read. Raises OSError.
    """
    tables = Documents(checkpoint)
    tables.checkpoint.load(_not_there)
    until = int(tables.checkpoint.mark["seq"])
    with journal.open("rb") as file:
        found = inspected(raw for seq, _, raw in lines_of(file) if seq <= until).tables
    for name in sorted(tables.tables() | found.tables()):
        mine, theirs = tables.stored(name), found.stored(name)
        for ident in {**mine, **theirs}:
            if mine.get(ident) != theirs.get(ident):
                return f"{name} {ident}"
    return ""


def lines_of(file: BinaryIO | Iterable[bytes]) -> Iterator[tuple[int, str, bytes]]:
    """Number, hash and bytes of every line that can be read."""
    for raw, _ in _lines(file):
        with contextlib.suppress(LineProblem):
            line = changes.read(raw)
            yield line.seq, line.hash, raw


def _lines(file: BinaryIO | Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """The lines, and how long each is: of one that is longer than any the beginning only."""
    readline = getattr(file, "readline", None)
    if readline is None:
        yield from ((raw, len(raw)) for raw in file)
        return
    while raw := readline(_LONGEST):
        length = len(raw)
        while not raw.endswith(b"\n") and (more := readline(_CHUNK)):
            length += len(more)
            raw = raw[:100] + more[-1:]
        yield raw, length


def has_line(path: Path, name: str) -> bool:
    """Whether a line of that hash can be read in a journal. Raises OSError."""
    wanted = name.encode()
    with path.open("rb") as file:
        return any(known == name for _, known, _ in lines_of(raw for raw in file if wanted in raw))


def digest(tables: Documents) -> str:
    """SHA-256 over every document of every table, in the order they were made."""
    import hashlib  # loads OpenSSL, which a board that only reads has no use for

    total = hashlib.sha256()
    for table in sorted(tables.tables()):
        for ident, document in tables.documents(table):
            row = json.dumps(
                [table, ident, document], ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            total.update(row.encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _take(found: Inspection, raw: bytes) -> None:
    try:
        line = changes.read(raw)
    except LineProblem as problem:
        _note(found, str(problem), f"line {found.seq + 1} of the journal", _seen(raw))
        return
    if line.prev != found.hash:
        why = "it does not follow from the line before; something between was changed or lost"
        _note(found, why, f"a line after {_short(found.hash)}", f"one after {_short(line.prev)}")
    for op in line.ops:
        if bringing.is_sound(found.tables, op):
            found.tables.apply(op)
    found.seq, found.hash, found.at = max(found.seq + 1, line.seq), line.hash, line.at


def _note(found: Inspection, why: str, expected: str, seen: str) -> None:
    found.broken += 1
    if found.first is None:
        found.first = Break(found.lines, why, expected, seen, found.lines - 1)


def _short(name: str) -> str:
    return "the beginning" if name == START else f"{name[:12]}…"


def _seen(raw: bytes) -> str:
    """What stands there, as far as one reads it."""
    shown = raw[:60].decode("utf-8", "replace").rstrip("\n")
    return f"{len(raw):,} bytes that begin {shown!r}"


def _not_there(table: str, ident: str) -> Document:
    raise BoardProblem(f"It has no {ident} of {table} that can be read.")
