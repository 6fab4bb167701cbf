"""A new feed: an address is typed, what is there is shown, Enter adds it.

The network is a child's: nothing here waits for it, and Escape ends it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input
from textual.worker import Worker, WorkerError

from signalboard.model import Feed, Problem
from signalboard.text import clean, counted
from signalboard.ui.bindings import bindings
from signalboard.ui.dialogs.form import Label, Paragraph
from signalboard.ui.ink import Line, crop, plain, spread
from signalboard.ui.looker import Event, Looker
from signalboard.ui.over import Modal
from signalboard.ui.sheet import Rows
from signalboard.ui.typing import LineInput

if TYPE_CHECKING:
    from signalboard.desk import Desk

Stage = Literal["typing", "looking", "found", "adding"]
_MOST_OFFERS = 6
_SHOWN = 5
"""Entries of a feed that are shown."""
_LONGEST = 4000
_HELP = (
    "The address of a feed or of a site: example.org, a YouTube channel, a repository at GitHub, "
    "edgar:TICKER."
)
_KEYS: dict[Stage, str] = {
    "typing": "Enter looks · Esc leaves",
    "looking": "Esc stops",
    "found": "Enter adds · ↑ ↓ choose · Esc leaves",
    "adding": "",
}


class Offers(Rows, can_focus=False):
    """The feeds that an address offers."""

    def __init__(self) -> None:
        super().__init__()
        self.offers: list[Event] = []
        self.previews: dict[int, Event] = {}
        self.problems: dict[int, str] = {}

    def show(self, offers: list[Event]) -> None:
        """Other offers."""
        self.offers, self.previews, self.problems, self.cursor = offers, {}, {}, 0
        self.display = bool(offers)
        room = _MOST_OFFERS if self.app.size.height >= 24 else _MOST_OFFERS // 2
        self.styles.height = min(room, max(1, len(offers)))
        self.redraw()

    @property
    def number(self) -> int:
        """The number of the offer under the cursor; 0 where there is none."""
        return int(self.offers[self.cursor]["number"]) if self.offers else 0

    def item_count(self) -> int:
        """How many there are."""
        return len(self.offers)

    def line_count(self) -> int:
        """One line each."""
        return len(self.offers)

    def tone(self, y: int) -> str:
        """The cursor always shows: the arrows are its."""
        return "cursor" if y == self.cursor and self.offers else ""

    def line(self, y: int, width: int) -> Line:
        """Title and address, and whether it is subscribed to."""
        offer = self.offers[y]
        number = offer["number"]
        shown = self.previews.get(number, offer)
        edge = ("▸ " if y == self.cursor else "  ", "accent")
        state = "" if number in self.previews else "not read"
        state = "no feed" if number in self.problems else state
        state = "subscribed" if shown["known"] else state
        url = crop(str(shown["url"]).partition("://")[2], max(10, width // 2 - len(state)))
        end = [(url, "soft"), (f" {state}" if state else "", "warn"), (" ", "")]
        return spread([edge, (str(shown["title"] or "(no title)"), "")], end, width)


class FeedDialog(Modal[str | None]):
    """Gives back a sentence once a feed is added, None where none is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog"),
        Binding("enter", "next", show=False, priority=True),
        Binding("down", "down(1)", show=False, priority=True),
        Binding("up", "down(-1)", show=False, priority=True),
        Binding("tab", "line", show=False, priority=True),
        Binding("shift+tab", "line", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._address = LineInput(limit=_LONGEST)
        self._tags = LineInput(limit=200, placeholder="press, china")
        self._labels = [Label("address"), Label("tags")]
        self._offers = Offers()
        self._foot = Paragraph()
        self._looker = Looker(self._heard)
        self._worker: Worker[None] | None = None
        self._stage: Stage = "typing"
        self._typed = ""
        self._asking = ""
        self._since = 0.0
        self._problem: tuple[str, str] | None = None
        """What went wrong, and the address that may be right all the same, if any."""
        self._added: Feed | None = None
        self._turn = 0

    def compose(self) -> ComposeResult:
        """The address, the tags, what is there, and its newest entries."""
        with Vertical(classes="dialog form feed"):
            for label, line in zip(self._labels, (self._address, self._tags), strict=True):
                with Horizontal(classes="row"):
                    yield label
                    yield line
            yield self._offers
            yield self._foot

    def on_mount(self) -> None:
        """The keys go to the address."""
        self.query_one(".dialog", Vertical).border_title = plain("New feed")
        self._offers.display = False
        self.set_focus(self._address)
        self.set_interval(0.5, self._tick)
        self._show()

    async def on_unmount(self) -> None:
        """No child outlives the dialog."""
        worker = self._worker
        self._stop()
        if worker is not None:
            with contextlib.suppress(WorkerError):  # it was cancelled: that is meant
                await worker.wait()

    # -- what is shown ----------------------------------------------------

    def _show(self) -> None:
        keys = _KEYS[self._stage]
        if self._stage == "found" and self._offers.number not in self._offers.previews:
            keys = "Enter reads it · ↑ ↓ choose · Esc leaves"
        if self._problem is not None and self._problem[1]:
            keys = "Ctrl+S adds it unread · Esc leaves"
        self.query_one(".dialog", Vertical).border_subtitle = plain(keys)
        for label, line in zip(self._labels, (self._address, self._tags), strict=True):
            label.here = line is self.focused
            label.refresh()
        said = self._said()
        self._foot.styles.height = 2 if len(said) < 2 else 1 + _SHOWN
        self._foot.say(*said)

    def _said(self) -> list[tuple[str, str]]:
        if self._stage == "looking":
            waited = int(time.monotonic() - self._since)
            return [(f"Asking {self._asking or 'the server'} … {waited} s", "soft")]
        if self._stage == "adding":
            return [("Adding it …", "soft")]
        number = self._offers.number
        said: list[tuple[str, str]] = []
        if self._problem is not None:
            said.append((self._problem[0], "contradict"))
        elif self._stage == "typing":
            return [(_HELP, "soft")]
        if number in self._offers.problems:
            said.append((self._offers.problems[number], "contradict"))
        elif shown := self._offers.previews.get(number):
            said += self._entries(shown)
        elif number:
            said.append(("Enter reads it and shows its newest entries.", "soft"))
        return said

    def _entries(self, shown: Event) -> list[tuple[str, str]]:
        count = int(shown["count"])
        entries = "no entries yet" if not count else counted(count, "entry")
        there = f"; subscribed to as {shown['known']}" if shown["known"] else ""
        width = max(20, self._foot.size.width)
        return [
            (f"{shown['kind']}, {entries}, {shown['found']}{there}", "soft"),
            *(
                (
                    crop(
                        f"{str(entry['published'] or 'no date')[:10]:10}  {entry['title']}", width
                    ),
                    "",
                )
                for entry in shown["entries"][:_SHOWN]
            ),
        ]

    def _tick(self) -> None:
        if self._stage == "looking":
            self._foot.say(*self._said())

    # -- the child --------------------------------------------------------

    def _heard(self, event: Event) -> None:
        if not self.is_attached:
            return
        kind = event.get("event")
        if kind == "asking":
            self._asking = clean(str(event["url"]).partition("://")[2], 200)
        elif kind == "found":
            self._offers.show(event["offers"][:20])
        elif kind == "preview":
            self._offers.previews[event["number"]] = event
            self._offers.redraw()
        elif kind == "problem":
            self._trouble(event)
        elif kind == "ready":
            self._ready()
        elif kind == "filed":
            self._filed(event)
        elif kind == "ended":
            self._ended(str(event["reason"]))
        self._show()

    def _trouble(self, event: Event) -> None:
        reason = clean(str(event["reason"]))
        number = event.get("number")
        if isinstance(number, int):
            self._offers.problems[number] = reason
            self._offers.redraw()
        else:
            self._problem = reason, str(event.get("unread", ""))

    def _ready(self) -> None:
        if self._stage == "looking":
            self._stage = "found"
            number = self._offers.number
            if number in self._offers.problems and self._offers.previews:
                first = min(self._offers.previews)
                self._offers.move_to(first - 1)

    def _filed(self, event: Event) -> None:
        new = event.get("new")
        if self._added is not None and isinstance(new, int):
            self.dismiss(f"new feed: {self._added.name}, {counted(new, 'new entry')}")

    def _ended(self, reason: str) -> None:
        if self._added is not None:
            self.dismiss(f"new feed: {self._added.name}; the next refresh fetches it")
        elif self._stage in {"looking", "found"}:
            self._stage = "typing"
            self._offers.show([])
            if self._problem is None:
                self._problem = reason or "The look ended without an answer.", ""

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    # -- keys -------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another address: what was found was for the one before."""
        event.stop()
        if self._address.value.strip() != self._typed and self._stage in {"typing", "found"}:
            self._stop()
            self._stage, self._problem = "typing", None
            self._offers.show([])
            self._show()

    def on_descendant_focus(self) -> None:
        """Another line has the keys."""
        self._show()

    def action_line(self) -> None:
        """The other line."""
        self.set_focus(self._tags if self.focused is self._address else self._address)

    def action_down(self, by: int) -> None:
        """Another of the offers."""
        if self._offers.offers:
            self._offers.move_to(self._offers.cursor + by)
            self._show()
        else:
            self.action_line()

    def action_next(self) -> None:
        """Look; read the one under the cursor; add it."""
        typed = self._address.value.strip()
        if self._stage in {"looking", "adding"} or not typed:
            return
        if self._stage == "typing" or typed != self._typed:
            self._look(typed)
            return
        number = self._offers.number
        shown = self._offers.previews.get(number)
        if shown is None and number not in self._offers.problems:
            self._wait()
            self._looker.say({"look": number})
        elif shown is not None:
            self._add(shown)
        self._show()

    def action_save(self) -> None:
        """Add what was shown; or the address as it stands, where its server does not answer."""
        if self._stage == "found":
            self.action_next()
        elif self._problem is not None and self._problem[1]:
            feed = self._taken("", self._problem[1])
            if feed is not None:
                self.dismiss(f"new feed: {feed.name}, not read yet")

    def action_leave(self) -> None:
        """Stop looking, or leave."""
        if self._stage == "looking":
            self._stop()
            self._stage, self._typed = "typing", ""
            self._problem = "Stopped. Nothing was changed.", ""
            self._show()
        elif self._stage != "adding":
            self.dismiss(None)

    # -- how --------------------------------------------------------------

    def _look(self, typed: str) -> None:
        self._stop()
        self._typed, self._problem, self._asking = typed, None, ""
        known = self._desk.known_feed(typed)
        if known is not None:
            self._problem = f"It is subscribed to already, as {known.name}.", ""
            self._show()
            return
        self._offers.show([])
        self._wait()
        self._looker = Looker(self._hearing())
        self._worker = self.run_worker(
            self._looker.run(self._desk.look_command(), typed), exit_on_error=False
        )
        self._show()

    def _hearing(self) -> Callable[[Event], None]:
        """What one child says counts only as long as no other was started."""
        turn = self._turn = self._turn + 1

        def hear(event: Event) -> None:
            if turn == self._turn:
                self._heard(event)

        return hear

    def _wait(self) -> None:
        self._stage, self._since = "looking", time.monotonic()

    def _add(self, shown: Mapping[str, Any]) -> None:
        if shown["known"]:
            self._problem = f"It is subscribed to already, as {shown['known']}.", ""
            return
        feed = self._taken(str(shown["title"]), str(shown["address"]))
        if feed is not None:
            self._added, self._stage = feed, "adding"
            self._looker.say({"add": shown["number"], "feed": asdict(feed)})

    def _taken(self, title: str, url: str) -> Feed | None:
        """The feed once it stands in feeds.yaml; None where that cannot be, which is said."""
        tags = tuple(dict.fromkeys(t for part in self._tags.value.split(",") if (t := clean(part))))
        try:
            feed = Feed(self._desk.name_for(title, url), url, tags=tags)
            self._desk.add_feed(feed)
        except Problem as problem:
            self._problem = str(problem), ""
            self._show()
            return None
        return feed
