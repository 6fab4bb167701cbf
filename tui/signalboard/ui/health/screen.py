"""The screen of the feeds' health: which are broken, why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip
from textual.timer import Timer

from signalboard import times
from signalboard.desk.values import Change, FeedHealth, Health, Standing
from signalboard.model import Check, Problem
from signalboard.text import counted
from signalboard.ui.bindings import bindings
from signalboard.ui.health.detail import FeedDetail
from signalboard.ui.health.rows import FeedRows, Headings
from signalboard.ui.ink import Inked, Line, Piece, cells, spread, wrap
from signalboard.ui.keys import Keys, hints
from signalboard.ui.listed import Listed
from signalboard.ui.refresher import Progress
from signalboard.ui.sheet import Rows, Sheet
from signalboard.ui.status import Hints, OneLine

if TYPE_CHECKING:
    from signalboard.desk import Desk
    from signalboard.ui.app import Signalboard

AGAIN = 0.2
"""Seconds between two looks at the feeds while a refresh tells of them."""


class Head(OneLine):
    """What the screen is of, how many stand how, and how far a refresh is."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[Health | None, Progress, str] = (None, Progress(), "")

    def show(self, health: Health, progress: Progress, clock: str) -> None:
        """Another state of things."""
        if (health, progress, clock) != self._said:
            self._said = (health, progress, clock)
            self.refresh()

    def compose_line(self, width: int) -> Line:
        """The counts, as far as they fit."""
        health, progress, clock = self._said
        left: list[Piece] = [(" Feed health", "strong")]
        if health is not None and len(health.told) + 16 > width and not progress.running:
            return spread([(f" {health.told}", "read")], (), width)  # what the screen is of shows
        if progress.running:
            whole = f"{progress.done} of {progress.total}" if progress.total else "…"
            left += [("   ⟳ ", "accent"), (whole, "")]
            if progress.failed:
                left.append((f", {progress.failed} failed", "warn"))
        if health is not None and health.feeds:
            left += [("   ", ""), (health.told, "read")]
        end: Line = [(f"{clock} ", "soft")]
        return spread(left, end if cells(left) + cells(end) + 2 <= width else (), width)


