"""Eight feeds as large as feeds may be, at once: read by the real command, in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.__main__ import MOST_MEMORY
from tests.faults.great import great
from tests.faults.running import over
from tests.faults.serving import GOOD, good

KINDS = {"many": 5000, "oldest_first": 5000, "long": 1000, "long_wide": 1000}


@pytest.mark.timeout(400)
async def test_eight_great_feeds_are_read_in_little_memory(tmp_path: Path) -> None:
    expected = {f"great_{kind}_{n}": new for n in (1, 2) for kind, new in KINDS.items()}
    handlers = {name: great(name) for name in expected} | dict.fromkeys(GOOD, good)
    idle = await over(tmp_path / "idle", handlers, GOOD)
    ran = await over(tmp_path / "great", handlers, [*expected, *GOOD])
    print(f"{(ran.peak - idle.peak) / 1e6:.0f} MB above a run over good feeds")
    got = {name: (ran.done[name]["outcome"], ran.done[name]["new"]) for name in expected}
    assert got == {name: ("entries", new) for name, new in expected.items()}
    assert {ran.done[name]["new"] for name in GOOD} == {2}
    assert ran.peak - idle.peak < MOST_MEMORY
