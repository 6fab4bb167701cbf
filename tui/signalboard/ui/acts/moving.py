"""Moving: through lists, panes and layouts, and letting new stories in."""

from __future__ import annotations

from typing import Literal

from signalboard.ui.commands import PANES
from signalboard.ui.sheet import Rows, Sheet
from signalboard.ui.status import at_least
from signalboard.ui.watching import Watching


class Moving(Watching):
    """Keys that change nothing but what is in view."""

    def action_down(self, by: int) -> None:
        """The cursor, or the text, by lines."""
        pane = self.active
        if isinstance(pane, Rows):
            self._step(pane, by)
        else:
            pane.scroll_lines(by)

    def action_half(self, way: int) -> None:
        """Half a page."""
        self._by_pages(way, 0.5)

    def action_page(self, way: int) -> None:
        """A page."""
        self._by_pages(way, 1)

    def _by_pages(self, way: int, share: float) -> None:
        pane = self.active
        lines = max(1, int(pane.page * share) - (share == 1))
        if isinstance(pane, Rows):
            self._step(pane, way * max(1, lines // pane.HEIGHT))
        else:
            pane.scroll_lines(way * lines)

    def _step(self, pane: Rows, by: int) -> None:
        self._met(pane)
        pane.move_to(pane.cursor + by)

    def action_top(self) -> None:
        """The top; in the headlines the waiting stories come in."""
        pane = self.active
        if pane is self.headlines:
            listing = self.headlines.listing
            self._met(self.headlines)
            if listing is None or listing.waiting() or self.headlines.has_again:
                self.seek(self.asked, self.open_listing_at)
        if isinstance(pane, Rows):
            pane.move_to(0)
        pane.scroll_to_line(0)

    def action_bottom(self) -> None:
        """The end."""
        pane = self.active
        if isinstance(pane, Rows):
            self._met(pane)
            pane.move_to(pane.item_count() - 1)
        pane.scroll_to_line(pane.max_scroll_y)

    def action_unjudged(self, step: int) -> None:
        """The nearest story not judged by the armed thesis, or else at all, in a direction."""
        self._met(self.headlines)
        way: Literal[1, -1] = 1 if step > 0 else -1
        found = self.headlines.next_unjudged(way)
        if found is None:
            self.mention((self._none_left(way), "soft"))
        else:
            self.headlines.move_to(found)

    def _none_left(self, way: Literal[1, -1]) -> str:
        """Why there is none to go to: what is so of this list, and where there are others."""
        headlines, there = self.headlines, "below" if way > 0 else "above"
        last = headlines.item_count() - 1
        if last < 0:
            return "there is no story here"
        listing = headlines.listing
        if way > 0 and listing is not None and not listing.is_whole:
            return "none among those found yet; the list is still read"
        if headlines.cursor == (last if way > 0 else 0):
            said = f"this is the {'last' if way > 0 else 'first'} story"
        else:
            inside = "" if self.view.is_everything else " in this list"
            by = "" if self.armed_row is None else f" by {self.armed_row.thesis.number}"
            said = f"every story {there}{inside} is judged{by}"
        waiting = headlines.listing.waiting() if headlines.listing is not None else 0
        if waiting and way < 0:
            return f"{said}; {at_least(waiting)} new above ({self.key('move.top')})"
        if headlines.next_unjudged(1 if way < 0 else -1) is not None:
            back = self.key("move.previous" if way > 0 else "move.next")
            return f"{said}; {back} finds one {'above' if way > 0 else 'below'}"
        return said

    def action_read_on(self) -> None:
        """A page of the story; at its end, the next story not judged."""
        if self.greeting or not self.story_pane.scroll_lines(max(1, self.story_pane.page - 1)):
            self.action_unjudged(1)

    def _met(self, pane: Sheet) -> None:
        """The reader knows how to move: the greeting gives way to the stories."""
        if self.greeting and pane is self.headlines:
            self.greeting = False
            self.see_story()

    # -- panes ------------------------------------------------------------

    def action_pane(self, step: int) -> None:
        """The next pane, in reading order."""
        self.go_to(PANES[(PANES.index(self.pane) + step) % len(PANES)])

    def action_pane_to(self, name: str) -> None:
        """A pane by name; who goes to read has done with the greeting."""
        if name == "story":
            self._met(self.headlines)
        self.go_to(name)

    def action_zoom(self) -> None:
        """The pane takes the whole screen, or gives it back."""
        self.zoomed = not self.zoomed
        self.arrange_panes()
