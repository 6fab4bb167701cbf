"""Taking over an evidence log: what a JSON export says comes back onto a board."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from signalboard.board import Op, codec, make, remove, rewrite
from signalboard.desk.hints import HINTS
from signalboard.desk.suggesting import Suggesting
from signalboard.desk.values import Change, DeskProblem
from signalboard.model import Brief, Evidence, Hint, Thesis, Watch, Withdrawn, replace
from signalboard.text import counted
from signalboard.values import dataclass, field

if TYPE_CHECKING:
    from signalboard.export.back import ReadLog


@dataclass(slots=True)
class TakenOver:
    """What taking over a log does, or would do."""

    theses: list[str] = field(default_factory=list)
    """Names of theses that come new or take the place of ones nobody had judged by."""
    gone: int = 0
    """Theses of a board nobody has used, which give way."""
    evidence: int = 0
    withdrawn: int = 0
    watches: int = 0
    briefs: int = 0
    hints: int = 0
    """Suggestions that were seen."""
    known: int = 0
    """Judgments, watches and briefs that are on the board already."""
    kept: list[str] = field(default_factory=list)
    """What is on the board and says otherwise; it stays as it is. A sentence each."""
    renamed: int = 0
    """Judgments, watches and briefs under another id, since theirs means something else here."""
    mismatches: tuple[str, ...] = ()
    """Where a computed number of the file is another than what is recorded gives."""
    extra: int = 0
    """Keys of others in the file, which are not taken over."""

    def __bool__(self) -> bool:
        told = self.theses or self.evidence or self.withdrawn or self.watches
        return bool(told or self.briefs or self.hints)

    @property
    def told(self) -> str:
        """All of it in a line: ``3 theses, 30 judgments, 2 withdrawn, 4 watches``."""
        parts = [
            counted(len(self.theses), "thesis", "theses"),
            counted(self.evidence, "judgment"),
            f"{self.withdrawn:,} withdrawn",
            counted(self.watches, "watch"),
            *([counted(self.briefs, "brief")] if self.briefs else []),
            *([f"{counted(self.hints, 'hint')} seen"] if self.hints else []),
        ]
        return ", ".join(parts)


class Taking(Suggesting):
    """Logs coming in. One log is one change: one undo takes all of it back."""

    def plan_log(self, raw: bytes) -> TakenOver:
        """What taking over a JSON log would do; nothing is changed.

        Raises Problem with a sentence where it cannot be taken over.
        """
        return self._taken(self._told_by(raw))[1]

    def take_log(self, raw: bytes) -> tuple[Change | None, TakenOver]:
        """Take over a JSON log; the change is None where all of it is on the board already.

        Raises Problem with a sentence where it cannot be taken over.
        """
        told = self._told_by(raw)
        taken = TakenOver()

        def build(_seq: int) -> Sequence[Op | None]:
            nonlocal taken
            ops, taken = self._taken(told)
            return ops

        change = self._change(lambda: f"imported: {taken.told}", build)
        return change, taken

    # -- how -------------------------------------------------------------

    def _told_by(self, raw: bytes) -> ReadLog:
        from signalboard import export

        return export.read_json(raw)

    def _taken(self, told: ReadLog) -> tuple[list[Op | None], TakenOver]:
        """The operations, and what they do, by the board as it stands."""
        taken = TakenOver(mismatches=told.mismatches, extra=told.extra)
        ops: list[Op | None] = []
        board = self._board
        stood = {thesis.id: thesis for thesis in board.theses()}
        watches = {watch.id: watch for watch in board.watches()}
        freed: tuple[str, ...] = ()
        if board.changed_at is None and told.theses:
            # Nobody has used this board: the theses it was begun with give way.
            taken.gone = len(stood)
            ops += [remove("theses", t.id, codec.thesis_out(t)) for t in stood.values()]
            ops += [remove("watches", w.id, codec.watch_out(w)) for w in watches.values()]
            freed, stood, watches = tuple(watches), {}, {}
        for thesis in told.theses:
            ops += self._thesis_taken(thesis, stood, taken)
        idents = _Idents(self, freed)
        ops += self._evidence_taken(told.evidence, told.withdrawn, idents, taken)
        ops += self._watches_taken(told.watches, watches, idents, taken)
        ops += self._briefs_taken(told.briefs, idents, taken)
        ops += self._hints_taken(told.hints, taken)
        return [op for op in ops if op is not None], taken

    def _thesis_taken(
        self, thesis: Thesis, stood: dict[str, Thesis], taken: TakenOver
    ) -> Iterable[Op | None]:
        here = stood.get(thesis.id)
        others = [each for each in stood.values() if each.id != thesis.id]
        if any(each.name.lower() == thesis.name.lower() for each in others):
            raise DeskProblem(
                f"There is another thesis called {thesis.name} on this board. Nothing was taken "
                "over; rename it, or import into another home (--home DIR)."
            )
        if here is None:
            numbers = {each.number for each in others}
            if thesis.number in numbers:
                thesis = replace(thesis, number=max(numbers) + 1)
            stood[thesis.id] = thesis
            taken.theses.append(thesis.name)
            return [make("theses", thesis.id, codec.thesis_out(thesis))]
        thesis = replace(thesis, number=here.number)
        if here == thesis:
            return []
        shorter = min(len(here.versions), len(thesis.versions))
        if not self._has_evidence(here):
            taken.theses.append(thesis.name)
        elif here.versions[:shorter] != thesis.versions[:shorter]:
            raise DeskProblem(
                f"The thesis {here.name} has evidence on this board and is worded otherwise in "
                "the file. Nothing was taken over; import into another home (--home DIR)."
            )
        elif len(here.versions) >= len(thesis.versions):
            taken.kept.append(f"{here.name}: the thesis stays as it is on this board.")
            return []
        else:
            taken.theses.append(thesis.name)
        stood[thesis.id] = thesis
        document = codec.thesis_out(here)
        return [rewrite("theses", thesis.id, document, codec.thesis_out(thesis))]

    def _has_evidence(self, thesis: Thesis) -> bool:
        return bool(self._board.evidence_on(thesis.id)) or any(
            gone.evidence.thesis_id == thesis.id for gone in self._board.withdrawn()
        )

    def _evidence_taken(
        self,
        evidence: Iterable[Evidence],
        withdrawn: Iterable[Withdrawn],
        idents: _Idents,
        taken: TakenOver,
    ) -> Iterable[Op | None]:
        gone_by = {_key(gone.evidence) for gone in self._board.withdrawn()}
        ops: list[Op | None] = []
        for piece in evidence:
            same = self._same(piece)
            if same is None and _key(piece) not in gone_by:
                ident = idents.take(piece.id, taken)
                taken.evidence += 1
                ops.append(make("evidence", ident, codec.evidence_out(piece)))
                continue
            taken.known += 1
            if same is not None:
                idents.known(piece.id, same.id)
            if same is None or (replace(piece, id=same.id) != same):
                taken.kept.append(f"{piece.snapshot.title}: the judgment stays as it is here.")
        for gone in withdrawn:
            piece = gone.evidence
            if _key(piece) in gone_by:
                taken.known += 1
                continue
            if self._same(piece) is not None:
                taken.kept.append(f"{piece.snapshot.title}: the judgment stays as it is here.")
                continue
            ident = idents.take(piece.id, taken)
            taken.withdrawn += 1
            gone = replace(gone, by=idents.now(gone.by))
            ops.append(make("withdrawn", ident, codec.withdrawn_out(gone)))
        return ops

    def _same(self, piece: Evidence) -> Evidence | None:
        """That judgment as it stands here, under whatever id."""
        key, pieces = _key(piece), self._board.evidence_of(piece.story_id)
        return next((each for each in pieces if _key(each) == key), None)

    def _watches_taken(
        self,
        asked: Iterable[Watch],
        watches: dict[str, Watch],
        idents: _Idents,
        taken: TakenOver,
    ) -> Iterable[Op | None]:
        for watch in asked:
            here = watches.get(watch.id)
            is_same = here is not None and (here.thesis_id, here.question) == (
                watch.thesis_id,
                watch.question,
            )
            if here is None or not is_same:
                ident = idents.take(watch.id, taken)
                taken.watches += 1
                yield make("watches", ident, codec.watch_out(watch))
            elif here == watch:
                taken.known += 1
            elif here.state == "open" and not here.forecasts:
                # Nobody has said anything of it here yet.
                taken.watches += 1
                yield rewrite("watches", watch.id, codec.watch_out(here), codec.watch_out(watch))
            else:
                taken.kept.append(f"{watch.question}: the watch stays as it is here.")

    def _briefs_taken(
        self, briefs: Iterable[Brief], idents: _Idents, taken: TakenOver
    ) -> Iterable[Op]:
        here = {
            (brief.story_id, brief.created_at): brief
            for ident, document in self._board.documents("briefs").items()
            for brief in [codec.brief_in(ident, document)]
        }
        for brief in briefs:
            named = tuple(replace(w, watch_id=idents.now(w.watch_id)) for w in brief.watches)
            brief = replace(brief, watches=named)
            same = here.get((brief.story_id, brief.created_at))
            if same is None:
                ident = idents.take(brief.id, taken)
                taken.briefs += 1
                yield make("briefs", ident, codec.brief_out(brief))
            elif replace(brief, id=same.id) == same:
                taken.known += 1
            else:
                taken.kept.append(f"{same.title}: the brief stays as it is here.")

    def _hints_taken(self, hints: Iterable[Hint], taken: TakenOver) -> Iterable[Op | None]:
        """What was seen where the log comes from stands beside what was seen here."""
        new: dict[str, list[Hint]] = {}
        for hint in hints:
            new.setdefault(hint.thesis_id, []).append(hint)
        for thesis_id, came in new.items():
            known = {hint.story_id for hint in self.hints_seen(thesis_id)}
            fresh = [hint for hint in came if hint.story_id not in known]
            taken.hints += len(fresh)
            document = self._board.document(HINTS, thesis_id)
            if document is None:
                yield make(HINTS, thesis_id, codec.hints_out(fresh)) if fresh else None
            else:
                both = (*codec.hints_in(thesis_id, document), *fresh)
                yield rewrite(HINTS, thesis_id, document, codec.hints_out(both))


class _Idents:
    """The ids under which what is taken over stands here."""

    def __init__(self, desk: Taking, freed: Collection[str]) -> None:
        """``freed``: ids on the board of what gives way to the log."""
        self._freed = freed
        self._desk = desk
        self._given: set[str] = set()
        self._now: dict[str, str] = {}

    def take(self, ident: str, taken: TakenOver) -> str:
        """That id, or one like it where it means something else here."""
        own = ident if ident in self._freed else self._desk._unused(ident, self._given)
        taken.renamed += own != ident
        self._given.add(own)
        self._now[ident] = own
        return own

    def known(self, ident: str, here: str) -> None:
        """What has that id in the file is on the board already."""
        self._now[ident] = here

    def now(self, ident: str) -> str:
        """What an id of the file is here."""
        return self._now.get(ident, ident)


def _key(piece: Evidence) -> tuple[str, str, str, int]:
    """What makes two judgments one and the same, whatever their ids."""
    return piece.thesis_id, piece.story_id, str(piece.stance), piece.judged_at
