"""Judging: what a person says of stories, and taking it back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from signalboard import text, times
from signalboard.archive import ArchiveProblem
from signalboard.board import Line, Op, Step, codec, make, remove, revise, rewrite
from signalboard.desk import following, placing
from signalboard.desk.rooms import Rooms
from signalboard.desk.telling import stories_of
from signalboard.desk.values import Change, DeskProblem
from signalboard.judge import judging
from signalboard.judge.original import original
from signalboard.links import shown
from signalboard.model import (
    STRENGTHS,
    Evidence,
    Report,
    Snapshot,
    Stance,
    Story,
    Thesis,
    Withdrawn,
    replace,
)

_EXCERPT = 600
"""Characters of a story's summary kept with the evidence."""
_NOTE = 1000


class Judging(Rooms):
    """Evidence, marks, undo and redo. A change is on disk before its method returns."""

    def judge(
        self,
        story_id: str,
        thesis_id: str,
        stance: Stance,
        *,
        strength: int | None = None,
        note: str | None = None,
    ) -> Change:
        """Record a story's bearing on a thesis.

        What it makes of judgments that stand is ``judge.judging.judged``'s
        rule. The change has ``seq`` 0 where it was said already.
        """
        story = self._story_of(story_id)
        story_id = story.id
        _check_strength(strength)
        name = self._in_play(thesis_id).name
        label = f"{word(stance)}: {name}"
        said = None if note is None else text.clean(note, _NOTE)
        ident = ""

        def build(seq: int) -> Sequence[Op | None]:
            nonlocal ident, label
            now = self.now()
            version = len(self._in_play(thesis_id).versions) - 1
            seen = self._snapshot(story)
            fresh = self._unused(f"e{seq}")
            new = Evidence(fresh, thesis_id, story_id, stance, 1, "", now, now, version, seen)
            known = [p for p in self._board.evidence_of(story_id) if p.thesis_id == thesis_id]
            verdict = judging.judged(known, new, strength=strength, note=said)
            if verdict.revised is not None:
                ident = verdict.revised.id
                label = f"{_revision(self._piece(ident), verdict.revised)}: {name}"
                return [self._revise(verdict.revised)]
            assert verdict.added is not None
            ident = verdict.added.id
            stood = sorted({word(piece.stance) for piece in verdict.removed})
            if stood:
                label = f"stance: {' and '.join(stood)} → {word(stance)}: {name}"
            return [
                *(remove("evidence", p.id, codec.evidence_out(p)) for p in verdict.removed),
                make("evidence", ident, codec.evidence_out(verdict.added)),
            ]

        change = self._change(lambda: label, build)
        self._latest = ident
        return change or Change(0, label, (story_id,), (thesis_id,), ident)

    def set_strength(self, evidence_id: str, strength: int) -> Change | None:
        """Say how strong a piece of evidence is, 1 to 3; None where it is so already."""
        _check_strength(strength)
        piece = self._piece(evidence_id)
        if piece.stance is Stance.NO_BEARING:
            raise DeskProblem("A story without bearing has no strength.")
        label = ""

        def build(_seq: int) -> Sequence[Op | None]:
            nonlocal label
            stood = self._piece(evidence_id)
            revised = replace(stood, strength=strength)
            label = f"{_revision(stood, revised)}: {stood.snapshot.title}"
            return [self._revise(revised)]

        return self._change(lambda: label, build)

    def set_note(self, evidence_id: str, note: str) -> Change | None:
        """Say why; an empty note takes it away. None where it says so already."""
        piece = self._piece(evidence_id)
        said = text.clean(note, _NOTE)
        return self._change(
            f"note: {piece.snapshot.title}",
            lambda _seq: [self._revise(replace(self._piece(evidence_id), note=said))],
        )

    def retract(self, evidence_id: str, *, why: str = "", by: str = "") -> Change | None:
        """Let a piece of evidence count no more; it stays in the log, as retracted.

        ``why`` is what a reader of the log is told; ``by`` names the evidence on the same
        thesis that supersedes it.
        """
        piece = self._piece(evidence_id)
        if by and (by == evidence_id or self._piece(by).thesis_id != piece.thesis_id):
            raise DeskProblem("Only other evidence on the same thesis can supersede it.")
        said = text.clean(why, _NOTE)

        def build(_seq: int) -> Sequence[Op | None]:
            stood = self._piece(evidence_id)
            gone = Withdrawn(stood, self.now(), said, by)
            return [
                remove("evidence", evidence_id, codec.evidence_out(stood)),
                make("withdrawn", evidence_id, codec.withdrawn_out(gone)),
            ]

        return self._change(f"{'superseded' if by else 'retracted'}: {piece.snapshot.title}", build)

    def mark(
        self, story_id: str, *, read: bool | None = None, starred: bool | None = None
    ) -> Change | None:
        """Mark a story read or unread, starred or not; None where it is so already."""
        story = self._story_of(story_id)
        story_id = story.id
        stood: dict[str, object] = {"read": story.read, "starred": story.starred}
        asked = {"read": read, "starred": starred}
        fields = {key: value for key, value in asked.items() if value is not None}

        return self._change(
            f"{_mark_word(fields)}: {story.title}",
            lambda _seq: [self._marking(story_id, stood, fields)],
        )

    def saw(self, story_id: str) -> None:
        """The story was on screen for a while. Not a judgment: kept in the archive alone."""
        document = self._board.document("reading", story_id)
        if document is None or document.get("read") is None:
            with contextlib.suppress(ArchiveProblem):  # busy: it will be seen again
                self._archive.set_read([story_id], True, wait=False)

    def undo(self) -> Change | None:
        """Take back the newest change; None where nothing is left to undo."""
        return self._reverse(self._board.undo)

    def redo(self) -> Change | None:
        """Do again what was last taken back; None where there is nothing."""
        return self._reverse(self._board.redo)

    # -- the way to disk --------------------------------------------------

    def _change(
        self,
        label: str | Callable[[], str],
        build: Callable[[int], Sequence[Op | None]],
        first: Step | None = None,
    ) -> Change | None:
        line = self._board.change(label, build, self.now(), first=first)
        return self._told(line) if line is not None else None

    def _reverse(self, step: Callable[[int, Step], Line | None]) -> Change | None:
        line = step(self.now(), self._settings_written)
        return self._told(line) if line is not None else None

    def _told(self, line: Line) -> Change:
        self.has_changed = True
        self._hear()
        self._note([line])
        self._tell_archive(wait=False)
        if any(op.table == "settings" for op in line.ops):
            self._reread()
            self._follow_mutes(following.AT_ONCE)
        pieces = line.ids("evidence")
        theses = list(line.ids("theses"))
        for op in line.ops:
            if op.table in ("evidence", "watches"):
                whole = next((d for d in (op.now, op.was) if d and "thesis" in d), None)
                about = whole or self._board.document(op.table, op.id)
                if about is not None:
                    theses.append(str(about["thesis"]))
        standing = [ident for ident in pieces if self._board.evidence(ident) is not None]
        return Change(
            line.seq,
            line.label,
            tuple(sorted(stories_of(self._board, line))),
            tuple(dict.fromkeys(theses)),
            standing[-1] if standing else None,
            regrouped=bool(line.ids(placing.TABLE)),
        )

    def _revise(self, piece: Evidence) -> Op | None:
        """Make the evidence of this id say what this one says; None where it does already."""
        known = self._piece(piece.id)
        stood = codec.evidence_out(known)
        wanted = codec.evidence_out(replace(piece, original=original(known, piece)))
        if stood == wanted:
            return None
        wanted["changed"] = times.iso(self.now())
        return rewrite("evidence", piece.id, stood, wanted)

    def _story_of(self, story_id: str) -> Story:
        story = self._archive.story(story_id)
        if story is None and self._archive.was_pruned(story_id):
            raise DeskProblem(
                "This story is no longer in the archive: it was pruned. Nothing was recorded."
            )
        if story is None:
            raise DeskProblem(f"There is no story {story_id!r}.")
        return story

    def _snapshot(self, story: Story) -> Snapshot:
        """What evidence keeps of a story: how it reads, and how its feeds are rated now."""
        return Snapshot(
            title=story.title,
            url=story.url,
            at=story.at,
            excerpt=text.excerpt(story.summary, _EXCERPT),
            companies=story.companies,
            reports=self._rated(story.reports),
        )

    def _rated(self, reports: Iterable[Report]) -> tuple[Report, ...]:
        """Reports with the rating that feeds.yaml gives their feeds, where it gives one."""
        rated = self._kept.ratings(self._settings.feeds)
        return tuple(
            replace(report, reliability=rated.get(shown(report.feed_url), "")) for report in reports
        )

    def _marking(
        self, story_id: str, stood: Mapping[str, object], asked: Mapping[str, bool]
    ) -> Op | None:
        """Marks for a story that stood so in the archive; None where it is marked so."""
        known = self._board.document("reading", story_id) or {}
        return revise("reading", story_id, {**stood, **known}, dict(asked))

    def _in_play(self, thesis_id: str) -> Thesis:
        thesis = self._board.thesis(thesis_id)
        if thesis is None or thesis.is_closed:
            raise DeskProblem(f"There is no thesis {thesis_id!r} to judge by.")
        return thesis

    def _piece(self, evidence_id: str) -> Evidence:
        piece = self._board.evidence(evidence_id)
        if piece is None:
            raise DeskProblem(f"There is no evidence {evidence_id!r} on the board.")
        return piece


def word(stance: Stance) -> str:
    """A stance for people."""
    return stance.replace("-", " ")


def _revision(was: Evidence, now: Evidence) -> str:
    """What of a piece of evidence is another now, for who takes it back."""
    changed = []
    if was.strength != now.strength:
        changed.append(f"strength: {STRENGTHS[was.strength]} → {STRENGTHS[now.strength]}")
    if was.note != now.note:
        changed.append("note")
    if was.version != now.version:
        changed.append("by the wording of now")
    return ", ".join(changed)


def _check_strength(strength: int | None) -> None:
    if strength is not None and strength not in STRENGTHS:
        raise DeskProblem("Strength is 1 (slight), 2 (moderate) or 3 (strong).")


def _mark_word(fields: dict[str, bool]) -> str:
    if "starred" in fields:
        return "starred" if fields["starred"] else "unstarred"
    return "read" if fields.get("read") else "unread"
