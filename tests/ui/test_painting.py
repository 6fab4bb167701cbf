"""What a key has drawn: the lines that changed, in one frame, with nothing laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from textual import events

from signalboard.ui import heap, watching
from signalboard.ui.ink import wrap
from signalboard.ui.sheet import Sheet
from tests.ui import sample

LONG = sample.STORIES + sample.many(200)


class Drawn:
    """What was drawn since it was last cleared."""

    def __init__(self, run, monkeypatch) -> None:
        self.layouts = 0
        self.frames = 0
        self.cells = 0
        self.lines: Counter[str] = Counter()
        board, compositor = run.board, run.board._compositor
        for name in ("headlines", "story", "theses", "companies"):
            self._watch(board.pane_named(name), name, monkeypatch)
        layout, update = type(board)._refresh_layout, compositor.render_update

        def laid(screen, *given, **more):
            self.layouts += 1
            return layout(screen, *given, **more)

        def rendered(*given, **more):
            regions = list(compositor._dirty_regions)
            self.cells += sum(region.area for region in regions)
            self.frames += bool(regions)
            return update(*given, **more)

        monkeypatch.setattr(type(board), "_refresh_layout", laid)
        monkeypatch.setattr(compositor, "render_update", rendered)

    def _watch(self, pane: Sheet, name: str, monkeypatch) -> None:
        render = pane.render_line

        def drawn(y):
            self.lines[name] += 1
            return render(y)

        monkeypatch.setattr(pane, "render_line", drawn)

    def clear(self) -> None:
        self.layouts = self.frames = self.cells = 0
        self.lines.clear()


@pytest.fixture
def watched(open_board, monkeypatch):
    """Opens a board of many stories whose drawing is counted, and quiet for the time being."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def opened(stories: Sequence[sample.Told] = LONG):
        monkeypatch.setattr("signalboard.ui.watching.REST", 1e6)
        async with open_board(stories=stories) as run:
            await run.wait(0.5)
            yield run, Drawn(run, monkeypatch)

    return opened


async def test_a_row_down_draws_two_headlines_and_what_differs_of_the_story(watched):
    async with watched() as (run, drawn):
        await run.keys("j")
        assert drawn.lines["headlines"] == 2
        assert 0 < drawn.lines["story"] <= run.board.story_pane.size.height
        assert not drawn.lines["theses"] and not drawn.lines["companies"]
        assert (drawn.layouts, drawn.frames) == (0, 1)


@pytest.mark.parametrize("key", ["j", "pagedown", "s", "greater_than_sign", "equals_sign"])
async def test_a_key_is_painted_before_anything_else_is_done(watched, key):
    """No task, timer or thread comes between: also not what else was painted a moment ago."""
    async with watched() as (run, drawn):
        await run.keys("1", "j")
        run.board.top_line.refresh()
        await run.settle()
        drawn.clear()
        await run.app.on_event(events.Key(key, None))
        assert drawn.frames == 1 and drawn.cells
        await run.settle()
        assert drawn.frames == 1, "all of it was in that frame"


async def test_what_happens_by_itself_is_done_behind_a_key_and_in_no_ones_way(watched, monkeypatch):
    """A look at the desk, and at what may be freed, costs more than a key."""
    async with watched() as (run, drawn):
        done: list[str] = []
        monkeypatch.setattr(
            run.desk, "poll", lambda poll=run.desk.poll: done.append("look") or poll()
        )
        monkeypatch.setattr(heap, "tidy", lambda **_: done.append("tidy"))
        monkeypatch.setattr(watching, "HELD", 5.0)  # however slow the machine
        await run.keys("j")
        done.clear()
        run.board._look_soon()
        assert not done, "a key was pressed just now, and the next is near"
        drawn.clear()
        await run.app.on_event(events.Key("j", "j"))
        assert drawn.frames == 1 and done == ["tidy"]
        await run.settle()
        assert done[:2] == ["tidy", "look"]


async def test_a_look_waits_for_no_key_that_does_not_come(watched, monkeypatch):
    async with watched() as (run, _):
        looked: list[int] = []
        monkeypatch.setattr(run.desk, "poll", lambda poll=run.desk.poll: looked.append(1) or poll())
        await run.keys("j")
        run.board._look_soon()
        await run.wait(watching.HELD * 3)
        assert looked


async def test_of_keys_that_came_together_the_last_is_painted(watched):
    async with watched() as (run, drawn):
        await run.keys(*["j"] * 12)
        assert "13/" in run.pane("headlines")[-1]
        assert drawn.frames <= 2


async def test_what_something_else_is_still_to_come_of_waits_for_it(watched):
    """The keys go to another pane: both draw it when they are told."""
    async with watched() as (run, drawn):
        await run.app.on_event(events.Key("tab", None))
        assert not drawn.frames
        await run.settle()
        assert 0 < drawn.frames <= 2


async def test_a_blank_line_stays_as_it_is(watched):
    async with watched() as (run, drawn):
        await run.keys("G")
        before = run.board.story_pane.line_count()
        drawn.clear()
        await run.keys("k")
        said = max(before, run.board.story_pane.line_count())
        assert said < run.board.story_pane.size.height, "there is room below the stories"
        assert 0 < drawn.lines["story"] <= said


