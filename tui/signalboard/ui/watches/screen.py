"""The screen of the watches: which are due, how they came out, and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from signalboard import times
from signalboard.desk import Change, Outcome, WatchRow
from signalboard.model import Thesis
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Line, Piece, cells, spread
from signalboard.ui.keys import Keys, hints
from signalboard.ui.listed import Listed
from signalboard.ui.sheet import Rows, Sheet
from signalboard.ui.status import Hints, OneLine
from signalboard.ui.watches.detail import WatchDetail
from signalboard.ui.watches.rows import WatchHeadings, WatchRows

if TYPE_CHECKING:
    from signalboard.desk import Desk


class WatchHead(OneLine):
    """What the screen is of, and how many stand how."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[str, str, str] = ("", "", "")

    def show(self, of: str, counts: str, clock: str) -> None:
        """Another state of things."""
        if (of, counts, clock) != self._said:
            self._said = (of, counts, clock)
            self.refresh()

    def compose_line(self, width: int) -> Line:
        """As much as fits."""
        of, counts, clock = self._said
        left: list[Piece] = [(" Watches", "strong")]
        if of:
            left += [(" on ", "soft"), (of, "accent")]
        left += [("   ", ""), (counts, "read")]
        end: Line = [(f"{clock} ", "soft")]
        return spread(left, end if cells(left) + cells(end) + 2 <= width else (), width)


