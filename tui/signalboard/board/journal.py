"""The journal: one file, appended line by line, each synced before it is acknowledged.

Several processes may append: a lock file orders them, and whoever holds it
first reads what the others wrote. Readers need no lock: a line counts when
its newline is there.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from signalboard import durable
from signalboard.board import changes, intents, locking
from signalboard.board.changes import START, Line, LineProblem, NewerProblem, Op
from signalboard.board.locking import Doing
from signalboard.model import Problem

_TRIES = 50
"""Places in bytes that are no line where one may begin all the same."""


class BoardProblem(Problem):
    """The board cannot be read or written; the text is a sentence for people."""


class Journal:
    """The file of changes, read forward and appended to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seq = 0
        self.hash = START
        self.offset = 0
        """Bytes read and understood so far: where the next line begins."""
        self.lines = 0
        self.first = ""
        """The hash of the first line, which tells one journal from another; empty: not known."""
        self.notices: list[str] = []
        self.passed_over = 0
        """Lines that could not be read, or do not follow from the one before."""
        self.refuses = ""
        """Why nothing is recorded by this process; empty where it is."""
        self._broken = ""
        self._is_named = False
        """Whether this process saw to it that the file's name outlasts a power cut."""
        self._descriptor: int | None = None
        self._file: tuple[int, int] | None = None
        """Which file was read: another may be put in its place, as by a restore."""

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor, self._is_named = None, False

    def rewind(self) -> None:
        """Forget what was read: the next look begins with the first line."""
        self.seq, self.hash, self.offset, self.lines = 0, START, 0, 0
        self.first, self._file, self.passed_over = "", None, 0

    def resume(self, seq: int, tip: str, offset: int, lines: int) -> bool:
        """Go on behind a line read before; False if the journal does not hold it there.

        Raises BoardProblem where it is of a newer program.
        """
        try:
            with self.path.open("rb") as file:
                first = file.readline()
                self._refuse_newer(first)
                start = max(0, offset - len(f'"hash":"{tip}"}}\n'))
                file.seek(start)
                if file.read(offset - start) != f'"hash":"{tip}"}}\n'.encode():
                    return False
                self._file = _which(os.fstat(file.fileno()))
        except OSError:
            return False
        self.seq, self.hash, self.offset, self.lines = seq, tip, offset, lines
        self.first = first[-len(f'{START}"}}\n') : -len('"}\n')].decode("ascii", "replace")
        return True

    @property
    def is_unreadable(self) -> bool:
        """Whether there are lines, and not one of them could be read."""
        return self.lines > 0 and self.seq == 0

    @property
    def has_tail(self) -> bool:
        """Whether anything stands behind the last line that was ended."""
        try:
            return self.path.stat().st_size > self.offset
        except OSError:
            return False

    def news(self) -> Iterator[tuple[int, Line]]:
        """The lines written since the last look, with the byte each begins at.

        What cannot be read is skipped and noticed with its line number. Raises BoardProblem
        where it is of a newer program.
        """
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return
        if stat.S_ISFIFO(there.st_mode):
            raise BoardProblem(f"The journal {self.path} is a pipe, not a file. Move it away.")
        if self.offset and self._file not in (None, _which(there)):
            self._note_replaced()
            return
        self._file = _which(there)
        size = there.st_size
        if size < self.offset and not self._broken:
            self._broken = (
                f"Nothing was recorded: {self.path} became shorter while it was open; something "
                "else changed it. Close signalboard, keep a copy of the file, and start again."
            )
            self.notices.append(self._broken)
        if size <= self.offset:
            return
        with self.path.open("rb") as file:
            file.seek(self.offset)
            for raw in file:
                if not raw.endswith(b"\n"):
                    return  # still being written, or torn; settled under the lock
                self._refuse_newer(raw)
                begins = self.offset
                self.offset += len(raw)
                self.lines += 1
                within, line = self._understood(raw)
                if line is not None:
                    yield begins + within, line

    def line_at(self, seq: int, offset: int) -> Line:
        """The line of a number, which begins at a byte; raises BoardProblem where it is not."""
        try:
            with self.path.open("rb") as file:
                file.seek(offset)
                line = changes.read(file.readline())
            if line.seq != seq:
                raise LineProblem(f"line {line.seq} stands where {seq} stood")
        except (OSError, LineProblem) as error:
            raise self._unread(error) from error
        return line

    def after(self, seq: int) -> Iterator[Line]:
        """The lines with higher numbers among those read so far; what is unreadable is left out."""
        if not self.offset:
            return  # of a new board there is no file yet
        try:
            with self.path.open("rb") as file:
                while file.tell() < self.offset and (raw := file.readline()):
                    # A line begins {"seq":17, so most need no parsing.
                    number = raw[7 : raw.find(b",")]
                    if number[:20].isdigit() and int(number[:20]) <= seq:
                        continue
                    line = _readable(raw)[1]
                    if line is not None and line.seq > seq:
                        yield line
        except OSError as error:
            raise self._unread(error) from error

    def _unread(self, error: OSError | LineProblem) -> BoardProblem:
        why = (error.strerror or type(error).__name__) if isinstance(error, OSError) else error
        return BoardProblem(
            f"Nothing was changed: the journal {self.path} cannot be read back ({why}). Look at "
            "the disk and try again; `signalboard doctor` reads all of it."
        )

    @contextlib.contextmanager
    def held(self, doing: Doing = "") -> Iterator[None]:
        """Alone with the journal; raises BoardProblem if another process will not let go.

        ``doing`` is what they are told who wait for this one in vain.
        """
        if self.refuses:
            raise BoardProblem(self.refuses)
        try:
            lock = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise BoardProblem(
                f"Nothing was recorded: {self.path.parent} cannot be written ({error.strerror})."
            ) from error
        try:
            if why := locking.lock(lock, doing):
                raise BoardProblem(f"Nothing was recorded: {why}. Try again when it has finished.")
            self._end_last_line()
            yield
        finally:
            os.close(lock)

    @contextlib.contextmanager
    def intended(
        self, at: str, kind: changes.Kind, label: str, ops: tuple[Op, ...], ref: int | None
    ) -> Iterator[None]:
        """Keep on disk what is about to be appended; raises BoardProblem where it cannot be."""
        raw = changes.write(self.seq + 1, at, kind, label, ops, ref, self.hash)
        with contextlib.ExitStack() as kept:
            try:
                kept.enter_context(intents.intended(self.path.parent, raw))
            except OSError as error:
                raise BoardProblem(
                    f"Nothing was changed: {self.path.parent} cannot be written ({error.strerror})."
                ) from error
            yield

    def append(
        self, at: str, kind: changes.Kind, label: str, ops: tuple[Op, ...], ref: int | None = None
    ) -> tuple[int, Line]:
        """Write one line and sync it; the caller holds the lock and has read all news.

        Returns where it begins and the line. Raises BoardProblem if it is not
        on disk, and then for every later call: after a failed sync nobody
        knows what the disk holds.
        """
        self._check_file()
        if self._broken:
            raise BoardProblem(self._broken)
        raw = changes.write(self.seq + 1, at, kind, label, ops, ref, self.hash)
        begins = self.offset
        try:
            self._cut_torn_tail()
            descriptor = self._opened()
            if os.write(descriptor, raw) != len(raw):
                raise OSError(28, "No space left on device")
        except OSError as error:
            self._take_back(begins)
            raise BoardProblem(
                f"Nothing was recorded: writing {self.path} failed ({error.strerror}). "
                "What was judged before is safe. Make room and try again."
            ) from error
        try:
            _sync(descriptor)
            self._sync_names()
        except OSError as error:
            self._take_back(begins)
            self._broken = (
                f"Nothing was recorded: {self.path} could not be synced to disk "
                f"({error.strerror}). Judging stops here; check the disk and start again."
            )
            raise BoardProblem(self._broken) from error
        line = changes.read(raw)
        self.offset += len(raw)
        self.lines += 1
        self.seq, self.hash = line.seq, line.hash
        self.first = self.first or (line.hash if self.lines == 1 else "")
        return begins, line

    def _understood(self, raw: bytes) -> tuple[int, Line | None]:
        within, line, why = _readable(raw)
        if why:
            self.pass_over(why)
        if line is None:
            return within, None
        if line.prev != self.hash:
            self.passed_over += 1
            self.notices.append(
                f"{self.path}, line {self.lines}: it does not follow from the line before; "
                "something between them was changed or lost."
            )
        self.seq, self.hash = max(self.seq + 1, line.seq), line.hash
        if self.lines == 1:
            self.first = line.hash
        return within, line

    def pass_over(self, why: str) -> None:
        """Say of the line read last that it changes nothing here."""
        self.passed_over += 1
        self.notices.append(
            f"{self.path}, line {self.lines}: {why}; it was passed over. What that change said is "
            "missing here, all others are kept; `signalboard verify` tells what to do."
        )

    def _refuse_newer(self, raw: bytes) -> None:
        # Said in the first line, and where it changes. No hash if possible: that loads OpenSSL.
        if b'"journal":' not in raw or changes.HEAD in raw:
            return
        try:
            changes.read(raw)
        except NewerProblem as problem:
            self._broken = (
                f"The journal {self.path} was written by a newer signalboard ({problem}). "
                "It was left as it is: update signalboard."
            )
            raise BoardProblem(self._broken) from None
        except LineProblem:
            pass  # told when its turn comes

    def block(self, why: str) -> None:
        """Record nothing in this process."""
        self._broken = why
        self.notices.append(why)

    @property
    def is_in_place(self) -> bool:
        """Whether the file that was read is still the one of that name, as far as is known."""
        self._check_file()
        return not self._broken

    def _check_file(self) -> None:
        """Whoever replaces or removes the file under us must not get our next line."""
        try:
            there = self.path.stat()
        except FileNotFoundError:
            replaced = self.offset > 0
        else:
            replaced = self._file not in (None, _which(there))
        if replaced:
            self._note_replaced()

    def _note_replaced(self) -> None:
        if not self._broken:
            self._broken = (
                f"Nothing was recorded: {self.path} was replaced or removed while it was open. "
                "Close signalboard, see what became of the file, and start again."
            )
            self.notices.append(self._broken)

    def _end_last_line(self) -> None:
        """A last line that is whole but for its end gets that; what else stands there is left."""
        with contextlib.suppress(OSError), self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1))
            if file.read() in (b"", b"\n"):
                return
            file.seek(min(self.offset, size))
            tail = file.read().rpartition(b"\n")[2] + b"\n"
            if _readable(tail)[1] is None:
                return
            os.write(self._opened(), b"\n")
            self.notices.append(
                f"The last line of {self.path} had lost its end, which was put there again."
            )

    def _cut_torn_tail(self) -> None:
        """Keep aside what a crash left without a newline, so that the next line stands alone."""
        if not self.path.exists():
            return
        with self.path.open("r+b") as file:
            file.seek(self.offset)
            tail = file.read()
            if not tail:
                return
            kept = durable.keep(self.path.parent, f"{self.path.stem}-tail", tail)
            # What comes after it is synced with the next line.
            file.truncate(self.offset)
        self.notices.append(
            f"The last line of {self.path} was never finished; its {len(tail)} bytes "
            f"were moved to {kept}."
        )

    def _opened(self) -> int:
        if self._descriptor is None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            self._descriptor = os.open(self.path, flags, 0o600)
            self._file = _which(os.fstat(self._descriptor))
        return self._descriptor

    def _sync_names(self) -> None:
        """Of a file that was there as well: who made it may have been killed before this."""
        if not self._is_named:
            durable.sync_folder(self.path.parent)
            durable.sync_folder(self.path.parent.parent)
            self._is_named = True

    def _take_back(self, size: int) -> None:
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, size)


def _which(found: os.stat_result) -> tuple[int, int]:
    """What tells one file from another of the same name."""
    return found.st_dev, found.st_ino


def _readable(raw: bytes) -> tuple[int, Line | None, str]:
    """A line, where in some bytes it begins, and why they are not a line as they stand.

    What is before it may have lost its end.
    """
    within, why = 0, ""
    for _ in range(_TRIES):
        try:
            return within, changes.read(raw[within:]), why
        except LineProblem as problem:
            why = why or str(problem)
            within = raw.find(changes.BEGIN, within + 1)
            if within < 0:
                break
    return 0, None, why


def _sync(descriptor: int) -> None:
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:  # macOS: fsync alone leaves it in the drive's cache
        fcntl.fcntl(descriptor, full)
    else:
        getattr(os, "fdatasync", os.fsync)(descriptor)
