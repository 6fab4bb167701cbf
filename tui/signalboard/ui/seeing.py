"""What each pane shows, read from the desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, cast

from signalboard.desk.values import ThesisRow
from signalboard.model import Listing, View
from signalboard.ui import emptiness
from signalboard.ui.headlines import length
from signalboard.ui.ink import Piece
from signalboard.ui.panes import Panes
from signalboard.ui.welcome import welcome

if TYPE_CHECKING:
    from signalboard.ui.app import Signalboard


class Seeing(Panes):
    """The panes filled. Everything that belongs to one key is painted in one frame."""

    def on_mount(self) -> None:
        """The first screen is never a placeholder: the headlines are read before it is drawn.

        What ten thousand judgments add up to is counted after it, before the first key, and
        which companies the titles name is looked up: to learn their names takes longer.
        """
        self.desk.finds_names = False
        self.prompt.display = self.letters.display = False
        self.headlines.moved = self.see_story
        self.notices.add(self.desk.notices)
        self.story_pane.caption([("Story", "strong")])
        self.companies_pane.caption([("Companies", "strong")])
        self.see_names()
        self.open_listing(self.desk.listing(self.view))
        self.set_focus(self.headlines)
        self.see_hints()
        self.call_after_refresh(self._see_counted)

    def _see_counted(self) -> None:
        self.desk.finds_names = True
        self.headlines.forget()
        self.see_story()
        self.see_theses()
        self.see_companies()
        self.app.call_later(cast("Signalboard", self.app).deal_keys)

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

    def open_listing_at(self, listing: Listing, at: int | None) -> None:
        """Another list of stories, the cursor on a row of it or at the top."""
        self.open_listing(listing, at or 0)

    def see_names(self, armed: ThesisRow | None = None) -> None:
        """What the theses are called, and the armed one once it is counted."""
        self.called = self.desk.called_theses()
        in_play = [thesis for thesis in self.called if not thesis.is_closed]
        self.question.show(in_play, armed)
        numbers = {thesis.id: thesis.number for thesis in in_play}
        self.headlines.dress(numbers, self.armed, self.now)

    def see_theses(self, only: str | None = None) -> None:
        """The theses as they stand; ``only`` reads one of them anew."""
        with self.telling():
            if only is None or all(row.thesis.id != only for row in self.theses):
                self.theses, self.closed = self.desk.theses(), self.desk.closed_theses()
            else:
                fresh = self.desk.thesis(only)
                self.theses = tuple(fresh if row.thesis.id == only else row for row in self.theses)
        row = self.armed_row
        if row is None:
            self.armed = None
        self.theses_pane.show(self.theses, self.armed, self.now, self.closed)
        self.see_names(row)

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

    def see_caption(self) -> None:
        """What the headlines are headlines of."""
        listing, view = self.headlines.listing, self.view
        left: list[Piece] = [("Headlines", "strong")]
        for _, ink, said in self._filters(view):
            left += [(" · ", "faint"), (said, ink)]
        if listing is not None and listing.problem:
            left += [(" · ", "faint"), (listing.problem, "warn")]
        end = ""
        if listing is not None and not view.is_everything:
            end = f"{length(listing)} found"
        elif self.summary is not None and self.summary.stories:
            end = f"{self.summary.unjudged:,} unjudged of {self.summary.stories:,}"
            if self.summary.muted:
                end += f" · {self.summary.muted:,} muted"
        if self.is_seeking:
            end = f"searching… · {end}" if end else "searching…"
        self.headlines.caption(left, [(end, "soft")] if end else ())

    @property
    def is_seeking(self) -> bool:
        """Whether a list was asked for that is not shown yet."""
        return False

    def _filters(self, view: View) -> list[tuple[str, str, str]]:
        """What narrows a view: (the part of it, ink, words)."""
        said = []
        if view.search:
            said.append(("search", "accent", f"“{view.search}”"))
        if view.show != "all":
            said.append(("show", "accent", view.show))
        if view.company is not None:
            said.append(("company", "accent", view.company))
        if view.thesis_id is not None and view.contrary:
            others = ", with others" if self.desk.is_blind else ""
            said.append(
                ("contrary", "accent", f"contrary to {self.name_of(view.thesis_id)}{others}")
            )
        elif view.thesis_id is not None:
            said.append(("thesis_id", "accent", self.name_of(view.thesis_id)))
        listing = self.headlines.listing
        if listing is not None and listing.order:
            said.append(("sort", "accent", listing.order))
        return said

    def name_of(self, thesis_id: str) -> str:
        """The name of a thesis, said how it ended where it did."""
        for thesis in self.called:
            if thesis.id == thesis_id:
                ended = f" ({thesis.status})" if thesis.is_closed else ""
                return f"{thesis.name}{ended}"
        return "a thesis"

    def see_empty(self) -> None:
        """What the headlines say where there are none."""
        view, listing = self.view, self.headlines.listing
        if not view.is_everything:
            if listing is not None and not len(listing):
                named = {part: said for part, _, said in self._filters(view)}
                found, is_known = self.wider(view, named)
                self.headlines.say_empty(
                    *emptiness.lines(view, named, found, self.key, is_known=is_known)
                )
        elif self.progress.running:
            self.headlines.say_empty([("The first stories are on their way.", "")])
        else:
            feeds = self.summary.feeds_enabled if self.summary is not None else 1
            self.headlines.say_empty(*emptiness.none_yet(feeds=feeds, key=self.key))

    def wider(self, _view: View, _parts: Collection[str]) -> tuple[Mapping[str, str], bool]:
        """How many stories an empty view would have without a part of it; whether all is known."""
        return {}, False

    def see_story(self) -> None:
        """The story under the cursor, with its evidence."""
        row = self.headlines.current
        if self.greeting:
            self.story_pane.say(*welcome(self.keys, self.called))
        elif row is None:
            self.story_pane.say([], [("Nothing to read here.", "soft")])
        else:
            with self.telling():
                story = self.desk.story(row.id)
                if story is None:
                    self.story_pane.say([], [("This story is no longer in the archive.", "soft")])
                    return
                names = {
                    thesis.id: (0 if thesis.is_closed else thesis.number, self.name_of(thesis.id))
                    for thesis in self.called
                }
                self.story_pane.show(
                    story,
                    self.desk.evidence_of(story.id),
                    names,
                    row.spans,
                    self.now,
                    self.desk.via,
                    self.desk.hits(self.view),
                    self.desk.suggestions(story),
                    self.desk.brief_state(story.id),
                )
