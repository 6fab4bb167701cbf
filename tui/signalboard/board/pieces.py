"""The evidence that stands: found by thesis, story and company, read when it is asked for.

A board of thousands is opened for a few of them, so a document becomes a value only when
somebody looks at it. What is counted of all of them is counted once, and then as they change.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping

from signalboard.board import codec
from signalboard.board.changes import Document
from signalboard.judge.running import Running, Vote
from signalboard.model import Evidence, Stance
from signalboard.times import parse_iso


class Pieces:
    """Evidence by its id, over the documents of its table."""

    def __init__(self, documents: Callable[[], Mapping[str, Document]]) -> None:
        self._documents = documents
        self._read: dict[str, Evidence] = {}
        self._by_thesis: dict[str, dict[str, None]] = {}
        self._by_story: dict[str, dict[str, None]] = {}
        self._in_order: dict[str, tuple[Evidence, ...]] = {}
        """What was asked for of a thesis, until something on it changes."""
        self._newest: str | None = None
        self._on: dict[str, Running] = {}
        self._naming: dict[str, Running] = {}
        self._is_counted = False

    def load(self) -> None:
        """Take in every document there is; raises KeyError or the like where one is none."""
        for ident, document in self._documents().items():
            self._index(ident, document)

    def take_out(self, ident: str) -> None:
        """The document of a piece is about to change or to go."""
        document = self._documents().get(ident)
        if document is None:
            return
        self._read.pop(ident, None)
        self._by_thesis[document["thesis"]].pop(ident, None)
        self._in_order.pop(document["thesis"], None)
        pieces = self._by_story[document["story"]]
        pieces.pop(ident, None)
        if not pieces:
            del self._by_story[document["story"]]
        if self._newest == ident:
            self._newest = None
        if self._is_counted:
            vote = _vote(ident, document)
            for running in self._running(document):
                running.remove(ident, vote)

    def put_in(self, ident: str) -> None:
        """It has changed: what stands now counts, if anything does."""
        document = self._documents().get(ident)
        if document is None:
            return
        codec.evidence_in(ident, document)  # what is no evidence is refused here, not later
        self._index(ident, document)
        if self._is_counted:
            vote = _vote(ident, document)
            for running in self._running(document):
                running.add(ident, vote)

    def get(self, ident: str) -> Evidence | None:
        """One piece, or None."""
        piece = self._read.get(ident)
        if piece is None and (document := self._documents().get(ident)) is not None:
            piece = self._read[ident] = codec.evidence_in(ident, document)
        return piece

    def __len__(self) -> int:
        return len(self._documents())

    @property
    def newest(self) -> str | None:
        """The piece recorded last, or None."""
        if self._newest is None:
            self._newest = max(self._documents(), key=_recorded, default=None)
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
        documents = self._documents()
        return frozenset(documents[ident]["story"] for ident in self._by_thesis.get(thesis_id, ()))

    def counted_on(self, thesis_id: str) -> Running:
        """What the evidence on a thesis counts up to."""
        self._count()
        return self._on.get(thesis_id) or self._on.setdefault(thesis_id, Running())

    def counted_naming(self, company: str) -> Running:
        """What the evidence of stories that name a company counts up to."""
        self._count()
        return self._naming.get(company) or self._naming.setdefault(company, Running())

    # -- how -------------------------------------------------------------

    def _index(self, ident: str, document: Document) -> None:
        self._by_thesis.setdefault(document["thesis"], {})[ident] = None
        self._in_order.pop(document["thesis"], None)
        self._by_story.setdefault(document["story"], {})[ident] = None
        if self._newest is not None and _recorded(ident) > _recorded(self._newest):
            self._newest = ident

    def _count(self) -> None:
        if self._is_counted:
            return
        for ident, document in self._documents().items():
            vote = _vote(ident, document)
            for running in self._running(document):
                running.add(ident, vote)
        self._is_counted = True

    def _running(self, document: Document) -> Iterable[Running]:
        thesis_id = document["thesis"]
        yield self._on.get(thesis_id) or self._on.setdefault(thesis_id, Running())
        for name in dict.fromkeys(document["snapshot"]["companies"]):
            yield self._naming.get(name) or self._naming.setdefault(name, Running())

    def _pieces(self, idents: Iterable[str]) -> tuple[Evidence, ...]:
        found = (self.get(ident) for ident in sorted(idents, key=_recorded))
        return tuple(piece for piece in found if piece is not None)


def _vote(ident: str, document: Document) -> Vote:
    return Vote(
        document["story"],
        Stance(document["stance"]),
        document["strength"],
        parse_iso(document["judged"]),
        _recorded(ident),
    )


@functools.cache  # thousands of pieces are put in order at a key
@functools.cache  # thousands of pieces are put in order at a key
def _recorded(ident: str) -> tuple[int, ...]:
    """Ids are "e" and the number of the line that made them, and "-2" where it made several."""
    return tuple(int(part) for part in ident[1:].split("-"))
