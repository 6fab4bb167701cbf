"""Documents of the tables from values, and back. Moments are ISO 8601 in documents.

A field that came later than the first version is left out, or None, where it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from signalboard.board.changes import Document
from signalboard.model import (
    Asked,
    Bearing,
    Brief,
    Cited,
    Evidence,
    Forecast,
    Hint,
    Original,
    Point,
    Report,
    Snapshot,
    Stance,
    Thesis,
    Version,
    Watch,
    Withdrawn,
)
from signalboard.times import iso, parse_iso


def evidence_out(piece: Evidence) -> Document:
    """The document of a piece of evidence; its id is the document's."""
    return {
        "thesis": piece.thesis_id,
        "story": piece.story_id,
        "stance": str(piece.stance),
        "strength": piece.strength,
        "note": piece.note,
        "judged": iso(piece.judged_at),
        "changed": iso(piece.changed_at),
        "version": piece.version,
        "snapshot": _snapshot_out(piece.snapshot),
        **_said(quote=piece.quote, quoted=piece.quoted, original=_original_out(piece.original)),
    }


def evidence_in(ident: str, document: Document) -> Evidence:
    """The evidence of a document."""
    return Evidence(
        id=ident,
        thesis_id=document["thesis"],
        story_id=document["story"],
        stance=Stance(document["stance"]),
        strength=document["strength"],
        note=document["note"],
        judged_at=parse_iso(document["judged"]),
        changed_at=parse_iso(document["changed"]),
        version=document["version"],
        snapshot=_snapshot_in(document["snapshot"]),
        quote=document.get("quote") or "",
        quoted=document.get("quoted") or "",
        original=_original_in(document.get("original")),
    )


def withdrawn_out(piece: Withdrawn) -> Document:
    """The document of evidence that counts no more."""
    return {
        "evidence": evidence_out(piece.evidence),
        "at": iso(piece.at),
        "why": piece.why,
        "by": piece.by,
    }


def withdrawn_in(ident: str, document: Document) -> Withdrawn:
    """What such a document says."""
    return Withdrawn(
        evidence_in(ident, document["evidence"]),
        parse_iso(document["at"]),
        document["why"],
        document["by"],
    )


def thesis_out(thesis: Thesis) -> Document:
    """The document of a thesis."""
    return {
        "number": thesis.number,
        "name": thesis.name,
        "versions": [
            {"statement": v.statement, "negation": v.negation, "at": iso(v.at)}
            for v in thesis.versions
        ],
        "prior": thesis.prior,
        "keywords": list(thesis.keywords),
        "status": thesis.status,
        "created": iso(thesis.created_at),
        **_said(
            horizon=_moment(thesis.horizon_at),
            rivals=list(thesis.rivals),
            pre_mortem=thesis.pre_mortem,
            post_mortem=thesis.post_mortem,
            closed=_moment(thesis.closed_at),
            prior_unsaid=not thesis.prior_said,
        ),
    }


def thesis_in(ident: str, document: Document) -> Thesis:
    """The thesis of a document."""
    return Thesis(
        id=ident,
        number=document["number"],
        name=document["name"],
        versions=tuple(
            Version(v["statement"], v["negation"], parse_iso(v["at"])) for v in document["versions"]
        ),
        prior=document["prior"],
        keywords=tuple(document["keywords"]),
        status=document["status"],
        created_at=parse_iso(document["created"]),
        horizon_at=_at(document.get("horizon")),
        rivals=tuple(document.get("rivals") or ()),
        pre_mortem=document.get("pre_mortem") or "",
        post_mortem=document.get("post_mortem") or "",
        closed_at=_at(document.get("closed")),
        prior_said=not document.get("prior_unsaid"),
    )


def watch_out(watch: Watch) -> Document:
    """The document of a watch."""
    return {
        "thesis": watch.thesis_id,
        "question": watch.question,
        "hit_if": watch.hit_if,
        "miss_if": watch.miss_if,
        "void_if": watch.void_if,
        "look_up": watch.look_up,
        "opened": iso(watch.opened_at),
        "closes": iso(watch.closes_at),
        "h1": watch.h1,
        "h0": watch.h0,
        "state": watch.state,
        "story": watch.story_id,
        **_said(
            resolves=_moment(watch.resolves_at),
            forecasts=[[iso(f.at), f.p, f.is_own] for f in watch.forecasts],
            settled=_moment(watch.settled_at),
            link=watch.link,
            note=watch.note,
        ),
    }


def watch_in(ident: str, document: Document) -> Watch:
    """The watch of a document."""
    return Watch(
        id=ident,
        thesis_id=document["thesis"],
        question=document["question"],
        hit_if=document["hit_if"],
        miss_if=document["miss_if"],
        void_if=document["void_if"],
        look_up=document["look_up"],
        opened_at=parse_iso(document["opened"]),
        closes_at=parse_iso(document["closes"]),
        h1=document["h1"],
        h0=document["h0"],
        state=document["state"],
        story_id=document["story"],
        resolves_at=_at(document.get("resolves")),
        forecasts=tuple(
            Forecast(parse_iso(at), p, is_own) for at, p, is_own in document.get("forecasts") or ()
        ),
        settled_at=_at(document.get("settled")),
        link=document.get("link") or "",
        note=document.get("note") or "",
    )


