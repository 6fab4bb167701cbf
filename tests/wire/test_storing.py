"""Parts of one transaction: stored together, and none harmed by another."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from signalboard.archive import Archive, ArchiveProblem, Writing
from signalboard.model import FeedState
from signalboard.wire.refresh import storing as module
from signalboard.wire.refresh.run import IN_HAND
from signalboard.wire.refresh.storing import TOGETHER, Storing
from tests.faults.feeds import two
from tests.faults.server import FaultServer, Out, Request
from tests.wire.running import HOUR


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    opened = Archive.open(tmp_path / "archive.db")
    yield opened
    opened.close()


def _counted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tells of each transaction that is stored."""
    stored: list[str] = []
    original = archive.writing

    @contextmanager
    def writing() -> Iterator[Writing]:
        with original() as shelf:
            yield shelf
        stored.append("stored")

    monkeypatch.setattr(archive, "writing", writing)
    return stored


def _state(number: int) -> FeedState:
    return FeedState(f"https://{number}.example/", etag=f'"{number}"')


async def test_what_waits_at_one_moment_is_one_transaction(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = _counted(archive, monkeypatch)
    with Storing(archive) as storing:
        states = [_state(number) for number in range(TOGETHER - 1)]
        made = await asyncio.gather(
            *(storing.store(lambda shelf, s=s: (shelf.save_state(s), s.etag)[1]) for s in states)
        )
        assert made == [state.etag for state in states]
        assert stored == ["stored"]
        await asyncio.gather(
            *(storing.store(lambda shelf: len(stored)) for _ in range(2 * TOGETHER))
        )
        assert len(stored) == 3
    assert list(archive.feed_states().values()) == states


async def test_nobody_goes_on_before_his_part_is_on_disk(archive: Archive) -> None:
    other = Archive.open(archive.path, read_only=True)
    with Storing(archive) as storing:
        await asyncio.gather(
            storing.store(lambda shelf: shelf.save_state(_state(1))),
            storing.store(lambda shelf: shelf.save_state(_state(2))),
        )
        assert len(other.feed_states()) == 2
    other.close()


@pytest.mark.parametrize("error", [KeyError("one"), ArchiveProblem("The disk is full.")])
async def test_a_part_that_fails_takes_no_other_with_it(archive: Archive, error: Exception) -> None:
    def broken(shelf: Writing) -> None:
        shelf.save_state(_state(9))
        raise error

    with Storing(archive) as storing:
        first, failed, last = await asyncio.gather(
            storing.store(lambda shelf: shelf.save_state(_state(1))),
            storing.store(broken),
            storing.store(lambda shelf: shelf.save_state(_state(2))),
            return_exceptions=True,
        )
    assert (first, failed, last) == (None, error, None)
    assert set(archive.feed_states()) == {_state(1).url, _state(2).url}


async def test_what_nobody_waits_for_any_more_is_stored_all_the_same(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 60)
    with Storing(archive) as storing:
        work = asyncio.create_task(storing.store(lambda shelf: shelf.save_state(_state(1))))
        await asyncio.sleep(0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert archive.feed_states() == {}
    assert set(archive.feed_states()) == {_state(1).url}


async def test_a_run_killed_in_the_middle_leaves_every_feed_asked_or_waiting(
    tmp_path: Path,
) -> None:
    """What came is there with its validators; what was asked waits; the rest was not touched."""
    names = [f"feed{number}" for number in range(60)]

    async def good(request: Request, out: Out) -> None:
        await out.whole(two(request.path), 'ETag: "one"')

    async def hang(_: Request, _out: Out) -> None:
        await asyncio.sleep(60)

    handlers: dict[str, Any] = {
        name: good if number < 20 else hang for number, name in enumerate(names)
    }
    async with FaultServer(handlers) as server:
        urls = [server.url(name) for name in names]
        feeds = "".join(f"  - name: {n}\n    url: {u}\n" for n, u in zip(names, urls, strict=True))
        (tmp_path / "feeds.yaml").write_text(f"feeds:\n{feeds}")
        command = ["-m", "signalboard", "--home", str(tmp_path), "refresh", "--json"]
        run = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.PIPE, start_new_session=True
        )
        assert run.stdout is not None
        done = 0
        while done < 20:
            done += b'"event": "done"' in await asyncio.wait_for(run.stdout.readline(), 30)
        while len(server.asked) < 28:
            await asyncio.sleep(0.02)
        os.killpg(run.pid, signal.SIGKILL)
        await run.wait()
        asked = {request.path.strip("/") for request in server.asked}
    archive = Archive.open(tmp_path / "archive.db")
    states = archive.feed_states()
    assert archive.check() == []
    assert archive.counts().entries == 40
    archive.close()
    read = [states[url] for url in urls[:20]]
    assert {(state.etag, state.failures) for state in read} == {('"one"', 0)}
    for name, url in zip(names[20:], urls[20:], strict=True):
        if name in asked:
            state = states[url]
            assert state.etag is None
            assert state.attempted_at is not None
            assert state.next_at >= state.attempted_at + HOUR
    assert len(asked) == 28
    assert len(states) <= 20 + IN_HAND
