"""Judging from the keyboard: recorded, painted, named, taken back."""

from __future__ import annotations

import asyncio

import pytest

FIRST = "Tencent upgrades its foundation model, first since OpenAI hire"
SECOND = "Alibaba's Qwen agents now handle returns on Taobao"
THIRD = "Retailer blocks shopping agents at checkout"


async def test_support_is_recorded_and_painted_and_the_cursor_moves_on(open_board):
    async with open_board() as run:
        await run.keys("1", "+")
        assert run.evidence() == [("1", FIRST, "support", 1, "")]
        assert run.current == SECOND
        assert "│ ▲   9m Bloomberg" in run.row("upgrades")
        assert "▲1│" in run.row("upgrades")
        assert "13 unjudged of 14" in run.text
        assert "▲ 1 slight · Tencent upgrades" in run.text
        assert "+1 −0" in run.row("never", "theses")


async def test_a_judgment_is_painted_in_the_frame_of_its_key(open_board):
    """Before anything else may run: the mark, the tally, the counts and the place."""
    async with open_board() as run:
        await run.keys("1")
        await run.board.action_judge("contradict")
        row = run.board.headlines.line(0, 74)
        assert ("▼", "contradict") in row
        assert run.board.theses[0].tally.contradictions == 1
        assert run.board.summary.unjudged == 13
        assert run.board.headlines.cursor == 1


async def test_contradict_and_no_bearing(open_board):
    async with open_board() as run:
        await run.keys("1", "-", ".")
        assert [piece[1:3] for piece in run.evidence()] == [
            (FIRST, "contradict"),
            (SECOND, "no-bearing"),
        ]
        assert "▼   9m" in run.row("upgrades")
        assert "·  22m" in run.row("Qwen agents")
        assert run.current == THIRD
        assert "· 1 no bearing · Alibaba's" in run.text


async def test_equals_is_plus(open_board):
    async with open_board() as run:
        await run.keys("1", "=")
        assert run.evidence()[0][2] == "support"


async def test_without_a_thesis_armed_the_picker_opens_and_then_applies(open_board):
    async with open_board() as run:
        await run.keys("-")
        assert "Judge by which thesis? (contradict)" in run.text
        await run.keys("text:wallet", "enter")
        assert run.evidence() == [("3", FIRST, "contradict", 1, "")]
        assert run.board.armed == "agents-get-wallets"
        assert run.current == SECOND


async def test_leaving_the_picker_judges_nothing(open_board):
    async with open_board() as run:
        await run.keys("+", "escape")
        assert run.evidence() == []
        assert run.board.armed is None
        assert run.current == FIRST


async def test_keys_typed_at_once_arrive_in_order(open_board):
    """The picker, the letters for it, Enter and three judgments in one burst."""
    async with open_board() as run:
        await run.keys("t", "text:web4", "enter", "+", "-", ".", ";", "text:because", "enter", "j")
        assert [piece[2] for piece in run.evidence()] == ["support", "contradict", "no-bearing"]
        assert run.evidence()[2][4] == "because"


async def test_judged_stories_are_passed_over(open_board):
    async with open_board() as run:
        await run.keys("1", "j", "+", "k", "k", "+")
        assert run.current == THIRD


async def test_at_the_end_the_cursor_stays(open_board):
    async with open_board() as run:
        await run.keys("1", "G", "+")
        assert run.current.startswith("Perplexity")
        assert "▲1" in run.row("Perplexity argues")
        await run.keys("n")
        assert "this is the last story; N finds one above" in run.text


async def test_judging_twice_says_already(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "k", "+")
        assert len(run.evidence()) == 1
        assert "already ▲ 1 slight" in run.text


async def test_a_story_judged_both_ways_is_split(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "k", "-")
        assert "± " in run.row("upgrades")
        assert "±1│" in run.row("upgrades")


async def test_several_theses_each_its_own(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "k", "3", "-")
        assert "▲1▼3│" in run.row("upgrades")
        assert "│ ▼ " in run.row("upgrades"), "the mark is that of the armed thesis"
        await run.keys("1")
        assert "│ ▲ " in run.row("upgrades")
        await run.keys("0")
        assert "│ ± " in run.row("upgrades"), "without one, of all"


async def test_strength_is_that_of_the_last_evidence(open_board):
    async with open_board() as run:
        await run.keys("1", "+", ">", ">", ">")
        assert run.evidence()[0][3] == 3
        assert "▲ 1 strong · Tencent upgrades" in run.text
        assert run.current == SECOND, "the cursor has moved on, and stays"
        await run.keys("<")
        assert run.evidence()[0][3] == 2
        assert "▲ 1 moderate · Tencent upgrades" in run.text


