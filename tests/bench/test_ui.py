"""The measuring of the board: a real terminal, real keys, and what is made of the figures."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from bench import driving, growing, make_home, ui
from bench.driving import Session, board
from bench.make_home import Asked
from bench.terminal import NeverCame, Terminal

SLOW_ECHO = """
import os, sys, termios, time, tty
tty.setraw(0)
os.write(1, b"\\x1b[1mready\\x1b[0m")
while (key := os.read(0, 1)) != b"q":
    time.sleep(0.15)
    os.write(1, b"<\\x1b[7m" + key)
    time.sleep(0.03)
    os.write(1, b"\\x1b[0m>")
"""


def test_a_keys_time_is_that_of_the_program():
    with Terminal([sys.executable, "-c", SLOW_ECHO]) as terminal:
        terminal.until(b"ready", begin=0)
        answer = terminal.press("x")
        assert 150 <= answer.first < 500
        assert answer.first + 29 <= answer.last < 700
        assert terminal.since(len(terminal.output) - answer.bytes) == b"<x>"
        assert "ready<x>" in terminal.text
        resident, divided = terminal.memory
        assert 1 < divided <= resident < 100
        assert not terminal.children


def test_what_never_comes_is_said():
    with Terminal([sys.executable, "-c", SLOW_ECHO]) as terminal:
        terminal.until(b"ready", begin=0)
        with pytest.raises(NeverCame, match="'more' never came"):
            terminal.until(b"more", seconds=0.2)
        with pytest.raises(NeverCame, match="nothing came"):
            terminal.press("x", most=0.05)
        terminal.type("q")
        with pytest.raises(NeverCame):
            terminal.until(b"more", seconds=30)
        assert terminal.is_over()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("measured") / "home"
    make_home.make(made, Asked(600, 20, until_at=1_795_500_000))
    return made


def test_a_held_key_is_followed_row_by_row(home, monkeypatch):
    monkeypatch.setattr(driving, "HELD_FOR", 1.5)
    with Terminal(board(home)) as terminal:
        session = Session(terminal, home, 600)
        session.ready()
        terminal.rest()
        row = session.held("idle")
        found = session.figures.out()
        assert found["held idle lost"] == 0
        assert row == found["held idle pressed"] + 1 > 20
        assert found["held idle told"] == found["held idle pressed"]
        assert 0 < found["held idle p50"] <= found["held idle p95"]
        assert "▸" in session.under_cursor()
        assert f"{row}/600" in terminal.text


def test_judging_is_measured_to_the_disk(home, tmp_path, monkeypatch):
    with ui.copied(home, tmp_path) as copy, Terminal(board(copy)) as terminal:
        session = Session(terminal, copy, 600)
        session.ready()
        terminal.rest()
        lines = (copy / "board/journal.jsonl").read_bytes().count(b"\n")
        session.judging(3)
        assert (copy / "board/journal.jsonl").read_bytes().count(b"\n") >= lines + 3 * 2
        found = session.figures.out()
        assert found["judged on disk before painted, of 100"] == 100
        assert {"judge p95", "undo p95", "star p95", "strength p95", "arm p95"} <= found.keys()
        looks = [(0.0, session._written())]

        def late() -> int:
            """As of a board that paints first: what was written some frames ago."""
            now = time.perf_counter()
            looks.append((now, (copy / "board/journal.jsonl").stat().st_size))
            return next(size for at, size in reversed(looks) if at <= now - 0.04)

        monkeypatch.setattr(session, "_written", late)
        assert not session._judged("+")


def test_what_grows_is_explained_or_named_as_unexplained():
    """By the medians, where there are some: the slowest of few keys is chance."""
    few = {"filter company p95": 9, "filter company p50": 8, "star p95": 4, "start": 0}
    many = {"filter company p95": 90, "filter company p50": 16, "star p95": 6, "start": 5}
    grown = {figure: growing.of([few, many], figure, 1.25) for figure in few}
    assert grown["filter company p95"] == 1.6
    assert grown["star p95"] == 1.2
    assert grown["start"] is None
    rows = [
        {"name": "company", "figure": "filter company p95", "growth": 1.6},
        {"name": "star", "figure": "star p95", "growth": 1.31},
        {"name": "undo", "figure": "undo p95", "growth": 1.3},
        {"name": "lost", "figure": "held idle lost", "growth": None},
    ]
    told = "\n".join(growing.told(rows))
    assert f"- company (1.60): {growing.EXPLAINED['filter company p95']}." in told
    assert "- star (1.31): **unexplained**." in told
    assert "undo" not in told and "lost" not in told
    assert growing.told(rows[2:]) == ["Nothing grows more than 1.3 times."]
    assert growing.EXPLAINED.keys() <= {goal.figure for goal in ui.GOALS}


def figures(stories: int, **other: float) -> dict[str, float]:
    made = {goal.figure: goal.most / 2 for goal in ui.GOALS}
    made["judged on disk before painted, of 100"] = 100
    return {**made, "empty start": 600, "start": 700, "memory pss": 40 + stories / 1e6, **other}


def test_goals_are_judged_at_the_most_stories_and_scaled():
    found = {10: figures(10), 1000: figures(1000, **{"j p95": 23, "undo p95": 26, "top p95": 21})}
    found[1000]["judged on disk before painted, of 100"] = 97
    rows = {row["name"]: row for row in ui.judged(found)}
    missed = {name for name, row in rows.items() if not row["met"]}
    assert missed == {"undo", "to the top", "judgments on disk before they are painted"}
    assert rows["`j`, 95 of 100"]["here"] == 24
    assert rows["`j`, 95 of 100"]["growth"] == 3.83
    found[10]["empty start"] = 300
    slower = {row["name"]: row for row in ui.judged(found)}
    assert slower["`j`, 95 of 100"]["growth"] == 1.92, "the machine was half as fast"
    found[10]["memory as judged"] = found[1000]["memory pss"] - 3
    assert ui.judged(found) and found[1000]["memory more"] == 3
    told = {"machine": "M", "date": "D", "load": "1", "empty": 600, "scale": 2}
    text = ui.table(found, list(rows.values()), told)
    assert "| undo | 25 ms | 25 ms | 12.5 ms | 26 ms | **missed** | **2.08** |" in text
    assert "| arm a thesis | 25 ms | 25 ms | 12.5 ms | 12.5 ms | met | 1.00 |" in text
    assert "- undo (2.08): **unexplained**." in text


def test_feeds_of_this_machine_are_served(tmp_path):
    from urllib.request import urlopen

    with ui.served(tmp_path) as urls:
        assert len(urls) == 100
        with urlopen(urls[3]) as answer:
            assert b"<feed" in answer.read()
