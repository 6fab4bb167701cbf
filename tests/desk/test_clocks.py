"""A clock set forward and back a year: what was judged last is last, and nothing waits for it."""

from __future__ import annotations

from pathlib import Path

from signalboard import config
from signalboard.desk import Desk
from signalboard.model import Stance
from signalboard.times import DAY
from tests.desk.conftest import Clock
from tests.values import NOW

YEAR = 365 * DAY


def test_the_order_of_judgments_is_the_journal_s_and_not_the_clock_s(
    places: config.Places, stories: list[str], clock: Clock
) -> None:
    desk = Desk.open(places, clock=clock)
    thesis = desk.find_thesis("web4")
    for story, moment in zip(stories, (NOW, NOW + YEAR, NOW - YEAR, NOW + 60), strict=False):
        clock.at = moment
        desk.judge(story, thesis, Stance.SUPPORT)
        desk.poll()
    assert [piece.story_id for piece in desk.evidence(thesis)] == stories[:4]
    before = desk.evidence(thesis)
    desk.close()
    (places.board / "board.json").unlink(missing_ok=True)
    again = Desk.open(places, clock=clock)
    assert again.evidence(thesis) == before and again.notices == ()
    for story in reversed(stories[:4]):  # the one recorded last goes first, whatever its date
        assert again.undo() is not None
        assert not again.evidence_of(story)
    for story in stories[:4]:
        assert again.redo() is not None
        assert len(again.evidence_of(story)) == 1
    assert again.export([thesis], "json")
    again.close()


def test_a_board_that_stays_open_goes_on_at_either_side(
    places: config.Places, stories: list[str], clock: Clock, tmp_path: Path
) -> None:
    desk = Desk.open(places, clock=clock, as_board=True)
    thesis = desk.find_thesis("web4")
    for moment in (NOW, NOW + YEAR, NOW, NOW - YEAR, NOW):
        clock.at = moment
        assert not desk.poll()
        row = desk.thesis(thesis)
        assert 0 < row.conviction.p < 1 if row.conviction is not None else True
        assert desk.summary().stories == 5
        desk.judge(stories[0], thesis, Stance.CONTRADICT)
        desk.undo()
    # A command beside it, with another clock.
    other = Desk.open(places, clock=lambda: NOW + 2 * YEAR)
    other.judge(stories[1], thesis, Stance.SUPPORT)
    other.close()
    assert desk.poll().judgments and not desk.poll()
    desk.judge(stories[2], thesis, Stance.SUPPORT)
    assert [piece.story_id for piece in desk.evidence(thesis)] == stories[1:3]
    desk.close()
