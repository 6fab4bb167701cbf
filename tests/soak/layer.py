"""Between the program and its files: every call that opens, writes, syncs or names is seen first.

The trial of power cuts records what went by, that of faults makes one call fail. Calls of Python
are seen, whoever makes them; SQLite's are not, it reaches the system by itself.
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = ("open", "write", "sync", "rename", "link", "unlink", "mkdir", "truncate")


@dataclass(frozen=True, slots=True)
class Call:
    """One call about a file of the home."""

    kind: str
    path: str
    flags: int = 0
    existed: bool = True
    """Of an open: whether there was one already."""
    data: bytes = b""
    place: int = 0
    """The byte a write begins at, or the size that a file is cut to."""
    to: str = ""
    """The new name, of a rename or link."""
    is_direct: bool = False
    """Of a write: whether who wrote hears how many bytes were taken."""


class Short(Exception):
    """Raised in the place of a direct write of which only so many bytes are taken."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


Seen = Callable[[Call], None]


class Layer:
    """Put in the place of Python's calls while ``watched`` is entered."""

    def __init__(self, root: Path, before: Seen, after: Seen = lambda call: None) -> None:
        """``before`` may raise OSError in the call's place; ``after`` hears what was done."""
        self.root = os.path.realpath(root)
        self.before, self.after = before, after
        self._paths: dict[int, str] = {}
        self._appends: set[int] = set()
        names = ["open", "close", "dup", "fdopen", "write", "fsync", "fdatasync", "ftruncate"]
        names += ["rename", "replace", "link", "unlink", "remove", "mkdir"]
        self.real = {name: getattr(os, name) for name in names}
        self._io_open = io.open

    def path_of(self, descriptor: int) -> str | None:
        return self._paths.get(descriptor)

    def seen(self, call: Call, done: Callable[[], Any]) -> Any:
        self.before(call)
        result = done()
        self.after(call)
        return result

    def inside(self, path: Any) -> str | None:
        if isinstance(path, int):
            return self._paths.get(path)
        whole = os.path.abspath(os.fsdecode(path))
        return whole if whole == self.root or whole.startswith(self.root + "/") else None

    @contextmanager
    def watched(self) -> Iterator[Layer]:
        """Every call within the body is seen."""
        names = {name: getattr(self, f"_{name}") for name in self.real}
        for name, ours in names.items():
            setattr(os, name, ours)
        io.open = builtins.open = self._opened  # type: ignore[assignment]
        try:
            yield self
        finally:
            for name, real in self.real.items():
                setattr(os, name, real)
            io.open = builtins.open = self._io_open  # type: ignore[assignment]

    # -- what stands in the place of what ----------------------------------

    def _open(self, path: Any, flags: int, *rest: Any, **named: Any) -> int:
        here = self.inside(path)
        if here is None:
            return int(self.real["open"](path, flags, *rest, **named))
        call = Call("open", here, flags, os.path.lexists(here))
        descriptor = int(self.seen(call, lambda: self.real["open"](path, flags, *rest, **named)))
        self.keep(descriptor, here, flags)
        return descriptor

    def keep(self, descriptor: int, path: str, flags: int) -> None:
        self._paths[descriptor] = path
        (self._appends.add if flags & os.O_APPEND else self._appends.discard)(descriptor)

    def _close(self, descriptor: int) -> None:
        self._paths.pop(descriptor, None)
        self.real["close"](descriptor)

    def _dup(self, descriptor: int) -> int:
        return int(self.real["dup"](descriptor))

    def _write(self, descriptor: int, data: Any) -> int:
        here = self._paths.get(descriptor)
        if here is None:
            return int(self.real["write"](descriptor, data))
        at = (
            os.fstat(descriptor).st_size
            if descriptor in self._appends
            else os.lseek(descriptor, 0, os.SEEK_CUR)
        )
        call = Call("write", here, data=bytes(data), place=at, is_direct=True)
        try:
            return int(self.seen(call, lambda: self.real["write"](descriptor, data)))
        except Short as short:
            return int(self.real["write"](descriptor, bytes(data)[: short.count]))

    def _fsync(self, descriptor: int) -> None:
        self._synced("fsync", descriptor)

    def _fdatasync(self, descriptor: int) -> None:
        self._synced("fdatasync", descriptor)

    def _synced(self, name: str, descriptor: Any) -> None:
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        here = self._paths.get(number)
        if here is None:
            self.real[name](number)
        else:
            self.seen(Call("sync", here), lambda: self.real[name](number))

    def _ftruncate(self, descriptor: int, size: int) -> None:
        here = self._paths.get(descriptor)
        if here is None:
            self.real["ftruncate"](descriptor, size)
        else:
            call = Call("truncate", here, place=size)
            self.seen(call, lambda: self.real["ftruncate"](descriptor, size))

    def _moved(self, name: str, kind: str, path: Any, to: Any, **named: Any) -> None:
        here, there = self.inside(path), self.inside(to)
        if here is None or there is None:
            self.real[name](path, to, **named)
        else:
            call = Call(kind, here, to=there)
            self.seen(call, lambda: self.real[name](path, to, **named))

    def _rename(self, path: Any, to: Any, **named: Any) -> None:
        self._moved("rename", "rename", path, to, **named)

    def _replace(self, path: Any, to: Any, **named: Any) -> None:
        self._moved("replace", "rename", path, to, **named)

    def _link(self, path: Any, to: Any, **named: Any) -> None:
        self._moved("link", "link", path, to, **named)

    def _unlink(self, path: Any, **named: Any) -> None:
        here = self.inside(path)
        if here is None:
            self.real["unlink"](path, **named)
        else:
            self.seen(Call("unlink", here), lambda: self.real["unlink"](path, **named))

    _remove = _unlink

    def _mkdir(self, path: Any, *rest: Any, **named: Any) -> None:
        here = self.inside(path)
        if here is None:
            self.real["mkdir"](path, *rest, **named)
        else:
            self.seen(Call("mkdir", here), lambda: self.real["mkdir"](path, *rest, **named))

    def _fdopen(self, descriptor: int, mode: str = "r", *rest: Any, **named: Any) -> Any:
        here = self._paths.get(descriptor)
        if here is None or not _writes(mode):
            return self.real["fdopen"](descriptor, mode, *rest, **named)
        return _buffered(_File(self, descriptor, here, mode), mode)

    def _opened(self, path: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        here = self.inside(path)
        if here is None or isinstance(path, int):
            return self._io_open(path, mode, *rest, **named)
        if not _writes(mode):
            self.before(Call("open", here))
            return self._io_open(path, mode, *rest, **named)
        flags = os.O_RDWR if "+" in mode else os.O_WRONLY
        if "w" in mode:
            flags |= os.O_CREAT | os.O_TRUNC
        if "a" in mode:
            flags |= os.O_CREAT | os.O_APPEND
        if "x" in mode:
            flags |= os.O_CREAT | os.O_EXCL
        descriptor = self._open(path, flags | os.O_CLOEXEC, 0o666)
        return _buffered(_File(self, descriptor, here, mode), mode)


class _File(io.FileIO):
    """A file object's own calls to the system."""

    def __init__(self, layer: Layer, descriptor: int, path: str, mode: str) -> None:
        super().__init__(descriptor, mode.replace("b", "").replace("t", "").replace("x", "w"))
        self._layer, self._path = layer, path
        self._is_append = "a" in mode

    def write(self, data: Any) -> int:  # type: ignore[override]
        at = os.fstat(self.fileno()).st_size if self._is_append else self.tell()
        call = Call("write", self._path, data=bytes(data), place=at)
        return int(self._layer.seen(call, lambda: super(_File, self).write(data)))

    def truncate(self, size: int | None = None) -> int:  # type: ignore[override]
        to = self.tell() if size is None else size
        call = Call("truncate", self._path, place=to)
        return int(self._layer.seen(call, lambda: super(_File, self).truncate(to)))

    def close(self) -> None:
        if not self.closed:
            self._layer._paths.pop(self.fileno(), None)
        super().close()


def _writes(mode: str) -> bool:
    return bool(set("wax+") & set(mode))


def _buffered(raw: _File, mode: str) -> Any:
    file = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
    return file if "b" in mode else io.TextIOWrapper(file, encoding="utf-8")
