"""Evidence by command: what each adds, quotes, affirming, retracting."""

from __future__ import annotations

import json

from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]


def judged(shell: Shell, story: str, stance: str, strength: int = 1) -> str:
    made = json.loads(shell("judge", story, "wallets", stance, "--strength", str(strength)))
    return str(made["id"])


def test_evidence_is_listed_with_what_each_adds(shell: Shell) -> None:
    strong = judged(shell, "1", "support", 3)
    slight = judged(shell, "2", "support")
    against = judged(shell, "3", "contradict", 2)
    aside = json.loads(shell("judge", "4", "wallets", "no-bearing"))["id"]
    told = {each["id"]: each["adds_db"] for each in shell.lines("evidence", "list", "--json")}
    assert told == {against: 5.0, strong: 10.0, slight: 1.6, aside: None}
    lines = shell("evidence", "list", "--thesis", "wallets").splitlines()
    assert against in lines[0] and "strongest contradiction" in lines[0] and "5.00 dB" in lines[0]
    assert any("linchpin" in line and strong in line for line in lines)
    assert any("no bearing" in line and aside in line for line in lines)
    assert shell("evidence", "list", "--thesis", "web4") == ""


def test_a_quote_is_kept_and_it_is_said_where_it_does_not_stand_in_the_story(shell: Shell) -> None:
    piece = judged(shell, "1", "support")
    made = json.loads(shell("evidence", "quote", piece, "lets  Agents pay", "--by", "the chief"))
    assert (made["quote"], made["quoted"]) == ("lets Agents pay", "the chief")
    assert shell.err == ""
    shell("evidence", "quote", piece, "We ship in May.")
    assert "does not stand in the text" in shell.err
    shell("evidence", "quote", piece, "We ship in May.")
    assert "so already" in shell.err
    shell("evidence", "quote", piece, "x" * 301, status=1)
    assert "at most 300 characters and this has 301" in shell.err
    assert json.loads(shell("evidence", "quote", piece, ""))["quote"] == ""
    shell("evidence", "quote", "e99", "x", status=1)
    assert "There is no evidence 'e99'" in shell.err


def test_evidence_is_affirmed_one_by_one_or_in_one_go(shell: Shell) -> None:
    pieces = [judged(shell, str(number), "support") for number in (1, 2, 3)]
    shell("thesis", "edit", "wallets", "--statement", "agents pay for lunch")
    assert shell("evidence", "affirm", "wallets", pieces[1]).startswith("affirmed: Shops")
    shown = json.loads(shell("thesis", "show", "wallets", "--json"))
    assert (shown["earlier_wording"], shown["conviction"]["tally"]) == (2, [1, 0])
    assert shell("evidence", "affirm", "wallets") == "affirmed 2 judgments: Agents get wallets\n"
    shell("evidence", "affirm", "wallets")
    assert "of the wording of now; nothing was changed" in shell.err
    shell("evidence", "affirm", "wallets", "e99", status=1)
    assert "There is no evidence 'e99' on Agents get wallets" in shell.err
    shell("undo")
    assert json.loads(shell("thesis", "show", "wallets", "--json"))["earlier_wording"] == 2


def test_evidence_is_retracted_or_superseded(shell: Shell) -> None:
    one, two = judged(shell, "1", "support"), judged(shell, "2", "contradict")
    assert shell("evidence", "retract", one, "--why", "withdrawn").startswith("retracted: Stripe")
    shell("evidence", "retract", two, "--by", one, status=1)
    assert "no evidence" in shell.err
    three = judged(shell, "3", "support")
    assert shell("evidence", "retract", two, "--by", three).startswith("superseded: Shops")
    assert [each["id"] for each in shell.lines("evidence", "list", "--json")] == [three]
