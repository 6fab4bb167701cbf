"""What the desk hands to a screen or a command: rows ready to show."""

from __future__ import annotations

from signalboard.archive import Effect
from signalboard.desk.standing import Standing
from signalboard.judge.conviction import Conviction
from signalboard.judge.guards import GuardName
from signalboard.judge.matrix import Cell, Column, Matrix
from signalboard.judge.tally import Tally
from signalboard.model import (
    Activity,
    Company,
    Evidence,
    Feed,
    FeedState,
    Mute,
    Problem,
    Thesis,
    Watch,
)
from signalboard.text import counted
from signalboard.values import dataclass, field

NAMED = 60
"""Characters of what somebody asked for by name that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class ThesisRow:
    """A thesis with what its evidence adds up to."""

    thesis: Thesis
    tally: Tally
    """Of the wording of now, as everything here."""
    last_contradiction_at: int | None = None
    strongest_against: Evidence | None = None
    watches: tuple[Watch, ...] = ()
    """Open watches, the next to come due first."""
    due: int = 0
    """How many open watches are past their date."""
    conviction: Conviction | None = None
    """None where there is no evidence."""
    change: float | None = None
    """By how many decibans that is another than thirty days ago; None where there is none."""
    earlier: int = 0
    """Judgments that stay with an earlier wording and do not count until they are affirmed."""
    guards: tuple[GuardName, ...] = ()
    """What the log shows of how it is judged."""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company with how often it is named and which way its stories were judged."""

    company: Company
    tracked: bool
    activity: Activity
    tally: Tally


@dataclass(frozen=True, slots=True)
class Sighting:
    """One story that names a company: where, in which words."""

    story_id: str
    at: int
    """The moment it is listed at."""
    in_title: bool
    text: str
    """The title or the summary, whichever names it first."""
    start: int
    end: int
    """Where the words stand in it."""

    def around(self, room: int) -> tuple[str, str, str]:
        """The words, with what stands before and after them: so many characters in all."""
        spare = max(0, room - (self.end - self.start))
        before, after = self.text[: self.start], self.text[self.end :]
        left = min(len(before), max(spare // 2, spare - len(after)))
        right = min(len(after), spare - left)
        if left < len(before):
            before = "…" + before[len(before) - left + 1 :] if left else ""
        if right < len(after):
            after = after[: right - 1] + "…" if right else ""
        return before.replace("\n", " "), self.text[self.start : self.end], after.replace("\n", " ")


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A subscription with how its last check went."""

    feed: Feed
    state: FeedState | None
    latest_at: int | None = None
    """When its newest entry was published or first seen."""


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed stands, with everything ready to show."""

    feed: Feed
    url: str
    """Its address without user, password and secrets: what the archive knows it by."""
    state: FeedState
    standing: Standing
    reason: str
    """Why it stands so, as a sentence."""
    brief: str
    """The same for a column: no sentence, and without the host; may be empty."""
    advice: str
    """What to do, as a sentence; may be empty."""
    next_try: str
    """``in 43 min``, ``at once``, ``never: gone``."""
    moved: str
    """Where it redirects for good, as a sentence; may be empty."""
    same: str = ""
    """That it is what another listed feed is, in a few words; may be empty."""
    entries: int = 0
    """All that are kept of it."""
    month: int = 0
    """Entries of the last 30 days."""
    per_week: float | None = None
    """How often it posts, by its entries of 90 days; None where there are none."""
    latest_at: int | None = None
    """When its newest entry was published or first seen."""


_TOLD = (
    (Standing.FAILING,),
    (Standing.STOPPED,),
    (Standing.GONE,),
    (Standing.WAITING,),
    (Standing.NEW,),
    (Standing.PAUSED,),
    (Standing.WELL, Standing.UNCHANGED),
    (Standing.REMOVED,),
)


@dataclass(frozen=True, slots=True)
class Health:
    """How all feeds stand."""

    feeds: tuple[FeedHealth, ...]
    """Broken ones first, then waiting, new, paused, well, and no longer listed; by name."""
    sentence: str = ""
    """What concerns all of them, such as being offline; may be empty."""

    def count(self, *standings: Standing) -> int:
        """How many stand so."""
        return sum(row.standing in standings for row in self.feeds)

    @property
    def broken(self) -> int:
        """How many bring nothing and may need somebody."""
        return sum(row.standing.is_broken for row in self.feeds)

    @property
    def told(self) -> str:
        """All of them in a line: ``19 feeds: 3 failing, 1 gone, 15 well``."""
        counts = [
            f"{count} {standings[0].value}"
            for standings in _TOLD
            if (count := self.count(*standings))
        ]
        listed = len(self.feeds) - self.count(Standing.REMOVED)
        return f"{counted(listed, 'feed')}: {', '.join(counts)}"


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of the status line."""

    stories: int
    """Stories shown; ``muted`` ones come on top of these."""
    unjudged: int
    muted: int
    feeds_enabled: int
    feeds_well: int
    """Enabled feeds whose last check succeeded."""
    feeds_broken: int
    """Enabled feeds that fail, are gone, or that signalboard stopped reading."""
    offline: bool
    """Whether none of several feeds of the network could be reached when last asked."""
    heard_at: int | None
    """When a feed of the network last answered."""
    watches_open: int
    watches_due: int


@dataclass(frozen=True, slots=True)
class MuteRow:
    """A mute with what it does."""

    mute: Mute
    name: str
    """What is muted, for people: the words, the feed's name, the company's."""
    hides: int
    """Stories hidden now that it fits, alone or with others."""
    problem: str = ""
    """Why it can mute nothing, as a sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a person did, as it can be told, undone and redone."""

    seq: int
    label: str
    """What was done, e.g. "support: Web4 at velocity"."""
    story_ids: tuple[str, ...] = ()
    thesis_ids: tuple[str, ...] = ()
    evidence_id: str | None = None
    regrouped: bool = False
    """Whether it says which reports are one story: lists pinned before show it no longer."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What came from elsewhere since the last look."""

    stories: bool = False
    judgments: bool = False
    settings: bool = False
    regrouped: bool = False
    """Whether stories are merged or split now that were not; see ``Change``."""
    notices: tuple[str, ...] = field(default=())
    settled: tuple[str, ...] = field(default=())
    """Notices of before that no longer hold: what they tell of was mended."""

    def __bool__(self) -> bool:
        told = self.stories or self.judgments or self.settings or self.regrouped
        return told or bool(self.notices or self.settled)


__all__ = [
    "Cell",
    "Change",
    "Changed",
    "Column",
    "CompanyRow",
    "Conviction",
    "DeskProblem",
    "Effect",
    "FeedHealth",
    "FeedRow",
    "GuardName",
    "Health",
    "Matrix",
    "MuteRow",
    "Sighting",
    "Standing",
    "Summary",
    "Tally",
    "ThesisRow",
]


class DeskProblem(Problem):
    """Something that cannot be done as asked; its text is a sentence for people."""
