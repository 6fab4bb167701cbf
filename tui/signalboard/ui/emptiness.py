"""What an empty list says: the search and filters that hide everything, and the keys that help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from signalboard.model import View, replace
from signalboard.ui.ink import Line, Piece

MUTED, ALL = "muted", "all"
"""Beside the parts of a view: what mutes hide of it, and every story."""
_LETTERS = {"company": " c", "thesis_id": " t", "contrary": " t"}
"""What follows the key of the filters to take away a part of a view and leave the others."""


def wider(view: View, parts: Iterable[str]) -> dict[str, View]:
    """What a key would show instead, by the part of the view that it takes away."""
    views = {}
    if view.show == "all" and view.search:
        views[MUTED] = replace(view, show="muted")
    without = {
        "search": replace(view, search=""),
        "show": replace(view, show="all"),
        "company": replace(view, company=None),
        "thesis_id": replace(view, thesis_id=None),
        "contrary": replace(view, thesis_id=None, contrary=False),
    }
    named = [part for part in parts if part in without]
    if len(named) > 1:
        views |= {part: without[part] for part in named}
    return views


def lines(
    view: View,
    named: Mapping[str, str],
    found: Mapping[str, str],
    key: Callable[[str], str],
    *,
    is_known: bool = True,
) -> list[Line]:
    """Why nothing fits a view, and the keys that would show something.

    ``named`` says each part of it, ``found`` how many stories a key that takes one away would
    show, of those that would show any; ``is_known``: it was looked for all of them.
    """
    parts = [part for part in named if part != "sort"]
    said: list[Piece] = []
    for part in parts:
        if part != "search":
            said += [*([(", ", "")] if said else []), (named[part], "accent")]
    head: list[Piece] = [("No story here: ", ""), *said]
    if view.search:
        head = [("No story fits ", ""), (named["search"], "accent")]
        head += [(" among: ", ""), *said] if said else []
    told: list[Line] = [[*head, (".", "")]]
    filters = key("find.filter")
    if MUTED in found:
        many = found[MUTED]
        does = "One muted story does" if many == "1" else f"{many} muted stories do"
        told.append([(f"{does}: ", ""), (f"{filters} m", "key"), (" shows what is muted.", "soft")])
    for part in parts:
        if part == "search" and part in found:
            many = "one story" if found[part] == "1" else f"{found[part]} stories"
            told.append(
                [(f"{key('find.search')} Esc", "key"), (f" clears the search: {many}.", "soft")]
            )
        elif part in found:
            many = "one that fits" if found[part] == "1" else f"{found[part]} that fit"
            letter = f" {view.show[0]}" if part == "show" else _LETTERS[part]
            does = f" shows the {many} without “{named[part]}”."
            told.append([(filters + letter, "key"), (does, "soft")])
    if len(parts) > 1 and is_known and not found:
        keys = f"{filters} a {filters} a" if view.search else f"{filters} a"
        told.append([(keys, "key"), (" shows all stories.", "soft")])
    goes = "goes a step back"
    if len(parts) == 1:
        goes = "clears the search" if view.search else "shows all stories again"
    return [*told, [(key("back.step"), "key"), (f" {goes}.", "soft")]]


def none_yet(*, feeds: int, key: Callable[[str], str]) -> list[Line]:
    """What is said before the first story."""
    adds: Line = [
        (key("feed.new"), "key"),
        (" adds a feed, by the address of its site.", "soft"),
    ]
    if not feeds:
        health: Line = [
            (key("health"), "key"),
            (" shows the feeds: none is asked.", "soft"),
        ]
        return [[("No stories yet, and no feed to bring any.", "")], adds, health]
    refreshes: Line = [
        (key("refresh"), "key"),
        (" refreshes the feeds; they are listed in feeds.yaml.", "soft"),
    ]
    return [[("No stories yet.", "")], refreshes, adds]
