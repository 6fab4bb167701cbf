"""One of several, found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from signalboard.ui.bindings import bindings
from signalboard.ui.dialogs.fuzzy import best
from signalboard.ui.ink import Line, crop_line, plain, spread
from signalboard.ui.over import Modal
from signalboard.ui.sheet import Rows
from signalboard.ui.typing import LineInput
from signalboard.values import dataclass

MOST_ROWS = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick: what is given back, how it is shown, what letters find it by."""

    value: str
    line: Line
    end: Line
    text: str
    first: bool = True
    """Whether it is offered before anything is typed."""


class Choices(Rows, can_focus=False):
    """The choices that fit what is typed."""

    def __init__(self, choices: Sequence[Choice], empty: str) -> None:
        super().__init__()
        self._all = choices
        self._empty = empty
        self._found = [choice for choice in choices if choice.first]

    def narrow(self, query: str) -> None:
        """Only those that fit, the best first."""
        if query.strip():
            places = best(query, [choice.text for choice in self._all])
            self._found = [self._all[at] for at in places]
        else:
            self._found = [choice for choice in self._all if choice.first]
        self.cursor = 0
        self.scroll_to_line(0)
        self.redraw()

    @property
    def picked(self) -> Choice | None:
        """The choice under the cursor."""
        return self._found[self.cursor] if self.cursor < len(self._found) else None

    def item_count(self) -> int:
        """How many fit."""
        return len(self._found)

    def line_count(self) -> int:
        """One line each, or a sentence."""
        return max(1, len(self._found))

    def tone(self, y: int) -> str:
        """The cursor always shows: the keys are the picker's."""
        return "cursor" if y == self.cursor and self._found else ""

    def line(self, y: int, width: int) -> Line:
        """One choice."""
        if not self._found:
            said = self._empty if not self._all else "Nothing fits; Backspace widens."
            return [(" ", ""), (said, "soft")]
        choice = self._found[y]
        edge = ("▸ " if y == self.cursor else "  ", "accent")
        end = crop_line(choice.end, width // 2)
        return spread([edge, *choice.line], [*end, (" ", "")], width)


class Picker(Modal[str | None]):
    """A line to type a few letters on, and what fits them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("prompt"),
        Binding("down,ctrl+n,tab", "down(1)", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "down(-1)", show=False, priority=True),
        Binding("pagedown", "down(10)", show=False, priority=True),
        Binding("pageup", "down(-10)", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], *, empty: str = "") -> None:
        super().__init__()
        self._title = title
        self._input = LineInput(placeholder="type a few letters")
        self._choices = Choices(choices, empty)

    def compose(self) -> ComposeResult:
        """A line and a list."""
        with Vertical(classes="dialog"):
            yield self._input
            yield self._choices

    def on_mount(self) -> None:
        """The keys go to the line."""
        rows = max(1, self._choices.line_count(), min(8, len(self._choices._all)))
        self._choices.styles.height = min(MOST_ROWS, rows, max(1, self.app.size.height - 6))
        self._choices.redraw()
        dialog = self.query_one(".dialog", Vertical)
        dialog.border_title = plain(self._title)
        dialog.border_subtitle = plain("Enter takes it · Esc leaves")
        self.set_focus(self._input)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something was typed."""
        event.stop()
        self._choices.narrow(event.value)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click takes it."""
        message.stop()
        self.action_keep()

    def action_down(self, by: int) -> None:
        """The cursor."""
        self._choices.move_to(self._choices.cursor + by)

    def action_keep(self) -> None:
        """Take the choice under the cursor."""
        # What was typed may not have been heard of yet.
        if self._input.value.strip():
            at = self._choices.cursor
            self._choices.narrow(self._input.value)
            self._choices.cursor = min(at, max(0, self._choices.item_count() - 1))
        picked = self._choices.picked
        if picked is not None:
            self.dismiss(picked.value)

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss(None)
