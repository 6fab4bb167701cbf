"""Bulk: all stories of the list at once. How many is said before, and one undo takes it back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from signalboard.desk import Bulk, Wish
from signalboard.desk.values import Change, DeskProblem
from signalboard.model import Listing, Mute, Stance, replace
from signalboard.text import counted
from signalboard.ui.acts.muting import Muting
from signalboard.ui.ink import crop

_STANCES = {
    "+": (Stance.SUPPORT, "support", "as supporting"),
    "-": (Stance.CONTRADICT, "contradict", "as contradicting"),
    ".": (Stance.NO_BEARING, "no bearing on", "as of no bearing on"),
}
_MARKS = {
    "m": ("read", Wish(read=True)),
    "U": ("unread", Wish(read=False)),
    "s": ("star", Wish(starred=True)),
    "*": ("unstar", Wish(starred=False)),
}
_FEW = 64
"""Stories of a change whose rows are read again one by one; of more, all."""


class AtOnce(Muting):
    """What is said of all stories of a list: a letter, the number, yes."""

    _bulk: Bulk | None = None
    """What is on its way now."""

    def action_bulk(self) -> None:
        """What is to be done with all stories of the list."""
        listing = self.headlines.listing
        if listing is None or not len(listing):
            self.tell(("there is no story in this list", "soft"))
            return
        if not listing.is_whole:
            self.tell(("the list is still read; how many these are is not known yet", "soft"))
            return
        row = self.armed_row
        choices: list[tuple[str, str]] = []
        if row is not None:
            name = f"{row.thesis.number} {crop(row.thesis.name, 24)}"
            choices += [(sign, f"{word} {name}") for sign, (_, word, _) in _STANCES.items()]
        choices += [(letter, word) for letter, (word, _) in _MARKS.items()]
        if self._mute_meant() is not None:
            choices.append(("x", "mute"))

        def chosen(letter: str | None) -> None:
            if letter is None:
                self.go_to(self.pane)
            else:
                self._ask(listing, letter)

        self.letters.ask([(f" all {counted(len(listing), 'story')}: ", "strong")], choices, chosen)
        self.see_hints()

    # -- asking -----------------------------------------------------------

    def _ask(self, listing: Listing, letter: str) -> None:
        if letter == "x":
            self._ask_to_mute()
            return
        many = counted(len(listing), "story")
        row = self.armed_row
        if letter in _STANCES and row is not None:
            stance, _, how = _STANCES[letter]
            wish = Wish(thesis_id=row.thesis.id, stance=stance)
            asked = f"judge {many} {how} {crop(row.thesis.name, 40)}?"
        else:
            word, wish = _MARKS[letter]
            asked = f"{word} {many}?" if "star" in word else f"mark {many} {word}?"
        try:
            bulk = self.desk.bulk(listing, wish)
        except DeskProblem as problem:
            self.go_to(self.pane)
            self.tell((str(problem), "warn"))
            return
        self._sure(asked, lambda: self._start(bulk))

    def _sure(self, asked: str, act: Callable[[], None]) -> None:
        """A question that only y answers with yes."""

        def chosen(letter: str | None) -> None:
            self.go_to(self.pane)
            if letter == "y":
                act()
            else:
                self.tell(("nothing was done", "soft"))

        self.letters.ask([(f" {asked} ", "strong")], [("y", "yes")], chosen)
        self.see_hints()

    def _mute_meant(self) -> Mute | None:
        """The mute that hides what this view shows, where one can say it."""
        view = self.view
        if view.thesis_id is not None or view.since_at is not None or view.show == "muted":
            return None
        if view.company is not None:
            return None if view.search else Mute("company", view.company)
        if not view.search:
            return None
        outlet = self.desk.fields_of(view.search).get("outlet", "")
        try:
            if outlet and not self.desk.narrowed(view.search, "outlet", ""):
                return self.desk.mute_of("outlet", outlet)
            return self.desk.mute_of("words", view.search)
        except DeskProblem:
            return None

    def _ask_to_mute(self) -> None:
        rule = self._mute_meant()
        assert rule is not None
        with self.telling():
            effect = self.desk.mute_effect(add=rule, quick=True)
            more = " or more" if effect.partial else ""

            def mute() -> None:
                with self.telling():
                    change = self.desk.add_mute(rule)
                    self._look_anew()
                    self._told(change, "it is muted already")

            name = crop(self.desk.mute_name(rule), 40)
            hides = counted(effect.hides, "story")
            self._sure(f"mute {rule.kind} “{name}”: hides {hides}{more}, now and later?", mute)

    # -- doing ------------------------------------------------------------

    def _start(self, bulk: Bulk) -> None:
        self._bulk = bulk
        self.run_worker(self._go_through(bulk), exclusive=True, group="bulk", exit_on_error=False)

    async def _go_through(self, bulk: Bulk) -> None:
        """Step by step, so that keys are heard; Escape leaves it, and nothing is kept then."""
        try:
            with self.telling():
                while bulk.step():
                    so_far = f"{bulk.done:,} of {len(bulk):,}"
                    self.tell((so_far, "strong"), (" · Esc stops", "soft"))
                    await asyncio.sleep(0)
                    if self._bulk is not bulk:
                        return
                self._kept_all(bulk, bulk.record())
        finally:  # what was refused is not on its way any more
            if self._bulk is bulk:
                self._bulk = None

    def _kept_all(self, bulk: Bulk, change: Change | None) -> None:
        if change is None:
            self.tell(("all of them stand so already", "soft"))
            return
        self._met(self.headlines)
        self.painted(change)
        self.see_story()
        left = f" · {bulk.passed:,} stay as they were" if bulk.passed else ""
        self.tell_change(f"{change.label}{left}")

    def painted(self, change: Change) -> None:
        """Everything a change shows in, at once."""
        if len(change.story_ids) > _FEW:
            self.headlines.forget()
            self.see_companies_soon()
            change = replace(change, story_ids=())
        super().painted(change)

    def action_back(self, leave: bool) -> None:
        """One step back; what is on its way is left first."""
        if self._bulk is not None:
            self._bulk = None
            self.tell(("stopped; nothing was done", "soft"))
        else:
            super().action_back(leave)
