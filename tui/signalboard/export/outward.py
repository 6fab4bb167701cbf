"""What leaves the house: text through the door once more, addresses without credentials."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from operator import is_
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


def _paragraphs(value: str) -> str:
    if value.isascii() and value.isprintable() and len(value) < _LONGEST:
        return " ".join(value.split()) if "  " in value else value.strip()
    return clean_paragraphs(value, _LONGEST)


def _address(url: str) -> str:
    url = clean(url, _LONGEST)
    return url if safe_link(url) else shown(url)


@lru_cache(4096)  # a board of thousands is of a few feeds
def _feed_address(url: str) -> str:
    return shown(clean(url, _LONGEST))


_ADDRESSES: dict[str, Callable[[str], str]] = {
    "url": _address,
    "entry_id": _address,
    "link": _address,
    "feed_url": _feed_address,
}
"""What the fields that hold addresses are passed through."""


@lru_cache
def _fields(kind: type) -> tuple[tuple[str, Callable[[str], str]], ...]:
    """The fields of a value, each with what a text in it is passed through."""
    return tuple((field.name, _ADDRESSES.get(field.name, _paragraphs)) for field in fields(kind))


def _outward(value: Any, passed: Callable[[str], str] = _paragraphs) -> Any:
    if type(value) is str:
        return passed(value)
    if type(value) is tuple:
        out = tuple(_outward(part) for part in value)
        return value if all(map(is_, out, value)) else out
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for name, through in _fields(type(value)):
            part = getattr(value, name)
            if part is not None and type(part) not in (int, bool, float):
                out = _outward(part, through)
                if out is not part and out != part:
                    changed[name] = out
        return replace(value, **changed) if changed else value
    return value
