"""A refresh saw two stories to be one while the person judged one of them."""

from __future__ import annotations

import pytest

from signalboard.archive import Archive, Judged
from signalboard.model import Stance, View

WEB4 = "web4-at-velocity"


@pytest.mark.parametrize("settled", [False, True], ids=["the other is nobody's", "both are"])
def test_a_judgment_made_meanwhile_stays_on_its_story(desk, places, stories, settled) -> None:
    into, away = stories[0], stories[1]
    if settled:
        desk.judge(into, WEB4, Stance.SUPPORT)
    refresh = Archive.open(places.archive)
    with refresh.writing() as writing:
        desk.judge(away, WEB4, Stance.CONTRADICT)  # the archive is busy: told later
        assert writing.merge(into, [away]) == [away]
    assert refresh.story(away).id == into
    refresh.close()
    desk.poll()
    story = desk.story(away)
    assert story.id == away
    assert [piece.stance for piece in desk.evidence_of(away)] == [Stance.CONTRADICT]
    rows = desk.listing(View(show="linked")).rows(0, 9)
    marks = {row.id: [mark.stance for mark in row.marks] for row in rows}
    wanted = {away: [Stance.CONTRADICT]} | ({into: [Stance.SUPPORT]} if settled else {})
    assert marks == wanted
    told = {heading: "\n".join(lines) for heading, lines in desk.doctor()}
    assert told["Wrong"] == "nothing"


def test_a_story_is_judged_by_the_id_it_had(desk, places, stories) -> None:
    pinned = desk.listing(View())
    refresh = Archive.open(places.archive)
    with refresh.writing() as writing:
        writing.merge(stories[0], [stories[1]])
    refresh.project([Judged(stories[1], 0, starred=True)])
    refresh.close()
    desk.judge(stories[1], WEB4, Stance.SUPPORT)
    assert [piece.story_id for piece in desk.evidence_of(stories[0])] == [stories[0]]
    assert desk.story(stories[0]).starred
    assert [row.id for row in pinned.rows(0, 5)].count(stories[0]) == 2
    assert len(desk.listing(View())) == 4
