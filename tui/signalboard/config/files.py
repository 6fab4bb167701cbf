"""Files read and written so that a crash, a full disk or another program loses nothing."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from signalboard import durable
from signalboard.model import Problem

LONGEST = 2 * 1024 * 1024
"""Bytes of a settings file that are read: some 30,000 feeds."""

PATIENCE, MOMENT = 5.0, 0.5
"""Seconds that a command, and an open board, wait for another process before saying so."""

Fingerprint = tuple[int, int]
"""When a file was changed (nanoseconds) and its size (bytes); (0, 0) where there is none."""


class ConfigProblem(Problem):
    """Settings that cannot be made or changed as asked; its text is a sentence for people."""


def reason(error: OSError) -> str:
    """Why the system refused, in small letters."""
    return (error.strerror or type(error).__name__).lower()


def fingerprint(path: Path) -> Fingerprint:
    """What tells an edited file from the one that was read."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def read(path: Path, expected: str = "settings in YAML") -> tuple[bytes, Fingerprint]:
    """A file's bytes, and its fingerprint as it was opened. Raises ConfigProblem.

    The sentence begins with the file and says what was expected.
    """
    try:
        # Without blocking, or a named pipe in the file's place would hang the start.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise ConfigProblem(f"{path} is not a file; expected {expected}")
            raw = file.read(LONGEST + 1)
    except FileNotFoundError:
        raise ConfigProblem(f"{path} is not there; expected {expected}") from None
    except OSError as error:
        raise ConfigProblem(f"{path} cannot be read: {reason(error)}") from error
    if len(raw) > LONGEST:
        megabytes = LONGEST // (1024 * 1024)
        raise ConfigProblem(f"{path} is too large; expected at most {megabytes} MiB")
    return raw, (found.st_mtime_ns, found.st_size)


def read_to_change(path: Path, expected: str = "settings in YAML") -> tuple[bytes, Fingerprint]:
    """The same for who is going to change it; where there is none it is empty."""
    if not path.exists():
        return b"", (0, 0)
    try:
        return read(path, expected)
    except ConfigProblem as problem:
        raise ConfigProblem(f"{problem}. Nothing was changed; try again.") from problem


def write_new(path: Path, raw: bytes) -> bool:
    """Puts a file (0600) where there is none, whole or not at all; False if there is one now."""
    try:
        with durable.beside(path) as new:
            new.file.write(raw)
            new.put(new=True)
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritten(path, error) from error
    return True


def replace(path: Path, raw: bytes, mode: int | None = None) -> None:
    """Puts new content in a file's place, whole or not at all.

    A symlink stays one: its target is replaced. Unless told its mode, the file keeps it; a
    new one is 0600. Raises ConfigProblem; the file is then as it was.
    """
    target = Path(os.path.realpath(path))
    if mode is None:
        try:
            mode = stat.S_IMODE(target.stat().st_mode)
        except OSError:
            mode = 0o600
    if target.is_char_device() or target.is_block_device():
        # A rename would put a file in the place of /dev/null, for everybody.
        raise ConfigProblem(f"{path} was not changed: it is a device. It is as it was before.")
    try:
        # A pipe would be waited for.
        is_read = target.exists() and not target.is_fifo()
        before = target.read_bytes() if is_read else None
    except OSError as error:
        raise ConfigProblem(
            f"{path} was not changed: it cannot be read: {reason(error)}. It is as it was before."
        ) from error
    try:
        with durable.beside(target, mode) as new:
            new.file.write(raw)
            new.put()
    except OSError as error:
        if isinstance(error, durable.UnsureError):  # nobody is to take it for done
            _put_back(path, target, before, mode)
        raise _unwritten(path, error) from error


def _put_back(path: Path, target: Path, before: bytes | None, mode: int) -> None:
    try:
        if before is None:
            target.unlink()
            return
        with durable.beside(target, mode) as old:
            old.file.write(before)
            old.file.flush()
            old.waiting.replace(target)
    except OSError as error:
        raise ConfigProblem(
            f"{path} was changed, and whether that lasts is not sure: {reason(error)}. Look at it, "
            "and at the disk."
        ) from error


def _unwritten(path: Path, error: OSError) -> ConfigProblem:
    return ConfigProblem(f"{path} could not be written: {reason(error)}. It is as it was before.")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds off other signalboard processes that would change the same file.

    Raises ConfigProblem where one has not let go of it after ``PATIENCE``.
    """
    folder = Path(os.path.realpath(path)).parent
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise ConfigProblem(
            f"{path} was not changed: its folder cannot be opened: {reason(error)}."
        ) from error
    try:
        with suppress(OSError):  # some network file systems have no locks
            _wait_for(handle, path)
        yield
    finally:
        os.close(handle)


def _patience() -> float:
    """A moment only where a loop runs in this thread: it is a screen's, and somebody waits."""
    if asyncio := sys.modules.get("asyncio"):
        with suppress(RuntimeError):
            asyncio.get_running_loop()
            return MOMENT
    return PATIENCE


def _wait_for(handle: int, path: Path) -> None:
    patience = _patience()
    deadline = time.monotonic() + patience
    while True:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise ConfigProblem(
                    f"{path} was not changed: another program has held its folder for "
                    f"{patience:g} seconds. Try again when it has finished."
                ) from None
            time.sleep(0.01)


@contextmanager
def only_one(lock: Path) -> Iterator[bool]:
    """Whether no other process holds this file; let go of when this one ends.

    Unlike ``alone`` it does not wait. Raises ConfigProblem where the file cannot be made.
    """
    try:
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ConfigProblem(
            f"Nothing was done: {lock} cannot be written: {reason(error)}. What is there is as it "
            "was; look at the permissions of the folder and the room on the disk."
        ) from error
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
