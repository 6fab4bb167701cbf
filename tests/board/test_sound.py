"""A journal made anew by somebody, of one chain, with values that none of ours has."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from signalboard.board import Board, changes, codec, inspect, make, sound, tables_of
from signalboard.board.changes import Document, Op
from signalboard.model import Forecast, Hint, Original, Stance, Withdrawn, replace
from tests.board.test_board import judge, reopened
from tests.brief.sample import BRIEF
from tests.values import NOW, evidence, thesis, watch

NAN, HUGE = float("nan"), 10**30

WATCH = replace(watch(), forecasts=(Forecast(NOW, 0.6, True),))
CHANGED = Original(2, "once", "“so”", "somebody", 0, "s2", 1)
WHOLE: dict[str, tuple[str, Document]] = {
    "evidence": ("e1", codec.evidence_out(replace(evidence(), original=CHANGED))),
    "withdrawn": ("e1", codec.withdrawn_out(Withdrawn(evidence(), NOW, "wrong"))),
    "theses": ("web4", codec.thesis_out(thesis())),
    "watches": ("w1", codec.watch_out(WATCH)),
    "briefs": ("b1", codec.brief_out(BRIEF)),
    "hints": ("web4", codec.hints_out([Hint("s1", "web4", Stance.SUPPORT, NOW)])),
    "reading": ("s1", {"read": True, "starred": None}),
    "companies": ("Stripe", {"tracked": False}),
    "grouping": ("f e", {"feed": "f", "entry": "e", "story": "s", "was": "t", "read": False}),
    "marks": ("anything", {"may": ["be"]}),
}
WRONG: list[tuple[str, str, list[object]]] = [
    ("evidence", "strength", [-5, HUGE, NAN, "9", [], True, None, 0, 4]),
    ("evidence", "version", [-1, 0.0, HUGE]),
    ("evidence", "stance", ["perhaps", 1]),
    ("evidence", "story", [7, None]),
    ("evidence", "note", [7, [], {"a": 1}]),
    ("evidence", "quote", [7]),
    ("evidence", "judged", ["10000-01-01", 5, None]),
    ("evidence", "original", [7, "x", [1]]),
    ("evidence", "original.strength", [0, "1", NAN]),
    ("evidence", "original.note", [7, []]),
    ("evidence", "original.version", [-1, "0"]),
    ("evidence", "original.reports", [-1, HUGE]),
    ("evidence", "snapshot", [None, [], {}]),
    ("evidence", "snapshot.title", [7, None]),
    ("evidence", "snapshot.companies", [[7], 7]),
    ("evidence", "snapshot.reports.0.outlet", [7]),
    ("evidence", "snapshot.reports.0.reliability", [["A"]]),
    ("withdrawn", "why", [7]),
    ("withdrawn", "evidence.strength", [0]),
    ("theses", "name", [7, None]),
    ("theses", "prior", [0, 1, 0.0, 1.0, 2.0, "x", NAN, None]),
    ("theses", "number", ["1", -1, 1.5, HUGE]),
    ("theses", "status", ["dreamt", []]),
    ("theses", "versions", [[]]),
    ("theses", "versions.0.statement", [7]),
    ("theses", "keywords", [[7]]),
    ("watches", "h1", [0.0, "0.5", 1]),
    ("watches", "state", ["lost"]),
    ("watches", "story", [7]),
    ("watches", "forecasts.0.1", [2, "x", -0.1]),
    ("briefs", "headline", [7]),
    ("briefs", "points.0.1", [["x"], [-1]]),
    ("briefs", "bearings.0.4", [9]),
    ("briefs", "bearings.0.1", ["1"]),
    ("briefs", "watches.0.h1", ["x"]),
    ("briefs", "sources.0.0", [7]),
    ("hints", "seen.0.0", [7]),
    ("reading", "read", ["yes", 1]),
    ("companies", "tracked", [1, None]),
    ("grouping", "read", [None]),
    ("grouping", "story", [7]),
    ("grouping", "else", ["x"]),
]
CASES = [(table, where, value) for table, where, values in WRONG for value in values]


def changed(document: Document, where: str, value: object) -> Document:
    whole = json.loads(json.dumps(document))
    at = whole
    *way, last = where.split(".")
    for step in way:
        at = at[int(step) if isinstance(at, list) else step]
    at[int(last) if isinstance(at, list) else last] = value
    return whole


def forged(path: Path, edit: Callable[[Document], object]) -> None:
    """Write a journal anew, with a chain that holds."""
    prev, out = changes.START, []
    for raw in path.read_bytes().splitlines():
        body = json.loads(raw)
        edit(body)
        body["prev"] = prev
        del body["hash"]
        body["hash"] = prev = changes.digest(body)
        out.append(json.dumps(body).encode() + b"\n")
    path.write_bytes(b"".join(out))


@pytest.mark.parametrize("table", WHOLE)
def test_what_we_write_is_sound(table: str) -> None:
    ident, document = WHOLE[table]
    assert sound.is_sound(table, ident, json.loads(json.dumps(document)))


@pytest.mark.parametrize(("table", "where", "value"), CASES, ids=str)
def test_what_none_of_ours_says_is_not(table: str, where: str, value: object) -> None:
    ident, document = WHOLE[table]
    assert not sound.is_sound(table, ident, changed(document, where, value))


@pytest.mark.parametrize("table", [name for name in WHOLE if name not in ("grouping", "marks")])
def test_an_id_is_fit_to_be_shown(table: str) -> None:
    _, document = WHOLE[table]
    assert not sound.is_sound(table, "e1\x1b]52;c;aGk=\x07", document)
    assert not sound.is_sound(table, "e1\u202e", document)
    if table not in ("evidence", "withdrawn"):
        assert sound.is_sound(table, "百度-\u0645\u06cc\u200c\u062e", document)


def test_a_piece_that_cannot_be_is_passed_over_by_its_name_and_undo_works(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    board.change("t", lambda _: [make("theses", "web4", codec.thesis_out(thesis()))], NOW)
    judge(board, "good")
    two = [make("evidence", f"e3-{n}", codec.evidence_out(evidence(f"e3-{n}"))) for n in (2, 3)]
    board.change("two", lambda _: two, NOW)
    piece = board.evidence("e2")

    def edit(body: Document) -> None:
        for op in body["ops"]:
            if op["id"].startswith("e3"):
                op["now"]["strength"] = HUGE

    forged(board.journal_file, edit)
    again = reopened(board)
    (said,) = again.notices()
    assert "line 3: what it says of evidence e3-2 and 1 other cannot be understood" in said
    assert again.evidence("e2") == piece and again.evidence_count() == 1
    assert again.stood(NOW).evidence == (piece,)
    assert [line.ids("evidence") for line in again.lines_after(1)] == [("e2",), ()]
    assert again.counted_on("web4")
    again.checkpoint()
    tables = tables_of(again.checkpoint_file)
    assert tables is not None and tables.digest == inspect(again.journal_file).digest
    for left in (1, 0):
        assert again.undo(NOW) is not None
        assert again.evidence_count() == left
    assert again.redo(NOW) is not None
    assert reopened(again).evidence_count() == 1


def test_tables_of_before_may_have_what_is_passed_over_by_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board.open(tmp_path / "board")
    with monkeypatch.context() as before:
        before.setattr(sound, "is_sound", lambda *_: True)
        bad = {**WHOLE["theses"][1], "prior": 2.0}
        late = {**WHOLE["watches"][1], "state": "lost"}
        both = [make("theses", "t2", bad), make("watches", "w2", late)]
        board.change("bad", lambda _: both, NOW)
    good = [make("theses", "web4", WHOLE["theses"][1]), make("watches", "w1", WHOLE["watches"][1])]
    board.change("good", lambda _: good, NOW)
    board.checkpoint()
    again = reopened(board)
    assert again.notices() == ()
    assert [each.id for each in again.theses()] == ["web4"]
    assert [each.id for each in again.watches()] == ["w1"]


def test_a_change_of_fields_is_seen_with_what_it_changes() -> None:
    bad = Op("evidence", "e1", {"strength": 1}, {"strength": 9}, whole=False)
    good = make("marks", "m", {})
    assert sound.without_unsound([bad, good]) == (bad, good)  # its whole is not known here


EVIL = "a\x1b]52;c;aGk=\x07 \x9b31mb\u202e\u2066 c"
SEEN = "a]52;c;aGk= 31mb c"


def test_what_a_line_shows_passes_the_door(tmp_path: Path) -> None:
    board = Board.open(tmp_path / "board")
    board.change("t", lambda _: [make("theses", "web4", codec.thesis_out(thesis()))], NOW)
    judge(board, "s1")

    def edit(body: Document) -> None:
        body["label"] = EVIL
        for op in body["ops"]:
            if op["table"] == "theses":
                op["now"].update(name=EVIL, keywords=[EVIL, "\u3000百度\u200c"])
            else:
                op["now"]["note"] = "one\ntwo\r"
                op["now"]["snapshot"]["reports"][0].update(entry="1\x1b", title=EVIL)

    forged(board.journal_file, edit)
    again = reopened(board)
    assert again.notices() == ()
    (claim,) = again.theses()
    assert claim.name == SEEN and claim.keywords == (SEEN, "百度\u200c")
    piece = again.evidence("e2")
    assert piece is not None and piece.note == "one\ntwo"
    assert piece.snapshot.reports[0].title == SEEN
    assert piece.snapshot.reports[0].entry_id == "1\x1b", "by which the feed names it"
    line = again.undo(NOW)
    assert line is not None and line.label == SEEN


def test_what_nests_deeper_than_can_be_looked_through_is_no_line(tmp_path: Path) -> None:
    deep: object = "\x1b"
    for _ in range(sys.getrecursionlimit() - 200):
        deep = [deep]
    body = {"seq": 1, "at": "2026-11-24", "kind": "do", "label": "x", "prev": changes.START}
    body["ops"] = [{"table": "marks", "id": "m", "was": None, "now": {"x": deep}}]
    with pytest.raises(changes.LineProblem, match=r"lacks|not JSON"):
        changes.read(json.dumps({**body, "hash": changes.digest(body)}).encode())
