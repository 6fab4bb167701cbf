"""The form of a company: what its names find while they are typed, and the search after."""

from __future__ import annotations

import asyncio
import sys

import pytest

from signalboard.model import Company, Story
from signalboard.ui.dialogs.company import CompanyForm, _shared
from signalboard.ui.scanner import Scan, Scanner, heard
from signalboard.ui.status import Status, TopLine
from signalboard.ui.story import _companies
from tests.ui.sample import NOW, Told


async def test_what_names_find_is_shown_while_they_are_typed(open_board):
    async with open_board() as run:
        await run.keys("c", "a")
        assert "What these names find is shown here." in run.text
        await run.keys("text:Retailer", "down", "text:merchants, robot")
        await run.until("These names find 4 stories:")
        assert "opens Ernie agents to [merchants] in two" in run.text
        assert "[Retailer] blocks shopping agents" in run.text
        await run.keys("down", "down", "down", "text:robot vacuum")
        await run.until("These names find 3 stories:")
        assert isinstance(run.app.screen, CompanyForm)
        await run.keys("escape")
        assert "Retailer" not in "".join(run.pane("companies"))


async def test_a_name_that_is_another_companys_too_says_so(open_board):
    async with open_board() as run:
        await run.keys("c", "a", "text:Messenger", "down", "text:merchants, wechat")
        await run.until("These names find")
        assert "“wechat” is Tencent's too: each place goes to one of them." in run.text
        await run.keys("escape")


def test_a_companys_own_names_are_no_others():
    tencent, weibo = Company("Tencent", ("WeChat", "腾讯")), Company("Weibo")
    assert _shared(tencent, [weibo]) == _shared(Company(""), [tencent, weibo]) == ""
    assert _shared(Company("TENCENT"), [weibo, tencent]).startswith("“TENCENT” is Tencent's too")
    assert _shared(Company("X", ("腾讯",)), [tencent]).startswith("“腾讯” is Tencent's too")


async def test_names_that_find_nothing_say_so(open_board):
    async with open_board(size=(60, 20)) as run:
        await run.keys("c", "a", "text:Zyxw")
        await run.until("These names find no story here")


async def test_a_company_is_edited_and_its_name_stays(open_board):
    async with open_board() as run:
        await run.keys("c")
        run.board.companies_pane.reveal("Tencent")
        await run.keys("E")
        assert "Edit Tencent" in run.text
        assert "WeChat, 腾讯" in run.text
        await run.keys(
            "end", "text:, Weixin", "down", "text:0700.HK", "down", "text:WeChat", "ctrl+s"
        )
        assert run.app.screen is run.board
        company = run.desk.company_called("Weixin")
        assert company.aliases == ("WeChat", "腾讯", "Weixin")
        assert (company.ticker, company.as_written) == ("0700.HK", ("WeChat",))
        assert "edited company: Tencent" in run.text
        await run.keys("E", "ctrl+s")
        assert run.desk.company_called("Tencent") == company
        await run.keys("u")
        assert run.desk.company_called("Tencent").ticker is None


async def test_names_with_a_comma_come_back_as_they_were(open_board):
    async with open_board() as run:
        await run.keys("c", "a", "text:Acme", "down", 'text:"Acme, Inc", Akme', "ctrl+s")
        assert run.desk.company_called("Acme").aliases == ("Acme, Inc", "Akme")
        run.board.companies_pane.reveal("Acme")
        await run.keys("E", "ctrl+s")
        assert run.desk.company_called("Acme").aliases == ("Acme, Inc", "Akme")


async def test_without_a_company_there_is_nothing_to_edit(open_board):
    async with open_board() as run:
        run.board.companies_pane.show((), None)
        await run.board.run_action("edit_company")
        await run.settle()
        assert "no company is selected" in run.text


async def test_a_new_company_is_found_behind_the_board(open_board):
    async with open_board() as run:
        run.app._refreshes = True
        run.app.scan_archive()
        await run.keys("c", "a", "text:Retailer", "ctrl+s")
        await run.until("companies found anew in")
        for _ in range(100):
            if not run.desk.scan_is_due():
                break
            await run.wait(0.1)
        assert not run.desk.scan_is_due()
        assert "▁▃   1   +1" in run.row("Retailer", "companies")
        await run.keys("u")
        assert run.desk.scan_is_due() or run.app.scanner.scan.running


async def test_a_search_that_fails_is_told_and_one_that_is_stopped_is_not():
    told: list[Scan] = []
    scanner = Scanner(told.append)
    broken = "import sys; print('signalboard: the disk is full', file=sys.stderr); sys.exit(1)"
    assert (await scanner.run([sys.executable, "-c", broken])).problem == "the disk is full"
    assert "could not be searched" in (await scanner.run(["/nowhere/at/all"])).problem
    long = 'import time; print(\'{"stories": 9, "done": 3}\', flush=True); time.sleep(60)'
    task = asyncio.create_task(scanner.run([sys.executable, "-c", long]))
    while not scanner.scan.done:
        await asyncio.sleep(0.02)
    assert scanner.scan.share == 33
    scanner.stop()
    assert (await task).problem == ""
    assert not scanner.scan.running
    assert await heard([sys.executable, "-c", "print(3); print('{')"], told.append) == ""


@pytest.mark.parametrize("width", [120, 80, 60, 40])
def test_the_top_line_says_how_far_the_search_is_where_it_fits(width: int) -> None:
    line = TopLine()
    line._status = Status(now=NOW, scan=Scan(True, 400, 100))
    told = "".join(text for text, _ in line.compose_line(width))
    assert "⟳ companies 25 %" in told
    assert len(told) <= width


def test_a_story_tells_whom_it_is_about_and_whom_it_mentions() -> None:
    def told(companies: tuple[str, ...], about: int) -> str:
        story = Story("x", "t", "", "", 0, 0, (), companies, about=about)
        return "".join(text for text, _ in _companies(story))

    assert told(("Tencent", "OpenAI", "Visa"), 1) == "Tencent · mentions OpenAI, Visa"
    assert told(("Tencent", "OpenAI"), 2) == "Tencent, OpenAI"
    assert told(("OpenAI",), 0) == "mentions OpenAI"


async def test_the_story_pane_shows_both(open_board):
    told = Told("Tencent upgrades its model", (("Reuters", 60),), "A hire from OpenAI led it.")
    async with open_board(stories=(told,)) as run:
        assert "Tencent · mentions OpenAI" in "".join(run.pane("story"))


async def test_who_was_not_named_lately_has_no_zeros_and_the_columns_have_names(open_board):
    async with open_board() as run:
        lines = run.pane("companies")
        assert "14 days · sum · change" in lines[0]
        named, unnamed = run.row("Tencent", "companies"), run.row("Stripe", "companies")
        assert "▁▃   1   +1" in named
        assert "·" * 14 in unnamed and "0" not in unnamed
    async with open_board(size=(30, 12)) as run:
        await run.keys("c")
        assert "Companies" in run.text and "change" not in run.text
