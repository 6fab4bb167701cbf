"""An evidence log to write: of what, in which form, where; its size before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from signalboard import times
from signalboard.model import FORMATS, Problem, Thesis
from signalboard.text import counted
from signalboard.ui.bindings import bindings
from signalboard.ui.dialogs.form import Label, Paragraph
from signalboard.ui.ink import Inked, crop, plain
from signalboard.ui.over import Modal
from signalboard.ui.typing import LineInput

if TYPE_CHECKING:
    from signalboard.desk import Desk


WIDTH, EDGES = 72, 11
"""Cells of the dialog, as the style sheet has it; of its frame, the names of lines, the cursor."""


class Wheel(Inked, can_focus=True):
    """One of a few, turned by ← and →."""

    def __init__(self, options: Sequence[str], at: int = 0) -> None:
        super().__init__()
        self._options = options
        self.at = at

    def turn(self, by: int) -> None:
        """The next, or the one before."""
        self.at = (self.at + by) % len(self._options)
        self.refresh()

    def on_focus(self) -> None:
        """The arrows are seen to work here."""
        self.refresh()

    def on_blur(self) -> None:
        """The arrows are seen not to."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click turns it."""
        self.turn(-1 if event.x < 2 else 1)
        self.post_message(Turned())

    def render_line(self, y: int) -> Strip:
        """The option it stands at."""
        width = self.size.width
        edge = "accent" if self.has_focus else "faint"
        shown = crop(self._options[self.at], width - 4)
        line = [("‹ ", edge), (shown, ""), (" ›", edge)]
        return self.strip_of(line if not y else (), width)


class Turned(Message):
    """A wheel was turned by the mouse."""


