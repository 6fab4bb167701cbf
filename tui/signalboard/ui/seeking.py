"""Another list of stories: asked for at once, shown when its first rows are found."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message
from textual.timer import Timer

from signalboard.model import Listing, View, replace
from signalboard.ui.headlines import Place, length
from signalboard.ui.ink import Line
from signalboard.ui.seeing import Seeing
from signalboard.values import dataclass

MOMENT = 0.012
"""Seconds that a key which asks for a list waits for it, less than a frame: what is found by
then is painted with the key. No key waits longer, and none that is typed waits at all."""
PATIENCE = 0.025
"""Seconds after which fewer rows than a page are shown too."""
RETURN = 1.0
"""Seconds in which the way back looks for the story where the reader was."""


@dataclass(slots=True)
class Sought:
    """A list that was asked for and is not shown yet."""

    listing: Listing
    shown: Callable[[Listing, int | None], None]
    """Shows it; hears the row of the story looked for, if it was found."""
    near: str | None
    """The story that the cursor is to be on."""
    patience: Timer


class Heard(Message):
    """A list that is read by the desk has more rows, or all, or knows how many wait."""

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing


class Seeking(Seeing):
    """The screen shows what it has until what it asked for is there; keys go on meanwhile."""

    _sought: Sought | None = None
    _muted: Listing | None = None
    """What the empty list in view would show of the muted stories."""
    _muted_of: Listing | None = None
    """The list that is so empty."""

    @property
    def asked(self) -> View:
        """The view that is shown, or will be."""
        return self._sought.listing.view if self._sought is not None else self.view

    @property
    def is_seeking(self) -> bool:
        """Whether a list was asked for that is not shown yet."""
        return self._sought is not None

    def seek(
        self,
        view: View,
        shown: Callable[[Listing, int | None], None],
        near: str | None = None,
        *,
        moment: float | None = None,
        patience: float | None = None,
    ) -> None:
        """Ask for a view; ``shown`` is called with the list once there is something to show.

        ``near``: a story whose row is looked for in it. ``moment``: seconds this waits for the
        first rows. ``patience``: seconds in which there should be a page, and that story's row.
        """
        self.seek_no_more()
        with self.telling():
            listing = self.desk.seek(view, self._told_more)
            timer = self.set_timer(
                PATIENCE if patience is None else patience, self._out_of_patience
            )
            self._sought = Sought(listing, shown, near, timer)
            if listing.wait(MOMENT if moment is None else moment):
                self._arrive(is_patient=True)
            if self._sought is not None:
                self.see_caption()

    def seek_no_more(self) -> None:
        """What was asked for last is not wanted any more."""
        sought, self._sought = self._sought, None
        if sought is not None:
            sought.patience.stop()
            sought.listing.leave()
            self.see_caption()

    def show_place(self, place: Place) -> None:
        """A former place: its list as it stood, or made anew where that was never read whole."""
        if place.listing.is_whole and not place.is_stale:
            self.seek_no_more()
            self.open_listing(place.listing, place.cursor, place.top)
            return

        def shown(listing: Listing, at: int | None) -> None:
            if at is None:
                self.open_listing(listing, place.cursor, place.top)
            else:
                self.open_listing(listing, at, max(0, place.top + at - place.cursor))

        self.seek(place.listing.view, shown, place.story_id, patience=RETURN)

    def on_heard(self, message: Heard) -> None:
        """The desk went on reading."""
        listing = message.listing
        with self.telling():
            if self._sought is not None and listing is self._sought.listing:
                self._arrive(is_patient=True)
            elif listing is self.headlines.listing:
                self.headlines.grown()
                self.see_grown()
            elif listing is self._muted:
                self.see_empty()

    def see_grown(self) -> None:
        """The list in view has more rows, or is whole, or more waits for it."""
        self.see_caption()
        self.see_top()
        if self.headlines.listing is not None and self.headlines.listing.is_whole:
            self.see_empty()

    def _muted_ones(self, view: View) -> list[Line]:
        """What an empty search finds among the muted stories; asked once it is known empty."""
        listing = self.headlines.listing
        if view.show != "all" or listing is None or len(listing) or not listing.is_whole:
            return []
        if self._sought is None and self._muted_of is not listing:
            self._muted_of = listing
            self._muted = self.desk.seek(replace(view, show="muted"), self._told_more)
            self._muted.wait(MOMENT)
        if self._muted is None or self._muted_of is not listing or not len(self._muted):
            return []
        count = len(self._muted)
        said = "One muted story does" if count == 1 else f"{length(self._muted)} muted stories do"
        return [[(f"{said}: ", ""), ("f m", "key"), (" shows what is muted.", "soft")]]

    def _told_more(self, listing: Listing) -> None:
        """The desk's thread has something to say; the screen's hears it in its turn."""
        self.post_message(Heard(listing))

    def _out_of_patience(self) -> None:
        with self.telling():
            self._arrive(is_patient=False)
        if self._sought is not None:
            self._sought.patience = self.set_timer(PATIENCE, self._out_of_patience)

    def _arrive(self, *, is_patient: bool) -> None:
        """Show what was asked for, unless waiting a little longer will show more of it."""
        sought = self._sought
        if sought is None:
            return
        listing = sought.listing
        may_come, at = False, None
        if sought.near is not None:
            may_come = listing.may_find(sought.near)
            at = listing.index_of(sought.near)
        if is_patient and may_come and at is None and not listing.problem:
            return
        # Where there are no rows though reading has begun, none will come: it failed.
        if len(listing) or listing.is_whole or listing.wait(0):
            self._sought = None
            sought.patience.stop()
            sought.shown(listing, at)
