"""What the evidence on a thesis adds up to, as the desk tells it."""

from __future__ import annotations

import pytest

from signalboard import config, times
from signalboard.desk import Desk
from signalboard.model import Stance
from signalboard.times import DAY
from tests.desk.conftest import Clock
from tests.values import NOW

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"
SIX_MONTHS = times.add_months(NOW, 6)


def about(value: float) -> object:
    return pytest.approx(value, abs=0.001)


def worked(desk: Desk, stories: list[str], thesis: str = WALLETS) -> None:
    """T2 of the method: +10 +5 +2 -5 -2, each of a story of its own."""
    for story, strength in zip(stories, (3, 2, 1, -2, -1), strict=True):
        stance = Stance.SUPPORT if strength > 0 else Stance.CONTRADICT
        desk.judge(story, thesis, stance, strength=abs(strength))


def db(desk: Desk, thesis: str = WALLETS) -> float | None:
    found = desk.thesis(thesis).conviction
    return None if found is None else found.db


def test_the_worked_example_comes_out_at_the_desk(desk: Desk, stories: list[str]) -> None:
    assert desk.thesis(WALLETS).conviction is None
    worked(desk, stories)
    found = desk.thesis(WALLETS).conviction
    assert found is not None
    assert (found.db, found.p, found.word, found.tally) == (
        about(8.68),
        about(0.8807),
        "very likely",
        (3, 2),
    )
    assert found == next(r for r in desk.theses() if r.thesis.id == WALLETS).conviction
    worked(desk, stories, WEB4)
    assert db(desk, WEB4) == about(5.0), "its prior is .3"
    desk.undo()
    assert db(desk, WEB4) == about(5.0 + 1.6)


def test_a_settled_watch_counts_and_reopening_takes_that_back(
    desk: Desk, stories: list[str]
) -> None:
    worked(desk, stories)
    _, watch = desk.add_watch(
        WALLETS, "Does it ship?", "it does", "it does not", closes_at=SIX_MONTHS, h1=0.7, h0=0.15
    )
    assert db(desk) == about(8.68)
    desk.settle_watch(watch, "hit")
    assert db(desk) == about(15.370)
    assert desk.steps(WALLETS)[-1].db == about(15.370)
    desk.reopen_watch(watch)
    assert db(desk) == about(8.68)
    desk.settle_watch(watch, "miss")
    assert db(desk) == about(4.157)
    desk.undo()
    desk.settle_watch(watch, "void")
    assert db(desk) == about(8.68)


def test_the_discount_is_a_setting_that_counts_at_once(
    desk: Desk, places: config.Places, stories: list[str]
) -> None:
    worked(desk, stories)
    feeds = places.feeds_file
    feeds.write_text(feeds.read_text() + "method:\n  discount: 1\n")
    assert desk.poll().settings
    assert db(desk) == about(10)
    assert [row.conviction.db for row in desk.theses() if row.conviction] == [about(10)]
    assert desk.steps(WALLETS)[-1].db == about(10)


def test_what_thirty_days_changed_passes_with_time(
    desk: Desk, clock: Clock, stories: list[str]
) -> None:
    desk.judge(stories[0], WALLETS, Stance.SUPPORT, strength=3)
    assert desk.thesis(WALLETS).change == about(10)
    clock.at = NOW + 20 * DAY
    retracted = desk.judge(stories[1], WALLETS, Stance.CONTRADICT, strength=2).evidence_id
    assert desk.thesis(WALLETS).change == about(5)
    clock.at = NOW + 31 * DAY
    assert desk.thesis(WALLETS).change == about(-5)
    desk.retract(retracted or "")
    assert desk.thesis(WALLETS).change == about(0)
    clock.at = NOW + 60 * DAY
    desk.retract(desk.evidence(WALLETS)[0].id)
    assert desk.thesis(WALLETS).change is None and db(desk) is None
    assert [step.cause for step in desk.steps(WALLETS)] == ["support", "contradict", "gone", "gone"]


def test_the_guards_say_what_the_log_shows(desk: Desk, clock: Clock, stories: list[str]) -> None:
    for story in stories:
        desk.judge(story, WALLETS, Stance.SUPPORT)
    assert desk.thesis(WALLETS).guards == ("one-sided", "linchpin")
    told = {guard.name: guard for guard in desk.guards(WALLETS)}
    assert list(told) == ["one-sided", "linchpin"]
    assert told["linchpin"].evidence_id == desk.evidence(WALLETS)[-1].id
    desk.judge(stories[0], WALLETS, Stance.CONTRADICT)
    assert "one-sided" not in desk.thesis(WALLETS).guards
    clock.at += 31 * DAY
    assert "one-sided" not in desk.thesis(WALLETS).guards
    desk.edit_thesis(WALLETS, statement="agents pay for lunch")
    assert desk.thesis(WALLETS).guards == ("drift",)
    assert "6 judgments stay with an earlier wording" in desk.guards(WALLETS)[0].seen


def test_a_new_wording_begins_without_evidence(desk: Desk, stories: list[str]) -> None:
    worked(desk, stories)
    desk.edit_thesis(WALLETS, statement="agents pay for lunch")
    row = desk.thesis(WALLETS)
    assert (row.conviction, row.earlier) == (None, 5)
    assert (row.tally.supports, row.tally.contradictions) == (0, 0)
    assert row.strongest_against is None
    desk.judge(stories[0], WALLETS, Stance.SUPPORT)
    row = desk.thesis(WALLETS)
    assert row.earlier == 4 and row.conviction is not None
    assert row.conviction.db == about(10), "judged again, it keeps its strength"
    desk.undo()
    desk.undo()
    assert db(desk) == about(8.68)
