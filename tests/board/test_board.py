"""The journal and its tables: what was acknowledged is there, in order, and can be taken back."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalboard.board import (
    Board,
    BoardProblem,
    Line,
    Op,
    changes,
    codec,
    filed,
    locking,
    make,
    pieces,
    remove,
    revise,
    rewrite,
)
from signalboard.board import journal as journal_module
from signalboard.board.changes import LineProblem
from signalboard.board.history import History
from signalboard.judge.tally import Tally, tally
from signalboard.model import Cited, Forecast, Original, Stance, Withdrawn, replace
from tests.brief.sample import BRIEF
from tests.values import NOW, evidence, report, thesis, watch


def judge(board: Board, story: str, stance: Stance = Stance.SUPPORT, at: int = NOW) -> str:
    def build(seq: int) -> list[Op]:
        piece = evidence(f"e{seq}", stance, story=story)
        return [make("evidence", piece.id, codec.evidence_out(piece))]

    line = board.change(f"judge {story}", build, at)
    assert line is not None
    return line.ids("evidence")[0]


def state(board: Board) -> dict[str, dict[str, object]]:
    return {table: board.documents(table) for table in ("theses", "evidence", "watches", "marks")}


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board.open(tmp_path / "board")


def reopened(board: Board) -> Board:
    return Board.open(board.folder)


def test_a_new_board_is_empty_and_private(board: Board) -> None:
    assert board.is_new and board.seq == 0 and board.changed_at is None
    assert board.newest_evidence() is None and board.evidence_count() == 0
    assert not board.judged_stories()
    assert board.theses() == () and board.thesis("web4") is None
    assert board.undo(NOW) is None and board.redo(NOW) is None
    judge(board, "s1")
    assert board.journal_file.stat().st_mode & 0o777 == 0o600
    assert board.folder.stat().st_mode & 0o777 == 0o700


def test_values_survive_the_way_to_disk_and_back(board: Board) -> None:
    piece, claim, question = evidence(note="why 百度"), thesis(), watch()
    board.change(
        "all",
        lambda _: [
            make("theses", claim.id, codec.thesis_out(claim)),
            make("evidence", piece.id, codec.evidence_out(piece)),
            make("watches", question.id, codec.watch_out(question)),
        ],
        NOW,
    )
    for again in (board, reopened(board)):
        assert again.theses() == (claim,) and again.thesis("web4") == claim
        assert again.evidence("e1") == piece == again.newest_evidence()
        assert again.evidence_on("web4") == (piece,) == again.evidence_of("s1")
        assert again.watches() == (question,)
        assert again.changed_at == NOW
        assert again.stories_on("web4") == {"s1"} and list(again.judged_stories()) == ["s1"]


def test_what_evidence_was_judged_as_survives_where_it_is_told(board: Board) -> None:
    plain = codec.evidence_out(evidence())
    assert "judged_as" not in plain["snapshot"]
    assert codec.evidence_in("e1", plain).snapshot.judged_as == ""
    piece = evidence()
    piece = replace(piece, snapshot=replace(piece.snapshot, judged_as="Lunch, 百度"))
    board.change("split", lambda _: [make("evidence", piece.id, codec.evidence_out(piece))], NOW)
    assert reopened(board).evidence("e1") == piece


def test_what_evidence_said_first_survives_where_it_says_something_else_now(board: Board) -> None:
    assert "original" not in codec.evidence_out(evidence())
    piece = replace(evidence(), original=Original(note="", version=0))
    plain = codec.evidence_out(piece)
    assert plain["original"] == {"note": "", "version": 0}
    board.change("note", lambda _: [make("evidence", piece.id, plain)], NOW)
    assert reopened(board).evidence("e1") == piece


def test_what_came_later_is_left_out_where_it_says_nothing_and_read_again() -> None:
    made = thesis()
    plain = codec.thesis_out(made)
    assert not {"horizon", "rivals", "pre_mortem", "post_mortem", "closed"} & set(plain)
    assert codec.thesis_in(made.id, {**plain, "rivals": None, "horizon": None}) == made
    closed = replace(
        made,
        status="refuted",
        horizon_at=NOW + 1,
        rivals=("people just like shopping",),
        pre_mortem="nobody trusted it",
        post_mortem="nobody did",
        closed_at=NOW,
    )
    assert closed.is_closed and not made.is_closed
    assert codec.thesis_in(made.id, codec.thesis_out(closed)) == closed

    settled = replace(
        watch(),
        state="hit",
        resolves_at=NOW + 2,
        forecasts=(Forecast(NOW, 0.4, False), Forecast(NOW + 1, 0.7, True)),
        settled_at=NOW + 3,
        link="https://wire.example/9",
        note="seen on the day",
    )
    assert codec.watch_in(settled.id, codec.watch_out(settled)) == settled

    quoted = replace(
        evidence(reports=(report(reliability="B"),)), quote="It works.", quoted="the chief"
    )
    assert codec.evidence_in("e1", codec.evidence_out(quoted)) == quoted


def test_a_brief_is_kept_whole() -> None:
    document = codec.brief_out(BRIEF)
    assert codec.brief_in("b7", document) == BRIEF
    done = replace(BRIEF, finished_at=NOW, sources=(Cited("a"),))
    assert codec.brief_in("b7", json.loads(json.dumps(codec.brief_out(done)))) == done


def test_withdrawn_evidence_is_kept_in_the_order_it_was_withdrawn(tmp_path: Path) -> None:
    board = Board(tmp_path)
    later, earlier = (
        Withdrawn(evidence(ident), NOW + apart, "the outlet took it back", by)
        for ident, apart, by in (("e1", 5, "e3"), ("e2", 1, ""))
    )
    board.change(
        "retract",
        lambda _: [
            make("withdrawn", each.evidence.id, codec.withdrawn_out(each))
            for each in (later, earlier)
        ],
        NOW,
    )
    assert board.withdrawn() == (earlier, later)


def test_a_document_is_rewritten_by_what_differs() -> None:
    op = rewrite("t", "1", {"a": 1, "b": 2}, {"a": 1, "c": 3})
    assert op is not None
    assert (op.was, op.now, op.whole) == ({"b": 2, "c": None}, {"b": None, "c": 3}, False)
    assert rewrite("t", "1", {"a": 1, "b": None}, {"a": 1}) is None


def test_a_change_of_some_fields_names_only_those(board: Board) -> None:
    ident = judge(board, "s1")
    document = board.document("evidence", ident)
    assert document is not None
    line = board.change(
        "note", lambda _: [revise("evidence", ident, document, {"note": "why", "strength": 1})], NOW
    )
    assert line is not None
    assert line.ops == (Op("evidence", ident, {"note": ""}, {"note": "why"}, whole=False),)
    assert reopened(board).evidence(ident).note == "why"  # type: ignore[union-attr]
    assert revise("evidence", ident, document, {"note": ""}) is None
    assert board.change("nothing", lambda _: [None], NOW) is None


def test_undo_and_redo_reach_back_across_a_restart(board: Board) -> None:
    states = [state(board)]
    for story in "abc":
        judge(board, story)
        states.append(state(board))
    board = reopened(board)
    for expected in (2, 1, 0):
        assert board.undo(NOW) is not None
        assert state(board) == states[expected]
    assert board.undo(NOW) is None
    assert list(board.judged_stories()) == []
    board = reopened(board)
    for expected in (1, 2, 3):
        line = board.redo(NOW)
        assert line is not None and line.kind == "redo"
        assert state(board) == states[expected]
    assert board.redo(NOW) is None
    board.undo(NOW)
    judge(board, "d")
    assert board.redo(NOW) is None, "a new change ends what could be redone"


def test_removal_stays_in_the_journal(board: Board) -> None:
    ident = judge(board, "s1")
    document = board.document("evidence", ident) or {}
    board.change("retract", lambda _: [remove("evidence", ident, document)], NOW)
    assert board.evidence(ident) is None and board.evidence_of("s1") == ()
    board.undo(NOW)
    assert board.document("evidence", ident) == document


def test_two_boards_on_one_folder_see_and_order_each_other(board: Board) -> None:
    other = reopened(board)
    judge(board, "a")
    judge(other, "b")
    assert other.seq == 2, "a writer reads the news before it writes"
    lines = board.poll()
    assert [line.label for line in lines] == ["judge b"]
    assert state(board) == state(other)
    other.undo(NOW)
    other.undo(NOW)
    board.poll()
    assert board.evidence_count() == 0


def test_processes_appending_at_once_lose_nothing(board: Board) -> None:
    script = (
        "import sys; from pathlib import Path; from signalboard.board import Board, make\n"
        "board = Board.open(Path(sys.argv[1]))\n"
        "for n in range(60):\n"
        "    ident = f'{sys.argv[2]}-{n}'\n"
        "    assert board.change(ident, lambda s: [make('marks', ident, {'n': n})], 0)\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(board.folder), name]) for name in "xyz"
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    again = reopened(board)
    assert again.seq == 180 and len(again.documents("marks")) == 180
    assert again.notices() == ()


def test_evidence_on_a_thesis_is_put_in_order_again_only_where_it_changed(board: Board) -> None:
    first, second = judge(board, "s1"), judge(board, "s2")
    thesis = board.evidence(first).thesis_id
    before = board.evidence_on(thesis)
    assert [piece.id for piece in before] == [first, second]
    assert board.evidence_on(thesis) is before
    assert [*board.newest_stances_on(thesis, 1)] == [second]
    assert set(board.newest_stances_on(thesis, 99)) == {first, second}
    other, changes = reopened(board), board.changes_on(thesis)
    board.undo(NOW)
    assert (board.changes_on(thesis), board.changes_on("none")) == (changes + 1, 0)
    assert [piece.id for piece in board.evidence_on(thesis)] == [first]
    board.redo(NOW)
    third = judge(board, "s3")
    assert [piece.id for piece in board.evidence_on(thesis)] == [first, second, third]
    assert [piece.id for piece in other.evidence_on(thesis)] == [first, second]
    other.poll()
    assert [piece.id for piece in other.evidence_on(thesis)] == [first, second, third]
    assert board.evidence_on("none") == ()


def test_only_some_of_the_evidence_that_was_read_stays_in_memory(board: Board, monkeypatch) -> None:
    monkeypatch.setattr(pieces, "_KEPT", 3)
    idents = [judge(board, f"s{number}") for number in range(8)]
    other = reopened(board)
    assert [other.evidence(ident).story_id for ident in idents] == [f"s{n}" for n in range(8)]
    assert [*other._pieces._read] == idents[-3:]
    assert other.evidence(idents[-1]) is other.evidence(idents[-1])


def test_what_was_judged_while_it_is_open_is_in_memory_as_the_file_will_have_it(
    board: Board,
) -> None:
    first, second = judge(board, "s1"), judge(board, "s2")
    document = board.document("evidence", first) or {}
    board.change("note", lambda _: [revise("evidence", first, document, {"note": "né"})], NOW)
    held = board._tables.checkpoint.content["evidence"]
    assert [type(held._documents[ident]) for ident in (first, second)] == [bytes, bytes]
    assert board.document("evidence", first) == {**document, "note": "né"}
    expected = state(board)
    board.checkpoint()
    assert '"note":"né"' in board.checkpoint_file.read_text("utf-8")
    again = reopened(board)
    assert state(again) == expected
    again.checkpoint_file.unlink()
    assert state(reopened(again)) == expected
    table = filed.Filed()
    table["half"] = {"note": "\ud800"}
    table.pack("half")
    assert table["half"] == {"note": "\ud800"}, "what no file can have stays as it is"


def test_a_checkpoint_spares_reading_the_journal(board: Board, monkeypatch) -> None:
    for number in range(250):
        judge(board, f"s{number}")
    board.undo(NOW)
    expected = state(board)
    board.close()
    assert board.checkpoint_file.exists()
    read: list[Line] = []
    original = journal_module.changes.read
    monkeypatch.setattr(
        journal_module.changes, "read", lambda raw: read.append(raw) or original(raw)
    )
    again = reopened(board)
    assert read == [] and state(again) == expected and again.changed_at == NOW
    monkeypatch.undo()
    assert again.redo(NOW) is not None, "the history came with the checkpoint"
    judge(again, "later")
    third = reopened(again)
    assert third.evidence_count() == 251
    assert {*third.judged_stories()} == {*(f"s{number}" for number in range(250)), "later"}
    assert third.verify() == ()
    whole = third.journal_file.read_bytes()
    third.journal_file.write_bytes(whole.replace(b'judge s9"', b'judge sX"'))
    assert reopened(third).notices() == (), "the checkpoint spares the reading"
    assert "hash does not fit" in third.verify()[0], "verify does not"


def test_a_checkpoint_holds_every_kind_of_document(board: Board) -> None:
    claim, question = thesis(), watch()
    board.change(
        "all",
        lambda _: [
            make("theses", claim.id, codec.thesis_out(claim)),
            make("watches", question.id, codec.watch_out(question)),
        ],
        NOW,
    )
    for stance in (Stance.SUPPORT, Stance.CONTRADICT):
        judge(board, "s1", stance)
    board.checkpoint()
    again = reopened(board)
    assert again.theses() == (claim,) and again.watches() == (question,)
    board.undo(NOW)
    assert [p.stance for p in board.evidence_of("s1")] == [Stance.SUPPORT]
    board._tables.drop_tables()
    assert board.documents("theses") == {}


def test_a_short_session_leaves_no_checkpoint(board: Board) -> None:
    judge(board, "s")
    board.close()
    assert not board.checkpoint_file.exists()
    reopened(board).close()


def checkpoint_of(mark: str) -> bytes:
    """A file with the right checksums, whatever is said in it."""
    return signed(f'{mark},"size":1}}}}\n}}'.encode())


def signed(rest: bytes) -> bytes:
    """The rest of a checkpoint, behind its checksums."""
    line = rest[: rest.index(b"\n") + 1]
    rest = b'"head":%d,' % zlib.crc32(line) + rest
    return b'{"_meta":{"1":{"format":7,"sum":%d,' % zlib.crc32(rest) + rest


def table(**said: str) -> str:
    """A table that says of its documents what none is."""
    index = {"ids": "[]", "places": '""', "lengths": '""', "sums": '""', **said}
    listed = ",".join(f'"{name}":{each}' for name, each in index.items())
    return f'"tables":{{"evidence":{{{listed}}}}}'


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (b"", "is not a checkpoint"),
        (b"{", "is not a checkpoint"),
        (b"[1]", "is not a checkpoint"),
        (b'{"evidence": 3}', "is not a checkpoint"),
        (b'{"evidence":{"e1":{}},"_meta":{"1":{"format":2,"sum":1,"seq":1}}}', ""),
        (b'{"_meta":{"1":{"format":99,"sum":1,"seq":1}}}', "is damaged"),
        (b'{"_meta":{"1":{"format":7,"sum":1,"seq":1}}\n}', "is damaged"),
        (b'{"_meta":{"1":{"format":7,"sum":1,"head":1,"seq":1}}\n}', "is damaged"),
        (signed(b'"tables":{},"size":9}}\n}'), "is damaged"),
        (checkpoint_of('"tables":[]'), "is damaged"),
        (checkpoint_of(table(ids='["e1"]')), "damaged"),
        (checkpoint_of(table(places='"AAAAAAAAAAA="')), "damaged"),
        (checkpoint_of(table(sums="[1]")), "damaged"),
        (checkpoint_of(table(lengths='"AAAA"')), "damaged"),
        (checkpoint_of('"tables":{},"seq":1,"hash":"no","offset":9,"lines":1'), "is damaged"),
        (checkpoint_of('"tables":{}'), "is damaged"),
        (checkpoint_of("tables"), "is damaged"),
    ],
)
def test_a_damaged_checkpoint_is_made_anew_from_the_journal(
    board: Board, damage: bytes, told: str
) -> None:
    judge(board, "s1")
    expected = state(board)
    board.checkpoint()
    board.checkpoint_file.write_bytes(damage)
    again = reopened(board)
    notices = again.notices()
    assert state(again) == expected
    assert (told in notices[0] and "from the journal" in notices[0]) if told else not notices
    assert again.undo(NOW) is not None and again.evidence_count() == 0


@pytest.mark.parametrize("field", range(8))
def test_what_is_counted_of_other_pieces_is_not_believed(board: Board, field: int) -> None:
    judge(board, "s1")
    board.checkpoint()
    first, _, body = board.checkpoint_file.read_bytes().partition(b"\n")
    mark = json.loads(first + b"}")["_meta"]["1"]
    mark["evidence"][field] = []
    rest = json.dumps(mark).partition('"seq"')
    head = f'"seq"{rest[2]}}}\n'.encode() + body
    board.checkpoint_file.write_bytes(signed(head))
    again = reopened(board)
    assert state(again) == state(board)
    assert again.counted_on("web4").tally == Tally(1)
    assert "is damaged" in again.notices()[0]


def test_a_checkpoint_is_a_json_object_of_tables(board: Board) -> None:
    for story in "ab\u2028":
        judge(board, story)
    board.checkpoint()
    held = json.loads(board.checkpoint_file.read_bytes())
    assert held.pop("_meta")["1"]["seq"] == 3
    assert held == {"evidence": board.documents("evidence")}


def test_what_the_checkpoint_has_is_read_when_it_is_asked_for(board: Board, monkeypatch) -> None:
    for number in range(30):
        judge(board, f"s{number}", list(Stance)[number % 3])
    board.checkpoint()
    read: list[str] = []
    parsed = filed._parsed
    monkeypatch.setattr(
        filed, "_parsed", lambda ident, raw: read.append(ident) or parsed(ident, raw)
    )
    monkeypatch.setattr(filed.Source, "whole", None)
    again = reopened(board)
    assert again.evidence_count() == 30 and len(again.judged_stories()) == 30
    assert again.counted_on("web4").tally == Tally(10, 10, 10)
    assert again.counted_naming("Stripe").tally == Tally(10, 10, 10)
    assert len(again.stories_on("web4")) == 30
    assert read == []
    assert again.evidence("e7") == board.evidence("e7") and read == ["e7"]


def test_what_came_from_a_checkpoint_is_changed_and_goes_into_the_next(board: Board) -> None:
    for number in range(6):
        judge(board, f"s{number}")
    board.checkpoint()
    for _ in range(2):
        board = reopened(board)
        piece = board.newest_evidence()
        assert piece is not None
        document = board.document("evidence", "e2") or {}
        note = f"seen {board.seq}"
        board.change(
            "note", lambda _, d=document, n=note: [revise("evidence", "e2", d, {"note": n})], NOW
        )
        gone = board.document("evidence", piece.id) or {}
        board.change("gone", lambda _, i=piece.id, d=gone: [remove("evidence", i, d)], NOW)
        judge(board, "new")
        board.checkpoint()
    again = reopened(board)
    assert state(again) == state(board)
    assert [*again.documents("evidence")] == ["e1", "e2", "e3", "e4", "e5", "e12"]
    assert again.evidence("e2").note == note  # type: ignore[union-attr]
    again.checkpoint_file.unlink()
    assert state(reopened(again)) == state(again), "the journal says the same"


def test_a_checkpoint_that_is_written_in_while_it_is_open_is_left_for_the_journal(
    board: Board,
) -> None:
    for number in range(6):
        judge(board, f"s{number}")
    board.checkpoint()
    expected = state(board)
    first, second, third = (reopened(board) for _ in range(3))
    judge(first, "later")
    raw = board.checkpoint_file.read_bytes()
    board.checkpoint_file.write_bytes(raw.replace(b'"s1"', b'"s7"')[:-40])
    assert first.evidence("e1") == board.evidence("e1")
    assert first.document("evidence", "e2") == expected["evidence"]["e2"]
    assert state(second) == expected
    for each in (first, second):
        (told,) = each.notices()
        assert "was damaged, or written in while it was open" in told
    first.checkpoint()
    again = reopened(first)
    assert again.notices() == () and state(again) == state(first)
    board.journal_file.unlink()
    assert third.evidence("e1") == board.evidence("e1")
    with pytest.raises(BoardProblem, match="while it was open"):
        third.evidence("e2")


def test_another_checkpoint_in_its_place_changes_nothing_for_who_has_the_old_one(
    board: Board,
) -> None:
    for number in range(6):
        judge(board, f"s{number}")
    board.checkpoint()
    old, new = reopened(board), reopened(board)
    new.undo(NOW)
    new.checkpoint()
    assert state(old) == state(board)
    old.poll()
    assert state(old) == state(new) != state(board)


def test_a_checkpoint_that_fails_leaves_the_old_one(board: Board, monkeypatch) -> None:
    judge(board, "s1")
    board.checkpoint()
    before = board.checkpoint_file.read_bytes()
    judge(board, "s2")

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        board.checkpoint()
    assert board.checkpoint_file.read_bytes() == before
    assert [p.name for p in board.folder.glob("*.tmp")] == []


def test_a_torn_last_line_is_kept_aside_and_told(board: Board) -> None:
    judge(board, "s1")
    with board.journal_file.open("ab") as file:
        file.write(b'{"seq":2,"at":"2026')
    again = reopened(board)
    assert again.evidence_count() == 1
    judge(again, "s2")
    (told,) = again.notices()
    assert "never finished" in told and again.notices() == ()
    kept = list((board.folder / "quarantine").iterdir())
    assert [p.read_bytes() for p in kept] == [b'{"seq":2,"at":"2026']
    assert reopened(board).evidence_count() == 2
    with board.journal_file.open("ab") as file:
        file.write(b"again")
    judge(reopened(board), "s3")
    assert len(list((board.folder / "quarantine").iterdir())) == 2


def test_unreadable_and_foreign_lines_are_told_and_passed_over(board: Board) -> None:
    for story in "abc":
        judge(board, story)
    lines = board.journal_file.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"judge b", b"judge X")
    board.journal_file.write_bytes(b"".join(lines))
    again = reopened(board)
    told = " ".join(again.notices())
    assert "line 2: its hash does not fit" in told
    assert "line 3: it does not follow from the line before" in told
    assert {p.story_id for p in again.evidence_on("web4")} == {"a", "c"}
    judge(again, "d")
    assert reopened(board).evidence_count() == 3


def test_a_journal_that_shrinks_under_us_stops_the_judging(board: Board) -> None:
    judge(board, "a")
    judge(board, "b")
    os.truncate(board.journal_file, 10)
    with pytest.raises(BoardProblem, match="became shorter"):
        judge(board, "c")
    board.poll()
    assert len(board.notices()) == 1


def test_a_file_put_in_the_journals_place_does_not_get_the_next_line(board: Board) -> None:
    judge(board, "a")
    content = board.journal_file.read_bytes()
    other = board.folder / "other"
    other.write_bytes(content)
    other.replace(board.journal_file)
    for _ in range(2):
        with pytest.raises(BoardProblem, match="replaced or removed"):
            judge(board, "b")
    assert len(board.notices()) == 1
    again = reopened(board)
    judge(again, "c")
    again.journal_file.unlink()
    with pytest.raises(BoardProblem, match="replaced or removed"):
        judge(again, "d")


def test_lines_of_others_are_told_once_even_when_we_wrote_first(board: Board) -> None:
    other = reopened(board)
    judge(other, "theirs")
    judge(board, "ours")
    assert [line.label for line in board.poll()] == ["judge theirs"]
    assert board.poll() == ()


def test_what_is_called_first_can_stop_an_undo(board: Board) -> None:
    judge(board, "a")
    seen: list[object] = []

    @contextlib.contextmanager
    def refuse(ops: tuple[Op, ...]) -> Iterator[None]:
        seen.extend(ops)
        raise BoardProblem("no")
        yield

    with pytest.raises(BoardProblem, match="no"):
        board.undo(NOW, refuse)
    assert len(seen) == 1 and board.evidence_count() == 1
    assert board.undo(NOW, lambda _ops: contextlib.nullcontext()) is not None


def test_a_journal_that_cannot_be_read_is_a_sentence(board: Board, monkeypatch) -> None:
    judge(board, "a")
    judge(reopened(board), "b")
    monkeypatch.setattr(Path, "open", fails(errno.EIO))
    with pytest.raises(BoardProblem, match="cannot be read"):
        board.poll()


def test_the_lines_after_a_number_are_read_back(board: Board, monkeypatch) -> None:
    for story in "abcdefghijk":
        judge(board, story)
    board.undo(NOW)
    judge(reopened(board), "unheard")
    assert [line.seq for line in board.lines_after(9)] == [10, 11, 12]
    assert [line.kind for line in board.lines_after(10)] == ["do", "undo"]
    assert board.lines_after(12) == ()
    assert len(board.lines_after(0)) == 12
    monkeypatch.setattr(Path, "open", fails(errno.EIO))
    with pytest.raises(BoardProblem, match="cannot be read back"):
        board.lines_after(0)


@pytest.mark.parametrize("wrong", [b'"seq":2.', b'"seq":' + b"2" * 5000 + b","], ids=len)
def test_a_damaged_line_is_left_out_of_those_read_back(board: Board, wrong: bytes) -> None:
    for story in "abc":
        judge(board, story)
    raw = board.journal_file.read_bytes()
    board.journal_file.write_bytes(raw.replace(b'"seq":2,', wrong, 1))
    assert [line.seq for line in reopened(board).lines_after(0)] == [1, 3]


def test_a_drive_with_a_cache_of_its_own_is_told_to_empty_it(board, monkeypatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(journal_module.fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(journal_module.fcntl, "fcntl", lambda _fd, what: asked.append(what))
    judge(board, "a")
    assert asked == [51]


def line(**fields: object) -> bytes:
    body = {"seq": 1, "at": "2026-01-01T00:00:00Z", "kind": "do", "label": "x", "prev": "0"}
    body.update(fields)
    return json.dumps({**body, "hash": changes.digest(body)}).encode()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xff", "not JSON"),
        (b"[]", "not an object"),
        (b"{}", "hash"),
        (line(version=2), "version 2"),
        (line(ops=3), "lacks"),
        (line(ops=[{}]), "lacks"),
    ],
)
def test_what_is_no_line_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(LineProblem, match=why):
        changes.read(raw)


def test_a_line_without_operations_can_be_written_and_read() -> None:
    raw = changes.write(2, "2026-01-01T00:00:00Z", "undo", "x", (), 1, "0")
    assert changes.read(raw).ops == () and changes.read(raw).ref == 1


@settings(max_examples=200)
@given(st.binary())
def test_any_bytes_as_a_line_are_refused_with_a_reason(raw: bytes) -> None:
    with pytest.raises(LineProblem):
        changes.read(raw)


def test_the_history_ignores_what_does_not_fit() -> None:
    def step(kind: str, seq: int, ref: int | None = None) -> Line:
        return Line(seq, "", kind, "", (), ref, "", "")  # type: ignore[arg-type]

    history = History()
    history.take(step("seed", 1), 0)
    history.take(step("undo", 2, 1), 10)
    history.take(step("redo", 3, 1), 20)
    assert history.target("undo") is None
    history.take(step("do", 4), 30)
    history.take(step("undo", 5, 9), 40)
    assert history.target("undo") == (4, 30)
    assert History.read(history.out()).target("undo") == (4, 30)


def fails(code: int, only: int = 1):
    def call(*_args: object, **_kwargs: object) -> int:
        raise OSError(code, os.strerror(code))

    return call


def test_a_full_disk_acknowledges_nothing_and_works_again_afterwards(board, monkeypatch) -> None:
    judge(board, "a")
    before = board.journal_file.read_bytes()
    original = os.write
    monkeypatch.setattr(journal_module.os, "write", lambda fd, raw: original(fd, raw[:20]))
    with pytest.raises(BoardProblem, match=r"Nothing was recorded: writing .*\(No space left"):
        judge(board, "b")
    assert board.journal_file.read_bytes() == before and board.evidence_count() == 1
    monkeypatch.setattr(journal_module.os, "write", fails(errno.EIO))
    with pytest.raises(BoardProblem, match="Nothing was recorded"):
        judge(board, "b")
    monkeypatch.undo()
    judge(board, "b")
    assert reopened(board).evidence_count() == 2


def test_after_a_failed_sync_nothing_is_acknowledged_any_more(board, monkeypatch) -> None:
    judge(board, "a")
    monkeypatch.setattr(journal_module, "_sync", fails(errno.EIO))
    with pytest.raises(BoardProblem, match="could not be synced"):
        judge(board, "b")
    monkeypatch.undo()
    with pytest.raises(BoardProblem, match="Judging stops here"):
        judge(board, "c")
    assert reopened(board).evidence_count() == 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BoardProblem, match="cannot be opened"):
        Board.open(tmp_path / "file")
    board = Board.open(tmp_path / "board")
    monkeypatch.setattr(journal_module.os, "open", fails(errno.EROFS))
    with pytest.raises(BoardProblem, match="cannot be written"):
        judge(board, "a")
    monkeypatch.undo()
    real = os.open

    def only_the_lock(path, *rest):
        if str(path).endswith(".lock"):
            return real(path, *rest)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal_module.os, "open", only_the_lock)
    with pytest.raises(BoardProblem, match="Nothing was recorded"):
        judge(board, "a")


def test_another_process_that_will_not_let_go_is_told(board, monkeypatch) -> None:
    judge(board, "a")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); "
            "print('held', flush=True); sys.stdin.read()",
            str(board.folder / "journal.lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        monkeypatch.setattr(locking, "PATIENCE", 0.05)
        with pytest.raises(BoardProblem, match="another signalboard"):
            judge(board, "b")
    finally:
        holder.communicate()
    judge(board, "b")


def test_reading_back_a_line_that_is_gone_is_a_sentence(board: Board) -> None:
    ident = judge(board, "a")
    board.journal_file.write_bytes(b"x" * board.journal_file.stat().st_size)
    with pytest.raises(BoardProblem, match="cannot be read back"):
        board.undo(NOW)
    assert board.evidence(ident) is not None


def test_another_line_in_the_place_of_the_one_to_undo_stops_it(board: Board) -> None:
    judge(board, "a")
    judge(board, "b")
    first, second = board.journal_file.read_bytes().splitlines(keepends=True)
    board.journal_file.write_bytes(first[:-1] + b" " * (len(second) - len(first)) + b"\n" + first)
    with pytest.raises(BoardProblem, match="cannot be read back"):
        board.undo(NOW)
    board.journal_file.write_bytes(first + first)
    with pytest.raises(BoardProblem, match="line 1 stands where 2 stood"):
        board.undo(NOW)


def test_a_quarantine_with_no_free_name_stops(board, monkeypatch) -> None:
    judge(board, "a")
    with board.journal_file.open("ab") as file:
        file.write(b"torn")
    real = os.open

    def taken(path, *rest):
        if "/quarantine/" in str(path):
            raise FileExistsError
        return real(path, *rest)

    monkeypatch.setattr(journal_module.os, "open", taken)
    with pytest.raises(BoardProblem, match="empty it"):
        judge(board, "b")


def test_the_first_line_names_the_format(board: Board) -> None:
    judge(board, "a")
    judge(board, "b")
    first, second = map(json.loads, board.journal_file.read_bytes().splitlines())
    assert (first["journal"], first["version"]) == ("signalboard", 1)
    assert "journal" not in second and second["prev"] == first["hash"]


def test_a_seed_cannot_be_undone_and_is_no_change_of_the_person(board: Board) -> None:
    claim = thesis()
    board.change("seed", lambda _: [make("theses", "t", codec.thesis_out(claim))], NOW, kind="seed")
    assert board.undo(NOW) is None and board.changed_at is None
    assert len(board.theses()) == 1


def test_an_operation_on_a_document_that_is_not_there_is_harmless(board: Board) -> None:
    board.change(
        "odd",
        lambda _: [
            remove("marks", "gone", {}),
            Op("marks", "part", {"a": 0}, {"a": 1}, whole=False),
        ],
        NOW,
    )
    assert board.documents("marks") == {"part": {"a": 1}}


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC])
def test_a_folder_that_may_not_be_made_is_an_empty_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refused)
    board = Board.open(tmp_path / "board")
    assert board.is_new and board.notices() == ()
    with pytest.raises(BoardProblem, match="cannot be written"):
        board.change("x", lambda _: [make("reading", "s", {"read": True})], NOW)


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    os.mkfifo(tmp_path / "one" / "journal.jsonl")
    with pytest.raises(BoardProblem, match="is a pipe"):
        Board.open(tmp_path / "one")
    (tmp_path / "two").mkdir()
    os.mkfifo(tmp_path / "two" / "board.json")
    assert "could not be read" in Board.open(tmp_path / "two").notices()[0]


def test_while_a_board_is_held_still_nobody_records(board: Board, monkeypatch) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    other = reopened(board)
    judge(other, "s1")
    with board.still():
        assert board.evidence_count() == 1
        with pytest.raises(BoardProblem, match="another signalboard"):
            judge(other, "s2")
    judge(other, "s2")
    assert [line.seq for line in board.poll()] == [1, 2]


@pytest.mark.parametrize("counted_before", [True, False])
def test_what_is_counted_is_what_stands(board: Board, counted_before: bool) -> None:
    def counts(of: Board) -> object:
        on, naming = of.counted_on("web4"), of.counted_naming("Stripe")
        return on.tally, on.last_contradiction_at, on.strongest_against, naming.tally

    if counted_before:
        assert board.counted_on("web4").tally == Tally()
    for number in range(6):
        judge(board, f"s{number % 4}", list(Stance)[number % 3], NOW + number)
    assert board.newest_evidence() == board.evidence("e6")
    board.undo(NOW)
    stood = board.evidence("e1")
    assert stood is not None and board.newest_evidence() == board.evidence("e5")
    document = codec.evidence_out(stood)
    board.change("note", lambda _: [revise("evidence", "e1", document, {"note": "why"})], NOW)
    assert board.evidence("e1") != stood
    board.change("gone", lambda _: [remove("evidence", "e2", document)], NOW)
    board.change("no such", lambda _: [remove("evidence", "e2", document)], NOW)
    assert board.counted_on("web4").tally == tally(board.evidence_on("web4"))
    assert board.counted_naming("nobody").tally == Tally()
    assert counts(reopened(board)) == counts(board)
    board.checkpoint()
    again = reopened(board)
    assert again.newest_evidence() == board.newest_evidence()
    judge(again, "later")
    assert again.newest_evidence() == again.evidence_on("web4")[-1]
    assert {p.id for p in again.evidence_on("web4")} == {"e1", "e3", "e4", "e5", "e11"}
    assert board.poll()
    assert counts(again) == counts(board)


def test_theses_and_watches_are_read_again_when_they_change(board: Board) -> None:
    claim, question = thesis(), watch()
    board.change("t", lambda _: [make("theses", claim.id, codec.thesis_out(claim))], NOW)
    board.change("w", lambda _: [make("watches", question.id, codec.watch_out(question))], NOW)
    assert board.theses() == (claim,) and board.theses() is board.theses()
    assert board.watches() == (question,) and board.watches() is board.watches()
    board.undo(NOW)
    assert board.watches() == () and board.theses() == (claim,)


def test_a_checkpoint_that_was_changed_by_another_hand_is_not_believed(board: Board) -> None:
    judge(board, "s1")
    board.checkpoint()
    raw = board.checkpoint_file.read_bytes()
    board.checkpoint_file.write_bytes(raw.replace(b'"s1"', b'"s2"'))
    again = reopened(board)
    assert {*again.judged_stories()} == {"s1"}
    assert any("damaged" in told for told in again.notices())
