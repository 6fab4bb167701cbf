"""Hints on the board: what is suggested, hidden in blind mode, and what looks contrary."""

from __future__ import annotations

import asyncio

import pytest

from signalboard.model import Hint, Stance
from signalboard.ui.watching import QUIET
from tests.ui.conftest import Open
from tests.ui.driving import Driven
from tests.ui.sample import HOUR, MINUTE, NOW, Told

FIRST = "A super-app of China ships first"
DENIED = "No super-app of China ships first: it was a hoax"
STORIES = (
    *(Told(f"Weather number{n} of the week", (("SCMP", n * MINUTE),)) for n in range(1, 41)),
    Told(FIRST, (("SCMP", 3 * HOUR),)),
    Told(DENIED, (("SCMP", 4 * HOUR),)),
)
CHINA = "china-ships-agents-first"


async def looked(run: Driven) -> None:
    """Until every story was looked at."""
    for _ in range(200):
        run.desk.suggest_some()
    await run.wait(0.5)


def hint(run: Driven) -> str:
    found = [row for row in run.pane("story") if "suggested" in row]
    return found[0].strip("│ ") if found else ""


async def go_to(run: Driven, title: str) -> None:
    listing = run.board.headlines.listing
    assert listing is not None
    at = listing.index_of(run.id_of(title))
    assert at is not None
    run.board.headlines.move_to(at)
    await run.settle()


async def test_the_story_says_what_is_suggested_and_why(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await go_to(run, FIRST)
        await looked(run)
        assert hint(run).startswith("suggested ▲ 2 China ships agents first ")
        assert "China" in hint(run).removeprefix("suggested ▲ 2 China ships agents first")
        assert run.evidence() == [], "never applied by itself"
        await go_to(run, DENIED)
        assert hint(run).startswith("suggested ▼ 2 China ships agents first ")
        assert "“hoax”" in hint(run)
        await go_to(run, "Weather number40")
        assert hint(run) == ""


async def test_a_hint_appears_when_it_is_found(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await go_to(run, FIRST)
        for _ in range(40):
            if hint(run):
                break
            await run.wait(0.2)
        assert hint(run)


async def test_nothing_is_read_for_hints_while_keys_are_pressed(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        made: list[float] = []
        some = run.desk.suggest_some

        def suggest_some() -> bool:
            made.append(run.app.quiet_for)
            return some()

        run.desk.suggest_some = suggest_some
        for _ in range(20):
            await run.keys("j")
            await run.wait(0.1)
        assert made == []
        await run.wait(2 * QUIET)
        assert made
        assert min(made) >= QUIET


async def test_a_hint_that_stays_in_view_was_seen(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await looked(run)
        await go_to(run, FIRST)
        assert run.desk.hints_seen(CHINA) == ()
        await run.wait(1.2)
        seen = (Hint(run.id_of(FIRST), CHINA, Stance.SUPPORT, NOW),)
        assert run.desk.hints_seen(CHINA) == seen


async def test_a_hint_was_seen_where_the_story_is_judged_at_once(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await looked(run)
        await go_to(run, DENIED)
        await run.keys("1", "-")
        assert [h.story_id for h in run.desk.hints_seen(CHINA)] == [run.id_of(DENIED)]


async def test_a_hint_below_the_view_was_not_seen(open_board: Open) -> None:
    long = Told(FIRST, (("SCMP", 1),), summary="Rain. " * 400)
    async with open_board(stories=(*STORIES[:40], long), size=(80, 24)) as run:
        await looked(run)
        await run.wait(1.2)
        assert run.current == FIRST
        assert run.board.story_pane.suggestions
        assert run.desk.hints_seen(CHINA) == ()


async def test_blind_mode_hides_hints_and_stays(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await looked(run)
        await go_to(run, FIRST)
        await run.keys("h")
        assert hint(run) == ""
        assert "hints are hidden" in run.text
        await run.wait(1.2)
        assert run.desk.hints_seen(CHINA) == ()
    async with open_board(stories=STORIES) as run:
        await looked(run)
        await go_to(run, FIRST)
        assert hint(run) == ""
        await run.keys("f", "o")
        assert "suggested first" not in run.text
        await run.keys("escape", "h")
        assert hint(run)
        assert "hints are shown" in run.text


async def test_suggested_first_is_offered_where_there_is_something(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await run.board.run_action("sort('suggested')")
        await run.keys("f", "o")
        if not run.desk.has_suggested:
            assert "suggested first" not in run.text
        await run.keys("escape")
        await looked(run)
        await run.keys("f", "o")
        assert "suggested first" in run.text
        await run.keys("s")
        assert [run.current in (FIRST, DENIED), "suggested first" in run.text] == [True, True]
        await run.keys("h")
        assert run.board.view.sort == "newest"


async def test_what_looks_contrary_is_a_list_of_its_own(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await looked(run)
        await run.keys("2", "D")
        assert (run.current, run.board.headlines.item_count()) == (DENIED, 1)
        assert "contrary to China ships agents first" in run.text
        assert "where to read, not what it says" in run.text
        await run.keys("-", "D")
        assert run.board.view.is_everything, "the key that led there leads back"
        assert "where to read" not in run.text, "it was said of that list"
        await run.keys("D")
        assert run.board.headlines.item_count() == 0
        assert "that shows little" in run.text
        await run.keys("f", "t")
        assert not run.board.view.contrary


async def test_in_blind_mode_the_contrary_are_among_others(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await looked(run)
        await run.keys("h", "2", "D")
        assert run.board.headlines.item_count() == 2
        assert "as many do not" in run.text


async def test_without_a_thesis_one_is_picked_first(open_board: Open) -> None:
    async with open_board(stories=STORIES) as run:
        await looked(run)
        await run.keys("D")
        assert "which thesis?" in run.text
        await run.keys("text:china", "enter")
        assert run.board.view.contrary
        assert run.current == DENIED


async def test_the_help_says_what_a_suggestion_is_worth(open_board: Open) -> None:
    async with open_board(size=(200, 60)) as run:
        await run.keys("?")
        text = " ".join(run.text.split())
        assert "77%" in text
        assert "unmeasured" in text


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (200, 60)])
async def test_a_hint_never_breaks_a_line(open_board: Open, size: tuple[int, int]) -> None:
    async with open_board(stories=STORIES, size=size) as run:
        await looked(run)
        await go_to(run, FIRST)
        await run.keys("tab")
        await asyncio.sleep(0)
        assert hint(run)
        for line in run.pane("story"):
            assert len(line) <= size[0]
