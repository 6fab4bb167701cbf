"""What stands around the lines of a widget: its frame, and the words in that."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual._border import get_box
from textual.color import Color
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.widget import Widget

_NONE = Color(0, 0, 0, 0)


class Edges:
    """The frame of a widget in its present style, made as Textual makes it.

    Textual looks up every colour for each line. The border with the place in the list is drawn
    at each key, so that this took a tenth of it.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._ground, self.background = widget.background_colors
        styles, opacity = widget.styles, widget.opacity
        inner, outer = widget._styles_cache.get_inner_outer(self._ground, self.background)
        self._inner = inner
        self._lines: list[ContentStyle] = []
        boxes: list[tuple[Segment, Segment, Segment] | None] = []
        for (kind, color), row in zip(styles.border, (0, 1, 2, 1), strict=True):
            line = ContentStyle(foreground=self._ground + color.multiply_alpha(opacity))
            self._lines.append(line)
            boxes.append(get_box(kind, inner, outer, line)[row] if kind else None)
        self._top, right, self._bottom, left = boxes
        self.left = [left[0]] if left else []
        self.right = [right[2]] if right else []
        self._is_ours = opacity == 1 and all(kind == "round" for kind, _ in styles.border)
        self._inks: dict[tuple[bool, ContentStyle | None], Style] = {}
        """How words are written: (above, their own style)."""

    def border(self, y: int, size: Size) -> Strip | None:
        """The first line or the last; None where it is not as all of our frames are."""
        above = y == 0
        box, widget = self._top if above else self._bottom, self._widget
        words = widget._border_title if above else widget._border_subtitle
        styles = widget.styles
        align = styles.border_title_align if above else styles.border_subtitle_align
        count = words.cell_length if words is not None else 0
        if not self._is_ours or box is None or align == "center" or count > size.width - 4:
            return None
        first, dash, last = box
        line = [Segment(dash.text * (size.width - 2), dash.style)]
        if words is not None and count:
            one = Segment(dash.text, dash.style)
            rest = Segment(dash.text * (size.width - 5 - count), dash.style)
            said = self._said(words, above=above)
            line = [one, *said, rest] if align == "left" else [rest, *said, one]
        return Strip([first, *line, last], size.width)

    def _said(self, words: Content, *, above: bool) -> list[Segment]:
        text = f" {words.plain} "
        plain = self._ink(above, None)
        line, at = [], 0
        for start, end, style in words.spans:
            assert isinstance(style, ContentStyle)
            line.append(Segment(text[at : start + 1], plain))
            line.append(Segment(text[start + 1 : end + 1], self._ink(above, style)))
            at = end + 1
        line.append(Segment(text[at:], plain))
        return [each for each in line if each.text]

    def _ink(self, above: bool, own: ContentStyle | None) -> Style:
        style = self._inks.get((above, own))
        if style is None:
            look_up = self._widget._get_title_style_information
            if not above:
                look_up = self._widget._get_subtitle_style_information
            color, behind, words = look_up(self._ground)
            under = self._ground + self.background
            words += ContentStyle(
                under + behind if behind.a else _NONE, under + color if color.a else _NONE
            )
            whole = self._inner + self._lines[0 if above else 2] + words
            style = self._inks[above, own] = (whole + own if own else whole).rich_style
        return style
