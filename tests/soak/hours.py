"""A clock that is put forward for every process of a trial.

Processes started with `environment` ask this clock for the time. What they measure by
`time.monotonic` (pauses, timeouts) stays real, as on a machine whose clock somebody sets.
They also write down each warning that Python would give.
"""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUR = 3600
_FORM = "d"
_INSTALLED = f"""
import mmap, os, struct, time, warnings

def _asked(path, real=time.time):
    with open(path, "rb") as file:
        shared = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
    return lambda: real() + struct.unpack({_FORM!r}, shared[:8])[0]

def _told(message, category, filename, lineno, file=None, line=None):
    with open(os.environ["SOAK_WARNINGS"], "a") as log:
        print(f"{{filename}}:{{lineno}}: {{category.__name__}}: {{message}}", file=log)

if "SOAK_CLOCK" in os.environ:
    time.time = _asked(os.environ["SOAK_CLOCK"])
    warnings.simplefilter("always")
    warnings.showwarning = _told
"""


class Hours:
    """The clock, in a folder; what was warned of is kept there too."""

    def __init__(self, folder: Path) -> None:
        (folder / "clock").mkdir(parents=True)
        (folder / "clock" / "sitecustomize.py").write_text(_INSTALLED)
        self._path = folder / "offset"
        self._path.write_bytes(struct.pack(_FORM, 0.0))
        self._warnings = folder / "warnings"
        self._ahead = 0.0
        below = [str(folder / "clock"), str(ROOT / "tui")]
        self.environment = {
            "PYTHONPATH": os.pathsep.join(below),
            "SOAK_CLOCK": str(self._path),
            "SOAK_WARNINGS": str(self._warnings),
        }

    def now(self) -> int:
        """What the processes are told now, in seconds."""
        return int(time.time() + self._ahead)

    def forward(self, seconds: float) -> None:
        """Put it forward, or back, for all who ask from now on."""
        self._ahead += seconds
        with self._path.open("r+b") as file:
            file.write(struct.pack(_FORM, self._ahead))

    def warnings(self) -> list[str]:
        """What was warned of, each once."""
        if not self._warnings.exists():
            return []
        return list(dict.fromkeys(self._warnings.read_text().splitlines()))
