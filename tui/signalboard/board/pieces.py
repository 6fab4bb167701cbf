"""The evidence that stands: found by thesis, story and company, read when it is asked for.

A board of thousands is opened for a few of them, so a document becomes a value only when
somebody looks at it. What is counted of all of them is counted once, and then as they change.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from signalboard.board import codec
from signalboard.board.changes import Document
from signalboard.judge.running import Running, Vote
from signalboard.model import Evidence, Stance

_STANCES = {str(stance): stance for stance in Stance}


class Brief(NamedTuple):
    """What of a piece of evidence is known without reading its document."""

    thesis: str
    story: str
    stance: str
    strength: int
    judged_at: int
    companies: tuple[str, ...]


class Pieces:
    """Evidence by its id, over the documents of its table."""

    def __init__(self, documents: Callable[[], Mapping[str, Document]]) -> None:
        self._documents = documents
        self._briefs: dict[str, Brief] = {}
        self._read: dict[str, Evidence] = {}
        self._by_thesis: dict[str, dict[str, None]] = {}
        self._by_story: dict[str, tuple[str, ...]] = {}
        self._in_order: dict[str, tuple[Evidence, ...]] = {}
        """What was asked for of a thesis, until something on it changes."""
        self._newest: str | None = None
        self._on: dict[str, Running] = {}
        """Those that were asked for."""
        self._naming: dict[str, Running] | None = None
        """Of every company, once one was asked for."""

    def out(self) -> list[list[object]]:
        """The briefs for the checkpoint: a list for each field, in the order of the table."""
        briefs = [self._briefs[ident] for ident in self._documents()]
        return [[brief[field] for brief in briefs] for field in range(len(Brief._fields))]

    def load(self, out: Sequence[Sequence[Any]]) -> None:
        """Take in what ``out`` gave; raises TypeError or ValueError where it is something else."""
        theses, stories, stances, strengths, moments, companies = out
        same: dict[str, str] = {}  # a text that comes a thousand times is kept once
        idents = self._documents()
        rows = zip(idents, theses, stories, stances, strengths, moments, companies, strict=True)
        for ident, thesis, story, stance, strength, judged_at, names in rows:
            self._index(
                ident,
                Brief(
                    same.setdefault(thesis, thesis),
                    story,
                    same.setdefault(stance, stance),
                    strength,
                    judged_at,
                    tuple(same.setdefault(name, name) for name in names),
                ),
            )

    def take_out(self, ident: str) -> None:
        """The document of a piece is about to change or to go."""
        brief = self._briefs.pop(ident, None)
        if brief is None:
            return
        self._read.pop(ident, None)
        self._by_thesis[brief.thesis].pop(ident, None)
        self._in_order.pop(brief.thesis, None)
        pieces = tuple(other for other in self._by_story.pop(brief.story) if other != ident)
        if pieces:
            self._by_story[brief.story] = pieces
        if self._newest == ident:
            self._newest = None
        for running in self._running(brief):
            running.remove(ident, _vote(ident, brief))

    def put_in(self, ident: str) -> None:
        """It has changed: what stands now counts, if anything does."""
        document = self._documents().get(ident)
        if document is None:
            return
        # What is no evidence is refused here, not later.
        brief = _brief(codec.evidence_in(ident, document))
        self._index(ident, brief)
        for running in self._running(brief):
            running.add(ident, _vote(ident, brief))

    def get(self, ident: str) -> Evidence | None:
        """One piece, or None."""
        piece = self._read.get(ident)
        if piece is None and (document := self._documents().get(ident)) is not None:
            piece = self._read[ident] = codec.evidence_in(ident, document)
        return piece

    def __len__(self) -> int:
        return len(self._briefs)

    @property
    def newest(self) -> str | None:
        """The piece recorded last, or None."""
        if self._newest is None:
            self._newest = max(self._briefs, key=_recorded, default=None)
        return self._newest

    def on(self, thesis_id: str) -> tuple[Evidence, ...]:
        """All on a thesis, in the order recorded; the same tuple while it stands."""
        known = self._in_order.get(thesis_id)
        if known is None:
            known = self._in_order[thesis_id] = self._pieces(self._by_thesis.get(thesis_id, ()))
        return known

    def of(self, story_id: str) -> tuple[Evidence, ...]:
        """All a story gives, in the order recorded."""
        return self._pieces(self._by_story.get(story_id, ()))

    @property
    def stories(self) -> Collection[str]:
        """Every story that gives some."""
        return self._by_story.keys()

    def stories_on(self, thesis_id: str) -> frozenset[str]:
        """The stories judged on a thesis."""
        return frozenset(self._briefs[ident].story for ident in self._by_thesis.get(thesis_id, ()))

    def counted_on(self, thesis_id: str) -> Running:
        """What the evidence on a thesis counts up to."""
        running = self._on.get(thesis_id)
        if running is None:
            running = self._on[thesis_id] = Running()
            for ident in self._by_thesis.get(thesis_id, ()):
                running.add(ident, _vote(ident, self._briefs[ident]))
        return running

    def counted_naming(self, company: str) -> Running:
        """What the evidence of stories that name a company counts up to."""
        if self._naming is None:
            naming: dict[str, Running] = {}
            self._naming = naming
            for ident, brief in self._briefs.items():
                vote = _vote(ident, brief)
                for running in _of(brief, naming):
                    running.add(ident, vote)
        return self._naming.get(company) or self._naming.setdefault(company, Running())

    # -- how -------------------------------------------------------------

    def _index(self, ident: str, brief: Brief) -> None:
        self._briefs[ident] = brief
        self._by_thesis.setdefault(brief.thesis, {})[ident] = None
        self._in_order.pop(brief.thesis, None)
        self._by_story[brief.story] = (*self._by_story.get(brief.story, ()), ident)
        if self._newest is not None and _recorded(ident) > _recorded(self._newest):
            self._newest = ident

    def _running(self, brief: Brief) -> list[Running]:
        """The counts there are that it belongs in."""
        known = [] if (running := self._on.get(brief.thesis)) is None else [running]
        return known if self._naming is None else [*known, *_of(brief, self._naming)]

    def _pieces(self, idents: Iterable[str]) -> tuple[Evidence, ...]:
        found = (self.get(ident) for ident in sorted(idents, key=_recorded))
        return tuple(piece for piece in found if piece is not None)


def _of(brief: Brief, naming: dict[str, Running]) -> list[Running]:
    names = dict.fromkeys(brief.companies)
    return [naming.get(name) or naming.setdefault(name, Running()) for name in names]


def _brief(piece: Evidence) -> Brief:
    return Brief(
        piece.thesis_id,
        piece.story_id,
        str(piece.stance),
        piece.strength,
        piece.judged_at,
        piece.snapshot.companies,
    )


def _vote(ident: str, brief: Brief) -> Vote:
    return Vote(
        brief.story, _STANCES[brief.stance], brief.strength, brief.judged_at, _recorded(ident)
    )


@functools.cache  # thousands of pieces are put in order at a key
@functools.cache  # thousands of pieces are put in order at a key
def _recorded(ident: str) -> tuple[int, ...]:
    """Ids are "e" and the number of the line that made them, and "-2" where it made several."""
    return tuple(int(part) for part in ident[1:].split("-"))
