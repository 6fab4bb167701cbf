"""Suggestions: hidden or shown, and the list of what looks contrary to a thesis."""

from __future__ import annotations

from signalboard.model import Listing, View, replace
from signalboard.ui.acts.bulk import AtOnce
from signalboard.ui.seeking import RETURN


class Suggesting(AtOnce):
    """Nothing that is suggested is ever applied by itself."""

    def action_blind(self) -> None:
        """Hide what is suggested, or show it again; it stays so."""
        self._met(self.headlines)
        with self.telling():
            self.desk.set_blind(not self.desk.is_blind)
            is_blind = self.desk.is_blind
            if is_blind and self.asked.sort == "suggested":
                self.look_at(replace(self.asked, sort="newest"))
            self.see_story()
            self.see_caption()
        said = "hints are hidden: nothing is suggested" if is_blind else "hints are shown"
        self.tell((said, "soft"), (f" · {self.key('hints')} changes it", "faint"))

    async def action_matrix(self) -> None:
        """Stories against theses; one that is chosen there is read here."""
        from signalboard.ui.matrix import MatrixScreen

        with self.telling():
            found = self.desk.matrix()

            def chosen(story_id: str | None) -> None:
                if story_id is not None:
                    self._met(self.headlines)
                    self._go_to_story(story_id)

            await self.app.push_screen(MatrixScreen(found), chosen)

    def _go_to_story(self, story_id: str) -> None:
        """The cursor on a story: in the list in view, else in that of all."""
        listing = self.headlines.listing
        at = listing.index_of(story_id) if listing is not None else None
        if at is not None:
            self.headlines.move_to(at)
        else:
            self.seek(View(), self._found_story, story_id, patience=RETURN)

    def _found_story(self, listing: Listing, at: int | None) -> None:
        self.open_listing(listing, at or 0)
        if at is None:
            self.mention(("the story is no longer in the archive; its evidence stays", "soft"))

    async def action_contrary(self) -> None:
        """What looks contrary to the armed thesis and was not judged to bear on it."""
        self._met(self.headlines)
        if self.armed is None:
            await self.pick_thesis("Contrary to which thesis?", self._show_contrary)
        elif self.asked.contrary and self.asked.thesis_id == self.armed:
            self.go_back()
        else:
            self._show_contrary()

    def _show_contrary(self) -> None:
        self.look_at(View(thesis_id=self.armed, contrary=True), stays=False)

    def open_listing(self, listing: Listing, cursor: int = 0, top: int | None = None) -> None:
        """Another list; one of what looks contrary says what that is worth."""
        super().open_listing(listing, cursor, top)
        if not listing.view.contrary:
            return
        if not len(listing):
            said = "nothing looks contrary by its wording; that shows little"
        elif self.desk.is_blind:
            said = "some look contrary by their wording, as many do not"
        else:
            said = "by wording alone: where to read, not what it says"
        self.mention((said, "soft"))  # it is of this list, and gone with it
