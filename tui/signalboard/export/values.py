"""The values that an evidence log in JSON was written of, from what it says. Pure.

What is read here keeps the schema. A date that there is not raises ValueError.
"""

from __future__ import annotations

from typing import Any

from signalboard import times
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


def thesis(said: dict[str, Any]) -> Thesis:
    """A thesis with all its wordings."""
    return Thesis(
        id=said["id"],
        number=int(said["number"]),
        name=said["name"],
        versions=tuple(
            Version(each["statement"], each["negation"], moment(each["since"]) or 0)
            for each in said["wordings"]
        ),
        prior=said["prior"],
        prior_said=said["prior_said"],
        keywords=tuple(said["keywords"]),
        status=said["status"],
        created_at=moment(said["created"]) or 0,
        horizon_at=moment(said["horizon"]),
        rivals=tuple(said["rivals"]),
        pre_mortem=said["pre_mortem"],
        post_mortem=said["post_mortem"],
        closed_at=moment(said["closed"]),
    )


def evidence(said: dict[str, Any], thesis_id: str) -> Evidence:
    """A judgment; one without bearing says no strength and has the 1 that all such have."""
    return Evidence(
        id=said["id"],
        thesis_id=thesis_id,
        story_id=said["story"],
        stance=Stance(said["stance"]),
        strength=1 if said["strength"] is None else int(said["strength"]),
        note=said["note"],
        judged_at=known(said["judged"]),
        changed_at=known(said["changed"]),
        version=int(said["wording"]) - 1,
        snapshot=snapshot(said["snapshot"]),
        quote=said["quote"],
        quoted=said["quoted"],
        original=_original(said.get("original")),
    )


def _original(said: dict[str, Any] | None) -> Original | None:
    """What a judgment said first; the numbers of JSON may be floats."""
    if not said:
        return None
    wording, strength, reports = (said.get(key) for key in ("wording", "strength", "reports"))
    return Original(
        strength=None if strength is None else int(strength),
        note=said.get("note"),
        quote=said.get("quote"),
        quoted=said.get("quoted"),
        version=None if wording is None else int(wording) - 1,
        story_id=said.get("story"),
        reports=None if reports is None else int(reports),
    )


def snapshot(said: dict[str, Any]) -> Snapshot:
    """A story as it read."""
    return Snapshot(
        title=said["title"],
        url=said["url"],
        at=moment(said["at"]) or 0,
        excerpt=said["excerpt"],
        companies=tuple(said["companies"]),
        reports=tuple(report(each) for each in said["reports"]),
        judged_as=said.get("judged_as", ""),
    )


def report(said: dict[str, Any]) -> Report:
    """One report of a story."""
    return Report(
        feed_url=said["feed"],
        entry_id=said["entry"],
        outlet=said["outlet"],
        origin=said["origin"],
        title=said["title"],
        url=said["url"],
        published_at=moment(said["published"]),
        first_seen_at=moment(said["first_seen"]) or 0,
        reliability=said["reliability"] or "",
    )


def withdrawn(said: dict[str, Any], thesis_id: str) -> Withdrawn:
    """A judgment that counts no more."""
    return Withdrawn(
        evidence(said["evidence"], thesis_id),
        known(said["at"]),
        said["why"],
        said["superseded_by"] or "",
    )


def watch(said: dict[str, Any], thesis_id: str) -> Watch:
    """A watch."""
    return Watch(
        id=said["id"],
        thesis_id=thesis_id,
        question=said["question"],
        hit_if=said["hit_if"],
        miss_if=said["miss_if"],
        void_if=said["void_if"],
        look_up=said["look_up"],
        opened_at=known(said["opened"]),
        closes_at=known(said["closes"]),
        h1=said["p_hit_if_true"],
        h0=said["p_hit_if_false"],
        state=said["state"],
        story_id=said["story"],
        resolves_at=moment(said["resolves"]),
        forecasts=tuple(
            Forecast(known(each["at"]), each["p"], each["own"]) for each in said["forecasts"]
        ),
        settled_at=moment(said["settled"]),
        link=said["link"],
        note=said["note"],
    )


def hint(said: dict[str, Any], thesis_id: str) -> Hint:
    """A suggestion that was seen."""
    stance = said["stance"]
    return Hint(
        said["story"], thesis_id, None if stance is None else Stance(stance), known(said["seen"])
    )


def brief(said: dict[str, Any]) -> Brief:
    """A brief."""
    return Brief(
        id=said["id"],
        story_id=said["story"],
        snapshot=snapshot(said["snapshot"]),
        created_at=known(said["created"]),
        changed_at=known(said["changed"]),
        headline=said["headline"],
        points=tuple(
            Point(each["text"], tuple(map(int, each["sources"]))) for each in said["summary"]
        ),
        bearings=tuple(
            Bearing(
                each["thesis"],
                int(each["number"]),
                each["name"],
                Stance(each["stance"]),
                int(each["strength"]),
            )
            for each in said["bearings"]
        ),
        signal=tuple(said["signal"]),
        quote=said["quote"],
        quoted=said["quoted"],
        implication=tuple(said["implication"]),
        watches=tuple(
            Asked(
                thesis_id=each["thesis"],
                thesis=each["name"],
                question=each["question"],
                hit_if=each["hit_if"],
                miss_if=each["miss_if"],
                closes_at=moment(each["closes"]),
                h1=each["p_hit_if_true"],
                h0=each["p_hit_if_false"],
                watch_id=each["watch"] or "",
            )
            for each in said["watches"]
        ),
        sources=tuple(
            Cited(each["title"], each["outlet"], each["url"], moment(each["published"]))
            for each in said["sources"]
        ),
        finished_at=moment(said["finished"]),
    )


def moment(written: str | None) -> int | None:
    """A moment, where one is told."""
    return None if written is None else known(written)


def known(written: str) -> int:
    """The moment of a date; raises ValueError where there is none, or none that would leave."""
    moment = times.parse_iso(written)
    if moment < 0:
        raise ValueError(f"{written!r} lies before 1970")
    return moment
