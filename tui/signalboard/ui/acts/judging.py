"""Judging: arming a thesis, saying what a story means, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

from signalboard.desk.values import Change
from signalboard.model import Evidence, Stance, StoryRow
from signalboard.ui.acts.moving import Moving
from signalboard.ui.ink import Piece, crop
from signalboard.ui.marks import GLYPHS, weight


class Judging(Moving):
    """Everything a key records is on disk, and on the screen, before the next key is read."""

    _left_on: str | None = None
    """The story that the last judgment left the cursor on."""

    # -- arming -----------------------------------------------------------

    def arm(self, thesis_id: str | None) -> None:
        """What the next stories are judged by."""
        if thesis_id != self.armed:
            self._left_on = None
        self.armed = thesis_id
        if thesis_id is not None:
            self._met(self.headlines)
        self.see_theses()
        if thesis_id is not None:
            self.theses_pane.reveal(thesis_id)

    def action_arm(self, number: str) -> None:
        """Arm a thesis by its number."""
        for row in self.theses:
            if str(row.thesis.number) == number:
                self.arm(row.thesis.id)
                return
        self.mention((f"there is no thesis {number}", "soft"))

    def action_disarm(self) -> None:
        """No thesis armed."""
        self.arm(None)

    def action_arm_selected(self) -> None:
        """Arm the thesis under the cursor."""
        row = self.theses_pane.selected
        if row is not None:
            self.arm(row.thesis.id)

    async def action_pick_thesis(self) -> None:
        """Find a thesis by a few letters."""
        await self.pick_thesis("Arm a thesis")

    async def _pick(self, stance: str) -> None:
        row = self.headlines.current

        def judge() -> None:
            if row is not None:
                self._judge(row, stance)

        await self.pick_thesis(f"Judge by which thesis? ({stance})", judge)

    async def pick_thesis(self, title: str, then: Callable[[], None] | None = None) -> None:
        """Arm a thesis that is found by a few letters; then go on."""
        from signalboard.ui.dialogs.picker import Choice, Picker

        choices = [
            Choice(
                each.thesis.id,
                [(f"{each.thesis.number} ", "accent"), (each.thesis.name, "")],
                [(f"+{each.tally.supports} −{each.tally.contradictions}", "soft")],
                f"{each.thesis.number} {each.thesis.name} {each.thesis.statement}",
            )
            for each in self.theses
        ]

        def picked(thesis_id: str | None) -> None:
            if thesis_id is None:
                return
            self.arm(thesis_id)
            if then is not None:
                then()

        empty = "No theses yet: T then a adds one."
        await self.app.push_screen(Picker(title, choices, empty=empty), picked)

    # -- judging ----------------------------------------------------------

    async def action_judge(self, stance: str) -> None:
        """What the story under the cursor says about the armed thesis."""
        self._met(self.headlines)
        row = self.headlines.current
        if row is None:
            self.mention(("there is no story to judge", "soft"))
        elif self.armed is None:
            await self._pick(stance)
        else:
            self._judge(row, stance)

    def _judge(self, row: StoryRow, stance: str) -> None:
        if self.armed is None:
            return
        with self.telling():
            self.saw_hints()
            change = self.desk.judge(row.id, self.armed, Stance(stance))
            self._met(self.headlines)
            self.painted(change)
            piece = self.desk.evidence_by_id(change.evidence_id or "")
            if piece is not None:
                self.tell(*self._named(piece, again=not change.seq))
            found = self.headlines.next_unjudged(1)
            if found is not None:
                self.headlines.move_to(found)
            else:
                self.see_story()
            here = self.headlines.current
            self._left_on = here.id if here is not None else None

    def _piece_meant(self, what: str) -> Evidence | None:
        """The evidence a key is for; where it is for none, what is to be done is said.

        That of the story under the cursor on the armed thesis; else what was judged last, while
        the cursor is where judging it has left it, since it went on by itself.
        """
        self._met(self.headlines)
        row, last = self.headlines.current, self.desk.last_evidence()
        if row is None or last is None:
            self.mention(("nothing is judged yet", "soft"))
            return None
        pieces = self.desk.evidence_of(row.id)
        here = [piece for piece in pieces if self.armed in (piece.thesis_id, None)]
        if last in here:
            return last
        if here and self.armed is not None:
            return max(here, key=lambda piece: piece.changed_at)
        if row.id == self._left_on:
            return last
        armed = self.armed_row
        if armed is None and here:
            said = f"{what} of which? {self.key('thesis.pick')} arms the thesis that is meant"
        else:
            by = "" if armed is None else f" by {armed.thesis.number}"
            said = f"no {what}: this story is not judged{by} yet"
        self.mention((said, "soft"))
        return None

    def painted(self, change: Change) -> None:
        """Everything a change shows in, at once."""
        self.headlines.forget(change.story_ids)
        for thesis_id in change.thesis_ids:
            self.see_theses(thesis_id)
        self.see_summary()
        if change.story_ids:
            self.see_companies_soon()

    def _named(self, piece: Evidence, *, again: bool = False) -> list[Piece]:
        """A piece of evidence and the story it is about, for the feedback."""
        mark, ink = GLYPHS[frozenset((piece.stance,))]
        number = next((r.thesis.number for r in self.theses if r.thesis.id == piece.thesis_id), 0)
        already = [("already ", "soft")] if again else []
        on = [(f" {number}", "accent")] if number else []
        note = [(f" “{crop(piece.note, 24)}”", "read")] if piece.note else []
        split = [(" · split: ", "faint"), ("it counts on both sides", "split")]
        note = [*note, *(split if self._is_split(piece) else ())]
        return [*already, (mark, ink), *on, (" ", ""), weight(piece), *note, (" · ", "faint"),
                (crop(piece.snapshot.title, 60), "read")]  # fmt: skip

    def _is_split(self, piece: Evidence) -> bool:
        """Whether its story was judged both ways on its thesis."""
        pieces = self.desk.evidence_of(piece.story_id)
        stances = {other.stance for other in pieces if other.thesis_id == piece.thesis_id}
        return stances >= {Stance.SUPPORT, Stance.CONTRADICT}

    def action_strength(self, by: int) -> None:
        """This story's evidence, or the last, is stronger or weaker."""
        piece = self._piece_meant("strength")
        if piece is None:
            return
        if piece.stance is Stance.NO_BEARING:
            self.mention(("no bearing has no strength · ", "soft"), (piece.snapshot.title, "read"))
        else:
            with self.telling():
                change = self.desk.set_strength(piece.id, max(1, min(3, piece.strength + by)))
                self._told_of(piece.id, change)

    def action_note(self) -> None:
        """Why: a line on this story's evidence, or the last, in place."""
        piece = self._piece_meant("note")
        if piece is None:
            return

        def ended(text: str, kept: bool) -> None:
            self.go_to(self.pane)
            if kept:
                with self.telling():
                    self._told_of(piece.id, self.desk.set_note(piece.id, text))

        self._ask_of(piece, "why", piece.note, ended)

    def action_quote(self) -> None:
        """What somebody says in this story, or that of the last evidence, verbatim; then who."""
        piece = self._piece_meant("quote")
        if piece is None:
            return

        def kept(quote: str, who: str) -> None:
            with self.telling():
                done = self.desk.quote(piece.id, quote, who)
                self._told_of(piece.id, done.change)
                if done.warning:
                    self.tell((done.warning, "warn"))

        def who_said(quote: str) -> None:
            def ended(who: str, keep: bool) -> None:
                self.go_to(self.pane)
                if keep:
                    kept(quote, who)

            self._ask_of(piece, "said by", piece.quoted, ended)

        def said(quote: str, keep: bool) -> None:
            self.go_to(self.pane)
            if keep and quote.strip():
                who_said(quote)
            elif keep:
                kept("", "")

        self._ask_of(piece, "quote", piece.quote, said)

    def _ask_of(
        self, piece: Evidence, what: str, value: str, ended: Callable[[str, bool], None]
    ) -> None:
        """A line to type on, about a piece of evidence."""
        mark, ink = GLYPHS[frozenset((piece.stance,))]
        number = next((r.thesis.number for r in self.theses if r.thesis.id == piece.thesis_id), 0)
        room = max(12, self.app.size.width // 3)
        label: list[Piece] = [
            (f" {what} ", "strong"), (mark, ink), (f" {number}" if number else "", "accent"),
            (f" {crop(piece.snapshot.title, room)}: ", "soft"),
        ]  # fmt: skip
        self.prompt.ask(label, value, ended=ended)
        self.prompt.note([("Enter keeps, Esc leaves", "soft")])
        self.see_hints()

    def _told_of(self, evidence_id: str, change: Change | None) -> None:
        if change is not None:
            self.painted(change)
            self.see_story()
        piece = self.desk.evidence_by_id(evidence_id)
        if piece is not None:
            self.tell(*self._named(piece))

    # -- taking back ------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the newest change, whatever it was."""
        with self.telling():
            self._reversed(self.desk.undo(), "undone: ", "nothing to undo")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        with self.telling():
            self._reversed(self.desk.redo(), "redone: ", "nothing to redo")

    def _reversed(self, change: Change | None, word: str, nothing: str) -> None:
        if change is None:
            self.mention((nothing, "soft"))
            return
        self.see_theses()
        if change.regrouped:
            self.regrouped(change.story_ids)
        self.painted(change)
        if not change.story_ids:
            self.see_companies()
            self.scan_archive()
        listing, is_seen = self.headlines.listing, False
        title = ""
        if change.story_ids and (len(change.story_ids) == 1 or change.regrouped):
            self._met(self.headlines)
            story = self.desk.story(change.story_ids[0])
            title = story.title if story is not None else ""
            at = listing.index_of(change.story_ids[0]) if listing is not None else None
            if at is not None and not change.regrouped:
                is_seen = at != self.headlines.cursor  # the cursor brings its story
                self.headlines.move_to(at)
        if not is_seen:
            self.see_story()
        named = [(" · ", "faint"), (crop(title, 60), "read")] if title else []
        if title and title in change.label:
            named = []
        self.tell((word, "soft"), (change.label, ""), *named)

    # -- marks of reading -------------------------------------------------

    def action_mark_read(self) -> None:
        """Read, or unread."""
        self._met(self.headlines)
        row = self.headlines.current
        if row is not None:
            with self.telling():
                change = self.desk.mark(row.id, read=not row.read)
                self._marked(change)

    def action_star(self) -> None:
        """Starred, or not."""
        self._met(self.headlines)
        row = self.headlines.current
        if row is not None:
            with self.telling():
                change = self.desk.mark(row.id, starred=not row.starred)
                self._marked(change)

    def _marked(self, change: Change | None) -> None:
        if change is not None:
            self._met(self.headlines)
            self.headlines.forget(change.story_ids)
            self.see_story()
            self.tell((crop(change.label, 70), "soft"))
