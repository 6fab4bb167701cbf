"""Where the person says that entries belong: kept in the journal, done in the archive.

The journal has a document of the table ``grouping`` for each entry of a story
that was merged or split by hand, those that stayed included: so an archive made
anew, whose grouping may come out otherwise, can be told all of it. There a feed may
have given its entries other ids: then address and title say which one is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from typing import Any

from signalboard.archive import Archive, Writing
from signalboard.board import Board, Line, Op
from signalboard.links import shown
from signalboard.values import dataclass

TABLE = "grouping"

Pair = tuple[str, str]
"""An entry: the URL of its feed, and its id there."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The person's word on one entry; a document has these fields."""

    feed: str
    entry: str
    story: str
    """Where it belongs."""
    was: str
    """Where it was, and goes back to when this is undone."""
    read: bool
    """Whether the story it was in had been read."""
    url: str = ""
    title: str = ""
    """Its address and title, for an archive that has it by another id."""

    @property
    def pair(self) -> Pair:
        """The entry."""
        return self.feed, self.entry

    @property
    def page(self) -> tuple[str, str, str]:
        """The entry by what stays where a feed changes its ids."""
        return self.feed, self.url, self.title


def place(board: Board, placed: Placed) -> Op | None:
    """The operation that records it; None where the entry is in that story by hand already."""
    ident = f"{placed.feed} {placed.entry}"
    stood = board.document(TABLE, ident)
    if stood is not None and stood["story"] == placed.story:
        return None
    from dataclasses import asdict  # most commands move nothing

    return Op(TABLE, ident, stood, asdict(placed))


def stories_of(line: Line) -> set[str]:
    """The stories that a line puts entries into or takes them out of."""
    told = [d for op in line.ops if op.table == TABLE for d in (op.was, op.now) if d]
    return {str(d[key]) for d in told for key in ("story", "was")}


