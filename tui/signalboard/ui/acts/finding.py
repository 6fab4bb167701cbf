"""Finding: search, filters, companies; and the way back to the former place."""

from __future__ import annotations

from typing import Literal

from textual.timer import Timer

from signalboard.model import View, replace
from signalboard.ui.acts.judging import Judging
from signalboard.ui.headlines import Place
from signalboard.ui.ink import Line
from signalboard.ui.sheet import Rows

PAUSE = 0.12
"""Seconds without a key after which a search is made."""
LONGEST_TRAIL = 8

Show = Literal["all", "unjudged", "starred", "linked", "muted"]
LETTERS: tuple[tuple[str, str], ...] = (
    ("u", "unjudged"),
    ("s", "starred"),
    ("l", "linked"),
    ("m", "muted"),
    ("a", "all"),
)


class Finding(Judging):
    """Views over the stories; leaving one leads back to where the reader was."""

    _trail: list[Place]
    _pause: Timer | None = None
    _before: Place | None = None

    def on_mount(self) -> None:
        """Nowhere to go back to yet."""
        self._trail = []

    # -- views ------------------------------------------------------------

    def look_at(self, view: View) -> None:
        """Another view, the cursor on the same story where it is in it."""
        if view == self.view:
            return
        self._met(self.headlines)
        place = self.headlines.place()
        if view.is_everything and self._trail:
            self._return_to(self._trail[0])
            self._trail.clear()
            return
        with self.telling():
            row = self.headlines.current
            listing = self.desk.listing(view)
            if place is not None:
                self._trail = [*self._trail, place][-LONGEST_TRAIL:]
            at = listing.index_of(row.id) if row is not None else None
            self.open_listing(listing, at or 0)
            self.companies_pane.show(self.companies_pane.rows, view.company)

    def go_back(self) -> bool:
        """To the view before, and the place in it; whether there was one."""
        if not self._trail:
            return False
        self._return_to(self._trail.pop())
        return True

    def _return_to(self, place: Place) -> None:
        self.open_listing(place.listing, place.cursor, place.top)
        self.companies_pane.show(self.companies_pane.rows, self.view.company)

    def action_show(self, which: Show) -> None:
        """Only some stories, or all."""
        if which == "all":
            self.look_at(View())
        else:
            self.look_at(replace(self.view, show=which))

    def action_show_armed(self) -> None:
        """The stories judged on the armed thesis."""
        if self.armed is None:
            self.mention(("no thesis is armed", "soft"))
        else:
            self.look_at(replace(self.view, thesis_id=self.armed))

    # -- search -----------------------------------------------------------

    def action_search(self) -> None:
        """Search as one types; Enter keeps what was found, Escape goes back."""
        self._met(self.headlines)
        self._before = self.headlines.place()
        self.prompt.ask(
            [(" / ", "key")], self.view.search, typed=self._typed, ended=self._search_ended
        )
        self._note_search()
        self.see_hints()
        if self.layout_now == "one" and self.pane != "headlines":
            self.pane = "headlines"
            self.arrange_panes()

    def _typed(self, text: str) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, lambda: self._search(text))

    def _search(self, text: str) -> None:
        self._pause = None
        view = replace(self.view, search=text.strip())
        if view != self.view:
            with self.telling():
                self.open_listing(self.desk.listing(view))
        self._note_search()

    def _note_search(self) -> None:
        listing = self.headlines.listing
        line: Line = [("Enter keeps, Esc clears", "soft")]
        if listing is not None and listing.problem:
            line = [(listing.problem, "warn")]
        elif listing is not None and self.view.search:
            line = [(f"{len(listing):,} found", "read"), ("   Enter keeps, Esc clears", "soft")]
        self.prompt.note(line)

    def _search_ended(self, text: str, kept: bool) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        before, self._before = self._before, None
        if kept:
            self._search(text)
            if before is not None and before.listing.view != self.view:
                self._trail = [*self._trail, before][-LONGEST_TRAIL:]
        elif before is not None and before.listing.view.search:
            # A search was kept before: Escape clears that one too.
            while self._trail and self._trail[-1].listing.view.search:
                self._trail.pop()
            if not self.go_back():
                self.look_at(replace(before.listing.view, search=""))
        elif before is not None and self.headlines.listing is not before.listing:
            self._return_to(before)
        self.go_to("headlines" if self.layout_now == "one" else self.pane)

    # -- companies --------------------------------------------------------

    def action_filter_company(self) -> None:
        """Only the stories of the selected company; again, all."""
        row = self.companies_pane.selected
        if row is not None:
            name = None if self.view.company == row.company.name else row.company.name
            self.look_at(replace(self.view, company=name))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click: a thesis is armed, a company filters."""
        if message.rows is self.theses_pane:
            self.action_arm_selected()
        elif message.rows is self.companies_pane:
            self.action_filter_company()
        elif message.rows is self.headlines:
            self._met(self.headlines)

    # -- back -------------------------------------------------------------

    def action_back(self, leave: bool) -> None:
        """One step back: out of a zoom, a filter, a pane; then out of the board."""
        if self.zoomed:
            self.action_zoom()
        elif self.go_back():
            pass
        elif not self.view.is_everything:
            self.look_at(View())
        elif self.pane != "headlines":
            self.go_to("headlines")
        elif leave:
            self.app.exit()
