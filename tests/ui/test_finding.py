"""Search, filters and companies, and the way back to the former place."""

from __future__ import annotations

from signalboard.model import View
from signalboard.ui import emptiness
from signalboard.ui.acts import finding
from tests.ui import sample

LONG = sample.STORIES + sample.many(100)


async def test_search_as_one_types(open_board):
    async with open_board() as run:
        await run.keys("/", "text:wallet or")
        await run.wait(0.25)
        await run.keys("backspace", "backspace", "backspace", "ctrl+u", "text:tencent")
        await run.wait(0.25)
        assert "Headlines · “tencent”" in run.text
        assert "1 found" in run.rows()[-1]
        assert run.current.startswith("Tencent")


async def test_a_key_never_waits_for_the_search(open_board, monkeypatch):
    monkeypatch.setattr(finding, "PAUSE", 1.5)
    async with open_board() as run:
        await run.keys("/", "text:qwen")
        assert "“qwen”" not in run.text, "not before a pause"
        await run.wait(1.6)
        assert "“qwen”" in run.text


async def test_enter_keeps_and_escape_later_returns_to_the_former_place(open_board):
    async with open_board(stories=LONG) as run:
        await run.keys("G", "k", "k")
        place = (run.current, run.pane("headlines")[1:-1])
        await run.keys("/", "text:qwen", "enter")
        assert run.current.startswith("Alibaba")
        assert run.app.focused is run.board.headlines
        await run.keys("1", "+")
        assert "1 found" in run.text
        await run.keys("escape")
        assert run.current == place[0]
        assert run.pane("headlines")[1:-1] == place[1]


async def test_escape_while_typing_returns_at_once(open_board):
    async with open_board(stories=LONG) as run:
        await run.keys("G")
        last = run.current
        await run.keys("/", "text:qwen")
        await run.wait(0.25)
        assert run.current != last
        await run.keys("escape")
        assert run.current == last
        assert "“" not in "".join(run.pane("headlines"))


async def test_searching_again_starts_from_what_was_typed(open_board):
    async with open_board() as run:
        await run.keys("/", "text:agents", "enter", "/", "text: balance", "enter")
        assert "“agents balance”" in run.text
        assert run.current == "Agents can now hold a balance"
        await run.keys("/", "escape")
        assert "“" not in "".join(run.pane("headlines")), "Escape clears"
        assert run.current.startswith("Tencent")


async def test_no_hits_say_how_to_clear(open_board):
    async with open_board() as run:
        await run.keys("/", "text:unheard", "enter")
        assert "No story fits “unheard”." in run.text
        assert "Esc clears the search." in run.text
        assert "Nothing to read here." in run.text
        await run.keys("escape")
        assert run.current.startswith("Tencent")


async def test_a_problem_of_a_search_is_told_in_words(open_board):
    async with open_board() as run:
        await run.keys("/", "text:thesis:nonsense", "enter")
        listing = run.board.headlines.listing
        assert listing.problem
        assert listing.problem[:20] in run.text


async def test_filters_by_letter(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "s")
        await run.keys("f")
        assert "show  u unjudged   s starred   l linked   m muted   a all   t thesis" in run.text
        assert "c company   O outlet" in run.text and "T not by it" in run.text
        await run.keys("l")
        assert "Headlines · linked" in run.text
        assert "1 found" in run.text
        assert run.current.startswith("Tencent")
        await run.keys("f", "l", "f", "s")
        assert "Headlines · starred" in run.text
        assert run.current.startswith("Alibaba")
        await run.keys("f", "s", "f", "u")
        assert "13 found" in run.text
        await run.keys("f", "a")
        assert "13 unjudged of 14" in run.text
        assert run.current.startswith("Alibaba"), "the former place"


async def test_any_other_letter_leaves_the_menu(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "f", "z")
        assert "show  u" not in run.text
        assert len(run.evidence()) == 1, "and does nothing else"
        await run.keys("f", "escape", "j")
        assert run.board.headlines.cursor == 2


async def test_a_filter_keeps_the_story_under_the_cursor(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "j", "j", "j")
        title = run.current
        await run.keys("f", "u")
        assert run.current == title


async def test_rows_judged_in_a_filter_stay(open_board):
    async with open_board() as run:
        await run.keys("f", "u", "1", "+", "+")
        assert run.board.headlines.item_count() == 14
        assert "▲   9m" in run.row("upgrades")


async def test_an_empty_filter_says_so(open_board):
    async with open_board() as run:
        await run.keys("f", "s")
        assert "No story here: starred." in run.text
        assert "Esc shows all stories again." in run.text


async def test_company_filters_and_again_clears(open_board):
    async with open_board() as run:
        await run.keys("c")
        names = [row.company.name for row in run.board.companies_pane.rows]
        await run.keys(*["j"] * names.index("Alibaba"), "enter")
        assert "Headlines · Alibaba" in run.text
        assert "1 found" in run.text
        assert "▌Alibaba" in run.row("Alibaba", "companies")
        await run.keys("enter")
        assert "14 unjudged" in run.text
        assert "▌Alibaba" not in run.text


