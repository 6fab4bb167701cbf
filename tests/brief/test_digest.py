"""What a stretch of time brought: watches that come due, briefs, and how theses moved."""

from __future__ import annotations

from signalboard.brief.digest import Moved, Stood, ahead, moved, written_in
from signalboard.judge.history import history
from signalboard.model import Stance, Withdrawn, replace
from signalboard.times import DAY
from tests.brief.sample import BRIEF, CHINA, NOW, TALENT, WATCH
from tests.values import evidence

SINCE, UNTIL = NOW - 7 * DAY, NOW


def piece(ident: str, days: int, stance: Stance = Stance.SUPPORT, **more: object):
    return evidence(
        ident, stance, thesis=CHINA.id, story=f"s{ident}", judged_at=NOW - days * DAY,
        **more,
    )  # fmt: skip


def how(*pieces, withdrawn=(), watches=()) -> Moved:
    steps = history(CHINA, pieces, withdrawn=withdrawn)
    return moved(CHINA, pieces, withdrawn, watches, steps, SINCE, UNTIL)


def test_a_thesis_is_told_before_and_after() -> None:
    first = piece("e1", 20, strength=2)
    against = piece("e2", 3, Stance.CONTRADICT, strength=3)
    later = piece("e3", 2, Stance.CONTRADICT, strength=3)
    weak = piece("e4", 1, Stance.CONTRADICT)
    aside = piece("e5", 1, Stance.NO_BEARING)
    future = piece("e6", -1)
    found = how(first, against, later, weak, aside, future)
    assert found.before == Stood(1, 0, 5.0)
    assert (found.after.supports, found.after.contradictions) == (1, 3)
    assert found.after.db is not None and found.after.db < -9
    assert (found.judged, found.against) == (4, later)
    assert found.is_changed
    assert 0 < (found.after.p or 0) < 0.11 < 0.7 < (found.before.p or 0)


def test_nothing_counted_is_no_percentage() -> None:
    found = how()
    assert found.before == found.after == Stood(0, 0, None)
    assert found.after.p is None
    assert (found.against, found.judged, found.settled, found.is_changed) == (None, 0, (), False)


def test_what_was_withdrawn_counted_until_then() -> None:
    gone = Withdrawn(piece("e1", 20), NOW - 2 * DAY)
    found = how(withdrawn=(gone,))
    assert (found.before.supports, found.after.supports) == (1, 0)
    assert found.after.db is None
    assert (found.judged, found.is_changed) == (0, True)


def test_watches_answered_in_it_are_told_in_order() -> None:
    hit = replace(WATCH, state="hit", settled_at=NOW - DAY)
    miss = replace(WATCH, id="w3", state="miss", settled_at=NOW - 2 * DAY)
    before = replace(WATCH, id="w4", state="hit", settled_at=SINCE - 1)
    found = how(watches=(hit, miss, before, WATCH))
    assert found.settled == (miss, hit)
    assert found.is_changed


def test_watches_due_in_thirty_days_come_in_the_order_of_their_dates() -> None:
    late = replace(WATCH, id="w1", opened_at=SINCE, closes_at=NOW - DAY)
    soon = replace(WATCH, id="w2", closes_at=NOW + DAY, resolves_at=NOW + 30 * DAY)
    far = replace(WATCH, id="w3", closes_at=NOW + 31 * DAY)
    unborn = replace(WATCH, id="w4", opened_at=NOW + 1, closes_at=NOW + DAY)
    settled = replace(WATCH, id="w5", closes_at=NOW + DAY, state="hit", settled_at=NOW)
    later = replace(WATCH, id="w6", closes_at=NOW + DAY, state="hit", settled_at=NOW + 1)
    other = replace(WATCH, id="w7", closes_at=NOW + DAY, thesis_id="gone")
    found = ahead((far, soon, late, unborn, settled, later, other), (CHINA, TALENT), NOW)
    assert [(each.watch.id, each.at, each.thesis) for each in found] == [
        ("w1", NOW - DAY, CHINA),
        ("w6", NOW + DAY, CHINA),
        ("w2", NOW + 30 * DAY, CHINA),
    ]


def test_briefs_are_those_finished_in_it() -> None:
    first = replace(BRIEF, finished_at=SINCE)
    second = replace(BRIEF, id="b8", finished_at=UNTIL)
    others = (
        replace(BRIEF, id="b9", finished_at=UNTIL + 1),
        replace(BRIEF, id="b10", finished_at=SINCE - 1),
        replace(BRIEF, id="b11", changed_at=SINCE - 1),
    )
    assert written_in((second, *others, first, BRIEF), SINCE, UNTIL) == ((first, second), 1)
