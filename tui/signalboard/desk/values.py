"""What the desk hands to a screen or a command: rows ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field

from signalboard.judge.tally import Tally
from signalboard.model import Activity, Company, Evidence, Feed, FeedState, Problem, Thesis, Watch


@dataclass(frozen=True, slots=True)
class ThesisRow:
    """A thesis with what its evidence adds up to."""

    thesis: Thesis
    tally: Tally
    last_contradiction_at: int | None = None
    strongest_against: Evidence | None = None
    watches: tuple[Watch, ...] = ()
    """Open watches, the next to come due first."""
    due: int = 0
    """How many open watches are past their date."""


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
class Summary:
    """The numbers of the status line."""

    stories: int
    unjudged: int
    feeds_enabled: int
    feeds_well: int
    """Enabled feeds whose last check succeeded."""
    succeeded_at: int | None
    """When any feed last answered."""
    watches_open: int
    watches_due: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a person did, as it can be told, undone and redone."""

    seq: int
    label: str
    """What was done, e.g. "support: Web4 at velocity"."""
    story_ids: tuple[str, ...] = ()
    thesis_ids: tuple[str, ...] = ()
    evidence_id: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What came from elsewhere since the last look."""

    stories: bool = False
    judgments: bool = False
    settings: bool = False
    notices: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return self.stories or self.judgments or self.settings or bool(self.notices)


__all__ = [
    "Change",
    "Changed",
    "CompanyRow",
    "DeskProblem",
    "FeedRow",
    "Sighting",
    "Summary",
    "Tally",
    "ThesisRow",
]


class DeskProblem(Problem):
    """Something that cannot be done as asked; its text is a sentence for people."""
