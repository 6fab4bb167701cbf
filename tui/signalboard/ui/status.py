"""The lines above and below the panes: what is going on, what should be known, the keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from signalboard import times
from signalboard.desk.values import Summary
from signalboard.model import MOST_WAITING
from signalboard.text import counted
from signalboard.ui.commands import PANES
from signalboard.ui.ink import Inked, Line, Piece, cells, crop_line, spread, wrap
from signalboard.ui.refresher import IDLE, Progress
from signalboard.ui.scanner import NO_SCAN, Scan
from signalboard.ui.workarounds import Laid
from signalboard.values import dataclass


class OneLine(Laid, Inked):
    """A line across the screen."""

    def compose_line(self, width: int) -> Line:
        """What it says."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line; nothing below it."""
        width = self.size.width
        return self.strip_of(self.compose_line(width) if y == 0 else (), width)


@dataclass(frozen=True, slots=True)
class Status:
    """What the top line tells."""

    summary: Summary | None = None
    progress: Progress = IDLE
    waiting: int = 0
    now: int = 0
    offline: bool = False
    """Whether no feed of the network can be reached."""
    pane: str = ""
    """The pane in view where they do not all fit; empty where they do."""
    scan: Scan = NO_SCAN
    view_only: bool = False
    """Whether nothing is recorded here, since another board is open on the home."""


class TopLine(OneLine):
    """Feeds, new stories, watches due, the time; the panes where not all fit."""

    class Tab(Message):
        """The name of a pane was clicked."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    class Feeds(Message):
        """The count of feeds was clicked."""

    class Watches(Message):
        """The count of watches that are due was clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._status = Status()
        self._feeds: tuple[int, int] = (0, 0)
        self._due: tuple[int, int] = (0, 0)
        self._tabs: list[tuple[int, int, str]] = []

    def show(self, status: Status) -> None:
        """Another state of things."""
        if status != self._status:
            self._status = status
            self.refresh()

    def compose_line(self, width: int) -> Line:
        """As much as fits, the time first to go."""
        status = self._status
        head = self._tab_line(width) if status.pane else [(" signalboard", "strong")]
        if status.view_only:
            head += [("  ", ""), ("view only", "warn")]
        new = [(f"{at_least(status.waiting)} new above (g)", "accent")] if status.waiting else []
        due = status.summary.watches_due if status.summary else 0
        watches = [(f"{counted(due, 'watch')} due (W)", "warn")] if due else []
        clock = [(times.clock(status.now), "soft")] if status.now else []
        short_new = [(f"+{at_least(status.waiting)} (g)", "accent")] if status.waiting else []
        scanning = scan(status.scan)
        for left, end in (
            ((feeds(status, long=True), scanning, new), (watches, clock)),
            *((((feeds(status, long=False), scanning, new), ()),) if scanning else ()),
            ((feeds(status, long=True), new), (watches,)),
            ((feeds(status, long=False), new), (watches,)),
            ((feeds(status, long=False), short_new), ()),
            ((short_new,), ()),
        ):
            line = [*head, *(piece for part in left if part for piece in (("   ", ""), *part))]
            tail = [piece for part in end if part for piece in (*part, ("   ", ""))]
            tail = [*tail[:-1], (" ", "")] if tail else []
            if cells(line) + cells(tail) + (2 if tail else 0) <= width:
                first = cells(head) + 3
                told = cells(left[0]) if left[0] is not new and left[0] is not short_new else 0
                self._feeds = (first, first + told)
                begins = width - cells(tail)
                self._due = (begins, begins + cells(watches) if watches in end else begins)
                return spread(line, tail, width)
        self._feeds = self._due = (0, 0)
        return crop_line(head, width)

    def _tab_line(self, width: int) -> list[Piece]:
        self._tabs = []
        line: list[Piece] = [(" ", "")]
        for pane in PANES:
            at = cells(line)
            here = pane == self._status.pane
            line += [(pane.capitalize(), "accent" if here else "soft"), (" ", "")]
            self._tabs.append((at, cells(line) - 1, pane))
        if cells(line) > width:
            at = PANES.index(self._status.pane) + 1
            return [
                (f" {self._status.pane.capitalize()}", "accent"),
                (f" {at}/{len(PANES)}", "soft"),
            ]
        return line[:-1]

    def on_click(self, event: events.Click) -> None:
        """A click on a name goes there."""
        if self._feeds[0] <= event.x < self._feeds[1]:
            self.post_message(self.Feeds())
        if self._due[0] <= event.x < self._due[1]:
            self.post_message(self.Watches())
        for start, end, pane in self._tabs:
            if self._status.pane and start <= event.x < end:
                self.post_message(self.Tab(pane))


def at_least(waiting: int) -> str:
    """How many stories wait; ``2,000+`` where nobody counted further."""
    return f"{waiting:,}{'+' if waiting >= MOST_WAITING else ''}"


