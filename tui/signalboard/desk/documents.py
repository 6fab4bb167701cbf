"""What feeds.yaml holds as documents of the journal, so that an edit of it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from signalboard import config
from signalboard.board import Op
from signalboard.links import shown
from signalboard.model import Company, Feed, Mute, SavedSearch


def document(item: Feed | Company | Mute | SavedSearch) -> dict[str, Any]:
    """The fields of a feed, company, mute or search, as JSON has them."""
    from dataclasses import asdict  # most commands change nothing

    return asdict(item)


def write_all(feeds_file: Path, ops: Sequence[Op], done: list[Op]) -> None:
    """Put and remove what operations say; ``done`` gets each that is in the file.

    Many feeds at once are written once or not at all. Raises ConfigProblem.
    """
    many = [op for op in ops if op.id.startswith("feed ") and None in (op.was, op.now)]
    if len(many) > 1:
        put = [Feed(**_fields(op.now)) for op in many if op.now is not None]
        take = [op.id.partition(" ")[2] for op in many if op.now is None]
        config.change_feeds(feeds_file, put, take)
        done += many
        written = {id(op) for op in many}
        ops = [op for op in ops if id(op) not in written]
    for op in ops:
        write(feeds_file, op)
        done.append(op)


def standing(settings: config.Settings, ops: Iterable[Op]) -> list[Op]:
    """The operations that are carried out: settings have what they put, not what they remove."""
    there = {kind: frozenset(kept(settings)) for kind, (_, kept) in _KINDS.items()}

    def stands(op: Op) -> bool:
        kind = op.id.partition(" ")[0]
        make, _ = _KINDS[kind]
        was, now = (None if doc is None else make(**_fields(doc)) for doc in (op.was, op.now))
        return (now is None or now in there[kind]) and (
            was is None or was == now or was not in there[kind]
        )

    return [op for op in ops if stands(op)]


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
    if out.get("kind") == "feed":  # a mute: less of an address was marked once
        out = {**out, "value": shown(out["value"])}
    return {name: _tuples(value) for name, value in out.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list | tuple) else value


_KINDS: dict[str, tuple[Callable[..., Any], Callable[[config.Settings], tuple[Any, ...]]]] = {
    "feed": (Feed, lambda settings: settings.feeds),
    "company": (Company, lambda settings: settings.companies),
    "mute": (Mute, lambda settings: settings.mutes),
    "search": (SavedSearch, lambda settings: settings.searches),
}
"""What each kind of operation makes, and where the settings have those."""
