"""Finding: search, filters, companies; and the way back to the former place."""

from __future__ import annotations

from typing import Literal

from textual.timer import Timer

from signalboard.model import Listing, Sort, View, replace
from signalboard.ui import seeking
from signalboard.ui.acts.judging import Judging
from signalboard.ui.headlines import Place, length
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

ORDERS: tuple[tuple[Sort, str, str], ...] = (
    ("newest", "n", "newest"),
    ("match", "b", "best match"),
    ("outlets", "o", "most outlets"),
    ("companies", "c", "most companies"),
    ("suggested", "s", "suggested first"),
)
"""The orders of a list, the letter each is chosen by, and its name."""


class Finding(Judging):
    """Views over the stories; leaving one leads back to where the reader was."""

    _trail: list[Place]
    _pause: Timer | None = None
    _before: Place | None = None

    def on_mount(self) -> None:
        """Nowhere to go back to yet."""
        self._trail = []

    # -- views ------------------------------------------------------------

    def look_at(self, view: View, *, stays: bool = True, clears: bool = False) -> None:
        """Another view; ``stays``: the cursor is on the same story where it is in it.

        ``clears``: no view before it that was narrower is on the way back.
        """
        if view == self.asked:
            return
        self._met(self.headlines)
        if view.is_everything:
            whole = [place for place in self._trail if place.listing.view.is_everything]
            self._trail.clear()
            if whole:
                self._return_to(whole[0])
                return
            clears = True
        before = self.headlines.place()

        def shown(listing: Listing, at: int | None) -> None:
            if clears:
                self._trail = [p for p in self._trail if p.listing.view.is_everything][:1]
            elif before is not None:
                self._trail = [*self._trail, before][-LONGEST_TRAIL:]
            self.open_listing(listing, at or 0)
            self.companies_pane.show(self.companies_pane.rows, view.company)

        self.seek(view, shown, before.story_id if stays and before is not None else None)

    def go_back(self) -> bool:
        """To the view before, and the place in it; whether there was one."""
        if self.is_seeking:
            self.seek_no_more()
            return True
        if not self._trail:
            return False
        self._return_to(self._trail.pop())
        return True

    def _return_to(self, place: Place) -> None:
        self.show_place(place)
        self.companies_pane.show(self.companies_pane.rows, place.listing.view.company)

    def action_sort(self, sort: Sort) -> None:
        """The same stories in another order, from its beginning."""
        if sort == "suggested" and not self.desk.has_suggested:
            self.mention(("nothing is suggested", "soft"))
            return
        self.look_at(replace(self.asked, sort=sort), stays=False)

    def action_choose_order(self) -> None:
        """Then a letter: an order."""

        def chosen(letter: str | None) -> None:
            self.go_to(self.pane)
            if letter is not None:
                self.action_sort(next(sort for sort, sign, _ in ORDERS if sign == letter))

        has = self.desk.has_suggested
        choices = [(sign, said) for sort, sign, said in ORDERS if sort != "suggested" or has]
        self.letters.ask([(" order ", "strong")], choices, chosen)
        self.see_hints()

    def action_show_armed(self) -> None:
        """The stories judged on the armed thesis."""
        if self.armed is None:
            self.mention(("no thesis is armed", "soft"))
        else:
            self.look_at(replace(self.asked, thesis_id=self.armed, contrary=False))

    # -- search -----------------------------------------------------------

    def action_search(self) -> None:
        """Search as one types; Enter keeps what was found, Escape goes back."""
        self._met(self.headlines)
        self._before = self.headlines.place()
        self.prompt.ask(
            [(" / ", "key")], self.asked.search, typed=self._typed, ended=self._search_ended
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

    def _search(self, text: str, *, moment: float = 0) -> None:
        self._pause = None
        view = replace(self.asked, search=text.strip())
        if view == self.view:
            self.seek_no_more()
        elif view != self.asked:
            self.seek(view, self._found, moment=moment)
        self._note_search()

    def _found(self, listing: Listing, _at: int | None) -> None:
        self.open_listing(listing)
        self._note_search()

    def see_grown(self) -> None:
        """The list in view has more rows."""
        super().see_grown()
        if self._before is not None:
            self._note_search()

    def _note_search(self) -> None:
        listing = self.headlines.listing
        line: Line = [("Enter keeps, Esc clears", "soft")]
        if self.is_seeking:
            line = [("searching…", "read"), ("   Enter keeps, Esc clears", "soft")]
        elif listing is not None and listing.problem:
            line = [(listing.problem, "warn")]
        elif listing is not None and self.view.search:
            line = [(f"{length(listing)} found", "read"), ("   Enter keeps, Esc clears", "soft")]
        self.prompt.note(line)

    def _search_ended(self, text: str, kept: bool) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        before, self._before = self._before, None
        if kept:
            self._search(text, moment=seeking.MOMENT)
            if before is not None and before.listing.view != self.asked:
                self._trail = [*self._trail, before][-LONGEST_TRAIL:]
        else:
            self._search_left(before)
        self.go_to("headlines" if self.layout_now == "one" else self.pane)

    def _search_left(self, before: Place | None) -> None:
        self.seek_no_more()
        if before is None:
            return
        if before.listing.view.search:
            # A search was kept before: Escape clears that one too, and no filter upon it.
            wider = replace(before.listing.view, search="")
            while self._trail and self._trail[-1].listing.view.search:
                self._trail.pop()
            if self._trail and self._trail[-1].listing.view == wider:
                self.go_back()
            else:
                self.look_at(wider)
        elif self.headlines.listing is not before.listing:
            self._return_to(before)

    # -- companies --------------------------------------------------------

    def action_filter_company(self) -> None:
        """Only the stories of the selected company; again, all."""
        row = self.companies_pane.selected
        if row is not None:
            name = None if self.asked.company == row.company.name else row.company.name
            self.look_at(replace(self.asked, company=name))

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
