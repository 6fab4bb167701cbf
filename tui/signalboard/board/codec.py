"""Documents of the tables from values, and back. Moments are ISO 8601 in documents."""

from __future__ import annotations

from signalboard.board.changes import Document
from signalboard.model import Evidence, Report, Snapshot, Stance, Thesis, Version, Watch
from signalboard.times import iso, parse_iso


def evidence_out(piece: Evidence) -> Document:
    """The document of a piece of evidence; its id is the document's."""
    judged_as = piece.snapshot.judged_as
    return {
        "thesis": piece.thesis_id,
        "story": piece.story_id,
        "stance": str(piece.stance),
        "strength": piece.strength,
        "note": piece.note,
        "judged": iso(piece.judged_at),
        "changed": iso(piece.changed_at),
        "version": piece.version,
        "snapshot": {
            "title": piece.snapshot.title,
            "url": piece.snapshot.url,
            "at": iso(piece.snapshot.at),
            "excerpt": piece.snapshot.excerpt,
            "companies": list(piece.snapshot.companies),
            "reports": [_report_out(report) for report in piece.snapshot.reports],
            **({"judged_as": judged_as} if judged_as else {}),
        },
    }


def evidence_in(ident: str, document: Document) -> Evidence:
    """The evidence of a document."""
    snapshot = document["snapshot"]
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
        snapshot=Snapshot(
            title=snapshot["title"],
            url=snapshot["url"],
            at=parse_iso(snapshot["at"]),
            excerpt=snapshot["excerpt"],
            companies=tuple(snapshot["companies"]),
            reports=tuple(_report_in(report) for report in snapshot["reports"]),
            judged_as=snapshot.get("judged_as", ""),
        ),
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
    )


def _report_out(report: Report) -> Document:
    return {
        "feed": report.feed_url,
        "entry": report.entry_id,
        "outlet": report.outlet,
        "origin": report.origin,
        "title": report.title,
        "url": report.url,
        "published": None if report.published_at is None else iso(report.published_at),
        "first_seen": iso(report.first_seen_at),
    }


def _report_in(document: Document) -> Report:
    published = document["published"]
    return Report(
        feed_url=document["feed"],
        entry_id=document["entry"],
        outlet=document["outlet"],
        origin=document["origin"],
        title=document["title"],
        url=document["url"],
        published_at=None if published is None else parse_iso(published),
        first_seen_at=parse_iso(document["first_seen"]),
    )
