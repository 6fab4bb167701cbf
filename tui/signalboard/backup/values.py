"""What a backup is, as values; and which of many are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

from signalboard import times
from signalboard.model import Problem
from signalboard.text import clean
from signalboard.values import dataclass

VERSION = 1
"""Of how a backup is put together; a newer one is refused, untouched."""
Why = Literal["daily", "migration", "restore", "asked"]
DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""How many days, weeks and months with a backup keep one each."""
BEFORE = 5
"""How many of those made before a migration, and before a restore, are kept."""
_LONGEST, _MOST = 100, 10**12
"""Characters of what a manifest says, and what it counts to, at most."""
_NAME = re.compile(
    r"signalboard-(\d{4,9})-(\d{4}-\d{2}-\d{2})-(daily|migration|restore|asked)\.zip"
)


class BackupProblem(Problem):
    """What a backup cannot do as asked; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    at: str
    """When it was made, as the clock had it then."""
    program: str
    why: Why
    seq: int
    """The number of the last change in it."""
    hash: str
    lines: int
    is_whole: bool
    """Whether every line of its journal followed from the one before."""
    state: str
    """The digest of what stands by its journal."""
    counts: dict[str, int]
    """Theses, evidence, watches and the like that stand."""
    sums: dict[str, str]
    """SHA-256 of each file in it."""

    def out(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "backup": "signalboard",
            "version": VERSION,
            "at": self.at,
            "program": self.program,
            "why": self.why,
            "journal": {
                "seq": self.seq,
                "hash": self.hash,
                "lines": self.lines,
                "whole": self.is_whole,
                "state": self.state,
            },
            "counts": self.counts,
            "sums": self.sums,
        }

    @classmethod
    def read(cls, out: dict[str, Any]) -> Manifest:
        """From what ``out`` wrote. Raises KeyError, TypeError or AttributeError on nonsense."""
        journal, counts = out["journal"], out["counts"]
        return cls(
            at=_told(out["at"]),
            program=_told(out["program"]),
            why=_told(out["why"]),  # type: ignore[arg-type]
            seq=_number(journal["seq"]),
            hash=_told(journal["hash"]),
            lines=_number(journal["lines"]),
            is_whole=bool(journal["whole"]),
            state=_told(journal["state"]),
            counts={
                **{clean(name): _number(count) for name, count in counts.items()},
                # Told wherever a backup is: one that does not say them is none of ours.
                **{name: _number(counts[name]) for name in ("theses", "evidence")},
            },
            sums={str(name): str(total) for name, total in out["sums"].items()},
        )


@dataclass(frozen=True, slots=True)
class Held:
    """One backup of the folder, by its name. Their order is their number's, not the clock's."""

    number: int
    day: str
    why: Why
    path: Path

    @property
    def is_daily(self) -> bool:
        """Whether it was made by itself, on a day like any other."""
        return self.why == "daily"


def _told(value: object) -> str:
    """A backup may be somebody else's: what it says passes the door."""
    return clean(str(value), _LONGEST)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < _MOST:
        raise TypeError("this counts nothing")
    return value


def name(number: int, day: str, why: Why) -> str:
    """What a backup's file is called."""
    return f"signalboard-{number:04}-{day}-{why}.zip"


def held(path: Path) -> Held | None:
    """A backup by its file name; None where that is another file."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    return Held(int(found[1]), found[2], found[3], path)  # type: ignore[arg-type]


def doomed(backups: Iterable[Held]) -> list[Held]:
    """Those that are too many, the oldest first.

    Of daily ones the newest stays of each of the last days, weeks and months that have one:
    counted by what is there, so that a clock set forward or back takes none away.
    """
    newest_first = sorted(backups, key=lambda each: -each.number)
    daily = [each for each in newest_first if each.is_daily]
    kept: set[int] = set()
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        kept |= _newest_of(daily, period, count)
    for why in ("migration", "restore"):
        kept |= {each.number for each in [e for e in newest_first if e.why == why][:BEFORE]}
    kept |= {each.number for each in newest_first if each.why == "asked"}
    return [each for each in reversed(newest_first) if each.number not in kept]


def _newest_of(newest_first: list[Held], period: Callable[[Held], str], count: int) -> set[int]:
    found: dict[str, int] = {}
    for each in newest_first:
        found.setdefault(period(each), each.number)
    return set(list(found.values())[:count])


def _day(each: Held) -> str:
    return each.day


def _week(each: Held) -> str:
    try:
        return times.week(times.parse_iso(each.day))
    except ValueError:  # a day that no calendar has
        return each.day


def _month(each: Held) -> str:
    return each.day[:7]
