"""Any text at all in every field, over every screen of the board in a terminal."""

from __future__ import annotations

import random
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.mutation import WORST
from tests.fuzz.targets import PLACE, text_of
from tests.ui.planting import Planted, obeyed, walk

NAME = "screens"


def texts(chance: random.Random) -> Iterator[str]:
    """Texts of the worst there is, and of any character."""
    while True:
        parts = [
            text_of(chance.choice(WORST)) if chance.random() < 0.5 else _any(chance)
            for _ in range(chance.randrange(1, 6))
        ]
        yield "".join(parts) * (200 if chance.random() < 0.02 else 1)


def _any(chance: random.Random) -> str:
    return chr(chance.randrange(chance.choice((0x100, 0x800, 0x3000, 0x10000, 0x110000))))


def run(seconds: float, seed: int) -> bool:
    """Walks over board after board for so long; whether all held."""
    until = time.monotonic() + seconds
    walks = 0
    while time.monotonic() < until:
        chance = random.Random(seed + walks)
        with tempfile.TemporaryDirectory(dir=PLACE) as folder:
            try:
                planted = Planted(Path(folder) / "home", texts(chance))
                terminal, _ = walk(planted)
                found = obeyed(bytes(terminal.output))
                assert not found, f"{found} reached the terminal"
            except Exception:  # whatever it is, it is what is looked for
                traceback.print_exc()
                print(f"{NAME} broke (seed {seed + walks})")
                return False
        walks += 1
    print(f"  {NAME:14} {walks:>8,} boards, each text in 43 fields another")
    return True