async def test_strength_is_that_of_the_story_under_the_cursor_where_it_has_some(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "+", "k", "k", ">")
        assert [piece[3] for piece in run.evidence()] == [2, 1]
        assert "▲ 1 moderate · Tencent upgrades" in run.text
        await run.keys(";", "text:first", "enter")
        assert [piece[4] for piece in run.evidence()] == ["first", ""]


async def test_what_was_judged_last_is_left_alone_once_the_cursor_went_elsewhere(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "j", ">")
        assert run.evidence()[0][3] == 1
        assert "no strength: this story is not judged by 1 yet" in run.text
        await run.keys("k", ">")
        assert run.evidence()[0][3] == 2, "back where judging left the cursor"
        await run.keys("3", ">", ";", '"')
        assert run.evidence()[0][3] == 2, "the armed thesis is another"
        assert "no quote: this story is not judged by 3 yet" in run.text
        await run.keys("k", ">")
        assert run.evidence()[0][3] == 2
        await run.keys("-", "k", "0", ">")
        assert [piece[3] for piece in run.evidence()] == [2, 2], "without one, what was last"
        await run.keys("j", "1", "+", "k", "k", "0", ">")
        assert "strength of which? t arms the thesis that is meant" in run.text
        await run.keys("j", "j", ";")
        assert "no note: this story is not judged yet" in run.text


async def test_after_a_restart_the_last_evidence_is_nowhere_near(open_board):
    async with open_board() as run:
        await run.keys("1", "j", "+")
    async with open_board() as run:
        await run.keys(">")
        assert run.evidence()[0][3] == 1
        assert "no strength: this story is not judged yet" in run.text


async def test_the_next_story_is_one_that_the_armed_thesis_has_not_judged(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "+", "+", "g", "2", "+")
        assert run.current == SECOND, "judged by 1 alone"
        await run.keys("-", "n")
        assert run.current.startswith("Codex")
        await run.keys("N")
        assert run.current == THIRD
        await run.keys("N")
        assert "every story above is judged by 2" in run.text
        await run.keys("0", "n")
        assert run.current.startswith("Codex"), "without one: not judged at all"


async def test_strength_where_there_is_none(open_board):
    async with open_board() as run:
        await run.keys(">")
        assert "nothing is judged yet" in run.text
        await run.keys("1", ".", ">")
        assert "no bearing has no strength" in run.text


async def test_a_note_in_place(open_board):
    async with open_board() as run:
        await run.keys("1", "+", ";")
        assert " why ▲ 1 Tencent upgrades" in run.rows()[-1]
        assert run.app.screen is run.board, "no dialog"
        await run.keys("text:used, not demoed", "enter")
        assert run.evidence()[0][4] == "used, not demoed"
        assert "“used, not demoed”" in run.text
        assert run.app.focused is run.board.headlines
        await run.keys("k")
        assert "slight   “used, not demoed”" in run.row("just now", "story")


async def test_leaving_a_note_keeps_the_old_one(open_board):
    async with open_board() as run:
        await run.keys("1", "+", ";", "text:one", "enter", ";", "text: two", "escape")
        assert run.evidence()[0][4] == "one"
        await run.keys(";", "text: two", "enter")
        assert run.evidence()[0][4] == "one two"


async def test_a_note_without_evidence(open_board):
    async with open_board() as run:
        await run.keys(";")
        assert "nothing is judged yet" in run.text


async def test_undo_and_redo_say_what_and_go_there(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "-", "u")
        assert [piece[1] for piece in run.evidence()] == [FIRST]
        assert run.current == SECOND
        assert "undone: contradict: Web4 at velocity · Alibaba's Qwen" in run.text
        assert "▼" not in run.row("Qwen agents")
        await run.keys("ctrl+z")
        assert run.evidence() == []
        assert run.current == FIRST
        await run.keys("u")
        assert "nothing to undo" in run.text
        await run.keys("ctrl+y", "ctrl+y")
        assert [piece[2] for piece in run.evidence()] == ["support", "contradict"]
        assert "redone: contradict" in run.text
        await run.keys("ctrl+y")
        assert "nothing to redo" in run.text


async def test_undo_after_a_restart(open_board):
    async with open_board() as run:
        await run.keys("1", "+")
    async with open_board() as run:
        assert "▲   9m" in run.row("upgrades")
        await run.keys("u")
        assert run.evidence() == []
        assert "undone: support" in run.text


async def test_read_and_star_are_marked_and_undone(open_board):
    async with open_board() as run:
        await run.keys("s")
        assert "★" in run.row("9m Bloomberg")
        assert "★ starred" in run.text
        await run.keys("m")
        assert run.board.headlines.current.read
        await run.keys("m")
        assert not run.board.headlines.current.read
        await run.keys("u", "u", "u")
        assert "★" not in run.text


async def test_no_story_no_judgment(open_board):
    async with open_board(stories=()) as run:
        await run.keys("1", "+", "s", "m", "y", "o", "n", "j", "G", "g", "space")
        assert run.evidence() == []
        assert "there is no story here" in run.text


