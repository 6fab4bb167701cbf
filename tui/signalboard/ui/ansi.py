"""A line as the terminal has it, in as few bytes as say it.

Rich says of every piece all of its colours, and takes them all back behind it. Here only what
changes from one piece to the next is said: the terminal has a third less to read, and what one
frame has to say fits into what it takes in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from rich.color import ColorSystem
from rich.segment import Segment

OFF = "\x1b[0m"


def written(segments: Iterable[Segment], colours: ColorSystem) -> str:
    """The segments of a line, begun and left without any colour."""
    parts: list[str] = []
    before = ""
    for text, style, _ in segments:
        if not text:
            continue
        codes = "" if style is None else style._ansi
        if codes is None:
            assert style is not None
            codes = style._make_ansi_codes(colours)
        if codes != before:
            parts.append(turn(before, codes))
            before = codes
        parts.append(text)
    if before:
        parts.append(OFF)
    return "".join(parts)


@cache
def turn(before: str, after: str) -> str:
    """What leads from one style to another, each as the codes that make it out of none."""
    if not after:
        return OFF
    if not before:
        return f"\x1b[{after}m"
    was, becomes = _parted(before), _parted(after)
    if was[0] != becomes[0] or any(one and not two for one, two in zip(was, becomes, strict=True)):
        return f"\x1b[0;{after}m"
    return f"\x1b[{';'.join(two for one, two in zip(was, becomes, strict=True) if one != two)}m"


def _parted(codes: str) -> tuple[str, str, str]:
    """Attributes, foreground and background."""
    parts: tuple[list[str], list[str], list[str]] = ([], [], [])
    rest = codes.split(";")
    while rest:
        code = int(rest[0])
        size = 1
        if code in (38, 48):
            size = 5 if rest[1] == "2" else 3
        if code in (38, 39) or 30 <= code <= 37 or 90 <= code <= 97:
            kind = 1
        elif code in (48, 49) or 40 <= code <= 47 or 100 <= code <= 107:
            kind = 2
        else:
            kind = 0
        parts[kind].extend(rest[:size])
        rest = rest[size:]
    attributes, foreground, background = map(";".join, parts)
    return attributes, foreground, background
