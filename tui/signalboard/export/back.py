"""The way back: what a JSON log says, as the values it was written of. Pure.

Only what was recorded is taken from a file. What is computed (tallies, sums, scores, the
numbers of sources) is computed again, and where the file says otherwise that is told.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from signalboard.export import record, schema, values
from signalboard.export.gather import gather, newest
from signalboard.export.outward import outward
from signalboard.model import (
    Brief,
    Evidence,
    Hint,
    Problem,
    Thesis,
    Watch,
    Withdrawn,
)
from signalboard.values import dataclass

LARGEST = 256 * 1024 * 1024
"""Bytes of a file that are read."""
_TOLD = 5
"""What is wrong with a file is told so many times."""
_BRIEF_ID = re.compile(r"b[0-9]{1,12}(-[0-9]{1,12}){0,3}")
_EVIDENCE_ID = re.compile(r"e[0-9]{1,12}(-[0-9]{1,12}){0,3}")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class LogProblem(Problem):
    """A file that is no evidence log, or a damaged one; its text is a sentence."""


@dataclass(frozen=True, slots=True)
class ReadLog:
    """What a log says."""

    theses: tuple[Thesis, ...]
    evidence: tuple[Evidence, ...]
    watches: tuple[Watch, ...]
    withdrawn: tuple[Withdrawn, ...]
    hints: tuple[Hint, ...]
    briefs: tuple[Brief, ...]
    mismatches: tuple[str, ...]
    """Where a computed number is another than what is recorded gives."""
    extra: int
    """Keys of others (``x-...``), which are not taken over."""


def read(raw: bytes) -> ReadLog:
    """The log of a file; raises LogProblem with a sentence where it is none."""
    log = _parsed(raw)
    theses, evidence, watches, withdrawn, hints = [], [], [], [], []
    try:
        for each in log["theses"]:
            ident = each["id"]
            theses.append(outward(values.thesis(each)))
            evidence += [outward(values.evidence(piece, ident)) for piece in each["evidence"]]
            watches += [outward(values.watch(watch, ident)) for watch in each["watches"]]
            withdrawn += [outward(values.withdrawn(gone, ident)) for gone in each["withdrawn"]]
            hints += [outward(values.hint(hint, ident)) for hint in each.get("hints", ())]
        briefs = [outward(values.brief(each)) for each in log.get("briefs", ())]
    except (ValueError, OverflowError) as error:
        raise LogProblem(
            f"This evidence log has a date that there is not: {error}. Nothing was taken over."
        ) from error
    _check(theses, evidence, watches, withdrawn)
    _check_briefs(briefs)
    discount = next((each["sum"]["discount"] for each in log["theses"]), 0.8)
    if not 0 < discount <= 1:
        raise LogProblem(f"The discount of this log is {discount:g}; it lies between 0 and 1.")
    as_of = newest(theses, evidence, watches, withdrawn)
    again = record.whole(
        gather(
            theses,
            evidence,
            watches,
            as_of,
            withdrawn=withdrawn,
            hints=hints,
            briefs=briefs,
            discount=discount,
        )
    )
    extra = 0

    def plain(value: Any) -> Any:
        nonlocal extra
        if isinstance(value, dict):
            kept = {k: plain(v) for k, v in value.items() if not k.startswith("x-")}
            extra += len(value) - len(kept)
            return kept
        return [plain(each) for each in value] if isinstance(value, list) else value

    differing = tuple(_differing(plain({**log, "method": again["method"]}), again, ""))
    return ReadLog(
        tuple(theses),
        tuple(evidence),
        tuple(watches),
        tuple(withdrawn),
        tuple(hints),
        tuple(briefs),
        differing,
        extra,
    )


# -- the file -------------------------------------------------------------------


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST:
        raise LogProblem("The file is larger than any evidence log. Nothing was read.")
    try:
        log = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        said = "its brackets go too deep" if isinstance(error, RecursionError) else str(error)
        raise LogProblem(
            f"This is no evidence log in JSON: {said[:200]}. Nothing was taken over."
        ) from error
    known = json.loads(record.SCHEMA.read_text(encoding="utf-8"))
    form = log.get("format") if isinstance(log, dict) else None
    version = log.get("schema_version") if isinstance(log, dict) else None
    if form != known["properties"]["format"]["const"]:
        raise LogProblem(
            "This is JSON, and no evidence log of signalboard: it does not say so in 'format'. "
            "Nothing was taken over."
        )
    if isinstance(version, int) and version > record.SCHEMA_VERSION:
        raise LogProblem(
            f"This evidence log is of version {version}; this program knows "
            f"{record.SCHEMA_VERSION}. Take a newer signalboard. Nothing was taken over."
        )
    _refuse(schema.problems(log, known))
    assert isinstance(log, dict)
    return log


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key {twice[:80]!r} stands twice in one object")
    return read


def _no_number(written: str) -> float:
    raise ValueError(f"{written} is no number")


def _refuse(wrong: Iterable[str]) -> None:
    found = []
    for sentence in wrong:
        found.append(sentence)
        if len(found) > _TOLD:
            found[-1] = "There is more."
            break
    if found:
        raise LogProblem(
            "This evidence log is damaged, or was not written by signalboard: "
            f"{' '.join(found)} Nothing was taken over."
        )


def _check(
    theses: list[Thesis],
    evidence: list[Evidence],
    watches: list[Watch],
    withdrawn: list[Withdrawn],
) -> None:
    """What no schema says: ids that can be ids, each once; chances that are some."""
    pieces = [*evidence, *(gone.evidence for gone in withdrawn)]
    _refuse(
        chain(
            _twice("id of a thesis", [thesis.id for thesis in theses]),
            _twice("number of a thesis", [str(thesis.number) for thesis in theses]),
            _twice("name of a thesis", [thesis.name.lower() for thesis in theses]),
            _twice("id of a judgment", [piece.id for piece in pieces]),
            _twice("id of a watch", [watch.id for watch in watches]),
            _unfit("thesis", [thesis.id for thesis in theses], _ID),
            _unfit("judgment", [piece.id for piece in pieces], _EVIDENCE_ID),
            _unfit("watch", [watch.id for watch in watches], _ID),
            _odd_theses(theses),
            _odd_pieces(pieces, {thesis.id: thesis for thesis in theses}),
            _odd_watches(watches),
        )
    )


def _twice(kind: str, given: Iterable[str]) -> Iterator[str]:
    for value, times_ in Counter(given).items():
        if times_ > 1:
            yield f"The {kind} {value[:80]!r} stands there {times_} times."


def _odd_theses(theses: Iterable[Thesis]) -> Iterator[str]:
    for thesis in theses:
        if thesis.number < 1 or not thesis.name or not 0.01 <= thesis.prior <= 0.99:
            yield f"The thesis {thesis.id} lacks a number, a name or a prior of .01 to .99."


def _odd_pieces(pieces: Iterable[Evidence], named: Mapping[str, Thesis]) -> Iterator[str]:
    for piece in pieces:
        if piece.version >= len(named[piece.thesis_id].versions):
            yield f"The judgment {piece.id} is of a wording that is not there."
        if not piece.story_id.strip():
            yield f"The judgment {piece.id} is of no story."


def _odd_watches(watches: Iterable[Watch]) -> Iterator[str]:
    for watch in watches:
        if not (_is_chance(watch.h1) and _is_chance(watch.h0)):
            yield f"The watch {watch.id} has a chance that is not between .01 and .99."


def _check_briefs(briefs: list[Brief]) -> None:
    def wrong() -> Iterator[str]:
        yield from _twice("id of a brief", [brief.id for brief in briefs])
        yield from _unfit("brief", [brief.id for brief in briefs], _BRIEF_ID)
        for brief in briefs:
            if not brief.story_id.strip():
                yield f"The brief {brief.id} is of no story."
            if not all(_is_chance(asked.h1) and _is_chance(asked.h0) for asked in brief.watches):
                yield f"The brief {brief.id} has a chance that is not between .01 and .99."

    _refuse(wrong())


def _is_chance(p: float) -> bool:
    return 0.01 <= p <= 0.99


def _unfit(kind: str, idents: Iterable[str], form: re.Pattern[str]) -> Iterator[str]:
    for ident in idents:
        if not form.fullmatch(ident):
            yield f"{ident[:80]!r} is no id of a {kind}."


def _differing(said: Any, found: Any, at: str) -> Iterator[str]:
    """Where a file says something else than what follows from what is recorded in it."""
    if isinstance(said, dict) and isinstance(found, dict):
        for key, value in found.items():
            yield from _differing(said.get(key), value, f"{at}.{key}" if at else key)
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (mine, value) in enumerate(zip(said, found, strict=True)):
            yield from _differing(mine, value, f"{at}[{number}]")
    elif said != found:
        yield f"{at}: the file says {_short(said)}; by what is recorded it is {_short(found)}."


def _short(value: Any) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 80 else f"{told[:79]}…"
