"""A text that is being written, in a file of its own until it is taken over: an editor may fail.

The file is the person's: it is never overwritten with anything but what they write.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from signalboard import durable

MOST = 1_000_000
"""Bytes that are read of one."""


def left(path: Path) -> str | None:
    """What stands in the file; None where there is none. Raises OSError where it is no file."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            told = "a link stands in its place, which is not followed; put the text itself there"
            raise OSError(errno.ELOOP, told, str(path)) from error
        raise
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not a file", str(path))
        raw = file.read(MOST + 1)
    if len(raw) > MOST:
        raise OSError(errno.EFBIG, f"it is larger than {MOST:,} bytes", str(path))
    return raw.decode("utf-8", errors="replace")


def put(path: Path, text: str) -> None:
    """Write it whole: at every moment the file has the old text or the new one. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with durable.beside(path) as new:
        new.file.write(text.encode("utf-8", errors="replace"))
        new.put()


def drop(path: Path) -> None:
    """It was taken over, or nothing was written."""
    with suppress(OSError):
        path.unlink()
