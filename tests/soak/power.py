"""Cut the power after every call to the system, and look what is left on the disk.

`python -m tests.soak.power` (or `make soak-power`). Changes of a board and of feeds.yaml are made
once while every write, sync and rename is recorded. Then each first part of the record is played
on a disk that forgets (``disk``): nothing that was not synced is there, or all of it, or names
without content, sizes without bytes, any part of it drawn by lot, and the last write torn at any
byte. Every change acknowledged before the cut must be there. A board that does not sync is tried
beside it: if that survives, the trial proves nothing and fails.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from signalboard import config, durable
from signalboard.board import Board, BoardProblem, codec, make, revise
from signalboard.desk import Desk
from signalboard.model import Feed
from tests.soak import disk
from tests.soak.layer import Call, Layer
from tests.soak.stores import NOW, SETTINGS, Broken, memory
from tests.values import evidence, thesis

Event = Call | int
"""A call that was done, or the number of a line that was acknowledged."""
Stood = dict[int, Any]
"""What the board said when the line of a number was its last."""


def _judge(board: Board, story: str) -> None:
    def build(seq: int) -> list[Any]:
        piece = evidence(f"e{seq}", story=story)
        return [make("evidence", piece.id, codec.evidence_out(piece))]

    board.change(f"judge {story}", build, NOW)


def _said(board: Board) -> Any:
    return {table: board.documents(table) for table in ("evidence", "theses", "settings")}


def board_acts(home: Path, acknowledged: Callable[[Board], None]) -> None:
    """Everything that writes to the folder of the board, a last line cut short included."""
    board = Board.open(home / "board")
    claim = thesis()
    first = [make("theses", claim.id, codec.thesis_out(claim))]
    board.change("seed", lambda _: first, NOW, kind="seed")
    acknowledged(board)
    for story in "ab":
        _judge(board, story)
        acknowledged(board)
    board.checkpoint()
    document = board.document("evidence", "e2") or {}
    board.change("note", lambda _: [revise("evidence", "e2", document, {"note": "why"})], NOW)
    acknowledged(board)
    for step in (board.undo, board.undo, board.redo):
        step(NOW)
        acknowledged(board)
    board.checkpoint()
    board.close()
    half = os.open(board.journal_file, os.O_WRONLY | os.O_APPEND)
    os.write(half, b'{"seq":9,"at":"2026-')  # as a kill may leave it
    os.close(half)
    board = Board.open(home / "board")
    for story in "cd":
        _judge(board, story)
        acknowledged(board)
    board.close()


def desk_acts(home: Path, acknowledged: Callable[[Board], None]) -> None:
    """Changes of what lives in feeds.yaml, which are made there and in the journal."""
    with open(home / "feeds.yaml", "w") as file:
        file.write(SETTINGS)
        file.flush()
        os.fsync(file.fileno())
    durable.sync_folder(home)
    desk = Desk.open(config.places(home, None, {}))
    acknowledged(desk._board)
    for act in (
        lambda: desk.add_feed(Feed("One", "https://one.test/feed")),
        lambda: desk.add_feed(Feed("Two", "https://two.test/feed?key=hunter2")),
        lambda: desk.remove_feed("One"),
        desk.undo,
        desk.undo,
        desk.redo,
        lambda: desk.save_search("Wallets", "wallet"),
        lambda: desk.rename_search("Wallets", "Purses"),
    ):
        act()
        acknowledged(desk._board)
    desk.close()


def record(
    acts: Callable[[Path, Callable[[Board], None]], None], home: Path, *, syncs: bool = True
) -> tuple[list[Event], Stood, str]:
    """The calls of some acts, and what stood after each acknowledged change."""
    events: list[Event] = []
    stood: Stood = {0: None}

    def acknowledged(board: Board) -> None:
        events.append(board.seq)
        stood[board.seq] = (_said(board), [line.hash for line in board.lines_after(0)])

    def after(call: Call) -> None:
        if syncs or call.kind != "sync":
            events.append(call)

    layer = Layer(home, lambda _: None, after)
    with layer.watched():
        acts(home, acknowledged)
    return events, stood, layer.root


def cuts(
    events: list[Event], root: str, rng: random.Random, *, lots: int, every_byte: bool
) -> Iterator[tuple[str, int, dict[str, bytes | None]]]:
    """What each cut may leave: how it is called, the last line acknowledged, the files."""
    played = disk.Disk(root)
    acknowledged = 0
    for number, event in enumerate(events):
        if isinstance(event, int):
            acknowledged = event
            continue
        played.take(event)
        where = f"after call {number} ({event.kind} {os.path.basename(event.path)})"
        ways: list[tuple[str, disk.Names, disk.Writes]] = [
            ("nothing unsynced", lambda _: 0, disk.nothing),
            ("all", everything, disk.everything),
            ("names without content", everything, disk.nothing),
            ("sizes without bytes", everything, disk.zeros),
            ("content without names", lambda _: 0, disk.everything),
        ]
        ways += [
            (f"lot {lot}", lambda pending: rng.randint(0, pending), disk.some(rng))
            for lot in range(lots)
        ]
        if event.kind == "write":
            size = len(event.data)
            bytes_ = range(size) if every_byte else {rng.randrange(size) for _ in range(lots)}
            ways += [(f"torn at {at}", everything, disk.torn(at)) for at in bytes_]
        for name, names, writes in ways:
            yield f"{name} {where}", acknowledged, played.left(names, writes)


def everything(pending: int) -> int:
    """All changes of names."""
    return pending


def look(folder: Path, acknowledged: int, stood: Stood) -> None:
    """A fresh open says what was acknowledged, one more at most, and takes a further change."""
    board = Board.open(folder / "board")
    _compare(board, acknowledged, stood)
    seq = board.seq
    board.notices()  # a whole last line that the start gave its end counts already
    _judge(board, "later")
    # One that lost its end since then is taken in by who writes next.
    more = 2 if any("had lost its end" in told for told in board.notices()) else 1
    again = Board.open(folder / "board")
    if again.seq != seq + more or not again.evidence_of("later"):
        raise Broken("a change after the cut was not kept")
    if wrong := [told for told in again.verify() if "never finished" not in told]:
        raise Broken(f"the journal afterwards: {wrong}")
    board.close()
    again.close()


def look_at_desk(folder: Path, acknowledged: int, stood: Stood) -> None:
    """The same of feeds.yaml: what it says is what the journal says, when it was opened."""
    if not acknowledged:
        return  # the file of the person is being put there
    if not (folder / "feeds.yaml").exists():
        raise Broken("feeds.yaml is gone")
    shutil.copy(folder.parent / "archive.db", folder / "archive.db")
    desk = Desk.open(config.places(folder, None, {}))
    try:
        _compare(desk._board, acknowledged, stood)
        settings = config.load(desk.places.feeds_file)
        if settings.problems:
            raise Broken(f"feeds.yaml: {settings.problems}")
        recorded = set(desk._board.documents("settings"))
        listed = {f"feed {config.address(feed.url)}" for feed in settings.feeds[1:]}
        listed |= {f"search {search.name}" for search in settings.searches}
        if {_plain(each) for each in recorded} != {_plain(each) for each in listed}:
            raise Broken(f"the journal has {recorded}, feeds.yaml {listed}")
    finally:
        desk.close()


def _plain(ident: str) -> str:
    return ident.partition("?")[0].removesuffix("/")


def _compare(board: Board, acknowledged: int, stood: Stood) -> None:
    # Of a board where nothing was acknowledged, the theses may have been seeded just now.
    if board.seq not in (acknowledged, acknowledged + 1):
        raise Broken(f"{acknowledged} changes were acknowledged, {board.seq} are there")
    expected = stood.get(board.seq)
    if board.seq <= 1 and acknowledged == 0:
        return
    said, hashes = expected
    if [line.hash for line in board.lines_after(0)] != hashes:
        raise Broken(f"the journal is not what it was at {board.seq}")
    if _said(board) != said:
        raise Broken(f"what stands is not what stood at {board.seq}")


TRIALS = {"board": (board_acts, look), "feeds.yaml": (desk_acts, look_at_desk)}


def survived(
    name: str,
    folder: Path,
    rng: random.Random,
    *,
    syncs: bool = True,
    share: float = 1.0,
    **how: Any,
) -> tuple[int, int]:
    """Every cut of one record: how many calls and cuts; raises Broken at the first loss.

    ``share``: only such a part of the cuts, drawn.
    """
    acts, looked = TRIALS[name]
    home = folder / "recorded"
    home.mkdir()
    events, stood, root = record(acts, home, syncs=syncs)
    if (home / "archive.db").exists():
        shutil.copy(home / "archive.db", folder / "archive.db")
    count = 0
    for where, acknowledged, found in cuts(events, root, rng, **how):
        if share < 1 and rng.random() > share:
            continue
        count += 1
        left = folder / "left"
        shutil.rmtree(left, ignore_errors=True)
        left.mkdir()
        disk.put(found, left)
        try:
            looked(left, acknowledged, stood)
        except (Broken, BoardProblem) as broken:
            raise Broken(f"{name}, {where}: {broken}") from None
    return sum(isinstance(event, Call) for event in events), count


def main(argv: list[str] | None = None) -> int:
    """Run the trial; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make soak-power", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="(the clock's)")
    parser.add_argument("--lots", type=int, default=20, help="cuts drawn by lot at a call (20)")
    parser.add_argument("--quick", action="store_true", help="few lots, few torn bytes")
    given = parser.parse_args(argv)
    print(f"seed {given.seed}", flush=True)
    how: dict[str, Any] = {"lots": given.lots, "every_byte": True}
    if given.quick:
        how = {"lots": 1, "every_byte": False, "share": 0.3}
    rng = random.Random(given.seed)
    try:
        for name in TRIALS:
            with _folder() as folder:
                calls, count = survived(name, folder, rng, **how)
            print(f"{name}: {calls} calls, {count:,} cuts, nothing lost", flush=True)
            with _folder() as folder, contextlib.suppress(Broken):
                survived(name, folder, rng, **how, syncs=False)
                raise AssertionError(f"{name}: without a sync nothing was lost: no proof")
            print(f"{name} that does not sync: loses, as it must", flush=True)
    except AssertionError as broken:
        print(f"FAILED (seed {given.seed}): {broken}")
        return 1
    except KeyboardInterrupt:
        print("stopped; nothing was lost so far")
        return 130
    return 0


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="signalboard-power-", dir=memory()) as name:
        yield Path(name)


if __name__ == "__main__":
    sys.exit(main())
