"""Changes to a YAML file's text at the places its nodes name. Pure: text in, text out.

A function here answers None where the file is written in a form it cannot change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from signalboard.config.nodes import Node

Value = str | bool | tuple[str, ...] | Mapping[str, str] | None
Fields = Mapping[str, Value]
"""An item's fields in the order to write them; None, () and {} are what is left out."""

_NOTHING: tuple[Value, ...] = (None, (), {})

# Text that every reader of YAML takes as text, in a list or not. Anything else is quoted.
_PLAIN = re.compile(r"[^\W_](?:[\w ./()+&%=?;@'-]|:(?=[^\s,\]}])|#(?<=\S#))*(?<! )")
_NOT_TEXT = re.compile(r"(?i:null|true|false|yes|no|on|off|y|n)|[0-9][0-9_.:eExXoOa-fA-F+-]*")


def add(text: str, root: Node | None, section: str, new: Fields) -> str | None:
    """The item as the last of its section, which is made where there is none."""
    return add_all(text, root, section, [new])


def add_all(text: str, root: Node | None, section: str, new: Sequence[Fields]) -> str | None:
    """The items, in order, as the last of their section, which is made where there is none."""
    if root is None or root.is_null:
        return _end_line(text) + _items(section, new, "", newline(text))
    if root.kind != "map" or root.flow or root.shared:
        return None
    line, margin = newline(text), " " * root.column
    key, value = next((pair for pair in root.pairs if pair[0].text == section), (None, None))
    if key is None or value is None:
        return _end_line(text) + line + _items(section, new, margin, line)
    if value.shared:
        return None
    if value.is_null or (value.flow and not value.items and not value.pairs):
        text = text[: value.start].rstrip(" ") + text[value.end :]
        after, margin = _line_end(text, key.end), margin + "  "
    elif value.kind == "list" and not value.flow:
        after, margin = _line_end(text, value.end), " " * value.column
    else:
        return None
    return _end_line(text[:after]) + _items("", new, margin, line) + text[after:]


def change(text: str, item: Node, old: Fields, new: Fields) -> str | None:
    """The fields of an item that differ, each changed where it stands or added at its end."""
    if item.kind != "map" or item.shared or not item.pairs:
        return None
    if item.flow:
        return text[: item.start] + _value(new, flow=True) + text[item.end :]
    cuts: list[tuple[int, int, str]] = []
    line, margin = newline(text), " " * item.pairs[0][0].column
    added = ""
    for name, value in new.items():
        if old.get(name) == value:
            continue
        there = item.get(name)
        if there is None:
            added += f"{margin}{name}: {_value(value)}{line}" if value else ""
            added += f"{margin}{name}: false{line}" if value is False else ""
            continue
        if there.shared:
            return None
        start, blank = there.start, ""
        before = text[:start].rstrip()
        if before.endswith(":"):  # on the key's own line, wherever the old value began
            start, blank = len(before), " "
        cuts.append((start, there.end, blank + _value(_default(name) if value is None else value)))
    if added:
        at = _line_end(text, item.end)
        cuts.append((at, at, added if text[:at].endswith("\n") else line + added))
    for start, end, written in sorted(cuts, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def remove(text: str, items: Sequence[Node]) -> str | None:
    """The lines of items of a list taken out; comments before and after them stay."""
    for item in sorted(items, key=lambda node: node.start, reverse=True):
        before = text[: item.start].rstrip()
        start = before.rfind("\n") + 1
        if item.shared or before[start:].strip() != "-":
            return None
        text = text[:start] + text[_line_end(text, item.end) :]
    return text


def round_trip(
    text: str, section: str, matches: Callable[[Any], bool], new: Fields | None
) -> str | None:
    """The same through ruamel.yaml, for what the functions above cannot do."""
    from io import StringIO

    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.allow_duplicate_keys = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    try:
        data = yaml.load(text)
        items = data[section] if data.get(section) is not None else []
        there = [index for index, item in enumerate(items) if matches(item)]
        if new is None:
            for index in reversed(there):
                del items[index]
        elif there:
            item = items[there[0]]
            for name, value in new.items():
                if value in _NOTHING:
                    item.pop(name, None)
                else:
                    item[name] = _quoted(value)
        else:
            items.append({name: _quoted(new[name]) for name in new if new[name] not in _NOTHING})
        data[section] = items
        yaml.dump(data, out)
    except (YAMLError, AttributeError, TypeError, KeyError, ValueError):
        return None
    return out.getvalue()


def newline(text: str) -> str:
    """How this file ends its lines."""
    return "\r\n" if "\r\n" in text else "\n"


def _items(section: str, new: Sequence[Fields], margin: str, line: str) -> str:
    head = ""
    if section:
        head, margin = f"{margin}{section}:{line}", margin + "  "
    return head + "".join(_item(fields, margin, line) for fields in new)


def _item(new: Fields, margin: str, line: str) -> str:
    rows = [f"{name}: {_value(value)}" for name, value in new.items() if value not in _NOTHING]
    return f"{margin}- " + f"{line}{margin}  ".join(rows) + line


def _default(name: str) -> Value:
    return {"enabled": True, "as_written": False}.get(name)


def _quoted(value: Value) -> Any:
    """For the library, which leaves some text unquoted that it then cannot read."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, tuple):
        return [_quoted(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _quoted(item) for name, item in value.items()}
    if isinstance(value, str) and _scalar(value) != value:
        return DoubleQuotedScalarString(value)
    return value


def _value(value: Value | Fields, *, flow: bool = False) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_scalar(item) for item in value)}]"
    pairs = {name: item for name, item in value.items() if not flow or item not in _NOTHING}
    return f"{{{', '.join(f'{_scalar(name)}: {_value(item)}' for name, item in pairs.items())}}}"


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return found + 1 if found >= 0 else len(text)


def _end_line(text: str) -> str:
    return text if not text or text.endswith("\n") else text + newline(text)
