"""The commands on mutes and saved searches: what they would do is said before it is done."""

from __future__ import annotations

import pytest

from signalboard import config
from signalboard.cli import mutes
from signalboard.desk import Effect
from signalboard.desk.following import would
from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]


def test_a_mute_is_told_and_not_done_without_a_yes(shell: Shell) -> None:
    assert shell("mute", "add", "words", "agents", status=1) == ""
    assert "would hide 2 of 5 stories, e.g.:" in shell.err
    assert "  Stripe lets agents pay" in shell.err
    assert "--yes does it without asking" in shell.err
    assert len(shell.lines("stories", "--json")) == 5


def test_a_mute_hides_and_is_counted_listed_and_removed(shell: Shell) -> None:
    shell("judge", "2", "1", "support")
    assert shell("mute", "add", "words", "agents", "--yes") == "muted words: agents\n"
    assert "would hide 1 of 5 stories" in shell.err
    assert "1 judged one stays in sight" in shell.err
    shell("mute", "add", "words", "agents")
    assert "muted already" in shell.err
    shell("mute", "add", "company", "Stripe", "--yes")
    assert [(row["kind"], row["hides"]) for row in shell.lines("mute", "list", "--json")] == [
        ("words", 1),
        ("company", 0),
    ]
    assert "1  words    agents" in shell("mute")
    assert len(shell.lines("stories", "--json")) == 4
    muted = shell("stories", "--muted")
    assert muted.lstrip().startswith("- ")
    assert "Stripe lets agents pay" in muted
    assert "1 muted" in shell()
    shell("mute", "remove", "agents", status=1)
    assert "would show 1 hidden story again" in shell.err
    assert shell("mute", "remove", "1", "--yes") == "no longer muted, words: agents\n"
    assert len(shell.lines("stories", "--json")) == 5
    shell("undo")
    assert len(shell.lines("stories", "--json")) == 4


def test_an_outlet_is_muted_and_listed(shell: Shell) -> None:
    outlet = shell.lines("stories", "--json", "--limit", "1")[0]["outlets"][0]
    narrowed = shell.lines("stories", "--json", "--outlet", outlet)
    assert narrowed and all(outlet in line["outlets"] for line in narrowed)
    shell("mute", "add", "outlet", "nobody at all", "--yes", status=1)
    assert "No story here is from an outlet called" in shell.err
    shell("mute", "add", "outlet", outlet.lower(), "--yes")
    (row,) = shell.lines("mute", "list", "--json")
    assert (row["kind"], row["value"]) == ("outlet", outlet)
    assert row["hides"] > 0
    shell("undo")
    assert shell.lines("mute", "list", "--json") == []


def test_what_cannot_be_muted_is_refused(shell: Shell) -> None:
    shell("mute", "add", "words", "x outlet:wire", "--yes", status=1)
    assert "looks at titles" in shell.err
    shell("mute", "add", "mood", "bad", status=2)
    shell("mute", "remove", "7", "--yes", status=1)


@pytest.mark.parametrize("answer", ["y\n", "n\n"])
def test_a_terminal_is_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    asked: list[str] = []
    monkeypatch.setattr(mutes, "can_ask", lambda: True)
    monkeypatch.setattr(mutes, "yes", lambda question: asked.append(question) or answer == "y\n")
    shell("mute", "add", "words", "weather", status=0 if answer == "y\n" else 1)
    assert asked == ["Mute it? [y/N] "]
    assert len(shell.lines("stories", "--json")) == (4 if answer == "y\n" else 5)


def test_searches_are_saved_used_and_forgotten(shell: Shell, places: config.Places) -> None:
    assert shell("search", "add", "Agents", "agents -shops") == "saved search: Agents\n"
    assert "1 story fits it now" in shell.err
    assert shell.lines("search", "list", "--json") == [
        {"name": "Agents", "search": "agents -shops", "stories": 1}
    ]
    assert [row["title"] for row in shell.lines("stories", "--saved", "agents", "--json")] == [
        "Stripe lets agents pay"
    ]
    assert shell("search").split() == ["Agents", "agents", "-shops"]
    shell("stories", "--saved", "nothing", status=1)
    shell("search", "add", "Agents", "agents -shops")
    assert "replaced" not in shell.err, "it is kept so already"
    assert shell("search", "add", "AGENTS", "agents") == "saved search: AGENTS\n"
    assert "Agents is saved already and is replaced; it was: agents -shops" in shell.err
    assert shell("search").split() == ["AGENTS", "agents"]
    assert shell("search", "remove", "Agents") == "forgot search: AGENTS\n"
    assert config.load(places.feeds_file).searches == ()


def test_every_effect_is_a_sentence() -> None:
    assert would(Effect(), 9) == ["would hide 0 of 9 stories"]
    assert would(Effect(hides=1, already=2, judged=1, starred=2, samples=("a",)), 9) == [
        "would hide 1 of 9 stories",
        "1 judged and 2 starred ones stay in sight: evidence is never hidden",
        "2 more are hidden by another mute already",
        "e.g.:",
        "  a",
    ]
