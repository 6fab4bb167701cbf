"""What a brief is begun with: the sources and the bearings of its story. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from signalboard import times
from signalboard.links import safe_link
from signalboard.model import (
    POINTS,
    Asked,
    Bearing,
    Brief,
    Cited,
    Evidence,
    Point,
    Report,
    Snapshot,
    Stance,
    Thesis,
    Watch,
    replace,
)
from signalboard.values import dataclass


@dataclass(frozen=True, slots=True)
class Aids:
    """What the board has for who writes; the text to be filled in shows it as remarks."""

    titles: tuple[str, ...] = ()
    """The headlines that outlets gave the story, now or before."""
    texts: tuple[str, ...] = ()
    """All that the story says, for a quote to be looked up in."""
    theses: tuple[Thesis, ...] = ()
    """Those in play, by number."""
    watches: tuple[Watch, ...] = ()
    """Open ones, the next to come due first."""
    days: tuple[tuple[str, int], ...] = ()
    """What the story says of when, and the last second of the day meant."""


def begun(
    story_id: str,
    snapshot: Snapshot,
    evidence: Iterable[Evidence],
    theses: Iterable[Thesis],
    now: int,
) -> Brief:
    """A brief of a story with its sources, its bearings, and a quote that was kept of it.

    The headline stays empty: it is to be in the writer's own words.
    """
    pieces = tuple(evidence)
    sources = cited(snapshot)
    # Where there is one source, that is what the points will be from.
    only = (1,) if len(sources) == 1 else ()
    said = next((piece for piece in pieces if piece.quote), None)
    return Brief(
        id="",
        story_id=story_id,
        snapshot=snapshot,
        created_at=now,
        changed_at=now,
        points=(Point("", only),) * POINTS,
        bearings=bearings(pieces, theses),
        quote="" if said is None else said.quote,
        quoted="" if said is None else said.quoted,
        sources=sources,
    )


def bearings(evidence: Iterable[Evidence], theses: Iterable[Thesis]) -> tuple[Bearing, ...]:
    """What a story was judged to say of each thesis, by its number.

    A story has one vote a side, its strongest; one judged both ways is named twice.
    """
    known = {thesis.id: thesis for thesis in theses}
    strongest: dict[tuple[str, Stance], int] = {}
    for piece in evidence:
        if piece.stance is not Stance.NO_BEARING and piece.thesis_id in known:
            key = piece.thesis_id, piece.stance
            strongest[key] = max(piece.strength, strongest.get(key, 0))
    found = (
        Bearing(ident, known[ident].number, known[ident].name, stance, strength)
        for (ident, stance), strength in strongest.items()
    )
    return tuple(sorted(found, key=lambda each: (each.number, each.stance is Stance.CONTRADICT)))


def cited(snapshot: Snapshot) -> tuple[Cited, ...]:
    """The reports of a story as sources, each page once, in their order."""
    found: dict[tuple[str, str, str], Cited] = {}
    for report in snapshot.reports:
        one = _cited(report)
        found.setdefault((one.title, one.outlet, one.url), one)
    if not found:
        return (Cited(snapshot.title, "", safe_link(snapshot.url) or "", None),)
    return tuple(found.values())


def refreshed(brief: Brief, bearing: tuple[Bearing, ...], watches: Mapping[str, Watch]) -> Brief:
    """A brief with what the story is judged to say now, and its watches as they are worded now."""
    asked = tuple(
        replace(
            each,
            question=watch.question,
            hit_if=watch.hit_if,
            miss_if=watch.miss_if,
            closes_at=watch.closes_at,
            h1=watch.h1,
            h0=watch.h0,
        )
        if (watch := watches.get(each.watch_id)) is not None
        else each
        for each in brief.watches
    )
    return replace(brief, bearings=bearing, watches=asked)


def _cited(report: Report) -> Cited:
    at = report.published_at
    return Cited(
        report.title,
        report.outlet,
        safe_link(report.url) or "",
        None if at is None else times.midnight(at),
    )


def of_watch(watch: Watch, theses: Iterable[Thesis]) -> Asked:
    """A watch of the board as a brief has it."""
    name = next((thesis.name for thesis in theses if thesis.id == watch.thesis_id), "")
    return Asked(
        watch.thesis_id,
        name or watch.thesis_id,
        watch.question,
        watch.hit_if,
        watch.miss_if,
        watch.closes_at,
        watch.h1,
        watch.h0,
        watch.id,
    )
