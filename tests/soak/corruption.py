"""Damage the files of a home, each in every way, and look what is recovered and what is said.

`python -m tests.soak.corruption` (or `make soak-corruption ARGS="--seed 7"`). Journal, checkpoint,
archive and feeds.yaml are cut at any byte, zeroed over a range, have bits turned over, are swapped
with each other, emptied or replaced by anything. A start must not end in anything but a board or a
sentence; what the other files still have must be there and exact; what was damaged must still be
somewhere, byte for byte; and judging goes on. The same is done by the commands.
"""

from __future__ import annotations

import argparse
import errno
import json
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from signalboard import config
from signalboard.backup import folder as backups
from signalboard.board import Board
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Problem, Stance, View
from tests.soak.faults import run
from tests.soak.stores import NOW, Broken, Signal, memory

JOURNAL, CHECKPOINT, ARCHIVE, SETTINGS = (
    "board/journal.jsonl",
    "board/board.json",
    "archive.db",
    "feeds.yaml",
)
FILES = (JOURNAL, CHECKPOINT, ARCHIVE, SETTINGS)
Damage = tuple[str, dict[str, bytes]]
"""What was done, and what of the files it left."""
COMMANDS = (("thesis", "list"), ("stories",), ("doctor",), ("verify",), ("export",))


def made(folder: Path, size: int, *, backed_up: bool) -> Path:
    """A home with judgments, closed as a person closes it; everything in its main files."""
    home = folder / ("backed up" if backed_up else "plain")
    Signal().make(home, size)
    shutil.rmtree(home / "backups", ignore_errors=True)
    board = Board.open(home / "board")
    board.checkpoint()
    board.close()
    if backed_up:
        backups.daily(config.places(home, None, {}), NOW)
    return home


