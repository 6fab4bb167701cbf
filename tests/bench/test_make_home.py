"""Homes to measure with: the same every time, whole, and real to the program."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from bench import archives, make_home
from bench.archives import Past
from bench.make_home import Asked
from signalboard import config
from signalboard.desk import Desk, Standing
from signalboard.model import Stance, View
from tests.ui.terminal import Terminal

UNTIL = 1_795_500_000
SMALL = Asked(1500, 120, theses=12, companies=60, feeds=20, until_at=UNTIL)


def opened(home: Path) -> Desk:
    return Desk.open(config.places(home, None, {}), clock=lambda: UNTIL + 60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made") / "home"
    make_home.make(made, SMALL)
    return made


def test_it_holds_what_was_asked_for(home):
    desk = opened(home)
    assert desk.summary().stories == 1500
    assert len(desk.theses()) == 12
    assert sum(len(desk.evidence(row.thesis.id)) for row in desk.theses()) == 120
    stances = {piece.stance for row in desk.theses() for piece in desk.evidence(row.thesis.id)}
    assert stances == set(Stance)
    assert len(desk.companies()) == 60
    assert len(desk.listing(View(show="starred"))) == 4
    assert 300 < len(desk.listing(View(search="is:read"))) < 700
    rows = desk.listing(View()).rows(0, 1500)
    assert 150 < sum(row.outlets > 1 for row in rows) < 250
    assert {row.outlet for row in rows} > {f"Outlet {n}" for n in range(15)}
    assert sum(bool(desk.story(row.id).revisions) for row in rows) in range(3, 30)
    assert 350 < (rows[0].at - rows[-1].at) / 86_400 < 370, "a year"
    desk.close()


def test_titles_are_of_several_scripts_and_lengths(home):
    desk = opened(home)
    titles = [row.title for row in desk.listing(View()).rows(0, 1500)]
    scripts = {unicodedata.name(c, "").split()[0] for title in titles for c in title if c.isalpha()}
    assert {"LATIN", "CYRILLIC", "ARABIC", "CJK", "HANGUL", "DEVANAGARI", "KATAKANA"} <= scripts
    assert any("\U0001f680" in title for title in titles)
    lengths = sorted(len(title.split()) for title in titles)
    assert lengths[0] == 1
    assert lengths[-1] > 20
    assert any(row.spans for row in desk.listing(View()).rows(0, 100)), "companies are found"
    desk.close()


def test_nothing_is_left_for_the_program_to_do(home):
    desk = opened(home)
    assert not desk.scan_is_due()
    assert not desk.notices
    assert {feed.standing for feed in desk.health().feeds} == {Standing.WELL}
    assert dict(desk.doctor())["Wrong"] == ["nothing"]
    desk.close()


def test_it_is_the_same_every_time_and_another_by_another_seed(home, tmp_path):
    again, other = tmp_path / "again", tmp_path / "other"
    make_home.make(again, SMALL)
    make_home.make(other, replace(SMALL, seed=2))
    journal = "board/journal.jsonl"
    assert (again / journal).read_bytes() == (home / journal).read_bytes()
    assert (again / "feeds.yaml").read_bytes() == (home / "feeds.yaml").read_bytes()
    said = []
    for each in (home, again, other):
        desk = opened(each)
        rows = desk.listing(View()).rows(0, 1500)
        said.append([(row, desk.story(row.id)) for row in rows])
        desk.close()
    assert said[0] == said[1]
    assert said[0] != said[2]


def test_other_processes_make_the_same_as_one(tmp_path, monkeypatch):
    past = Past(archives.PART + 300, UNTIL, feeds=5)
    archives.make(tmp_path / "several.db", past)
    monkeypatch.setattr(archives, "_cores", lambda: 1)
    archives.make(tmp_path / "one.db", past)
    rows = []
    for name in ("several.db", "one.db"):
        archive = archives.Archive.open(tmp_path / name, read_only=True)
        selection = archive.select(View(), now=UNTIL)
        rows.append(archive.rows(selection.keys(0, len(selection))))
        archive.close()
    assert len(rows[0]) == past.stories
    assert rows[0] == rows[1]


def test_the_program_opens_it(home):
    desk = opened(home)
    title = desk.listing(View()).rows(0, 1)[0].title
    desk.close()
    terminal = Terminal(["-m", "signalboard", "--home", str(home)])
    try:
        terminal.until(title[:20], "1/1,500")
        terminal.keys("Gq")
        assert terminal.ended() == 0
    finally:
        terminal.close()


def test_what_cannot_be_made_is_said(tmp_path, capsys):
    (tmp_path / "mine").write_text("mine")
    for asked, words in (
        (["--stories", "10", "--evidence", "1"], "not empty"),
        (["--stories", "10", "--evidence", "50"], "do not fit"),
        (["--stories", "0", "--evidence", "0"], "at least one"),
    ):
        assert make_home.main([*asked, "--home", str(tmp_path)]) == 1
        assert words in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["mine"]
