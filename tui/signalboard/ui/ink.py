"""Text on a line, by cells: cut, padded, wrapped, and named inks instead of markup.

A line is a list of pieces (text, ink). Data only ever becomes the text of a
piece, and a piece is never parsed: a headline cannot colour, click or quit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len as _cell_len
from rich.cells import set_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content, Span
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.widget import Widget

from signalboard.text import clean
from signalboard.ui.ansi import written
from signalboard.ui.edges import Edges
from signalboard.ui.themes import palette_of

KEPT_FRAMED = 120
Piece = tuple[str, str]
"""Text, and the ink it is written in (``""``: plain)."""
Line = Sequence[Piece]


_JOINER = "\u200d"
"""What it joins is one sign in few terminals, and next to each other in the others; rich counts
nothing at all for what follows it, also for a letter or a space, so that a line that has it may
run over into its neighbour's. So it stays in the text, and goes on the screen."""
_EMOJI = "\ufe0f"
"""Asks for the sign before it in colours, which may be wider: the one character that does so."""


def cell_len(text: str) -> int:
    """How many cells a text takes on the screen."""
    return _cell_len(text.replace(_JOINER, "") if _JOINER in text else text)


def cells(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def crop(text: str, width: int) -> str:
    """The text in at most ``width`` cells, the last an ellipsis where some were cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text.replace(_JOINER, ""), width - 1).rstrip() + "…"


def fit(text: str, width: int) -> str:
    """The text in exactly ``width`` cells."""
    return set_cell_size(crop(text, width).replace(_JOINER, ""), max(0, width))


def right(text: str, width: int) -> str:
    """The text at the right end of at least ``width`` cells."""
    return " " * max(0, width - cell_len(text)) + text


def crop_line(line: Line, width: int) -> list[Piece]:
    """The line in at most ``width`` cells."""
    if cells(line) <= width:
        return list(line)
    kept: list[Piece] = []
    room = width
    for text, ink in line:
        size = cell_len(text)
        if size < room:
            kept.append((text, ink))
            room -= size
        else:
            kept.append((crop(text + "…" if size == room else text, room), ink))
            break
    return [piece for piece in kept if piece[0]]


def spread(left: Line, end: Line, width: int, filler: Piece = (" ", "")) -> list[Piece]:
    """The left part, and the end at the right edge of exactly ``width`` cells.

    Where both do not fit, the left gives way.
    """
    end = crop_line(end, width)
    room = width - cells(end)
    left = crop_line(left, max(0, room - 1) if end else room)
    gap = width - cells(left) - cells(end)
    return [*left, (filler[0] * gap, filler[1]), *end]


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Where lines of at most ``width`` cells begin and end: [start, end) in characters.

    Breaks at spaces; a word wider than a line, or text without spaces, breaks
    between characters.
    """
    lines: list[tuple[int, int]] = []
    width = max(2, width)
    start = 0
    if text.isascii() and text.isprintable():  # a cell each, as most that is read
        while len(text) - start > width:
            space = text.rfind(" ", start + 1, start + width + 1)
            end = space if space > start else start + width
            lines.append((start, end))
            start = end + 1 if text[end] == " " else end
        return [*lines, (start, len(text))] if start < len(text) or not lines else lines
    signs, first = _signs(text), 0
    while start < len(text):
        size, space, behind = 0, -1, 0
        for number in range(first, len(signs)):
            at, wide = signs[number]
            if text[at] == " ":
                space, behind = at, number + 1
            if size + wide > width:
                break
            size += wide
        else:
            lines.append((start, len(text)))
            break
        end, first = (space, behind) if space > start else (at, number)
        lines.append((start, end))
        start = end + 1 if text[end] == " " else end
    return lines or [(0, 0)]


def _signs(text: str) -> list[tuple[int, int]]:
    """Where each sign begins, and the cells it takes: what takes none belongs to the one before.

    Of a headline that is all but ASCII each character is measured once, not each of its parts.
    """
    if _EMOJI not in text:
        wide = {each: cell_len(each) for each in set(text)}
        return [(at, wide[each]) for at, each in enumerate(text) if wide[each] or not at]
    signs, at = [], 0
    while at < len(text):
        # What is joined is measured together, so a family stays whole.
        step = at + 1
        while step < len(text) and cell_len(text[at : step + 1]) == cell_len(text[at:step]):
            step += 1
        signs.append((at, cell_len(text[at:step])))
        at = step
    return signs


def wrapped(line: Line, width: int) -> list[list[Piece]]:
    """A line of pieces as lines of at most ``width`` cells, broken where its text would be."""
    ends: list[tuple[int, Piece]] = []
    at = 0
    for piece in line:
        at += len(piece[0])
        ends.append((at, piece))
    lines: list[list[Piece]] = []
    for start, end in wrap("".join(text for text, _ in line), width):
        cut = [
            (text[max(0, start - (stop - len(text))) : max(0, end - (stop - len(text)))], ink)
            for stop, (text, ink) in ends
        ]
        lines.append([piece for piece in cut if piece[0]])
    return lines


def flow(pieces: Sequence[Sequence[Piece]], width: int, between: Piece) -> list[Line]:
    """Pieces one after another, on as many lines as it takes."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        joint = [between] if lines[-1] else []
        if lines[-1] and cells(lines[-1]) + cells(joint) + cells(piece) > width:
            lines.append([])
            joint = []
        lines[-1] += [*joint, *piece]
    return [line for line in lines if line]


def marked(
    text: str, spans: Sequence[tuple[int, int]], ink: str, mark: str, offset: int = 0
) -> list[Piece]:
    """Text whose ``spans`` (in characters, counted from -offset) are in another ink."""
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        start, end = max(at, start - offset), min(len(text), end - offset)
        if start >= end:
            continue
        pieces += [(text[at:start], ink), (text[start:end], mark)]
        at = end
    pieces.append((text[at:], ink))
    return [piece for piece in pieces if piece[0]]


def over(line: Line, spans: Sequence[tuple[int, int]], ink: str, offset: int = 0) -> list[Piece]:
    """A line whose ``spans`` (in characters, counted from -offset) are in another ink."""
    if not spans:
        return list(line)
    pieces: list[Piece] = []
    begins = offset
    for text, own in line:
        pieces += marked(text, spans, own, ink, begins)
        begins += len(text)
    return pieces


def plain(text: str) -> Content:
    """A text for a border or a message: never markup."""
    return Content(clean(text).replace(_JOINER, ""))


def safe(text: str) -> str:
    """A piece of a line as the terminal may have it: the desk's text is clean, this looks again.

    A space at either end stays: it parts the piece from its neighbour.
    """
    if text.isprintable():
        return text
    cleaned = clean(text, len(text) + 1).replace(_JOINER, "")
    return f"{' ' * text.startswith(' ')}{cleaned}{' ' * text.endswith(' ')}"


class Inked(Widget):
    """A widget that writes lines of pieces, in the inks of the style sheet."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._inks: dict[tuple[str, str], Style] = {}
        self._edges: Edges | None = None
        """What stands at the left and the right of each line, once it was looked up."""
        self._framed: dict[int, tuple[Strip, Strip, str]] = {}
        """What is inside the frame, by its identity, with the frame, and as it was sent."""
        self._caption: tuple[Line, Line] = ((), ())
        self._foot: tuple[Line, Line] = ((), ())

    def ink(self, name: str, tone: str = "") -> Style:
        """The style of an ink on a row of some tone."""
        style = self._inks.get((name, tone))
        if style is None:
            palette = palette_of(self.app)
            style = self.rich_style
            if tone:
                style += palette[tone].rich_style
            if name:
                style += palette[name].rich_style
            self._inks[name, tone] = style
        return style

    def strip_of(self, line: Line, width: int, tone: str = "") -> Strip:
        """A line as exactly ``width`` cells for the terminal."""
        segments = []
        for text, ink in crop_line(line, width):
            segments.append(Segment(safe(text), self.ink(ink, tone)))
        return Strip(segments).adjust_cell_length(width, self.ink("", tone))

    def notify_style_update(self) -> None:
        """The theme or a pseudo class changed: every ink is looked up anew."""
        super().notify_style_update()
        self._inks.clear()
        self._edges = None
        self._framed.clear()
        self._draw_frame()

    # -- the frame --------------------------------------------------------

    @property
    def edges(self) -> Edges:
        """What stands around the lines, looked up once for each style."""
        if self._edges is None:
            self._edges = Edges(self)
        return self._edges

    def sent(self, rows: Iterable[int], colours: ColorSystem) -> list[tuple[int, str]]:
        """Lines with the frame, as Textual composes them and the terminal has them.

        One that stands as it was sent is not made again. What is looked up of the widget is
        looked up once: Textual finds its place anew each time.
        """
        size, styles, cache = self.outer_size, self.styles, self._styles_cache
        gutter, width = styles.gutter, size.width
        edges = self.edges
        left, right = edges.left, edges.right
        plain = len(left) + len(right) == gutter.width
        lines: list[tuple[int, str]] = []
        for y in rows:
            strip: Strip | None = None
            if y not in cache._cache or y in cache._dirty_lines:
                if not gutter.top <= y < size.height - gutter.bottom:
                    strip = edges.border(y, size)
                elif plain:
                    inner = self.render_line(y - gutter.top)
                    known = self._framed.get(id(inner))
                    if known is None:
                        strip = Strip([*left, *inner, *right], inner.cell_length + gutter.width)
                        if len(self._framed) >= KEPT_FRAMED:
                            del self._framed[next(iter(self._framed))]
                        known = inner, strip, self._as_sent(strip, edges, colours)
                        self._framed[id(inner)] = known
                    self._keep(y, known[1], width)
                    lines.append((y, known[2]))
                    continue
            if strip is None:
                strip = cache.render_widget(self, Region(0, y, width, 1))[0]
                lines.append((y, written(strip, colours)))
            else:
                self._keep(y, strip, width)
                lines.append((y, self._as_sent(strip, edges, colours)))
        return lines

    def _keep(self, y: int, strip: Strip, width: int) -> None:
        """Or Textual would draw the line again when it composes."""
        cache = self._styles_cache
        if cache._width == width:
            cache._cache[y] = strip
            cache._dirty_lines.discard(y)

    def _as_sent(self, strip: Strip, edges: Edges, colours: ColorSystem) -> str:
        for each in self.get_line_filters():
            strip = strip.apply_filter(each, edges.background)
        return written(strip, colours)

    def caption(self, left: Line, end: Line = ()) -> None:
        """What stands in the top border: at the left, and at its right end."""
        if (left, end) != self._caption:
            self._caption = (left, end)
            self._draw_frame(foot=False)

    def foot(self, left: Line, end: Line = ()) -> None:
        """What stands in the bottom border."""
        if (left, end) != self._foot:
            self._foot = (left, end)
            self._draw_frame(caption=False)

    def on_resize(self) -> None:
        """Another size, at every resize, and when the widget is first shown."""
        self.resized()

    def resized(self) -> None:
        """The borders are filled to their new width."""
        self._draw_frame()

    def _draw_frame(self, *, caption: bool = True, foot: bool = True) -> None:
        if not self.is_attached or not self.styles.border_top[0]:
            return
        # Textual keeps corners and a dash at each end, where there are corners.
        corners = bool(self.styles.border_left[0])
        width = self.outer_size.width - (6 if corners else 2)
        if caption:
            self._edge("title", self._in_border(*self._caption, width, corners))
        if foot and self.styles.border_bottom[0]:
            align = "left" if self._foot[0] else "right"
            moved = self.styles.border_subtitle_align != align
            if moved:
                # Not by the property, which has all of the widget drawn again.
                self.styles.inline.set_rule("border_subtitle_align", align)
            self._edge("subtitle", self._in_border(*self._foot, width, corners), moved=moved)

    def _edge(self, which: str, words: Content | None, *, moved: bool = False) -> None:
        """Write on a border and repaint that line alone: Textual repaints the whole widget."""
        name = f"_border_{which}"
        known: Content | None = getattr(self, name)
        same = known is words or (known is not None and words is not None and known.is_same(words))
        if same and not moved:
            return
        setattr(self, name, words)
        y = -1 if which == "title" else self.size.height
        self.refresh(Region(-1, y, self.outer_size.width, 1))

    def _in_border(self, left: Line, end: Line, width: int, corners: bool) -> Content | None:
        if not corners:
            left = [(" ", ""), *left] if left else left
            end = [*end, (" ", "")] if end else end
        if left and end:
            edge = self.styles.border_top[1]
            room = width - cells(end) - 3
            kept = [*crop_line(left, room), (" ", "")]
            filled = spread(kept, [(" ", ""), *end], width, ("─", "border"))
            return self._content(filled, edge)
        return self._content(crop_line(left or end, width)) if left or end else None

    def _content(self, line: Line, edge: Color | None = None) -> Content:
        spans: list[Span] = []
        palette = palette_of(self.app)
        at = 0
        pieces = [(safe(text), ink) for text, ink in line]
        for text, ink in pieces:
            if ink == "border" and edge is not None:
                style = ContentStyle(foreground=edge)
            elif ink:
                style = palette[ink]
            else:
                style = ContentStyle()
            spans.append(Span(at, at + len(text), style))
            at += len(text)
        return Content("".join(text for text, _ in pieces), spans)
