"""An evidence log as JSON: whole, snapshots included, for programs and for the years to come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from signalboard.export.gather import Line, Log, Source, ThesisLog, stamp
from signalboard.model import STRENGTHS, Report, Snapshot, Stance, Watch

SCHEMA = Path(__file__).with_name("evidence-log.schema.json")
"""The JSON Schema (draft 2020-12) that every log of this version validates against."""
SCHEMA_VERSION = 1

Object = dict[str, Any]


def write(log: Log) -> str:
    """The log as one JSON object with its keys in a fixed order, ending in a line end."""
    whole: Object = {
        "format": "signalboard-evidence-log",
        "schema_version": SCHEMA_VERSION,
        "as_of": stamp(log.as_of),
        "method": list(log.method),
        "theses": [_thesis(entry) for entry in log.theses],
        "sources": [_source(source) for source in log.sources],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _thesis(entry: ThesisLog) -> Object:
    thesis, tally, against = entry.thesis, entry.tally, entry.strongest_against
    return {
        "id": thesis.id,
        "number": thesis.number,
        "name": thesis.name,
        "statement": thesis.statement,
        "negation": thesis.negation,
        "status": thesis.status,
        "prior": thesis.prior,
        "keywords": list(thesis.keywords),
        "created": stamp(thesis.created_at),
        "wordings": [
            {
                "number": number,
                "since": stamp(version.at),
                "statement": version.statement,
                "negation": version.negation,
                "difference": list(difference),
            }
            for number, (version, difference) in enumerate(
                zip(thesis.versions, entry.differences, strict=True), 1
            )
        ],
        "tally": {
            "supports": tally.supports,
            "contradictions": tally.contradictions,
            "no_bearing": tally.no_bearing,
            "split": entry.split,
        },
        "strongest_contradiction": None if against is None else against.evidence.id,
        "evidence": [_evidence(line) for line in entry.lines],
        "watches": [_watch(watch) for watch in entry.watches],
    }


def _evidence(line: Line) -> Object:
    piece = line.evidence
    weighs = piece.stance is not Stance.NO_BEARING
    return {
        "id": piece.id,
        "story": piece.story_id,
        "stance": piece.stance.value,
        "strength": piece.strength if weighs else None,
        "strength_word": STRENGTHS[piece.strength] if weighs else None,
        "note": piece.note,
        "judged": stamp(piece.judged_at),
        "changed": stamp(piece.changed_at),
        "published": stamp(line.published_at),
        "wording": line.wording,
        "split": list(line.split),
        "outlets": list(piece.snapshot.outlets),
        "origins": list(piece.snapshot.origins),
        "sources": list(line.sources),
        "snapshot": _snapshot(piece.snapshot),
    }


def _snapshot(snapshot: Snapshot) -> Object:
    return {
        "title": snapshot.title,
        "url": snapshot.url,
        "at": stamp(snapshot.at),
        "excerpt": snapshot.excerpt,
        "companies": list(snapshot.companies),
        "reports": [_report(report) for report in snapshot.reports],
        **({"judged_as": snapshot.judged_as} if snapshot.judged_as else {}),
    }


def _report(report: Report) -> Object:
    return {
        "feed": report.feed_url,
        "entry": report.entry_id,
        "outlet": report.outlet,
        "origin": report.origin,
        "title": report.title,
        "url": report.url,
        "published": stamp(report.published_at),
        "first_seen": stamp(report.first_seen_at),
    }


def _watch(watch: Watch) -> Object:
    return {
        "id": watch.id,
        "question": watch.question,
        "hit_if": watch.hit_if,
        "miss_if": watch.miss_if,
        "void_if": watch.void_if,
        "look_up": watch.look_up,
        "opened": stamp(watch.opened_at),
        "closes": stamp(watch.closes_at),
        "p_hit_if_true": watch.h1,
        "p_hit_if_false": watch.h0,
        "state": watch.state,
        "story": watch.story_id,
    }


def _source(source: Source) -> Object:
    return {
        "number": source.number,
        "outlet": source.outlet,
        "title": source.title,
        "url": source.url,
        "published": stamp(source.published_at),
    }