class WatchesScreen(Listed):
    """All watches, or those of a thesis, due ones first; the one under the cursor below."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("watches")
    PALETTE_OF = "watches"

    def __init__(self, desk: Desk, keys: Keys, thesis_id: str = "", meant: str = "") -> None:
        """``thesis_id``: only its own; ``meant``: the thesis that a new watch is on."""
        super().__init__(desk, keys)
        self.thesis_id = thesis_id
        self._meant_thesis = meant
        self.head = WatchHead()
        self.headings = WatchHeadings()
        self.watches = WatchRows(id="watches")
        self.detail = WatchDetail(id="watch")
        self.hint_line = Hints()

    def compose(self) -> ComposeResult:
        """The list over the watch."""
        yield self.head
        yield self.headings
        yield self.watches
        yield self.detail
        yield self.hint_line

    def on_mount(self) -> None:
        """Everything is there at the first frame."""
        self.watches.moved = self.see_watch
        self.see()
        self.set_focus(self.watches)
        self.hint_line.show(hints("watches", self.keys))

    def on_resize(self, _event: events.Resize) -> None:
        """Another size has another room for the watch in full."""
        self.arrange_parts()

    def arrange_parts(self) -> None:
        """How the screen is shared: the watch in full has what the list leaves, and its part."""
        _, height = self.app.size
        self.set_class(height < 20, "-short")
        self.set_class(height < 14, "-tiny")
        left = height - max(4, len(self.watches.rows)) - 4
        self.detail.styles.height = max(5, min(16, height // 2), min(24, left))
        self.detail.display = height >= 12

    # -- what is shown ----------------------------------------------------

    def look_again(self) -> None:
        """The watches, once."""
        self.see()

    def see(self) -> None:
        """The watches as they stand."""
        with self.telling():
            rows = self.desk.watches(self.thesis_id)
            now = self.desk.now()
            self.watches.empty = (
                [("No watches yet.", "")],
                [
                    (self.key("watch.new"), "key"),
                    (" on a story makes one: a question that will be settled by a date.", "soft"),
                ],
            )
            self.watches.show(rows, now)
            of = ""
            if self.thesis_id:
                thesis = self.desk.thesis(self.thesis_id).thesis
                of = f"{thesis.number} {thesis.name}"
            self.head.show(of, _counts(rows), times.clock(now))
            self.arrange_parts()
            self.see_watch()

    def see_watch(self) -> None:
        """The watch under the cursor."""
        row = self.watches.selected
        title = ""
        if row is not None and row.watch.story_id is not None:
            with self.telling():
                story = self.desk.story(row.watch.story_id)
                title = story.title if story is not None else ""
        self.detail.show(row, self.desk.now(), title)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click put the cursor on a watch, which is shown already."""
        message.stop()

    @property
    def speaker(self) -> Sheet:
        """The watch in full."""
        return self.detail

    @property
    def listed(self) -> Rows:
        """The watches."""
        return self.watches

    # -- doing ------------------------------------------------------------

    async def action_settle(self, outcome: Outcome) -> None:
        """How it came out, with where that was seen and a note."""
        row = self._meant()
        if row is None:
            return
        if row.watch.state != "open":
            key = self.key("watch.reopen")
            self.mention((f"it was settled: {row.watch.state}; {key} reopens it", "soft"))
            return
        from signalboard.ui.dialogs.watch import settle_form

        def save(values: Mapping[str, str]) -> None:
            ident, link, note = row.watch.id, values["link"], values["note"]
            self._done(self.desk.settle_watch(ident, outcome, link=link, note=note))

        await self.app.push_screen(settle_form(row, outcome, self.desk.now(), save))

    def action_reopen(self) -> None:
        """Take the answer back, with its weight and its score."""
        row = self._meant()
        if row is None:
            return
        if row.watch.state == "open":
            self.mention(("it is open already", "soft"))
            return
        with self.telling():
            self._done(self.desk.reopen_watch(row.watch.id))

    async def action_forecast(self) -> None:
        """The person's own forecast, in place of what the conviction implies."""
        row = self._meant()
        if row is None:
            return
        if row.watch.state != "open":
            self.mention(("it is settled: there is nothing to forecast", "soft"))
            return
        from signalboard.ui.dialogs.watch import forecast_form

        def save(p: float) -> None:
            self._done(self.desk.forecast_watch(row.watch.id, p))

        await self.app.push_screen(forecast_form(row, save))

    async def action_edit(self) -> None:
        """Ask it otherwise, while it is open."""
        row = self._meant()
        if row is None:
            return
        if row.watch.state != "open":
            key = self.key("watch.reopen")
            self.mention((f"it is settled and asks nothing any more; {key} reopens it", "soft"))
            return
        from signalboard.ui.dialogs.watch import WatchForm

        await self.app.push_screen(WatchForm(self.desk, row.thesis, self._changed, watch=row.watch))

    async def action_new_watch(self) -> None:
        """A new watch: on the thesis these are of, the one under the cursor, or the armed one."""
        row = self.watches.selected
        wanted = self.thesis_id or (row.thesis.id if row is not None else self._meant_thesis)
        thesis: Thesis | None = None
        with self.telling():
            thesis = self.desk.thesis(wanted).thesis if wanted else None
        if thesis is None or thesis.is_closed:
            self.mention(("on which thesis? Arm one on the board first", "soft"))
            return
        from signalboard.ui.dialogs.watch import WatchForm

        await self.app.push_screen(WatchForm(self.desk, thesis, self._changed))

    def action_remove(self) -> None:
        """Take away one that was made by mistake."""
        row = self._meant()
        if row is not None:
            with self.telling():
                self._done(self.desk.remove_watch(row.watch.id))

    def action_narrow(self) -> None:
        """Only those of the thesis of this one, or all again."""
        row = self.watches.selected
        if self.thesis_id:
            self.thesis_id = ""
        elif row is not None:
            self.thesis_id = row.thesis.id
        self.see()

    async def action_calibration(self) -> None:
        """What forecasts were worth."""
        from signalboard.ui.calibration import CalibrationScreen

        with self.telling():
            found = self.desk.calibration()
            await self.app.push_screen(CalibrationScreen(found))

    def action_undo(self) -> None:
        """Take back the newest change, whatever it was."""
        with self.telling():
            self._done(self.desk.undo(), "undone: ", "nothing to undo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        with self.telling():
            self._done(self.desk.redo(), "redone: ", "nothing to redo")

    def _changed(self, change: Change | None, ident: str) -> None:
        self._done(change)
        self.watches.reveal(ident)
        self.watches.redraw()
        self.watches.show_cursor()
        self.see_watch()

    def _done(self, change: Change | None, word: str = "", nothing: str = "it is so") -> None:
        self.see()
        if change is None:
            self.mention((nothing, "soft"))
        elif word:
            self.tell((word, "soft"), (change.label, ""))
        else:
            self.tell_change(change.label)

    def _meant(self) -> WatchRow | None:
        if self.watches.selected is None:
            self.mention(("there is no watch", "soft"))
        return self.watches.selected

    # -- back -------------------------------------------------------------

    def action_back(self, _leave: bool) -> None:
        """Back to the board."""
        self.dismiss(None)

    def action_watches(self) -> None:
        """The key that led here leads back."""
        self.dismiss(None)


def _counts(rows: Sequence[WatchRow]) -> str:
    due = sum(row.is_due for row in rows)
    waiting = sum(row.watch.state == "open" for row in rows) - due
    settled = len(rows) - due - waiting
    said = ((due, "due"), (waiting, "open"), (settled, "settled"))
    return ", ".join(f"{count:,} {word}" for count, word in said if count) or "none"
