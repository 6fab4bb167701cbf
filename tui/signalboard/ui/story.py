"""The reading pane: one story, and what was judged of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from signalboard import times
from signalboard.links import safe_link
from signalboard.model import Evidence, Report, Story, Suggestion
from signalboard.ui.bindings import bindings
from signalboard.ui.ink import Line, Piece, cells, crop, crop_line, flow, marked, over, spread, wrap
from signalboard.ui.marks import GLYPHS, hint_lines, weight
from signalboard.ui.reports import Via, choosing, outlets, report_lines, revision_lines, when
from signalboard.ui.sheet import Sheet

Hits = Callable[[str], Sequence[tuple[int, int]]]
"""Where in a text the words of the search stand."""
MEASURE = 100
"""Cells of the longest line of prose: longer ones are hard to read."""


class StoryPane(Sheet):
    """Title, outlets with times, companies, summary, link, evidence."""

    BINDINGS = bindings("story")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._story: Story | None = None
        self._evidence: Sequence[Evidence] = ()
        self._brief = ""
        self._names: Mapping[str, tuple[int, str]] = {}
        self._spans: Sequence[tuple[int, int]] = ()
        self._said: tuple[Line, ...] = ()
        self._now = 0
        self._lines: tuple[int, list[Line]] = (-1, [])
        self.suggestions: Sequence[Suggestion] = ()
        """What is suggested of the story shown."""
        self._hint_at = 0
        """The line of the first suggestion."""
        self._via: Via = _own
        self._hits: Hits = _nothing
        self._first_hit = 0
        """The line of the first hit in the summary."""
        self._first_report = 0
        """The line of the first report."""
        self.choice: int | None = None
        """The report that may be split off, while one is chosen."""

    @property
    def story(self) -> Story | None:
        """The story shown."""
        return self._story

    def show(
        self,
        story: Story,
        evidence: Sequence[Evidence],
        names: Mapping[str, tuple[int, str]],
        spans: Sequence[tuple[int, int]],
        now: int,
        via: Via,
        hits: Hits,
        suggestions: Sequence[Suggestion] = (),
        brief: str = "",
    ) -> None:
        """A story with its evidence; ``names`` gives each thesis its number and name, ``brief``
        says how its brief stands, if it has one.

        Where the search is met only by what stands below the pane's end, that is in view.
        """
        same = self._story is not None and self._story.id == story.id
        if not same or self._story is None or self._story.reports != story.reports:
            self.choice = None
        self._via, self._hits, met = via, hits, self._first_hit
        self._story, self._evidence, self._names = story, evidence, names
        self.suggestions, self._brief = suggestions, brief
        self._spans, self._now, self._said = spans, now, ()
        self._anew(to_top=False)
        if not same or self._first_hit != met:
            below = self._first_hit >= self.page
            self.scroll_to_line(self._first_hit - self.page // 2 if below else 0)

    def say(self, *lines: Line) -> None:
        """Words instead of a story."""
        self._story, self._said, self.choice, self.suggestions = None, lines, None, ()
        self._anew(to_top=True)

    @property
    def shows_hints(self) -> bool:
        """Whether a suggestion is in view."""
        if not self.suggestions:
            return False
        self._at(self.width)
        return self.scroll_offset.y <= self._hint_at < self.scroll_offset.y + self.page

    def _anew(self, *, to_top: bool) -> None:
        self._lines = (-1, [])
        if to_top and self.scroll_offset.y:
            self.scroll_to_line(0)
        self.redraw()

    def choose(self, report: int | None) -> None:
        """Put the mark on a report (clamped), in view; None takes it away."""
        if report is not None and self._story is not None:
            report = max(0, min(report, len(self._story.reports) - 1))
        self.choice = report
        self._anew(to_top=False)
        if report is not None:
            self._at(self.width)
            y = self._first_report + report
            if not self.scroll_offset.y + 1 <= y < self.scroll_offset.y + self.page:
                self.scroll_to_line(min(y - 1 if report == 0 else y - self.page + 1, y))

    # -- drawing ----------------------------------------------------------

    def tone(self, y: int) -> str:
        """The chosen report stands out."""
        chosen = self.choice is not None and y == self._first_report + self.choice
        return "cursor" if chosen else ""

    def line_count(self) -> int:
        """Lines at the present width."""
        return len(self._at(self.width))

    def line(self, y: int, width: int) -> Line:
        """One line, a cell in from the edge."""
        lines = self._at(width)
        return [(" ", ""), *lines[y]] if y < len(lines) else []

    def _at(self, width: int) -> list[Line]:
        if self._lines[0] != width:
            room = max(8, width - 2)
            made = [*self._said] if self._story is None else self._written(self._story, room)
            self._lines = (width, made)
        return self._lines[1]

    def _written(self, story: Story, room: int) -> list[Line]:
        measure = min(room, MEASURE)
        lines: list[Line] = []
        found = self._hits(story.title)
        for start, end in wrap(story.title, measure):
            line = marked(story.title[start:end], self._spans, "title", "company", start)
            lines.append(over(line, found, "hit", start))
        lines += self._sources(story, room, measure)
        lines += self._summary(story, measure, len(lines), is_met=bool(found))
        if story.url:
            safe = safe_link(story.url)
            shown = (safe or story.url).removeprefix("https://").removeprefix("http://")
            note: list[Piece] = [] if safe else [("  not a link that can be opened", "warn")]
            lines += [[], [(crop(shown, room - cells(note)), "soft"), *note]]
        if self._evidence:
            lines.append([])
            for piece in self._evidence:
                lines += self._judgment(piece, room, measure)
        if self._brief:
            lines += [] if self._evidence else [[]]
            lines.append([("brief: ", "soft"), (self._brief, "read")])
        if self.suggestions:
            lines += [] if self._evidence or self._brief else [[]]
            self._hint_at = len(lines)
            lines += hint_lines(self.suggestions, self._names, room)
        return [*lines, *self._history(story, room, measure, len(lines))]

    def _summary(self, story: Story, measure: int, above: int, *, is_met: bool) -> list[Line]:
        """The summary, with what the search looks for in it; where it is in neither, who has it."""
        self._first_hit = 0
        lines: list[Line] = [[]] if story.summary else []
        for paragraph in story.summary.split("\n") if story.summary else ():
            found = self._hits(paragraph)
            for start, end in wrap(paragraph, measure):
                if not is_met and any(a < end and b > start for a, b in found):
                    self._first_hit, is_met = above + len(lines), True
                lines.append(over([(paragraph[start:end], "")], found, "hit", start))
        if not is_met:
            for report in story.reports:
                if found := self._hits(report.title):
                    title = over([(report.title, "read")], found, "hit")
                    said: Line = [("found in ", "soft"), (report.outlet, "strong"), (": ", "soft")]
                    return [*lines, [], crop_line([*said, *title], measure)]
        return lines

    def _sources(self, story: Story, room: int, measure: int) -> list[Line]:
        """Outlets with their times, how many they are, the companies."""
        pieces: list[list[Piece]] = [
            [(report.outlet, "strong"), *when(report, self._now)]
            for report in outlets(story.reports)
        ]
        tail: list[list[Piece]] = []
        if len(pieces) > 1:
            tail.append([(story.voices, "soft")])
        elif agency := self._via(story.reports[0]):
            tail.append([(f"via {agency}", "read")])
        if story.companies:
            tail.append(_companies(story))
        if story.starred:
            tail.append([("★ starred", "star")])
        if story.fixed:
            tail.append([("grouped by hand", "soft")])
        lines = flow(pieces, measure, (" · ", "faint"))
        if tail and lines:
            end: list[Piece] = []
            for piece in tail:
                end += [*piece, ("   ", "")]
            if cells(lines[-1]) + 3 + cells(end[:-1]) <= measure:
                lines[-1] = [*lines[-1], ("   ", ""), *end[:-1]]
            else:
                lines += flow(tail, room, ("   ", ""))
        return lines

    def _history(self, story: Story, room: int, measure: int, above: int) -> list[Line]:
        """The reports where they are several, and what was worded otherwise before."""
        lines: list[Line] = []
        if len(story.reports) > 1:
            lines += [[], choosing(self.choice is not None)]
            self._first_report = above + len(lines)
            lines += report_lines(story, self._via, self._now, room, self.choice)
        earlier = revision_lines(story, self._now, measure)
        return [*lines, *([[]] if earlier else []), *earlier]

    def _judgment(self, piece: Evidence, room: int, measure: int) -> list[Line]:
        mark, ink = GLYPHS[frozenset((piece.stance,))]
        number, name = self._names.get(piece.thesis_id, (0, "a closed thesis"))
        head: list[Piece] = [
            (f"{mark} ", ink), (f"{number} " if number else "", "accent"), (name, ""),
            ("   ", ""), weight(piece),
        ]  # fmt: skip
        when = [(_ago(piece.judged_at, self._now), "soft")]
        note = f"“{piece.note}”" if piece.note else ""
        if note and cells(head) + len(note) + 3 + cells(when) + 2 <= room:
            return [spread([*head, ("   ", ""), (note, "read")], when, room)]
        lines: list[Line] = [spread(head, when, room)]
        for start, end in wrap(note, measure - 2) if note else ():
            lines.append([("  ", ""), (note[start:end], "read")])
        return lines


def _own(_report: Report) -> str:
    """No story is shown yet."""
    return ""


def _nothing(_text: str) -> Sequence[tuple[int, int]]:
    """Nothing is searched for yet."""
    return ()


def _companies(story: Story) -> list[Piece]:
    """Whom the story is about, then whom it only mentions."""
    about, mentioned = story.companies[: story.about], story.companies[story.about :]
    line: list[Piece] = [(", ".join(about), "company")] if about else []
    if mentioned:
        line += [(" · " if about else "", "faint"), ("mentions ", "soft"),
                 (", ".join(mentioned), "read")]  # fmt: skip
    return line


def _ago(moment: int, now: int) -> str:
    age = times.age(moment, now)
    return "just now" if age == "now" else f"{age} ago"
