"""Watches: a question with a date from a story, and the list of those that are due."""

from __future__ import annotations

from functools import partial

from signalboard.desk.values import Change
from signalboard.model import Story, Thesis
from signalboard.text import counted
from signalboard.ui.acts.bulk import AtOnce


class Dating(AtOnce):
    """What will be known by a date."""

    _said_due: tuple[str, ...] = ()
    """The notice of what is due, while it holds."""
    _due = -1
    """How many were due when it was looked last."""

    def on_mount(self) -> None:
        """What is due is said once a start."""
        with self.telling():
            self._said_due = self._due_now()
            self.notices.add(self._said_due)

    def see_summary(self) -> None:
        """The numbers; of what was due and is settled now nothing is said any longer."""
        super().see_summary()
        if self._said_due and self.summary is not None and self.summary.watches_due != self._due:
            self._due = self.summary.watches_due
            with self.telling():
                stands = self._due_now()
                if stands != self._said_due:
                    self.notices.replace(self._said_due, stands)
                    self._said_due = stands

    def _due_now(self) -> tuple[str, ...]:
        due = self.desk.due_watches()
        if not due:
            return ()
        more = len(due) - 1
        also = f" and {counted(more, 'other')}" if more else ""
        key = self.key("watch.list")
        return (f"Due to be settled: “{due[0].question}”{also}. {key} leads there.",)

    async def action_new_watch(self) -> None:
        """A watch on the armed thesis, from the story under the cursor."""
        row = self.theses_pane.selected if self.pane == "theses" else self.armed_row
        if row is not None:
            await self._ask_watch(row.thesis)
            return
        if not self.theses:
            self.mention(("there is no thesis to watch for yet", "soft"))
            return
        from signalboard.ui.dialogs.picker import Choice, Picker

        choices = [
            Choice(
                each.thesis.id,
                [(f"{each.thesis.number} ", "accent"), (each.thesis.name, "")],
                [],
                f"{each.thesis.number} {each.thesis.name} {each.thesis.statement}",
            )
            for each in self.theses
        ]

        def picked(thesis_id: str | None) -> None:
            if thesis_id is not None:
                self.arm(thesis_id)
                if self.armed_row is not None:
                    self.open_next(partial(self._ask_watch, self.armed_row.thesis))

        await self.app.push_screen(Picker("A watch on which thesis?", choices), picked)

    async def _ask_watch(self, thesis: Thesis) -> None:
        from signalboard.ui.dialogs.watch import WatchForm

        story: Story | None = None
        current = self.headlines.current
        if self.pane in ("headlines", "story") and current is not None:
            with self.telling():
                story = self.desk.story(current.id)
        await self.app.push_screen(WatchForm(self.desk, thesis, self._watched, story=story))

    def _watched(self, change: Change | None, ident: str) -> None:
        self.kept(change)
        with self.telling():
            thesis = self.desk.watch(ident).thesis
            if thesis.status == "draft" and not self.desk.missing(thesis.id):
                key = self.key("thesis.life")
                self.tell_change(f"{thesis.number} may be active: {key}")

    async def action_watches(self) -> None:
        """The watches, due ones first; from the theses, those of the selected one."""
        from signalboard.ui.watches.screen import WatchesScreen

        selected = self.theses_pane.selected if self.pane == "theses" else None
        screen = WatchesScreen(
            self.desk,
            self.keys,
            selected.thesis.id if selected is not None else "",
            self.armed or "",
        )
        await self.app.push_screen(screen, lambda _: self.kept(None))

    async def action_calibration(self) -> None:
        """What forecasts were worth."""
        from signalboard.ui.calibration import CalibrationScreen

        with self.telling():
            await self.app.push_screen(CalibrationScreen(self.desk.calibration()))

    async def on_top_line_watches(self) -> None:
        """The count of watches that are due was clicked."""
        await self.action_watches()
