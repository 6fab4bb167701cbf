"""The real program in a real terminal: what it writes, and what it leaves behind."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.model import Entry
from tests import failing
from tests.ui import sample
from tests.ui.terminal import Terminal

RESTORED = (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?1006l", b"\x1b[?2004l",
            b"\x1b[?25h")  # fmt: skip
CSI = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
UNSEEN = re.compile(
    "[\x80-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9\U000e0000-\U000e007f]"
)
HOSTILE = (
    "clip \x1b]52;c;cHduZWQ=\x1b\\board",
    "bell \x1b]0;pwned\x07title",
    "red \x1b[31mink",
    "c1 \x9b31m and \x9d52;c;eA==\x9c",
    "bidi \u202egnp.exe\u2066 \u200b\u200e",
    "shift \x0eout\x0f null\x00 back\x08space del\x7f",
    "lines one\ntwo\rthree\x85four\u2028five",
    "[bold red]markup[/] [@click=app.quit]x[/] [/] [Reuters] \\",
    "\U000e0041\U000e0042 tags \ufeffand \ufff9marks",
)
Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program over a home with the stories."""
    running: list[Terminal] = []

    def begin(*, stories=sample.STORIES, before: str = "", **environ: str) -> Terminal:
        folder = tmp_path / "home"
        if not folder.exists():
            sample.home(folder, stories)
        code = (
            f"{before}\nimport sys; from signalboard.cli import main; sys.exit(main(sys.argv[1:]))"
        )
        running.append(Terminal(["-c", code, "--home", str(folder)], **environ))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.close()


def journal(tmp_path: Path) -> str:
    """All that is on disk of the board's journal."""
    files = sorted((tmp_path / "home").rglob("*.jsonl"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


def test_first_paint_judgment_and_leaving(start, tmp_path):
    terminal = start()
    terminal.until("Tencent upgrades", "Web4 at velocity", "? help")
    terminal.keys("1+")
    terminal.until("▲ 1 slight · Tencent upgrades", "▸", "13 unjudged of 14")
    assert '"support"' in journal(tmp_path), "what is shown is on disk"
    assert "Tencent upgrades" in journal(tmp_path)
    terminal.keys("u")
    terminal.until("undone: support", "14 unjudged of 14")
    terminal.keys("q")
    assert terminal.ended() == 0
    assert all(mode in terminal.output for mode in RESTORED)


def test_keys_typed_ahead_of_the_first_paint_are_not_lost_or_mixed(start):
    terminal = start()
    terminal.until("Tencent upgrades")
    terminal.keys("/qwen\r1+")
    terminal.until("“qwen”", "▲ 1 slight · Alibaba's Qwen")
    terminal.keys("tmoat\r")
    terminal.until("judging 4")


def test_what_is_loaded_is_not_looked_through_at_a_key(start):
    tell = (
        "import gc\n"
        "from signalboard.ui.app import Signalboard\n"
        "Signalboard.run_to_end = lambda self: print(gc.isenabled(), gc.get_freeze_count()) or 0"
    )
    terminal = start(before=tell)
    assert terminal.ended() == 0
    enabled, frozen = terminal.text.split()
    assert enabled == "True"
    assert int(frozen) > 10_000


def test_keys_typed_before_there_is_a_screen_wait_for_it(start, tmp_path):
    terminal = start()
    terminal.keys("1+")
    terminal.until("▲ 1 slight · Tencent upgrades", "judging 1")
    assert '"support"' in journal(tmp_path)


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1],
    ids=lambda number: number.name,
)
def test_a_signal_restores_the_terminal(start, number):
    terminal = start()
    terminal.until("Tencent upgrades")
    terminal.quiet()
    before = len(terminal.output)
    terminal.kill(number)
    assert terminal.ended() == 128 + number
    after = bytes(terminal.output[before:])
    assert all(mode in after for mode in RESTORED)


DEAF = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])"


@pytest.mark.parametrize("keys", ["", "?q" * 200], ids=["at rest", "amid painting"])
@pytest.mark.parametrize("before", ["", DEAF], ids=["told", "not told"])
def test_a_terminal_that_goes_takes_the_board_with_it(start, before, keys):
    """Nobody reads any more: it neither waits for ever nor spins at the end of input."""
    terminal = start(before=before)
    terminal.until("Tencent upgrades")
    terminal.quiet()
    terminal.keys(keys)
    time.sleep(0.3)
    assert terminal.hung_up() == 128 + signal.SIGHUP


