"""Let one call to the system fail, each in turn, and look what is said and what is left.

`python -m tests.soak.faults` (or `make soak-faults`). A call that opens, writes, syncs or names
something in a home fails once, with each of four errors; a write may have got half of its way, and
what a failed sync leaves is not on the disk. Through the board and the desk in this process, and
through the commands, each in a forked child: what was there stays readable, nothing is
acknowledged that is not kept, what fails is a sentence, and everything works again afterwards.
TinyDB's own storage, and a board that takes a failed sync for done, have to fail the same rules.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from signalboard import config
from signalboard.board import Board, BoardProblem, revise
from signalboard.board import journal as journal_module
from signalboard.cli import main as command
from signalboard.desk import Desk
from signalboard.model import Feed, Problem
from tests.soak.layer import Call, Layer, Short
from tests.soak.power import _judge as judge
from tests.soak.stores import NOW, Broken, Naive, Signal, memory

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT)


class Fault:
    """One call of a kind that fails: the n-th."""

    def __init__(self, number: int, code: int) -> None:
        self.number, self.code = number, code
        self.calls = 0
        self.failed: Call | None = None
        self._synced: dict[str, int] = {}

    def before(self, call: Call) -> None:
        self.calls += 1
        if call.kind == "open" and call.path not in self._synced:
            with contextlib.suppress(OSError):
                self._synced[call.path] = os.stat(call.path).st_size
        if self.calls != self.number:
            return
        self.failed = call
        if call.kind == "write" and self.code in (errno.ENOSPC, errno.EDQUOT):
            if call.is_direct:
                raise Short(len(call.data) // 2)
            with contextlib.suppress(OSError):
                self._write_half(call)
        if call.kind == "sync" and os.path.isfile(call.path):
            os.truncate(call.path, self._synced.get(call.path, 0))
        raise OSError(self.code, os.strerror(self.code), call.path)

    def after(self, call: Call) -> None:
        if call.kind == "sync" and os.path.isfile(call.path):
            self._synced[call.path] = os.stat(call.path).st_size

    @staticmethod
    def _write_half(call: Call) -> None:
        descriptor = os.open(call.path, os.O_WRONLY)
        try:
            os.pwrite(descriptor, call.data[: len(call.data) // 2], call.place)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def failing(home: Path, number: int, code: int) -> Iterator[Fault]:
    """Within the body the call of that number fails."""
    fault = Fault(number, code)
    layer = Layer(home, fault.before, fault.after)
    # What the fault itself does is not to be seen.
    real = {name: layer.real[name] for name in ("open", "close")}
    write_half = fault._write_half

    def half(call: Call) -> None:
        with mock.patch.multiple(os, **real):
            write_half(call)

    fault._write_half = half  # type: ignore[method-assign]
    with layer.watched():
        yield fault


# -- through the board ---------------------------------------------------------


def board_arm(folder: Path, number: int, code: int, template: Path) -> Fault:
    """A board whose n-th call fails; raises Broken."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(template, home)
    stood = _evidence(Board.open(home / "board"))
    with failing(home, number, code) as fault:
        stood = _board_acts(home, fault, stood)
    again = Board.open(home / "board")
    if _evidence(again) != stood:
        raise Broken(f"{_evidence(again)} is there, {stood} was acknowledged")
    judge(again, "afterwards")
    if not Board.open(home / "board").evidence_of("afterwards"):
        raise Broken("nothing is kept afterwards")
    again.close()
    return fault


def _evidence(board: Board) -> dict[str, str]:
    found = {ident: doc["note"] for ident, doc in board.documents("evidence").items()}
    board.close()
    return found


def _board_acts(home: Path, fault: Fault, stood: dict[str, str]) -> dict[str, str]:
    board: Board | None = None
    done, said = 0, ""
    acts: list[Callable[[Board], Any]] = [
        lambda board: judge(board, "a"),
        lambda board: judge(board, "b"),
        lambda board: board.change(
            "note",
            lambda _: [
                revise("evidence", "e2", board.document("evidence", "e2") or {}, {"note": "why"})
            ],
            NOW,
        ),
        lambda board: board.checkpoint(),
        lambda board: board.undo(NOW),
        lambda board: board.redo(NOW),
        lambda board: board.poll(),
        lambda board: board.checkpoint(),
        lambda board: judge(board, "c"),
    ]
    for _ in range(4 * len(acts)):
        if done == len(acts):
            break
        is_checkpoint = done in (3, 7)
        before = fault.failed
        try:
            if board is None:
                board = Board.open(home / "board")
            acts[done](board)
            stood = {ident: doc["note"] for ident, doc in board.documents("evidence").items()}
            done += 1
        except OSError as error:
            if not is_checkpoint or board is None:
                raise Broken(f"not a sentence: {error!r}") from error
        except BoardProblem as problem:
            said = str(problem)
            _is_sentence(said, fault)
            if board is not None and (now := _of(board)) != stood:
                raise Broken(f"it says {problem} and shows {now}, not {stood}") from None
            if before is fault.failed is not None and "again" not in str(problem):
                raise Broken(f"it did not work again: {problem}") from None
            if board is not None and "start again" in said:
                _stops(board)
                board.close()
                board = None
    if board is None or done < len(acts):
        raise Broken(f"it does not work again after {fault.failed}: {said}")
    board.close()
    return stood