class ExportDialog(Modal[str | None]):
    """Gives back a sentence once a file is written, None where none is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog"),
        Binding("enter", "save", show=False, priority=True),
        Binding("down,tab", "go(1)", show=False, priority=True),
        Binding("up,shift+tab", "go(-1)", show=False, priority=True),
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
    ]

    def __init__(self, desk: Desk, theses: Sequence[Thesis], armed: Thesis | None) -> None:
        super().__init__()
        self._desk = desk
        self._theses = theses
        at = 0 if armed is None else 1 + [thesis.id for thesis in theses].index(armed.id)
        self._of = Wheel(["all theses", *(f"{each.number} {each.name}" for each in theses)], at)
        self._format = Wheel(list(FORMATS.values()))
        self._path = LineInput(limit=1000)
        self._on, self._since = LineInput(limit=40), LineInput(limit=40)
        self._on.placeholder = "now; or 2026-01-31, 3d, 2w, 6m back"
        self._since.placeholder = "the whole log; or what became of it since a date"
        self._lines = (self._of, self._format, self._path, self._on, self._since)
        self._labels = [Label(name) for name in ("of", "as", "to", "on", "since")]
        self._foot = Paragraph()
        self._own_path = False
        """Whether the person wrote the path; then it is not proposed anew."""
        self._proposed = self._known_path = ""
        self._known_dates = ("", "")
        self._asked: Path | None = None
        """The existing file that the next Enter replaces."""

    def compose(self) -> ComposeResult:
        """Five lines, and what would be written."""
        with Vertical(classes="dialog form export"):
            for label, line in zip(self._labels, self._lines, strict=True):
                with Horizontal(classes="row"):
                    yield label
                    yield line
            yield self._foot

    def on_mount(self) -> None:
        """What would be written is said at once."""
        dialog = self.query_one(".dialog", Vertical)
        dialog.border_title = plain("Export an evidence log")
        dialog.border_subtitle = plain("Enter writes it · Esc leaves")
        self.set_focus(self._of)
        self._propose()

    # -- what would be written --------------------------------------------

    @property
    def _ids(self) -> list[str]:
        return [self._theses[self._of.at - 1].id] if self._of.at else []

    @property
    def _fmt(self) -> str:
        return list(FORMATS)[self._format.at]

    def _moments(self) -> dict[str, int | None]:
        """What the dates mean; raises ValueError with a sentence."""
        now, on, since = self._desk.now(), self._on.value.strip(), self._since.value.strip()
        return {
            "as_of": times.parse_as_of(on, now) if on else None,
            "since": times.parse_since(since, now) if since else None,
        }

    @property
    def _target(self) -> Path:
        return Path(self._path.value.strip()).expanduser()

    def _propose(self) -> None:
        try:
            when = self._moments()
            if not self._own_path:
                path = Path.cwd() / self._desk.export_name(self._ids, self._fmt, **when)
                self._proposed = _short(path)
                self._path.value = self._known_path = self._proposed
                self._path.cursor_position = len(self._proposed)
            size = len(self._desk.export(self._ids, self._fmt, **when).encode())
        except (Problem, OSError, ValueError) as problem:
            self._foot.say((f"{str(problem).rstrip('.')}.", "contradict"))
            return
        named = self._path.value.strip()
        room = min(WIDTH, self.app.size.width * 96 // 100) - EDGES
        whole_path = f"writes {named}" if len(named) >= room else ""
        self._foot.say((f"{self._what(when)}, {_bytes(size)}", ""), (whole_path, "soft"))

    def _what(self, when: dict[str, int | None]) -> str:
        """What would be written, in a line."""
        as_of, since = when["as_of"], when["since"]
        if since is not None:
            to = "" if as_of is None else f" until {times.day(as_of)}"
            return f"what became of the log since {times.day(since)}{to}"
        if as_of is not None:
            return f"the log as it was on {times.day(as_of)}"
        theses = [self._theses[self._of.at - 1]] if self._of.at else self._theses
        of = counted(len(theses), "thesis", "theses")
        count = sum(len(self._desk.evidence(thesis.id)) for thesis in theses)
        return f"{counted(count, 'piece')} of evidence on {of}"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another path, or another date."""
        event.stop()
        self._hear()

    def _hear(self) -> None:
        path, dates = self._path.value, (self._on.value, self._since.value)
        if path != self._known_path:
            self._known_path = path
            self._own_path = path != self._proposed
        elif dates == self._known_dates:
            return
        self._known_dates = dates
        self._asked = None
        self._propose()

    def on_turned(self) -> None:
        """A wheel was turned."""
        self._asked = None
        self._propose()

    def on_descendant_focus(self) -> None:
        """Another line has the keys."""
        for label, line in zip(self._labels, self._lines, strict=True):
            if label.here != (line is self.focused):
                label.here = line is self.focused
                label.refresh()

    # -- keys -------------------------------------------------------------

    def action_go(self, by: int) -> None:
        """Another line."""
        at = next((at for at, line in enumerate(self._lines) if line is self.focused), 0)
        self.set_focus(self._lines[(at + by) % len(self._lines)])

    def action_turn(self, by: int) -> None:
        """Turn the wheel that has the keys."""
        if isinstance(self.focused, Wheel):
            self.focused.turn(by)
            self.on_turned()

    def action_save(self) -> None:
        """Write the file; one that exists only after a second Enter."""
        self._hear()
        target = self._target
        if not self._path.value.strip():
            self._foot.say(("Where to? Write a path.", "contradict"))
            return
        try:
            written = self._desk.save_export(
                self._ids,
                self._fmt,
                target,
                overwrite=self._asked == target,
                **self._moments(),
            )
        except FileExistsError as problem:
            self._asked = target
            there = (
                "exists" if target == Path(problem.filename or target) else "was changed by hand"
            )
            named = _short(Path(problem.filename or target))
            self._foot.say((f"{named} {there}. Enter again replaces it.", "warn"))
        except (Problem, OSError, ValueError) as problem:
            said = (
                problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
            )
            self._foot.say((f"It could not be written: {str(said).rstrip('.')}.", "contradict"))
        else:
            self.dismiss(f"written to {_short(written)}")

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(None)


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)


def _bytes(size: int) -> str:
    return counted(size, "byte") if size < 10_000 else f"{size / 1000:,.0f} kB"
