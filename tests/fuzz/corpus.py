"""The inputs that are kept: a file a target, an input a line, as Python writes bytes."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.coverage import Line

FOLDER = Path(__file__).with_name("corpus")
FOUND = "# found: "
"""Such a line stands before an input that broke a promise once, and says which."""
LARGEST = 8_000
"""Characters of the inputs that were found by ``make fuzz`` and kept, a target."""


@dataclass(frozen=True)
class Corpus:
    """What a target begins with."""

    inputs: tuple[bytes, ...]
    words: tuple[bytes, ...] = ()
    """What its language is made of."""


def kept(name: str) -> list[bytes]:
    """The inputs of a target that are in the repository."""
    path = FOLDER / f"{name}.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="ascii").splitlines()
    return [ast.literal_eval(line) for line in lines if line and not line.startswith("#")]


def keep(name: str, found: Iterable[bytes], failed: str = "") -> int:
    """Adds inputs to those of a target; how many are new. ``failed``: what they broke."""
    before = set(kept(name))
    new = [data for data in dict.fromkeys(found) if data not in before]
    if new:
        FOLDER.mkdir(exist_ok=True)
        with (FOLDER / f"{name}.txt").open("a", encoding="ascii") as file:
            for data in new:
                if failed:
                    file.write(FOUND + ascii(failed)[1:-1] + "\n")
                file.write(ascii(data) + "\n")
    return len(new)


def chosen(ran: dict[bytes, set[object]], known: Iterable[bytes]) -> list[bytes]:
    """The fewest and shortest of some inputs that reach all they reach beyond the known."""
    reached = {data: {each for each in new if type(each) is Line} for data, new in ran.items()}
    left = set().union(*reached.values()) if reached else set()
    for data in known:
        left -= reached.get(data, set())
    picked: list[bytes] = []
    size = 0
    for data in sorted(reached, key=lambda data: (len(data), data)):
        if reached[data] & left and size + len(ascii(data)) <= LARGEST:
            picked.append(data)
            size += len(ascii(data))
            left -= reached[data]
    return picked
