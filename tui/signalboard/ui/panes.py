"""The main screen: its panes, where they stand, which has the keys, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from signalboard.desk.values import Summary, ThesisRow
from signalboard.model import Thesis, View
from signalboard.ui.commands import PANES
from signalboard.ui.common import Common
from signalboard.ui.companies import CompaniesPane
from signalboard.ui.headlines import Headlines
from signalboard.ui.keys import Keys, elsewhere, hints
from signalboard.ui.question import Question
from signalboard.ui.refresher import Progress
from signalboard.ui.scanner import Scan
from signalboard.ui.sheet import Sheet
from signalboard.ui.status import Hints, Notices, Status, TopLine
from signalboard.ui.story import StoryPane
from signalboard.ui.theses import ThesesPane
from signalboard.ui.typing import Letters, Prompt
from signalboard.ui.workarounds import Laid

if TYPE_CHECKING:
    from signalboard.desk import Desk
    from signalboard.ui.app import Signalboard

Layout = Literal["wide", "stack", "one"]
WIDE, STACK = (104, 18), (50, 22)
"""Least columns and rows for all four panes, and for headlines over story."""
LEFT = PANES[:2]
VAST = 164
"""Least columns for the story beside the headlines."""


class Column(Laid, Vertical):
    """Panes one below the other."""


class Across(Laid, Container):
    """The two columns."""


class Panes(Common):
    """The panes and lines of the board, the state they show, and their places."""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        super().__init__(desk, keys)
        self.armed: str | None = None
        self.view = View()
        self.zoomed = False
        self.pane: str = PANES[0]
        self.called: tuple[Thesis, ...] = ()
        """Every thesis, closed ones too: known before what their evidence comes to is."""
        self.theses: tuple[ThesisRow, ...] = ()
        self.closed: tuple[ThesisRow, ...] = ()
        self.summary: Summary | None = None
        self.progress = Progress()
        self.scan = Scan()
        self.greeting = desk.first_start
        self.now = desk.now()
        self._arrangement: tuple[Layout, str] | None = None
        self._companies_stale = False
        self._offline = False
        self.top_line = TopLine()
        self.notices = Notices()
        self.headlines = Headlines(id="headlines")
        self.story_pane = StoryPane(id="story")
        self.theses_pane = ThesesPane(id="theses")
        self.companies_pane = CompaniesPane(id="companies")
        self.left = Column(id="left")
        self.right = Column(id="right")
        self.question = Question()
        self.hint_line = Hints()
        self.prompt = Prompt()
        self.letters = Letters()

    def compose(self) -> ComposeResult:
        """The board."""
        self.arrange_panes()  # before there is anything to which it would change the styles
        # First, though they lie above: Textual counts from the end, and would draw everything
        # again that has another number when one of them comes or goes.
        yield self.prompt
        yield self.letters
        yield self.top_line
        yield self.notices
        with Across(id="panes"):
            with self.left:
                yield self.headlines
                yield self.story_pane
            with self.right:
                yield self.theses_pane
                yield self.companies_pane
        yield self.question
        yield self.hint_line

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
        self.set_class(layout == "wide", "-wide")
        self.set_class(layout == "wide" and width >= VAST, "-vast")
        self.set_class(height < 20, "-short")
        self.set_class(height < 14, "-tiny")
        self.question.measure(width, height)
        if (layout, self.pane) == self._arrangement:
            return
        self._arrangement = (layout, self.pane)
        shown = {self.pane}
        if layout == "wide":
            shown = {*PANES}
        elif layout == "stack" and self.pane in LEFT:
            shown = {*LEFT}
        self.theses_pane.show_in_full(layout != "wide")
        # Not by style sheet: a pane must be there before it can be given the keys.
        for name in PANES:
            self.pane_named(name).display = name in shown
        self.left.display = bool(shown & {*LEFT})
        self.right.display = bool(shown - {*LEFT})
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
        # What is heard late may be over: the keys may have gone on since.
        here = event.widget is self.focused
        if here and isinstance(event.widget, Sheet) and name in PANES and name != self.pane:
            self.go_to(name)

    def on_top_line_tab(self, message: TopLine.Tab) -> None:
        """A pane's name was clicked."""
        self.go_to(message.pane)

    def hear_unbound(self, event: events.Key) -> None:
        """A key that does nothing here says where it does something."""
        key = event.character if event.is_printable and event.character else event.key
        if self.focused is self.active:
            if said := elsewhere(key, self.pane, self.keys):
                self.mention(("; ".join(said), "soft"))
            elif event.is_printable:
                told = f"{key} does nothing here; {self.key('help')} shows every key"
                self.mention((told, "soft"))

    # -- saying -----------------------------------------------------------

    @property
    def speaker(self) -> Sheet:
        """The pane with the keys."""
        return self.active

    def _hand_on(self, before: str) -> None:
        old = self.pane_named(before)
        old.foot((), old._foot[1])
        self._speak()

    def scan_archive(self) -> None:
        """What is there already is searched for companies that changed, if any did."""
        cast("Signalboard", self.app).scan_archive()

    def see_top(self) -> None:
        """The top line."""
        listing = self.headlines.listing
        pane = "" if self.layout_now == "wide" else self.pane
        waiting = listing.waiting() if listing is not None else 0
        offline = self._offline or (self.summary is not None and self.summary.offline)
        self.top_line.show(
            Status(
                self.summary,
                self.progress,
                waiting,
                self.now,
                offline,
                pane,
                self.scan,
                bool(self.desk.view_only),
            )
        )

    def see_hints(self) -> None:
        """The keys that count in this pane."""
        self.hint_line.show(hints(self.pane, self.keys))
