"""The headlines: one line a story, drawn from pages of a pinned listing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

from signalboard import times
from signalboard.model import Listing, StoryRow
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Line, Piece, cells, crop, fit, marked, right, wrapped
from signalboard.ui.marks import bearings, glyph
from signalboard.ui.sheet import Rows
from signalboard.values import dataclass

PAGE_ROWS, KEPT_PAGES = 64, 64


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader was: a pinned listing, a story in it, and the first row in view."""

    listing: Listing
    cursor: int
    top: int
    story_id: str | None = None
    """The story under the cursor."""
    is_stale: bool = False
    """Whether reports are in other stories since: the list is to be made anew."""


class Pages:
    """Rows of a listing, read a page at a time, the latest pages kept."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self._pages: OrderedDict[int, Sequence[StoryRow]] = OrderedDict()
        self._changed: set[int] = set()
        """Rows to be read again, of pages that are kept."""
        self.has_again = False
        """Whether a story was seen at two places: two that were there became one."""

    def row(self, index: int) -> StoryRow | None:
        """A row, or None where the archive has lost it."""
        number, at = divmod(index, PAGE_ROWS)
        if index in self._changed:
            self._read_again(index)
        page = self._pages.get(number)
        # Of a page that was read while more of it was being found, the rest is read too.
        if page is None or (len(page) <= at < PAGE_ROWS and index < len(self.listing)):
            page = self.listing.rows(number * PAGE_ROWS, (number + 1) * PAGE_ROWS)
            self._pages[number] = page
            self.has_again = self.has_again or len({row.id for row in page}) < len(page)
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[at] if at < len(page) else None

    def is_again(self, index: int) -> bool:
        """Whether the row's own story was merged since, into one that has a row close by."""
        if not self.has_again:
            return False
        row = self.row(index)
        page = self._pages.get(index // PAGE_ROWS, ())
        if row is None or sum(each.id == row.id for each in page) < 2:
            return False
        return self.listing.index_of(row.id) != index

    def forget(self, index: int) -> None:
        """A row is to be read again when it is next drawn."""
        self._changed.add(index)

    def _read_again(self, index: int) -> None:
        """One row instead of its page; the page where the row is not what stood there."""
        self._changed.discard(index)
        number, at = divmod(index, PAGE_ROWS)
        page = self._pages.get(number, ())
        fresh = self.listing.rows(index, index + 1) if at < len(page) else ()
        if len(fresh) == 1 and fresh[0].id == page[at].id:
            self._pages[number] = [*page[:at], fresh[0], *page[at + 1 :]]
        else:
            self._pages.pop(number, None)

    def read_ahead(self, index: int) -> None:
        """Read the next page, or the one before, if that is near a row and is not kept.

        At most one: who calls it does so while nothing is asked for, and a key may come.
        """
        for near in (index + PAGE_ROWS // 2, index - PAGE_ROWS // 2, len(self.listing) - 1, 0):
            if 0 <= near < len(self.listing) and near // PAGE_ROWS not in self._pages:
                self.row(near)
                return

    def clear(self) -> None:
        """Every row is to be read again."""
        self._pages.clear()
        self._changed.clear()


class Headlines(Rows):
    """The list of stories. Its rows stand still while the listing lives."""

    BINDINGS = bindings("headlines")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._pages: Pages | None = None
        self._numbers: dict[str, int] = {}
        self._armed: str | None = None
        self._now = 0
        self._partner: str | None = None
        self.empty: tuple[Line, ...] = ()
        self.moved: Callable[[], None] = _nobody
        """Called when another story is under the cursor, so that both are painted in one frame."""

    # -- what is shown ----------------------------------------------------

    @property
    def listing(self) -> Listing | None:
        """The listing in view."""
        return self._pages.listing if self._pages else None

    @property
    def has_again(self) -> bool:
        """Whether a story was seen at two places of the listing, since two became one."""
        return self._pages is not None and self._pages.has_again

    @property
    def current(self) -> StoryRow | None:
        """The story under the cursor."""
        return self._row(self.cursor)

    def show(self, listing: Listing, cursor: int = 0, top: int | None = None) -> None:
        """Another listing; the cursor on a row of it."""
        self._pages = Pages(listing)
        self.cursor = max(0, min(cursor, len(listing) - 1))
        self.measure()
        if top is not None:
            self.scroll_to_line(top)
        self.redraw()
        self.show_cursor()
        self.moved()

    def place(self) -> Place | None:
        """Where the reader is."""
        if self._pages is None:
            return None
        row = self.current
        story_id = row.id if row is not None else None
        return Place(self._pages.listing, self.cursor, self.scroll_offset.y, story_id)

    def grown(self) -> None:
        """The listing has more rows, below all others."""
        self.measure()
        self._strips.clear()
        self.refresh()
        self.note_position()

    def dress(self, numbers: Mapping[str, int], armed: str | None, now: int) -> None:
        """The numbers of the theses, the armed one, and the moment ages are counted to."""
        if (dict(numbers), armed, now) != (self._numbers, self._armed, self._now):
            self._numbers, self._armed, self._now = dict(numbers), armed, now
            self.redraw()

    def set_apart(self, story_id: str | None) -> None:
        """Mark the story that is to be merged with another, or none."""
        self._partner = story_id
        self.redraw()

    def forget(self, story_ids: Collection[str] | None = None) -> None:
        """What these stories (or all) show has changed; their rows stay where they are."""
        if self._pages is None:
            return
        if story_ids is None:
            self._pages.clear()
            self.redraw()
            return
        for story_id in story_ids:
            index = self._pages.listing.index_of(story_id)
            if index is not None:
                self._pages.forget(index)
                self.redraw_line(index)

    def say_empty(self, *lines: Line) -> None:
        """What an empty list says."""
        if lines != self.empty:
            self.empty = lines
            if not self.item_count():
                self.redraw()

    # -- moving -----------------------------------------------------------

    def move_to(self, item: int) -> None:
        """Put the cursor on a row."""
        before = self.cursor
        super().move_to(item)
        self.note_position()
        if self.cursor != before:
            self.moved()

    def next_unjudged(self, step: Literal[1, -1]) -> int | None:
        """The nearest row not judged, by the armed thesis or else at all, from the cursor on."""
        start = self.cursor + step
        if self._pages is None or not 0 <= start < self.item_count():
            return None
        return self._pages.listing.next_unjudged(start, step, self._armed)

    def read_ahead(self) -> None:
        """Read what the next keys may lead to, if it is not read yet."""
        if self._pages is not None:
            self._pages.read_ahead(self.cursor)

    def note_position(self) -> None:
        """The place in the list stands in the border."""
        count = length(self.listing) if self.listing is not None else ""
        here = [(f"{self.cursor + 1:,}/{count}", "soft")] if self.item_count() else ()
        self.foot(self._foot[0], here)

    # -- drawing ----------------------------------------------------------

    def item_count(self) -> int:
        """How many stories there are."""
        return len(self._pages.listing) if self._pages else 0

    def line_count(self) -> int:
        """One line a story, or what is said of there being none."""
        return self.item_count() or len(self._said(self.width)) + 1

    def line(self, y: int, width: int) -> Line:
        """One story."""
        if not self.item_count():
            said = self._said(width)
            return [("  ", ""), *said[y - 1]] if 0 < y <= len(said) else []
        row = self._row(y)
        if row is None:
            return [("    this story is no longer in the archive", "soft")]
        if self._pages is not None and self._pages.is_again(y):
            text = f"{'▸' if y == self.cursor else ' '}       one story with: "
            return [(text, "soft"), (crop(row.title, width - len(text)), "soft")]
        return self._line(row, y == self.cursor, width)

    def _said(self, width: int) -> list[list[Piece]]:
        """What an empty list says, in lines of so many cells."""
        return [part for line in self.empty for part in wrapped(line, max(8, width - 3))]

    def _row(self, index: int) -> StoryRow | None:
        if self._pages is None or not 0 <= index < self.item_count():
            return None
        return self._pages.row(index)

    def _line(self, row: StoryRow, is_cursor: bool, width: int) -> Line:
        outlet, many = _columns(width)
        judged = bool(row.marks)
        ink = "judged" if judged else "read" if row.read else ""
        line: list[Piece] = [
            ("M" if row.id == self._partner else "▸" if is_cursor else " ", "accent"),
            glyph(row.marks, self._armed),
            ("x", "soft") if row.muted else ("★" if row.starred else " ", "star"),
            (right(times.age(row.at, self._now), 4), "judged" if judged else "soft"),
            (" ", ""),
        ]
        if outlet:
            line.append((fit(row.outlet, outlet), ink))
        if many:
            count = f"×{min(row.outlets, 99)}" if row.outlets > 1 else ""
            line.append((right(count, 4) + " ", "soft"))
        elif outlet:
            line.append((" ", ""))
        tail = bearings(row.marks, self._numbers, self._armed)
        room = width - cells(line) - (cells(tail) + 1 if tail else 0)
        title = crop(row.title, room)
        line += marked(title, row.spans, ink, "company-judged" if judged else "company")
        if tail:
            line += [(" " * (width - cells(line) - cells(tail)), ""), *tail]
        return line


def length(listing: Listing) -> str:
    """How many rows there are; ``1,234+`` while more may be found."""
    return f"{len(listing):,}{'' if listing.is_whole else '+'}"


def _nobody() -> None:
    """Nobody listens yet."""


def _columns(width: int) -> tuple[int, bool]:
    """Cells for the outlet, and whether the number of outlets has a column."""
    if width >= 70:
        # Names as long as reddit/singularity in full where there is room; the title has far more.
        return min(22, width * 3 // 13), True
    if width >= 54:
        return 9, True
    return (7, False) if width >= 44 else (0, False)
