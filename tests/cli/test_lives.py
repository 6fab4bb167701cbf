"""The life of a thesis by command."""

from __future__ import annotations

import json

from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]

TIPS = ("thesis", "new", "Tips", "--statement", "agents tip", "--negation", "they do not")


def test_a_thesis_from_draft_to_its_end_and_back(shell: Shell) -> None:
    made = json.loads(
        shell(*TIPS, "--horizon", "2 years", "--rival", "people tip", "--pre-mortem", "no one pays",
              "--json")
    )  # fmt: skip
    assert "It is a draft. To be active it lacks: A prior:" in shell.err
    assert (made["status"], made["prior_said"], made["rivals"], made["pre_mortem"]) == (
        "draft", False, ["people tip"], "no one pays",
    )  # fmt: skip
    assert made["horizon"].endswith("T23:59:59Z") and made["closed"] is None
    shown = shell("thesis", "show", "tips")
    assert (
        "(not said)" in shown
        and "missing      A prior" in shown
        and "rival        people tip" in shown
    )
    shell("thesis", "activate", "tips", status=1)
    assert "What is missing: A prior" in shell.err and "An open watch" in shell.err
    shell("thesis", "edit", "tips", "--prior", ".3", "--horizon", "")
    assert json.loads(shell("thesis", "show", "tips", "--json"))["horizon"] is None
    shell(
        "watch", "new", "tips", "q", "--hit", "a", "--miss", "b", "--by", "3m", "--preset", "hoop"
    )
    assert "Tips may be active now: signalboard thesis activate tips" in shell.err
    assert json.loads(shell("thesis", "show", "tips", "--json"))["missing"] == []
    assert json.loads(shell("thesis", "activate", "tips", "--json"))["status"] == "active"
    shell("thesis", "activate", "tips")
    assert "active already" in shell.err
    shell("thesis", "close", "tips", "confirmed", status=1)
    assert "takes a post-mortem" in shell.err
    closed = json.loads(
        shell("thesis", "close", "tips", "refuted", "--post-mortem", "nobody tipped", "--json")
    )
    assert (closed["status"], closed["post_mortem"]) == ("refuted", "nobody tipped")
    assert closed["closed"] is not None
    shell("thesis", "close", "tips", "refuted")
    assert "refuted already" in shell.err
    assert "post-mortem  nobody tipped" in shell("thesis", "show", "tips")
    assert "Tips" not in shell("thesis", "list")
    assert "1 thesis closed: thesis list --closed" in shell.err
    (line,) = shell("thesis", "list", "--closed").splitlines()
    assert "Tips" in line and f"(refuted {closed['closed'][:10]})" in line
    assert shell.lines("thesis", "list", "--closed", "--json")[0]["status"] == "refuted"
    again = json.loads(shell("thesis", "reopen", "tips", "--json"))
    assert (again["status"], again["closed"], again["post_mortem"]) == ("active", None, "")
    shell("thesis", "reopen", "tips", status=1)
    assert shell("undo") == "undone  reopened thesis: Tips\n"


def test_what_was_never_active_is_retired_only(shell: Shell) -> None:
    shell(*TIPS)
    shell("thesis", "close", "tips", "confirmed", "--post-mortem", "x", status=1)
    assert "never put to the test" in shell.err
    shell("thesis", "retire", "tips", "--post-mortem", "of no use")
    shown = json.loads(shell("thesis", "show", "tips", "--json"))
    assert (shown["status"], shown["post_mortem"]) == ("retired", "of no use")
    shell("thesis", "reopen", "tips")
    assert "It is a draft" in shell.err
    shell("thesis", "close", "tips", "lost", status=2)
    shell(*TIPS[:2], "Other", *TIPS[3:], "--horizon", "yesterday", status=1)