def test_an_error_restores_the_terminal_and_says_where_to_look(start, tmp_path):
    break_it = (
        "from signalboard.ui.acts.moving import Moving\n"
        "def fall(self, by): raise RuntimeError('broken \\x1b]52;c;eA==\\x07')\n"
        "Moving.action_down = fall"
    )
    terminal = start(before=break_it)
    terminal.until("Tencent upgrades")
    terminal.keys("j")
    assert terminal.ended() == 1
    assert all(mode in terminal.output for mode in RESTORED)
    tail = bytes(terminal.output).split(b"\x1b[?1049l")[-1]
    words = " ".join(CSI.sub(b"", tail).decode().split())
    assert "stopped on an error it did not expect (RuntimeError)" in words
    assert "crash.log" in words.replace(" ", "")
    assert b"]52;" not in terminal.output
    log = next((tmp_path / "home").rglob("crash.log"))
    assert "broken ?]52" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_hostile_text_sends_no_control_to_the_terminal(start, tmp_path):
    folder = tmp_path / "home"
    places = sample.home(folder, ())
    archive = Archive.open(places.archive)
    with archive.writing() as writing:
        for number, title in enumerate(HOSTILE):
            entry = Entry(
                id=str(number),
                title=title,
                summary=f"summary of {title}",
                url=f"https://a.test/{title}",
                outlet=f"of {title}",
                published_at=sample.NOW - number,
            )
            writing.add("http://127.0.0.1:9/x", entry, outlet=entry.outlet, origin=entry.outlet,
                        canonical_url=entry.url, title_key=title, companies=[title],
                        story_id=None, seen_at=sample.NOW)  # fmt: skip
    archive.close()
    terminal = start()
    terminal.until("clip", "markup")
    terminal.keys("1")
    for _ in HOSTILE:
        terminal.keys("+;why\r>s")
        terminal.quiet(0.15)
    terminal.keys("gC")
    terminal.quiet(0.15)
    terminal.keys("t")
    terminal.quiet(0.15)
    terminal.keys("\x1b")
    terminal.quiet(0.2)
    terminal.keys("/clip\r")
    terminal.quiet(0.2)
    terminal.keys("uuuyo")
    terminal.until("“clip”")
    terminal.quiet(0.2)
    terminal.kill(signal.SIGTERM)
    terminal.ended()
    # Our own OSC 52, of y: base64 of clean text; and Textual's shape of the mouse pointer.
    own = rb"\x1b\](?:52;c;[A-Za-z0-9+/=]*|22;[a-z-]*)\x07"
    output = re.sub(own, b"", bytes(terminal.output))
    assert b"\x1b]" not in output
    assert b"\x1b[31m" not in output
    rest = CSI.sub(b"", output)
    rest = re.sub(rb"\x1b[=>78]", b"", rest)
    assert set(rest) & set(range(0x20)) <= set(b"\r\n"), "a control character got through"
    assert b"\x7f" not in rest
    text = rest.decode("utf-8")
    assert not [c for c in text if 0x80 <= ord(c) < 0xA0]
    assert not re.search(
        "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]", text
    )


def test_no_color_in_a_terminal(start):
    terminal = start(NO_COLOR="1")
    terminal.until("Tencent upgrades")
    terminal.keys("1+")
    terminal.until("▲ 1 slight")
    colours = re.findall(rb"\x1b\[[0-9;]*m", bytes(terminal.output))
    for sequence in colours:
        numbers = [int(n) for n in sequence[2:-1].split(b";") if n]
        assert not [n for n in numbers if 30 <= n <= 38 or 40 <= n <= 48 or 90 <= n <= 107]


def test_a_home_that_can_only_be_read_is_shown_with_a_banner(tmp_path):
    home = tmp_path / "home"
    sample.home(home, sample.STORIES)
    Desk.open(config.places(home, None, {})).close()  # the theses are there
    with failing.only_readable(home) as prefix:
        words = [*prefix, sys.executable, "-m", "signalboard", "--home", str(home)]
        terminal = Terminal(["-c", f"import os; os.execvp({words[0]!r}, {words!r})"])
        try:
            terminal.until("view only", "Tencent upgrades", "can only be read")
            terminal.keys("1+")
            terminal.until("nothing is recorded here")
            terminal.keys("q")
            assert terminal.ended() == 0
        finally:
            terminal.close()
    assert '"support"' not in journal(tmp_path)


def test_sizes_that_no_terminal_has_are_drawn_as_far_as_one_sees_and_it_is_left(start) -> None:
    terminal = start(COLUMNS="99999999999", LINES="100000")
    deadline = time.monotonic() + 60
    while b" upgrades its foundation" not in terminal.output and time.monotonic() < deadline:
        terminal.read()
    assert b" upgrades its foundation" in terminal.output
    terminal.keys("q")
    assert terminal.ended() == 0
