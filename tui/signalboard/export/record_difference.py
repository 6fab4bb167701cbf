"""The difference between two moments of a log, as JSON."""

from __future__ import annotations

import json
from typing import Any

from signalboard.export.difference import Changed, Difference, Said, of_watch
from signalboard.export.gather import Gone, stamp
from signalboard.export.record import conviction, evidence

VERSION = 1


def write(between: Difference) -> str:
    """The difference as one JSON object with its keys in a fixed order, ending in a line end."""
    whole = {
        "format": "signalboard-evidence-log-difference",
        "schema_version": VERSION,
        "since": stamp(between.since),
        "until": stamp(between.until),
        "method": between.now.method[0],
        "theses": [_thesis(changed) for changed in between.theses],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _thesis(changed: Changed) -> dict[str, Any]:
    was, now = changed.was, changed.now
    return {
        "id": changed.entry.thesis.id,
        "number": changed.entry.thesis.number,
        "name": changed.entry.thesis.name,
        "was_there": was is not None,
        "is_there": now is not None,
        "conviction_was": None if was is None else conviction(was.sum.conviction),
        "conviction": None if now is None else conviction(now.sum.conviction),
        "changed": [_said(said) for said in changed.fields],
        "added": [evidence(line) for line in changed.added],
        "revised": [
            {"evidence": line.evidence.id, "changed": [_said(each) for each in said]}
            for line, said in changed.revised
        ],
        "withdrawn": [_gone(gone) for gone in changed.withdrawn],
        "taken_back": [evidence(line) for line in changed.undone],
        "watches": [{**of_watch(asked.watch), "what": what} for asked, what in changed.watches],
    }


def _gone(gone: Gone) -> dict[str, Any]:
    return {
        "evidence": gone.line.evidence.id,
        "at": stamp(gone.at),
        "why": gone.why,
        "superseded_by": gone.by or None,
    }


def _said(said: Said) -> dict[str, str]:
    name, was, now = said
    return {"field": name, "was": was, "now": now}
