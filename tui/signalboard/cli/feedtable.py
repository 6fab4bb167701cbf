"""How feeds stand, as aligned lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signalboard import times
from signalboard.cli.plain import cell, sparkline
from signalboard.desk import FeedHealth
from signalboard.desk.standing import paced
from signalboard.model import Check, Outcome

_COLUMNS = (("state", 9), ("last read", 9), ("next try", 9), ("a week", 6), ("30 days", 7))
_WIDEST = 1000
"""Columns of a terminal, whatever COLUMNS says."""
_FIXED = sum(width for _, width in _COLUMNS) + 2 * len(_COLUMNS)
_NAME = (12, 36)
_REASON = 40
"""Columns a reason needs to stand on the line itself."""


def table(rows: Sequence[FeedHealth], now: int, width: int | None) -> Iterator[str]:
    """A line a feed under a line of headings.

    ``width``: columns there are; the reason of a broken feed that finds no room
    stands on a line below it. None: all there is to say, as wide as it comes.
    """
    if not rows:
        return
    from rich.cells import cell_len

    if width is not None:
        width = min(width, _WIDEST)
    longest = max(cell_len(row.feed.name) for row in rows)
    most = 1000 if width is None else max(_NAME[0], min(_NAME[1], width - _FIXED - 1))
    name = max(4, min(longest, most))
    room = None if width is None else width - name - _FIXED - 2
    beside = room is None or room >= _REASON
    head = [cell("feed", name), *(_aligned(word, word, size) for word, size in _COLUMNS)]
    yield "  ".join([*head, *(["address", "why"] if width is None else ["why"] if beside else [])])
    for row in rows:
        told = row.same if not row.standing.is_broken and width is not None else row.reason
        line = "  ".join([cell(row.feed.name, name), *_cells(row, now)])
        if room is None:
            same = f" It is the {row.same}." if row.same else ""
            yield f"{line}  {row.url}  {row.reason}{same}"
        elif beside:
            yield f"{line}  {cell(told, room).rstrip()}".rstrip()
        else:
            yield line.rstrip()
            if told:
                yield "  " + cell(told, (width or 80) - 2).rstrip()


def _cells(row: FeedHealth, now: int) -> list[str]:
    read = row.state.succeeded_at
    told = (
        row.standing.value,
        "never" if read is None else times.ago(read, now),
        row.next_try.partition(":")[0],
        paced(row.per_week),
        f"{row.month:,}" if row.month else "",
    )
    return [_aligned(word, text, size) for (word, size), text in zip(_COLUMNS, told, strict=True)]


def _aligned(column: str, text: str, size: int) -> str:
    """Numbers to the right, words to the left."""
    return f"{text:>{size}}" if column in ("a week", "30 days") else cell(text, size)


def facts(row: FeedHealth, days: Sequence[int], now: int) -> Iterator[str]:
    """One feed, with everything that is known of it."""
    state = row.state
    yield row.feed.name
    yield f"  address   {row.url}"
    yield f"  state     {row.standing.value}: {row.reason}"
    if row.advice:
        yield f"  to do     {row.advice}"
    if row.moved:
        yield f"  moved     {row.moved}"
    read = "never" if state.succeeded_at is None else times.ago(state.succeeded_at, now)
    yield f"  last read {read}"
    yield f"  next try  {row.next_try}"
    week = paced(row.per_week)
    newest = f"; newest {times.ago(row.latest_at, now)}" if row.latest_at is not None else ""
    yield f"  posts     {week + ' a week' if week else 'nothing in 90 days'}{newest}"
    yield f"  30 days   {sparkline(days)} {row.month:,} of {row.entries:,} entries kept"
    if state.attempted_at is not None:
        yield "  checks"


def check(made: Check) -> str:
    """How a check went, in words."""
    if made.outcome is Outcome.ENTRIES:
        return f"read, {made.new:,} new" if made.new else "read, nothing new"
    word = made.outcome.value.replace("-", " ")
    status = f" {made.status}" if made.status is not None and made.status != 200 else ""
    return f"{word}{status}{': ' if made.reason else ''}{made.reason}"
