"""Filters by a key: thesis, company, outlet, date; they add up and are taken out one by one."""

from __future__ import annotations

import pytest

from signalboard.model import View
from tests.ui import sample


async def test_the_outlet_of_the_story_joins_and_leaves(open_board):
    async with open_board() as run:
        row = run.board.headlines.current
        await run.keys("f", "u", "f", "O")
        assert f'“outlet:"{row.outlet}"” · unjudged' in run.text
        found = run.board.headlines.listing
        for each in found.rows(0, len(found)):
            story = run.desk.story(each.id)
            assert row.outlet in story.outlets
        assert 0 < len(found) < len(sample.STORIES)
        assert run.current == row.title, "the cursor stays"
        await run.keys("f")
        assert "O any outlet" in run.text and "u unjudged off" in run.text
        await run.keys("O")
        assert run.board.view == View(show="unjudged")
        await run.keys("f", "u")
        assert run.board.view.is_everything


async def test_states_add_up_and_leave_one_by_one(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "k", "s", "j", "s", "f", "l", "f", "s")
        assert "“is:starred” · linked" in run.text and "1 found" in run.text
        await run.keys("f")
        assert "s starred off" in run.text and "l linked off" in run.text
        await run.keys("l")
        assert run.board.view == View(search="is:starred") and "2 found" in run.text
        await run.keys("f", "u")
        assert "1 found" in run.text
        await run.keys("f", "s")
        assert run.board.view == View(show="unjudged")


async def test_of_states_that_no_story_has_together_the_later_stands_and_says_so(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "f", "u", "f", "l")
        assert run.board.view == View(show="linked")
        assert "no story is unjudged and linked: unjudged is off" in run.text
        await run.keys("f", "a", "f", "s", "f", "l", "f", "m")
        assert run.board.view == View(show="muted")


async def test_what_the_armed_thesis_has_not_judged(open_board):
    async with open_board() as run:
        await run.keys("f")
        assert "not by it" not in run.text
        await run.keys("T", "escape", "1", "+", "+", "2", "+", "f", "T")
        assert run.board.view == View(search="-thesis:2")
        assert len(run.board.headlines.listing) == len(sample.STORIES) - 1
        await run.keys("f")
        assert "T not by it off" in run.text
        await run.keys("T")
        assert run.board.view.is_everything
        await run.keys("0")
        await run.board.run_action("filter_not_thesis")
        await run.settle()
        assert "no thesis is armed" in run.text


async def test_after_all_the_way_back_leads_to_no_filter_that_was_cleared(open_board):
    async with open_board() as run:
        await run.keys(
            "/", "text:agents", "enter", "f", "u", "f", "O", "f", "c", "escape", "f", "d"
        )
        await run.keys("text:2w", "enter", "f", "a")
        assert run.board.view == View(search="agents")
        await run.keys("escape")
        assert run.board.view.is_everything
        await run.keys("escape", "escape")
        assert run.board.view.is_everything
        await run.keys(*["f", "u", "f", "s"] * 5, "f", "u", "f", "a")
        assert run.board.view.is_everything, "however many steps there were"
        await run.keys("escape")
        assert run.board.view.is_everything


async def test_a_word_that_was_begun_stays_begun(open_board):
    async with open_board() as run:
        await run.keys("/", "text:upgr", "enter", "f", "O")
        assert run.current.startswith("Tencent")
        assert run.board.view.search.endswith(" upgr")


async def test_one_company_named_filters_at_once(open_board):
    async with open_board() as run:
        await run.keys("/", "text:qwen", "enter")
        assert run.board.headlines.current.companies == ("Alibaba",)
        await run.keys("f", "c")
        assert run.board.view == View(search="qwen", company="Alibaba")
        assert "“qwen” · Alibaba" in run.text
        await run.keys("f", "c")
        assert run.board.view == View(search="qwen")


