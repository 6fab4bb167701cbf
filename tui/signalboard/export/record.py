"""An evidence log as JSON: whole, snapshots included, for programs and for the years to come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from signalboard.export.gather import Gone, Line, Log, Source, ThesisLog, stamp
from signalboard.export.sums import Question, Sum, rounded
from signalboard.judge.conviction import Conviction, Term
from signalboard.judge.weights import weight
from signalboard.model import STRENGTHS, Brief, Hint, Original, Report, Snapshot, Stance

SCHEMA = Path(__file__).with_name("evidence-log.schema.json")
"""The JSON Schema (draft 2020-12) that every log of this version validates against."""
SCHEMA_VERSION = 1

Object = dict[str, Any]


def write(log: Log) -> str:
    """The log as one JSON object with its keys in a fixed order, ending in a line end."""
    return json.dumps(whole(log), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def whole(log: Log) -> Object:
    """The log as the object that is written."""
    return {
        "format": "signalboard-evidence-log",
        "schema_version": SCHEMA_VERSION,
        "as_of": stamp(log.as_of),
        "method": list(log.method),
        "theses": [_thesis(entry) for entry in log.theses],
        "sources": [_source(source) for source in log.sources],
        # What came later than the first version is left out where it says nothing.
        **({"briefs": [_brief(brief) for brief in log.briefs]} if log.briefs else {}),
    }


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
        "prior_said": thesis.prior_said,
        "keywords": list(thesis.keywords),
        "created": stamp(thesis.created_at),
        "horizon": stamp(thesis.horizon_at),
        "rivals": list(thesis.rivals),
        "pre_mortem": thesis.pre_mortem,
        "closed": stamp(thesis.closed_at),
        "post_mortem": thesis.post_mortem,
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
        "conviction": conviction(entry.sum.conviction),
        "change_30_days_db": _rounded(entry.sum.change),
        "last_contradiction": stamp(entry.sum.last_contradiction_at),
        "strongest_contradiction": None if against is None else against.evidence.id,
        "sum": _sum(entry.sum),
        "guards": [
            {
                "name": guard.name,
                "seen": guard.seen,
                "unproven": guard.unproven,
                "evidence": guard.evidence_id or None,
            }
            for guard in entry.sum.guards
        ],
        "evidence": [evidence(line) for line in entry.lines],
        "withdrawn": [_gone(gone) for gone in entry.gone],
        "watches": [_watch(question) for question in entry.watches],
        **({"hints": [_hint(hint) for hint in entry.hints]} if entry.hints else {}),
    }


def conviction(said: Conviction | None) -> Object | None:
    """What the evidence adds up to; None where there is none."""
    if said is None:
        return None
    return {
        "db": rounded(said.db),
        "p": rounded(said.p),
        "low": rounded(said.low),
        "high": rounded(said.high),
        "word": said.word,
        "tally": list(said.tally),
    }


def _sum(summed: Sum) -> Object:
    sigma = 0.0 if summed.conviction is None else summed.conviction.sigma
    return {
        "discount": summed.discount,
        "prior_db": rounded(summed.prior_db),
        "supports": [_term(term) for term in summed.supports],
        "support_db": rounded(summed.support_db),
        "contradictions": [_term(term) for term in summed.contradictions],
        "contradict_db": rounded(summed.contradict_db),
        "settled": [{"watch": each.watch_id, "db": rounded(each.db)} for each in summed.settled],
        "settled_db": rounded(summed.settled_db),
        "db": rounded(summed.db),
        "sigma": rounded(sigma),
    }


def _term(term: Term) -> Object:
    return {
        "evidence": term.piece.id,
        "weight_db": rounded(term.weight),
        "factor": rounded(term.factor),
        "db": rounded(term.db),
    }


def _gone(gone: Gone) -> Object:
    return {
        "at": stamp(gone.at),
        "why": gone.why,
        "superseded_by": gone.by or None,
        "evidence": evidence(gone.line),
    }


def evidence(line: Line) -> Object:
    """A judgment."""
    piece = line.evidence
    weighs = piece.stance is not Stance.NO_BEARING
    return {
        "id": piece.id,
        "story": piece.story_id,
        "stance": piece.stance.value,
        "strength": piece.strength if weighs else None,
        "strength_word": STRENGTHS[piece.strength] if weighs else None,
        "weight_db": rounded(weight(piece)) if weighs else None,
        "note": piece.note,
        "quote": piece.quote,
        "quoted": piece.quoted,
        "judged": stamp(piece.judged_at),
        "changed": stamp(piece.changed_at),
        "published": stamp(line.published_at),
        "wording": line.wording,
        "split": list(line.split),
        "outlets": list(piece.snapshot.outlets),
        "origins": list(piece.snapshot.origins),
        "sources": list(line.sources),
        "snapshot": _snapshot(piece.snapshot),
        **({} if piece.original is None else {"original": _original(piece.original)}),
    }


def _original(first: Original) -> Object:
    said = {
        "strength": first.strength,
        "note": first.note,
        "quote": first.quote,
        "quoted": first.quoted,
        "wording": None if first.version is None else first.version + 1,
        "story": first.story_id,
        "reports": first.reports,
    }
    return {name: value for name, value in said.items() if value is not None}


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
        "reliability": report.reliability or None,
    }


def _watch(asked: Question) -> Object:
    watch = asked.watch
    return {
        "id": watch.id,
        "question": watch.question,
        "hit_if": watch.hit_if,
        "miss_if": watch.miss_if,
        "void_if": watch.void_if,
        "look_up": watch.look_up,
        "opened": stamp(watch.opened_at),
        "closes": stamp(watch.closes_at),
        "resolves": stamp(watch.resolves_at),
        "p_hit_if_true": watch.h1,
        "p_hit_if_false": watch.h0,
        "hit_db": rounded(asked.hit_db),
        "miss_db": rounded(asked.miss_db),
        "state": watch.state,
        "due": asked.is_due,
        "settled": stamp(watch.settled_at),
        "settled_db": _rounded(asked.settled_db),
        "link": watch.link,
        "note": watch.note,
        "forecast": _rounded(asked.forecast),
        "forecasts": [
            {"at": stamp(said.at), "p": said.p, "own": said.is_own} for said in watch.forecasts
        ],
        "brier": _rounded(asked.score),
        "story": watch.story_id,
    }


def _hint(hint: Hint) -> Object:
    return {
        "story": hint.story_id,
        "stance": None if hint.stance is None else hint.stance.value,
        "seen": stamp(hint.seen_at),
    }


def _brief(brief: Brief) -> Object:
    return {
        "id": brief.id,
        "story": brief.story_id,
        "created": stamp(brief.created_at),
        "changed": stamp(brief.changed_at),
        "finished": stamp(brief.finished_at),
        "headline": brief.headline,
        "summary": [{"text": point.text, "sources": list(point.sources)} for point in brief.points],
        "bearings": [
            {
                "thesis": each.thesis_id,
                "number": each.number,
                "name": each.name,
                "stance": each.stance.value,
                "strength": each.strength,
            }
            for each in brief.bearings
        ],
        "signal": list(brief.signal),
        "quote": brief.quote,
        "quoted": brief.quoted,
        "implication": list(brief.implication),
        "watches": [
            {
                "watch": asked.watch_id or None,
                "thesis": asked.thesis_id,
                "name": asked.thesis,
                "question": asked.question,
                "hit_if": asked.hit_if,
                "miss_if": asked.miss_if,
                "closes": stamp(asked.closes_at),
                "p_hit_if_true": asked.h1,
                "p_hit_if_false": asked.h0,
            }
            for asked in brief.watches
        ],
        "sources": [
            {
                "title": cited.title,
                "outlet": cited.outlet,
                "url": cited.url,
                "published": stamp(cited.published_at),
            }
            for cited in brief.sources
        ],
        "snapshot": _snapshot(brief.snapshot),
    }


def _source(source: Source) -> Object:
    return {
        "number": source.number,
        "outlet": source.outlet,
        "title": source.title,
        "url": source.url,
        "published": stamp(source.published_at),
        "first_seen": stamp(source.seen_at),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else rounded(value)
