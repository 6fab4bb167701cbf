"""A log taken over: onto a board nobody used, onto one of one's own, twice, and back again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from signalboard import config, times
from signalboard.archive import Archive
from signalboard.desk import Desk, Wish
from signalboard.model import Problem, Stance, Suggestion, View
from tests.desk.conftest import FEEDS, Clock, add
from tests.desk.test_briefs import TEXT as BRIEF
from tests.values import NOW

WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"


@pytest.fixture
def judged(desk: Desk, stories: list[str], clock: Clock) -> Desk:
    """A board on which all kinds of things were done."""
    for number, story in enumerate(stories):
        clock.at += 3600
        desk.judge(story, WEB4, list(Stance)[number % 3], note=f"note {number}")
        desk.judge(story, WALLETS, Stance.SUPPORT, strength=1 + number % 3)
    first, second, *_ = desk.evidence(WEB4)
    clock.at += 3600
    desk.retract(first.id, why="it was wrong", by=second.id)
    desk.edit_thesis(WEB4, statement="agents become most users", prior=0.4)
    clock.at += 3600
    desk.judge(stories[3], WEB4, Stance.CONTRADICT, strength=3)
    desk.settle_watch(desk.watches()[0].watch.id, "hit", link="https://a.example/1", note="so")
    return desk


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A board of somebody else, never used, begun with the same theses."""
    home = tmp_path / "other"
    home.mkdir(mode=0o700)
    (home / "feeds.yaml").write_text(FEEDS)
    opened = Desk.open(config.places(home, None, {}), clock=lambda: clock.at + 10**6)
    yield opened
    opened.close()


def test_export_import_export_is_byte_for_byte_the_same_in_every_format(
    judged: Desk, other: Desk
) -> None:
    raw = judged.export([], "json")
    plan = other.plan_log(raw.encode())
    assert other.export([], "json") != raw, "a plan changes nothing"
    change, taken = other.take_log(raw.encode())
    assert change is not None and taken == plan
    assert change.label == "imported: 2 theses, 10 judgments, 1 withdrawn, 1 watch"
    assert (taken.mismatches, taken.kept, taken.renamed, taken.gone) == ((), [], 0, 2)
    for fmt in ("json", "md", "html", "csv", "watches-csv", "weeks-csv", "bibtex", "ris"):
        assert other.export([], fmt) == judged.export([], fmt), fmt
    # And of a board opened again, from its journal.
    again = Desk.open(other.places, clock=lambda: NOW + 10**7)
    try:
        assert again.export([], "json") == raw
    finally:
        again.close()


def test_one_undo_takes_all_of_it_back_and_a_redo_does_it_again(judged: Desk, other: Desk) -> None:
    before = other.export([], "json")
    other.take_log(judged.export([], "json").encode())
    other.undo()
    assert other.export([], "json") == before
    other.redo()
    assert other.export([], "json") == judged.export([], "json")


def test_what_is_here_already_is_not_taken_twice(judged: Desk) -> None:
    raw = judged.export([], "json").encode()
    change, taken = judged.take_log(raw)
    assert change is None and not taken
    assert (taken.known, taken.kept) == (12, [])


def test_judging_goes_on_beside_ids_the_journal_has_still_to_reach(
    judged: Desk, other: Desk, stories: list[str], clock: Clock
) -> None:
    other.take_log(judged.export([], "json").encode())
    there = {piece.id for each in (WEB4, WALLETS) for piece in other.evidence(each)}
    with pytest.raises(Problem):
        other.judge(stories[0], WALLETS, Stance.SUPPORT)  # its archive has no such story
    for _ in range(len(there) + 12):
        clock.at += 60
        other.add_watch(WEB4, "Is it so?", "yes", "no", h1=0.8, h0=0.2, closes_at=clock.at + 10**7)
    ids = [row.watch.id for row in other.watches()]
    assert len(ids) == len(set(ids))
    assert {piece.id for each in (WEB4, WALLETS) for piece in other.evidence(each)} == there


