"""The values every room speaks of: frozen, without I/O, without a clock.

Moments are whole seconds of Unix time (UTC) in fields that end in ``_at``;
``None`` means unknown. Text in these values has been through ``text.clean``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Protocol

__all__ = [
    "STRENGTHS",
    "Activity",
    "Candidate",
    "Company",
    "Entry",
    "Evidence",
    "Feed",
    "FeedState",
    "Listing",
    "Mark",
    "Outcome",
    "Problem",
    "Report",
    "Snapshot",
    "Stance",
    "Story",
    "StoryRow",
    "Thesis",
    "Version",
    "View",
    "Watch",
    "replace",
]

STRENGTHS = {1: "slight", 2: "moderate", 3: "strong"}
"""The word of each strength of evidence."""


class Problem(Exception):
    """Something that cannot be done as asked; its text is a sentence for people."""


class Stance(StrEnum):
    """What a story says about a thesis, in one person's judgment."""

    SUPPORT = "support"
    CONTRADICT = "contradict"
    NO_BEARING = "no-bearing"


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
    DECODE = "decode"
    NOT_A_FEED = "not-a-feed"
    PARSE = "parse"
    HTTP_ERROR = "http-error"

    @property
    def is_well(self) -> bool:
        """Whether the feed answered as a feed should."""
        return self in (Outcome.ENTRIES, Outcome.UNCHANGED)


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
    """Parser kills in a row; three pause the feed."""
    entries_seen: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of one feed, read and cleaned, not yet placed in a story."""

    id: str
    title: str
    url: str = ""
    summary: str = ""
    author: str = ""
    outlet: str = ""
    """Who published it, where the item itself says so; else empty: the feed's name."""
    published_at: int | None = None
    updated_at: int | None = None
    title_raw: str = ""
    """The title before cleaning where cleaning changed it; kept, never shown."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story an arriving entry might belong to, as the archive knows it."""

    story_id: str
    canonical_url: str
    title_key: str
    at: int


@dataclass(frozen=True, slots=True)
class Report:
    """One entry as part of a story: who said it, where, when."""

    feed_url: str
    entry_id: str
    outlet: str
    origin: str
    title: str
    url: str
    published_at: int | None
    first_seen_at: int


class Reported:
    """What has reports: who published it, and who they go back to."""

    __slots__ = ()
    reports: tuple[Report, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who published it, each once, the first reporter first."""
        return tuple(dict.fromkeys(report.outlet for report in self.reports))

    @property
    def origins(self) -> tuple[str, ...]:
        """Who owns or wired it, each once."""
        return tuple(dict.fromkeys(report.origin for report in self.reports))


@dataclass(frozen=True, slots=True)
class Mark:
    """A story's bearing on one thesis, as a list row shows it."""

    thesis_id: str
    stance: Stance
    strength: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One line of the story list."""

    id: str
    title: str
    outlet: str
    outlets: int
    origins: int
    at: int
    """The moment the list is ordered by: the earlier of published and first seen."""
    read: bool = False
    starred: bool = False
    companies: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    """Where the title names tracked companies: [start, end) in characters."""


@dataclass(frozen=True, slots=True)
class Story(Reported):
    """One event, with every report of it: what a person triages."""

    id: str
    title: str
    url: str
    summary: str
    at: int
    first_seen_at: int
    reports: tuple[Report, ...]
    companies: tuple[str, ...] = ()
    read: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """Somebody tracked, and the names they go by."""

    name: str
    aliases: tuple[str, ...] = ()
    ticker: str | None = None
    as_written: bool = False
    """The names are also words: match them with case, as written."""
    exclude: tuple[str, ...] = ()
    """Longer names that are somebody else ("Tencent Music")."""


@dataclass(frozen=True, slots=True)
class Activity:
    """How often a company was named lately."""

    days: tuple[int, ...]
    """Stories a day, oldest first, today last."""
    before: int
    """Stories in the equally long time before."""

    @property
    def total(self) -> int:
        """Stories in the days shown."""
        return sum(self.days)

    @property
    def change(self) -> int:
        """Stories more (or fewer) than in the time before."""
        return self.total - self.before


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a thesis."""

    statement: str
    negation: str
    at: int


@dataclass(frozen=True, slots=True)
class Thesis:
    """A claim that can turn out false, with its negation."""

    id: str
    number: int
    name: str
    versions: tuple[Version, ...]
    prior: float = 0.5
    keywords: tuple[str, ...] = ()
    status: Literal["draft", "active", "retired"] = "draft"
    created_at: int = 0

    @property
    def statement(self) -> str:
        """The claim as it is worded now."""
        return self.versions[-1].statement

    @property
    def negation(self) -> str:
        """What would be the case if the claim were false, as worded now."""
        return self.versions[-1].negation


@dataclass(frozen=True, slots=True)
class Snapshot(Reported):
    """The story as it read when it was judged: evidence outlives feeds and links."""

    title: str
    url: str
    at: int
    excerpt: str
    companies: tuple[str, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One story's bearing on one thesis, in one person's judgment."""

    id: str
    thesis_id: str
    story_id: str
    stance: Stance
    strength: int
    note: str
    judged_at: int
    changed_at: int
    version: int
    """Which wording of the thesis was judged: an index into its versions."""
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Watch:
    """A dated question about a thesis that will be settled."""

    id: str
    thesis_id: str
    question: str
    hit_if: str
    miss_if: str
    void_if: str
    look_up: str
    opened_at: int
    closes_at: int
    h1: float
    """P(hit if the thesis is true)."""
    h0: float
    """P(hit if the thesis is false)."""
    state: Literal["open", "hit", "miss", "void"] = "open"
    story_id: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Which stories a list shows."""

    search: str = ""
    show: Literal["all", "unjudged", "starred", "linked"] = "all"
    company: str | None = None
    thesis_id: str | None = None
    since_at: int | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is filtered out."""
        return self == View()


class Listing(Protocol):
    """A pinned, ordered list of stories: rows never move while it lives."""

    @property
    def view(self) -> View:
        """What was asked for."""
        ...

    @property
    def problem(self) -> str:
        """Why a search could not be taken as written; empty if it could."""
        ...

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, start: int, stop: int) -> Sequence[StoryRow]:
        """The rows start to stop (clipped to what is there), as they stand now."""
        ...

    def index_of(self, story_id: str) -> int | None:
        """Where a story stands, or None."""
        ...

    def waiting(self) -> int:
        """How many stories that fit the view arrived since it was pinned."""
        ...

    def next_unjudged(self, start: int, step: Literal[1, -1]) -> int | None:
        """The nearest row from start (inclusive) in a direction that is not judged."""
        ...
