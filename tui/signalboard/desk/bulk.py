"""Bulk: one judgment or mark on all stories of a list, as one change that one undo takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signalboard.board import Op, codec, make
from signalboard.desk.judging import Judging, word
from signalboard.desk.reading import Reading
from signalboard.desk.values import Change, DeskProblem
from signalboard.judge import judging
from signalboard.model import Evidence, Listing, Snapshot, Stance
from signalboard.text import counted
from signalboard.values import dataclass

MOST_JUDGED = 1_000
"""Stories that can be judged at once: whoever judges more has not looked at them."""
MOST_MARKED = 10_000
"""Stories that can be marked at once: one line of the journal."""
STEP = 64
"""Stories looked at before whoever waits gets a word in."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is said of all stories: a stance on a thesis, or marks."""

    thesis_id: str = ""
    stance: Stance | None = None
    read: bool | None = None
    starred: bool | None = None

    @property
    def most(self) -> int:
        """How many stories it may be said of at once."""
        return MOST_MARKED if self.stance is None else MOST_JUDGED

    @property
    def marks(self) -> dict[str, bool]:
        """The marks as the board keeps them."""
        asked = {"read": self.read, "starred": self.starred}
        return {name: value for name, value in asked.items() if value is not None}


class Bulk:
    """A wish on its way: its stories are gone through in steps; nothing is kept before the end."""

    def __init__(self, desk: AtOnce, listing: Listing, wish: Wish) -> None:
        self.wish = wish
        self.done = 0
        """Rows of the list gone through."""
        self.passed = 0
        """Stories left as they are: judged on the thesis already, or marked so."""
        self._desk = desk
        self._listing = listing
        self._snapshots: dict[str, Snapshot] = {}
        self._marks: dict[str, Mapping[str, object]] = {}

    def __len__(self) -> int:
        """How many rows the list has."""
        return len(self._listing)

    def step(self) -> bool:
        """Look at the next stories; False where all were looked at. Reads, and changes nothing."""
        rows = self._listing.rows(self.done, self.done + STEP)
        self.done = min(self.done + STEP, len(self._listing))
        for row in rows:
            if self.wish.stance is None:
                self._marks[row.id] = {"read": row.read, "starred": row.starred}
            elif row.id not in self._snapshots:
                found = self._desk.snapshot_of(row.id)
                if found is not None:
                    self._snapshots[row.id] = found
        return self.done < len(self._listing)

    def record(self) -> Change | None:
        """Keep it, as one change; None where all stories stood so already.

        What was judged on the thesis before, by whatever stance, stays as it stands:
        a judgment of one story is worth more than one of many.
        """
        if self.wish.stance is None:
            return self._desk.mark_all(self.wish, self._marks, self)
        return self._desk.judge_all(self.wish, self._snapshots, self)


class AtOnce(Judging, Reading):
    """What is said of many stories at once."""

    def bulk(self, listing: Listing, wish: Wish) -> Bulk:
        """A wish for all stories of a list, to be gone through by ``step`` and kept by ``record``.

        Raises DeskProblem where there are none, more than may be done at once, or where the
        list is still read.
        """
        if not len(listing):
            raise DeskProblem("There is no story in this list.")
        if not listing.is_whole:
            raise DeskProblem(
                "The list is still read, so nobody knows yet how many stories these are; "
                "nothing was done. Try again in a moment."
            )
        if len(listing) > wish.most:
            verb = "marked" if wish.stance is None else "judged"
            raise DeskProblem(
                f"{len(listing):,} stories are more than the {wish.most:,} that can be {verb} "
                "at once; nothing was done. Narrow the list, by a search such as since:7d."
            )
        if wish.stance is not None:
            self._in_play(wish.thesis_id)
        return Bulk(self, listing, wish)

    def snapshot_of(self, story_id: str) -> Snapshot | None:
        """What evidence on a story would keep of it, or None where there is no such story."""
        story = self._archive.story(story_id)
        return None if story is None else self._snapshot(story)

    def judge_all(self, wish: Wish, snapshots: Mapping[str, Snapshot], bulk: Bulk) -> Change | None:
        """Record one stance for stories as they were looked at; see ``Bulk.record``."""
        assert wish.stance is not None
        stance, label = wish.stance, ""

        def build(seq: int) -> Sequence[Op | None]:
            nonlocal label
            thesis, now = self._in_play(wish.thesis_id), self.now()
            ops: list[Op | None] = []
            given: set[str] = set()
            for story_id, seen in snapshots.items():
                if any(p.thesis_id == thesis.id for p in self._board.evidence_of(story_id)):
                    continue
                ident = self._unused(f"e{seq}-{len(ops) + 1}" if ops else f"e{seq}", given)
                given.add(ident)
                new = Evidence(
                    ident, thesis.id, story_id, stance, 1, "", now, now,
                    len(thesis.versions) - 1, seen,
                )  # fmt: skip
                added = judging.judged((), new, strength=None, note=None).added
                assert added is not None
                ops.append(make("evidence", ident, codec.evidence_out(added)))
            bulk.passed = len(snapshots) - len(ops)
            label = f"{word(stance)}: {thesis.name} ({counted(len(ops), 'story')})"
            return ops

        change = self._change(lambda: label, build)
        if change is not None:
            self._latest = ""  # the last evidence is of this change
        return change

    def mark_all(
        self, wish: Wish, stood: Mapping[str, Mapping[str, object]], bulk: Bulk
    ) -> Change | None:
        """Record marks for stories as they were looked at; see ``Bulk.record``."""
        label = ""

        def build(_seq: int) -> Sequence[Op | None]:
            nonlocal label
            ops = [
                op
                for story_id, marks in stood.items()
                if (op := self._marking(story_id, marks, wish.marks)) is not None
            ]
            bulk.passed = len(stood) - len(ops)
            label = f"{', '.join(_mark_words(wish))}: {counted(len(ops), 'story')}"
            return ops

        return self._change(lambda: label, build)


def _mark_words(wish: Wish) -> list[str]:
    words = {"read": ("unread", "read"), "starred": ("unstarred", "starred")}
    return [words[name][value] for name, value in wish.marks.items()]
