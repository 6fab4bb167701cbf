"""Prints the fault table: every behaviour, what must come of it, what came, how long it took.

    python -m tests.faults [NAME...]

All of them at once through the real `signalboard refresh`, with its real limits; then the
memory of all its processes, beside that of a run over good feeds only. The exit status is 1
where anything is not as it must be.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.faults.cases import CASES, TARGETS
from tests.faults.running import MB, Ran, over
from tests.faults.serving import GOOD, good

MOST_SECONDS = 31.0
MOST_MEMORY = 200 * MB


def main(wanted: list[str]) -> int:
    """Runs, prints, and says whether all is well."""
    cases = [case for case in CASES if not wanted or case.name in wanted]
    handlers = {case.name: case.handler for case in CASES} | TARGETS | dict.fromkeys(GOOD, good)
    with tempfile.TemporaryDirectory() as folder:
        idle = asyncio.run(over(Path(folder, "idle"), handlers, GOOD))
        names = [case.name for case in cases]
        ran = asyncio.run(over(Path(folder, "faults"), handlers, [*names, *GOOD]))
    wrong = 0
    print(f"{'behaviour':34} {'expected':12} {'got':12} {'new':>5} {'seconds':>8}")
    for case in cases:
        told = ran.done.get(case.name, {"outcome": "(nothing)", "new": 0})
        seconds = ran.took.get(case.name, 0.0)
        is_right = (told["outcome"], told["new"]) == (case.outcome, case.new)
        is_right = is_right and seconds < MOST_SECONDS
        wrong += not is_right
        row = (
            f"{case.name:34} {case.outcome:12} {told['outcome']:12} {told['new']:5} {seconds:8.1f}"
        )
        print(row + ("" if is_right else "   WRONG"))
    return 1 if wrong + _summed(ran, idle, len(cases), wrong) else 0


def _summed(ran: Ran, idle: Ran, count: int, wrong: int) -> int:
    """Prints what holds for the run as a whole; how much of it is wrong."""
    spoiled = [name for name in GOOD if ran.done.get(name, {}).get("new") != 2]
    above = ran.peak - idle.peak
    longest = max(ran.took.values(), default=0.0)
    print(f"\n{count} behaviours, {wrong} wrong; {len(GOOD)} good feeds among them,", end=" ")
    print(f"{len(spoiled)} affected")
    print(f"longest feed {longest:.1f} s, the whole run {ran.seconds:.1f} s")
    print(f"memory of all processes at most {ran.peak / MB:.0f} MB, with good feeds only", end=" ")
    print(f"{idle.peak / MB:.0f} MB: {above / MB:.0f} MB above")
    return len(spoiled) + (above > MOST_MEMORY) + (longest > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