def test_judgments_one_by_one_and_all_at_once_take_no_id_that_was_taken_over(
    judged: Desk, other: Desk
) -> None:
    other.take_log(judged.export([], "json").encode())
    taken_over = {piece.id: piece for each in (WEB4, WALLETS) for piece in other.evidence(each)}
    archive = Archive.open(other.places.archive)
    fresh = [add(archive, number, f"Fresh {number}") for number in range(40, 60)]
    archive.close()
    other.poll()
    for story in fresh[:10]:
        change = other.judge(story, WALLETS, Stance.SUPPORT)
        assert change.evidence_id not in taken_over
    bulk = other.bulk(other.listing(View(show="unjudged")), Wish(WEB4, Stance.SUPPORT))
    while bulk.step():
        pass
    assert bulk.record() is not None
    now = {piece.id: piece for each in (WEB4, WALLETS) for piece in other.evidence(each)}
    assert len(now) == len(taken_over) + 20
    assert {ident: now[ident] for ident in taken_over} == taken_over
    again = Desk.open(other.places, clock=other.now)
    try:
        assert again.export([], "json") == other.export([], "json")
    finally:
        again.close()


def test_a_judgment_whose_id_means_another_here_gets_an_id_of_its_own(
    judged: Desk, other: Desk
) -> None:
    log = json.loads(judged.export([WALLETS], "json"))
    other.add_thesis("Mine", "it is mine", "it is not")
    mine = json.loads(json.dumps(log))
    thesis = mine["theses"][0]
    thesis |= {"id": "mine-too", "number": 9, "name": "Mine too"}
    for piece in thesis["evidence"]:
        piece["story"] += "x"
    other.take_log(json.dumps(mine).encode())
    _, taken = other.take_log(json.dumps(log).encode())
    assert taken.renamed == taken.evidence == 5
    assert len(other.evidence(WALLETS)) == len(other.evidence("mine-too")) == 5
    _, again = other.take_log(json.dumps(log).encode())
    assert (again.evidence, again.known, again.renamed) == (0, 5, 0)


def test_what_says_otherwise_here_stays_and_is_told(judged: Desk, clock: Clock) -> None:
    raw = judged.export([], "json").encode()
    clock.at += 3600
    judged.set_note(judged.evidence(WALLETS)[0].id, "thought again")
    judged.retract(judged.evidence(WALLETS)[1].id)
    judged.edit_thesis(WALLETS, prior=0.2)
    stood = judged.export([], "json")
    change, taken = judged.take_log(raw)
    assert change is None
    assert len(taken.kept) == 3
    assert judged.export([], "json") == stood


def test_a_thesis_worded_otherwise_that_is_judged_here_is_refused_whole(
    judged: Desk, other: Desk
) -> None:
    log = json.loads(judged.export([], "json"))
    log["theses"][1]["wordings"][0]["statement"] = "agents pay for everything"
    stood = judged.export([], "json")
    with pytest.raises(Problem, match="is worded otherwise in the file"):
        judged.take_log(json.dumps(log).encode())
    log["theses"][1]["id"] = "another"
    with pytest.raises(Problem, match="another thesis called Agents get wallets"):
        judged.take_log(json.dumps(log).encode())
    assert judged.export([], "json") == stood


def test_a_longer_history_of_wordings_is_taken_over(judged: Desk, clock: Clock) -> None:
    earlier = judged.export([], "json", as_of=NOW + 100)
    now = judged.export([], "json")
    _, taken = judged.take_log(earlier.encode())
    assert taken.kept[0] == "Web4 at velocity: the thesis stays as it is on this board."
    assert judged.export([], "json") == now


def test_onto_a_board_in_use_numbers_that_are_taken_give_way(judged: Desk, other: Desk) -> None:
    other.add_thesis("Mine", "it is mine", "it is not")
    log = json.loads(judged.export([WALLETS], "json"))
    log["theses"][0] |= {"id": "paying", "name": "Paying", "number": 3}
    other.take_log(json.dumps(log).encode())
    assert [(row.thesis.number, row.thesis.name) for row in other.theses()] == [
        (1, "Web4 at velocity"),
        (2, "Agents get wallets"),
        (3, "Mine"),
        (4, "Paying"),
    ]


