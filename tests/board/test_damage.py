"""Files of a board that are newer than the program, or not what they were."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalboard.board import (
    Board,
    BoardProblem,
    changes,
    codec,
    filed,
    has_line,
    make,
    remove,
    revise,
)
from signalboard.board import journal as journal_module
from signalboard.board.changes import LineProblem, NewerProblem
from tests.board.test_board import judge, line, reopened, signed, state
from tests.values import NOW, evidence, thesis, watch

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
    said, *_ = again.notices()
    assert "hash does not fit" in said and again.evidence_count() == 1
    assert "What that change said is missing here, all others are kept" in said
    assert "`signalboard verify` tells what to do" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": "1"},
        {"seq": True},
        {"seq": 0},
        {"at": 3},
        {"at": "2026-11-24\x1b12:00:00"},
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


# -- what the journal lost and the checkpoint has ------------------------------


@pytest.fixture
def full(board: Board) -> Board:
    """Every kind of document and change, all of it in the checkpoint."""
    claim, question = thesis(), watch()
    board.change(
        "all",
        lambda _: [
            make("theses", claim.id, codec.thesis_out(claim)),
            make("watches", question.id, codec.watch_out(question)),
        ],
        NOW,
    )
    for number in range(4):
        judge(board, f"s{number}", at=NOW + number)
    document = board.document("evidence", "e3") or {}
    board.change("note", lambda _: [revise("evidence", "e3", document, {"note": "why"})], NOW)
    gone = board.document("evidence", "e4") or {}
    board.change("gone", lambda _: [remove("evidence", "e4", gone)], NOW + 9)
    judge(board, "s9")
    board.undo(NOW)
    board.checkpoint()
    return board


def kept(board: Board) -> list[str]:
    return sorted(path.name for path in (board.folder / "quarantine").glob("*"))


def test_a_missing_journal_is_written_again_from_the_checkpoint(full: Board) -> None:
    expected = state(full)
    full.journal_file.unlink()
    again = reopened(full)
    assert state(again) == expected and again.seq == 10 and not again.is_new
    assert again.changed_at == full.changed_at
    assert "brought back and recorded again" in again.notices()[0]
    once_more = reopened(full)
    assert once_more.notices() == () and state(once_more) == expected
    once_more.checkpoint_file.unlink()
    assert state(reopened(full)) == expected, "the journal alone says it now"
    once_more.undo(NOW)
    assert once_more.evidence_count() == 0


def test_a_journal_cut_at_any_byte_says_again_what_the_checkpoint_had(
    full: Board, tmp_path: Path
) -> None:
    expected = state(full)
    raw, held = full.journal_file.read_bytes(), full.checkpoint_file.read_bytes()
    for size in [*range(0, len(raw), 97), len(raw) - 1]:
        folder = tmp_path / str(size)
        folder.mkdir()
        (folder / "journal.jsonl").write_bytes(raw[:size])
        (folder / "board.json").write_bytes(held)
        board = Board.open(folder)
        assert state(board) == expected, size
        told = "lost its end" if size == len(raw) - 1 else "had lost changes"
        assert any(told in each for each in board.notices()), size
        judge(board, "later")
        again = Board.open(folder)
        assert again.evidence_count() == full.evidence_count() + 1
        assert again.verify() == ()


def test_what_is_behind_the_checkpoint_is_kept_where_a_line_before_it_was_lost(full: Board) -> None:
    document = full.document("evidence", "e3") or {}
    full.change("note", lambda _: [revise("evidence", "e3", document, {"note": "later"})], NOW)
    judge(full, "s8")
    expected = state(full)
    lines = full.journal_file.read_bytes().splitlines(keepends=True)
    damaged = lines[2].replace(b"judge", b"jodge")
    tip = lines[8][:-70] + b"x" * 69 + b"\n"  # where the checkpoint stands
    full.journal_file.write_bytes(b"".join([*lines[:2], damaged, *lines[3:8], tip, *lines[9:]]))
    again = reopened(full)
    assert state(again) == expected
    again.checkpoint_file.unlink()
    assert state(reopened(full)) == expected


def test_a_change_of_what_was_lost_behind_the_checkpoint_is_not_brought_back(full: Board) -> None:
    judge(full, "s8")
    document = full.document("evidence", "e10") or {}
    full.change("note", lambda _: [revise("evidence", "e10", document, {"note": "n"})], NOW)
    lines = full.journal_file.read_bytes().splitlines(keepends=True)
    lines[8] = lines[8][:-9] + b"\n"
    lines[9] = lines[9].replace(b"judge", b"jodge")
    full.journal_file.write_bytes(b"".join(lines))
    again = reopened(full)
    assert [*again.documents("evidence")] == ["e2", "e3", "e5"]
    assert [line.seq for line in again.lines_after(8)] == [11, 12], "that one takes e8 back again"


def test_a_change_of_what_was_lost_is_passed_over_and_told(full: Board) -> None:
    full.checkpoint_file.unlink()
    raw = full.journal_file.read_bytes()
    full.journal_file.write_bytes(raw.replace(b"judge s1", b"judge sX", 1))
    again = reopened(full)
    assert again.evidence("e3") is None and again.evidence("e2") == full.evidence("e2")
    assert "line 6: what it says of evidence e3 cannot" in " ".join(again.notices())
    assert again.undo(NOW) is not None and again.evidence_count() > 0


@pytest.mark.parametrize("ident", ["e3", "odd"])
def test_a_document_that_nobody_can_read_is_passed_over(board: Board, ident: str) -> None:
    judge(board, "s1")
    document = codec.evidence_out(evidence())
    strange = document if ident == "odd" else {**document, "stance": "maybe"}
    board.change("strange", lambda _: [make("evidence", ident, strange)], NOW)
    assert "cannot be understood" in board.notices()[0]
    assert len(board.evidence_on("web4")) == 1 == len(reopened(board).evidence_on("web4"))


def test_a_journal_without_a_line_is_kept_aside_each_time_under_a_free_name(full: Board) -> None:
    expected = state(full)
    for number in (1, 2):
        full.journal_file.write_bytes(b"\0" * 50 + b"\nno\n")
        again = reopened(full)
        told = " ".join(again.notices())
        assert state(again) == expected
        assert "No line of the journal" in told and f"journal.jsonl-{number}," in told
        again.checkpoint()
    assert kept(full) == ["journal.jsonl-1", "journal.jsonl-2"]
    assert {path.read_bytes() for path in (full.folder / "quarantine").iterdir()} == {
        b"\0" * 50 + b"\nno\n"
    }


def test_a_journal_without_a_line_that_cannot_be_moved_is_told(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.journal_file.write_bytes(b"no\n")
    monkeypatch.setattr(journal_module.durable, "_MOST", 1)
    told = reopened(board).notices()
    assert "not JSON" in told[0] and "could not be moved aside" in told[-1]
    assert "look into it and empty it" in told[-1]
    assert board.journal_file.read_bytes() == b"no\n"


def test_of_a_journal_without_a_line_and_without_a_checkpoint_an_empty_board_is_made(
    board: Board,
) -> None:
    judge(board, "s1")
    board.journal_file.write_bytes(b"feeds:\n  - name: x\n")
    again = reopened(board)
    (told,) = again.notices()
    assert "a new one was begun" in told and again.is_new
    judge(again, "s2")
    assert reopened(board).notices() == () and kept(board) == ["journal.jsonl-1"]


def test_the_checkpoint_of_another_journal_is_kept_aside(full: Board, tmp_path: Path) -> None:
    other = Board.open(tmp_path / "other")
    judge(other, "theirs")
    full.journal_file.write_bytes(other.journal_file.read_bytes())
    again = reopened(full)
    assert "is of another journal" in again.notices()[0]
    assert state(again) == state(other) and kept(full) == ["board.json-1"]


def test_a_checkpoint_that_does_not_say_its_journal_only_adds(full: Board) -> None:
    first, _, body = full.checkpoint_file.read_bytes().partition(b"\n")
    mark = json.loads(first + b"}")["_meta"]["1"]
    del mark["first"]
    head = b'"seq"' + json.dumps(mark).partition('"seq"')[2].encode() + b"}\n" + body
    full.checkpoint_file.write_bytes(signed(head))
    lines = full.journal_file.read_bytes().splitlines(keepends=True)
    full.journal_file.write_bytes(b"".join(lines[:4]))
    again = reopened(full)
    assert [*again.documents("evidence")] == ["e2", "e3", "e4", "e5"]
    assert again.evidence("e3").note == ""  # type: ignore[union-attr]


def test_where_nothing_can_be_recorded_it_is_shown_and_recorded_later(
    full: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = state(full)
    raw = full.journal_file.read_bytes()
    full.journal_file.write_bytes(raw[: len(raw) // 2])
    held = full.checkpoint_file.read_bytes()

    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(journal_module.os, "write", refused)
        again = reopened(full)
        assert state(again) == expected and "is shown here" in again.notices()[-1]
        again.checkpoint()
    assert full.checkpoint_file.read_bytes() == held
    again = reopened(full)
    assert state(again) == expected and "recorded again" in again.notices()[-1]


def test_damaged_checkpoints_are_kept_aside_and_never_overwritten(
    full: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = full.checkpoint_file.read_bytes()
    full.checkpoint_file.write_bytes(raw[:-9])
    assert "moved to" in reopened(full).notices()[0] and kept(full) == ["board.json-1"]
    full.checkpoint()
    full.checkpoint_file.write_bytes(b"else")

    def refused(_path: Path, _to: Path) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refused)
        again = reopened(full)
        assert "is not a checkpoint" in again.notices()[0]
    assert full.checkpoint_file.read_bytes() == b"else"
    again.checkpoint()
    assert kept(full) == ["board.json-1", "board.json-2"]
    assert (full.folder / "quarantine" / "board.json-2").read_bytes() == b"else"
    assert state(reopened(full)) == state(full)


def test_no_bit_that_was_turned_over_is_believed(full: Board) -> None:
    """Whether it is seen at the start, or where a document is read: a figure is never wrong."""
    expected = state(full)
    raw = full.checkpoint_file.read_bytes()
    dice = random.Random(7)
    places = [*range(60), *sorted(dice.sample(range(60, len(raw)), 200))]
    for place in places:
        turned = bytearray(raw)
        turned[place] ^= 1 << dice.randrange(8)
        full.checkpoint_file.write_bytes(turned)
        again = reopened(full)
        assert state(again) == expected, place
        assert again.counted_on("web4").tally == full.counted_on("web4").tally
        assert {*again.judged_stories()} == {*full.judged_stories()}
        again.close()
    assert len(kept(full)) > 30


def test_a_damaged_document_is_read_from_the_journal_and_told_once(full: Board) -> None:
    expected = state(full)
    raw = full.checkpoint_file.read_bytes()
    turned = raw.replace(b'"story":"s1"', b'"story":"s7"').replace(b'"story":"s2"', b'"story":"s8"')
    assert turned != raw
    full.checkpoint_file.write_bytes(turned)
    again = reopened(full)
    assert again.notices() == ()
    assert state(again) == expected
    (told,) = again.notices()
    assert "was damaged" in told and "is read from the journal" in told
    assert state(again) == expected and again.notices() == ()
    again.checkpoint()
    assert kept(full) == ["board.json-1"]
    assert (full.folder / "quarantine" / "board.json-1").read_bytes() == turned
    assert state(reopened(full)) == expected


def test_a_checkpoint_with_a_damaged_document_brings_nothing_back(full: Board) -> None:
    """What the journal has lost is taken from a file that is whole, and from no other."""
    raw = full.checkpoint_file.read_bytes()
    full.checkpoint_file.write_bytes(raw.replace(b'"story":"s1"', b'"story":"s7"'))
    lines = full.journal_file.read_bytes().splitlines(keepends=True)
    full.journal_file.write_bytes(b"".join(lines[:4]))
    again = reopened(full)
    assert "is damaged; the board was made anew" in again.notices()[0]
    assert [*again.documents("evidence")] == ["e2", "e3", "e4"]
    assert kept(full) == ["board.json-1"]


def test_a_file_that_fails_as_it_is_read_is_as_good_as_damaged(
    full: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = state(full)

    def fails(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    again = reopened(full)
    monkeypatch.setattr(filed.os, "pread", fails)
    assert state(again) == expected
    monkeypatch.setattr(filed.os, "fdopen", fails)
    lines = full.journal_file.read_bytes().splitlines(keepends=True)
    full.journal_file.write_bytes(b"".join(lines[:4]))
    assert "is damaged" in reopened(full).notices()[0]


def test_numbers_have_one_order_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    here = filed.packed("I", [1, 2**31])
    assert here == "AQAAAAAAAIA=" and [*filed.unpacked("I", here)] == [1, 2**31]
    monkeypatch.setattr(filed.sys, "byteorder", "big" if sys.byteorder == "little" else "little")
    there = filed.packed("I", [1, 2**31])
    assert there != here and [*filed.unpacked("I", there)] == [1, 2**31]


def test_a_checkpoint_of_a_newer_program_is_left_as_it_is(full: Board) -> None:
    raw = full.checkpoint_file.read_bytes().replace(b'"format":7', b'"format":8', 1)
    full.checkpoint_file.write_bytes(raw)
    before = full.checkpoint_file.stat().st_mtime_ns
    again = reopened(full)
    assert "newer signalboard (format 8" in again.notices()[0] and state(again) == state(full)
    again.checkpoint()
    assert full.checkpoint_file.read_bytes() == raw
    assert full.checkpoint_file.stat().st_mtime_ns == before


def test_of_many_bad_lines_some_are_told_and_how_many_more(board: Board) -> None:
    for number in range(20):
        judge(board, f"s{number}")
    raw = board.journal_file.read_bytes()
    board.journal_file.write_bytes(raw.replace(b'"label":"judge s1', b'"label":"judge sX'))
    told = reopened(board).notices()
    assert len(told) == 6 and "more of this kind" in told[-1]
    assert len(board.verify()) > 6


def test_a_line_behind_one_that_lost_its_end_stands(full: Board) -> None:
    full.checkpoint_file.unlink()
    lines = full.journal_file.read_bytes().splitlines(keepends=True)
    full.journal_file.write_bytes(
        b"".join([*lines[:3], lines[3][:-1] + b"\0", *lines[4:7], b'{"seq":' * 99 + b"\n"])
    )
    again = reopened(full)
    assert [*again.documents("evidence")] == ["e2", "e3", "e5"]
    assert [line.seq for line in again.lines_after(3)] == [5, 6, 7]
    assert again.undo(NOW) is not None


def test_a_whole_line_without_its_end_gets_it_at_the_start_or_from_who_writes(
    full: Board,
) -> None:
    full.checkpoint_file.unlink()
    expected, seq = state(full), full.seq
    full.journal_file.write_bytes(full.journal_file.read_bytes()[:-1])
    again = reopened(full)
    assert again.seq == seq and state(again) == expected
    assert "had lost its end" in again.notices()[0]
    assert reopened(full).notices() == ()
    full.journal_file.write_bytes(full.journal_file.read_bytes()[:-1] + b"{")
    torn = reopened(full)
    torn.undo(NOW)
    assert torn.seq == seq and "was never finished" in torn.notices()[0]


def test_a_tail_that_appears_while_a_board_is_open_is_ended_by_who_writes(board: Board) -> None:
    judge(board, "a")
    other = reopened(board)
    judge(board, "b")
    board.journal_file.write_bytes(board.journal_file.read_bytes()[:-1])
    judge(other, "c")
    assert other.seq == 3 and "had lost its end" in other.notices()[0]


def test_a_quarantine_that_is_full_leaves_the_file(full: Board, monkeypatch) -> None:
    full.checkpoint_file.write_bytes(b"else")
    monkeypatch.setattr(journal_module.durable, "_MOST", 1)
    assert "moved" not in reopened(full).notices()[0]
    assert full.checkpoint_file.read_bytes() == b"else"


def test_whatever_happens_to_the_bytes_of_a_journal_what_is_whole_stands(
    full: Board, tmp_path: Path
) -> None:
    """Ranges of zeros and bits that turned over, without a checkpoint."""
    full.checkpoint_file.unlink()
    raw = full.journal_file.read_bytes()
    rng = random.Random(4)
    for number in range(150):
        damaged = bytearray(raw)
        at = rng.randrange(len(raw))
        if number % 2:
            damaged[at] ^= 1 << rng.randrange(8)
            end = at + 1
        else:
            end = min(len(raw), at + rng.randrange(1, 900))
            damaged[at:end] = bytes(end - at)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "journal.jsonl").write_bytes(damaged)
        board = Board.open(folder)
        begin, expected = 0, set()
        for text in raw.splitlines(keepends=True):
            if end <= begin or at >= begin + len(text):
                expected.add(json.loads(text)["seq"])
            begin += len(text)
        for seq, ident in ((2, "e2"), (5, "e5")):
            assert (board.evidence(ident) is not None) == (seq in expected), (number, seq)
        assert board.notices() or board.seq == 8  # the last newline: told by who writes next
        judge(board, "later")
        assert Board.open(folder).evidence_of("later"), number


def test_where_what_was_lost_cannot_be_brought_back_nothing_is_recorded_in_its_place(
    board: Board,
) -> None:
    def cannot(_seq: int, _wrong: bool) -> str:
        raise BoardProblem("Nothing is recorded: not now.")

    for story in ("s1", "s2", "s3"):
        judge(board, story)
    board.checkpoint()
    raw = b"".join(board.journal_file.read_bytes().splitlines(True)[:1])
    board.journal_file.write_bytes(raw)
    again = Board.open(board.folder, cannot)
    assert again.notices() == ("Nothing is recorded: not now.",)
    assert again.evidence_count() == 3, "what only the tables have is shown"
    with pytest.raises(BoardProblem, match="not now"):
        judge(again, "s4")
    before = board.checkpoint_file.read_bytes()
    again.checkpoint()
    again.close()
    board.checkpoint_file.unlink()
    bare = Board.open(board.folder, cannot)
    assert bare.evidence_count() == 1
    with pytest.raises(BoardProblem, match="not now"):
        bare.undo(NOW)
    bare.checkpoint()
    assert not board.checkpoint_file.exists() and b"s3" in before
    assert board.journal_file.read_bytes() == raw


def test_a_line_is_known_by_its_hash(board: Board) -> None:
    judge(board, "s1")
    first = board.lines_after(0)[0].hash
    judge(board, "s2")
    assert has_line(board.journal_file, first)
    assert not has_line(board.journal_file, "0" * 64), "the line before the first is none"
