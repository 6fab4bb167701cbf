"""The board: what a person judged, kept so that none of it is lost."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager

from signalboard import times
from signalboard.board import codec, intents, sound
from signalboard.board.changes import Document, Kind, Line, Op
from signalboard.board.journal import BoardProblem, Journal
from signalboard.board.loading import Loading
from signalboard.board.past import Past, stood
from signalboard.judge.running import Running
from signalboard.judge.weighed import Weighed
from signalboard.model import Evidence, Stance, Watch
from signalboard.values import replace

Step = Callable[[tuple[Op, ...]], AbstractContextManager[None]]
"""Carries operations out elsewhere as it is entered, and takes that back as an error leaves it."""

ELSEWHERE = "settings"
"""The table of what lives in feeds.yaml: a change of it is made there as well."""
_WORTH_A_CHECKPOINT = 200
"""Lines read or written since the last checkpoint that make a new one worth its time."""


class Board(Loading):
    """Judgments, read from memory, written through the journal."""

    @property
    def refuses(self) -> str:
        """Why nothing is recorded by this process, where it only shows; empty where it is."""
        return self._journal.refuses

    @refuses.setter
    def refuses(self, why: str) -> None:
        self._journal.refuses = why

    def verify(self) -> tuple[str, ...]:
        """Read the whole journal from its first line; what is wrong with it, a sentence each."""
        whole = Journal(self._journal.path)
        for _line in whole.news():
            pass
        return tuple(whole.notices)

    def close(self) -> None:
        """Leave a checkpoint where it is worth it and let go of the files."""
        if self._since_checkpoint >= _WORTH_A_CHECKPOINT:
            # The journal holds it all. Alone with that: beside one that takes its place meanwhile
            # these tables would be what it has lost, and be brought back.
            with contextlib.suppress(OSError, BoardProblem), self._journal.held():
                self.checkpoint()
        self._journal.close()

    def lines_after(self, seq: int) -> tuple[Line, ...]:
        """The changes with higher numbers than that, of those taken in; reads the journal again.

        Without what nothing can be made of. Raises BoardProblem where it cannot be read.
        """
        return tuple(
            replace(line, ops=sound.without_unsound(line.ops)) for line in self._journal.after(seq)
        )

    def stood(self, moment: int) -> Past:
        """What stood at a moment, by the journal, which is read again.

        Raises BoardProblem where it cannot be read.
        """
        return stood(self._journal.after(0), moment)

    # -- reading ----------------------------------------------------------

    def poll(self) -> tuple[Line, ...]:
        """What other processes recorded since the last look, each line told once.

        Raises BoardProblem where the journal cannot be read.
        """
        self._hear()
        heard, self._unheard = tuple(self._unheard), []
        return heard

    def document(self, table: str, ident: str) -> Document | None:
        """One document of a table, or None."""
        return self._tables.document(table, ident)

    def documents(self, table: str) -> dict[str, Document]:
        """All documents of a table by id, oldest first."""
        return dict(self._tables.documents(table))

    def watches(self) -> tuple[Watch, ...]:
        """Every watch, the next to close first; the same value until one of them changes."""
        if self._watches is None:
            read = (codec.watch_in(i, doc) for i, doc in self._sound("watches"))
            self._watches = tuple(sorted(read, key=lambda watch: (watch.closes_at, watch.id)))
        return self._watches

    def evidence(self, ident: str) -> Evidence | None:
        """One piece of evidence, or None."""
        return self._pieces.get(ident)

    def evidence_count(self) -> int:
        """How many pieces of evidence stand."""
        return len(self._pieces)

    def newest_evidence(self) -> Evidence | None:
        """The evidence recorded last of what stands, or None."""
        newest = self._pieces.newest
        return None if newest is None else self._pieces.get(newest)

    def evidence_on(self, thesis_id: str) -> tuple[Evidence, ...]:
        """All evidence on a thesis, in the order recorded; the same tuple while it stands."""
        return self._pieces.on(thesis_id)

    def newest_stances_on(self, thesis_id: str, most: int) -> dict[str, Stance]:
        """Which way the last so many pieces of evidence on a thesis point, by id."""
        return self._pieces.newest_on(thesis_id, most)

    def changes_on(self, thesis_id: str) -> int:
        """A number that grows with each change of the evidence on a thesis."""
        return self._pieces.changes_on(thesis_id)

    def evidence_of(self, story_id: str) -> tuple[Evidence, ...]:
        """All evidence a story gives, in the order recorded."""
        return self._pieces.of(story_id)

    def counted_on(self, thesis_id: str) -> Weighed:
        """What the evidence on a thesis counts up to and weighs, kept as it changes."""
        return self._pieces.counted_on(thesis_id)

    def counted_naming(self, company: str) -> Running:
        """What the evidence of stories that name a company counts up to, kept as it changes."""
        return self._pieces.counted_naming(company)

    def judged_stories(self) -> Collection[str]:
        """Every story that was judged on any thesis."""
        return self._pieces.stories

    def stories_on(self, thesis_id: str) -> frozenset[str]:
        """The stories judged on a thesis."""
        return self._pieces.stories_on(thesis_id)

    # -- changing ---------------------------------------------------------

    @contextlib.contextmanager
    def still(self) -> Iterator[None]:
        """All that was recorded is taken in, and nobody records anything during the body.

        Who judges meanwhile waits, so it is to be short. Raises BoardProblem.
        """
        with self._journal.held():
            self._hear()
            yield

    def change(
        self,
        label: str | Callable[[], str],
        build: Callable[[int], Sequence[Op | None]],
        at: int,
        kind: Kind = "do",
        first: Step | None = None,
    ) -> Line | None:
        """Record one change: on disk before this returns, and only then in the tables.

        ``build`` gets the number the line will have and returns its
        operations; it is called with the newest state, alone with the
        journal. A ``label`` that depends on that state is asked for after it.
        None where there is nothing to change. ``first`` carries them out
        elsewhere before they are recorded: both are done, or neither. Raises
        BoardProblem where it could not be recorded; then nothing has changed.
        """
        with self._journal.held():
            self._hear()
            ops = tuple(op for op in build(self._journal.seq + 1) if op is not None)
            if not ops:
                return None
            said = label if isinstance(label, str) else label()
            return self._record(at, kind, said, ops, first=first)

    def undo(self, at: int, first: Step | None = None) -> Line | None:
        """Take back the newest change that stands; None where there is none.

        ``first`` carries the operations out elsewhere before they are recorded; what
        it raises leaves everything as it was.
        """
        return self._reverse("undo", at, first)

    def redo(self, at: int, first: Step | None = None) -> Line | None:
        """Do again what was last taken back; None where there is nothing. See ``undo``."""
        return self._reverse("redo", at, first)

    def _reverse(self, kind: Kind, at: int, first: Step | None) -> Line | None:
        with self._journal.held():
            self._hear()
            target = self._history.target(kind)
            if target is None:
                return None
            seq, offset = target
            done = self._journal.line_at(seq, offset)
            ops = done.ops
            if kind == "undo":
                ops = tuple(op.inverse for op in reversed(ops))
            return self._record(at, kind, done.label, ops, seq, first)

    def settle(self, stands: Callable[[Line], bool | None]) -> None:
        """End what a process that was killed had begun to change elsewhere.

        ``stands`` is asked of each such change that is not in the journal: whether it is made
        elsewhere, so that it is recorded now; or it is not, or no longer. None where nobody can
        tell yet: it is asked again at the next start. Raises BoardProblem.
        """
        if not intents.left(self.folder):
            return
        with self._journal.held():
            self._hear()
            for path, line in intents.left(self.folder):
                if line is not None and not self._is_recorded(line):
                    made = stands(line)
                    if made is None:
                        continue
                    if made:
                        self._take_over(line)
                path.unlink(missing_ok=True)

    def _take_over(self, line: Line) -> None:
        at = times.parse_iso(line.at)
        # Others may have recorded since: then it is a change of its own.
        is_next = line.prev == self._journal.hash
        kind, ref = (line.kind, line.ref) if is_next else ("do", None)
        self._record(at, kind, line.label, line.ops, ref)

    def _is_recorded(self, line: Line) -> bool:
        return any(known.hash == line.hash for known in self._journal.after(line.seq - 1))

    def _record(
        self,
        at: int,
        kind: Kind,
        label: str,
        ops: tuple[Op, ...],
        ref: int | None = None,
        first: Step | None = None,
    ) -> Line:
        stamp = times.iso(at)
        if first is None:
            begins, line = self._journal.append(stamp, kind, label, ops, ref)
            return self._take(begins, line)
        with intents.unbroken():
            is_elsewhere = any(op.table == ELSEWHERE for op in ops)
            kept = self._journal.intended(stamp, kind, label, ops, ref)
            with kept if is_elsewhere else contextlib.nullcontext(), first(ops):
                begins, line = self._journal.append(stamp, kind, label, ops, ref)
            return self._take(begins, line)
