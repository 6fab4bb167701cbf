"""Publishing: the text of a brief written in an editor, and briefs and digests as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.desk import scratch
from signalboard.desk.briefs import BriefRow, Briefs
from signalboard.desk.values import Change, DeskProblem
from signalboard.text import slug
from signalboard.values import dataclass

if TYPE_CHECKING:
    from signalboard.brief.digest import Digest

Run = Callable[[Path], str]
"""Has a person edit a file; a sentence where that failed, else empty."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a text that was written."""

    change: Change | None = None
    """What was saved; None where nothing was, or nothing was new."""
    row: BriefRow | None = None
    """The brief as it stands now; None where the story has none."""
    unread: tuple[str, ...] = ()
    """A sentence for each line that could not be read; then nothing was saved."""
    problem: str = ""
    """Why nothing was saved otherwise, as a sentence; what was written is kept."""


class Publishing(Briefs):
    """What is written, and what leaves the house of it."""

    # -- writing ----------------------------------------------------------

    def brief_file(self, story_id: str) -> Path:
        """Where the text of a story's brief is while it is being written."""
        return self.places.briefs / f"{slug(story_id)}.txt"

    def brief_left(self, story_id: str) -> str | None:
        """What was written and not taken over yet: an editor failed, or a line was not readable.

        Raises DeskProblem where it cannot be read.
        """
        path = self.brief_file(story_id)
        try:
            return scratch.left(path)
        except OSError as error:
            raise _unusable(path, error, "read") from error

    def keep_brief_text(self, story_id: str, written: str) -> None:
        """Keep a text that is being written, whatever becomes of the program."""
        path = self.brief_file(story_id)
        try:
            scratch.put(path, written)
        except OSError as error:
            raise _unusable(path, error, "written") from error

    def drop_brief_text(self, story_id: str) -> None:
        """Let go of a text that was not taken over."""
        scratch.drop(self.brief_file(story_id))

    def edit_brief(self, story_id: str, run: Run) -> Taken:
        """Have the brief of a story written in an editor, and save what it says.

        It goes on with what was left of the last time. Nothing written is lost: what is not
        saved stays in its file, and a text that was emptied is there again.
        """
        story_id = self._id_for_brief(story_id)
        path = self.brief_file(story_id)
        blank = self.brief_text(story_id)
        before = self.brief_left(story_id)
        if before is None:
            before = blank
            self.keep_brief_text(story_id, blank)
        problem = run(path)
        written = self.brief_left(story_id)
        if written is None:
            kept = ""
            if before != blank:
                self.keep_brief_text(story_id, before)
                kept = f" What was written before is in {path} again."
            gone = f"The editor left no file behind, so nothing was saved.{kept}"
            return Taken(row=self.brief_of(story_id), problem=f"{problem} {gone}".strip())
        if written == before == blank:
            self.drop_brief_text(story_id)
            return Taken(row=self.brief_of(story_id), problem=problem)
        if problem:
            kept = f"Nothing was taken over; what was written is kept in {path}."
            return Taken(row=self.brief_of(story_id), problem=f"{problem} {kept}")
        if _is_empty(written) and before == blank:
            self.drop_brief_text(story_id)
        elif _is_empty(written):
            self.keep_brief_text(story_id, before)
        return self.take_brief(story_id, written)

    def send_brief(self, story_id: str, written: str) -> Taken:
        """Save a text that was written elsewhere, as ``take_brief`` does.

        It was not gone on with from what was left of the last time: only what is saved takes
        the place of that.
        """
        left = self.brief_left(self._id_for_brief(story_id))
        if left is not None and left != written:
            unread = tuple(map(str, self.read_brief(story_id, written).unread))
            if unread:
                kept = f"the text of before is kept in {self.brief_file(story_id)}."
                return Taken(unread=unread, problem=f"Nothing was saved; {kept}")
        return self.take_brief(story_id, written)

    def take_brief(self, story_id: str, written: str) -> Taken:
        """Save what a text says of a story's brief; one with unreadable lines is kept in its file.

        Raises DeskProblem, as for an empty one, or BoardProblem where it could not be recorded:
        its file stays.
        """
        story_id = self._id_for_brief(story_id)
        if _is_empty(written):
            left = self.brief_left(story_id) is not None
            kept = f" What was written before is in {self.brief_file(story_id)}." if left else ""
            raise DeskProblem(f"The text is empty; nothing was changed.{kept}")
        reading = self.read_brief(story_id, written)
        if reading.unread:
            self.keep_brief_text(story_id, written)
            unread = tuple(map(str, reading.unread))
            return Taken(row=self.brief_of(story_id), unread=unread)
        change = self.save_brief(reading.brief)
        self.drop_brief_text(story_id)
        return Taken(change=change, row=self.brief_of(story_id))

    # -- leaving the house ------------------------------------------------

    def export_brief(self, brief_id: str, fmt: str) -> str:
        """A brief as md, html or txt text."""
        from signalboard.export import reading

        return reading.brief(self.brief(brief_id).brief, fmt)

    def brief_name(self, brief_id: str, fmt: str) -> str:
        """What the file of a brief would be called."""
        from signalboard.export import reading

        return reading.brief_name(self.brief(brief_id).brief, fmt)

    def save_brief_export(
        self, brief_id: str, fmt: str, path: Path, *, overwrite: bool = False
    ) -> Path:
        """Write a brief to a file; raises FileExistsError rather than overwrite unasked."""
        from signalboard import export

        return export.save(self.export_brief(brief_id, fmt), path, overwrite=overwrite)

    def digest(self, since_at: int, until_at: int) -> Digest:
        """What a stretch of time brought, both ends counted in."""
        from signalboard.brief import digest

        if since_at > until_at:
            raise DeskProblem(
                f"A digest ends after it begins: {times.day(since_at)} is after "
                f"{times.day(until_at)}."
            )
        theses, watches = self._board.theses(), self._board.watches()
        moved = [
            digest.moved(
                thesis,
                self._board.evidence_on(thesis.id),
                (w for w in self._board.withdrawn() if w.evidence.thesis_id == thesis.id),
                (w for w in watches if w.thesis_id == thesis.id),
                self._steps(thesis),
                since_at,
                until_at,
            )
            for thesis in theses
        ]
        briefs, drafts = digest.written_in(self._briefs_known(), since_at, until_at)
        return digest.Digest(
            since_at,
            until_at,
            digest.ahead(watches, theses, until_at),
            briefs,
            drafts,
            tuple(each for each in moved if each.is_changed or not each.thesis.is_closed),
        )

    def export_digest(self, since_at: int, until_at: int, fmt: str) -> str:
        """A digest as md, html or txt text."""
        from signalboard.export import reading

        return reading.digest(self.digest(since_at, until_at), fmt)

    def digest_name(self, since_at: int, until_at: int, fmt: str) -> str:
        """What the file of a digest would be called."""
        from signalboard.export import reading

        return reading.digest_name(self.digest(since_at, until_at), fmt)

    def save_digest(
        self, since_at: int, until_at: int, fmt: str, path: Path, *, overwrite: bool = False
    ) -> Path:
        """Write a digest to a file; raises FileExistsError rather than overwrite unasked."""
        from signalboard import export

        text = self.export_digest(since_at, until_at, fmt)
        return export.save(text, path, overwrite=overwrite)

    # -- how -------------------------------------------------------------

    def _id_for_brief(self, story_id: str) -> str:
        """The story's own id: one that was merged away has another's."""
        story = self._archive.story(story_id)
        return story_id if story is None else story.id


def _is_empty(written: str) -> bool:
    """Whether there is nothing but remarks: no text of a brief, and none that was to be emptied."""
    lines = (line.strip() for line in written.splitlines())
    return all(not line or line.startswith("#") for line in lines)


def _unusable(path: Path, error: OSError, done: str) -> DeskProblem:
    why = (error.strerror or str(error)).lower()
    return DeskProblem(f"{path} could not be {done}: {why}. Nothing was changed.")
