"""A list that draws only the lines in view: what every pane is made of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from rich.color import ColorSystem
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from signalboard.ui.ink import Inked, Line, cells

KEPT_STRIPS = 400


class Sheet(Inked, ScrollView, inherit_bindings=False, can_focus=True):
    """Lines drawn when they come into view; subclasses say how many and what they say."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._strips: OrderedDict[tuple[int, str, int], Strip] = OrderedDict()
        self._drawn: dict[int, Strip] = {}
        """What each line of the view shows since it was drawn last."""
        self._view: tuple[int, int] | None = None
        """Width and first line of the view, while many of its lines are drawn."""

    # -- what a subclass says ---------------------------------------------

    def line_count(self) -> int:
        """How many lines there are at the present width."""
        raise NotImplementedError

    def line(self, y: int, width: int) -> Line:
        """What line ``y`` says, in at most ``width`` cells."""
        raise NotImplementedError

    def tone(self, y: int) -> str:  # noqa: ARG002
        """The tone of line ``y``: ``cursor``, ``armed``, or none."""
        return ""

    # -- drawing ----------------------------------------------------------

    @property
    def width(self) -> int:
        """Cells in a line."""
        return self.size.width

    @property
    def page(self) -> int:
        """Lines in view."""
        return max(1, self.size.height)

    def redraw(self) -> None:
        """Something that every line may show has changed: those that do are drawn again."""
        self._strips.clear()
        if self.measure() and self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to_line(self.max_scroll_y)
        self._redraw_at(range(self.size.height))
        self.note_position()

    def measure(self) -> bool:
        """See how many lines there are; whether it is another number.

        Assigned plainly, it would have the whole screen laid out and painted at each story
        the cursor comes to. Nothing stands elsewhere for it: there are no scroll bars.
        """
        count = self.line_count()
        if self.virtual_size.height == count:
            return False
        if self.styles.is_auto_height:
            self.virtual_size = Size(0, count)
        else:
            self.set_reactive(ScrollView.virtual_size, Size(0, count))
        return True

    def redraw_line(self, y: int) -> None:
        """What line ``y`` shows has changed."""
        for key in [key for key in self._strips if key[0] == y]:
            del self._strips[key]
        self._redraw_at((y - self.scroll_offset.y,))

    def _redraw_at(self, rows: Iterable[int]) -> None:
        """Draw lines of the view again, but those that show just that.

        Drawing costs a key more than all that it does, and the terminal has to keep up with it.
        """
        width, height = self.size
        top = self.scroll_offset.y
        changed = [
            Region(0, y, width, 1)
            for y in rows
            if 0 <= y < height and self._strip_at(y, width, top) != self._drawn.get(y)
        ]
        if changed:
            self.refresh(*changed)

    def sent(self, rows: Iterable[int], colours: ColorSystem) -> list[tuple[int, str]]:
        """What is looked up of the view is looked up once for all lines."""
        self._view = (self.width, self.scroll_offset.y)
        try:
            return super().sent(rows, colours)
        finally:
            self._view = None

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width, top = self._view or (self.width, self.scroll_offset.y)
        strip = self._drawn[y] = self._strip_at(y, width, top)
        return strip

    def _strip_at(self, y: int, width: int, top: int) -> Strip:
        """What is looked up of the widget is handed in: Textual finds its place anew each time."""
        at = y + top
        is_blank = at >= self.virtual_size.height
        tone = "" if is_blank else self.tone(at)
        key = (-1 if is_blank else at, tone, width)
        strip = self._strips.get(key)
        if strip is None:
            line = () if is_blank else self.line(at, width)
            strip = self._strips[key] = self.strip_of(line, width, tone)
            if len(self._strips) > KEPT_STRIPS:
                self._strips.popitem(last=False)
        return strip

    def notify_style_update(self) -> None:
        """The theme or focus changed."""
        super().notify_style_update()
        self._strips.clear()
        self._drawn.clear()

    def resized(self) -> None:
        """The width or height changed; the place stays."""
        super().resized()
        self.redraw()

    # -- scrolling --------------------------------------------------------

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw what is in view now. Textual tells a scroll bar as well, and looks for its place."""
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)

    def scroll_to_line(self, y: float) -> None:
        """Put line ``y`` at the top of the view, at once."""
        y = max(0, min(y, self.max_scroll_y))
        if y != self.scroll_y or y != self.scroll_target_y:
            self.scroll_to(y=y, animate=False, force=True)
            self.note_position()

    def scroll_lines(self, by: int) -> bool:
        """Scroll so many lines; whether anything moved."""
        before = self.scroll_offset.y
        self.scroll_to_line(min(before + by, self.max_scroll_y))
        return self.scroll_offset.y != before

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls, without animation."""
        event.stop()
        event.prevent_default()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls, without animation."""
        event.stop()
        event.prevent_default()
        self.scroll_lines(-3)

    def note_position(self) -> None:
        """The view moved or its length changed: say how much is below, if that cuts nothing off."""
        below = int(self.virtual_size.height - self.scroll_offset.y - self.size.height)
        said = self._foot[0]
        end = [(f"↓ {below} more", "soft")] if below > 0 else []
        fits = not said or cells(said) + cells(end) + 9 <= self.outer_size.width
        self.foot(said, end if fits else ())


class Rows(Sheet):
    """A sheet with a cursor over items of one or more lines each."""

    HEIGHT = 1
    """Lines an item takes."""

    class Chosen(Message):
        """An item was clicked."""

        def __init__(self, rows: Rows, item: int) -> None:
            super().__init__()
            self.rows = rows
            self.item = item

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.cursor = 0

    def item_count(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def item_of(self, y: int) -> int | None:
        """The item that line ``y`` belongs to."""
        item = y // self.HEIGHT
        return item if 0 <= item < self.item_count() else None

    def span(self, item: int) -> tuple[int, int]:
        """The lines of an item: [first, end)."""
        return item * self.HEIGHT, (item + 1) * self.HEIGHT

    def tone(self, y: int) -> str:
        """The cursor's lines stand out, the more so where the keys go."""
        if self.item_of(y) != self.cursor:
            return ""
        return "cursor" if self.has_focus else "cursor-idle"

    def move_to(self, item: int) -> None:
        """Put the cursor on an item (clamped), and the item in view."""
        item = max(0, min(item, self.item_count() - 1))
        before, self.cursor = self.cursor, item
        top = self.scroll_offset.y
        lines = {y - top for moved in (before, item) for y in range(*self.span(moved))}
        self._redraw_at(sorted(lines))
        self.show_cursor()

    def resized(self) -> None:
        """The cursor stays in view."""
        super().resized()
        self.show_cursor()

    def show_cursor(self) -> None:
        """Scroll as little as it takes to have the cursor in view."""
        top, bottom = self.span(self.cursor)
        if top < self.scroll_offset.y or bottom - top > self.page:
            self.scroll_to_line(top)
        elif bottom > self.scroll_offset.y + self.page:
            self.scroll_to_line(bottom - self.page)

    def on_focus(self) -> None:
        """The cursor is seen to have the keys."""
        self.redraw()

    def on_blur(self) -> None:
        """The cursor is seen not to."""
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, and says so."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        item = self.item_of(offset.y + self.scroll_offset.y)
        if item is not None:
            self.move_to(item)
            self.post_message(self.Chosen(self, item))
