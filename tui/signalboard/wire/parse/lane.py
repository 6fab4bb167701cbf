"""One worker and the jobs on their way to it: sent ahead, answered in their order.

A worker whose parent is busy has the next job already. A job has so many seconds of the
processor, however busy the machine is, and ``WALL_SECONDS`` in all from when the one before
it is answered; the job a worker is killed over is the first not answered, and those
behind it are asked again elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import signalboard
from signalboard.wire.parse.framing import LENGTH, LONGEST_ANSWER
from signalboard.wire.spool import Body, Spool

START_SECONDS = 30.0
"""What a worker may take to be ready, on a machine that is busy."""
WALL_SECONDS = 20.0
"""What a job may take in all: a machine that is busy has other things to do in between."""
AHEAD = 4
"""Jobs of one worker that are not answered yet, at most."""

_PIECE = 1 << 18
_ROOM = 1 << 20
"""Bytes of answers that may wait for the parent."""
_START = (
    "import sys, importlib; sys.path.append(sys.argv[1]);"
    " importlib.import_module(sys.argv[4]).main(int(sys.argv[2]), int(sys.argv[3]))"
)


class Gone(Exception):
    """A worker that ended over a job, or said what no worker says."""


class TooSlow(Exception):
    """A worker that was killed over a job that took too much of the processor."""


class TooLong(Exception):
    """A worker that was killed over a job that took too long, if not by its own doing."""


class NotStarted(Exception):
    """No worker could be started."""


class Again(Exception):
    """The worker went before this job was begun: ask again."""


Answer = dict[str, Any]
_Waiting = asyncio.Future[Answer]


class Lane:
    """At most one worker at a time, started when there is something to ask."""

    def __init__(self, worker: str, given: Mapping[str, Any], wall: float, memory: int) -> None:
        self._module, self._given = worker, given
        self._wall, self._memory = wall, memory
        self._sending = asyncio.Lock()
        self._sent: deque[_Waiting] = deque()
        self._some = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None
        self.worker: Process | None = None
        self._files: socket.socket | None = None
        """The way of large bodies to the worker: as open files."""
        self._starting: asyncio.Task[None] | None = None
        self._asked_at = 0.0
        """When the first job that is not answered was begun."""
        self.waiting = 0
        """Jobs that are not answered yet."""

    @property
    def is_begun(self) -> bool:
        """Whether there is a worker, or is to be."""
        return self.waiting > 0 or self.worker is not None

    def is_over_a_job_since(self, moment: float) -> bool:
        """Whether its worker, ready by then, has been over one job since a moment of the loop."""
        return bool(self._sent) and self._asked_at <= moment

    async def start(self) -> None:
        """Begins to start a worker; returns when its process runs, not yet ready."""
        runs = asyncio.Event()

        async def begin() -> None:
            try:
                async with self._sending:
                    with contextlib.suppress(NotStarted):  # said where there is a job
                        await self._begin(runs)
            finally:
                runs.set()

        self._starting = asyncio.create_task(begin())
        await runs.wait()

    async def ask(self, job: Mapping[str, Any], body: Body) -> Answer:
        """A worker's answer. Raises Gone, TooSlow, TooLong, NotStarted and Again."""
        self.waiting += 1
        try:
            answer = await self._send(job, body)
            return await answer
        except asyncio.CancelledError:
            # Nobody waits for it any more, and it may be what keeps the others waiting.
            if self._sent and self._sent[0].cancelled():
                await self._end()
            raise
        finally:
            self.waiting -= 1

    async def close(self) -> None:
        """Ends the worker; to be called when nothing is asked any more."""
        if self._starting is not None:
            self._starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._starting
        await self._end()

    async def _send(self, job: Mapping[str, Any], body: Body) -> _Waiting:
        async with self._sending:
            worker = self.worker
            if worker is None or worker.returncode is not None or self._reading is None:
                await self._end()
                worker = await self._begin()
            loop = asyncio.get_running_loop()
            answer: _Waiting = loop.create_future()
            if not self._sent:
                self._asked_at = loop.time()
            self._sent.append(answer)
            self._some.set()
            is_sent = False
            try:
                if isinstance(body, Spool) and self._files is not None:
                    socket.send_fds(self._files, [b"f"], [body.fileno()])
                await _write(worker, json.dumps(job).encode("ascii"), body)
                is_sent = True
            except OSError:  # the reader sees its end too, and says whose fault it is
                is_sent = True
            finally:
                if not is_sent:  # half a job: nothing that follows would be understood
                    answer.cancel()
                    await self._end()
            return answer

    async def _begin(self, runs: asyncio.Event | None = None) -> Process:
        try:
            self._files, theirs = socket.socketpair()
            with theirs:
                self.worker = worker = await _started(
                    self._module, self._given, self._memory, theirs.fileno(), runs
                )
        except (OSError, TimeoutError, Gone):
            self._close_files()
            raise NotStarted from None
        self._reading = asyncio.create_task(self._read(worker))
        return worker

    async def _read(self, worker: Process) -> None:
        """Hands on the answers, each to who waits for it; ends with the worker."""
        while True:
            if not self._sent:
                self._some.clear()
                await self._some.wait()
            failure: Exception = Gone()
            try:
                async with asyncio.timeout(self._wall):
                    answer = await _answer(worker)
            except TimeoutError:
                failure = TooLong()
            except Gone:
                await _ended(worker)
                if worker.returncode == -signal.SIGPROF:
                    failure = TooSlow()
            else:
                self._asked_at = asyncio.get_running_loop().time()
                if self._sent:
                    waiting = self._sent.popleft()
                    if not waiting.done():
                        waiting.set_result(answer)
                    if "fatal" not in answer and "last" not in answer:
                        continue
                    failure = Again()
            self._fail(failure)
            await _ended(worker)
            return

    def _fail(self, failure: Exception) -> None:
        """Tells the first that waits of a failure, and those behind it to ask again."""
        self._reading = None
        for waiting in self._sent:
            if not waiting.done():
                waiting.set_exception(failure)
            failure = Again()
        self._sent.clear()

    async def _end(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reading
            self._fail(Again())
        if self.worker is not None:
            await _ended(self.worker)
        self._close_files()

    def _close_files(self) -> None:
        if self._files is not None:
            self._files.close()
            self._files = None


async def _started(
    module: str, given: Mapping[str, Any], memory: int, files: int, runs: asyncio.Event | None
) -> Process:
    """A worker that is ready; ``runs`` is set as soon as it is a process."""
    root = Path(signalboard.__file__).parent.parent
    # -P: a feedparser.py in the folder this was started from must not be imported.
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", _START, str(root), str(memory), str(files), module),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
        limit=_ROOM,
        pass_fds=(files,),
        # Tracing where it ran out of memory takes memory, and waits for ever where there is none.
        env={**os.environ, "RUST_BACKTRACE": "0"},
    )
    if runs is not None:
        runs.set()
    try:
        _widen(worker)
        async with asyncio.timeout(START_SECONDS):
            await _write(worker, json.dumps(given).encode("ascii"), b"")
            await _answer(worker)
    except BaseException:
        await _ended(worker)
        raise
    return worker


