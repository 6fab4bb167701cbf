"""The journal: any bytes in its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Hashable, Iterable
from contextlib import ExitStack

from signalboard.board import Board, BoardProblem, Line, Op, changes, codec, make
from signalboard.board.journal import Journal
from tests.export import sample as log_sample
from tests.export.sample import AS_OF
from tests.fuzz.engine import Target
from tests.fuzz.targets import Door, folder
from tests.fuzz.targets.home import WORDS


def _journal(stack: ExitStack) -> Target:
    """Bytes as a journal; after ``!`` its lines get hashes that fit, so that codecs are reached."""
    home = folder(stack)

    def target(data: bytes) -> Hashable:
        place = home / "board"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        raw = _chained(data[1:]) if data[:1] == b"!" else data
        (place / "journal.jsonl").write_bytes(raw)
        try:
            board = Board.open(place)
        except BoardProblem as told:
            assert (place / "journal.jsonl").read_bytes() == raw
            return str(told)[:12]
        told = board.notices()
        stands = _all(board)
        lines = [line for _, line in Journal(place / "journal.jsonl").news()]
        for line in board.lines_after(0):
            assert isinstance(line, Line)
        try:
            made = board.change("m", lambda _: [make("settings", "mine", {"on": True})], AS_OF)
        except BoardProblem:
            board.close()
            return "read only", len(told)
        assert made is not None
        board.checkpoint()
        board.close()
        now = (place / "journal.jsonl").read_bytes()
        kept = [file.read_bytes() for file in place.glob("quarantine/*")]
        whole, torn = raw[: raw.rfind(b"\n") + 1], raw[raw.rfind(b"\n") + 1 :]
        assert now.startswith(whole) or raw in kept, "lines that were there are not"
        ended = now.startswith(raw + b"\n")  # a whole line had lost its end alone
        assert not torn or ended or torn in kept or raw in kept, "what was torn is gone"
        again = Board.open(place)
        assert again.document("settings", "mine") == {"on": True}
        assert {**stands, "settings": None} == {**_all(again), "settings": None}
        again.undo(AS_OF)
        again.close()
        return len(told), len(lines), tuple(map(len, stands.values()))

    return target


def _all(board: Board) -> dict[str, object]:
    board.theses(), board.watches(), board.withdrawn()
    tables = ("theses", "watches", "withdrawn", "reading", "companies", "grouping", "settings")
    found: dict[str, object] = {name: board.documents(name) for name in tables}
    theses = board.theses()
    found["evidence"] = [board.evidence_on(thesis.id) for thesis in theses]
    for thesis in theses:
        board.counted_on(thesis.id)
    return found


def _chained(raw: bytes) -> bytes:
    lines, prev = [], ""
    for line in raw.split(b"\n"):
        try:
            body = json.loads(line)
            body["hash"] = ""
            body["prev"] = prev
            del body["hash"]
            prev = body["hash"] = changes.digest(body)
            line = changes._canonical(body)
        except (ValueError, TypeError, KeyError, RecursionError):
            pass
        lines.append(line)
    return b"\n".join(lines)


def _journals() -> Iterable[bytes]:
    def op(table: str, ident: str, document: dict[str, object]) -> Op:
        return make(table, ident, document)

    thesis, piece = log_sample.THESES[0], log_sample.EVIDENCE[0]
    steps = (
        [op("theses", thesis.id, codec.thesis_out(thesis))],
        [op("evidence", piece.id, codec.evidence_out(piece))],
        [op("watches", watch.id, codec.watch_out(watch)) for watch in log_sample.WATCHES[:1]],
        [Op("evidence", piece.id, {"note": piece.note}, {"note": "another"}, whole=False)],
        [op("reading", piece.story_id, {"read": True})],
        [op("companies", "Tencent", {"tracked": False})],
    )
    written, prev = b"", ""
    for seq, ops in enumerate(steps, 1):
        line = changes.write(
            seq, "2026-11-24T20:00:00Z", "do", f"step {seq}", tuple(ops), None, prev
        )
        prev = changes.read(line).hash
        written += line
    yield written
    yield b"!" + written
    yield written[:-20]
    undone = tuple(each.inverse for each in steps[-1])
    yield written + changes.write(7, "2026-11-24T20:00:00Z", "undo", "u", undone, 6, prev)


DOORS = (Door("journal", _journal, _journals, WORDS, quick=40),)
