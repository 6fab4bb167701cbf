"""What a board should say, by plain dictionaries: the other opinion that trials compare with."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

Wish = list[Any]
"""A kind of change and what it needs, as JSON can say it."""
Cell = tuple[str, str, Any, Any]
"""Table, key, what stood there and what stands there now; None is nothing."""

CHANGES = ("judge", "note", "strength", "retract", "star", "feed", "undo", "redo")
"""Kinds that are acknowledged with a line of the journal."""
CARE = ("checkpoint", "reopen", "backup")
"""Kinds that change nothing a person said."""
THESES = ("web4-at-velocity", "agents-get-wallets")
STANCES = ("support", "contradict", "no-bearing")
NOTES = ("why", "百度 says so", "“quoted”, \\ and {more}", "é", "x" * 900, "-")


@dataclass
class Model:
    """Judgments, stars and feeds as they stand, and what can be taken back."""

    stories: list[str]
    """Those of the archive; a trial judges from the end of the list, so that some stay free."""
    tables: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {"evidence": {}, "starred": {}, "feeds": {}}
    )
    done: list[list[Cell]] = field(default_factory=list)
    undone: list[list[Cell]] = field(default_factory=list)
    seq: int = 0

    def copy(self) -> Model:
        """One that can be changed alone."""
        tables = {name: dict(table) for name, table in self.tables.items()}
        return Model(self.stories, tables, list(self.done), list(self.undone), self.seq)

    def wish(self, kind: str, rng: random.Random) -> Wish | None:
        """Something of that kind that can be done now; None where nothing can."""
        judged = self.tables["evidence"]
        match kind:
            case "judge":
                for _ in range(50):
                    key = f"{rng.choice(self.stories)} {rng.choice(THESES)}"
                    if key not in judged:
                        stance = rng.choice(STANCES)
                        strength = 1 if stance == "no-bearing" else rng.randint(1, 3)
                        return [kind, key, stance, strength, rng.choice(NOTES)]
                return None
            case "note" | "strength" | "retract":
                # The newest ones most often: they are in memory or just behind the checkpoint.
                keys = list(judged)[-rng.choice((5, len(judged) or 1)) :]
                if kind == "strength":
                    keys = [key for key in keys if judged[key][0] != "no-bearing"]
                if not keys:
                    return None
                key = rng.choice(keys)
                if kind == "note":
                    return [kind, key, f"{judged[key][2][:40]} {rng.randrange(10**6)}".strip()]
                if kind == "strength":
                    return [kind, key, judged[key][1] % 3 + 1]
                return [kind, key]
            case "star":
                return [kind, rng.choice(self.stories)]
            case "feed":
                return [kind, f"https://h{rng.randrange(20)}.test/feed"]
            case "undo":
                return [kind] if self.done else None
            case "redo":
                return [kind] if self.undone else None
        return [kind]

    def apply(self, wish: Wish) -> None:
        """Change what stands as the wish says."""
        kind = wish[0]
        if kind in CARE:
            return
        self.seq += 1
        if kind in ("undo", "redo"):
            here, there = (self.done, self.undone) if kind == "undo" else (self.undone, self.done)
            cells = here.pop()
            there.append(cells)
            for table, key, was, now in reversed(cells) if kind == "undo" else cells:
                self._put(table, key, was if kind == "undo" else now)
            return
        cells = self._cells(wish)
        for table, key, _, now in cells:
            self._put(table, key, now)
        self.done.append(cells)
        self.undone.clear()

    def _cells(self, wish: Wish) -> list[Cell]:
        kind, key, *rest = wish
        table = {"star": "starred", "feed": "feeds"}.get(kind, "evidence")
        was = self.tables[table].get(key)
        match kind:
            case "judge":
                now = tuple(rest)
            case "note":
                now = (was[0], was[1], rest[0])
            case "strength":
                now = (was[0], rest[0], was[2])
            case "retract":
                now = None
            case _:
                now = None if was else True
        return [(table, key, was, now)]

    def _put(self, table: str, key: str, value: Any) -> None:
        if value is None:
            self.tables[table].pop(key, None)
        else:
            self.tables[table][key] = value


def difference(wanted: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> str:
    """What is not as it should be, in a few words; empty where all is."""
    for name, table in wanted.items():
        here = found[name]
        for key, value in table.items():
            if here.get(key) != value:
                return f"{name}: {key} should be {value!r} and is {here.get(key)!r}"
        if more := [key for key in here if key not in table]:
            return f"{name}: {more[0]} should not be there and is {here[more[0]]!r}"
    return ""
