"""Which stories are looked at, and the list that is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from signalboard.model.stories import StoryRow
from signalboard.values import dataclass

Sort = Literal["newest", "match", "outlets", "companies", "suggested"]
SORTS: tuple[Sort, ...] = ("newest", "match", "outlets", "companies", "suggested")
"""The orders of a list: by time, by how well the words fit, by how many outlets, or companies,
by how much says that an unjudged story is about a thesis."""


MOST_WAITING = 2000
"""Stories that are counted as waiting for a list; where it is as many, there may be more."""


@dataclass(frozen=True, slots=True)
class View:
    """Which stories a list shows, and in what order."""

    search: str = ""
    show: Literal["all", "unjudged", "starred", "linked", "muted"] = "all"
    company: str | None = None
    thesis_id: str | None = None
    contrary: bool = False
    """Of the thesis what looks contrary and was not judged on it, rather than what was."""
    since_at: int | None = None
    sort: Sort = "newest"

    @property
    def is_everything(self) -> bool:
        """Whether nothing is filtered out, the newest first."""
        return self == View()


class Listing(Protocol):
    """A pinned, ordered list of stories: rows never move while it lives.

    One that was sought may still be read: rows are added at its end until it is whole.
    """

    @property
    def view(self) -> View:
        """What was asked for."""
        ...

    @property
    def problem(self) -> str:
        """Why a search could not be taken as written; empty if it could."""
        ...

    @property
    def order(self) -> str:
        """The order in words, ``best match of the newest 5,000``; empty: the newest first."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether every row was found; none is added any more."""
        ...

    def wait(self, seconds: float) -> bool:
        """Whether the first rows are found, or are within so many seconds."""
        ...

    def leave(self) -> None:
        """Read no further: nobody looks at it any more."""
        ...

    def __len__(self) -> int:
        """How many rows there are, so far."""
        ...

    def rows(self, start: int, stop: int) -> Sequence[StoryRow]:
        """The rows start to stop (clipped to what is there), as they stand now."""
        ...

    def index_of(self, story_id: str) -> int | None:
        """Where a story stands, or None."""
        ...

    def may_find(self, story_id: str) -> bool:
        """Whether a story that has no row may still get one, as the list is read further."""
        ...

    def waiting(self) -> int:
        """How many stories that fit the view arrived since it was pinned, up to MOST_WAITING."""
        ...

    def next_unjudged(self, start: int, step: Literal[1, -1], by: str | None = None) -> int | None:
        """The nearest row from start (inclusive) in a direction that is not judged.

        ``by``: not judged on this thesis; else on none.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mute:
    """A rule that keeps stories out of the list: by words of the title, by who has it, by company.

    Which says what hides: ``words`` of the title, ``feed``, ``outlet``, ``company``.
    """

    kind: Literal["words", "feed", "outlet", "company"]
    value: str
    """Words as a search has them, the feed's address as shown, the outlet's or company's name."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search worth a name."""

    name: str
    search: str
