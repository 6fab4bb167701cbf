"""Gathering an evidence log: once, from values only, before any format. Pure; reads no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import unified_diff
from itertools import pairwise

from signalboard import times
from signalboard.export.outward import outward
from signalboard.export.sums import Question, Sum, question, sum_of
from signalboard.judge.conviction import DISCOUNT
from signalboard.judge.gap import gap
from signalboard.judge.guards import Guard
from signalboard.judge.tally import Tally, split_stories, strongest_against, tally
from signalboard.model import (
    Brief,
    Evidence,
    Hint,
    Report,
    Snapshot,
    Stance,
    Thesis,
    Version,
    Watch,
    Withdrawn,
    replace,
)
from signalboard.values import dataclass

METHOD = (
    "A record of one person's judgments, added up in the open. It claims no more: not a market "
    "price, not a model's belief.",
    "Each story was read against the thesis and against its negation, and judged to support it, "
    "to contradict it or to have no bearing on it. The strength (slight, moderate, strong) says "
    "how much more the story would be expected if the thesis were true than if it were false. A "
    "story counts once on a side, at its strongest, however many outlets carried it. What was "
    "judged to have no bearing is listed too: it shows what was passed over.",
    "Conviction is a sum in decibans (ten times the logarithm of the odds): the prior, plus the "
    "stories that support, minus those that contradict, plus the watches that were settled. "
    "Slight, moderate and strong are 2, 5 and 10 decibans, less where the feeds that reported it "
    "were rated below A. On each side the strongest story counts whole and each further one .8 "
    "of the one before, since stories about one thesis share their causes; that is a convention. "
    "The percentage is the sum read as odds, shown from 1 to 99; the band is the sum less and "
    "plus half of the root of the summed squares of its terms; the words are those of ICD 203. "
    "Evidence counts for the wording it was judged by.",
    "The strongest contradiction stands first so that it is read. That corrects nothing: "
    "structured methods of this kind, such as the Analysis of Competing Hypotheses, have not been "
    "shown to remove bias (Dhami et al. 2019; Karvetski and Mandel 2020).",
)
"""What an evidence log is and is not, in paragraphs: the foot of every log."""
IN_SHORT = (
    f"{METHOD[0]} Decibans (db) are ten times the logarithm of odds or of a likelihood ratio: "
    "slight 2, moderate 5, strong 10."
)
"""The same where there is room for a line: a table of numbers."""

_EARLIEST = times.parse_iso("1990-01-01")
_LAST = times.parse_iso("9999-12-31T23:59:59")
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Source:
    """One report that a log refers to by its number, from 1."""

    number: int
    outlet: str
    title: str
    url: str
    published_at: int | None
    """As it says, if that can be believed."""
    seen_at: int
    """When it was first seen."""


@dataclass(frozen=True, slots=True)
class Line:
    """One judgment, with what a reader of the log needs beside it."""

    evidence: Evidence
    sources: tuple[int, ...]
    """The numbers of its reports, in their order."""
    wording: int
    """Which wording of the thesis was judged, from 1."""
    published_at: int | None
    """The earliest date its reports give that can be believed."""
    first_seen_at: int
    split: tuple[str, ...]
    """Judgments of the same story on this thesis that go the other way."""
    again: tuple[str, ...]
    """Other judgments of the same story on this thesis."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A judgment that counts no more."""

    line: Line
    at: int
    why: str
    by: str
    """The id of what superseded it; empty where it was retracted."""


@dataclass(frozen=True, slots=True)
class ThesisLog:
    """All that is recorded about one thesis."""

    thesis: Thesis
    tally: Tally
    split: int
    """Stories judged both ways; the tally has them on both sides."""
    strongest_against: Line | None
    lines: tuple[Line, ...]
    """Every judgment that stands, in order of time, then of id."""
    gone: tuple[Gone, ...]
    """What was retracted or superseded, in the order it was."""
    sum: Sum
    watches: tuple[Question, ...]
    """In order of their closing, then of id."""
    differences: tuple[tuple[str, ...], ...]
    """For each wording the lines of its unified difference from the one before."""
    hints: tuple[Hint, ...] = ()
    """What was suggested of stories and seen before they were judged, the first one first."""
    passed: Guard | None = None
    """What looked contrary and was passed over when this was exported. It is of the stories at
    hand, which no log holds: told to readers, and no part of what a program takes over."""

    @property
    def guards(self) -> tuple[Guard, ...]:
        """What is told of how it was judged."""
        return self.sum.guards if self.passed is None else (*self.sum.guards, self.passed)

    @property
    def contradictions(self) -> tuple[Line, ...]:
        """The judgments against the thesis, in order of time."""
        return tuple(x for x in self.lines if x.evidence.stance is Stance.CONTRADICT)