async def test_of_several_or_no_companies_one_is_picked(open_board):
    async with open_board() as run:
        rows = run.board.headlines.listing.rows(0, 14)
        at = next(n for n, row in enumerate(rows) if not row.companies)
        await run.keys(*["j"] * at, "f", "c")
        assert "Stories of which company?" in run.text
        await run.keys("text:alib", "enter")
        assert run.board.view == View(company="Alibaba")
        await run.keys("f", "c", "f", "a", "f", "c", "escape")
        assert run.board.view.is_everything


async def test_the_armed_thesis_and_none(open_board):
    async with open_board() as run:
        await run.keys("f", "t")
        assert run.board.view.is_everything, "none is armed"
        await run.keys("1", "+", "f")
        assert "t thesis" in run.text
        await run.keys("t")
        assert "Headlines · Web4 at velocity" in run.text and "1 found" in run.text
        await run.keys("f", "t")
        assert run.board.view.is_everything


async def test_a_date_is_asked_for_changed_and_taken_out(open_board):
    async with open_board() as run:
        await run.keys("f", "d", "text:yesterday", "enter")
        assert "that is no date: 2026-01-31 or 3d, 2w, 6m" in run.text
        assert run.board.view.is_everything
        await run.keys("ctrl+u", "text:1h", "enter")
        assert "Headlines · “since:1h”" in run.text
        found = run.board.headlines.listing
        assert 0 < len(found) < len(sample.STORIES)
        assert all(row.at >= run.board.now - 3600 for row in found.rows(0, len(found)))
        await run.keys("f")
        assert "d another date" in run.text
        await run.keys("d")
        assert run.board.prompt.input.value == "1h"
        await run.keys("escape")
        assert run.board.view.search == "since:1h"
        await run.keys("f", "d", "ctrl+u", "enter")
        assert run.board.view.is_everything


async def test_all_clears_every_filter_then_the_words(open_board):
    async with open_board() as run:
        await run.keys("/", "text:qwen", "enter", "f", "u", "f", "c", "f", "O", "f", "d")
        await run.keys("text:2w", "enter")
        view = run.board.view
        assert (view.show, view.company) == ("unjudged", "Alibaba")
        assert set(run.desk.fields_of(view.search)) == {"outlet", "since"}
        await run.keys("f", "a")
        assert run.board.view == View(search="qwen")
        await run.keys("f", "a")
        assert run.board.view.is_everything


async def test_an_empty_list_has_no_outlet_to_filter_by(open_board):
    async with open_board() as run:
        await run.keys("/", "text:unheard", "enter", "f")
        assert "O outlet" not in run.text and "d date" in run.text
        await run.keys("escape")
        await run.board.run_action("filter_outlet")
        await run.settle()
        assert "no story here whose outlet" in run.text
        await run.keys("f", "c", "text:jk")
        assert run.app.screen is run.board, "nothing to type on was opened"
        await run.keys("f", "c")
        assert "no story here whose company" in run.text


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_menu_shows_every_choice_whole(open_board, size):
    async with open_board(size=size) as run:
        run.desk.save_search("A rather long name of it", "agents")
        await run.keys("1", "f")
        choices = ["u unjudged", "a all", "t thesis", "c company", "O outlet", "d date"]
        choices += ["o order", "1 A rather long name of it", "r rename one", "Esc leave"]
        for choice in choices:
            assert choice in run.text


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_help_says_what_a_search_may_say(open_board, size):
    async with open_board(size=size) as run:
        await run.keys("?")
        told = ""
        for _ in range(12):
            told += " ".join(" ".join(run.rows()).replace("│", " ").split())
            await run.keys("space")
        for said in ("both words; the last may be begun", "Chinese: two characters do", "-not",
                     "one OR two", "begin*", 'company:"Tencent Music"', "judged on it",
                     "unjudged judged starred linked read unread muted",
                     "since:2026-01-31, since:3d; before: likewise"):  # fmt: skip
            assert said in told
