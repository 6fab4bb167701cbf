"""Files of a board that are newer than the program, or not what they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.board import Board, BoardProblem, changes, make
from signalboard.board.changes import LineProblem, NewerProblem
from tests.board.test_board import judge, line, reopened
from tests.values import NOW

NEWER = line(journal="signalboard", version=2) + b"\n"


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board.open(tmp_path / "home" / "board")


def test_a_journal_of_a_newer_program_is_refused_untouched(board: Board) -> None:
    board.journal_file.write_bytes(NEWER)
    before = board.journal_file.stat()
    for _ in range(2):
        with pytest.raises(BoardProblem, match=r"newer signalboard .*left as it is: update"):
            reopened(board)
    assert board.journal_file.read_bytes() == NEWER
    assert board.journal_file.stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in board.folder.iterdir()] == ["journal.jsonl"]


def test_a_newer_program_is_seen_behind_a_checkpoint_too(board: Board) -> None:
    judge(board, "s1")
    board.checkpoint()
    raw = board.journal_file.read_bytes()
    mark = json.loads(board.checkpoint_file.read_bytes())["_meta"]["1"]
    first = json.loads(raw)
    first["version"] = 2
    del first["hash"]
    body = json.dumps({**first, "hash": changes.digest(first)}).encode() + b"\n"
    board.journal_file.write_bytes(body + b" " * (mark["offset"] - len(body)))
    with pytest.raises(BoardProblem, match="newer signalboard"):
        reopened(board)


def test_who_has_it_open_writes_nothing_into_what_a_newer_program_took_over(board: Board) -> None:
    judge(board, "s1")
    with board.journal_file.open("ab") as file:
        file.write(NEWER)
    before = board.journal_file.read_bytes()
    for _ in range(2):
        with pytest.raises(BoardProblem, match="newer signalboard"):
            judge(board, "s2")
        with pytest.raises(BoardProblem, match="newer signalboard"):
            board.poll()
    assert board.journal_file.read_bytes() == before


def test_a_bit_that_turned_over_does_not_make_a_journal_newer(board: Board) -> None:
    judge(board, "s1")
    judge(board, "s2")
    raw = board.journal_file.read_bytes()
    board.journal_file.write_bytes(raw.replace(b'"version":1', b'"version":3', 1))
    again = reopened(board)
    assert "hash does not fit" in again.notices()[0] and again.evidence_count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": "1"},
        {"seq": True},
        {"seq": 0},
        {"at": 3},
        {"kind": "guess"},
        {"kind": ["do"]},
        {"label": None},
        {"prev": 1},
        {"ref": "1"},
        {"ops": [{"table": 1, "id": "a", "was": None, "now": None}]},
        {"ops": [{"table": "marks", "id": "a", "was": None, "now": [1]}]},
        {"version": 2},
        {"version": "2"},
    ],
    ids=str,
)
def test_a_line_with_the_right_hash_and_nonsense_in_it_is_no_line(wrong: dict[str, object]) -> None:
    if wrong == {"version": "2"}:
        assert changes.read(line(**wrong)).seq == 1
        return
    with pytest.raises(LineProblem) as told:
        changes.read(line(**wrong))
    assert isinstance(told.value, NewerProblem) == (wrong == {"version": 2})


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"a":"\\ud800"}', b'{"a":' * 5000], ids=len)
def test_what_json_chokes_on_is_no_line(raw: bytes) -> None:
    with pytest.raises(LineProblem, match="not JSON"):
        changes.read(raw)


@given(st.lists(st.binary(max_size=60) | st.just(b"\n"), max_size=8).map(b"\n".join))
def test_any_bytes_as_a_journal_are_told_and_leave_a_board_that_works(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any") / "board"
    folder.mkdir()
    (folder / "journal.jsonl").write_bytes(raw)
    board = Board.open(folder)
    assert board.evidence_count() == 0
    judge(board, "s1")
    assert reopened(board).evidence_count() == 1
    kept = b"".join(path.read_bytes() for path in (folder / "quarantine").glob("*"))
    assert sorted(raw) == sorted(kept + board.journal_file.read_bytes()[: len(raw) - len(kept)])


def test_any_bytes_behind_lines_leave_those(tmp_path: Path) -> None:
    @given(st.binary(max_size=200), st.binary(max_size=200))
    def tried(between: bytes, behind: bytes) -> None:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        board = Board.open(folder)
        for number in range(2):
            board.change("m", lambda _, n=number: [make("marks", f"m{n}", {"n": n})], NOW)
        first, second = board.journal_file.read_bytes().splitlines(keepends=True)
        board.journal_file.write_bytes(first + between + b"\n" + second + behind)
        assert [*reopened(board).documents("marks")] == ["m0", "m1"]

    tried()
