"""Commands judge while a backup is put back, or a journal is mended: is all that they said kept?

Part of `python -m tests.soak.rotation`. Two children judge without a pause, each with a note of its
own, and write down what was acknowledged. Meanwhile a third puts a backup back, or harms the
journal so that it is mended, over and over, on a disk that is slow just before the other journal
takes its place; some of its children are killed. Then: what was acknowledged is in the journal, or
in a backup of what stood before a restore. The control takes the same steps and lets nobody wait:
if it loses nothing, the trial proves nothing and fails.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from unittest import mock

from signalboard import config
from signalboard.backup import ending, folder, mending, restoring
from signalboard.backup.folder import JOURNAL
from signalboard.backup.packing import Pack
from signalboard.board import Alone, inspect
from signalboard.desk import Desk, backing
from signalboard.model import Problem, Stance
from tests.values import NOW

JUDGES = 2
SLOW = 0.1
"""Seconds that the disk takes before the other journal is there."""


class Judging:
    """One home, who judges on it, and what they were told."""

    def __init__(self, where: config.Places, seed: int, *, waits: bool) -> None:
        self.where, self.seed, self.waits = where, seed, waits
        self.rng = random.Random(seed)
        desk = Desk.open(where)
        board = desk._board
        self.stories = sorted(board.judged_stories())
        self.thesis = desk.find_thesis("web4")
        desk.close()
        self.kept = b""
        """The journals of all backups there ever were."""
        self._seen: set[Path] = set()
        self.refused = self.killed = 0

    def run(self, act: Callable[[], None], rounds: int) -> tuple[int, list[str]]:
        """How many judgments were acknowledged, and what is wrong."""
        with ExitStack() as patched:
            patched.enter_context(_slow())
            if not self.waits:
                patched.enter_context(_nobody_waits())
            children = [self._forked(lambda n=n: self._judge(n)) for n in range(JUDGES)]
            for _ in range(rounds):
                time.sleep(self.rng.uniform(0, 0.1))
                child = self._forked(act)
                if self.rng.random() < 0.25:
                    time.sleep(self.rng.uniform(0, 0.6))
                    with suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                    self.killed += 1
                os.waitpid(child, 0)
                self._keep()
            self._told("stop").touch()
            for child in children:
                os.waitpid(child, 0)
        told = [self._told(str(n)).read_text().splitlines() for n in range(JUDGES)]
        acknowledged = [line[1:] for lines in told for line in lines if line.startswith("+")]
        self.refused = sum(line.startswith("-") for lines in told for line in lines)
        wrong = [line[1:] for lines in told for line in lines if line.startswith("!")]
        return len(acknowledged), wrong + self._lost(acknowledged)

    def put_back(self) -> None:
        """The first backup again, whatever stands."""
        backing.restore(self.where, backing.plan(self.where, "1"), archive=False)

    def mend(self) -> None:
        """Harm a line that the first backup has; the next start mends it, whoever's it is."""
        journal = self.where.board / "journal.jsonl"
        raw = journal.read_bytes()
        place = raw.find(b"\n", len(raw) // 8) + 100  # a judgment among the first hundred
        with journal.open("r+b") as file:
            file.seek(place)
            file.write(bytes([raw[place] ^ 1]))
        (self.where.board / "board.json").unlink(missing_ok=True)
        Desk.open(self.where).close()

    # -- how ---------------------------------------------------------------

    def _judge(self, number: int) -> None:
        rng = random.Random(f"{self.seed} {number}")
        count = 0
        with self._told(str(number)).open("w") as told:
            while not self._told("stop").exists():
                count += 1
                note = f"note-{number}-{count}-{rng.randrange(10**9)}"
                sign, said = "+", note
                try:
                    desk = Desk.open(self.where)
                    try:
                        desk.judge(rng.choice(self.stories), self.thesis, Stance.SUPPORT, note=note)
                    finally:
                        desk.close()
                except Problem as problem:
                    sign, said = "-", str(problem)
                except Exception as error:
                    sign, said = "!", repr(error)
                told.write(f"{sign}{said}\n")
                told.flush()

    def _told(self, name: str) -> Path:
        return self.where.data.parent / f"told-{name}"

    def _forked(self, act: Callable[[], None]) -> int:
        pid = os.fork()
        if pid == 0:
            with suppress(BaseException):
                act()
            os._exit(0)
        return pid

    def _keep(self) -> None:
        for held in folder.listed(self.where):
            if held.path not in self._seen and held.path.exists():
                self._seen.add(held.path)
                with suppress(Problem), Pack(held.path) as pack, pack.open(JOURNAL) as file:
                    self.kept += file.read()

    def _lost(self, acknowledged: list[str]) -> list[str]:
        # What a kill left is ended, or mended.
        Desk.open(self.where).close()
        journal = self.where.board / "journal.jsonl"
        if not inspect(journal).is_whole:
            # A hole that tables cover: the daily backup tells of it, the start after that mends it.
            folder.daily(self.where, NOW)
            Desk.open(self.where).close()
        self._keep()
        raw = journal.read_bytes()
        lost = [
            f"{note} was acknowledged and is nowhere"
            for note in acknowledged
            if note.encode() not in raw and note.encode() not in self.kept
        ]
        found = inspect(journal)
        return lost if found.is_whole else [*lost, f"the chain is broken: {found.first}"]


@contextmanager
def _slow() -> Iterator[None]:
    replace = Alone.replace

    def slowly(alone: Alone, *arguments: object) -> None:
        time.sleep(SLOW)
        replace(alone, *arguments)  # type: ignore[arg-type]

    with mock.patch.object(Alone, "replace", slowly):
        yield


@contextmanager
def _nobody_waits() -> Iterator[None]:
    """As it was once: the journal is held by nobody while another is got ready."""

    @contextmanager
    def alone(at: Path, _doing: str) -> Iterator[Alone]:
        at.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield Alone(at)

    with ExitStack() as patched:
        for module in (restoring, mending, ending):
            patched.enter_context(mock.patch.object(module, "alone_with_journal", alone))
        yield


def trial(home: Callable[[Path], config.Places], seed: int, rounds: int) -> list[str]:
    """What is wrong; says what came of it."""
    wrong: list[str] = []
    for name in ("put_back", "mend"):
        judging, count, found = _ran(home, name, seed, rounds, waits=True)
        wrong += found
        said = [
            f"{count} acknowledged meanwhile, {len(found)} lost, {judging.refused} refused with a "
            f"sentence, {judging.killed} killed"
        ]
        for again in range(3):  # a few rounds on a busy machine may let all of them through
            _, count, found = _ran(home, name, seed + again, rounds, waits=False)
            if found:
                break
        else:
            wrong.append(f"{name}: where nobody waits nothing is lost: it proves nothing")
        said.append(f"where nobody waits {len(found)} of {count} are lost")
        doing = "restoring" if name == "put_back" else "mending"
        print(f"judging while {doing}: {'; '.join(said)}", flush=True)
    return wrong


def _ran(
    home: Callable[[Path], config.Places], name: str, seed: int, rounds: int, *, waits: bool
) -> tuple[Judging, int, list[str]]:
    with tempfile.TemporaryDirectory() as at:
        judging = Judging(home(Path(at) / "home"), seed, waits=waits)
        return judging, *judging.run(getattr(judging, name), rounds)