def _widen(worker: Process) -> None:
    """Gives answers more room than a pipe has by itself, where the system can."""
    transport = worker._transport.get_pipe_transport(1)  # type: ignore[attr-defined]
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(transport.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, _ROOM)


async def _write(worker: Process, header: bytes, body: Body) -> None:
    assert worker.stdin is not None
    worker.stdin.write(LENGTH.pack(len(header)) + header)
    for start in range(0, len(body), _PIECE):  # whole, it would be copied whole
        if isinstance(body, Spool):  # on its way as a file
            break
        worker.stdin.write(body[start : start + _PIECE])
        await worker.stdin.drain()


async def _answer(worker: Process) -> Answer:
    assert worker.stdout is not None
    try:
        (length,) = LENGTH.unpack(await worker.stdout.readexactly(LENGTH.size))
        if length > LONGEST_ANSWER:
            raise Gone
        answer = json.loads(await worker.stdout.readexactly(length))
    except (asyncio.IncompleteReadError, OSError, ValueError):
        raise Gone from None
    if not isinstance(answer, dict):
        raise Gone
    return answer


async def _ended(worker: Process) -> None:
    """Kills a worker if it still lives, and waits until it is gone."""
    if worker.returncode is None:
        # Not worker.kill(): it would take the exit status away from asyncio's watcher.
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
    if worker.stdin is not None:
        worker.stdin.close()
    await worker.wait()
