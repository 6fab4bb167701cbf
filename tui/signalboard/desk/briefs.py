"""Briefs on the board: begun from a story, saved as drafts, finished once nothing is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from signalboard import text
from signalboard.archive import ArchiveProblem
from signalboard.board import Op, codec, make, remove, rewrite
from signalboard.desk.values import Change, DeskProblem
from signalboard.desk.watches import Watches, checked
from signalboard.model import Asked, Brief, Snapshot, Story, Watch, replace
from signalboard.values import dataclass

if TYPE_CHECKING:
    from signalboard.brief.beginning import Aids
    from signalboard.brief.reading import Reading

_TABLE = "briefs"
_NONE = Snapshot("", "", 0, "", (), ())


@dataclass(frozen=True, slots=True)
class BriefRow:
    """A brief with what it lacks."""

    brief: Brief
    missing: tuple[str, ...]
    """A sentence each."""

    @property
    def is_finished(self) -> bool:
        """Whether it was finished; it lacks nothing then."""
        return self.brief.finished_at is not None


class Briefs(Watches):
    """What is written of stories. Each change is one line, and one undo takes it back."""

    # -- reading ----------------------------------------------------------

    def briefs(self) -> tuple[BriefRow, ...]:
        """Every brief, the one changed last first."""
        known = sorted(self._briefs_known(), key=lambda b: (b.changed_at, b.id), reverse=True)
        return tuple(map(self._brief_row, known))

    def brief(self, brief_id: str) -> BriefRow:
        """One brief; raises DeskProblem where there is none."""
        return self._brief_row(self._brief(brief_id))

    def brief_of(self, story_id: str) -> BriefRow | None:
        """The brief of a story, the one changed last; None where none was saved."""
        found = self._brief_on(story_id)
        return None if found is None else self._brief_row(found)

    def brief_state(self, story_id: str) -> Literal["", "draft", "finished"]:
        """How the brief of a story stands, without looking at it; empty where it has none."""
        for document in reversed(self._board.documents(_TABLE).values()):
            if document["story"] == story_id:
                return "finished" if document["finished"] else "draft"
        return ""

    def brief_text(self, story_id: str) -> str:
        """The text to be filled in for the brief of a story, saved or begun now."""
        from signalboard.brief.template import written

        brief = self._brief_on(story_id) or self._begun(story_id)
        aids = self._aids(brief)
        return written(self._refreshed(brief, aids), aids)

    def read_brief(self, story_id: str, written: str) -> Reading:
        """What a text says of the brief of a story; nothing is saved."""
        from signalboard.brief.reading import read

        brief = self._brief_on(story_id) or self._begun(story_id)
        aids = self._aids(brief)
        reading = read(written, brief, aids, self.now())
        return replace(reading, brief=self._refreshed(reading.brief, aids))

    def check_brief(self, brief: Brief) -> tuple[str, ...]:
        """What a brief lacks, saved or not, a sentence each."""
        from signalboard.brief.checking import missing

        return missing(brief, self._aids(brief), self.now())

    def remarks_on(self, brief: Brief) -> tuple[str, ...]:
        """What is perhaps not meant in a brief, a sentence each; nothing is missing by it."""
        from signalboard.brief.checking import remarks

        return remarks(brief)

    # -- changing ---------------------------------------------------------

    def save_brief(self, brief: Brief) -> Change | None:
        """Keep a brief as it was read; None where it says so already, or says nothing yet.

        A finished one stays finished if nothing is missing; else it is a draft again.
        """
        if not brief.id and _says(brief) == _says(self._begun(brief.story_id)):
            return None
        did = "edited brief" if brief.id else "new brief"

        def build(seq: int) -> Sequence[Op | None]:
            nonlocal did
            now = self.now()
            wanted = replace(self._as_story_reads(brief), changed_at=now)
            if not brief.id:
                ident = self._unused(f"b{seq}")
                return [make(_TABLE, ident, codec.brief_out(replace(wanted, id=ident)))]
            stood = self._brief(brief.id)
            if _says(stood) == _says(wanted):
                return []
            if stood.finished_at is not None:
                if self.check_brief(wanted):
                    did = "brief is a draft again"
                    wanted = replace(wanted, finished_at=None)
                else:
                    did = "edited finished brief"
                    wanted, opened = self._opened(replace(wanted, finished_at=now), seq)
                    return [*opened, _rewrite(stood, wanted)]
            return [_rewrite(stood, wanted)]

        return self._change(lambda: f"{did}: {brief.title}", build)

    def finish_brief(self, brief_id: str) -> Change | None:
        """Call a brief finished and open its new watches; None where it is finished.

        Raises DeskProblem with all that is missing.
        """
        title = self._brief(brief_id).title

        def build(seq: int) -> Sequence[Op | None]:
            stood = self._brief(brief_id)
            if stood.finished_at is not None:
                return []
            current = self._refreshed(stood, self._aids(stood))
            if lacks := self.check_brief(current):
                told = text.counted(len(lacks), "thing is", "things are")
                raise DeskProblem(f"{told} missing; nothing was finished. {' '.join(lacks)}")
            now = self.now()
            done, opened = self._opened(replace(current, finished_at=now, changed_at=now), seq)
            return [*opened, _rewrite(stood, done)]

        return self._change(f"finished brief: {title}", build)

    def remove_brief(self, brief_id: str) -> Change:
        """Take a brief off the board; the watches it opened stay, and undo brings it back."""
        brief = self._brief(brief_id)

        def build(_seq: int) -> Sequence[Op | None]:
            return [remove(_TABLE, brief_id, codec.brief_out(self._brief(brief_id)))]

        change = self._change(f"removed brief: {brief.title}", build)
        assert change is not None
        return change

    # -- how -------------------------------------------------------------

    def _briefs_known(self) -> list[Brief]:
        return [codec.brief_in(i, doc) for i, doc in self._board.documents(_TABLE).items()]

    def _brief(self, brief_id: str) -> Brief:
        document = self._board.document(_TABLE, brief_id)
        if document is None:
            raise DeskProblem(f"There is no brief {brief_id!r} on the board.")
        return codec.brief_in(brief_id, document)

    def _brief_on(self, story_id: str) -> Brief | None:
        story = self._archive.story(story_id)
        idents = {story_id, story_id if story is None else story.id}
        found = [brief for brief in self._briefs_known() if brief.story_id in idents]
        return max(found, key=lambda brief: (brief.changed_at, brief.id), default=None)

    def _brief_row(self, brief: Brief) -> BriefRow:
        if brief.finished_at is not None:
            return BriefRow(brief, ())
        aids = self._aids(brief)
        current = self._refreshed(brief, aids)
        return BriefRow(current, self.check_brief(current))

    def _begun(self, story_id: str) -> Brief:
        from signalboard.brief.beginning import begun

        story = self._story_of(story_id)
        evidence = self._board.evidence_of(story.id)
        return begun(story.id, self._snapshot(story), evidence, self._board.theses(), self.now())

    def _aids(self, brief: Brief) -> Aids:
        from signalboard.brief.beginning import Aids
        from signalboard.judge.watching import open_watches

        story = self._archive.story(brief.story_id)
        days = () if story is None else self.dates_in(story.id)
        pieces = self._board.evidence_of(brief.story_id)
        theses = tuple(thesis for thesis in self._board.theses() if not thesis.is_closed)
        in_play = {thesis.id for thesis in theses}
        titles, said = _said(brief, story)
        return Aids(
            titles=titles,
            texts=tuple(dict.fromkeys([*said, *(p.quote for p in pieces if p.quote)])),
            theses=theses,
            watches=open_watches(w for w in self._board.watches() if w.thesis_id in in_play),
            days=tuple((day.phrase, day.at) for day in days),
        )

    def _refreshed(self, brief: Brief, aids: Aids) -> Brief:
        """A draft follows the board; a finished one stays as it was."""
        from signalboard.brief.beginning import bearings, refreshed

        if brief.finished_at is not None:
            return brief
        evidence = self._board.evidence_of(brief.story_id)
        found = bearings(evidence, self._board.theses())
        return refreshed(brief, found, {watch.id: watch for watch in aids.watches})

    def _as_story_reads(self, brief: Brief) -> Brief:
        """With the story as it reads now, where the archive still has it."""
        try:
            story = self._archive.story(brief.story_id)
        except ArchiveProblem:
            return brief  # what was written is not to wait for it
        return brief if story is None else replace(brief, snapshot=self._snapshot(story))

    def _opened(self, brief: Brief, seq: int) -> tuple[Brief, list[Op]]:
        """The brief with its new watches open, and the operations that open them."""
        watches: list[Asked] = []
        ops: list[Op] = []
        given: set[str] = set()
        for asked in brief.watches:
            if asked.watch_id:
                watches.append(asked)
                continue
            ident = self._unused(f"w{seq}-{len(ops) + 1}" if ops else f"w{seq}", given)
            given.add(ident)
            ops.append(make("watches", ident, codec.watch_out(self._watch_of(asked, brief))))
            watches.append(replace(asked, watch_id=ident))
        return replace(brief, watches=tuple(watches)), ops

    def _watch_of(self, asked: Asked, brief: Brief) -> Watch:
        self._in_play(asked.thesis_id)
        assert asked.closes_at is not None
        now = self.now()
        return checked(
            Watch(
                id="",
                thesis_id=asked.thesis_id,
                question=asked.question,
                hit_if=asked.hit_if,
                miss_if=asked.miss_if,
                void_if="",
                look_up="",
                opened_at=now,
                closes_at=asked.closes_at,
                h1=asked.h1,
                h0=asked.h0,
                story_id=brief.story_id,
            ),
            now,
        )


def _rewrite(stood: Brief, wanted: Brief) -> Op | None:
    return rewrite(_TABLE, stood.id, codec.brief_out(stood), codec.brief_out(wanted))


def _says(brief: Brief) -> Brief:
    """What a brief says, without when, and of which story at which moment."""
    return replace(brief, id="", snapshot=_NONE, created_at=0, changed_at=0, finished_at=None)


def _said(brief: Brief, story: Story | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headlines of a story, and all that it says, as it reads now and read before."""
    kept = brief.snapshot
    titles = [kept.title, *(report.title for report in kept.reports)]
    said = [kept.excerpt]
    if story is not None:
        titles += [story.title, *(report.title for report in story.reports)]
        titles += [revision.title for revision in story.revisions]
        # The whole before the excerpt of it, which says nothing new then.
        said = [story.summary, *(revision.summary for revision in story.revisions)]
    heads = tuple(dict.fromkeys(title for title in titles if title))
    return heads, (*heads, *dict.fromkeys(each for each in said if each))