def _of(board: Board) -> dict[str, str]:
    return {ident: doc["note"] for ident, doc in board.documents("evidence").items()}


def _stops(board: Board) -> None:
    """After a failed sync nothing is acknowledged before the board is opened again."""
    try:
        judge(board, "too early")
    except BoardProblem:
        return
    raise Broken("after a failed sync it goes on")


def _is_sentence(said: str, fault: Fault) -> None:
    if not said.endswith((".", "it")) or "Traceback" in said or "Error(" in said:
        raise Broken(f"not a sentence: {said}")
    if fault.failed is None:
        raise Broken(f"nothing failed and it says: {said}")


# -- through the desk ----------------------------------------------------------


def desk_arm(folder: Path, number: int, code: int, template: Path) -> Fault:
    """The same of what lives in feeds.yaml: there and in the journal, or in neither."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(template, home)
    places = config.places(home, None, {})
    with failing(home, number, code) as fault:
        desk = None
        acts: list[Callable[[Desk], Any]] = [
            lambda desk: desk.add_feed(Feed("One", "https://one.test/feed?key=hunter2")),
            lambda desk: desk.undo(),
            lambda desk: desk.redo(),
            lambda desk: desk.save_search("Wallets", "wallet"),
            lambda desk: desk.set_preference("theme", "dark"),
            lambda desk: desk.remove_feed("One"),
        ]
        tries, said = 0, ""
        while acts and (tries := tries + 1) < 20:
            try:
                if desk is None:
                    desk = Desk.open(places)
                desk.poll()  # as the screen does: settings that could not be read are read again
                acts[0](desk)
                acts.pop(0)
            except Problem as problem:
                said = str(problem)
                _is_sentence(said, fault)
                _agree(home, f"while it is open, after {problem}")
                if desk is not None and "start again" in str(problem):
                    desk.close()
                    desk = None
        if acts:
            raise Broken(f"it did not work again after {fault.failed}: {said}")
        assert desk is not None
        desk.close()
    _agree(home, "afterwards")
    desk = Desk.open(places)
    if {row.feed.name for row in desk.feeds()} != {"The Wire"} or len(desk.searches()) != 1:
        raise Broken(f"feeds: {desk.feeds()}, searches: {desk.searches()}")
    desk.close()
    return fault


def _agree(home: Path, when: str) -> None:
    settings = config.load(home / "feeds.yaml")
    if settings.problems:
        raise Broken(f"feeds.yaml {when}: {settings.problems}")
    board = Board.open(home / "board")
    recorded = {ident.partition("?")[0] for ident in board.documents("settings")}
    board.close()
    listed = {f"feed {feed.url.partition('?')[0]}" for feed in settings.feeds[1:]}
    listed |= {f"search {search.name}" for search in settings.searches}
    if {each.removesuffix("/") for each in recorded} != listed:
        raise Broken(f"{when} the journal has {recorded}, feeds.yaml {listed}")


# -- through the commands ------------------------------------------------------

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("judge", "1", "web4", "support", "--note", "why"),
    ("undo",),
    ("search", "add", "Wallets", "wallet"),
    ("feed", "remove", "The Wire"),
    ("thesis", "list"),
    ("export", "--output", "{home}/log.md"),
    ("doctor",),
)


def run(home: Path, words: tuple[str, ...], number: int, code: int) -> tuple[int, str, int]:
    """A command in a child: how it ended, what it said on both streams, how many calls."""
    into = home.parent / "said"
    out, to = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        ended = 70
        try:
            os.close(out)
            target = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(target, 1)
            os.dup2(target, 2)
            given = [word.replace("{home}", str(home)) for word in words]
            with failing(home, number, code) as fault:
                ended = command(["--home", str(home), *given])
            os.write(to, str(fault.calls).encode())
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(ended)
    os.close(to)
    calls = int(os.read(out, 99) or b"0")
    os.close(out)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), into.read_text(errors="replace"), calls


def state_of(home: Path) -> Any:
    """What a person would find in a home."""
    board = Board.open(home / "board")
    settings = config.load(home / "feeds.yaml")
    found = (
        sorted((d["story"], d["stance"], d["note"]) for d in board.documents("evidence").values()),
        [feed.name for feed in settings.feeds],
        [search.name for search in settings.searches],
        (home / "log.md").exists(),
        settings.problems,
    )
    board.close()
    return found


def command_arm(
    folder: Path, template: Path, codes: tuple[int, ...], *, step: int, told: Counter[str]
) -> int:
    """Each call of each command fails: how many there were; raises Broken."""
    home = folder / "home"
    count = 0
    for words in COMMANDS:
        before = state_of(template)

        def fresh() -> None:
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(template, home)

        fresh()
        ended, said, calls = run(home, words, 10**9, errno.EIO)
        if ended:
            raise Broken(f"{words} without a fault: {said}")
        after = state_of(home)
        for number in range(1, calls + 1):
            for code in codes if step == 1 else (codes[number % len(codes)],):
                if step > 1 and (number + len(words[0])) % step:
                    continue
                fresh()
                ended, said, _ = run(home, words, number, code)
                count += 1
                where = f"{' '.join(words)}, call {number} fails with {errno.errorcode[code]}"
                if ended not in (0, 1) or "Traceback" in said or "did not expect" in said:
                    raise Broken(f"{where}: ended {ended}: {said}")
                left = state_of(home)
                if left != (after if ended == 0 else before):
                    raise Broken(f"{where}: ended {ended} ({said[-300:]}) and left {left}")
                told["ended well all the same" if ended == 0 else "ended with a sentence"] += 1
                ended, said, _ = run(home, words, 10**9, code)
                if state_of(home) != after and words[0] != "undo":
                    raise Broken(f"{where}: afterwards it does not work: {said}")
    return count


# -- what has to fail ----------------------------------------------------------


def naive_arm(folder: Path, code: int) -> bool:
    """Whether TinyDB's own storage loses old data or acknowledges what is not there."""
    template, home = folder / "naive", folder / "naive home"
    store = Naive()
    model = store.make(template, 20)
    for number in range(1, 60):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(template, home)
        expected = model.copy()
        wishes = [["retract", f"s{n} web4-at-velocity"] for n in range(3)]
        with failing(home, number, code) as fault:
            with contextlib.suppress(OSError):
                store.open(home)
                for wish in wishes:
                    with contextlib.suppress(OSError):
                        store.perform(wish)
                        expected.apply(wish)
            with contextlib.suppress(OSError):
                store.close()
        if fault.failed is None:
            return False
        try:
            if store.read(home, anew=False)["evidence"] != expected.tables["evidence"]:
                return True
        except Exception:
            return True
    return False


