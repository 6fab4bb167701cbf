"""Rows that are kept say the same as rows made anew, whatever has changed."""

from __future__ import annotations

import random

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk
from signalboard.model import Company, FeedState, Outcome, Stance
from signalboard.times import DAY
from tests.desk.conftest import Clock, add

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"


def anew(desk: Desk) -> tuple[object, object, object]:
    """What a desk opened just now says."""
    other = Desk.open(desk.places, clock=desk._clock)
    try:
        return other.theses(), other.companies(), other.summary()
    finally:
        other.close()


def said(desk: Desk) -> tuple[object, object, object]:
    return desk.theses(), desk.companies(), desk.summary()


def test_whatever_is_done_the_rows_are_as_if_made_anew(
    desk: Desk, stories: list[str], places: config.Places
) -> None:
    dice = random.Random(3)
    other = Desk.open(places, clock=desk._clock)
    said(desk)
    for step in range(60):
        by, story = dice.choice([desk, desk, other]), dice.choice(stories)
        doing = dice.choice(["judge", "judge", "strength", "undo", "redo", "track", "star", "none"])
        if doing == "judge":
            by.judge(story, dice.choice([WEB4, WALLETS]), dice.choice(list(Stance)), strength=None)
        elif doing == "strength" and (piece := by.last_evidence()) is not None:
            if piece.stance is not Stance.NO_BEARING:
                by.set_strength(piece.id, dice.choice([1, 2, 3]))
        elif doing == "undo":
            by.undo()
        elif doing == "redo":
            by.redo()
        elif doing == "track":
            by.track("Stripe", dice.random() < 0.5)
        elif doing == "star":
            by.mark(story, starred=dice.random() < 0.5)
        desk.poll()
        other.poll()
        assert said(desk) == anew(desk), (step, doing)
        assert said(other) == said(desk)
    other.close()


def test_rows_that_nothing_changed_are_the_same(desk: Desk, stories: list[str]) -> None:
    theses, companies = desk.theses(), desk.companies()
    assert desk.companies() is companies
    desk.judge(stories[0], WEB4, Stance.SUPPORT)
    assert desk.theses()[1] is theses[1] and desk.theses()[0] is not theses[0]
    now = {row.company.name: row for row in desk.companies()}
    then = {row.company.name: row for row in companies}
    assert now["Tencent"] is then["Tencent"]
    assert (now["Stripe"].tally.supports, then["Stripe"].tally.supports) == (1, 0)


def test_what_a_refresh_brings_is_seen_with_the_next_look(
    desk: Desk, places: config.Places, clock: Clock
) -> None:
    before = said(desk)
    archive = Archive.open(places.archive)
    add(archive, 20, "Tencent again", companies=("Tencent",))
    archive.save_state(
        FeedState("https://wire.example/feed", outcome=Outcome.TIMEOUT, failures=3, attempted_at=5)
    )
    archive.close()
    assert desk.poll().stories
    assert said(desk) == anew(desk) != before
    assert desk.summary().feeds_broken == 1
    desk.add_company(Company("Baidu"))
    assert said(desk) == anew(desk)
    assert len(desk.companies()) == 3
    clock.at += DAY
    assert said(desk) == anew(desk)


def test_a_watch_comes_due_by_the_clock_alone(desk: Desk, clock: Clock) -> None:
    assert desk.theses()[0].due == 0
    clock.at += 400 * DAY
    assert desk.theses()[0].due == 1
