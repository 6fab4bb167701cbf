"""A list of feeds from its bytes, whatever kind it is. Pure."""

from __future__ import annotations

from signalboard.wire.lists import opml, plain
from signalboard.wire.lists.listed import FeedList, NotAListError
from signalboard.wire.parse.charset import decoded

LARGEST = 10 * 1024 * 1024
"""Bytes of a list that are read."""


def read(raw: bytes) -> FeedList:
    """Reads OPML, newsboat's urls, or an address a line. Raises NotAListError."""
    if len(raw) > LARGEST:
        raise NotAListError(
            f"The list is larger than {LARGEST // (1024 * 1024)} MB, which no list of feeds is. "
            "It was not read."
        )
    text = decoded(raw, "")
    if not text.strip():
        raise NotAListError("The list is empty.")
    return opml.read(text) if opml.looks_like(text) else plain.read(text)