async def test_what_the_desk_refuses_is_told(open_board, monkeypatch):
    from signalboard.desk.values import DeskProblem

    async with open_board() as run:

        def full(*_args, **_more):
            raise DeskProblem("The disk is [bold]full[/]; nothing was recorded.")

        monkeypatch.setattr(run.desk, "judge", full)
        await run.keys("1", "+")
        await asyncio.sleep(0.1)
        await run.settle()
        assert "The disk is [bold]full[/]" in run.text
        assert run.current == FIRST, "nothing moved"


LONG = (
    "software agents, not people, take most actions on the large consumer platforms (searches, "
    "orders, bookings, messages) by the end of 2029",
    "people still take most of those actions at the end of 2029, and agents are a feature that "
    "people use",
)


def asked(run) -> str:
    region = run.board.question.region
    lines = run.rows()[region.y : region.bottom]
    return " ".join(line.replace(" ▌", "").strip() for line in lines).strip()


async def test_the_armed_thesis_is_always_named(open_board):
    async with open_board() as run:
        assert "No thesis armed" in run.text
        await run.keys("2")
        question = asked(run)
        assert question.startswith("2 China ships agents first · prior 50%: ")
        assert "if a super-app in China is first" in question
        assert "it happens elsewhere first?" in question
        assert "judging 2" in run.text
        await run.keys("0")
        assert "No thesis armed" in run.text
        await run.keys("9")
        assert "there is no thesis 9" in run.text


@pytest.mark.parametrize("size", [(120, 40), (104, 30), (80, 24), (200, 60)])
async def test_the_question_is_whole_however_long_it_is(open_board, size):
    async with open_board(size=size) as run:
        thesis = run.desk.theses()[0].thesis
        run.desk.edit_thesis(thesis.id, statement=LONG[0], negation=LONG[1])
        run.board.see_theses()
        await run.settle()
        places = [each.region for each in run.app.screen.query("Headlines, #theses")]
        told = "2 China ships agents first" if size[0] < 104 else "Ask of each story: how much more"
        assert told in asked(run), "while none is armed"
        await run.keys("1")
        said = asked(run)
        assert said.startswith("1 Web4 at velocity · prior 50%: ")
        assert f"if {LONG[0]} " in said and f" if {LONG[1]}?" in said
        await run.keys("-")
        assert asked(run).startswith("1 Web4 at velocity · unlikely 39%: ")
        await run.keys("2")
        assert asked(run).endswith("it happens elsewhere first?")
        assert places == [each.region for each in run.app.screen.query("Headlines, #theses")]


async def test_the_question_is_cut_fairly_where_there_is_one_line(open_board):
    async with open_board(size=(90, 19)) as run:
        thesis = run.desk.theses()[0].thesis
        run.desk.edit_thesis(thesis.id, statement=LONG[0], negation=LONG[1])
        run.board.see_theses()
        await run.keys("1")
        assert run.board.question.region.height == 1
        assert asked(run).startswith("1 Web4 at velocity: ")
        assert "software agents" in asked(run) and "people still" in asked(run)
        await run.pilot.resize_terminal(80, 24)
        await run.settle()
        assert LONG[1] in asked(run)


async def test_company_tallies_follow(open_board):
    async with open_board() as run:
        await run.keys("1", "+")
        await run.wait(0.3)
        assert "▲1" in run.row("Tencent", "companies")
        await run.keys("u")
        await run.wait(0.3)
        assert "▲1" not in run.row("Tencent", "companies")


async def test_strongest_against_the_armed_thesis(open_board):
    async with open_board() as run:
        await run.keys("1")
        assert "nothing recorded against it yet" in run.text
        await run.keys("-", ">", ";", "text:so what", "enter")
        assert "strongest against 1   moderate" in run.text
        assert "▼ Tencent upgrades its" in run.text
        assert "“so what”" in run.text
        assert run.row("−1", "theses").endswith("+0 −1    ▼ now │")


def test_the_bar_is_a_cell_a_story_until_there_is_no_room():
    from signalboard.ui.sums import bar

    assert bar(12, 5, 30) == (12, 5)
    assert bar(0, 0, 30) == (0, 0)
    assert sum(bar(300, 100, 21)) == 20
    assert bar(300, 100, 21) == (15, 5)
    assert bar(1000, 1, 21)[1] == 1
    assert bar(50, 0, 20) == (20, 0)
    assert bar(0, 50, 20) == (0, 20)


async def test_a_story_judged_both_ways_is_said_to_be_split(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "k", "-")
        assert "▼ 1 slight · split: it counts on both sides · Tencent" in run.text
        assert "±" in run.row("upgrades")
        await run.keys(">")
        assert "▼ 1 moderate · split: it counts on both sides" in run.text
        await run.keys("u", "u", "k", "2", "-")
        assert "split: " not in run.text, "another thesis is another question"
