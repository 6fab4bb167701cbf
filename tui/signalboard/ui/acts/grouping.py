"""Grouping: which reports are one story, said in place by two presses of one key."""

from __future__ import annotations

from collections.abc import Collection

from signalboard.model import Listing, StoryRow, replace
from signalboard.ui.acts.outward import Outward
from signalboard.ui.commands import COMMANDS
from signalboard.ui.ink import crop

_MEANWHILE = frozenset({"help", "back", "back.step", "notice.dismiss"})


def _kept_off(own: str) -> frozenset[str]:
    """The actions that a key does not do while two stories are merged or a report is chosen.

    What moves and what finds goes on, as does the key itself.
    """
    free = {
        command.action.partition("(")[0]
        for command in COMMANDS
        if command.group in ("Move", "Find") or command.id in (_MEANWHILE | {own})
    }
    return frozenset(command.action.partition("(")[0] for command in COMMANDS) - free


_NOT_MERGING, _NOT_SPLITTING = _kept_off("story.merge"), _kept_off("story.split")


class Grouping(Outward):
    """Merging and splitting. Nothing is asked: undo takes back what was not meant."""

    _partner: StoryRow | None = None
    """The story that the next one is merged with."""
    _is_unseen = False
    """Whether something was merged that the lists do not show yet."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While one story waits for another, or a report is chosen, other verbs wait too."""
        if self._partner is not None and action in _NOT_MERGING:
            return False
        if self.story_pane.choice is not None and action in _NOT_SPLITTING:
            return False
        return super().check_action(action, parameters)

    # -- merging ----------------------------------------------------------

    def action_merge(self) -> None:
        """Set the story apart; then merge the one under the cursor with it."""
        row, partner = self.headlines.current, self._partner
        if row is None:
            self.mention(("there is no story to merge", "soft"))
        elif partner is None:
            self._met(self.headlines)
            self._leave_splitting()
            self._set_apart(row)
            self.go_to("headlines")
            self._tell_merging()
        elif partner.id == row.id:
            self._set_apart(None)
            self.mention(("nothing was merged", "soft"))
        else:
            self._merge(partner, row)

    def _merge(self, partner: StoryRow, row: StoryRow) -> None:
        with self.telling():
            change = self.desk.merge([partner.id, row.id])
            self._set_apart(None)
            self.regrouped([row.id])
            for thesis_id in change.thesis_ids:
                self.see_theses(thesis_id)
            self.see_companies_soon()
            story = self.desk.story(row.id)
            if story is None or not story.fixed:
                self._is_unseen = True
                self.tell(("merged; shown when the refresh lets go of the archive", "soft"))
                return
            self.tell(
                ("merged: ", "soft"), (story.voices, ""),
                (f" · {self.key('undo')} takes it back · ", "soft"),
                (crop(story.title, 40), "read"),
            )  # fmt: skip

    def _set_apart(self, row: StoryRow | None) -> None:
        if row is None and self._partner is not None:
            self.tell()
        self._partner = row
        self.headlines.set_apart(row.id if row is not None else None)
        self.see_hints()

    def _tell_merging(self) -> None:
        """What the next press of the key would do."""
        row, partner = self.headlines.current, self._partner
        if partner is None or row is None:
            return
        if row.id == partner.id:
            self.tell(
                ("merge with: ", "accent"), ("choose the other story, M again; Esc leaves", "")
            )
            return
        with self.telling():
            together = self.desk.voices_together([partner.id, row.id])
            self.tell(
                ("M merges: ", "accent"), (together, ""), (" with ", "soft"),
                (f"“{crop(partner.title, 40)}”", "read"), (" · Esc leaves", "soft"),
            )  # fmt: skip

    # -- splitting --------------------------------------------------------

    def action_split(self) -> None:
        """Choose a report of the story; then give it a story of its own."""
        self._met(self.headlines)
        story, chosen = self.story_pane.story, self.story_pane.choice
        if story is None:
            self.mention(("there is no story to split", "soft"))
        elif len(story.reports) < 2:
            self.mention(("it has one report: nothing can be split off", "soft"))
        elif chosen is None:
            self._set_apart(None)
            self.go_to("story")
            self.story_pane.choose(len(story.reports) - 1)
            self.see_hints()
            self.tell(("which report is of another event? ", ""), ("S again; Esc leaves", "soft"))
        else:
            self._split(story.id, chosen)

    def _split(self, story_id: str, chosen: int) -> None:
        story = self.story_pane.story
        assert story is not None
        report = story.reports[chosen]
        with self.telling():
            change = self.desk.split(story_id, [(report.feed_url, report.entry_id)])
            self._leave_splitting()
            self.regrouped([story_id])
            for thesis_id in change.thesis_ids:
                self.see_theses(thesis_id)
            self.see_companies_soon()
            self.tell(
                ("split off: ", "soft"), (report.outlet, "strong"),
                (f" · {self.key('undo')} takes it back · ", "soft"),
                (crop(report.title, 40), "read"),
            )  # fmt: skip

    def _leave_splitting(self) -> None:
        if self.story_pane.choice is not None:
            self.story_pane.choose(None)
            self.see_hints()
            self.tell()

    # -- what other keys do meanwhile -------------------------------------

    def action_down(self, by: int) -> None:
        """While a report is chosen: the next one."""
        chosen = self.story_pane.choice
        if chosen is not None and self.pane == "story":
            self.story_pane.choose(chosen + by)
        else:
            super().action_down(by)

    def action_back(self, leave: bool) -> None:
        """Out of merging or splitting first."""
        if self._partner is not None:
            self._set_apart(None)
            self.mention(("nothing was merged", "soft"))
        elif self.story_pane.choice is not None:
            self._leave_splitting()
            self.mention(("nothing was split off", "soft"))
        else:
            super().action_back(leave)

    def go_to(self, name: str) -> None:
        """Who leaves the story splits nothing off it."""
        if name != "story":
            self._leave_splitting()
        super().go_to(name)

    def see_story(self) -> None:
        """Another story: what a merge with it would give."""
        was_choosing = self.story_pane.choice is not None
        super().see_story()
        if was_choosing and self.story_pane.choice is None:
            self.see_hints()
            self.tell()
        self._tell_merging()

    def see_hints(self) -> None:
        """The keys that count while two stories are merged, or a report is split off."""
        super().see_hints()
        choose = (f"{self.key('move.down')} {self.key('move.up')}", "choose")
        end = ((self.key("back.step"), "leave"), (self.key("help"), "help"))
        if self._partner is not None:
            own, search = self.key("story.merge"), self.key("find.search")
            self.hint_line.show([(own, "merge the two"), choose, (search, "search"), *end])
        elif self.story_pane.choice is not None:
            self.hint_line.show([(self.key("story.split"), "split it off"), choose, *end])

    # -- the lists ----------------------------------------------------------

    def regrouped(self, story_ids: Collection[str]) -> None:
        """Reports are in other stories now: lists are read anew, the place stays.

        The cursor is on one of these stories, the one it is on where that is among them.
        """
        if self._is_unseen:
            self._is_unseen = False
            self.tell(("merged", "soft"))
        place, row = self.headlines.place(), self.headlines.current
        self._trail = [replace(each, is_stale=True) for each in self._trail]
        if place is None:
            return
        wanted = [*story_ids, *([row.id] if row is not None else [])]
        if row is not None and (row.id in story_ids or not story_ids):
            wanted = [row.id, *wanted]

        def shown(listing: Listing, _at: int | None) -> None:
            found = (listing.index_of(story_id) for story_id in wanted)
            at = next((index for index in found if index is not None), place.cursor)
            self.open_listing(listing, at, max(0, place.top + at - place.cursor))

        self.seek(self.asked, shown, wanted[0] if wanted else None)