@dataclass(frozen=True, slots=True)
class Log:
    """An evidence log, ready to be written in any format."""

    theses: tuple[ThesisLog, ...]
    """In order of their numbers."""
    sources: tuple[Source, ...]
    """In the order the logs first refer to them."""
    as_of: int | None
    """The moment of the newest thing it tells of; None where there is nothing."""
    briefs: tuple[Brief, ...] = ()
    """What was written of stories that bear on these theses, in the order begun."""
    method: tuple[str, ...] = METHOD


def gather(
    theses: Iterable[Thesis],
    evidence: Iterable[Evidence],
    watches: Iterable[Watch],
    as_of: int | None,
    *,
    withdrawn: Iterable[Withdrawn] = (),
    hints: Iterable[Hint] = (),
    briefs: Iterable[Brief] = (),
    discount: float = DISCOUNT,
) -> Log:
    """The log of the theses given, in whatever order they and the rest come.

    Evidence, watches and briefs of other theses are left out. ``as_of`` is ``newest`` of all that,
    never the moment of the export: the same board gives the same log.
    """
    chosen = {thesis.id: outward(thesis) for thesis in theses}
    pieces: dict[str, list[Evidence]] = {ident: [] for ident in chosen}
    for piece in evidence:
        if piece.thesis_id in pieces:
            pieces[piece.thesis_id].append(outward(piece))
    questions: dict[str, list[Watch]] = {ident: [] for ident in chosen}
    for watch in watches:
        if watch.thesis_id in questions:
            questions[watch.thesis_id].append(outward(watch))
    gone: dict[str, list[Withdrawn]] = {ident: [] for ident in chosen}
    for each in withdrawn:
        if each.evidence.thesis_id in gone:
            gone[each.evidence.thesis_id].append(outward(each))
    seen: dict[str, list[Hint]] = {ident: [] for ident in chosen}
    for hint in hints:
        if hint.thesis_id in seen:
            seen[hint.thesis_id].append(outward(hint))
    sources: dict[tuple[str, str, str], Source] = {}
    logs = []
    for ident, thesis in sorted(chosen.items(), key=lambda item: (item[1].number, item[0])):
        found = _thesis_log(
            thesis, pieces[ident], gone[ident], questions[ident], sources, as_of, discount
        )
        logs.append(_with_hints(found, seen[ident]))
    told = [outward(brief) for brief in briefs if not chosen.keys().isdisjoint(brief.thesis_ids)]
    told.sort(key=lambda brief: (brief.created_at, in_order(brief.id)))
    return Log(tuple(logs), tuple(sources.values()), as_of, tuple(told))


def newest(
    theses: Iterable[Thesis],
    evidence: Iterable[Evidence] = (),
    watches: Iterable[Watch] = (),
    withdrawn: Iterable[Withdrawn] = (),
) -> int | None:
    """The moment of the newest thing recorded of these; None where there is none.

    A log taken over by another board has the same: it is not when a board was written in last.
    """
    moments: list[int] = []
    for thesis in theses:
        moments += [thesis.created_at, *(version.at for version in thesis.versions)]
        moments += [] if thesis.closed_at is None else [thesis.closed_at]
    moments += [piece.changed_at for piece in evidence]
    for gone in withdrawn:
        moments += [gone.at, gone.evidence.changed_at]
    for watch in watches:
        moments += [watch.opened_at, *(forecast.at for forecast in watch.forecasts)]
        moments += [] if watch.settled_at is None else [watch.settled_at]
    return max(moments, default=None)


def in_order(ident: str) -> tuple[tuple[int, ...], str]:
    """What orders ids such as ``e9``, ``e17`` and ``e17-3``: by their numbers."""
    return tuple(int(number) for number in _NUMBER.findall(ident)), ident


def stamp(moment: int | None) -> str | None:
    """A moment as ISO 8601; None where it is unknown, or outside of 1970 to 9999."""
    return times.iso(moment) if moment is not None and 0 <= moment <= _LAST else None


def published(report: Report) -> int | None:
    """When it was published, if that can be believed: from 1990 to a day after it was seen."""
    at = report.published_at
    return at if at and _EARLIEST <= at <= report.first_seen_at + times.DAY else None


