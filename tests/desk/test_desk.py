"""The one door: reading, judging, keeping over real rooms."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from signalboard import config, times
from signalboard.archive import Archive, ArchiveProblem
from signalboard.board import Board, BoardProblem
from signalboard.desk import Desk, DeskProblem
from signalboard.model import Company, Feed, Mark, Problem, Stance, View
from tests.desk.conftest import TITLES, Clock, add

SUPPORT, CONTRADICT, NONE = Stance.SUPPORT, Stance.CONTRADICT, Stance.NO_BEARING
WEB4, WALLETS = "web4-at-velocity", "agents-get-wallets"


def tally(desk: Desk, thesis: str = WEB4) -> tuple[int, int, int]:
    row = desk.thesis(thesis).tally
    return row.supports, row.contradictions, row.no_bearing


def row(desk: Desk, story_id: str):
    listing = desk.listing(View())
    at = listing.index_of(story_id)
    assert at is not None
    return listing.rows(at, at + 1)[0]


def test_a_new_board_begins_with_the_theses_of_feeds_yaml(desk: Desk) -> None:
    rows = desk.theses()
    assert [(r.thesis.number, r.thesis.id, r.thesis.status) for r in rows] == [
        (1, WEB4, "active"),
        (2, WALLETS, "draft"),
    ]
    (watch,) = rows[0].watches
    assert times.day(watch.closes_at) == "2027-05-24"
    assert desk.undo() is None, "the seed is not the person's change"
    summary = desk.summary()
    assert (summary.stories, summary.unjudged, summary.watches_open) == (5, 5, 1)


def test_a_judgment_is_seen_everywhere_at_once(desk: Desk, stories: list[str]) -> None:
    change = desk.judge(stories[0], WEB4, SUPPORT, strength=2, note="used, not demoed")
    assert change.evidence_id is not None and change.label == "support: Web4 at velocity"
    assert tally(desk) == (1, 0, 0)
    assert row(desk, stories[0]).marks == (Mark(WEB4, SUPPORT, 2),)
    assert desk.summary().unjudged == 4
    piece = desk.last_evidence()
    assert piece is not None and piece.note == "used, not demoed"
    assert piece.snapshot.title == TITLES[0] and piece.snapshot.companies == ("Stripe",)
    assert desk.evidence_of(stories[0]) == (piece,) == desk.evidence(WEB4)
    assert desk.evidence_by_id(piece.id) == piece
    company = next(r for r in desk.companies() if r.company.name == "Stripe")
    assert company.tally.supports == 1


def test_the_same_again_revises_the_opposite_stands_beside_it(desk: Desk, stories) -> None:
    first = desk.judge(stories[0], WEB4, SUPPORT, strength=3)
    again = desk.judge(stories[0], WEB4, SUPPORT)
    assert again.evidence_id == first.evidence_id and again.seq == 0
    assert desk.evidence(WEB4)[0].strength == 3, "a plain + does not weaken what was strong"
    weaker = desk.judge(stories[0], WEB4, SUPPORT, strength=1)
    assert weaker.label == "strength: strong → slight: Web4 at velocity"
    stronger = desk.set_strength(str(weaker.evidence_id), 2)
    assert stronger.label == f"strength: slight → moderate: {TITLES[0]}"
    assert desk.set_strength(str(weaker.evidence_id), 2) is None
    desk.undo()
    assert weaker.seq and desk.evidence(WEB4)[0].strength == 1
    desk.judge(stories[0], WEB4, CONTRADICT)
    assert tally(desk) == (1, 1, 0)
    desk.judge(stories[0], WEB4, NONE)
    assert tally(desk) == (0, 0, 1), "no bearing takes the place of both"
    desk.judge(stories[0], WEB4, SUPPORT)
    assert tally(desk) == (1, 0, 0)
    desk.undo(), desk.undo()
    assert tally(desk) == (1, 1, 0)


def test_each_thesis_has_its_own_judgment_of_a_story(desk: Desk, stories) -> None:
    desk.judge(stories[0], WEB4, SUPPORT)
    desk.judge(stories[0], WALLETS, CONTRADICT)
    assert tally(desk) == (1, 0, 0) and tally(desk, WALLETS) == (0, 1, 0)
    assert len(row(desk, stories[0]).marks) == 2


def test_undo_and_redo_tell_what_they_did_and_survive_a_restart(desk, places, clock, stories):
    desk.judge(stories[1], WEB4, CONTRADICT)
    desk.mark(stories[1], starred=True)
    desk.close()
    again = Desk.open(places, clock=clock)
    change = again.undo()
    assert change is not None and change.label.startswith("starred")
    assert change.story_ids == (stories[1],)
    assert row(again, stories[1]).starred is False
    assert len(again.listing(View(show="starred"))) == 0
    change = again.undo()
    assert change is not None and change.thesis_ids == (WEB4,) and change.evidence_id is None
    assert again.summary().unjudged == 5
    change = again.redo()
    assert change is not None and change.evidence_id is not None
    assert again.summary().unjudged == 4
    assert again.redo() is not None and row(again, stories[1]).starred
    assert again.redo() is None
    again.close()


def test_strength_note_and_retraction(desk: Desk, stories) -> None:
    ident = desk.judge(stories[0], WEB4, SUPPORT).evidence_id
    assert desk.set_strength(ident, 3) is not None and desk.set_strength(ident, 3) is None
    assert desk.set_note(ident, "why\x1b[2J") is not None
    assert desk.evidence_by_id(ident).note == "why[2J"
    assert desk.set_note(ident, "why\x1b[2J") is None
    newer = desk.judge(stories[1], WEB4, SUPPORT).evidence_id
    elsewhere = desk.judge(stories[1], WALLETS, SUPPORT).evidence_id
    for by in (ident, elsewhere):
        with pytest.raises(DeskProblem, match="Only other evidence on the same thesis"):
            desk.retract(ident, by=by)
    assert desk.retract(ident, why="taken\x1b back").label.startswith("retracted: ")
    assert tally(desk) == (1, 0, 0)
    desk.undo()
    assert tally(desk) == (2, 0, 0)
    assert desk.retract(ident, by=newer).label.startswith("superseded: ")
    desk.undo()
    desk.retract(ident)
    desk.retract(newer)
    assert tally(desk) == (0, 0, 0)
    with pytest.raises(DeskProblem, match="no evidence"):
        desk.set_note(ident, "x")
    aside = desk.judge(stories[1], WEB4, NONE).evidence_id
    with pytest.raises(DeskProblem, match="no strength"):
        desk.set_strength(aside, 2)
    with pytest.raises(DeskProblem, match="Strength is 1"):
        desk.judge(stories[1], WEB4, SUPPORT, strength=4)


def test_what_is_not_there_cannot_be_judged(desk: Desk, stories) -> None:
    with pytest.raises(DeskProblem, match="no story"):
        desk.judge("nothere", WEB4, SUPPORT)
    with pytest.raises(DeskProblem, match="no thesis"):
        desk.judge(stories[0], "nothere", SUPPORT)
    with pytest.raises(DeskProblem, match="no story"):
        desk.mark("nothere", read=True)
    desk.retire_thesis(WEB4)
    with pytest.raises(DeskProblem, match="no thesis"):
        desk.judge(stories[0], WEB4, SUPPORT)
    with pytest.raises(DeskProblem, match="no thesis"):
        desk.thesis("nothere")


def test_read_and_starred_are_the_persons_word(desk: Desk, stories) -> None:
    desk.saw(stories[0])
    assert row(desk, stories[0]).read and desk.story(stories[0]).read
    assert desk.undo() is None, "having seen is no change to undo"
    desk.mark(stories[0], read=False)
    desk.saw(stories[0])
    assert not row(desk, stories[0]).read, "unread stays unread until the person says otherwise"
    assert desk.mark(stories[0], read=False) is None
    desk.undo()
    assert row(desk, stories[0]).read


def test_a_thesis_reworded_after_evidence_is_a_new_version(desk: Desk, stories) -> None:
    desk.edit_thesis(WALLETS, statement="agents pay often")
    assert len(desk.thesis(WALLETS).thesis.versions) == 1, "nothing was judged by the old wording"
    desk.judge(stories[0], WALLETS, SUPPORT)
    desk.edit_thesis(WALLETS, negation="agents seldom pay", name="Wallets", prior=0.2)
    thesis = desk.thesis(WALLETS).thesis
    assert [v.negation for v in thesis.versions] == ["agents do not pay", "agents seldom pay"]
    assert (thesis.name, thesis.prior) == ("Wallets", 0.2)
    assert desk.evidence(WALLETS)[0].version == 0
    desk.judge(stories[1], WALLETS, SUPPORT)
    assert desk.evidence(WALLETS)[1].version == 1
    assert desk.edit_thesis(WALLETS, prior=0.2) is None
    desk.undo(), desk.undo()
    assert desk.thesis(WALLETS).thesis.name == "Agents get wallets"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (("", "a", "b"), "needs a name"),
        (("n", " \x1b", "b"), r"."),
        (("n", "", "b"), "needs a statement"),
        (("n", "a", ""), "needs its negation"),
        (("n", "same", "Same"), "says the same"),
        (("web4 AT velocity", "a", "b"), "already"),
    ],
)
def test_a_thesis_must_be_able_to_turn_out_false(desk: Desk, fields, why: str) -> None:
    with pytest.raises(DeskProblem, match=why):
        desk.add_thesis(*fields)


def test_new_theses_are_numbered_on_and_named_apart(desk: Desk) -> None:
    change = desk.add_thesis("Ünïque", "a", "b", keywords=["x\x1b", ""])
    thesis = desk.thesis(change.thesis_ids[0]).thesis
    assert (thesis.id, thesis.number, thesis.status, thesis.keywords) == (
        "unique",
        3,
        "draft",
        ("x",),
    )
    other = desk.add_thesis("Unique", "a", "b")
    assert other.thesis_ids == ("unique-2",)
    with pytest.raises(DeskProblem, match="probability"):
        desk.add_thesis("p", "a", "b", prior=1.0)
    desk.retire_thesis("unique")
    assert [r.thesis.number for r in desk.theses()] == [1, 2, 4]
    assert desk.retire_thesis("unique") is None


def test_things_are_found_by_id_number_or_part_of_a_name(desk: Desk, stories) -> None:
    assert desk.find_thesis("2") == WALLETS == desk.find_thesis("wallets")
    assert desk.find_thesis("WEB4 at velocity") == WEB4
    with pytest.raises(DeskProblem, match="No thesis"):
        desk.find_thesis("nothing")
    with pytest.raises(DeskProblem, match="Several theses"):
        desk.find_thesis("e")
    assert desk.find_story("1") == stories[0]
    assert desk.find_story(stories[2]) == stories[2] == desk.find_story(stories[2][:10])
    assert desk.find_story("Shops block") == stories[1]
    with pytest.raises(DeskProblem, match="No story"):
        desk.find_story("99")
    with pytest.raises(DeskProblem, match="Several stories"):
        desk.find_story("agents")


def test_lists_filter_by_thesis_company_search_and_judgment(desk: Desk, stories) -> None:
    desk.judge(stories[0], WEB4, SUPPORT)
    desk.judge(stories[2], WEB4, NONE)

    def ids(**fields: object) -> list[str]:
        listing = desk.listing(View(**fields))
        return [r.id for r in listing.rows(0, len(listing))]

    assert ids() == stories
    assert ids(show="unjudged") == [stories[1], stories[3], stories[4]]
    assert ids(show="linked") == [stories[0]]
    assert ids(thesis_id=WEB4) == [stories[0], stories[2]]
    assert ids(company="Stripe") == [stories[0]]
    assert ids(search="agents -block") == [stories[0]]
    assert ids(search="thesis:web4 weather") == [stories[2]]
    assert ids(search="thesis:web4 thesis:wallets") == []
    assert ids(search="-thesis:web4") == [stories[1], stories[3], stories[4]]
    assert ids(search="-thesis:web4 is:judged") == []
    assert ids(search="-thesis:wallets") == stories
    assert ids(search="-thesis:wallets thesis:web4 weather") == [stories[2]]
    unknown = desk.listing(View(search="thesis:nothing"))
    assert len(unknown) == 0 and "No thesis" in unknown.problem
    everything = desk.listing(View())
    assert everything.view.is_everything and everything.waiting() == 0
    assert everything.next_unjudged(0, 1) == 1 and everything.next_unjudged(2, 1) == 3
    assert everything.next_unjudged(0, -1) is None


def test_the_list_stays_as_it_was_opened(desk: Desk, places, stories) -> None:
    listing = desk.listing(View(show="unjudged"))
    desk.judge(stories[0], WEB4, SUPPORT)
    other = Archive.open(places.archive)
    fresh = add(other, -1, "Breaking")
    other.close()
    changed = desk.poll()
    assert changed.stories and not changed.judgments
    assert listing.waiting() == 1
    assert [r.id for r in listing.rows(0, 99)] == stories
    assert listing.next_unjudged(0, 1) == 1
    assert desk.listing(View()).rows(0, 1)[0].id == fresh


def test_tracked_companies_are_marked_in_titles(desk: Desk, stories) -> None:
    assert row(desk, stories[0]).spans == ((0, 6),)
    assert row(desk, stories[3]).spans == ((0, 2),)
    assert desk.track("stripe", False) is not None
    assert row(desk, stories[0]).spans == ()
    assert [r.tracked for r in desk.companies()] == [True, False]
    assert desk.track("Stripe", False) is None
    desk.undo()
    assert row(desk, stories[0]).spans == ((0, 6),)
    with pytest.raises(DeskProblem, match="No company"):
        desk.track("Nobody", True)


def test_companies_and_feeds_are_kept_in_feeds_yaml_and_undone_there(desk, places) -> None:
    before = places.feeds_file.read_text()
    desk.add_company(Company("Arm", ("Arm Holdings",), "ARM", True, ("Arm & Hammer",)))
    assert "Arm Holdings" in places.feeds_file.read_text()
    assert any(r.company.name == "Arm" and r.tracked for r in desk.companies())
    with pytest.raises(DeskProblem, match="already"):
        desk.add_company(Company("arm"))
    with pytest.raises(DeskProblem, match="needs a name"):
        desk.add_company(Company("\x1b"))
    desk.undo()
    assert places.feeds_file.read_text() == before
    desk.redo()
    desk.remove_company("Arm")
    assert "Arm" not in places.feeds_file.read_text()
    desk.undo()
    assert "Arm Holdings" in places.feeds_file.read_text()
    desk.undo()
    desk.add_feed(Feed("Other", "https://other.example/feed", tags=("x",)))
    assert [r.feed.name for r in desk.feeds()] == ["The Wire", "Other"]
    with pytest.raises(DeskProblem, match="already"):
        desk.add_feed(Feed("Again", "https://other.example/feed"))
    for bad in ("file:///etc/passwd", "javascript:alert(1)", "https://u:p@x.example/", ""):
        with pytest.raises(DeskProblem, match="no address"):
            desk.add_feed(Feed("Bad", bad))
    desk.remove_feed("Other")
    desk.undo(), desk.undo()
    assert places.feeds_file.read_text() == before
    with pytest.raises(DeskProblem, match="No feed"):
        desk.remove_feed("nothing")


def test_other_processes_and_editors_are_noticed(desk, places, clock, stories) -> None:
    other = Desk.open(places, clock=clock)
    other.judge(stories[0], WEB4, SUPPORT)
    changed = desk.poll()
    assert changed.judgments and tally(desk) == (1, 0, 0)
    other.close()
    places.feeds_file.write_text("feeds: 3\n")
    changed = desk.poll()
    assert changed.settings and changed.notices and desk.notices[-1] == changed.notices[-1]
    assert not desk.poll()


def test_what_is_said_of_feeds_yaml_goes_when_that_is_mended(desk, places, clock) -> None:
    before, well = desk.notices, places.feeds_file.read_text()
    places.feeds_file.write_text("feeds:\n  - name: One\n    url: nowhere\n  - 3\n")
    first = desk.poll().notices
    assert len(first) >= 2 and desk.notices == (*before, *first)
    places.feeds_file.write_text("feeds:\n  - name: One\n    url: nowhere\n")
    half = desk.poll()
    assert half.notices == (), "what was said and still holds is not said again"
    assert half.settled and set(half.settled) < set(first)
    places.feeds_file.write_text(well)
    assert set(half.settled) | set(desk.poll().settled) == set(first)
    assert desk.notices == before and not desk.poll()


def test_what_is_said_of_feeds_yaml_goes_when_signalboard_itself_mends_it(desk, places) -> None:
    places.feeds_file.write_text(places.feeds_file.read_text() + "\nmutes:\n  - words: -agents\n")
    (said,) = [each for each in desk.poll().notices if "mutes nothing" in each]
    desk.remove_mute(desk.find_mute("-agents"))
    assert said in desk.poll().settled and said not in desk.notices


def test_an_archive_made_anew_gets_the_ids_the_board_knows(desk, places, clock, stories) -> None:
    desk.judge(stories[0], WEB4, SUPPORT)
    desk.mark(stories[1], starred=True)
    desk.close()
    for file in places.data.glob("archive.db*"):
        file.unlink()
    again = Desk.open(places, clock=clock)
    assert len(again.evidence(WEB4)) == 1 and again.story(stories[0]) is None
    other = Archive.open(places.archive)
    for number, title in enumerate(TITLES):
        add(other, number, title)
    other.close()
    again.poll()
    assert row(again, stories[0]).marks == (Mark(WEB4, SUPPORT, 1),)
    assert row(again, stories[1]).starred
    assert again.summary().unjudged == 4
    again.close()


def test_an_archive_that_cannot_be_read_is_kept_aside(places, clock, stories) -> None:
    places.archive.write_bytes(b"not a database, but long enough to be looked at" * 100)
    desk = Desk.open(places, clock=clock)
    assert any("moved to" in notice for notice in desk.notices)
    assert desk.summary().stories == 0
    assert list((places.data / "quarantine").iterdir())
    desk.close()


def test_damage_of_the_archive_that_shows_as_it_is_read_is_kept_aside_too(
    places, clock, stories
) -> None:
    desk = Desk.open(places, clock=clock)
    desk.judge(stories[0], WEB4, SUPPORT)
    desk.close()
    raw = bytearray(places.archive.read_bytes())
    raw[8192:] = bytes(len(raw) - 8192)  # the header and the list of tables are as they were
    places.archive.write_bytes(raw)
    desk = Desk.open(places, clock=clock)
    assert any("is damaged" in told and "moved to" in told for told in desk.notices)
    assert desk.summary().stories == 0 and len(desk.evidence(WEB4)) == 1
    (kept,) = (places.data / "quarantine").glob("*.db")
    assert kept.read_bytes() == raw
    desk.close()
    desk = Desk.open(places, clock=clock)
    assert desk.notices == ()
    desk.close()


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskProblem, match=r"not a folder|cannot be made"):
        Desk.open(config.places(tmp_path / "file", None, {}), clock=clock)


def test_a_busy_archive_keeps_no_judgment_waiting(desk, stories, monkeypatch) -> None:
    def busy(*_args: object, **_kwargs: object) -> set[str]:
        raise ArchiveProblem("busy", busy=True)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "project", busy)
        desk.judge(stories[0], WEB4, SUPPORT)
        listing = desk.listing(View())
        assert listing.next_unjudged(0, 1) == 1, "the board has the last word"
    desk.poll()
    assert desk.summary().unjudged == 4


def test_a_judgment_made_elsewhere_while_the_archive_was_busy_is_not_forgotten(
    desk, places, clock, stories, monkeypatch
) -> None:
    def busy(*_args: object, **_kwargs: object) -> set[str]:
        raise ArchiveProblem("busy", busy=True)

    other = Desk.open(places, clock=clock)
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "project", busy)
        other.judge(stories[0], WEB4, SUPPORT)
        other.close()
    desk.judge(stories[1], WEB4, SUPPORT)
    assert desk.summary().unjudged == 3
    assert desk.poll().judgments, "the board is to show it"
    assert not desk.poll().judgments


def test_an_edit_of_feeds_yaml_that_fails_is_not_recorded(desk, places, monkeypatch) -> None:
    before = places.feeds_file.read_text()
    places.feeds_file.write_text("feeds: [")
    with pytest.raises(Problem, match="mend this line"):
        desk.add_company(Company("Arm"))
    assert desk.undo() is None
    places.feeds_file.write_text(before)
    desk.poll()

    def full(*_args: object, **_kwargs: object) -> None:
        raise BoardProblem("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Board, "change", full)
        with pytest.raises(Problem, match="full"):
            desk.add_company(Company("Arm"))
    assert places.feeds_file.read_text() == before
    desk.add_company(Company("Arm"))
    places.feeds_file.write_text("feeds: [")
    with pytest.raises(Problem, match="mend this line"):
        desk.undo()
    places.feeds_file.write_text(before)


def test_having_seen_a_story_waits_for_nobody(desk, stories, places) -> None:
    other = Archive.open(places.archive)
    with other.writing():
        began = time.monotonic()
        desk.saw(stories[0])
        desk.judge(stories[1], WEB4, SUPPORT)
        assert time.monotonic() - began < 1
    other.close()


def test_the_last_evidence_is_what_was_judged_last_here(desk, stories) -> None:
    first = desk.judge(stories[0], WEB4, SUPPORT).evidence_id
    second = desk.judge(stories[1], WEB4, SUPPORT).evidence_id
    assert desk.last_evidence().id == second
    desk.judge(stories[0], WEB4, SUPPORT)
    assert desk.last_evidence().id == first, "said again, it is the last"


def test_judging_again_after_a_rewording_is_of_the_new_wording(desk, stories) -> None:
    desk.judge(stories[0], WALLETS, SUPPORT, strength=2)
    desk.edit_thesis(WALLETS, statement="agents pay often", keywords=["wallet"])
    assert desk.thesis(WALLETS).thesis.keywords == ("wallet",)
    desk.judge(stories[0], WALLETS, SUPPORT)
    (piece,) = desk.evidence(WALLETS)
    assert (piece.version, piece.strength) == (1, 2)


def test_the_log_leaves_the_house(desk, stories, tmp_path: Path) -> None:
    desk.judge(stories[0], WEB4, SUPPORT, strength=2)
    desk.judge(stories[1], WEB4, CONTRADICT)
    for fmt in ("md", "csv", "json"):
        assert desk.export([WEB4], fmt) == desk.export([WEB4], fmt)
        assert TITLES[1] in desk.export([], fmt)
    log = json.loads(desk.export([], "json"))
    assert len(log["theses"]) == 2
    name = desk.export_name([WEB4], "md")
    saved = desk.save_export([WEB4], "md", tmp_path / name)
    assert saved.read_text().count("Web4 at velocity")
    with pytest.raises(FileExistsError):
        desk.save_export([WEB4], "md", tmp_path / name)
    desk.save_export([WALLETS], "md", tmp_path / name, overwrite=True)
    with pytest.raises(DeskProblem, match="not on the board"):
        desk.export(["nothere"], "md")


def test_the_doctor_says_what_is_where(desk, places, stories) -> None:
    told = {heading: "\n".join(lines) for heading, lines in desk.doctor()}
    assert str(places.feeds_file) in told["Where"]
    assert f"{places.logins}  not there" in told["Where"]
    desk.keep_login(desk.feeds()[0].feed.name, "me", "hunter2")
    where = "\n".join(dict(desk.doctor())["Where"])
    assert f"{places.logins}  " in where and f"{places.logins}  not there" not in where
    assert "SQLite" in told["Versions"]
    assert "5 stories" in told["What"] and "1 feed: 1 not read" in told["Feeds"]
    assert told["Wrong"] == "nothing"
    desk.judge(stories[0], WEB4, SUPPORT)
    journal = places.board / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"support: Web4", b"support: Web5"))
    assert "hash does not fit" in dict(desk.doctor())["Wrong"][0]


def test_the_refresh_is_a_command_of_the_same_home(desk, places) -> None:
    command = desk.refresh_command(now=True)
    assert command[1:4] == ["-P", "-m", "signalboard"]
    assert command[command.index("--home") + 1] == str(places.home)
    assert command[-3:] == ["refresh", "--json", "--now"]


def test_preferences_are_remembered_and_no_loss(desk, places, clock) -> None:
    assert desk.preference("theme") is None
    desk.set_preference("theme", "light")
    assert Desk.open(places, clock=clock).preference("theme") == "light"
    (places.data / "preferences.json").write_text("[")
    assert desk.preference("theme") is None
