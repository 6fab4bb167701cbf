"""Lists read beside the screen, by a thread with a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from signalboard.archive.database import Database
from signalboard.archive.problem import ArchiveProblem
from signalboard.archive.selection import FIRST, Selection

_SAID_EVERY = 0.1
"""Seconds between two words of a list that grows."""
_LOOK_AFTER = 10_000
"""Steps of SQLite after which it looks whether anybody still waits."""
_PAGES = -4000
_PAINTED, _BREATH = 0.02, 0.0001
"""Seconds the thread does nothing, so that the screen's has the interpreter: once the first page
is there to be painted, if there is much more; and after each portion of the rest. Without, each
thing the screen reads or writes meanwhile would wait for it, some milliseconds each time."""
_IDLE = 1.0
"""Seconds without a list to read after which the pages of the last one are let go."""
_GRACE = 2.0
"""Seconds in which a thread that was told to end has ended."""


class Seeking:
    """One list that is read, or the stories waiting for it that are counted."""

    def __init__(self, selection: Selection, said: Callable[[], None], *, counts: bool) -> None:
        self.selection = selection
        self.said = said
        """Called by the thread: the first rows are there, there are more, there are all."""
        self.counts = counts
        """Whether what waits is counted, rather than rows found."""
        self.waiting = 0
        self.problem: ArchiveProblem | None = None
        """Why it was not read."""
        self.is_stopped = False
        self._stopped = threading.Event()
        self.begun = threading.Event()
        """The first rows are there, or nothing more will come."""

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self.is_stopped = True
        self._stopped.set()

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until it is stopped."""
        self._stopped.wait(seconds)


class Seeker:
    """Reads one list at a time: who asks for another does not look at the one before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked: SimpleQueue[Seeking | None] = SimpleQueue()
        self._lists: list[Seeking] = []
        """Lists that may still be read; the latest alone is."""
        self._database: Database | None = None
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()
        """Held where the thread goes from one to the next."""
        self._at: Seeking | None = None

    def seek(self, selection: Selection, said: Callable[[], None]) -> Seeking:
        """Read a list; the one read before is read no further."""
        for before in self._lists:
            self.stop(before)
        seeking = Seeking(selection, said, counts=False)
        self._lists = [seeking]
        self._ask(seeking)
        return seeking

    def count(self, selection: Selection, said: Callable[[], None]) -> Seeking:
        """Count what waits for a list, after what is read now."""
        counting = Seeking(selection, said, counts=True)
        self._lists.append(counting)
        self._ask(counting)
        return counting

    def stop(self, seeking: Seeking) -> None:
        """Read it no further."""
        seeking.stop()
        with self._turn:  # or the next one might be interrupted in its place
            if self._at is seeking and self._database is not None:
                # One that is just beginning is stopped by its own looks.
                self._database.connection.interrupt()

    def close(self) -> None:
        """End the thread."""
        thread, self._thread = self._thread, None
        if thread is not None:
            for seeking in self._lists:
                self.stop(seeking)
            self._asked.put(None)
            thread.join(_GRACE)

    def _ask(self, seeking: Seeking) -> None:
        self._asked.put(seeking)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="seeker", daemon=True)
            self._thread.start()

    # -- the thread -------------------------------------------------------

    def _run(self) -> None:
        while (seeking := self._next()) is not None:
            with self._turn:
                self._at = seeking
            try:
                if not seeking.is_stopped:
                    self._read(self._opened(seeking), seeking)
            except ArchiveProblem as problem:
                if not seeking.is_stopped:
                    seeking.problem = problem
            with self._turn:
                self._at = None
            seeking.begun.set()
            if not seeking.is_stopped:
                seeking.said()
        if self._database is not None:
            self._database.close()

    def _next(self) -> Seeking | None:
        """What is asked for next; while nobody asks, the pages of the last list are let go."""
        try:
            return self._asked.get(timeout=_IDLE)
        except Empty:
            if self._database is not None:
                with suppress(ArchiveProblem):
                    self._database.let_go()
            return self._asked.get()

    def _opened(self, seeking: Seeking) -> Database:
        if self._database is None:
            self._database = Database(self._path, read_only=True)
            self._database.connection.pragma("cache_size", _PAGES)
        self._database.connection.set_progress_handler(
            lambda: seeking.is_stopped, _LOOK_AFTER, id="stopped"
        )
        return self._database

    def _read(self, database: Database, seeking: Seeking) -> None:
        selection = seeking.selection
        if seeking.counts:
            seeking.waiting = selection.waiting(database)
            return
        said_at, has_rested = time.monotonic(), False
        with closing(selection.reading(database)) as reading:
            for _ in reading:
                if seeking.is_stopped:
                    return
                if seeking.begun.is_set() and not selection.is_whole:
                    seeking.rest(_BREATH if has_rested else _PAINTED)
                    has_rested = True
                now = time.monotonic()
                is_page = len(selection) >= FIRST and not seeking.begun.is_set()
                if not is_page and (not len(selection) or now - said_at < _SAID_EVERY):
                    continue
                seeking.begun.set()
                said_at = now
                seeking.said()
