"""A change that is made elsewhere too: recorded there and here, or in neither."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from signalboard.board import Board, BoardProblem, Line, Op, changes, make
from signalboard.board.intents import left, unbroken
from tests.values import NOW


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board.open(tmp_path / "board")


class Elsewhere:
    """What a change is carried out in, beside the journal."""

    def __init__(self, *, fails: BaseException | None = None) -> None:
        self.made: list[Op] = []
        self._fails = fails

    @contextlib.contextmanager
    def __call__(self, ops: Sequence[Op]) -> Iterator[None]:
        if self._fails is not None:
            raise self._fails
        self.made += ops
        yield


def add(board: Board, ident: str, first: Elsewhere | None = None) -> Line | None:
    return board.change(
        f"add {ident}", lambda _: [make("settings", ident, {"on": True})], NOW, first=first
    )


def begun(board: Board, ident: str) -> Path:
    """As if a process had been killed between carrying a change out and recording it."""
    journal = board._journal
    raw = changes.write(
        journal.seq + 1, "2026-11-24T20:00:00Z", "do", f"add {ident}",
        (make("settings", ident, {"on": True}),), None, journal.hash,
    )  # fmt: skip
    path = board.folder / "intended-1"
    path.write_bytes(raw)
    return path


def test_it_is_carried_out_and_recorded_and_nothing_is_left(board: Board) -> None:
    elsewhere = Elsewhere()
    line = add(board, "a", elsewhere)
    assert line is not None
    assert [op.id for op in elsewhere.made] == ["a"]
    assert left(board.folder) == []
    undone = Elsewhere()
    assert board.undo(NOW, undone) is not None
    assert [op.now for op in undone.made] == [None]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
def test_what_fails_elsewhere_is_not_recorded(board: Board, error: BaseException) -> None:
    with pytest.raises(type(error)):
        add(board, "a", Elsewhere(fails=error))
    assert board.seq == 0
    assert left(board.folder) == []


def test_where_it_cannot_be_kept_nothing_is_begun(board: Board) -> None:
    (board.folder / f"intended-{os.getpid()}").mkdir()
    elsewhere = Elsewhere()
    with pytest.raises(BoardProblem, match="Nothing was changed"):
        add(board, "a", elsewhere)
    assert (elsewhere.made, board.seq) == ([], 0)


@pytest.mark.parametrize("stands", [True, False])
def test_what_a_kill_left_is_recorded_where_it_stands(board: Board, stands: bool) -> None:
    path = begun(board, "a")
    asked: list[str] = []
    board.settle(lambda line: asked.append(line.label) or stands)
    assert asked == ["add a"]
    assert not path.exists()
    assert (board.document("settings", "a") is not None, board.seq) == (stands, int(stands))
    board.settle(lambda line: pytest.fail(line.label))


def test_what_was_recorded_in_time_is_not_recorded_twice(board: Board) -> None:
    path = begun(board, "a")
    board.settle(lambda _: True)
    recorded = board.journal_file.read_bytes()
    path.write_bytes(recorded)
    board.settle(lambda line: pytest.fail(line.label))
    assert board.journal_file.read_bytes() == recorded
    assert not path.exists()


def test_others_may_have_recorded_since(board: Board) -> None:
    begun(board, "a")
    other = Board.open(board.folder)
    add(other, "b")
    other.close()
    board.settle(lambda _: True)
    assert board.seq == 2
    assert {"a", "b"} <= board.documents("settings").keys()
    assert board.undo(NOW) is not None
    assert board.document("settings", "a") is None


@pytest.mark.parametrize("raw", [b"", b'{"seq": 1', b"\xff\xfe"])
def test_what_was_cut_short_was_never_begun(board: Board, raw: bytes) -> None:
    path = board.folder / "intended-1"
    path.write_bytes(raw)
    assert left(board.folder) == [(path, None)]
    board.settle(lambda line: pytest.fail(line.label))
    assert (board.seq, path.exists()) == (0, False)


def test_a_signal_that_another_thread_gets_is_heard_after_the_body() -> None:
    order: list[str] = []
    before = signal.signal(signal.SIGINT, lambda *_: order.append("heard"))

    def get() -> None:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    try:
        with unbroken():
            other = threading.Thread(target=get)
            other.start()
            other.join()
            order.append("body")
    finally:
        signal.signal(signal.SIGINT, before)
    assert order == ["body", "heard"]


def test_a_signal_is_heard_after_the_body() -> None:
    order: list[str] = []
    before = signal.signal(signal.SIGINT, lambda *_: order.append("heard"))
    try:
        with unbroken():
            os.kill(os.getpid(), signal.SIGINT)
            order.append("body")
    finally:
        signal.signal(signal.SIGINT, before)
    assert order == ["body", "heard"]


def test_another_thread_hears_no_signals_and_blocks_none() -> None:
    masks: list[set[int]] = []

    def work() -> None:
        with unbroken():
            masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, []))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert signal.SIGINT not in masks[0]


def test_what_nobody_can_tell_yet_is_asked_again_at_the_next_start(board: Board) -> None:
    kept = begun(board, "a")
    asked: list[str] = []

    def unsure(line: Line) -> None:
        asked.append(line.label)

    board.settle(unsure)
    board.settle(unsure)
    assert asked == ["add a", "add a"] and kept.exists() and board.seq == 0
    board.settle(lambda _: True)
    assert not kept.exists() and board.seq == 1
