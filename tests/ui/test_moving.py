"""Moving: the place is the reader's; new stories wait."""

from __future__ import annotations

import pytest

from tests.ui import sample

LONG = sample.STORIES + sample.many(100)
LAST = sample.many(100)[-1].title


async def test_down_and_up(open_board):
    async with open_board() as run:
        await run.keys("j", "down", "j")
        assert run.board.headlines.cursor == 3
        assert "▸    1h OpenAI" in run.row("Codex")
        assert " 4/14 " in run.text
        await run.keys("k", "up")
        assert run.board.headlines.cursor == 1
        await run.keys("k", "k", "k")
        assert run.board.headlines.cursor == 0


async def test_a_row_down_lays_nothing_out(open_board, monkeypatch):
    async with open_board() as run:
        laid: list[bool] = []
        layout = type(run.board)._refresh_layout
        monkeypatch.setattr(
            type(run.board), "_refresh_layout",
            lambda self, *given, **more: laid.append(True) or layout(self, *given, **more),
        )  # fmt: skip
        heights = set()
        for _ in range(8):
            await run.keys("j")
            heights.add(run.board.story_pane.line_count())
            assert run.board.story_pane.virtual_size.height == run.board.story_pane.line_count()
        assert len(heights) > 2, "stories of other lengths"
        assert not laid
        await run.keys("z")
        assert laid, "what changes the panes does"


async def test_pages_ends_and_halves(open_board):
    async with open_board(stories=LONG) as run:
        page = run.board.headlines.page
        await run.keys("pagedown")
        assert run.board.headlines.cursor == page - 1
        await run.keys("pagedown", "pageup", "pageup")
        assert run.board.headlines.cursor == 0
        await run.keys("ctrl+d")
        assert run.board.headlines.cursor == page // 2
        await run.keys("ctrl+u")
        assert run.board.headlines.cursor == 0
        await run.keys("G")
        assert run.board.headlines.cursor == len(LONG) - 1
        assert run.row(LAST[:30]).startswith("│▸")
        await run.keys("home", "end", "g")
        assert run.board.headlines.cursor == 0


async def test_next_not_judged(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "+", "g", "n")
        assert run.board.headlines.cursor == 2
        await run.keys("j", "+", "N")
        assert run.board.headlines.cursor == 2
        await run.keys("N")
        assert "every story above is judged by 1; n finds one below" in run.text
        await run.keys("j")
        assert "is judged" not in run.text, "said for the moment only"


async def test_what_is_said_of_there_being_none_is_so(open_board):
    async with open_board() as run:
        await run.keys("G", "n")
        assert "this is the last story; N finds one above" in run.text
        await run.keys("g", "N")
        assert "this is the first story; n finds one below" in run.text
        await run.keys("1", *"+" * 14, "n")
        assert "this is the last story " in run.text and "finds one" not in run.text
        await run.keys("k", "n")
        assert "every story below is judged " in run.text
        sample.add(run.desk.places, [sample.Told("Fresh news", (("SCMP", 5),))])
        await run.wait(0.6)
        await run.keys("N")
        assert "every story above is judged by 1; 1 new above (g)" in run.text
        await run.keys("f", "l", "g", "n")
        assert "every story below in this list is judged" in run.text
    async with open_board(stories=()) as run:
        await run.keys("n")


async def test_the_next_not_judged_is_what_the_rows_say(open_board, tmp_path):
    """After judgments, undo, a merge and in filters: the same as looking at every row."""
    async with open_board(stories=sample.STORIES + sample.many(30)) as run:
        await run.keys("1", "+", "n", "-", "j", "j", ".", "u", "M", "j", "M", "j", "+", "u", "+")
        for keys in ((), ("/", "text:agents", "enter"), ("f", "u")):
            await run.keys(*keys)
            headlines, listing = run.board.headlines, run.board.headlines.listing
            free = [
                at
                for at, row in enumerate(listing.rows(0, len(listing)))
                if not run.desk.evidence_of(row.id)
            ]
            for at in range(len(listing)):
                headlines.move_to(at)
                below = next((each for each in free if each > at), None)
                above = next((each for each in reversed(free) if each < at), None)
                assert headlines.next_unjudged(1) == below
                assert headlines.next_unjudged(-1) == above


async def test_space_reads_on_and_then_goes_to_the_next(open_board):
    long = sample.Told("A long one", (("SCMP", 60),), "\n".join(f"line {n}" for n in range(40)))
    async with open_board(stories=(long, *sample.STORIES)) as run:
        assert "line 39" not in run.text
        assert "↓" in run.pane("story")[-1]
        await run.keys(*["space"] * 6)
        assert run.board.headlines.cursor > 0
        await run.keys("k", "k", "k", "space")
        assert "line 9" in run.text
        assert run.board.headlines.cursor == 0


