"""The life of a thesis on the board: what a draft lacks, active, closed, reopened."""

from __future__ import annotations

from signalboard.ui.dialogs.form import Form
from signalboard.ui.dialogs.thesis import ThesisForm

CHINA = "china-ships-agents-first"


def thesis(run, ident=CHINA):
    return run.desk.thesis(ident).thesis


async def test_the_form_says_what_is_missing_while_it_is_typed(open_board):
    async with open_board() as run:
        await run.keys("T", "a")
        assert "to be active it lacks" in run.text and "  a prior" in run.text
        assert "a watch that could move it 5 dB" in run.text
        await run.keys("text:Tips", "enter", "text:agents tip", "enter", "text:they do not")
        await run.keys("enter", "text:30")
        assert "  a prior" not in run.text
        await run.keys("enter", "text:end of 2028", "enter", "text:people tip; habit", "enter")
        await run.keys("text:nobody pays", "enter", "text:tip, tips", "enter")
        made = thesis(run, "tips")
        assert (made.prior, made.prior_said, made.rivals) == (0.3, True, ("people tip", "habit"))
        assert (made.pre_mortem, made.keywords) == ("nobody pays", ("tip", "tips"))
        assert made.status == "draft" and run.board.armed == "tips"
        await run.keys("E")
        assert "horizon      2028-12-31" in run.text and "people tip; habit" in run.text
        await run.keys("down", "down", "down", "down", *["backspace"] * 10, "ctrl+s")
        assert thesis(run, "tips").horizon_at is None


async def test_a_prior_may_be_left_open(open_board):
    async with open_board() as run:
        await run.keys("T", "a", "text:Tips", "enter", "text:a", "enter", "text:b", "ctrl+s")
        assert not thesis(run, "tips").prior_said
        await run.keys("E")
        assert "  a prior" in run.text and "50" not in run.text.split("prior, %")[1][:12]
        await run.keys("escape", "L", "a")
        await run.wait(0.1)
        assert "cannot be active yet" in run.text


async def test_a_draft_with_a_watch_is_made_active(open_board):
    async with open_board() as run:
        run.desk.edit_thesis(CHINA, prior=0.3)
        run.board.see_theses()
        await run.keys("T", "j", "w", "text:q", "enter", "text:a", "enter", "text:b")
        await run.keys("enter", "enter", "enter", "text:6m", "enter", "enter", "enter")
        assert not isinstance(run.app.screen, Form)
        assert "2 may be active: L" in run.text
        await run.keys("E")
        assert isinstance(run.app.screen, ThesisForm) and "nothing is missing" in run.text
        await run.keys("escape", "L")
        assert "a activate" in run.text and "confirmed" not in run.text
        await run.keys("a")
        assert thesis(run).status == "active" and "active thesis: China" in run.text
        await run.keys("E")
        assert "it is active" in run.text
        await run.keys("escape")
        await run.board.run_action("activate_thesis")
        await run.settle()
        assert "it is active already" in run.text
        await run.keys("L")
        assert (
            "c confirmed" in run.text and "f refuted" in run.text and "a activate" not in run.text
        )
        await run.keys("f")
        assert "Refuted: China ships agents first" in run.text
        await run.keys("enter")
        assert "takes a post-mortem" in run.text
        await run.keys("text:it was Seoul", "enter")
        closed = thesis(run)
        assert (closed.status, closed.post_mortem) == ("refuted", "it was Seoul")
        assert "refuted thesis: China" in run.text
        pane = "\n".join(run.pane("theses"))
        assert "closed" in pane and "refuted" in pane
        await run.keys("L", "o", "enter")
        assert thesis(run).status == "active" and thesis(run).post_mortem == ""
        await run.keys("u")
        assert thesis(run) == closed


async def test_a_closed_thesis_is_named_with_how_it_ended(open_board):
    async with open_board() as run:
        run.desk.edit_thesis(CHINA, prior=0.3)
        run.desk.add_watch(CHINA, "q", "a", "b", closes_at=run.desk.now() + 86400, h1=0.9, h0=0.1)
        run.desk.activate_thesis(CHINA)
        run.board.see_theses()
        await run.keys("2", "+", "k")
        run.desk.close_thesis(CHINA, "confirmed", "so it was")
        run.board.kept(None)
        await run.settle()
        assert "China ships agents first (confirmed)" in "\n".join(run.pane("story"))


async def test_where_there_is_nothing_to_close_it_is_said(open_board):
    async with open_board() as run:
        for action in ("activate_thesis", "close_thesis('refuted')", "thesis_life"):
            await run.board.run_action(action)
            await run.settle()
            assert "no thesis is armed or selected" in run.text
            await run.keys("m")
        await run.board.run_action("reopen_thesis")
        await run.settle()
        assert "no thesis is closed" in run.text
        await run.keys("T", "L", "escape")
        assert run.board.pane == "theses"
        await run.keys("L", "r", "text:of no use", "enter")
        assert thesis(run, "web4-at-velocity").post_mortem == "of no use"
