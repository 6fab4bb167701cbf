"""What feeds.yaml holds as documents of the journal, so that an edit of it can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from signalboard import config
from signalboard.board import Op
from signalboard.model import Company, Feed, Mute, SavedSearch


def document(item: Feed | Company | Mute | SavedSearch) -> dict[str, Any]:
    """The fields of a feed, company, mute or search, as JSON has them."""
    return dataclasses.asdict(item)


def write_many(feeds_file: Path, ops: Sequence[Op]) -> list[Op]:
    """Put and remove many feeds at once, as ``write`` does one; the operations that are left.

    The file is written once or not at all. Raises ConfigProblem.
    """
    many = [op for op in ops if op.id.startswith("feed ") and None in (op.was, op.now)]
    if len(many) < 2:
        return list(ops)
    put = [Feed(**_fields(op.now)) for op in many if op.now is not None]
    take = [op.id.partition(" ")[2] for op in many if op.now is None]
    config.change_feeds(feeds_file, put, take)
    return [op for op in ops if op not in many]


def write(feeds_file: Path, op: Op) -> None:
    """Put or remove what an operation on ``settings`` says.

    Its id is "feed URL", "company NAME", "mute KIND VALUE" or "search NAME". Raises
    ConfigProblem where the file cannot be changed.
    """
    kind, _, key = op.id.partition(" ")
    if kind == "feed":
        if op.now is None:
            config.remove_feed(feeds_file, key)
        else:
            config.put_feed(feeds_file, Feed(**_fields(op.now)))
    elif kind == "mute":
        if op.now is None:
            config.remove_mute(feeds_file, Mute(**_fields(op.was or {})))
        else:
            config.put_mute(feeds_file, Mute(**_fields(op.now)))
    elif kind == "search":
        if op.now is None:
            config.remove_search(feeds_file, key)
        else:
            config.put_search(feeds_file, SavedSearch(**_fields(op.now)))
    elif op.now is None:
        config.remove_company(feeds_file, key)
    else:
        config.put_company(feeds_file, Company(**_fields(op.now)))


def _fields(out: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuples(value) for name, value in out.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list | tuple) else value
