"""What a judgment said when it was made, of what it says otherwise now: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple
from itertools import takewhile
from typing import TypeVar

from signalboard.model import STRENGTHS, Evidence, Original
from signalboard.text import excerpt

Value = TypeVar("Value", str, int)

_SHORT = 48
"""Characters of a text that are told: it stands whole beside them, or in the journal."""
_AT_ONCE = 10 * 60
_ALIKE = 24
"""More characters than that of a beginning that two texts share are left out."""


def original(stood: Evidence, wanted: Evidence) -> Original | None:
    """What ``wanted`` said first, by what is known of the judgment that stood; None: the same."""
    first = stood.original or Original()
    found = Original(
        strength=_first(first.strength, stood.strength, wanted.strength),
        note=_first(first.note, stood.note, wanted.note),
        quote=_first(first.quote, stood.quote, wanted.quote),
        quoted=_first(first.quoted, stood.quoted, wanted.quoted),
        version=_first(first.version, stood.version, wanted.version),
        story_id=_first(first.story_id, stood.story_id, wanted.story_id),
        reports=_first(first.reports, len(stood.snapshot.reports), len(wanted.snapshot.reports)),
    )
    return None if found == Original() else found


def told(piece: Evidence, as_set: Callable[[str], str] = str) -> str:
    """What of it was changed since: ``strength slight → moderate; note added``.

    ``as_set`` makes of a text what it is where this is shown. Empty where nothing is known.
    """
    return "; ".join(_changes(piece, as_set))


def is_told(piece: Evidence) -> bool:
    """Whether something that was said has been replaced or taken away, and that later on.

    What is said of it at once is how it is judged: a key judges, the next ones say how strongly
    and why.
    """
    if piece.original is None or piece.changed_at - piece.judged_at < _AT_ONCE:
        return False
    return any(was not in (None, "") for was in astuple(piece.original))


def _first(known: Value | None, was: Value, now: Value) -> Value | None:
    as_judged = was if known is None else known
    return None if as_judged == now else as_judged


def _changes(piece: Evidence, as_set: Callable[[str], str]) -> Iterator[str]:
    first = piece.original
    if first is None:
        return
    if first.strength is not None:
        yield f"strength {STRENGTHS[first.strength]} → {STRENGTHS[piece.strength]}"
    for name, was, now in (
        ("note", first.note, piece.note),
        ("quote", first.quote, piece.quote),
        ("who said it", first.quoted, piece.quoted),
    ):
        if was is not None:
            yield f"{name} {_text(was, now, as_set)}"
    if first.version is not None:
        yield f"wording {first.version + 1} → {piece.version + 1}"
    if first.story_id is not None:
        yield f"story {as_set(first.story_id)} → {as_set(piece.story_id)}"
    if first.reports is not None:
        yield f"reports {first.reports} → {len(piece.snapshot.reports)}"


def _text(was: str, now: str, as_set: Callable[[str], str]) -> str:
    if not was:
        return "added"
    if not now:
        return f"“{as_set(excerpt(was, _SHORT))}” taken away"
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    if alike > _ALIKE and max(len(was), len(now)) > _SHORT:
        begins = was.rfind(" ", 0, alike) + 1
        was, now = (f"…{text[begins:]}" for text in (was, now))
    was, now = (excerpt(text, _SHORT) for text in (was, now))
    return f"“{as_set(was)}” → “{as_set(now)}”"
