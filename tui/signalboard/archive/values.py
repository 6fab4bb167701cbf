"""What the archive takes and gives besides the values of the model."""

from __future__ import annotations

from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """An entry the archive has, as it reads there."""

    title: str
    summary: str
    url: str
    story_id: str
    published_at: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the board says of a story; None: it says nothing, what stands may stay."""

    story_id: str
    judged: int
    """0: not judged, 1: no bearing only, 2: support or contradiction."""
    starred: bool | None = None
    read: bool | None = None
    title: str = ""
    """What it was called when it was judged."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is."""

    stories: int
    """Stories that are shown."""
    unjudged: int
    """Of those shown."""
    muted: int
    """Stories that are hidden."""
    entries: int


@dataclass(frozen=True, slots=True)
class Size:
    """What the archive takes on disk, in bytes."""

    file: int
    log: int
    """The write-ahead log beside it."""
    free: int
    """Of the file: pages of what is gone, used again by what comes in."""
    used: int
    """Of the file: all other pages."""


@dataclass(frozen=True, slots=True)
class Year:
    """How much is listed in one year."""

    year: int
    stories: int
    entries: int


@dataclass(frozen=True, slots=True)
class Extent:
    """About how much a pruning would take."""

    stories: int
    entries: int
    share: float
    """Of all entries, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Pruning:
    """What was pruned at one time."""

    at: int
    before_at: int
    stories: int
    entries: int


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one entry, to look for companies in."""

    entry: int
    """The archive's number of it."""
    story: int
    """The key of its story."""
    title: str
    summary: str
    companies: tuple[str, ...]
    """The names found so far."""
    about: int
    """How many of them the title names."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What other mute rules would do to the stories there are."""

    hides: int = 0
    """Stories that would no longer be shown."""
    shows: int = 0
    """Hidden stories that would be shown again."""
    already: int = 0
    """Stories that fit and are hidden by another rule too."""
    judged: int = 0
    """Stories that fit and stay, since they are judged."""
    starred: int = 0
    """Stories that fit and stay for their star alone."""
    samples: tuple[str, ...] = ()
    """Titles of the newest that would be hidden, or shown again."""
    partial: bool = False
    """Whether only the newest that may fit were looked at: there may be more."""


@dataclass(frozen=True, slots=True)
class Posted:
    """How much a feed brought, dated by when it was published or else first seen."""

    entries: int = 0
    """All that is kept of it."""
    latest_at: int | None = None
    days: int = 0
    """Days since the first of the entries of 90 days, today included; 0 without any."""
    recent: int = 0
    """Entries of those 90 days."""
    month: int = 0
    """Entries of 30 days."""


def lines(names: tuple[str, ...] | list[str]) -> str:
    """Names as one stored text; cleaned text holds no line ends."""
    return "\n".join(names)


def names(stored: str) -> tuple[str, ...]:
    """The names of a stored text."""
    return tuple(stored.split("\n")) if stored else ()
