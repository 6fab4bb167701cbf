"""The command itself, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signalboard.archive import Archive
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.wire.running import BUNDLED, serving

COMMAND = """
import json, sys
from pathlib import Path
from signalboard.config import Places, Settings
from signalboard.model import Feed
from signalboard.wire.refresh.command import run
home = Path(sys.argv[1])
feeds = tuple(Feed(name, url) for name, url in json.loads(sys.argv[2]))
settings = Settings(feeds=feeds, problems=("feeds.yaml, line 1: a problem.",))
sys.exit(run(Places(home, home / "feeds.yaml", home), settings, now=False,
             as_json=sys.argv[3] == "json", only=sys.argv[4:]))
"""


async def _command(
    home: Path,
    feeds: list[tuple[str, str]],
    *only: str,
    form: str = "json",
    meanwhile: Callable[[asyncio.subprocess.Process], Any] | None = None,
) -> tuple[int, list[dict[str, Any]], str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", COMMAND, str(home), json.dumps(feeds), form, *only),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    if meanwhile is not None:
        await meanwhile(process)
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, [json.loads(line) for line in out.splitlines()], err.decode()


async def test_the_command_prints_json_and_its_status_says_how_it_went(tmp_path: Path) -> None:
    async with FaultServer({"good": serving(two("good"))}) as server:
        good, bad = ("good", server.url("good")), ("bad", server.url("bad"))
        status, events, errors = await _command(tmp_path, [good, bad])
        assert status == 0
        assert [e["event"] for e in events].count("done") == 2
        assert events[-1] == {
            "event": "total",
            "feeds": 2,
            "new": 2,
            "changed": 0,
            "unchanged": 0,
            "failed": 1,
            "stopped": False,
        }
        assert errors == "signalboard: feeds.yaml, line 1: a problem.\n"
        assert (await _command(tmp_path, [good, bad], "bad"))[0] == 1
        assert (await _command(tmp_path, [good, bad], "good", "bad"))[0] == 1
        assert (await _command(tmp_path, [good, bad], "good"))[0] == 0
        assert (await _command(tmp_path, [good, bad]))[0] == 0
        status, events, errors = await _command(tmp_path, [good, bad], "reuters")
        assert (status, events) == (2, [])
        assert "no feed 'reuters'" in errors
    assert (await _command(tmp_path / "other", [bad]))[0] == 1


async def test_the_command_tells_people_a_line_a_feed(tmp_path: Path) -> None:
    async with FaultServer({"good": serving(two("good"))}) as server:
        feeds = [("Good", server.url("good")), ("Bad", server.url("bad"))]
        status, events, told = await _command(tmp_path, feeds, form="plain")
    assert (status, events) == (0, [])
    assert "Good: 2 new\n" in told
    assert "Bad: could not be read: 127.0.0.1 answers 404, not found\n" in told
    assert told.endswith("2 feeds: 2 new, 0 changed, 1 could not be read\n")


async def test_a_password_in_feeds_yaml_still_works_and_is_said_but_not_shown(
    tmp_path: Path,
) -> None:
    async with FaultServer({"good": serving(two("good"))}) as server:
        url = server.url("good").replace("//", "//me:hunter2@")
        status, _, told = await _command(tmp_path, [("Good", url)], form="plain")
        assert "authorization" in server.asked[0].headers
    assert status == 0
    assert "the address of Good holds a user or password; `signalboard feed login`" in told
    assert "hunter2" not in told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_command_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    async def hang(_: Request, _out: Out) -> None:
        await asyncio.sleep(60)

    async with FaultServer({"good": serving(two("good")), "hang": hang}) as server:

        async def meanwhile(process: asyncio.subprocess.Process) -> None:
            assert process.stdout is not None
            # The line of the good feed's end comes when it is stored.
            lines = [await process.stdout.readline() for _ in range(4)]
            assert any(b'"done"' in line for line in lines), lines
            process.send_signal(number)

        feeds = [("hang", server.url("hang")), ("good", server.url("good"))]
        started = time.monotonic()
        status, events, errors = await _command(tmp_path, feeds, meanwhile=meanwhile)
        assert time.monotonic() - started < 10
    assert status == 128 + number
    assert events[-1]["event"] == "total"
    assert events[-1]["stopped"] is True
    assert "Traceback" not in errors
    archive = Archive.open(tmp_path / "archive.db")
    assert archive.counts().entries == 2
    archive.close()


async def test_a_second_command_leaves_it_to_the_first(tmp_path: Path) -> None:
    release = asyncio.Event()

    async def slow(_: Request, out: Out) -> None:
        await release.wait()
        await out.whole(two("slow"))

    async with FaultServer({"slow": slow}) as server:
        feeds = [("slow", server.url("slow"))]
        first = asyncio.create_task(_command(tmp_path, feeds))
        while not server.asked:
            await asyncio.sleep(0.02)
        status, events, errors = await _command(tmp_path, feeds)
        assert status == 0
        assert [event["event"] for event in events] == ["total"]
        assert "another refresh" in errors
        release.set()
        status, events, _ = await first
    assert (status, events[-1]["new"]) == (0, 2)
    assert len(server.asked) == 1


async def test_nobody_listening_does_not_stop_the_command(tmp_path: Path) -> None:
    async def meanwhile(process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        await process.stdout.readline()
        process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]

    async def slow(_: Request, out: Out) -> None:
        await asyncio.sleep(0.3)
        await out.whole(two("slow"))

    async with FaultServer({"slow": slow}) as server:
        status, _, errors = await _command(
            tmp_path, [("slow", server.url("slow"))], meanwhile=meanwhile
        )
    assert "Traceback" not in errors
    assert status == 0
    archive = Archive.open(tmp_path / "archive.db")
    assert archive.counts().entries == 2
    archive.close()


async def test_an_archive_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"This is no archive, but a text." * 99)
    status, events, errors = await _command(tmp_path, [("Bundled", BUNDLED.url)])
    assert (status, events) == (1, [])
    assert "archive" in errors
    assert "Traceback" not in errors


def test_a_run_over_the_bundled_feed_loads_no_http(tmp_path: Path) -> None:
    code = COMMAND.replace("sys.exit(run", "assert not (run") + (
        "\nbad = {'httpx', 'httpcore', 'h2', 'lxml', 'feedparser', 'selectolax', 'rich'}"
        "\nsys.exit(', '.join(bad & set(sys.modules)) or 0)"
    )
    feeds = json.dumps([("Bundled", BUNDLED.url)])
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), feeds, "json"],
        check=True,
        capture_output=True,
        timeout=60,
    )