class Placing:
    """What the archive has yet to hear of it. Told twice, or told late, comes to the same."""

    def __init__(self, archive: Archive, board: Board) -> None:
        self._archive = archive
        self._board = board
        self._placed: dict[Pair, Placed] = {}
        """The person's word as it stands."""
        self._pages: dict[Pair, tuple[str, str, str]] = {}
        """The pages of all entries that were ever placed, the undone included."""
        self._named: dict[Pair, Pair] = {}
        """Entries that the archive has by another id than the word names, and what that is."""
        self._entries: Counter[str] = Counter()
        """How many entries each story has by it."""
        self._goals: dict[Pair, str] = {}
        """Entries to be put into a story, where they are not there yet."""
        self._touched: set[str] = set()
        """Stories that stand by the person's word, or no longer do."""
        self._read: dict[str, bool] = {}
        """Stories that come back as they were: read, or not."""
        self._ended: dict[str, str] = {}
        """Stories that a split made and that are no more, and what they were split from."""
        self._missing: set[Pair] = set()
        """Entries placed by hand that the archive does not hold (now)."""

    @property
    def is_behind(self) -> bool:
        """Whether the archive is still to be told something."""
        return bool(self._goals or self._touched or self._read)

    def knows(self, story_id: str) -> bool:
        """Whether the person's word names a story."""
        return self._entries[story_id] > 0 or any(
            placed.was == story_id for placed in self._placed.values()
        )

    def named(self, pair: Pair) -> Pair:
        """How the person's word names an entry of the archive, which may have it by another id."""
        return pair if pair in self._placed else self._named.get(pair, pair)

    def note(self, line: Line) -> None:
        """A line was taken in."""
        for op in line.ops:
            if op.table == TABLE:
                self._take(op)
        self._touched |= stories_of(line)
        self._ended.update((s, was) for s, was in _begun(line).items() if not self._entries[s])

    def catch_up(self) -> None:
        """At the start: lines the archive was not told of, and all that stands."""
        told = self._archive.journal_seq
        if 0 < told < self._board.seq:  # one made anew has nothing to take back
            for line in self._board.lines_after(told):
                self.note(line)
        self._placed = {
            placed.pair: placed for placed in map(_read, self._board.documents(TABLE).values())
        }
        self._pages.update((pair, placed.page) for pair, placed in self._placed.items())
        self._entries = Counter(placed.story for placed in self._placed.values())
        self._goals.update((pair, placed.story) for pair, placed in self._placed.items())
        self._ended = {s: was for s, was in self._ended.items() if not self._entries[s]}

    def look_again(self) -> None:
        """Entries came in: some of those that were missing may be there."""
        self._goals.update(
            (pair, self._placed[pair].story) for pair in self._missing & self._placed.keys()
        )

    def tell(self, *, wait: bool) -> set[str]:
        """Let the archive do what it has not done yet; the stories that are others now.

        Raises ArchiveProblem where it cannot, and then all is still to be told.
        """
        if not self.is_behind:
            return set()
        moves, changed = self._moves(), self._wrongly_fixed()
        if moves or changed:
            with self._archive.writing(wait=wait) as writing:
                for story_id, pairs in self._moves().items():
                    self._move(writing, story_id, pairs)
                for story_id, before in self._ended.items():
                    # Reports that joined it meanwhile are the other's too.
                    if len(self._archive.fixed([story_id, before])) == 2:
                        writing.merge(before, [story_id], by_hand=True)
                for story_id in self._wrongly_fixed():
                    writing.fix(story_id, self._entries[story_id] > 0)
        for read in (True, False):
            back = [story_id for story_id, was in self._read.items() if was is read]
            if back and moves:
                self._archive.set_read(back, read, wait=wait)
        self._goals.clear()
        self._touched.clear()
        self._read.clear()
        self._ended.clear()
        return {*moves, *changed}

    # -- how -------------------------------------------------------------

    def _take(self, op: Op) -> None:
        if op.was is not None:
            back = _read(op.was)
            self._pages[back.pair] = back.page
            if self._placed.pop(back.pair, None) is not None:
                self._entries[back.story] -= 1
            self._goals[back.pair] = back.was
            if op.now is None:
                self._read[back.was] = back.read
        if op.now is not None:
            to = _read(op.now)
            self._placed[to.pair] = to
            self._pages[to.pair] = to.page
            self._entries[to.story] += 1
            self._goals[to.pair] = to.story

    def _moves(self) -> dict[str, list[Pair]]:
        """The entries that are elsewhere than they should be, by where they should be."""
        moves: dict[str, list[Pair]] = {}
        here = self._archive.ids_of_entries(self._goals)
        renamed = self._renamed(self._goals.keys() - here.keys())
        self._missing |= self._goals.keys() - here.keys() - renamed.keys()
        self._missing -= here.keys() | renamed.keys()
        named = {pair: pair for pair in here} | renamed
        here |= self._archive.ids_of_entries(renamed.values())
        for pair, entry in named.items():
            if here[entry] != self._goals[pair]:
                moves.setdefault(self._goals[pair], []).append(entry)
        return moves

    def _renamed(self, missing: Set[Pair]) -> dict[Pair, Pair]:
        """By which ids the archive has entries that it does not have by their own.

        One of which the person said something by its id there is not among them.
        """
        pages = {pair: self._pages[pair] for pair in missing if pair in self._pages}
        found = self._archive.entries_of_pages(pages.values())
        named = {
            found[page]: pair
            for pair, page in pages.items()
            if page in found and found[page] not in self._placed and found[page] not in self._goals
        }
        self._named.update(named)
        return {pair: entry for entry, pair in named.items()}

    def _move(self, writing: Writing, story_id: str, pairs: list[Pair]) -> None:
        # An archive made anew may have grouped them with new entries: those come along,
        # as they would have joined the story the person made.
        for here in sorted({*self._archive.ids_of_entries(pairs).values()}):
            if self._entries[here] or here in self._touched:
                continue
            together = self._archive.story(here)
            for report in together.reports if together is not None else ():
                pair = report.feed_url, report.entry_id
                is_told = pair in self._placed or self._named.get(pair) in self._placed
                if not is_told and pair not in pairs:
                    pairs.append(pair)
        if self._archive.fixed([story_id]):
            writing.move(pairs, story_id)
        else:
            writing.move(pairs, None, ident=story_id)

    def _wrongly_fixed(self) -> list[str]:
        """Stories that stand by the person's word and are not told so, or the other way round."""
        stood = self._archive.fixed(sorted(self._touched | {*self._goals.values()}))
        return [
            story_id for story_id, fixed in stood.items() if fixed != (self._entries[story_id] > 0)
        ]


def _begun(line: Line) -> dict[str, str]:
    """The stories that only began with what this line takes back, and what they were before."""
    undone = [_read(op.was) for op in line.ops if op.table == TABLE and op.was and op.now is None]
    begun = {placed.story for placed in undone} - {placed.was for placed in undone}
    return {placed.story: placed.was for placed in undone if placed.story in begun}


def _read(document: dict[str, Any]) -> Placed:
    # Less of an address may have been marked when it was recorded.
    return Placed(**{**document, "feed": shown(document["feed"])})
