"""Workers that may be killed, and are."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signalboard.model import Outcome
from signalboard.wire.parse import lane
from signalboard.wire.parse.pool import LATE, Parsed, Parser
from tests.faults.feeds import item, rss, two

NOW = 1_790_000_000
URL = "https://example.com/feed"
GOOD = two("good")
JOB = {"content_type": "", "url": URL, "now": NOW, "seconds": 30.0}
SLOW = rss(item(1, inner="<a/>" * 6_000_000))


async def _parse(parser: Parser, body: bytes) -> Parsed:
    return await parser.parse(body, "text/xml", URL, NOW)


async def test_entries_come_back_as_they_were_read() -> None:
    async with Parser(workers=1) as parser:
        found = await _parse(parser, GOOD)
        assert (found.outcome, found.title, found.is_whole) == (Outcome.ENTRIES, "Feed", True)
        assert [entry.title for entry in found.entries] == [
            "Story 1 as good tells it here",
            "Story 2 as good tells it here",
        ]
        nothing = await _parse(parser, b"<html></html>")
        assert (nothing.outcome, nothing.killed) == (Outcome.NOT_A_FEED, False)
        assert nothing.reason == "what came is a web page"
        refused = await _parse(parser, b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + GOOD)
        assert (refused.outcome, refused.killed) == (Outcome.PARSE, False)


async def test_no_worker_is_started_before_there_is_work_and_few_at_all() -> None:
    async with Parser(workers=2) as parser:
        assert [lane.worker for lane in parser._lanes] == [None, None]
        found = await asyncio.gather(*(_parse(parser, GOOD) for _ in range(9)))
        assert {each.outcome for each in found} == {Outcome.ENTRIES}
        workers = [lane.worker for lane in parser._lanes if lane.worker]
        assert len(workers) == 1
    assert None not in [worker.returncode for worker in workers]


async def test_what_follows_a_slow_feed_is_given_to_another_worker() -> None:
    async with Parser(workers=2, seconds=30) as parser:
        await _parse(parser, GOOD)
        slow = asyncio.create_task(_parse(parser, SLOW))
        await asyncio.sleep(LATE + 0.1)
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES
        assert [lane.worker is None for lane in parser._lanes] == [False, False]
        slow.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await slow


async def test_a_worker_is_started_ahead_once_and_ended_also_where_nothing_came() -> None:
    async with Parser(workers=2) as parser:
        await parser.begin()
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES
        first = parser._lanes[0].worker
        assert first is not None
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES
        assert [lane.worker for lane in parser._lanes] == [first, None]
    async with Parser(workers=1) as idle:
        await idle.begin()
    assert idle._lanes[0].worker is None or idle._lanes[0].worker.returncode is not None


async def test_a_slow_feed_costs_one_worker_and_no_other_feed() -> None:
    async with Parser(workers=2, seconds=0.6) as parser:
        slow, *good = await asyncio.gather(
            _parse(parser, SLOW), *(_parse(parser, GOOD) for _ in range(6))
        )
        assert (slow.outcome, slow.killed) == (Outcome.PARSE, True)
        assert (
            slow.reason == "parsing it took more than 0.6 seconds of the processor and was stopped"
        )
        assert {each.outcome for each in good} == {Outcome.ENTRIES}
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES


async def _held(parser: Parser, seconds: float) -> Parsed:
    """A good feed, read by a worker that gets nothing of the processor for so long."""
    await _parse(parser, GOOD)
    worker = parser._lanes[0].worker
    assert worker is not None
    os.kill(worker.pid, signal.SIGSTOP)
    work = asyncio.create_task(_parse(parser, GOOD))
    await asyncio.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker.pid, signal.SIGCONT)
    return await work


async def test_a_machine_that_is_busy_stops_no_feed() -> None:
    async with Parser(workers=1, seconds=0.6) as parser:
        assert (await _held(parser, 1.5)).outcome is Outcome.ENTRIES


async def test_nothing_is_waited_for_without_end_and_no_feed_is_paused_for_it() -> None:
    async with Parser(workers=1, wall=0.3) as parser:
        found = await _held(parser, 1.0)
        assert (found.outcome, found.killed) == (Outcome.PARSE, False)
        assert found.reason == "parsing it was not done after 0.3 seconds, and was stopped"
        parser._lanes[0]._wall = 20.0
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES


async def test_jobs_sent_ahead_of_a_slow_one_are_asked_again_and_nobody_is_blamed() -> None:
    async with Parser(workers=1, seconds=0.6) as parser:
        await _parse(parser, GOOD)
        first = parser._lanes[0].worker
        slow = asyncio.create_task(_parse(parser, SLOW))
        await asyncio.sleep(0)
        behind = [asyncio.create_task(_parse(parser, GOOD)) for _ in range(3)]
        given_up = asyncio.create_task(_parse(parser, GOOD))
        await asyncio.sleep(0.1)
        assert parser._lanes[0].waiting == 4
        given_up.cancel()
        assert (await slow).killed
        found = await asyncio.gather(*behind)
        assert [(each.outcome, len(each.entries)) for each in found] == [(Outcome.ENTRIES, 2)] * 3
        assert parser._lanes[0].worker is not first


async def test_a_greedy_feed_harms_nobody_but_its_worker() -> None:
    greedy = rss(item(1, title="tall " * 12_000_000))
    async with Parser(workers=1, seconds=60, memory=256 << 20) as parser:
        found = await _parse(parser, greedy)
        assert (found.outcome, found.killed) == (Outcome.PARSE, True)
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES


def test_a_worker_has_a_bound_of_memory() -> None:
    code = (
        "from signalboard.wire.parse import worker; worker._bound(300 << 20)\n"
        "try: bytearray(400 << 20)\n"
        "except MemoryError: print('bounded')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "bounded"


async def test_a_worker_that_dies_is_an_outcome_and_is_replaced() -> None:
    async with Parser(workers=1) as parser:
        await _parse(parser, GOOD)
        worker = parser._lanes[0].worker
        assert worker is not None
        work = asyncio.create_task(_parse(parser, SLOW))
        await asyncio.sleep(0.2)
        os.kill(worker.pid, signal.SIGKILL)
        died = await work
        assert (died.outcome, died.killed) == (Outcome.PARSE, True)
        assert "died" in died.reason
        await _parse(parser, GOOD)
        other = parser._lanes[0].worker
        assert other is not None
        os.kill(other.pid, signal.SIGKILL)
        await other.wait()
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES


async def test_a_parse_that_is_cancelled_takes_its_worker_with_it() -> None:
    async with Parser(workers=1) as parser:
        await _parse(parser, GOOD)
        worker = parser._lanes[0].worker
        assert worker is not None
        work = asyncio.create_task(_parse(parser, SLOW))
        await asyncio.sleep(0.1)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert worker.returncode is not None
        assert (await _parse(parser, GOOD)).outcome is Outcome.ENTRIES


async def test_a_python_that_cannot_start_is_an_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    async with Parser() as parser:
        found = await _parse(parser, GOOD)
    assert (found.outcome, found.killed) == (Outcome.PARSE, False)


@pytest.mark.parametrize("start", ["pass", "print('nonsense' * 99)", "import os; os._exit(3)"])
async def test_a_worker_that_says_nonsense_is_an_outcome(
    start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "_START", start)
    async with Parser() as parser:
        found = await _parse(parser, GOOD)
    assert (found.outcome, found.reason) == (Outcome.PARSE, "the parser could not be started")


LIAR = """
import sys, struct
def say(data): sys.stdout.buffer.write(struct.pack(">I", len(data)) + data); sys.stdout.flush()
say(b"{}")
sys.stdin.buffer.read(4)
"""


@pytest.mark.parametrize("answer", ["say(b'[]')", "say(b'{')", "sys.stdout.buffer.write(b'~~~~')"])
async def test_an_answer_that_is_none_is_an_outcome(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "_START", LIAR + answer)
    async with Parser() as parser:
        found = await _parse(parser, GOOD)
    assert (found.outcome, found.killed) == (Outcome.PARSE, True)


def _worker(**more: object) -> subprocess.Popen[bytes]:
    root = str(Path(lane.__file__).parents[2])
    command = [sys.executable, "-P", "-c", lane._START, root, str(1 << 30), "-1"]
    command.append("signalboard.wire.parse.worker")
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **more,  # type: ignore[call-overload]
    )


def test_a_worker_ends_with_its_parent() -> None:
    with _worker() as worker:
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(timeout=10) == 0
    with _worker() as worker:
        assert worker.stdin is not None
        worker.stdin.write(struct.pack(">I", 2) + b"{}")
        header = json.dumps({**JOB, "size": 1000}).encode()
        worker.stdin.write(struct.pack(">I", len(header)) + header + b"half")
        worker.stdin.close()
        assert worker.wait(timeout=10) == 0


def test_a_worker_takes_nothing_from_the_folder_it_was_started_in(tmp_path: Path) -> None:
    trap = "raise SystemExit('imported from here')"
    for name in ("fastfeedparser", "feedparser", "lxml", "json"):
        (tmp_path / f"{name}.py").write_text(trap)
    with _worker(cwd=tmp_path) as worker:
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(timeout=10) == 0


def test_a_worker_whose_parent_vanished_does_not_work_for_ever() -> None:
    code = (
        "import io, json, struct, sys; from signalboard.wire.parse import readers, worker\n"
        "def read(*_):\n while True: pass\n"
        "readers.read, worker.LONGEST_JOB = read, 0.2\n"
        "worker.main(1 << 30, -1)"
    )
    header = json.dumps({**JOB, "size": 0}).encode()
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=struct.pack(">I", 2) + b"{}" + struct.pack(">I", len(header)) + header,
        capture_output=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == -signal.SIGALRM


async def test_a_worker_is_ready_soon() -> None:
    started = time.monotonic()
    async with Parser() as parser:
        await _parse(parser, GOOD)
    assert time.monotonic() - started < 10
