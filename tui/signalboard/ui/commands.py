"""Every verb of the board, once: keys, palette, hints, help and the docs are made from this list.

Nothing here imports Textual: the command line prints the key table too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Scope = Literal[
    "board",
    "headlines",
    "story",
    "theses",
    "companies",
    "health",
    "brief",
    "watches",
    "prompt",
    "dialog",
    "help",
    "matrix",
]
"""Where a key counts. A key of ``board`` is bound nowhere else among the panes."""

PANES: tuple[Literal["headlines", "story", "theses", "companies"], ...] = (
    "headlines",
    "story",
    "theses",
    "companies",
)
GROUPS = (
    "Judge", "Arm a thesis", "Watches", "Story", "Find", "Move", "Keep", "Board", "Feed health",
    "Brief", "In a dialog",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do."""

    id: str
    """Stable name, ``area.verb``; what a keymap names."""
    title: str
    """What the palette shows, ``area: verb``."""
    help: str
    """One line for the help screen and the docs."""
    keys: tuple[str, ...]
    """As a person writes them: ``+``, ``ctrl+z``, ``space``. None: palette only."""
    action: str
    """What the screen does; ``{key}`` stands for the key pressed."""
    group: str
    scope: Scope = "board"
    hint: str = ""
    """The word in the line of keys; commands with one word share their place there."""
    rank: int = 0
    """Order in the line of keys, the lowest first; the highest are dropped first."""
    panes: tuple[str, ...] = PANES
    """The panes whose line of keys shows the hint."""
    first: bool = False
    """Whether the palette shows it before anything is typed."""
    palette: bool = True


def _c(
    ident: str, keys: str, action: str, group: str, title: str, help_: str, **more: object
) -> Command:
    return Command(ident, title, help_, tuple(keys.split()), action, group, **more)  # type: ignore[arg-type]


_READ = ("headlines", "story")

