"""The life of a thesis on the board: activated, closed with what was learned, reopened."""

from __future__ import annotations

from functools import partial

from signalboard.desk import Ending
from signalboard.desk.values import ThesisRow
from signalboard.ui.acts.dating import Dating

_ENDINGS: tuple[tuple[str, Ending], ...] = (
    ("c", "confirmed"),
    ("f", "refuted"),
    ("r", "retired"),
)


class Living(Dating):
    """From draft to its end, and back."""

    def action_thesis_life(self) -> None:
        """A letter says what becomes of the selected thesis; those that apply are offered."""
        row = self._selected()
        letters: list[tuple[str, str]] = []
        if row is not None:
            is_draft = row.thesis.status == "draft"
            letters += [("a", "activate")] if is_draft else []
            letters += [each for each in _ENDINGS if not is_draft or each[1] == "retired"]
        if self.closed:
            letters.append(("o", "reopen one that is closed"))
        if not letters:
            self.mention(("no thesis is armed or selected", "soft"))
            return
        named = f" {row.thesis.number} {row.thesis.name}: " if row is not None else " theses: "

        def chosen(letter: str | None) -> None:
            self.go_to(self.pane)
            if letter == "a":
                self.action_activate_thesis()
            elif letter == "o":
                self.open_next(self.action_reopen_thesis)
            elif letter is not None:
                self.open_next(partial(self.action_close_thesis, dict(_ENDINGS)[letter]))

        self.letters.ask([(named, "strong")], letters, chosen)
        self.see_hints()

    def action_activate_thesis(self) -> None:
        """Put a draft to the test, or say what is missing."""
        row = self._selected()
        if row is None:
            self.mention(("no thesis is armed or selected", "soft"))
            return
        with self.telling():
            change = self.desk.activate_thesis(row.thesis.id)
            self.kept(change)
            if change is None:
                self.mention(("it is active already", "soft"))

    async def action_close_thesis(self, ending: Ending) -> None:
        """Say how it ended, and what was learned; undo takes it back."""
        row = self._selected()
        if row is None:
            self.mention(("no thesis is armed or selected", "soft"))
            return
        from signalboard.ui.dialogs.thesis import closing_form

        thesis = row.thesis

        def save(learned: str) -> None:
            self.kept(self.desk.close_thesis(thesis.id, ending, learned))

        await self.app.push_screen(closing_form(thesis, ending, save))

    async def action_reopen_thesis(self) -> None:
        """One that was closed comes back into play."""
        if not self.closed:
            self.mention(("no thesis is closed", "soft"))
            return
        from signalboard.ui.dialogs.picker import Choice, Picker

        choices = [
            Choice(
                each.thesis.id,
                [(f"{each.thesis.number} ", "soft"), (each.thesis.name, "")],
                [(each.thesis.status, "soft")],
                f"{each.thesis.number} {each.thesis.name} {each.thesis.statement}",
            )
            for each in self.closed
        ]

        def picked(thesis_id: str | None) -> None:
            if thesis_id is not None:
                with self.telling():
                    self.kept(self.desk.reopen_thesis(thesis_id))

        await self.app.push_screen(Picker("Reopen which thesis?", choices), picked)

    def _selected(self) -> ThesisRow | None:
        """The selected thesis where the keys are in Theses, else the armed one."""
        return self.theses_pane.selected if self.pane == "theses" else self.armed_row
