"""How a feed stands, in words: one place for every sentence the screen and the commands say. Pure.

Reads no clock and no file; what a server said comes in as the fetch worded it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.links import shown, shown_host
from signalboard.model import MOVED_CHECKS, Feed, FeedState, Outcome, replace
from signalboard.text import clean
from signalboard.wire import schedule

if TYPE_CHECKING:
    from signalboard.desk.values import FeedHealth

QUIET = 60 * times.DAY
"""A feed that answers but posts nothing for so long, and for eight of its usual gaps, is quiet."""
_USUAL_GAPS = 8


class Standing(StrEnum):
    """The word for how a feed stands: a closed set."""

    FAILING = "failing"
    STOPPED = "stopped"
    GONE = "gone"
    WAITING = "waiting"
    NEW = "not read"
    PAUSED = "paused"
    WELL = "well"
    UNCHANGED = "unchanged"
    REMOVED = "removed"

    @property
    def is_broken(self) -> bool:
        """Whether it brings nothing and a person may have to do something."""
        return self in _BROKEN

    @property
    def rank(self) -> int:
        """Broken first, then what waits, what is new, paused, well, and no longer listed."""
        return _RANKS[self]


_BROKEN = frozenset({Standing.FAILING, Standing.STOPPED, Standing.GONE})
_RANKS = {
    **dict.fromkeys(_BROKEN, 0),
    Standing.WAITING: 1,
    Standing.NEW: 2,
    Standing.PAUSED: 3,
    Standing.WELL: 4,
    Standing.UNCHANGED: 4,
    Standing.REMOVED: 5,
}


def standing(feed: Feed, state: FeedState) -> Standing:
    """How a feed of feeds.yaml stands, by what is remembered of it."""
    if not feed.enabled:
        return Standing.PAUSED
    if schedule.is_stopped(state):
        return Standing.STOPPED
    if state.outcome is None:
        return Standing.NEW
    if state.outcome is Outcome.GONE:
        return Standing.GONE
    if state.outcome is Outcome.WAIT:
        return Standing.WAITING
    if state.failures:
        return Standing.FAILING
    return Standing.UNCHANGED if state.outcome is Outcome.UNCHANGED else Standing.WELL


def reason(stands: Standing, state: FeedState, now: int) -> str:
    """Why it stands so, as a sentence."""
    said = sentence(state.reason)
    if stands is Standing.REMOVED:
        return "It is not in feeds.yaml any more; its stories are kept."
    if stands is Standing.PAUSED:
        return "You paused it: it is not asked; its stories are kept."
    if stands is Standing.NEW:
        if state.attempted_at is None:
            return "It was not read yet."
        asked = f"It was asked {times.ago(state.attempted_at, now)}, and what came is not known"
        return f"{asked}: that refresh was stopped, or is still at work."
    if stands is Standing.STOPPED:
        times_ = f"{state.kills} times in a row"
        return f"signalboard stopped reading it: that had to be cut short {times_}. {said}".strip()
    if stands is Standing.GONE:
        return f"The server says that it is gone for good. {_last_read(state, now)}"
    if stands is Standing.WAITING:
        until = times.local(state.next_at)
        if state.ttl is None:
            return f"{said or 'Its server lets us wait.'} It is asked again {until}."
        asked = f"Its server asks for patience until {until}."
        return f"{asked} {said}".strip()
    if stands is Standing.FAILING:
        count = f"{state.failures} times in a row" if state.failures > 1 else "Once"
        return f"{said or 'It could not be read.'} {count}; {_last_read(state, now, 'last read')}"
    if stands is Standing.UNCHANGED:
        return "It answers; nothing was new at the last check."
    return "It answers."


def brief(stands: Standing, state: FeedState) -> str:
    """Why it stands so, in the few words of a column: what its name and state say is left out."""
    if stands is Standing.FAILING:
        said = _hostless(clean(state.reason), state)
        first, _, rest = said.partition(" ")
        # The host stands at the beginning of what a fetch says of it.
        return rest if rest and "." in first.strip(".") else said or "could not be read"
    return _BRIEF.get(stands, "")


def _hostless(said: str, state: FeedState) -> str:
    """What a fetch says, without the host where it is the feed's own."""
    for url in filter(None, (state.taken_over, state.url)):
        host = shown_host(url)
        said = said.replace(f"the name {host} cannot", "its name cannot")
        said = said.replace(f"connection to {host}", "connection")
    return said