async def test_new_stories_wait_until_they_are_let_in(open_board):
    async with open_board() as run:
        await run.keys("j", "j")
        before, title = run.pane("headlines")[1:-1], run.current
        sample.add(run.desk.places, [sample.Told("Fresh news", (("SCMP", 5),)),
                                    sample.Told("More news", (("SCMP", 4),))])  # fmt: skip
        await run.wait(0.6)
        assert run.pane("headlines")[1:-1] == before, "nothing moved"
        assert run.current == title
        assert "2 new above (g)" in run.rows()[0]
        assert "16 unjudged of 16" in run.text
        await run.keys("g")
        assert run.current == "More news"
        assert "new above" not in run.text
        assert "Fresh news" in run.text


async def test_into_an_empty_list_the_first_stories_come_by_themselves(open_board):
    async with open_board(stories=()) as run:
        assert "No stories yet." in run.text
        sample.add(run.desk.places, sample.STORIES)
        await run.wait(0.6)
        assert run.current.startswith("Tencent")
        assert "new above" not in run.text


async def test_panes_in_reading_order(open_board):
    async with open_board() as run:
        seen = []
        for _ in range(4):
            await run.keys("tab")
            seen.append(run.board.pane)
            assert run.app.focused is run.board.active
        assert seen == ["story", "theses", "companies", "headlines"]
        await run.keys("shift+tab")
        assert run.board.pane == "companies"
        await run.keys("T")
        assert run.board.pane == "theses"
        await run.keys("c")
        assert run.board.pane == "companies"
        await run.keys("q")
        assert run.board.pane == "headlines"
        await run.keys("enter")
        assert run.board.pane == "story"
        await run.keys("enter")
        assert run.board.pane == "headlines"


@pytest.mark.parametrize("pane", ["theses", "companies"])
async def test_the_cursor_of_other_panes(open_board, pane):
    async with open_board() as run:
        await run.keys("T" if pane == "theses" else "c", "j", "j")
        assert run.board.active.cursor == 2
        assert "▸" in run.pane(pane)[3 if pane == "companies" else 5]
        await run.keys("G")
        assert run.board.active.cursor == run.board.active.item_count() - 1
        await run.keys("g", "k", "pagedown", "pageup")
        assert run.board.active.cursor == 0


async def test_the_story_scrolls_by_lines(open_board):
    long = sample.Told("A long one", (("SCMP", 60),), "\n".join(f"line {n}" for n in range(40)))
    async with open_board(stories=(long,)) as run:
        await run.keys("tab", "j", "j", "j")
        assert "A long one" not in "".join(run.pane("story"))
        await run.keys("G")
        assert "line 39" in run.text
        assert "↓" not in run.pane("story")[-1]
        await run.keys("g")
        assert "A long one" in "".join(run.pane("story"))


async def test_hints_are_those_of_the_pane(open_board):
    async with open_board() as run:
        assert "+ supports" in run.rows()[-1]
        await run.keys("T")
        assert "Enter open   l arm   a new   E edit" in run.rows()[-1]
        await run.keys("c")
        assert "Enter its stories   a new   C track" in run.rows()[-1]


async def test_q_quits_when_nothing_is_left_to_go_back_from(open_board):
    async with open_board() as run:
        await run.keys("escape")
        assert run.app.is_running
        await run.keys("T", "q")
        assert run.app.is_running
        await run.keys("q")
        assert run.app._exit
        assert run.app.return_code == 0


async def test_resting_on_a_story_marks_it_read(open_board, monkeypatch):
    monkeypatch.setattr("signalboard.ui.watching.REST", 0.2)
    async with open_board() as run:
        await run.wait(1.0)
        assert run.board.headlines.current.read
        await run.keys("u")
        assert "nothing to undo" in run.text, "it is no judgment"


async def test_a_story_marked_unread_stays_unread(open_board, monkeypatch):
    monkeypatch.setattr("signalboard.ui.watching.REST", 0.2)
    async with open_board() as run:
        await run.keys("m", "m")
        await run.wait(1.0)
        assert not run.board.headlines.current.read


async def test_ages_go_on(open_board):
    async with open_board() as run:
        assert "  9m Bloomberg" in run.row("upgrades")
        run.desk._clock = lambda: sample.NOW + 60
        await run.wait(0.6)
        assert " 10m Bloomberg" in run.row("upgrades")
        assert "Tue 14:33" in run.rows()[0]
