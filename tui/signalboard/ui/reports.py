"""The reports of a story, a line each, and how its outlets worded it before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from signalboard import times
from signalboard.model import Report, Story
from signalboard.text import counted
from signalboard.ui.ink import Line, Piece, cells, crop, crop_line, fit, right, wrap

Via = Callable[[Report], str]
"""The news agency whose text a report is; empty where it is the outlet's own."""

MOST_REVISIONS = 3
_WIDEST = 18
"""Cells for the name of an outlet."""


def when(report: Report, now: int) -> list[Piece]:
    """How long ago it was published; or seen, where it does not say."""
    age = times.age(report.published_at or report.first_seen_at, now)
    undated = [] if report.published_at is not None else [(" (seen)", "soft")]
    return [(f" {age}", "soft"), *undated]


def report_lines(story: Story, via: Via, now: int, room: int, chosen: int | None) -> list[Line]:
    """A line a report: outlet, age, agency, and its headline where that is another."""
    names = [[(report.outlet, "")] for report in story.reports]
    outlet = min(_WIDEST, max(8, room // 4), max(map(cells, names)))
    lines: list[Line] = []
    for at, report in enumerate(story.reports):
        agency = via(report)
        line: list[Piece] = [
            ("▸ " if at == chosen else "  ", "accent"),
            (fit(report.outlet, outlet), "strong"),
            (right(times.age(report.published_at or report.first_seen_at, now), 5), "soft"),
            (f"  via {agency}" if agency else "", "read"),
        ]
        if report.title != story.title:
            line += [("  ", ""), (crop(report.title, max(0, room - cells(line) - 2)), "")]
        lines.append(crop_line(line, room))
    return lines


def choosing(chosen: bool) -> Line:
    """What stands above the reports."""
    if chosen:
        keys = (("j k", " choose   "), ("S", " splits it off   "), ("Esc", " leaves"))
        return [("Reports   ", "strong"), *(p for k, w in keys for p in ((k, "key"), (w, "soft")))]
    return [("Reports   ", "strong"), ("S", "key"), (" splits one off", "soft")]


def revision_lines(story: Story, now: int, measure: int) -> list[Line]:
    """The latest changes: what a headline was, and until when; or that the text was another."""
    lines: list[Line] = []
    for revision, is_headline in story.rewordings[:MOST_REVISIONS]:
        head = f"{revision.outlet}: {'headline' if is_headline else 'text changed'}"
        at = _moment(revision.until_at, now)
        if not is_headline:
            lines.append([(crop(f"{head} {at}", measure), "soft")])
            continue
        said = f"{head} until {at}: “{revision.title}”"
        lines += [[(said[a:b], "soft")] for a, b in wrap(said, measure)]
    hidden = len(story.rewordings) - MOST_REVISIONS
    if hidden > 0:
        lines.append([(f"and {counted(hidden, 'earlier change')}", "soft")])
    return lines


def _moment(at: int, now: int) -> str:
    """The time of day, with the day where it was another: ``14:05``, ``Mon 14:05``, a date."""
    if now - at >= 6 * times.DAY:
        return times.local(at)[:10]
    clock = times.clock(at)
    return clock if clock[:3] != times.clock(now)[:3] else clock[4:]


def outlets(reports: Sequence[Report]) -> list[Report]:
    """The first report of each outlet, in the order they published."""
    first: dict[str, Report] = {}
    for report in sorted(reports, key=lambda r: r.published_at or r.first_seen_at):
        first.setdefault(report.outlet, report)
    return list(first.values())
