"""What came in: entries, the stories they report, and the companies those name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from signalboard.links import canonical_url, is_of_site
from signalboard.model.stances import Stance
from signalboard.text import counted
from signalboard.values import dataclass


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
    feed_url: str = ""
    entry_id: str = ""
    outlet: str = ""
    """Which of its entries has this address and title, and who published that."""


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
    reliability: str = ""
    """A to F: how its feed was rated when the story was judged; empty: unrated."""


def origins(reports: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """The origins of reports, each by its own origin, its feed's URL and its page, in order."""
    return tuple(dict.fromkeys(origin_of_each(reports)))


def origin_of_each(reports: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """Which origin each report goes back to; see ``origins`` for what is told of one.

    Reports with one page have one origin: that of the report from the page's own
    site, else of the first. Who only links to a page is no second voice.
    """
    told = tuple(reports)
    if len({origin for origin, _, _ in told}) < 2:
        return tuple(origin for origin, _, _ in told)
    pages: dict[str, str] = {}
    is_owned: set[str] = set()
    keys = [_page(url) for _, _, url in told]
    if len(set(keys)) == len(keys):
        return tuple(origin for origin, _, _ in told)
    for page, (origin, feed_url, _) in zip(keys, told, strict=True):
        owns = page not in is_owned and is_of_site(page, feed_url)
        if owns or page not in pages:
            pages[page] = origin
        if owns:
            is_owned.add(page)
    return tuple(pages[page] if page else own for page, (own, _, _) in zip(keys, told, strict=True))


@lru_cache(maxsize=4096)
def _page(url: str) -> str:
    return canonical_url(url)


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
        """Who owns or wired it, each once; one page is one origin, however many link to it."""
        return origins((r.origin, r.feed_url, r.url) for r in self.reports)

    @property
    def voices(self) -> str:
        """How many say it, and how many they go back to: ``5 outlets, 2 origins``."""
        return f"{counted(len(self.outlets), 'outlet')}, {counted(len(self.origins), 'origin')}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A story's bearing on one thesis, as a list row shows it."""

    thesis_id: str
    stance: Stance
    strength: int


@dataclass(frozen=True, slots=True)
class Revision:
    """How an entry read before its outlet changed it."""

    feed_url: str
    entry_id: str
    outlet: str
    title: str
    summary: str
    until_at: int
    """When it was first seen to read differently."""


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
    muted: bool = False
    companies: tuple[str, ...] = ()
    about: int = 0
    """How many of the companies, the first ones, the title names; the rest are mentioned."""
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
    muted: bool = False
    about: int = 0
    """How many of the companies, the first ones, titles name; the rest are mentioned."""
    fixed: bool = False
    """Merged or split by the person, whose word stands."""
    revisions: tuple[Revision, ...] = ()
    """How its entries read before, the latest first."""

    @property
    def rewordings(self) -> tuple[tuple[Revision, bool], ...]:
        """Each revision, and whether it was the headline that changed (else the text alone)."""
        after = {(report.feed_url, report.entry_id): report.title for report in self.reports}
        found = []
        for revision in self.revisions:
            entry = revision.feed_url, revision.entry_id
            found.append((revision, after.get(entry, revision.title) != revision.title))
            after[entry] = revision.title
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Company:
    """Somebody tracked, and the names they go by."""

    name: str
    aliases: tuple[str, ...] = ()
    ticker: str | None = None
    as_written: bool | tuple[str, ...] = False
    """Whether the names are also words, or which of them are: those match as written, with case."""
    exclude: tuple[str, ...] = ()
    """Longer names that are somebody else ("Tencent Music")."""

    @property
    def words(self) -> tuple[str, ...]:
        """The names that are also words."""
        if isinstance(self.as_written, tuple):
            return self.as_written
        return (self.name, *self.aliases) if self.as_written else ()


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
