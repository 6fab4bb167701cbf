"""What goes wrong outside of a command: streams that fail, odd arguments. Never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from signalboard import config
from signalboard.cli import main, safe
from signalboard.desk import Desk

READING = [
    ["--version"],
    ["--help"],
    ["judge", "--help"],
    ["feed", "list"],
    ["doctor"],
    ["export"],
    ["keys"],
    ["completion", "bash"],
    ["company", "match", "Stripe"],
    ["feed", "export"],
    ["company", "list", "--json"],
]


def _failing(places: config.Places, error: str) -> subprocess.CompletedProcess[str]:
    """``signalboard stories``, whose work raises an error, written as Python."""
    program = (
        "import sys\nfrom signalboard.cli import main, stories\n"
        f"def fail(_): raise {error}\n"
        "stories.listed = fail\nsys.exit(main(['stories']))"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "SIGNALBOARD_HOME": str(places.home)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def _run(
    places: config.Places,
    words: list[str],
    streams: str = "",
    environ: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "signalboard", *words]
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {streams}', "sh", *program],
        env={**os.environ, "SIGNALBOARD_HOME": str(places.home), **(environ or {})},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
    )


@pytest.mark.parametrize("words", READING, ids=lambda words: "-".join(words[:2]))
@pytest.mark.parametrize("streams", [">/dev/full", ">&-"])
def test_an_output_that_fails_is_a_sentence(
    places: config.Places, words: list[str], streams: str
) -> None:
    Desk.open(places).close()
    done = _run(places, words, streams)
    assert done.returncode == 1, done.stderr
    assert "could be written to standard output" in done.stderr
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


@pytest.mark.parametrize("streams", [">/dev/full", ">&-"])
def test_a_change_whose_output_fails_is_said_to_be_made(
    places: config.Places, streams: str
) -> None:
    desk = Desk.open(places)
    desk.save_search("Wallets", "wallet")
    desk.close()
    done = _run(places, ["undo"], streams)
    assert done.returncode == 1 and "What was asked for was done." in done.stderr
    assert "Traceback" not in done.stderr
    desk = Desk.open(places)
    assert desk.searches() == ()
    desk.close()


@pytest.mark.parametrize("streams", ["2>/dev/full", "2>&-", ">&- 2>&- <&-"])
def test_without_standard_error_the_work_is_done_all_the_same(
    places: config.Places, streams: str
) -> None:
    done = _run(places, ["feed", "add", "https://new.example/f", "--no-fetch"], streams)
    assert done.returncode == (1 if ">&- 2" in streams else 0)
    assert "https://new.example/f" in places.feeds_file.read_text()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["feed", "add", "https://new.example/f"], 0),
        (["feed", "login", "The Wire"], 2),
        (["mute", "add", "words", "wallet"], 1),
        (["feed", "import", "-"], 1),
        (["company", "match", "-"], 0),
        ([], 0),
    ],
)
def test_a_closed_input_is_an_empty_one(
    places: config.Places, words: list[str], status: int
) -> None:
    if not words:
        words = ["stories"]
    done = _run(places, words, "<&-")
    assert "Traceback" not in done.stderr
    assert done.returncode == status, done.stderr


def test_a_login_of_one_line_is_refused(places: config.Places) -> None:
    done = _run(places, ["feed", "login", "The Wire"], "<<END\nme\nEND\n")
    assert done.returncode == 2 and "nothing was changed" in done.stderr
    assert config.logins(places) == {}


@pytest.mark.parametrize("words", [["export"], ["feed", "export"]])
def test_a_name_no_file_can_have_is_a_short_sentence(
    places: config.Places, words: list[str]
) -> None:
    done = _run(places, [*words, "--output", "7" * 5000])
    assert done.returncode == 1 and len(done.stderr) < 500
    assert "could not be written" in done.stderr


@pytest.mark.parametrize("name", [b"\xed\xa0\x80", b"\xff\xfe"])
def test_a_settings_file_of_any_name_is_read(places: config.Places, name: bytes) -> None:
    named = os.fsdecode(os.fsencode(places.data) + b"/" + name)
    Path(named).write_bytes(places.feeds_file.read_bytes())
    done = _run(places, ["--feeds", named, "company", "list"])
    assert (done.returncode, done.stderr) == (0, "")
    assert "Tencent" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["stories", "\x1b]52;c;aGk=\x07\u202e"],
        ["\x1b[31m"],
        ["stories", "--since", "\x1b[31m"],
        ["--home", "{file}\x1b[31m\u202e", "stories"],
        ["export", "--output", "/nowhere/\x1b[31m\u202e"],
        ["feed", "export", "--output", "/nowhere/\x1b[31m\u202e"],
        ["stories", "--search", "x", "--" + "a" * 100_000],
    ],
)
def test_what_is_quoted_steers_no_terminal(places: config.Places, words: list[str]) -> None:
    (places.data / "file\x1b[31m\u202e").touch()
    done = _run(places, [word.replace("{file}", f"{places.data}/file") for word in words])
    assert done.returncode in (1, 2)
    assert done.stderr and len(done.stderr) < 3000
    assert "\x1b" not in done.stderr and "\u202e" not in done.stderr
    assert "Traceback" not in done.stderr


def test_sentences_keep_their_lines_and_margins() -> None:
    assert safe("a\n  b\x1b[0m") == "a\n  b[0m"
    assert len(safe("x" * 100_000)) < 300


@pytest.mark.parametrize("words", [["--home", "", "stories"], ["--feeds", "", "stories"]])
def test_an_empty_path_is_refused(
    places: config.Places, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    done = _run(places, words)
    assert done.returncode == 2 and "it is empty" in done.stderr
    assert list(empty.iterdir()) == []


def test_an_empty_home_of_the_user_is_refused(places: config.Places) -> None:
    done = _run(
        places,
        ["stories"],
        environ={"HOME": "", "SIGNALBOARD_HOME": "", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""},
    )
    assert done.returncode == 2 and "HOME is empty" in done.stderr


def test_what_nobody_expected_is_a_sentence_and_a_file(places: config.Places) -> None:
    done = _failing(places, "RuntimeError('odd')")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"What happened is written in {places.crash_log}." in done.stderr
    assert "RuntimeError: odd" in places.crash_log.read_text()


@pytest.mark.parametrize("raw", [b"feeds: [\n", b"\xff\xfe\x00", b"feeds: 3\n", None])
@pytest.mark.parametrize("words", [["refresh"], ["refresh", "--json"], ["feed", "export"]])
def test_settings_that_cannot_be_read_are_a_failure(
    places: config.Places, words: list[str], raw: bytes | None
) -> None:
    places.feeds_file.unlink()
    named = ["--feeds", str(places.feeds_file)]
    if raw is not None:
        places.feeds_file.write_bytes(raw)
    done = _run(places, [*named, *words])
    assert done.returncode == 1, done.stderr
    assert "No feed can be read from feeds.yaml" in done.stderr and "feeds.yaml" in done.stderr
    assert "<opml" not in done.stdout


@pytest.mark.parametrize("words", [["--help"], ["keys"], ["completion", "bash"], ["stories"]])
def test_who_has_read_enough_is_told_nothing(places: config.Places, words: list[str]) -> None:
    Desk.open(places).close()
    done = _run(places, words, "| true")
    assert (done.stdout, done.stderr) == ("", "")


def test_a_refresh_that_nobody_hears_of_is_made_all_the_same(places: config.Places) -> None:
    places.feeds_file.write_text("feeds:\n- {name: Ours, url: 'bundled:agent-economy'}\n")
    done = _run(places, ["refresh"], "2>/dev/full")
    assert done.returncode == 0
    desk = Desk.open(places)
    assert desk.summary().stories > 100
    desk.close()


def test_an_error_that_names_no_file_is_not_said_to_be_of_the_output(
    places: config.Places,
) -> None:
    done = _failing(places, "OSError(5, 'Input/output error')")
    assert done.returncode == 1
    assert done.stderr == "signalboard: This could not be done: input/output error.\n"


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("feeds.yaml", 0, "is not a file"),
        ("archive.db", 1, "it is a pipe, not a file"),
        ("settings.cache", 0, ""),
        ("board/journal.jsonl", 1, "is a pipe, not a file"),
        ("board/board.json", 0, "could not be read"),
        ("preferences.json", 0, ""),
        ("withheld.json", 0, ""),
    ],
)
def test_a_pipe_in_place_of_a_file_is_not_waited_for(
    places: config.Places, name: str, status: int, said: str
) -> None:
    path = places.data / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    done = _run(places, ["thesis", "list"])
    assert done.returncode == status and said in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_whose_name_is_too_long_is_a_sentence(places: config.Places) -> None:
    done = _run(places, ["--home", "x" * 5000, "stories"])
    assert done.returncode == 1 and "file name too long" in done.stderr
    assert "Errno" not in done.stderr and len(done.stderr) < 600


def test_a_home_whose_name_is_not_utf8_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = os.fsdecode(os.fsencode(tmp_path) + b"/h\xff\xfe")
    for words in (["thesis", "list"], ["backup"], ["refresh"], []):
        with pytest.raises(SystemExit) as stop:
            main(["--home", home, *words])
        assert stop.value.code == 2
        said = capsys.readouterr().err
        assert "has a name that is not UTF-8" in said and "choose another" in said
    assert not Path(home).exists()


def test_a_machine_without_memory_is_told(places: config.Places) -> None:
    done = _failing(places, "MemoryError()")
    assert done.returncode == 1 and "not enough memory for this" in done.stderr
    assert "did not expect" not in done.stderr