def worded(log: ThesisLog, line: Line) -> Version:
    """The wording of the thesis that was judged."""
    return log.thesis.versions[line.wording - 1]


def _thesis_log(
    thesis: Thesis,
    evidence: Sequence[Evidence],
    withdrawn: Sequence[Withdrawn],
    watches: Sequence[Watch],
    sources: dict[tuple[str, str, str], Source],
    as_of: int | None,
    discount: float,
) -> ThesisLog:
    evidence = sorted(evidence, key=_when)
    withdrawn = sorted(withdrawn, key=lambda each: (each.at, in_order(each.evidence.id)))
    watches = sorted(watches, key=lambda watch: (watch.closes_at, in_order(watch.id)))
    by_story: dict[str, list[Evidence]] = {}
    for piece in evidence:
        by_story.setdefault(piece.story_id, []).append(piece)
    lines = tuple(_line(piece, by_story[piece.story_id], thesis, sources) for piece in evidence)
    strongest = strongest_against(evidence)
    summed = sum_of(thesis, evidence, withdrawn, watches, as_of, discount)
    return ThesisLog(
        thesis=thesis,
        tally=tally(evidence),
        split=len(split_stories(evidence)),
        strongest_against=next((line for line in lines if line.evidence is strongest), None),
        lines=lines,
        gone=tuple(
            Gone(_line(each.evidence, (), thesis, sources), each.at, each.why, each.by)
            for each in withdrawn
        ),
        sum=summed,
        watches=tuple(
            question(watch, summed.steps, thesis.prior, watch.opened_at if as_of is None else as_of)
            for watch in watches
        ),
        differences=_differences(thesis.versions),
    )


def _with_hints(log: ThesisLog, hints: Iterable[Hint]) -> ThesisLog:
    """With what was suggested, and the guard that tells what became of it."""
    seen = tuple(sorted(hints, key=lambda hint: (hint.seen_at, hint.story_id)))
    told = gap(seen, (line.evidence for line in log.lines)).guard
    guards = log.sum.guards if told is None else (*log.sum.guards, told)
    return replace(log, hints=seen, sum=replace(log.sum, guards=guards))


def _when(piece: Evidence) -> tuple[int, tuple[tuple[int, ...], str]]:
    return piece.judged_at, in_order(piece.id)


def _line(
    piece: Evidence,
    same_story: Sequence[Evidence],
    thesis: Thesis,
    sources: dict[tuple[str, str, str], Source],
) -> Line:
    opposite = {
        Stance.SUPPORT: Stance.CONTRADICT,
        Stance.CONTRADICT: Stance.SUPPORT,
    }.get(piece.stance)
    split = tuple(other.id for other in same_story if other.stance is opposite)
    dates = [published(report) for report in piece.snapshot.reports]
    return Line(
        evidence=piece,
        sources=tuple(_cite(piece.snapshot, sources)),
        wording=min(max(piece.version, 0), len(thesis.versions) - 1) + 1,
        published_at=min((at for at in dates if at is not None), default=None),
        first_seen_at=min(
            (report.first_seen_at for report in piece.snapshot.reports), default=piece.snapshot.at
        ),
        split=split,
        again=tuple(x.id for x in same_story if x.id != piece.id and x.id not in split),
    )


def _cite(snapshot: Snapshot, sources: dict[tuple[str, str, str], Source]) -> Iterable[int]:
    """The numbers of a story's reports; what was not cited before is numbered on."""
    reports = [(x.outlet, x.title, x.url, published(x), x.first_seen_at) for x in snapshot.reports]
    for outlet, title, url, at, seen in reports or [
        ("", snapshot.title, snapshot.url, None, snapshot.at)
    ]:
        key = (outlet, title, url)
        if key not in sources:
            sources[key] = Source(len(sources) + 1, outlet, title, url, at, seen)
        yield sources[key].number


def _differences(versions: Sequence[Version]) -> tuple[tuple[str, ...], ...]:
    def told(version: Version) -> list[str]:
        return f"Statement: {version.statement}\nNegation: {version.negation}".split("\n")

    differences: list[tuple[str, ...]] = [()]
    for number, (old, new) in enumerate(pairwise(versions), 1):
        names = (
            f"wording {number}, {times.day(old.at)}",
            f"wording {number + 1}, {times.day(new.at)}",
        )
        differences.append(tuple(unified_diff(told(old), told(new), *names, lineterm="")))
    return tuple(differences)
