"""A disk that forgets: what a power cut may leave of recorded calls, by the letter of POSIX.

What a file holds is sure once the file is synced, and what it is called once its folder is. Until
then any of its writes may be there or not, and of its folder's changes of names any first part.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.layer import Call


@dataclass
class _File:
    sure: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Places and bytes; None: cut to that size."""


@dataclass
class _Folder:
    sure: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[int, str, int | None]] = field(default_factory=list)
    """Number of the call, name and what it leads to; None: nothing any more."""


Names = Callable[[int], int]
"""Of so many changes of names how many are there."""
Writes = Callable[[list[tuple[int, bytes | None]]], list[tuple[int, bytes | None]]]
"""Of these writes those that are there, perhaps in part."""


class Disk:
    """Files and folders as calls leave them, sure or pending."""

    def __init__(self, root: str) -> None:
        """``root`` is there and empty."""
        self.root = root
        self._nodes: list[_File | _Folder] = [_Folder()]
        self._calls = 0

    def take(self, call: Call) -> None:
        """One call that was done."""
        self._calls += 1
        match call.kind:
            case "open":
                if not call.existed and call.flags & os.O_CREAT:
                    self._name(call.path, self._new(_File()))
                elif call.flags & os.O_TRUNC and call.existed:
                    self._file(call.path).pending.append((0, None))
            case "write":
                self._file(call.path).pending.append((call.place, call.data))
            case "truncate":
                self._file(call.path).pending.append((call.place, None))
            case "mkdir":
                self._name(call.path, self._new(_Folder()))
            case "unlink":
                self._name(call.path, None)
            case "link":
                self._name(call.to, self._find(call.path))
            case "rename":
                node = self._find(call.path)
                self._name(call.to, node)
                self._name(call.path, None)
            case "sync":
                self._sync(self._nodes[self._find(call.path)])

    def _sync(self, node: _File | _Folder) -> None:
        if isinstance(node, _File):
            node.sure = _written(node.sure, node.pending)
        else:
            node.sure = _named(node.sure, node.pending)
        node.pending.clear()

    def left(self, names: Names, writes: Writes) -> dict[str, bytes | None]:
        """What is there after a cut: content by path below the root, None for a folder."""
        kept: dict[int, int] = {}
        sure_calls = {n for n, node in enumerate(self._nodes) if isinstance(node, _Folder)}
        there: set[int] = set()
        for number in sure_calls:
            folder = self._nodes[number]
            assert isinstance(folder, _Folder)
            kept[number] = names(len(folder.pending))
            there.update(
                call for call, _, leads in folder.pending[: kept[number]] if leads is not None
            )
        waiting = {
            call
            for node in self._nodes
            if isinstance(node, _Folder)
            for call, _, leads in node.pending
            if leads is not None
        }
        found: dict[str, bytes | None] = {}

        def walk(number: int, path: str) -> None:
            node = self._nodes[number]
            if isinstance(node, _File):
                found[path] = _written(node.sure, writes(node.pending))
                return
            if path:
                found[path] = None
            # A name goes with a rename only where the new one is there: that is one step.
            changes = [
                change
                for change in node.pending[: kept[number]]
                if change[2] is not None or change[0] not in waiting - there
            ]
            for name, leads in _named(node.sure, changes).items():
                walk(leads, f"{path}/{name}".lstrip("/"))

        walk(0, "")
        return found

    def _new(self, node: _File | _Folder) -> int:
        self._nodes.append(node)
        return len(self._nodes) - 1

    def _name(self, path: str, leads: int | None) -> None:
        folder = self._nodes[self._find(os.path.dirname(path))]
        assert isinstance(folder, _Folder)
        folder.pending.append((self._calls, os.path.basename(path), leads))

    def _find(self, path: str) -> int:
        number = 0
        for part in os.path.relpath(path, self.root).split("/"):
            if part != ".":
                folder = self._nodes[number]
                assert isinstance(folder, _Folder)
                number = _named(folder.sure, folder.pending)[part]
        return number

    def _file(self, path: str) -> _File:
        node = self._nodes[self._find(path)]
        assert isinstance(node, _File), path
        return node


def put(found: dict[str, bytes | None], folder: Path) -> None:
    """What a cut left, as files."""
    for path, content in sorted(found.items()):
        if content is None:
            (folder / path).mkdir(mode=0o700)
        else:
            (folder / path).write_bytes(content)


def _written(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    held = bytearray(content)
    for place, data in writes:
        if data is None:
            del held[place:]
        if len(held) < place:
            held.extend(bytes(place - len(held)))
        if data is not None:
            held[place : place + len(data)] = data
    return bytes(held)


def _named(sure: dict[str, int], changes: list[tuple[int, str, int | None]]) -> dict[str, int]:
    names = dict(sure)
    for _, name, leads in changes:
        if leads is None:
            names.pop(name, None)
        else:
            names[name] = leads
    return names


def nothing(writes: list[tuple[int, bytes | None]]) -> list[tuple[int, bytes | None]]:
    """No write that is not sure."""
    return []


def everything(writes: list[tuple[int, bytes | None]]) -> list[tuple[int, bytes | None]]:
    """Every write."""
    return writes


def zeros(writes: list[tuple[int, bytes | None]]) -> list[tuple[int, bytes | None]]:
    """The size is there, the bytes are not."""
    return [(at, None if data is None else bytes(len(data))) for at, data in writes]


def torn(at: int) -> Writes:
    """All writes, the last one up to a byte."""

    def kept(writes: list[tuple[int, bytes | None]]) -> list[tuple[int, bytes | None]]:
        if not writes or writes[-1][1] is None:
            return writes
        place, data = writes[-1]
        assert data is not None
        return [*writes[:-1], (place, data[:at])]

    return kept


def some(rng: random.Random) -> Writes:
    """Any of the writes, the last perhaps in part."""

    def kept(writes: list[tuple[int, bytes | None]]) -> list[tuple[int, bytes | None]]:
        chosen = [write for write in writes if rng.random() < 0.5]
        last = chosen[-1][1] if chosen else None
        return torn(rng.randint(0, len(last)))(chosen) if last else chosen

    return kept