def feeds(status: Status, *, long: bool) -> list[Piece]:
    """How the feeds are doing."""
    progress, summary = status.progress, status.summary
    if progress.running:
        of = f"{progress.done} of " if progress.total else ""
        count = progress.total or progress.done
        whole = f"{of}{counted(count, 'feed') if long else count}"
        line: list[Piece] = [("⟳ ", "accent"), (whole, "")]
        return [*line, (f", {progress.failed} failed", "warn")] if progress.failed else line
    if summary is None:
        return []
    if status.offline:
        heard = "nothing of the network heard yet"
        if summary.heard_at is not None:
            heard = f"last heard {times.ago(summary.heard_at, status.now)}"
        return [("○ ", "warn"), (f"offline · {heard}" if long else "offline", "warn")]
    if not summary.feeds_enabled:
        return [("○ no feeds", "warn")]
    enabled = summary.feeds_enabled
    well = f"{summary.feeds_well} of {counted(enabled, 'feed') if long else enabled}"
    dot = "support" if summary.feeds_well == summary.feeds_enabled else "soft"
    line = [("● ", dot), (well, "read")]
    if summary.feeds_broken:
        broken = f", {summary.feeds_broken} broken (H)" if long else " (H)"
        line.append((broken, "warn"))
    return line


def scan(scan: Scan) -> list[Piece]:
    """How far the archive is searched for companies that changed."""
    if not scan.running or not scan.stories:
        return []
    return [("⟳ ", "accent"), (f"companies {scan.share} %", "")]


AT_RIGHT = ("search", "commands", "help")


class Hints(OneLine):
    """The keys that count here, as many as fit; those that lead elsewhere at the right."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._hints: Sequence[tuple[str, str]] = ()

    def show(self, hints: Sequence[tuple[str, str]]) -> None:
        """Keys and words, the most needed first."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def compose_line(self, width: int) -> Line:
        """As many as fit whole."""
        left: list[Piece] = [(" ", "")]
        end: dict[str, list[Piece]] = {}
        room = width - 2
        for keys, word in self._hints:
            piece: list[Piece] = [(keys, "key"), (f" {word}", "soft"), ("   ", "")]
            room -= cells(piece)
            if room < 0:
                break
            if word in AT_RIGHT:
                end[word] = piece
            else:
                left += piece
        tail = [part for word in AT_RIGHT for part in end.get(word, ())]
        return spread(left[:-1], [*tail[:-1], (" ", "")], width)


class Notices(OneLine):
    """What a person should know since the start; stays until put away."""

    class Dismissed(Message):
        """The notice shown was put away."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._waiting: list[str] = []
        self._told: list[str] = []

    def add(self, notices: Sequence[str]) -> None:
        """More to tell."""
        self._waiting += notices
        self._draw()

    def withdraw(self, notices: Sequence[str]) -> None:
        """What these say is no longer so: they are not shown, nor shown again."""
        if notices:
            self._waiting = [each for each in self._waiting if each not in notices]
            self._told = [each for each in self._told if each not in notices]
            self._draw()

    def replace(self, notices: Sequence[str], others: Sequence[str]) -> None:
        """Other notices where these wait; where they were put away already, none."""
        waits = [each for each in self._waiting if each in notices]
        self._told = [each for each in self._told if each not in notices]
        if waits:
            at = self._waiting.index(waits[0])
            left = [each for each in self._waiting if each not in notices]
            self._waiting = [*left[:at], *others, *left[at:]]
        self._draw()

    def dismiss(self) -> bool:
        """Put the one shown away; whether there was one."""
        if self._waiting:
            self._told.append(self._waiting.pop(0))
            self._draw()
            return True
        return False

    def again(self) -> bool:
        """Everything told before is told again; whether there is anything."""
        self._waiting, self._told = [*self._told, *self._waiting], []
        self._draw()
        return bool(self._waiting)

    def on_click(self) -> None:
        """A click puts it away."""
        self.post_message(self.Dismissed())

    def resized(self) -> None:
        """Other widths need other heights."""
        super().resized()
        self._draw()

    def _draw(self) -> None:
        self.display = bool(self._waiting)
        if self._waiting:
            self.styles.height = len(self._lines(self.size.width or self.app.size.width))
        self.refresh()

    def _lines(self, width: int) -> list[Line]:
        if not self._waiting or width < 8:
            return [[]]
        text = self._waiting[0]
        more = f" (1 of {len(self._waiting)})" if len(self._waiting) > 1 else ""
        lines: list[Line] = [
            [(" ! " if not at else "   ", "warn"), (text[a:b], "")]
            for at, (a, b) in enumerate(wrap(text, width - 4)[:4])
        ]
        end: list[Piece] = [(f"   x puts it away{more}", "soft")]
        if cells(lines[-1]) + cells(end) < width:
            return [*lines[:-1], [*lines[-1], *end]]
        return [*lines, crop_line(end, width)]

    def render_line(self, y: int) -> Strip:
        """One line of the notice."""
        lines = self._lines(self.size.width)
        return self.strip_of(lines[y] if y < len(lines) else (), self.size.width)
