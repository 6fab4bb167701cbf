"""Every property of every writer, asked of 3,000 random titles."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

NAME = "titles"
COUNT = 3000
_ROOT = Path(__file__).resolve().parents[2]


def run(seconds: float, seed: int) -> bool:
    """Asks them all, however long it takes; whether they hold."""
    del seconds
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto",
         "--hypothesis-seed", str(seed), "--timeout", "600", "-m", "",
         *sorted(map(str, (_ROOT / "tests" / "export").glob("test_export_*.py")))],
        cwd=_ROOT, env={**os.environ, "SIGNALBOARD_TITLES": str(COUNT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout[-8000:], f"\n{NAME} broke (seed {seed})")
        return False
    print(f"  {NAME:14} {COUNT:>8,} a property, {time.monotonic() - started:.0f} seconds")
    return True
