"""What a search found, shown where it stands in the story."""

from __future__ import annotations

from signalboard.ui.ink import over
from tests.ui import sample

DEEP = sample.Told(
    "A long report about nothing",
    (("SCMP", 60),),
    "\n".join(f"Paragraph {n} says little." for n in range(60)) + "\nThen the zebra came.",
)


async def _search(run, text: str) -> None:
    await run.keys("/", f"text:{text}", "enter")
    await run.wait(0.3)


def _hits(run) -> list[str]:
    """What is underlined in the story pane."""
    region = run.board.story_pane.region
    strips = run.app.screen._compositor.render_strips()[region.y : region.bottom]
    return [
        segment.text
        for strip in strips
        for segment in strip.crop(region.x, region.right)
        if segment.style is not None and segment.style.underline
    ]


async def test_words_looked_for_stand_out_in_title_and_summary(open_board):
    async with open_board() as run:
        assert _hits(run) == []
        await _search(run, "foundation mod")
        assert _hits(run)[:2] == ["foundation", "model"]
        await run.keys("escape")
        assert _hits(run) == [], "the search was left"


async def test_a_hit_below_the_end_of_the_pane_is_in_view(open_board):
    async with open_board(stories=(*sample.STORIES, DEEP)) as run:
        await _search(run, "zebra")
        assert _hits(run) == ["zebra"]
        assert "Then the zebra came." in run.text
        await run.keys("escape")
        await _search(run, "nothing")
        assert run.board.story_pane.scroll_offset.y == 0, "the title is met: read from the top"


async def test_hits_are_seen_without_colour(open_board, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_board() as run:
        await _search(run, "retailer")
        assert _hits(run)[0] == "Retailer"


def test_a_line_keeps_its_text_whatever_stands_out() -> None:
    line = [("Open", "company"), ("AI hires", "title")]
    assert over(line, [(2, 6)], "hit") == [
        ("Op", "company"), ("en", "hit"), ("AI", "hit"), (" hires", "title"),
    ]  # fmt: skip
    assert over(line, [(12, 14)], "hit", 10) == [
        ("Op", "company"), ("en", "hit"), ("AI hires", "title"),
    ]  # fmt: skip
    assert over(line, (), "hit") == line
