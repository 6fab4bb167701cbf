"""The evidence that stands: found by thesis, story and company, read when it is asked for.

A board of thousands is opened for a few of them, so a document becomes a value only when
somebody looks at it. What is counted of all of them is counted once, and then as they change.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, MutableSequence, Sequence
from itertools import islice
from typing import Any, NamedTuple

from signalboard.board import codec
from signalboard.board.changes import Document
from signalboard.board.filed import packed, unpacked
from signalboard.judge.running import Running, Vote
from signalboard.judge.weighed import Votes, Weighed
from signalboard.judge.weights import weight
from signalboard.model import Evidence, Stance, Thesis, Withdrawn

Columns = list[MutableSequence[Any]]
"""A list for each field of a gist."""
_KEPT = 256
"""Pieces that are read stay in memory; more of them are asked for seldom."""
_STANCES = {str(stance): stance for stance in Stance}


class Gist(NamedTuple):
    """What of a piece of evidence is known without reading its document.

    Where it changes, or what pieces weigh, the checkpoint gets another format.
    """

    thesis: str
    story: str
    stance: str
    strength: int
    judged_at: int
    version: int
    weight: float
    companies: Sequence[str]


_KINDS = ("I", "", "", "I", "q", "I", "d", "")
"""What the numbers of each field are to ``array``; empty where it has none."""
_THESIS, _STORY, _STANCE, _VERSION, _WEIGHT = (
    Gist._fields.index(name) for name in ("thesis", "story", "stance", "version", "weight")
)


class Pieces:
    """Evidence by its id, over the documents of its table.

    ``thesis`` has the wordings it may be of, ``withdrawn`` what counts no more.
    """

    def __init__(
        self,
        documents: Callable[[], Mapping[str, Document]],
        thesis: Callable[[str], Thesis | None],
        withdrawn: Callable[[], Iterable[Withdrawn]],
    ) -> None:
        self._documents = documents
        self._thesis = thesis
        self._withdrawn = withdrawn
        self._gists: dict[str, Gist | int] = {}
        """An int is the number of one in the columns of the checkpoint."""
        self._columns: Columns = [[] for _ in Gist._fields]
        self._theses: list[str] = []
        self._companies: list[str] = []
        """Of the numbers that the columns have for them, so that each is in memory once."""
        self._read: dict[str, Evidence] = {}
        """Those that were asked for lately."""
        self._by_thesis: dict[str, dict[str, None]] | None = None
        """Once it was asked for; a command that prints stories has no use for it."""
        self._by_story: dict[str, tuple[str, ...]] = {}
        self._in_order: dict[str, tuple[Evidence, ...]] = {}
        """What was asked for of a thesis, until something on it changes."""
        self._changes: dict[str, int] = {}
        self._newest: str | None = None
        self._on: dict[str, Weighed] = {}
        """Those that were asked for."""
        self._ends: dict[str, dict[int, int]] = {}
        """When the earlier wordings of a thesis were given up, by their number."""
        self._naming: dict[str, Running] | None = None
        """Of every company, once one was asked for."""

    def out(self) -> list[list[Any] | str]:
        """The gists for the checkpoint: a list for each field, in the order of the table, where
        theses and companies are numbers; then the theses and the companies of those numbers.
        Fields of numbers are packed."""
        theses: dict[str, int] = {}
        companies: dict[str, int] = {}
        columns: list[list[Any]] = [[] for _ in Gist._fields]
        for ident in self._documents():
            gist = self._gist(ident)
            numbers = [companies.setdefault(name, len(companies)) for name in gist.companies]
            coded = gist._replace(
                thesis=theses.setdefault(gist.thesis, len(theses)),  # type: ignore[arg-type]
                companies=numbers,  # type: ignore[arg-type]
            )
            for column, value in zip(columns, coded, strict=True):
                column.append(value)
        coded_columns = [
            packed(kind, column) if kind else column
            for kind, column in zip(_KINDS, columns, strict=True)
        ]
        return [*coded_columns, [*theses], [*companies]]

    def load(self, out: list[Any]) -> None:
        """Take in what ``out`` gave; raises TypeError or ValueError where it is something else."""
        idents = self._documents()
        *columns, self._theses, self._companies = out
        self._columns = [
            unpacked(kind, column) if kind else column
            for kind, column in zip(_KINDS, columns, strict=True)
        ]
        if [len(column) for column in self._columns] != [len(idents)] * len(Gist._fields):
            raise ValueError("these are not the pieces of the table")
        self._gists = dict(zip(idents, range(len(idents)), strict=True))
        of_stories = self._by_story
        for ident, story in zip(idents, self._columns[_STORY], strict=True):
            others = of_stories.get(story)
            of_stories[story] = (ident,) if others is None else (*others, ident)

    def take_out(self, ident: str) -> None:
        """The document of a piece is about to change or to go."""
        if ident not in self._gists:
            return
        gist, vote = self._gist(ident), self._vote(ident)
        self._of_theses()[gist.thesis].pop(ident, None)
        del self._gists[ident]
        self._read.pop(ident, None)
        self._changed(gist.thesis)
        pieces = tuple(other for other in self._by_story.pop(gist.story) if other != ident)
        if pieces:
            self._by_story[gist.story] = pieces
        if self._newest == ident:
            self._newest = None
        for running in self._running(gist):
            running.remove(ident, vote)

    def put_in(self, ident: str) -> None:
        """It has changed: what stands now counts, if anything does."""
        document = self._documents().get(ident)
        if document is None:
            return
        # What is no evidence is refused here, not later.
        gist = _gist(codec.evidence_in(ident, document))
        self._index(ident, gist)
        for running in self._running(gist):
            running.add(ident, self._vote(ident))

    def get(self, ident: str) -> Evidence | None:
        """One piece, or None."""
        piece = self._read.get(ident)
        if piece is None and (document := self._documents().get(ident)) is not None:
            if len(self._read) >= _KEPT:
                del self._read[next(iter(self._read))]
            piece = self._read[ident] = codec.evidence_in(ident, document)
        return piece

    def __len__(self) -> int:
        return len(self._gists)

    @property
    def newest(self) -> str | None:
        """The piece recorded last, or None."""
        if self._newest is None:
            self._newest = max(self._gists, key=recorded, default=None)
        return self._newest

    def on(self, thesis_id: str) -> tuple[Evidence, ...]:
        """All on a thesis, in the order recorded; the same tuple while it stands."""
        known = self._in_order.get(thesis_id)
        if known is None:
            known = self._in_order[thesis_id] = self._pieces(self._of_theses().get(thesis_id, ()))
        return known

    def newest_on(self, thesis_id: str, most: int) -> dict[str, Stance]:
        """Which way the last so many on a thesis point, by id; none of them is read for it."""
        idents = islice(reversed(self._of_theses().get(thesis_id, {})), most)
        return {ident: _STANCES[self._gist(ident).stance] for ident in idents}

    def changes_on(self, thesis_id: str) -> int:
        """How often the evidence on a thesis has changed since it was taken in."""
        return self._changes.get(thesis_id, 0)

    def of(self, story_id: str) -> tuple[Evidence, ...]:
        """All a story gives, in the order recorded."""
        return self._pieces(self._by_story.get(story_id, ()))

    @property
    def stories(self) -> Collection[str]:
        """Every story that gives some."""
        return self._by_story.keys()

    def stories_on(self, thesis_id: str) -> frozenset[str]:
        """The stories judged on a thesis."""
        of_columns, known = self._columns[_STORY], self._gists
        numbers = [known[ident] for ident in self._of_theses().get(thesis_id, ())]
        return frozenset(of_columns[n] if isinstance(n, int) else n.story for n in numbers)

    def counted_on(self, thesis_id: str) -> Weighed:
        """What the evidence on a thesis counts up to, and weighs."""
        weighed = self._on.get(thesis_id)
        if weighed is None:
            weighed = self._on[thesis_id] = Weighed(lambda: self._votes_on(thesis_id))
            ends = self._endings(thesis_id)
            for ident in self._of_theses().get(thesis_id, ()):
                self._weigh(weighed, ident, ends)
        return weighed

    def reworded(self, thesis_id: str) -> None:
        """A thesis has changed, and with it perhaps which evidence counts."""
        self._on.pop(thesis_id, None)
        self._ends.pop(thesis_id, None)

    def withdrew(self) -> None:
        """Evidence was withdrawn, or that was taken back."""
        for weighed in self._on.values():
            weighed.forget_past()

    def counted_naming(self, company: str) -> Running:
        """What the evidence of stories that name a company counts up to."""
        if self._naming is None:
            naming: dict[str, Running] = {}
            self._naming = naming
            for ident in self._gists:
                for running in _of(self._gist(ident).companies, naming):
                    self._count(running, ident)
        return self._naming.get(company) or self._naming.setdefault(company, Running())

    # -- how -------------------------------------------------------------

    def _gist(self, ident: str) -> Gist:
        known = self._gists[ident]
        if isinstance(known, int):
            thesis, *said, names = (column[known] for column in self._columns)
            companies = [self._companies[number] for number in names]
            known = Gist._make((self._theses[thesis], *said, companies))
        return known

    def _vote(self, ident: str) -> Vote:
        return self._as_vote(ident, self._gist(ident))

    def _as_vote(self, ident: str, gist: Gist, until_at: int | None = None) -> Vote:
        reworded = self._endings(gist.thesis).get(gist.version)
        return Vote(
            gist.story,
            _STANCES[gist.stance],
            gist.strength,
            gist.judged_at,
            recorded(ident),
            gist.weight,
            min((at for at in (reworded, until_at) if at is not None), default=None),
        )

    def _endings(self, thesis_id: str) -> dict[int, int]:
        known = self._ends.get(thesis_id)
        if known is None:
            thesis = self._thesis(thesis_id)
            later = () if thesis is None else thesis.versions[1:]
            known = self._ends[thesis_id] = {n: wording.at for n, wording in enumerate(later)}
        return known

    def _votes_on(self, thesis_id: str) -> Votes:
        """All that ever counted on a thesis, and until when it did."""
        ends = self._endings(thesis_id)
        for ident in self._of_theses().get(thesis_id, ()):
            known = self._gists[ident]
            if not isinstance(known, int):
                yield ident, self._vote(ident)
            elif self._columns[_STANCE][known] != Stance.NO_BEARING:
                yield ident, self._vote_at(known, ends, ())
        for gone in self._withdrawn():
            piece = gone.evidence
            if piece.thesis_id == thesis_id:
                yield f"withdrawn {piece.id}", self._as_vote(piece.id, _gist(piece), gone.at)

    def _weigh(self, weighed: Weighed, ident: str, ends: Mapping[int, int]) -> None:
        """Add a piece, without making more of it than its stance needs: all are at a start."""
        known = self._gists[ident]
        if not isinstance(known, int):
            weighed.add(ident, self._vote(ident))
            return
        stance = _STANCES[self._columns[_STANCE][known]]
        if self._columns[_VERSION][known] >= len(ends) and stance is not Stance.CONTRADICT:
            columns = self._columns
            weighed.weigh(stance, columns[_STORY][known], columns[_WEIGHT][known])
        else:
            weighed.add(ident, self._vote_at(known, ends, recorded(ident)))

    def _vote_at(self, known: int, ends: Mapping[int, int], order: tuple[int, ...]) -> Vote:
        """A vote from the columns of the checkpoint, without a gist between."""
        _, story, stance, strength, judged_at, version, heavy, _ = self._columns
        return Vote(
            story[known],
            _STANCES[stance[known]],
            strength[known],
            judged_at[known],
            order,
            heavy[known],
            ends.get(version[known]),
        )

    def _count(self, running: Running, ident: str) -> None:
        """As ``_weigh``, where only stories are counted."""
        known = self._gists[ident]
        if isinstance(known, int):
            stance = _STANCES[self._columns[_STANCE][known]]
            if stance is not Stance.CONTRADICT:
                running.count(stance, self._columns[_STORY][known])
                return
        running.add(ident, self._vote(ident))

    def _of_theses(self) -> dict[str, dict[str, None]]:
        """The pieces of each thesis."""
        if self._by_thesis is None:
            self._by_thesis = {thesis: {} for thesis in self._theses}
            numbers, pieces = self._columns[_THESIS], [*self._by_thesis.values()]
            for ident, number in zip(self._gists, numbers, strict=True):
                pieces[number][ident] = None
        return self._by_thesis

    def _index(self, ident: str, gist: Gist) -> None:
        self._of_theses().setdefault(gist.thesis, {})[ident] = None
        self._gists[ident] = gist
        self._changed(gist.thesis)
        self._by_story[gist.story] = (*self._by_story.get(gist.story, ()), ident)
        if self._newest is not None and recorded(ident) > recorded(self._newest):
            self._newest = ident

    def _changed(self, thesis_id: str) -> None:
        self._in_order.pop(thesis_id, None)
        self._changes[thesis_id] = self._changes.get(thesis_id, 0) + 1

    def _running(self, gist: Gist) -> list[Running]:
        """The counts there are that it belongs in."""
        weighed = self._on.get(gist.thesis)
        known: list[Running] = [] if weighed is None else [weighed]
        return known if self._naming is None else [*known, *_of(gist.companies, self._naming)]

    def _pieces(self, idents: Iterable[str]) -> tuple[Evidence, ...]:
        found = (self.get(ident) for ident in sorted(idents, key=recorded))
        return tuple(piece for piece in found if piece is not None)


def _of(companies: Sequence[str], naming: dict[str, Running]) -> list[Running]:
    names = dict.fromkeys(companies)
    return [naming.get(name) or naming.setdefault(name, Running()) for name in names]


def _gist(piece: Evidence) -> Gist:
    return Gist(
        piece.thesis_id,
        piece.story_id,
        str(piece.stance),
        piece.strength,
        piece.judged_at,
        piece.version,
        weight(piece),
        piece.snapshot.companies,
    )


@functools.cache  # thousands of pieces are put in order at a key
def recorded(ident: str) -> tuple[int, ...]:
    """Ids are "e" and the number of the line that made them, and "-2" where it made several."""
    return tuple(int(part) for part in ident[1:].split("-"))
