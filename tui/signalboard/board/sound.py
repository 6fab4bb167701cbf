"""Whether a document says what a board can work with: its chain shows who wrote it to nobody. Pure.

Whoever makes a journal anew can give it any values: what none of ours has is refused here, one
document at a time, before anything adds it up or shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, get_args

from signalboard.board import codec
from signalboard.board.changes import Document, Op
from signalboard.board.pieces import recorded
from signalboard.judge.weights import STRENGTH_DB
from signalboard.model import (
    Brief,
    Evidence,
    Original,
    Snapshot,
    Status,
    Thesis,
    Watch,
    WatchState,
)
from signalboard.text import clean

_STATUS, _STATE = get_args(Status), get_args(WatchState)
_MOST = 10**9
"""More than anything here has been numbered to."""


def is_sound(table: str, ident: str, document: Document) -> bool:
    """Whether a whole document can be read, and says nothing that no program of ours writes."""
    look = _LOOKS.get(table)
    if look is None:
        return True
    try:
        look(ident, document)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        return False
    return True


def without_unsound(ops: Iterable[Op]) -> tuple[Op, ...]:
    """The operations whose whole documents can be read."""
    return tuple(
        op
        for op in ops
        if not op.whole
        or all(doc is None or is_sound(op.table, op.id, doc) for doc in (op.was, op.now))
    )


def _evidence(ident: str, document: Document) -> None:
    recorded(ident)
    _judgment(codec.evidence_in(ident, document))


def _withdrawn(ident: str, document: Document) -> None:
    gone = codec.withdrawn_in(ident, document)
    recorded(ident)
    _judgment(gone.evidence)
    _text(gone.why, gone.by)


def _judgment(piece: Evidence) -> None:
    _name(piece.id)
    _text(piece.thesis_id, piece.story_id, piece.note, piece.quote, piece.quoted)
    _strength(piece.strength)
    _number(piece.version, 0)
    _snapshot(piece.snapshot)
    if piece.original is not None:
        _original(piece.original)


def _original(first: Original) -> None:
    """As what it was of; None where that stands as it was."""
    said = (first.note, first.quote, first.quoted, first.story_id)
    _text(*(each for each in said if each is not None))
    if first.strength is not None:
        _strength(first.strength)
    for number in (first.version, first.reports):
        if number is not None:
            _number(number, 0)


def _snapshot(story: Snapshot) -> None:
    _text(story.title, story.url, story.excerpt, story.judged_as, *story.companies)
    for report in story.reports:
        _text(report.feed_url, report.entry_id, report.outlet, report.origin)
        _text(report.title, report.url, report.reliability)


def _thesis(ident: str, document: Document) -> None:
    thesis: Thesis = codec.thesis_in(ident, document)
    _name(ident)
    _number(thesis.number, 0)
    _text(thesis.name, thesis.pre_mortem, thesis.post_mortem, *thesis.keywords, *thesis.rivals)
    _text(*(said for each in thesis.versions for said in (each.statement, each.negation)))
    _chance(thesis.prior)
    _one_of(thesis.status, _STATUS)
    if not thesis.versions:
        raise ValueError


def _watch(ident: str, document: Document) -> None:
    watch: Watch = codec.watch_in(ident, document)
    _name(ident)
    _text(watch.thesis_id, watch.question, watch.hit_if, watch.miss_if, watch.void_if)
    _text(watch.look_up, watch.link, watch.note, watch.story_id or "")
    _chance(watch.h1, watch.h0)
    _one_of(watch.state, _STATE)
    for forecast in watch.forecasts:
        _share(forecast.p)


def _brief(ident: str, document: Document) -> None:
    brief: Brief = codec.brief_in(ident, document)
    _name(ident)
    _snapshot(brief.snapshot)
    _text(brief.story_id, brief.headline, brief.quote, brief.quoted)
    _text(*brief.signal, *brief.implication)
    for point in brief.points:
        _text(point.text)
        for number in point.sources:
            _number(number, 0)
    for bearing in brief.bearings:
        _text(bearing.thesis_id, bearing.name)
        _number(bearing.number, 0)
        _strength(bearing.strength)
    for asked in brief.watches:
        _text(asked.thesis_id, asked.thesis, asked.question, asked.hit_if, asked.miss_if)
        _text(asked.watch_id)
        _share(asked.h1, asked.h0)
    for cited in brief.sources:
        _text(cited.title, cited.outlet, cited.url)


def _hints(ident: str, document: Document) -> None:
    _name(ident)
    _text(*(hint.story_id for hint in codec.hints_in(ident, document)))


def _marks(ident: str, document: Document) -> None:
    _name(ident)
    for name in ("starred", "read"):
        if not isinstance(document.get(name), bool | None):
            raise TypeError


def _tracked(ident: str, document: Document) -> None:
    _name(ident)
    if not isinstance(document["tracked"], bool):
        raise TypeError


def _placed(_: str, document: Document) -> None:
    known = {"url": "", "title": "", **document}
    if known.keys() != {"feed", "entry", "story", "was", "read", "url", "title"}:
        raise KeyError
    if not isinstance(known.pop("read"), bool):
        raise TypeError
    _text(*known.values())


def _text(*values: Any) -> None:
    for value in values:
        if not isinstance(value, str):
            raise TypeError


def _name(ident: str) -> None:
    """An id is shown as it is, since it names what is meant: it must be fit to be."""
    if not ident.isprintable() and clean(ident, len(ident) + 1) != ident:
        raise ValueError


def _number(value: Any, least: int) -> None:
    if type(value) is not int or not least <= value < _MOST:
        raise ValueError


def _strength(value: Any) -> None:
    if type(value) is not int or value not in STRENGTH_DB:
        raise ValueError


def _chance(*values: Any) -> None:
    """Likelihoods that leave room for doubt."""
    for value in values:
        if type(value) is not float or not 0 < value < 1:
            raise ValueError


def _share(*values: Any) -> None:
    for value in values:
        if type(value) not in (float, int) or not 0 <= value <= 1:
            raise ValueError


def _one_of(value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError


_LOOKS: dict[str, Callable[[str, Document], None]] = {
    "evidence": _evidence,
    "withdrawn": _withdrawn,
    "theses": _thesis,
    "watches": _watch,
    "briefs": _brief,
    "hints": _hints,
    "reading": _marks,
    "companies": _tracked,
    "grouping": _placed,
}
