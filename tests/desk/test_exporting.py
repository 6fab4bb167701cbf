"""Logs of the past: what was exported then is what is exported as of then, to the byte."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from signalboard import export, times
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Stance
from tests.desk.conftest import Clock
from tests.export import browser
from tests.values import NOW

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"


def acts(desk: Desk, stories: list[str], order: random.Random) -> None:
    """One thing that a person may do, at random."""
    thesis = order.choice((WEB4, WALLETS))
    pieces = [piece.id for each in (WEB4, WALLETS) for piece in desk.evidence(each)]
    kind = order.randrange(9)
    if kind < 3 or not pieces:
        desk.judge(order.choice(stories), thesis, order.choice(list(Stance)), note=f"n{kind}")
    elif kind == 3:
        weighs = [p for e in (WEB4, WALLETS) for p in desk.evidence(e) if p.stance != "no-bearing"]
        if weighs:
            desk.set_strength(order.choice(weighs).id, order.choice((1, 2, 3)))
    elif kind == 4:
        desk.retract(order.choice(pieces), why="wrong")
    elif kind == 5:
        desk.undo()
    elif kind == 6:
        desk.redo()
    elif kind == 7:
        desk.edit_thesis(
            thesis, statement=f"worded {order.random()}", prior=order.random() / 2 + 0.2
        )
    else:
        desk.mark(order.choice(stories), starred=order.random() < 0.5)


@pytest.mark.parametrize("seed", range(6))
def test_as_of_a_moment_is_what_was_exported_then(
    desk: Desk, stories: list[str], clock: Clock, seed: int
) -> None:
    order = random.Random(seed)
    then: dict[int, dict[str, str]] = {}
    for _ in range(30):
        clock.at += order.randrange(1, 400_000)
        acts(desk, stories, order)
        if order.random() < 0.4:
            then[clock.at] = {fmt: desk.export([], fmt) for fmt in export.FORMATS}
    assert len(then) > 5
    for moment, logs in then.items():
        for fmt, told in logs.items():
            assert desk.export([], fmt, as_of=moment) == told, (fmt, moment)
    assert desk.export([WEB4], "md", as_of=clock.at) == desk.export([WEB4], "md")


def test_a_thesis_that_was_not_there_yet_is_told_in_a_sentence(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    clock.at += 86400 * 3
    desk.add_thesis("Agents tip", "agents tip waiters", "they do not")
    with pytest.raises(DeskProblem, match="was not on the board yet on"):
        desk.export(["agents-tip"], "md", as_of=NOW + 10)
    assert "Agents tip" not in desk.export([], "md", as_of=NOW + 10)
    assert "There is no thesis to report on." in desk.export([], "md", as_of=NOW - 10)
    assert desk.export_name([], "md", as_of=NOW - 10) == "evidence-log.md"
    written = desk.save_export([], "csv", tmp_path / "then.csv", as_of=NOW + 10)
    assert written.read_bytes().decode() == desk.export([], "csv", as_of=NOW + 10)


def test_what_became_of_it_between_two_moments(
    desk: Desk, stories: list[str], clock: Clock, tmp_path: Path
) -> None:
    kept = desk.judge(stories[0], WEB4, Stance.SUPPORT).evidence_id
    taken_back = desk.judge(stories[4], WALLETS, Stance.SUPPORT).evidence_id
    wrong = desk.judge(stories[1], WEB4, Stance.SUPPORT, note="first").evidence_id
    assert kept and wrong and taken_back
    since = clock.at = clock.at + 86400
    clock.at += 86400
    desk.set_strength(kept, 3)
    desk.set_note(kept, "used, not demoed")
    new = desk.judge(stories[2], WEB4, Stance.CONTRADICT, strength=2).evidence_id
    desk.retract(wrong, why="it was corrected")
    desk.edit_thesis(WALLETS, prior=0.4)
    desk.judge(stories[4], WALLETS, Stance.NO_BEARING)
    told = json.loads(desk.export([], "json", since=since))
    assert (told["since"], told["until"]) == (times.iso(since), times.iso(clock.at))
    web4, wallets = told["theses"]
    assert [piece["id"] for piece in web4["added"]] == [new]
    assert web4["revised"] == [
        {
            "evidence": kept,
            "changed": [
                {"field": "strength", "was": "slight", "now": "strong"},
                {"field": "note", "was": "", "now": "used, not demoed"},
            ],
        }
    ]
    assert [(gone["evidence"], gone["why"]) for gone in web4["withdrawn"]] == [
        (wrong, "it was corrected")
    ]
    assert web4["conviction_was"]["tally"] == [2, 0] and web4["conviction"]["tally"] == [1, 1]
    assert wallets["changed"] == [{"field": "prior", "was": "0.5", "now": "0.4"}]
    assert [piece["id"] for piece in wallets["taken_back"]] == [taken_back]
    markdown = desk.export([], "md", since=since)
    for said in ("New judgments", "Judged anew", "Withdrawn", "Taken back", "strength: “slight” →"):
        assert said in markdown
    assert "A record of one person's judgments" in markdown
    assert desk.export_name([WEB4], "md", since=since) == (
        f"web4-at-velocity-{times.day(since)}-to-{times.day(clock.at)}.md"
    )
    shown = desk.export([], "html", since=since)
    for said in ("New judgments", "Judged anew", "Withdrawn", "Taken back", "used, not demoed"):
        assert said in shown
    found = browser.axe(shown, tmp_path)
    assert found["violations"] == [] and found["passes"] > 15
    assert "nothing changed." in desk.export([], "html", since=clock.at)
    nothing = desk.export([], "md", since=clock.at)
    assert "nothing changed." in nothing
    assert json.loads(desk.export([], "json", since=clock.at))["theses"] == []


def test_a_thesis_and_a_watch_that_are_new_and_one_taken_back(desk: Desk, clock: Clock) -> None:
    begin = NOW - 10
    told = json.loads(desk.export([], "json", since=begin))
    assert [(each["was_there"], each["is_there"]) for each in told["theses"]] == [(False, True)] * 2
    assert [each["what"] for each in told["theses"][0]["watches"]] == ["new"]
    clock.at += 100
    desk.add_thesis("Agents tip", "agents tip waiters", "they do not")
    there = clock.at
    clock.at += 100
    desk.undo()
    told = json.loads(desk.export([], "json", since=there))
    assert [(each["name"], each["is_there"]) for each in told["theses"]] == [("Agents tip", False)]
    assert "is there no more" in desk.export([], "md", since=there)


def test_a_difference_goes_forward_and_has_few_forms(desk: Desk) -> None:
    with pytest.raises(DeskProblem, match="from an earlier moment to a later"):
        desk.export([], "md", since=NOW + 10**6)
    with pytest.raises(Exception, match="is written as md, html, json, not as csv"):
        desk.export([], "csv", since=NOW)
    with pytest.raises(ValueError, match="There is no format 'xml'"):
        desk.export([], "xml", since=NOW)