COMMANDS: tuple[Command, ...] = (
    _c("judge.support", "+ =", "judge('support')", "Judge",
       "judge: the story supports the armed thesis",
       "supports the armed thesis; on to the next",
       hint="supports", rank=1, panes=_READ),
    _c("judge.contradict", "-", "judge('contradict')", "Judge",
       "judge: the story contradicts the armed thesis",
       "contradicts it; on to the next",
       hint="contradicts", rank=2, panes=_READ),
    _c("judge.no-bearing", ".", "judge('no-bearing')", "Judge",
       "judge: the story has no bearing on the armed thesis",
       "no bearing; on to the next",
       hint="no bearing", rank=3, panes=_READ),
    _c("judge.stronger", ">", "strength(1)", "Judge",
       "judge: the last evidence is stronger",
       "strength of the last evidence",
       hint="strength", rank=5, panes=_READ),
    _c("judge.weaker", "<", "strength(-1)", "Judge",
       "judge: the last evidence is weaker", "strength of the last evidence",
       hint="strength", rank=5, panes=_READ),
    _c("judge.note", ";", "note", "Judge",
       "judge: a note on the last evidence", "note on the last evidence: why",
       hint="note", rank=6, panes=_READ),
    _c("undo", "u ctrl+z", "undo", "Judge", "undo: the newest change",
       "undo anything, also after a restart", hint="undo", rank=4),
    _c("redo", "ctrl+y", "redo", "Judge", "redo: what was undone", "redo what was undone"),
    _c("thesis.arm", "1 2 3 4 5 6 7 8 9", "arm('{key}')", "Arm a thesis", "thesis: arm by number",
       "arm a thesis: stories are judged by it",
       hint="arm", rank=9, panes=(*_READ, "companies"), palette=False),
    _c("thesis.pick", "t", "pick_thesis", "Arm a thesis", "thesis: pick one to arm",
       "arm one, found by a few letters", hint="pick", rank=10, panes=_READ),
    _c("thesis.disarm", "0", "disarm", "Arm a thesis", "thesis: disarm",
       "disarm"),
    _c("thesis.arm-selected", "enter", "arm_selected", "Arm a thesis",
       "thesis: arm the selected one",
       "in Theses: arm the selected thesis", scope="theses",
       hint="arm", rank=1, panes=("theses",), palette=False),
    _c("watch.new", "w", "new_watch", "Watches", "watch: make one from this story",
       "a watch on the armed thesis, from this story",
       hint="watch", rank=9, panes=(*_READ, "theses")),
    _c("watch.list", "W", "watches", "Watches", "watch: list them, due ones first",
       "the watches, due ones first; or back",
       hint="watches", rank=18, panes=(*_READ, "theses"), first=True),
    _c("watch.calibration", "", "calibration", "Watches",
       "watch: calibration, what forecasts were worth", "", first=True),
    _c("watch.hit", "h", "settle('hit')", "Watches", "watch: it was a hit",
       "in Watches: hit, miss, void", scope="watches",
       hint="settle", rank=1, panes=("watches",), first=True),
    _c("watch.miss", "m", "settle('miss')", "Watches", "watch: it was a miss",
       "in Watches: hit, miss, void", scope="watches",
       hint="settle", rank=1, panes=("watches",), first=True),
    _c("watch.void", "v", "settle('void')", "Watches", "watch: it cannot be answered",
       "in Watches: hit, miss, void", scope="watches",
       hint="settle", rank=1, panes=("watches",), first=True),
    _c("watch.reopen", "r", "reopen", "Watches", "watch: take the answer back",
       "in Watches: reopen, taking the answer back", scope="watches",
       hint="reopen", rank=2, panes=("watches",), first=True),
    _c("watch.forecast", "f", "forecast", "Watches", "watch: your own forecast of a hit",
       "in Watches: your own forecast of a hit", scope="watches",
       hint="forecast", rank=3, panes=("watches",), first=True),
    _c("watch.edit", "E", "edit", "Watches", "watch: ask it otherwise",
       "in Watches: edit, while it is open", scope="watches",
       hint="edit", rank=5, panes=("watches",), first=True),
    _c("watch.remove", "R", "remove", "Watches", "watch: remove one made by mistake",
       "in Watches: remove one made by mistake", scope="watches",
       hint="remove", rank=8, panes=("watches",)),
    _c("watch.narrow", "t", "narrow", "Watches", "watch: of this thesis only, or of all",
       "in Watches: of this thesis only; again, of all", scope="watches",
       hint="its thesis", rank=6, panes=("watches",), first=True),
    _c("watch.scores", "c", "calibration", "Watches", "watch: calibration",
       "in Watches: what forecasts were worth", scope="watches",
       hint="calibration", rank=7, panes=("watches",), first=True),
    _c("move.down", "j down", "down(1)", "Move", "move: down", "down, up", palette=False),
    _c("move.up", "k up", "down(-1)", "Move", "move: up", "down, up", palette=False),
    _c("move.half-down", "ctrl+d", "half(1)", "Move", "move: half a page down",
       "half a page down, up", palette=False),
    _c("move.half-up", "ctrl+u", "half(-1)", "Move", "move: half a page up",
       "half a page down, up", palette=False),
    _c("move.page-down", "pagedown", "page(1)", "Move", "move: a page down",
       "a page down, up", palette=False),
    _c("move.page-up", "pageup", "page(-1)", "Move", "move: a page up",
       "a page down, up", palette=False),
    _c("move.top", "g home", "top", "Move", "move: to the top, letting new stories in",
       "to the top; new stories come in"),
    _c("move.bottom", "G end", "bottom", "Move", "move: to the end", "to the end"),
    _c("move.next", "n", "unjudged(1)", "Move", "move: next story not judged",
       "next, previous story not judged", hint="next", rank=12, panes=_READ),
    _c("move.previous", "N", "unjudged(-1)", "Move", "move: previous story not judged",
       "next, previous story not judged"),
    _c("move.read-on", "space", "read_on", "Move", "move: read on",
       "read on, then the next not judged",
       hint="read on", rank=0, panes=("story",)),
    _c("pane.read", "enter", "pane_to('story')", "Move", "pane: read the story",
       "in Headlines: go to the story", scope="headlines", palette=False),
    _c("pane.headlines", "enter", "pane_to('headlines')", "Move", "pane: back to the headlines",
       "in Story: back to the headlines", scope="story", palette=False),
    _c("pane.next", "tab", "pane(1)", "Move", "pane: next", "next, previous pane",
       hint="pane", rank=19),
    _c("pane.previous", "shift+tab", "pane(-1)", "Move", "pane: previous", "next, previous pane"),
    _c("pane.theses", "T", "pane_to('theses')", "Move", "pane: theses", "to the theses"),
    _c("pane.companies", "c", "pane_to('companies')", "Move", "pane: companies",
       "to the companies", hint="companies", rank=17, panes=_READ),
    _c("pane.zoom", "z", "zoom", "Move", "pane: zoom in or out",
       "zoom the pane, or back", hint="zoom", rank=20),
    _c("story.read", "m", "mark_read", "Story", "story: mark read or unread",
       "mark read or unread"),
    _c("story.star", "s", "star", "Story", "story: star or unstar", "star, or unstar",
       hint="star", rank=13, panes=_READ),
    _c("story.merge", "M", "merge", "Story", "story: merge it with another",
       "merge: M here, then on the other; one event", hint="merge", rank=21, panes=_READ),
    _c("story.split", "S", "split", "Story", "story: split a report off",
       "split a report off: another event",
       hint="split", rank=7, panes=("story",)),
    _c("story.mute", "K", "mute", "Story", "story: mute its words, feed, outlet or company",
       "mute words, feed, outlet, company; unmute",
       hint="mute", rank=16, panes=_READ),
    _c("story.bulk", "B", "bulk", "Story", "stories: judge, mark or mute all of this list",
       "all stories of this list at once; asks first",
       hint="all", rank=22, panes=("headlines",)),
    _c("story.brief", "b", "brief", "Story", "story: its newsletter brief, to write or to finish",
       "its newsletter brief: write, check, finish",
       hint="brief", rank=16, panes=_READ),
    _c("story.open", "o", "open_link", "Story", "story: open in the browser",
       "open in the browser", hint="open", rank=11, panes=_READ),
    _c("story.copy", "y", "copy", "Story", "story: copy the evidence line or the URL",
       "copy evidence line or URL; again: the other",
       hint="copy", rank=15, panes=_READ),
    _c("find.search", "/", "search", "Find", "find: search", "search; Enter keeps, Escape clears",
       hint="search", rank=8, panes=(*_READ, "companies")),
    _c("find.filter", "f", "filter", "Find", "find: by state, company, outlet, date, saved search",
       "filter; then a letter: state, outlet, date",
       hint="filter", rank=14, panes=_READ),
    _c("find.unjudged", "", "show('unjudged')", "Find", "find: stories not judged", ""),
    _c("find.starred", "", "show('starred')", "Find", "find: starred stories", ""),
    _c("find.linked", "", "show('linked')", "Find", "find: stories with evidence", ""),
    _c("find.muted", "", "show('muted')", "Find", "find: muted stories", ""),
    _c("find.armed", "", "filter_thesis", "Find", "find: stories judged on the armed thesis", ""),
    _c("find.company", "", "filter_named", "Find", "find: stories of this story's company", ""),
    _c("find.outlet", "", "filter_outlet", "Find", "find: stories of this story's outlet", ""),
    _c("find.since", "", "filter_since", "Find", "find: stories since a date", ""),
    _c("find.newest", "", "sort('newest')", "Find", "order: the newest first", ""),
    _c("find.best-match", "", "sort('match')", "Find", "order: best match of a search first", ""),
    _c("find.most-outlets", "", "sort('outlets')", "Find", "order: most outlets first", ""),
    _c("find.most-companies", "", "sort('companies')", "Find", "order: most companies first", ""),
    _c("find.suggested", "", "sort('suggested')", "Find", "order: suggested first", ""),
    _c("find.contrary", "D", "contrary", "Find",
       "find: what looks contrary to the armed thesis",
       "what looks contrary to the armed thesis", hint="contrary", rank=23,
       panes=("headlines",)),
    _c("find.all", "", "show('all')", "Find", "find: all stories, at the former place", ""),
    _c("company.filter", "enter", "filter_company", "Find", "company: its stories only",
       "in Companies: its stories only; again, all", scope="companies",
       hint="its stories", rank=1, panes=("companies",), palette=False),
    _c("company.track", "C", "track", "Keep", "company: track or stop tracking",
       "track the story's company, or stop",
       hint="track", rank=3, panes=("companies",)),
    _c("thesis.new", "a", "new_thesis", "Keep", "thesis: new", "in Theses: a new thesis",
       scope="theses", hint="new", rank=2, panes=("theses",), first=True),
    _c("thesis.edit", "E", "edit_thesis", "Keep", "thesis: edit the armed or selected one",
       "in Theses: edit", scope="theses",
       hint="edit", rank=3, panes=("theses",), first=True),
    _c("thesis.life", "L", "thesis_life", "Keep", "thesis: activate, close or reopen",
       "in Theses: activate, confirm, refute, reopen", scope="theses",
       hint="life", rank=5, panes=("theses",), first=True),
    _c("thesis.activate", "", "activate_thesis", "Keep", "thesis: activate", ""),
    _c("thesis.confirm", "", "close_thesis('confirmed')", "Keep", "thesis: confirmed", ""),
    _c("thesis.refute", "", "close_thesis('refuted')", "Keep", "thesis: refuted", ""),
    _c("thesis.reopen", "", "reopen_thesis", "Keep", "thesis: reopen one that was closed", ""),
    _c("thesis.retire", "R", "close_thesis('retired')", "Keep",
       "thesis: retire the armed or selected one",
       "in Theses: retire; its evidence stays", scope="theses",
       hint="retire", rank=6, panes=("theses",)),
    _c("company.new", "a", "new_company", "Keep", "company: new",
       "in Companies: a new company", scope="companies",
       hint="new", rank=2, panes=("companies",), first=True),
    _c("company.edit", "E", "edit_company", "Keep", "company: edit the selected one's names",
       "in Companies: edit its names", scope="companies",
       hint="edit", rank=4, panes=("companies",)),
    _c("company.remove", "R", "remove_company", "Keep", "company: remove the selected one",
       "in Companies: remove from feeds.yaml", scope="companies",
       hint="remove", rank=5, panes=("companies",)),
    _c("feed.new", "A", "new_feed", "Keep", "feed: new, by the address of its site",
       "a new feed: the address of its site will do",
       hint="new feed", rank=6, panes=(), first=True),
    _c("feed.import", "", "import_feeds", "Keep", "feed: import a list (OPML, newsboat)", ""),
    _c("feed.export", "", "export_feeds", "Keep", "feed: export all as OPML", ""),
    _c("refresh", "r", "refresh_feeds", "Board", "feeds: refresh now", "refresh the feeds",
       hint="refresh", rank=18, first=True),
    _c("health", "H", "health", "Board", "feeds: their health",
       "feed health: what fails, why, what to do; or back",
       hint="feeds", rank=19, panes=(*_READ, "companies"), first=True),
    _c("export", "e", "export", "Board", "export: an evidence log",
       "export an evidence log",
       hint="export", rank=16, first=True),
    _c("digest", "", "digest", "Board", "export: a digest of some days", "", first=True),
    _c("palette", "ctrl+p", "palette", "Board", "palette: all commands",
       "every command by name", hint="commands", rank=7, palette=False),
    _c("help", "? f1", "help", "Board", "help: keys and marks", "this help",
       hint="help", rank=0, first=True),
    _c("notice.dismiss", "x", "put_away", "Board", "notices: put the one shown away",
       "put the notice shown away"),
    _c("notice.again", "", "notices", "Board", "notices: show them again", ""),
    _c("matrix", "X", "matrix", "Board", "theses: which stories tell them apart",
       "stories against theses: what tells them apart", first=True),
    _c("hints", "h", "blind", "Judge", "hints: hide what is suggested, or show it (blind mode)",
       "hide what is suggested, or show it"),
    _c("theme.dark", "", "app.use_theme('signalboard-dark')", "Board", "theme: dark", "",
       first=True),
    _c("theme.light", "", "app.use_theme('signalboard-light')", "Board", "theme: light", "",
       first=True),
    _c("back", "q", "back(True)", "Board", "back: one step, then quit",
       "back: zoom, filter, pane; then quit"),
    _c("back.step", "escape", "back(False)", "Board", "back: one step",
       "the same, but never quits"),
    _c("quit", "ctrl+q", "app.quit", "Board", "quit", "quit at once"),
    _c("health.retry", "r", "retry", "Feed health", "feed: retry this one",
       "retry this feed, whatever the schedule says", scope="health",
       hint="retry", rank=1, panes=("health",), first=True),
    _c("health.retry-failed", "f", "retry_failed", "Feed health", "feed: retry all that fail",
       "retry all that fail", scope="health",
       hint="all failing", rank=2, panes=("health",), first=True),
    _c("health.pause", "p", "pause", "Feed health", "feed: pause or resume it",
       "pause it, or resume", scope="health",
       hint="pause", rank=3, panes=("health",), first=True),
    _c("health.remove", "R", "remove", "Feed health", "feed: remove it from feeds.yaml",
       "remove it from feeds.yaml; its stories stay", scope="health",
       hint="remove", rank=5, panes=("health",), first=True),
    _c("brief.edit", "E enter", "edit", "Brief", "", "write it, in $VISUAL or $EDITOR",
       scope="brief", hint="edit", rank=0, panes=("brief",), palette=False),
    _c("brief.here", "i", "write_here", "Brief", "", "write it here on the screen",
       scope="brief", hint="write here", rank=1, panes=("brief",), palette=False),
    _c("brief.finish", "F", "finish", "Brief", "", "finish it, and open its new watches",
       scope="brief", hint="finish", rank=2, panes=("brief",), palette=False),
    _c("brief.export", "e", "export", "Brief", "", "export it: Markdown, HTML, plain text",
       scope="brief", hint="export", rank=3, panes=("brief",), palette=False),
    _c("brief.remove", "R", "remove", "Brief", "", "remove it; undo brings it back",
       scope="brief", hint="remove", rank=4, panes=("brief",), palette=False),
    _c("brief.leave", "q escape b", "leave", "Brief", "", "back to the board",
       scope="brief", hint="back", rank=5, panes=("brief",), palette=False),
    _c("prompt.keep", "enter", "keep", "In a dialog", "", "take what is typed",
       scope="prompt", palette=False),
    _c("prompt.leave", "escape", "leave", "In a dialog", "", "leave it as it was",
       scope="prompt", palette=False),
    _c("dialog.save", "ctrl+s", "save", "In a dialog", "", "save",
       scope="dialog", palette=False),
    _c("dialog.leave", "escape", "leave", "In a dialog", "", "leave without saving",
       scope="dialog", palette=False),
    _c("matrix.next", "right j down", "column(1)", "In a dialog", "", "next story",
       scope="matrix", palette=False),
    _c("matrix.previous", "left k up", "column(-1)", "In a dialog", "", "story before",
       scope="matrix", palette=False),
    _c("matrix.page-next", "pagedown ctrl+d", "column_page(1)", "In a dialog", "",
       "stories further on", scope="matrix", palette=False),
    _c("matrix.page-previous", "pageup ctrl+u", "column_page(-1)", "In a dialog", "",
       "stories further back", scope="matrix", palette=False),
    _c("matrix.first", "g home", "column(-999999)", "In a dialog", "", "first story",
       scope="matrix", palette=False),
    _c("matrix.last", "G end", "column(999999)", "In a dialog", "", "last story",
       scope="matrix", palette=False),
    _c("matrix.down", "space", "lines(5)", "In a dialog", "", "scroll down",
       scope="matrix", palette=False),
    _c("matrix.up", "backspace", "lines(-5)", "In a dialog", "", "scroll up",
       scope="matrix", palette=False),
    _c("matrix.read", "enter", "read", "In a dialog", "", "read this story",
       scope="matrix", palette=False),
    _c("matrix.leave", "q escape X", "leave", "In a dialog", "", "close the matrix",
       scope="matrix", palette=False),
    _c("help.leave", "q escape ? f1", "leave", "In a dialog", "", "close the help",
       scope="help", palette=False),
)  # fmt: skip

_ON_ALL = frozenset(
    command.id
    for command in COMMANDS
    if command.id in {"undo", "redo", "palette", "help", "back", "back.step", "quit"}
    or command.id in {"move.top", "move.bottom", "move.read-on", "move.down", "move.up"}
    or command.id.startswith(("move.half", "move.page", "theme."))
)
ON_SCREENS: Mapping[str, frozenset[str]] = {
    "health": _ON_ALL | {"health", "feed.new"},
    "watches": _ON_ALL | {"watch.list", "watch.new"},
}
"""The commands of the board that the screens over it do under the same keys."""

BY_ID = {command.id: command for command in COMMANDS}


def in_scope(scope: Scope) -> tuple[Command, ...]:
    """The commands with keys in one scope."""
    return tuple(command for command in COMMANDS if counts(command, scope) and command.keys)


def counts(command: Command, scope: str) -> bool:
    """Whether a command belongs to a scope, the board's panes apart."""
    return command.scope == scope or command.id in ON_SCREENS.get(scope, ())
