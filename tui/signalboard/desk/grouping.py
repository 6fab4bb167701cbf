"""Grouping: a person's word on which entries report one event. It is never overruled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from signalboard.archive import story_id_of
from signalboard.board import Op, codec, make, remove, revise
from signalboard.desk.judging import Judging
from signalboard.desk.placing import Pair, Placed, place
from signalboard.desk.reading import Reading
from signalboard.desk.values import Change, DeskProblem
from signalboard.judge import merging
from signalboard.model import Evidence, Report, Story, replace
from signalboard.text import clean


class Grouping(Judging, Reading):
    """Merging stories and splitting reports off them."""

    def merge(self, story_ids: Sequence[str], *, wait: bool = False) -> Change:
        """Say that several stories report one event: one of them has all reports from now on.

        Which one, and what becomes of judgments, is ``judge.merging``'s rule.
        ``wait``: until another process has done with the archive.
        """
        self._archive_is_told()
        names = [story.title for story in self._distinct(story_ids)]

        def build(_seq: int) -> Sequence[Op | None]:
            stories = self._distinct(story_ids)
            judged = [story.id for story in stories if self._board.evidence_of(story.id)]
            kept = merging.staying(stories, judged)
            away = [story for story in stories if story.id != kept.id]
            reports = tuple(
                sorted((r for s in (kept, *away) for r in s.reports), key=lambda r: r.first_seen_at)
            )
            return [
                *(self._placed(r, kept.id, s) for s in (kept, *away) for r in s.reports),
                *self._judgments(kept, away, reports),
                *self._marks(kept, away),
                *self._watches(kept, away),
                *self._briefs(kept, away),
            ]

        return self._say(f"merged: {' + '.join(names)}", build, wait=wait)

    def split(self, story_id: str, pairs: Collection[Pair], *, wait: bool = False) -> Change:
        """Say that some reports of a story, each by feed URL and entry id, report another event.

        They get a story of their own, not judged yet; what was judged stays
        with the rest. ``wait``: see ``merge``.
        """
        self._archive_is_told()

        def build(_seq: int) -> Sequence[Op | None]:
            story = self._whole(story_id)
            parted = [r for r in story.reports if (r.feed_url, r.entry_id) in pairs]
            if not parted:
                raise DeskProblem("None of these reports is one of the story's.")
            if len(parted) == len(story.reports):
                raise DeskProblem("These are all of its reports: there is no other to split from.")
            new = self._free_story(parted[0])
            return [
                *(self._placed(r, new if r in parted else story.id, story) for r in story.reports),
                *(
                    self._revise(merging.without(piece, _parted(piece, story.reports, parted)))
                    for piece in self._board.evidence_of(story.id)
                ),
                make("reading", new, {"read": True}) if story.read else None,
            ]

        return self._say(f"split: {self._whole(story_id).title}", build, wait=wait)

    def story_of_report(self, pair: Pair) -> str:
        """The id of the story a report belongs to; raises DeskProblem where it is not there."""
        found = self._archive.id_of_entries([pair])
        if found is None:
            raise DeskProblem("This report is not in the archive.")
        return found

    def voices_together(self, story_ids: Sequence[str]) -> str:
        """How many outlets and origins stories would have as one: ``5 outlets, 2 origins``."""
        stories = {story.id: story for story in map(self._whole, story_ids)}
        reports = tuple(report for story in stories.values() for report in story.reports)
        return replace(next(iter(stories.values())), reports=reports).voices

    def report_named(self, story_id: str, named: str) -> tuple[Pair, ...]:
        """The reports of a story meant by a number (the first is 1) or the name of their outlet.

        Raises DeskProblem where there is none.
        """
        reports, asked = self._whole(story_id).reports, clean(named)
        if asked.isascii() and asked.isdecimal():
            found = reports[int(asked) - 1 : int(asked)] if 0 < int(asked[:9]) < 10**8 else ()
        else:
            found = tuple(r for r in reports if r.outlet.casefold() == asked.casefold())
        if not found:
            known = "; ".join(f"{n} {r.outlet}" for n, r in enumerate(reports, start=1))
            raise DeskProblem(f"The story has no report {asked!r}. It has: {known}.")
        return tuple((report.feed_url, report.entry_id) for report in found)

    # -- how -------------------------------------------------------------

    def _archive_is_told(self) -> None:
        """What is grouped now must be what the person sees."""
        self._tell_archive(wait=False)
        if self._placing.is_behind:
            raise DeskProblem(
                "The archive is still busy with the change before. Nothing was changed; "
                "try again in a moment."
            )

    def _whole(self, story_id: str) -> Story:
        story = self.story(story_id)
        if story is None:
            raise DeskProblem(f"There is no story {story_id!r}.")
        return story

    def _distinct(self, story_ids: Sequence[str]) -> list[Story]:
        stories = {story.id: story for story in map(self._whole, story_ids)}
        if len(stories) < 2:
            raise DeskProblem("It takes two stories to merge: these are one.")
        return list(stories.values())

    def _placed(self, report: Report, story_id: str, story: Story) -> Op | None:
        return place(
            self._board,
            Placed(
                *self._placing.named((report.feed_url, report.entry_id)),
                story_id,
                story.id,
                read=story.read,
                url=report.url,
                title=report.title,
            ),
        )

    def _judgments(
        self, kept: Story, away: Sequence[Story], reports: Sequence[Report]
    ) -> Iterator[Op | None]:
        pieces: list[Evidence] = []
        for story in (kept, *away):
            pieces += self._board.evidence_of(story.id)
        joined = merging.joined(pieces, kept.id, self._rated(reports))
        for piece in joined.kept:
            yield self._revise(piece)
        for piece in joined.removed:
            yield remove("evidence", piece.id, codec.evidence_out(piece))

    def _marks(self, kept: Story, away: Sequence[Story]) -> Iterator[Op | None]:
        """Star and read mark: of one if of any, and of all."""
        said = {story.id: self._board.document("reading", story.id) for story in (kept, *away)}
        fields: dict[str, object] = {"starred": any(s.starred for s in (kept, *away))}
        if any("read" in (document or {}) for document in said.values()):
            fields["read"] = all(story.read for story in (kept, *away))
        stood = {"starred": kept.starred, "read": kept.read, **(said.pop(kept.id) or {})}
        yield revise("reading", kept.id, stood, fields)
        for story_id, document in said.items():
            if document is not None:
                yield remove("reading", story_id, document)

    def _watches(self, kept: Story, away: Sequence[Story]) -> Iterator[Op | None]:
        gone = {story.id for story in away}
        for watch in self._board.watches():
            if watch.story_id in gone:
                yield revise("watches", watch.id, codec.watch_out(watch), {"story": kept.id})

    def _briefs(self, kept: Story, away: Sequence[Story]) -> Iterator[Op | None]:
        gone = {story.id for story in away}
        for ident, brief in self._board.documents("briefs").items():
            if brief["story"] in gone:
                yield revise("briefs", ident, brief, {"story": kept.id})

    def _free_story(self, first: Report) -> str:
        """The id of a story that begins with this report and that none has, or ever had."""
        salt = 0
        while True:
            ident = story_id_of(first.feed_url, first.entry_id, salt)
            if self._archive.story(ident) is None and not self._placing.knows(ident):
                return ident
            salt += 1

    def _say(
        self, label: str, build: Callable[[int], Sequence[Op | None]], *, wait: bool
    ) -> Change:
        change = self._change(label, build)
        assert change is not None
        if wait:
            self._tell_archive(wait=True)
        return change


def _parted(piece: Evidence, reports: Sequence[Report], parted: Sequence[Report]) -> set[Pair]:
    """By which ids evidence has reports that are split off: in an archive before, by others."""
    here = {(report.feed_url, report.entry_id) for report in reports}
    pages = {(report.feed_url, report.url, report.title) for report in parted}
    renamed = {
        (report.feed_url, report.entry_id)
        for report in piece.snapshot.reports
        if (report.feed_url, report.url, report.title) in pages
    }
    return {(report.feed_url, report.entry_id) for report in parted} | (renamed - here)
