"""The short form of everybody on one home: nothing is lost, and what is lost would be seen."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_nothing_is_lost_where_everybody_is_on_one_home() -> None:
    words = [sys.executable, "-m", "tests.soak.together", "--quick", "--seed", "2"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=115, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "it is seen, as it must be" in done.stdout
    assert "none lost or unreadable after" in done.stdout


def test_a_kill_leaves_backups_whole_and_homes_the_one_or_the_other() -> None:
    words = [sys.executable, "-m", "tests.soak.rotation", "--quick", "--seed", "2"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=115, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "it loses, as it must" in done.stdout
    assert done.stdout.count("acknowledged meanwhile, 0 lost") == 2, done.stdout
