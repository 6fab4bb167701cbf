"""Runs a target on inputs made from inputs, keeping those that reach what none did before.

Why not atheris: its wheels are not there for every Python the house runs on, and what is
needed of it is small. Why not hypothesis alone: it makes values, and never learns which bytes
lead deeper into a parser.
"""

from __future__ import annotations

import contextlib
import random
import re
import signal
import time
import traceback
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field

from tests.fuzz.corpus import Corpus
from tests.fuzz.coverage import Reached
from tests.fuzz.mutation import mutated

SLOW = 5.0
"""Seconds of the processor that one input may take."""
Target = Callable[[bytes], Hashable]
"""Raises where a promise is broken; what it returns tells one way of ending from another,
numbers in a sentence aside: each input that ends in a new way is held to the end."""
Begins = Callable[[bytes], None]
_NUMBER = re.compile("[0-9]+")


class TooSlow(BaseException):
    """An input took longer than any may."""


@dataclass
class Failure:
    """An input that broke a promise."""

    data: bytes
    error: str


@dataclass
class Ran:
    """What came of a run."""

    runs: int = 0
    lines: int = 0
    slowest: float = 0.0
    slowest_data: bytes = b""
    failures: list[Failure] = field(default_factory=list)
    kept: dict[bytes, set[object]] = field(default_factory=dict)
    """Inputs that were the first to reach something, and what."""


def fuzz(
    target: Target,
    corpus: Corpus,
    *,
    seed: int,
    parts: tuple[str, ...] = ("signalboard/",),
    seconds: float | None = None,
    runs: int | None = None,
    progress: Callable[[Ran], None] = lambda _ran: None,
    begins: Begins = lambda _data: None,
    failures: int = 1,
) -> Ran:
    """Runs a target for a time, or so many inputs beyond the corpus; ends at a failure.

    ``begins`` hears of each input before it is run.
    """
    chance = random.Random(seed)
    reached, ends = Reached(parts), set()
    ran = Ran()
    pool: list[bytes] = []

    def run(data: bytes) -> bool:
        begins(data)
        started = time.process_time()
        features: set[object] = set()
        try:
            with reached.looking(), _in_time():
                end = target(data)
            if isinstance(end, str):  # that line 3 or line 4 is wrong is one way of ending
                end = _NUMBER.sub("0", end)
            if end not in ends:
                ends.add(end)
                features.add(end)
        except (Exception, TooSlow) as error:
            ran.failures.append(Failure(data, _told(error)))
        took = time.process_time() - started
        if took > ran.slowest:
            ran.slowest, ran.slowest_data = took, data
        ran.runs += 1
        features |= reached.lines
        ran.lines = reached.count
        if features:
            ran.kept[data] = features
            pool.append(data)
        return bool(features)

    for data in corpus.inputs:
        if not run(data):
            pool.append(data)
        if len(ran.failures) >= failures:
            return ran
    until = None if seconds is None else time.monotonic() + seconds
    most = None if runs is None else ran.runs + runs
    told = time.monotonic()
    while len(ran.failures) < failures:
        if (most is not None and ran.runs >= most) or (
            until is not None and time.monotonic() >= until
        ):
            break
        # The newest of the pool lead furthest.
        at = min(int(chance.expovariate(3 / max(1, len(pool)))), len(pool) - 1)
        parent = pool[-1 - at] if pool and chance.random() > 0.02 else b""
        run(mutated(parent, pool, corpus.words, chance))
        if time.monotonic() - told > 1:
            told = time.monotonic()
            progress(ran)
    return ran


def smaller(target: Target, failure: Failure, seconds: float = 10.0) -> Failure:
    """The same failure from fewer bytes, as far as there is time to look."""
    kind = failure.error.strip().splitlines()[-1].partition(":")[0]
    until = time.monotonic() + seconds
    size = max(1, len(failure.data) // 2)
    while size and time.monotonic() < until:
        at, shrunk = 0, False
        while at < len(failure.data) and time.monotonic() < until:
            data = failure.data[:at] + failure.data[at + size :]
            try:
                with _in_time():
                    target(data)
            except (Exception, TooSlow) as error:
                told = _told(error)
                if told.strip().splitlines()[-1].partition(":")[0] == kind:
                    failure, shrunk = Failure(data, told), True
                    continue
            at += size
        size = size if shrunk and size == 1 else size // 2
    return failure


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error, limit=-12))


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    """TooSlow where the body takes too much of the processor; a dump and an end where C does."""

    def late(*_: object) -> None:
        raise TooSlow(f"more than {SLOW:g} seconds")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
