"""The real `signalboard refresh` over a server of faults: what it tells, how long, how large."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.server import FaultServer, Handler

_INTERVAL = 0.1
MB = 1000 * 1000


@dataclass
class Ran:
    """One run of the command."""

    status: int
    seconds: float
    peak: int
    """Bytes of memory of all its processes together, at most (PSS: shared pages counted once)."""
    done: dict[str, dict[str, Any]]
    """What was told of each feed, by name."""
    took: dict[str, float] = field(default_factory=dict)
    """Seconds from when its server was first asked to when the feed was done."""
    total: dict[str, Any] = field(default_factory=dict)
    told: str = ""


async def refresh(
    home: Path, urls: Mapping[str, str], begun: Mapping[str, float], *, seconds: float = 240
) -> Ran:
    """Refreshes these feeds by the command, in a home of its own, with all its real limits.

    ``begun``: when each was first asked for, as it comes to be known.
    """
    home.mkdir(parents=True, exist_ok=True)
    lines = [f"  - name: {json.dumps(name)}\n    url: {url}\n" for name, url in urls.items()]
    (home / "feeds.yaml").write_text("feeds:\n" + "".join(lines))
    started = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "signalboard", "--home", str(home), "refresh", "--now", "--json"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        limit=1 << 24,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    told = asyncio.create_task(process.stderr.read())
    peaks = [0]
    sampling = asyncio.create_task(_sampled(process.pid, peaks))
    ran = Ran(-1, 0.0, 0, {})
    try:
        async with asyncio.timeout(seconds):
            while line := await process.stdout.readline():
                event = json.loads(line)
                if event["event"] == "done":
                    name, now = event["name"], time.monotonic()
                    ran.done[name] = event
                    ran.took[name] = now - begun.get(name, now)
                elif event["event"] == "total":
                    ran.total = event
            ran.status = await process.wait()
    finally:
        sampling.cancel()
        if process.returncode is None:
            process.kill()
    ran.seconds, ran.peak = time.monotonic() - started, peaks[0]
    ran.told = (await told).decode()
    return ran


async def over(home: Path, handlers: Mapping[str, Handler], names: Sequence[str]) -> Ran:
    """Serves handlers, and refreshes those of these names."""
    async with FaultServer(dict(handlers)) as server:
        urls = {name: server.url(name) for name in names}
        return await refresh(home, urls, server.begun)


async def _sampled(pid: int, peaks: list[int]) -> None:
    while True:
        # In a thread: the server whose answers are timed runs in this loop.
        peaks[0] = max(peaks[0], await asyncio.to_thread(_memory, pid))
        await asyncio.sleep(_INTERVAL)


def _memory(pid: int) -> int:
    """Bytes of a process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                stat = Path("/proc", name, "stat").read_text()
                parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(name))
    family, found = [pid], 0
    while family:
        member = family.pop()
        family += parents.get(member, [])
        with suppress(OSError):
            for line in Path("/proc", str(member), "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    found += int(line.split()[1]) * 1024
    return found
