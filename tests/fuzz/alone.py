"""A target in a process of its own, which may hang, die or eat memory."""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import sys
import time
from pathlib import Path

from tests.fuzz import corpus
from tests.fuzz.engine import Ran, fuzz, smaller
from tests.fuzz.targets import Door, doors

FOUND = Path(__file__).with_name("found")
MEMORY = 2 << 30
HANGS = 30.0
"""Seconds without a word after which a process is ended."""
_LONGEST = 1 << 17
_Pipe = multiprocessing.connection.Connection


def alone(door: Door, seconds: float, seed: int, *, keep: bool) -> tuple[bool, int]:
    """A target in a process of its own; whether it held, and how many inputs it was given."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    current = FOUND / f".{door.name}-{os.getpid()}"
    FOUND.mkdir(exist_ok=True)
    child = context.Process(target=_work, args=(door.name, seconds, seed, there, current, keep))
    child.start()
    there.close()
    heard = time.monotonic()
    said = None
    try:
        while said is None:
            if here.poll(0.5):
                try:
                    word = here.recv()
                except EOFError:
                    break
                heard = time.monotonic()
                if isinstance(word, str):
                    if sys.stdout.isatty():
                        print(f"\r  {door.name:14} {word}", end="\x1b[K", flush=True)
                else:
                    said = word
            elif time.monotonic() - heard > HANGS or not child.is_alive():
                break
    except KeyboardInterrupt:
        current.unlink(missing_ok=True)
        raise
    finally:
        with contextlib.suppress(OSError):
            child.kill()
        child.join()
    end = "\r" if sys.stdout.isatty() else ""
    if said is None:
        held = current.read_bytes()
        data = held[8 : 8 + int.from_bytes(held[:8], "big")]
        current.unlink(missing_ok=True)
        why = f"the process hung or died ({child.exitcode}) over this input"
        _report(door.name, data, why, seed)
        return False, 0
    current.unlink(missing_ok=True)
    runs, lines, slowest, kept, failures = said
    print(f"{end}  {door.name:14} {runs:>8,} inputs {lines:>6,} lines, "
          f"slowest {slowest * 1000:,.0f} ms{f', {kept} kept' if kept else ''}")  # fmt: skip
    for data, error in failures:
        _report(door.name, data, error, seed)
    return not failures, runs


def _report(name: str, data: bytes, error: str, seed: int) -> None:
    path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:10]}"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(error, encoding="utf-8", errors="replace")
    shown = ascii(data) if len(data) < 2000 else f"{data[:2000]!a}… ({len(data):,} bytes)"
    print(f"\n{name} broke (seed {seed}):\n{error.rstrip()}\ninput: {shown}\nkept in {path}\n")


def _work(name: str, seconds: float, seed: int, told: _Pipe, current: Path, keep: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    door = doors()[name]
    stack = contextlib.ExitStack()
    target = door.made(stack)
    inputs = (*door.seeds(), *corpus.kept(name))
    with current.open("wb+") as file:
        file.truncate(_LONGEST + 8)
        now = mmap.mmap(file.fileno(), _LONGEST + 8)

        def begins(data: bytes) -> None:
            now[: len(data) + 8] = len(data).to_bytes(8, "big") + data

        def progress(ran: Ran) -> None:
            told.send(f"{ran.runs:,} inputs, {ran.lines:,} lines")

        ran = fuzz(
            target, corpus.Corpus(inputs, door.words), seed=seed, parts=door.parts,
            seconds=seconds, progress=progress, begins=begins,
        )  # fmt: skip
    told.send("making the input smaller" if ran.failures else "done")
    failures = [smaller(target, failure) for failure in ran.failures]
    stack.close()
    kept = 0
    if keep and not failures:
        kept = corpus.keep(name, corpus.chosen(ran.kept, inputs))
    told.send((ran.runs, ran.lines, ran.slowest, kept,
               [(failure.data, failure.error) for failure in failures]))  # fmt: skip
    told.close()
