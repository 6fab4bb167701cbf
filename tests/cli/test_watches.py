"""Watches and calibration by command."""

from __future__ import annotations

import json

import pytest

from signalboard import times
from signalboard.times import DAY
from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]

SEED = "web4-at-velocity-w1"
NEW = ("watch", "new", "wallets", "Do they pay?", "--hit", "they do", "--miss", "they do not")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A clock to be turned: what it holds is now."""
    now = [times.parse_iso("2026-12-01T12:00:00Z")]
    monkeypatch.setattr("signalboard.desk.rooms._now", lambda: now[0])
    return now


def test_a_watch_is_made_shown_edited_and_removed(shell: Shell, clock: list[int]) -> None:
    made = json.loads(
        shell(
            *NEW, "--void", "nobody says", "--look-up", "filings", "--by", "6 months",
            "--resolves", "2027-06-15", "--preset", "Smoking-Gun", "--forecast", ".3", "--json",
        )
    )  # fmt: skip
    ident = made["id"]
    assert made == {
        "id": ident, "thesis": "agents-get-wallets", "question": "Do they pay?",
        "hit_if": "they do", "miss_if": "they do not", "void_if": "nobody says",
        "look_up": "filings", "opened": "2026-12-01T12:00:00Z", "closes": "2027-06-01T23:59:59Z",
        "resolves": "2027-06-15T23:59:59Z", "due": False, "h1": 0.5, "h0": 0.05,
        "preset": "smoking gun", "kill": False, "hit_db": pytest.approx(10),
        "miss_db": pytest.approx(-2.788, abs=0.001), "story": None, "state": "open",
        "forecast": 0.3, "forecasts": [{"at": "2026-12-01T12:00:00Z", "p": 0.3, "own": True}],
        "settled": None, "settled_db": None, "link": "", "note": "", "brier": None,
    }  # fmt: skip
    shown = shell("watch", "show", "do they pay")
    assert "void if  nobody says" in shown and "0.50 if true, 0.05 if false   smoking gun" in shown
    assert "a hit    +10.0 dB: 50% → 91%" in shown and "known 2027-06-15" in shown
    assert json.loads(shell("watch", "show", ident, "--json")) == made
    edited = json.loads(
        shell("watch", "edit", ident, "--question", "Do they buy?", "--h1", ".1", "--h0", ".4",
              "--by", "2027-06-30", "--resolves", "", "--json")
    )  # fmt: skip
    assert (edited["question"], edited["closes"], edited["resolves"], edited["kill"]) == (
        "Do they buy?", "2027-06-30T23:59:59Z", None, True,
    )  # fmt: skip
    assert "a kill watch" in shell("watch", "show", ident)
    shell("watch", "edit", ident, "--question", "Do they buy?")
    assert "already" in shell.err
    assert shell("watch", "remove", ident) == "removed watch: Do they buy?\n"
    shell("watch", "show", ident, status=1)
    assert shell("undo") == "undone  removed watch: Do they buy?\n"


def test_watches_are_listed_due_ones_first(shell: Shell, clock: list[int]) -> None:
    shell(*NEW, "--by", "2 weeks", "--preset", "telling")
    assert len(shell("watch").splitlines()) == 2
    assert shell("watch", "list", "--due") == "" and "Due" not in shell()
    clock[0] += 15 * DAY
    first, second = shell("watch", "list").splitlines()
    assert first.split()[:3] == ["2026-12-15", "due", "~50%"] and "Do they pay?" in first
    assert SEED in second and " in " in second
    assert [row["due"] for row in shell.lines("watch", "list", "--due", "--json")] == [True]
    assert shell.lines("watch", "list", "--thesis", "web4", "--json")[0]["id"] == SEED
    board = shell()
    assert "Due\n  2026-12-15  " in board and "signalboard watch settle" in board


def test_settling_reopening_and_forecasting(shell: Shell, clock: list[int]) -> None:
    before = json.loads(shell("watch", "show", SEED, "--json"))
    forecast = json.loads(shell("watch", "forecast", SEED, ".7", "--json"))
    assert forecast["forecast"] == 0.7
    shell("watch", "forecast", SEED, ".7")
    assert "already" in shell.err
    clock[0] += 10 * DAY
    settled = json.loads(
        shell("watch", "settle", "wechat", "hit", "--link", "https://t.example/x", "--note",
              "on page 9", "--json")
    )  # fmt: skip
    assert "counts in the calibration from then on" in shell.err
    assert (settled["state"], settled["link"], settled["note"]) == (
        "hit", "https://t.example/x", "on page 9",
    )  # fmt: skip
    assert settled["settled"] == times.iso(clock[0]) and settled["settled_db"] > 6
    assert settled["brier"] is not None
    shown = shell("watch", "show", SEED)
    assert "hit, +6.0 dB" in shown and "on page 9" in shown and "score    " in shown
    assert "hit" in shell("watch", "list")
    shell("watch", "settle", SEED, "miss", status=1)
    assert "Reopen it first" in shell.err
    again = json.loads(shell("watch", "reopen", SEED, "--json"))
    assert again["state"] == "open" and again["brier"] is None and again["link"] == ""
    assert again["opened"] == before["opened"]
    shell("watch", "settle", SEED, "void")
    assert shell.err == ""
    assert json.loads(shell("watch", "show", SEED, "--json"))["settled_db"] == 0


def test_what_is_lacking_is_said(shell: Shell) -> None:
    shell(*NEW, "--preset", "telling", status=2)
    assert "needs a date" in shell.err
    shell(*NEW, "--by", "6m", status=2)
    assert "needs two chances" in shell.err
    shell(*NEW, "--by", "6m", "--h1", ".5", status=2)
    shell(*NEW, "--by", "6m", "--preset", "feather", status=2)
    assert "there are straw (0.60/0.40)" in shell.err
    shell(*NEW, "--by", "6m", "--preset", "straw", "--h1", ".5", status=2)
    assert "gives both" in shell.err
    shell("watch", "edit", SEED, "--preset", "feather", status=2)
    shell(*NEW, "--by", "never", "--preset", "straw", status=1)
    assert "no day to come" in shell.err
    shell(*NEW, "--by", "6m", "--preset", "straw", "--story", "99", status=1)
    shell("watch", "new", "wallets", "q", "--hit", "a", "--by", "6m", status=2)
    shell("watch", "settle", SEED, "perhaps", status=2)
    assert len(shell("watch").splitlines()) == 1


def test_a_watch_from_a_story_is_dated_by_what_it_says(
    shell: Shell, stories: list[str], monkeypatch: pytest.MonkeyPatch, clock: list[int]
) -> None:
    from signalboard.judge.deadlines import deadlines

    shell(*NEW, "--preset", "straw", "--story", stories[0], status=2)
    assert "needs a date" in shell.err  # it names none
    found = deadlines("by the end of 2027", clock[0])
    monkeypatch.setattr("signalboard.desk.watches.Watches.dates_in", lambda *_: found)
    made = json.loads(shell(*NEW, "--preset", "straw", "--story", stories[0], "--json"))
    assert (made["closes"], made["story"]) == ("2027-12-31T23:59:59Z", stories[0])
    assert "the story says 'by the end of 2027'" in shell.err


def test_calibration_says_why_it_says_nothing_then_what_it_is(
    shell: Shell, clock: list[int]
) -> None:
    assert "No settled watch can be scored so far." in shell("calibration", status=1)
    empty = json.loads(shell("calibration", "--json", status=1))
    assert (empty["n"], empty["lacking"], empty["brier"], empty["curve"]) == (0, 10, None, [])
    made = [
        json.loads(shell(*NEW, "--by", "2w", "--preset", "straw", "--forecast", p, "--json"))["id"]
        for p in (".9", ".9", ".9", ".9", ".7", ".7", ".7", ".3", ".3", ".1")
    ]
    clock[0] += 7 * DAY
    outcomes = ("hit", "hit", "hit", "miss", "hit", "hit", "miss", "miss", "hit", "miss")
    shell("watch", "settle", made[0], "hit")
    assert "One more came out before its date and counts" in shell("calibration", status=1)
    shell("watch", "settle", made[1], "hit")
    assert "2 more came out before their dates" in shell("calibration", status=1)
    clock[0] += 14 * DAY
    for ident, outcome in list(zip(made, outcomes, strict=True))[2:]:
        shell("watch", "settle", ident, outcome)
    shell("watch", "settle", SEED, "hit")
    found = json.loads(shell("calibration", "--json"))
    assert (found["n"], found["early"]) == (10, 1)
    assert found["brier"] == pytest.approx(0.21)  # T5
    assert [(each["n"], each["hits"]) for each in found["curve"]] == [
        (1, 0),
        (2, 1),
        (3, 2),
        (4, 3),
    ]
    told = shell("calibration")
    assert "10 settled watches, 60% of them hits" in told and "0.2100" in told
    assert "90-100 %     4     3    75%" in told and "1 watch came out early" in told
    assert "discrimination  +" in told


def test_where_all_came_out_alike_nothing_is_told_apart(shell: Shell, clock: list[int]) -> None:
    for _ in range(10):
        shell(*NEW, "--by", "1d", "--preset", "straw")
    clock[0] += 3 * DAY
    for row in shell.lines("watch", "list", "--due", "--json"):
        shell("watch", "settle", str(row["id"]), "hit")
    assert "all came out alike" in shell("calibration")
