"""What happens by itself: other processes, the minute, a story read, a refresh."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from time import monotonic
from typing import TYPE_CHECKING, cast

from signalboard import times
from signalboard.text import counted
from signalboard.ui import heap
from signalboard.ui.common import Common
from signalboard.ui.ink import Piece
from signalboard.ui.refresher import Progress
from signalboard.ui.scanner import Scan
from signalboard.ui.seeking import Seeking

if TYPE_CHECKING:
    from signalboard.ui.app import Signalboard

POLL, REST = 0.4, 1.0
"""Seconds between two looks at the desk; seconds of rest that count as reading."""
HELD = 0.06
"""Seconds within which the next key comes while one is held down."""
QUIET, BETWEEN = 1.0, 0.05
"""Seconds without a key from which suggestions are made; between two parts of that."""


class Watching(Seeking):
    """The board kept true while nobody presses a key; the reader's place stays."""

    _is_due = False
    """Whether a look at the desk waits for a key to be answered."""
    _resting = ("", 0.0)
    """The story in the reading pane, and since when."""

    _suggests = False
    """Whether some more suggestions will be made soon."""
    _suggested = 0
    """How much was suggested when it was looked last."""
    _hinted = ""
    """The story in the reading pane at the last look."""

    _said_of_refresh: Sequence[str] = ()
    """What was wrong with the last refresh: told once, not at every refresh."""

    refresh_was_asked = False
    """Whether the refresh that runs was asked for by key: its end is told."""

    def on_mount(self) -> None:
        """Look at the desk every so often."""
        self.set_interval(POLL, self._look_soon)

    def _look_soon(self) -> None:
        """Look now; while a key is held down behind the next, so that none finds it in its way."""
        self._is_due = True
        if cast("Signalboard", self.app).quiet_for < HELD:
            self.set_timer(HELD, self._look_if_due)
        else:
            self._look_if_due()

    def _look_if_due(self) -> None:
        if self._is_due:
            self._is_due = False
            self._look()

    def behind_key(self) -> None:
        """A key has been answered: time for what would be in the way of the next."""
        heap.tidy(quiet=False)
        if self._is_due:
            self.call_later(self._look_if_due)

    def _look(self) -> None:
        """Every so often: what came from elsewhere, the minute, a story read."""
        with self.telling():
            changed = self.desk.poll()
            self.notices.withdraw(changed.settled)
            if changed.notices:
                self.notices.add(changed.notices)
            if changed.regrouped:
                self.regrouped(())
            if changed.judgments or changed.settings:
                self.headlines.forget()
                self.see_theses()
                self.see_story()
            if changed:
                if changed.stories and not self.headlines.item_count() and not self.is_seeking:
                    self.seek(self.view, self.open_listing_at)
                self.see_summary()
                self.see_companies_soon()
                self.see_over()
            if changed.judgments or changed.settings:
                self.scan_archive()
        now = self.desk.now()
        if now // 60 != self.now // 60:
            self.now = now
            self.headlines.forget()
            self.see_theses()
            self.see_story()
            self.see_summary()
            self.see_over()
        self._rest()
        with self.telling():
            self.headlines.read_ahead()
        self._notice_hints()
        if not self._suggests:
            self._suggest()
        heap.tidy(quiet=self._is_quiet, rest=self.desk.rest)

    @property
    def _is_quiet(self) -> bool:
        """Whether no key was pressed for a while."""
        return cast("Signalboard", self.app).quiet_for >= QUIET

    def _suggest(self) -> None:
        """Some more stories are read for suggestions, and so on, while no key is pressed."""
        self._suggests = False
        if not self._is_quiet:
            return
        with self.telling():
            self._suggests = self.desk.suggest_some()
            found, story = self.desk.suggested, self.story_pane.story
            if found != self._suggested and story is not None:
                if self.desk.suggestions(story) != self.story_pane.suggestions:
                    self.see_story()
                self._suggested = found
        if self._suggests:
            self.set_timer(BETWEEN, self._suggest)

    def _notice_hints(self) -> None:
        """What is suggested of a story that stays in view was seen."""
        story = self.story_pane.story
        here = story.id if story is not None else ""
        if here == self._hinted:
            self.saw_hints()
        self._hinted = here

    def saw_hints(self) -> None:
        """What is suggested of the story in view was seen."""
        story, seen = self.story_pane.story, self.layout_now != "one" or self.pane == "story"
        if story is not None and seen and self.app.screen is self and self.story_pane.shows_hints:
            self.desk.saw_hints(story.id, self.story_pane.suggestions)

    def regrouped(self, story_ids: Collection[str]) -> None:
        """Reports are in other stories now: the list is read anew, the cursor on one of these."""
        raise NotImplementedError

    def see_over(self) -> None:
        """What is shown over the board, as it stands now: feeds, or a thesis."""
        for screen in self.app.screen_stack:
            if isinstance(screen, Common):
                screen.look_again()

    def _rest(self) -> None:
        """A story that stays in the reading pane for a while was read."""
        row = self.headlines.current
        seen = self.layout_now != "one" or self.pane == "story"
        if row is None or row.read or not seen or self.greeting or self.app.screen is not self:
            self._resting = ("", 0.0)
            return
        story_id, since = self._resting
        if story_id != row.id:
            self._resting = (row.id, monotonic())
        elif monotonic() - since >= REST:
            with self.telling():
                self.desk.saw(row.id)
            self.headlines.forget([row.id])

    def on_progress(self, progress: Progress) -> None:
        """A refresh went on, or ended."""
        ended = self.progress.running and not progress.running
        arrived = progress.new > self.progress.new
        self.progress = progress
        if self.view.is_everything:
            self.see_empty()
        if arrived and not self.headlines.item_count():
            self._look()
        if ended:
            self.headlines.forget()
            # What was asked of one feed, or of none, says nothing new of the network.
            self._offline = progress.offline or (self._offline and not progress.heard)
            self.see_summary()
            self.see_companies_soon()
            said = [said for said in (progress.problem, progress.notice) if said]
            self.notices.withdraw([each for each in self._said_of_refresh if each not in said])
            self.notices.add([each for each in said if each not in self._said_of_refresh])
            self._said_of_refresh = said
            if self.refresh_was_asked and not progress.problem:
                self.tell(*self._refreshed(progress))
            self.refresh_was_asked = False
        else:
            self.see_top()

    def on_scan(self, scan: Scan) -> None:
        """A search of the archive for companies went on, or ended."""
        ended = self.scan.running and not scan.running
        self.scan = scan
        self.see_top()
        if not ended:
            return
        self._look()  # what the search wrote is heard of before it is shown
        self.headlines.forget()
        self.see_story()
        self.see_companies()
        if scan.problem:
            self.notices.add([scan.problem])
        elif scan.changed:
            self.tell((f"companies found anew in {counted(scan.changed, 'entry')}", "soft"))

    def _refreshed(self, progress: Progress) -> list[Piece]:
        """What a refresh did that somebody waited for."""
        asked = progress.done - progress.waits
        if asked:
            count = progress.failed - progress.waits
            failed = f", {count:,} failed (H)" if count > 0 else ""
            return [(f"refreshed {counted(asked, 'feed')}: {progress.new:,} new{failed}", "soft")]
        if not progress.began:
            return [("nothing was asked: another refresh is at work", "soft")]
        due_at = None
        with self.telling():
            due_at = self.desk.due_at()
        if due_at is None:
            return [("nothing to refresh: no feed is on, or all are gone or stopped (H)", "soft")]
        return [(f"nothing is due before {times.clock(due_at)}", "soft")]

    def on_notices_dismissed(self) -> None:
        """The notice was clicked."""
        self.notices.dismiss()
