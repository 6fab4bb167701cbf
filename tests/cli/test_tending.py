"""The commands on the health of feeds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rich.cells import cell_len

from signalboard import config
from signalboard.archive import Archive
from signalboard.cli import feedtable
from signalboard.desk import Desk
from signalboard.model import Check, FeedState, Outcome
from signalboard.text import is_clean
from tests.cli.test_commands import Shell
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.values import NOW

HOSTILE = "\x1b]52;c;cHduZWQ=\x07[@click=app.quit]Feed\u202e[/] 腾讯"
HOUR = 3600


@pytest.fixture
def shell(places: config.Places, stories: list[str], capsys) -> Shell:
    feeds = "".join(
        f'  - name: "{name}"\n    url: https://{host}.example/feed\n'
        for name, host in (("Hung", "hung"), ("Odd", "odd"), ("Left", "left"))
    )
    written = places.feeds_file.read_text().replace("companies:", feeds + "companies:", 1)
    places.feeds_file.write_text(written.replace('"Odd"', '"\\e]52;c;x\\a[@click=quit]Odd 腾讯"'))
    archive = Archive.open(places.archive)
    for host, outcome, reason in (
        ("hung", Outcome.TIMEOUT, "hung.example did not send it all within 30 seconds"),
        ("odd", Outcome.GONE, HOSTILE),
        ("left", Outcome.UNCHANGED, ""),
        ("former", Outcome.UNCHANGED, ""),
    ):
        state = FeedState(
            f"https://{host}.example/feed",
            attempted_at=NOW - HOUR,
            succeeded_at=NOW - HOUR if outcome.is_well else None,
            next_at=NOW + HOUR,
            outcome=outcome,
            reason=reason,
            failures=0 if outcome.is_well else 2,
        )
        check = Check(NOW - HOUR, outcome, 410 if outcome is Outcome.GONE else None, reason, 3)
        archive.save_state(state, check)
    archive.close()
    return Shell(places, capsys)


def test_feeds_are_listed_broken_ones_first(shell: Shell) -> None:
    rows = shell.lines("feed", "list", "--json")
    assert [row["state"] for row in rows] == ["gone", "failing", "not read", "unchanged"]
    hung = rows[1]
    assert hung["told"].startswith("hung.example did not send it all")  # type: ignore[union-attr]
    assert (hung["broken"], hung["failures"], hung["outcome"]) == (True, 2, "timeout")
    assert rows[0]["next"] is None and rows[0]["next_told"] == "never: gone"
    wire = rows[2]
    assert (wire["name"], wire["entries"], wire["entries_30_days"]) == ("The Wire", 5, 5)
    assert len(shell.lines("feed", "list", "--failing", "--json")) == 2
    assert "4 feeds: 1 failing, 1 gone" in (shell("feed", "list") and shell.err)


def test_a_list_for_a_pipe_has_everything_on_one_line_each(shell: Shell) -> None:
    lines = shell("feed", "list").splitlines()
    assert len(lines) == 5
    assert lines[0].split()[:3] == ["feed", "state", "last"]
    assert "https://hung.example/feed" in lines[2] and "30 seconds. 2 times in a row" in lines[2]
    assert all(is_clean(" ".join(line.split())) for line in lines)
    assert "[@click=quit]Odd 腾讯" in lines[1]
    at = lines[0].index("state")
    assert lines[2][at:].startswith("failing")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200, 10**11])
def test_a_list_fits_its_terminal(shell: Shell, width: int) -> None:
    desk = Desk.open(shell.places, clock=lambda: NOW)
    lines = list(feedtable.table(desk.health().feeds, NOW, width))
    desk.close()
    # Below 80 the columns are whole and the terminal breaks the lines.
    assert max(map(cell_len, lines)) <= max(min(width, 1000), 72)
    told = [line for line in lines if "did not send" in line]
    assert len(told) == 1
    assert told[0].startswith("Hung" if width >= 120 else "  hung.example did")


def test_one_feed_is_shown_with_its_checks(shell: Shell) -> None:
    out = shell("feed", "show", "hung")
    assert "failing: hung.example did not send it all within 30 seconds. 2 times in a row" in out
    assert "slow or overloaded" in out and "timeout: hung.example did not send" in out
    shown = shell.lines("feed", "show", "hung", "--json")[0]
    assert shown["checks"][0]["outcome"] == "timeout"  # type: ignore[index]
    odd = shell("feed", "show", "odd.example")
    assert is_clean(" ".join(odd.split())) and "gone 410" in odd
    shell("feed", "show", "nobody", status=1)
    assert "No feed is called 'nobody'" in shell.err


def test_pausing_and_resuming_are_in_feeds_yaml_and_undone(shell: Shell) -> None:
    assert shell("feed", "pause", "Left") == "paused feed: Left\n"
    assert "paused" in shell("feed", "list")
    assert shell("feed", "pause", "Left") == "" and "already" in shell.err
    shell("undo")
    assert "paused" not in shell("feed", "list")
    assert shell("feed", "resume", "Left") == "" and "already" in shell.err


async def _good(request: Request, out: Out) -> None:
    await out.whole(two(request.path))


async def test_a_retry_asks_what_fails_and_nothing_else(tmp_path: Path, capsys) -> None:
    async with FaultServer({"one": _good, "two": _good}) as server:
        home = tmp_path / "home"
        home.mkdir(mode=0o700)
        (home / "feeds.yaml").write_text(
            "feeds:\n"
            + "".join(f"  - {{name: {n}, url: {server.url(n)!r}}}\n" for n in ("one", "two"))
        )
        places = config.places(home, None, {})
        archive = Archive.open(places.archive)
        failed = FeedState(
            server.url("one"), attempted_at=1, outcome=Outcome.NETWORK, failures=3, reason="x"
        )
        archive.save_state(failed)
        archive.close()
        shell = Shell(places, capsys)

        async def run(*words: str) -> str:
            return await asyncio.to_thread(_in_a_process, home, *words)

        assert "2 new" in await run("feed", "retry", "--failed")
        assert [r.path for r in server.asked] == ["one"]
        assert "nothing to retry" in await run("feed", "retry")
        await run("feed", "retry", "two")
        assert [r.path for r in server.asked] == ["one", "two"]
        assert [row["state"] for row in shell.lines("feed", "list", "--json")] == ["well", "well"]


def _in_a_process(home: Path, *words: str) -> str:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "signalboard", "--home", str(home), *words],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
