"""The log that leaves the house: as it stands, as it stood, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signalboard import times
from signalboard.board import BoardProblem, Past, codec
from signalboard.desk.hints import HINTS
from signalboard.desk.suggesting import Suggesting
from signalboard.desk.values import DeskProblem
from signalboard.model import replace

if TYPE_CHECKING:
    from signalboard.export import Difference, Log


class Exporting(Suggesting):
    """Evidence logs. Nothing here changes the board.

    ``as_of`` is the moment the log speaks of: what it said then, by the journal. With
    ``since`` it is what became of it from that moment on.
    """

    def export(
        self,
        thesis_ids: Sequence[str],
        fmt: str,
        *,
        as_of: int | None = None,
        since: int | None = None,
    ) -> str:
        """The evidence log of some theses (none named: of all), as the text of a format."""
        from signalboard import export

        if since is not None:
            return export.write_difference(self._difference(thesis_ids, since, as_of), fmt)
        return export.write(self._log(thesis_ids, as_of), fmt)

    def export_name(
        self,
        thesis_ids: Sequence[str],
        fmt: str,
        *,
        as_of: int | None = None,
        since: int | None = None,
    ) -> str:
        """What the log's file would be called."""
        from signalboard import export

        return export.file_name(self._log(thesis_ids, as_of), fmt, since)

    def save_export(
        self,
        thesis_ids: Sequence[str],
        fmt: str,
        path: Path,
        *,
        overwrite: bool = False,
        as_of: int | None = None,
        since: int | None = None,
    ) -> Path:
        """Write the log to a file; raises FileExistsError rather than overwrite unasked.

        Notes for Obsidian go into a folder, where notes of an earlier export are brought up
        to date; what the person wrote between their marks stays.
        """
        from signalboard import export

        if fmt == "obsidian" and since is None:
            return export.save_notes(self._log(thesis_ids, as_of), path, overwrite=overwrite)
        text = self.export(thesis_ids, fmt, as_of=as_of, since=since)
        return export.save(text, path, overwrite=overwrite)

    # -- how -------------------------------------------------------------

    def _log(self, thesis_ids: Sequence[str], as_of: int | None = None) -> Log:
        if not {thesis.id for thesis in self._board.theses()}.issuperset(thesis_ids):
            raise DeskProblem("One of these theses is not on the board.")
        if as_of is not None:
            past = self._past(as_of)
            log = self._gathered(thesis_ids, past, as_of)
            if len(log.theses) < len(set(thesis_ids)):
                raise DeskProblem(
                    f"One of these theses was not on the board yet on {times.day(as_of)}."
                )
            return log
        board = self._board
        evidence = [
            piece
            for thesis in board.theses()
            if not thesis_ids or thesis.id in thesis_ids
            for piece in board.evidence_on(thesis.id)
        ]
        came = board.documents(HINTS).items()
        here = Past(
            board.theses(),
            tuple(evidence),
            board.watches(),
            board.withdrawn(),
            tuple(hint for thesis_id, doc in came for hint in codec.hints_in(thesis_id, doc)),
            tuple(codec.brief_in(ident, doc) for ident, doc in board.documents("briefs").items()),
        )
        log = self._gathered(thesis_ids, here)
        return replace(
            log,
            theses=tuple(replace(each, passed=self.passed(each.thesis.id)) for each in log.theses),
        )

    def _past(self, moment: int) -> Past:
        try:
            return self._board.stood(moment)
        except BoardProblem as problem:
            raise DeskProblem(str(problem)) from problem

    def _gathered(self, thesis_ids: Sequence[str], stood: Past, until: int | None = None) -> Log:
        """The log of what stood, now or at a moment, of some theses or of all."""
        from signalboard import export

        theses = [t for t in stood.theses if not thesis_ids or t.id in thesis_ids]
        asked = {thesis.id for thesis in theses}
        evidence = [piece for piece in stood.evidence if piece.thesis_id in asked]
        watches = [watch for watch in stood.watches if watch.thesis_id in asked]
        withdrawn = [gone for gone in stood.withdrawn if gone.evidence.thesis_id in asked]
        return export.gather(
            theses,
            evidence,
            watches,
            export.newest(theses, evidence, watches, withdrawn),
            withdrawn=withdrawn,
            hints=[
                hint
                for thesis_id in asked
                for hint in self._suggester.hints.on_with(thesis_id, stood.hints, until)
            ],
            briefs=stood.briefs,
            discount=self._discount,
        )

    def _difference(self, thesis_ids: Sequence[str], since: int, as_of: int | None) -> Difference:
        from signalboard import export

        until = self.now() if as_of is None else as_of
        if since > until:
            raise DeskProblem("The difference is from an earlier moment to a later one.")
        was = self._gathered(thesis_ids, self._past(since), since)
        return export.difference(was, self._log(thesis_ids, as_of), since, until)
