"""The short form of each trial: it passes, and its control arm fails as it should."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("trial", ["kill", "power", "faults", "corruption"])
def test_nothing_is_lost(trial: str) -> None:
    words = [sys.executable, "-m", f"tests.soak.{trial}", "--quick"]
    words += [] if trial == "faults" else ["--seed", "2"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=100, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    told = ("lost or unreadable after", "loses, as it must", "found out, as it must be")
    told += ("nothing lost that another file had",)
    assert any(each in done.stdout for each in told), done.stdout
