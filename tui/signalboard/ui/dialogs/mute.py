"""What to mute, with what that would hide, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input
from textual.widgets.input import Selection

from signalboard.desk import Desk
from signalboard.desk.following import would
from signalboard.model import Mute, Problem, Story
from signalboard.ui.bindings import bindings
from signalboard.ui.dialogs.form import Label, Paragraph
from signalboard.ui.ink import Line, crop_line, plain
from signalboard.ui.over import Modal
from signalboard.ui.sheet import Rows
from signalboard.ui.typing import LineInput
from signalboard.values import dataclass

PAUSE = 0.12
"""Seconds without a key after which it is said what the words would hide."""
_KINDS = {
    "words": "titles with these words",
    "feed": "the feed",
    "outlet": "the outlet",
    "company": "stories about",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to mute, or to mute no longer."""

    verb: str
    """``mute`` or ``show``."""
    rule: Mute | None
    """None: the words that are typed."""
    name: str = ""


class Offers(Rows, can_focus=False):
    """What can be muted, one line each."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self.offers = offers

    def item_count(self) -> int:
        """How many there are."""
        return len(self.offers)

    def line_count(self) -> int:
        """One line each."""
        return len(self.offers)

    def tone(self, y: int) -> str:
        """The cursor always shows: the keys are the dialog's."""
        return "cursor" if y == self.cursor else ""

    def line(self, y: int, width: int) -> Line:
        """One offer."""
        offer = self.offers[y]
        kind = offer.rule.kind if offer.rule is not None else "words"
        said = _KINDS[kind] if offer.verb == "mute" else f"show again what is muted by {kind}"
        edge = ("▸ " if y == self.cursor else "  ", "accent")
        return crop_line([edge, (said, "soft"), (f" {offer.name}", "")], width)


class MuteDialog(Modal[tuple[str, Mute] | None]):
    """Words to type and things to choose; gives back a verb, ``mute`` or ``show``, and a mute."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("prompt"),
        Binding("down,ctrl+n,tab", "down(1)", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "down(-1)", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, story: Story | None) -> None:
        super().__init__()
        self._desk = desk
        self._input = LineInput(story.title if story is not None else "", limit=400)
        self._words = self._input.value
        """As they were last heard of."""
        self._label = Label("words")
        self._offers = Offers(_offers(desk, story))
        self._foot = Paragraph()
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The words, what else can be muted, and what that would do."""
        with Vertical(classes="dialog mute"):
            with Horizontal(classes="row"):
                yield self._label
                yield self._input
            yield self._offers
            yield self._foot

    def on_mount(self) -> None:
        """The keys go to the words, which are marked: typing replaces them."""
        dialog = self.query_one(".dialog", Vertical)
        dialog.border_title = plain("Mute")
        self._offers.styles.height = min(self._offers.item_count(), 8)
        self._offers.redraw()
        self.set_focus(self._input)
        self._input.selection = Selection(len(self._input.value), 0)  # its beginning is in view
        self._say()

    def on_resize(self, _event: events.Resize) -> None:
        """As much of what it would do as there is room for."""
        rows = self.app.size.height - min(self._offers.item_count(), 8) - 8
        self._foot.styles.height = max(2, min(8, rows))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Words were typed: those are meant."""
        event.stop()
        if event.value == self._words:
            return
        self._words = event.value
        self._offers.move_to(
            next(at for at, offer in enumerate(self._offers.offers) if offer.rule is None)
        )
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._say)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """A click chooses what is meant; Enter does it."""
        message.stop()
        self._say()

    def action_down(self, by: int) -> None:
        """Another offer."""
        self._offers.move_to(self._offers.cursor + by)
        self._say()

    def action_keep(self) -> None:
        """Do it, where it can be done."""
        offer = self._offers.offers[self._offers.cursor]
        try:
            self.dismiss((offer.verb, self._meant(offer)))
        except Problem as problem:
            self._foot.say((str(problem), "contradict"))

    def action_leave(self) -> None:
        """Mute nothing."""
        self.dismiss(None)

    # -- how -------------------------------------------------------------

    def _meant(self, offer: Offer) -> Mute:
        return offer.rule or self._desk.mute_of("words", self._input.value)

    def _say(self) -> None:
        """What the offer under the cursor would do."""
        self._pause = None
        offer = self._offers.offers[self._offers.cursor]
        does = "mutes" if offer.verb == "mute" else "shows them again"
        dialog = self.query_one(".dialog", Vertical)
        dialog.border_subtitle = plain(f"↑ ↓ choose · Enter {does} · Esc leaves")
        if (here := offer.rule is None) != self._label.here:
            self._label.here = here
            self._label.refresh()
        try:
            rule = self._meant(offer)
            if offer.verb == "mute":
                effect = self._desk.mute_effect(rule, quick=True)
            else:
                effect = self._desk.mute_effect(remove=rule, quick=True)
        except Problem as problem:
            self._foot.say((str(problem), "soft"))
            return
        stories = self._desk.summary().stories
        self._foot.say(
            *((line, "read" if line.startswith("  ") else "") for line in would(effect, stories))
        )


def _offers(desk: Desk, story: Story | None) -> list[Offer]:
    """What hides the story can be taken back; else all that it is known by be muted."""
    words = Offer("mute", None)
    if story is None:
        return [words]
    stood = desk.mutes_of(story.id)
    back = [Offer("show", rule, desk.mute_name(rule)) for rule in stood]
    feeds = dict.fromkeys(Mute("feed", report.feed_url) for report in story.reports)
    outlets = [Mute("outlet", name) for name in story.outlets]
    companies = [Mute("company", name) for name in story.companies[: story.about]]
    new = [
        Offer("mute", rule, desk.mute_name(rule))
        for rule in (*feeds, *outlets, *companies)
        if rule not in stood
    ]
    return [*back, words, *new] if story.muted else [words, *new, *back]
