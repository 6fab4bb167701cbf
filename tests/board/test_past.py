"""The board as it stood: the journal's changes done again up to a moment."""

from __future__ import annotations

from pathlib import Path

from signalboard.board import Board, codec, make, remove, revise
from signalboard.board.past import Past, stood
from signalboard.model import Hint, Stance, Withdrawn, replace
from tests.brief.sample import BRIEF, CHINA, TALENT
from tests.values import NOW, evidence, thesis, watch


def test_what_stood_is_what_the_lines_say_up_to_then(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    one = thesis("t1")
    piece = evidence("e2", Stance.SUPPORT, story="s1")
    asked = watch("w1")
    board.change("a", lambda _: [make("theses", "t1", codec.thesis_out(one))], NOW)
    board.change("b", lambda _: [make("evidence", "e2", codec.evidence_out(piece))], NOW + 10)
    board.change("c", lambda _: [make("watches", "w1", codec.watch_out(asked))], NOW + 20)
    document = codec.evidence_out(piece)
    board.change("d", lambda _: [revise("evidence", "e2", document, {"strength": 3})], NOW + 30)
    gone = Withdrawn(replace(piece, strength=3), NOW + 40, "wrong")
    board.change(
        "e",
        lambda _: [
            remove("evidence", "e2", codec.evidence_out(gone.evidence)),
            make("withdrawn", "e2", codec.withdrawn_out(gone)),
            make("reading", "s1", {"read": True}),
        ],
        NOW + 40,
    )
    board.undo(NOW + 50)
    board.redo(NOW + 60)

    assert board.stood(NOW - 1) == Past((), (), (), ())
    assert board.stood(NOW) == Past((one,), (), (), ())
    assert board.stood(NOW + 19) == Past((one,), (piece,), (), ())
    assert board.stood(NOW + 20) == Past((one,), (piece,), (asked,), ())
    strong = replace(piece, strength=3)
    assert board.stood(NOW + 30) == Past((one,), (strong,), (asked,), ())
    assert board.stood(NOW + 45) == Past((one,), (), (asked,), (gone,))
    assert board.stood(NOW + 55) == Past((one,), (strong,), (asked,), ())
    assert board.stood(NOW + 99) == Past((one,), (), (asked,), (gone,))
    assert board.stood(NOW + 99) == Past(
        board.theses(), board.evidence_on("t1"), board.watches(), board.withdrawn()
    )


def test_the_order_is_that_of_the_journal_and_not_of_a_clock_that_was_set(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    for number, at in ((1, NOW), (2, NOW + 10**8), (3, NOW + 20)):
        made = thesis(f"t{number}", number=number)
        board.change("a", lambda _, m=made: [make("theses", m.id, codec.thesis_out(m))], at)
    assert [each.id for each in board.stood(NOW + 10).theses] == ["t1"]
    assert [each.id for each in board.stood(NOW + 20).theses] == ["t1", "t2", "t3"]


def test_a_part_of_a_document_that_is_not_there_is_all_there_is_of_it(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    one = codec.thesis_out(thesis("t1"))
    board.change("a", lambda _: [revise("theses", "t1", {}, one)], NOW)
    assert [each.id for each in board.stood(NOW).theses] == ["t1"]
    assert stood((), NOW) == Past((), (), (), ())


def test_hints_that_came_with_a_log_and_briefs_stood_too(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    hints = (Hint("s1", "t1", Stance.CONTRADICT, NOW), Hint("s2", "t1", None, NOW + 5))
    brief = replace(BRIEF, id="b2")
    seen, told = codec.hints_out(hints), codec.brief_out(brief)
    board.change("a", lambda _: [make("hints", "t1", seen)], NOW)
    board.change("b", lambda _: [make("briefs", "b2", told)], NOW + 10)
    board.change("c", lambda _: [remove("hints", "t1", seen)], NOW + 20)
    assert board.stood(NOW) == Past((), (), (), (), hints)
    assert board.stood(NOW + 10) == Past((), (), (), (), hints, (brief,))
    assert board.stood(NOW + 20) == Past((), (), (), (), (), (brief,))
    assert brief.thesis_ids == {CHINA.id, TALENT.id}
