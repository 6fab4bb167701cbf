"""A journal read whole: what it comes to, and the first line that does not follow."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from signalboard.board import (
    Board,
    BoardProblem,
    Op,
    alone_with_journal,
    first_difference,
    inspect,
    inspected,
    inspecting,
    lines_of,
    locking,
    make,
    remove,
    revise,
    tables_of,
)
from signalboard.board.replacing import Fate
from tests.values import NOW


def put(board: Board, ident: str, **fields: object) -> None:
    board.change(f"put {ident}", lambda _: [make("marks", ident, fields)], NOW)


@pytest.fixture
def board(tmp_path: Path) -> Board:
    opened = Board.open(tmp_path / "board")
    for number in range(5):
        put(opened, f"m{number}", number=number)
    return opened


def test_a_whole_journal_comes_to_what_the_board_says(board: Board) -> None:
    found = inspect(board.journal_file)
    assert (found.lines, found.seq, found.broken, found.torn) == (5, 5, 0, 0)
    assert found.is_whole and found.first is None
    assert found.bytes == board.journal_file.stat().st_size
    assert found.count("marks") == 5 and found.count("theses") == 0
    assert found.at == "2026-11-24T12:00:00Z"


def test_one_that_is_not_there_is_empty_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    assert inspect(tmp_path / "none").lines == 0
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe"):
        inspect(tmp_path / "pipe")


def test_the_same_state_has_the_same_digest_however_it_came_about(board: Board) -> None:
    before = inspect(board.journal_file).digest
    board.change("more", lambda _: [make("marks", "m9", {"number": 9})], NOW)
    assert inspect(board.journal_file).digest != before
    assert inspect(board.journal_file, mark=5).marked == before
    assert inspect(board.journal_file, mark=99).marked is None
    board.undo(NOW)
    assert inspect(board.journal_file).digest == before


def test_how_far_it_is_is_told(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "_A_LOOK", 2)
    heard: list[int] = []
    inspect(board.journal_file, report=heard.append)
    assert len(heard) == 3 and heard[-1] == board.journal_file.stat().st_size


def test_a_torn_line_is_none(board: Board) -> None:
    with board.journal_file.open("ab") as file:
        file.write(b'{"seq":6,')
    found = inspect(board.journal_file)
    assert found.is_whole and found.torn == 9 and found.lines == 5


def test_a_changed_line_is_named_with_what_was_expected_and_found(board: Board) -> None:
    lines = board.journal_file.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"put m2", b"put mX")
    lines[3] = b"\x00" * 40 + b"\n"
    found = inspected(lines)
    assert found.first is not None
    assert (found.first.line, found.first.kept) == (3, 2)
    assert found.first.why == "its hash does not fit its content"
    assert found.first.expected == "line 3 of the journal"
    assert "bytes that begin" in found.first.found
    assert found.broken == 3  # both, and the one after them, which follows from neither
    assert found.lines == 5 and found.seq == 5


def test_a_line_taken_out_breaks_the_chain(board: Board) -> None:
    lines = board.journal_file.read_bytes().splitlines(keepends=True)
    found = inspected(lines[1:])
    assert found.first is not None and found.first.line == 1
    assert found.first.expected == "a line after the beginning"
    found = inspected([lines[0], *lines[2:]])
    assert found.first is not None and found.first.line == 2
    assert "something between" in found.first.why


def test_what_a_lost_line_would_have_made_is_done_without(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    put(board, "m", kept=1)
    change = revise("marks", "m", {"kept": 1}, {"kept": 2})
    board.change("revise", lambda _: [change], NOW)
    board.change("take", lambda _: [remove("marks", "m", {"kept": 2})], NOW)
    board.change("odd", lambda _: [Op("gone", "x", {"a": 1}, {"a": 2}, whole=False)], NOW)
    assert inspect(board.journal_file).seq == 4


def test_tables_say_at_what_line_they_stand(board: Board) -> None:
    assert tables_of(board.checkpoint_file) is None
    board.checkpoint()
    tables = tables_of(board.checkpoint_file)
    assert tables is not None and tables.seq == 5 and not tables.wrong
    assert tables.digest == inspect(board.journal_file).digest


def test_tables_that_cannot_be_used_say_why(board: Board) -> None:
    board.checkpoint()
    whole = board.checkpoint_file.read_bytes()
    for raw in (b"nonsense", whole.replace(b'"number":3', b'"number":4')):
        board.checkpoint_file.write_bytes(raw)
        tables = tables_of(board.checkpoint_file)
        assert tables is not None and tables.wrong and not tables.digest


def test_tables_with_nonsense_where_a_mark_should_be_are_damaged(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.checkpoint()

    def refuse(_tables: object) -> str:
        raise ValueError

    monkeypatch.setattr(inspecting, "digest", refuse)
    tables = tables_of(board.checkpoint_file)
    assert tables is not None and "damaged" in tables.wrong


def test_tables_changed_while_they_are_read_are_not_trusted(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.checkpoint()
    real = inspecting.digest

    def meanwhile(tables: inspecting.Documents) -> str:
        board.checkpoint_file.write_bytes(b"")
        return real(tables)

    monkeypatch.setattr(inspecting, "digest", meanwhile)
    tables = tables_of(board.checkpoint_file)
    assert tables is not None and "can be read" in tables.wrong


def replace_journal(folder: Path, source: io.BytesIO, tables: Fate = "drop") -> None:
    with alone_with_journal(folder, "restore") as journal:
        journal.replace(source, tables)


def test_another_journal_takes_the_place_of_the_one_there_is(board: Board, tmp_path: Path) -> None:
    short = b"".join(board.journal_file.read_bytes().splitlines(keepends=True)[:3])
    board.checkpoint()
    (board.folder / "intended-1").write_bytes(b"")
    replace_journal(board.folder, io.BytesIO(short))
    again = Board.open(board.folder)
    assert again.seq == 3 and again.notices() == ()
    assert not list(board.folder.glob("intended-*")) and not board.checkpoint_file.exists()
    assert board.journal_file.stat().st_mode & 0o777 == 0o600
    replace_journal(tmp_path / "new", io.BytesIO(short))
    assert Board.open(tmp_path / "new").seq == 3


def test_who_has_the_old_journal_open_does_not_write_into_the_new_one(board: Board) -> None:
    lines = board.journal_file.read_bytes().splitlines(keepends=True)
    writer, reader = Board.open(board.folder), Board.open(board.folder)
    put(writer, "m5", number=5)
    board.checkpoint()
    resumed = Board.open(board.folder)
    held = board.journal_file.open("rb")  # so that its number is not given to the new one
    replace_journal(board.folder, io.BytesIO(b"".join(lines)))
    for n in range(3):  # longer than what they read
        put(Board.open(board.folder), f"n{n}", text="x" * 200)
    for stale in (writer, reader, resumed):
        with pytest.raises(BoardProblem, match="replaced"):
            put(stale, "m6", number=6)
        assert "replaced" in " ".join(stale.notices())
    held.close()
    put(Board.open(board.folder), "m7", number=7)
    assert inspect(board.journal_file).is_whole


def test_tables_that_have_more_than_the_journal_are_kept_aside(board: Board) -> None:
    board.checkpoint()
    tables, journal = board.checkpoint_file.read_bytes(), board.journal_file.read_bytes()
    replace_journal(board.folder, io.BytesIO(journal[:0]), tables="aside")
    assert not board.checkpoint_file.exists()
    assert (board.folder / "quarantine" / "board.json-1").read_bytes() == tables
    replace_journal(board.folder, io.BytesIO(journal), tables="aside")  # there are none now
    assert [path.name for path in (board.folder / "quarantine").iterdir()] == ["board.json-1"]


def test_while_another_journal_is_put_there_who_would_record_waits_or_hears_why(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    with alone_with_journal(board.folder, "restore") as journal:
        assert journal.read() == board.journal_file.read_bytes()
        with pytest.raises(BoardProblem, match="a backup is being put back on this home"):
            put(Board.open(board.folder), "m5", number=5)
    with alone_with_journal(board.folder / "new", "restore") as journal:
        assert journal.read() == b""
    other = Board.open(board.folder)
    with (
        alone_with_journal(board.folder, "mend"),
        pytest.raises(BoardProblem, match="is being mended from a backup"),
    ):
        put(other, "m5", number=5)
    # Who only appends says nothing, and takes away what was said by one that was killed.
    put(Board.open(board.folder), "m5", number=5)
    assert (board.folder / "journal.lock").read_bytes() == b""
    assert inspect(board.journal_file).seq == 6


def test_no_tables_are_left_while_another_journal_is_put_there(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would be of more than it has, and so be brought back as what it lost."""
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    for number in range(200):
        put(board, f"n{number}", number=number)
    lines = board.journal_file.read_bytes().splitlines(keepends=True)
    with alone_with_journal(board.folder, "restore") as journal:
        board.close()
        assert not board.checkpoint_file.exists()
        journal.replace(io.BytesIO(b"".join(lines[:3])))
    assert Board.open(board.folder).seq == 3
    late = Board.open(board.folder)
    for number in range(200):
        put(late, f"o{number}", number=number)
    late.close()
    assert board.checkpoint_file.exists()


