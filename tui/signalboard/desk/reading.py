"""Reading: stories, theses, companies and feeds, as rows ready to show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from signalboard import config, times
from signalboard.archive import hits, parse_search
from signalboard.board import Board
from signalboard.desk.listing import DeskListing, Limits
from signalboard.desk.rooms import Rooms
from signalboard.desk.values import NAMED, CompanyRow, DeskProblem, FeedRow, Summary, ThesisRow
from signalboard.judge import tally as judge
from signalboard.judge import watching
from signalboard.links import feeds_meant, shown
from signalboard.model import (
    Company,
    Evidence,
    Feed,
    Listing,
    Report,
    Story,
    StoryRow,
    Thesis,
    View,
    replace,
)
from signalboard.text import clean

ACTIVITY_DAYS = 14
BLIND = "blind"
"""The preference that says whether hints are shown."""
_UNSEEN = "Blind mode is on, so there is no order of what is suggested."


class Reading(Rooms):
    """Everything that can be looked at; nothing here changes anything."""

    @property
    def is_blind(self) -> bool:
        """Whether hints are kept from view."""
        if self._is_blind is None:
            self._is_blind = config.preference(self.places, BLIND) == "on"
        return self._is_blind

    # -- stories ----------------------------------------------------------

    def listing(self, view: View, *, most: int | None = None) -> Listing:
        """The stories that fit a view, in its order, pinned as they stand now.

        ``most``: rows that are needed; where there are more, it may not be whole.
        """
        limits, problem = self._limits(view)
        return self._list(view, problem).select(limits, self.now(), most)

    def seek(self, view: View, heard: Callable[[Listing], None]) -> Listing:
        """The same for a screen, which waits for nothing: at once, if perhaps without rows yet.

        Another thread finds them, and calls ``heard`` with the list when the first are there,
        when there are more, and when it is whole. The list sought before is read no further.
        """
        limits, problem = self._limits(view)
        return self._list(view, problem).seek(limits, self.now(), heard)

    def story(self, story_id: str) -> Story | None:
        """A story with all its reports, or None."""
        story = self._archive.story(story_id)
        if story is None:
            return None
        read, starred = self._marked(story.id, read=story.read, starred=story.starred)
        return replace(story, read=read, starred=starred)

    def via(self, report: Report) -> str:
        """The news agency whose text a report is, where another outlet printed it; else empty."""
        from signalboard.wire.agencies import printed

        return printed(report.outlet, report.origin)

    def hits(self, view: View) -> Callable[[str], tuple[tuple[int, int], ...]]:
        """Tells where in a text the words of a view's search stand: [start, end) in characters."""
        return hits(parse_search(view.search))

    def evidence_of(self, story_id: str) -> tuple[Evidence, ...]:
        """What a story was judged to say, in the order recorded."""
        return self._board.evidence_of(story_id)

    def find_story(self, named: str) -> str:
        """The id of the story meant by an id, the beginning of one, a number or part of a title.

        The number is the story's place in ``stories``, newest first. Raises
        DeskProblem where none or several fit.
        """
        asked = clean(named)
        if asked.isascii() and asked.isdecimal() and 0 < int(asked[:9]) < 10**8:
            rows = self.listing(View()).rows(int(asked) - 1, int(asked))
            if rows:
                return rows[0].id
        found = self._archive.find(asked)
        return _only(found, asked, "story", "stories")

    # -- theses -----------------------------------------------------------

    def called_theses(self) -> tuple[Thesis, ...]:
        """The theses by number, closed ones too, without what their evidence comes to."""
        return self._board.theses()

    def theses(self) -> tuple[ThesisRow, ...]:
        """The theses in play, by number."""
        now = self.now()
        return tuple(
            self._kept.thesis(thesis, now, self._discount)
            for thesis in self._board.theses()
            if not thesis.is_closed
        )

    def closed_theses(self) -> tuple[ThesisRow, ...]:
        """The theses out of play, by number; their evidence stays."""
        now = self.now()
        return tuple(
            self._kept.thesis(thesis, now, self._discount)
            for thesis in self._board.theses()
            if thesis.is_closed
        )

    def thesis(self, thesis_id: str) -> ThesisRow:
        """One thesis; raises DeskProblem where there is none."""
        thesis = self._board.thesis(thesis_id)
        if thesis is None:
            raise DeskProblem(f"There is no thesis {thesis_id!r}.")
        return self._kept.thesis(thesis, self.now(), self._discount)

    def evidence(self, thesis_id: str) -> tuple[Evidence, ...]:
        """All evidence on a thesis, in the order recorded."""
        return self._board.evidence_on(thesis_id)

    def last_evidence(self) -> Evidence | None:
        """What was judged last here, or else the newest that stands; None where there is none."""
        return self._board.evidence(self._latest) or self._board.newest_evidence()

    def evidence_by_id(self, evidence_id: str) -> Evidence | None:
        """One piece of evidence, or None."""
        return self._board.evidence(evidence_id)

    def find_thesis(self, named: str, *, closed: bool = False) -> str:
        """The id of the thesis meant by an id, a number or part of its name.

        Raises DeskProblem where none or several fit.
        """
        asked = clean(named)
        theses = [t for t in self._board.theses() if closed or not t.is_closed]
        for thesis in theses:
            if asked in (thesis.id, str(thesis.number)) or asked.lower() == thesis.name.lower():
                return thesis.id
        part = asked.lower()
        found = [(t.id, t.name) for t in theses if part and part in f"{t.name.lower()} {t.id}"]
        if not found:
            names = [name for thesis in theses for name in (thesis.name, thesis.id)]
            raise DeskProblem(_unknown("thesis", asked, names))
        return _only(found, asked, "thesis", "theses")

    # -- companies, feeds, numbers ----------------------------------------

    def companies(self) -> tuple[CompanyRow, ...]:
        """The companies, tracked ones first, the most named lately first."""
        midnight = times.midnight(self.now())
        return self._kept.companies(
            self._settings.companies,
            midnight,
            self._tracked,
            lambda names: self._archive.activity(names, midnight, days=ACTIVITY_DAYS),
        )

    def find_company(self, named: str) -> str:
        """The name of the company meant by its name or an alias; raises DeskProblem."""
        return self.company_called(named).name

    def company_called(self, named: str) -> Company:
        """The company of this name or alias; raises DeskProblem where there is none."""
        asked = clean(named)
        for company in self._settings.companies:
            if asked.lower() in (name.lower() for name in (company.name, *company.aliases)):
                return company
        names = [name for c in self._settings.companies for name in (c.name, *c.aliases)]
        raise DeskProblem(_unknown("company", asked, names))

    def find_feed(self, named: str) -> Feed:
        """The feed meant, as ``links.feeds_meant`` has it; raises DeskProblem."""
        asked = clean(named, 100_000)
        found = feeds_meant(asked, self._settings.feeds)
        if len(found) != 1:
            several = "Several feeds fit" if found else "No feed is called"
            raise DeskProblem(
                f"{several} {clean(named, NAMED)!r}; name it by its address or whole name."
            )
        return found[0]

    def feeds(self) -> tuple[FeedRow, ...]:
        """The subscriptions, in the order of feeds.yaml."""
        states = self._archive.feed_states()
        latest = self._archive.feed_latest()
        return tuple(
            FeedRow(feed, states.get(shown(feed.url)), latest.get(shown(feed.url)))
            for feed in self._settings.feeds
        )

    def summary(self) -> Summary:
        """The numbers of the status line."""
        counts = self._archive.counts()
        asked = self._kept.asked(self._settings.feeds, self._archive.feed_states)
        watches = watching.open_watches(self._board.watches())
        return Summary(
            stories=counts.stories,
            unjudged=counts.unjudged,
            muted=counts.muted,
            feeds_enabled=asked.enabled,
            feeds_well=asked.well,
            feeds_broken=asked.broken,
            offline=asked.offline,
            heard_at=asked.heard_at,
            watches_open=len(watches),
            watches_due=len(watching.due_watches(watches, self.now())),
        )

    # -- how -------------------------------------------------------------

    def _list(self, view: View, problem: str) -> DeskListing:
        return DeskListing(view, self._archive, self._decorated, _Judged(self._board), problem)

    def _limits(self, view: View) -> tuple[Limits, str]:
        """The stories judged on the theses that a view and its search name, or not on those."""
        wanted = [view.thesis_id] if view.thesis_id and not view.contrary else []
        search = parse_search(view.search) if view.search else None
        by_hints = "suggested" in (view.sort, search.sort if search else "")
        problem = _UNSEEN if by_hints and self.is_blind else ""
        unwanted: list[str] = []
        named = ((search.theses, wanted), (search.not_theses, unwanted)) if search else ()
        for parts, found in named:
            for part in parts:
                try:
                    found.append(self.find_thesis(part, closed=True))
                except DeskProblem as unknown:
                    problem = str(unknown)
        if problem:
            return Limits(frozenset()), problem
        among: frozenset[str] | None = None
        if view.contrary and view.thesis_id:
            among = self._suggester.contrary_to(view.thesis_id, mixed=self.is_blind)
        for thesis_id in wanted:
            stories = self._board.stories_on(thesis_id)
            among = stories if among is None else among & stories
        but: frozenset[str] = frozenset().union(*map(self._board.stories_on, unwanted))
        return Limits(among, but), ""

    def _decorated(self, row: StoryRow) -> StoryRow:
        read, starred = self._marked(row.id, read=row.read, starred=row.starred)
        return replace(
            row,
            read=read,
            starred=starred,
            marks=judge.marks(self._board.evidence_of(row.id)),
            spans=tuple((a, b) for a, b, _ in self._tracked_finder().spans(row.title))
            if self.finds_names
            else (),
        )

    def _marked(self, story_id: str, *, read: bool, starred: bool) -> tuple[bool, bool]:
        """Read and starred: the person's own word before what the archive was told of it."""
        marks = self._board.document("reading", story_id) or {}
        own_read, own_star = marks.get("read"), marks.get("starred")
        return (
            read if own_read is None else bool(own_read),
            starred if own_star is None else bool(own_star),
        )