def test_as_of_a_day_before_it_was_taken_over_there_is_nothing_of_it(
    judged: Desk, other: Desk, clock: Clock
) -> None:
    before = other.export([], "json")
    clock.at += 100
    other.take_log(judged.export([], "json").encode())
    assert other.export([], "json", as_of=clock.at + 10**6 - 1) == before
    told = other.export([], "md", since=clock.at + 10**6 - 1)
    assert "New judgments" in told and times.day(clock.at) in told


def test_a_damaged_file_changes_nothing(judged: Desk) -> None:
    stood = judged.export([], "json")
    for raw in (b"", b"{}", stood.encode()[:-200]):
        with pytest.raises(Problem, match="Nothing was taken over"):
            judged.take_log(raw)
    assert judged.export([], "json") == stood


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+00:01"])
def test_a_date_no_calendar_has_changes_nothing(judged: Desk, other: Desk, date: str) -> None:
    log = json.loads(judged.export([], "json"))
    log["theses"][0]["evidence"][0]["judged"] = date
    before = other.export([], "json")
    with pytest.raises(Problem, match="Nothing was taken over"):
        other.take_log(json.dumps(log).encode())
    assert other.export([], "json") == before


def wrote(desk: Desk, story: str, clock: Clock) -> None:
    """A finished brief, a draft, and hints that were seen."""
    clock.at += 3600
    desk.take_brief(story, BRIEF)
    (row,) = desk.briefs()
    assert row.missing == ()
    clock.at += 3600
    desk.finish_brief(row.brief.id)
    desk.saw_hints(story, [Suggestion(WEB4, Stance.SUPPORT, 5.0, 0.9, ("agent",), "")])
    desk.saw_hints("elsewhere", [Suggestion(WALLETS, None, 5.0, 0.9, ("pay",), "")])


def test_briefs_and_hints_come_along_to_the_byte(
    judged: Desk, other: Desk, stories: list[str], clock: Clock
) -> None:
    wrote(judged, stories[0], clock)
    raw = judged.export([], "json")
    log = json.loads(raw)
    assert [brief["headline"] for brief in log["briefs"]] == ["A payment company opens to agents"]
    assert [len(thesis["hints"]) for thesis in log["theses"]] == [1, 1]
    before = other.export([], "json")
    change, taken = other.take_log(raw.encode())
    assert change is not None
    assert change.label.endswith("2 watches, 1 brief, 2 hints seen")
    assert (taken.mismatches, taken.kept, taken.renamed) == ((), [], 0)
    assert other.export([], "json") == raw
    (mine,), (theirs,) = other.briefs(), judged.briefs()
    assert mine.brief == theirs.brief
    assert other.hints_seen(WALLETS) == judged.hints_seen(WALLETS)
    assert other.take_log(raw.encode())[0] is None, "all of it is here"
    other.undo()
    assert other.export([], "json") == before
    assert (other.briefs(), other.hints_seen(WEB4)) == ((), ())
    other.redo()
    again = Desk.open(other.places, clock=other.now)
    try:
        assert again.export([], "json") == raw
    finally:
        again.close()


def test_a_log_of_one_thesis_has_the_briefs_that_bear_on_it(
    judged: Desk, stories: list[str], clock: Clock
) -> None:
    wrote(judged, stories[0], clock)
    judged.add_thesis("Mine", "it is mine", "it is not")
    assert "briefs" in json.loads(judged.export([WALLETS], "json"))
    assert "briefs" not in json.loads(judged.export(["mine"], "json"))


def test_a_brief_whose_id_is_taken_gets_another_and_keeps_its_watch(
    judged: Desk, other: Desk, stories: list[str], clock: Clock
) -> None:
    wrote(judged, stories[0], clock)
    log = json.loads(judged.export([], "json"))
    other.take_log(json.dumps(log).encode())
    (brief,) = log["briefs"]
    brief["created"] = brief["changed"]
    brief["story"] += "x"
    _, taken = other.take_log(json.dumps(log).encode())
    assert (taken.briefs, taken.renamed) == (1, 1)
    first, second = sorted(row.brief.id for row in other.briefs())
    assert second == f"{first}-2"
    assert {row.brief.watches[0].watch_id for row in other.briefs()} == {
        row.watch.id for row in other.watches(WALLETS)
    }


