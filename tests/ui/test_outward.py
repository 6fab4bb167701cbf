"""Links and the clipboard: what leaves the board, and what never does."""

from __future__ import annotations

import sys

import pytest

from signalboard.ui.acts import outward
from tests.ui import sample


@pytest.fixture
def ran(monkeypatch):
    """The programs that would have been run; each ends with the status set."""
    commands: list[tuple[tuple[str, ...], str | None]] = []

    async def quietly(*command: str, said: str | None = None) -> int:
        commands.append((command, said))
        return quietly.status

    quietly.status = 0
    monkeypatch.setattr(outward, "quietly", quietly)
    return commands, quietly


async def test_the_link_is_opened_apart_from_the_terminal(open_board, ran):
    commands, _ = ran
    async with open_board() as run:
        await run.keys("o")
        assert "opening https://bloomberg.test/" in run.text
        [(command, said)] = commands
        assert command[0] == sys.executable
        assert command[-1].startswith("https://bloomberg.test/")
        assert said is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "-P evil",
        "http://u:p@host.test/",
        "//host.test",
    ],
)
async def test_what_is_no_web_address_is_never_opened(open_board, ran, url):
    commands, _ = ran
    story = sample.Told("A trap", (("SCMP", 60),), url=url)
    async with open_board(stories=(story,)) as run:
        assert "not a link that can be opened" in "".join(run.pane("story"))
        await run.keys("o")
        assert "it is not opened" in run.text
        assert commands == []


async def test_a_story_without_a_link(open_board, ran):
    async with open_board(stories=(sample.Told("Bare", (("SCMP", 60),), url=""),)) as run:
        await run.keys("o")
        assert "this story has no link" in run.text
        await run.keys("y")
        assert run.app.clipboard == "Bare"
        assert ran[0] == []


async def test_no_browser_is_told_with_the_way_out(open_board, ran):
    ran[1].status = 3
    async with open_board() as run:
        await run.keys("o")
        assert "no browser could be started; y copies https://bloomberg.test/" in run.text


async def test_copy_gives_the_evidence_line_then_the_url(open_board, ran):
    async with open_board() as run:
        await run.keys("1", "+", ";", "text:used", "enter", "k", "y")
        title = "Tencent upgrades its foundation model, first since OpenAI hire"
        line = run.app.clipboard
        assert line.startswith(f"2026-11-24 support (slight): Web4 at velocity | {title} | ")
        assert "“used”" in line
        assert line.endswith(run.desk.story(run.board.headlines.current.id).url)
        assert "evidence line sent to the terminal's clipboard; y again: URL" in run.text
        await run.keys("y")
        assert run.app.clipboard.startswith("https://bloomberg.test/")
        await run.keys("y")
        assert run.app.clipboard == title
        await run.keys("y")
        assert run.app.clipboard == line
        await run.keys("j", "y")
        assert run.app.clipboard.startswith("https://scmp.test/")
        assert "URL sent to the terminal's clipboard; y again: title" in run.text


async def test_a_copier_of_the_desktop_is_used_too(open_board, ran, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(outward.shutil, "which", lambda name: f"/bin/{name}")
    async with open_board() as run:
        await run.keys("y")
        assert "URL copied with wl-copy" in run.text
        assert ran[0] == [(("/bin/wl-copy",), run.app.clipboard)]


async def test_quietly_tells_the_status_and_gives_no_terminal(tmp_path):
    out = tmp_path / "out"
    script = f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read()); print('x'); sys.exit(3)"
    assert await outward.quietly(sys.executable, "-c", script, said="copied") == 3
    assert out.read_text() == "copied"
    assert await outward.quietly("/nowhere/program") == 1


async def test_a_console_browser_is_not_started(monkeypatch):
    monkeypatch.setenv("BROWSER", "cat")
    status = await outward.quietly(sys.executable, "-I", "-c", outward._OPEN, "https://a.test/")
    assert status == 3
