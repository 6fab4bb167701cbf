"""Kill the board at random moments, and look what is left: nothing acknowledged may be missing.

`python -m tests.soak.kill` (or `make soak-kill ARGS="--seed 7"`). A warm parent forks a child that
changes things through the desk and says of each change, on a pipe, what it is about to do and that
it is done; then the child is killed, by SIGKILL: two times of four before or after a call to the
system that was drawn within a change (so that the narrow moment between a write and its sync is
hit as often as a wide one), once at any call of any function, once from outside by the clock. A
fresh open must then say what was acknowledged, and nothing more but the one change that was under
way. What TinyDB's own storage leaves is read by the same rules: if that survives as well, the
trial proves nothing and fails.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from tests.soak.model import CHANGES, Model, Wish, difference
from tests.soak.stores import Broken, Naive, Signal, Store, copied, memory

FRESH = 25
"""Kills on one home before it begins anew from the template, so that its size stays."""
ANEW = 8
"""One open in so many is without the checkpoint, from the journal alone."""
LONGEST = 0.08
"""Seconds a child works before the clock kills it, at most."""
HOW = ("system", "system", "call", "clock")
SYSTEM = frozenset(
    {"open", "close", "write", "flush", "fsync", "fdatasync", "truncate", "ftruncate"}
    | {"rename", "replace", "link", "unlink", "mkdir", "flock", "fchmod", "stat"}
    | {"read", "readline", "readinto", "execute", "fetchall"}
)
"""What is called of the system, of files and of SQLite."""


class Trial:
    """One store of one size: its template, the home that is killed, and what it should say."""

    def __init__(self, store: Store, size: int, folder: Path, seed: int) -> None:
        self.store, self.size = store, size
        self.name = f"{type(store).__name__.lower()} {size:,}"
        self.template, self.home = folder / f"{self.name} template", folder / f"{self.name} home"
        self.rng = random.Random(f"{seed} {self.name}")
        self.first = store.make(self.template, size)
        self.model = self.first.copy()
        self.calls: dict[tuple[str, str], int] = {}
        self.since = FRESH
        self.counted: Counter[str] = Counter()

    def begin(self) -> None:
        """The template in the home's place."""
        copied(self.template, self.home)
        self.model, self.since = self.first.copy(), 0

    def measure(self) -> None:
        """How many calls each kind of change makes, on a home that is thrown away."""
        kinds = [kind for kind, _ in self.store.KINDS]  # type: ignore[attr-defined]
        for kind, how in ((kind, how) for kind in kinds for how in ("system", "call")):
            self.begin()
            if kind in ("redo", "migrate"):
                self._prepare(kind)
            _, said = self._run(lambda child, k=kind, h=how: child.counted(k, h))  # type: ignore[misc]
            self.calls[kind, how] = max(1, int(said[-1][1]))
        self.since = FRESH

    def _prepare(self, kind: str) -> None:
        if kind == "redo":
            self.store.open(self.home)
            self.store.perform(["undo"])
            self.store.close()
            self.model.apply(["undo"])
        elif kind == "migrate":
            self.store.age(self.home)

    def kill(self) -> None:
        """One kill and what is found after it; raises Broken."""
        if self.since >= FRESH:
            self.begin()
        self.since += 1
        rng = self.rng
        kinds, weights = zip(*self.store.KINDS, strict=True)  # type: ignore[attr-defined]
        kind = rng.choices(kinds, weights)[0]
        how = rng.choice(HOW)
        if kind == "migrate":
            self.store.age(self.home)
        before, mark = rng.randrange(3), rng.random()
        seed = rng.random()
        at = None if how == "clock" else int(mark * self.calls[kind, how] * 1.03)
        status, said = self._run(
            lambda child: child.work(kind, before, how, at, random.Random(seed)),
            mark * LONGEST if how == "clock" else None,
        )
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            raise Broken(f"the child ended by itself: {said[-1:]}")
        self.counted["by the clock" if how == "clock" else f"in {kind}"] += 1
        self._look(said)

    def _look(self, said: list[Any]) -> None:
        acknowledged, under_way = [], None
        for word, value in said:
            if word == "try":
                under_way = value
            elif word == "done":
                acknowledged.append((under_way, value))
                under_way = None
        for wish, seq in acknowledged:
            self.model.apply(wish)
            if seq and seq != self.model.seq and isinstance(self.store, Signal):
                raise Broken(f"{wish} was acknowledged as {seq}, not {self.model.seq}")
        found = self.store.read(self.home, anew=self.rng.randrange(ANEW) == 0)
        wrong = difference(self.model.tables, found)
        if wrong and under_way is not None:
            self.model.apply(under_way)
            if difference(self.model.tables, found):
                raise Broken(f"{wrong}; under way was {under_way}")
            self.counted["the change under way was there too"] += 1
        elif wrong:
            raise Broken(wrong)
        if isinstance(self.store, Signal):
            seq = self.store.seq(self.home)
            if not wrong and under_way is not None and seq == self.model.seq + 1:
                self.model.apply(under_way)  # one that shows in no table, such as a star taken back
            if seq != self.model.seq:
                raise Broken(f"the journal has {seq} lines, {self.model.seq} were acknowledged")
            if self.since == FRESH:
                self.store.whole(self.home)

    def _run(
        self, work: Callable[[Child], None], seconds: float | None = None
    ) -> tuple[int, list[Any]]:
        """A child doing that work until it ends or is killed: how it ended and what it said."""
        out, into = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            try:
                os.close(out)
                work(Child(self.store, self.home, self.model.copy(), into))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(3)
        os.close(into)
        heard = b""
        until = None
        try:
            while True:
                left = None if until is None else max(0.0, until - time.monotonic())
                if not select.select([out], [], [], 60 if left is None else left)[0]:
                    os.kill(child, signal.SIGKILL)
                    if until is None:
                        raise Broken("the child hangs")
                    until = None
                    continue
                more = os.read(out, 1 << 16)
                if not more:
                    break
                if seconds is not None and not heard:
                    until = time.monotonic() + seconds
                heard += more
        finally:
            os.close(out)
            if sys.exc_info()[0] is not None:
                os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        whole = heard[: heard.rfind(b"\n") + 1]
        return status, [json.loads(line) for line in whole.splitlines()]


