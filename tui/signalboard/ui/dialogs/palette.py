"""Every command by name, the themes included."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

from signalboard.ui import themes
from signalboard.ui.commands import COMMANDS, ON_SCREENS, Command, counts
from signalboard.ui.dialogs.picker import Choice, Picker
from signalboard.ui.keys import Keys

_OWN = {themes.DARK, themes.LIGHT}


def palette(keys: Keys, available: Mapping[str, Theme], screen: str = "board") -> Picker:
    """A picker over what can be done on a screen; what it gives back is an action."""
    choices = [
        Choice(
            command.action,
            [(command.title, "")],
            [(keys.shown(command), "key")],
            f"{command.title} {command.help}",
            command.first,
        )
        for command in COMMANDS
        if command.palette and command.title and _is_done_on(command, screen)
    ]
    for name in sorted(set(available) - _OWN):
        shown = "terminal colours" if name == themes.ANSI else name
        action = f"app.use_theme({name!r})"
        choices.append(
            Choice(action, [(f"theme: {shown}", "")], [], f"theme: {shown}", first=False)
        )
    return Picker("Commands", choices)


def _is_done_on(command: Command, screen: str) -> bool:
    return counts(command, screen) if screen in ON_SCREENS else command.scope not in ON_SCREENS
