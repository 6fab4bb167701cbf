"""What commands print of what the evidence adds up to."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]


def test_a_thesis_is_shown_with_what_its_evidence_adds_up_to(shell: Shell) -> None:
    bare = json.loads(shell("thesis", "show", "wallets", "--json"))
    assert bare["conviction"] is None and bare["change_30_days_db"] is None
    assert "—" in shell("thesis", "list").splitlines()[1]
    for number, (stance, strength) in enumerate(
        [("support", 3), ("support", 2), ("support", 1), ("contradict", 2), ("contradict", 1)], 1
    ):
        shell("judge", str(number), "wallets", stance, "--strength", str(strength))
    shown = json.loads(shell("thesis", "show", "wallets", "--json"))
    assert shown["conviction"] == {
        "db": pytest.approx(8.68, abs=0.001),
        "p": pytest.approx(0.8807, abs=0.001),
        "low": pytest.approx(0.648, abs=0.001),
        "high": pytest.approx(0.967, abs=0.001),
        "word": "very likely",
        "tally": [3, 2],
    }
    assert list(shown["conviction"]) == ["db", "p", "low", "high", "word", "tally"]
    assert shown["change_30_days_db"] == pytest.approx(8.68, abs=0.001)
    assert (shown["guards"], shown["earlier_wording"]) == (["linchpin"], 0)
    listed = shell.lines("thesis", "list", "--json")
    assert [thesis["conviction"] for thesis in listed] == [None, shown["conviction"]]
    line = shell("thesis", "list").splitlines()[1]
    assert "very likely      88% 65-97%  [+3/-2]" in line
    told = shell("thesis", "show", "wallets")
    assert "adds up      +8.7 dB, +8.7 dB in 30 days" in told
    assert "guard        Without “" in told


def test_a_reworded_thesis_tells_what_stays_with_its_earlier_wording(shell: Shell) -> None:
    shell("judge", "1", "wallets", "support")
    shell("thesis", "edit", "wallets", "--statement", "agents pay for lunch")
    shown = json.loads(shell("thesis", "show", "wallets", "--json"))
    assert (shown["conviction"], shown["earlier_wording"]) == (None, 1)
    told = shell("thesis", "show", "wallets")
    assert "earlier      1 judgment of an earlier wording" in told and "adds up" not in told