class Child:
    """What is killed."""

    def __init__(self, store: Store, home: Path, model: Model, into: int) -> None:
        self.store, self.home, self.model, self.into = store, home, model, into
        self.calls, self.last, self.how = 0, sys.maxsize, "call"

    def say(self, word: str, value: object) -> None:
        os.write(self.into, json.dumps([word, value]).encode() + b"\n")

    def counted(self, kind: str, how: str) -> None:
        """Says how many calls a change of that kind makes."""
        self.how = how
        if kind == "migrate":
            self._from_here(sys.maxsize)
            self.store.open(self.home)
        else:
            self.store.open(self.home)
            wish = self.model.wish(kind, random.Random(1))
            assert wish is not None, kind
            self._from_here(sys.maxsize)
            self.store.perform(wish)
        sys.setprofile(None)
        self.say("calls", self.calls)

    def work(self, kind: str, before: int, how: str, last: int | None, rng: random.Random) -> None:
        """Changes without end; from the first one of that kind on it dies at the call ``last``."""
        self.how = how
        self.say("begun", os.getpid())
        if kind == "migrate" and last is not None:
            self._from_here(last)
        self.store.open(self.home)
        kinds, weights = zip(*self.store.KINDS, strict=True)  # type: ignore[attr-defined]
        done = 0
        while True:
            chosen = kind if done == before else rng.choices(kinds, weights)[0]
            if done == before and chosen == "redo" and not self.model.undone:
                chosen = "undo"
            done += 1
            wish = None if chosen == "migrate" else self.model.wish(chosen, rng)
            if wish is None:
                wish = self.model.wish("judge", rng) or ["reopen"]
            if chosen == kind and last is not None and self.last == sys.maxsize:
                self._from_here(last)
            self._perform(wish)

    def _perform(self, wish: Wish) -> None:
        is_change = wish[0] in CHANGES
        if is_change:
            self.say("try", wish)
        seq = self.store.perform(wish)
        if is_change:
            self.say("done", seq)
        self.model.apply(wish)

    def _from_here(self, last: int) -> None:
        self.calls, self.last = 0, last
        sys.setprofile(self._called)

    def _called(self, _frame: FrameType, event: str, what: Any) -> None:
        is_system = event.startswith("c_") and what.__name__ in SYSTEM
        if is_system or (self.how == "call" and event != "return"):
            self.calls += 1
            if self.calls > self.last:
                os.kill(os.getpid(), signal.SIGKILL)


