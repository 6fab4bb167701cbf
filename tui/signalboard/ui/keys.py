"""The keys of the commands: a person's own, clashes, and how they are shown on screen and in docs.

Nothing here imports Textual: the command line prints the key table too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from signalboard.ui.commands import BY_ID, COMMANDS, GROUPS, ON_SCREENS, PANES, Command, counts

_UNSAID = frozenset({"health", "watch.list", "thesis.open", "move.read-on"})
"""What the line of keys of a screen does not say: the key that led there, how to read on."""
_NAMES = {
    "down": "↓", "up": "↑", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "tab": "Tab", "shift+tab": "Shift+Tab", "enter": "Enter", "escape": "Esc", "space": "Space",
    "f1": "F1",
}  # fmt: skip


class Keys:
    """The keys that count: those of the list, or what a person's keymap makes of them."""

    def __init__(self, keymap: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.changed = dict(keymap or {})

    def of(self, command: Command) -> tuple[str, ...]:
        """The keys of a command, as written."""
        return self.changed.get(command.id, command.keys)

    def shown(self, command: Command, short: bool = False) -> str:
        """The keys of a command for people: ``j ↓``; short: the first alone, ``^p`` for ctrl+p."""
        keys = self.of(command)
        if not short or shown(keys) == "1-9":
            return shown(keys)
        return name(keys[0], short=True) if keys else ""


def name(key: str, short: bool = False) -> str:
    """A key for people."""
    if short and key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return _NAMES.get(key, key.replace("ctrl+", "Ctrl+"))


def told(keys: Keys, group: str) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """A group's lines for people: (keys, what they do, ids), what says one thing on one."""
    lines: dict[tuple[str, str], list[Command]] = {}
    for command in COMMANDS:
        if command.group == group and command.help and keys.of(command):
            lines.setdefault((command.help, command.scope), []).append(command)
    return [
        (
            # j k, then their arrows: key by key, not command by command.
            tuple(
                key
                for together in zip_longest(*(keys.of(command) for command in commands))
                for key in together
                if key is not None
            ),
            text,
            tuple(command.id for command in commands),
        )
        for (text, _), commands in lines.items()
    ]


def shown(keys: Sequence[str]) -> str:
    """Keys for people, ``j k ↓ ↑``."""
    if tuple(keys) == tuple("123456789"):
        return "1-9"
    return " ".join(map(name, keys))


def hints(pane: str, keys: Keys) -> list[tuple[str, str]]:
    """The line of keys of a pane: (keys, word), the most needed first."""
    words: dict[str, list[str]] = {}
    for command in sorted(COMMANDS, key=lambda command: command.rank):
        if not command.hint or not keys.of(command):
            continue
        if pane in ON_SCREENS:
            is_here = counts(command, pane) and command.id not in _UNSAID
        else:
            is_here = pane in command.panes and command.scope in ("board", pane)
        if is_here:
            words.setdefault(command.hint, []).append(keys.shown(command, short=True))
    return [(" ".join(shown), word) for word, shown in words.items()]


def elsewhere(key: str, pane: str, keys: Keys) -> list[str]:
    """What a key does in other panes than this one, and how to get there; in no pane nothing."""
    said = []
    for command in COMMANDS:
        if command.scope in PANES and command.scope != pane and key in keys.of(command):
            there = BY_ID.get(f"pane.{command.scope}")
            lead = keys.shown(there, short=True) if there is not None else ""
            named = f"in {command.scope.capitalize()}"
            said.append(command.help.replace(named, f"{named} ({lead})" if lead else named))
    return said


def clashes(keys: Keys) -> list[tuple[str, str, str]]:
    """Keys bound twice where both would count: (key, id, id). A pane's keys are the board's too."""
    found: dict[tuple[str, str, str], None] = {}
    for scope in (*PANES, *ON_SCREENS, "prompt", "dialog", "help", "matrix"):
        taken: dict[str, str] = {}
        for command in COMMANDS:
            if counts(command, scope) or (command.scope == "board" and scope in PANES):
                for key in keys.of(command):
                    if taken.setdefault(key, command.id) != command.id:
                        found[key, taken[key], command.id] = None
    return list(found)


def check_keymap(asked: Mapping[str, str]) -> tuple[Keys, tuple[str, ...]]:
    """A person's keymap (``{"judge.support": "a, ctrl+a"}``), and what is wrong with it.

    What is right is kept; an entry that names no command, no key, or a key
    that another command has, is left out, with a sentence.
    """
    good: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for ident, written in asked.items():
        keys = tuple(key for key in written.replace(",", " ").split() if key)
        if ident not in BY_ID:
            problems.append(f"The keymap names {ident!r}, which is no command.")
        elif "{key}" in BY_ID[ident].action:
            problems.append(f"The keys of {ident} are the numbers themselves; they stay.")
        elif not keys or not all(_is_key(key) for key in keys):
            problems.append(f"The keymap gives {ident} {written!r}, which is no key.")
        else:
            good[ident] = keys
    while good and (found := clashes(Keys(good))):
        key, one, two = found[0]
        loser = two if two in good else one
        keeper = one if loser == two else two
        problems.append(f"The keymap gives {loser} the key {key}, which {keeper} has.")
        del good[loser]
    return Keys(good), tuple(problems)


def docs_table() -> str:
    """The key table of the docs, in Markdown."""
    lines: list[str] = []
    for group in GROUPS:
        lines += [*([""] if lines else []), f"**{group}**", ""]
        lines += ["| key | does | command |", "|---|---|---|"]
        for keys, text, ids in told(Keys(), group):
            written = "`1`-`9`" if shown(keys) == "1-9" else " ".join(f"`{name(k)}`" for k in keys)
            lines.append(f"| {written} | {text} | {', '.join(ids)} |")
    return "\n".join(lines) + "\n"


def _is_key(key: str) -> bool:
    if len(key) == 1:
        return key.isprintable() and not key.isspace()
    *mods, last = key.split("+") if not key.endswith("++") else [*key[:-2].split("+"), "+"]
    named = {*_NAMES, "left", "right", "insert", "delete", "backspace"}
    named |= {f"f{number}" for number in range(1, 25)}
    return all(mod in ("ctrl", "shift", "alt") for mod in mods) and (
        len(last) == 1 or last in named or key in named
    )
