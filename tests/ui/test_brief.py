"""The brief of a story on the board: written on the screen, checked, finished, exported."""

from __future__ import annotations

import pytest
from textual import events

from signalboard.ui.brief.screen import BriefScreen
from signalboard.ui.brief.writing import Writing

FILLED = """\
== Headline ==
Tencent ships a model after its hire
== The Summary ==
1. One. [1]
2. Two. [2]
3. Three. [1, 4]
== The Signal ==
It is a result.
== Pull quote ==
A hire is news until it ships.
-- own
== The Implication ==
watch: new
thesis: 5
question: Does it power WeChat?
hit if: it does
miss if: it does not
by: 2027-05-24
== Sources ==
1. First
2. Second
3. Third
4. Fourth
link: https://d.example
"""


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


def story_of(run) -> str:
    return run.board.headlines.current.id


def area(run):
    assert isinstance(run.app.screen, Writing)
    return run.app.screen._input


async def fill(run, text: str = FILLED) -> None:
    """As if all of it were typed in place of what is there."""
    area(run).text = text
    await run.settle()


async def drafted(run, text: str = FILLED) -> str:
    """A saved brief of the story under the cursor, and its page on the screen."""
    story = story_of(run)
    await run.keys("b")
    await fill(run, text)
    await run.keys("ctrl+s")
    return story


async def test_b_begins_a_brief_in_the_screen(open_board):
    async with open_board() as run:
        await run.keys("5", "+", "k")
        await run.keys("b")
        assert "Write the brief" in run.text
        assert "== The Summary ==" in run.text
        assert "▲ supports, slight: 5 Talent moves frontiers" in area(run).text
        below = area(run).text.split("\n").index("== The Summary ==")
        assert area(run).cursor_location == (below - 2, 0)
        assert "The headline is missing: say in your own words what happened." in run.text
        await run.keys("text:Tencent ships, #1", "enter", "x", "backspace", "backspace")
        assert "\nTencent ships, #1\n" in area(run).text
        await run.keys("ctrl+s")
        assert isinstance(run.app.screen, BriefScreen)
        assert "Brief · draft, 3 missing" in run.text
        assert "▸ The Summary has 0 points; it is 3." in run.text
        await run.keys("q")
        assert run.app.screen is run.board
        assert "new brief: Tencent ships, #1 · u takes it back" in run.text
        await run.keys("u")
        assert run.desk.briefs() == ()


async def test_what_is_typed_before_saving_is_all_saved(open_board):
    async with open_board() as run:
        await run.keys("b", "text:Typed in one go", "ctrl+s")
        (row,) = run.desk.briefs()
        assert row.brief.headline == "Typed in one go"


async def test_a_whole_brief_is_finished_and_its_watch_is_open(open_board):
    async with open_board() as run:
        await run.keys("5", "+", "k")
        story = await drafted(run)
        assert "Brief · draft, nothing missing" in run.text
        assert "Tencent ships a model after its hire" in run.text
        await run.keys("F")
        assert "Brief · finished" in run.text
        assert "finished brief: Tencent ships" in run.text
        assert run.desk.brief_of(story).is_finished
        await run.keys("F")
        assert "it is finished already" in run.text
        await run.keys("escape")
        assert "finished brief: Tencent ships a model after its hire" in run.text
        assert "brief: finished" in "".join(run.pane("story"))
        (watch,) = run.desk.thesis("talent-moves-frontiers").watches
        assert watch.question == "Does it power WeChat?"
        await run.keys("u", "b")
        assert "Brief · draft, nothing missing" in run.text


async def test_what_is_missing_is_not_finished(open_board):
    async with open_board() as run:
        await drafted(run, FILLED.replace("2. Two. [2]\n", ""))
        assert "Brief · draft, 2 missing" in run.text
        await run.keys("F")
        assert "2 things are missing" in run.text
        assert not run.desk.briefs()[0].is_finished


async def test_a_line_that_cannot_be_read_is_told_and_nothing_is_lost(open_board):
    async with open_board() as run:
        story = story_of(run)
        await run.keys("b")
        await fill(run, FILLED.replace("by: 2027-05-24", "by: soon"))
        await run.keys("ctrl+s")
        assert "▸ Line 18: “soon” is no day" in run.text
        assert isinstance(run.app.screen, Writing)
        assert run.desk.briefs() == ()
        assert "by: soon" in run.desk.brief_left(story)
        assert "Not saved: mend this and press Ctrl+S" in run.text
        await run.keys("escape")
        assert "What you wrote is kept; E goes on with it." in run.text
        assert "Brief · written, not saved" in run.text and "Nothing is saved yet." in run.text
        assert "Nothing is written" not in run.text
        await run.keys("E")
        assert "by: soon" in area(run).text and "Not readable yet" in run.text
        await fill(run, "")
        await run.keys("ctrl+s")
        assert "The text is empty; nothing was changed." in run.text
        await fill(run)
        await run.keys("ctrl+s")
        assert "Tencent ships a model" in run.text
        assert run.desk.brief_left(story) is None


async def test_what_is_typed_is_kept_while_it_is_typed(open_board):
    async with open_board() as run:
        story = story_of(run)
        await run.keys("b", "text:Half a head")
        await run.wait(1.2)
        assert "\nHalf a head\n" in run.desk.brief_left(story)
        # As after a crash: the board is opened anew.
    async with open_board() as run:
        await run.keys("b")
        assert "\nHalf a head\n" in area(run).text
        await run.keys("escape")
        assert isinstance(run.app.screen, BriefScreen)
        await run.keys("q")
        assert run.app.screen is run.board