def unsynced_arm(folder: Path, template: Path) -> bool:
    """Whether a board that takes a failed sync for done is found out."""

    def blind(descriptor: int) -> None:
        with contextlib.suppress(OSError):
            os.fdatasync(descriptor)

    with mock.patch.object(journal_module, "_sync", blind):
        for number in range(1, 80):
            try:
                if board_arm(folder, number, errno.EIO, template).failed is None:
                    return False
            except (Broken, BoardProblem):
                return True
    return False


def each_call(
    arm: Callable[[Path, int, int, Path], Fault],
    folder: Path,
    codes: tuple[int, ...],
    template: Path,
    step: int,
) -> int:
    """Every call of an arm fails once with every error: how many there were.

    ``step``: one call in so many.
    """
    count = 0
    for turn, code in enumerate(codes):
        for number in range(1 + turn % step, 10_000, step):
            try:
                fault = arm(folder, number, code, template)
            except (Broken, Problem) as broken:
                raise Broken(
                    f"{arm.__name__}, call {number}, {errno.errorcode[code]}: {broken}"
                ) from broken
            if fault.failed is None:
                break
            count += 1
    return count


def main(argv: list[str] | None = None) -> int:
    """Run the trial; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make soak-faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer errors, calls by turns")
    given = parser.parse_args(argv)
    codes = ERRORS[:2] if given.quick else ERRORS
    with tempfile.TemporaryDirectory(prefix="signalboard-faults-", dir=memory()) as name:
        folder = Path(name)
        template = folder / "template"
        Signal().make(template, 3)
        try:
            for arm in (board_arm, desk_arm):
                count = each_call(arm, folder, codes, template, 3 if given.quick else 1)
                print(f"{arm.__name__}: {count} faults, each told, nothing lost", flush=True)
            told: Counter[str] = Counter()
            count = command_arm(folder, template, ERRORS, step=9 if given.quick else 1, told=told)
            print(f"commands: {count} faults, {dict(told)}", flush=True)
            for what, found in (
                ("TinyDB's own storage", naive_arm(folder, errno.ENOSPC)),
                ("a board that does not mind a failed sync", unsynced_arm(folder, template)),
            ):
                if not found:
                    raise Broken(f"{what} passes as well: this trial proves nothing")
                print(f"{what}: found out, as it must be", flush=True)
        except Broken as broken:
            print(f"FAILED: {broken}")
            return 1
        except KeyboardInterrupt:
            print("stopped; nothing was lost so far")
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
