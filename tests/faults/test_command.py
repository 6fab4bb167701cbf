"""Everything at once through the real command, with its real limits: time and memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.__main__ import MOST_MEMORY, MOST_SECONDS
from tests.faults.cases import CASES, TARGETS
from tests.faults.running import over
from tests.faults.serving import GOOD, good


@pytest.mark.timeout(400)
async def test_the_command_survives_them_all_in_good_time_and_little_memory(
    tmp_path: Path,
) -> None:
    handlers = {case.name: case.handler for case in CASES} | TARGETS | dict.fromkeys(GOOD, good)
    idle = await over(tmp_path / "idle", handlers, GOOD)
    ran = await over(tmp_path / "faults", handlers, [*(case.name for case in CASES), *GOOD])
    assert {
        name: (ran.done[name]["outcome"], ran.done[name]["new"]) for name in GOOD
    } == dict.fromkeys(GOOD, ("entries", 2))
    expected = {case.name: (case.outcome, case.new) for case in CASES}
    got = {
        case.name: (ran.done[case.name]["outcome"], ran.done[case.name]["new"]) for case in CASES
    }
    assert got == expected
    assert max(ran.took.values()) < MOST_SECONDS
    assert ran.peak - idle.peak < MOST_MEMORY
    assert "Traceback" not in ran.told
    assert ran.status == 0