async def test_leaving_what_was_not_touched_leaves_nothing(open_board):
    async with open_board() as run:
        story = story_of(run)
        await run.keys("b", "escape")
        assert "Nothing is written yet." in run.text
        await run.keys("F")
        assert "nothing is saved yet" in run.text
        await run.keys("e", "R", "q")
        assert run.app.screen is run.board
        assert run.desk.brief_left(story) is None


async def test_a_brief_is_exported_in_the_form_its_name_says(open_board, tmp_path):
    target = tmp_path / "b.pdf"
    async with open_board() as run:
        await drafted(run)
        await run.keys("e", "ctrl+u", f"text:{target}", "enter")
        assert "The path ends in .md, .html or .txt" in run.text
        target = tmp_path / "b.html"
        await run.keys("ctrl+u", f"text:{target}", "enter")
        assert isinstance(run.app.screen, BriefScreen)
        assert "written to" in run.text
        assert target.read_text().startswith("<!DOCTYPE html>")
        target.write_text("mine")
        await run.keys("e", "ctrl+u", f"text:{target}", "enter")
        assert "is there already. Enter again replaces it." in run.text
        assert target.read_text() == "mine"
        await run.keys("enter")
        assert target.read_text().startswith("<!DOCTYPE html>")
        await run.keys("e", "ctrl+u", f"text:{tmp_path}/none/b.md", "enter")
        assert "could not be written" in run.text


async def test_a_brief_is_removed_and_comes_back(open_board):
    async with open_board() as run:
        await drafted(run)
        await run.keys("R")
        assert "removed brief: Tencent ships" in run.text
        assert run.desk.briefs() == ()
        await run.keys("u")
        assert len(run.desk.briefs()) == 1


async def test_a_digest_is_written(open_board, tmp_path):
    async with open_board() as run:
        await run.keys("ctrl+p", "text:digest", "enter")
        assert "╭─ Write a digest" in run.text
        target = tmp_path / "d.txt"
        await run.keys("ctrl+u", "text:whenever", "ctrl+s")
        assert "'whenever' is not a date" in run.text
        await run.keys("ctrl+u", "text:2w", "enter", "enter", "ctrl+u", f"text:{target}", "enter")
        assert "written to" in run.text
        assert target.read_text().startswith("Digest, 2026-11-10 to 2026-11-24\n")


async def test_the_page_scrolls(open_board):
    async with open_board(size=(80, 24)) as run:
        await drafted(run)
        assert "One." in run.text
        await run.keys("G")
        assert "https://d.example" in run.text
        await run.keys("g", "j", "space", "k", "pageup")
        assert "The Summary" in run.text


async def test_what_is_pasted_goes_through_the_door(open_board):
    async with open_board() as run:
        await run.keys("b")
        run.app.post_message(events.Paste("a\x1b]52;c;aa\x07b\x9b31m\u202e\r\n  c"))
        await run.settle()
        assert "a]52;c;aab31m\n  c" in area(run).text


async def test_what_an_editor_left_goes_through_the_door(open_board):
    async with open_board() as run:
        story = story_of(run)
        run.desk.keep_brief_text(story, "== Headline ==\nx\x1b[2Jy\u202e\n")
        await run.keys("b")
        assert area(run).text == "== Headline ==\nx[2Jy\n"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_it_can_be_read_at_any_size(open_board, size):
    async with open_board(size=size) as run:
        await run.keys("b")
        assert "== Headline ==" in run.text and "Ctrl+S saves" in run.text
        await fill(run)
        await run.keys("ctrl+s")
        assert "Brief · draft" in run.text and "edit" in run.text


async def test_a_disk_that_is_full_is_told_and_the_text_stays(open_board, monkeypatch):
    async with open_board() as run:
        await run.keys("b", "text:Kept here")

        def full(*_args, **_more):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("signalboard.desk.scratch.put", full)
        await run.wait(1.2)
        assert "could not be written: no space left on device" in run.text
        await run.keys("escape")
        assert isinstance(run.app.screen, Writing)
        assert "Ctrl+S saves it on the board." in run.app.screen._lacks._said[0][0]
        await run.keys("ctrl+s")
        assert run.desk.briefs()[0].brief.headline == "Kept here"


async def test_without_a_story_there_is_nothing_to_write_up(open_board):
    async with open_board(stories=()) as run:
        await run.keys("b")
        assert "there is no story to write up" in run.text


async def test_what_was_done_is_undone_and_redone_on_its_own_screen(open_board):
    async with open_board() as run:
        await drafted(run)
        assert len(run.desk.briefs()) == 1
        await run.keys("u")
        assert "undone: new brief" in run.text
        assert "Nothing is written yet." in run.text
        assert run.desk.briefs() == ()
        await run.keys("ctrl+y")
        assert "redone: new brief" in run.text
        assert len(run.desk.briefs()) == 1
        await run.keys("ctrl+y")
        assert "nothing to redo" in run.text
        await run.keys("q")
        assert run.app.screen is run.board


async def test_help_and_palette_open_over_it(open_board):
    async with open_board() as run:
        await drafted(run)
        await run.keys("?")
        assert "╭─ Help" in run.text
        await run.keys("q", "ctrl+p")
        assert "brief: finish it, opening its watches" in run.text
        assert "story: star" not in run.text
        await run.keys("text:remove", "enter")
        assert run.app.screen is run.board
        assert run.desk.briefs() == ()
