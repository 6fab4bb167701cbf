"""All stories of a list at once: one change, one undo, and no judgment of a single story lost."""

from __future__ import annotations

import json

import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.desk import Desk, DeskProblem, Wish
from signalboard.desk import bulk as bulk_room
from signalboard.model import Stance, View
from tests.desk.conftest import Clock, add

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"
AGENTS, EVERYTHING = View(search="agents"), View()


def done(desk: Desk, view: View, wish: Wish):
    bulk = desk.bulk(desk.listing(view), wish)
    while bulk.step():
        pass
    return bulk, bulk.record()


def marks(desk: Desk, view: View = EVERYTHING) -> dict[str, tuple[bool, bool]]:
    listing = desk.listing(view)
    return {row.title: (row.read, row.starred) for row in listing.rows(0, len(listing))}


def test_all_stories_of_a_list_are_judged_by_one_change(desk: Desk) -> None:
    bulk, change = done(desk, AGENTS, Wish(WEB4, Stance.CONTRADICT))
    assert change is not None and change.label == "contradict: Web4 at velocity (2 stories)"
    assert len(change.story_ids) == 2 and change.thesis_ids == (WEB4,) and bulk.passed == 0
    assert desk.thesis(WEB4).tally.contradictions == 2
    assert desk.summary().unjudged == 3
    pieces = desk.evidence(WEB4)
    assert [p.id for p in pieces] == [f"e{change.seq}", f"e{change.seq}-2"]
    assert all(p.snapshot.reports and p.strength == 1 for p in pieces)
    assert desk.last_evidence() == pieces[-1], "what a key makes stronger is of this change"


def test_one_undo_takes_all_of_it_back_after_a_restart_too(
    desk: Desk, places: config.Places, clock: Clock
) -> None:
    before = len(places.board.joinpath("journal.jsonl").read_bytes().splitlines())
    _, change = done(desk, AGENTS, Wish(WEB4, Stance.SUPPORT))
    lines = places.board.joinpath("journal.jsonl").read_bytes().splitlines()
    assert len(lines) == before + 1 and len(json.loads(lines[-1])["ops"]) == 2
    desk.close()
    again = Desk.open(places, clock=clock)
    undone = again.undo()
    assert undone is not None and set(undone.story_ids) == set(change.story_ids)
    assert again.thesis(WEB4).tally.supports == 0 and again.summary().unjudged == 5
    assert again.redo() is not None
    assert again.thesis(WEB4).tally.supports == 2
    again.close()


def test_what_was_judged_singly_stays_as_it_stands(desk: Desk, stories: list[str]) -> None:
    desk.judge(stories[0], WEB4, Stance.CONTRADICT, strength=3, note="looked at twice")
    desk.judge(stories[1], WALLETS, Stance.SUPPORT)
    bulk, change = done(desk, AGENTS, Wish(WEB4, Stance.SUPPORT))
    assert change is not None and bulk.passed == 1
    assert change.story_ids == (stories[1],), "judged on another thesis only: judged on this too"
    first = desk.evidence(WEB4)[0]
    assert (first.stance, first.strength, first.note) == (Stance.CONTRADICT, 3, "looked at twice")
    _, again = done(desk, AGENTS, Wish(WEB4, Stance.SUPPORT))
    assert again is None, "nothing is left to judge"


def test_all_are_marked_and_what_stands_so_is_passed_over(desk: Desk, stories: list[str]) -> None:
    desk.mark(stories[2], read=True)
    bulk, change = done(desk, View(), Wish(read=True))
    assert change is not None and change.label == "read: 4 stories" and bulk.passed == 1
    assert all(read for read, _ in marks(desk).values())
    _, starred = done(desk, AGENTS, Wish(starred=True))
    assert starred is not None and starred.label == "starred: 2 stories"
    assert sum(star for _, star in marks(desk).values()) == 2
    desk.undo()
    desk.undo()
    assert [title for title, (read, _) in marks(desk).items() if read] == ["Weather"]
    assert marks(desk, View(show="starred")) == {}
    assert done(desk, AGENTS, Wish(read=False))[1] is None


def test_too_many_or_none_at_once_is_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_room, "MOST_JUDGED", 4)
    with pytest.raises(DeskProblem, match="5 stories are more than the 4 that can be judged"):
        desk.bulk(desk.listing(View()), Wish(WEB4, Stance.SUPPORT))
    assert len(desk.bulk(desk.listing(View()), Wish(read=True))) == 5
    with pytest.raises(DeskProblem, match="no story in this list"):
        desk.bulk(desk.listing(View(search="unheard")), Wish(read=True))
    with pytest.raises(DeskProblem, match="no thesis 'nothing'"):
        desk.bulk(desk.listing(AGENTS), Wish("nothing", Stance.SUPPORT))


def test_only_the_stories_of_the_pinned_list_are_meant(
    desk: Desk, places: config.Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_room, "STEP", 2)
    bulk = desk.bulk(desk.listing(View()), Wish(starred=True))
    assert bulk.step() and bulk.done == 2
    archive = Archive.open(places.archive)
    add(archive, -1, "Came meanwhile")
    archive.close()
    while bulk.step():
        pass
    change = bulk.record()
    assert change is not None and len(change.story_ids) == 5
    assert marks(desk)["Came meanwhile"] == (False, False)


def test_nothing_is_kept_of_what_was_never_recorded(desk: Desk) -> None:
    bulk = desk.bulk(desk.listing(View()), Wish(WEB4, Stance.SUPPORT))
    bulk.step()
    assert desk.thesis(WEB4).tally.supports == 0 and desk.undo() is None
