"""Where a person types: a line to fill, and a letter to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widgets import Input

from signalboard.text import clean
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Inked, Line, Piece, cells, spread

LONGEST = 1000
"""Characters one may type on a line."""


class Taking:
    """What is typed in: its characters are given to it in the order typed, see workarounds."""

    def take(self, event: events.Key) -> bool:
        """Write a character that was typed; whether it was one."""
        raise NotImplementedError


class LineInput(Taking, Input):
    """One line of typing. Its characters arrive in the order typed, see workarounds."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
        limit: int = LONGEST,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            id=id,
            compact=True,
            max_length=limit,
            select_on_focus=False,
        )
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """What is pasted, or stands there to be changed, goes through the door; spaces stay."""
        if value.isprintable():
            return value
        return " ".join(clean(word, len(word) + 1) for word in value.split(" "))

    def take(self, event: events.Key) -> bool:
        """Write a character that was typed; whether it was one."""
        if not event.is_printable or event.character is None:
            return False
        if self.selection.is_empty:
            self.insert_text_at_cursor(event.character)
        else:
            self.replace(event.character, *self.selection)
        return True


class Words(Inked):
    """A few words, as wide as they are."""

    def __init__(self, line: Line = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._line = line

    def say(self, line: Line) -> None:
        """Other words."""
        if line != self._line:
            self._line = line
            self.styles.width = min(cells(line), max(4, self.app.size.width * 2 // 3))
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The words."""
        return self.strip_of(self._line if y == 0 else (), self.size.width)


class Prompt(Horizontal):
    """A question with a line to type on, in place of the line of keys."""

    BINDINGS = bindings("prompt")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = Words()
        self._note = Words()
        self.input = LineInput()
        self._typed: Callable[[str], None] | None = None
        self._ended: Callable[[str, bool], None] | None = None

    def compose(self) -> ComposeResult:
        """Label, line, note."""
        yield self._label
        yield self.input
        yield self._note

    def ask(
        self,
        label: Line,
        value: str,
        *,
        ended: Callable[[str, bool], None],
        typed: Callable[[str], None] | None = None,
    ) -> None:
        """Open with a value; ``typed`` hears every change, ``ended`` the text and if it is kept."""
        self._typed, self._ended = None, ended
        self.display = True
        self._label.say(label)
        self.input.value = value
        self.input.cursor_position = len(value)
        self.screen.set_focus(self.input, scroll_visible=False)
        self._typed = typed

    def note(self, line: Line) -> None:
        """What is said at the end of the line."""
        self._note.say([*line, (" ", "")])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something was typed."""
        event.stop()
        if self._typed is not None:
            self._typed(event.value)

    def action_keep(self) -> None:
        """Take what is typed."""
        self._end(kept=True)

    def action_leave(self) -> None:
        """Leave things as they were."""
        self._end(kept=False)

    def _end(self, *, kept: bool) -> None:
        ended, self._typed, self._ended = self._ended, None, None
        self.display = False
        if ended is not None:
            ended(self.input.value, kept)


class Letters(Taking, Inked, can_focus=True):
    """A choice by one letter, in place of the line of keys; any other key leaves it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label: Line = ()
        self._choices: Sequence[tuple[str, str]] = ()
        self._chosen: Callable[[str | None], None] | None = None

    def ask(
        self,
        label: Line,
        choices: Sequence[tuple[str, str]],
        chosen: Callable[[str | None], None],
    ) -> None:
        """Show the choices (letter, word); ``chosen`` hears the letter, or None."""
        self._label, self._choices, self._chosen = label, choices, chosen
        self.display = True
        self._room()
        self.screen.set_focus(self, scroll_visible=False)
        self.refresh()

    def take(self, event: events.Key) -> bool:
        """A letter chooses, everything else leaves."""
        letter = event.character
        self._end(letter if letter in dict(self._choices) else None)
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on a word chooses it."""
        for y, row in enumerate(self._placed()):
            for at, letter, word in row:
                if y == event.y and at <= event.x < at + cells([(f"{letter} {word}   ", "")]):
                    self._end(letter)
                    return
        self._end(None)

    def on_blur(self) -> None:
        """Something else took the keys, unless they are back for another choice."""
        if not self.has_focus:
            self._end(None)

    def resized(self) -> None:
        """Other widths need other heights."""
        super().resized()
        self._room()

    def _room(self) -> None:
        if self.display:
            self.styles.height = len(self._placed())

    def _placed(self) -> list[list[tuple[int, str, str]]]:
        """The choices in as many lines as they need: (cell, letter, word)."""
        width = self.size.width or self.app.size.width
        begin = cells(self._label) + 1
        rows: list[list[tuple[int, str, str]]] = [[]]
        at = begin
        for letter, word in self._choices:
            size = cells([(f"{letter} {word}", "")])
            # The way out stands at the end of the first line.
            if rows[-1] and at + size > width - (11 if len(rows) == 1 else 0):
                rows.append([])
                at = begin
            rows[-1].append((at, letter, word))
            at += size + 3
        return rows

    def _end(self, letter: str | None) -> None:
        chosen, self._chosen = self._chosen, None
        if chosen is not None:
            self.display = False
            chosen(letter)

    def render_line(self, y: int) -> Strip:
        """The choices."""
        width, rows = self.size.width, self._placed()
        if y >= len(rows):
            return self.strip_of((), width)
        label: Line = [*self._label, (" ", "")]
        line: list[Piece] = [*label] if not y else [(" " * cells(label), "")]
        for _, letter, word in rows[y]:
            line += [(letter, "key"), (f" {word}", "soft"), ("   ", "")]
        line = line[:-1]
        end: Line = [("Esc leave ", "soft")] if not y else []
        return self.strip_of(spread(line, end, width), width)
