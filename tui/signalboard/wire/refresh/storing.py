"""Stores what several feeds have to say at one moment in one transaction.

A transaction costs the same for one feed as for ten. Nobody goes on before his part is
stored; a part that fails takes no other with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from signalboard.archive import Archive, Writing

TOGETHER = 12
"""Parts that wait for no more."""
PATIENCE = 0.01
"""Seconds a part waits for others."""

_Made = TypeVar("_Made")


class _Part(Generic[_Made]):
    """What one feed wants stored: a function of the transaction, which may be called again."""

    def __init__(self, store: Callable[[Writing], _Made]) -> None:
        self._store = store
        self.done: asyncio.Future[_Made] = asyncio.get_running_loop().create_future()
        self._made: _Made | None = None

    def store(self, shelf: Writing) -> None:
        self._made = self._store(shelf)

    def tell(self) -> None:
        if not self.done.done():
            self.done.set_result(self._made)  # type: ignore[arg-type]  # stored by now

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Storing:
    """The one writer of a run. Use it as a context: what waits at its end is stored."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parts: list[_Part[object]] = []
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Storing:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()

    async def store(self, store: Callable[[Writing], _Made]) -> _Made:
        """Calls it within a transaction; what it returned, once that is on disk.

        It may be called twice, if another part of the same transaction failed. Raises
        whatever it raises, and ArchiveProblem.
        """
        part = _Part(store)
        self._parts.append(part)  # type: ignore[arg-type]
        loop = asyncio.get_running_loop()
        if len(self._parts) >= TOGETHER:
            self._flush()
        elif self._timer is None:
            self._timer = loop.call_later(PATIENCE, self._flush)
        return await part.done

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        parts, self._parts = self._parts, []
        if not self._together(parts):
            for part in parts:
                self._alone(part)

    def _together(self, parts: list[_Part[object]]) -> bool:
        if len(parts) < 2:
            return False
        try:
            with self._archive.writing() as shelf:
                for part in parts:
                    part.store(shelf)
        except Exception:  # whose fault it was shows when each is stored by itself
            return False
        for part in parts:
            part.tell()
        return True

    def _alone(self, part: _Part[object]) -> None:
        try:
            with self._archive.writing() as shelf:
                part.store(shelf)
        except Exception as error:
            part.fail(error)
        else:
            part.tell()
