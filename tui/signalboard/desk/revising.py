"""Revising what was judged: affirming it for another wording, quoting what was said in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from signalboard import text
from signalboard.board import Op
from signalboard.desk.summing import Summing
from signalboard.desk.values import Change, DeskProblem
from signalboard.model import Evidence, replace
from signalboard.text import counted
from signalboard.values import dataclass

LONGEST_QUOTE = 300
_WHO = 120
_ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """What came of quoting."""

    change: Change | None
    """None where it says so already."""
    warning: str
    """That the words do not stand in the story, as a sentence; empty where they do."""


class Revising(Summing):
    """A judgment stays who made it, when, of what; these say more of it."""

    def affirm(self, thesis_id: str, evidence_ids: Collection[str] = ()) -> Change | None:
        """Say that judgments of an earlier wording hold for the wording of now.

        None named: all of the thesis. None where none is of an earlier wording.
        """
        thesis = self._in_play(thesis_id)
        label = ""

        def build(_seq: int) -> Sequence[Op | None]:
            nonlocal label
            now = len(self._in_play(thesis_id).versions) - 1
            pieces = self._board.evidence_on(thesis_id)
            strange = set(evidence_ids) - {piece.id for piece in pieces}
            if strange:
                raise DeskProblem(f"There is no evidence {min(strange)!r} on {thesis.name}.")
            old = [
                piece
                for piece in pieces
                if piece.version < now and (not evidence_ids or piece.id in evidence_ids)
            ]
            label = f"affirmed {counted(len(old), 'judgment')}: {thesis.name}"
            if len(old) == 1:
                label = f"affirmed: {old[0].snapshot.title}"
            return [self._revise(replace(piece, version=now)) for piece in old]

        return self._change(lambda: label, build)

    def quote(self, evidence_id: str, quote: str, quoted: str = "") -> Quoted:
        """Keep what somebody says in a story, verbatim, with who said it; empty takes it away.

        Whether it stands in the story's text is looked at and told, not required: a page may
        say more than a feed. Raises DeskProblem where it is too long to be a quote.
        """
        piece = self._piece(evidence_id)
        said = text.clean(quote, 10 * LONGEST_QUOTE)
        if len(said) > LONGEST_QUOTE:
            raise DeskProblem(
                f"A quote has at most {LONGEST_QUOTE} characters and this has {len(said):,}. "
                "Nothing was recorded; leave out what the point does not need."
            )
        who = text.clean(quoted, _WHO) if said else ""
        change = self._change(
            f"{'quote' if said else 'quote taken away'}: {piece.snapshot.title}",
            lambda _seq: [self._revise(replace(self._piece(evidence_id), quote=said, quoted=who))],
        )
        return Quoted(change, "" if self.says(piece, said) else _WARNING)

    def says(self, piece: Evidence, quote: str) -> bool:
        """Whether words stand in the text of a story, as it is in the archive or was judged."""
        story = self.story(piece.story_id)
        texts = [piece.snapshot.title, piece.snapshot.excerpt]
        if story is not None:
            texts += [story.title, story.summary, *(r.title for r in story.reports)]
            texts += [part for r in story.revisions for part in (r.title, r.summary)]
        wanted = _plain(quote)
        return any(wanted in _plain(each) for each in texts)


_WARNING = (
    "The quote does not stand in the text that signalboard has of this story. It was kept as you "
    "wrote it; look it up at the source."
)


def _plain(written: str) -> str:
    """Words without regard to the shape of quotation marks, capitals and spaces."""
    return re.sub(r"\s+", " ", written.translate(_ALIKE)).strip().casefold()
