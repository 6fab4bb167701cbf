"""What an empty list says: the search and filters that hide everything, and the keys for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from signalboard.model import View
from signalboard.ui.ink import Line, Piece

_WAYS = {
    "show": ("find.filter", "", "shows what fits without"),
    "company": ("find.filter", " c", "shows what fits without"),
    "thesis_id": ("find.filter", " t", "shows what fits without"),
    "contrary": ("find.contrary", "", "goes back to what was shown without"),
    "search": ("find.search", " Esc", "clears the search"),
}
"""The command that takes away one part of a view and leaves the others, what follows its key."""


def lines(
    view: View, named: Mapping[str, str], muted: Sequence[Line], key: Callable[[str], str]
) -> list[Line]:
    """Why nothing fits a view: ``named`` says each part of it, ``muted`` what mutes hide of it.

    Nothing is counted here: which of several parts is to blame, a key of each shows.
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
    told: list[Line] = [[*head, (".", "")], *muted]
    for part in parts if len(parts) > 1 else ():
        if part in _WAYS:
            ident, letter, does = _WAYS[part]
            letter = f" {view.show[0]}" if part == "show" else letter
            what = "" if part == "search" else f" “{named[part]}”"
            told.append([(key(ident) + letter, "key"), (f" {does}{what}.", "soft")])
    goes = "goes a step back"
    if len(parts) == 1:
        goes = "clears the search" if view.search else "shows all stories again"
    return [*told, [(key("back.step"), "key"), (f" {goes}.", "soft")]]
