"""The child that parses: reads jobs from stdin, writes answers to stdout, until stdin ends.

A job's frame is followed by the body it speaks of; one that is large comes as an open file,
through a socket of its own, and is never loaded whole. A worker holds no secret and
opens nothing itself; the system ends it where a feed takes more of the processor than its job
says, its parent where it takes too long all the same, and it ends by itself where its
parent is gone.
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, Final

from signalboard.memory import lend_only
from signalboard.model import Entry
from signalboard.wire import heap
from signalboard.wire.parse.framing import LENGTH
from signalboard.wire.parse.mapped import Bytes, Mapped

_FIELDS: Final = attrgetter(*(field.name for field in fields(Entry)))
Prepare = Callable[[Sequence[Entry], dict[str, Any]], Sequence[Any]]
Preparing = Callable[[dict[str, Any]], Prepare]

GROWTH = 88 << 20
"""Bytes of data a worker may come to hold, beyond what it starts with."""
LARGE = 1 << 20
"""Bytes of a body after which a worker ends."""
LONGEST_JOB = 25.0
"""Seconds after which it ends even if nobody is there any more to kill it."""


def main(memory: int, files: int, prepared: Preparing | None = None) -> None:
    """Works until stdin ends, in so many bytes of address space.

    ``files``: the socket through which large bodies come.

    ``prepared`` takes what the parent gives at the start; what it returns then makes of
    the entries of each job what is answered beside them.
    """
    _bound(memory)
    from signalboard.wire.parse import readers  # within the bounds

    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library may print is no answer
    header = jobs.read(LENGTH.size)
    if len(header) < LENGTH.size:
        return
    given = json.loads(jobs.read(LENGTH.unpack(header)[0]))
    prepare = None if prepared is None else prepared(given)
    lend_only()
    heap.collect_rarely()
    _bound_growth()
    _write(answers, {"ready": True})
    while (header := jobs.read(LENGTH.size)) and len(header) == LENGTH.size:
        job = json.loads(jobs.read(LENGTH.unpack(header)[0]))
        body = _mapped(files, job["size"]) if job.get("is_file") else jobs.read(job["size"])
        if len(body) < job["size"]:
            return
        signal.setitimer(signal.ITIMER_REAL, LONGEST_JOB)
        signal.setitimer(signal.ITIMER_PROF, job["seconds"])
        answer = _answer(readers, body, job, prepare)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        is_large = isinstance(body, Mapped) or len(body) > LARGE
        del body  # nothing is held while the next job is waited for
        _write(answers, {**answer, "last": True} if is_large else answer)
        if is_large:
            return  # what it took stays half used, whatever is given back: another begins small
        del answer


def _bound(memory: int) -> None:
    # Where a system does not know a bound, the parent's clock still holds.
    for what, bound in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (bound, bound))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for alarm in (signal.SIGALRM, signal.SIGPROF):  # no handler: a parser would keep it waiting
        signal.signal(alarm, signal.SIG_DFL)
    sys.setrecursionlimit(2000)


def _bound_growth() -> None:
    """The bound that holds in practice: memory in use, not addresses. Linux only."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        said = Path("/proc/self/status").read_text().partition("VmData:")[2]
        most = int(said.split()[0]) * 1024 + GROWTH
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _mapped(files: int, size: int) -> Bytes:
    """The next body that was sent as a file; empty where it never came."""
    with socket.socket(fileno=files) as sent:  # closed: this is the last
        _, sent_files, *_ = socket.recv_fds(sent, 1, 1)
    return Mapped.of(sent_files[0], size) if sent_files else b""


def _answer(
    readers: Any, body: Bytes, job: dict[str, Any], prepare: Prepare | None = None
) -> dict[str, Any]:
    from signalboard.wire.parse.raw import NotAFeedError, RefusedError

    try:
        if job.get("links"):
            from signalboard.wire.parse.pages import links

            offers = links(bytes(body[:]), job["content_type"], job["url"])
            return {"links": [(each.url, each.title, each.found) for each in offers]}
        found = readers.read(body, job["content_type"], job["url"], job["now"])
        prepared = prepare(found.entries, job) if prepare is not None else ()
    except NotAFeedError as problem:
        return {"not_a_feed": str(problem)}
    except RefusedError as problem:
        return {"refused": str(problem)}
    except MemoryError:
        return {"fatal": f"it needs more than the {GROWTH >> 20} MB of memory that one feed may"}
    except Exception as error:
        return {"failed": type(error).__name__}
    return {
        "title": found.title,
        "site": found.site,
        "asked": found.asked,
        "is_whole": found.is_whole,
        "entries": list(map(_FIELDS, found.entries)),
        "prepared": prepared,
    }


def _write(answers: BinaryIO, answer: dict[str, Any]) -> None:
    # Not in ASCII: a Chinese letter would be six.
    data = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
    answers.write(LENGTH.pack(len(data)) + data)
    answers.flush()
