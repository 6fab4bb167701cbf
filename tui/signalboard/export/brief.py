"""A brief as a page: headline, summary, signal, quote, implication, sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from signalboard import times
from signalboard.export.gather import METHOD
from signalboard.export.outward import outward
from signalboard.export.pages import (
    Block,
    Heading,
    Items,
    Line,
    Page,
    Paragraph,
    Quoted,
    Ref,
    Sources,
    line,
    strong,
)
from signalboard.model import STRENGTHS, Asked, Bearing, Brief, Stance

Level = Literal[1, 3]
_BELOW: dict[int, Literal[2, 4]] = {1: 2, 3: 4}


def page(brief: Brief) -> Page:
    """One brief as a document of its own."""
    out = outward(brief)
    foot = Paragraph(line(METHOD[0]), is_small=True)
    return Page(out.title, (*blocks(out, 1), foot))


def blocks(brief: Brief, level: Level) -> Iterator[Block]:
    """A brief below a heading of a level; its texts have been through ``outward``."""
    below = _BELOW[level]
    yield Heading(level, brief.title)
    yield Paragraph(line(_dated(brief)), is_small=True)
    yield Heading(below, "The Summary")
    if any(point.text for point in brief.points):
        yield Items(tuple((_point(brief, n),) for n in range(len(brief.points))), is_numbered=True)
    else:
        yield _not_yet()
    yield Heading(below, "The Signal")
    if brief.bearings:
        yield Items(tuple((_bearing(each),) for each in brief.bearings))
    if not brief.bearings and not brief.signal:
        yield _not_yet()
    for paragraph in brief.signal:
        yield Paragraph(line(paragraph))
    if brief.quote:
        yield Quoted(brief.quote, _by(brief))
    yield Heading(below, "The Implication")
    for paragraph in brief.implication:
        yield Paragraph(line(paragraph))
    if brief.watches:
        yield Items(tuple(_watch(each) for each in brief.watches))
    elif not brief.implication:
        yield _not_yet()
    if brief.sources:
        yield Heading(below, "Sources")
        yield Sources(_named(brief), brief.sources)


def _dated(brief: Brief) -> str:
    at = brief.changed_at if brief.finished_at is None else brief.finished_at
    companies = ", ".join(brief.snapshot.companies)
    told = f"{times.day(at)}{f' · {companies}' if companies else ''}"
    return told if brief.finished_at is not None else f"Draft of {told}: not finished yet."


def _point(brief: Brief, at: int) -> Line:
    point = brief.points[at]
    refs = [Ref(n, _named(brief)) for n in point.sources if 0 < n <= len(brief.sources)]
    return line(point.text or "(not written yet)", *refs)


def _bearing(each: Bearing) -> Line:
    says = "▲ supports" if each.stance is Stance.SUPPORT else "▼ contradicts"
    weight = STRENGTHS.get(each.strength, "")
    return line(says, strong(each.name or "(unnamed)"), f"(thesis {each.number}), {weight}")


def _by(brief: Brief) -> str:
    return "in our own words" if brief.is_own else brief.quoted or "(nobody is named)"


def _watch(each: Asked) -> tuple[Line, ...]:
    by = "no date yet" if each.closes_at is None else f"by {times.day(each.closes_at)}"
    return (
        line(strong(each.question or "(no question)"), f"— {by}, on", each.thesis or "(no thesis)"),
        line(strong("Hit if:"), each.hit_if or "(not stated)"),
        line(strong("Miss if:"), each.miss_if or "(not stated)"),
    )


def _named(brief: Brief) -> str:
    return brief.id if brief.id.isascii() and brief.id.isalnum() else "brief"


def _not_yet() -> Paragraph:
    return Paragraph(line("Not written yet."))
