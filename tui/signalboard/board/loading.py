"""The files of a board as they are read: what they hold, and what is done where they fail."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import Self

from signalboard import durable, times
from signalboard.board import bringing, codec, sound
from signalboard.board.changes import Document, Line, Op
from signalboard.board.filed import Filed
from signalboard.board.history import History
from signalboard.board.journal import BoardProblem, Journal
from signalboard.board.pieces import Pieces
from signalboard.board.replay import Replay
from signalboard.board.tables import Documents
from signalboard.model import Thesis, Watch, Withdrawn
from signalboard.text import counted, excerpt
from signalboard.values import dataclass, replace

Mend = Callable[[int, bool], str]
"""Asked once the journal was read: the number of its last line, and whether any was wrong. What
to say where another was put in its place, to be read instead; empty where none was. Raises
BoardProblem where nothing is to be recorded, since it would be in the place of what was lost."""
_MOST_NOTICES = 6
"""Sentences about the journal that are told one by one; of more it is said how many."""
_ID = 60
"""Characters of an id that a sentence repeats."""
_BACK = "brought back from board.json"
"""What the line is called that has what the journal had lost."""


@dataclass(frozen=True, slots=True)
class Held:
    """A checkpoint that the journal does not lead to."""

    seq: int
    changed_at: int
    first: str
    """The hash of the first line of its journal; empty where it does not say."""
    tables: dict[str, Filed]

    @classmethod
    def of(cls, mark: Document, tables: dict[str, Filed]) -> Held:
        """Raises KeyError or TypeError where the mark says nothing of the kind."""
        return cls(int(mark["seq"]), int(mark["changed"] or 0), str(mark.get("first", "")), tables)


class Loading:
    """Journal, checkpoint and what they come to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._journal = Journal(folder / "journal.jsonl")
        self._tables = Documents(folder / "board.json")
        self._replay = Replay(self.checkpoint_file, self.journal_file)
        self._history = History()
        self._pieces = self._no_pieces()
        self._theses: tuple[Thesis, ...] | None = None
        self._watches: tuple[Watch, ...] | None = None
        self._since_checkpoint = 0
        self.is_shown_only = False
        """Whether the tables have what the journal could not take: no checkpoint is made of it."""
        self._unheard: list[Line] = []
        """Lines of other processes taken in while writing, not told by ``poll`` yet."""
        self.changed_at: int | None = None
        """When the newest change was made; None on a board nobody has touched."""

    @classmethod
    def open(cls, folder: Path, mend: Mend = lambda _seq, _wrong: "") -> Self:
        """The board of a folder, made where there is none.

        On a disk that is full or may not be written, one that is not there is read as empty.
        Raises BoardProblem where the folder cannot be read or made.
        """
        try:
            with _unless_it_may_not():
                durable.make_folder(folder)
            board = cls(folder)
            board._load(mend)
        except OSError as error:
            raise BoardProblem(
                f"The board in {folder} cannot be opened: {error.strerror}."
            ) from error
        return board

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever recorded here."""
        return self._journal.seq == 0

    @property
    def seq(self) -> int:
        """The number of the newest line taken in."""
        return self._journal.seq

    @property
    def journal_file(self) -> Path:
        """The file that holds every change."""
        return self._journal.path

    @property
    def checkpoint_file(self) -> Path:
        """The file that holds what stands now; it can be made again from the journal."""
        return self._tables.checkpoint.path

    def notices(self) -> tuple[str, ...]:
        """What a person should be told of the files, each once."""
        told = tuple(self._journal.notices)
        self._journal.notices.clear()
        if len(told) > _MOST_NOTICES:
            more = (
                f"{len(told) - _MOST_NOTICES + 1:,} more of this kind; `signalboard doctor` tells."
            )
            told = (*told[: _MOST_NOTICES - 1], more)
        return told

    def checkpoint(self) -> None:
        """Write the tables whole, so that the next start reads little of the journal."""
        if self.is_shown_only or not self._journal.is_in_place:
            return
        self._tables.checkpoint.save(
            {
                "seq": self._journal.seq,
                "hash": self._journal.hash,
                "first": self._journal.first,
                "offset": self._journal.offset,
                "lines": self._journal.lines,
                "changed": self.changed_at,
                "history": self._history.out(),
                "evidence": self._pieces.out(),
            }
        )
        self._since_checkpoint = 0

    def theses(self) -> tuple[Thesis, ...]:
        """Every thesis, by number; the same value until one of them changes."""
        if self._theses is None:
            there = self._sound("theses")
            read = (codec.thesis_in(i, doc) for i, doc in there)
            self._theses = tuple(sorted(read, key=lambda thesis: thesis.number))
        return self._theses

    def thesis(self, ident: str) -> Thesis | None:
        """One thesis, or None."""
        return next((thesis for thesis in self.theses() if thesis.id == ident), None)

    def withdrawn(self) -> tuple[Withdrawn, ...]:
        """Evidence that counts no more, in the order it was withdrawn."""
        read = (codec.withdrawn_in(i, doc) for i, doc in self._tables.documents("withdrawn"))
        return tuple(sorted(read, key=lambda gone: gone.at))

    def _sound(self, table: str) -> list[tuple[str, Document]]:
        """Those that can be read: tables of before may have what is passed over by now."""
        there = self._tables.documents(table)
        return [(ident, each) for ident, each in there if sound.is_sound(table, ident, each)]

    # -- taking lines in --------------------------------------------------

    def _hear(self) -> None:
        try:
            for begins, line in self._journal.news():
                self._unheard.append(self._take(begins, line))
        except OSError as error:
            raise BoardProblem(
                f"The journal {self._journal.path} cannot be read ({error.strerror})."
            ) from error

    def _take(self, begins: int, line: Line) -> Line:
        if wrong := self._carry_out(line.ops):
            first = f"{wrong[0].table} {excerpt(wrong[0].id, _ID)}"
            more = f" and {counted(len(wrong) - 1, 'other')}" if len(wrong) > 1 else ""
            self._journal.pass_over(f"what it says of {first}{more} cannot be understood")
            line = replace(line, ops=tuple(op for op in line.ops if op not in wrong))
        self._history.take(line, begins)
        if line.kind != "seed":
            self.changed_at = times.parse_iso(line.at)
        self._since_checkpoint += 1
        return line

    def _carry_out(self, ops: Iterable[Op]) -> list[Op]:
        """Those that could not be."""
        wrong: list[Op] = []
        for op in ops:
            if not bringing.is_sound(self._tables, op):
                wrong.append(op)
                continue
            if op.table == "evidence":
                self._pieces.take_out(op.id)
            self._tables.apply(op)
            if op.table == "evidence":
                self._pieces.put_in(op.id)
            elif op.table == "withdrawn":
                self._pieces.withdrew()
            elif op.table == "theses":
                self._theses = None
                self._pieces.reworded(op.id)
            elif op.table == "watches":
                self._watches = None
        return wrong

    # -- at the start -----------------------------------------------------

    def _load(self, mend: Mend) -> None:
        checkpoint = self._tables.checkpoint
        resumed, held = False, None
        try:
            problem = checkpoint.load(self._again)
            if checkpoint.mark:
                resumed = self._resume(checkpoint.mark)
                if not resumed:
                    checkpoint.check()  # what the journal has lost is taken from it
                    held = Held.of(checkpoint.mark, checkpoint.content)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            problem = f"{checkpoint.path} is damaged; the board was made anew from the journal."
            checkpoint.is_strange = True
        if not resumed:
            checkpoint.content = {}
            self._begin_anew()
        self._hear()
        if self._journal.has_tail:  # a whole line that lost its end, perhaps
            with contextlib.suppress(BoardProblem), self._journal.held():
                self._hear()
        is_wrong = self._journal.passed_over > 0 or held is not None
        try:
            said = mend(self._journal.seq, is_wrong)
        except BoardProblem as refused:
            self._journal.block(str(refused))
            self.is_shown_only = True
            if held is not None:
                self._carry_out(self._lost(held))
            self._unheard.clear()
            return
        if said:
            self._load_again(said)
            return
        if problem:
            self._journal.notices.append(problem + self._set_aside())
        if held is not None or self._journal.is_unreadable:
            self._bring_back(held)
        self._unheard.clear()

    def _load_again(self, said: str) -> None:
        """Another journal stands in the place of the one that was read."""
        self._journal.notices[:] = [said]
        self._tables.checkpoint.mark = {}
        self._tables.checkpoint.content = {}
        self._begin_anew()
        self.changed_at = None
        self._load(lambda _seq, _wrong: "")

    def _begin_anew(self) -> None:
        self._journal.rewind()
        self._history = History()
        self._pieces = self._no_pieces()

    def _resume(self, mark: Document) -> bool:
        if not self._journal.resume(mark["seq"], mark["hash"], mark["offset"], mark["lines"]):
            return False
        self._history = History.read(mark["history"])
        self.changed_at = mark["changed"]
        self._pieces.load(mark["evidence"])
        self._replay.until = mark["seq"]
        return True

    def _again(self, table: str, ident: str) -> Document:
        """A document of the checkpoint, from the journal: it cannot be read where it was.

        Raises BoardProblem where the journal does not have it either.
        """
        checkpoint = self._tables.checkpoint
        if not checkpoint.is_strange:
            checkpoint.is_strange = True
            self._journal.notices.append(
                f"{checkpoint.path} was damaged, or written in while it was open; what cannot be "
                "read there is read from the journal."
            )
        return self._replay.document(table, ident)

    def _set_aside(self) -> str:
        """Keep a checkpoint that cannot be used where nothing overwrites it; where that is."""
        checkpoint = self._tables.checkpoint
        if not checkpoint.is_strange:
            return ""
        try:
            with self._journal.held():
                return f" It was moved to {checkpoint.set_aside()}."
        except (OSError, BoardProblem):
            return ""  # tried again before another is written in its place

    def _bring_back(self, held: Held | None) -> None:
        """Record again what only the checkpoint has; keep aside what is no journal at all.

        Where nothing can be recorded it is shown, and recorded by a start that can.
        """
        journal = self._journal
        if held is not None and journal.first and held.first not in ("", journal.first):
            self._tables.checkpoint.is_strange = True
            journal.notices.append(
                f"{self.checkpoint_file} is of another journal; the board was made from the "
                f"journal that is there.{self._set_aside()}"
            )
            return
        try:
            with journal.held():
                self._hear()
                if journal.is_unreadable:
                    self._leave_journal()
                if held is None:
                    return
                ops = self._lost(held)
                # Ids have the numbers of lines in them: none is given twice.
                journal.seq = max(journal.seq, held.seq)
                if ops:
                    stamp = times.iso(self.changed_at or 0)
                    self._take(*journal.append(stamp, "do", _BACK, ops))
                journal.notices.append(
                    f"{journal.path} had lost changes that {self.checkpoint_file} still has. "
                    + (
                        f"{counted(len(ops), 'document')} (theses, judgments and the like) were "
                        "brought back and recorded again; `signalboard undo` takes that back."
                        if ops
                        else "What stands is the same."
                    )
                )
                with contextlib.suppress(OSError):
                    self.checkpoint()
        except (OSError, BoardProblem) as problem:
            self.is_shown_only = True
            if held is None:
                journal.notices.append(f"{journal.path} could not be moved aside: {problem}")
                return
            self._carry_out(self._lost(held))
            journal.notices.append(
                f"{journal.path} does not have all that {self.checkpoint_file} has, which is shown "
                f"here; it could not be recorded again: {problem}"
            )

    def _lost(self, held: Held) -> tuple[Op, ...]:
        self._replay.until = held.seq
        self.changed_at = max(self.changed_at or 0, held.changed_at)
        tables = Documents(self.checkpoint_file)
        tables.checkpoint.content = {name: table.copy() for name, table in held.tables.items()}
        later = self._journal.after(held.seq)
        is_known = held.first != "" and held.first == self._journal.first
        return tuple(bringing.lost(tables, later, self._tables, is_known=is_known))

    def _leave_journal(self) -> None:
        kept = durable.move(self._journal.path)
        self._journal.close()
        self._journal.notices[:] = [
            f"No line of the journal {self._journal.path} can be read. It was moved to {kept}, and "
            "a new one was begun."
        ]
        self._begin_anew()

    def _no_pieces(self) -> Pieces:
        return Pieces(lambda: self._tables.stored("evidence"), self.thesis, self.withdrawn)


@contextlib.contextmanager
def _unless_it_may_not() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in {EROFS, EACCES, EPERM, ENOSPC, EDQUOT}:
            raise
