"""What a key has changed, sent to the terminal line by line.

Textual composes all of the screen between the first line that changed and the last: every
widget there, and what lies under it. Where nothing lies over the widgets that changed, their
lines are all there is to send; one that has been sent before is not made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.messages import Prompt
from textual.screen import Screen
from textual.widget import Widget

from signalboard.ui.ink import Inked

Placed = tuple[int, int, str]
"""Column and row of the screen, and what is written from there."""


class Lines(CompositorUpdate):
    """Lines for the terminal, each with its place."""

    def __init__(self, lines: Sequence[Placed]) -> None:
        self.lines = lines

    def render_segments(self, console: Console) -> str:  # noqa: ARG002
        """As the terminal has it."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{line}" for x, y, line in self.lines)


class Painting(Compositor):
    """Sends lines where it can, and has Textual compose the screen where it cannot."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: Mapping[Widget, Iterable[Region]] = {}
        self._expected: set[Region] = set()
        """What is to be painted if nothing but these widgets has changed."""
        self._seen: Mapping[Widget, tuple[Region, Region]] | None = None
        self._uncovered: dict[Widget, Region] = {}

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Note what of each has changed."""
        is_all = not self._dirty_regions
        self._changed = {each: set(each._repaint_regions) for each in widgets} if is_all else {}
        super().update_widgets(widgets)
        self._expected = set(self._dirty_regions)

    def render_partial_update(self) -> ChopsUpdate | None:
        """The lines that changed, or else all that Textual composes."""
        changed, self._changed = self._changed, {}
        if not changed or self._expected != self._dirty_regions:
            return super().render_partial_update()
        lines = self._lines(changed)
        if lines is None:
            return super().render_partial_update()
        self._dirty_regions.clear()
        return Lines(lines) if lines else None  # type: ignore[return-value]

    def _lines(self, changed: Mapping[Widget, Iterable[Region]]) -> list[Placed] | None:
        """What to send; None where something lies over it, or is no widget of lines."""
        uncovered = self._places()
        lines: list[Placed] = []
        for widget, regions in changed.items():
            if widget not in self.visible_widgets:
                continue
            place = uncovered.get(widget)
            if not isinstance(widget, Inked) or place is None or place.size != widget.outer_size:
                return None
            rows = {y for region in regions for y in region.line_range if 0 <= y < place.height}
            colours = widget.app.console._color_system or ColorSystem.TRUECOLOR
            sent = widget.sent(sorted(rows), colours)
            lines += [(place.x, place.y + y, line) for y, line in sent]
        return lines

    def _places(self) -> Mapping[Widget, Region]:
        """Where the widgets are that nothing lies over, and that are in view as a whole."""
        visible = self.visible_widgets
        if visible is not self._seen:
            self._seen, self._uncovered = visible, {}
            over: list[Region] = []
            for widget, (region, clip) in visible.items():
                shown = region.intersection(clip)
                if shown == region and not any(region.overlaps(other) for other in over):
                    self._uncovered[widget] = region
                over.append(shown)
        return self._uncovered


class Painted(Screen[None]):
    """A screen that is painted so."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Painting()

    def paint_at_once(self) -> None:
        """Paint what changed, where nothing else is to come of it that would be another frame.

        Textual's way there leads over three tasks and a timer, which may have to run out first.
        """
        if self.app._batch_count or not self.is_current or not _is_settled(self):
            return
        changed = set(self._dirty_widgets)
        for widget in self._compositor.visible_widgets:
            if widget._layout_required or widget._scroll_required or not _is_settled(widget):
                return
            if widget._repaint_required:
                changed.add(widget)
        if changed:
            for widget in changed:
                widget._repaint_required = False
            self._dirty_widgets |= changed
            self._on_timer_update()


def _is_settled(pump: MessagePump) -> bool:
    """Whether nothing waits to be told that would change more."""
    waiting: Iterable[Message | None] = pump._message_queue.values
    return all(isinstance(each, Prompt) for each in waiting)
