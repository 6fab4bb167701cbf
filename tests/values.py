"""Values for tests, made with few words."""

from __future__ import annotations

from signalboard.model import Evidence, Report, Snapshot, Stance, Thesis, Version, Watch, replace
from signalboard.times import parse_iso

NOW = parse_iso("2026-11-24T12:00:00Z")


def report(
    outlet: str = "The Wire", origin: str = "", entry: str = "1", **fields: object
) -> Report:
    return Report(
        feed_url=str(fields.get("feed", "https://wire.example/feed")),
        entry_id=entry,
        outlet=outlet,
        origin=origin or outlet,
        title=str(fields.get("title", "Agents pay for lunch")),
        url=str(fields.get("url", f"https://wire.example/{entry}")),
        published_at=NOW - 3600,
        first_seen_at=NOW - 1800,
        reliability=str(fields.get("reliability", "")),
    )


def evidence(
    ident: str = "e1",
    stance: Stance = Stance.SUPPORT,
    *,
    story: str = "s1",
    thesis: str = "web4",
    strength: int = 1,
    note: str = "",
    judged_at: int = NOW,
    title: str = "Agents pay for lunch",
    reports: tuple[Report, ...] | None = None,
) -> Evidence:
    return Evidence(
        id=ident,
        thesis_id=thesis,
        story_id=story,
        stance=stance,
        strength=strength,
        note=note,
        judged_at=judged_at,
        changed_at=judged_at,
        version=0,
        snapshot=Snapshot(
            title=title,
            url="https://wire.example/1",
            at=NOW - 3600,
            excerpt="An agent paid.",
            companies=("Stripe",),
            reports=(report(title=title),) if reports is None else reports,
        ),
    )


def thesis(ident: str = "web4", number: int = 1, **fields: object) -> Thesis:
    return Thesis(
        id=ident,
        number=number,
        name=str(fields.get("name", "Web4 at velocity")),
        versions=(Version("agents become the main users", "people stay the main users", NOW),),
        prior=0.3,
        keywords=("agent",),
        status="active",
        created_at=NOW,
    )


def watch(ident: str = "w1", closes_at: int = NOW + 86400, **fields: object) -> Watch:
    plain = Watch(
        id=ident,
        thesis_id="web4",
        question="Does it power WeChat?",
        hit_if="it does",
        miss_if="it does not",
        void_if="nobody says",
        look_up="the release notes",
        opened_at=NOW,
        closes_at=closes_at,
        h1=0.8,
        h0=0.2,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]
