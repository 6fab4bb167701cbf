"""One change of the board: its operations, how they are written down and taken back. Pure."""

from __future__ import annotations

import json
from typing import Any, Literal, get_args

from signalboard import times
from signalboard.text import clean_paragraphs
from signalboard.values import dataclass

Document = dict[str, Any]
"""A JSON object: one thing a person judged, as the tables keep it."""
Kind = Literal["seed", "do", "undo", "redo"]

NAME = "signalboard"
"""Whose journal it is; said in its first line."""
VERSION = 1
"""The version of the journal's lines."""
HEAD = b'"journal":"%s","version":%d,' % (NAME.encode(), VERSION)
"""What says so."""
BEGIN = b'{"seq":'
"""How every line begins."""
START = "0" * 64
"""What the first line names as the hash before it."""
_NAMING = frozenset({"entry"})
"""Fields that name what others have, byte for byte; they are not shown."""
_KINDS = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class Op:
    """One document made (``was`` None), removed (``now`` None) or changed.

    A change names only the fields that changed, before and after.
    """

    table: str
    id: str
    was: Document | None
    now: Document | None
    whole: bool = True
    """Whether ``was`` and ``now`` are whole documents rather than the fields that changed."""

    @property
    def inverse(self) -> Op:
        """What takes this back."""
        return Op(self.table, self.id, self.now, self.was, self.whole)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal."""

    seq: int
    at: str
    kind: Kind
    label: str
    ops: tuple[Op, ...]
    ref: int | None
    """The line that this one undoes or redoes."""
    prev: str
    hash: str

    def ids(self, table: str) -> tuple[str, ...]:
        """The documents of a table that this line touches, each once."""
        return tuple(dict.fromkeys(op.id for op in self.ops if op.table == table))


class LineProblem(ValueError):
    """A line that cannot be read; its text says why."""


class NewerProblem(LineProblem):
    """A line of a version that only a newer program knows."""


def make(table: str, ident: str, document: Document) -> Op:
    """A new document."""
    return Op(table, ident, None, document)


def remove(table: str, ident: str, document: Document) -> Op:
    """A document taken away; it stays in the journal."""
    return Op(table, ident, document, None)


def revise(table: str, ident: str, document: Document, fields: Document) -> Op | None:
    """The fields of a document that are to be different, or None where all are so already."""
    new = {key: value for key, value in fields.items() if document.get(key) != value}
    if not new:
        return None
    return Op(table, ident, {key: document.get(key) for key in new}, new, whole=False)


def rewrite(table: str, ident: str, stood: Document, wanted: Document) -> Op | None:
    """What of a document must change for it to say what another does; None: it does already."""
    return revise(table, ident, stood, {key: wanted.get(key) for key in {**stood, **wanted}})


def write(
    seq: int, at: str, kind: Kind, label: str, ops: tuple[Op, ...], ref: int | None, prev: str
) -> bytes:
    """A journal line: canonical JSON, with the hash of all that stands before it in the line."""
    body: dict[str, Any] = {"seq": seq, "at": at, "kind": kind, "label": label}
    if prev == START:
        body["journal"] = NAME
        body["version"] = VERSION
    if ref is not None:
        body["ref"] = ref
    if ops:
        body["ops"] = [_op_out(op) for op in ops]
    body["prev"] = prev
    body["hash"] = digest(body)
    return _canonical(body) + b"\n"


def read(raw: bytes) -> Line:
    """A journal line as written by ``write``; raises LineProblem for anything else."""
    try:
        body = json.loads(raw)
        if not isinstance(body, dict):
            raise LineProblem("it is not an object")
        told = body.pop("hash", None)
        written = _canonical(body)
        if told != _sum(written):
            raise LineProblem("its hash does not fit its content")
        # Others may have made the line: what it shows passes the door, as it did here.
        is_plain = written.isascii() and b"\\" not in written
        _refuse_newer(body)
    except LineProblem:
        raise
    except (ValueError, RecursionError) as error:
        raise LineProblem("it is not JSON") from error
    try:
        ops = tuple(_op_in(op, is_plain) for op in body.get("ops", ()))
        known = (body["at"], body["label"], body["prev"], told)
        if type(body["seq"]) is not int or body["seq"] < 1 or not all(map(_is_text, known)):
            raise TypeError
        if body["kind"] not in _KINDS or not isinstance(body.get("ref"), int | None):
            raise TypeError
        if not body["at"].isprintable():
            raise TypeError
        times.parse_iso(body["at"])
        return Line(
            body["seq"],
            body["at"],
            body["kind"],
            _cleaned(body["label"]),
            ops,
            body.get("ref"),
            body["prev"],
            told,
        )
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise LineProblem("it lacks what a line must have") from error


def digest(body: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a line without its own hash."""
    return _sum(_canonical(body))


def _sum(written: bytes) -> str:
    import hashlib  # loads OpenSSL, which a board that only reads has no use for

    return hashlib.sha256(written).hexdigest()


def _refuse_newer(body: dict[str, Any]) -> None:
    # After its hash was looked at, which the first line of every version has to bear in this
    # manner: else one bit that turned over would make a board look newer than it is.
    version = body.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        raise NewerProblem(f"it is of version {version}, this program knows {VERSION}")


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _op_out(op: Op) -> dict[str, Any]:
    out: dict[str, Any] = {"table": op.table, "id": op.id, "was": op.was, "now": op.now}
    if not op.whole:
        out["part"] = True
    return out


def _op_in(raw: dict[str, Any], is_plain: bool) -> Op:
    was, now = raw["was"], raw["now"]
    if not is_plain:
        was, now = _cleaned(was), _cleaned(now)
    op = Op(raw["table"], raw["id"], was, now, not raw.get("part", False))
    if not (_is_text(op.table) and _is_text(op.id)):
        raise TypeError
    if not all(isinstance(document, dict | None) for document in (op.was, op.now)):
        raise TypeError
    return op


def _cleaned(value: Any) -> Any:
    """The same with every text in it clean, but the ids of entries, by which a feed names them."""
    if isinstance(value, str):
        return value if value.isprintable() else clean_paragraphs(value, 2 * len(value))
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {k: each if k in _NAMING else _cleaned(each) for k, each in value.items()}
    return value


def _is_text(value: object) -> bool:
    return isinstance(value, str)