_BRIEF = {
    Standing.STOPPED: "reading it was cut short",
    Standing.GONE: "its server says so",
    Standing.WAITING: "its server asks for it",
    Standing.PAUSED: "you paused it",
    Standing.REMOVED: "not in feeds.yaml",
}


def advice(stands: Standing, state: FeedState, latest_at: int | None, gap: float, now: int) -> str:
    """What a person can do, as a sentence; empty where there is nothing to do.

    ``gap``: seconds between two of its entries as it usually posts, 0 if unknown.
    """
    if stands is Standing.FAILING and state.outcome is not None:
        return _failing(state.outcome, state.status)
    if stands is Standing.NEW and state.attempted_at is not None:
        return "It is asked again then. A retry asks now."
    if stands in _ADVICE:
        return _ADVICE[stands]
    if stands in (Standing.WELL, Standing.UNCHANGED) and latest_at is not None:
        silent = now - latest_at
        if silent > max(QUIET, gap * _USUAL_GAPS):
            return f"Its newest entry is {times.days_between(latest_at, now)} days old."
    return ""


_ADVICE = {
    Standing.GONE: "It is not asked again by itself. Remove it, or retry it if it is back.",
    Standing.STOPPED: "Retry it to read it once more, or remove it.",
    Standing.WAITING: "It is asked again then. A retry asks now, against its server's wish.",
    Standing.NEW: "The next refresh reads it.",
    Standing.PAUSED: "Resume it to have it read again.",
}
_AGAIN = "It is tried again by itself."
_ON_FAILURE = {
    Outcome.NETWORK: f"Its server may be down, or its address no longer exist. {_AGAIN}",
    Outcome.TLS: "Its certificate cannot be trusted, so nothing was read; whoever runs the "
    f"server has to mend that. {_AGAIN}",
    Outcome.TIMEOUT: f"Its server is slow or overloaded. {_AGAIN}",
    Outcome.NOT_A_FEED: "What stands at its address is not a feed: look on the site for the "
    "feed's address, or remove it.",
    Outcome.TOO_LARGE: "It is larger than any feed should be, and was not read to its end. "
    "Look for a shorter feed of the site.",
    Outcome.NO_ROOM: f"Free some room on the disk of signalboard's folder. {_AGAIN}",
    Outcome.PARSE: f"It cannot be understood as a feed. {_AGAIN}",
    Outcome.DECODE: f"Its server packs it wrongly. {_AGAIN}",
    Outcome.TRUNCATED: _AGAIN,
    Outcome.PROTOCOL: f"Its server answers in a way that HTTP does not know. {_AGAIN}",
}


def _failing(outcome: Outcome, status: int | None) -> str:
    if outcome is not Outcome.HTTP_ERROR:
        return _ON_FAILURE.get(outcome, _AGAIN)
    if status in (401, 402, 403, 407):
        return "It is not for everybody: it wants a user and password, or a header of its own."
    if status is not None and 400 <= status < 500 and status not in (408, 429):
        return "It may have moved: look on the site for its new address, or remove it."
    return f"Its server is in trouble. {_AGAIN}"


def next_try(stands: Standing, state: FeedState, now: int) -> str:
    """When it is asked next: ``in 43 min``, ``at once``, ``never: gone``."""
    if stands in (Standing.GONE, Standing.STOPPED, Standing.PAUSED, Standing.REMOVED):
        return f"never: {stands.value}"
    return times.until(state.next_at, now)


