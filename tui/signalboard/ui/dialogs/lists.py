"""Lists of feeds: another reader's comes in, ours goes out."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from signalboard.links import shown
from signalboard.model import Problem
from signalboard.ui.bindings import bindings
from signalboard.ui.dialogs.form import Field, Form, Label, Paragraph
from signalboard.ui.ink import Line, crop, plain, spread
from signalboard.ui.over import Modal
from signalboard.ui.sheet import Rows
from signalboard.ui.typing import LineInput

if TYPE_CHECKING:
    from signalboard.desk import Desk
    from signalboard.desk.importing import ListPlan

_LARGEST = 10 * 1024 * 1024 + 1


class Planned(Rows, can_focus=False):
    """The feeds of a list, and what of it is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, str, str]] = []

    def show(self, plan: ListPlan | None, height: int) -> None:
        """Another list, or none."""
        self._lines = [] if plan is None else _lines(plan)
        self.cursor = 0
        self.display = bool(self._lines)
        self.styles.height = max(1, min(height, len(self._lines)))
        self.redraw()

    @property
    def whole(self) -> str:
        """The line under the cursor, nothing of it cut off."""
        _, name, end = self._lines[self.cursor]
        return f"{name}, {end}"

    def item_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line_count(self) -> int:
        """One line each."""
        return len(self._lines)

    def tone(self, y: int) -> str:
        """The cursor always shows: the arrows are its."""
        return "cursor" if y == self.cursor and self._lines else ""

    def line(self, y: int, width: int) -> Line:
        """What becomes of it, its name, its address or the reason."""
        mark, name, end = self._lines[y]
        ink = {"new": "accent", "there": "soft"}.get(mark, "warn")
        return spread([(f"{mark:<6}", ink), (name, "")], [(crop(end, width // 2), "soft")], width)


class ImportDialog(Modal[str | None]):
    """Gives back a sentence once a list is imported, None where none is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog"),
        Binding("enter", "save", show=False, priority=True),
        Binding("down,tab", "down(1)", show=False, priority=True),
        Binding("up,shift+tab", "down(-1)", show=False, priority=True),
        Binding("pagedown", "down(10)", show=False, priority=True),
        Binding("pageup", "down(-10)", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._path = LineInput(limit=1000)
        self._label = Label("file")
        self._planned = Planned()
        self._foot = Paragraph()
        self._plan: ListPlan | None = None
        self._read = ""

    def compose(self) -> ComposeResult:
        """The file, its feeds, and a sum."""
        with Vertical(classes="dialog form lists"):
            with Horizontal(classes="row"):
                yield self._label
                yield self._path
            yield self._planned
            yield self._foot

    def on_mount(self) -> None:
        """The keys go to the path."""
        self.query_one(".dialog", Vertical).border_title = plain("Import a list of feeds")
        self._label.here = True
        self._forget()
        self.set_focus(self._path)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another file."""
        event.stop()
        if self._path.value.strip() != self._read:
            self._forget()

    def _forget(self) -> None:
        self._plan, self._read = None, ""
        self._planned.show(None, 0)
        self._keys("Enter reads it · Esc leaves")
        self._foot.say(
            ("OPML, newsboat's urls, or an address a line. What it holds is shown first; "
             "nothing is fetched.", "soft")
        )  # fmt: skip

    def _keys(self, said: str) -> None:
        self.query_one(".dialog", Vertical).border_subtitle = plain(said)

    def action_down(self, by: int) -> None:
        """Along the list."""
        if self._plan is not None and self._planned.item_count():
            self._planned.move_to(self._planned.cursor + by)
            self._sum(self._plan)

    def action_save(self) -> None:
        """Read the file; then add its new feeds."""
        named = self._path.value.strip()
        if not named:
            self._foot.say(("Which file? Write its path.", "contradict"))
        elif self._plan is not None and named == self._read:
            self._add(self._plan)
        else:
            self._look(named)

    def action_leave(self) -> None:
        """Add nothing."""
        self.dismiss(None)

    def _look(self, named: str) -> None:
        self._read = named
        self._foot.say((f"Reading {named} …", "soft"))
        self.run_worker(self._plan_of(named), exclusive=True, exit_on_error=False)

    async def _plan_of(self, named: str) -> None:
        try:
            plan = await asyncio.to_thread(self._read_list, named)
        except (Problem, OSError, RuntimeError) as problem:
            told = problem.strerror if isinstance(problem, OSError) else None
            self._read = ""
            self._foot.say((f"It was not read: {told or problem}", "contradict"))
            return
        if named != self._read or not self.is_attached:
            return
        self._plan = plan
        self._planned.show(plan, max(3, min(28, self.app.size.height - 11)))
        self._sum(plan)
        self._keys(
            f"Enter adds the {len(plan.new):,} new · ↑ ↓ move · Esc leaves"
            if plan.new
            else "↑ ↓ move · Esc leaves"
        )

    def _sum(self, plan: ListPlan) -> None:
        sums = [f"{len(plan.new):,} new, {len(plan.known):,} there already"]
        sums += [f"{len(plan.same):,} repeated"] if plan.same else []
        sums += [f"{len(plan.left):,} left out"] if plan.left else []
        place = f"line {self._planned.cursor + 1:,} of {self._planned.item_count():,}"
        whole = f": {self._planned.whole}" if self._planned.item_count() else ""
        self._foot.say((f"{plan.kind}: {', '.join(sums)}.", ""), (place + whole, "soft"))

    def _read_list(self, named: str) -> ListPlan:
        path = Path(named).expanduser()
        if path.exists() and not path.is_file():  # a pipe might never say anything
            raise OSError(errno.EINVAL, "it is not a file")
        with path.open("rb") as file:
            return self._desk.plan_import(file.read(_LARGEST))

    def _add(self, plan: ListPlan) -> None:
        if not plan.new:
            return
        try:
            change = self._desk.import_feeds(plan.new)
        except Problem as problem:
            self._foot.say((str(problem), "contradict"))
        else:
            self.dismiss(f"{change.label}; r fetches them, u takes them back")


def export_form(desk: Desk, written: Callable[[str | None], None]) -> Form:
    """The form that asks where the feeds are written to."""

    def save(values: Mapping[str, str]) -> None:
        path = Path(values["path"]).expanduser()
        if path.is_dir():
            path /= "feeds.opml"
        try:
            saved, said = desk.save_feeds(path)
        except OSError as problem:
            raise ValueError(f"It could not be written: {problem.strerror}.") from None
        written(" ".join([f"written to {saved}.", *said]))

    field = Field("path", "to", str(Path.cwd() / "feeds.opml"), "A file that is not there yet.")
    return Form("Export the feeds as OPML", (field,), save)


def _lines(plan: ListPlan) -> list[tuple[str, str, str]]:
    new = [("new", feed.name, _bare(feed.url)) for feed in plan.new]
    there = [("there", ours.name, _bare(ours.url)) for _, ours in plan.known]
    left = [("out", remark.what, remark.why) for remark in plan.left]
    return [*new, *left, *(("note", r.what, r.why) for r in plan.notes), *there]


def _bare(url: str) -> str:
    return shown(url).partition("://")[2]
