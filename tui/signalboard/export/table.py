"""An evidence log as CSV (RFC 4180): one row a judgment, and the way back.

A spreadsheet takes text that begins with certain characters for a formula, so
such text leaves with an apostrophe before it; ``read_csv`` takes it off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

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
    "factor",
    "counted_db",
    "prior_db",
    "watches_db",
    "conviction_db",
)
"""The columns, in their order: a contract; new ones come last. ``method`` says on each row what
the numbers claim: a table is cut up, and a format without comments has no other place that stays
a table. ``prior_db`` + the ``counted_db`` of all rows + ``watches_db`` is ``conviction_db``."""

_BETWEEN = "; "
"""What separates the outlets, origins and companies of one row."""
# Apostrophes before a formula are counted in, so that taking one off is always right.
_FORMULA = re.compile("'*[=+\\-@%|\t\r\n＝＋－＠％｜]")


def write(log: Log) -> str:
    """The log as CSV with a header; lines end in CR LF."""
    return rows(log, HEADER, (row for entry in log.theses for row in _rows(entry)))


def rows(log: Log, header: Sequence[str], cells: Iterable[Sequence[str | float]]) -> str:
    """A CSV with a header, the method in its column; texts are guarded, numbers not."""
    at = header.index("method")
    method = _in_short(log)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in cells:
        guarded = [guard(cell) if isinstance(cell, str) else cell for cell in row]
        writer.writerow([*guarded[:at], method, *guarded[at:]])
    return out.getvalue()


def read_csv(text: str, header: Sequence[str] = HEADER) -> list[dict[str, str]]:
    """The rows of a CSV written here, each cell as it was before the guard.

    One from before there were columns behind ``method`` is read too, without them. Raises
    ValueError with a sentence where it is not such a CSV.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    read: list[dict[str, str]] = []
    try:
        first = tuple(next(reader, ()))
        if first not in (tuple(header), tuple(header[: header.index("method") + 1])):
            raise ValueError("This is not an evidence log: its first line is not the header.")
        for cells in reader:
            if len(cells) != len(first):
                raise ValueError(
                    f"Line {reader.line_num} of the evidence log has {len(cells)} cells; "
                    f"{len(first)} were expected."
                )
            read.append(dict(zip(first, map(unguard, cells), strict=True)))
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


def _in_short(log: Log) -> str:
    """What the numbers claim, and how those of a side are added up."""
    discounts = sorted({entry.sum.discount for entry in log.theses})
    said = [f"{discount:g} of the one before" for discount in discounts if discount != 1]
    further = f", each further one {said[0]}" if said else ""
    return f"{IN_SHORT} On each side a story counts once, the strongest in full{further}."


def _rows(entry: ThesisLog) -> Iterator[tuple[str | float, ...]]:
    """The judgments of a thesis, each with what it adds to the sum; nothing where it adds none."""
    total = entry.sum
    counts = {term.piece.id: (term.factor, term.db) for term in total.supports}
    counts |= {term.piece.id: (term.factor, -term.db) for term in total.contradictions}
    ends = (
        rounded(total.prior_db),
        rounded(total.settled_db),
        "" if total.conviction is None else rounded(total.db),
    )
    for line in entry.lines:
        factor, db = counts.get(line.evidence.id, ("", ""))
        counted = (rounded(float(factor)), rounded(float(db))) if factor != "" else ("", "")
        yield (*_row(entry, line), *counted, *ends)


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