def survived(trial: Trial, kills: int, told: Callable[[str], None]) -> int:
    """Kill so often; raises Broken with all that is needed to look into it."""
    for number in range(1, kills + 1):
        try:
            trial.kill()
        except Broken as broken:
            raise Broken(f"{trial.name}, kill {number}: {broken}") from None
        told(f"{trial.name}: {number:,} of {kills:,} kills, nothing lost")
    return kills


def found_fault(trial: Trial, kills: int, told: Callable[[str], None]) -> tuple[int, int]:
    """How often what was acknowledged was not there or nothing could be read, and of how many.

    Where luck has it that nothing is lost, it is killed more often, up to ten times as much.
    """
    faults = number = 0
    while number < kills or (not faults and number < 10 * kills):
        number += 1
        try:
            trial.kill()
        except Exception as error:
            faults += 1
            trial.since = FRESH
            if faults == 1:
                told(f"{trial.name}: first lost at kill {number}: {str(error)[:100]}\n")
        told(f"{trial.name}: {number:,} of {kills:,} kills, {faults} with loss")
    return faults, number


def main(argv: list[str] | None = None) -> int:
    """Run the trial; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make soak-kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="in all (1000)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 5000], help="(100 5000)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="(the clock's)")
    parser.add_argument("--quick", action="store_true", help="50 kills, one small board")
    given = parser.parse_args(argv)
    if given.quick:
        given.kills, given.sizes = 50, [100]
    print(f"seed {given.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="signalboard-kill-", dir=memory()))
    told = _Progress()
    each = given.kills // len(given.sizes)
    started = time.monotonic()
    status = 1
    try:
        for size in given.sizes:
            trial = Trial(Signal(), size, folder, given.seed)
            trial.measure()
            survived(trial, each, told)
            told.keep(f"{trial.name}: {each:,} kills, every acknowledged change there and exact")
            for what, times in sorted(trial.counted.items()):
                told.keep(f"    {times:>5}  {what}")
            control = Trial(Naive(), size, folder, given.seed)
            control.measure()
            faults, number = found_fault(control, max(30, each // 5), told)
            told.keep(
                f"TinyDB's own storage at {size:,}: "
                f"lost or unreadable after {faults} of {number} kills"
            )
            if not faults:
                raise Broken("TinyDB's own storage lost nothing: this trial proves nothing")
        status = 0
    except Broken as broken:
        kept = Path(tempfile.gettempdir()) / f"{folder.name}-kept"
        shutil.copytree(folder, kept)
        told.keep(f"FAILED (seed {given.seed}): {broken}\nwhat is left: {kept}")
    except KeyboardInterrupt:
        told.keep("stopped; nothing was lost so far")
        status = 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told.keep(f"{time.monotonic() - started:.0f} s")
    return status


class _Progress:
    """One line that is written over on a terminal; elsewhere only what is to stay."""

    def __init__(self) -> None:
        self._is_seen = sys.stdout.isatty()

    def __call__(self, line: str) -> None:
        if self._is_seen:
            print(f"\r\x1b[K{line}", end="", flush=True)

    def keep(self, line: str) -> None:
        print(f"\r\x1b[K{line}" if self._is_seen else line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
