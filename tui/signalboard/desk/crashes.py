"""What went wrong where nobody expected it, kept for whoever mends it."""

from __future__ import annotations

import os
import time
import traceback
from pathlib import Path

from signalboard import times


def written(path: Path, error: BaseException) -> str:
    """Write what happened for whoever mends it; what to say of it."""
    told = "".join(traceback.format_exception(error))
    safe = "".join(c if c == "\n" or c.isprintable() else "?" for c in told)
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(number, "a", encoding="utf-8", errors="replace") as log:
            log.write(f"--- {times.iso(int(time.time()))}\n{safe}\n")
    except OSError as problem:
        return f" What happened could not be written to {path}: {problem.strerror}."
    return f" What happened is written in {path}."