async def test_filters_combine_and_q_goes_back_step_by_step(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "f", "u", "/", "text:agents", "enter")
        assert "Headlines · “agents” · unjudged" in run.text
        await run.keys("q")
        assert "Headlines · unjudged" in run.text
        await run.keys("q")
        assert "13 unjudged of 14" in run.text
        assert run.app.is_running


async def test_stories_of_the_armed_thesis(open_board):
    async with open_board() as run:
        await run.board.run_action("show_armed")
        await run.settle()
        assert "no thesis is armed" in run.text
        await run.keys("1", "+", "-", ".")
        await run.board.run_action("show_armed")
        await run.settle()
        assert "Headlines · Web4 at velocity" in run.text
        assert "3 found" in run.text


async def test_undo_finds_the_story_only_where_it_is(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "/", "text:qwen", "enter", "u")
        assert run.current.startswith("Alibaba"), "it is not in this list"
        assert "undone: support: Web4 at velocity · Tencent upgrades" in run.text


async def test_in_a_search_new_stories_that_fit_are_counted(open_board):
    async with open_board() as run:
        await run.keys("/", "text:qwen", "enter")
        sample.add(run.desk.places, [sample.Told("Qwen again", (("SCMP", 5),)),
                                    sample.Told("Not this", (("SCMP", 4),))])  # fmt: skip
        await run.wait(0.6)
        assert "1 new above (g)" in run.text
        await run.keys("g")
        assert run.current == "Qwen again"
        assert "2 found" in run.text


async def test_an_empty_list_names_what_hides_everything_and_the_key_that_shows_it(open_board):
    async with open_board() as run:
        await run.keys("f", "s", "/", "text:qwen", "enter")
        assert "No story fits “qwen” among: starred." in run.text
        await run.until("f s shows the one that fits without “starred”.")
        assert "clears the search" not in run.text, "nothing is starred"
        assert "Esc goes a step back." in run.text
        await run.keys("f", "a")
        assert "Headlines · “qwen”" in run.text and "starred" not in run.text
        assert run.current.startswith("Alibaba")
        await run.keys("f", "a")
        assert "14 unjudged of 14" in run.text
        await run.keys("1", "+", "/", "text:qwen", "enter", "f", "l")
        await run.until("/ Esc clears the search: one story.")
        await run.keys("/", "escape")
        assert run.current.startswith("Tencent")


async def test_an_empty_list_of_a_company_says_so(open_board):
    async with open_board() as run:
        await run.keys("1", "+", "f", "l", "c")
        names = [row.company.name for row in run.board.companies_pane.rows]
        await run.keys(*["j"] * names.index("Alibaba"), "enter")
        assert "No story here: linked, Alibaba." in run.text
        await run.until("f l shows the one that fits without “linked”.")
        await run.until("f c shows the one that fits without “Alibaba”.")


async def test_an_empty_list_offers_no_key_that_would_show_nothing(open_board):
    async with open_board() as run:
        await run.keys("f", "s", "/", "text:unheard", "enter")
        await run.until("f a f a shows all stories.")
        assert "without" not in run.text and "clears" not in run.text
        await run.keys("f", "a", "f", "a")
        assert "14 unjudged of 14" in run.text


def test_an_empty_list_names_the_keys_as_they_are_mapped():
    keys = {"find.filter": "F", "find.search": "s", "back.step": "q"}
    said = emptiness.lines(
        View(search="qwen"), {"search": "“qwen”"}, {emptiness.MUTED: "2"}, keys.__getitem__
    )
    text = ["".join(part for part, _ in line) for line in said]
    assert text[1:] == ["2 muted stories do: F m shows what is muted.", "q clears the search."]


async def test_what_an_empty_list_says_is_wrapped_where_it_is_narrow(open_board):
    async with open_board(size=(60, 20)) as run:
        await run.keys("1", "+", "f", "s", "/", "text:qwen and something long to look for", "enter")
        await run.until("starred.")


async def test_where_there_is_no_feed_the_key_that_adds_one_is_named(open_board):
    async with open_board(stories=()) as run:
        assert "refreshes the feeds; they are listed in feeds.yaml." in run.text
        assert "A adds a feed, by the address of its site." in run.text
    said = emptiness.none_yet(feeds=0, key=lambda ident: {"feed.new": "A", "health": "H"}[ident])
    text = ["".join(part for part, _ in line) for line in said]
    assert text == [
        "No stories yet, and no feed to bring any.",
        "A adds a feed, by the address of its site.",
        "H shows the feeds: none is asked.",
    ]


async def test_the_filter_line_moves_nothing(open_board):
    async with open_board() as run:
        for n in range(12):
            run.desk.save_search(f"A rather long name {n}", f"word{n}")
        before = run.rows()
        await run.keys("f")
        shown = run.rows()
        lines = run.board.letters.size.height
        assert lines > 1
        assert shown[: 40 - lines] == before[: 40 - lines]
        await run.keys("escape")
        assert run.rows() == before


async def test_help_says_what_the_filters_mean(open_board):
    async with open_board() as run:
        await run.keys("?")
        assert "f l          linked: it supports or contradicts a thesis" in run.text
        assert "f u          unjudged: not judged on any thesis" in run.text
