"""How long a command takes, on how much processor, and what memory its processes hold."""

from __future__ import annotations

import os
import platform
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.1


@dataclass(frozen=True)
class Took:
    """What one run of a command took."""

    seconds: float
    cpu: float
    """Seconds of processor time, user and system, of the command and its children."""
    peak_mb: float
    """The most memory its processes held together: shared pages divided among their users."""
    output: str


class Failed(Exception):
    """A command that ended with another status than 0; the text says which, and what it said."""


def run(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Took:
    """Runs a command to its end in a folder. Raises Failed."""
    out = folder / "output"
    with out.open("wb") as said:
        begin = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **(env or {})},
        )
        watching = _Watching(child.pid)
        watching.start()
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        watching.end()
    text = out.read_text(encoding="utf-8", errors="replace")
    if child.returncode != 0:
        raise Failed(f"{' '.join(command[:3])} ended with {child.returncode}:\n{text[-2000:]}")
    return Took(seconds, used.ru_utime + used.ru_stime, watching.peak / 1024, text)


class _Watching(threading.Thread):
    """Looks ten times a second how much memory a process and its descendants hold, in KiB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._over = pid, threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._over.wait(PAUSE):
            self.peak = max(self.peak, sum(held(pid) for pid in family(self._pid)))

    def end(self) -> None:
        self._over.set()
        self.join()


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for one in found:
        try:
            for task in (PROC / str(one) / "task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def held(pid: int, kind: str = "Pss") -> int:
    """KiB of memory that a process holds; what it shares, divided among those who do.

    ``kind``: of what the system counts another; ``Anonymous`` is what it wrote itself, which is
    the same whoever else runs programs of the same files.
    """
    try:
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def worked(pid: int) -> float:
    """Seconds of processor time that a process has used, its children's not included."""
    try:
        told = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def cache() -> Path:
    """Where what takes long to make is kept for another run."""
    kept = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(kept) / "signalboard-bench"


def machine() -> str:
    """The machine in a line: processor, cores, memory, system, Python."""
    processor = platform.machine()
    for line in (PROC / "cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{processor}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}"
    )
