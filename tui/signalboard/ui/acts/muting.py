"""Muting, and searches kept for again: what is not to be seen, and what is."""

from __future__ import annotations

from signalboard.desk.values import Change
from signalboard.model import Listing, Mute, SavedSearch, View
from signalboard.ui.acts.filtering import Filtering
from signalboard.ui.ink import crop

SIGNS = "123456789befghijknpqvwxyz"
"""What saved searches are chosen by, in their order."""
_KEEP, _FORGET, _RENAME = ("+", "save this"), ("-", "forget one"), ("r", "rename one")
_LONGEST = 24


class Muting(Filtering):
    """The filter menu with the saved searches, and the mutes."""

    # -- the filter menu ---------------------------------------------------

    def action_filter(self) -> None:
        """Then a letter: a state, a saved search, or something to do with those."""
        saved = self._saved()
        choices = [
            *self.filter_choices(),
            *((sign, crop(each.name, _LONGEST)) for sign, each in saved.items()),
        ]
        if self.desk.search_of(self.view):
            choices.append(_KEEP)
        if saved:
            choices += [_FORGET, _RENAME]

        def chosen(letter: str | None) -> None:
            if letter == _KEEP[0]:
                self._keep_search()
            elif letter in (_FORGET[0], _RENAME[0]):
                self._which_search(letter)
            else:
                self.go_to(self.pane)
                if letter in saved:
                    self.look_at(View(search=saved[letter].search))
                elif letter is not None:
                    self.filter_by(letter)

        self.letters.ask([(" show ", "strong")], choices, chosen)
        self.see_hints()

    def _saved(self) -> dict[str, SavedSearch]:
        return dict(zip(SIGNS, self.desk.searches(), strict=False))

    def _keep_search(self) -> None:
        search = self.desk.search_of(self.view)

        def ended(name: str, kept: bool) -> None:
            self.go_to(self.pane)
            if kept:
                with self.telling():
                    self._told(self.desk.save_search(name, search), "it is saved so already")

        self.prompt.ask([(" name ", "key")], "", ended=ended)
        self.prompt.note([(f"saves “{crop(search, 40)}”   Enter keeps, Esc leaves", "soft")])
        self.see_hints()

    def _which_search(self, act: str) -> None:
        """Which of the saved searches to forget or rename."""
        saved = self._saved()

        def chosen(letter: str | None) -> None:
            if letter is not None and act == _RENAME[0]:
                self._rename_search(saved[letter])
                return
            self.go_to(self.pane)
            if letter is not None:
                with self.telling():
                    self._told(self.desk.remove_search(saved[letter].name), "")

        word = "forget" if act == _FORGET[0] else "rename"
        names = [(sign, crop(each.name, _LONGEST)) for sign, each in saved.items()]
        self.letters.ask([(f" {word} ", "strong")], names, chosen)
        self.see_hints()

    def _rename_search(self, search: SavedSearch) -> None:
        def ended(name: str, kept: bool) -> None:
            self.go_to(self.pane)
            if kept:
                with self.telling():
                    self._told(self.desk.rename_search(search.name, name), "it is called so")

        self.prompt.ask([(" name ", "key")], search.name, ended=ended)
        self.prompt.note([("Enter keeps, Esc leaves", "soft")])
        self.see_hints()

    def _told(self, change: Change | None, nothing: str) -> None:
        if change is None:
            self.mention((nothing, "soft"))
        else:
            self.tell_change(change.label)

    # -- mutes -------------------------------------------------------------

    async def action_mute(self) -> None:
        """Mute stories like the one under the cursor; or show again what a mute hides."""
        from signalboard.ui.dialogs.mute import MuteDialog

        self._met(self.headlines)
        row = self.headlines.current
        story = self.desk.story(row.id) if row is not None else None

        def chosen(answer: tuple[str, Mute] | None) -> None:
            if answer is not None:
                verb, rule = answer
                with self.telling():
                    act = self.desk.add_mute if verb == "mute" else self.desk.remove_mute
                    change = act(rule)
                    self._look_anew()
                    self._told(change, "it is so already")

        await self.app.push_screen(MuteDialog(self.desk, story), chosen)

    def _reversed(self, change: Change | None, word: str, nothing: str) -> None:
        before = self.summary.muted if self.summary is not None else 0
        with self.telling():
            if change is not None and self.desk.summary().muted != before:
                self._look_anew()
        super()._reversed(change, word, nothing)

    def _look_anew(self) -> None:
        """The same view as it stands now, the cursor on the same story or where that was."""
        place = self.headlines.place()
        cursor, top = (place.cursor, place.top) if place is not None else (0, None)

        def shown(listing: Listing, at: int | None) -> None:
            self.open_listing(listing, cursor if at is None else at, top)

        self.seek(self.asked, shown, place.story_id if place is not None else None)
        self.see_companies_soon()
