"""Subscriptions, how they stand, and what one of their checks brought."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from signalboard.values import dataclass

MOVED_CHECKS = 3
"""Checks a permanent redirect must have led to the same feed before it is taken over."""
BUNDLED = "bundled:"
"""The address of a feed that comes with the program begins so."""


class Outcome(StrEnum):
    """How one attempt to read a feed ended: a closed set."""

    ENTRIES = "entries"
    UNCHANGED = "unchanged"
    GONE = "gone"
    WAIT = "wait"
    TRUNCATED = "truncated"
    PROTOCOL = "protocol"
    NETWORK = "network"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    NO_ROOM = "no-room"
    DECODE = "decode"
    NOT_A_FEED = "not-a-feed"
    PARSE = "parse"
    HTTP_ERROR = "http-error"

    @property
    def is_well(self) -> bool:
        """Whether the feed answered as a feed should."""
        return self in (Outcome.ENTRIES, Outcome.UNCHANGED)

    @property
    def is_silent(self) -> bool:
        """Whether nobody answered, or not in a way to be believed."""
        return self in (Outcome.NETWORK, Outcome.TIMEOUT, Outcome.TLS)


@dataclass(frozen=True, slots=True)
class Feed:
    """One subscription, as feeds.yaml has it."""

    name: str
    url: str
    origin: str | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    tags: tuple[str, ...] = ()
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    enabled: bool = True
    allow_http: bool = False
    """Whether a redirect of it may lead from https down to http."""

    @property
    def is_bundled(self) -> bool:
        """Whether it comes with the program: no server is asked for it."""
        return self.url.startswith(BUNDLED)


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between two checks."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    attempted_at: int | None = None
    succeeded_at: int | None = None
    next_at: int = 0
    outcome: Outcome | None = None
    reason: str = ""
    failures: int = 0
    status: int | None = None
    ttl: int | None = None
    """Seconds the feed or its server last asked us to wait between checks."""
    interval: int | None = None
    """Seconds between the two latest checks as scheduled."""
    kills: int = 0
    """Parser kills in a row; three stop the reading of the feed."""
    entries_seen: int = 0
    moved_to: str | None = None
    """Where permanent redirects lead since ``moved_at``; taken over after some checks."""
    moved_at: int | None = None
    moved_checks: int = 0
    """Checks in a row that led there and found the same feed; -1: another feed was there."""

    @property
    def taken_over(self) -> str | None:
        """The address to ask instead of the listed one; None: the listed one."""
        return self.moved_to if self.moved_checks >= MOVED_CHECKS else None


@dataclass(frozen=True, slots=True)
class Check:
    """How one check of a feed went: a line of its history."""

    at: int
    outcome: Outcome
    status: int | None = None
    reason: str = ""
    new: int = 0
    """Entries it brought."""