def damages(files: dict[str, bytes], rng: random.Random, each: int) -> Iterator[Damage]:
    """Each file in each way, so often as is asked for."""
    for name, raw in files.items():
        for _ in range(each):
            at = rng.randrange(len(raw))
            yield f"{name} cut at {at}", {name: raw[:at]}
            end = min(len(raw), at + rng.randrange(1, 5000))
            yield (
                f"{name} zeroed from {at} to {end}",
                {name: raw[:at] + bytes(end - at) + raw[end:]},
            )
            flipped = bytearray(raw)
            turned = [rng.randrange(len(raw)) for _ in range(rng.choice((1, 1, 8, 200)))]
            for place in turned:
                flipped[place] ^= 1 << rng.randrange(8)
            yield f"{name} with {len(turned)} bits turned over", {name: bytes(flipped)}
        for what in (b"", b"\0" * 4096, rng.randbytes(5000), b"\n" * 10, b"[" * 20000):
            yield f"{name} replaced by {what[:4]!r}…", {name: what}
        for other, theirs in files.items():
            if other > name:
                yield f"{name} and {other} swapped", {name: theirs, other: raw}
    both = {JOURNAL: files[JOURNAL][: len(files[JOURNAL]) // 2], CHECKPOINT: b"no"}
    yield "journal cut, checkpoint gone", both


def look(home: Path, left: dict[str, bytes], stood: Any, heard: str) -> list[str]:
    """Open, compare, judge, open again; what was said. Raises Broken.

    ``heard``: what a command said that opened it before.
    """
    places = config.places(home, None, {})
    try:
        desk = Desk.open(places)
    except DeskProblem as problem:
        raise Broken(f"it does not open: {problem}") from None
    said = list(desk.notices)
    try:
        _compare(desk, left, stood, [*said, *filter(None, [heard])])
        try:
            first = desk.listing(View()).rows(0, 3)
        except Problem as problem:
            first = []
            said.append(str(problem))
        if first and desk.theses():
            desk.judge(first[-1].id, desk.theses()[-1].thesis.id, Stance.CONTRADICT, note="after")
    except Problem as problem:
        # What cannot be done is a sentence, and only where the archive or the theses are hurt.
        if not {ARCHIVE, SETTINGS, JOURNAL} & left.keys():
            raise Broken(f"judging does not go on: {problem}") from None
        said.append(str(problem))
    finally:
        desk.close()
    _still_there(home, left)
    again = Desk.open(places)
    if fresh := [told for told in again.notices if "moved to" in told and told not in said]:
        raise Broken(f"a second start moves something again: {fresh}")
    again.close()
    return said


def _compare(desk: Desk, left: dict[str, bytes], stood: Any, said: list[str]) -> None:
    now = desk._board.documents("evidence")
    theses = desk._board.documents("theses")
    has_checkpoint = CHECKPOINT not in left
    has_backup = (desk.places.backups).is_dir()
    if has_checkpoint or JOURNAL not in left or has_backup:
        if now != stood["evidence"] or theses != stood["theses"]:
            missing = stood["evidence"].keys() - now.keys()
            raise Broken(f"{len(missing)} judgments are missing; it says {said}")
    else:  # the lines that are whole
        raw, whole = left[JOURNAL], set()
        for line in raw.split(b"\n"):
            if line in stood["lines"]:
                whole.add(stood["lines"][line])
        if lost := [ident for ident in whole if ident and ident not in now]:
            raise Broken(f"{lost} stand in whole lines and are not there; it says {said}")
    if any(document != stood["evidence"].get(ident) for ident, document in now.items()):
        raise Broken("a judgment says something else")
    is_less = now.keys() != stood["evidence"].keys()
    if is_less and not said:
        raise Broken("something is lost and nothing is said")
    if any("Error" in told or "Errno" in told for told in said):
        raise Broken(f"not a sentence: {said}")


def _still_there(home: Path, left: dict[str, bytes]) -> None:
    """What was damaged is where it was, perhaps with more behind it, or kept aside."""
    kept = [path.read_bytes() for path in home.rglob("quarantine/*") if path.is_file()]
    for name, raw in left.items():
        here = (home / name).read_bytes() if (home / name).exists() else b""
        if not raw or here.startswith(raw) or raw in kept or name == ARCHIVE:
            continue
        body, _, tail = raw.rpartition(b"\n")
        if name == JOURNAL and here.startswith(body) and (tail in kept or here[len(body) :]):
            continue
        raise Broken(f"{name} as it was is nowhere any more")


def main(argv: list[str] | None = None) -> int:
    """Run the trial; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make soak-corruption", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="(the clock's)")
    parser.add_argument("--each", type=int, default=60, help="of each kind and file (60)")
    parser.add_argument("--quick", action="store_true", help="few of each")
    given = parser.parse_args(argv)
    each = 3 if given.quick else given.each
    print(f"seed {given.seed}", flush=True)
    rng = random.Random(given.seed)
    counted: Counter[str] = Counter()
    where = ""
    with tempfile.TemporaryDirectory(prefix="signalboard-corruption-", dir=memory()) as name:
        folder = Path(name)
        try:
            cut = every_length(folder, 41 if given.quick else 1)
            print(f"cut at each byte: {cut:,} boards, nothing lost that was whole", flush=True)
            for backed_up in (False, True):
                template = made(folder, 30, backed_up=backed_up)
                files = {file: (template / file).read_bytes() for file in FILES}
                stood = _stood(template)
                for what, left in damages(files, rng, each):
                    where = f"{what}{', with a backup' if backed_up else ''}"
                    home = folder / "home"
                    shutil.rmtree(home, ignore_errors=True)
                    shutil.copytree(template, home)
                    for file, raw in left.items():
                        (home / file).write_bytes(raw)
                    heard = ""
                    if rng.random() < (0.05 if given.quick else 0.2):
                        words = rng.choice(COMMANDS)
                        heard = _by_command(home, words)
                        counted["by a command first"] += 1
                    said = look(home, left, stood, heard)
                    counted["said something" if said else "said nothing"] += 1
        except Exception as broken:
            if not isinstance(broken, Broken):
                traceback.print_exc()
            print(f"FAILED (seed {given.seed}): {where}: {broken}")
            return 1
        except KeyboardInterrupt:
            print("stopped; nothing was lost so far")
            return 130
    print(f"{sum(counted.values())} homes: {dict(counted)}; nothing lost that another file had")
    return 0


def every_length(folder: Path, step: int) -> int:
    """A small board whose journal, checkpoint or feeds.yaml ends at each byte: how many."""
    template = folder / "small"
    Signal().make(template, 2)
    shutil.rmtree(template / "backups", ignore_errors=True)
    board = Board.open(template / "board")
    board.checkpoint()
    board.close()
    stood = _stood(template)
    count = 0
    for name, beside in ((JOURNAL, True), (JOURNAL, False), (CHECKPOINT, True), (SETTINGS, True)):
        raw = (template / name).read_bytes()
        for size in range(0, len(raw), step):
            count += 1
            home = folder / "cut"
            shutil.rmtree(home, ignore_errors=True)
            (home / "board").mkdir(parents=True)
            for other in (JOURNAL, CHECKPOINT):
                if other == name or beside:
                    shutil.copy(template / other, home / other)
            (home / name).write_bytes(raw[:size])
            if name == SETTINGS:
                config.load(home / name)  # raises nothing, and leaves it as it is
                if (home / name).read_bytes() != raw[:size]:
                    raise Broken(f"{name} cut at {size} was changed by who read it")
                continue
            board = Board.open(home / "board")
            found, said = board.documents("evidence"), board.notices()
            board.close()
            whole = {stood["lines"].get(line) for line in raw[:size].split(b"\n")}
            wanted = stood["evidence"]
            if name == JOURNAL and not beside:
                wanted = {ident: each for ident, each in wanted.items() if ident in whole}
                if any(found.get(ident) != each for ident, each in wanted.items()):
                    raise Broken(f"{name} cut at {size}: {found.keys()}, not {wanted.keys()}")
            elif found != wanted or not said:
                raise Broken(f"{name} cut at {size}: {found.keys()}, and it says {said}")
            _still_there(home, {name: raw[:size]})
    return count


def _stood(home: Path) -> dict[str, Any]:
    desk = Desk.open(config.places(home, None, {}))
    lines: dict[bytes, str] = {}
    for line in (home / JOURNAL).read_bytes().splitlines():
        ops = [op for op in json.loads(line).get("ops", ()) if op["table"] == "evidence"]
        lines[line] = ops[0]["id"] if ops else ""
    found = {
        "evidence": desk._board.documents("evidence"),
        "theses": desk._board.documents("theses"),
        "lines": lines,
    }
    desk.close()
    return found


def _by_command(home: Path, words: tuple[str, ...]) -> str:
    ended, said, _ = run(home, words, 10**9, errno.EIO)
    if ended not in (0, 1) or "Traceback" in said or "did not expect" in said:
        raise Broken(f"`{' '.join(words)}` ended {ended}: {said[-600:]}")
    return said


if __name__ == "__main__":
    sys.exit(main())
