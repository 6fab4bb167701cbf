"""Where the text of a brief is written by those who have no editor: kept as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import TextArea

from signalboard.desk import Desk, Taken
from signalboard.model import Problem
from signalboard.text import clean_lines, counted
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Inked, Line, plain, wrap
from signalboard.ui.over import Modal
from signalboard.ui.typing import Taking

SOON = 0.6
"""Seconds after the last letter until the text is kept, and what it lacks is said."""


class LongInput(Taking, TextArea):
    """Many lines of typing. What is pasted goes through the door like all text from outside."""

    def __init__(self, text: str) -> None:
        super().__init__(clean_lines(text), soft_wrap=True, show_line_numbers=True, id="text")
        self.cursor_blink = False

    def take(self, event: events.Key) -> bool:
        """Write a character that was typed, or a line end; whether it was one."""
        said = "\n" if event.key == "enter" else event.character
        if said is None or not (event.is_printable or said == "\n"):
            return False
        self._replace_via_keyboard(said, *self.selection)
        return True

    async def _on_paste(self, event: events.Paste) -> None:
        """What comes from the clipboard."""
        event.stop()
        event.prevent_default()
        if result := self._replace_via_keyboard(clean_lines(event.text), *self.selection):
            self.move_cursor(result.end_location)


class Lacks(Inked):
    """What could not be read of a text, or what the brief still lacks."""

    def __init__(self) -> None:
        super().__init__(id="lacks")
        self._said: tuple[tuple[str, str], ...] = ()

    def say(self, said: Sequence[tuple[str, str]]) -> None:
        """Other sentences (text, ink)."""
        if tuple(said) != self._said:
            self._said = tuple(said)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line; the last says how many more there are."""
        width = self.size.width
        lines: list[Line] = [
            [(" ▸ " if not number else "   ", ink), (text[a:b], ink)]
            for text, ink in self._said
            for number, (a, b) in enumerate(wrap(text, max(8, width - 4)))
        ]
        room = self.size.height
        if len(lines) > room:
            more = counted(len(lines) - room + 1, "more line")
            lines[room - 1 :] = [[(f"   … and {more}", "soft")]]
        return self.strip_of(lines[y] if y < len(lines) else (), width)


class Writing(Modal[Taken | None]):
    """The text of a brief; gives back what became of it, None where it was left as it was."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog")

    def __init__(self, desk: Desk, story_id: str, text: str, unread: Sequence[str] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._story_id = story_id
        self._input = LongInput(text)
        self._begun = self._input.text
        self._lacks = Lacks()
        self._unread = tuple(unread)
        self._soon: Timer | None = None

    def compose(self) -> ComposeResult:
        """The text, and below it what is missing."""
        yield self._input
        yield self._lacks

    def on_mount(self) -> None:
        """The keys go to the text, to its first empty place."""
        self._input.border_title = plain("Write the brief")
        self._input.border_subtitle = plain("Ctrl+S saves · Esc leaves, and keeps it")
        self.set_focus(self._input)
        self._input.move_cursor(_first_empty(self._begun))
        self.call_after_refresh(self._show_beginning)
        self._look()

    def _show_beginning(self) -> None:
        """The cursor was put in place before there was any room to show it in."""
        self._input.scroll_to(y=0, animate=False)
        self._input.scroll_cursor_visible(animate=False)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Something was typed: it is kept and looked at soon."""
        event.stop()
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(SOON, self._keep)

    def _keep(self) -> None:
        self._soon = None
        self._unread = ()
        if self._input.text != self._begun:
            try:
                self._desk.keep_brief_text(self._story_id, self._input.text)
            except Problem as problem:
                self._lacks.say([(str(problem), "contradict")])
                return
        self._look()

    def _look(self) -> None:
        """Say what could not be read, or else what is missing."""
        self._lacks.caption([("Missing", "soft")])
        try:
            reading = self._desk.read_brief(self._story_id, self._input.text)
            unread = self._unread or tuple(map(str, reading.unread))
            missing = self._desk.check_brief(reading.brief)
            remarks = [(each, "warn") for each in self._desk.remarks_on(reading.brief)]
        except Problem as problem:
            self._lacks.say([(str(problem), "contradict")])
            return
        if unread:
            self._lacks.caption([("Not readable yet", "soft")])
            self._lacks.say([(each, "contradict") for each in unread])
        elif missing:
            self._lacks.say([*((each, "soft") for each in missing), *remarks])
        else:
            self._lacks.say([("Nothing is missing.", "support"), *remarks])

    def action_save(self) -> None:
        """Save what it says; where a line cannot be read, say which."""
        self._stop()
        try:
            taken = self._desk.take_brief(self._story_id, self._input.text)
        except (Problem, OSError) as problem:
            self._refuse([(f"{problem} What you wrote is still here.", "contradict")])
            return
        if taken.unread:
            self._refuse([(each, "contradict") for each in taken.unread])
        else:
            self.dismiss(taken)

    def _refuse(self, said: Sequence[tuple[str, str]]) -> None:
        """It was not saved, and why; it says so until something is typed."""
        self._lacks.caption([("Not saved", "contradict"), (": mend this and press Ctrl+S", "soft")])
        self._lacks.say(said)

    def action_leave(self) -> None:
        """Leave it; what was typed is kept in a file, and gone on with the next time."""
        self._stop()
        if self._input.text == self._begun:
            self.dismiss(None)
            return
        try:
            self._desk.keep_brief_text(self._story_id, self._input.text)
        except Problem as problem:
            self._lacks.say([(f"{problem} Ctrl+S saves it on the board.", "contradict")])
            return
        self.dismiss(Taken(problem="What you wrote is kept; E goes on with it."))

    def _stop(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None


def _first_empty(text: str) -> tuple[int, int]:
    """Where the first line to be filled in is: the one below the remarks of the headline."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("=="):
            below = number + 1
            while below < len(lines) and lines[below].startswith("#"):
                below += 1
            return min(below, len(lines) - 1), 0
    return 0, 0
