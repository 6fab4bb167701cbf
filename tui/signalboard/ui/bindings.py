"""Textual's bindings, made from the list of commands."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from signalboard.ui.commands import PANES, Scope, in_scope
from signalboard.ui.keys import Keys

_FIRST = ("prompt", "dialog", "help")
"""Scopes whose keys count before those of the widget that is typed in."""


def bindings(scope: Scope) -> list[BindingType]:
    """The bindings of one scope, each with the id of its command."""
    # The panes bind their own keys, but the board does what they say.
    where = "screen." if scope in PANES else ""
    return [
        Binding(
            key,
            where + command.action.replace("{key}", key),
            show=False,
            id=command.id if "{key}" not in command.action else f"{command.id}.{key}",
            priority=scope in _FIRST,
        )
        for command in in_scope(scope)
        for key in command.keys
    ]


def keymap(keys: Keys) -> dict[str, str]:
    """What a person changed, as Textual's keymap."""
    return {ident: ",".join(changed) for ident, changed in keys.changed.items()}
