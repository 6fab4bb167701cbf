"""Values as the JSON that commands print."""

from __future__ import annotations

import json
from typing import Any

from signalboard import times
from signalboard.desk import ThesisRow
from signalboard.model import Evidence


def evidence(piece: Evidence) -> dict[str, Any]:
    """A piece of evidence as commands print it."""
    return {
        "id": piece.id,
        "story": piece.story_id,
        "title": piece.snapshot.title,
        "thesis": piece.thesis_id,
        "stance": str(piece.stance),
        "strength": piece.strength,
        "note": piece.note,
        "judged": moment(piece.judged_at),
    }


def thesis(row: ThesisRow) -> dict[str, Any]:
    """A thesis as commands print it."""
    claim = row.thesis
    return {
        "id": claim.id,
        "number": claim.number,
        "name": claim.name,
        "statement": claim.statement,
        "negation": claim.negation,
        "prior": claim.prior,
        "status": claim.status,
        "keywords": list(claim.keywords),
        "versions": [
            {"statement": v.statement, "negation": v.negation, "at": moment(v.at)}
            for v in claim.versions
        ],
        "tally": [row.tally.supports, row.tally.contradictions],
        "no_bearing": row.tally.no_bearing,
        "last_contradiction": moment(row.last_contradiction_at),
        "watches": [
            {"id": w.id, "question": w.question, "closes": moment(w.closes_at), "state": w.state}
            for w in row.watches
        ],
    }


def moment(at: int | None) -> str | None:
    return None if at is None else times.iso(at)


def print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))
