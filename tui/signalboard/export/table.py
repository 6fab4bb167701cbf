"""An evidence log as CSV (RFC 4180): one row a judgment, and the way back.

A spreadsheet takes text that begins with certain characters for a formula, so
such text leaves with an apostrophe before it; ``read_csv`` takes it off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from signalboard.export.gather import IN_SHORT, Line, Log, ThesisLog, stamp, worded
from signalboard.export.sums import rounded
from signalboard.judge.weights import weight
from signalboard.model import STRENGTHS, Stance

HEADER = (
    "thesis_id",
    "thesis",
    "statement",
    "negation",
    "stance",
    "strength",
    "strength_word",
    "judged_at",
    "published_at",
    "story_id",
    "title",
    "url",
    "outlets",
    "origins",
    "n_outlets",
    "n_origins",
    "companies",
    "note",
    "evidence_id",
    "thesis_version",
    "weight_db",
    "quote",
    "quoted",
    "method",
)
"""The columns, in their order: a contract. The last says on each row what the numbers claim:
a table is cut up, and a format without comments has no other place that stays a table."""

_BETWEEN = "; "
"""What separates the outlets, origins and companies of one row."""
# Apostrophes before a formula are counted in, so that taking one off is always right.
_FORMULA = re.compile("'*[=+\\-@%|\t\r\n＝＋－＠％｜]")


def write(log: Log) -> str:
    """The log as CSV with a header; lines end in CR LF."""
    return rows(HEADER, (_row(entry, line) for entry in log.theses for line in entry.lines))


def rows(header: Sequence[str], cells: Iterable[Sequence[str | float]]) -> str:
    """A CSV with a header, whose last column says the method; texts are guarded, numbers not."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in cells:
        guarded = (guard(cell) if isinstance(cell, str) else cell for cell in row)
        writer.writerow([*guarded, IN_SHORT])
    return out.getvalue()


def read_csv(text: str, header: Sequence[str] = HEADER) -> list[dict[str, str]]:
    """The rows of a CSV written here, each cell as it was before the guard.

    Raises ValueError with a sentence where it is not such a CSV.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    read: list[dict[str, str]] = []
    try:
        if tuple(next(reader, ())) != tuple(header):
            raise ValueError("This is not an evidence log: its first line is not the header.")
        for cells in reader:
            if len(cells) != len(header):
                raise ValueError(
                    f"Line {reader.line_num} of the evidence log has {len(cells)} cells; "
                    f"{len(header)} were expected."
                )
            read.append(dict(zip(header, map(unguard, cells), strict=True)))
    except csv.Error as error:
        raise ValueError(
            f"Line {reader.line_num} of the evidence log is not CSV: {error}."
        ) from error
    return read


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text that ``guard`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _row(entry: ThesisLog, line: Line) -> tuple[str | float, ...]:
    piece, snapshot, version = line.evidence, line.evidence.snapshot, worded(entry, line)
    weighs = piece.stance is not Stance.NO_BEARING
    return (
        entry.thesis.id,
        entry.thesis.name,
        version.statement,
        version.negation,
        piece.stance.value,
        piece.strength if weighs else "",
        STRENGTHS[piece.strength] if weighs else "",
        stamp(piece.judged_at) or "",
        stamp(line.published_at) or "",
        piece.story_id,
        snapshot.title,
        snapshot.url,
        _BETWEEN.join(snapshot.outlets),
        _BETWEEN.join(snapshot.origins),
        len(snapshot.outlets),
        len(snapshot.origins),
        _BETWEEN.join(snapshot.companies),
        piece.note,
        piece.id,
        line.wording,
        rounded(weight(piece)) if weighs else "",
        piece.quote,
        piece.quoted,
    )
