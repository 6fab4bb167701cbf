"""A few named lines to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from signalboard.model import Problem
from signalboard.text import clean
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Inked, Line, crop_line, fit, plain, wrap
from signalboard.ui.over import Modal
from signalboard.ui.typing import LineInput
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    value: str = ""
    help: str = ""
    """What belongs here, shown while the line has the keys."""
    limit: int = 400


class Paragraph(Inked):
    """Some prose, wrapped, in as many lines as it has room for."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._parts: Sequence[tuple[str, str]] = ()

    def say(self, *parts: tuple[str, str]) -> None:
        """Paragraphs of (text, ink)."""
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        lines: list[Line] = [
            [(text[a:b], ink)] for text, ink in self._parts if text for a, b in wrap(text, width)
        ]
        return self.strip_of(lines[y] if y < len(lines) else (), width)


class Label(Inked):
    """The name of a line, standing out where the keys go."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.here = False

    def render_line(self, y: int) -> Strip:
        """The name."""
        width = self.size.width
        ink = "accent" if self.here else "soft"
        return self.strip_of([(fit(self._text, width), ink)] if not y else (), width)


class Worth(Inked):
    """What comes of the lines of a form, said while they are typed."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()

    def show(self, *lines: Line) -> None:
        """Other lines."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        return self.strip_of(
            crop_line(self._lines[y], width) if y < len(self._lines) else (), width
        )


class Form(Modal[None]):
    """Lines to fill; Enter goes on and at the last line saves, Ctrl+S saves anywhere.

    ``save`` gets the cleaned values; a Problem or ValueError it raises is
    shown in the form, and nothing typed is lost.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog"),
        Binding("enter", "next", show=False, priority=True),
        Binding("down", "go(1)", show=False, priority=True),
        Binding("up", "go(-1)", show=False, priority=True),
        Binding("tab", "go(1)", show=False, priority=True),
        Binding("shift+tab", "go(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[Mapping[str, str]], None],
        *,
        teach: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._save = save
        self._teach = teach
        self._labels = [Label(field.label) for field in fields]
        self._inputs = [LineInput(field.value, limit=field.limit) for field in fields]
        self._foot = Paragraph()
        self._problem = ""
        self._refused: list[str] = []
        """What the lines said when they could not be saved."""

    def compose(self) -> ComposeResult:
        """Label and line, one below the other, and what to know of the line."""
        with Vertical(classes="dialog form"):
            for label, line in zip(self._labels, self._inputs, strict=True):
                with Horizontal(classes="row"):
                    yield label
                    yield line
            yield from self.extra()
            yield self._foot

    def extra(self) -> Iterable[Widget]:
        """What stands between the lines and what is said of them."""
        return ()

    def on_mount(self) -> None:
        """The keys go to the first line."""
        dialog = self.query_one(".dialog", Vertical)
        dialog.border_title = plain(self._title)
        dialog.border_subtitle = plain("Ctrl+S saves · Esc leaves")
        self.set_focus(self._inputs[0])
        self._show()

    @property
    def _at(self) -> int:
        focused = self.focused
        return self._inputs.index(focused) if isinstance(focused, LineInput) else 0

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Another line has the keys."""
        self._show()

    def on_input_changed(self, _event: Input.Changed) -> None:
        """What was wrong may be right now; what is heard late was known."""
        if [line.value for line in self._inputs] != self._refused:
            self._problem = ""
        self._show()

    def _show(self) -> None:
        at = self._at
        for place, label in enumerate(self._labels):
            if label.here != (place == at):
                label.here = place == at
                label.refresh()
        value = self._inputs[at].value
        long = value if len(value) > 40 else ""
        self._foot.say(
            (self._problem, "contradict"), (self._fields[at].help, "soft"), (long, ""),
            (self._teach if not long and not self._problem else "", "soft"),
        )  # fmt: skip

    def action_go(self, by: int) -> None:
        """Another line."""
        self.set_focus(self._inputs[(self._at + by) % len(self._inputs)])
        self._show()

    def action_next(self) -> None:
        """The next line; after the last, save."""
        if self._at + 1 < len(self._inputs):
            self.action_go(1)
        else:
            self.action_save()

    def action_save(self) -> None:
        """Save, or say what is missing."""
        values = {
            field.name: clean(line.value, field.limit)
            for field, line in zip(self._fields, self._inputs, strict=True)
        }
        try:
            self._save(values)
        except (Problem, ValueError) as problem:
            self._problem = str(problem)
            self._refused = [line.value for line in self._inputs]
            self._show()
            return
        self.dismiss(None)

    def action_leave(self) -> None:
        """Leave without saving."""
        self.dismiss(None)
