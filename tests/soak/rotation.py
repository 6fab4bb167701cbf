"""Kill who makes a backup, puts one back or mends a journal from one; look what is left.

`python -m tests.soak.rotation` (or `make soak-backups ARGS="--kills 1000 --seed 7"`). A child is
forked and killed, by SIGKILL, at a moment drawn from all the time it takes. Then: every backup that
there is can be read whole and one is good; a home that was being restored is, after its next start,
what it was or what the backup says, nothing between; a journal that was being mended has all its
judgments, and the damaged one is kept. Commands that judge meanwhile lose nothing (``judging``).
Backups written in place are killed by the same rules: if all of them are whole, the trial proves
nothing and fails.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from signalboard import config, times
from signalboard.archive import Archive
from signalboard.backup import folder
from signalboard.backup.packing import Pack
from signalboard.backup.values import BackupProblem, name
from signalboard.board import Board, inspect
from signalboard.desk import Desk, backing
from signalboard.model import Entry, Stance
from tests.soak import judging
from tests.values import NOW

SETTINGS = """\
feeds:
  - name: The Wire
    url: https://wire.example/feed
theses:
  - name: Web4
    statement: agents pay
    negation: people pay
"""
SIZE = 300


class Broken(Exception):
    """What a kill left is not what it must be."""


def _home(at: Path) -> config.Places:
    at.mkdir(mode=0o700, parents=True)
    (at / "feeds.yaml").write_text(SETTINGS)
    where = config.places(at, None, {})
    archive = Archive.open(where.archive)
    with archive.writing() as writing:
        stories = [
            writing.add(
                "https://wire.example/feed",
                Entry(
                    id=f"e{n}",
                    title=f"Agents pay {n}",
                    url=f"https://wire.example/{n}",
                    summary="",
                    published_at=NOW - n,
                ),
                outlet="The Wire",
                origin="The Wire",
                canonical_url=f"wire.example/{n}",
                title_key=f"agents pay {n}",
                companies=(),
                story_id=None,
                seen_at=NOW,
            )
            for n in range(SIZE)
        ]
    archive.close()
    desk = Desk.open(where)
    thesis = desk.find_thesis("web4")
    for number, story in enumerate(stories[: SIZE // 2]):
        desk.judge(story, thesis, Stance.SUPPORT)
        if number == SIZE // 4:
            desk._board.checkpoint()
    desk.close()
    folder.make(where, "daily", NOW - 100 * times.DAY)
    desk = Desk.open(where)
    for story in stories[SIZE // 2 :]:
        desk.judge(story, thesis, Stance.CONTRADICT)
    desk.close()
    with where.feeds_file.open("a") as file:
        file.write("# later\n")
    return where


def _contents(where: config.Places) -> dict[str, bytes]:
    return {
        each: found if isinstance(found, bytes) else found.read_bytes()
        for each, found in folder.contents(where).items()
    }


def _packed(path: Path) -> dict[str, bytes]:
    with Pack(path) as pack:
        found = {}
        for each in pack.names:
            with pack.open(each) as file:
                found[each] = file.read()
        return found


def _backups_are_whole(where: config.Places) -> None:
    for held in folder.listed(where):
        try:
            with Pack(held.path) as pack:
                pack.check()
        except BackupProblem as problem:
            raise Broken(str(problem)) from problem
    if folder.newest_good(where) is None:
        raise Broken("none is good")


class Rotating:
    """Sixty backups, and one more that lets most of them go."""

    def prepare(self, where: config.Places) -> None:
        raw = folder.listed(where)[0].path.read_bytes()
        for number in range(2, 61):
            day = times.day(NOW + (number - 100) * times.DAY)
            (where.backups / name(number, day, "daily")).write_bytes(raw)

    def act(self, where: config.Places) -> None:
        folder.daily(where, NOW)

    def look(self, where: config.Places, before: dict[str, bytes]) -> str:
        _backups_are_whole(where)
        if _contents(where) != before:
            raise Broken("the home is another")
        ended = any(held.day == times.day(NOW) for held in folder.listed(where))
        if not ended and folder.daily(where, NOW) is None:
            raise Broken("the next one was not made")
        _backups_are_whole(where)
        if list(where.backups.glob(".*")) and not ended:
            raise Broken("something is left behind")
        folder.thin_out(where)
        if len(folder.listed(where)) > 32:
            raise Broken("too many are left")
        return "made" if ended else "not made"


class Naive(Rotating):
    """The control: a backup written where it is to be."""

    def act(self, where: config.Places) -> None:
        raw = folder.listed(where)[0].path.read_bytes()
        path = where.backups / name(61, times.day(NOW), "daily")
        with path.open("wb", buffering=0) as file:
            for begin in range(0, len(raw), 512):
                file.write(raw[begin : begin + 512])
                os.fsync(file.fileno())


class Restoring:
    """The first backup put back."""

    def prepare(self, where: config.Places) -> None:
        self.then = _packed(folder.named(where, "1"))

    def act(self, where: config.Places) -> None:
        backing.restore(where, backing.plan(where, "1"), archive=False)

    def look(self, where: config.Places, before: dict[str, bytes]) -> str:
        desk = Desk.open(where)
        told = " ".join(desk.notices)
        desk.close()
        now = _contents(where)
        _backups_are_whole(where)
        found = inspect(where.board / "journal.jsonl")
        if not found.is_whole:
            raise Broken("the chain is broken")
        if now not in (before, self.then):
            raise Broken(f"it is neither what it was nor what the backup says; {told}")
        board, archive = Board.open(where.board), Archive.open(where.archive)
        stories, known = len(board.judged_stories()), archive.judged_count
        board.close()
        archive.close()
        if stories != known:
            raise Broken(f"{stories} are judged, the archive has {known}; {told}")
        if told and "it was ended now" not in told:
            raise Broken(told)
        return "restored" if now == self.then else "as it was"


class Mending:
    """A journal with a hole, at its next start."""

    def prepare(self, where: config.Places) -> None:
        journal = where.board / "journal.jsonl"
        (where.board / "board.json").unlink(missing_ok=True)
        raw = journal.read_bytes()
        self.whole, self.harmed = raw, raw[:9000] + bytes(3000) + raw[12000:]
        journal.write_bytes(self.harmed)

    def act(self, where: config.Places) -> None:
        Desk.open(where).close()

    def look(self, where: config.Places, before: dict[str, bytes]) -> str:
        journal = where.board / "journal.jsonl"
        was_mended = journal.read_bytes() == self.whole
        self.act(where)
        if journal.read_bytes() != self.whole:
            raise Broken("the journal is not what it was before the harm")
        kept = list((where.board / "quarantine").glob("journal.jsonl-*"))
        if self.harmed not in [path.read_bytes() for path in kept]:
            raise Broken("the damaged journal is not kept")
        return "mended" if was_mended else "not yet"


def _killed(act: Callable[[config.Places], None], where: config.Places, after: float) -> None:
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            act(where)
        os._exit(0)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def trial(arm: Rotating | Restoring | Mending, kills: int, rng: random.Random) -> Counter[str]:
    """What came of each kill; Broken ones are counted as such, with the first sentence told."""
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as at:
        template = Path(at) / "template"
        _home(template)
        took = 0.0
        for number in range(kills + 1):
            home = Path(at) / "home"
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(template, home)
            where = config.places(home, None, {})
            arm.prepare(where)
            before = _contents(where)
            if number == 0:  # how long it takes, in a child as the others are
                begun = time.monotonic()
                pid = os.fork()
                if pid == 0:
                    arm.act(where)
                    os._exit(0)
                os.waitpid(pid, 0)
                took = time.monotonic() - begun
                continue
            _killed(arm.act, where, rng.uniform(0, 1.1 * took))
            try:
                came[arm.look(where, before)] += 1
            except Broken as broken:
                came["broken"] += 1
                came[str(broken)[:300]] += 1
    return came


def main(argv: list[str] | None = None) -> int:
    """Exit 1 if anything is broken, or the control is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kills", type=int, default=300, help="of each kind")
    parser.add_argument("--quick", action="store_true", help="a few of each")
    arguments = parser.parse_args(argv)
    kills = 6 if arguments.quick else arguments.kills
    print(f"seed {arguments.seed}, {kills} kills of each kind", flush=True)
    rng = random.Random(arguments.seed)
    status = 0
    for arm in (Rotating(), Restoring(), Mending()):
        came = trial(arm, kills, rng)
        print(f"{type(arm).__name__.lower()}: {dict(came)}", flush=True)
        status = status or int(came["broken"] > 0)
    for sentence in judging.trial(_home, arguments.seed, 5 if arguments.quick else 40):
        print(f"WRONG {sentence}")
        status = 1
    kills = max(kills, 15)
    came = trial(Naive(), kills, rng)
    print(f"backups written in place: {came['broken']} of {kills} broken", flush=True)
    if not came["broken"]:
        print("the control is whole: this proves nothing")
        status = 1
    else:
        print("it loses, as it must")
    return status


if __name__ == "__main__":
    sys.exit(main())
