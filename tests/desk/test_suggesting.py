"""What a story might be about, at the desk: found between keys, and hidden in blind mode."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import apsw
import pytest

from signalboard import config
from signalboard.archive import Archive
from signalboard.board import Board
from signalboard.desk import Desk
from signalboard.desk import suggester as module
from signalboard.judge.gap import Followed
from signalboard.model import Evidence, Hint, Stance, View
from tests.desk.conftest import Clock, add
from tests.values import NOW

AGENTS = "Agents become main users of shops"
DENIED = "Agents do not become main users, study denies"


@pytest.fixture
def stories(places: config.Places) -> list[str]:
    """Much weather, and two stories of agents."""
    archive = Archive.open(places.archive)
    titles = [AGENTS, DENIED, *(f"Weather number{n} of the week" for n in range(40))]
    made = [add(archive, n, title) for n, title in enumerate(titles)]
    archive.close()
    return made


@pytest.fixture
def desk(places: config.Places, stories: list[str], clock: Clock) -> Iterator[Desk]:
    opened = Desk.open(places, clock=clock)
    yield opened
    opened.close()


def done(desk: Desk) -> int:
    """All that there is to look at is looked at."""
    while desk._suggester.go_on(1):
        pass
    return desk.suggested


def hints(desk: Desk, story_id: str) -> list[tuple[str, Stance | None]]:
    story = desk.story(story_id)
    assert story is not None
    return [(one.thesis_id, one.stance) for one in desk.suggestions(story)]


def test_nothing_is_suggested_before_terms_are_counted(desk: Desk, stories: list[str]) -> None:
    assert hints(desk, stories[0]) == []
    assert done(desk) > 0
    assert hints(desk, stories[0]) == [("web4-at-velocity", Stance.SUPPORT)]
    assert hints(desk, stories[1]) == [("web4-at-velocity", Stance.CONTRADICT)]
    assert hints(desk, stories[2]) == []


def test_a_thesis_that_the_story_was_judged_by_is_suggested_no_more(
    desk: Desk, stories: list[str]
) -> None:
    done(desk)
    desk.judge(stories[0], "web4-at-velocity", Stance.NO_BEARING)
    assert hints(desk, stories[0]) == []
    desk.undo()
    assert hints(desk, stories[0])


def test_suggested_stories_come_first_also_in_another_process(
    desk: Desk, stories: list[str], places: config.Places, clock: Clock
) -> None:
    assert not desk.has_suggested
    done(desk)
    assert desk.has_suggested
    view = View(sort="suggested")
    assert {row.id for row in desk.listing(view).rows(0, 2)} == set(stories[:2])
    other = Desk.open(places, clock=clock)
    assert {row.id for row in other.listing(view).rows(0, 2)} == set(stories[:2])
    other.close()


def test_in_blind_mode_nothing_is_shown_and_it_stays(
    desk: Desk, stories: list[str], places: config.Places, clock: Clock
) -> None:
    done(desk)
    desk.set_blind(True)
    assert hints(desk, stories[0]) == []
    assert not desk.has_suggested
    for view in (View(sort="suggested"), View(search="sort:suggested")):
        listing = desk.listing(view)
        assert (len(listing), listing.problem[:10]) == (0, "Blind mode")
    other = Desk.open(places, clock=clock)
    assert other.is_blind
    other.set_blind(False)
    other.close()
    assert desk.is_blind, "it was said here, and holds here"
    desk.set_blind(False)
    assert hints(desk, stories[0])


def test_hints_that_were_seen_survive_a_restart(
    desk: Desk, stories: list[str], places: config.Places, clock: Clock
) -> None:
    done(desk)
    story = desk.story(stories[0])
    assert story is not None
    before = desk._board.seq
    desk.saw_hints(story.id, desk.suggestions(story))
    clock.at += 60
    desk.saw_hints(story.id, desk.suggestions(story))
    expected = (Hint(story.id, "web4-at-velocity", Stance.SUPPORT, NOW),)
    assert desk.hints_seen("web4-at-velocity") == expected
    desk.saw_hints(story.id, desk.suggestions(story))
    desk.close()
    other = Desk.open(places, clock=clock)
    assert other.hints_seen("web4-at-velocity") == expected
    assert other._board.seq == before, "no line of the journal for what is only looked at"
    other.close()


def test_hints_are_written_when_nobody_else_writes(desk: Desk, stories: list[str]) -> None:
    done(desk)
    story = desk.story(stories[0])
    assert story is not None
    other = apsw.Connection(str(desk.places.archive))
    other.execute("BEGIN IMMEDIATE")
    desk.saw_hints(story.id, desk.suggestions(story))
    assert desk.hints_seen("web4-at-velocity") == ()
    other.execute("ROLLBACK")
    other.close()
    desk.suggest_some()
    assert len(desk.hints_seen("web4-at-velocity")) == 1


def test_looking_goes_on_where_another_wrote(desk: Desk, stories: list[str]) -> None:
    other = apsw.Connection(str(desk.places.archive))
    other.execute("BEGIN IMMEDIATE")
    desk.suggest_some()
    desk._suggester.go_on(1)
    assert not desk.has_suggested
    other.execute("ROLLBACK")
    other.close()
    done(desk)
    assert desk.has_suggested


def test_what_became_of_the_hints(desk: Desk, stories: list[str]) -> None:
    done(desk)
    for ident in stories[:2]:
        story = desk.story(ident)
        assert story is not None
        desk.saw_hints(ident, desk.suggestions(story))
    desk.judge(stories[0], "web4-at-velocity", Stance.SUPPORT)
    found = desk.gap("web4-at-velocity")
    assert (found.supports, found.contradictions) == (Followed(1, 1), Followed(0, 1))


def test_new_stories_and_other_theses_are_looked_at(
    desk: Desk, stories: list[str], places: config.Places
) -> None:
    before = done(desk)
    with_other = Archive.open(places.archive)
    new = add(with_other, 99, "Main users of shops: agents")
    with_other.close()
    desk.poll()
    assert done(desk) > before
    assert new in {row.id for row in desk.listing(View(sort="suggested")).rows(0, 3)}
    desk.retire_thesis("web4-at-velocity")
    done(desk)
    assert hints(desk, new) == []
    assert not desk.has_suggested
    desk.undo()
    done(desk)
    assert desk.has_suggested


def test_only_so_many_stories_are_counted_and_looked_at(
    desk: Desk, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "COUNTED", 10)
    monkeypatch.setattr(module, "LOOKED_AT", 3)
    monkeypatch.setattr(module, "_PART", 2)
    done(desk)
    assert desk._suggester._reader is not None
    assert desk._suggester._reader.rarity.stories == 10
    assert len(desk._archive.unsuggested(0, 100)) == len(stories) - 3


def test_settings_that_change_begin_anew(
    desk: Desk, stories: list[str], places: config.Places
) -> None:
    done(desk)
    text = places.feeds_file.read_text().replace("companies:", "companies:\n  - name: Acme")
    places.feeds_file.write_text(text)
    assert desk.poll().settings
    assert hints(desk, stories[0]) == []
    done(desk)
    assert hints(desk, stories[0])


def contrary(desk: Desk) -> set[str]:
    listing = desk.listing(View(thesis_id="web4-at-velocity", contrary=True))
    return {row.id for row in listing.rows(0, len(listing))}


def test_what_looks_contrary_and_was_not_judged_is_a_list(desk: Desk, stories: list[str]) -> None:
    assert contrary(desk) == set()
    done(desk)
    assert contrary(desk) == {stories[1]}
    desk.judge(stories[1], "web4-at-velocity", Stance.NO_BEARING)
    assert contrary(desk) == {stories[1]}, "what was set aside is looked at again"
    desk.judge(stories[1], "web4-at-velocity", Stance.CONTRADICT)
    assert contrary(desk) == set()
    desk.judge(stories[5], "web4-at-velocity", Stance.NO_BEARING)
    assert contrary(desk) == set(), "what was set aside and does not look so stays set aside"


def test_in_blind_mode_the_contrary_are_mixed_with_as_many_others(
    desk: Desk, stories: list[str]
) -> None:
    done(desk)
    desk.set_blind(True)
    assert contrary(desk) == set(stories[:2])


def test_stories_against_theses(desk: Desk, stories: list[str]) -> None:
    desk.judge(stories[0], "web4-at-velocity", Stance.SUPPORT)
    desk.judge(stories[0], "agents-get-wallets", Stance.SUPPORT)
    found = desk.matrix()
    assert [column.story_id for column in found.columns] == [stories[0]]
    assert found.columns[0].fits_all
    for row in desk.theses():
        desk.retire_thesis(row.thesis.id)
    assert (desk.matrix().theses, desk.matrix().columns) == ((), ())


def test_a_gap_between_hints_followed_is_told_with_the_other_guards(
    desk: Desk, stories: list[str], clock: Clock
) -> None:
    both = [(ident, Stance.SUPPORT) for ident in stories[:12]]
    both += [(ident, Stance.CONTRADICT) for ident in stories[12:24]]
    desk._archive.see_hints(Hint(ident, "web4-at-velocity", way, NOW) for ident, way in both)
    for ident in stories[:12]:
        desk.judge(ident, "web4-at-velocity", Stance.SUPPORT)
    told = [guard for guard in desk.guards("web4-at-velocity") if guard.name == "selection gap"]
    assert "12 of 12" in told[0].seen
    assert "0 of 12" in told[0].seen
    assert "selection gap" not in desk.thesis("agents-get-wallets").guards
    clock.at += 60
    assert "selection gap" in desk.thesis("web4-at-velocity").guards


def test_evidence_of_an_earlier_wording_is_not_compared(desk: Desk, stories: list[str]) -> None:
    desk.judge(stories[0], "web4-at-velocity", Stance.SUPPORT)
    desk.edit_thesis("web4-at-velocity", statement="agents become the only users")
    assert desk.matrix().columns == ()


def test_a_judgment_has_its_own_story_read_and_no_other(
    desk: Desk, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for ident in stories[5:9]:
        desk.judge(ident, "web4-at-velocity", Stance.NO_BEARING)
    done(desk)
    read: list[str] = []
    find = type(desk._board).evidence

    def evidence(board: Board, ident: str) -> Evidence | None:
        read.append(ident)
        return find(board, ident)

    monkeypatch.setattr(type(desk._board), "evidence", evidence)
    change = desk.judge(stories[9], "web4-at-velocity", Stance.SUPPORT)
    read.clear()
    done(desk)
    assert read == [change.evidence_id]
    desk.judge(stories[9], "web4-at-velocity", Stance.CONTRADICT)
    read.clear()
    done(desk)
    assert len(read) == 1
    desk.undo()
    desk.undo()
    read.clear()
    done(desk)
    assert read == []
    reader = desk._suggester._reader
    assert reader is not None
    stood = {stance for stance, _ in reader._judged["web4-at-velocity"].values()}
    assert (len(reader._judged["web4-at-velocity"]), stood) == (4, {Stance.NO_BEARING})


def test_evidence_is_read_some_at_a_time(
    desk: Desk, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for ident in stories[2:9]:
        desk.judge(ident, "web4-at-velocity", Stance.NO_BEARING)
    monkeypatch.setattr(module, "_PART", 3)
    desk._suggester.go_on(0.0)
    reader, read = desk._suggester._reader, [0]
    assert reader is not None
    while desk._suggester._follow():
        read.append(len(reader._judged["web4-at-velocity"]))
    assert {b - a for a, b in pairwise(read)} <= {0, 1, 3}
    assert read[-1] == 7


def test_only_the_newest_evidence_is_read(
    desk: Desk, stories: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for ident in stories[5:9]:
        desk.judge(ident, "web4-at-velocity", Stance.NO_BEARING)
    board = desk._board
    every = [piece.id for piece in board.evidence_on("web4-at-velocity")]
    newest = board.newest_stances_on("web4-at-velocity", 2)
    assert (set(newest), set(newest.values())) == ({*every[-2:]}, {Stance.NO_BEARING})
    assert set(board.newest_stances_on("web4-at-velocity", 9)) == set(every)
    assert board.newest_stances_on("nothing", 9) == {}
    monkeypatch.setattr(type(board), "evidence_on", None)
    done(desk)
    assert contrary(desk) == {stories[1]}
    assert desk.gap("web4-at-velocity").guard is None


def passed(desk: Desk) -> list[str]:
    return [g.seen for g in desk.guards("web4-at-velocity") if g.name == "contrary queue"]


def test_what_looks_contrary_and_was_passed_over_is_a_guard(
    desk: Desk, stories: list[str], clock: Clock
) -> None:
    assert passed(desk) == []
    done(desk)
    assert passed(desk) == [
        f"1 story looks contrary by wording and was not judged by it: “{DENIED}”."
    ]
    desk.set_blind(True)
    assert passed(desk) == ["1 story looks contrary by wording and was not judged by it."]
    desk.set_blind(False)
    desk.judge(stories[1], "web4-at-velocity", Stance.NO_BEARING)
    done(desk)
    assert passed(desk) == [
        f"1 story looks contrary by wording and was set aside as without bearing: “{DENIED}”."
    ]
    desk.judge(stories[1], "web4-at-velocity", Stance.CONTRADICT)
    done(desk)
    assert passed(desk) == []


def test_readers_of_a_log_are_told_what_was_passed_over_now_and_not_of_a_day(
    desk: Desk, stories: list[str], clock: Clock
) -> None:
    done(desk)
    desk.judge(stories[0], "web4-at-velocity", Stance.SUPPORT)
    for fmt in ("md", "html", "obsidian"):
        told = " ".join(desk.export([], fmt).split())
        assert "1 story looks contrary by wording" in told, fmt
        assert "Wording is all that was read" in told, fmt
        assert "looks contrary" not in desk.export([], fmt, as_of=clock.at), fmt
    # A log that is taken over does not bring the stories along: no program could count again.
    assert "looks contrary" not in desk.export([], "json")


def test_the_gap_is_in_every_log_that_is_read_and_as_it_was_known_on_the_day(
    desk: Desk, stories: list[str], clock: Clock
) -> None:
    both = [(ident, Stance.SUPPORT) for ident in stories[:12]]
    both += [(ident, Stance.CONTRADICT) for ident in stories[12:24]]
    desk._archive.see_hints(Hint(i, "web4-at-velocity", way, NOW + 50) for i, way in both)
    for ident in stories[:12]:
        desk.judge(ident, "web4-at-velocity", Stance.SUPPORT)
    for fmt in ("md", "html", "obsidian", "json"):
        told = " ".join(desk.export([], fmt).replace("\\", "").split())
        assert "12 of 12 (100%, 76% to 100%) were judged so" in told, fmt
        assert "does not say which stories were passed over wrongly" in told, fmt
        assert "12 of 12" not in desk.export([], fmt, as_of=clock.at), fmt
    clock.at += 100
    assert desk.export([], "json", as_of=clock.at) == desk.export([], "json")