async def test_a_judgment_draws_what_it_changes(watched):
    async with watched() as (run, drawn):
        await run.keys("1", "+", "j")  # with its first evidence a thesis gets a line more
        await run.wait(0.3)
        drawn.clear()
        await run.keys("+")
        # The story judged, the one after it, and what the thesis says of itself.
        assert drawn.lines["headlines"] == 2
        assert 0 < drawn.lines["theses"] < 9
        assert drawn.cells < run.app.size.area / 3
        assert (drawn.layouts, drawn.frames) == (0, 1)
        drawn.clear()
        await run.wait(0.3)
        assert drawn.lines["companies"] <= 4, "only the companies of that story"
        assert not drawn.lines["headlines"]


async def test_what_is_said_in_a_border_draws_that_line_alone(watched):
    """Also where it goes to the other end for it."""
    async with watched() as (run, drawn):
        await run.keys("1")
        drawn.clear()
        await run.keys(">")
        assert "nothing is judged yet" in run.text
        assert not drawn.lines and drawn.cells < run.app.size.width * 2
        await run.keys("j")
        assert "nothing is judged yet" not in run.text
        assert drawn.lines["headlines"] == 2


@pytest.mark.parametrize("keys", [("u",), (">",), ("s",)])
async def test_undo_strength_and_star_lay_nothing_out(watched, keys):
    async with watched() as (run, drawn):
        # Two: see above.
        await run.keys("1", "+", "+", "k")
        await run.wait(0.3)
        drawn.clear()
        await run.keys(*keys)
        assert drawn.lines["headlines"] <= 2
        assert drawn.lines["theses"] < 9 and not drawn.lines["companies"]
        assert (drawn.layouts, drawn.frames) == (0, 1)


async def test_arming_draws_what_it_changes(watched):
    async with watched() as (run, drawn):
        await run.keys("1")
        assert not drawn.lines["headlines"], "none is judged yet"
        assert not drawn.lines["story"] and not drawn.lines["companies"]
        drawn.clear()
        await run.keys("1")
        assert not drawn.lines and not drawn.cells, "it was armed already"


async def test_the_same_again_draws_nothing(watched):
    async with watched() as (run, drawn):
        for name in ("headlines", "story", "theses", "companies"):
            run.board.pane_named(name).redraw()
        await run.settle()
        assert not drawn.lines and not drawn.cells


async def test_a_line_to_type_on_leaves_the_other_panes_alone(watched):
    """It comes and goes over the board, and only what has the keys looks otherwise for it."""
    async with watched() as (run, drawn):
        for come, goes in (("f", "escape"), ("/", "escape")):
            for key in (come, goes):
                drawn.clear()
                await run.keys(key)
                assert not any(drawn.lines[name] for name in ("story", "theses", "companies"))
                assert drawn.cells < run.app.size.area


async def test_another_pane_draws_the_two_that_are_concerned(watched):
    async with watched() as (run, drawn):
        await run.keys("T")
        assert drawn.lines["theses"] and drawn.lines["headlines"]
        assert not drawn.lines["story"] and not drawn.lines["companies"]
        assert drawn.layouts == 0


async def test_a_list_that_is_shorter_than_the_pane_lays_nothing_out_again(watched):
    async with watched() as (run, drawn):
        await run.keys("f")
        drawn.clear()
        await run.keys("l")
        assert run.board.headlines.item_count() == 0
        assert drawn.layouts == 1, "for the line of letters, which goes"


async def test_another_size_is_drawn_once(watched):
    """And what of the first frame was not right yet: borders, the lines of the story."""
    async with watched() as (run, drawn):
        for size in ((100, 30), (120, 40)):
            drawn.clear()
            await run.pilot.resize_terminal(*size)
            await run.settle()
            shown = sum(run.board.pane_named(name).size.height for name in ("headlines", "story"))
            assert drawn.lines["headlines"] + drawn.lines["story"] < 1.4 * shown
            assert drawn.layouts <= 3
            assert run.row("Tencent").startswith("│▸")


def rows_asked(run, monkeypatch) -> list[tuple[int, int]]:
    """What is read of the listing from now on: (first row, end)."""
    listing = run.board.headlines.listing
    asked: list[tuple[int, int]] = []
    rows = type(listing).rows
    monkeypatch.setattr(
        type(listing), "rows",
        lambda self, start, stop: asked.append((start, stop)) or rows(self, start, stop),
    )  # fmt: skip
    return asked


async def test_a_changed_row_is_read_alone(watched, monkeypatch):
    async with watched() as (run, _):
        await run.keys("1")
        asked = rows_asked(run, monkeypatch)
        await run.keys("+")
        assert asked == [(0, 1)]
        assert "▲" in run.row("Tencent")


async def test_pages_are_read_before_they_are_come_to(watched, monkeypatch):
    async with watched() as (run, _):
        await run.wait(2.0)
        asked = rows_asked(run, monkeypatch)
        await run.keys("G", "g", *["j"] * 70)
        read = [start for start, _ in asked]
        assert 0 not in read and (len(LONG) - 1) // 64 * 64 not in read


@pytest.mark.parametrize("width", [2, 3, 7, 20])
@pytest.mark.parametrize(
    "text",
    ["", " ", "word", "a b c d e f", "some words of differing length  and two spaces",
     "averyveryverylongword and more", " begins with a space", "ends with one ", "   ", "ab cd"],
)  # fmt: skip
def test_plain_text_breaks_where_any_text_does(text, width):
    """A character of two bytes and one cell takes the other way, and has the same width."""
    other = text.replace("a", "á").replace("o", "ó").replace("e", "é")
    assert wrap(text, width) == wrap(other, width)
    assert all(end - start <= width for start, end in wrap(text, width))
