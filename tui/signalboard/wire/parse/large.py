"""A large document as several small ones: its items in portions, each within the same frame.

A parser needs many times what it reads; of a feed of 30 MB it reads half a megabyte at a time,
and what was made of that is all that stays. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalboard.values import dataclass
from signalboard.wire.parse.charset import legal
from signalboard.wire.parse.mapped import Bytes, let_go

LARGE = 1 << 20
"""Bytes of a body from which on it is read in portions."""
PORTION = 1 << 19
"""Bytes of items that make a portion; one item may be more."""
MOST_FRAME = 1 << 18
"""Bytes before the first item, and after the last."""

_FIRST = re.compile(rb"<!\[CDATA\[|<!--|<((?:[A-Za-z_][\w.-]{0,60}:)?(?:item|entry))(?=[\s>])")
_ROOT = re.compile(rb"<((?:[A-Za-z_][\w.-]{0,60}:)?(?:rss|feed|rdf))\b", re.IGNORECASE)
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}


@dataclass(frozen=True, slots=True)
class Portions:
    """Where the portions of a document lie. Positions are of bytes."""

    document: Bytes
    spans: tuple[tuple[int, int], ...]
    items: int
    is_cut: bool
    """Whether the last item has no end."""

    def text(self, number: int) -> str:
        """One portion as a document: what stood before the items, some of them, what stood after.

        Where the document was cut off, only the last portion is.
        """
        head = self.document[: self.spans[0][0]]
        start, end = self.spans[number]
        is_last = number == len(self.spans) - 1
        if not self.is_cut:
            tail = self.document[self.spans[-1][1] :]
        else:
            tail = self.document[end:] if is_last else _closing(head)
        text = (head + self.document[start:end] + tail).decode("utf-8", "replace")
        let_go(self.document)
        return legal(text)


def portions(document: Bytes) -> Portions | None:
    """The portions of a document in UTF-8; None where it has not several, or a frame too large."""
    first = _first(document)
    if first is None or first.start() > MOST_FRAME:
        return None
    spans: list[tuple[int, int]] = []
    start = end = first.start()
    items, is_open = 0, False
    for position, is_end in _marks(document, first[1], end):
        is_open = not is_end
        if is_end:
            items, end = items + 1, position
            if end - start >= PORTION:
                spans.append((start, end))
                start = end
                let_go(document)
    let_go(document)
    if end > start:
        spans.append((start, end))
    if len(spans) < 2 or (not is_open and len(document) - end > MOST_FRAME):
        return None
    return Portions(document, tuple(spans), items, is_open)


def _first(document: Bytes) -> re.Match[bytes] | None:
    position = 0
    while found := _FIRST.search(document, position):
        if found[1]:
            return found
        position = _after(document, found)
        if position < 0:
            return None
    return None


def _marks(document: Bytes, name: bytes, position: int) -> Iterator[tuple[int, bool]]:
    """Where items begin (False) and where they have ended (True), in order."""
    marks = re.compile(rb"<!\[CDATA\[|<!--|<(/?)" + re.escape(name) + rb"(?:\s[^<>]{0,2000})?>")
    while found := marks.search(document, position):
        if found[0] in _ENDS:
            position = _after(document, found)
            if position < 0:
                return
            continue
        position = found.end()
        if not found[0].endswith(b"/>"):
            yield (position if found[1] else found.start()), bool(found[1])


def _after(document: Bytes, found: re.Match[bytes]) -> int:
    """Where what a parser does not look into has ended; -1 where it never does."""
    ending = _ENDS[found[0]]
    end = document.find(ending, found.end())
    return end + len(ending) if end >= 0 else -1


def _closing(head: Bytes) -> bytes:
    """What closes the elements that stand open where the items begin."""
    root = _ROOT.search(head)
    channel = b"</channel>" if b"<channel" in head and b"</channel" not in head else b""
    return channel + (b"</" + root[1] + b">" if root else b"")