def moved(state: FeedState, same_as: str = "") -> str:
    """Where permanent redirects lead, as a sentence; empty where there are none.

    ``same_as``: the name of the listed feed that is there.
    """
    if state.moved_to is None:
        return ""
    there = shown(state.moved_to)
    if same_as:
        return (
            f"It redirects for good to {there}: that is the same feed as {same_as} now. "
            "One of the two can be removed; the stories of both stay."
        )
    if state.taken_over:
        return f"It has moved for good to {there}: taken over, it is asked there now."
    if state.moved_checks < 0:
        return (
            f"It redirects for good to {there}, where another feed was found: not taken over. "
            "What it brings is filed all the same; look whether it is still what you follow."
        )
    checks = "once" if state.moved_checks == 1 else f"at {state.moved_checks} checks in a row"
    return f"It redirects for good to {there} ({checks}; after {MOVED_CHECKS} it is taken over)."


def same_feeds(states: Iterable[FeedState]) -> dict[str, str]:
    """Of listed feeds, by URL: the URL of the listed one that they redirect to for good.

    Where two lead to one address that is not listed itself, the second is the first.
    """
    states = list(states)
    first = {state.url: state.url for state in states}
    same = {}
    for state in states:
        there = shown(state.moved_to) if state.moved_to else state.url
        if first.setdefault(there, state.url) != state.url:
            same[state.url] = first[there]
    return same


def same(name: str) -> str:
    """That a feed is what another is, for a column."""
    return f"same feed as {name} now"


def per_week(recent: int, days: int) -> float | None:
    """Entries a week, from those of the last ``days``; None where there are none.

    One or two entries of a few days say nothing of a pace: they count for a week.
    """
    if recent <= 0 or days <= 0:
        return None
    return recent * 7 / (days if recent > 2 else max(days, 7))


def paced(week: float | None) -> str:
    """How often it posts, for a narrow column: ``120``, ``3.5``, ``<0.1``, or nothing."""
    if week is None:
        return ""
    if week < 0.1:
        return "<0.1"
    return f"{week:.0f}" if week >= 10 else f"{week:.1f}".removesuffix(".0")


def is_offline(asked: Sequence[FeedState]) -> bool:
    """Whether none of several feeds of the network could be reached; one says nothing of it."""
    return len(asked) > 1 and all(s.outcome is not None and s.outcome.is_silent for s in asked)


def excused(row: FeedHealth) -> FeedHealth:
    """A feed that cannot be reached from a machine that seems to be offline: no server's fault."""
    outcome = row.state.outcome
    if row.standing is not Standing.FAILING or outcome is None or not outcome.is_silent:
        return row
    return replace(row, advice=f"This machine seems to be offline. {_AGAIN}")


def offline(asked: Sequence[FeedState], now: int) -> str:
    """What to say where none of several feeds of the network could be reached; else empty."""
    if not is_offline(asked):
        return ""
    heard = max((s.succeeded_at for s in asked if s.succeeded_at is not None), default=None)
    last = f"; a feed last answered {times.ago(heard, now)}" if heard is not None else ""
    return (
        f"This machine seems to be offline: none of {len(asked)} feeds could be reached{last}. "
        "They are tried again by themselves."
    )


def sentence(words: str) -> str:
    """Words as a sentence: a capital at its beginning (not of a host), a stop at its end.

    An archive of before may hold what is let in no more, so they are cleaned again.
    """
    words = clean(words)
    if not words:
        return ""
    end = "" if words[-1] in ".!?…" else "."
    is_host = "." in words.partition(" ")[0].rstrip(".")
    return (words[0] if is_host else words[0].upper()) + words[1:] + end


def _last_read(state: FeedState, now: int, words: str = "Last read") -> str:
    if state.succeeded_at is None:
        return "it was never read." if words.islower() else "It was never read."
    return f"{words} {times.ago(state.succeeded_at, now)}."
