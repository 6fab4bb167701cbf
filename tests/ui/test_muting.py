"""Mutes and saved searches on the screen."""

from __future__ import annotations

from signalboard.model import Mute, SavedSearch


async def test_words_are_muted_after_saying_what_that_hides(open_board):
    async with open_board() as run:
        await run.keys("K")
        assert "╭─ Mute" in run.text
        assert "Tencent upgrades its foundation model" in run.text
        assert "would hide 1 of 14 stories" in run.text
        await run.keys("text:agents")
        await run.wait(0.2)
        hidden = sum("agents" in title.lower().replace("agent's", "") for title in _titles(run))
        assert hidden > 2
        assert f"would hide {hidden} of 14 stories, e.g.:" in run.text
        assert run.desk.summary().muted == 0, "nothing is done yet"
        await run.keys("enter")
        assert run.app.screen is run.board
        assert run.desk.mutes()[0].mute == Mute("words", "agents")
        assert run.board.headlines.item_count() == 14 - hidden
        assert f"{14 - hidden} unjudged of {14 - hidden} · {hidden} muted" in run.text
        assert "muted words: agents · u takes it back" in run.text
        await run.keys("u")
        assert run.board.headlines.item_count() == 14
        assert "muted" not in run.pane("headlines")[0]


async def test_a_feed_or_a_company_is_muted_and_leaving_mutes_nothing(open_board):
    async with open_board() as run:
        await run.keys("K", "down", "escape")
        assert run.desk.mutes() == ()
        await run.keys("K", "down")
        assert "▸ the feed" in run.text
        story = run.desk.story(run.board.headlines.current.id)
        feeds = {report.feed_url for report in story.reports}
        at = story.companies.index("OpenAI")
        await run.keys(*["tab"] * (len(feeds) + len(story.outlets) + at))
        assert "▸ stories about OpenAI" in run.text
        assert "would hide" in run.text
        await run.keys("enter")
        assert run.desk.mutes()[0].mute == Mute("company", "OpenAI")
        assert run.board.headlines.item_count() == 13


async def test_the_outlet_of_a_story_is_muted(open_board):
    async with open_board() as run:
        await run.keys("G", "K")
        story = run.desk.story(run.board.headlines.current.id)
        await run.keys(*["down"] * (1 + len({r.feed_url for r in story.reports})))
        assert f"▸ the outlet {story.outlets[0]}" in run.text
        await run.keys("enter")
        assert run.desk.mutes()[0].mute == Mute("outlet", story.outlets[0])
        await run.keys("u")
        assert run.desk.mutes() == ()


async def test_what_is_muted_is_shown_and_brought_back(open_board):
    async with open_board() as run:
        run.desk.add_mute(Mute("words", "retailer"))
        await run.keys("f", "m")
        assert "Headlines · muted" in run.text
        assert "1 found" in run.text
        assert " x " in run.row("Retailer blocks")
        await run.keys("K")
        assert "▸ show again what is muted by words retailer" in run.text
        assert "would show 1 hidden story again" in run.text
        await run.keys("enter")
        assert run.desk.mutes() == ()
        assert "No story here: muted." in run.text


async def test_evidence_stays_and_the_dialog_says_so(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "g", "K", "text:tencent")
        await run.wait(0.2)
        assert "1 judged one stays in sight" in run.text
        await run.keys("enter")
        assert "upgrades" in run.row("upgrades")


async def test_words_that_can_mute_nothing_are_told(open_board):
    async with open_board() as run:
        await run.keys("K", "text:-agents")
        await run.wait(0.2)
        assert "needs a word that the titles have" in run.text
        await run.keys("enter")
        assert "╭─ Mute" in run.text
        assert run.desk.mutes() == ()


async def test_a_search_that_finds_only_muted_stories_says_so(open_board):
    async with open_board() as run:
        run.desk.add_mute(Mute("words", "retailer"))
        await run.keys("/", "text:retailer", "enter")
        await run.wait(0.2)
        assert "No story fits “retailer”." in run.text
        assert "One muted story does: f m shows what is muted." in run.text
        await run.keys("f", "m")
        assert "Retailer blocks" in run.text


async def test_a_view_is_saved_chosen_renamed_and_forgotten(open_board):
    async with open_board() as run:
        await run.keys("f")
        assert "save this" not in run.text, "there is nothing to save"
        await run.keys("escape", "/", "text:agents", "enter")
        await run.wait(0.2)
        found = run.board.headlines.item_count()
        await run.keys("f", "u", "f", "+")
        assert "saves “agents is:unjudged”" in run.text
        await run.keys("text:Agents to do", "enter")
        assert run.desk.searches() == (SavedSearch("Agents to do", "agents is:unjudged"),)
        assert "saved search: Agents to do" in run.text
        await run.keys("f", "a", "f")
        assert "1 Agents to do" in run.text
        await run.keys("1")
        assert run.board.headlines.item_count() == found
        await run.keys("f", "r")
        assert "rename  1 Agents to do" in run.text
        await run.keys("1", "ctrl+u", "text:Mine", "enter")
        assert [saved.name for saved in run.desk.searches()] == ["Mine"]
        await run.keys("f", "-", "1")
        assert run.desk.searches() == ()
        await run.keys("u")
        assert [saved.name for saved in run.desk.searches()] == ["Mine"]


async def test_leaving_any_step_of_the_menu_changes_nothing(open_board):
    async with open_board() as run:
        run.desk.save_search("Mine", "agents")
        for keys in (("-",), ("r",), ("r", "1"), ("+",)):
            await run.keys("f", "s", "f", *keys, "escape", "f", "a")
        assert run.desk.searches() == (SavedSearch("Mine", "agents"),)
        assert run.app.focused is run.board.headlines


async def test_many_saved_searches_take_more_lines(open_board):
    async with open_board(size=(60, 20)) as run:
        for number in range(12):
            run.desk.save_search(f"Search number {number}", f"agents {number}")
        await run.keys("f")
        assert "e Search number 10" in run.text
        assert "f Search number 11" in run.text
        assert "r rename one" in run.text
        assert run.text.count("Esc leave") == 1
        await run.keys("f")
        assert "“agents 11”" in run.text


def _titles(run):
    listing = run.board.headlines.listing
    return [row.title for row in listing.rows(0, len(listing))]


async def test_the_words_of_a_long_title_are_seen_from_their_beginning_and_typed_over(open_board):
    async with open_board() as run:
        run.board.headlines.move_to(_longest(run))
        await run.wait(0.2)
        title = run.board.headlines.current.title
        await run.keys("K")
        (row,) = [row for row in run.rows() if "│ words " in row]
        assert title[:40] in row
        await run.keys("text:agents")
        assert run.app.screen._input.value == "agents"


def _longest(run) -> int:
    titles = _titles(run)
    return titles.index(max(titles, key=len))
