"""Another list of stories: asked for at once, shown when its first rows are found."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping

from textual.message import Message
from textual.timer import Timer

from signalboard.model import Listing, View
from signalboard.ui import emptiness
from signalboard.ui.headlines import Place
from signalboard.ui.seeing import Seeing
from signalboard.values import dataclass

MOMENT = 0.012
"""Seconds that a key which asks for a list waits for it, less than a frame: what is found by
then is painted with the key. No key waits longer, and none that is typed waits at all."""
PATIENCE = 0.025
"""Seconds after which fewer rows than a page are shown too."""
_ENOUGH = 50
"""Stories that are counted of those that another view would show."""
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
    _wider_of: Listing | None = None
    """The empty list in view that was looked for what a key would show instead."""
    _to_look: list[tuple[str, View]]
    """What of that is still to be looked for, the part of the view that is left out before it."""
    _looked: Listing | None = None
    """The first of these, as it is read."""
    _found_wider: dict[str, str]

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
            elif listing is self._looked:
                self._look_wider(0)
                self.see_empty()

    def see_grown(self) -> None:
        """The list in view has more rows, or is whole, or more waits for it."""
        self.see_caption()
        self.see_top()
        if self.headlines.listing is not None and self.headlines.listing.is_whole:
            self.see_empty()

    def wider(self, view: View, parts: Collection[str]) -> tuple[Mapping[str, str], bool]:
        """How many stories an empty view would have without a part of it; whether all is known.

        Looked for once it is known empty, one after the other: the desk reads one list at a time.
        """
        listing = self.headlines.listing
        if listing is None or len(listing) or not listing.is_whole:
            return {}, False
        if self._sought is None and self._wider_of is not listing:
            self._wider_of, self._looked, self._found_wider = listing, None, {}
            self._to_look = list(emptiness.wider(view, parts).items())
            self._look_wider(time.monotonic() + MOMENT)
        if self._wider_of is not listing:
            return {}, False
        return self._found_wider, not self._to_look

    def _look_wider(self, until: float) -> None:
        """Go on with what is looked for; of many stories the first are enough."""
        while self._to_look and self._sought is None:
            part, view = self._to_look[0]
            if self._looked is None:
                self._looked = self.desk.seek(view, self._told_more)
            looked = self._looked
            if not looked.wait(max(0.0, until - time.monotonic())):
                return
            if not looked.is_whole and not looked.problem and len(looked) < _ENOUGH:
                return  # it is heard of again
            if len(looked):
                many = len(looked)
                self._found_wider[part] = f"{many:,}" if looked.is_whole else f"{_ENOUGH}+"
            self._looked = None
            del self._to_look[0]
            looked.leave()

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
