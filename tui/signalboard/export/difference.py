"""What became of a log between two moments. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from signalboard import times
from signalboard.export import telling
from signalboard.export.gather import Gone, Line, Log, ThesisLog
from signalboard.export.sums import Question
from signalboard.model import STRENGTHS, Evidence, Stance, Thesis, Watch
from signalboard.values import dataclass

Said = tuple[str, str, str]
"""A field, what it said, what it says now."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one thesis."""

    was: ThesisLog | None
    """None where it was not there then."""
    now: ThesisLog | None
    """None where it is there no more."""
    fields: tuple[Said, ...]
    added: tuple[Line, ...]
    """Judgments that are there now and were not."""
    revised: tuple[tuple[Line, tuple[Said, ...]], ...]
    """Judgments that say something else now."""
    withdrawn: tuple[Gone, ...]
    undone: tuple[Line, ...]
    """Judgments that were there and are not, without having been withdrawn: taken back."""
    watches: tuple[tuple[Question, str], ...]
    """Watches with what became of each: ``new``, ``hit``, ``reopened``, ``changed``."""

    @property
    def entry(self) -> ThesisLog:
        """The thesis as it is now, or was last."""
        entry = self.was if self.now is None else self.now
        assert entry is not None
        return entry

    def __bool__(self) -> bool:
        return bool(
            self.was is None
            or self.now is None
            or self.fields
            or self.added
            or self.revised
            or self.withdrawn
            or self.undone
            or self.watches
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a log."""

    since: int
    until: int
    was: Log
    now: Log
    theses: tuple[Changed, ...]
    """Those that changed, in order of their numbers."""


def difference(was: Log, now: Log, since: int, until: int) -> Difference:
    """What became of the theses of two logs of one board, the earlier one first."""
    before = {entry.thesis.id: entry for entry in was.theses}
    after = {entry.thesis.id: entry for entry in now.theses}
    entries = sorted(
        {**before, **after}.values(), key=lambda entry: (entry.thesis.number, entry.thesis.id)
    )
    changed = (
        _changed(before.get(entry.thesis.id), after.get(entry.thesis.id)) for entry in entries
    )
    return Difference(since, until, was, now, tuple(each for each in changed if each))


def moved(changed: Changed) -> str:
    """Its conviction then and now."""
    if changed.now is None:
        return "is there no more"
    now = telling.headline(changed.now)
    return f"{'new' if changed.was is None else telling.headline(changed.was)} → {now}"


def _changed(was: ThesisLog | None, now: ThesisLog | None) -> Changed:
    stood = {} if was is None else {line.evidence.id: line for line in was.lines}
    stands = {} if now is None else {line.evidence.id: line for line in now.lines}
    gone_before = set() if was is None else {gone.line.evidence.id for gone in was.gone}
    gone = () if now is None else now.gone
    gone_now = {each.line.evidence.id for each in gone}
    revised = []
    for ident, line in stands.items():
        if ident in stood and stood[ident].evidence != line.evidence:
            said = tuple(_said(_of_evidence(stood[ident].evidence), _of_evidence(line.evidence)))
            revised.append((line, said))
    return Changed(
        was,
        now,
        ()
        if was is None or now is None
        else tuple(_said(_of_thesis(was.thesis), _of_thesis(now.thesis))),
        tuple(line for ident, line in stands.items() if ident not in stood),
        tuple(revised),
        tuple(each for each in gone if each.line.evidence.id not in gone_before),
        tuple(
            line for ident, line in stood.items() if ident not in stands and ident not in gone_now
        ),
        tuple(_watches(was, now)),
    )


def _watches(was: ThesisLog | None, now: ThesisLog | None) -> Iterator[tuple[Question, str]]:
    stood = {} if was is None else {asked.watch.id: asked for asked in was.watches}
    stands = {} if now is None else {asked.watch.id: asked for asked in now.watches}
    for ident, asked in stands.items():
        before = stood.get(ident)
        if before is None:
            yield asked, "new" if asked.watch.state == "open" else f"new, {asked.watch.state}"
        elif before.watch.state != asked.watch.state:
            yield asked, "reopened" if asked.watch.state == "open" else asked.watch.state
        elif before.watch != asked.watch:
            yield asked, "changed"
    for ident, asked in stood.items():
        if ident not in stands:
            yield asked, "taken back"


def _said(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Said]:
    for name, told in now.items():
        if was[name] != told:
            yield name, was[name], told


def _of_thesis(thesis: Thesis) -> dict[str, str]:
    return {
        "name": thesis.name,
        "statement": thesis.statement,
        "negation": thesis.negation,
        "status": thesis.status,
        "prior": f"{thesis.prior:g}",
        "keywords": ", ".join(thesis.keywords),
        "horizon": _day(thesis.horizon_at),
        "rivals": "; ".join(thesis.rivals),
        "pre-mortem": thesis.pre_mortem,
        "post-mortem": thesis.post_mortem,
    }


def _of_evidence(piece: Evidence) -> dict[str, str]:
    weighs = piece.stance is not Stance.NO_BEARING
    return {
        "stance": piece.stance.replace("-", " "),
        "strength": STRENGTHS[piece.strength] if weighs else "",
        "note": piece.note,
        "quote": piece.quote,
        "who said it": piece.quoted,
        "wording": str(piece.version + 1),
        "title": piece.snapshot.title,
        "story": piece.story_id,
    }


def of_watch(watch: Watch) -> dict[str, Any]:
    """What is told of a watch in the difference of a program."""
    return {"id": watch.id, "question": watch.question, "state": watch.state}


def _day(moment: int | None) -> str:
    return "" if moment is None else times.day(moment)
