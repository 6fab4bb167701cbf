"""The settings as values, and the theses a new board is seeded with."""

from __future__ import annotations

import re

from signalboard import times
from signalboard.config.files import Fingerprint
from signalboard.judge.conviction import DISCOUNT
from signalboard.model import Company, Feed, Mute, SavedSearch
from signalboard.values import dataclass

_WITHIN = re.compile(r"(\d{1,3}) (day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class WatchSeed:
    """A dated question of a thesis that is not on the board yet."""

    question: str
    hit_if: str
    miss_if: str
    void_if: str
    look_up: str
    h1: float
    """P(hit if the thesis is true)."""
    h0: float
    """P(hit if the thesis is false)."""
    within: str = ""
    """A span from the day it is opened, as ``6 months``; empty where there is a date."""
    by: str = ""
    """The last day, as ``2027-05-31``; empty where there is a span."""
    opened: str = ""
    """The day it was asked, as ``2026-04-23``; empty where that is the first start."""

    def opened_at(self, now: int) -> int:
        """The moment it was asked."""
        return times.parse_iso(self.opened) if self.opened else now

    def closes_at(self, opened_at: int) -> int:
        """The end of its last day; months are calendar months from the opening."""
        if self.by:
            return times.parse_iso(self.by) + times.DAY - 1
        span = read_within(self.within)
        if span is None:
            raise ValueError(f"{self.within!r} is not a span like 6 months")
        count, unit = span
        if unit in {"day", "week"}:
            return times.day_ends(opened_at + count * times.DAY * (7 if unit == "week" else 1))
        return times.day_ends(times.add_months(opened_at, count * (12 if unit == "year" else 1)))


@dataclass(frozen=True, slots=True)
class ThesisSeed:
    """A thesis that a new board begins with."""

    name: str
    statement: str
    negation: str
    prior: float | None = None
    """None where it is not said."""
    keywords: tuple[str, ...] = ()
    watches: tuple[WatchSeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """How feeds are asked, whatever feed it is."""

    use_proxy: bool = False
    """Whether HTTPS_PROXY and its like in the environment count."""
    user_agents: tuple[tuple[str, str], ...] = ()
    """Host (and its subdomains) to the User-Agent it wants instead of ours."""


@dataclass(frozen=True, slots=True)
class Method:
    """How judgments are added up, as far as that is a convention."""

    discount: float = DISCOUNT
    """What each further story on a side counts of the one before it; 1 is plain Bayes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What feeds.yaml says, as far as it is right."""

    feeds: tuple[Feed, ...] = ()
    companies: tuple[Company, ...] = ()
    theses: tuple[ThesisSeed, ...] = ()
    mutes: tuple[Mute, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    network: Network = Network()
    method: Method = Method()
    problems: tuple[str, ...] = ()
    """Sentences: the file, the line, what is wrong, what was expected, what was kept."""
    fingerprint: Fingerprint = (0, 0)
    """Of the file as it was read; differs from ``config.fingerprint(path)`` after an edit."""

    @property
    def is_unread(self) -> bool:
        """Whether nothing could be taken from the file: then it says nothing of what it holds."""
        empty = Settings(problems=self.problems, fingerprint=self.fingerprint)
        return bool(self.problems) and self == empty


def read_within(written: str) -> tuple[int, str] | None:
    """A span as a count above 0 and ``day``, ``week``, ``month`` or ``year``; None if none."""
    found = _WITHIN.fullmatch(written)
    return (int(found[1]), found[2]) if found and int(found[1]) else None