def test_a_full_disk_lets_nobody_say_what_is_done_and_does_no_harm(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_fd: int, _raw: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(locking.os, "write", full)
    with alone_with_journal(board.folder, "restore") as journal:
        assert journal.read()


def test_a_journal_that_cannot_be_replaced_stays(board: Board, tmp_path: Path) -> None:
    old = board.journal_file.read_bytes()

    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(BoardProblem, match="Input/output error"):
        replace_journal(board.folder, Broken())
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BoardProblem, match="could not be replaced"):
        replace_journal(tmp_path / "file", io.BytesIO())
    assert board.journal_file.read_bytes() == old
    assert not list(board.folder.glob("*.tmp"))


def test_lines_are_read_by_number_and_hash(board: Board) -> None:
    raw = board.journal_file.read_bytes() + b"nonsense\n"
    read = list(lines_of(io.BytesIO(raw)))
    assert [seq for seq, _, _ in read] == [1, 2, 3, 4, 5]
    assert b"".join(line for _, _, line in read) + b"nonsense\n" == raw


def test_who_only_shows_records_nothing_and_reads_on(board: Board) -> None:
    other = Board.open(board.folder)
    assert other.refuses == ""
    other.refuses = "only shown"
    with pytest.raises(BoardProblem, match="only shown"):
        put(other, "x")
    put(board, "m5", number=5)
    assert len(other.poll()) == 1
    other.refuses = ""
    put(other, "m6", number=6)


