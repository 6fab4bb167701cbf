"""One thesis: how its conviction came to be, the log, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from signalboard import times
from signalboard.desk.summing import Entry, ThesisSum
from signalboard.desk.values import Change
from signalboard.links import safe_link
from signalboard.model import STRENGTHS, Evidence, Stance
from signalboard.ui.acts.outward import opened
from signalboard.ui.bindings import bindings
from signalboard.ui.common import Common
from signalboard.ui.ink import Piece, crop
from signalboard.ui.keys import Keys, hints
from signalboard.ui.marks import GLYPHS
from signalboard.ui.over import STYLES
from signalboard.ui.sheet import Rows, Sheet
from signalboard.ui.status import Hints
from signalboard.ui.thesis.about import About
from signalboard.ui.thesis.head import Chart, Title
from signalboard.ui.thesis.log import LogRows
from signalboard.ui.typing import Prompt
from signalboard.ui.workarounds import Laid

if TYPE_CHECKING:
    from collections.abc import Callable

    from signalboard.desk import Desk

WIDE = 104
"""Least columns for the claim beside the log."""


class ThesisScreen(Common):
    """A thesis with its evidence; every judgment can be looked at, and said more of."""

    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = bindings("thesis")
    PALETTE_OF = "thesis"

    def __init__(self, desk: Desk, keys: Keys, thesis_id: str) -> None:
        super().__init__(desk, keys)
        self.thesis_id = thesis_id
        self.found: ThesisSum | None = None
        self.part: Literal["log", "about"] = "log"
        self.title_line = Title()
        self.chart = Chart(id="chart")
        self.log_rows = LogRows(id="log")
        self.about = About(id="about")
        self.prompt = Prompt()
        self.hint_line = Hints()
        self._old = ""
        """The evidence that another is about to supersede."""

    def compose(self) -> ComposeResult:
        """The chart over the log, beside what is claimed."""
        yield self.prompt
        yield self.title_line
        with Parts(id="parts"):
            with Column(id="record"):
                yield self.chart
                yield self.log_rows
            yield self.about
        yield self.hint_line

    def on_mount(self) -> None:
        """Everything is there at the first frame."""
        self.prompt.display = False
        self.chart.caption([("Conviction", "strong")])
        self.about.caption([("Claim", "strong")])
        self.arrange_parts()
        self.see()
        self.set_focus(self.speaker)
        self.hint_line.show(hints("thesis", self.keys))

    def on_resize(self, _event: events.Resize) -> None:
        """Another size has another room for each part."""
        self.arrange_parts()

    def arrange_parts(self) -> None:
        """Where there is no room for all, the log and the claim take turns."""
        width, height = self.app.size
        wide = width >= WIDE
        self.set_class(wide, "-wide")
        self.set_class(height < 20, "-short")
        self.chart.display = height >= 16 and (wide or self.part == "log")
        self.chart.styles.height = max(10, min(22, (height - 3) * 2 // 5))
        self.log_rows.display = wide or self.part == "log"
        self.about.display = wide or self.part == "about"
        self.query_one("#record").display = wide or self.part == "log"

    # -- what is shown ----------------------------------------------------

    def see(self) -> None:
        """The thesis as it stands."""
        with self.telling():
            found, now = self.desk.thesis_sum(self.thesis_id), self.desk.now()
            watches = self.desk.watches(self.thesis_id)
            self.found = found
            due = tuple(row.watch.due_at for row in watches if row.watch.state == "open")
            late = found.row.thesis.is_overdue(now)
            self.title_line.show(found, times.clock(now), late=late)
            self.chart.show(found, due, now)
            self.log_rows.caption([("Log", "strong")], [(_counted(found), "soft")])
            self.log_rows.show(found, now, self._old)
            self.about.show(found, watches, now)

    def look_again(self) -> None:
        """What was recorded elsewhere shows here too: the board looks for it."""
        self.see()

    @property
    def speaker(self) -> Sheet:
        """The part with the keys."""
        return self.log_rows if self.part == "log" else self.about

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click put the cursor on a judgment."""
        message.stop()

    # -- moving -----------------------------------------------------------

    def action_down(self, by: int) -> None:
        """The cursor, by judgments; the claim, by lines."""
        if self.part == "log":
            self.log_rows.move_to(self.log_rows.cursor + by)
        else:
            self.about.scroll_lines(by)

    def action_half(self, way: int) -> None:
        """Half a page."""
        self.action_down(way * max(1, self.speaker.page // 2))

    def action_page(self, way: int) -> None:
        """A page."""
        self.action_down(way * max(1, self.speaker.page - 1))

    def action_top(self) -> None:
        """The first judgment."""
        self.action_down(-(10**6))

    def action_bottom(self) -> None:
        """The last judgment."""
        self.action_down(10**6)

    def action_read_on(self) -> None:
        """A page of the claim; from its end, back to its beginning."""
        if not self.about.scroll_lines(max(1, self.about.page - 1)):
            self.about.scroll_to_line(0)

    def action_part(self) -> None:
        """The log, or the claim."""
        self.part = "about" if self.part == "log" else "log"
        self.arrange_parts()
        self.set_focus(self.speaker, scroll_visible=False)
        self._speak()

    def action_show(self, number: str) -> None:
        """Another thesis, by its number."""
        for row in self.desk.theses():
            if str(row.thesis.number) == number:
                self.thesis_id, self._old = row.thesis.id, ""
                self.log_rows.cursor = 0
                self.see()
                return
        self.mention((f"there is no thesis {number}", "soft"))

    # -- doing ------------------------------------------------------------

    def action_strength(self, by: int) -> None:
        """The judgment is stronger, or weaker."""
        entry = self._meant()
        if entry is None:
            return
        if entry.piece.stance is Stance.NO_BEARING:
            self.mention(("no bearing has no strength", "soft"))
            return
        with self.telling():
            strength = max(1, min(3, entry.piece.strength + by))
            self._done(self.desk.set_strength(entry.piece.id, strength), STRENGTHS[strength])

    def action_note(self) -> None:
        """Why it was judged so."""
        entry = self._meant()
        if entry is not None:
            piece = entry.piece
            self._ask("why", piece, piece.note, lambda text: self._noted(piece.id, text))

    def _noted(self, evidence_id: str, text: str) -> None:
        self._done(self.desk.set_note(evidence_id, text))

    def action_quote(self) -> None:
        """What somebody says in it, verbatim; then who."""
        entry = self._meant()
        if entry is None:
            return
        piece = entry.piece

        def said(quote: str) -> None:
            if not quote.strip():
                self._quoted(piece, "", "")
                return
            self._ask("said by", piece, piece.quoted, lambda who: self._quoted(piece, quote, who))

        self._ask("quote", piece, piece.quote, said)

    def _quoted(self, piece: Evidence, quote: str, who: str) -> None:
        done = self.desk.quote(piece.id, quote, who)
        self._done(done.change)
        if done.warning:
            self.tell((done.warning, "warn"))

    def action_link(self) -> None:
        """Open the story of the judgment in the browser, as it was linked when it was judged."""
        entry = self._meant()
        if entry is None:
            return
        url = entry.piece.snapshot.url
        link = safe_link(url)
        if link is None:
            said = "its link is no web address; it is not opened" if url else "it has no link"
            self.mention((said, "warn" if url else "soft"))
            return
        self.mention(("opening ", "soft"), (link, "read"))
        self.run_worker(self._open(link), exit_on_error=False)

    async def _open(self, link: str) -> None:
        if not await opened(link):
            self.tell(("no browser could be started: ", "warn"), (link, "read"))

    def action_retract(self) -> None:
        """Let it count no more; it stays in the log, with the reason."""
        entry = self._meant()
        if entry is not None:
            piece = entry.piece
            self._ask("retract, because", piece, "", lambda why: self._retracted(piece.id, why))

    def _retracted(self, evidence_id: str, why: str) -> None:
        self._done(self.desk.retract(evidence_id, why=why))

    def action_supersede(self) -> None:
        """On the old one, then on the one that takes its place."""
        entry = self._meant()
        if entry is None:
            return
        new = entry.piece
        if not self._old:
            self._old = new.id
            self.see()
            key = self.key("thesis.supersede")
            self.tell((f"superseded by which one? {key} on it; {key} here again leaves it", "soft"))
            return
        old, self._old = self._old, ""
        self.see()
        if old == new.id:
            self.mention(("nothing is superseded", "soft"))
            return
        piece = self.desk.evidence_by_id(old)
        if piece is not None:
            self._ask("superseded, because", piece, "", lambda why: self._done(
                self.desk.retract(old, why=why, by=new.id)))  # fmt: skip

    def action_affirm(self) -> None:
        """The judgment holds for the wording of now too."""
        entry = self._meant()
        if entry is not None:
            with self.telling():
                self._done(
                    self.desk.affirm(self.thesis_id, [entry.piece.id]),
                    nothing="it is of the wording of now",
                )

    def action_affirm_all(self) -> None:
        """All judgments of earlier wordings hold for that of now."""
        with self.telling():
            self._done(self.desk.affirm(self.thesis_id), nothing="all are of the wording of now")

    def action_undo(self) -> None:
        """Take back the newest change, whatever it was."""
        with self.telling():
            self._reversed(self.desk.undo(), "undone: ", "nothing to undo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        with self.telling():
            self._reversed(self.desk.redo(), "redone: ", "nothing to redo")

    async def action_sum(self) -> None:
        """The sum of this thesis, line by line."""
        from signalboard.ui.thesis.sheet import SumScreen

        if self.found is not None:
            watches = [row.watch for row in self.desk.watches(self.thesis_id)]
            await self.app.push_screen(SumScreen(self.found, self.desk.rated, watches))

    def action_back(self, _leave: bool) -> None:
        """Back to the board."""
        self.dismiss(None)

    def action_open_thesis(self) -> None:
        """The key that led here leads back."""
        self.dismiss(None)

    # -- how --------------------------------------------------------------

    def _meant(self) -> Entry | None:
        entry = self.log_rows.selected
        if entry is None:
            self.mention(("nothing is judged on this thesis yet", "soft"))
        return entry

    def _ask(self, what: str, piece: Evidence, value: str, kept: Callable[[str], None]) -> None:
        """A line to type on, about a judgment."""

        def ended(text: str, keep: bool) -> None:
            self.set_focus(self.speaker, scroll_visible=False)
            if keep:
                with self.telling():
                    kept(text)

        mark, ink = GLYPHS[frozenset((piece.stance,))]
        room = max(12, self.app.size.width // 4)
        title = crop(piece.snapshot.title, room)
        label: list[Piece] = [(f" {what} ", "strong"), (mark, ink), (f" {title}: ", "soft")]
        self.prompt.ask(label, value, ended=ended)
        self.prompt.note([("Enter keeps, Esc leaves", "soft")])

    def _done(
        self, change: Change | None, word: str = "", nothing: str = "it is so already"
    ) -> None:
        self.see()
        if change is None:
            self.mention((nothing, "soft"))
        else:
            self.tell_change(f"{word}: {change.label}" if word else change.label)

    def _reversed(self, change: Change | None, word: str, nothing: str) -> None:
        self.see()
        if change is None:
            self.mention((nothing, "soft"))
        else:
            self.tell((word, "soft"), (change.label, ""))


class Parts(Laid, Container):
    """What was recorded, beside what is claimed."""


class Column(Laid, Vertical):
    """The chart over the log."""


def _counted(found: ThesisSum) -> str:
    gone = f", {len(found.withdrawn)} no more" if found.withdrawn else ""
    return f"{len(found.entries)} judged{gone}"
