"""Values as the JSON that commands print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from signalboard import times
from signalboard.desk import Conviction, ThesisRow
from signalboard.desk.values import Matrix
from signalboard.model import Evidence, Story, Suggestion


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
        "quote": piece.quote,
        "quoted": piece.quoted,
        "judged": moment(piece.judged_at),
    }


def story(found: Story, pieces: Sequence[Evidence]) -> dict[str, Any]:
    """A story as ``stories`` prints it."""
    published = [r.published_at for r in found.reports if r.published_at is not None]
    return {
        "id": found.id,
        "title": found.title,
        "url": found.url,
        "outlet": found.reports[0].outlet,
        "outlets": list(found.outlets),
        "origins": list(found.origins),
        "published": moment(min(published, default=None)),
        "first_seen": moment(found.first_seen_at),
        "companies": list(found.companies),
        "about": list(found.companies[: found.about]),
        "evidence": [evidence(piece) for piece in pieces],
    }


def whole_story(found: Story, pieces: Sequence[Evidence]) -> dict[str, Any]:
    """A story as ``story`` prints it: with its reports, and how they read before."""
    return {
        **story(found, pieces),
        "by_hand": found.fixed,
        "reports": [
            {
                "number": number,
                "outlet": report.outlet,
                "origin": report.origin,
                "title": report.title,
                "url": report.url,
                "published": moment(report.published_at),
                "first_seen": moment(report.first_seen_at),
            }
            for number, report in enumerate(found.reports, start=1)
        ],
        "revisions": [
            {
                "outlet": revision.outlet,
                "title": revision.title,
                "until": moment(revision.until_at),
                "headline_changed": is_headline,
            }
            for revision, is_headline in found.rewordings
        ],
    }


def thesis(row: ThesisRow, now: int) -> dict[str, Any]:
    """A thesis as commands print it."""
    claim = row.thesis
    return {
        "id": claim.id,
        "number": claim.number,
        "name": claim.name,
        "statement": claim.statement,
        "negation": claim.negation,
        "prior": claim.prior,
        "prior_said": claim.prior_said,
        "status": claim.status,
        "closed": moment(claim.closed_at),
        "horizon": moment(claim.horizon_at),
        "horizon_passed": claim.is_overdue(now),
        "rivals": list(claim.rivals),
        "pre_mortem": claim.pre_mortem,
        "post_mortem": claim.post_mortem,
        "keywords": list(claim.keywords),
        "versions": [
            {"statement": v.statement, "negation": v.negation, "at": moment(v.at)}
            for v in claim.versions
        ],
        "conviction": conviction(row.conviction),
        "change_30_days_db": None if row.change is None else round(row.change, 6),
        "earlier_wording": row.earlier,
        "guards": list(row.guards),
        "tally": [row.tally.supports, row.tally.contradictions],
        "no_bearing": row.tally.no_bearing,
        "last_contradiction": moment(row.last_contradiction_at),
        "watches": [
            {"id": w.id, "question": w.question, "closes": moment(w.closes_at), "state": w.state}
            for w in row.watches
        ],
    }


def suggested(hint: Suggestion) -> dict[str, Any]:
    """What a story might be about, and which way its wording points; a hint, no judgment."""
    return {
        "thesis": hint.thesis_id,
        "stance": None if hint.stance is None else hint.stance.value,
        "about": list(hint.about),
        "said": hint.said,
    }


def conviction(found: Conviction | None) -> dict[str, Any] | None:
    """What the evidence adds up to, as commands print it; null where there is none."""
    if found is None:
        return None
    numbers = {"db": found.db, "p": found.p, "low": found.low, "high": found.high}
    return {
        **{name: round(number, 6) for name, number in numbers.items()},
        "word": found.word,
        "tally": list(found.tally),
    }


def moment(at: int | None) -> str | None:
    return None if at is None else times.iso(at)


def print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))


def compared(found: Matrix) -> dict[str, Any]:
    """Stories against theses; a story's cells are by thesis, of those it was judged by."""
    return {
        "theses": [
            {"id": thesis.id, "name": thesis.name, "inconsistency": against}
            for thesis, against in zip(found.theses, found.inconsistencies, strict=True)
        ],
        "stories": [
            {
                "id": column.story_id,
                "title": column.title,
                "diagnosticity": round(column.diagnosticity, 3),
                "fits_all": column.fits_all,
                "cells": {
                    thesis.id: {
                        "support": cell.support,
                        "contradiction": cell.contradiction,
                        "db": round(cell.db, 3),
                    }
                    for thesis, cell in zip(found.theses, column.cells, strict=True)
                    if cell is not None
                },
            }
            for column in found.columns
        ],
    }
