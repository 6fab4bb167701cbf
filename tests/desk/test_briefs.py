"""Briefs on a board: begun, written, saved, finished, taken back; nothing written is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from signalboard import times
from signalboard.archive import Archive
from signalboard.board import BoardProblem
from signalboard.desk import Desk, DeskProblem
from signalboard.desk.scratch import MOST
from signalboard.model import OWN, Point, Stance, replace
from signalboard.times import DAY
from tests.desk.conftest import Clock
from tests.values import NOW

WALLETS, WEB4 = "agents-get-wallets", "web4-at-velocity"
QUOTE = "What happened in Stripe lets agents pay."
TEXT = """\
== Headline ==
A payment company opens to agents
== The Summary ==
1. One. [1]
2. Two. [1]
3. Three. [1]
== The Signal ==
It is use, not a demo.
== Pull quote ==
“What happened in Stripe lets agents pay.”
-- The Wire
== The Implication ==
If others follow, it was a signal.
watch: new
thesis: 2
question: Does another follow?
hit if: one does
miss if: none does
by: 2027-05-24
== Sources ==
1. Stripe lets agents pay
outlet: The Wire
link: https://wire.example/0
"""


def wrote(text: str):
    """An editor in which somebody writes just that."""

    def run(path: Path) -> str:
        path.write_text(text, encoding="utf-8")
        return ""

    return run


@pytest.fixture
def story(desk: Desk, stories: list[str]) -> str:
    desk.judge(stories[0], WALLETS, Stance.SUPPORT, strength=2)
    return stories[0]


def written(desk: Desk, story: str, text: str = TEXT):
    taken = desk.edit_brief(story, wrote(text))
    assert (taken.unread, taken.problem) == ((), "")
    assert taken.row is not None
    return taken.row


# -- begun and saved ----------------------------------------------------------


def test_a_story_has_no_brief_until_something_is_written(desk: Desk, story: str) -> None:
    assert desk.brief_of(story) is None
    assert desk.brief_state(story) == ""
    text = desk.brief_text(story)
    assert "#   ▲ supports, moderate: 2 Agents get wallets" in text
    assert "#   What happened in Stripe lets agents pay." in text
    taken = desk.edit_brief(story, lambda _: "")
    assert (taken.change, taken.row, taken.problem) == (None, None, "")
    assert desk.take_brief(story, text).change is None
    assert desk.briefs() == ()
    assert not desk.brief_file(story).exists()


def test_what_is_written_is_saved_as_a_draft_and_undone(desk: Desk, story: str) -> None:
    taken = desk.edit_brief(story, wrote(TEXT))
    assert taken.change is not None
    assert taken.change.label == "new brief: A payment company opens to agents"
    row = desk.brief_of(story)
    assert row is not None and row == taken.row
    assert (row.missing, row.is_finished) == ((), False)
    assert row.brief.points[2] == Point("Three.", (1,))
    assert [(each.number, each.strength) for each in row.brief.bearings] == [(2, 2)]
    assert desk.brief(row.brief.id) == row
    assert desk.briefs() == (row,)
    assert not desk.brief_file(story).exists()
    assert desk.take_brief(story, TEXT).change is None, "it says so already"
    desk.undo()
    assert desk.brief_of(story) is None
    desk.redo()
    assert desk.brief_of(story) == row
    with pytest.raises(DeskProblem, match="no brief 'b99'"):
        desk.brief("b99")


def test_a_draft_follows_the_board(desk: Desk, story: str) -> None:
    row = written(desk, story)
    desk.judge(story, WEB4, Stance.CONTRADICT)
    now = desk.brief(row.brief.id)
    assert [each.thesis_id for each in now.brief.bearings] == [WEB4, WALLETS]
    text = desk.brief_text(story)
    assert "#   ▼ contradicts, slight: 1 Web4 at velocity" in text


def test_an_edit_keeps_what_the_story_is(desk: Desk, story: str, clock: Clock) -> None:
    row = written(desk, story)
    clock.at += 60
    changed = written(desk, story, TEXT.replace("3. Three.", "3. Third."))
    assert changed.brief.id == row.brief.id
    assert (changed.brief.created_at, changed.brief.changed_at) == (NOW, NOW + 60)
    undone = desk.undo()
    assert undone is not None
    assert undone.label == "edited brief: A payment company opens to agents"
    assert desk.brief_of(story) == row


def test_the_newest_is_listed_first(
    desk: Desk, story: str, stories: list[str], clock: Clock
) -> None:
    first = written(desk, story)
    clock.at += 60
    second = written(desk, stories[1], TEXT.replace("A payment", "Some other"))
    assert [row.brief.id for row in desk.briefs()] == [second.brief.id, first.brief.id]
    assert second.missing[0].startswith("The Signal names no thesis")
    assert second.missing[1].startswith("The pull quote does not stand in the story")


# -- finished -----------------------------------------------------------------


def test_finishing_opens_the_watches_in_one_step(desk: Desk, story: str) -> None:
    row = written(desk, story)
    before = desk.watches(WALLETS)
    change = desk.finish_brief(row.brief.id)
    assert change is not None
    assert change.label == "finished brief: A payment company opens to agents"
    assert WALLETS in change.thesis_ids
    done = desk.brief(row.brief.id)
    assert (done.is_finished, done.brief.finished_at) == (True, NOW)
    assert desk.brief_state(story) == "finished"
    (asked,) = done.brief.watches
    watch = desk.watch(asked.watch_id).watch
    assert (watch.question, watch.story_id) == ("Does another follow?", story)
    assert watch.closes_at == times.day_ends(times.parse_iso("2027-05-24"))
    assert desk.finish_brief(row.brief.id) is None
    assert f"watch: {asked.watch_id}\n" in desk.brief_text(story)
    desk.undo()
    assert desk.watches(WALLETS) == before
    assert desk.brief_of(story) == row
    assert desk.brief_state(story) == "draft"


def test_what_is_not_whole_is_not_finished(desk: Desk, story: str) -> None:
    row = written(desk, story, TEXT.replace("1. One. [1]\n", ""))
    with pytest.raises(DeskProblem, match="1 thing is missing; nothing was finished"):
        desk.finish_brief(row.brief.id)
    assert not desk.brief(row.brief.id).is_finished


def test_several_watches_have_ids_of_their_own(desk: Desk, story: str) -> None:
    again = TEXT.replace(
        "== Sources", "\nwatch:\nthesis: 1\nquestion: Q\nhit if: a\nmiss if: b\n"
        "by: six months\nweight: hoop\n\nwatch: web4-at-velocity-w1\n== Sources",
    )  # fmt: skip
    row = written(desk, story, again)
    assert row.missing == ()
    desk.finish_brief(row.brief.id)
    idents = [each.watch_id for each in desk.brief(row.brief.id).brief.watches]
    assert idents[1] == f"{idents[0]}-2"
    assert idents[2] == "web4-at-velocity-w1"
    assert desk.watch(idents[1]).watch.h1 == 0.95


def test_a_finished_one_stays_so_while_nothing_is_missing(
    desk: Desk, story: str, clock: Clock
) -> None:
    row = written(desk, story)
    desk.finish_brief(row.brief.id)
    clock.at += DAY
    text = desk.brief_text(story)
    better = written(desk, story, text.replace("2. Two.", "2. Second."))
    assert better.brief.finished_at == NOW + DAY
    undone = desk.undo()
    assert undone is not None and undone.label.startswith("edited finished brief: ")
    desk.redo()
    # A judgment taken back changes what was published no more.
    desk.judge(story, WALLETS, Stance.CONTRADICT)
    assert desk.brief(row.brief.id).brief.bearings == row.brief.bearings
    worse = desk.edit_brief(story, wrote(text.replace("2. Two. [1]\n", "")))
    assert worse.change is not None
    assert worse.change.label == "brief is a draft again: A payment company opens to agents"
    assert worse.row is not None and not worse.row.is_finished
    assert desk.watches(WALLETS) != ()


def test_a_finished_one_is_right_also_when_its_watch_was_answered(
    desk: Desk, story: str, clock: Clock
) -> None:
    row = written(desk, story)
    desk.finish_brief(row.brief.id)
    ident = desk.brief(row.brief.id).brief.watches[0].watch_id
    desk.settle_watch(ident, "hit")
    text = desk.brief_text(story).replace("2. Two.", "2. Second.")
    assert written(desk, story, text).is_finished


def test_a_watch_of_a_draft_that_was_answered_is_said(desk: Desk, story: str) -> None:
    text = TEXT.replace("watch: new", "watch: web4-at-velocity-w1\n\nwatch: new")
    row = written(desk, story, text)
    desk.settle_watch("web4-at-velocity-w1", "miss")
    assert "web4-at-velocity-w1 is not open any more" in desk.brief(row.brief.id).missing[0]


def test_one_is_removed_and_comes_back(desk: Desk, story: str) -> None:
    row = written(desk, story)
    assert desk.remove_brief(row.brief.id).label.startswith("removed brief: A payment")
    assert desk.brief_of(story) is None
    desk.undo()
    assert desk.brief_of(story) == row


# -- nothing is lost ----------------------------------------------------------


def test_what_cannot_be_read_stays_and_is_gone_on_with(desk: Desk, story: str) -> None:
    bad = TEXT.replace("by: 2027-05-24", "by: soon")
    taken = desk.edit_brief(story, wrote(bad))
    (sentence,) = taken.unread
    assert sentence.startswith("Line 19: “soon” is no day")
    assert taken.change is None and desk.brief_of(story) is None
    assert desk.brief_left(story) == bad
    assert desk.brief_file(story).stat().st_mode & 0o777 == 0o600
    assert desk.brief_file(story).parent.stat().st_mode & 0o777 == 0o700

    def mended(path: Path) -> str:
        assert path.read_text() == bad
        path.write_text(TEXT)
        return ""

    assert desk.edit_brief(story, mended).change is not None
    assert desk.brief_left(story) is None


def test_an_editor_that_fails_loses_nothing(desk: Desk, story: str) -> None:
    def killed(path: Path) -> str:
        path.write_text(TEXT)
        return "The editor “vi” was ended by signal 9."

    taken = desk.edit_brief(story, killed)
    assert taken.problem == (
        "The editor “vi” was ended by signal 9. Nothing was taken over; what was written is kept "
        f"in {desk.brief_file(story)}."
    )
    assert desk.brief_left(story) == TEXT
    taken = desk.edit_brief(story, lambda _: "")
    assert taken.change is not None, "left as it was, it is what was written"


def test_an_editor_that_wrote_nothing_leaves_nothing(desk: Desk, story: str) -> None:
    taken = desk.edit_brief(story, lambda _: "The editor “vi” ended with status 1.")
    assert (taken.problem, taken.row) == ("The editor “vi” ended with status 1.", None)
    assert not desk.brief_file(story).exists()

    def gone(path: Path) -> str:
        path.unlink()
        return ""

    taken = desk.edit_brief(story, gone)
    assert taken.change is None
    assert taken.problem == "The editor left no file behind, so nothing was saved."
    desk.keep_brief_text(story, TEXT)
    path = desk.brief_file(story)
    assert f"What was written before is in {path} again." in desk.edit_brief(story, gone).problem
    assert desk.brief_left(story) == TEXT

    def linked(path: Path) -> str:
        path.unlink()
        path.symlink_to(path.with_name("elsewhere"))
        return ""

    with pytest.raises(DeskProblem, match="a link stands in its place, which is not followed"):
        desk.edit_brief(story, linked)


@pytest.mark.parametrize("nothing", ["", " \n\n", "# A remark.\n"])
def test_an_empty_text_takes_the_place_of_nothing(desk: Desk, story: str, nothing: str) -> None:
    ways = (desk.send_brief, lambda ident, text: desk.edit_brief(ident, wrote(text)))
    for send in ways:
        with pytest.raises(DeskProblem, match=r"The text is empty; nothing was changed\.$"):
            send(story, nothing)
        assert desk.brief_left(story) is None, "and none is left"
    bad = TEXT.replace("by: 2027-05-24", "by: soon")
    desk.keep_brief_text(story, bad)
    for send in ways:
        with pytest.raises(DeskProblem, match="What was written before is in "):
            send(story, nothing)
        assert desk.brief_left(story) == bad and desk.brief_of(story) is None


def test_what_is_sent_takes_the_place_of_what_is_kept_once_it_is_saved(
    desk: Desk, story: str
) -> None:
    desk.keep_brief_text(story, "mine, half written")
    taken = desk.send_brief(story, "no part")
    assert taken.unread and taken.problem.startswith("Nothing was saved; the text of before is")
    assert desk.brief_left(story) == "mine, half written"
    assert desk.send_brief(story, TEXT).change is not None
    assert desk.brief_left(story) is None


def test_a_board_that_cannot_record_loses_nothing(
    desk: Desk, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise BoardProblem("The disk is full.")

    monkeypatch.setattr(desk._board, "change", full)
    with pytest.raises(BoardProblem):
        desk.edit_brief(story, wrote(TEXT))
    assert desk.brief_left(story) == TEXT


def test_a_file_that_is_none_is_left_alone(desk: Desk, story: str, tmp_path: Path) -> None:
    path = desk.brief_file(story)
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(DeskProblem, match="could not be read: it is not a file"):
        desk.brief_left(story)
    path.unlink()
    path.symlink_to(tmp_path / "mine")
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(DeskProblem, match="could not be read"):
        desk.edit_brief(story, wrote(TEXT))
    path.unlink()
    path.write_bytes(b"a" * (MOST + 1))
    with pytest.raises(DeskProblem, match="it is larger than 1,000,000 bytes"):
        desk.brief_left(story)
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("a file")
    with pytest.raises(DeskProblem, match="could not be written"):
        desk.keep_brief_text(story, TEXT)


def test_what_is_written_goes_through_the_door(desk: Desk, story: str) -> None:
    row = written(desk, story, TEXT.replace("One.", "O\x1b]52;c;aa\x07n\u202ee."))
    assert row.brief.points[0].text == "O]52;c;aane."


# -- stories that move --------------------------------------------------------


def test_a_brief_goes_along_where_its_story_is_merged(
    desk: Desk, stories: list[str], story: str
) -> None:
    row = written(desk, stories[1])
    desk.merge([story, stories[1]])
    found = desk.brief_of(story)
    assert found is not None and found.brief.id == row.brief.id
    assert found.brief.story_id == story
    assert desk.brief_of(stories[1]) == found
    desk.undo()
    assert desk.brief(row.brief.id).brief.story_id == stories[1]


def test_a_story_with_a_brief_is_not_pruned(desk: Desk, stories: list[str]) -> None:
    written(desk, stories[1])
    assert stories[1] in desk._named()


def test_a_brief_outlives_its_story(desk: Desk, story: str, places) -> None:
    row = written(desk, story)
    archive = Archive.open(places.archive)
    with archive._database.writing() as connection:
        connection.execute("DELETE FROM entries")
        connection.execute("DELETE FROM stories")
    archive.close()
    left = desk.brief_of(story)
    assert left is not None and left.brief.headline == row.brief.headline
    assert left.missing == (), "the quote stands in what was kept of the story"
    changed = desk.take_brief(story, TEXT.replace("3. Three.", "3. Third."))
    assert changed.change is not None
    assert desk.export_brief(row.brief.id, "md").startswith("# A payment company")
    with pytest.raises(DeskProblem, match="no story"):
        desk.brief_text("s-none")


def test_a_quote_that_was_kept_with_the_evidence_stands(desk: Desk, story: str) -> None:
    piece = desk.evidence_of(story)[0]
    quoted = replace(piece, quote="We pay agents now.", quoted="The founder")
    desk._change("quote", lambda _seq: [desk._revise(quoted)])
    assert "“We pay agents now.”\n-- The founder" in desk.brief_text(story)
    row = written(desk, story, TEXT.replace(QUOTE, "We pay agents now."))
    assert row.missing == ()
    own = written(desk, story, TEXT.replace(QUOTE, "Mine.").replace("-- The Wire", "-- own"))
    assert (own.missing, own.brief.quoted) == ((), OWN)


# -- leaving the house --------------------------------------------------------


def test_a_brief_is_written_to_a_file(desk: Desk, story: str, tmp_path: Path) -> None:
    row = written(desk, story)
    name = desk.brief_name(row.brief.id, "html")
    assert name == "2026-11-24-a-payment-company-opens-to-agents.html"
    path = desk.save_brief_export(row.brief.id, "html", tmp_path / name)
    assert path.read_text() == desk.export_brief(row.brief.id, "html")
    with pytest.raises(FileExistsError):
        desk.save_brief_export(row.brief.id, "html", path)
    desk.save_brief_export(row.brief.id, "txt", path, overwrite=True)
    assert path.read_text().startswith("A payment company")


def test_a_digest_tells_what_a_time_brought(
    desk: Desk, story: str, tmp_path: Path, clock: Clock
) -> None:
    row = written(desk, story)
    desk.finish_brief(row.brief.id)
    clock.at += DAY
    found = desk.digest(NOW - DAY, NOW + DAY)
    assert [brief.id for brief in found.briefs] == [row.brief.id]
    assert [each.thesis.id for each in found.theses] == [WEB4, WALLETS]
    assert [each.is_changed for each in found.theses] == [False, True]
    assert found.theses[1].after.db == 5.0
    assert found.ahead == ()
    late = desk.digest(NOW, times.parse_iso("2027-05-20"))
    questions = {each.watch.question for each in late.ahead}
    assert questions == {"Does it power WeChat?", "Does another follow?"}
    span = (NOW - DAY, NOW + DAY)
    name = desk.digest_name(*span, "md")
    assert name == "digest-2026-11-23-to-2026-11-25.md"
    path = desk.save_digest(*span, "md", tmp_path / name)
    assert path.read_text() == desk.export_digest(*span, "md")
    assert "### A payment company opens to agents" in path.read_text()
    with pytest.raises(DeskProblem, match="2026-11-25 is after 2026-11-24"):
        desk.digest(NOW + DAY, NOW)


def test_a_thesis_out_of_play_is_told_of_only_where_it_changed(desk: Desk, story: str) -> None:
    desk.retire_thesis(WALLETS)
    desk.retire_thesis(WEB4)
    assert [each.thesis.id for each in desk.digest(NOW - 1, NOW).theses] == [WALLETS]
