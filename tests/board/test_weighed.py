"""What the evidence on a thesis weighs is known without reading it, and kept as it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalboard.board import Board, codec, make, remove, revise
from signalboard.judge.conviction import conviction, of_wording
from signalboard.judge.history import LATELY, change, history
from signalboard.judge.tally import tally
from signalboard.model import Evidence, Stance, Version, Withdrawn, replace
from tests.values import NOW, evidence, report, thesis

CLAIM = thesis()
EARLIER = NOW - LATELY - 500


@pytest.fixture
def board(tmp_path: Path) -> Board:
    opened = Board.open(tmp_path / "board")
    opened.change("t", lambda _: [make("theses", CLAIM.id, codec.thesis_out(CLAIM))], EARLIER)
    for number, stance in enumerate([*Stance] * 3):
        piece = evidence(
            f"e{number + 2}",
            stance,
            story=f"s{number % 7}",
            strength=number % 3 + 1,
            judged_at=EARLIER + number * 100,
            reports=(report(reliability="" if number % 2 else "C"),),
        )
        judged(opened, piece)
    return opened


def judged(board: Board, piece: Evidence) -> None:
    board.change(
        "judged", lambda _: [make("evidence", piece.id, codec.evidence_out(piece))], piece.judged_at
    )


def withdraw(board: Board, ident: str, at: int) -> None:
    gone = board.evidence(ident)
    assert gone is not None
    out = codec.withdrawn_out(Withdrawn(gone, at))
    board.change(
        "retracted",
        lambda _: [
            remove("evidence", ident, codec.evidence_out(gone)),
            make("withdrawn", ident, out),
        ],
        at,
    )


def agree(board: Board, now: int = NOW) -> None:
    """What is kept is what the pure functions say of all that stands."""
    claim, kept = board.thesis("web4"), board.counted_on("web4")
    assert claim is not None
    standing = board.evidence_on("web4")
    counting = of_wording(standing, claim)
    whole = conviction(counting, prior=0.3, settled=[5.0])
    told = kept.conviction(0.3, [5.0])
    assert whole is not None and told is not None
    assert told.db == pytest.approx(whole.db, abs=1e-9)
    assert told.sigma == pytest.approx(whole.sigma, abs=1e-9)
    assert kept.tally == tally(counting)
    assert kept.earlier == len(standing) - len(counting)
    steps = history(claim, standing, withdrawn=board.withdrawn())
    expected = change(steps, 0.3, now)
    assert kept.change(0.3, now) == (
        None if expected is None else pytest.approx(expected, abs=1e-9)
    )


def agreed(board: Board) -> None:
    """The board, one opened from the journal, and one from the checkpoint."""
    agree(board)
    agree(Board.open(board.folder))
    board.checkpoint()
    again = Board.open(board.folder)
    agree(again)
    agree(again, NOW + 300)
    agree(again, NOW)


def test_what_is_weighed_is_what_stands(board: Board) -> None:
    agreed(board)
    judged(board, evidence("e90", Stance.CONTRADICT, story="s1", strength=3))
    judged(board, evidence("e91", Stance.SUPPORT, story="s90", strength=2))
    agreed(board)
    board.undo(NOW)
    stood = board.evidence("e2")
    assert stood is not None
    board.change(
        "strength",
        lambda _: [revise("evidence", "e2", codec.evidence_out(stood), {"strength": 3})],
        NOW,
    )
    agreed(board)


def test_what_was_withdrawn_counts_for_what_was_and_not_for_what_is(board: Board) -> None:
    agree(board)
    withdraw(board, "e2", NOW - 50)
    agreed(board)
    withdraw(board, "e3", EARLIER + 150)
    judged(board, evidence("e90", thesis="wallets", judged_at=EARLIER))
    withdraw(board, "e90", NOW)
    agreed(board)
    for _ in range(3):
        board.undo(NOW)
    agreed(board)


def test_a_new_wording_counts_what_was_affirmed_for_it(board: Board) -> None:
    agree(board)
    claim = replace(
        CLAIM, versions=(*CLAIM.versions, Version("agents pay", "they do not", NOW - 900))
    )
    out = codec.thesis_out(claim)
    changed = {"versions": out["versions"]}
    stood = codec.thesis_out(CLAIM)
    board.change("reworded", lambda _: [revise("theses", CLAIM.id, stood, changed)], NOW - 900)
    assert board.counted_on("web4").earlier == 9
    assert board.counted_on("web4").conviction(0.3) is None
    agreed(board)
    for ident in ("e2", "e3", "e4"):
        piece = board.evidence(ident)
        assert piece is not None
        before = codec.evidence_out(piece)
        board.change(
            "affirmed",
            lambda _, i=ident, b=before: [revise("evidence", i, b, {"version": 1})],  # type: ignore[misc]
            NOW - 800,
        )
    judged(board, replace(evidence("e90", Stance.CONTRADICT, story="s1"), version=1))
    assert board.counted_on("web4").earlier == 6
    agreed(board)
    board.undo(NOW)
    board.undo(NOW)
    agreed(board)
    withdraw(board, "e3", NOW - 10)
    agreed(board)


def test_evidence_on_a_thesis_that_is_not_there_counts_too(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    judged(board, evidence("e2"))
    found = board.counted_on("web4").conviction(0.5)
    assert found is not None and found.db == pytest.approx(2)
