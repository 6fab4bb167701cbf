"""Each way in has the one door, and the command line prints nothing that a terminal obeys."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from signalboard import config
from signalboard.cli import main
from signalboard.desk import Desk
from signalboard.text import clean
from tests.cli.test_briefs import Tty
from tests.ui import sample
from tests.ui.planting import Planted, obeyed
from tests.ui.terminal import Terminal
from tests.ui.test_hostile import MARKUP, WORST

BAD = "a\x1b]52;c;eA==\x07b\u202ec\x9bd\u2066 [/] [@click=app.quit]x"
GOOD = clean(BAD)
Said = Callable[..., int]


@pytest.fixture
def home(tmp_path: Path) -> config.Places:
    return sample.home(tmp_path / "home", sample.STORIES[:2], theses=1)


@pytest.fixture
def say(home: config.Places) -> Said:
    """A command over the home."""

    def said(*words: str) -> int:
        return main([*words, "--home", str(home.feeds_file.parent)])

    return said


def kept(home: config.Places) -> str:
    """All that this home holds, as text."""
    with_desk = sample.desk(home)
    try:
        return json.dumps(_all(with_desk), ensure_ascii=False)
    finally:
        with_desk.close()


def _all(desk: Desk) -> list[str]:
    return [
        *(f"{row.feed.name} {row.feed.tags}" for row in desk.feeds()),
        *(f"{row.company.name} {row.company.aliases}" for row in desk.companies()),
        *(repr(row.thesis) for row in desk.theses()),
        *(repr(piece) for row in desk.theses() for piece in desk.evidence(row.thesis.id)),
        *(repr(watch) for watch in desk._board.watches()),
        *(f"{row.mute}" for row in desk.mutes()),
        *(f"{search}" for search in desk.searches()),
        *(repr(brief.brief) for brief in desk.briefs()),
    ]


COMMANDS = {
    "thesis": ("thesis", "add", BAD, "--statement", BAD, "--negation", "not " + BAD),
    "note": ("judge", "1", "1", "support", "--note", BAD),
    "company": ("company", "add", BAD, "--alias", BAD),
    "mute": ("mute", "add", "words", BAD.replace("[/]", "and"), "--yes"),
    "search": ("search", "add", BAD, "is:unjudged"),
    "watch": (
        "watch",
        "new",
        "1",
        BAD,
        "--hit",
        BAD,
        "--miss",
        BAD,
        "--by",
        "2 years",
        "--preset",
        "hoop",
    ),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
def test_an_argument_goes_through_the_door(home, say, capsys, words) -> None:
    status = say(*words)
    told = capsys.readouterr()
    assert status == 0, told.err
    assert obeyed((told.out + told.err).encode(), colours=False) == []
    found = kept(home).replace("\\\\", "\\")
    assert GOOD in found or GOOD.replace("[/]", "and") in found
    assert not set("\x1b\x07\u202e\x9b\u2066") & set(found)


def test_a_list_of_feeds_goes_through_the_door(home, say, tmp_path, capsys) -> None:
    bad = BAD.replace("&", "&amp;")
    opml = (f'<opml version="2.0"><body><outline text="{bad}"><outline text="{bad}" '
            'xmlUrl="https://x.example/f"/></outline></body></opml>')  # fmt: skip
    (tmp_path / "list.opml").write_text(opml, encoding="utf-8")
    assert say("feed", "import", str(tmp_path / "list.opml"), "--yes") == 0
    told = capsys.readouterr()
    assert obeyed((told.out + told.err).encode(), colours=False) == []
    assert kept(home).count(GOOD) >= 2


def test_feeds_yaml_goes_through_the_door(home, capsys) -> None:
    text = home.feeds_file.read_text("utf-8")
    more = (
        f"  - {{name: {json.dumps(BAD)}, url: 'https://x.example/f', tags: [{json.dumps(BAD)}]}}\n"
    )
    home.feeds_file.write_text(text.replace("companies:", more + "companies:"), "utf-8")
    assert kept(home).count(GOOD) == 2


def test_a_log_that_is_taken_over_goes_through_the_door(home, say, tmp_path, capsys) -> None:
    assert say("judge", "1", "1", "support", "--note", "here it stands") == 0
    assert say("export", "--format", "json", "--output", str(tmp_path / "log.json")) == 0
    log = (tmp_path / "log.json").read_text("utf-8")
    other = sample.home(tmp_path / "other", (), theses=0)
    (tmp_path / "log.json").write_text(log.replace('"here it stands"', json.dumps(BAD)), "utf-8")
    capsys.readouterr()
    status = main(["import", str(tmp_path / "log.json"), "--home", str(tmp_path / "other")])
    told = capsys.readouterr()
    assert status == 0, told.err
    assert obeyed((told.out + told.err).encode(), colours=False) == []
    assert GOOD in kept(other)


def test_what_an_editor_wrote_goes_through_the_door(
    home, say, tmp_path, monkeypatch, capsys
) -> None:
    text = f"== Headline ==\n{BAD}\n== The Summary ==\n1. {BAD}\n== The Signal ==\n{BAD}\n"
    script = tmp_path / "editor.py"
    script.write_text(f"import sys\nopen(sys.argv[1], 'w', encoding='utf-8').write({text!r})\n")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    monkeypatch.setattr("sys.stdin", Tty())
    monkeypatch.setattr("signalboard.cli.briefs.is_terminal", lambda: True)
    status = say("brief", "1", "--edit")
    told = capsys.readouterr()
    assert status == 0, told.err
    assert obeyed((told.out + told.err).encode(), colours=False) == []
    assert kept(home).count(GOOD) == 3


PRINTED = (
    ("stories",), ("stories", "--search", "a"), ("story", "1"), ("story", "1", "--json"),
    ("thesis", "list"), ("thesis", "show", "1"), ("evidence", "list"), ("watch", "list"),
    ("watch", "show", "w"), ("calibration",), ("company", "list"), ("feed", "list"),
    ("feed", "show", "00"), ("mute", "list"), ("search", "list"), ("brief",), ("brief", "1"),
    ("brief", "1", "--check"), ("digest",), ("doctor",), ("export", "--format", "md"),
    ("export", "--format", "csv"), ("thesis", "show", "\x1b]0;x\x07\u202e"),
    ("stories", "--bad\x1b[2J"),
    ("judge", "\x9b31m", "1", "support"), ("archive",), ("verify",), (),
)  # fmt: skip


@pytest.mark.parametrize("texts", [WORST, MARKUP], ids=["worst", "markup"])
def test_nothing_that_is_printed_is_obeyed_by_a_terminal(tmp_path, texts) -> None:
    planted = Planted(tmp_path / "home", itertools.cycle(texts))
    code = (
        "import sys\nfrom signalboard.cli import main\n"
        f"for words in {PRINTED!r}:\n"
        "    if not words: words = ('stories',)\n"
        "    try: main([*words, '--home', sys.argv[1]])\n"
        "    except SystemExit: pass\n"
        "print('all is said')\n"
    )
    terminal = Terminal(["-c", code, str(planted.folder)], (200, 50))
    try:
        assert terminal.ended(60) == 0
    finally:
        terminal.close()
    output = bytes(terminal.output)
    assert b"all is said" in output
    assert b"Traceback" not in output
    assert obeyed(output) == []
    titles = [planted.given[f"title {n}"] for n in range(4)]
    for title in map(clean, titles):
        assert title.replace("\n", " ") in output.decode().replace("\r\n", "\n")