class _Judged(NamedTuple):
    """What the board knows of judged stories."""

    board: Board

    def theses_of(self, story_id: str) -> Collection[str]:
        return {piece.thesis_id for piece in self.board.evidence_of(story_id)}

    def but_on(self, thesis_id: str) -> frozenset[str]:
        return frozenset(self.board.judged_stories()) - self.board.stories_on(thesis_id)


def _unknown(one: str, asked: str, names: Iterable[str]) -> str:
    """That nothing is called so, which name is near it (or its first words), and where all are."""
    from difflib import get_close_matches  # for mistakes only

    begun = len(asked.split())
    known = {" ".join(name.casefold().split()[:begun]): name for name in names}
    known |= {name.casefold(): name for name in names}
    near = get_close_matches(asked.casefold(), known, 1, cutoff=0.7)
    meant = f" Did you mean {known[near[0]]!r}?" if near else ""
    said = clean(asked, NAMED)
    return f"No {one} is called {said!r}.{meant} `signalboard {one} list` shows them all."


def _only(found: list[tuple[str, str]], asked: str, one: str, many: str) -> str:
    exact = [ident for ident, name in found if name == asked or ident == asked]
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise DeskProblem(f"No {one} is called {clean(asked, NAMED)!r}.")
    if len(found) > 1:
        named = "; ".join(f"{ident} {name}" for ident, name in found[:5])
        raise DeskProblem(
            f"Several {many} fit {clean(asked, NAMED)!r}: {named}. Say more of the name, or the id."
        )
    return found[0][0]
