"""What leaves the house: text through the door once more, addresses without credentials."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from signalboard.links import safe_link, shown
from signalboard.model import replace
from signalboard.text import clean, clean_paragraphs

Value = TypeVar("Value")

_LONGEST = 100_000
"""Characters kept of one text: far more than the board takes, less than a CSV reader refuses."""
_ENTITY = re.compile(r"(&#?\w+);")


def outward(value: Value) -> Value:
    """The same value, fit to leave: every text in it clean, no address in it with credentials.

    A no-op for what entered by the door; a journal, though, can be edited by hand.
    """
    out: Value = _outward(value)
    return out


def web_address(url: str) -> str:
    """An address as it stands in Markdown between angle brackets; empty if it may be no link."""
    # Some readers of Markdown resolve HTML entities even in an address.
    return _ENTITY.sub(r"\1%3B", safe_link(url) or "")


def _address(url: str) -> str:
    return url if safe_link(url) else shown(url)


_ADDRESSES: dict[str, Callable[[str], str]] = {
    "url": _address,
    "entry_id": _address,
    "feed_url": shown,
}
"""What the fields that hold addresses are passed through."""


def _outward(value: Any, name: str = "") -> Any:
    if type(value) is str:
        if name in _ADDRESSES:
            return _ADDRESSES[name](clean(value, _LONGEST))
        return clean_paragraphs(value, _LONGEST)
    if isinstance(value, tuple):
        return tuple(_outward(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _outward(getattr(value, f.name), f.name) for f in fields(value)}
        return replace(value, **parts)
    return value