class Sentence(Inked):
    """What concerns all feeds, over as many lines as it takes."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def say(self, text: str) -> None:
        """Another sentence; none hides the line."""
        self._text = text
        self._fit()

    def resized(self) -> None:
        """Other widths need other heights."""
        super().resized()
        self._fit()

    def _fit(self) -> None:
        self.display = bool(self._text)
        if self._text:
            self.styles.height = len(self._lines(self.size.width or self.app.size.width))
        self.refresh()

    def _lines(self, width: int) -> list[str]:
        return [self._text[a:b] for a, b in wrap(self._text, max(8, width - 4))[:3]]

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        lines = self._lines(width)
        edge = " ○ " if y == 0 else "   "
        line = [(edge, "warn"), (lines[y], "warn")] if y < len(lines) else []
        return self.strip_of(line, width)


class HealthScreen(Listed):
    """All feeds, the broken ones first; the one under the cursor in full below."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("health")
    PALETTE_OF = "health"

    def __init__(self, desk: Desk, keys: Keys, progress: Progress) -> None:
        super().__init__(desk, keys)
        self.progress = progress
        self.health = Health(())
        self.head = Head()
        self.sentence = Sentence()
        self.headings = Headings()
        self.feeds = FeedRows(id="feeds")
        self.detail = FeedDetail(id="feed")
        self.hint_line = Hints()
        self._soon: Timer | None = None
        self._asked = self._asked_next = False
        """Whether feeds were asked for by key in the refresh that runs, and in the next."""

    def compose(self) -> ComposeResult:
        """The list over the feed."""
        yield self.head
        yield self.sentence
        yield self.headings
        yield self.feeds
        yield self.detail
        yield self.hint_line

    def on_mount(self) -> None:
        """Everything is there at the first frame."""
        self.feeds.moved = self.see_feed
        self.feeds.checks_of = self._checks
        self.feeds.empty = (
            [("No feeds yet.", "")],
            [
                (self.key("feed.new"), "key"),
                (" adds one, by the address of its site.", "soft"),
            ],
        )
        self.see()
        self.set_focus(self.feeds)
        self.hint_line.show(hints("health", self.keys))

    def on_resize(self, _event: events.Resize) -> None:
        """Another size has another room for the feed in full."""
        self.arrange_parts()

    def arrange_parts(self) -> None:
        """How the screen is shared: the feed in full has what the list leaves, and its own part."""
        _, height = self.app.size
        self.set_class(height < 20, "-short")
        self.set_class(height < 14, "-tiny")
        left = height - max(4, len(self.feeds.rows)) - 4
        self.detail.styles.height = max(5, min(18, height * 2 // 5), min(36, left))
        self.detail.display = height >= 12

    # -- what is shown ----------------------------------------------------

    def see(self) -> None:
        """The feeds as they stand."""
        self._soon = None
        with self.telling():
            self.health = self.desk.health()
            now = self.desk.now()
            self.feeds.show(self.health.feeds, self.progress.asking, now)
            self.headings.show(self.feeds.longest)
            self.head.show(self.health, self.progress, times.clock(now))
            self.sentence.say(self.health.sentence or self.progress.notice)
            self.arrange_parts()
            self.see_feed()

    def see_soon(self) -> None:
        """The feeds, in a moment, however often this is asked for."""
        if self._soon is None:
            self._soon = self.set_timer(AGAIN, self.see)

    def look_again(self) -> None:
        """The feeds, once."""
        self.see_soon()

    def see_feed(self) -> None:
        """The feed under the cursor."""
        row = self.feeds.selected
        if row is None:
            self.detail.show(None, (), (), 0)
            return
        with self.telling():
            days = self.desk.feed_days(row.url)
            self.detail.show(row, self._checks(row.url), days, self.desk.now())

    def _checks(self, url: str) -> Sequence[Check]:
        try:
            return self.desk.feed_checks(url)
        except Problem:
            return ()  # told when the feeds are read; a line is drawn without

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click put the cursor on a feed, which is shown already."""
        message.stop()

    def on_progress(self, progress: Progress) -> None:
        """A refresh went on, or ended."""
        ended = self.progress.running and not progress.running
        self.progress = progress
        self.feeds.ask(progress.asking)
        self.head.show(self.health, progress, times.clock(self.desk.now()))
        self.see_soon()
        if ended:
            asked, self._asked, self._asked_next = self._asked, self._asked_next, False
            if progress.problem:
                self.tell((progress.problem, "warn"))
            elif asked and not progress.done:
                self.tell(("nothing was asked: another refresh is at work", "warn"))
            elif asked:
                well = progress.done - progress.failed
                self.tell((f"retried {progress.done}: {well} answered", "soft"))

    @property
    def speaker(self) -> Sheet:
        """The feed in full."""
        return self.detail

    @property
    def listed(self) -> Rows:
        """The feeds."""
        return self.feeds

    # -- doing ------------------------------------------------------------

    def action_retry(self) -> None:
        """Ask the feed under the cursor now."""
        row = self._meant()
        if row is None:
            return
        if row.standing is Standing.PAUSED:
            self.mention((f"it is paused; {self.key('health.pause')} resumes it", "soft"))
        else:
            self._ask([row])

    def action_retry_failed(self) -> None:
        """Ask every feed that fails; not those that wait, are gone or were stopped."""
        rows = [row for row in self.health.feeds if row.standing is Standing.FAILING]
        if rows:
            self._ask(rows)
        else:
            self.mention(("no feed is failing", "soft"))

    def _ask(self, rows: Sequence[FeedHealth]) -> None:
        urls = tuple(row.url for row in rows)
        named = rows[0].feed.name if len(rows) == 1 else counted(len(rows), "feed")
        at_once = cast("Signalboard", self.app).ask_feeds(urls)
        self._asked, self._asked_next = self._asked or at_once, self._asked_next or not at_once
        self.tell((f"asking {named}" if at_once else f"{named}: after the present refresh", "soft"))

    def action_pause(self) -> None:
        """Have the feed not asked any more, or again."""
        row = self._meant()
        if row is None:
            return
        with self.telling():
            if row.feed.enabled:
                self._done(self.desk.pause_feed(row.feed.url))
            else:
                self._done(self.desk.resume_feed(row.feed.url))

    def action_remove(self) -> None:
        """Take the feed out of feeds.yaml; undo brings it back."""
        row = self._meant()
        if row is not None:
            with self.telling():
                change = self.desk.remove_feed(row.feed.url)
                self._done(change)
                if self.desk.login_left(row.url):
                    self.tell((f"{change.label}; its login is kept: feed logout", "soft"))

    def action_undo(self) -> None:
        """Take back the newest change, whatever it was."""
        with self.telling():
            self._done(self.desk.undo(), "undone: ", "nothing to undo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        with self.telling():
            self._done(self.desk.redo(), "redone: ", "nothing to redo")

    def _done(self, change: Change | None, word: str = "", nothing: str = "it is so") -> None:
        self.see()
        if change is None:
            self.mention((nothing, "soft"))
        elif word:
            self.tell((word, "soft"), (change.label, ""))
        else:
            self.tell_change(change.label)

    def _meant(self) -> FeedHealth | None:
        row = self.feeds.selected
        if row is None:
            self.mention(("there is no feed", "soft"))
        elif row.standing is Standing.REMOVED:
            self.mention(("it is not in feeds.yaml any more", "soft"))
            return None
        return row

    # -- the rest ---------------------------------------------------------

    async def action_new_feed(self) -> None:
        """A new feed, looked at by a child process before it is added."""
        from signalboard.ui.dialogs.feed import FeedDialog

        def added(sentence: str | None) -> None:
            self.see()
            if sentence:
                self.tell((sentence, "soft"))

        await self.app.push_screen(FeedDialog(self.desk), added)

    def action_back(self, _leave: bool) -> None:
        """Back to the board."""
        self.dismiss(None)

    def action_health(self) -> None:
        """The key that led here leads back."""
        self.dismiss(None)
