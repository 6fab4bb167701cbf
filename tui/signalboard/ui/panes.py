"""The main screen as it is seen: its panes, where they stand, and what keeps them true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from signalboard.desk.values import DeskProblem, Summary, ThesisRow
from signalboard.model import Listing, View
from signalboard.ui.commands import PANES, Keys, hints
from signalboard.ui.companies import CompaniesPane
from signalboard.ui.headlines import Headlines
from signalboard.ui.ink import Line, Piece
from signalboard.ui.refresher import Progress
from signalboard.ui.sheet import Rows, Sheet
from signalboard.ui.status import Hints, Notices, Question, Status, TopLine
from signalboard.ui.story import StoryPane
from signalboard.ui.theses import ThesesPane
from signalboard.ui.typing import Letters, Prompt
from signalboard.ui.welcome import welcome

if TYPE_CHECKING:
    from signalboard.desk import Desk

Layout = Literal["wide", "stack", "one"]
POLL, REST = 0.4, 1.0
"""Seconds between two looks at the desk; seconds of rest that count as reading."""
WIDE, STACK = (104, 18), (50, 22)
"""Least columns and rows for all four panes, and for headlines over story."""
VAST = 164
"""Least columns for the story beside the headlines."""


class Panes(Screen[None]):
    """The panes and lines of the board, and the state they show."""

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        super().__init__()
        self.desk = desk
        self.keys = keys
        self.armed: str | None = None
        self.view = View()
        self.zoomed = False
        self.pane: str = PANES[0]
        self.theses: tuple[ThesisRow, ...] = ()
        self.summary: Summary | None = None
        self.progress = Progress()
        self.greeting = desk.first_start
        self.now = desk.now()
        self._arrangement: tuple[Layout, str] | None = None
        self._rested = 0.0
        self._said: Line = ()
        self._companies_stale = False
        self.top_line = TopLine()
        self.notices = Notices()
        self.headlines = Headlines(id="headlines")
        self.story_pane = StoryPane(id="story")
        self.theses_pane = ThesesPane(id="theses")
        self.companies_pane = CompaniesPane(id="companies")
        self.question = Question()
        self.hint_line = Hints()
        self.prompt = Prompt()
        self.letters = Letters()

    def compose(self) -> ComposeResult:
        """The board."""
        yield self.top_line
        yield self.notices
        with Container(id="panes"):
            with Vertical(id="left"):
                yield self.headlines
                yield self.story_pane
            with Vertical(id="right"):
                yield self.theses_pane
                yield self.companies_pane
        yield self.question
        yield self.hint_line
        yield self.prompt
        yield self.letters

    def on_mount(self) -> None:
        """The first screen is never a placeholder: the headlines are read before it is drawn."""
        self.prompt.display = self.letters.display = False
        self.notices.add(self.desk.notices)
        self.story_pane.caption([("Story", "strong")])
        self.companies_pane.caption([("Companies", "strong")])
        self.arrange_panes()
        self.see_theses()
        self.open_listing(self.desk.listing(self.view))
        self.see_summary()
        self.set_focus(self.headlines)
        self.see_hints()
        self.call_after_refresh(self.see_companies)
        self.set_interval(POLL, self._look)

    # -- where things stand -----------------------------------------------

    @property
    def layout_now(self) -> Layout:
        """All four panes, headlines over story, or one pane at a time."""
        width, height = self.app.size
        if self.zoomed:
            return "one"
        if width >= WIDE[0] and height >= WIDE[1]:
            return "wide"
        return "stack" if width >= STACK[0] and height >= STACK[1] else "one"

    def arrange_panes(self) -> None:
        """Show the panes that have room, the one with the keys always."""
        layout = self.layout_now
        width, height = self.app.size
        self.set_class(layout == "wide" and width >= VAST, "-vast")
        self.set_class(height < 20, "-short")
        self.set_class(height < 14, "-tiny")
        arrangement = (layout, self.pane)
        if arrangement != self._arrangement:
            if self._arrangement:
                self.remove_class(f"-{self._arrangement[0]}", f"-at-{self._arrangement[1]}")
            self._arrangement = arrangement
            self.add_class(f"-{layout}", f"-at-{self.pane}")
            self.see_top()

    def on_resize(self, _event: events.Resize) -> None:
        """Another size may have room for other panes; the place stays."""
        self.arrange_panes()

    def pane_named(self, name: str) -> Sheet:
        """A pane by its name."""
        panes: dict[str, Sheet] = {
            "headlines": self.headlines,
            "story": self.story_pane,
            "theses": self.theses_pane,
            "companies": self.companies_pane,
        }
        return panes[name]

    @property
    def active(self) -> Sheet:
        """The pane with the keys."""
        return self.pane_named(self.pane)

    def go_to(self, name: str) -> None:
        """Give a pane the keys, and the room it needs."""
        before, self.pane = self.pane, name
        if before != name:
            self.arrange_panes()
            self._hand_on(before)
        self.set_focus(self.active, scroll_visible=False)
        self.see_hints()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click gave a pane the keys."""
        name = event.widget.id
        if isinstance(event.widget, Sheet) and name in PANES and name != self.pane:
            self.go_to(name)

    def on_top_line_tab(self, message: TopLine.Tab) -> None:
        """A pane's name was clicked."""
        self.go_to(message.pane)

    # -- saying -----------------------------------------------------------

    def tell(self, *line: Piece) -> None:
        """Say what was done, in the border of the pane with the keys, until the next."""
        self._said = line
        pane = self.active
        pane.foot(line, pane._foot[1])

    def _hand_on(self, before: str) -> None:
        old = self.pane_named(before)
        old.foot((), old._foot[1])
        self.active.foot(self._said, self.active._foot[1])

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What the desk refuses is told in its sentence; nothing else happens."""
        try:
            yield
        except DeskProblem as problem:
            sentence = str(problem)
            self.notify(sentence, severity="warning", timeout=8, markup=False)

    # -- what is seen -----------------------------------------------------

    @property
    def armed_row(self) -> ThesisRow | None:
        """The armed thesis."""
        return next((row for row in self.theses if row.thesis.id == self.armed), None)

    def open_listing(self, listing: Listing, cursor: int = 0, top: int | None = None) -> None:
        """Another list of stories."""
        self.view = listing.view
        self.headlines.show(listing, cursor, top)
        self.see_summary()
        self.see_empty()
        if not len(listing):
            self.see_story()

    def see_theses(self, only: str | None = None) -> None:
        """The theses as they stand; ``only`` reads one of them anew."""
        with self.telling():
            if only is None or all(row.thesis.id != only for row in self.theses):
                self.theses = self.desk.theses()
            else:
                fresh = self.desk.thesis(only)
                self.theses = tuple(fresh if row.thesis.id == only else row for row in self.theses)
        row = self.armed_row
        if row is None:
            self.armed = None
        self.theses_pane.show(self.theses, self.armed, self.now)
        self.question.show(row.thesis if row else None, any_thesis=bool(self.theses))
        numbers = {row.thesis.id: row.thesis.number for row in self.theses}
        self.headlines.dress(numbers, self.armed, self.now)

    def see_companies(self) -> None:
        """The companies as they stand."""
        self._companies_stale = False
        with self.telling():
            self.companies_pane.show(self.desk.companies(), self.view.company)

    def see_companies_soon(self) -> None:
        """The companies, once the key has been answered."""
        if not self._companies_stale:
            self._companies_stale = True
            self.set_timer(0.15, self.see_companies)

    def see_summary(self) -> None:
        """The numbers."""
        with self.telling():
            self.summary = self.desk.summary()
        self.see_caption()
        self.see_top()

    def see_top(self) -> None:
        """The top line."""
        listing = self.headlines.listing
        pane = "" if self.layout_now == "wide" else self.pane
        waiting = listing.waiting() if listing is not None else 0
        self.top_line.show(Status(self.summary, self.progress, waiting, self.now, pane))

    def see_caption(self) -> None:
        """What the headlines are headlines of."""
        listing, view = self.headlines.listing, self.view
        left: list[Piece] = [("Headlines", "strong")]
        for ink, said in self._filters(view):
            left += [(" · ", "faint"), (said, ink)]
        if listing is not None and listing.problem:
            left += [(" · ", "faint"), (listing.problem, "warn")]
        end = ""
        if listing is not None and not view.is_everything:
            end = f"{len(listing):,} found"
        elif self.summary is not None and self.summary.stories:
            end = f"{self.summary.unjudged:,} unjudged of {self.summary.stories:,}"
        self.headlines.caption(left, [(end, "soft")] if end else ())

    def _filters(self, view: View) -> list[tuple[str, str]]:
        said = []
        if view.search:
            said.append(("accent", f"“{view.search}”"))
        if view.show != "all":
            said.append(("accent", view.show))
        if view.company is not None:
            said.append(("accent", view.company))
        if view.thesis_id is not None:
            names = [row.thesis.name for row in self.theses if row.thesis.id == view.thesis_id]
            said.append(("accent", names[0] if names else "a thesis"))
        return said

    def see_empty(self) -> None:
        """What the headlines say where there are none."""
        view = self.view
        if view.search:
            self.headlines.say_empty(
                [("No story fits ", ""), (f"“{view.search}”", "accent"), (".", "")],
                [("Esc", "key"), (" clears the search.", "soft")],
            )
        elif not view.is_everything:
            what = ", ".join(said for _, said in self._filters(view))
            self.headlines.say_empty(
                [("No story here: ", ""), (what, "accent"), (".", "")],
                [("Esc", "key"), (" shows all stories again.", "soft")],
            )
        elif self.progress.running:
            self.headlines.say_empty([("The first stories are on their way.", "")])
        else:
            self.headlines.say_empty(
                [("No stories yet.", "")],
                [("r", "key"), (" refreshes the feeds; they are listed in feeds.yaml.", "soft")],
            )

    def see_story(self) -> None:
        """The story under the cursor, with its evidence."""
        row = self.headlines.current
        self._rested = 0.0
        if self.greeting:
            self.story_pane.say(*welcome(self.keys, self.theses))
        elif row is None:
            self.story_pane.say([], [("Nothing to read here.", "soft")])
        else:
            with self.telling():
                story = self.desk.story(row.id)
                if story is None:
                    self.story_pane.say([], [("This story is no longer in the archive.", "soft")])
                    return
                names = {t.thesis.id: (t.thesis.number, t.thesis.name) for t in self.theses}
                self.story_pane.show(
                    story, self.desk.evidence_of(row.id), names, row.spans, self.now
                )

    def see_hints(self) -> None:
        """The keys that count in this pane."""
        self.hint_line.show(hints(self.pane, self.keys))
        self.set_class(self.prompt.display or self.letters.display, "-asking")

    def on_headlines_moved(self) -> None:
        """Another story is under the cursor."""
        self.see_story()

    # -- what happens by itself -------------------------------------------

    def _look(self) -> None:
        """Every so often: what came from elsewhere, the minute, a story read."""
        with self.telling():
            changed = self.desk.poll()
            if changed.notices:
                self.notices.add(changed.notices)
            if changed.judgments or changed.settings:
                self.headlines.forget()
                self.see_theses()
                self.see_story()
            if changed:
                if changed.stories and not self.headlines.item_count():
                    self.open_listing(self.desk.listing(self.view))
                self.see_summary()
                self.see_companies_soon()
        now = self.desk.now()
        if now // 60 != self.now // 60:
            self.now = now
            self.see_theses()
            self.see_story_again()
            self.see_top()
        self._rest()

    def see_story_again(self) -> None:
        """The same story at a later moment; its place on the screen stays."""
        rested = self._rested
        self.see_story()
        self._rested = rested

    def _rest(self) -> None:
        row = self.headlines.current
        seen = self.layout_now != "one" or self.pane == "story"
        if row is None or row.read or not seen or self.greeting or self.app.screen is not self:
            return
        self._rested += POLL
        if self._rested >= REST:
            self._rested = 0.0
            with self.telling():
                self.desk.saw(row.id)
            self.headlines.forget([row.id])

    def on_progress(self, progress: Progress) -> None:
        """A refresh went on, or ended."""
        ended = self.progress.running and not progress.running
        self.progress = progress
        self.see_empty()
        if ended:
            self.see_summary()
            self.see_companies_soon()
            if progress.problem:
                self.notices.add([progress.problem])
        else:
            self.see_top()

    def on_notices_dismissed(self) -> None:
        """The notice was clicked."""
        self.notices.dismiss()

    def items(self) -> Rows | None:
        """The active pane, where it has a cursor."""
        pane = self.active
        return pane if isinstance(pane, Rows) else None

    def later(self, act: Callable[[], object]) -> None:
        """After the present key is answered."""
        self.call_later(cast("Callable[[], None]", act))