def test_a_brief_written_here_takes_no_id_that_was_taken_over(
    judged: Desk, other: Desk, stories: list[str], clock: Clock
) -> None:
    """Its number, those of its watches: what was taken over has them all already."""
    wrote(judged, stories[0], clock)
    archive = Archive.open(other.places.archive)
    story = add(archive, 40, "Stripe lets agents pay")
    archive.close()
    other.poll()
    log = json.loads(judged.export([], "json"))
    seq = other.add_thesis("Mine", "it is mine", "it is not").seq + 2
    # After the log and a judgment come the brief, and what finishes it.
    (brief,) = log["briefs"]
    (asked,) = brief["watches"]
    (watch,) = (w for each in log["theses"] for w in each["watches"] if w["id"] == asked["watch"])
    brief["id"] = f"b{seq + 1}"
    asked["watch"] = watch["id"] = f"w{seq + 2}"
    other.take_log(json.dumps(log).encode())
    assert other.judge(story, WALLETS, Stance.SUPPORT).seq == seq
    (came,) = other.briefs()
    opened = other.watch(f"w{seq + 2}")
    text = BRIEF.replace("A payment company", "Another company").replace(
        "Does another follow?", "Does a third follow?"
    )
    mine = other.take_brief(story, text).row
    assert mine is not None and mine.brief.id == f"b{seq + 1}-2"
    other.finish_brief(mine.brief.id)
    assert other.brief(came.brief.id) == came
    assert other.watch(opened.watch.id) == opened
    (own,) = other.brief(mine.brief.id).brief.watches
    assert own.watch_id == f"w{seq + 2}-2"
    assert other.watch(own.watch_id).watch.question == "Does a third follow?"
    assert len(other.briefs()) == 2


def test_a_brief_that_reads_otherwise_here_stays_and_hints_are_added(
    judged: Desk, other: Desk, stories: list[str], clock: Clock
) -> None:
    wrote(judged, stories[0], clock)
    log = json.loads(judged.export([], "json"))
    other.take_log(json.dumps(log).encode())
    log["briefs"][0]["headline"] = "Another headline"
    log["theses"][0]["hints"].append(
        {"story": "new", "stance": "contradict", "seen": "2026-11-24T00:00:00Z"}
    )
    _, taken = other.take_log(json.dumps(log).encode())
    assert taken.kept == ["A payment company opens to agents: the brief stays as it is here."]
    assert (taken.briefs, taken.hints) == (0, 1)
    assert [hint.story_id for hint in other.hints_seen(WEB4)].count("new") == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("id", "x1", "'x1' is no id of a brief"),
        ("story", " ", "is of no story"),
        ("created", "2026-02-31T00:00:00Z", "a date that there is not"),
        ("headline", 7, "headline should be of type string"),
        ("more", 7, "has a key that is not known: 'more'"),
    ],
)
def test_a_damaged_brief_changes_nothing(
    judged: Desk, stories: list[str], clock: Clock, field: str, value: object, told: str
) -> None:
    wrote(judged, stories[0], clock)
    log = json.loads(judged.export([], "json"))
    log["briefs"][0][field] = value
    with pytest.raises(Problem, match=told):
        judged.take_log(json.dumps(log).encode())


def test_a_brief_that_stands_twice_or_has_no_chance_is_refused(
    judged: Desk, stories: list[str], clock: Clock
) -> None:
    wrote(judged, stories[0], clock)
    log = json.loads(judged.export([], "json"))
    log["briefs"] *= 2
    with pytest.raises(Problem, match=r"id of a brief 'b[0-9]+' stands there 2 times"):
        judged.take_log(json.dumps(log).encode())
    log["briefs"] = log["briefs"][:1]
    log["briefs"][0]["watches"][0]["p_hit_if_true"] = 0.999
    with pytest.raises(Problem, match=r"has a chance that is not between \.01 and \.99"):
        judged.take_log(json.dumps(log).encode())
