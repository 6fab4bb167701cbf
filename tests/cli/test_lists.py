"""Importing and exporting lists of feeds in a shell."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import Shell

OPML = """<opml><body><outline text="Press">
<outline text="Fine" xmlUrl="https://fine.example/feed"/>
<outline text="The Wire" xmlUrl="http://wire.example/feed"/>
<outline text="Bad & worse" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""


@pytest.fixture
def shell(places, stories, capsys) -> Shell:
    return Shell(places, capsys)


@pytest.fixture
def opml(tmp_path: Path) -> Path:
    path = tmp_path / "mine.opml"
    path.write_text(OPML)
    return path


class Answers(io.StringIO):
    """A terminal at which somebody has typed."""

    def isatty(self) -> bool:
        return True


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr(sys, "stdin", Answers(typed))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)


def test_what_would_be_imported_is_shown_and_needs_a_yes(shell: Shell, opml: Path) -> None:
    before = shell.places.feeds_file.read_bytes()
    out = shell("feed", "import", str(opml), status=1)
    assert [line.split()[0] for line in out.splitlines()] == ["new", "there"]
    assert "https://fine.example/feed" in out and "Press" in out
    assert "OPML: 1 new, 1 there already, 1 left out." in shell.err
    assert "line 4: Bad & worse is no web address (http or https)." in shell.err
    assert "--yes adds them" in shell.err
    assert shell.places.feeds_file.read_bytes() == before
    assert shell("feed", "import", str(opml), "--yes").endswith("imported: Fine\n")
    listed = shell.lines("feed", "list", "--json")
    assert [feed["tags"] for feed in listed if feed["name"] == "Fine"] == [["Press"]]
    shell("feed", "import", str(opml), "--yes")
    assert "nothing to add" in shell.err
    shell("undo")
    assert shell.places.feeds_file.read_bytes() == before


@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("n\n", 1), ("", 1), ("\n", 1)])
def test_a_person_is_asked(
    shell: Shell, opml: Path, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    at_a_terminal(monkeypatch, typed)
    shell("feed", "import", str(opml), status=status)
    assert "Add 1 to feeds.yaml? [y/N] " in shell.err
    assert ("fine.example" in shell.places.feeds_file.read_text()) == (status == 0)


def test_a_list_may_come_from_standard_input(shell: Shell, monkeypatch) -> None:
    class Bytes:
        buffer = io.BytesIO(b"https://fine.example/feed news\n")

        @staticmethod
        def isatty() -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", Bytes())
    shell("feed", "import", "-", "--yes")
    assert "newsboat urls: 1 new" in shell.err


def test_what_cannot_be_read_is_said(shell: Shell, tmp_path: Path) -> None:
    shell("feed", "import", str(tmp_path / "none"), status=1)
    assert "could not be read: No such file or directory" in shell.err
    shell("feed", "import", str(tmp_path), status=1)
    assert "could not be read" in shell.err
    (tmp_path / "x").write_text("<!DOCTYPE x><opml/>")
    shell("feed", "import", str(tmp_path / "x"), status=1)
    assert "declares a DOCTYPE" in shell.err and "Traceback" not in shell.err


def test_feeds_are_exported(shell: Shell, opml: Path, tmp_path: Path) -> None:
    shell("feed", "import", str(opml), "--yes")
    out = shell("feed", "export")
    assert '<outline text="Press" title="Press">' in out
    path = tmp_path / "out.opml"
    assert shell("feed", "export", "--output", str(path)) == f"{path}\n"
    assert path.read_text() == out
    path.write_text("mine")
    shell("feed", "export", "--output", str(path), status=1)
    assert path.read_text() == "mine"
    shell("feed", "export", "--output", str(path), "--force")
    assert shell("feed", "export", "--output", str(tmp_path)) == f"{tmp_path / 'feeds.opml'}\n"
    shell("feed", "export", "--output", str(tmp_path / "no" / "x"), status=1)
    assert "could not be written" in shell.err
