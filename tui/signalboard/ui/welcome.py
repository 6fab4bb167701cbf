"""What the first start says, in the place where stories are read."""

from __future__ import annotations

from collections.abc import Sequence

from signalboard.model import Thesis
from signalboard.ui.commands import BY_ID
from signalboard.ui.ink import Line
from signalboard.ui.keys import Keys


def welcome(keys: Keys, theses: Sequence[Thesis]) -> list[Line]:
    """A few calm lines: what this is, and what to press."""

    def key(ident: str) -> str:
        return keys.shown(BY_ID[ident], short=True)

    judge = " ".join(key(f"judge.{verb}") for verb in ("support", "contradict", "no-bearing"))
    rows: tuple[tuple[str, str], ...] = (
        (f"{key('move.down')} {key('move.up')}", "move through the headlines"),
        ("1-9", "arm a thesis: what the next stories are judged by"),
        (judge, "the story supports it, contradicts it, has no bearing"),
        (f"{key('judge.stronger')} {key('judge.weaker')} {key('judge.note')}",
         "how strong the last judgment is, and a note: why"),
        (key("undo"), "undo anything, also tomorrow"),
        (key("help"), "every key; nothing here can be broken by trying"),
    )  # fmt: skip
    lines: list[Line] = [
        [("Judge the news against claims that can turn out false.", "title")],
        [("Your theses are on the right" if theses else "T then a adds a first thesis", "soft"),
         ("; the news comes in above by itself.", "soft")],
        [],
    ]  # fmt: skip
    width = max(len(shown) for shown, _ in rows) + 3
    lines += [[(shown.ljust(width), "key"), (said, "")] for shown, said in rows]
    return lines