def test_what_is_wrong_may_be_mended_before_it_is_shown(board: Board) -> None:
    whole = board.journal_file.read_bytes()
    asked: list[tuple[int, bool]] = []

    def mend(seq: int, is_wrong: bool) -> str:
        asked.append((seq, is_wrong))
        if not is_wrong:
            return ""
        replace_journal(board.folder, io.BytesIO(whole), tables="keep")
        return "mended"

    assert Board.open(board.folder, mend).notices() == ()
    board.journal_file.write_bytes(whole.replace(b"put m2", b"put mX"))
    again = Board.open(board.folder, mend)
    assert again.notices() == ("mended",) and again.seq == 5
    assert asked == [(5, False), (5, True)]
    assert len(again.documents("marks")) == 5
    # Tables stay where they have no less than the journal has.
    board = Board.open(board.folder)
    board.checkpoint()
    lines = whole.splitlines(keepends=True)
    board.journal_file.write_bytes(b"".join(lines[:3]))
    again = Board.open(board.folder, mend)
    assert again.notices() == ("mended",) and again.seq == 5 and asked[-1] == (3, True)
    assert board.checkpoint_file.exists()


def test_no_tables_are_written_beside_a_journal_that_is_another_by_now(board: Board) -> None:
    lines = board.journal_file.read_bytes().splitlines(keepends=True)
    held = board.journal_file.open("rb")
    replace_journal(board.folder, io.BytesIO(b"".join(lines[:2])))
    board.checkpoint()
    assert not board.checkpoint_file.exists()
    held.close()


def test_a_document_put_in_the_place_of_one_of_the_file_is_the_new_one(board: Board) -> None:
    board.checkpoint()
    board = Board.open(board.folder)
    put = Op("marks", "m1", {"number": 1}, {"other": 2})
    board.change("put", lambda _: [put], NOW)
    assert board.document("marks", "m1") == {"other": 2}
    board.checkpoint()
    tables = tables_of(board.checkpoint_file)
    assert tables is not None and tables.digest == inspect(board.journal_file).digest
    assert list(board.documents("marks"))[1] == "m1"  # where it was
    board.undo(NOW)
    assert Board.open(board.folder).document("marks", "m1") == {"number": 1}


def test_the_first_document_that_tables_have_otherwise_is_named(board: Board) -> None:
    board.checkpoint()
    assert first_difference(board.journal_file, board.checkpoint_file) == ""
    put(board, "m9", number=9)  # what came after them is no difference
    assert first_difference(board.journal_file, board.checkpoint_file) == ""
    lines = board.journal_file.read_bytes().splitlines(keepends=True)
    board.journal_file.write_bytes(b"".join(lines[:3] + lines[4:]))
    assert first_difference(board.journal_file, board.checkpoint_file) == "marks m3"


def test_a_line_longer_than_any_is_not_held_in_memory(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = board.journal_file.read_bytes()
    monkeypatch.setattr(inspecting, "_LONGEST", 2000)
    monkeypatch.setattr(inspecting, "_CHUNK", 100)
    long = bytes(5050) + b"\n"
    found = inspecting.inspected(io.BytesIO(raw + long + raw + bytes(3000)))
    assert (found.lines, found.bytes, found.torn) == (11, 2 * len(raw) + len(long), 3000)
    assert found.first is not None and found.first.line == 6 and found.broken == 2
    lines = [line for _, _, line in inspecting.lines_of(io.BytesIO(long + raw))]
    assert b"".join(lines) == raw
