"""The lock file beside the journal: who holds it is alone; who waits in vain reads in it why."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import Literal

Doing = Literal["", "restore", "mend"]
"""What somebody does who is alone with the journal for longer than an append takes."""
PATIENCE = 5.0
"""Seconds to wait for another process before saying so."""
_AT_WORK = {
    b"restore": "a backup is being put back on this home",
    b"mend": "this journal is being mended from a backup",
}


def lock(handle: int, doing: Doing) -> str:
    """Wait for the lock; empty where this process has it now, else why nothing was recorded."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                return _AT_WORK.get(os.pread(handle, 16, 0)) or (
                    f"another signalboard has been writing for {PATIENCE:.0f} seconds"
                )
            time.sleep(0.002)
    _say(handle, doing)
    return ""


def _say(handle: int, doing: Doing) -> None:
    if doing or os.fstat(handle).st_size:  # what the last one said there goes: it may be killed
        with contextlib.suppress(OSError):  # on a full disk nobody hears it
            os.ftruncate(handle, 0)
            os.write(handle, doing.encode())