def brief_out(brief: Brief) -> Document:
    """The document of a brief; its id is the document's."""
    return {
        "story": brief.story_id,
        "snapshot": _snapshot_out(brief.snapshot),
        "created": iso(brief.created_at),
        "changed": iso(brief.changed_at),
        "headline": brief.headline,
        "points": [[point.text, list(point.sources)] for point in brief.points],
        "bearings": [
            [each.thesis_id, each.number, each.name, str(each.stance), each.strength]
            for each in brief.bearings
        ],
        "signal": list(brief.signal),
        "quote": brief.quote,
        "quoted": brief.quoted,
        "implication": list(brief.implication),
        "watches": [
            {
                "thesis": asked.thesis_id,
                "name": asked.thesis,
                "question": asked.question,
                "hit_if": asked.hit_if,
                "miss_if": asked.miss_if,
                "closes": _moment(asked.closes_at),
                "h1": asked.h1,
                "h0": asked.h0,
                "watch": asked.watch_id,
            }
            for asked in brief.watches
        ],
        "sources": [
            [cited.title, cited.outlet, cited.url, _moment(cited.published_at)]
            for cited in brief.sources
        ],
        "finished": _moment(brief.finished_at),
    }


def brief_in(ident: str, document: Document) -> Brief:
    """The brief of a document."""
    return Brief(
        id=ident,
        story_id=document["story"],
        snapshot=_snapshot_in(document["snapshot"]),
        created_at=parse_iso(document["created"]),
        changed_at=parse_iso(document["changed"]),
        headline=document["headline"],
        points=tuple(Point(said, tuple(numbers)) for said, numbers in document["points"]),
        bearings=tuple(
            Bearing(thesis, number, name, Stance(stance), strength)
            for thesis, number, name, stance, strength in document["bearings"]
        ),
        signal=tuple(document["signal"]),
        quote=document["quote"],
        quoted=document["quoted"],
        implication=tuple(document["implication"]),
        watches=tuple(
            Asked(
                thesis_id=asked["thesis"],
                thesis=asked["name"],
                question=asked["question"],
                hit_if=asked["hit_if"],
                miss_if=asked["miss_if"],
                closes_at=_at(asked["closes"]),
                h1=asked["h1"],
                h0=asked["h0"],
                watch_id=asked["watch"],
            )
            for asked in document["watches"]
        ),
        sources=tuple(
            Cited(title, outlet, url, _at(published))
            for title, outlet, url, published in document["sources"]
        ),
        finished_at=_at(document["finished"]),
    )


def hints_out(hints: Iterable[Hint]) -> Document:
    """The document of hints on one thesis that came with a log; its id is the thesis's."""
    return {
        "seen": [
            [hint.story_id, None if hint.stance is None else str(hint.stance), iso(hint.seen_at)]
            for hint in hints
        ]
    }


def hints_in(thesis_id: str, document: Document) -> tuple[Hint, ...]:
    """The hints of such a document."""
    return tuple(
        Hint(story, thesis_id, None if stance is None else Stance(stance), parse_iso(seen))
        for story, stance, seen in document["seen"]
    )


def _original_out(first: Original | None) -> Document:
    if first is None:
        return {}
    said = {
        "strength": first.strength,
        "note": first.note,
        "quote": first.quote,
        "quoted": first.quoted,
        "version": first.version,
        "story": first.story_id,
        "reports": first.reports,
    }
    return {name: value for name, value in said.items() if value is not None}


def _original_in(document: Document | None) -> Original | None:
    if not document:
        return None
    return Original(
        strength=document.get("strength"),
        note=document.get("note"),
        quote=document.get("quote"),
        quoted=document.get("quoted"),
        version=document.get("version"),
        story_id=document.get("story"),
        reports=document.get("reports"),
    )


def _snapshot_out(snapshot: Snapshot) -> Document:
    return {
        "title": snapshot.title,
        "url": snapshot.url,
        "at": iso(snapshot.at),
        "excerpt": snapshot.excerpt,
        "companies": list(snapshot.companies),
        "reports": [_report_out(report) for report in snapshot.reports],
        **_said(judged_as=snapshot.judged_as),
    }


def _snapshot_in(document: Document) -> Snapshot:
    return Snapshot(
        title=document["title"],
        url=document["url"],
        at=parse_iso(document["at"]),
        excerpt=document["excerpt"],
        companies=tuple(document["companies"]),
        reports=tuple(_report_in(report) for report in document["reports"]),
        judged_as=document.get("judged_as", ""),
    )


def _report_out(report: Report) -> Document:
    return {
        "feed": report.feed_url,
        "entry": report.entry_id,
        "outlet": report.outlet,
        "origin": report.origin,
        "title": report.title,
        "url": report.url,
        "published": _moment(report.published_at),
        "first_seen": iso(report.first_seen_at),
        **_said(reliability=report.reliability),
    }


def _report_in(document: Document) -> Report:
    return Report(
        feed_url=document["feed"],
        entry_id=document["entry"],
        outlet=document["outlet"],
        origin=document["origin"],
        title=document["title"],
        url=document["url"],
        published_at=_at(document["published"]),
        first_seen_at=parse_iso(document["first_seen"]),
        reliability=document.get("reliability") or "",
    )


def _said(**fields: object) -> Document:
    """Fields that were not there from the first version on: only those that say something."""
    return {name: value for name, value in fields.items() if value}


def _moment(at: int | None) -> str | None:
    return None if at is None else iso(at)


def _at(moment: str | None) -> int | None:
    return None if moment is None else parse_iso(moment)
