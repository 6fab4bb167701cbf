"""How far a feed was relied on when a story of it was judged."""

from __future__ import annotations

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk, Wish
from signalboard.model import Entry, Feed, Stance, View
from tests.desk.conftest import Clock
from tests.values import NOW

WEB4 = "web4-at-velocity"


def rate(places: config.Places, desk: Desk, letter: str | None, name: str = "The Wire") -> None:
    url = f"https://{name.split()[-1].lower()}.example/feed"
    config.put_feed(places.feeds_file, Feed(name, url, reliability=letter))  # type: ignore[arg-type]
    desk.poll()


def ratings(desk: Desk, evidence_id: str | None) -> list[str]:
    piece = desk.evidence_by_id(evidence_id or "")
    assert piece is not None
    return [report.reliability for report in piece.snapshot.reports]


def test_the_rating_of_a_feed_is_recorded_when_a_story_is_judged(
    desk: Desk, places: config.Places, clock: Clock, stories: list[str]
) -> None:
    unrated = desk.judge(stories[0], WEB4, Stance.SUPPORT).evidence_id
    rate(places, desk, "B")
    rated = desk.judge(stories[1], WEB4, Stance.SUPPORT).evidence_id
    rate(places, desk, "E")
    again = desk.judge(stories[1], WEB4, Stance.SUPPORT, strength=3).evidence_id
    assert again == rated
    assert (ratings(desk, unrated), ratings(desk, rated)) == ([""], ["B"])
    with_restart = Desk.open(places, clock=clock)
    assert ratings(with_restart, rated) == ["B"]
    with_restart.close()


def test_many_stories_judged_at_once_have_the_rating_too(
    desk: Desk, places: config.Places, stories: list[str]
) -> None:
    rate(places, desk, "C")
    listing = desk.listing(View())
    bulk = desk.bulk(listing, Wish(WEB4, Stance.SUPPORT))
    while bulk.step():
        pass
    bulk.record()
    pieces = desk.evidence(WEB4)
    assert len(pieces) == len(stories)
    assert {r.reliability for piece in pieces for r in piece.snapshot.reports} == {"C"}


def test_merging_and_splitting_keep_what_was_recorded(
    desk: Desk, places: config.Places, stories: list[str]
) -> None:
    archive = Archive.open(places.archive)
    with archive.writing() as writing:
        other = writing.add(
            "https://post.example/feed",
            Entry("p1", "Agents pay at Stripe", url="https://post.example/1", published_at=NOW),
            outlet="The Post", origin="The Post", canonical_url="post.example/1",
            title_key="agents pay at stripe", companies=(), story_id=None, seen_at=NOW,
        )  # fmt: skip
    archive.close()
    rate(places, desk, "B")
    rate(places, desk, "D", "The Post")
    judged = desk.judge(stories[0], WEB4, Stance.SUPPORT).evidence_id
    rate(places, desk, "E")
    merged = desk.merge([stories[0], other], wait=True)
    assert sorted(ratings(desk, judged)) == ["B", "D"]
    story = desk.story(merged.story_ids[0]) or desk.story(stories[0])
    assert story is not None
    post = [(r.feed_url, r.entry_id) for r in story.reports if r.outlet == "The Post"]
    desk.split(story.id, post, wait=True)
    assert ratings(desk, judged) == ["B"]
    desk.undo()
    assert sorted(ratings(desk, judged)) == ["B", "D"]
